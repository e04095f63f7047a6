//! Inside a changed word: which pieces differ, and which of these differences the eye cannot see.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::cutting::longest_common;
use super::item::Numbers;
use super::operation::Unseen;
use crate::text::{Language, clusters, invisible, match_key};

/// The pieces that differ between two stretches.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pieces {
    /// The share of pieces in common, from 0 to 1.
    pub(super) alikeness: f64,
    /// Those of the old stretch, in UTF-8 bytes from its beginning, neighbours joined.
    pub(super) old: Vec<Range<usize>>,
    /// Those of the new stretch.
    pub(super) new: Vec<Range<usize>>,
    /// What cannot be seen.
    pub(super) unseen: Vec<Unseen>,
}

/// Longer stretches, in UTF-8 bytes, are shown as a whole.
const MOST: usize = 4000;

/// Stretches that share fewer of their characters, in whatever order, have no pieces worth comparing.
const SHARED: f64 = 0.55;

/// In stretches of more pieces it is counted first, at less cost, whether enough of them are kept.
const FEW: usize = 32;

/// Compares two stretches piece by piece; `None` for long ones and for those that have little in common, such as
/// stretches of many pieces that keep less than a share of them.
///
/// Pieces that are equal to the match key answer each other, whether they are the same or not.
pub(super) fn pieces(
    old: &str,
    new: &str,
    keys: [&str; 2],
    least: f64,
    language: &Language,
) -> Option<Pieces> {
    let is_too_long = old.len().max(new.len()) > MOST;
    let are_one_key = keys[0] == keys[1];
    if is_too_long || (!are_one_key && shared_characters(keys) < SHARED) {
        return None;
    }
    let (ours, theirs) = (clusters(old), clusters(new));
    let mut numbers = Numbers::default();
    let mut keys = |text: &str, ranges: &[Range<usize>]| -> Vec<u32> {
        let key = |piece: &str| match match_key(piece, language) {
            key if key.is_empty() => numbers.of_made(piece),
            key => numbers.of_made(&key),
        };
        ranges
            .iter()
            .map(|range| &text[range.clone()])
            .map(key)
            .collect()
    };
    let (old_keys, new_keys) = (keys(old, &ours), keys(new, &theirs));
    if !are_one_key && old_keys.len().min(new_keys.len()) > FEW {
        let kept = longest_common(&old_keys, &new_keys);
        if share(kept, old_keys.len() + new_keys.len()) < least {
            return None;
        }
    }
    let operations = capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys);
    let mut found = Pieces::default();
    let mut kept = 0;
    for operation in operations {
        let (gone, come) = (&ours[operation.old_range()], &theirs[operation.new_range()]);
        if let DiffOp::Equal { len, .. } = operation {
            kept += len;
            let pairs = gone.iter().zip(come);
            for (gone, come) in
                pairs.filter(|(gone, come)| old[(*gone).clone()] != new[(*come).clone()])
            {
                push_joined(&mut found.old, gone.clone());
                push_joined(&mut found.new, come.clone());
                note(
                    &mut found.unseen,
                    &old[gone.clone()],
                    &new[come.clone()],
                    language,
                );
            }
            continue;
        }
        around(gone)
            .into_iter()
            .for_each(|range| push_joined(&mut found.old, range));
        around(come)
            .into_iter()
            .for_each(|range| push_joined(&mut found.new, range));
        found.note_unseen(old, gone, new, come, language);
    }
    found.alikeness = share(kept, ours.len() + theirs.len());
    Some(found)
}

/// The share of two texts of so many pieces together that is kept in both: Dice's coefficient.
fn share(kept: usize, all: usize) -> f64 {
    match all {
        0 => 1.0,
        all => 2.0 * kept as f64 / all as f64,
    }
}

/// The share of characters that two texts have in common, each as often as both have it.
fn shared_characters(texts: [&str; 2]) -> f64 {
    let [mut ours, mut theirs] = texts.map(|text| text.chars().collect::<Vec<_>>());
    ours.sort_unstable();
    theirs.sort_unstable();
    let all = ours.len() + theirs.len();
    let (mut at, mut to, mut both) = (0, 0, 0);
    while at < ours.len() && to < theirs.len() {
        let order = ours[at].cmp(&theirs[to]);
        both += usize::from(order.is_eq());
        at += usize::from(order.is_le());
        to += usize::from(order.is_ge());
    }
    2.0 * both as f64 / all.max(1) as f64
}

