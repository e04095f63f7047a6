//! Tables and TBX read, changed and written again.

use proptest::prelude::*;

use super::*;
use crate::model::{Detail, Severity, Term, TermStatus, Usage};

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn table(text: &str) -> (TermTable, Vec<Finding>) {
    TermTable::read(&mut text.as_bytes(), &TermReading::default()).unwrap()
}

fn term(tag: &str, text: &str, usage: Usage) -> Term {
    Term::new(language(tag), text, usage)
}

const RIVERS: &str = "# our rivers\n\
    en\tur\tur_variants\tps\tstatus\tshelf\n\
    river\tدریا\tندی; نہر\tسیند\tapproved\t3\n\
    \n\
    stream\tچشمہ\t\t\tproposed\n";

#[test]
fn a_table_is_read_by_the_names_of_its_columns() {
    let (table, findings) = table(RIVERS);
    assert!(findings.is_empty(), "{findings:?}");
    let rows: Vec<_> = table.rows().collect();
    assert_eq!((rows.len(), rows[0].0, rows[1].0), (2, 3, 5));
    let texts: Vec<_> = rows[0]
        .1
        .terms
        .iter()
        .map(|term| term.text.as_str())
        .collect();
    assert_eq!(texts, ["river", "دریا", "ندی", "نہر", "سیند"]);
    assert_eq!(rows[0].1.detail("shelf"), Some("3"));
    assert_eq!(rows[1].1.status, TermStatus::Proposed);
}

#[test]
fn what_is_not_changed_stays_to_the_letter() {
    let (mut rivers, _) = table(RIVERS);
    assert_eq!(rivers.to_text(), RIVERS);
    let old = rivers.rows().nth(1).unwrap().1.clone();
    let mut new = old.clone();
    new.terms.push(term("ps", "چینه", Usage::Preferred));
    new.set_detail("note", "small; cold");
    assert!(rivers.replace(&old, &new) && !rivers.replace(&old, &new));
    let text = rivers.to_text();
    assert!(
        text.starts_with("# our rivers\nen\tur\tur_variants\tps\tstatus\tshelf\tnote\nriver\t")
    );
    assert!(
        text.ends_with("\n\nstream\tچشمہ\t\tچینه\tproposed\t\tsmall; cold\n"),
        "{text}"
    );
    let (again, _) = table(&text);
    assert_eq!(again.rows().nth(1).unwrap().1, &new);
    assert!(rivers.remove(&new));
    assert_eq!(rivers.rows().count(), 1);
}

#[test]
fn broken_rows_are_told_with_their_place_and_stay() {
    let text =
        "en\tur\tstatus\nriver\tدریا\tmaybe\n\t\tapproved\nx\ty\tz\tw\n—\tدریا\n؟\t!\nlast\tآخری";
    let (mut table, findings) = table(text);
    let told: Vec<_> = findings
        .iter()
        .map(|found| {
            let place = found.place.as_ref().unwrap();
            (
                place.line,
                place.column,
                found.severity,
                found.message.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                2,
                12,
                Severity::Warning,
                "`maybe` is no status, taken for `approved`"
            ),
            (3, 1, Severity::Error, "the row names no term"),
            (
                4,
                1,
                Severity::Error,
                "the row was passed over: it has 4 cells, the first line has 3"
            ),
            (
                5,
                1,
                Severity::Warning,
                "the term `—` has no letter or digit and was left out"
            ),
            (
                6,
                1,
                Severity::Error,
                "the term `؟` has no letter or digit and was left out"
            ),
            (
                6,
                3,
                Severity::Error,
                "the term `!` has no letter or digit and was left out"
            ),
        ]
    );
    assert_eq!(table.to_text(), text);
    assert_eq!(table.rows().count(), 3);
    let new = Concept {
        terms: vec![term("en", "#tag", Usage::Preferred)],
        ..Concept::default()
    };
    table.add(&new);
    let text = table.to_text();
    assert!(text.ends_with("last\tآخری\n #tag\t\tapproved\n"), "{text}");
}

#[test]
fn a_first_line_without_a_language_is_refused() {
    for (text, message) in [
        (
            "word,meaning\na,b\n",
            "no column of the first line names a language",
        ),
        ("", "no column of the first line names a language"),
        ("en\tur\tEnglish\n", "two columns hold `en`"),
    ] {
        let error = TermTable::read(&mut text.as_bytes(), &TermReading::default());
        assert_eq!(error.unwrap_err().to_string(), message);
    }
    let reading = TermReading {
        columns: vec![
            ("word".into(), "en".into()),
            ("meaning".into(), "ur".into()),
        ],
    };
    let (table, _) = TermTable::read(&mut "word,meaning\na,b\n".as_bytes(), &reading).unwrap();
    assert_eq!(table.rows().next().unwrap().1.terms.len(), 2);
}

