//! Texts and names that would harm a terminal, and file names that no one expects.

use std::fs;

use super::fixture::{LETTER, Run, TestProject};

/// Clears the screen, colours, sets the title, and turns the rest of the line around.
const EVIL: &str = "\u{1b}[2J\u{1b}[31m\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{2066}evil\r\u{8}";

/// Whether anything in the output could harm a terminal.
fn harms(text: &str) -> bool {
    text.chars().any(|c| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    })
}

fn harmless(run: &Run) {
    assert!(
        !harms(&run.out) && !harms(&run.err),
        "{:?}\n{:?}",
        run.out,
        run.err
    );
}

#[test]
fn texts_ids_authors_and_messages_reach_the_terminal_without_harm() {
    let project = TestProject::letter();
    let text = project.read("translations/ur/letter.po");
    let id = project.id("We went home.");
    let escaped = EVIL.replace('\r', "\\r");
    let changed = text.replace(
        &format!("msgctxt \"{id}\"\nmsgid \"We went home.\"\nmsgstr \"\""),
        &format!("#, fuzzy\nmsgctxt \"x{id}\"\nmsgid \"We went home.\"\nmsgstr \"{escaped}\""),
    );
    project.write(
        "translations/ur/letter.po",
        changed.replace(
            "#. ¶2.2 initial",
            &format!(
                "#. ¶2.2 translated\n#. needs work: {}",
                EVIL.replace('\r', "")
            ),
        ),
    );
    let author = EVIL.replace('\r', "\n");
    for call in [
        &["--author", &author, "build"][..],
        &["--author", &author, "commit", "-m", &author],
    ] {
        harmless(&project.run(call));
    }
    let unit = format!("x{id}");
    let newest = "3";
    for call in [
        &["log"][..],
        &["show", newest],
        &["show", &unit],
        &["show", EVIL],
        &["status"],
        &["log", "--lang", EVIL],
        &["log", "--document", EVIL],
    ] {
        harmless(&project.run(call));
    }
    assert!(project.run(&["show", newest]).out.contains("<RLO>"));
}

#[test]
fn a_broken_line_is_shown_without_harm() {
    let project = TestProject::letter();
    project.edit(
        "translations/ur/letter.po",
        "msgstr \"دریا چڑھا۔\"",
        &format!("msgstr \"{} دریا", EVIL.replace('\r', "")),
    );
    let run = project.run(&["build"]).ends(2);
    harmless(&run);
    assert!(run.err.contains("^"), "{run:#?}");
}

#[test]
fn wrong_calls_and_paths_are_shown_without_harm() {
    let project = TestProject::letter();
    let calls: &[&[&str]] = &[
        &[EVIL],
        &["segment", EVIL],
        &["import", EVIL],
        &["export", EVIL],
        &["-C", EVIL, "build"],
        &["show", EVIL],
        &["config", EVIL],
        &["restore", "1", "--document", EVIL],
        &["restore", "1", "--unit", EVIL],
        &["memory", "load", EVIL],
        &["--wait", EVIL, "build"],
    ];
    for call in calls {
        harmless(&project.run(call).ends(2));
    }
    for call in [
        &["export", "tmx", "-o", EVIL][..],
        &["memory", "dump", "-o", EVIL],
        &["init", EVIL],
    ] {
        harmless(&project.run(call));
    }
}

#[test]
fn settings_are_shown_without_harm() {
    let project = TestProject::letter();
    project.write(
        "tarjuman.toml",
        "[project]\nname = \"\\u001b[31m\\u202Eevil\"\nauthor = \"\\u001b[2J\"\n",
    );
    for call in [
        &["config"][..],
        &["config", "project.name"],
        &["build"],
        &["log"],
    ] {
        harmless(&project.run(call).ends(0));
    }
    project.write(
        "tarjuman.toml",
        "[project]\nname = \"x\"\n\"\\u001b[31mevil\" = 1\n",
    );
    harmless(&project.run(&["build"]).ends(2));
}

