//! A query as one run sees it: its terms, rarest first, and its words as ids.

use super::chunk::Store;
use super::run::{IndexError, Term, View};
use super::signature::Signatures;
use crate::matching::Sequence;
use crate::matching::distance::EMPTY;
use crate::matching::sequence::repeated;

/// A query as one run sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    /// How many words and marks it has.
    pub(super) len: u32,
    /// Its terms, rarest first; those that the run does not know come before all.
    pub(super) terms: Vec<Term>,
    /// The ids of its words in order, [`EMPTY`] for those that the run does not know.
    pub(super) ids: Vec<u32>,
    /// Its signatures.
    pub(super) signs: Signatures,
}

impl Query {
    /// Looks up every term of a sequence in a run.
    pub(super) fn new<S: Store>(
        sequence: &Sequence,
        run: &View<'_, S>,
    ) -> Result<Self, IndexError<S::Error>> {
        let unknown = Term {
            rank: EMPTY,
            start: 0,
            end: 0,
        };
        let repetitions = with_repetitions(sequence.hashes());
        let terms = repetitions.iter().map(|(hash, nth)| repeated(*hash, *nth));
        let mut query = Self {
            len: sequence.len() as u32,
            signs: Signatures::new(terms),
            ..Self::default()
        };
        for (hash, nth) in repetitions {
            let word = run.term(hash)?;
            let term = match nth {
                1 => word,
                _ => run.term(repeated(hash, nth))?,
            };
            query.ids.push(word.map_or(EMPTY, |word| word.rank));
            query.terms.push(term.unwrap_or(unknown));
        }
        query.terms.sort_by_key(|term| std::cmp::Reverse(term.rank));
        Ok(query)
    }
}

/// Every hash with how many times it has come so far, in the order of the sequence.
pub(super) fn with_repetitions(hashes: &[u64]) -> Vec<(u64, u32)> {
    let mut sorted: Vec<u32> = (0..hashes.len() as u32).collect();
    sorted.sort_by_key(|at| hashes[*at as usize]);
    let mut repetitions: Vec<(u64, u32)> = hashes.iter().map(|hash| (*hash, 1)).collect();
    for pair in 1..sorted.len() {
        let (before, at) = (sorted[pair - 1] as usize, sorted[pair] as usize);
        if hashes[before] == hashes[at] {
            repetitions[at].1 = repetitions[before].1 + 1;
        }
    }
    repetitions
}
