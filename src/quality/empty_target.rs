//! A translation that is marked as done and holds no text.

use super::{Check, Example, Pair, is_blank};
use crate::model::{Finding, Severity, State};

pub(super) struct EmptyTarget;

impl Check for EmptyTarget {
    fn id(&self) -> &'static str {
        "empty-target"
    }

    fn title(&self) -> &'static str {
        "Empty translation"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn description(&self) -> &'static str {
        "A unit is marked as translated, reviewed or final, but its target shows nothing. Units in \
         state initial pass, and so do targets that hold markup alone."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "Peace", " "),
                Example::new("ps", "The gate is open.", "\u{200F}"),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let state = pair.target.state;
        if state > State::Initial && pair.is_untranslated() && !is_blank(&pair.source.text) {
            let message = format!("the target is marked `{state}` but holds no text");
            let finding = pair.finding(
                self,
                Severity::Error,
                Some(0..pair.target.text.len()),
                message,
            );
            findings.push(finding.with_hint("translate it, or set its state back to `initial`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::findings;

    #[test]
    fn a_target_of_invisible_characters_is_empty() {
        for (tag, blank) in [("ur", " \u{200F}"), ("ps", "\u{A0}\n")] {
            let found = findings("empty-target", tag, "Peace", blank);
            assert_eq!(found.len(), 1);
            assert_eq!(
                found[0].message,
                "the target is marked `translated` but holds no text"
            );
        }
        assert!(
            findings("empty-target", "ur", "Peace", "").is_empty(),
            "initial"
        );
        assert!(findings("empty-target", "ps", "Peace", "سوله").is_empty());
        assert!(findings("empty-target", "ps", " ", " ").is_empty());
    }
}
