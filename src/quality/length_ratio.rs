//! Translations that are much shorter or much longer than translations usually are.

use super::lengths::{SHORTEST, Spread};
use super::{Check, Example, Pair};
use crate::model::{Finding, Severity};

pub(super) struct LengthRatio;

impl Check for LengthRatio {
    fn id(&self) -> &'static str {
        "length-ratio"
    }

    fn title(&self) -> &'static str {
        "Unusual length"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "The target has far fewer or far more characters than translations of such a source have: a part may \
         be missing, or the text of another unit may stand here. What is usual is learned from the corpus, by \
         pair of languages, once 200 of its units are known; before that, bounds serve that hold for prose \
         of any kind. The shorter the source, the wider the bounds; sources below 20 characters count as of 20."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new(
                    "ur",
                    "The bridge was closed for two weeks because the river had risen above the lower road.",
                    "پل دو ہفتے بند رہا۔",
                ),
                Example::new(
                    "ps",
                    "The school opens at nine.",
                    "ښوونځی په نهو بجو پرانیستل کېږي او ټول زده کوونکي باید تر هغه مخکې راشي او په انګړ کې انتظار وکړي.",
                ),
            ]
        }
    }

    fn uses_corpus(&self) -> bool {
        true
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let (source, target) = (pair.source, pair.target);
        if pair.is_untranslated() || source.language == target.language {
            return;
        }
        let [source_length, length] = [source, target].map(|text| text.text.chars().count());
        let spread = match pair.context.corpus {
            Some(corpus) => corpus.lengths.spread(&source.language, &target.language),
            None => Spread::built_in(&source.language, &target.language),
        };
        let Some(spread) = spread else {
            return;
        };
        let (least, most) = spread.bounds(source_length.max(SHORTEST));
        let is_short = length < least && source_length >= SHORTEST;
        if !is_short && length <= most {
            return;
        }
        let message = format!(
            "the target has {length} characters for {source_length} of the source, where {least} to {most} are usual"
        );
        let span = Some(0..target.text.len());
        let mut finding = pair.finding(self, Severity::Warning, span, message);
        finding.source_span = Some(0..source.text.len());
        findings.push(finding.with_hint(if is_short {
            "see whether something is left out"
        } else {
            "see whether something is added, or belongs to another unit"
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::findings;

    const LONG: &str = "The river rose above the lower road and the bridge was closed.";

    #[test]
    fn a_part_is_missing_or_the_text_is_of_another_unit() {
        let found = findings("length-ratio", "ur", LONG, "پل بند رہا۔");
        assert_eq!(
            found[0].message,
            "the target has 11 characters for 62 of the source, where 32 to 111 are usual"
        );
        let long = "دا جمله د بل ځای ده. ".repeat(12);
        let found = findings("length-ratio", "ps", LONG, &long);
        assert_eq!(found[0].target_span, Some(0..long.len()));
    }

    #[test]
    fn short_sources_may_have_short_or_explaining_translations() {
        for (source, target) in [
            ("WHO", "عالمی ادارۂ صحت (ڈبلیو ایچ او)"),
            ("Yes, of course!", "جی"),
            ("", "سرخی"),
        ] {
            assert!(findings("length-ratio", "ur", source, target).is_empty());
        }
        assert_eq!(
            findings("length-ratio", "ur", "Yes", &"جی ہاں ".repeat(20)).len(),
            1
        );
    }

    #[test]
    fn an_untranslated_unit_is_not_short() {
        assert!(findings("length-ratio", "ps", LONG, " ").is_empty());
    }
}
