//! The memory's matches are those that scoring every unit gives, however the index stands.

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::matching::{Context, Deduction, Reason, Score, Side as Text};
use crate::memory::{Access, Commit, Filter, Memory, MemoryError, Reason as Fault, Source};
use crate::model::{DocumentName, Placement, Timestamp, Unit, UnitId, Variant};

fn tag(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn unit(id: &str, english: &str, urdu: &str) -> Unit {
    let mut unit = Unit::new(UnitId(id.to_owned()), Variant::new(tag("en"), english));
    unit.variants.push(Variant::new(tag("ur"), urdu));
    unit
}

fn memory() -> (TempDir, Memory) {
    let folder = TempDir::new().unwrap();
    let memory = Memory::create(folder.path().join("memory.db")).unwrap();
    (folder, memory)
}

fn commit(memory: &mut Memory, units: &[Unit]) {
    let commit = Commit {
        units,
        ..Commit::new("Zarghuna", Timestamp(1), "")
    };
    memory.commit(&commit).unwrap();
}

fn import(memory: &mut Memory, units: impl Iterator<Item = Unit>) {
    let source = Source {
        file: "garden.tmx",
        format: "tmx",
        author: "Ahmad",
        time: Timestamp(1),
    };
    let mut intake = memory.begin_intake(source).unwrap();
    units.for_each(|unit| _ = intake.add(unit).unwrap());
    intake.finish(&Vec::new(), &[]).unwrap();
}

fn ask(memory: &Memory, question: &Question<'_>) -> Vec<(String, u8)> {
    let found = memory.matches(question, &|_, _| Vec::new()).unwrap();
    let found = found.into_iter();
    found.map(|one| (one.unit.id.0, one.score.points)).collect()
}

/// Ids and scores for a text in English.
fn english(memory: &Memory, text: &str) -> Vec<(String, u8)> {
    ask(memory, &Question::new(text, &tag("en")))
}

fn pairs(expected: &[(&str, u8)]) -> Vec<(String, u8)> {
    expected
        .iter()
        .map(|(id, points)| ((*id).to_owned(), *points))
        .collect()
}

#[test]
fn a_committed_unit_is_found_by_the_next_question_and_an_edit_replaces_it() {
    let (_folder, mut memory) = memory();
    assert_eq!(english(&memory, "Shut the gate."), []);
    commit(&mut memory, &[unit("a", "Shut the gate.", "در بند کرو۔")]);
    assert_eq!(english(&memory, "Shut the gate."), pairs(&[("a", 100)]));
    memory.update_index(&[]).unwrap();
    assert_eq!(english(&memory, "Shut the gate!"), pairs(&[("a", 75)]));
    commit(
        &mut memory,
        &[unit("a", "Open all the windows.", "سب کھڑکیاں کھولو۔")],
    );
    assert_eq!(english(&memory, "Shut the gate."), []);
    assert_eq!(
        english(&memory, "open all the windows."),
        pairs(&[("a", 99)])
    );
}

#[test]
fn any_language_side_is_asked_and_targets_are_those_wanted() {
    let (_folder, mut memory) = memory();
    commit(
        &mut memory,
        &[
            unit("a", "Shut the gate.", "در بند کرو۔"),
            unit("b", "Shut the gate.", ""),
        ],
    );
    let urdu = tag("ur-PK");
    let question = Question::new("در بند کرو۔", &urdu);
    let found = memory.matches(&question, &|_, _| Vec::new()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].score.points, found[0].targets[0].text.as_str()),
        (99, "Shut the gate.")
    );
    let (en, to) = (tag("en"), [tag("ur"), tag("ps")]);
    let question = Question {
        to: &to,
        ..Question::new("Shut the gate.", &en)
    };
    assert_eq!(ask(&memory, &question), pairs(&[("a", 100)]));
    let question = Question {
        to: &[],
        ..question
    };
    assert_eq!(ask(&memory, &question), pairs(&[("b", 100), ("a", 100)]));
}

#[test]
fn runs_of_an_older_layout_are_left_behind_and_built_again() {
    let (folder, mut memory) = memory();
    commit(&mut memory, &[unit("a", "Shut the gate.", "در بند کرو۔")]);
    memory.reindex().unwrap();
    drop(memory);
    let file = folder.path().join("memory.db");
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection
        .execute("UPDATE index_chunk SET bytes = x'00'", [])
        .unwrap();
    connection.pragma_update(None, "user_version", 4).unwrap();
    drop(connection);
    let mut memory = Memory::open(&file, Access::ReadWrite).unwrap();
    assert_eq!(english(&memory, "Shut the gate."), pairs(&[("a", 100)]));
    memory.reindex().unwrap();
    memory.verify_index().unwrap();
    assert_eq!(memory.index_state().unwrap()[0].texts, 1);
}

