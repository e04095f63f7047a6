//! A translation that begins with the mark that should end it: typed to look right in a field of the wrong direction.

use super::{Check, Example, Pair};
use crate::model::{Edit, Finding, Severity};
use crate::text::chip;

pub(super) struct StartsWithMark;

impl Check for StartsWithMark {
    fn id(&self) -> &'static str {
        "starts-with-mark"
    }

    fn title(&self) -> &'static str {
        "Begins with a closing mark"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn description(&self) -> &'static str {
        "The target begins with a full stop, question mark or comma. Whoever types right-to-left text into a field \
         that runs from left to right sees the mark at the wrong end and puts it first. Text is stored in the order \
         in which it is read. Ellipses, names such as `.org`, and sources that begin with a mark themselves pass."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "The door is open.", "۔دروازہ کھلا ہے").fixed("دروازہ کھلا ہے۔"),
                Example::new("ps", "Where is the key?", "؟کیلي چېرته ده").fixed("کیلي چېرته ده؟"),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let text = pair.target.text.as_str();
        let start = text.len() - text.trim_start_matches(is_passed_over).len();
        let Some(mark) = text[start..].chars().next().filter(|c| is_closing(*c)) else {
            return;
        };
        let len = mark.len_utf8();
        let rest = &text[start + len..];
        let is_name = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let source = pair.source.text.trim_start_matches(is_passed_over);
        let repeats = rest.trim_start().starts_with(mark);
        if (mark == '.' && is_name)
            || repeats
            || rest.trim().is_empty()
            || source.starts_with(is_closing)
        {
            return;
        }
        let span = start..start + len;
        let message = format!("the target begins with {}", chip(mark));
        let finding = pair.finding(self, Severity::Error, Some(span.clone()), message);
        let is_ended = text.trim_end().ends_with(is_closing);
        let body = rest.trim();
        findings.push(Finding {
            fix: (!is_ended).then(|| Edit {
                span: start..text.trim_end().len(),
                text: format!("{body}{mark}"),
            }),
            ..finding.with_hint("type it at the end: the direction of the text puts it on the left")
        });
    }
}

/// Marks that close a sentence or a part of one.
fn is_closing(c: char) -> bool {
    matches!(c, '.' | '۔' | '؟' | '?' | '!' | '،' | ',' | '؛' | ';')
}

/// What may stand before the first character of a text.
fn is_passed_over(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};

    const SOURCE: &str = "It is open.";

    #[test]
    fn the_mark_goes_to_the_end() {
        let target = " \u{200F}۔ دروازہ کھلا ہے ";
        let found = findings("starts-with-mark", "ur", SOURCE, target);
        assert_eq!(
            found[0].message,
            "the target begins with U+06D4 ARABIC FULL STOP"
        );
        assert_eq!(fixed(target, &found[0]), " \u{200F}دروازہ کھلا ہے۔ ");
        let found = findings("starts-with-mark", "ps", SOURCE, ".دروازه خلاصه ده.");
        assert_eq!(found[0].fix, None, "it has an end already");
    }

    #[test]
    fn ellipses_names_and_marks_of_the_source_pass() {
        for target in ["۔۔۔ اور پھر", "...اور پھر", ".org کے نام", "۔", ""] {
            assert!(findings("starts-with-mark", "ur", SOURCE, target).is_empty());
        }
        assert!(findings("starts-with-mark", "ur", ", and then", "، اور پھر").is_empty());
    }
}
