//! What becomes of the segment files when sources, settings and segment files change.

use std::fs;

use super::fixture::{LETTER, TestProject};

#[test]
fn a_deleted_segment_file_is_made_again_with_what_the_memory_holds() {
    let project = TestProject::letter();
    project.edit(
        "translations/ur/letter.po",
        "#. ¶1.1",
        "# ask Gulalai\n#. ¶1.1",
    );
    project.translate("ur", "We went home.", "ہم گئے۔");
    project.edit(
        "translations/ur/letter.po",
        "#. ¶2.2 initial\n#: sources/letter.txt:2\n",
        "#. ¶2.2 initial\n#: sources/letter.txt:2\n#, fuzzy\n",
    );
    project.build();
    let before = project.read("translations/ur/letter.po");
    project.remove("translations/ur/letter.po");
    let report = project.build();
    assert!(report.recorded.revision.is_none());
    assert_eq!(project.read("translations/ur/letter.po"), before);
}

#[test]
fn a_renamed_document_keeps_its_units_and_translations() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    let tsv = project.export("tsv");
    fs::rename(
        project.path("sources/letter.txt"),
        project.path("sources/post.txt"),
    )
    .unwrap();
    let plan = project.workbench().build(true).unwrap();
    assert!(
        plan.segment_files
            .contains(&"translations/ur/post.po".to_owned()),
        "{plan:?}"
    );
    assert!(project.path("translations/ur/letter.po").exists());
    project
        .run(&["build"])
        .prints("post: 3 segments in 2 paragraphs, was letter");
    assert!(!project.path("translations/ur/letter.po").exists());
    assert!(
        project
            .read("translations/ur/post.po")
            .contains("دریا چڑھا۔")
    );
    assert!(
        project
            .read("translations/ur/post.po")
            .contains("X-Tarjuman-Document: post")
    );
    assert_eq!(
        project.unit(&id).placement.unwrap().document.as_str(),
        "post"
    );
    assert_eq!(project.export("tsv"), tsv);
    assert!(project.build().is_unchanged());
}

#[test]
fn segment_files_without_a_source_are_named() {
    let project = TestProject::letter();
    project.remove("sources/letter.txt");
    project.write("sources/other.txt", "Something else was said.\n");
    project
        .run(&["build"])
        .complains("There is no source document for this segment file")
        .complains("translations/ur/letter.po");
    assert!(
        project
            .read("translations/ur/letter.po")
            .contains("دریا چڑھا۔")
    );
}

#[test]
fn a_language_that_comes_gets_its_files_and_one_that_goes_loses_nothing() {
    let project = TestProject::letter();
    let po = project.read("translations/ur/letter.po");
    project.write(
        "tarjuman.toml",
        "[project]\nname = \"letters\"\ntargets = [\"ps\", \"fa\"]\n",
    );
    let report = project.build();
    assert_eq!(report.segment_files, ["translations/fa/letter.po"]);
    assert!(report.recorded.revision.is_none());
    assert_eq!(project.read("translations/ur/letter.po"), po);
    assert_eq!(
        project.remembered(&project.id("The river rose."), "ur"),
        "دریا چڑھا۔"
    );
    project.remove("translations/ur/letter.po");
    project.write(
        "tarjuman.toml",
        "[project]\nname = \"letters\"\ntargets = [\"ur\", \"ps\"]\n",
    );
    project.build();
    assert_eq!(project.read("translations/ur/letter.po"), po);
}

#[test]
fn equal_sentences_are_units_of_their_own() {
    let project = TestProject::with("Yes. He said yes. Yes.\n");
    project.build();
    let po = project.read("translations/ur/letter.po");
    assert_eq!(po.matches("msgid \"Yes.\"").count(), 2);
    let ids: Vec<_> = po
        .lines()
        .filter(|line| line.starts_with("msgctxt"))
        .collect();
    assert_eq!(ids.len(), 3);
    assert!(ids[0] != ids[2]);
    project.write("sources/letter.txt", "Yes. Yes. He said yes. Yes.\n");
    let update = &project.update().documents[0];
    assert_eq!((update.new, update.unchanged), (1, 3));
}

#[test]
fn two_documents_may_share_sentences() {
    let project = TestProject::with(LETTER);
    project.write("sources/copy.txt", LETTER);
    project.build();
    let ids = |name: &str| -> Vec<String> {
        let po = project.read(name);
        po.lines()
            .filter(|line| line.starts_with("msgctxt"))
            .map(str::to_owned)
            .collect()
    };
    let (first, second) = (
        ids("translations/ur/letter.po"),
        ids("translations/ur/copy.po"),
    );
    assert_eq!((first.len(), second.len()), (3, 3));
    assert!(first.iter().all(|id| !second.contains(id)));
    assert!(project.build().is_unchanged());
    assert_eq!(project.cloned().build().segment_files, Vec::<String>::new());
}

