//! An immutable index of many texts, read chunk by chunk as the searches need it.

use std::cell::OnceCell;
use std::ops::Range;

use super::build::chunk_of_word;
use super::cells::{IndexError, cell, cells, damaged};
use super::chunk::{Column, Store, numbers_of_32, numbers_of_64, read_varint};
use super::head::Head;
use super::item::Layout;
use crate::matching::distance::EMPTY;

/// How many terms a chunk of words has on average, at most.
pub(super) const WORDS_IN_CHUNK: usize = 2048;
/// Into how many parts the terms of a chunk are divided.
const PARTS_OF_WORDS: usize = 512;
/// How many list items a chunk of lists has.
pub(super) const LISTED_IN_CHUNK: usize = 8192;
/// How many words of 64 bits a chunk of signs has.
pub(super) const SIGNS_IN_CHUNK: usize = 4096;
/// How many texts a chunk of texts has.
pub(super) const TEXTS_IN_CHUNK: usize = 512;

/// An immutable index of many texts.
///
/// What a search needs is read from the store and kept, so that a new process answers after reading
/// a small part, and one that lives on has all in main memory in the end: some 80 bytes a text of
/// 17 words.
#[derive(Debug)]
pub struct Run {
    pub(super) head: Head,
    words: Box<[OnceCell<Words>]>,
    lists: Box<[OnceCell<Box<[u32]>>]>,
    signs: Box<[OnceCell<Box<[u64]>>]>,
    texts: Box<[OnceCell<Records>]>,
}

/// A run together with the store that its chunks are read from.
#[derive(Debug)]
pub(super) struct View<'a, S> {
    pub(super) run: &'a Run,
    pub(super) store: &'a S,
    /// How to read the items of lists.
    pub(super) layout: Layout,
}

/// The terms of one chunk, in order of hash.
#[derive(Debug)]
struct Words {
    /// The hash of each, its rank, and where its list begins; one behind the last closes that.
    terms: Box<[(u64, u32, u32)]>,
    /// Hashes are spread evenly: how many of the terms stand before each of so many equal parts of the chunk's values.
    parts: Box<[u16]>,
}

/// The records of the texts of one chunk.
#[derive(Debug)]
struct Records {
    ends: Box<[u32]>,
    bytes: Box<[u8]>,
}

/// A term that a run knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// 0 for the most frequent one.
    pub(super) rank: u32,
    /// The first item of its list.
    pub(super) start: u32,
    /// The item behind its last.
    pub(super) end: u32,
}

/// What is stored of one text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    bytes: &'a [u8],
}

impl Run {
    /// Opens the run of a store; reads its head only.
    ///
    /// # Errors
    /// When the head cannot be read, is damaged, or of a layout that this program does not know.
    pub fn open<S: Store>(store: &S) -> Result<Self, IndexError<S::Error>> {
        let damaged = IndexError::Damaged {
            column: Column::Head,
            number: 0,
        };
        let head = Head::read(store.chunk(Column::Head, 0)?).ok_or(damaged)?;
        let texts = head.texts as usize;
        Ok(Self {
            words: cells(1 << head.word_bits.min(24)),
            lists: cells((head.listed as usize).div_ceil(LISTED_IN_CHUNK)),
            signs: cells(head.sign_words().div_ceil(SIGNS_IN_CHUNK)),
            texts: cells(texts.div_ceil(TEXTS_IN_CHUNK)),
            head,
        })
    }

    /// How many entries it has.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.head.entries
    }

    /// How many different texts they have.
    #[must_use]
    pub fn texts(&self) -> u32 {
        self.head.texts
    }

    /// The run together with its store.
    pub(super) fn view<'a, S: Store>(&'a self, store: &'a S) -> View<'a, S> {
        View {
            run: self,
            store,
            layout: Layout::of(self.head.texts),
        }
    }

    /// Calls with the number of every entry, in no order, and reads every chunk of texts.
    ///
    /// `store` is the one that the run was opened from.
    ///
    /// # Errors
    /// When a chunk cannot be read or is damaged.
    pub fn for_each_entry<S: Store>(
        &self,
        store: &S,
        mut work: impl FnMut(u64),
    ) -> Result<(), IndexError<S::Error>> {
        let view = self.view(store);
        let mut ids = Vec::new();
        for pair in self.head.groups.windows(2) {
            for text in pair[0].first..pair[1].first {
                let mut record = view.record(text)?;
                ids.clear();
                let Some(numbers) = record.read_ids(pair[0].len, &mut ids) else {
                    return Err(damaged(Column::Texts, text as usize / TEXTS_IN_CHUNK));
                };
                numbers.for_each(&mut work);
            }
        }
        Ok(())
    }
}

impl<'a, S: Store> View<'a, S> {
    /// The term with a hash, if any text has it.
    pub(super) fn term(&self, hash: u64) -> Result<Option<Term>, IndexError<S::Error>> {
        let number = chunk_of_word(hash, self.run.head.word_bits) as usize;
        let bits = self.run.head.word_bits;
        let read = |bytes: &[u8]| Words::read(bytes, bits);
        let words = self.cell(&self.run.words, Column::Words, number, read)?;
        Ok(words.find(hash, bits))
    }

    /// One item of the lists.
    #[inline]
    pub(super) fn listed(&self, at: u32) -> Result<u32, IndexError<S::Error>> {
        let at = at as usize;
        let items = self.list_chunk(at / LISTED_IN_CHUNK)?;
        items
            .get(at % LISTED_IN_CHUNK)
            .copied()
            .ok_or_else(|| damaged(Column::Lists, at / LISTED_IN_CHUNK))
    }

