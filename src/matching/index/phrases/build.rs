//! Building a run of phrases: gathering pieces, ranking them, and writing the chunks.

use super::pieces::{Counted, Pieces};
use super::run::Head;
use super::{
    PIECES_IN_BLOCK, PIECES_IN_CHUNK, POSTINGS_IN_CHUNK, ROWS_IN_CHUNK, TRIGRAMS, is_bitmap,
    trigram, trigrams_in_chunk, words_of_blocks,
};
use crate::matching::index::chunk::{bytes_of_64, sealed, varint_len, write_varint};
use crate::matching::index::{Column, Sink};

/// Gathers keys and builds a run of them. Needs about 80 bytes a text of 17 words meanwhile, and the pieces.
#[derive(Debug, Default)]
pub struct PhraseBuilder {
    pieces: Pieces,
    /// The pieces of all texts, one text after the other.
    rows: Vec<u32>,
    /// Where each text ends in `rows`.
    ends: Vec<u32>,
    numbers: Vec<u64>,
}

impl PhraseBuilder {
    /// Adds the key of a text under a number of the caller's, higher than those before. An empty one is left out.
    ///
    /// Says whether there is room for more: when not, the run should be finished and another begun.
    pub fn add(&mut self, number: u64, key: &str) -> bool {
        if !key.is_empty() {
            self.numbers.push(number);
            let mark = self.numbers.len() as u32;
            let rows = &mut self.rows;
            self.pieces.take(key, mark, |piece| rows.push(piece));
            self.ends.push(self.rows.len() as u32);
        }
        self.rows.len() < u32::MAX as usize / 2 && self.pieces.letters_len() < u32::MAX as usize / 2
    }

