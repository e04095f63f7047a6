//! Two texts compared: words first, then what changed inside a word.

use std::ops::Range;

use super::classify::{class, least_alike};
use super::emphasis::{note, pieces};
use super::figures::{Edits, Figures};
use super::item::{Item, Numbers, Texts, carrier, is_drawn_with_the_last, items};
use super::kept::{Gap, gap, gaps, kept_items, shown};
use super::moves::{Move, Written, moves};
use super::operation::{Class, Comparison, Operation, OperationKind, Part};
use crate::matching::Side;
use crate::text::tight_key;

/// What differs between two texts of one language.
///
/// White space is not compared by itself but with the words around it, by its exact code points. A word that
/// is the same to the match key is a change of spelling, not another word. Costs about a pass over each text
/// and a bounded search for what they have in common.
#[must_use]
pub fn compare(old: Side<'_>, new: Side<'_>) -> Comparison {
    let (mut keys, mut exact) = (Numbers::default(), Numbers::default());
    let mut ours = items(old, &mut keys, &mut exact);
    let mut theirs = items(new, &mut keys, &mut exact);
    let kept = kept_items(&ours, &theirs);
    for run in &kept {
        for (at, to) in run.old.clone().zip(run.new.clone()) {
            even(&mut ours, at, old.text, &theirs[to], new.text);
            even(&mut theirs, to, new.text, &ours[at], old.text);
        }
    }
    let edits = Edits::of(&kept, &ours, &theirs);
    let runs = shown(kept, &ours, &theirs);
    let all_gaps = gaps(&runs, ours.len(), theirs.len());
    let moves = moves(
        &all_gaps,
        Written {
            text: old.text,
            items: &ours,
        },
        Written {
            text: new.text,
            items: &theirs,
        },
    );
    let mut list = List {
        texts: Texts {
            old: old.text,
            new: new.text,
            language: old.language,
        },
        old: &ours,
        new: &theirs,
        moves: &moves,
        operations: Vec::new(),
    };
    for number in 0..=runs.len() {
        list.add_gap(&gap(&runs, number, ours.len(), theirs.len()));
        if let Some(run) = runs.get(number) {
            list.add_run(&run.old, &run.new);
        }
    }
    let figures = Figures::of(old, new, edits, (&ours, &theirs), &list.operations);
    Comparison {
        operations: list.operations,
        figures,
    }
}

/// The operations as they are found, from the beginning of both texts on.
struct List<'a> {
    texts: Texts<'a>,
    old: &'a [Item],
    new: &'a [Item],
    moves: &'a [Move],
    operations: Vec<Operation>,
}

/// Some items of a text, to be shown as one change.
#[derive(Clone, Debug, Default)]
struct Stretch {
    items: Range<usize>,
    moved: Option<usize>,
}

