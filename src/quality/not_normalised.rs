//! A translation whose letters are composed in another way than the project stores them.

use std::ops::Range;

use super::{Check, Example, Pair};
use crate::model::{Edit, Finding, Severity};
use crate::text::normalise;

pub(super) struct NotNormalised;

impl Check for NotNormalised {
    fn id(&self) -> &'static str {
        "not-normalised"
    }

    fn title(&self) -> &'static str {
        "Text is not normalised"
    }

    fn severity(&self) -> Severity {
        Severity::Info
    }

    fn description(&self) -> &'static str {
        "Letters and marks that have a composed form are typed apart, such as alef and madda for آ \
         or yeh and hamza for ئ, or marks stand in another order than the canonical one. The text \
         looks the same or nearly so, but searching and comparing miss it. The fix changes nothing else."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "They came.", "وہ ا\u{653}ئے۔").fixed("وہ آئے۔"),
                Example::new("ps", "The men came.", "ا\u{653} سړي راغلل.").fixed("آ سړي راغلل."),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let text = &pair.target.text;
        let normal = normalise(text);
        if normal == text.as_str() {
            return;
        }
        let (old, new) = changed_part(text, &normal);
        let message = "the text is not in the normal form of Unicode";
        let finding = pair.finding(self, Severity::Info, Some(old.clone()), message);
        findings.push(Finding {
            fix: Some(Edit {
                span: old,
                text: normal[new].to_owned(),
            }),
            ..finding.with_hint("apply the fix: the text stays the same for the reader")
        });
    }
}

/// The parts of two texts between what they begin and end with alike.
fn changed_part(old: &str, new: &str) -> (Range<usize>, Range<usize>) {
    let prefix: usize = old
        .chars()
        .zip(new.chars())
        .take_while(|(a, b)| a == b)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let suffix: usize = old[prefix..]
        .chars()
        .rev()
        .zip(new[prefix..].chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(c, _)| c.len_utf8())
        .sum();
    (prefix..old.len() - suffix, prefix..new.len() - suffix)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};

    #[test]
    fn the_fix_composes_and_touches_nothing_else() {
        for (tag, target, wanted) in [
            ("ur", "وہ ا\u{653}ئے كل۔", "وہ آئے كل۔"),
            ("ur", "وہ گ\u{6CC}\u{654}ے۔", "وہ گئے۔"),
            ("ps", "سړي راغلل ا\u{653}.", "سړي راغلل آ."),
        ] {
            let found = findings("not-normalised", tag, "They came.", target);
            assert_eq!(found.len(), 1);
            assert_eq!(fixed(target, &found[0]), wanted);
        }
        assert!(findings("not-normalised", "ps", "Men", "سړي").is_empty());
    }
}
