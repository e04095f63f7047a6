//! Text that was damaged on its way: lost characters, controls, and bytes read in the wrong encoding.

use std::ops::Range;

use super::reading::{Kinds, is_broken};
use super::{Check, Example, Pair};
use crate::model::{Finding, Severity};
use crate::text::chip;

pub(super) struct CorruptedText;

/// So many pairs of misread bytes are no accident, and so many question marks in a row are lost letters.
const SEVERAL: usize = 3;

impl Check for CorruptedText {
    fn id(&self) -> &'static str {
        "corrupted-text"
    }

    fn title(&self) -> &'static str {
        "Damaged text"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn description(&self) -> &'static str {
        "The target holds the sign of a lost character (�), a control character, a character of a private font, question \
         marks in place of letters, or letters that were read in the wrong encoding (Ø³Ù„Ø§Ù…)."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "The door is open.", "دروازہ کھ\u{FFFD}\u{FFFD} ہے۔"),
                Example::new("ps", "peace to you", "Ø³Ù„Ø§Ù… Ø¯Ø±ØªÙ‡"),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let text = pair.to.text;
        let kinds = pair.to.kinds;
        let mut report = |span: Range<usize>, message: String| {
            let finding = pair.finding(self, Severity::Error, Some(span), message);
            findings.push(finding.with_hint("take the text from where it came once more"));
        };
        if kinds.has(Kinds::BROKEN)
            && let Some((at, c)) = text.char_indices().find(|(_, c)| is_broken(*c))
            && !pair.from.text.contains(c)
        {
            report(
                at..at + c.len_utf8(),
                format!("{} is no character of a text", chip(c)),
            );
        }
        if kinds.has(Kinds::MISREAD)
            && let Some(span) = misread(text)
        {
            report(span, "the text was read in the wrong encoding".to_owned());
        }
        if kinds.has(Kinds::WESTERN_MARK)
            && let Some(span) = lost_letters(text)
            && !pair.from.text.contains("??")
        {
            report(span, "question marks stand in place of letters".to_owned());
        }
    }
}

/// The part of a text with bytes of Arabic letters in UTF-8 that were read as Windows-1252 or Latin-1.
fn misread(text: &str) -> Option<Range<usize>> {
    let is_lead = |c: char| matches!(c, 'Ø' | 'Ù' | 'Ú' | 'Û');
    let is_second = |c: char| !c.is_ascii() && !c.is_alphabetic() || "ŠŒŽšœžŸƒˆªºµ".contains(c);
    let next = text.char_indices().skip(1);
    let pairs = text.char_indices().zip(next);
    let pairs = pairs.filter(|((_, lead), (_, second))| is_lead(*lead) && is_second(*second));
    let spans: Vec<_> = pairs
        .map(|((start, _), (at, second))| start..at + second.len_utf8())
        .collect();
    (spans.len() >= SEVERAL).then(|| spans[0].start..spans[spans.len() - 1].end)
}

/// The first question marks that stand where letters were: in a row, and once more or inside a word.
fn lost_letters(text: &str) -> Option<Range<usize>> {
    let mut runs = runs_of_question_marks(text);
    let first = runs.next()?;
    let is_inside = text[first.end..].starts_with(char::is_alphanumeric);
    let is_whole = text.chars().all(|c| !c.is_alphabetic());
    (is_inside || is_whole || runs.next().is_some()).then_some(first)
}

fn runs_of_question_marks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find('?')?;
            let len = text[start..]
                .bytes()
                .take_while(|byte| *byte == b'?')
                .count();
            at = start + len;
            if len >= SEVERAL {
                return Some(start..at);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::findings;

    fn message(target: &str) -> Option<String> {
        let found = findings("corrupted-text", "ur", "The door is open.", target);
        found.first().map(|finding| finding.message.clone())
    }

    #[test]
    fn damage_of_each_kind_is_an_error() {
        assert_eq!(
            message("درو\u{FFFD}زہ").unwrap(),
            "U+FFFD REPLACEMENT CHARACTER is no character of a text"
        );
        assert!(message("درو\u{7}زہ").is_some());
        assert!(message("\u{F04E}").is_some());
        assert_eq!(
            message("???? ????? ??").unwrap(),
            "question marks stand in place of letters"
        );
        assert_eq!(
            message("یہ Ø¯Ø±ÙˆØ§Ø²Û ہے").unwrap(),
            "the text was read in the wrong encoding"
        );
    }

    #[test]
    fn surprise_and_names_with_accents_pass() {
        for target in ["کیا؟؟؟", "کیا واقعی???", "Øystein Ødegård", "یہ\tہے\n"]
        {
            assert_eq!(message(target), None, "{target}");
        }
    }
}