impl List<'_> {
    /// Adds kept items: equal, or the same word written otherwise.
    fn add_run(&mut self, old: &Range<usize>, new: &Range<usize>) {
        for (at, to) in old.clone().zip(new.clone()) {
            if at > old.start {
                self.add_gap(&Gap {
                    old: at..at,
                    new: to..to,
                });
            }
            let (ours, theirs) = (&self.old[at], &self.new[to]);
            let ends = (ours.bytes.end, theirs.bytes.end);
            match ours.exact == theirs.exact {
                true => self.push_equal(ends, (ours.codes.end, theirs.codes.end)),
                false => self.push_change(&(at..at + 1), &(to..to + 1), ends, None),
            }
        }
    }

    /// Adds what stands between kept items: white space, and items that changed.
    fn add_gap(&mut self, gap: &Gap) {
        let end = |items: &[Item], at: usize, len: usize| {
            items.get(at).map_or(len, |item| item.bytes.start)
        };
        let stop = (
            end(self.old, gap.old.end, self.texts.old.len()),
            end(self.new, gap.new.end, self.texts.new.len()),
        );
        let (from, codes) = self.at();
        let ours = &self.texts.old[from.0..stop.0];
        let theirs = &self.texts.new[from.1..stop.1];
        let before = whole(common_space(ours.chars(), theirs.chars()), [ours, theirs]);
        let behind = common_space(ours[before..].chars().rev(), theirs[before..].chars().rev());
        self.push_equal((from.0 + before, from.1 + before), codes);
        let inner = (stop.0 - behind, stop.1 - behind);
        let stretches = (
            parted(&gap.old, self.moves, |made| &made.old),
            parted(&gap.new, self.moves, |made| &made.new),
        );
        self.add_stretches(stretches, inner);
        let (_, codes) = self.at();
        self.push_equal(stop, codes);
    }

    /// Adds the changed items of a gap, which ends at `stop`.
    fn add_stretches(&mut self, (old, new): (Vec<Stretch>, Vec<Stretch>), stop: (usize, usize)) {
        let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
        loop {
            let is_moved = |next: Option<&Stretch>| next.is_some_and(|next| next.moved.is_some());
            let (ours, theirs) = match (is_moved(old.peek()), is_moved(new.peek())) {
                (true, _) => (old.next(), None),
                (false, true) => (None, new.next()),
                (false, false) => (old.next(), new.next()),
            };
            let moved = ours.iter().chain(&theirs).find_map(|stretch| stretch.moved);
            let empty = ours.is_none() && theirs.is_none();
            let (from, _) = self.at();
            let (ours, theirs) = (
                ours.map_or(0..0, |one| one.items),
                theirs.map_or(0..0, |one| one.items),
            );
            let ends = match old.peek().is_none() && new.peek().is_none() {
                // The last one takes what is left, be it white space alone.
                true => stop,
                false => (
                    end_of(self.old, &ours, from.0).min(stop.0),
                    end_of(self.new, &theirs, from.1).min(stop.1),
                ),
            };
            self.push_change(&ours, &theirs, ends, moved);
            if empty || (old.peek().is_none() && new.peek().is_none()) {
                break;
            }
        }
    }

    /// How far the operations have come: bytes and inline codes.
    fn at(&self) -> ((usize, usize), (usize, usize)) {
        self.operations
            .last()
            .map_or_else(Default::default, |last| {
                (
                    (last.old.bytes.end, last.new.bytes.end),
                    (last.old.codes.end, last.new.codes.end),
                )
            })
    }

    fn push_equal(&mut self, ends: (usize, usize), codes: (usize, usize)) {
        let (from, code_from) = self.at();
        if (from, code_from) == (ends, codes) {
            return;
        }
        if let Some(last) = self
            .operations
            .last_mut()
            .filter(|last| last.kind == OperationKind::Equal)
        {
            (last.old.bytes.end, last.new.bytes.end) = ends;
            (last.old.codes.end, last.new.codes.end) = codes;
            return;
        }
        self.operations.push(Operation {
            kind: OperationKind::Equal,
            class: None,
            old: part(from.0..ends.0, code_from.0..codes.0),
            new: part(from.1..ends.1, code_from.1..codes.1),
            moved: None,
            unseen: Vec::new(),
        });
    }

    fn push_change(
        &mut self,
        old: &Range<usize>,
        new: &Range<usize>,
        ends: (usize, usize),
        moved: Option<usize>,
    ) {
        let (from, codes) = self.at();
        let (ours, theirs) = (&self.old[old.clone()], &self.new[new.clone()]);
        let code_end =
            |items: &[Item], from: usize| items.last().map_or(from, |last| last.codes.end);
        let old = part(from.0..ends.0, codes.0..code_end(ours, codes.0));
        let new = part(from.1..ends.1, codes.1..code_end(theirs, codes.1));
        if old.is_empty() && new.is_empty() {
            return;
        }
        let mut operation = Operation {
            kind: OperationKind::of(&old, &new),
            class: Some(Class::Move),
            old,
            new,
            moved,
            unseen: Vec::new(),
        };
        if moved.is_none() {
            self.look_inside(&mut operation, ours, theirs);
        }
        self.operations.push(operation);
    }

    /// Finds the class of a change, what to emphasise in it, and what cannot be seen.
    fn look_inside(&self, operation: &mut Operation, ours: &[Item], theirs: &[Item]) {
        let (start, other) = (operation.old.bytes.start, operation.new.bytes.start);
        let (old, new) = (
            &self.texts.old[operation.old.bytes.clone()],
            &self.texts.new[operation.new.bytes.clone()],
        );
        let language = self.texts.language;
        let keys = [old, new].map(|text| tight_key(text, language));
        let keys = [keys[0].as_str(), keys[1].as_str()];
        let found = match operation.kind {
            OperationKind::Replace => pieces(old, new, keys, least_alike(ours, theirs), language),
            _ => None,
        };
        operation.class = Some(class(
            self.texts,
            (&operation.old, ours),
            (&operation.new, theirs),
            keys,
            found.as_ref(),
        ));
        let Some(found) = found else {
            if operation.kind != OperationKind::Replace || keys[0] == keys[1] {
                note(&mut operation.unseen, old, new, language);
            }
            return;
        };
        // Other words differ as a whole.
        if operation.class != Some(Class::Wording) {
            let shifted = |ranges: Vec<Range<usize>>, by: usize| {
                ranges
                    .into_iter()
                    .map(|range| range.start + by..range.end + by)
                    .collect()
            };
            operation.old.emphasis = shifted(found.old, start);
            operation.new.emphasis = shifted(found.new, other);
            operation.unseen = found.unseen;
        }
    }
}

