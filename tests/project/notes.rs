//! Notes on translations: in the segment file, in the memory, and in what other tools get.

use crate::fixture::TestProject;

#[test]
fn a_note_travels_into_po_and_tmx_and_comes_back() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    project
        .run(&["note", &id, "--lang", "ur", "which river?\nask the author"])
        .ends(0)
        .prints("Recorded revision 3")
        .prints("wrote translations/ur/letter.po");
    let entry = project.entry("ur", "The river rose.");
    assert!(
        entry.starts_with("# which river?\n# ↵ ask the author\n"),
        "{entry}"
    );
    assert!(
        !project
            .entry("ps", "The river rose.")
            .contains("which river")
    );
    let report = project.build();
    assert!(report.recorded.revision.is_none() && report.segment_files.is_empty());
    assert!(project.build().is_unchanged());
    let tmx = project.export("tmx");
    assert!(
        tmx.contains("<note>which river?\nask the author</note>"),
        "{tmx}"
    );
    project
        .run(&["export", "po", "--to", "ur"])
        .ends(0)
        .prints("#. target note: which river?");
    project
        .run(&["show", &id])
        .ends(0)
        .prints("note: which river?");
    project
        .run(&["note", "--list"])
        .ends(0)
        .prints(&format!("letter {id} ur: which river?"));
    project
        .run(&["note", &id, "--lang", "ur", "<b>bold</b> \u{202E}"])
        .ends(0);
    let run = project.run(&["diff", "0..4", "--html"]).ends(1);
    assert!(run.out.contains("note: <bdi>which river?"));
    assert!(run.out.contains("note: <bdi>&lt;b&gt;bold") && !run.out.contains("<b>bold"));
    let other = TestProject::with("Another text.\n");
    other.build();
    other.write("letters.tmx", tmx);
    other.run(&["import", "letters.tmx"]).ends(0);
    other
        .run(&["note", "--list", &id])
        .ends(0)
        .prints("memory")
        .prints("which river?");
}

#[test]
fn a_note_is_written_once_and_removed_by_its_text() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    for text in ["one", "two", "one"] {
        project.run(&["note", &id, text]).ends(0);
    }
    let records = project.run(&["note", "--list", "--json"]).ends(0).records();
    assert_eq!(records.len(), 4, "two notes on each of two translations");
    assert!(records.iter().all(|record| record["type"] == "note"));
    project
        .run(&["note", &id, "--lang", "ur", "--remove", "one"])
        .ends(0);
    assert!(project.entry("ur", "The river rose.").contains("# two"));
    assert!(!project.entry("ur", "The river rose.").contains("# one"));
    project.run(&["note", &id, "--remove"]).ends(0);
    project
        .run(&["note", "--list"])
        .ends(0)
        .complains("There is no note.");
    assert!(
        project
            .unit(&id)
            .variants
            .iter()
            .all(|variant| variant.remarks.is_empty())
    );
    project.build();
    assert!(project.build().is_unchanged());
    project.run(&["undo"]).ends(0);
}

#[test]
fn a_note_that_is_gone_from_the_file_is_gone() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    project.run(&["note", &id, "--lang", "ur", "one"]).ends(0);
    project.edit("translations/ur/letter.po", "# one\n", "");
    project.build();
    assert!(!project.export("tmx").contains("<note>one"));
    assert!(project.build().is_unchanged());
}

#[test]
fn notes_on_units_of_the_memory_alone() {
    let project = TestProject::letter();
    project.import(
        "old.tsv",
        &[["m1", "Good morning.", "صبح بخیر۔", "سهار مو پخیر."]],
    );
    project
        .run(&["note", "m1", "--lang", "ps", "spoken"])
        .ends(0);
    let unit = project.unit("m1");
    assert_eq!(
        unit.variants
            .iter()
            .map(|one| one.remarks.len())
            .collect::<Vec<_>>(),
        [0, 0, 1]
    );
    project.run(&["note", "m1", "--remove"]).ends(0);
    project
        .run(&["note", "--list", "m1"])
        .ends(0)
        .complains("There is no note.");
}

#[test]
fn what_makes_no_sense_is_refused_and_a_dry_run_writes_nothing() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    let before = project.snapshot();
    project.run(&["note", &id, " "]).refused();
    project.run(&["note", &id]).refused();
    project.run(&["note", "nobody", "one"]).refused();
    project.run(&["note", &id, "--lang", "fa", "one"]).refused();
    project
        .run(&["note", &id, "one", "--dry-run"])
        .ends(0)
        .prints("Would record revision 3")
        .prints("would write translations/ps/letter.po");
    assert_eq!(project.snapshot(), before);
}