    /// About how many bytes of main memory it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.rows.len() * 4 + self.numbers.len() * 12 + self.pieces.bytes()
    }

    /// How many texts were added.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Builds the run and writes its chunks, the head last.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn finish<S: Sink>(mut self, sink: &mut S) -> Result<(), S::Error> {
        let texts = self.numbers.len() as u32;
        let counted = self.pieces.counted();
        let ids = ranked(&counted);
        let mut ranks = vec![0; ids.len()];
        for (rank, id) in (0..).zip(&ids) {
            ranks[*id as usize] = rank;
        }
        for piece in &mut self.rows {
            *piece = ranks[*piece as usize];
        }
        let counts: Vec<u32> = ids.iter().map(|id| counted[*id as usize].texts).collect();
        let len = |id: &u32| match &counted[*id as usize] {
            counted if is_bitmap(counted.texts, texts) => texts.div_ceil(64) * 8,
            counted => counted.list_len(texts),
        };
        let lens: Vec<u32> = ids.iter().map(len).collect();
        drop((ranks, counted));
        let posting_chunks = self.write_postings(sink, &counts, &lens)?;
        self.write_pieces(sink, &ids, &counts, &lens)?;
        self.write_trigrams(sink, &ids)?;
        let firsts = self.write_rows(sink)?;
        let head = Head {
            texts,
            pieces: ids.len() as u32,
            posting_chunks,
            firsts,
        };
        sink.put(Column::PhraseHead, 0, &head.write())
    }

    /// Calls with the age of every text, 0 for the newest, and each of its pieces, some of them twice.
    fn for_each_piece(&self, mut work: impl FnMut(u32, u32)) {
        for age in 0..self.numbers.len() {
            for piece in self.row(age) {
                work(age as u32, *piece);
            }
        }
    }

    fn row(&self, age: usize) -> &[u32] {
        let text = self.numbers.len() - 1 - age;
        let begin = text.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[begin as usize..self.ends[text] as usize]
    }

    /// Writes the lists of all pieces; gives the number of chunks.
    fn write_postings<S: Sink>(
        &self,
        sink: &mut S,
        counts: &[u32],
        lens: &[u32],
    ) -> Result<u32, S::Error> {
        let texts = self.numbers.len() as u32;
        // The most frequent pieces come first.
        let bitmaps = counts.partition_point(|count| is_bitmap(*count, texts)) as u32;
        let mut begins = Vec::with_capacity(lens.len());
        let mut end = 0;
        for len in lens {
            begins.push(end);
            end += *len as usize;
        }
        let mut bytes = vec![0; end];
        // Where each list goes on, and the age after its last one.
        let mut open: Vec<(usize, u32)> = begins.iter().map(|begin| (*begin, 0)).collect();
        self.for_each_piece(|age, piece| {
            let (at, next) = &mut open[piece as usize];
            if piece < bitmaps {
                bytes[*at + age as usize / 8] |= 1 << (age % 8);
            } else if *next <= age {
                let mut distance = age - *next;
                while distance >= 0x80 {
                    bytes[*at] = distance as u8 | 0x80;
                    distance >>= 7;
                    *at += 1;
                }
                bytes[*at] = distance as u8;
                *at += 1;
                *next = age + 1;
            }
        });
        let mut chunks = 0;
        let mut from = 0;
        for begin in begins.into_iter().chain([end]) {
            if begin - from >= POSTINGS_IN_CHUNK || (begin == end && from < end) {
                sink.put(
                    Column::Postings,
                    chunks,
                    &sealed(bytes[from..begin].to_vec()),
                )?;
                chunks += 1;
                from = begin;
            }
        }
        Ok(chunks)
    }

    /// Writes the pieces with the sizes of their lists.
    fn write_pieces<S: Sink>(
        &self,
        sink: &mut S,
        ids: &[u32],
        counts: &[u32],
        lens: &[u32],
    ) -> Result<(), S::Error> {
        let mut list = (0_u64, 0_u64);
        let mut sizes = counts.iter().zip(lens);
        for (number, own) in (0..).zip(ids.chunks(PIECES_IN_CHUNK)) {
            let mut bytes = Vec::new();
            let letters: usize = own
                .iter()
                .map(|id| self.pieces.letters(*id).len() + 1)
                .sum();
            write_varint(&mut bytes, letters as u64 + 1);
            bytes.push(b' ');
            for id in own {
                bytes.extend_from_slice(self.pieces.letters(*id).as_bytes());
                bytes.push(b' ');
            }
            write_varint(&mut bytes, list.0);
            write_varint(&mut bytes, list.1);
            for (count, len) in sizes.by_ref().take(own.len()) {
                write_varint(&mut bytes, u64::from(*count));
                write_varint(&mut bytes, u64::from(*len));
                list.1 += u64::from(*len);
                if list.1 >= POSTINGS_IN_CHUNK as u64 {
                    list = (list.0 + 1, 0);
                }
            }
            sink.put(Column::Pieces, number, &sealed(bytes))?;
        }
        Ok(())
    }

    /// Writes for each trigram which blocks of pieces have it.
    fn write_trigrams<S: Sink>(&self, sink: &mut S, ids: &[u32]) -> Result<(), S::Error> {
        let words = words_of_blocks(ids.len());
        let mut blocks = vec![0_u64; TRIGRAMS * words];
        let mut spaced = Vec::new();
        for (block, own) in ids.chunks(PIECES_IN_BLOCK).enumerate() {
            for id in own {
                spaced.clear();
                spaced.push(b' ');
                spaced.extend_from_slice(self.pieces.letters(*id).as_bytes());
                spaced.push(b' ');
                for three in spaced.windows(3) {
                    blocks[trigram(three) * words + block / 64] |= 1 << (block % 64);
                }
            }
        }
        let size = trigrams_in_chunk(ids.len()) * words;
        for (number, chunk) in (0..).zip(blocks.chunks(size)) {
            sink.put(Column::Trigrams, number, &sealed(bytes_of_64(chunk)))?;
        }
        Ok(())
    }

    /// Writes the rows, newest first; gives the first number of each chunk.
    fn write_rows<S: Sink>(&self, sink: &mut S) -> Result<Vec<u64>, S::Error> {
        let mut firsts = Vec::new();
        let ages: Vec<usize> = (0..self.numbers.len()).collect();
        for (number, own) in (0..).zip(ages.chunks(ROWS_IN_CHUNK)) {
            let (mut bytes, mut rows) = (Vec::new(), Vec::new());
            let mut before = None;
            for age in own {
                let number = self.numbers[self.numbers.len() - 1 - age];
                let distance = before.map_or(number, |before: u64| before - number);
                write_varint(&mut bytes, distance);
                before = Some(number);
            }
            for age in own {
                let row = self.row(*age);
                let len: usize = row.iter().map(|piece| varint_len(u64::from(*piece))).sum();
                write_varint(&mut bytes, len as u64);
                row.iter()
                    .for_each(|piece| write_varint(&mut rows, u64::from(*piece)));
            }
            firsts.push(self.numbers[self.numbers.len() - 1 - own[0]]);
            bytes.append(&mut rows);
            sink.put(Column::Rows, number, &sealed(bytes))?;
        }
        Ok(firsts)
    }
}

/// The ids in order of rank, the most frequent piece first.
fn ranked(counted: &[Counted]) -> Vec<u32> {
    let by_count =
        |(id, counted): (u32, &Counted)| u64::from(u32::MAX - counted.texts) << 32 | u64::from(id);
    let mut keys: Vec<u64> = (0..).zip(counted).map(by_count).collect();
    keys.sort_unstable();
    keys.into_iter().map(|key| key as u32).collect()
}
