//! Checks: one file, one check; each says what may be wrong with the translation of a unit.

mod bidi_controls;
mod confusables;
mod context;
mod empty_target;
mod end_mark;
mod not_normalised;
mod number_differs;
mod same_as_source;
mod terminology;
mod wrong_letter;

use std::ops::Range;

pub use context::Context;

use crate::model::{Finding, Severity, Unit, Variant};
use crate::text::Language;

/// One check. A new check is one new file and one line in [`CHECKS`].
pub trait Check: Sync {
    /// The stable name of its findings, in kebab case.
    fn id(&self) -> &'static str;

    /// What it looks for, in a few words.
    fn title(&self) -> &'static str;

    /// The weight of its gravest finding.
    fn severity(&self) -> Severity;

    /// What it finds, why that matters and what it lets pass, in some sentences for the manual.
    fn description(&self) -> &'static str;

    /// Adds what it finds in a pair.
    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>);
}

/// Every check, in the order in which their findings are reported.
pub const CHECKS: &[&dyn Check] = &[
    &empty_target::EmptyTarget,
    &same_as_source::SameAsSource,
    &number_differs::NumberDiffers,
    &end_mark::EndMark,
    &wrong_letter::WrongLetter,
    &bidi_controls::BidiControls,
    &not_normalised::NotNormalised,
    &terminology::Terminology,
];

/// The check of that name.
#[must_use]
pub fn check_named(id: &str) -> Option<&'static dyn Check> {
    CHECKS.iter().copied().find(|check| check.id() == id)
}

/// A source text and its translation.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The unit that holds both.
    pub unit: &'a Unit,
    /// The source text.
    pub source: &'a Variant,
    /// The translation.
    pub target: &'a Variant,
    /// What is known beside them.
    pub context: &'a Context<'a>,
}

/// What all checks find in the translation of a unit into a language.
///
/// Empty when the unit lacks one of the two texts. Costs a few passes over both texts.
#[must_use]
pub fn check_unit(
    unit: &Unit,
    source_language: &Language,
    language: &Language,
    context: &Context<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let (Some(source), Some(target)) = (unit.variant(source_language), unit.variant(language)) {
        let pair = Pair {
            unit,
            source,
            target,
            context,
        };
        for check in CHECKS {
            check.check(&pair, &mut findings);
        }
    }
    findings
}

impl Pair<'_> {
    /// Whether the target has no text and no markup: nothing to check but that.
    fn is_untranslated(&self) -> bool {
        is_blank(&self.target.text) && self.target.codes.is_empty()
    }

    /// A finding about the target of this pair.
    fn finding(
        &self,
        check: &dyn Check,
        severity: Severity,
        target_span: Option<Range<usize>>,
        message: impl Into<String>,
    ) -> Finding {
        Finding {
            unit: Some(self.unit.id.clone()),
            lang: Some(self.target.language.clone()),
            target_span,
            ..Finding::new(check.id(), severity, message)
        }
    }
}

/// Whether a text shows nothing.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
    })
}

#[cfg(test)]
mod testing {
    //! Pairs of short sentences for the tests of the checks.

    use super::Context;
    use crate::model::{Finding, Unit, UnitId, Variant};
    use crate::text::Language;

    /// The findings of one check in an English sentence and its translation.
    pub(super) fn findings(id: &str, tag: &str, source: &str, target: &str) -> Vec<Finding> {
        findings_with(id, tag, source, target, &Context::default())
    }

    /// The same with what is known beside the pair.
    pub(super) fn findings_with(
        id: &str,
        tag: &str,
        source: &str,
        target: &str,
        context: &Context<'_>,
    ) -> Vec<Finding> {
        let english = Language::parse("en").unwrap();
        let language = Language::parse(tag).unwrap();
        let mut unit = Unit::new(UnitId("u1".into()), Variant::new(english.clone(), source));
        unit.variants.push(Variant::new(language.clone(), target));
        let mut found = super::check_unit(&unit, &english, &language, context);
        found.retain(|finding| finding.id == id);
        found
    }

