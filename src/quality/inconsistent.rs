//! One source that is translated in two ways, and two sources that have one translation.

use super::repeats::Other;
use super::{Check, Example, Pair};
use crate::model::{Finding, Severity};
use crate::text::words;

pub(super) struct Inconsistent;

/// Texts of fewer words are often translated by what stands around them.
const FEW_WORDS: usize = 4;

impl Check for Inconsistent {
    fn id(&self) -> &'static str {
        "inconsistent"
    }

    fn title(&self) -> &'static str {
        "Inconsistent translation"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "Another unit has the same source and another translation, or the same translation and another source. Case, \
         punctuation, spacing and variant spellings (کے لیے and کیلئے, گزشتہ and گذشتہ) do not count, and neither do \
         sources that share a third of their words. Of texts below four words it is a remark."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new(
                    "ur",
                    "The gate is closed at night.",
                    "دروازہ رات کو بند ہوتا ہے۔",
                )
                .beside(&[("The gate is closed at night.", "پھاٹک رات میں بند رہتا ہے۔")]),
                Example::new("ps", "Nobody came to the market.", "دروازه د شپې تړلې وي.")
                    .beside(&[("The gate is closed at night.", "دروازه د شپې تړلې وي.")]),
            ]
        }
    }

    fn uses_corpus(&self) -> bool {
        true
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let Some(corpus) = pair.context.corpus.filter(|_| !pair.is_untranslated()) else {
            return;
        };
        let (source, target) = (pair.source, pair.target);
        let [other_target, other_source] = corpus.repeats.others(&pair.unit.id, source, target);
        if let Some(other) = other_target {
            let finding = self.report(pair, pair.from.text, &other, "source is translated as");
            findings.push(finding.with_hint("use one translation, or say in both why they differ"));
        }
        if let Some(other) = other_source
            && !are_alike(&source.text, other.text)
        {
            let finding = self.report(pair, pair.to.text, &other, "translation stands for");
            findings.push(finding.with_hint("see whether one of them belongs to another unit"));
        }
    }
}

impl Inconsistent {
    fn report(&self, pair: &Pair<'_>, same: &str, other: &Other<'_>, how: &str) -> Finding {
        let severity = match words(same).nth(FEW_WORDS - 1) {
            Some(_) => Severity::Warning,
            None => Severity::Info,
        };
        let message = format!("the same {how} `{}` in unit {}", other.text, other.unit);
        let span = Some(0..pair.target.text.len());
        let mut finding = pair.finding(self, severity, span, message);
        finding.source_span = Some(0..pair.source.text.len());
        finding
    }
}

/// Whether two sources share a third of the words of the shorter one.
fn are_alike(a: &str, b: &str) -> bool {
    let word_list =
        |text: &str| -> Vec<String> { words(text).map(|word| text[word].to_lowercase()).collect() };
    let (a, mut b) = (word_list(a), word_list(b));
    let fewest = a.len().min(b.len());
    let shared = a.iter().filter(|word| {
        let found = b.iter().position(|other| other == *word);
        found.map(|at| b.swap_remove(at)).is_some()
    });
    shared.count() * 3 >= fewest
}

#[cfg(test)]
mod tests {
    use super::super::Example;
    use super::*;

    fn found(
        pair: (&'static str, &'static str),
        other: (&'static str, &'static str),
    ) -> Vec<Finding> {
        let example = Example {
            beside: vec![other].leak(),
            ..Example::new("ur", pair.0, pair.1)
        };
        example.findings("inconsistent", pair.1).unwrap()
    }

    const SOURCE: &str = "The gate is closed at night.";

    #[test]
    fn the_other_translation_is_shown_with_its_unit() {
        let found = found(
            (SOURCE, "دروازہ رات کو بند ہوتا ہے۔"),
            (SOURCE, "پھاٹک بند ہے۔"),
        );
        assert_eq!(found[0].severity, Severity::Warning);
        assert_eq!(
            found[0].message,
            "the same source is translated as `پھاٹک بند ہے۔` in unit unit2"
        );
    }

    #[test]
    fn variant_spellings_and_typography_are_one_translation() {
        for (one, other) in [
            ("رات کے لیے بند ہے۔", "رات کیلئے بند ہے"),
            ("گزشتہ رات انہوں نے چاہا۔", "گذشتہ رات انھوں نے  چاہا۔"),
            ("وہ ”بند“ ہے، ۹۰ دن۔", "وہ 'بند' ہے 90 دن۔"),
        ] {
            assert!(found((SOURCE, one), (SOURCE, other)).is_empty(), "{other}");
        }
    }

    #[test]
    fn one_translation_of_unlike_sources_is_found_and_of_like_ones_not() {
        let target = "دروازہ رات کو بند ہوتا ہے۔";
        let unlike = found((SOURCE, target), ("Nobody came to the market.", target));
        assert_eq!(
            unlike[0].message,
            "the same translation stands for `Nobody came to the market.` in unit unit2"
        );
        assert!(found((SOURCE, target), ("At night the gates are closed.", target)).is_empty());
        assert!(found((SOURCE, target), ("the gate is closed at night", target)).is_empty());
    }

    #[test]
    fn short_texts_are_a_remark() {
        let found = found(("Open", "کھولیں"), ("Open", "کھلا"));
        assert_eq!(found[0].severity, Severity::Info);
    }
}
