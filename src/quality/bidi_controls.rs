//! Invisible controls that reorder text: overrides, and embeddings or isolates left open.

use super::{Check, Example, Pair};
use crate::model::{Edit, Finding, Severity};
use crate::text::{chip, leaking_controls};

pub(super) struct BidiControls;

/// So many findings of a kind in a unit are enough to act on.
const MOST: usize = 20;

impl Check for BidiControls {
    fn id(&self) -> &'static str {
        "bidi-controls"
    }

    fn title(&self) -> &'static str {
        "Harmful direction controls"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn description(&self) -> &'static str {
        "An override forces letters into an order against their nature and can make a text show \
         what it does not say. An embedding or isolate that is not closed, or an end without a \
         beginning, reorders what stands around the text. Each unit must close what it opens. \
         Direction marks (LRM, RLM, ALM) and closed pairs pass."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "This is a name.", "یہ \u{202E}نام\u{202C} ہے۔")
                    .fixed("یہ نام ہے۔"),
                Example::new("ps", "This is a name.", "دا \u{2067}نوم دی.").fixed("دا نوم دی."),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let text = &pair.target.text;
        if !text.contains(is_control) {
            return;
        }
        let leaking = leaking_controls(text);
        let overrides = text.char_indices().filter(|(_, c)| is_override(*c));
        let closed = overrides.filter(|found| leaking.binary_search(found).is_err());
        for (at, control) in closed.take(MOST) {
            let end = end_of_override(text, at);
            let message = format!("{} forces the order of the letters", chip(control));
            let mut finding = pair.finding(
                self,
                Severity::Error,
                Some(at..at + control.len_utf8()),
                message,
            );
            finding.fix = end.map(|end| without_pair(text, at, end));
            findings.push(
                finding.with_hint("take it out together with its end: the text orders itself"),
            );
        }
        for (at, control) in leaking.iter().take(MOST) {
            let span = *at..*at + control.len_utf8();
            let is_end = matches!(control, '\u{202C}' | '\u{2069}');
            let message = if is_end {
                format!("{} closes nothing", chip(*control))
            } else {
                format!("{} is not closed", chip(*control))
            };
            let mut finding = pair.finding(self, Severity::Error, Some(span.clone()), message);
            finding.fix = Some(Edit {
                span,
                text: String::new(),
            });
            findings.push(finding.with_hint("take it out, or complete the pair within this unit"));
        }
    }
}

fn is_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_override(c: char) -> bool {
    matches!(c, '\u{202D}' | '\u{202E}')
}

/// Where the `PDF` stands that closes the override at an offset.
fn end_of_override(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0;
    for (offset, c) in text[at..].char_indices() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => depth += 1,
            '\u{202C}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + offset);
                }
            }
            _ => {}
        }
    }
    None
}

/// The edit that takes out two controls (each of three bytes) and keeps what stands between them.
fn without_pair(text: &str, open: usize, close: usize) -> Edit {
    const LEN: usize = '\u{202E}'.len_utf8();
    Edit {
        span: open..close + LEN,
        text: text[open + LEN..close].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};

    #[test]
    fn overrides_are_taken_out_with_their_end() {
        let target = "یہ \u{202E}نام\u{202C} ہے۔";
        let found = findings("bidi-controls", "ur", "This is a name.", target);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].message,
            "U+202E RIGHT-TO-LEFT OVERRIDE forces the order of the letters"
        );
        assert_eq!(fixed(target, &found[0]), "یہ نام ہے۔");
    }

    #[test]
    fn what_is_open_or_closes_nothing_is_taken_out() {
        for (target, message) in [
            (
                "دا \u{2067}نوم دی.",
                "U+2067 RIGHT-TO-LEFT ISOLATE is not closed",
            ),
            (
                "دا نوم\u{202C} دی.",
                "U+202C POP DIRECTIONAL FORMATTING closes nothing",
            ),
            (
                "دا \u{202E}نوم دی.",
                "U+202E RIGHT-TO-LEFT OVERRIDE is not closed",
            ),
        ] {
            let found = findings("bidi-controls", "ps", "This is a name.", target);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].message, message);
            assert_eq!(
                fixed(target, &found[0]).chars().count(),
                target.chars().count() - 1
            );
        }
    }

    #[test]
    fn marks_and_closed_pairs_pass() {
        let target = "\u{202B}یہ \u{2066}NATO\u{2069}\u{200F} ہے\u{202C}۔";
        assert!(findings("bidi-controls", "ur", "This is NATO.", target).is_empty());
    }
}