/// Concepts as each format can hold them.
fn concepts() -> impl Strategy<Value = Vec<Concept>> {
    let text = "[a-zابپ;\"\\\\&<#]{0,3}[a-zابپ][ a-z،]{0,3}[a-z]";
    let usage = prop_oneof![Just(Usage::Admitted), Just(Usage::Forbidden)];
    let details = proptest::collection::vec((r"source|note|grammaticalGender", text), 0..2);
    let terms = proptest::collection::vec((r"en|ur-PK|ps", text, usage, details), 1..5);
    let whole = proptest::collection::vec((r"note|definition|my column|pos", text), 0..3);
    let concept = (
        proptest::option::of("[a-z][a-z0-9]{0,4}"),
        terms,
        whole,
        any::<bool>(),
    );
    proptest::collection::vec(concept, 0..4).prop_map(|all| all.into_iter().map(made).collect())
}

type Made = (
    Option<String>,
    Vec<(String, String, Usage, Vec<(String, String)>)>,
    Vec<(String, String)>,
    bool,
);

/// A concept whose terms are in the order of columns, one preferred in each language, no detail twice.
fn made((id, terms, whole, proposed): Made) -> Concept {
    let mut concept = Concept {
        id,
        ..Concept::default()
    };
    if proposed {
        concept.status = TermStatus::Proposed;
    }
    for tag in ["en", "ur-PK", "ps"] {
        let own: Vec<_> = terms.iter().filter(|term| term.0 == tag).collect();
        for wanted in [Usage::Preferred, Usage::Admitted, Usage::Forbidden] {
            for (at, (_, text, usage, details)) in own.iter().enumerate() {
                let usage = if at == 0 { Usage::Preferred } else { *usage };
                if usage == wanted {
                    let mut term = term(tag, text, usage);
                    term.details.clone_from(details);
                    term.details.dedup_by_key(|(name, _)| name.clone());
                    concept.terms.push(term);
                }
            }
        }
    }
    for (name, text) in whole {
        if concept.detail(&name).is_none() {
            let language = None;
            concept.details.push(Detail {
                name,
                language,
                text,
            });
        }
    }
    concept
}

/// The same concepts with their details in an order that does not depend on the file.
fn sorted(mut concepts: Vec<Concept>) -> Vec<Concept> {
    for concept in &mut concepts {
        concept
            .details
            .sort_by(|one, other| one.name.cmp(&other.name));
        for term in &mut concept.terms {
            term.details.sort();
        }
        concept
            .terms
            .sort_by_key(|term| (term.language.to_string(), term.usage));
    }
    concepts
}

proptest! {
    #[test]
    fn every_format_gives_back_what_it_was_given(concepts in concepts()) {
        let writing = TermWriting { source: language("en"), title: "t < & x".to_owned() };
        for format in TERM_FORMATS {
            let mut bytes = Vec::new();
            format.write(&concepts, &writing, &mut bytes).unwrap();
            let name = format!("x.{}", format.suffixes()[0]);
            prop_assert!(detect_terms(&bytes, &name).is_some(), "{}", String::from_utf8_lossy(&bytes));
            let file = format.read(&mut bytes.as_slice(), &TermReading::default()).unwrap();
            prop_assert_eq!(&file.findings, &[], "{}", String::from_utf8_lossy(&bytes));
            let read: Vec<_> = file.concepts.into_iter().map(|(_, concept)| concept).collect();
            prop_assert_eq!(sorted(read), sorted(concepts.clone()), "{}: {}", format.name(), String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn any_table_can_be_read_and_stays(text in "(en|#|\"|[a-c,;\t ]){0,3}\t[a-cur\"]{0,4}\n([a-c\"\t,#!\n]{0,30})") {
        if let Ok((table, _)) = TermTable::read(&mut text.as_bytes(), &TermReading::default()) {
            let head = text.lines().next().unwrap_or_default();
            if !head.contains('"') {
                let ends_alike = table.to_text().len() >= text.trim_end().len().saturating_sub(head.len());
                prop_assert!(ends_alike);
            }
        }
    }
}