fn part(bytes: Range<usize>, codes: Range<usize>) -> Part {
    Part {
        bytes,
        codes,
        emphasis: Vec::new(),
    }
}

/// Where some items end, with the white space behind them; `from` when there are none.
fn end_of(all: &[Item], items: &Range<usize>, from: usize) -> usize {
    match items.is_empty() {
        true => from,
        false => all
            .get(items.end)
            .map_or(all[items.end - 1].bytes.end, |next| next.bytes.start),
    }
}

/// The items of a gap, parted into those that were moved and those that were not.
fn parted<'m>(
    items: &Range<usize>,
    moves: &'m [Move],
    side: impl Fn(&'m Move) -> &'m Range<usize>,
) -> Vec<Stretch> {
    let mut inside: Vec<(usize, &Range<usize>)> = (1..)
        .zip(moves)
        .map(|(number, made)| (number, side(made)))
        .filter(|(_, range)| range.start >= items.start && range.end <= items.end)
        .collect();
    inside.sort_by_key(|(_, range)| range.start);
    let mut stretches = Vec::new();
    let mut from = items.start;
    for (number, range) in inside {
        stretches.push(Stretch {
            items: from..range.start,
            moved: None,
        });
        stretches.push(Stretch {
            items: range.clone(),
            moved: Some(number),
        });
        from = range.end;
    }
    stretches.push(Stretch {
        items: from..items.end,
        moved: None,
    });
    stretches.retain(|stretch| !stretch.items.is_empty());
    stretches
}

/// The length, in bytes, of the white space with which both begin.
fn common_space(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other)
        .take_while(|(a, b)| a == b && a.is_whitespace())
        .map(|(a, _)| a.len_utf8())
        .sum()
}

/// The length of the white space with which both begin, without the space on which a mark stands in one of them.
fn whole(space: usize, texts: [&str; 2]) -> usize {
    let carries = |text: &str| text[space..].starts_with(is_drawn_with_the_last);
    match texts.into_iter().any(carries) {
        true => space - carrier(&texts[0][..space]),
        false => space,
    }
}

/// Takes the space before an item along where the item that it answers does so, lest the space seem to differ.
fn even(items: &mut [Item], at: usize, text: &str, other: &Item, other_text: &str) {
    let starts_with_space = |text: &str, item: &Item| {
        !item.bytes.is_empty() && text[item.bytes.clone()].starts_with(char::is_whitespace)
    };
    if starts_with_space(other_text, other) && !starts_with_space(text, &items[at]) {
        let from = at.checked_sub(1).map_or(0, |last| items[last].bytes.end);
        items[at].bytes.start -= carrier(&text[from..items[at].bytes.start]);
    }
}
