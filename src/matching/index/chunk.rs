//! The chunks of bytes in which a run is stored, and the seam to the stores that hold them.

use std::collections::BTreeMap;
use std::convert::Infallible;

use crate::matching::sequence::hash;

/// What the chunks of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// One chunk: counts, and where each length begins.
    Head,
    /// The terms: hash, id and list of each.
    Words,
    /// The lists: for every term the texts that it is among the rarest of.
    Lists,
    /// A signature of 64 bits for every text.
    Signs,
    /// The ids of every text's words, and the numbers of the entries that have this text.
    Texts,
    /// For searching: the head of a run of phrases.
    PhraseHead,
    /// The different pieces between spaces, most frequent first, and how long the list of each is.
    Pieces,
    /// Which pieces have three letters in a row, or begin or end with one.
    Trigrams,
    /// For every piece the texts that have it, newest first.
    Postings,
    /// The number and the pieces of every text, newest first.
    Rows,
    /// Which letters meet across the spaces of every text: a bit for each of some pairs of letters.
    Gaps,
}

impl Column {
    /// The columns of a run for searching phrases.
    pub const OF_PHRASES: [Self; 6] = [
        Self::PhraseHead,
        Self::Pieces,
        Self::Trigrams,
        Self::Postings,
        Self::Rows,
        Self::Gaps,
    ];

    /// The columns of a run for matching.
    pub const ALL: [Self; 5] = [
        Self::Head,
        Self::Words,
        Self::Lists,
        Self::Signs,
        Self::Texts,
    ];

    /// The number that stands for it in files.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }
}

/// Where the chunks of one run are read from.
pub trait Store {
    /// What can go wrong.
    type Error;

    /// Reads a chunk, as it was put.
    ///
    /// # Errors
    /// When it cannot be read or is not there.
    fn chunk(&self, column: Column, number: u32) -> Result<Vec<u8>, Self::Error>;
}

/// Where the chunks of one run are written to.
pub trait Sink {
    /// What can go wrong.
    type Error;

    /// Writes a chunk. The numbers of a column are counted from 0; columns come mixed.
    ///
    /// # Errors
    /// When it cannot be written.
    fn put(&mut self, column: Column, number: u32, chunk: &[u8]) -> Result<(), Self::Error>;
}

/// The chunks of a run in main memory.
#[derive(Clone, Debug, Default)]
pub struct Chunks {
    chunks: BTreeMap<(Column, u32), Vec<u8>>,
}

impl Chunks {
    /// How many bytes the chunks of a column have together.
    #[must_use]
    pub fn bytes(&self, column: Column) -> usize {
        let of_column = self.chunks.range((column, 0)..=(column, u32::MAX));
        of_column.map(|(_, chunk)| chunk.len()).sum()
    }

    /// Hands over every chunk.
    ///
    /// # Errors
    /// When `work` fails.
    pub fn for_each<E>(
        &self,
        mut work: impl FnMut(Column, u32, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut chunks = self.chunks.iter();
        chunks.try_for_each(|((column, number), chunk)| work(*column, *number, chunk))
    }
}

impl Sink for Chunks {
    type Error = Infallible;

    fn put(&mut self, column: Column, number: u32, chunk: &[u8]) -> Result<(), Infallible> {
        self.chunks.insert((column, number), chunk.to_vec());
        Ok(())
    }
}

impl Store for Chunks {
    type Error = Infallible;

    /// Reads a chunk; an empty one when it is not there, which no run takes for one of its own.
    fn chunk(&self, column: Column, number: u32) -> Result<Vec<u8>, Infallible> {
        let chunk = self.chunks.get(&(column, number));
        Ok(chunk.cloned().unwrap_or_default())
    }
}

impl<S: Store> Store for &S {
    type Error = S::Error;

    fn chunk(&self, column: Column, number: u32) -> Result<Vec<u8>, Self::Error> {
        (**self).chunk(column, number)
    }
}

/// Appends the hash by which [`opened`] knows that a chunk is whole.
pub(super) fn sealed(mut chunk: Vec<u8>) -> Vec<u8> {
    let seal = hash(&chunk);
    chunk.extend_from_slice(&seal.to_le_bytes());
    chunk
}

/// The bytes of a chunk without its seal; `None` when the chunk is damaged.
pub(super) fn opened(mut chunk: Vec<u8>) -> Option<Vec<u8>> {
    let content = chunk.len().checked_sub(8)?;
    let seal = u64::from_le_bytes(chunk[content..].try_into().ok()?);
    chunk.truncate(content);
    (hash(&chunk) == seal).then_some(chunk)
}

/// The bytes of numbers of 32 bits, lowest byte first.
pub(super) fn bytes_of_32(numbers: &[u32]) -> Vec<u8> {
    let mut bytes = vec![0; numbers.len() * 4];
    for (four, number) in bytes.chunks_exact_mut(4).zip(numbers) {
        four.copy_from_slice(&number.to_le_bytes());
    }
    bytes
}

/// How many bytes [`write_varint`] writes.
#[inline]
pub(super) fn varint_len(number: u64) -> usize {
    (u64::BITS - (number | 1).leading_zeros()).div_ceil(7) as usize
}

/// The bytes of numbers of 64 bits, lowest byte first.
pub(super) fn bytes_of_64(numbers: &[u64]) -> Vec<u8> {
    let mut bytes = vec![0; numbers.len() * 8];
    for (eight, number) in bytes.chunks_exact_mut(8).zip(numbers) {
        eight.copy_from_slice(&number.to_le_bytes());
    }
    bytes
}

/// The numbers of 32 bits that the bytes hold, lowest byte first.
pub(super) fn numbers_of_32(bytes: &[u8]) -> Box<[u32]> {
    let four = bytes.chunks_exact(4);
    four.map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        .collect()
}

/// The numbers of 64 bits that the bytes hold, lowest byte first.
pub(super) fn numbers_of_64(bytes: &[u8]) -> Box<[u64]> {
    let eight = bytes.chunks_exact(8);
    eight
        .map(|b| u64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]]))
        .collect()
}

/// Appends a number in sevens of bits, lowest first; the high bit says that more follow.
#[inline]
pub(super) fn write_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads a number that [`write_varint`] wrote, and moves the bytes on behind it.
#[inline]
pub(super) fn read_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F).checked_shl(shift)?;
        if *byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn varints_come_back(numbers: Vec<u64>) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| write_varint(&mut bytes, *number));
            let lens = numbers.iter().map(|number| varint_len(*number));
            prop_assert_eq!(lens.sum::<usize>(), bytes.len());
            let mut rest = &bytes[..];
            for number in numbers {
                prop_assert_eq!(read_varint(&mut rest), Some(number));
            }
            prop_assert_eq!(read_varint(&mut rest), None);
        }

        #[test]
        fn a_damaged_chunk_is_told_from_a_whole_one(chunk: Vec<u8>, at: usize, bit in 0..8_u8) {
            let whole = sealed(chunk.clone());
            prop_assert_eq!(opened(whole.clone()), Some(chunk));
            let mut damaged = whole;
            let at = at % damaged.len();
            damaged[at] ^= 1 << bit;
            prop_assert_eq!(opened(damaged), None);
        }
    }

    #[test]
    fn endless_varints_are_refused() {
        assert_eq!(read_varint(&mut &[0xFF; 40][..]), None);
        assert_eq!(opened(Vec::new()), None);
    }
}
