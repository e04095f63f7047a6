//! `match`: what is offered for a text, why, from which memory; and input that makes no sense.

use serde_json::Value;

use super::fixture::{Run, TestProject};

const GATE: &str = "The gate was closed at 79 yards.";
const GATE_UR: &str = "پھاٹک ۷۹ گز پر بند ہوا۔";

/// A letter and an import of two units.
fn project() -> TestProject {
    let project = TestProject::letter();
    let rows = [
        ["g1", GATE, GATE_UR, "دروازه په ۷۹ ګزه کې بنده شوه."],
        [
            "g2",
            "Feed the goats at noon.",
            "دوپہر کو بکریوں کو کھلاؤ۔",
            "",
        ],
    ];
    project.import("old.tsv", &rows);
    project
}

fn offered(run: &Run) -> Vec<(String, u64)> {
    let records = run.records().into_iter();
    let matches = records.filter(|record| record["type"] == "match");
    matches
        .map(|one| {
            let unit = one["unit"].as_str().unwrap().to_owned();
            (unit, one["score"].as_u64().unwrap())
        })
        .collect()
}

#[test]
fn a_match_says_score_reasons_difference_and_origin() {
    let project = project();
    let run = project.run(&[
        "match",
        "The old gate was closed at 79 yards.",
        "--to",
        "ur",
    ]);
    let run = run
        .ends(0)
        .prints(" 88  g1  (words −12)  from old.tsv (import 1)");
    run.prints("differs: The {+old+} gate was closed at 79 yards.")
        .prints(GATE_UR);
}

#[test]
fn numbers_are_adapted_in_the_digits_of_the_target() {
    let project = project();
    let call = ["match", "The gate was closed at 81 yards.", "--json"];
    let one = project.run(&call).ends(0).records().remove(0);
    assert_eq!(one["targets"]["ur"], "پھاٹک ۸۱ گز پر بند ہوا۔");
    assert_eq!(one["adapted"]["ur"][0][0], "۷۹");
    assert_eq!(one["deductions"][0]["reason"], "number");
    project
        .run(&call[..2])
        .ends(0)
        .prints("number adapted: ۷۹ is now ۸۱");
}

#[test]
fn every_language_of_the_memory_can_be_asked() {
    let project = project();
    let call = ["match", GATE_UR, "--lang", "ur", "--json"];
    let one = project.run(&call).ends(0).records().remove(0);
    assert_eq!(
        (&one["score"], &one["targets"]["en"]),
        (&100.into(), &GATE.into())
    );
    let call = ["match", GATE, "--lang", "en-GB", "--json"];
    let one = project.run(&call).ends(0).records().remove(0);
    assert_eq!((&one["score"], &one["lang"]), (&99.into(), &"en".into()));
    assert_eq!(one["deductions"][0]["reason"], "variant");
}

#[test]
fn the_same_unit_or_the_same_neighbours_make_101() {
    let project = project();
    let id = project.id("It fell again.");
    let text = "It fell again.";
    let score = |more: &[&str]| {
        let call = [&["match", text, "--to", "ur", "--json"], more].concat();
        offered(&project.run(&call).ends(0))[0].1
    };
    assert_eq!(score(&[]), 100);
    assert_eq!(score(&["--unit", &id]), 101);
    assert_eq!(score(&["--unit", "other"]), 100);
    let around = ["--before", "The river rose.", "--after", "We went home."];
    assert_eq!(score(&around), 101);
    assert_eq!(
        score(&["--before", "Nothing.", "--after", "We went home."]),
        100
    );
    let line = format!("{{\"id\":\"{id}\",\"text\":\"{text}\"}}\n");
    let run = project
        .feed(&["match", "--jsonl", "--to", "ur"], line)
        .ends(0);
    let one = &run.records()[0]["matches"][0];
    assert_eq!(
        (&one["score"], &one["kind"]),
        (&101.into(), &"context".into())
    );
}

#[test]
fn a_unit_with_nothing_to_offer_is_no_match() {
    let project = project();
    let run = project.run(&["match", "We went home.", "--json"]).ends(0);
    assert_eq!(offered(&run), []);
    let run = project.run(&["match", "Feed the goats at noon.", "--to", "ps", "--json"]);
    assert_eq!(offered(&run.ends(0)), []);
}

