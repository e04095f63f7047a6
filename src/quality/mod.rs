//! Checks: one file, one check; each says what may be wrong with the translation of a unit.

mod address_differs;
mod bidi_controls;
mod brackets;
mod confusables;
mod context;
mod corrupted_text;
mod digits_mixed;
mod empty_target;
mod end_mark;
mod example;
mod habits;
mod inconsistent;
mod inline_codes;
mod invisible_character;
mod latin_left;
mod latin_mark;
mod length_ratio;
mod lengths;
mod letter_positions;
mod manual;
mod not_normalised;
mod number_differs;
mod pattern;
mod placeholders;
mod plain_words;
mod presentation_form;
mod quotes;
mod reading;
mod repeated_word;
mod repeats;
mod same_as_source;
mod sentence_count;
mod spaces;
mod starts_with_mark;
mod survey;
mod terminology;
mod verbatim;
mod wrong_letter;

use std::ops::Range;

pub use context::Context;
pub use example::Example;
pub use manual::manual;
pub use survey::{Corpus, Survey};

use crate::model::{Edit, Finding, Severity, Unit, Variant};
use crate::text::{Direction, Language};
use reading::Reading;

pub use pattern::{Pattern, PatternError, PatternRule, Side};

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

    /// Texts on which it speaks up, at least one in Urdu and one in Pashto, for the manual.
    fn examples(&self) -> &'static [Example];

    /// Adds what it finds in a pair.
    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>);
}

/// Every check, in the order in which their findings are reported.
pub const CHECKS: &[&dyn Check] = &[
    &empty_target::EmptyTarget,
    &same_as_source::SameAsSource,
    &latin_left::LatinLeft,
    &corrupted_text::CorruptedText,
    &number_differs::NumberDiffers,
    &digits_mixed::DigitsMixed,
    &length_ratio::LengthRatio,
    &sentence_count::SentenceCount,
    &inconsistent::Inconsistent,
    &placeholders::Placeholders,
    &inline_codes::InlineCodes,
    &address_differs::AddressDiffers,
    &starts_with_mark::StartsWithMark,
    &end_mark::EndMark,
    &latin_mark::LatinMark,
    &brackets::Brackets,
    &quotes::Quotes,
    &spaces::Spaces,
    &wrong_letter::WrongLetter,
    &presentation_form::PresentationForm,
    &invisible_character::InvisibleCharacter,
    &bidi_controls::BidiControls,
    &not_normalised::NotNormalised,
    &repeated_word::RepeatedWord,
    &terminology::Terminology,
];

/// The check of that name.
#[must_use]
pub fn check_named(id: &str) -> Option<&'static dyn Check> {
    CHECKS.iter().copied().find(|check| check.id() == id)
}

/// A source text and its translation.
#[derive(Debug)]
pub struct Pair<'a> {
    /// The unit that holds both.
    pub unit: &'a Unit,
    /// The source text.
    pub source: &'a Variant,
    /// The translation.
    pub target: &'a Variant,
    /// What is known beyond them.
    pub context: &'a Context<'a>,
    /// The source text, read.
    from: Reading<'a>,
    /// The translation, read.
    to: Reading<'a>,
    /// Whether the translation is in a language that is written from right to left.
    is_right_to_left: bool,
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
        let pair = Pair::new(unit, source, target, context);
        for check in CHECKS {
            check.check(&pair, &mut findings);
        }
    }
    findings
}

