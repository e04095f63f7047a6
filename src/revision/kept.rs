//! Which items of a text are kept in the other, in the same order.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::cutting::{cut, fits_table, is_long, pairs};
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

/// The items in common, as runs in order. Costs little more than a pass where little differs; with much that
/// differs the cost grows with the product of the lengths, by 64 steps at once.
pub(super) fn kept_items(old: &[Item], new: &[Item]) -> Vec<Run> {
    let keys = |items: &[Item]| items.iter().map(|item| item.key).collect::<Vec<_>>();
    let mut runs = Vec::new();
    add_kept(&mut runs, (&keys(old), 0), (&keys(new), 0));
    runs
}

/// Adds the runs of two stretches, which begin at these places.
fn add_kept(runs: &mut Vec<Run>, (old, at): (&[u32], usize), (new, to): (&[u32], usize)) {
    let (front, back) = ends(old, new);
    let (ours, theirs) = (&old[front..old.len() - back], &new[front..new.len() - back]);
    if is_long(ours, theirs) {
        add_kept_of_long(runs, (old, at), (new, to));
    } else {
        add_kept_of_short(runs, (old, at), (new, to));
    }
}

/// The same for stretches that differ at length.
fn add_kept_of_long(runs: &mut Vec<Run>, (old, at): (&[u32], usize), (new, to): (&[u32], usize)) {
    let (front, back) = ends(old, new);
    push(runs, at, to, front);
    let (ours, theirs) = (&old[front..old.len() - back], &new[front..new.len() - back]);
    let start = (at + front, to + front);
    if fits_table(ours, theirs) {
        for (at, to) in pairs(ours, theirs) {
            push(runs, start.0 + at, start.1 + to, 1);
        }
    } else {
        let (middle, other) = cut(ours, theirs);
        let first = ((&ours[..middle], start.0), (&theirs[..other], start.1));
        add_kept_of_long(runs, first.0, first.1);
        let rest = (start.0 + middle, start.1 + other);
        add_kept_of_long(runs, (&ours[middle..], rest.0), (&theirs[other..], rest.1));
    }
    push(runs, start.0 + ours.len(), start.1 + theirs.len(), back);
}

/// The same for stretches of which one at least is short where they differ. A heuristic bounds the cost on stretches
/// that share little.
fn add_kept_of_short(runs: &mut Vec<Run>, (old, at): (&[u32], usize), (new, to): (&[u32], usize)) {
    for operation in capture_diff_slices(Algorithm::Myers, old, new) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = operation
        {
            push(runs, at + old_index, to + new_index, len);
        }
    }
}

/// Adds a run, or lengthens the last one when they touch on both sides.
fn push(runs: &mut Vec<Run>, at: usize, to: usize, len: usize) {
    match runs.last_mut() {
        _ if len == 0 => {}
        Some(last) if (last.old.end, last.new.end) == (at, to) => {
            (last.old.end, last.new.end) = (at + len, to + len);
        }
        _ => runs.push(Run {
            old: at..at + len,
            new: to..to + len,
        }),
    }
}

/// How many entries are equal at the beginning of both, and how many of the others at the end.
fn ends(old: &[u32], new: &[u32]) -> (usize, usize) {
    let front = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old[front..].iter().rev().zip(new[front..].iter().rev());
    (front, rest.take_while(|(a, b)| a == b).count())
}

/// The runs that are worth showing: none in texts that are hardly alike, else all but those that are lost
/// between changes.
pub(super) fn shown(runs: Vec<Run>, old: &[Item], new: &[Item]) -> Vec<Run> {
    let (ours, theirs) = (WordCounts::of(old), WordCounts::of(new));
    let kept: usize = runs.iter().map(|run| ours.of_range(&run.old)).sum();
    let all = ours.of_range(&(0..old.len())) + theirs.of_range(&(0..new.len()));
    if 2 * kept * ALIKE.1 < all * ALIKE.0 {
        return Vec::new();
    }
    let mut shown: Vec<Run> = Vec::with_capacity(runs.len());
    for (number, run) in runs.iter().enumerate() {
        let end = |last: Option<&Run>| last.map_or((0, 0), |last| (last.old.end, last.new.end));
        let (from, stop) = (end(shown.last()), (run.old.start, run.new.start));
        let behind = gap(&runs, number + 1, old.len(), new.len());
        let changes = [
            [
                ours.of_range(&(from.0..stop.0)),
                theirs.of_range(&(from.1..stop.1)),
            ],
            [ours.of_range(&behind.old), theirs.of_range(&behind.new)],
        ];
        if !is_lost(&old[run.old.clone()], changes) {
            shown.push(run.clone());
        }
    }
    shown
}

/// How many words stand before each item.
struct WordCounts(Vec<usize>);

impl WordCounts {
    fn of(items: &[Item]) -> Self {
        let mut count = 0;
        let counts = items.iter().map(|item| {
            count += usize::from(item.is_word());
            count
        });
        Self(std::iter::once(0).chain(counts).collect())
    }

    fn of_range(&self, range: &Range<usize>) -> usize {
        self.0[range.end] - self.0[range.start]
    }
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
