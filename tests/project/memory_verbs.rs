//! `memory stats`, `merge`, `clean` and `edit`.

use super::fixture::TestProject;

/// A letter, and an import with what an old memory has: duplicates, repeats of the source, gaps.
fn project() -> TestProject {
    let project = TestProject::letter();
    let rows = [
        [
            "k1",
            "Close the gate.",
            "پھاٹک بند کرو۔",
            "دروازه بنده کړه.",
        ],
        [
            "k2",
            "Close the gate.",
            "پھاٹک بند کرو۔",
            "دروازه بنده کړه.",
        ],
        ["k3", "Close the gate.", "پھاٹک بند کرو۔", ""],
        [
            "k4",
            "The market is closed today.",
            "The market is closed today.",
            "بازار نن بند دی.",
        ],
        ["k5", "Nothing more.", "", ""],
        ["k6", "The river rose.", "دریا چڑھا۔", ""],
    ];
    project.import("old.tsv", &rows);
    project
}

#[test]
fn stats_count_units_texts_and_states() {
    let project = project();
    let record = project
        .run(&["memory", "stats", "--json"])
        .ends(0)
        .records()
        .remove(0);
    for (key, count) in [
        ("units_in_documents", 3),
        ("units_obsolete", 0),
        ("units_alone", 6),
        ("duplicates", 2),
        ("revisions", 3),
        ("intakes", 1),
    ] {
        assert_eq!(record[key], count, "{key}: {record}");
    }
    let urdu = record["languages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["lang"] == "ur");
    assert_eq!(
        (&urdu.unwrap()["texts"], &urdu.unwrap()["states"][1]),
        (&7.into(), &7.into())
    );
    project
        .run(&["memory", "stats"])
        .ends(0)
        .prints("3 units in documents, 0 obsolete, 6 imported (2 of them said before)")
        .prints("3 revisions, 1 import, ");
    TestProject::empty().run(&["memory", "stats"]).refused();
}

#[test]
fn clean_reports_then_takes_away_and_restore_brings_back() {
    let project = project();
    let digest = |project: &TestProject| {
        let units = project.export("jsonl");
        let lines = units.lines().map(|line| {
            let mut unit: serde_json::Value = serde_json::from_str(line).unwrap();
            for variant in unit["variants"].as_array_mut().unwrap() {
                variant.as_object_mut().unwrap().remove("saved");
            }
            unit.to_string()
        });
        lines.collect::<Vec<_>>()
    };
    let before = (project.snapshot(), digest(&project));
    let report = project
        .run(&["memory", "clean"])
        .ends(1)
        .prints("duplicate  k2 (same as k1)  en, ur, ps: Close the gate.")
        .prints("same-as-source  k4  ur: The market is closed today.")
        .prints("untranslated  k5  en: Nothing more.")
        .prints("6 units looked at");
    assert!(report.err.contains("--apply"), "{report:#?}");
    assert_eq!(project.snapshot(), before.0);
    project
        .run(&["memory", "clean", "--apply"])
        .ends(0)
        .prints("Recorded revision 4")
        .complains("tarjuman restore 3 --memory");
    let left = project.export("tsv");
    assert_eq!(left.matches("Close the gate.").count(), 2, "{left}");
    assert!(
        left.contains("بازار نن بند دی.") && !left.contains("Nothing more."),
        "{left}"
    );
    project
        .run(&["memory", "clean"])
        .ends(0)
        .prints("Nothing to clean.");
    project.run(&["restore", "3", "--memory"]).ends(0);
    assert_eq!(digest(&project), before.1);
    project.run(&["memory", "verify"]).ends(0);
}

#[test]
fn clean_looks_only_for_what_is_asked_and_leaves_documents_alone() {
    let project = project();
    let run = project
        .run(&["memory", "clean", "--only", "untranslated", "--json"])
        .ends(1);
    let records = run.records();
    assert_eq!(records.len(), 2, "{run:#?}");
    assert_eq!(
        (&records[0]["unit"], &records[0]["flaw"]),
        (&"k5".into(), &"untranslated".into())
    );
    project
        .run(&["memory", "clean", "--only", "nonsense"])
        .refused();
    project
        .run(&["memory", "clean", "--apply", "--dry-run"])
        .refused();
    project.run(&["memory", "clean", "--apply"]).ends(0);
    assert_eq!(
        project.remembered(&project.id("We went home."), "en"),
        "We went home."
    );
}

#[test]
fn a_flagged_translation_does_not_push_out_a_good_one() {
    let project = TestProject::with("Close the gate.\n");
    project.build();
    project.import(
        "old.tsv",
        &[["k1", "Close the gate.", "پھاٹک بند کرو۔", ""]],
    );
    project.run(&["pretranslate"]).ends(0);
    project
        .run(&["memory", "clean"])
        .ends(0)
        .prints("Nothing to clean.");
}

#[test]
fn merge_brings_what_is_new_once() {
    let other = project();
    let project = TestProject::letter();
    project.import("own.tsv", &[["k1", "Open the gate.", "پھاٹک کھولو۔", ""]]);
    let path = other.path("memory.db").display().to_string();
    let before = project.snapshot();
    project
        .run(&["memory", "merge", &path, "--dry-run"])
        .ends(0)
        .prints("9 units read, 6 would be added, 3 there already");
    assert_eq!(project.snapshot(), before);
    project
        .run(&["memory", "merge", &path])
        .ends(0)
        .prints("9 units read, 6 added, 3 there already")
        .prints("1 of them under a new id")
        .prints("Recorded revision 4, import 2.");
    project
        .run(&["match", "Close the gate."])
        .ends(0)
        .prints("100  ");
    let merged = project.snapshot();
    project
        .run(&["memory", "merge", &path])
        .ends(0)
        .prints("Nothing new; nothing was written.");
    let own = |snapshot: super::fixture::Snapshot| snapshot[&project.path("memory.db")].clone();
    assert_eq!(own(project.snapshot()), own(merged));
    project
        .run(&["memory", "intakes"])
        .ends(0)
        .prints("(memory): 6 units");
    project
        .run(&["memory", "undo", "2"])
        .ends(0)
        .prints("6 units gone");
    project.run(&["memory", "verify"]).ends(0);
}

#[test]
fn merge_keeps_who_saved_a_text_and_when() {
    let other = TestProject::letter();
    let project = TestProject::empty();
    let path = other.path("memory.db").display().to_string();
    project
        .run(&["memory", "merge", &path, "--dry-run"])
        .ends(0);
    assert!(!project.path("memory.db").exists());
    project.run(&["memory", "merge", &path]).ends(0);
    let tmx = project.export("tmx");
    assert!(
        tmx.contains("changeid=\"tester\"") && tmx.contains("changedate=\"20231114T221320Z\""),
        "{tmx}"
    );
    assert!(
        tmx.contains("<prop type=\"x-document\">letter</prop>"),
        "{tmx}"
    );
}

#[test]
fn what_is_no_other_memory_is_not_merged() {
    let project = project();
    project.write("bad.db", "no database");
    for (path, reason) in [
        ("memory.db", "this project's own memory"),
        ("none.db", "there is no memory here"),
        ("bad.db", "this is not a memory"),
        ("sources", "it is a folder"),
    ] {
        project
            .run(&["memory", "merge", path])
            .refused()
            .complains(reason);
    }
}

#[test]
fn an_imported_unit_is_edited_in_the_memory() {
    let project = project();
    let call = ["memory", "edit", "k4", "--lang", "ur", "بازار آج بند ہے۔"];
    let before = project.snapshot();
    project
        .run(&[&call[..], &["--dry-run"]].concat())
        .ends(0)
        .prints("Would record revision 4");
    assert_eq!(project.snapshot(), before);
    project
        .run(&call)
        .ends(0)
        .prints("- The market is closed today.\n+ بازار آج بند ہے۔")
        .prints("Recorded revision 4")
        .complains("tarjuman restore 3 --unit k4 --lang ur");
    assert_eq!(project.remembered("k4", "ur"), "بازار آج بند ہے۔");
    project
        .run(&call)
        .ends(0)
        .prints("The unit says so already");
    project
        .feed(
            &["memory", "edit", "k4", "--lang", "de", "-"],
            "Der Markt.\n",
        )
        .ends(0);
    assert_eq!(project.remembered("k4", "de"), "Der Markt.");
    project
        .run(&["restore", "3", "--unit", "k4", "--lang", "ur"])
        .ends(0);
    assert_eq!(
        project.remembered("k4", "ur"),
        "The market is closed today."
    );
}

#[test]
fn a_unit_of_a_document_is_edited_in_its_segment_file_too() {
    let project = project();
    let id = project.id("The river rose.");
    let call = [
        "memory",
        "edit",
        &id,
        "--lang",
        "ur",
        "دریا بہت چڑھا۔",
        "--state",
        "reviewed",
    ];
    project
        .run(&call)
        .ends(0)
        .prints("wrote translations/ur/letter.po")
        .prints("letter ur: 1 changed");
    let entry = project.entry("ur", "The river rose.");
    assert!(
        entry.contains("msgstr \"دریا بہت چڑھا۔\"") && entry.contains("reviewed"),
        "{entry}"
    );
    assert_eq!(project.remembered(&id, "ur"), "دریا بہت چڑھا۔");
    let report = project.build();
    assert!(report.recorded.revision.is_none() && report.segment_files.is_empty());
}

#[test]
fn an_edit_that_would_lose_something_is_refused() {
    let project = project();
    let id = project.id("The river rose.");
    let edit = |unit: &str, lang: &str, text: &str| {
        let before = project.snapshot();
        let run = project
            .run(&["memory", "edit", unit, "--lang", lang, text])
            .refused();
        assert_eq!(project.snapshot(), before);
        run
    };
    edit(&id, "en", "The river fell.").complains("edit the source document");
    edit("none", "ur", "x").complains("There is no unit `none`");
    edit("k1", "ur", " ").complains("The new text is empty");
    edit("k1", "?", "x").complains("tags look like");
    project.translate("ur", "The river rose.", "ابھی لکھا۔");
    edit(&id, "ur", "اور متن").complains("is not recorded yet");
    let tmx = "<tmx version=\"1.4\"><header creationtool=\"x\" creationtoolversion=\"1\" segtype=\"sentence\" \
        o-tmf=\"x\" adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/><body><tu tuid=\"c1\">\
        <tuv xml:lang=\"en\"><seg>A <ph x=\"1\"/>b.</seg></tuv><tuv xml:lang=\"ur\"><seg>ایک <ph x=\"1\"/>ب۔</seg></tuv>\
        </tu></body></tmx>";
    project.write("codes.tmx", tmx);
    project.run(&["import", "codes.tmx"]).ends(0);
    edit("c1", "ur", "ایک ب۔").complains("inline codes");
}
