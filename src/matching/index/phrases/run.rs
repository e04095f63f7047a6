//! An immutable run of phrases, read chunk by chunk as the searches need it.

use std::cell::OnceCell;
use std::ops::Range;

use super::gaps::{self, Pairs};
use super::grams::Directory;
use super::head::Head;
use super::lists::{List, Next, Varints};
use super::part::Spaced;
use super::{PIECES_IN_CHUNK, ROWS_IN_CHUNK};
use crate::matching::index::cells::{cell, cells, damaged};
use crate::matching::index::chunk::{numbers_of_64, read_varint};
use crate::matching::index::{Column, IndexError, Store};

/// An immutable index of the keys of many texts, for searching phrases in them.
///
/// What a search needs is read from the store and kept: in the end some 60 bytes a text of 17 words.
/// A text's *age* is its place, 0 for the one with the highest number.
#[derive(Debug)]
pub struct PhraseRun {
    pub(super) head: Head,
    pieces: Box<[OnceCell<Pieces>]>,
    directory: OnceCell<Directory>,
    grams: Box<[OnceCell<Box<[u8]>>]>,
    pairs: OnceCell<Pairs>,
    gaps: Box<[OnceCell<Box<[u64]>>]>,
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
struct Pieces {
    /// All of them, each with a space before and after it.
    letters: Box<[u8]>,
    /// Where each begins in `letters`, and where a next one would.
    begins: Box<[u32]>,
    lists: Box<[List]>,
}

/// The texts of one chunk.
#[derive(Debug)]
struct Rows {
    numbers: Box<[u64]>,
    /// Where each row ends in `pieces`.
    ends: Box<[u32]>,
    pieces: Box<[u16]>,
}

/// The pieces of a text. A number that has no room in 16 bits stands in the two that come after [`Self::LONG`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a>(&'a [u16]);

impl Row<'_> {
    const LONG: u16 = u16::MAX;

    fn write(piece: u32, row: &mut Vec<u16>) {
        match u16::try_from(piece) {
            Ok(short) if short != Self::LONG => row.push(short),
            _ => row.extend([Self::LONG, piece as u16, (piece >> 16) as u16]),
        }
    }
}

impl Iterator for Row<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        if *first != Self::LONG {
            return Some(u32::from(*first));
        }
        let (long, rest) = self.0.split_first_chunk::<2>()?;
        self.0 = rest;
        Some(u32::from(long[0]) | u32::from(long[1]) << 16)
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
            directory: OnceCell::new(),
            grams: cells(head.gram_chunks as usize),
            pairs: OnceCell::new(),
            gaps: cells(head.gap_chunks as usize),
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

    /// Calls with the number and the key of every text, newest first, and reads every chunk.
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
        view.grams()?;
        for number in 1..self.grams.len() {
            view.gram_chunk(number)?;
        }
        view.pairs()?;
        for number in 1..self.gaps.len() {
            view.gap_chunk(number)?;
        }
        Ok(())
    }
}

impl<'a, S: Store> View<'a, S> {
    fn piece_chunk(&self, number: usize) -> Result<&'a Pieces, IndexError<S::Error>> {
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

