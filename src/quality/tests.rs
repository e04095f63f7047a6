//! What holds of all checks: examples, good texts, fixes that fit, and cost.

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
fn other_languages_are_not_measured_by_the_rules_of_urdu() {
    for (tag, source, target) in [
        ("he", "The door is open.", "הדלת פתוחה."),
        (
            "zh-Hans",
            "The bridge was closed for two weeks in May.",
            "五月,大桥关闭了两周。",
        ),
        ("fr", "Who is there? Nobody!", "Qui est là ? Personne !"),
        ("de", "He said “no”.", "Er sagte »nein«."),
        ("ur-Latn", "The door is open.", "darwaza khula hai."),
        ("fa", "The door is open.", "در باز است."),
    ] {
        for check in CHECKS {
            assert_eq!(findings(check.id(), tag, source, target), [], "{target}");
        }
    }
}

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