#[test]
fn the_filter_keeps_the_order_and_answers_bad_lines_too() {
    let project = project();
    let lines = [
        r#"{"id":7,"text":"The gate was closed at 79 yards.","more":1}"#.as_bytes(),
        b"nonsense",
        br#"{"id":"b","text":5}"#,
        b"",
        br#"{"id":"c","text":"x","lang":"?"}"#,
        b"\xff\xfe",
        br#"{"text":"no id"}"#,
        br#"{"id":null,"text":""}"#,
        "{\"id\":[1],\"text\":\"نہیں\\u0000\",\"lang\":\"ur\"}".as_bytes(),
    ];
    let run = project
        .feed(&["match", "--jsonl"], lines.join(&b'\n'))
        .ends(1);
    let records = run.records();
    let kinds: Vec<_> = records
        .iter()
        .map(|one| one["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "matches", "error", "error", "error", "error", "error", "matches", "matches"
        ]
    );
    assert!(records.iter().all(|one| one["v"] == 1));
    assert_eq!(records[0]["id"], 7);
    let keys = |one: &Value| -> Vec<String> { one.as_object().unwrap().keys().cloned().collect() };
    let first = &records[0]["matches"][0];
    for key in [
        "unit",
        "score",
        "kind",
        "similarity",
        "deductions",
        "source",
        "targets",
    ] {
        assert!(keys(first).contains(&key.to_owned()), "{first}");
    }
    assert_eq!(first["targets"]["ur"], GATE_UR);
    assert_eq!(
        (&records[2]["id"], &records[2]["line"]),
        (&"b".into(), &3.into())
    );
    assert_eq!(records[6]["matches"], serde_json::json!([]));
}

#[test]
fn min_max_and_to_choose() {
    let project = project();
    let rows: Vec<_> = ["one", "two", "three", "four", "five", "six", "seven"]
        .map(|word| format!("Close the {word} gates before the rain."))
        .into();
    let rows: Vec<_> = rows.iter().map(|text| ["", text, "بند کرو۔", ""]).collect();
    project.import("gates.tsv", &rows);
    let ask = |more: &[&str]| {
        let call = [
            &["match", "Close the new gates before the rain.", "--json"],
            more,
        ]
        .concat();
        offered(&project.run(&call).ends(0)).len()
    };
    assert_eq!(ask(&[]), 5);
    assert_eq!(ask(&["--max", "2"]), 2);
    assert_eq!(ask(&["--max", "100"]), 7);
    assert_eq!(ask(&["--min", "88"]), 0);
    assert_eq!(ask(&["--to", "ps"]), 0);
    for bad in [["--max", "0"], ["--min", "102"], ["--min", "-1"]] {
        project.run(&["match", "x", bad[0], bad[1]]).refused();
    }
}

#[test]
fn texts_that_make_no_sense_get_a_clear_answer() {
    let project = project();
    for empty in ["", "   ", "\u{200b}"] {
        project
            .run(&["match", empty])
            .refused()
            .complains("neither words nor marks");
    }
    project.feed(&["match", "-"], "").refused();
    project
        .feed(&["match", "-"], b"\xff\xfe")
        .refused()
        .complains("not UTF-8");
    let long = "gate ".repeat(10_000);
    for strange in [
        "...!?",
        "؟۔",
        "\"gate\" AND NEAR(x",
        "gate* OR col:",
        "'; DROP TABLE unit; --",
        "-- --to",
        &long,
    ] {
        project
            .run(&["match", strange])
            .ends(0)
            .complains("Nothing in the memory is as similar as that.");
    }
    project.feed(&["match", "-"], "gate\0 closed").ends(0);
    project.run(&["match", GATE, "--json"]).ends(0).prints("g1");
}

#[test]
fn a_language_that_is_none_or_that_nobody_has_is_named() {
    let project = project();
    project
        .run(&["match", GATE, "--lang", "?"])
        .refused()
        .complains("tags look like");
    for call in [["--lang", "de"], ["--to", "de"]] {
        project
            .run(&["match", GATE, call[0], call[1]])
            .ends(1)
            .complains("There is no text in `de` to match with")
            .complains("the memory has en, ps, ur");
    }
}

#[test]
fn without_a_memory_it_says_so() {
    let project = TestProject::empty();
    project
        .run(&["match", GATE])
        .refused()
        .complains("there is no memory here");
}

