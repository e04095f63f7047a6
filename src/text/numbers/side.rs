//! The numbers of one text on the way to being compared with those of another.

use std::ops::Range;

use super::spelled::{self, Named};
use super::{Number, Value, find};
use crate::text::Language;
use crate::text::digits::{DigitSet, with_digits};

/// So many open numbers of a side are compared with each other; a text with more holds a table, not prose.
const OPEN_LIMIT: usize = 500;

/// The numbers of one text, and which of them are accounted for.
pub(super) struct Side<'a> {
    pub(super) text: &'a str,
    pub(super) language: &'a Language,
    pub(super) numbers: Vec<Number>,
    is_settled: Vec<bool>,
}

impl<'a> Side<'a> {
    pub(super) fn new(text: &'a str, language: &'a Language) -> Self {
        let numbers = find(text, language);
        Self {
            text,
            language,
            is_settled: vec![false; numbers.len()],
            numbers,
        }
    }

    /// The numbers not yet accounted for, in order, at most [`OPEN_LIMIT`] of them.
    pub(super) fn open(&self) -> Vec<usize> {
        (0..self.numbers.len())
            .filter(|at| !self.is_settled[*at])
            .take(OPEN_LIMIT)
            .collect()
    }

    /// Takes a number for accounted for.
    pub(super) fn settle(&mut self, at: usize) {
        self.is_settled[at] = true;
    }

    /// Takes all numbers within a span of the text for accounted for.
    pub(super) fn settle_within(&mut self, span: &Range<usize>) {
        for (number, is_settled) in self.numbers.iter().zip(&mut self.is_settled) {
            if span.contains(&number.span.start) {
                *is_settled = true;
            }
        }
    }

    pub(super) fn span(&self, at: usize) -> Range<usize> {
        self.numbers[at].span.clone()
    }

    /// A number's digits and separators as they stand in the text.
    pub(super) fn written(&self, at: usize) -> &'a str {
        &self.text[self.span(at)]
    }

    /// The values that the text names in words.
    pub(super) fn named(&self) -> Vec<Named> {
        spelled::values(self.text, self.language, &self.numbers)
    }

    /// Whether a number is the `00` of a full hour: digits of zero after a colon or a point.
    pub(super) fn is_full_hour(&self, at: usize) -> bool {
        self.written(at).chars().count() == 2
            && self.numbers[at].readings[0] == Value::from(0)
            && self.text[..self.span(at).start].ends_with([':', '.'])
    }

    /// Whether a number is part of a date in digits: a slash, hyphen or point joins it to another number.
    pub(super) fn is_in_date(&self, at: usize) -> bool {
        let is_joined = |first: usize, second: usize| {
            let between = self
                .numbers
                .get(second)
                .map(|next| self.span(first).end..next.span.start);
            let between = between.and_then(|gap| self.text.get(gap));
            between.is_some_and(|gap| matches!(gap, "/" | "-" | "." | "؍"))
        };
        is_joined(at, at + 1) || (at > 0 && is_joined(at - 1, at))
    }

    /// The name that a number belongs to: the letters before it (`COVID` of `COVID-19`).
    pub(super) fn name_before(&self, at: usize) -> &'a str {
        let before = self.text[..self.span(at).start].trim_end_matches(['-', '‐', '‑', '–']);
        let is_outside = |c: char| !(c.is_alphanumeric() || c == '-');
        before.rsplit(is_outside).next().unwrap_or_default()
    }

    /// Settles open numbers that the other side holds in pieces, as when it groups digits with a
    /// space, parts a list without one, or shortens the end of a range of years.
    pub(super) fn settle_by_pieces(&mut self, other: &mut Self) {
        for at in self.open() {
            let pieces = self
                .full_year(at, other)
                .or_else(|| self.groups_in(at, other))
                .or_else(|| self.spaced_groups_in(at, other));
            if let Some(pieces) = pieces {
                self.settle(at);
                for piece in pieces {
                    other.settle(piece);
                }
            }
        }
    }

    /// The year that this number shortens: `2020` for the second number of `2019-20`.
    fn full_year(&self, at: usize, other: &Self) -> Option<Vec<usize>> {
        let number = &self.numbers[at];
        let year = number.readings[0].integer().filter(|year| *year < 100)?;
        let first = self.numbers.get(at.checked_sub(1)?)?.readings[0].integer()?;
        if !number.ends_range || !(1000..3000).contains(&first) {
            return None;
        }
        Some(vec![
            other.open_with(&Value::from(first / 100 * 100 + year), &[])?,
        ])
    }

    /// The open numbers of the other side that are the groups of digits of this one.
    fn groups_in(&self, at: usize, other: &Self) -> Option<Vec<usize>> {
        let digits = with_digits(self.written(at), DigitSet::Ascii);
        let groups: Vec<&str> = digits.split(|c: char| !c.is_ascii_digit()).collect();
        if groups.len() < 2 {
            return None;
        }
        let mut pieces = Vec::new();
        for group in groups {
            pieces.push(other.open_with(&Value::new(group, ""), &pieces)?);
        }
        Some(pieces)
    }

    /// The open numbers that follow each other with single spaces and together write this one: `10 000`.
    fn spaced_groups_in(&self, at: usize, other: &Self) -> Option<Vec<usize>> {
        let wanted = self.numbers[at].readings[0].as_str();
        let open = other.open();
        (0..open.len()).find_map(|first| {
            let mut digits = other.numbers[open[first]].readings[0].to_string();
            for last in first + 1..open.len() {
                let gap = other.span(open[last - 1]).end..other.span(open[last]).start;
                let group = with_digits(other.written(open[last]), DigitSet::Ascii);
                if other.text.get(gap) != Some(" ") || group.len() != 3 {
                    return None;
                }
                digits.push_str(&group);
                if digits == wanted {
                    return Some(open[first..=last].to_vec());
                }
            }
            None
        })
    }

    /// An open number that can have this value, apart from those in `taken`.
    fn open_with(&self, value: &Value, taken: &[usize]) -> Option<usize> {
        let is_found =
            |at: &usize| !taken.contains(at) && self.numbers[*at].readings.contains(value);
        self.open().into_iter().find(is_found)
    }
}