#[test]
fn an_emptied_source_makes_its_units_obsolete_and_back_again() {
    for empty in ["", " \n\n\t\n"] {
        let project = TestProject::letter();
        let before = project.read("translations/ur/letter.po");
        project.write("sources/letter.txt", empty);
        let report = project.build();
        assert_eq!(
            (report.updates[0].segments, report.updates[0].obsolete),
            (0, 3)
        );
        let po = project.read("translations/ur/letter.po");
        assert!(po.contains("#~ msgstr \"دریا چڑھا۔\""), "{po}");
        assert!(project.build().is_unchanged());
        project.write("sources/letter.txt", LETTER);
        assert_eq!(project.build().updates[0].revived, 3);
        assert_eq!(project.read("translations/ur/letter.po"), before);
    }
}

#[test]
fn an_empty_source_is_a_document_without_segments() {
    for empty in ["", "\u{feff}", " \n\n\t\n"] {
        let project = TestProject::with(empty);
        let report = project.build();
        assert_eq!(report.updates[0].segments, 0);
        assert!(project.build().is_unchanged(), "{empty:?}");
        project.run(&["status"]).ends(0);
    }
}

#[test]
fn new_sentences_throughout_lose_no_old_translation() {
    let project = TestProject::letter();
    project.write("sources/letter.txt", "Nothing here is as before.\n");
    let update = project.update();
    assert_eq!(
        (update.documents[0].new, update.documents[0].obsolete),
        (1, 3)
    );
    let po = project.read("translations/ur/letter.po");
    assert!(po.contains("#~ msgstr \"دریا چڑھا۔\"") && po.contains("#~ msgstr \"پھر اترا۔\""));
    project.build();
    assert_eq!(
        project.remembered(&project.id("The river rose."), "ur"),
        "دریا چڑھا۔"
    );
}

#[test]
fn an_edited_sentence_keeps_its_unit_and_asks_for_work() {
    let project = TestProject::letter();
    let id = project.id("It fell again.");
    project.edit(
        "sources/letter.txt",
        "It fell again.",
        "It fell again quickly.",
    );
    assert_eq!(project.update().documents[0].changed, 1);
    let entry = project.entry("ur", "It fell again quickly.");
    assert!(
        entry.contains("#, fuzzy") && entry.contains("#| msgid \"It fell again.\""),
        "{entry}"
    );
    assert_eq!(project.id("It fell again quickly."), id);
    let untranslated = project.entry("ps", "It fell again quickly.");
    assert!(
        !untranslated.contains("fuzzy") && !untranslated.contains("#|"),
        "{untranslated}"
    );
    // Back again: as if nothing had been.
    project.edit(
        "sources/letter.txt",
        "It fell again quickly.",
        "It fell again.",
    );
    project.update();
    assert!(!project.entry("ur", "It fell again.").contains("#|"));
}

#[test]
fn a_flag_that_is_taken_away_is_done_work() {
    let project = TestProject::letter();
    let id = project.id("It fell again.");
    project.edit(
        "sources/letter.txt",
        "It fell again.",
        "It fell again quickly.",
    );
    project.build();
    assert!(project.unit(&id).variants[1].needs_work.is_some());
    project.edit("translations/ur/letter.po", "#, fuzzy\n", "");
    project.translate("ur", "It fell again quickly.", "پھر جلد اترا۔");
    project.build();
    assert!(project.unit(&id).variants[1].needs_work.is_none());
    let entry = project.entry("ur", "It fell again quickly.");
    assert!(
        !entry.contains("fuzzy") && !entry.contains("needs work"),
        "{entry}"
    );
    assert!(project.build().is_unchanged());
}

#[test]
fn a_reviewed_text_that_is_edited_is_no_longer_reviewed() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    project.edit(
        "translations/ur/letter.po",
        "#. ¶1.1 translated",
        "#. ¶1.1 reviewed",
    );
    project.build();
    let state = |project: &TestProject| project.unit(&id).variants[1].state.to_string();
    let before = state(&project);
    project.translate("ur", "The river rose.", "دریا بہت چڑھا۔");
    project.build();
    assert_eq!(state(&project), "translated", "was {before}");
    assert!(
        project
            .entry("ur", "The river rose.")
            .contains("¶1.1 translated")
    );
}

#[test]
fn an_obsolete_entry_that_comes_back_is_live_again_in_its_place() {
    let project = TestProject::letter();
    let before = project.read("translations/ur/letter.po");
    project.edit("sources/letter.txt", "It fell again. ", "");
    assert_eq!(project.build().updates[0].obsolete, 1);
    assert!(
        project
            .read("translations/ur/letter.po")
            .contains("#~ msgid \"It fell again.\"")
    );
    project.edit("sources/letter.txt", "We went", "It fell again. We went");
    assert_eq!(project.build().updates[0].revived, 1);
    assert_eq!(project.read("translations/ur/letter.po"), before);
}