/// A memory of one document with short answers between longer texts.
fn memory_of_an_essay() -> (TempDir, Memory) {
    let (folder, mut memory) = memory();
    let texts = [
        "The rain came.",
        "Yes.",
        "The wind fell.",
        "Yes.",
        "It was over.",
    ];
    let units: Vec<Unit> = (0..)
        .zip(texts)
        .map(|(order, text)| {
            let mut unit = unit(&format!("u{order}"), text, "ہاں");
            unit.placement = Some(Placement {
                document: DocumentName::new("essay").unwrap(),
                order,
                paragraph: 1,
                sentence: order + 1,
                segments: 1,
                line: 1,
            });
            unit
        })
        .collect();
    commit(&mut memory, &units);
    (folder, memory)
}

#[test]
fn the_same_unit_and_the_same_neighbours_are_the_same_context() {
    let (_folder, memory) = memory_of_an_essay();
    let en = tag("en");
    let ask_at = |unit, before, after| {
        let surroundings = Surroundings {
            unit,
            before,
            after,
        };
        let question = Question {
            surroundings,
            most: 1,
            ..Question::new("Yes.", &en)
        };
        ask(&memory, &question)
    };
    let between = |before, after| ask_at(None, Some(before), Some(after));
    assert_eq!(
        between("The rain came.", "The wind fell."),
        pairs(&[("u1", 101)])
    );
    assert_eq!(
        between("The wind fell.", "It was over."),
        pairs(&[("u3", 101)])
    );
    assert_eq!(between("It was over.", ""), pairs(&[("u3", 100)]));
    let id = UnitId("u1".to_owned());
    assert_eq!(ask_at(Some(&id), None, None), pairs(&[("u1", 101)]));
}

#[test]
fn penalties_change_the_order_and_nothing_is_missed_for_them() {
    let (_folder, mut memory) = memory();
    import(
        &mut memory,
        (0..40).map(|n| unit(&format!("i{n}"), "Shut the old gate.", &format!("{n}"))),
    );
    commit(&mut memory, &[unit("own", "Shut the old gates.", "0")]);
    let en = tag("en");
    let question = Question {
        most: 1,
        ..Question::new("Shut the old gate.", &en)
    };
    let penalties = |_: &Unit, intake: Option<u32>| {
        let penalty = Deduction::new(Reason::Penalty("imported".to_owned()), 30);
        intake.map(|_| penalty).into_iter().collect()
    };
    let found = memory.matches(&question, &penalties).unwrap();
    assert_eq!(
        (found[0].unit.id.as_str(), found[0].score.points),
        ("own", 80)
    );
}

#[test]
fn many_texts_are_built_into_runs_and_found_alike() {
    let (folder, mut memory) = memory();
    let text = |n: u64| format!("Row {n} of the {} garden has {} trees.", n % 7, n % 40);
    import(
        &mut memory,
        (0..5000).map(|n| unit(&format!("u{n}"), &text(n), "باغ")),
    );
    let questions: Vec<String> = (0..40)
        .map(|n| text(n * 123).replace("garden", "yard"))
        .collect();
    let answers = |memory: &Memory| {
        questions
            .iter()
            .map(|text| english(memory, text))
            .collect::<Vec<_>>()
    };
    let before = answers(&memory);
    let report = memory.update_index(&[]).unwrap();
    assert_eq!(report.built, [("en".to_owned(), 5000)]);
    assert_eq!(memory.update_index(&[]).unwrap(), IndexReport::default());
    assert_eq!(answers(&memory), before);
    memory.verify_index().unwrap();
    let other = Memory::open(folder.path().join("memory.db"), Access::ReadOnly).unwrap();
    assert_eq!(answers(&other), before);
    commit(&mut memory, &[unit("new", &questions[0], "نیا")]);
    assert_eq!(english(&other, &questions[0])[0], ("new".to_owned(), 100));
    memory.reindex().unwrap();
    assert_eq!(english(&other, &questions[0])[0], ("new".to_owned(), 100));
    let state = other.index_state().unwrap();
    assert_eq!(
        (state[0].runs, state[0].texts, state[0].waiting),
        (1, 5001, 0)
    );
}

