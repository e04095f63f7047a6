//! Searching: what is found is what looking into every unit finds, however the index stands.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use proptest::prelude::*;
use tarjuman::matching::{Bounds, Concordance, Reach};
use tarjuman::memory::{Access, Commit, Memory, MemoryError, Reason, Source};
use tarjuman::model::{Timestamp, Unit};
use tarjuman::text::match_key;

use crate::fixture::{Fixture, lang, loose};

/// The ids of all hits, the newest first, and the number of texts.
fn search(memory: &Memory, phrase: &str, bounds: Bounds) -> (Vec<String>, u64) {
    let mut what = Concordance::phrase(phrase, bounds);
    let page = memory
        .search(&mut what, &[], 0..usize::MAX, Reach::All)
        .unwrap();
    let ids = page.hits.into_iter().map(|hit| {
        assert!(
            !hit.spans.is_empty(),
            "{phrase:?} in {:?}",
            hit.variant.text
        );
        hit.unit.id.0
    });
    (ids.collect(), page.all.unwrap())
}

/// How many texts have a phrase, by looking into every unit; ids sorted.
fn by_looking(fixture: &Fixture, phrase: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for unit in fixture.units() {
        for variant in &unit.variants {
            let key = match_key(phrase, &variant.language);
            if !key.is_empty() && match_key(&variant.text, &variant.language).contains(&key) {
                ids.push(unit.id.0.clone());
            }
        }
    }
    ids.sort();
    ids
}

fn check(fixture: &Fixture, phrases: &[&str]) {
    for phrase in phrases {
        let expected = by_looking(fixture, phrase);
        let (mut ids, all) = search(&fixture.memory, phrase, Bounds::Anywhere);
        ids.sort();
        assert_eq!(ids, expected, "{phrase:?}");
        assert_eq!(all, expected.len() as u64, "{phrase:?}");
        let mut what = Concordance::phrase(phrase, Bounds::Anywhere);
        let page = fixture
            .memory
            .search(&mut what, &[], 0..3, Reach::Page)
            .unwrap();
        assert_eq!(page.hits.len(), expected.len().min(3), "{phrase:?}");
    }
}

fn import(memory: &mut Memory, units: impl Iterator<Item = Unit>) -> u32 {
    let source = Source {
        file: "garden.tmx",
        format: "tmx",
        author: "Ahmad",
        time: Timestamp(1),
    };
    let mut intake = memory.begin_intake(source).unwrap();
    units.for_each(|unit| _ = intake.add(unit).unwrap());
    intake.finish(&Vec::new(), &[]).unwrap().intake.unwrap_or(0)
}

