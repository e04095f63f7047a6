//! Carrying over: which sentence of a new source answers which of the old one.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The least word similarity at which a new sentence counts as an edited old one.
const EDITED: f32 = 0.5;

/// How far apart, in sentences, an old and a new sentence of one changed stretch may stand to be compared.
const REACH: usize = 50;

/// Where a sentence of the new source comes from; the numbers are places in the old source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The same sentence in the same order.
    Unchanged(usize),
    /// The same sentence at another place.
    Moved(usize),
    /// An old sentence with other words.
    Edited(usize),
    /// No old sentence.
    New,
}

/// What becomes of each sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// For each new sentence its origin.
    pub origins: Vec<Origin>,
    /// The old sentences that answer no new one, in order.
    pub obsolete: Vec<usize>,
}

/// Finds for each new sentence the old one that it comes from; each old sentence is used once at most.
///
/// First equal sentences in common order, then equal ones elsewhere, then, within each changed
/// stretch, the pairs that share most words. Costs a patience diff of the two lists, and in a changed
/// stretch at most a fixed number of comparisons a sentence.
#[must_use]
pub fn carry(old: &[&str], new: &[&str]) -> Carried {
    let operations = capture_diff_slices(Algorithm::Patience, old, new);
    let mut carrying = Carrying {
        old,
        new,
        used: vec![false; old.len()],
        origins: vec![Origin::New; new.len()],
    };
    for operation in &operations {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = *operation
        {
            for step in 0..len {
                carrying.join(old_index + step, new_index + step, Origin::Unchanged);
            }
        }
    }
    carrying.moved();
    carrying.edited(&operations);
    carrying.finish()
}

struct Carrying<'a> {
    old: &'a [&'a str],
    new: &'a [&'a str],
    used: Vec<bool>,
    origins: Vec<Origin>,
}

impl Carrying<'_> {
    fn join(&mut self, old: usize, new: usize, origin: fn(usize) -> Origin) {
        self.used[old] = true;
        self.origins[new] = origin(old);
    }

    fn moved(&mut self) {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for at in (0..self.old.len()).rev().filter(|at| !self.used[*at]) {
            places.entry(self.old[at]).or_default().push(at);
        }
        for at in 0..self.new.len() {
            if self.origins[at] == Origin::New
                && let Some(old) = places.get_mut(self.new[at]).and_then(Vec::pop)
            {
                self.join(old, at, Origin::Moved);
            }
        }
    }

    fn edited(&mut self, operations: &[DiffOp]) {
        for operation in operations {
            let mut pairs = self.likely_pairs(operation);
            pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
            for (_, old, new) in pairs {
                if !self.used[old] && self.origins[new] == Origin::New {
                    self.join(old, new, Origin::Edited);
                }
            }
        }
    }

    /// The pairs of a changed stretch that share enough words: similarity, old, new.
    fn likely_pairs(&self, operation: &DiffOp) -> Vec<(f32, usize, usize)> {
        let (old_range, new_range) = (operation.old_range(), operation.new_range());
        let free = |at: &usize| self.origins[*at] == Origin::New;
        let mut pairs = Vec::new();
        for new in new_range.clone().filter(free) {
            let words: Vec<_> = self.new[new].split_whitespace().collect();
            let middle = old_range.start + (new - new_range.start);
            let from = middle.saturating_sub(REACH).max(old_range.start);
            for old in (from..(middle + REACH).min(old_range.end)).filter(|at| !self.used[*at]) {
                let similarity = similarity(self.old[old], &words);
                if similarity >= EDITED {
                    pairs.push((similarity, old, new));
                }
            }
        }
        pairs
    }

    fn finish(self) -> Carried {
        let unused = |at: &usize| !self.used[*at];
        Carried {
            obsolete: (0..self.old.len()).filter(unused).collect(),
            origins: self.origins,
        }
    }
}

/// Twice the words in common order over the words of both, between 0 and 1.
fn similarity(old: &str, new: &[&str]) -> f32 {
    let old: Vec<_> = old.split_whitespace().collect();
    let operations = capture_diff_slices(Algorithm::Myers, &old, new);
    similar::diff_ratio(&operations, old.len(), new.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Origin::{Edited, Moved, New, Unchanged};

    const OLD: &[&str] = &[
        "It rained.",
        "The road was closed all day.",
        "We waited.",
        "Then we left.",
    ];

    #[test]
    fn an_inserted_sentence_disturbs_no_other() {
        let new = [
            "It rained.",
            "The road was closed all day.",
            "Nobody came.",
            "We waited.",
            "Then we left.",
        ];
        let carried = carry(OLD, &new);
        assert_eq!(
            carried.origins,
            [Unchanged(0), Unchanged(1), New, Unchanged(2), Unchanged(3)]
        );
        assert!(carried.obsolete.is_empty());
    }

    #[test]
    fn an_edited_sentence_keeps_its_origin() {
        let new = [
            "It rained.",
            "The road was closed for two days.",
            "We waited.",
            "Then we left.",
        ];
        assert_eq!(
            carry(OLD, &new).origins,
            [Unchanged(0), Edited(1), Unchanged(2), Unchanged(3)]
        );
    }

    #[test]
    fn a_moved_sentence_is_found_and_a_lost_one_is_named() {
        let new = ["Then we left.", "It rained.", "We waited."];
        let carried = carry(OLD, &new);
        assert_eq!(carried.origins, [Moved(3), Unchanged(0), Unchanged(2)]);
        assert_eq!(carried.obsolete, [1]);
    }

    #[test]
    fn each_old_sentence_is_used_once() {
        let carried = carry(&["Yes.", "No."], &["Yes.", "Yes.", "Yes.", "No."]);
        let used = carried
            .origins
            .iter()
            .filter(|origin| **origin != New)
            .count();
        assert_eq!((used, carried.obsolete.len()), (2, 0));
    }

    #[test]
    fn nothing_is_carried_from_or_into_nothing() {
        assert_eq!(carry(&[], &["a"]).origins, [New]);
        assert_eq!(carry(&["a"], &[]).obsolete, [0]);
    }
}