    /// Items of the lists that follow each other: those of a range up to the end of the first one's chunk.
    #[inline]
    pub(super) fn listed_run(&self, range: Range<u32>) -> Result<&'a [u32], IndexError<S::Error>> {
        let (start, end) = (range.start as usize, range.end as usize);
        let number = start / LISTED_IN_CHUNK;
        let first = number * LISTED_IN_CHUNK;
        let items = self.list_chunk(number)?;
        let end = end.min(first + LISTED_IN_CHUNK);
        items
            .get(start - first..end - first)
            .ok_or_else(|| damaged(Column::Lists, number))
    }

    fn list_chunk(&self, number: usize) -> Result<&'a [u32], IndexError<S::Error>> {
        self.cell(&self.run.lists, Column::Lists, number, |bytes| {
            Some(numbers_of_32(bytes))
        })
        .map(|items| &**items)
    }

    /// The signature words from one on, up to the end of its chunk.
    #[inline]
    pub(super) fn signs(&self, at: u32) -> Result<&'a [u64], IndexError<S::Error>> {
        let (number, at) = (at as usize / SIGNS_IN_CHUNK, at as usize % SIGNS_IN_CHUNK);
        let signs = self.cell(&self.run.signs, Column::Signs, number, |bytes| {
            Some(numbers_of_64(bytes))
        })?;
        signs
            .get(at..)
            .ok_or_else(|| damaged(Column::Signs, number))
    }

    /// What is stored of a text.
    #[inline]
    pub(super) fn record(&self, text: u32) -> Result<Record<'a>, IndexError<S::Error>> {
        let number = text as usize / TEXTS_IN_CHUNK;
        let records = self.cell(&self.run.texts, Column::Texts, number, Records::read)?;
        records
            .get(text as usize % TEXTS_IN_CHUNK)
            .ok_or_else(|| damaged(Column::Texts, number))
    }

    #[inline]
    fn cell<T>(
        &self,
        cells: &'a [OnceCell<T>],
        column: Column,
        number: usize,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<&'a T, IndexError<S::Error>> {
        cell(self.store, cells, column, number, read)
    }
}

impl Words {
    /// Reads the chunk of the terms whose hashes begin with `bits` bits of their own.
    fn read(bytes: &[u8], bits: u32) -> Option<Self> {
        let count = bytes.len().checked_sub(4)? / 16;
        let (hashes, rest) = bytes.split_at_checked(count * 8)?;
        let (ranks, starts) = rest.split_at_checked(count * 4)?;
        let (hashes, ranks, starts) = (
            numbers_of_64(hashes),
            numbers_of_32(ranks),
            numbers_of_32(starts),
        );
        let last = (u64::MAX, EMPTY, *starts.get(count)?);
        let terms = hashes.iter().zip(&ranks).zip(&starts);
        let terms = terms.map(|((hash, rank), start)| (*hash, *rank, *start));
        let before = |part: usize| {
            let before = hashes.partition_point(|hash| part_of(*hash, bits) < part);
            u16::try_from(before).ok()
        };
        Some(Self {
            terms: terms.chain([last]).collect(),
            parts: (0..PARTS_OF_WORDS).map(before).collect::<Option<_>>()?,
        })
    }

    /// The term with a hash.
    fn find(&self, hash: u64, bits: u32) -> Option<Term> {
        let first = usize::from(self.parts[part_of(hash, bits)]);
        let mut pairs = self.terms.get(first..)?.windows(2);
        let pair = pairs.find(|pair| pair[0].0 >= hash)?;
        let (found, rank, start) = pair[0];
        (found == hash).then_some(Term {
            rank,
            start,
            end: pair[1].2,
        })
    }
}

/// In which part of its chunk's values a hash is that begins with `bits` bits of the chunk's own.
fn part_of(hash: u64, bits: u32) -> usize {
    let own = hash.checked_shl(bits).unwrap_or(0);
    (own >> (u64::BITS - PARTS_OF_WORDS.ilog2())) as usize
}

impl Records {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (width, rest) = bytes.split_first()?;
        let (count, rest) = rest.split_at_checked(2)?;
        let count = usize::from(u16::from_le_bytes([count[0], count[1]]));
        let (ends, records) = rest.split_at_checked(count * usize::from(*width))?;
        let ends = match width {
            2 => ends
                .chunks_exact(2)
                .map(|b| u32::from(u16::from_le_bytes([b[0], b[1]])))
                .collect(),
            _ => numbers_of_32(ends),
        };
        Some(Self {
            ends,
            bytes: records.into(),
        })
    }

    #[inline]
    fn get(&self, at: usize) -> Option<Record<'_>> {
        let begin = match at {
            0 => 0,
            _ => *self.ends.get(at - 1)?,
        };
        let bytes = self
            .bytes
            .get(begin as usize..*self.ends.get(at)? as usize)?;
        Some(Record { bytes })
    }
}

impl<'a> Record<'a> {
    /// Reads the ids of the text's words; what is left are the numbers of its entries, highest first.
    #[inline]
    pub(super) fn read_ids(
        &mut self,
        len: u32,
        ids: &mut Vec<u32>,
    ) -> Option<impl Iterator<Item = u64> + use<'a>> {
        for _ in 0..len {
            ids.push(read_varint(&mut self.bytes)? as u32);
        }
        let mut rest = self.bytes;
        let mut before = None;
        Some(std::iter::from_fn(move || {
            let distance = read_varint(&mut rest)?;
            let number = before.map_or(distance, |before: u64| before.wrapping_sub(distance));
            before = Some(number);
            Some(number)
        }))
    }
}
