//! Files of all editions and dialects, whole and broken.

use proptest::prelude::*;

use super::*;
use crate::exchange::collected::objected;
use crate::exchange::terms::detect_terms;
use crate::model::{Detail, Severity, Term, TermStatus, Usage};
use crate::text::Language;

fn read(text: &str) -> TermFile {
    assert!(is_tbx(text));
    TBX.read(&mut text.as_bytes(), &TermReading::default())
        .unwrap()
}

fn refused(text: &str) -> Finding {
    match TBX.read(&mut text.as_bytes(), &TermReading::default()) {
        Err(ReadError::Malformed(finding)) => *finding,
        other => panic!("{other:?}"),
    }
}

/// Language, usage and text of each term.
fn terms(concept: &Concept) -> Vec<(&str, Usage, &str)> {
    let terms = concept.terms.iter();
    terms
        .map(|term| (term.language.as_str(), term.usage, term.text.as_str()))
        .collect()
}

const SECOND: &str = "<?xml version='1.0'?>\n<!DOCTYPE martif SYSTEM 'TBXcoreStructV02.dtd'>\n\
<martif type='TBX-Basic' xml:lang='en'><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>\n\
<text><body>\n\
<termEntry id='c7'>\n\
 <descripGrp><descrip type='definition'>water that flows</descrip><admin type='source'>atlas</admin></descripGrp>\n\
 <langSet xml:lang='en'><tig><term>river</term><termNote type='partOfSpeech'>noun</termNote></tig></langSet>\n\
 <langSet xml:lang='ur'><descrip type='definition'>بہتا پانی</descrip>\n\
  <ntig id='t1'><termGrp><term>در<hi>یا</hi></term><termNote type='partOfSpeech'>noun</termNote></termGrp><note>usual</note></ntig>\n\
  <tig><term>ندی</term><termNote type='partOfSpeech'>noun</termNote><termNote type='administrativeStatus'>admittedTerm-admn-sts</termNote></tig>\n\
  <tig><term>نالہ</term><termNote type='partOfSpeech'>noun</termNote><termNote type='administrativeStatus'>supersededTerm-admn-sts</termNote></tig>\n\
 </langSet>\n\
</termEntry></body></text></martif>";

#[test]
fn the_edition_of_2008_is_read() {
    let file = read(SECOND);
    assert!(file.findings.is_empty(), "{:?}", file.findings);
    let (line, concept) = &file.concepts[0];
    assert_eq!((*line, concept.id.as_deref()), (5, Some("c7")));
    assert_eq!(
        terms(concept),
        [
            ("en", Usage::Preferred, "river"),
            ("ur", Usage::Preferred, "دریا"),
            ("ur", Usage::Admitted, "ندی"),
            ("ur", Usage::Forbidden, "نالہ"),
        ]
    );
    assert_eq!(concept.detail("pos"), Some("noun"));
    assert_eq!(concept.detail("definition"), Some("water that flows"));
    assert_eq!(concept.detail("source"), Some("atlas"));
    assert_eq!(concept.details[2].language.as_ref().unwrap().as_str(), "ur");
}

#[test]
fn data_categories_may_be_elements() {
    let file = read(
        "<tbx type='TBX-Min' style='dct' xml:lang='en' xmlns='urn:iso:std:iso:30042:ed-2' xmlns:min='http://www.tbxinfo.net/ns/min'>\
         <text><body><conceptEntry id='c1'><min:subjectField>maps</min:subjectField>\
         <langSec xml:lang='ps'><termSec><term>سیند</term><min:partOfSpeech>noun</min:partOfSpeech>\
         <min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>\
         <termSec><term>رود</term><min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>\
         </conceptEntry></body></text></tbx>",
    );
    let concept = &file.concepts[0].1;
    assert_eq!(
        terms(concept),
        [
            ("ps", Usage::Preferred, "سیند"),
            ("ps", Usage::Admitted, "رود")
        ]
    );
    assert_eq!(concept.detail("subjectField"), Some("maps"));
    assert_eq!(concept.detail("pos"), Some("noun"));
}

#[test]
fn martif_of_old_is_read() {
    let file = read(
        "<!DOCTYPE martif PUBLIC 'ISO 12200:1999A//DTD MARTIF core (DXFcdV04)//EN' 'TBXcdv04.dtd'>\n\
         <martif type='DXLT' lang='en'><text><body><termEntry><langSet lang='en'><ntig><termGrp><term>gate</term>\
         </termGrp></ntig></langSet></termEntry></body></text></martif>",
    );
    assert_eq!(
        terms(&file.concepts[0].1),
        [("en", Usage::Preferred, "gate")]
    );
}

