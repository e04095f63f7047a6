//! The best candidates so far, and the bar that a further one must reach.

use std::cmp::Ordering;

use crate::matching::Similarity;

/// An entry of the index whose text is similar to the query.
///
/// Candidates have a total order, which is that of `Ord` reversed: more similar ones come first, and
/// of equally similar ones the entry with the higher number, which is the newer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// How similar its text is to the query.
    pub similarity: Similarity,
    /// The number under which it was added.
    pub number: u64,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_similarity = self.similarity.cmp(&other.similarity);
        by_similarity.then_with(|| self.number.cmp(&other.number))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best candidates so far, best first.
#[derive(Clone, Debug)]
pub(super) struct Top {
    candidates: Vec<Candidate>,
    most: usize,
    least: Similarity,
}

impl Top {
    /// Wants at most so many candidates of at least this similarity.
    pub(super) fn new(least: Similarity, most: usize) -> Self {
        Self {
            candidates: Vec::new(),
            most,
            least,
        }
    }

    /// The similarity below which nothing can come in any more.
    #[inline]
    pub(super) fn bar(&self) -> Similarity {
        match self.candidates.last() {
            Some(last) if self.is_full() => last.similarity,
            _ => self.least,
        }
    }

    /// Whether nothing is wanted at all.
    pub(super) fn is_closed(&self) -> bool {
        self.most == 0
    }

    fn is_full(&self) -> bool {
        self.candidates.len() >= self.most
    }

    /// Takes in those of the entries of one text that are among the best; their numbers fall.
    pub(super) fn offer_all(&mut self, similarity: Similarity, numbers: impl Iterator<Item = u64>) {
        if similarity < self.least {
            return;
        }
        for number in numbers {
            let candidate = Candidate { similarity, number };
            let place = self.candidates.partition_point(|held| *held > candidate);
            if place >= self.most {
                return;
            }
            self.candidates.truncate(self.most - 1);
            self.candidates.insert(place, candidate);
        }
    }

    pub(super) fn into_candidates(self) -> Vec<Candidate> {
        self.candidates
    }
}