#[derive(Clone, Debug)]
enum Step {
    Commit(u8, String, String),
    Import(Vec<String>),
    UndoLast,
    Update,
    Reindex,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let english = "[abA]{1,3}( [ab1.,']{1,3}){0,3}";
    let urdu = "[کيیب]{1,3}( [ب۱،]{1,2}){0,2}";
    let step = prop_oneof![
        4 => (0..12_u8, english, urdu).prop_map(|(id, en, ur)| Step::Commit(id, en, ur)),
        2 => prop::collection::vec(english, 1..6).prop_map(Step::Import),
        1 => Just(Step::UndoLast),
        1 => Just(Step::Update),
        1 => Just(Step::Reindex),
    ];
    prop::collection::vec(step, 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_happens_a_search_finds_what_is_there(steps in steps()) {
        let mut fixture = Fixture::new();
        let mut intakes = Vec::new();
        for step in steps {
            match step {
                Step::Commit(id, en, ur) => {
                    fixture.commit(&[loose(&format!("u{id}"), &[("en", &en), ("ur", &ur)])]);
                }
                Step::Import(texts) => {
                    let units = texts.iter().map(|text| loose("", &[("en", text), ("ps", "ېب")]));
                    intakes.push(import(&mut fixture.memory, units));
                }
                Step::UndoLast => {
                    if let Some(intake) = intakes.pop().filter(|intake| *intake > 0) {
                        fixture.memory.undo_intake(intake, "Ahmad", Timestamp(2), "").unwrap();
                    }
                }
                Step::Update => _ = fixture.memory.update_index(&[]).unwrap(),
                Step::Reindex => _ = fixture.memory.reindex().unwrap(),
            }
            check(&fixture, &["a", "b", "a b", "ab", "1", ".", "ی", "ب ب", "ك", "", "b. a"]);
        }
        fixture.memory.verify_index().unwrap();
    }
}

/// Imports enough for a run, then edits, then imports enough for another.
#[test]
fn runs_that_come_later_take_the_place_of_what_was_edited() {
    let mut fixture = Fixture::new();
    let row = |n: u32| {
        loose(
            &format!("u{n}"),
            &[("en", &format!("Row {n} of the garden")), ("ur", "باغ")],
        )
    };
    import(&mut fixture.memory, (0..16_000).map(row));
    fixture.memory.update_index(&[]).unwrap();
    fixture.commit(&[loose("u7", &[("en", "A gate in row 7"), ("ur", "در")])]);
    let phrases = ["row 7", "gate", "در", "garden", "باغ", "row 15999 of"];
    check(&fixture, &phrases);
    import(&mut fixture.memory, (16_000..20_500).map(row));
    fixture.memory.update_index(&[]).unwrap();
    check(&fixture, &phrases);
    fixture.memory.verify_index().unwrap();
    let again = Memory::open(fixture.path("memory.db"), Access::ReadOnly).unwrap();
    assert_eq!(
        search(&again, "gate", Bounds::WholeWords),
        (vec!["u7".to_owned()], 1)
    );
    fixture.commit(&[loose("u8", &[("en", "A gate in row 8"), ("ur", "در")])]);
    assert_eq!(search(&again, "gate", Bounds::WholeWords).1, 2);
    fixture.memory.reindex().unwrap();
    check(&fixture, &phrases);
}

#[test]
fn a_damaged_search_index_is_named_and_can_be_built_anew() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose(
        "a",
        &[("en", "Shut the gate."), ("ur", "در بند کرو۔")],
    )]);
    fixture.memory.update_index(&[]).unwrap();
    let outside = rusqlite::Connection::open(fixture.path("memory.db")).unwrap();
    let damaged = |result: Result<(), MemoryError>| {
        matches!(
            result,
            Err(MemoryError {
                reason: Reason::OldIndex(_),
                ..
            })
        )
    };
    for harm in [
        "UPDATE search_chunk SET bytes = zeroblob(40)",
        "DELETE FROM search_chunk",
    ] {
        outside.execute(harm, []).unwrap();
        let memory = Memory::open(fixture.path("memory.db"), Access::ReadOnly).unwrap();
        let mut what = Concordance::phrase("gate", Bounds::Anywhere);
        assert!(damaged(
            memory.search(&mut what, &[], 0..9, Reach::All).map(|_| ())
        ));
        assert!(damaged(memory.verify_index()));
        fixture.memory.reindex().unwrap();
        fixture.memory.verify_index().unwrap();
        assert_eq!(search(&fixture.memory, "gate", Bounds::Anywhere).1, 1);
    }
    outside.execute("DELETE FROM search_run", []).unwrap();
    assert!(damaged(fixture.memory.verify_index()));
}

#[test]
fn who_searches_while_two_write_sees_every_text_that_is_saved() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("first", &[("en", "One garden row.")])]);
    let path = fixture.path("memory.db");
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writer = |name: &'static str| {
            let path = &path;
            move || {
                let mut memory = Memory::open(path, Access::ReadWrite).unwrap();
                for n in 0..40 {
                    let unit = loose(
                        &format!("{name}{n}"),
                        &[("en", &format!("Garden row {name} {n}."))],
                    );
                    let commit = Commit::new(name, Timestamp(1), "");
                    memory
                        .commit(&Commit {
                            units: &[unit],
                            ..commit
                        })
                        .unwrap();
                    match n % 10 {
                        9 => _ = memory.reindex().unwrap(),
                        _ => _ = memory.update_index(&[]).unwrap(),
                    }
                    assert_eq!(
                        search(&memory, &format!("row {name} {n}."), Bounds::WholeWords).1,
                        1
                    );
                }
            }
        };
        let writers = [
            scope.spawn(writer("ahmad")),
            scope.spawn(writer("zarghuna")),
        ];
        scope.spawn(|| {
            let memory = Memory::open(&path, Access::ReadOnly).unwrap();
            let mut before = 0;
            while !is_done.load(Ordering::Relaxed) {
                let (ids, all) = search(&memory, "garden row", Bounds::Anywhere);
                assert_eq!(ids.len() as u64, all);
                assert!(all >= before, "what was there is gone");
                before = all;
            }
        });
        for writer in writers {
            writer.join().unwrap();
        }
        is_done.store(true, Ordering::Relaxed);
    });
    assert_eq!(
        search(&fixture.memory, "garden row", Bounds::Anywhere).1,
        81
    );
    fixture.memory.verify_index().unwrap();
}

#[test]
fn any_string_is_a_phrase() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose(
        "a",
        &[
            ("en", "NEAR(\" OR * 50%_ \u{301}x a\u{0}b"),
            ("ur", "«ہاں»؟"),
        ],
    )]);
    fixture.memory.update_index(&[]).unwrap();
    let long = "word ".repeat(10_000);
    let phrases = [
        "", " ", "\u{200B}", "\" OR *", "\0", "a\0b", "NEAR(", "%_", "\u{301}", "؟", "?", &long,
    ];
    check(&fixture, &phrases);
    assert_eq!(
        search(&fixture.memory, "nowhere to be found", Bounds::WholeWords).1,
        0
    );
    assert_eq!(lang("ur").as_str(), "ur");
}
