//! Numbers of one text written in two sets of digits, or in another set than the rest of the document.

use std::ops::Range;

use super::reading::{Kinds, Reading, is_latin};
use super::{Check, Example, Pair, edit};
use crate::model::{Finding, Severity};
use crate::text::TokenClass;
use crate::text::digits::{DigitSet, digit, with_digits};

pub(super) struct DigitsMixed;

/// A number in digits, and the set of its first digit.
type Number = (Range<usize>, DigitSet);

impl Check for DigitsMixed {
    fn id(&self) -> &'static str {
        "digits-mixed"
    }

    fn title(&self) -> &'static str {
        "Digits of two sets"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "Some numbers of the target are written in one set of digits (79) and some in another (۷۹). Both sets are right \
         in Urdu and in Pashto, but not side by side. Numbers in names, beside Latin letters and in addresses pass. A \
         text that keeps to one set while nearly all others of its document keep to the other is worth a remark."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new(
                    "ur",
                    "Of 79 doors, 12 were open.",
                    "۷۹ میں سے 12 دروازے کھلے تھے۔",
                )
                .fixed("۷۹ میں سے ۱۲ دروازے کھلے تھے۔"),
                Example::new(
                    "ps",
                    "Of 79 doors, 12 were open.",
                    "له ۷۹ دروازو 12 خلاصې وې.",
                )
                .fixed("له ۷۹ دروازو ۱۲ خلاصې وې."),
            ]
        }
    }

    fn uses_corpus(&self) -> bool {
        true
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let text = &pair.to;
        if !pair.is_arabic_script || !text.kinds.has(Kinds::ASCII_DIGIT | Kinds::OTHER_DIGIT) {
            return;
        }
        let habit = pair
            .context
            .corpus
            .and_then(|corpus| corpus.habits.digits(pair.unit, &pair.target.language));
        let is_mixed = text.kinds.has(Kinds::ASCII_DIGIT) && text.kinds.has(Kinds::OTHER_DIGIT);
        if !is_mixed && habit.is_none() {
            return;
        }
        let numbers = plain_numbers(text);
        let Some(usual) = habit.or_else(|| commonest(&numbers)) else {
            return;
        };
        let others = numbers.iter().filter(|(_, set)| *set != usual);
        let others: Vec<_> = others.map(|(span, _)| span.clone()).collect();
        let Some(first) = others.first() else {
            return;
        };
        let written = text.part(first);
        let (severity, message) = if others.len() < numbers.len() {
            (
                Severity::Warning,
                format!("`{written}` is written in other digits than the rest of the text"),
            )
        } else {
            (
                Severity::Info,
                format!("`{written}` is written in other digits than the rest of the document"),
            )
        };
        let places: Vec<_> = others
            .iter()
            .map(|span| (span.clone(), with_digits(text.part(span), usual)))
            .collect();
        let finding = pair.finding(self, severity, Some(first.clone()), message);
        findings.push(Finding {
            fix: edit(text.text, &places),
            ..finding.with_hint("write all digits in one set")
        });
    }
}

/// The set of most numbers; of the first where there are as many of both.
fn commonest(numbers: &[Number]) -> Option<DigitSet> {
    let count = |set| numbers.iter().filter(|(_, own)| *own == set).count();
    let sets = numbers.iter().map(|(_, set)| *set).rev();
    sets.max_by_key(|set| count(*set))
}

/// The numbers of a text that are no part of a name, an address or a Latin passage, with the set of their digits.
pub(super) fn plain_numbers(text: &Reading<'_>) -> Vec<Number> {
    let numbers = text
        .tokens()
        .iter()
        .filter(|token| token.class == TokenClass::Number);
    let numbers = numbers.filter_map(|token| {
        let span = token.range.clone();
        let (set, _) = digit(text.at(span.start)?)?;
        let is_plain = set != DigitSet::Ascii || !touches_latin(text, &span);
        (is_plain && !text.is_verbatim(span.start)).then_some((span, set))
    });
    numbers.collect()
}

/// Whether a Latin letter stands beside a number, with a sign or a space between them at most.
fn touches_latin(text: &Reading<'_>, span: &Range<usize>) -> bool {
    let is_gap = |c: &char| {
        matches!(
            c,
            ' ' | '-' | '\u{2013}' | '/' | '.' | '_' | '#' | '+' | '\u{2011}'
        )
    };
    let mut before = text.text[..span.start].chars().rev().take(REACH);
    let mut after = text.text[span.end..].chars().take(REACH);
    let is_beside = |c: Option<char>| c.is_some_and(is_latin);
    is_beside(before.find(|c| !is_gap(c))) || is_beside(after.find(|c| !is_gap(c)))
}

/// So many characters beside a number are looked at for a Latin letter.
const REACH: usize = 3;

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};
    use super::*;

    const SOURCE: &str = "Of 79 doors, 12 were open in 2019.";

    #[test]
    fn the_fewer_follow_the_more() {
        let target = "79 میں سے 12 دروازے ۲۰۱۹ء میں کھلے تھے۔";
        let found = findings("digits-mixed", "ur", SOURCE, target);
        assert_eq!(
            fixed(target, &found[0]),
            "79 میں سے 12 دروازے 2019ء میں کھلے تھے۔"
        );
    }

    #[test]
    fn names_latin_passages_and_addresses_keep_their_digits() {
        for target in [
            "COVID-19 کے ۷۹ مریض",
            "۷۹ میں سے H1N1 کے",
            "Windows 10 کے ۷۹ صارف",
            "۷۹ لوگ https://example.org/12",
            "12 kg کے ۷۹ تھیلے",
            "۷۹ میں سے ۱۲",
            "79 میں سے 12",
        ] {
            assert!(
                findings("digits-mixed", "ur", SOURCE, target).is_empty(),
                "{target}"
            );
        }
    }

    #[test]
    fn a_text_against_its_document_is_a_remark() {
        let beside: Vec<_> = (0..30).map(|_| ("Of 79.", "له ۷۹ دروازو.")).collect();
        let example = Example {
            beside: beside.leak(),
            ..Example::new("ps", "Of 79.", "له 79 کړکیو.")
        };
        let found = example.findings("digits-mixed", example.target).unwrap();
        assert_eq!(found[0].severity, Severity::Info);
        assert_eq!(fixed(example.target, &found[0]), "له ۷۹ کړکیو.");
    }
}