impl<'a> Pair<'a> {
    /// A text of a unit and its translation, each read once. Costs one pass over both.
    #[must_use]
    pub fn new(
        unit: &'a Unit,
        source: &'a Variant,
        target: &'a Variant,
        context: &'a Context<'a>,
    ) -> Self {
        Self {
            unit,
            source,
            target,
            context,
            from: Reading::new(&source.text),
            to: Reading::new(&target.text),
            is_right_to_left: target.language.direction() == Direction::RightToLeft,
        }
    }

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

/// The edit that puts something else at each of some places, which stand in order and do not overlap; `None`
/// when there is none.
fn edit<S: AsRef<str>>(text: &str, places: &[(Range<usize>, S)]) -> Option<Edit> {
    let span = places.first()?.0.start..places.last()?.0.end;
    let mut edited = String::with_capacity(span.len());
    let mut end = span.start;
    for (place, new) in places {
        edited.push_str(&text[end..place.start]);
        edited.push_str(new.as_ref());
        end = place.end;
    }
    Some(Edit { span, text: edited })
}

/// ` 3 times`, or nothing for once.
fn times(count: usize) -> String {
    match count {
        1 => String::new(),
        _ => format!(" {count} times"),
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
    fn every_check_speaks_up_on_its_examples_and_the_fix_silences_it() {
        for check in CHECKS {
            for tag in ["ur", "ps"] {
                let in_language = |example: &&Example| example.language.starts_with(tag);
                let count = check.examples().iter().filter(in_language).count();
                assert!(count > 0, "{} has no example in {tag}", check.id());
            }
            for example in check.examples() {
                let found = example.findings(check.id(), example.target).unwrap();
                assert!(!found.is_empty(), "{}: {}", check.id(), example.target);
                let after = fixed_by(&found, example.target);
                assert_eq!(after.as_deref(), example.fixed, "{}", check.id());
                if let Some(after) = after {
                    let left = example.findings(check.id(), &after).unwrap();
                    assert_eq!(left, [], "{}", check.id());
                }
            }
        }
    }

    /// The target with the fixes of all findings; `None` when there is none.
    fn fixed_by(findings: &[Finding], target: &str) -> Option<String> {
        let mut fixes: Vec<_> = findings.iter().filter_map(|one| one.fix.clone()).collect();
        fixes.sort_by_key(|fix| std::cmp::Reverse(fix.span.start));
        let mut text = target.to_owned();
        for fix in &fixes {
            text.replace_range(fix.span.clone(), &fix.text);
        }
        (!fixes.is_empty()).then_some(text)
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

    /// Good translations of many kinds: news, dialogue, lists, law, science, interfaces, scripture, networks.
    const GOOD: &[(&str, &str, &str)] = &[
        ("ur", "“Who is there?” she asked.", "”کون ہے؟“ اس نے پوچھا۔"),
        ("ur", "1) Bread 2) Milk", "۱) روٹی ۲) دودھ"),
        (
            "ur",
            "a) The court may, under section 5(2), appeal.",
            "الف) عدالت دفعہ 5(2) کے تحت اپیل کر سکتی ہے۔",
        ),
        (
            "ur",
            "The Prophet (peace be upon him) said.",
            "نبی کریم ﷺ نے فرمایا۔",
        ),
        (
            "ur",
            "He recited: “In the name of God”.",
            "اس نے پڑھا: «بسم الله الرحمن الرحيم»۔",
        ),
        (
            "ur",
            "In 1947 it was 25 °C and 5 kg.",
            "۱۹۴۷ء میں درجۂ حرارت ۲۵ °C اور وزن ۵ kg تھا۔",
        ),
        (
            "ur",
            "Follow @example on Twitter.",
            "ٹوئٹر پر @example کو فالو کریں۔",
        ),
        (
            "ur",
            "Save %d files to {folder}?",
            "%d فائلیں {folder} میں محفوظ کریں؟",
        ),
        (
            "ur",
            "Slowly, slowly the BBC came.",
            "آہستہ آہستہ بی بی سی آ گئی۔",
        ),
        ("ur", "N. M. Rashid wrote this.", "یہ ن۔م۔ راشد نے لکھا۔"),
        ("ur", "Wait… what?", "ٹھہرو۔۔۔ کیا؟"),
        (
            "ur",
            "The Pak-Afghan border is closed.",
            "پاک۔افغان سرحد بند ہے۔",
        ),
        (
            "ur",
            "CO2 and H2O are gases; NaCl is not.",
            "CO2 اور H2O گیسیں ہیں؛ NaCl نہیں۔",
        ),
        (
            "ur",
            "The infection rate fell.",
            "انفیکشن کی شرح (infection rate) گر گئی۔",
        ),
        ("ur", "Name:", "نام:"),
        ("ps", "“Who is there?” she asked.", "هغې وپوښتل: «څوک دی؟»"),
        ("ps", "• The gate\n• The key", "• دروازه\n• کیلي"),
        (
            "ps",
            "Article 5: everyone is free.",
            "پنځمه ماده: هر څوک ازاد دی.",
        ),
        (
            "ps",
            "The paper was written by the ministry.",
            "لیک د وزارت له\u{200C}خوا ولیکل شو.",
        ),
        (
            "ps",
            "It cost 2,670 dollars in 2023.",
            "په ۲۰۲۳م کال کې یې بیه ۲،۶۷۰ ډالره وه.",
        ),
        (
            "ps",
            "Click <b>Save</b> &amp; close.",
            "<b>خوندي کول</b> کېکاږئ او بند یې کړئ.",
        ),
        (
            "ps",
            "Write to info@example.org.",
            "موږ ته په info@example.org ولیکئ.",
        ),
        (
            "ps",
            "The TTP and NATO met on 5 May.",
            "ټي ټي پي او NATO د مې پر ۵مه سره وکتل.",
        ),
        ("ps", "Small pieces fell.", "ورې ورې ټوټې ولوېدې."),
        ("ps-PK", "The man came home.", "سړے کور ته راغلو۔"),
    ];

    #[test]
    fn good_text_of_many_kinds_has_no_error_and_no_warning() {
        for (tag, source, target) in GOOD {
            for check in CHECKS {
                let mut found = findings(check.id(), tag, source, target);
                found.retain(|one| one.severity > Severity::Info);
                assert_eq!(found, [], "{target}");
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
