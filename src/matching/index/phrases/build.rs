//! Building a run of phrases: gathering pieces, ranking them, and writing the chunks.

use super::gaps::Texts;
use super::head::Head;
use super::lists::{Lists, Next};
use super::pieces::{Counted, Pieces};
use super::{FREQUENT, PIECES_IN_CHUNK, ROWS_IN_CHUNK, WINDOWS, gaps, grams, is_bitmap};
use crate::matching::index::chunk::{sealed, write_varint};
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
        let by_count = by_count(&counted, texts);
        let mut ranks = vec![0; by_count.len()];
        for (rank, id) in (0..).zip(&by_count) {
            ranks[*id as usize] = rank;
        }
        // What is frequent lies together while the rows are gone through.
        for piece in &mut self.rows {
            *piece = ranks[*piece as usize];
        }
        drop(ranks);
        let counted: Vec<Counted> = by_count.iter().map(|id| counted[*id as usize]).collect();
        let letters: Vec<&str> = by_count.iter().map(|id| self.pieces.letters(*id)).collect();
        let order = in_order(&counted, texts);
        let ordered: Vec<Counted> = order.iter().map(|rank| counted[*rank as usize]).collect();
        let in_order = order.iter().map(|rank| letters[*rank as usize]);
        let posting_chunks = self.write_postings(sink, &order, &ordered)?;
        write_pieces(sink, in_order.clone(), &ordered, texts)?;
        let gram_chunks = grams::write(sink, in_order)?;
        let gap_chunks = gaps::write(sink, &letters, &self)?;
        let mut numbers = vec![0; order.len()];
        for (number, rank) in (0..).zip(&order) {
            numbers[*rank as usize] = number;
        }
        let firsts = self.write_rows(sink, &numbers)?;
        let head = Head {
            texts,
            pieces: order.len() as u32,
            in_rows: self.rows.len() as u32,
            posting_chunks,
            gram_chunks,
            gap_chunks,
            reaches: WINDOWS.map(|end| reach(&ordered, texts, end)),
            firsts,
        };
        sink.put(Column::PhraseHead, 0, &head.write())
    }

    /// Writes the lists of all pieces; gives the number of chunks.
    fn write_postings<S: Sink>(
        &self,
        sink: &mut S,
        order: &[u32],
        ordered: &[Counted],
    ) -> Result<u32, S::Error> {
        let texts = self.texts();
        let pieces = order.iter().zip(ordered);
        let mut lists = Lists::new(pieces.map(|(rank, counted)| (*rank, list_len(counted, texts))));
        let bitmaps = ordered
            .iter()
            .filter(|piece| is_bitmap(piece.texts, texts))
            .count();
        for age in 0..texts {
            for piece in self.row(age as usize) {
                match (*piece as usize) < bitmaps {
                    true => lists.set(*piece, age),
                    false => lists.push(*piece, age),
                }
            }
        }
        lists.write(sink, Column::Postings, 0)
    }

    /// Writes the rows, newest first; gives the first number of each chunk.
    fn write_rows<S: Sink>(&self, sink: &mut S, numbers: &[u32]) -> Result<Vec<u64>, S::Error> {
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
                let begin = rows.len();
                for piece in self.row(*age) {
                    write_varint(&mut rows, u64::from(numbers[*piece as usize]));
                }
                write_varint(&mut bytes, (rows.len() - begin) as u64);
            }
            firsts.push(self.numbers[self.numbers.len() - 1 - own[0]]);
            bytes.append(&mut rows);
            sink.put(Column::Rows, number, &sealed(bytes))?;
        }
        Ok(firsts)
    }
}

impl Texts for PhraseBuilder {
    fn texts(&self) -> u32 {
        self.numbers.len() as u32
    }

    fn row(&self, age: usize) -> &[u32] {
        let text = self.numbers.len() - 1 - age;
        let begin = text.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[begin as usize..self.ends[text] as usize]
    }
}

/// Writes the pieces with the sizes of their lists.
fn write_pieces<'p, S: Sink>(
    sink: &mut S,
    mut letters: impl Iterator<Item = &'p str>,
    ordered: &[Counted],
    texts: u32,
) -> Result<(), S::Error> {
    let mut next = Next::default();
    for (number, own) in (0..).zip(ordered.chunks(PIECES_IN_CHUNK)) {
        let mut spaced = String::from(" ");
        for piece in letters.by_ref().take(own.len()) {
            spaced.push_str(piece);
            spaced.push(' ');
        }
        let mut bytes = Vec::new();
        write_varint(&mut bytes, spaced.len() as u64);
        bytes.extend_from_slice(spaced.as_bytes());
        write_varint(&mut bytes, u64::from(next.chunk));
        write_varint(&mut bytes, u64::from(next.begin));
        for piece in own {
            let len = list_len(piece, texts);
            write_varint(&mut bytes, u64::from(piece.texts));
            write_varint(&mut bytes, u64::from(len));
            next.list(piece.texts, len);
        }
        sink.put(Column::Pieces, number, &sealed(bytes))?;
    }
    Ok(())
}

/// How many bytes the list of a piece takes.
fn list_len(piece: &Counted, texts: u32) -> u32 {
    match is_bitmap(piece.texts, texts) {
        true => texts.div_ceil(64) * 8,
        false => piece.list_len(texts),
    }
}

/// The ids of the pieces, the most frequent first.
fn by_count(counted: &[Counted], texts: u32) -> Vec<u32> {
    sorted((0..counted.len() as u32).collect(), texts, |id| {
        texts - counted[id as usize].texts
    })
}

/// The pieces in the order of the run: the most frequent ones, all with bitmaps among them, and then those that the
/// newest text has, and so on.
fn in_order(by_count: &[Counted], texts: u32) -> Vec<u32> {
    let bitmaps = by_count.partition_point(|piece| is_bitmap(piece.texts, texts));
    let front = FREQUENT.max(bitmaps).min(by_count.len()) as u32;
    let others = (front..by_count.len() as u32).collect();
    let mut order: Vec<u32> = (0..front).collect();
    order.extend(sorted(others, texts, |rank| {
        by_count[rank as usize].age(texts)
    }));
    order
}

/// Sorts by a number up to `most`; equal ones stay in their order. Costs two passes.
fn sorted(items: Vec<u32>, most: u32, number: impl Fn(u32) -> u32) -> Vec<u32> {
    // Where the next item of each number goes.
    let mut places = vec![0_u32; most as usize + 2];
    for item in &items {
        places[number(*item) as usize + 1] += 1;
    }
    let mut begin = 0;
    for place in &mut places {
        begin += *place;
        *place = begin;
    }
    let mut sorted = vec![0; items.len()];
    for item in items {
        let place = &mut places[number(item) as usize];
        sorted[*place as usize] = item;
        *place += 1;
    }
    sorted
}

/// How many of the ranked pieces are those of the texts up to an age, and perhaps some more.
fn reach(counted: &[Counted], texts: u32, end: u32) -> u32 {
    let last = counted.iter().rposition(|piece| piece.age(texts) < end);
    last.map_or(0, |last| last as u32 + 1)
}
