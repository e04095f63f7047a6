//! What a newcomer does in the first hour.

use std::fs;

use super::fixture::{LETTER, TestProject};

#[test]
fn a_project_begins_with_init_and_says_what_to_do_next() {
    let project = TestProject::nothing();
    project
        .run(&["init", "letters"])
        .ends(0)
        .prints("Made the project letters in letters")
        .complains("Next: put a text into letters/sources");
    project.write("letters/sources/letter.txt", LETTER);
    project
        .run(&["-C", "letters", "build"])
        .ends(0)
        .prints("letter: 3 segments in 2 paragraphs, 3 new")
        .prints("Recorded revision 1:")
        .prints("wrote translations/ur/letter.po")
        .prints("wrote out/letter.html")
        .complains("Next: translate in the segment files");
}

#[test]
fn a_second_build_writes_nothing_and_says_so() {
    let project = TestProject::letter();
    let before = project.snapshot();
    project
        .run(&["build"])
        .prints("Everything is up to date; nothing was written.");
    assert!(project.build().is_unchanged());
    for verb in ["update", "commit"] {
        project.run(&[verb]).ends(0);
    }
    assert_eq!(project.snapshot(), before);
}

#[test]
fn an_edit_is_recorded_shown_and_taken_back() {
    let project = TestProject::letter();
    let id = project.id("It fell again.");
    project.translate("ur", "It fell again.", "وہ پھر اترا۔");
    project
        .run(&["build", "--author", "Gulalai"])
        .prints("Recorded revision 3:");
    project
        .run(&["log"])
        .ends(0)
        .prints("revision 3  2023-11-14T22:13:20Z  Gulalai  build\n    letter ur: 1 text\n");
    project.run(&["show", "3"]).ends(0).prints(&format!(
        "letter {id} ur\n  - پھر اترا۔  [translated]\n  + وہ پھر اترا۔  [translated]\n"
    ));
    project
        .run(&["show", &id])
        .ends(0)
        .prints("revision 2 ur پھر اترا۔");

    let edited = project.read("translations/ur/letter.po");
    project
        .run(&["restore", "2", "--unit", &id, "--dry-run"])
        .ends(0)
        .prints("Would record revision 4:")
        .prints("would write translations/ur/letter.po");
    assert_eq!(project.read("translations/ur/letter.po"), edited);
    project
        .run(&["restore", "2", "--unit", &id])
        .ends(0)
        .prints("Recorded revision 4:");
    assert!(
        project
            .entry("ur", "It fell again.")
            .contains("msgstr \"پھر اترا۔\"")
    );
    assert_eq!(project.remembered(&id, "ur"), "پھر اترا۔");
    // The exports alone are behind now.
    let report = project.build();
    assert!(report.recorded.revision.is_none() && report.segment_files.is_empty());
    assert!(!report.exports.is_empty());
}

#[test]
fn a_restored_unit_has_its_state_flag_and_notes_again() {
    let project = TestProject::letter();
    let id = project.id("It fell again.");
    project.edit(
        "translations/ur/letter.po",
        &format!("#. ¶2.1 translated\n#: sources/letter.txt:2\nmsgctxt \"{id}\""),
        &format!(
            "# ask Gulalai\n#. ¶2.1 translated\n#: sources/letter.txt:2\n#, fuzzy\nmsgctxt \"{id}\""
        ),
    );
    project.build();
    let flagged = project.entry("ur", "It fell again.");
    project.write(
        "translations/ur/letter.po",
        project
            .read("translations/ur/letter.po")
            .replace("#, fuzzy\n", "")
            .replace("# ask Gulalai\n", ""),
    );
    project.build();
    project.run(&["restore", "3", "--unit", &id]).ends(0);
    assert_eq!(project.entry("ur", "It fell again."), flagged);
    assert!(project.build().recorded.revision.is_none());
}

#[test]
fn a_sentence_in_the_middle_costs_no_other_unit_its_id_or_translation() {
    let project = TestProject::letter();
    let before = project.export("tsv");
    project.edit(
        "sources/letter.txt",
        "It fell again. ",
        "It fell again. The mud stayed. ",
    );
    project
        .run(&["update", "--dry-run"])
        .ends(0)
        .prints("1 new")
        .prints("would write translations/ur/letter.po");
    project
        .run(&["update"])
        .ends(0)
        .prints("letter: 4 segments in 2 paragraphs, 1 new");
    project.build();
    let after = project.export("tsv");
    assert_eq!(after.lines().count(), before.lines().count() + 1);
    for line in before.lines() {
        assert!(after.contains(line), "{line} in\n{after}");
    }
}

#[test]
fn a_fresh_clone_makes_the_memory_with_the_ids_and_states_that_stand_there() {
    let project = TestProject::letter();
    let clone = project.cloned();
    let files = clone.snapshot();
    let report = clone.build();
    assert!(report.segment_files.is_empty());
    assert!(
        files
            .iter()
            .all(|(path, file)| clone.snapshot()[path] == *file)
    );
    assert_eq!(clone.export("tsv"), project.export("tsv"));
}

#[test]
fn export_into_an_empty_project_and_export_again_gives_the_same_tmx() {
    let project = TestProject::letter();
    project.run(&["export", "tmx", "-o", "letter.tmx"]).ends(0);
    let other = TestProject::empty();
    other.write("letter.tmx", project.read("letter.tmx"));
    other
        .run(&["import", "letter.tmx"])
        .ends(0)
        .prints("3 added, 0 there already");
    other.run(&["export", "tmx", "-o", "again.tmx"]).ends(0);
    assert_eq!(other.read("again.tmx"), project.read("letter.tmx"));
    other
        .run(&["import", "letter.tmx"])
        .ends(0)
        .prints("Nothing new; nothing was written.");
}

#[test]
fn a_dump_loaded_elsewhere_has_the_same_digest() {
    let project = TestProject::letter();
    project
        .run(&["memory", "dump", "-o", "memory.jsonl"])
        .ends(0);
    let other = TestProject::empty();
    other.write("memory.jsonl", project.read("memory.jsonl"));
    other.run(&["memory", "load", "memory.jsonl"]).ends(0);
    let digest = project.run(&["memory", "digest"]).ends(0).out;
    assert_eq!(digest.trim().len(), 64);
    assert_eq!(other.run(&["memory", "digest"]).ends(0).out, digest);
    other
        .run(&["memory", "load", "memory.jsonl"])
        .refused()
        .complains("not empty");
}

#[test]
fn a_backup_is_a_memory() {
    let project = TestProject::letter();
    project.run(&["memory", "backup", "copy.db"]).ends(0);
    let digest = project.workbench().digest().unwrap();
    fs::rename(project.path("copy.db"), project.path("memory.db")).unwrap();
    assert_eq!(project.workbench().digest().unwrap(), digest);
    project.run(&["memory", "backup", "memory.db"]).refused();
}

#[test]
fn status_says_what_is_translated_and_what_has_changed() {
    let project = TestProject::letter();
    project
        .run(&["status"])
        .ends(0)
        .prints("letter ur: 2 of 3 translated\nletter ps: 0 of 3 translated\nAll is recorded, up to revision 2.\n");
    project.edit("sources/letter.txt", "We went home.", "We all went home.");
    project
        .run(&["status"])
        .ends(0)
        .prints("1 changed")
        .complains("Next: `tarjuman build`");
}

#[test]
fn segment_needs_no_project() {
    let folder = TestProject::nothing();
    folder.write("text.txt", "Mr. Khan came. He sat.\n");
    folder
        .run(&["segment", "text.txt"])
        .ends(0)
        .prints("Mr. Khan came.\nHe sat.\n");
}