#[test]
fn an_undone_import_is_offered_no_more() {
    let (_folder, mut memory) = memory();
    import(
        &mut memory,
        (0..9).map(|n| unit(&format!("u{n}"), "Shut the gate.", "در")),
    );
    memory.update_index(&[]).unwrap();
    assert_eq!(english(&memory, "Shut the gate.").len(), 5);
    let intake = memory.intakes().unwrap()[0].number;
    memory
        .undo_intake(intake, "Ahmad", Timestamp(2), "")
        .unwrap();
    assert_eq!(english(&memory, "Shut the gate."), []);
    memory.verify_index().unwrap();
}

#[test]
fn a_damaged_index_is_named_and_can_be_built_anew() {
    let (_folder, mut memory) = memory();
    commit(&mut memory, &[unit("a", "Shut the gate.", "در بند کرو۔")]);
    memory.update_index(&[]).unwrap();
    memory
        .connection
        .execute("UPDATE index_chunk SET bytes = zeroblob(40)", [])
        .unwrap();
    let en = tag("en");
    let question = Question::new("Shut the gate.", &en);
    let damaged = |result: Result<_, MemoryError>| {
        matches!(
            result,
            Err(MemoryError {
                reason: Fault::OldIndex(_),
                ..
            })
        )
    };
    assert!(damaged(
        memory.matches(&question, &|_, _| Vec::new()).map(|_| ())
    ));
    assert!(damaged(memory.verify_index()));
    memory.reindex().unwrap();
    assert_eq!(english(&memory, "Shut the gate."), pairs(&[("a", 100)]));
    memory
        .connection
        .execute("UPDATE index_side SET covered = covered + 9", [])
        .unwrap();
    memory
        .connection
        .execute("DELETE FROM index_run", [])
        .unwrap();
    assert!(damaged(memory.verify_index()));
}

#[test]
fn bad_questions_have_no_answer() {
    let (_folder, mut memory) = memory();
    commit(&mut memory, &[unit("a", "…!", "!")]);
    assert_eq!(english(&memory, ""), []);
    assert_eq!(english(&memory, " \u{200B}\n"), []);
    assert_eq!(english(&memory, "\0"), []);
    assert_eq!(english(&memory, &"word ".repeat(10_000)), []);
    assert_eq!(english(&memory, "\" OR * NEAR("), []);
    assert_eq!(english(&memory, "...!"), pairs(&[("a", 99)]));
    assert_eq!(ask(&memory, &Question::new("…!", &tag("xx"))), []);
}

/// The best matches by scoring every unit; a question without words has none.
fn by_scoring_all(memory: &Memory, question: &Question<'_>) -> Vec<u8> {
    let mut points = Vec::new();
    if question.text.trim().is_empty() {
        return points;
    }
    let each = |unit: &Unit| {
        let sources = unit
            .variants
            .iter()
            .filter(|own| family(&own.language) == "en");
        let scores = sources.filter(|own| !own.text.is_empty()).map(|own| {
            let query = Text::plain(question.text, question.language);
            Score::new(query, Text::from(own), &[], Context::Other)
        });
        let best = scores
            .filter(|score| {
                score.similarity >= crate::matching::Similarity::of_per_cent(question.least)
            })
            .map(|score| score.points)
            .max();
        points.extend(best.filter(|points| *points >= question.least));
        Ok::<_, MemoryError>(())
    };
    memory.units(&Filter::default(), each).unwrap();
    points.sort_unstable_by(|a, b| b.cmp(a));
    points.truncate(question.most);
    points
}

fn texts() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "gate", "Gate", "rain", "the", "The", "of", "12", "۱۲", "13", ",", "’s", "  ", "wind",
    ]);
    prop::collection::vec(word, 1..8).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn matches_are_those_of_scoring_every_unit(
        texts_of in prop::collection::vec(texts(), 1..40),
        later in prop::collection::vec((0..40_usize, texts()), 0..10),
        query in texts(),
        least in 40..100_u8,
        most in 1..8_usize,
    ) {
        let (_folder, mut memory) = memory();
        let units: Vec<Unit> = (0..).zip(&texts_of).map(|(n, text)| unit(&format!("u{n}"), text, "ہاں")).collect();
        commit(&mut memory, &units);
        memory.update_index(&[]).unwrap();
        for (n, text) in later {
            commit(&mut memory, &[unit(&format!("u{n}"), &text, "ہاں")]);
        }
        let en = tag("en");
        let question = Question { least, most, ..Question::new(&query, &en) };
        let found: Vec<u8> = ask(&memory, &question).into_iter().map(|(_, points)| points).collect();
        prop_assert_eq!(found, by_scoring_all(&memory, &question));
    }
}
