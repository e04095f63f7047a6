//! Shapes of Arabic letters stored in place of the letters.

use unicode_normalization::UnicodeNormalization;

use super::confusables::Confusables;
use super::reading::{Kinds, is_form};
use super::{Check, Example, Pair, edit, times};
use crate::model::{Finding, Severity};
use crate::text::chip;

pub(super) struct PresentationForm;

impl Check for PresentationForm {
    fn id(&self) -> &'static str {
        "presentation-form"
    }

    fn title(&self) -> &'static str {
        "Shapes instead of letters"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "The text holds presentation forms: initial, medial and final shapes of letters with code points of their own, \
         as old programs and PDF files give them. They look right in few fonts, and no search finds them. The fix writes \
         the letters of the language. Words that are one sign, such as ﷺ and ﷽, pass."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "peace", "\u{FEB3}\u{FEFC}\u{FEE1}").fixed("سلام"),
                Example::new("ps", "house", "\u{FB90}\u{FEEE}\u{FEAD}").fixed("کور"),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let text = pair.target.text.as_str();
        if !pair.to.kinds.has(Kinds::FORM) {
            return;
        }
        let letters = Confusables::of_language(pair.target.language.primary());
        let places: Vec<_> = (text.char_indices().filter(|(_, c)| is_form(*c)))
            .map(|(at, c)| (at..at + c.len_utf8(), plain(c, letters)))
            .collect();
        let Some((first, _)) = places.first() else {
            return;
        };
        let shown = chip(text[first.clone()].chars().next().unwrap_or_default());
        let message = match places.len() {
            1 => format!("{shown} is a shape of a letter"),
            count => format!(
                "{shown} is a shape of a letter; such shapes stand{} here",
                times(count)
            ),
        };
        let finding = pair.finding(self, Severity::Warning, Some(first.clone()), message);
        findings.push(Finding {
            fix: edit(text, &places),
            ..finding.with_hint("apply the fix: the letters join by themselves")
        });
    }
}

/// The letters of a language that a shape stands for; the space under a lone mark is left out.
fn plain(form: char, letters: Option<&Confusables>) -> String {
    let own = |c: char| {
        let known = letters.and_then(|letters| letters.get(c));
        match known.filter(|known| known.is_safe) {
            Some(known) => known.expected.clone(),
            None => c.to_string(),
        }
    };
    std::iter::once(form)
        .nfkc()
        .filter(|c| *c != ' ')
        .map(own)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};

    #[test]
    fn shapes_become_the_letters_of_the_language() {
        let target = "و\u{FEE9} \u{FEF3}\u{FEEC}\u{FE8E}\u{FBA6}";
        let found = findings("presentation-form", "ur", "He is here", target);
        assert_eq!(fixed(target, &found[0]), "وہ یہاہ");
        assert_eq!(
            found[0].message,
            "U+FEE9 is a shape of a letter; such shapes stand 5 times here"
        );
        let target = "سړ\u{FEF2}";
        let found = findings("presentation-form", "ps", "men", target);
        assert_eq!(fixed(target, &found[0]), "سړي", "Pashto keeps its yehs");
    }

    #[test]
    fn words_of_one_sign_pass() {
        assert!(findings("presentation-form", "ur", "the Prophet", "نبی ﷺ ﷽ ﴿قل﴾ ﷼").is_empty());
    }
}
