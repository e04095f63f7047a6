//! The search index: finds the texts whose keys contain a phrase, and counts them all.
//!
//! A key is its pieces with single spaces between them. A run holds every different piece once, for each
//! piece the texts that have it, and every text as a row of pieces, so that nothing of a key is lost.
//! A phrase without a space occurs in a key when it occurs in a piece of it; one with spaces when a piece
//! ends with its first part, the next ones equal the parts between, and one begins with its last part.

mod ages;
mod build;
mod candidates;
mod dictionary;
mod gaps;
mod grams;
mod head;
mod lists;
mod part;
mod pieces;
mod run;
mod search;

pub use build::PhraseBuilder;
pub use run::PhraseRun;
pub use search::Found;

use crate::matching::Bounds;

/// How many pieces a chunk of pieces has.
const PIECES_IN_CHUNK: usize = 2048;
/// How many texts a chunk of rows has.
const ROWS_IN_CHUNK: usize = 512;
/// A chunk of lists takes no further one when it has so many bytes.
const LISTS_IN_CHUNK: usize = 1 << 15;
/// So many of the most frequent pieces come first, whatever texts they are in.
const FREQUENT: usize = 8192;
/// Up to these ages a page is looked for, before it is in all texts.
const WINDOWS: [u32; 4] = [256, 4096, 32_768, 262_144];

/// A phrase as keys have it.
#[derive(Clone, Copy, Debug)]
pub struct Phrase<'a> {
    /// The phrase folded like the keys: single spaces between its parts, none around them.
    pub key: &'a str,
    /// Which occurrences count.
    pub bounds: Bounds,
}

/// Whether the list of a piece is one bit a text rather than distances.
fn is_bitmap(count: u32, texts: u32) -> bool {
    u64::from(count) * 8 > u64::from(texts)
}

#[cfg(test)]
mod tests;
