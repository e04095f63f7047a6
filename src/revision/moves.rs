//! Runs of words that stand at another place in the new text.

use std::ops::Range;

use super::item::{Item, letters};
use super::kept::Gap;

/// The same items at two places, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// A run counts as moved when it has so many words,
const WORDS: usize = 2;

/// or so many letters.
const LETTERS: usize = 8;

/// A word that stands so often in what is new is no sign of a move; bounds the cost.
const OFTEN: usize = 16;

/// A text, and what of it stands between white space.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) text: &'a str,
    pub(super) items: &'a [Item],
}

/// Finds the moved runs in the gaps; they do not overlap, and are in the order of the old text.
///
/// Runs with most letters first. What was taken out as a whole at one place and put in as a whole at
/// another counts as moved whatever its length, if there is a word in it.
pub(super) fn moves(gaps: &[Gap], old: Written<'_>, new: Written<'_>) -> Vec<Move> {
    let mut candidates = runs_in(gaps, old, new);
    candidates
        .sort_by_key(|(weight, found)| (usize::MAX - weight, found.old.start, found.new.start));
    let mut moves: Vec<Move> = Vec::new();
    let mut taken = (vec![false; old.items.len()], vec![false; new.items.len()]);
    for (_, candidate) in candidates {
        let (ours, theirs) = (
            &mut taken.0[candidate.old.clone()],
            &mut taken.1[candidate.new.clone()],
        );
        if !ours.contains(&true) && !theirs.contains(&true) {
            ours.fill(true);
            theirs.fill(true);
            moves.push(candidate);
        }
    }
    moves.sort_by_key(|made| made.old.start);
    moves
}

/// The longest equal runs of two gaps, each with its number of letters.
fn runs_in(gaps: &[Gap], old: Written<'_>, new: Written<'_>) -> Vec<(usize, Move)> {
    let numbers = old.items.iter().chain(new.items).map(|item| item.exact);
    let mut places: Vec<Vec<(usize, usize)>> =
        vec![Vec::new(); numbers.max().map_or(0, |most| most as usize + 1)];
    for (number, gap) in gaps.iter().enumerate() {
        for at in gap.new.clone() {
            places[new.items[at].exact as usize].push((number, at));
        }
    }
    let letters: Vec<usize> = (old.items.iter())
        .map(|item| letters(&old.text[item.bytes.clone()]))
        .collect();
    let mut found = Vec::new();
    for (number, gap) in gaps.iter().enumerate() {
        for at in gap.old.clone() {
            let there = &places[old.items[at].exact as usize];
            if there.len() > OFTEN {
                continue;
            }
            for &(other, to) in there {
                let room = &gaps[other].new;
                let goes_on =
                    at > gap.old.start && to > room.start && joined(old, at - 1, new, to - 1);
                if goes_on && number != other {
                    continue;
                }
                let most = (gap.old.end - at).min(room.end - to);
                let len = 1
                    + (1..most)
                        .take_while(|step| joined(old, at + step - 1, new, to + step - 1))
                        .count();
                let run = trimmed(
                    Move {
                        old: at..at + len,
                        new: to..to + len,
                    },
                    old.items,
                );
                let is_whole = run.old == gap.old
                    && gap.new.is_empty()
                    && run.new == *room
                    && gaps[other].old.is_empty();
                let letters = letters[run.old.clone()].iter().sum();
                let items = &old.items[run.old.clone()];
                if is_worth_showing(items, letters, is_whole) {
                    found.push((letters, run));
                }
            }
        }
    }
    found
}

/// Whether two items and their next neighbours are the same, with the same white space between.
fn joined(old: Written<'_>, at: usize, new: Written<'_>, to: usize) -> bool {
    let (Some(next), Some(other)) = (old.items.get(at + 1), new.items.get(to + 1)) else {
        return false;
    };
    let space = &old.text[old.items[at].bytes.end..next.bytes.start];
    old.items[at].exact == new.items[to].exact
        && next.exact == other.exact
        && space == &new.text[new.items[to].bytes.end..other.bytes.start]
}

/// The run from its first word to its last.
fn trimmed(mut run: Move, items: &[Item]) -> Move {
    while !run.old.is_empty() && !items[run.old.start].is_word() {
        run = Move {
            old: run.old.start + 1..run.old.end,
            new: run.new.start + 1..run.new.end,
        };
    }
    while !run.old.is_empty() && !items[run.old.end - 1].is_word() {
        run = Move {
            old: run.old.start..run.old.end - 1,
            new: run.new.start..run.new.end - 1,
        };
    }
    run
}

/// Whether a run with so many letters is long enough to be a move.
fn is_worth_showing(items: &[Item], letters: usize, is_whole: bool) -> bool {
    let words = items.iter().filter(|item| item.is_word()).count();
    words > 0 && (is_whole || words >= WORDS || letters >= LETTERS)
}
