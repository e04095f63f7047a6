//! Where a term occurs, and which occurrences count where several overlap.

use std::collections::BTreeMap;
use std::ops::Range;

/// A place in a text where a term stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Occurrence {
    /// The place, in UTF-8 bytes.
    pub start: usize,
    /// Its end, in UTF-8 bytes.
    pub end: usize,
    /// The concept's number in the glossary.
    pub concept: usize,
    /// The term's number in the concept.
    pub term: usize,
}

impl Occurrence {
    /// The place, in UTF-8 bytes.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The occurrences that do not overlap a longer one, by their beginning; of two equally long the first.
///
/// Several terms at the very same place all stay. Costs n log n.
#[must_use]
pub fn longest(mut occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    occurrences.sort_by_key(|one| (std::cmp::Reverse(one.end - one.start), one.start));
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    occurrences.retain(|one| {
        if taken.get(&one.start) == Some(&one.end) {
            return true;
        }
        let before = taken.range(..one.end).next_back();
        let free = before.is_none_or(|(_, end)| *end <= one.start);
        if free {
            taken.insert(one.start, one.end);
        }
        free
    });
    occurrences.sort();
    occurrences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: usize, end: usize, concept: usize) -> Occurrence {
        Occurrence {
            start,
            end,
            concept,
            term: 0,
        }
    }

    #[test]
    fn the_longest_wins_and_equals_stay() {
        let found = longest(vec![
            at(0, 3, 0),
            at(0, 8, 1),
            at(0, 8, 2),
            at(6, 12, 3),
            at(9, 12, 4),
        ]);
        assert_eq!(found, [at(0, 8, 1), at(0, 8, 2), at(9, 12, 4)]);
    }
}
