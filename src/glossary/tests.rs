//! Terms found in sentences.

use proptest::prelude::*;

use super::*;
use crate::model::Usage::{Admitted, Preferred};

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

/// A glossary with a concept for each term of a language.
fn glossary(tag: &str, terms: &[&str]) -> Glossary {
    let concepts = terms.iter().map(|text| Concept {
        terms: vec![Term::new(language(tag), *text, Preferred)],
        ..Concept::default()
    });
    Glossary::new(concepts.collect())
}

/// What stands where terms are found in a text; of overlapping ones the longest.
fn found<'t>(tag: &str, terms: &[&str], text: &'t str) -> Vec<&'t str> {
    let occurrences = glossary(tag, terms).find(text, &language(tag));
    let spans = longest(occurrences).into_iter();
    spans.map(|one| &text[one.span()]).collect()
}

#[test]
fn english_terms_are_found_in_their_forms() {
    let terms = ["refugee", "border crossing", "Durand Line", "study"];
    assert_eq!(
        found(
            "en",
            &terms,
            "Refugees at the border-crossings of the Durand Line’s south; studies."
        ),
        ["Refugees", "border-crossings", "Durand Line’s", "studies"]
    );
    assert!(found("en", &terms, "The border, crossing the durand line.").is_empty());
    assert!(found("en", &["organ"], "An organization.").is_empty());
}

#[test]
fn verbs_are_found_in_their_forms_and_nouns_are_not() {
    let mut concept = Concept {
        terms: vec![Term::new(language("en"), "test", Preferred)],
        ..Concept::default()
    };
    let count = |concept: &Concept| {
        let glossary = Glossary::new(vec![concept.clone()]);
        glossary
            .find("They tested and are testing tests.", &language("en"))
            .len()
    };
    assert_eq!(count(&concept), 1);
    concept.set_detail("pos", "verb");
    assert_eq!(count(&concept), 3);
}

#[test]
fn capitals_tell_names_from_words() {
    assert_eq!(
        found("en", &["US", "Turkey"], "The US told us of Turkey."),
        ["US", "Turkey"]
    );
    assert!(found("en", &["US", "Turkey"], "They told us to eat turkey.").is_empty());
    assert_eq!(found("en", &["U.S."], "Against U.S. forces"), ["U.S."]);
}

#[test]
fn the_longest_term_wins() {
    let terms = [
        "Islamic Emirate",
        "Islamic Emirate of Afghanistan",
        "Afghanistan",
    ];
    assert_eq!(
        found(
            "en",
            &terms,
            "The Islamic Emirate of Afghanistan and Afghanistan"
        ),
        ["Islamic Emirate of Afghanistan", "Afghanistan"]
    );
}

#[test]
fn white_space_in_urdu_compounds_does_not_count() {
    for (term, text) in [
        ("خودمختاری", "ان کی خود مختاری پر"),
        ("خود مختاری", "ان کی خودمختاری پر"),
        ("طورخم", "وہ طور خم گئے"),
        ("دہشت گردی", "دہشتگردی کے خلاف"),
        ("پناہ گزین", "افغان پناہ گزینوں کو"),
        ("پناہ گزین", "افغان پناہ‌گزینوں کو"),
        ("اقوام متحدہ", "اقوامِ متحدہ نے کہا"),
        ("امارتِ اسلامیہ", "امارت اسلامیہ کے"),
    ] {
        assert_eq!(found("ur", &[term], text).len(), 1, "{term}: {text}");
    }
    assert!(found("ur", &["کابل"], "کابینہ نے کہا").is_empty());
    assert!(
        found("ur", &["گزین"], "پناہگزین").is_empty(),
        "not at the begin of a word"
    );
    assert!(found("ur", &["پناہ گزین"], "پناہ، گزین").is_empty());
}

#[test]
fn a_letter_that_ends_words_ends_one_where_a_space_is_missing() {
    for (term, text, expected) in [
        ("مریض", "آنے والےمریضوں میں", "مریضوں"),
        ("جینوم", "انہوں نےجینوم پڑھا", "جینوم"),
        ("بے روزگار", "وہ بےروزگار ہے", "بےروزگار"),
        ("بےروزگار", "وہ بے‌روزگاروں سے", "بے‌روزگاروں"),
        ("جہاں گیر", "جہاںگیر نے", "جہاںگیر"),
    ] {
        assert_eq!(found("ur", &[term], text), [expected], "{term}: {text}");
    }
}

#[test]
fn pashto_terms_are_found_in_their_forms() {
    for (term, text) in [
        ("طالبان", "د طالبانو له خوا"),
        ("د ډیورنډ کرښه", "د ډیورنډ کرښې په غاړه"),
        ("د ډیورنډ کرښه", "پر ډيورنډ کرښه"),
        ("د ترهګرۍ پر ضد مبارزه", "د ترهګرۍ پر ضد مبارزې"),
        ("د پاکستاني طالبانو خوځښت", "د پاکستاني طالبانو د خوځښت مشر"),
        ("د داعش د خراسان څانګه", "د داعش خراسان څانګې"),
        ("متحده ایالات", "متحدو ایالاتو"),
        ("ټي ټي پي", "د ټي ټي پي مشران"),
        ("کډوال", "کډوالو"),
    ] {
        assert_eq!(found("ps", &[term], text).len(), 1, "{term}: {text}");
    }
    assert_eq!(
        found("ps", &["د ډیورنډ کرښه"], "د ډیورنډ کرښې"),
        ["ډیورنډ کرښې"]
    );
}