/// What Poedit does when it saves: a wrapped line, another header, its own order of comments.
#[test]
fn a_file_saved_by_poedit_is_read_and_not_reformatted() {
    let project = TestProject::letter();
    let text = project
        .read("translations/ur/letter.po")
        .replace(
            "\"Last-Translator: \\n\"",
            "\"Last-Translator: Gulalai <g@example.org>\\n\"",
        )
        .replace(
            "\"Language: ur\\n\"",
            "\"Language: ur\\n\"\n\"X-Generator: Poedit 3.4.2\\n\"",
        )
        .replace(
            "msgid \"We went home.\"\nmsgstr \"\"",
            "msgid \"\"\n\"We went \"\n\"home.\"\nmsgstr \"\"\n\"ہم گھر \"\n\"گئے۔\"",
        );
    project.write("translations/ur/letter.po", &text);
    let report = project.build();
    assert_eq!(report.recorded.texts[0].new, 1);
    let after = project.read("translations/ur/letter.po");
    assert_eq!(after, text.replace("¶2.2 initial", "¶2.2 translated"));
    assert!(project.build().is_unchanged());
}

#[test]
fn crlf_segment_files_keep_their_line_ends() {
    let project = TestProject::letter();
    let text = project
        .read("translations/ur/letter.po")
        .replace('\n', "\r\n");
    project.write("translations/ur/letter.po", &text);
    project.edit(
        "sources/letter.txt",
        "It fell again. ",
        "It fell again. The mud stayed. ",
    );
    project.build();
    let after = project.read("translations/ur/letter.po");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    assert!(after.contains("دریا چڑھا۔"));
}

#[test]
fn ten_thousand_segments_are_one_document_like_any_other() {
    let sentence = |n: usize| format!("Line {n} tells of house {} and road {}.", n * 7, n * 13);
    let text: Vec<_> = (0..10_000).map(sentence).collect();
    let project = TestProject::with(&text.join("\n"));
    assert_eq!(project.build().updates[0].new, 10_000);
    let mut changed = text.clone();
    changed.insert(5_000, "A sentence that nobody expected.".to_owned());
    changed.swap(100, 9_000);
    project.write("sources/letter.txt", changed.join("\n"));
    let update = &project.build().updates[0];
    assert_eq!((update.new, update.obsolete), (1, 0));
    assert!(project.build().is_unchanged());
}

#[test]
fn an_entry_that_a_colleague_added_is_no_stranger() {
    let project = TestProject::letter();
    let colleague = project.cloned();
    colleague.build();
    colleague.edit(
        "sources/letter.txt",
        "It fell again. ",
        "It fell again. The mud stayed. ",
    );
    colleague.build();
    colleague.translate("ur", "The mud stayed.", "کیچڑ رہا۔");
    let id = colleague.id("The mud stayed.");
    // Here the sentence was edited before the first build that sees it.
    for name in ["translations/ur/letter.po", "translations/ps/letter.po"] {
        project.write(name, colleague.read(name));
    }
    project.edit(
        "sources/letter.txt",
        "It fell again. ",
        "It fell again. The mud stayed there. ",
    );
    assert_eq!(project.build().updates[0].changed, 1);
    assert_eq!(project.id("The mud stayed there."), id);
}

#[test]
fn a_rename_is_seen_without_a_memory_and_after_an_update_alone() {
    let project = TestProject::letter().cloned();
    fs::rename(
        project.path("sources/letter.txt"),
        project.path("sources/post.txt"),
    )
    .unwrap();
    project
        .run(&["update"])
        .ends(0)
        .prints("was letter")
        .prints("wrote translations/ur/post.po");
    assert!(!project.path("translations/ur/letter.po").exists());
    let report = project.build();
    assert!(report.segment_files.is_empty());
    assert!(project.read("out/post.ur").contains("دریا چڑھا۔"));
}

#[test]
fn a_document_that_comes_back_has_its_translations_again() {
    let project = TestProject::letter();
    project.write("sources/other.txt", "Something else was said.\n");
    project.build();
    fs::remove_file(project.path("sources/letter.txt")).unwrap();
    project
        .remove("translations/ur/letter.po")
        .remove("translations/ps/letter.po");
    project.build();
    project.write("sources/again.txt", LETTER);
    let report = project.build();
    assert_eq!(report.updates[0].was.as_ref().unwrap().as_str(), "letter");
    assert!(
        project
            .read("translations/ur/again.po")
            .contains("دریا چڑھا۔")
    );
    assert!(project.build().is_unchanged());
}

#[test]
fn a_copy_of_a_document_takes_nothing_from_it() {
    let project = TestProject::letter();
    project.write("sources/post.txt", LETTER);
    let report = project.build();
    assert!(report.updates.iter().all(|update| update.was.is_none()));
    assert_eq!(report.updates[1].new, 3);
}
