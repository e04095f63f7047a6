//! The search index: finds the texts whose keys contain a phrase, and counts them all.
//!
//! A key is its pieces with single spaces between them. A run holds every different piece once, for each
//! piece the texts that have it, and every text as a row of pieces, so that nothing of a key is lost.
//! A phrase without a space occurs in a key when it occurs in a piece of it; one with spaces when a piece
//! ends with its first part, the next ones equal the parts between, and one begins with its last part.

mod build;
mod dictionary;
mod pieces;
mod run;
mod search;

pub use build::PhraseBuilder;
pub use run::PhraseRun;
pub use search::Found;

use crate::matching::Bounds;

/// How many pieces are searched for a trigram together.
const PIECES_IN_BLOCK: usize = 128;
/// How many pieces a chunk of pieces has.
const PIECES_IN_CHUNK: usize = 16 * PIECES_IN_BLOCK;
/// How many texts a chunk of rows has.
const ROWS_IN_CHUNK: usize = 512;
/// How many words of 64 bits a chunk of trigrams has, about.
const TRIGRAM_WORDS_IN_CHUNK: usize = 4096;
/// By so many remainders of their hashes trigrams are told apart.
const TRIGRAMS: usize = 4096;
/// A chunk of postings takes no further list when it has so many bytes.
const POSTINGS_IN_CHUNK: usize = 1 << 15;

/// A phrase as keys have it.
#[derive(Clone, Copy, Debug)]
pub struct Phrase<'a> {
    /// The phrase folded like the keys: single spaces between its parts, none around them.
    pub key: &'a str,
    /// Which occurrences count.
    pub bounds: Bounds,
}

/// The number that stands for a trigram.
fn trigram(bytes: &[u8]) -> usize {
    let number = bytes
        .iter()
        .fold(0_u32, |n, byte| n << 8 | u32::from(*byte));
    (number.wrapping_mul(0x9E37_79B1) >> 20) as usize % TRIGRAMS
}

/// How many words of 64 bits say which of so many blocks have a trigram.
fn words_of_blocks(pieces: usize) -> usize {
    pieces.div_ceil(PIECES_IN_BLOCK).div_ceil(64).max(1)
}

/// How many trigrams a chunk tells of.
fn trigrams_in_chunk(pieces: usize) -> usize {
    (TRIGRAM_WORDS_IN_CHUNK / words_of_blocks(pieces)).max(1)
}

/// Whether the list of a piece is one bit a text rather than distances.
fn is_bitmap(count: u32, texts: u32) -> bool {
    u64::from(count) * 8 > u64::from(texts)
}

#[cfg(test)]
mod tests;
