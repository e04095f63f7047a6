//! A colleague's copy of the translations, and what becomes of two edits of one text.

use serde_json::{Value, json};

use crate::diff::git;
use crate::fixture::{Run, TestProject, has};

const LINES: &str = "The old bridge over the river fell in spring.\nIt fell again. We went home.\n";
const BRIDGE: &str = "The old bridge over the river fell in spring.";

/// A project whose texts are recorded, and what a colleague got of it.
fn begun() -> (TestProject, String) {
    let project = TestProject::with(LINES);
    project.build();
    project
        .translate("ur", BRIDGE, "دریا پر بنا پرانا پل بہار میں گر گیا۔")
        .translate("ur", "It fell again.", "وہ پھر گرا۔")
        .translate("ur", "We went home.", "ہم گھر گئے۔");
    project.build();
    let copy = project.read("translations/ur/letter.po");
    (project, copy)
}

/// The copy with edits of the colleague.
fn edited(copy: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(copy.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text.replace(old, new)
    })
}

fn of_type(run: &Run, kind: &str) -> Vec<Value> {
    let records = run.records().into_iter();
    records.filter(|record| record["type"] == kind).collect()
}

/// A project in which we and the colleague have edited; the colleague's copy is `theirs.po`.
fn two_edits() -> TestProject {
    let (project, copy) = begun();
    project
        .translate("ur", BRIDGE, "ندی پر بنا پرانا پل بہار میں گر گیا۔")
        .translate("ur", "We went home.", "ہم گھر لوٹے۔");
    project.build();
    let theirs = edited(
        &copy,
        &[
            ("بہار میں گر گیا۔", "بہار میں ٹوٹ گیا۔"),
            ("وہ پھر گرا۔", "وہ دوبارہ گرا۔"),
            ("ہم گھر گئے۔", "ہم گھر پہنچے۔"),
        ],
    );
    project.write("theirs.po", theirs);
    project
}

