//! What is said of numbers that nothing answers, and of the way in which a target writes its numbers.

use super::compare::Comparison;
use super::spelled::words_of;
use super::{Difference, DifferenceKind, Number, Value};
use crate::text::Language;
use crate::text::digits::{DigitSet, with_digits};

impl Comparison<'_> {
    /// Reports the numbers that nothing answers, in pairs where each side has as many.
    pub(super) fn report_open(&mut self) {
        let (source, target) = (self.source.open(), self.target.open());
        let is_paired = source.len() == target.len()
            && source
                .iter()
                .zip(&target)
                .all(|(a, b)| self.stand_for_each_other(*a, *b));
        if is_paired {
            for (source, target) in source.into_iter().zip(target) {
                self.report(DifferenceKind::Replaced, Some(source), Some(target));
                let suggestion = self.rewritten(source, target);
                if let Some(last) = self.differences.last_mut() {
                    last.suggestion = suggestion;
                }
            }
            return;
        }
        for at in source {
            let kind = lone(
                &self.source.numbers[at],
                self.target.language,
                DifferenceKind::Missing,
            );
            self.report(kind, Some(at), None);
        }
        for at in target {
            let kind = lone(
                &self.target.numbers[at],
                self.source.language,
                DifferenceKind::Added,
            );
            self.report(kind, None, Some(at));
        }
    }

    /// Whether one number can be a slip for the other: two counts, or two numbers of one name.
    fn stand_for_each_other(&self, source: usize, target: usize) -> bool {
        let is_code = self.source.numbers[source].is_code;
        if is_code != self.target.numbers[target].is_code {
            return false;
        }
        let (a, b) = (
            self.source.name_before(source),
            self.target.name_before(target),
        );
        !is_code || a.eq_ignore_ascii_case(b) || !b.is_ascii()
    }

    /// A number of the source in the digits of the number that stands in its place.
    fn rewritten(&self, source: usize, target: usize) -> Option<String> {
        let [set] = self.target.numbers[target].digit_sets[..] else {
            return None;
        };
        Some(with_digits(self.source.written(source), set).into_owned())
    }

    /// Reports how the numbers of the target are written.
    pub(super) fn report_writing(&mut self) {
        let own = DigitSet::of_language(self.target.language);
        for at in 0..self.target.numbers.len() {
            let number = &self.target.numbers[at];
            let ends_range = number.ends_range;
            if number.digit_sets.len() > 1 {
                self.report_digits(DifferenceKind::MixedDigits, at, own);
            } else if is_foreign(number.digit_sets[0], self.target.language) {
                let own = match own {
                    DigitSet::Ascii => DigitSet::ExtendedArabic,
                    other => other,
                };
                self.report_digits(DifferenceKind::ForeignDigits, at, own);
            }
            if ends_range && at > 0 && self.writes_right_to_left() {
                self.differences.push(Difference {
                    kind: DifferenceKind::Range,
                    source: None,
                    target: Some(self.target.span(at - 1).start..self.target.span(at).end),
                    suggestion: None,
                });
            }
        }
    }

    fn report_digits(&mut self, kind: DifferenceKind, at: usize, set: DigitSet) {
        self.differences.push(Difference {
            kind,
            source: None,
            target: Some(self.target.span(at)),
            suggestion: Some(with_digits(self.target.written(at), set).into_owned()),
        });
    }
}

/// The kind of a number that nothing answers, where the other side is written in `language`.
fn lone(number: &Number, language: &Language, kind: DifferenceKind) -> DifferenceKind {
    if number.is_code {
        DifferenceKind::Code
    } else if words_of(language).is_none() && is_often_spelled(&number.readings[0]) {
        DifferenceKind::SpelledOut
    } else {
        kind
    }
}

/// Whether writers put a number in words rather than digits: up to a hundred, or round thousands.
fn is_often_spelled(value: &Value) -> bool {
    let is_round = |value: u64| {
        value.is_multiple_of(1000) && value.to_string().trim_end_matches('0').len() <= 2
    };
    value
        .integer()
        .is_some_and(|value| value <= 100 || is_round(value))
}

/// Whether writers of a language do not use this set of digits.
fn is_foreign(set: DigitSet, language: &Language) -> bool {
    let own = DigitSet::of_language(language);
    match set {
        DigitSet::Arabic => own == DigitSet::ExtendedArabic || language.primary() == "ur",
        DigitSet::ExtendedArabic => own == DigitSet::Arabic,
        _ => false,
    }
}
