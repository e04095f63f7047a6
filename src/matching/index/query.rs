//! A query as one run sees it: its terms, rarest first, and its words as ids.

use super::cells::IndexError;
use super::chunk::Store;
use super::item::Layout;
use super::listed;
use super::run::{Term, View};
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
    /// The signatures of its terms from each one on, as far as lists are asked for.
    pub(super) signs: Vec<Signatures>,
    /// For each set of those terms how many of the query's are not in it, and how many in it are not the query's.
    apart: [Vec<(u8, u8)>; 2],
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
        let mut query = Self {
            len: sequence.len() as u32,
            ..Self::default()
        };
        let mut terms = Vec::with_capacity(sequence.len());
        for (hash, nth) in with_repetitions(sequence.hashes()) {
            let word = run.term(hash)?;
            let term = match nth {
                1 => word,
                _ => run.term(repeated(hash, nth))?,
            };
            query.ids.push(word.map_or(EMPTY, |word| word.rank));
            terms.push((term.unwrap_or(unknown), repeated(hash, nth)));
        }
        terms.sort_by_key(|(term, _)| std::cmp::Reverse(term.rank));
        query.sign(&terms);
        query.tell_frequent(&terms, run.layout);
        query.terms = terms.into_iter().map(|(term, _)| term).collect();
        Ok(query)
    }

    /// The signatures of all its terms.
    pub(super) fn sign_of_all(&self) -> &Signatures {
        &self.signs[0]
    }

    /// For each set of the frequent terms that items tell of, how many of the query's are not in it, and how many in it
    /// are not the query's; nothing where what they tell `is_new` not.
    #[inline]
    pub(super) fn apart(&self, is_new: bool) -> &[(u8, u8)] {
        &self.apart[usize::from(!is_new)]
    }

    /// Signs the terms, given rarest first with their hashes.
    fn sign(&mut self, terms: &[(Term, u64)]) {
        let listed = (listed(self.len) as usize).max(1);
        let mut signatures = Signatures::default();
        for (at, (_, hash)) in terms.iter().enumerate().rev() {
            signatures.add(*hash);
            if at < listed {
                self.signs.push(signatures.clone());
            }
        }
        if terms.is_empty() {
            self.signs.push(signatures);
        }
        self.signs.reverse();
    }

    fn tell_frequent(&mut self, terms: &[(Term, u64)], layout: Layout) {
        let own = layout.frequent_of(terms.iter().map(|(term, _)| term.rank));
        let mut apart = vec![(own.count_ones() as u8, 0)];
        for set in 1..=layout.frequent_most() {
            // As in the set without its lowest term, which the query has or has not.
            let lowest = set & set.wrapping_neg();
            let (of_query, of_text) = apart[(set ^ lowest) as usize];
            apart.push(match own & lowest {
                0 => (of_query, of_text + 1),
                _ => (of_query - 1, of_text),
            });
        }
        let nothing = vec![(0, 0); apart.len()];
        self.apart = [apart, nothing];
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