    /// The target with a finding's fix applied.
    pub(super) fn fixed(target: &str, finding: &Finding) -> String {
        let fix = finding.fix.as_ref().unwrap();
        let mut text = target.to_owned();
        text.replace_range(fix.span.clone(), &fix.text);
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::testing::findings;
    use super::*;
    use crate::model::{State, UnitId};

    #[test]
    fn names_are_unique_and_every_check_explains_itself() {
        for (at, check) in CHECKS.iter().enumerate() {
            assert!(CHECKS[..at].iter().all(|other| other.id() != check.id()));
            assert!(check.description().ends_with('.') && !check.title().ends_with('.'));
            assert!(check_named(check.id()).is_some());
        }
        assert!(check_named("nothing").is_none());
    }

    #[test]
    fn good_pairs_have_no_findings() {
        for (tag, source, target) in [
            ("ur", "The bridge opened in 2019.", "پل ۲۰۱۹ء میں کھلا۔"),
            ("ur", "Did 79 percent agree?", "کیا 79 فیصد متفق تھے؟"),
            (
                "ps",
                "The bridge opened in 2019.",
                "پل په ۲۰۱۹ کال کې پرانیستل شو.",
            ),
            ("ps", "The men came home.", "سړي کور ته راغلل۔"),
        ] {
            for check in CHECKS {
                assert_eq!(findings(check.id(), tag, source, target), [], "{target}");
            }
        }
    }

    #[test]
    fn a_long_unit_of_one_thing_costs_no_more_than_its_length() {
        let [english, urdu] = ["en", "ur"].map(|tag| Language::parse(tag).unwrap());
        for pattern in [
            "\u{202E}\u{202C}",
            "\u{202E}",
            "\u{2069}",
            "a1",
            "1,",
            "%5 ",
            "\u{6D3}",
            "ا\u{200F}",
            "two ",
        ] {
            let source = Variant::new(english.clone(), "One of 7% is here.");
            let mut unit = Unit::new(UnitId("u1".into()), source);
            unit.variants
                .push(Variant::new(urdu.clone(), pattern.repeat(3_000)));
            assert!(
                check_unit(&unit, &english, &urdu, &Context::default()).len() < 2_000,
                "{pattern:?}"
            );
        }
    }

    #[test]
    fn a_unit_without_the_language_or_the_text_is_passed_over() {
        let [english, urdu] = ["en", "ur"].map(|tag| Language::parse(tag).unwrap());
        let mut unit = Unit::new(
            UnitId("u1".into()),
            Variant::new(english.clone(), "In 2020."),
        );
        assert_eq!(check_unit(&unit, &english, &urdu, &Context::default()), []);
        unit.variants.push(Variant::new(urdu.clone(), ""));
        assert_eq!(unit.variants[1].state, State::Initial);
        assert_eq!(check_unit(&unit, &english, &urdu, &Context::default()), []);
    }

    proptest! {
        #[test]
        fn any_pair_can_be_checked_and_every_edit_fits(
            source in any::<String>(),
            target in "[\u{600}-\u{6FF}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}a-z0-9.?!\"() ]{0,32}",
            tag in "ur|ps",
        ) {
            let [english, language] = ["en", &tag].map(|tag| Language::parse(tag).unwrap());
            let mut unit = Unit::new(UnitId("u1".into()), Variant::new(english.clone(), source.clone()));
            unit.variants.push(Variant::new(language.clone(), target.clone()));
            for finding in check_unit(&unit, &english, &language, &Context::default()) {
                prop_assert!(finding.source_span.is_none_or(|span| source.get(span).is_some()));
                prop_assert!(finding.target_span.is_none_or(|span| target.get(span).is_some()));
                prop_assert!(finding.fix.is_none_or(|fix| target.get(fix.span).is_some()));
            }
        }
    }
}
