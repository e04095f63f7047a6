//! An immutable run of phrases, read chunk by chunk as the searches need it.

use std::cell::OnceCell;
use std::ops::Range;

use super::{
    PIECES_IN_BLOCK, PIECES_IN_CHUNK, POSTINGS_IN_CHUNK, ROWS_IN_CHUNK, TRIGRAMS,
    trigrams_in_chunk, words_of_blocks,
};
use crate::matching::index::cells::{cell, cells, damaged};
use crate::matching::index::chunk::{numbers_of_64, opened, read_varint, sealed, write_varint};
use crate::matching::index::{Column, IndexError, Store};

/// The layout of the chunks; a run of another layout is to be built again.
const LAYOUT: u64 = 1;

/// What is known of a run before anything else of it is read.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) texts: u32,
    /// How many different pieces there are.
    pub(super) pieces: u32,
    /// How many chunks of postings.
    pub(super) posting_chunks: u32,
    /// The highest number of each chunk of rows; they fall.
    pub(super) firsts: Vec<u64>,
}

/// An immutable index of the keys of many texts, for searching phrases in them.
///
/// What a search needs is read from the store and kept: in the end some 60 bytes a text of 17 words.
/// A text's *age* is its place, 0 for the one with the highest number.
#[derive(Debug)]
pub struct PhraseRun {
    pub(super) head: Head,
    pieces: Box<[OnceCell<Pieces>]>,
    trigrams: Box<[OnceCell<Box<[u64]>>]>,
    postings: Box<[OnceCell<Box<[u8]>>]>,
    rows: Box<[OnceCell<Rows>]>,
}

/// A run together with the store that its chunks are read from.
#[derive(Debug)]
pub(super) struct View<'a, S> {
    pub(super) run: &'a PhraseRun,
    pub(super) store: &'a S,
}

impl<S> Clone for View<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for View<'_, S> {}

/// The pieces of one chunk.
#[derive(Debug)]
pub(super) struct Pieces {
    /// All of them, each with a space before and after it.
    letters: Box<[u8]>,
    /// Where each begins in `letters`, and where a next one would.
    begins: Box<[u32]>,
    lists: Box<[List]>,
}

/// Where the list of a piece is.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// How many texts have the piece.
    pub(super) count: u32,
    chunk: u32,
    begin: u32,
    len: u32,
}

/// The texts of one chunk.
#[derive(Debug)]
struct Rows {
    numbers: Box<[u64]>,
    ends: Box<[u32]>,
    bytes: Box<[u8]>,
}

impl Head {
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in [
            LAYOUT,
            self.texts.into(),
            self.pieces.into(),
            self.posting_chunks.into(),
        ] {
            write_varint(&mut bytes, number);
        }
        for first in &self.firsts {
            write_varint(&mut bytes, *first);
        }
        sealed(bytes)
    }

    fn read(chunk: Vec<u8>) -> Option<Self> {
        let bytes = opened(chunk)?;
        let rest = &mut &bytes[..];
        if read_varint(rest)? != LAYOUT {
            return None;
        }
        let mut number = || u32::try_from(read_varint(rest)?).ok();
        let (texts, pieces, posting_chunks) = (number()?, number()?, number()?);
        let chunks = (texts as usize).div_ceil(ROWS_IN_CHUNK);
        let firsts = (0..chunks).map(|_| read_varint(rest));
        Some(Self {
            texts,
            pieces,
            posting_chunks,
            firsts: firsts.collect::<Option<_>>()?,
        })
    }
}

impl PhraseRun {
    /// Opens the run of a store; reads its head only.
    ///
    /// # Errors
    /// When the head cannot be read, is damaged, or of a layout that this program does not know.
    pub fn open<S: Store>(store: &S) -> Result<Self, IndexError<S::Error>> {
        let head = Head::read(store.chunk(Column::PhraseHead, 0)?)
            .ok_or_else(|| damaged(Column::PhraseHead, 0))?;
        let pieces = head.pieces as usize;
        Ok(Self {
            pieces: cells(pieces.div_ceil(PIECES_IN_CHUNK)),
            trigrams: cells(TRIGRAMS.div_ceil(trigrams_in_chunk(pieces))),
            postings: cells(head.posting_chunks as usize),
            rows: cells(head.firsts.len()),
            head,
        })
    }

    /// How many texts it has.
    #[must_use]
    pub fn texts(&self) -> u32 {
        self.head.texts
    }

