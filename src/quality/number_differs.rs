//! Numbers of the source that the translation lacks, changes or writes in a way of its own.

use super::{Check, Example, Pair};
use crate::model::{Edit, Finding, Severity};
use crate::text::numbers::{Difference, DifferenceKind, Weight, compare};

pub(super) struct NumberDiffers;

impl Check for NumberDiffers {
    fn id(&self) -> &'static str {
        "number-differs"
    }

    fn title(&self) -> &'static str {
        "Numbers differ"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn description(&self) -> &'static str {
        "The numbers of both texts are compared by value: order, digit set (79, ۷۹), separators \
         (2,670, ۲٬۶۷۰, ۲،۶۷۰, 1,50,000), glued suffixes (۲۰۲۱ء, ۱۵مه), the wording of percent and of \
         magnitudes (10 لاکھ) do not count. A number that the other text spells out in words is a \
         remark only. A number replaced, missing or written with digits of two sets is an error; one \
         too many, a lost minus, percent or million, a solar year, and digits of a foreign set are \
         warnings."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "It took 79 days.", "اس میں ۹۷ دن لگے۔"),
                Example::new(
                    "ps",
                    "The road is 2,670 km long.",
                    "سړک ۲،۷۶۰ کیلومتره اوږد دی.",
                ),
                Example::new("ur", "It took 79 days.", "اس میں ٧٩ دن لگے۔")
                    .fixed("اس میں ۷۹ دن لگے۔"),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        if pair.is_untranslated() {
            return;
        }
        let (source, target) = (pair.source, pair.target);
        let differences = compare(
            &source.text,
            &source.language,
            &target.text,
            &target.language,
        );
        for difference in differences {
            let severity = match difference.kind.weight() {
                Weight::Error => Severity::Error,
                Weight::Warning => Severity::Warning,
                Weight::Info => Severity::Info,
            };
            let message = message(pair, &difference);
            let mut finding = pair.finding(self, severity, difference.target.clone(), message);
            finding.hint = hint(difference.kind).map(str::to_owned);
            finding.fix = fix(&difference);
            finding.source_span = difference.source;
            findings.push(finding);
        }
    }
}

/// What to say of a difference.
fn message(pair: &Pair<'_>, difference: &Difference) -> String {
    let written = |span: &Option<std::ops::Range<usize>>, text: &str| {
        span.clone()
            .and_then(|span| text.get(span))
            .unwrap_or_default()
            .to_owned()
    };
    let source = written(&difference.source, &pair.source.text);
    let target = written(&difference.target, &pair.target.text);
    let (number, side, other) = if source.is_empty() {
        (&target, "target", "source")
    } else {
        (&source, "source", "target")
    };
    match difference.kind {
        DifferenceKind::Replaced => format!("`{source}` of the source is `{target}` in the target"),
        DifferenceKind::Missing => format!("`{source}` of the source is missing in the target"),
        DifferenceKind::Added => format!("`{target}` of the target is not in the source"),
        DifferenceKind::MixedDigits => format!("`{target}` mixes digits of two sets"),
        DifferenceKind::ForeignDigits => format!(
            "`{target}` is written in digits that {} does not use",
            pair.target.language
        ),
        DifferenceKind::Magnitude => {
            format!(
                "the words of size after `{source}` in the source and `{target}` in the target differ"
            )
        }
        DifferenceKind::Sign => format!("`{source}` and `{target}` differ in their minus sign"),
        DifferenceKind::Proportion => format!("`{source}` or `{target}` alone is a percentage"),
        DifferenceKind::SolarYear => {
            format!("`{target}` may be the year {source} of the solar Hijri calendar")
        }
        DifferenceKind::MagnitudeWord => {
            format!("`{source}` and `{target}` are written with different words of size")
        }
        DifferenceKind::SpelledOut => {
            format!("`{number}` of the {side} is or may be in words in the {other}")
        }
        DifferenceKind::OtherForm => format!("`{source}` and `{target}` are one time in two forms"),
        DifferenceKind::Repeated => {
            format!("`{number}` stands more often in the {side} than in the {other}")
        }
        DifferenceKind::Code => format!("`{number}`, part of a name, stands in the {side} alone"),
        DifferenceKind::DecimalComma => format!("`{target}` has a comma for the decimal point"),
        DifferenceKind::Range => format!("the ends of `{target}` may be shown in either order"),
    }
}

/// What to do about a difference, where that is not plain.
fn hint(kind: DifferenceKind) -> Option<&'static str> {
    match kind {
        DifferenceKind::Replaced | DifferenceKind::Missing => {
            Some("put the number of the source there")
        }
        DifferenceKind::Added => Some("take it out, unless it explains something to the reader"),
        DifferenceKind::SolarYear => Some("keep it if the text uses that calendar throughout"),
        DifferenceKind::MixedDigits | DifferenceKind::ForeignDigits => {
            Some("write all digits in one set of the language")
        }
        DifferenceKind::Magnitude => {
            Some("compare the words for thousand, lakh, million and billion")
        }
        _ => None,
    }
}

/// The edit that mends a difference; a slip of digit sets alone is safe to mend.
fn fix(difference: &Difference) -> Option<Edit> {
    match difference.kind {
        DifferenceKind::MixedDigits | DifferenceKind::ForeignDigits => Some(Edit {
            span: difference.target.clone()?,
            text: difference.suggestion.clone()?,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};
    use crate::model::Severity;

    #[test]
    fn a_swapped_number_is_an_error_with_both_spans() {
        let found = findings(
            "number-differs",
            "ur",
            "It took 79 days.",
            "اس میں ۹۷ دن لگے۔",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].severity, Severity::Error);
        assert_eq!(found[0].message, "`79` of the source is `۹۷` in the target");
        assert_eq!(found[0].source_span, Some(8..10));
        assert_eq!(found[0].target_span, Some(12..16));
        assert_eq!(found[0].fix, None, "a person decides");
    }

    #[test]
    fn foreign_digits_are_a_warning_with_a_fix() {
        let target = "دا ٧٩ ورځې وې.";
        let found = findings("number-differs", "ps", "It took 79 days.", target);
        assert_eq!(found[0].severity, Severity::Warning);
        assert_eq!(fixed(target, &found[0]), "دا ۷۹ ورځې وې.");
    }

    #[test]
    fn a_spelled_number_is_a_remark() {
        let found = findings(
            "number-differs",
            "ur",
            "It took 7 days.",
            "اس میں سات دن لگے۔",
        );
        assert_eq!(found[0].severity, Severity::Info);
    }
}