#[test]
fn penalties_of_intake_file_and_state_are_named() {
    let project = project();
    let score = |tables: &str| {
        project.write(
            "tarjuman.toml",
            format!("[project]\nname = \"letters\"\n{tables}"),
        );
        let one = project
            .run(&["match", GATE, "--json"])
            .ends(0)
            .records()
            .remove(0);
        (
            one["score"].as_u64().unwrap(),
            one["deductions"][0]["reason"].clone(),
        )
    };
    assert_eq!(score(""), (100, Value::Null));
    let (points, reason) = score("[[penalty]]\npoints = 3\nintake = 1\n");
    assert_eq!((points, reason), (97, "penalty: import 1".into()));
    let (points, reason) = score("[[penalty]]\nname = \"old\"\npoints = 7\nfile = \"*.tsv\"\n");
    assert_eq!((points, reason), (93, "penalty: old".into()));
    assert_eq!(score("[[penalty]]\npoints = 7\nfile = \"*.tmx\"\n").0, 100);
    assert_eq!(
        score("[[penalty]]\npoints = 2\nstate = \"translated\"\n").0,
        98
    );
    assert_eq!(
        score("[[penalty]]\npoints = 2\nstate = \"reviewed\"\n").0,
        100
    );
    let both = "[[penalty]]\npoints = 2\nfile = \"old*\"\nintake = 2\n";
    assert_eq!(score(both).0, 100);
}

#[test]
fn other_memories_are_asked_in_order_and_named() {
    let other = project();
    other.import(
        "more.tsv",
        &[["m1", "Feed the hens.", "مرغیوں کو کھلاؤ۔", ""]],
    );
    let project = TestProject::letter();
    let settings = "[project]\nname = \"letters\"\n";
    let table = |path: &str, name: &str, penalty: u8| {
        format!("[[memory]]\npath = \"{path}\"\nname = \"{name}\"\npenalty = {penalty}\n")
    };
    let path = other.path("memory.db").display().to_string();
    let own = "[[memory]]\npath = \"../none.db\"\n";
    project.write(
        "tarjuman.toml",
        [
            settings,
            &table(&path, "un", 4),
            &table(&path, "un again", 9),
            own,
        ]
        .concat(),
    );
    let before = other.snapshot();
    let run = project.run(&["match", "Feed the hens.", "--json"]).ends(1);
    let records = run.records();
    assert_eq!(records.len(), 2, "{run:#?}");
    assert_eq!(
        (&records[0]["score"], &records[0]["origin"]["memory"]),
        (&96.into(), &"un".into())
    );
    assert_eq!(records[0]["deductions"][0]["reason"], "penalty: un");
    assert_eq!(records[1]["id"], "memory-not-asked");
    let text = |name: &str| other.path(name);
    assert_eq!(
        other.snapshot()[&text("memory.db")],
        before[&text("memory.db")]
    );
    project
        .run(&["match", "Feed the hens."])
        .ends(1)
        .prints("from un: more.tsv (import 2)")
        .complains("The memory `none` is not asked")
        .complains("check its `path` in tarjuman.toml");
}

#[test]
fn a_damaged_memory_of_others_costs_its_matches_only() {
    let project = project();
    project.write("bad.db", "no database at all");
    project.write(
        "tarjuman.toml",
        "[project]\nname = \"letters\"\n[[memory]]\npath = \"bad.db\"\n",
    );
    let run = project.run(&["match", GATE]).ends(1).prints("100  g1");
    run.complains(
        "the memory `bad` is not asked"
            .replace("the", "The")
            .as_str(),
    );
    let run = project.feed(
        &["match", "--jsonl"],
        format!("{{\"id\":1,\"text\":\"{GATE}\"}}\n"),
    );
    assert_eq!(run.ends(1).records().len(), 1);
}

#[test]
fn a_new_project_can_lean_on_the_memory_of_another() {
    let other = project();
    let project = TestProject::empty();
    let path = other.path("memory.db").display().to_string();
    let table = format!("[project]\nname = \"letters\"\n[[memory]]\npath = \"{path}\"\n");
    project.write("tarjuman.toml", table);
    project
        .run(&["match", GATE])
        .ends(0)
        .prints("from memory: old.tsv");
    assert!(!project.path("memory.db").exists());
    let shown = project.run(&["config", "memory"]).ends(0);
    assert!(shown.out.contains("name = \"memory\""), "{shown:#?}");
    project
        .run(&["config", "rates"])
        .ends(0)
        .prints("50-74 = 100");
}
