//! Taking revisions back, in the segment files and in the memory.

use crate::fixture::TestProject;

/// What stands in the segment file and in the memory for a source text.
fn both(project: &TestProject, source: &str) -> (String, String) {
    let entry = project.entry("ur", source);
    let target = entry
        .lines()
        .find_map(|line| line.strip_prefix("msgstr \"")?.strip_suffix('"'));
    let id = project.id(source);
    (target.unwrap().to_owned(), project.remembered(&id, "ur"))
}

fn same(project: &TestProject, source: &str, text: &str) {
    assert_eq!(both(project, source), (text.to_owned(), text.to_owned()));
}

/// The letter with one sentence translated anew in a third revision.
fn edited() -> TestProject {
    let project = TestProject::letter();
    project.translate("ur", "The river rose.", "دریا بڑھا۔");
    project.build();
    project
}

#[test]
fn the_newest_revision_is_taken_back_and_brought_again() {
    let project = edited();
    let run = project.run(&["undo"]).ends(0);
    let run = run
        .prints("Recorded revision 4")
        .prints("wrote translations/ur/letter.po");
    run.complains("tarjuman build");
    same(&project, "The river rose.", "دریا چڑھا۔");
    same(&project, "It fell again.", "پھر اترا۔");
    let report = project.build();
    assert!(report.recorded.revision.is_none() && report.segment_files.is_empty());
    project.run(&["undo"]).ends(0);
    same(&project, "The river rose.", "دریا بڑھا۔");
    project
        .run(&["log"])
        .ends(0)
        .prints("undo of revision 3")
        .prints("undo of revision 4");
}

#[test]
fn an_earlier_revision_leaves_what_was_changed_since() {
    let project = edited();
    let run = project.run(&["undo", "2"]).ends(1);
    run.prints("has changed it since").prints("revision 3");
    same(&project, "The river rose.", "دریا بڑھا۔");
    same(&project, "It fell again.", "");
    let records = project.run(&["undo", "2", "--json"]).ends(1).records();
    assert_eq!(records[0]["left"].as_array().unwrap().len(), 1);
    assert_eq!(records[0]["left"][0]["lang"], "ur");
}

#[test]
fn what_the_file_says_and_nobody_recorded_is_left() {
    let project = edited();
    project.translate("ur", "The river rose.", "دریا اوپر آیا۔");
    let before = project.snapshot();
    project
        .run(&["undo"])
        .ends(1)
        .prints("not recorded yet")
        .prints("has nothing that could be taken back");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn a_dry_run_writes_nothing_and_says_the_same() {
    let project = edited();
    let before = project.snapshot();
    project
        .run(&["undo", "--dry-run"])
        .ends(0)
        .prints("Would record revision 4")
        .prints("would write translations/ur/letter.po");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn states_notes_and_reasons_come_back_too() {
    let project = TestProject::letter();
    let entry = project.entry("ur", "The river rose.");
    let noted = format!("# ask the author\n{entry}");
    project.edit("translations/ur/letter.po", &entry, &noted);
    project.build();
    project.edit("translations/ur/letter.po", "# ask the author\n", "");
    project.build();
    assert_eq!(project.entry("ur", "The river rose."), entry);
    project.run(&["undo"]).ends(0);
    assert_eq!(project.entry("ur", "The river rose."), noted);
    assert!(project.build().is_unchanged() || project.build().is_unchanged());
}

#[test]
fn a_translation_whose_source_was_edited_with_it_is_left() {
    let project = TestProject::letter();
    project.edit(
        "sources/letter.txt",
        "The river rose.",
        "The river rose high.",
    );
    project.build();
    project
        .run(&["undo"])
        .ends(1)
        .prints("its source was changed with it");
    assert!(
        project
            .entry("ur", "The river rose high.")
            .contains("fuzzy")
    );
}

#[test]
fn an_import_is_taken_back_as_a_whole_and_can_come_again() {
    let project = TestProject::letter();
    project.import(
        "old.tsv",
        &[["m1", "Good morning.", "صبح بخیر۔", "سهار مو پخیر."]],
    );
    project.run(&["undo"]).ends(0).prints("Undid import 1");
    assert!(!project.export("tsv").contains("Good morning."));
    project.run(&["undo"]).ends(0);
    assert!(project.export("tsv").contains("Good morning."));
}

#[test]
fn a_revision_that_is_not_there_is_refused() {
    let project = TestProject::letter();
    for revision in ["0", "9"] {
        project.run(&["undo", revision]).refused();
    }
    project.run(&["undo", "x"]).ends(2);
    TestProject::with("A text.\n").run(&["undo"]).refused();
}

#[test]
fn a_restore_records_what_nobody_had_recorded_before_it_takes_back() {
    let project = edited();
    project.translate("ur", "The river rose.", "دریا اوپر آیا۔");
    let id = project.id("The river rose.");
    let before = project.snapshot();
    project
        .run(&["restore", "2", "--unit", &id, "--dry-run"])
        .ends(0);
    project.run(&["restore", "9", "--unit", &id]).refused();
    assert_eq!(project.snapshot(), before);
    project
        .run(&["restore", "2", "--unit", &id])
        .ends(0)
        .complains("is revision 4");
    same(&project, "The river rose.", "دریا چڑھا۔");
    project.run(&["restore", "4", "--unit", &id]).ends(0);
    same(&project, "The river rose.", "دریا اوپر آیا۔");
}