/// Adds a range, or lengthens the last one when they touch.
fn push_joined(ranges: &mut Vec<Range<usize>>, range: Range<usize>) {
    match ranges.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => ranges.push(range),
    }
}

/// The stretch that holds all these neighbours.
fn around(ranges: &[Range<usize>]) -> Option<Range<usize>> {
    Some(ranges.first()?.start..ranges.last()?.end)
}

impl Pieces {
    /// Notes what of a change cannot be seen; pieces that answer each other are looked at one by one.
    fn note_unseen(
        &mut self,
        old: &str,
        gone: &[Range<usize>],
        new: &str,
        come: &[Range<usize>],
        language: &Language,
    ) {
        if gone.len() == come.len() {
            for (gone, come) in gone.iter().zip(come) {
                note(
                    &mut self.unseen,
                    &old[gone.clone()],
                    &new[come.clone()],
                    language,
                );
            }
            return;
        }
        let text = |text: &str, ranges: &[Range<usize>]| {
            around(ranges).map_or_else(String::new, |range| text[range].to_owned())
        };
        note(
            &mut self.unseen,
            &text(old, gone),
            &text(new, come),
            language,
        );
    }
}

/// Notes the characters that were exchanged, if the eye hardly sees it.
pub(super) fn note(unseen: &mut Vec<Unseen>, old: &str, new: &str, language: &Language) {
    let is_plain = |text: &str| text.contains(char::is_alphanumeric);
    let is_seen = old.is_empty() && is_plain(new) || new.is_empty() && is_plain(old);
    if is_seen || !looks_alike(old, new, language) {
        return;
    }
    let chars = |text: &str| text.chars().collect::<Vec<_>>();
    let (ours, theirs) = (chars(old), chars(new));
    let (mut gone, mut come) = (String::new(), String::new());
    for operation in capture_diff_slices(Algorithm::Myers, &ours, &theirs) {
        if !matches!(operation, DiffOp::Equal { .. }) {
            gone.extend(&ours[operation.old_range()]);
            come.extend(&theirs[operation.new_range()]);
        }
    }
    match unseen
        .iter_mut()
        .find(|known| known.old == gone && known.new == come)
    {
        Some(known) => known.times += 1,
        None => unseen.push(Unseen {
            old: gone,
            new: come,
            times: 1,
        }),
    }
}

/// Whether two different stretches look the same, or so much alike that a reader passes over it.
fn looks_alike(old: &str, new: &str, language: &Language) -> bool {
    if old == new {
        return false;
    }
    if bare(old) == bare(new) {
        return true;
    }
    if old.to_lowercase() == new.to_lowercase() || !is_short(old) || !is_short(new) {
        return false;
    }
    let keys = [old, new].map(|text| match_key(text, language));
    let bare_keys = [old, new].map(|text| match_key(&bare(text), language));
    let is_one = |keys: [String; 2]| !keys[0].is_empty() && keys[0] == keys[1];
    is_one(keys) || is_one(bare_keys) || are_of_two_alphabets(old, new)
}

/// What is drawn of a text in bold strokes: without marks, white space and what cannot be seen.
fn bare(text: &str) -> String {
    let is_drawn =
        |c: &char| !is_combining_mark(*c) && !c.is_whitespace() && invisible(*c).is_none();
    text.nfd().filter(is_drawn).collect()
}

/// The text composed, without the characters that have no shape, and with plain single spaces.
pub(super) fn seen(text: &str) -> String {
    let mut shown = String::new();
    for c in text.nfc() {
        if c.is_whitespace() {
            if !shown.ends_with(' ') {
                shown.push(' ');
            }
        } else if invisible(c).is_none() {
            shown.push(c);
        }
    }
    shown
}

/// The text without vowel signs and other marks that combine with a letter.
pub(super) fn without_marks(text: &str) -> String {
    text.chars().filter(|c| !is_combining_mark(*c)).collect()
}

/// A letter or two: a change of more is seen.
fn is_short(text: &str) -> bool {
    clusters(text).len() <= 2
}

/// Whether letters of one alphabet stand for those of another, as Cyrillic а for Latin a.
fn are_of_two_alphabets(old: &str, new: &str) -> bool {
    let alphabet = |text: &str| {
        let letter = text.chars().find(|c| c.is_alphabetic())?;
        // Unicode gives alphabets blocks that begin at multiples of 256, Latin several of them.
        Some(u32::from(letter) >> 8).map(|block| if block <= 2 { 0 } else { block })
    };
    match (alphabet(old), alphabet(new)) {
        (Some(ours), Some(theirs)) => ours != theirs,
        _ => false,
    }
}
