//! A translation that repeats its source.

use super::plain_words::count_plain_words;
use super::{Check, Example, Pair};
use crate::model::{Finding, Severity};
use crate::text::match_key;

pub(super) struct SameAsSource;

impl Check for SameAsSource {
    fn id(&self) -> &'static str {
        "same-as-source"
    }

    fn title(&self) -> &'static str {
        "Translation repeats the source"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "The target says the same as the source, in the source's language. Texts of names in \
         capitals, numbers, addresses and code pass. Between languages of one direction short texts \
         pass too, for they often share words."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "Peace talks resume", "Peace talks resume"),
                Example::new("ps", "Chapter one: the river", "Chapter one: the river"),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let (source, target) = (pair.source, pair.target);
        let is_one_language = source.language.primary() == target.language.primary();
        if is_one_language || first_letter(&source.text) != first_letter(&target.text) {
            return;
        }
        // Languages of one direction share many words; others share none.
        let least = if source.language.direction() == target.language.direction() {
            4
        } else {
            2
        };
        let is_same =
            match_key(&source.text, &source.language) == match_key(&target.text, &source.language);
        if is_same && count_plain_words(&source.text) >= least {
            let mut finding = pair.finding(
                self,
                Severity::Warning,
                Some(0..target.text.len()),
                "the target repeats the source",
            );
            finding.source_span = Some(0..source.text.len());
            findings.push(
                finding.with_hint("translate it, or dismiss this if it should stay as it is"),
            );
        }
    }
}

/// The first letter of a text in lower case: where it differs, all of the text does.
fn first_letter(text: &str) -> Option<char> {
    let first = text.chars().find(|c| c.is_alphabetic())?;
    first.to_lowercase().next()
}

#[cfg(test)]
mod tests {
    use super::super::testing::findings;

    fn is_found(tag: &str, text: &str) -> bool {
        !findings("same-as-source", tag, text, text).is_empty()
    }

    #[test]
    fn a_copied_sentence_is_found_whatever_its_typography() {
        assert!(is_found("ur", "Peace talks resume"));
        let found = findings(
            "same-as-source",
            "ps",
            "“Peace talks”",
            " \"peace  talks\" ",
        );
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn names_numbers_and_code_may_stay() {
        for kept in [
            "COVID-19",
            "NATO, WHO",
            "https://example.org/a/b",
            "info@example.org",
            "2021",
            "GitHub",
            "x = y_1",
        ] {
            assert!(!is_found("ur", kept), "{kept}");
        }
        assert!(!is_found("ps", "Kabul"), "one name");
        assert!(!is_found("fr", "Version 2, page 3"));
        assert!(is_found("fr", "The gate was closed at night"));
    }
}
