//! The candidate index: finds the texts of a memory that are most similar to a query, and misses none.
//!
//! A [`Run`] is an immutable index of many texts, laid out in chunks of bytes for any store; [`Fresh`]
//! holds the few texts that came after. [`Search`] asks any number of them together.
//! `docs/matching.md` proves that no match can be missed.

mod build;
mod cells;
mod chunk;
mod fresh;
mod gather;
mod head;
mod item;
mod lists;
mod phrases;
mod query;
mod run;
mod search;
mod sharing;
mod signature;
mod survey;
mod terms;
mod top;

pub use build::Builder;
pub use cells::IndexError;
pub use chunk::{Chunks, Column, Sink, Store};
pub use fresh::Fresh;
pub use phrases::{Found, Phrase, PhraseBuilder, PhraseRun};
pub use run::Run;
pub use search::Search;
pub use survey::Survey;
pub use top::Candidate;

use super::Similarity;

/// Below this similarity the lists of a run do not reach, and a search looks at every text.
const FLOOR: Similarity = Similarity::of_twentieths(12);

/// How many of its rarest words and marks a text of this length is listed under.
///
/// Of two texts as similar as [`FLOOR`], the longer of length `n`, all but `n − ⌈FLOOR · n⌉` terms are
/// shared, so that the first two shared ones are among two more of the rarest of either.
fn listed(len: u32) -> u32 {
    (len + 2 - FLOOR.share(len)).min(len)
}

#[cfg(test)]
mod tests;