#[test]
fn sentences_reach_a_pipe_as_they_are() {
    let project = TestProject::nothing();
    let text = "A \u{1b}[31mred\u{1b}[0m word.";
    project.write("text.txt", text);
    let run = project.run(&["segment", "text.txt"]).ends(0);
    assert_eq!(run.out, format!("{text}\n"));
}

#[test]
fn records_hold_no_raw_control() {
    let project = TestProject::letter();
    project
        .run(&["--author", &EVIL.replace('\r', ""), "commit"])
        .ends(0);
    project.translate("ur", "We went home.", "\u{9b}31m\u{202e}evil\u{7f}");
    project.run(&["--author", EVIL, "build"]);
    for call in [&["log", "--json"][..], &["show", "3", "--json"]] {
        let run = project.run(call).ends(0);
        harmless(&run);
        assert!(!run.records().is_empty());
    }
    let run = project.run(&["show", "3", "--json"]);
    assert!(run.records().iter().any(|record| {
        record["new"]["text"]
            .as_str()
            .is_some_and(|text| text.contains("\u{202e}evil"))
    }));
}

#[test]
fn documents_may_have_spaces_and_right_to_left_names() {
    for name in [
        "my first letter",
        "خط",
        "a.b",
        "-q",
        "folder/inner letter",
        "100%",
        "quote\"d",
    ] {
        let project = TestProject::empty();
        project.write(&format!("sources/{name}.txt"), LETTER);
        project.run(&["build"]).ends(0);
        assert!(
            project.path(&format!("translations/ur/{name}.po")).exists(),
            "{name}"
        );
        assert!(project.path(&format!("out/{name}.html")).exists(), "{name}");
        project
            .run(&["build"])
            .ends(0)
            .prints("Everything is up to date");
        let clone = project.cloned();
        assert!(clone.build().segment_files.is_empty(), "{name}");
        project
            .run(&["export", "tmx", &format!("--document={name}")])
            .ends(0);
    }
}

#[cfg(unix)]
#[test]
fn names_that_cannot_be_documents_are_refused_without_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let names: [&[u8]; 4] = [b"a\nb.txt", b"caf\xE9.txt", b"\x1b[31m.txt", b"a\\b.txt"];
    for name in names {
        let project = TestProject::letter();
        let before = project.snapshot();
        let path = project.path("sources").join(OsStr::from_bytes(name));
        fs::copy(project.path("sources/letter.txt"), &path).unwrap();
        let run = project
            .run(&["build"])
            .refused()
            .complains("rename the file");
        harmless(&run);
        fs::remove_file(path).unwrap();
        assert_eq!(project.snapshot(), before);
    }
}

#[cfg(unix)]
#[test]
fn any_file_name_can_be_read_and_written() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let project = TestProject::letter();
    for name in [
        &b"caf\xE9.tmx"[..],
        b"two\nlines.tmx",
        "خط.tmx".as_bytes(),
        b"a b.tmx",
    ] {
        let name = OsStr::from_bytes(name);
        let run = Run::of(
            &project
                .command(&["export", "tmx", "-o"])
                .arg(name)
                .output()
                .unwrap(),
        )
        .ends(0);
        harmless(&run);
        let run = Run::of(&project.command(&["import"]).arg(name).output().unwrap()).ends(0);
        harmless(&run);
        assert!(fs::exists(project.root().join(name)).unwrap());
    }
}

#[test]
fn a_document_name_with_bidi_controls_is_shown_without_harm() {
    let project = TestProject::empty();
    project.write("sources/a\u{202e}txt.exe.txt", LETTER);
    for call in [
        &["build"][..],
        &["status"],
        &["log"],
        &["show", "1"],
        &["update"],
    ] {
        harmless(&project.run(call).ends(0));
    }
}

#[test]
fn a_project_name_is_quoted_in_segment_files() {
    let project = TestProject::with(LETTER);
    project.write(
        "tarjuman.toml",
        "[project]\nname = \"a \\\"b\\\"\\nLanguage: xx\\\\\"\n",
    );
    project.build();
    assert!(project.build().is_unchanged());
    assert_eq!(
        project
            .read("translations/ur/letter.po")
            .matches("\nmsgid")
            .count(),
        3
    );
}