#[test]
fn both_editions_are_written_and_read_again() {
    let concepts: Vec<_> = read(SECOND)
        .concepts
        .into_iter()
        .map(|(_, one)| one)
        .collect();
    let writing = TermWriting {
        source: Language::parse("en").unwrap(),
        title: "rivers".to_owned(),
    };
    for format in [&TBX, &TBX_BASIC] {
        let mut bytes = Vec::new();
        format.write(&concepts, &writing, &mut bytes).unwrap();
        assert_eq!(detect_terms(&bytes, "x").map(|one| one.name()), Some("tbx"));
        let text = String::from_utf8(bytes).unwrap();
        let again: Vec<_> = read(&text)
            .concepts
            .into_iter()
            .map(|(_, one)| one)
            .collect();
        assert_eq!(again, concepts, "{text}");
        assert!(text.contains("supersededTerm-admn-sts"));
    }
}

#[test]
fn a_name_is_a_proper_noun_to_tbx_and_a_name_again_to_the_glossary() {
    let mut concept = read(SECOND).concepts.remove(0).1;
    concept.set_detail("pos", "name");
    let writing = TermWriting {
        source: Language::parse("en").unwrap(),
        title: String::new(),
    };
    let mut bytes = Vec::new();
    TBX.write(&[concept.clone()], &writing, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("<termNote type=\"partOfSpeech\">properNoun</termNote>"));
    assert_eq!(read(&text).concepts.remove(0).1.detail("pos"), Some("name"));
}

#[test]
fn proposals_stay_proposals() {
    let mut concept = read(SECOND).concepts.remove(0).1;
    concept.status = TermStatus::Proposed;
    concept.id = Some("12 / a".to_owned());
    let writing = TermWriting {
        source: Language::parse("ur").unwrap(),
        title: String::new(),
    };
    let mut bytes = Vec::new();
    TBX.write(&[concept.clone()], &writing, &mut bytes).unwrap();
    let again = read(&String::from_utf8(bytes).unwrap())
        .concepts
        .remove(0)
        .1;
    assert_eq!((again.status, again.id), (concept.status, concept.id));
}

/// A concept that says what TBX-Basic has a category for, and what it has none for, at every level.
fn talkative(names: &[String], texts: &[String]) -> Concept {
    let language = |tag: &str| Language::parse(tag).unwrap();
    let mut concept = Concept::default();
    let mut texts = texts.iter().cycle().enumerate();
    let mut text = || {
        let next = texts.next();
        next.map_or(String::new(), |(number, text)| format!("{text}{number}"))
    };
    for (tag, usage) in [
        ("en", Usage::Preferred),
        ("en", Usage::Forbidden),
        ("ur", Usage::Preferred),
    ] {
        let mut term = Term::new(language(tag), format!("word {tag}"), usage);
        term.details = names.iter().map(|name| (name.clone(), text())).collect();
        concept.terms.push(term);
    }
    for of in [None, Some("ur"), Some("ps")] {
        concept.details.extend(names.iter().map(|name| Detail {
            name: name.clone(),
            language: of.map(language),
            text: text(),
        }));
    }
    concept
}

/// The concept without what order has no meaning for.
fn sorted(mut concept: Concept) -> Concept {
    concept.details.sort_by_key(|one| {
        let of = one.language.as_ref().map(Language::to_string);
        (of, one.name.clone())
    });
    for term in &mut concept.terms {
        term.details.sort();
    }
    concept
}

proptest! {
    #[test]
    fn what_is_written_is_tbx_basic_and_loses_nothing(
        names in prop::sample::subsequence(NAMES, 0..NAMES.len()),
        texts in prop::collection::vec("[a-zا][a-z:@ا ]{0,5}[a-zا]", 3..7),
        odd in prop::sample::select(&["c1", "12 / a", ""][..]),
        is_proposed in any::<bool>(),
    ) {
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let mut concept = talkative(&names, &texts);
        concept.id = Some(odd.to_owned()).filter(|id| !id.is_empty());
        if is_proposed {
            concept.status = TermStatus::Proposed;
        }
        let writing = TermWriting {
            source: Language::parse("en").unwrap(),
            title: "words".to_owned(),
        };
        for format in [&TBX, &TBX_BASIC] {
            let mut bytes = Vec::new();
            format.write(&[concept.clone()], &writing, &mut bytes).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(objected(&rules::Rules, &text), [""; 0], "{}", text);
            let again = read(&text).concepts.remove(0).1;
            prop_assert_eq!(sorted(again), sorted(concept.clone()), "{}", text);
        }
    }
}

