//! Translations with more or fewer sentences than their sources.

use super::{Check, Example, Pair};
use crate::model::{Finding, Severity};
use crate::segmentation::Segmenter;
use crate::text::Language;

pub(super) struct SentenceCount;

impl Check for SentenceCount {
    fn id(&self) -> &'static str {
        "sentence-count"
    }

    fn title(&self) -> &'static str {
        "Number of sentences"
    }

    fn severity(&self) -> Severity {
        Severity::Info
    }

    fn description(&self) -> &'static str {
        "The target has more or fewer sentences than the source, counted by the built-in rules of segmentation. \
         Translators join and part sentences for good reasons; this only says where."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new(
                    "ur",
                    "The gate was shut. Nobody came.",
                    "دروازہ بند تھا اور کوئی نہیں آیا۔",
                ),
                Example::new(
                    "ps",
                    "The gate was shut and nobody came.",
                    "دروازه تړلې وه. هېڅوک رانغلل.",
                ),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        if pair.is_untranslated() {
            return;
        }
        let source = sentences(pair.from.text, &pair.source.language);
        let target = sentences(pair.to.text, &pair.target.language);
        if source != target && source > 0 {
            let noun = if target == 1 { "sentence" } else { "sentences" };
            let message = format!("the target has {target} {noun} for {source} of the source");
            findings.push(pair.finding(self, Severity::Info, None, message));
        }
    }
}

/// How many sentences a text has; a text without a mark inside it has one.
fn sentences(text: &str, language: &Language) -> usize {
    const MARKS: [char; 9] = ['.', '!', '?', '۔', '؟', '…', '\n', '。', '।'];
    let text = text.trim();
    if !text.trim_end_matches(MARKS).contains(MARKS) {
        return usize::from(!text.is_empty());
    }
    let rules = Segmenter::built_in().rules(language);
    rules.segments(text).count()
}

#[cfg(test)]
mod tests {
    use super::super::testing::findings;

    #[test]
    fn sentences_are_counted_on_both_sides() {
        let found = findings(
            "sentence-count",
            "ur",
            "It rained. We left.",
            "بارش ہوئی تو ہم چلے گئے۔",
        );
        assert_eq!(
            found[0].message,
            "the target has 1 sentence for 2 of the source"
        );
        for (source, target) in [
            ("It rained. We left.", "بارش ہوئی۔ ہم چلے گئے۔"),
            ("Dr. Khan left.", "ڈاکٹر خان چلے گئے۔"),
            ("Rain", "بارش"),
            ("", "بارش۔ بارش۔"),
        ] {
            assert!(findings("sentence-count", "ur", source, target).is_empty());
        }
    }
}
