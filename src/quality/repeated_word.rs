//! A word typed twice.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::reading::Reading;
use super::{Check, Example, Pair};
use crate::model::{Edit, Finding, Severity};
use crate::text::TokenClass;

pub(super) struct RepeatedWord;

/// So many findings in a unit are enough to act on.
const MOST: usize = 20;

/// What is known of a word that stands twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Writers double it on purpose.
    Ok,
    /// It is the name of a letter, as in acronyms.
    Letter,
    /// It is never doubled on purpose.
    Fault,
}

impl Check for RepeatedWord {
    fn id(&self) -> &'static str {
        "repeated-word"
    }

    fn title(&self) -> &'static str {
        "Word stands twice"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "A word follows itself. Postpositions, conjunctions and their like are never doubled on purpose, and get a warning. \
         Urdu and Pashto double many other words (آہستہ آہستہ, ورو ورو) and spell acronyms by names of letters (بی بی سی): \
         those of the list pass, and the rest are remarks."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new(
                    "ur",
                    "The door of the house is open.",
                    "گھر کا کا دروازہ کھلا ہے۔",
                )
                .fixed("گھر کا دروازہ کھلا ہے۔"),
                Example::new("ps", "He is in the house.", "هغه په په کور کې دی.")
                    .fixed("هغه په کور کې دی."),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let text = &pair.to;
        for (first, second) in twins(text).take(MOST) {
            let word = text.part(&text.tokens()[first].range);
            let verdict = verdict(pair.target.language.primary(), word);
            if matches!(verdict, Some(Verdict::Ok | Verdict::Letter))
                || twins(&pair.from).next().is_some()
            {
                continue;
            }
            let [first, second] = [first, second].map(|at| text.tokens()[at].range.clone());
            let span = first.start..second.end;
            let message = format!("`{word}` stands twice");
            let is_fault = verdict == Some(Verdict::Fault);
            let severity = if is_fault {
                Severity::Warning
            } else {
                Severity::Info
            };
            let mut finding = pair.finding(self, severity, Some(span), message);
            finding.fix = is_fault.then(|| Edit {
                span: first.end..second.end,
                text: String::new(),
            });
            findings.push(finding);
        }
    }
}

/// The words that follow themselves with white space alone between: the numbers of their tokens.
fn twins(text: &Reading<'_>) -> impl Iterator<Item = (usize, usize)> {
    let three = text.tokens().windows(3).enumerate();
    three.filter_map(|(at, three)| {
        let [first, space, second] = three else {
            return None;
        };
        let are_words = first.class == TokenClass::Word && second.class == TokenClass::Word;
        let is_twin = are_words
            && space.class == TokenClass::Space
            && text.part(&first.range) == text.part(&second.range);
        is_twin.then_some((at, at + 2))
    })
}

/// The verdicts by language and word.
static VERDICTS: LazyLock<HashMap<(&str, &str), Verdict>> = LazyLock::new(|| {
    let rows = include_str!("tables/repeated_words.tsv").lines().skip(2);
    let cells = rows.filter_map(|row| {
        let mut cells = row.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()?))
    });
    let words = cells.flat_map(|(language, verdict, words)| {
        let verdict = match verdict {
            "fault" => Verdict::Fault,
            "letter" => Verdict::Letter,
            _ => Verdict::Ok,
        };
        words
            .split(' ')
            .map(move |word| ((language, word), verdict))
    });
    words.collect()
});

/// Whether a word is the name of a letter of the Latin alphabet.
pub(super) fn is_letter_name(primary: &str, word: &str) -> bool {
    verdict(primary, word) == Some(Verdict::Letter)
}

fn verdict(primary: &str, word: &str) -> Option<Verdict> {
    VERDICTS.get(&(primary, word)).copied()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};
    use super::*;

    #[test]
    fn postpositions_are_never_doubled() {
        let target = "وہ گھر میں  میں ہے۔";
        let found = findings("repeated-word", "ur", "He is at home.", target);
        assert_eq!(found[0].severity, Severity::Warning);
        assert_eq!(found[0].message, "`میں` stands twice");
        assert_eq!(fixed(target, &found[0]), "وہ گھر میں ہے۔");
    }

    #[test]
    fn doubling_on_purpose_passes_and_the_unknown_is_a_remark() {
        for target in [
            "آہستہ آہستہ چلو۔",
            "بی بی سی کی خبر",
            "یہاں، یہاں",
            "کا۔ کا",
        ] {
            assert!(
                findings("repeated-word", "ur", "Go.", target).is_empty(),
                "{target}"
            );
        }
        let found = findings("repeated-word", "ur", "Go.", "دروازہ دروازہ کھلا");
        assert_eq!((found[0].severity, &found[0].fix), (Severity::Info, &None));
        assert!(
            findings(
                "repeated-word",
                "ur",
                "a very very old door",
                "دروازہ دروازہ"
            )
            .is_empty()
        );
    }

    #[test]
    fn every_row_of_the_table_can_be_read() {
        for row in include_str!("tables/repeated_words.tsv").lines().skip(2) {
            let cells: Vec<_> = row.split('\t').collect();
            assert!(
                ["ok", "letter", "fault"].contains(&cells[1]) && cells.len() == 3,
                "{row}"
            );
        }
        assert_eq!(verdict("ps", "په"), Some(Verdict::Fault));
        assert_eq!(verdict("ur", "بی"), Some(Verdict::Letter));
    }
}