const NAMES: &[&str] = &[
    "administrativeStatus",
    "aliases: of @ 100 %",
    "context",
    "definition",
    "example",
    "grammaticalGender",
    "note",
    "pos",
    "processStatus",
    "register",
    "source",
    "subjectField",
    "transactionType",
    "usageNote",
];

#[test]
fn a_detail_that_contradicts_its_term_does_not_win() {
    let mut concept = talkative(&[], &[]);
    let status = "preferredTerm-admn-sts".to_owned();
    let status = ("administrativeStatus".to_owned(), status);
    concept.terms[1].details.push(status);
    let writing = TermWriting {
        source: Language::parse("en").unwrap(),
        title: String::new(),
    };
    let mut bytes = Vec::new();
    TBX.write(&[concept.clone()], &writing, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(objected(&rules::Rules, &text), [""; 0], "{text}");
    assert_eq!(read(&text).concepts.remove(0).1, concept, "{text}");
}

#[test]
fn notes_that_look_like_ours_stay_notes() {
    let mut concept = talkative(&[], &[]);
    concept.set_detail("note", "tarjuman:register: formal");
    let writing = TermWriting {
        source: Language::parse("en").unwrap(),
        title: String::new(),
    };
    let mut bytes = Vec::new();
    TBX.write(&[concept.clone()], &writing, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(read(&text).concepts.remove(0).1, concept, "{text}");
}

#[test]
fn what_was_written_under_names_of_our_own_is_still_read() {
    let file = SECOND.replace(
        "<langSet xml:lang='en'>",
        "<admin type='x-id'>12 / a</admin><admin type='x-level'>2</admin><langSet xml:lang='en'>",
    );
    let concept = read(&file).concepts.remove(0).1;
    assert_eq!(concept.id.as_deref(), Some("12 / a"));
    assert_eq!(concept.detail("level"), Some("2"));
}

#[test]
fn broken_files_are_refused_with_their_line() {
    let cut = &SECOND[..SECOND.len() - 40];
    let finding = refused(cut);
    assert!(
        finding.message.starts_with("the file ends"),
        "{}",
        finding.message
    );
    let finding = refused(&SECOND.replace("</tig></langSet>\n<langSet", "</tig>\n<langSet"));
    assert_eq!(finding.place.unwrap().line, 13);
    let finding = refused("<tmx version='1.4'/>");
    assert_eq!(finding.message, "not a TBX file: its root is `tmx`");
    let bomb = "<!DOCTYPE martif [<!ENTITY a 'b'>]><martif>&a;</martif>";
    assert!(refused(bomb).message.contains("internal subset"));
}

#[test]
fn broken_entries_are_passed_over_with_their_line() {
    let file = read(
        "<tbx><text><body>\n<conceptEntry/>\n<conceptEntry>\n<langSec><termSec><term>a</term></termSec></langSec>\n\
         <langSec xml:lang='en'>\n<termSec><term>؟</term></termSec><termSec><term>b</term></termSec></langSec></conceptEntry>\n\
         <conceptEntry><langSec xml:lang='no such'><termSec><term>c</term></termSec></langSec></conceptEntry></body></text></tbx>",
    );
    let told: Vec<_> = file
        .findings
        .iter()
        .map(|one| {
            (
                one.place.as_ref().unwrap().line,
                one.severity,
                one.message.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                2,
                Severity::Error,
                "the entry was passed over: it has no term"
            ),
            (
                4,
                Severity::Error,
                "its terms were passed over: no language is named"
            ),
            (
                6,
                Severity::Error,
                "a term was left out: `؟` has no letter or digit"
            ),
            (
                7,
                Severity::Error,
                "its terms were passed over: `no such` is not a language tag"
            ),
            (
                7,
                Severity::Error,
                "the entry was passed over: it has no term"
            ),
        ]
    );
    assert_eq!(file.concepts.len(), 1);
}
