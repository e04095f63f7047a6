//! Which items of a text are kept in the other, in the same order.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::item::{Item, ItemClass};

/// Items that stand in both texts, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// Items of both texts that do not answer each other; one side may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// Below this share of words in common two texts have nothing to do with each other: a third.
const ALIKE: (usize, usize) = (1, 3);

/// The items in common, as runs in order. A heuristic bounds the cost on texts that share little.
pub(super) fn kept_items(old: &[Item], new: &[Item]) -> Vec<Run> {
    let keys = |items: &[Item]| items.iter().map(|item| item.key).collect::<Vec<_>>();
    let operations = capture_diff_slices(Algorithm::Myers, &keys(old), &keys(new));
    let runs = operations
        .into_iter()
        .filter_map(|operation| match operation {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => Some(Run {
                old: old_index..old_index + len,
                new: new_index..new_index + len,
            }),
            _ => None,
        });
    runs.collect()
}

/// The runs that are worth showing: none in texts that are hardly alike, else all but those that are lost
/// between changes.
pub(super) fn shown(mut runs: Vec<Run>, old: &[Item], new: &[Item]) -> Vec<Run> {
    let words = |items: &[Item]| items.iter().filter(|item| item.is_word()).count();
    let kept: usize = runs.iter().map(|run| words(&old[run.old.clone()])).sum();
    let (ours, theirs) = (words(old), words(new));
    if 2 * kept * ALIKE.1 < (ours + theirs) * ALIKE.0 {
        return Vec::new();
    }
    let mut at = 0;
    while at < runs.len() {
        let around = [at, at + 1].map(|number| gap(&runs, number, old.len(), new.len()));
        let sides = around.map(|gap| [words(&old[gap.old]), words(&new[gap.new])]);
        match is_lost(&old[runs[at].old.clone()], sides) {
            true => drop(runs.remove(at)),
            false => at += 1,
        }
    }
    runs
}

/// Between rewritten stretches of so many words, old and new together, a lone word is no help to the reader.
const REWRITTEN: usize = 5;

/// Whether kept items are lost between two changes with so many words on each side: marks between any two,
/// a word between two stretches that were rewritten.
fn is_lost(kept: &[Item], changes: [[usize; 2]; 2]) -> bool {
    let is_mark = |item: &Item| matches!(item.class, ItemClass::Punctuation | ItemClass::Invisible);
    let counts = changes.map(|[old, new]| old + new);
    let is_rewritten = changes.iter().flatten().all(|words| *words > 0)
        && counts.iter().all(|words| *words >= REWRITTEN);
    match kept {
        [item] if item.class == ItemClass::Word => is_rewritten,
        _ => kept.iter().all(is_mark) && counts.iter().all(|words| *words > 0),
    }
}

/// The gap before the run of that number; the last is behind all runs.
pub(super) fn gap(runs: &[Run], number: usize, old: usize, new: usize) -> Gap {
    let before = number.checked_sub(1).map(|before| &runs[before]);
    let after = runs.get(number);
    Gap {
        old: before.map_or(0, |run| run.old.end)..after.map_or(old, |run| run.old.start),
        new: before.map_or(0, |run| run.new.end)..after.map_or(new, |run| run.new.start),
    }
}

/// All gaps in order, one more than runs.
pub(super) fn gaps(runs: &[Run], old: usize, new: usize) -> Vec<Gap> {
    (0..=runs.len())
        .map(|number| gap(runs, number, old, new))
        .collect()
}