#[test]
fn one_edit_is_taken_two_are_put_together_and_touching_ones_wait() {
    let project = two_edits();
    let run = project.run(&["merge", "theirs.po"]).ends(1);
    run.prints("1 text taken, 1 merged, 1 in conflict, 0 as they were")
        .prints("Recorded revision 4")
        .complains("tarjuman review");
    let text = |source: &str| project.remembered(&project.id(source), "ur");
    assert_eq!(text(BRIDGE), "ندی پر بنا پرانا پل بہار میں ٹوٹ گیا۔");
    assert_eq!(text("It fell again."), "وہ دوبارہ گرا۔");
    assert_eq!(text("We went home."), "ہم گھر لوٹے۔");
    let entry = project.entry("ur", "We went home.");
    assert!(
        entry.contains("#. needs work: two texts, the other one of theirs.po"),
        "{entry}"
    );
    assert!(
        entry.contains("#. target property x-theirs: ہم گھر پہنچے۔"),
        "{entry}"
    );
    let report = project.build();
    assert!(report.recorded.revision.is_none() && report.segment_files.is_empty());
    project.run(&["status"]).ends(0).prints("1 in conflict");
    project
        .run(&["build"])
        .complains("both texts of 1 unit in conflict");
    // The same copy again brings nothing.
    let before = project.snapshot();
    project
        .run(&["merge", "theirs.po"])
        .prints("0 texts taken, 0 merged, 0 in conflict, 3 as they were");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn a_conflict_is_resolved_in_review() {
    for (decision, text) in [
        (json!({"decision": "mine"}), "ہم گھر لوٹے۔"),
        (json!({"decision": "theirs"}), "ہم گھر پہنچے۔"),
        (
            json!({"decision": "edit", "text": "ہم گھر کو لوٹے۔"}),
            "ہم گھر کو لوٹے۔",
        ),
    ] {
        let project = two_edits();
        project.run(&["merge", "theirs.po"]).ends(1);
        let id = project.id("We went home.");
        let run = project.run(&["review", "--json"]).ends(0);
        let units = of_type(&run, "review");
        let own = units.iter().find(|unit| unit["unit"] == *id).unwrap();
        assert_eq!(own["theirs"], "ہم گھر پہنچے۔");
        let mut line = decision;
        line["unit"] = json!(id);
        line["lang"] = json!("ur");
        let mut accept = line.clone();
        accept["decision"] = json!("accept");
        let refused = project
            .feed(&["review", "--json"], format!("{accept}\n"))
            .ends(1);
        refused.prints("choose mine or theirs");
        project
            .feed(&["review", "--json"], format!("{line}\n"))
            .ends(0);
        assert_eq!(project.remembered(&id, "ur"), text);
        let entry = project.entry("ur", "We went home.");
        assert!(
            !entry.contains("x-theirs") && !entry.contains("fuzzy"),
            "{entry}"
        );
        let report = project.build();
        assert!(report.recorded.revision.is_none() && report.segment_files.is_empty());
        project.run(&["show", &id]).ends(0).prints("ہم گھر پہنچے۔");
    }
}

#[test]
fn a_conflict_that_is_resolved_in_an_editor_is_none_any_more() {
    let project = two_edits();
    project.run(&["merge", "theirs.po"]).ends(1);
    let entry = project.entry("ur", "We went home.");
    project.edit(
        "translations/ur/letter.po",
        &entry,
        &entry.replace("#, fuzzy\n", ""),
    );
    project.build();
    let entry = project.entry("ur", "We went home.");
    assert!(
        !entry.contains("x-theirs") && !entry.contains("needs work"),
        "{entry}"
    );
    assert!(project.build().is_unchanged());
    assert!(!project.export("tmx").contains("x-theirs"));
    project.run(&["undo", "4"]).ends(0);
    assert!(
        project
            .entry("ur", "We went home.")
            .contains("ہم گھر لوٹے۔")
    );
}

#[test]
fn a_third_text_waits_until_the_conflict_is_resolved() {
    let project = two_edits();
    project.run(&["merge", "theirs.po"]).ends(1);
    let third = project
        .read("theirs.po")
        .replace("ہم گھر پہنچے۔", "ہم گھر آئے۔");
    project.write("third.po", third);
    let before = project.snapshot();
    project
        .run(&["merge", "third.po"])
        .ends(1)
        .prints("in conflict already");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn a_merge_can_be_undone() {
    let project = two_edits();
    let before = project.read("translations/ur/letter.po");
    project.run(&["merge", "theirs.po"]).ends(1);
    project.run(&["undo"]).ends(0);
    assert_eq!(project.read("translations/ur/letter.po"), before);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let project = two_edits();
    let before = project.snapshot();
    let run = project
        .run(&["merge", "theirs.po", "--dry-run", "--json"])
        .ends(1);
    assert_eq!(project.snapshot(), before);
    let how: Vec<_> = of_type(&run, "merged")
        .iter()
        .map(|text| text["how"].clone())
        .collect();
    assert_eq!(how, ["merged", "taken", "conflict"]);
    let summary = &of_type(&run, "merge")[0];
    assert_eq!(
        (&summary["conflicts"], &summary["revision"]["number"]),
        (&json!(1), &json!(4))
    );
}

#[test]
fn an_edit_in_the_file_that_is_not_recorded_counts_as_ours() {
    let (project, copy) = begun();
    project.translate("ur", "We went home.", "ہم گھر لوٹے۔");
    project.write(
        "theirs.po",
        edited(&copy, &[("ہم گھر گئے۔", "ہم گھر پہنچے۔")]),
    );
    project
        .run(&["merge", "theirs.po"])
        .ends(1)
        .prints("1 in conflict");
    assert_eq!(
        project.remembered(&project.id("We went home."), "ur"),
        "ہم گھر لوٹے۔"
    );
}

#[test]
fn the_base_can_be_named() {
    let (project, copy) = begun();
    project.translate("ur", "It fell again.", "وہ پھر گر گیا۔");
    project.build();
    // The colleague has taken our own earlier text back, on purpose, from revision 3.
    project.write(
        "theirs.po",
        edited(&copy, &[("وہ پھر گرا۔", "وہ پھر گر پڑا۔")]),
    );
    project
        .run(&["merge", "theirs.po", "--base", "2", "--dry-run"])
        .ends(1)
        .prints("1 in conflict");
    project
        .run(&["merge", "theirs.po", "--base", "3"])
        .ends(0)
        .prints("1 text taken");
    project
        .run(&["merge", "theirs.po", "--base", "99"])
        .refused();
}

#[test]
fn a_tmx_that_comes_back_is_merged_too() {
    let project = two_edits();
    let tmx = project
        .export("tmx")
        .replace("وہ پھر گرا۔", "وہ دوبارہ گرا۔");
    project.write("back.tmx", tmx);
    let run = project.run(&["merge", "back.tmx"]).ends(0);
    run.prints("1 text taken, 0 merged, 0 in conflict");
    assert_eq!(
        project.remembered(&project.id("It fell again."), "ur"),
        "وہ دوبارہ گرا۔"
    );
}

#[test]
fn a_file_of_another_project_changes_nothing() {
    let (project, _) = begun();
    let other = TestProject::with("Good morning.\n");
    other.build();
    other.translate("ur", "Good morning.", "صبح بخیر۔");
    project.write("other.po", other.read("translations/ur/letter.po"));
    let before = project.snapshot();
    project
        .run(&["merge", "other.po"])
        .ends(0)
        .complains("is of no document here")
        .prints("0 texts taken");
    assert_eq!(project.snapshot(), before);
    project.run(&["merge", "nobody.po"]).refused();
    project.write("noise.po", [0, 159, 146, 150]);
    project.run(&["merge", "noise.po"]).ends(2);
    assert!(
        project
            .read("translations/ur/letter.po")
            .contains("ہم گھر گئے۔")
    );
}

#[test]
fn an_old_buffer_that_an_editor_saves_is_said_and_lost_to_nobody() {
    let (project, copy) = begun();
    let id = project.id("We went home.");
    let edit = json!({"unit": id, "lang": "ur", "decision": "edit", "text": "ہم گھر لوٹے۔"});
    project
        .feed(&["review", "--json"], format!("{edit}\n"))
        .ends(0);
    // A person had the file open all the while, and saves it.
    project.write("translations/ur/letter.po", copy);
    let run = project.run(&["build"]);
    run.complains("has an earlier text again")
        .complains(&format!("tarjuman restore 3 --unit {id}"));
    assert_eq!(project.remembered(&id, "ur"), "ہم گھر گئے۔");
    project.run(&["restore", "3", "--unit", &id]).ends(0);
    assert_eq!(project.remembered(&id, "ur"), "ہم گھر لوٹے۔");
    project.run(&["build"]).ends(0);
}

#[test]
fn the_notes_of_a_colleague_come_along() {
    let (project, copy) = begun();
    let entry = project.entry("ur", "We went home.");
    let noted = format!("# who are we?\n{entry}");
    project.write("theirs.po", copy.replace(&entry, &noted));
    project
        .run(&["merge", "theirs.po"])
        .ends(0)
        .prints("1 text taken");
    assert_eq!(project.entry("ur", "We went home."), noted);
    project
        .run(&["merge", "theirs.po"])
        .ends(0)
        .prints("3 as they were");
}

#[test]
fn git_merges_segment_files_through_the_driver() {
    if !has("git") {
        return;
    }
    let (project, _) = begun();
    let driver = format!(
        "\"{}\" merge --git %O %A %B %P",
        env!("CARGO_BIN_EXE_tarjuman")
    );
    project.write(".gitattributes", "*.po merge=tarjuman\n");
    project.write(".gitignore", "memory.db*\nout/\n.tarjuman*\n");
    let works = |call: &[&str]| {
        let output = git(&project, call);
        assert!(output.status.success(), "{call:?}: {output:?}");
    };
    let record = |message: &str| {
        works(&["add", "."]);
        works(&["commit", "-qm", message, "--allow-empty"]);
    };
    works(&["init", "-q"]);
    works(&["config", "merge.tarjuman.driver", &driver]);
    record("begun");
    works(&["checkout", "-q", "-b", "theirs"]);
    project
        .translate("ur", BRIDGE, "دریا پر بنا پرانا پل بہار میں ٹوٹ گیا۔")
        .translate("ur", "We went home.", "ہم گھر پہنچے۔");
    project.write("sources/letter.txt", format!("{LINES}\nGood night.\n"));
    project.build();
    project.translate("ur", "Good night.", "شب بخیر۔");
    project.build();
    record("theirs");
    works(&["checkout", "-q", "main"]);
    project.translate("ur", BRIDGE, "ندی پر بنا پرانا پل بہار میں گر گیا۔");
    project.build();
    record("mine");
    works(&["merge", "-q", "theirs", "-m", "both"]);
    project.build();
    let text = |source: &str| project.remembered(&project.id(source), "ur");
    assert_eq!(text(BRIDGE), "ندی پر بنا پرانا پل بہار میں ٹوٹ گیا۔");
    assert_eq!(text("We went home."), "ہم گھر پہنچے۔");
    assert_eq!(text("Good night."), "شب بخیر۔");
    // Now both touch one word.
    record("built");
    works(&["checkout", "-q", "-b", "more"]);
    project.translate("ur", "We went home.", "ہم گھر آئے۔");
    record("more");
    works(&["checkout", "-q", "main"]);
    project.translate("ur", "We went home.", "ہم گھر لوٹے۔");
    record("again");
    let output = git(&project, &["merge", "more", "-m", "both"]);
    assert!(!output.status.success(), "{output:?}");
    let entry = project.entry("ur", "We went home.");
    assert!(
        entry.contains("ہم گھر لوٹے۔") && entry.contains("x-theirs: ہم گھر آئے۔"),
        "{entry}"
    );
    assert!(entry.contains("needs work: two texts, the other one of the other branch"));
    project.build();
    project.run(&["status"]).ends(0).prints("1 in conflict");
}

#[test]
fn a_version_with_a_broken_entry_is_not_merged() {
    let (project, copy) = begun();
    project.write("base.po", &copy).write("mine.po", &copy);
    project.write(
        "theirs.po",
        copy.replace("msgstr \"وہ پھر گرا۔\"", "msgstr \"وہ پھر گرا۔"),
    );
    let before = project.snapshot();
    project
        .run(&[
            "merge",
            "--git",
            "base.po",
            "mine.po",
            "theirs.po",
            "ur/letter.po",
        ])
        .refused()
        .complains("ur/letter.po");
    assert_eq!(project.snapshot(), before);
}