    /// The letters of a piece.
    pub(super) fn letters(&self, piece: u32) -> Result<&'a [u8], IndexError<S::Error>> {
        let number = piece as usize / PIECES_IN_CHUNK;
        let own = self
            .piece_chunk(number)?
            .letters(piece as usize % PIECES_IN_CHUNK);
        own.ok_or_else(|| damaged(Column::Pieces, number))
    }

    /// The letters of the pieces of a chunk that begins with `first`, `most` at most.
    pub(super) fn first_letters(
        &self,
        first: u32,
        most: u32,
    ) -> Result<Spaced<'a>, IndexError<S::Error>> {
        let chunk = self.piece_chunk(first as usize / PIECES_IN_CHUNK)?;
        let begins = &chunk.begins[..chunk.begins.len().min(most as usize + 1)];
        let end = begins.last().map_or(0, |end| *end as usize);
        Ok(Spaced {
            letters: &chunk.letters[..end],
            begins,
        })
    }

    /// Where the list of a piece is.
    #[inline]
    pub(super) fn list_of(&self, piece: u32) -> Result<List, IndexError<S::Error>> {
        let number = piece as usize / PIECES_IN_CHUNK;
        let lists = &self.piece_chunk(number)?.lists;
        let own = lists.get(piece as usize % PIECES_IN_CHUNK);
        own.copied().ok_or_else(|| damaged(Column::Pieces, number))
    }

    /// All grams of the run.
    pub(super) fn grams(&self) -> Result<&'a Directory, IndexError<S::Error>> {
        let cells = std::slice::from_ref(&self.run.directory);
        cell(self.store, cells, Column::Trigrams, 0, Directory::read)
    }

    fn gram_chunk(&self, number: usize) -> Result<&'a [u8], IndexError<S::Error>> {
        let read = |bytes: &[u8]| Some(bytes.into());
        let bytes = cell(self.store, &self.run.grams, Column::Trigrams, number, read)?;
        Ok(bytes)
    }

    /// The bytes of the list of a gram.
    pub(super) fn gram_list(&self, list: List) -> Result<&'a [u8], IndexError<S::Error>> {
        let number = list.chunk as usize;
        let own = part_of(self.gram_chunk(number)?, list);
        own.ok_or_else(|| damaged(Column::Trigrams, number))
    }

    /// The letters that are told apart, and the bits that stand for two of them around a space.
    pub(super) fn pairs(&self) -> Result<&'a Pairs, IndexError<S::Error>> {
        let cells = std::slice::from_ref(&self.run.pairs);
        cell(self.store, cells, Column::Gaps, 0, Pairs::read)
    }

    fn gap_chunk(&self, number: usize) -> Result<&'a [u64], IndexError<S::Error>> {
        let read = |bytes: &[u8]| Some(numbers_of_64(bytes));
        let words = cell(self.store, &self.run.gaps, Column::Gaps, number, read)?;
        Ok(words)
    }

    /// Which texts have a bit that stands for letters around a space: a bit for each age.
    pub(super) fn texts_of_bit(&self, bit: u8) -> Result<&'a [u64], IndexError<S::Error>> {
        let texts = self.run.head.texts;
        let (words, in_chunk) = (gaps::words(texts), gaps::bits_in_chunk(texts));
        // The first chunk is that of the pairs.
        let number = 1 + usize::from(bit) / in_chunk;
        let begin = usize::from(bit) % in_chunk * words;
        let own = self.gap_chunk(number)?.get(begin..begin + words);
        own.ok_or_else(|| damaged(Column::Gaps, number))
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

    /// The bytes of the list of a piece.
    pub(super) fn list(&self, list: List) -> Result<&'a [u8], IndexError<S::Error>> {
        let number = list.chunk as usize;
        let own = part_of(self.posting_chunk(number)?, list);
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

    /// The pieces of a text.
    #[inline]
    pub(super) fn row(&self, age: u32) -> Result<Row<'a>, IndexError<S::Error>> {
        let number = age as usize / ROWS_IN_CHUNK;
        let rows = self.row_chunk(number)?;
        rows.row(age as usize % ROWS_IN_CHUNK)
            .ok_or_else(|| damaged(Column::Rows, number))
    }

    /// Reads the key of a text, in place of the one before.
    pub(super) fn key(&self, age: u32, key: &mut Vec<u8>) -> Result<(), IndexError<S::Error>> {
        key.clear();
        for piece in self.row(age)? {
            key.extend_from_slice(self.letters(piece)?);
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
        let (chunk, begin) = (number()?, number()?);
        let mut next = Next { chunk, begin };
        let lists = (0..count).map(|_| next.list(number()?, number()?));
        let lists = lists.collect::<Option<_>>()?;
        (begins.len() == count + 1).then(|| Self {
            letters: letters.into(),
            begins,
            lists,
        })
    }

    /// The letters of a piece.
    #[inline]
    fn letters(&self, at: usize) -> Option<&[u8]> {
        let (begin, end) = (*self.begins.get(at)?, *self.begins.get(at + 1)?);
        self.letters.get(begin as usize..end as usize - 1)
    }
}

/// The bytes of a list in its chunk.
fn part_of(chunk: &[u8], list: List) -> Option<&[u8]> {
    let begin = list.begin as usize;
    chunk.get(begin..begin + list.len as usize)
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
        let lens = (0..count).map(|_| usize::try_from(read_varint(&mut rest)?).ok());
        let lens: Vec<usize> = lens.collect::<Option<_>>()?;
        let mut ends = Vec::with_capacity(count);
        let mut pieces = Vec::with_capacity(rest.len());
        for len in lens {
            let (row, others) = rest.split_at_checked(len)?;
            Varints(row).for_each(|piece| Row::write(piece, &mut pieces));
            ends.push(u32::try_from(pieces.len()).ok()?);
            rest = others;
        }
        Some(Self {
            numbers,
            ends: ends.into(),
            pieces: pieces.into(),
        })
    }

    #[inline]
    fn row(&self, at: usize) -> Option<Row<'_>> {
        let begin = match at {
            0 => 0,
            _ => *self.ends.get(at - 1)?,
        };
        let row = self
            .pieces
            .get(begin as usize..*self.ends.get(at)? as usize)?;
        Some(Row(row))
    }
}