#[test]
fn every_term_is_looked_for_and_every_variant() {
    let mut concept = Concept::default();
    concept
        .terms
        .push(Term::new(language("en"), "Torkham", Preferred));
    concept
        .terms
        .push(Term::new(language("ur"), "طورخم", Preferred));
    concept
        .terms
        .push(Term::new(language("ur-PK"), "تورخم", Admitted));
    let glossary = Glossary::new(vec![concept]);
    let occurrences = glossary.find("تورخم اور طورخم", &language("ur"));
    let terms: Vec<_> = occurrences
        .iter()
        .map(|one| glossary.term(one).usage)
        .collect();
    assert_eq!(terms, [Admitted, Preferred]);
    assert!(glossary.find("Torkham", &language("fr")).is_empty());
}

#[test]
fn a_megabyte_of_one_thing_costs_no_more_than_its_length() {
    let glossary = glossary("ur", &["ا", "ااا ا", "الف ا"]);
    let text = "ا ".repeat(200_000);
    assert_eq!(longest(glossary.find(&text, &language("ur"))).len(), 50_000);
    assert!(
        glossary
            .find(&"ا".repeat(300_000), &language("ur"))
            .is_empty()
    );
}

proptest! {
    #[test]
    fn spans_are_of_the_text_and_in_order(
        text in "[\u{600}-\u{6FF}\u{200C} ۔،a-cA-C'’.-]{0,40}",
        terms in proptest::collection::vec("[ابپa-c ]{1,6}", 1..6),
        tag in "en|ur|ps|fr|ja",
    ) {
        let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
        let occurrences = glossary(&tag, &terms).find(&text, &language(&tag));
        let mut end = 0;
        for one in longest(occurrences) {
            prop_assert!(text.get(one.span()).is_some_and(|part| !part.is_empty()));
            prop_assert!(one.start >= end || one.end == end);
            end = one.end;
        }
    }

    /// Words of few letters, so that they are often beginnings and forms of each other.
    #[test]
    fn what_is_found_is_what_a_plain_finder_finds(
        text in prop_oneof![
            "([کرهو]{1,3}(و|ونه|ان|ې|ی|د)? ?){0,10}",
            "([کرہا]{1,3}(وں|یں|ے|ات)?[ \u{200C}-]?){0,10}",
            "(([pPlan]{1,3}|plan|news|study|studies)(s|ing|ning|'s|es|ed)?[ -]){0,8}",
            "([éabc]{1,3}(s|es|er|ons)?[ -]){0,8}",
        ],
        terms in proptest::collection::vec(
            prop_oneof![
                "[کرهو]{1,4}(ه|ان)?( د)?( [کرهو]{1,3}){0,2}",
                "[کرہا]{1,4}(ہ|ی)?( [کرہا]{1,3}){0,2}",
                "([pPlan]{1,3}|plan|new|study)(ning)?( [plan]{1,3}s?){0,2}",
                "[éabc]{1,3}(s|er)?( [abc]{1,3}){0,1}",
            ],
            1..12,
        ),
        verbs in any::<u16>(),
        tag in "en|ur|ps|fa|fr|ja",
    ) {
        let language = language(&tag);
        let concept = |(number, text): (usize, &String)| {
            let mut concept = Concept {
                terms: vec![Term::new(language.clone(), text.trim(), Preferred)],
                ..Concept::default()
            };
            if verbs & (1 << number) != 0 {
                concept.set_detail("pos", "verb");
            }
            concept
        };
        let concepts: Vec<_> = terms.iter().enumerate().map(concept).collect();
        let expected = plain::find(&concepts, &text, &language);
        let glossary = Glossary::new(concepts);
        prop_assert_eq!(&glossary.find(&text, &language), &expected);
        // What is remembered of a text does not change what is found the next time.
        prop_assert_eq!(&glossary.find(&text, &language), &expected);
        let some: Vec<usize> = (0..terms.len()).filter(|number| number % 3 == 0).collect();
        let of_some: Vec<_> = expected.into_iter().filter(|one| one.concept % 3 == 0).collect();
        prop_assert_eq!(glossary.find_of(&some, &text, &language), of_some);
    }

    #[test]
    fn a_term_is_found_in_itself(term in "[ابپتکگہیa-c]{1,5}( [ابپتکگہیa-c]{1,5}){0,2}", tag in "en|ur|ps|fr") {
        // Written without its space, `ہ ہہہ` has a form that is its second word.
        let found = longest(glossary(&tag, &[&term]).find(&term, &language(&tag)));
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].span(), 0..term.len());
    }
}