    /// The ages of the texts whose numbers are in a range.
    ///
    /// `store` is the one that the run was opened from; so for the other calls.
    ///
    /// # Errors
    /// When a chunk cannot be read or is damaged.
    pub fn ages<S: Store>(
        &self,
        store: &S,
        numbers: &Range<u64>,
    ) -> Result<Range<u32>, IndexError<S::Error>> {
        let view = View { run: self, store };
        // Numbers fall as ages grow.
        Ok(view.age_below(numbers.end)?..view.age_below(numbers.start)?)
    }

    /// Calls with the number and the key of every text, newest first, and reads every chunk but trigrams.
    ///
    /// # Errors
    /// When a chunk cannot be read or is damaged.
    pub fn for_each_key<S: Store>(
        &self,
        store: &S,
        mut work: impl FnMut(u64, &str),
    ) -> Result<(), IndexError<S::Error>> {
        let view = View { run: self, store };
        let mut key = Vec::new();
        for age in 0..self.head.texts {
            view.key(age, &mut key)?;
            let number = age as usize / ROWS_IN_CHUNK;
            let text = std::str::from_utf8(&key).map_err(|_| damaged(Column::Pieces, number))?;
            work(view.number(age)?, text);
        }
        for number in 0..self.postings.len() {
            view.posting_chunk(number)?;
        }
        for number in 0..self.trigrams.len() {
            view.trigram_chunk(number)?;
        }
        Ok(())
    }
}

impl<'a, S: Store> View<'a, S> {
    pub(super) fn piece_chunk(&self, number: usize) -> Result<&'a Pieces, IndexError<S::Error>> {
        cell(
            self.store,
            &self.run.pieces,
            Column::Pieces,
            number,
            |bytes| {
                let before = number * PIECES_IN_CHUNK;
                let count = (self.run.head.pieces as usize - before).min(PIECES_IN_CHUNK);
                Pieces::read(bytes, count)
            },
        )
    }

    fn letters(&self, piece: u32) -> Result<&'a [u8], IndexError<S::Error>> {
        let number = piece as usize / PIECES_IN_CHUNK;
        let own = self
            .piece_chunk(number)?
            .letters(piece as usize % PIECES_IN_CHUNK);
        own.ok_or_else(|| damaged(Column::Pieces, number))
    }

    fn trigram_chunk(&self, number: usize) -> Result<&'a [u64], IndexError<S::Error>> {
        let read = |bytes: &[u8]| Some(numbers_of_64(bytes));
        let words = cell(
            self.store,
            &self.run.trigrams,
            Column::Trigrams,
            number,
            read,
        )?;
        Ok(words)
    }

    /// Which blocks of pieces have a trigram: a bit for each.
    pub(super) fn blocks(&self, trigram: usize) -> Result<&'a [u64], IndexError<S::Error>> {
        let pieces = self.run.head.pieces as usize;
        let (words, in_chunk) = (words_of_blocks(pieces), trigrams_in_chunk(pieces));
        let number = trigram / in_chunk;
        let begin = trigram % in_chunk * words;
        let own = self.trigram_chunk(number)?.get(begin..begin + words);
        own.ok_or_else(|| damaged(Column::Trigrams, number))
    }

    fn posting_chunk(&self, number: usize) -> Result<&'a [u8], IndexError<S::Error>> {
        let read = |bytes: &[u8]| Some(bytes.into());
        let bytes = cell(
            self.store,
            &self.run.postings,
            Column::Postings,
            number,
            read,
        )?;
        Ok(bytes)
    }

    /// The bytes of a list.
    pub(super) fn list(&self, list: List) -> Result<&'a [u8], IndexError<S::Error>> {
        let number = list.chunk as usize;
        let begin = list.begin as usize;
        let own = self
            .posting_chunk(number)?
            .get(begin..begin + list.len as usize);
        own.ok_or_else(|| damaged(Column::Postings, number))
    }

    fn row_chunk(&self, number: usize) -> Result<&'a Rows, IndexError<S::Error>> {
        cell(self.store, &self.run.rows, Column::Rows, number, |bytes| {
            let before = number * ROWS_IN_CHUNK;
            Rows::read(
                bytes,
                (self.run.head.texts as usize - before).min(ROWS_IN_CHUNK),
            )
        })
    }

    /// The number of a text.
    pub(super) fn number(&self, age: u32) -> Result<u64, IndexError<S::Error>> {
        let number = age as usize / ROWS_IN_CHUNK;
        let own = self
            .row_chunk(number)?
            .numbers
            .get(age as usize % ROWS_IN_CHUNK);
        own.copied().ok_or_else(|| damaged(Column::Rows, number))
    }

    /// The pieces of a text, as their numbers were written.
    #[inline]
    pub(super) fn row_bytes(&self, age: u32) -> Result<&'a [u8], IndexError<S::Error>> {
        let number = age as usize / ROWS_IN_CHUNK;
        let rows = self.row_chunk(number)?;
        rows.row(age as usize % ROWS_IN_CHUNK)
            .ok_or_else(|| damaged(Column::Rows, number))
    }

    /// Reads the key of a text, in place of the one before.
    pub(super) fn key(&self, age: u32, key: &mut Vec<u8>) -> Result<(), IndexError<S::Error>> {
        key.clear();
        let mut rest = self.row_bytes(age)?;
        while let Some(piece) = read_varint(&mut rest) {
            key.extend_from_slice(self.letters(piece as u32)?);
            key.push(b' ');
        }
        key.pop();
        Ok(())
    }

    /// The first age whose number is below one.
    fn age_below(&self, number: u64) -> Result<u32, IndexError<S::Error>> {
        let chunk = self
            .run
            .head
            .firsts
            .partition_point(|first| *first >= number);
        let Some(before) = chunk.checked_sub(1) else {
            return Ok(0);
        };
        let rows = self.row_chunk(before)?;
        let within = rows.numbers.partition_point(|own| *own >= number);
        Ok((before * ROWS_IN_CHUNK + within) as u32)
    }
}

impl Pieces {
    fn read(bytes: &[u8], count: usize) -> Option<Self> {
        let mut rest = bytes;
        let len = usize::try_from(read_varint(&mut rest)?).ok()?;
        let (letters, mut rest) = rest.split_at_checked(len)?;
        let begins: Box<[u32]> = memchr::memchr_iter(b' ', letters)
            .map(|space| space as u32 + 1)
            .collect();
        let mut number = || u32::try_from(read_varint(&mut rest)?).ok();
        let (mut chunk, mut begin) = (number()?, number()?);
        let lists = (0..count).map(|_| {
            let list = List {
                count: number()?,
                chunk,
                begin,
                len: number()?,
            };
            begin = begin.checked_add(list.len)?;
            if begin as usize >= POSTINGS_IN_CHUNK {
                (chunk, begin) = (chunk + 1, 0);
            }
            Some(list)
        });
        let lists = lists.collect::<Option<_>>()?;
        (begins.len() == count + 1).then(|| Self {
            letters: letters.into(),
            begins,
            lists,
        })
    }

    /// The letters of a piece.
    pub(super) fn letters(&self, at: usize) -> Option<&[u8]> {
        let (begin, end) = (*self.begins.get(at)?, *self.begins.get(at + 1)?);
        self.letters.get(begin as usize..end as usize - 1)
    }

    /// The pieces of a block with a space before and after each, and the place of the first.
    pub(super) fn block(&self, block: usize) -> (&[u8], usize) {
        let first = block * PIECES_IN_BLOCK;
        let last = (first + PIECES_IN_BLOCK).min(self.lists.len());
        let (begin, end) = (self.begins[first] as usize, self.begins[last] as usize);
        (&self.letters[begin - 1..end], first)
    }

    /// Where a piece begins among those of a block; so also for the piece after the last one.
    #[inline]
    pub(super) fn begin_in_block(&self, at: usize, block: usize) -> usize {
        (self.begins[at] - self.begins[block * PIECES_IN_BLOCK]) as usize + 1
    }

    /// The list of a piece.
    pub(super) fn list_of(&self, at: usize) -> List {
        self.lists[at]
    }
}

impl Rows {
    fn read(bytes: &[u8], count: usize) -> Option<Self> {
        let mut rest = bytes;
        let mut before = None;
        let numbers = (0..count).map(|_| {
            let distance = read_varint(&mut rest)?;
            let number = match before {
                None => distance,
                Some(before) => u64::checked_sub(before, distance)?,
            };
            before = Some(number);
            Some(number)
        });
        let numbers = numbers.collect::<Option<_>>()?;
        let mut end = 0;
        let ends = (0..count).map(|_| {
            end += u32::try_from(read_varint(&mut rest)?).ok()?;
            Some(end)
        });
        Some(Self {
            numbers,
            ends: ends.collect::<Option<_>>()?,
            bytes: rest.into(),
        })
    }

    #[inline]
    fn row(&self, at: usize) -> Option<&[u8]> {
        let begin = match at {
            0 => 0,
            _ => *self.ends.get(at - 1)?,
        };
        self.bytes.get(begin as usize..*self.ends.get(at)? as usize)
    }
}
