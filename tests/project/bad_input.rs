//! Input that cannot be used: each gets a message with place and hint, exit 2, and nothing is lost.

use super::fixture::{LETTER, Run, TestProject};

/// Runs a command that must be refused, and sees that no file was touched.
fn refused(project: &TestProject, arguments: &[&str]) -> Run {
    let before = project.snapshot();
    let run = project.run(arguments).refused();
    let mut after = project.snapshot();
    if !before.contains_key(&project.path(".tarjuman.lock")) {
        after.remove(&project.path(".tarjuman.lock"));
    }
    assert_eq!(
        after.keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>()
    );
    assert_eq!(after, before);
    run
}

#[test]
fn no_project() {
    let folder = TestProject::nothing();
    refused(&folder, &["build"])
        .complains("No tarjuman.toml in")
        .complains("tarjuman init");
    refused(&folder, &["-C", "nowhere", "build"]).complains("`nowhere`");
}

#[test]
fn a_missing_file() {
    let project = TestProject::letter();
    for command in [["segment", "none.txt"], ["import", "none.tmx"]] {
        refused(&project, &command)
            .complains("Cannot read `none.")
            .complains("check the path");
    }
    refused(&project, &["memory", "load", "none.jsonl"]).complains("none.jsonl");
}

#[test]
fn a_folder_named_like_a_file() {
    let project = TestProject::letter();
    for command in [["segment", "sources"], ["import", "sources"]] {
        refused(&project, &command)
            .complains("Cannot read `sources`")
            .complains("name a file, not a folder");
    }
    project.remove("translations/ur/letter.po");
    std::fs::create_dir(project.path("translations/ur/letter.po")).unwrap();
    refused(&project, &["build"])
        .complains("translations/ur/letter.po")
        .complains("name a file, not a folder");
}

#[test]
fn a_folder_in_the_place_of_an_export_or_the_memory() {
    let project = TestProject::with(LETTER);
    std::fs::create_dir_all(project.path("out/letter.tmx")).unwrap();
    project
        .run(&["build"])
        .refused()
        .complains("out/letter.tmx");
    assert_eq!(
        project.workbench().log(&Default::default()).unwrap().len(),
        1
    );
    let project = TestProject::with(LETTER);
    std::fs::create_dir(project.path("memory.db")).unwrap();
    refused(&project, &["build"])
        .complains("memory.db")
        .complains("folder");
}

#[test]
fn invalid_utf_8_is_named_by_its_byte() {
    let project = TestProject::letter();
    project.write("sources/letter.txt", b"The river rose.\nIt \xE9 fell.\n");
    refused(&project, &["build"])
        .complains("Byte 19 (line 2, column 4) is not UTF-8: 0xE9")
        .complains("sources/letter.txt:2:4")
        .complains("save the file as UTF-8");
    refused(&project, &["segment", "sources/letter.txt"]).complains("Byte 19");
}

#[test]
fn a_utf_16_source_is_read() {
    let project = TestProject::letter();
    for (mark, bytes) in [
        (0xFEFFu16, u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (0xFEFF, u16::to_be_bytes),
    ] {
        let text: Vec<u8> = std::iter::once(mark)
            .chain(LETTER.encode_utf16())
            .flat_map(bytes)
            .collect();
        project.write("sources/letter.txt", text);
        assert!(project.build().is_unchanged());
    }
}

#[test]
fn nul_bytes_are_no_text() {
    let project = TestProject::letter();
    project.write("sources/letter.txt", "The river\0 rose.\n");
    refused(&project, &["build"]).complains("Byte 9 (line 1, column 10) is NUL");
}

#[test]
fn a_broken_entry_costs_that_entry_only() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    project.edit(
        "translations/ur/letter.po",
        "msgstr \"دریا چڑھا۔\"",
        "msgstr \"دریا چڑھ گیا۔",
    );
    project.translate("ur", "We went home.", "ہم گھر گئے۔");
    let broken = project.read("translations/ur/letter.po");
    let run = project.run(&["build"]).ends(2);
    let run = run
        .complains("error: The string has no closing quote on its line")
        .complains("translations/ur/letter.po:20:8")
        .complains("^^^")
        .complains("hint: end the line with `\"`")
        .prints("Recorded revision 3:\n  letter ur: 1 new");
    assert!(run.err.contains("Next: mend"), "{run:#?}");
    assert_eq!(
        project.read("translations/ur/letter.po"),
        broken.replace("¶2.2 initial", "¶2.2 translated")
    );
    assert_eq!(project.remembered(&id, "ur"), "دریا چڑھا۔");
    assert_eq!(
        project.remembered(&project.id("We went home."), "ur"),
        "ہم گھر گئے۔"
    );
    // Mended, it is recorded.
    project.edit(
        "translations/ur/letter.po",
        "\"دریا چڑھ گیا۔\n",
        "\"دریا چڑھ گیا۔\"\n",
    );
    project.run(&["build"]).prints("letter ur: 1 changed");
    assert_eq!(project.remembered(&id, "ur"), "دریا چڑھ گیا۔");
}

#[test]
fn an_entry_broken_in_every_language_is_not_lost() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    for language in ["ur", "ps"] {
        project.edit(
            &format!("translations/{language}/letter.po"),
            "msgid \"The river rose.\"\n",
            "msgid \"The river rose.\n",
        );
    }
    for verb in ["build", "commit", "update"] {
        project.run(&[verb]).ends(2);
    }
    let shown = project
        .workbench()
        .show_unit(&tarjuman::model::UnitId(id.clone()))
        .unwrap();
    assert!(!shown.obsolete);
    for language in ["ur", "ps"] {
        let po = project.read(&format!("translations/{language}/letter.po"));
        assert_eq!(po.matches(&id).count(), 1, "{po}");
        assert_eq!(po.matches("The river rose.").count(), 1, "{po}");
    }
}

#[test]
fn a_broken_entry_in_a_fresh_clone_is_not_born_twice() {
    let project = TestProject::letter();
    project.edit(
        "translations/ur/letter.po",
        "msgstr \"دریا چڑھا۔\"",
        "msgstr \"دریا چڑھا۔",
    );
    let clone = project.cloned();
    let po = clone.read("translations/ur/letter.po");
    clone.run(&["build"]).ends(2);
    assert_eq!(clone.read("translations/ur/letter.po"), po);
    clone.edit(
        "translations/ur/letter.po",
        "\"دریا چڑھا۔\n",
        "\"دریا چڑھا۔\"\n",
    );
    clone.run(&["build"]).ends(0);
    assert_eq!(
        clone.remembered(&clone.id("The river rose."), "ur"),
        "دریا چڑھا۔"
    );
}

#[test]
fn a_segment_file_that_is_not_utf_8() {
    let project = TestProject::letter();
    let mut bytes = project.read("translations/ur/letter.po").into_bytes();
    let at = bytes
        .windows(5)
        .position(|window| window == b"msgid")
        .unwrap();
    bytes[at + 7] = 0xE9;
    project.write("translations/ur/letter.po", bytes);
    refused(&project, &["build"])
        .complains("translations/ur/letter.po")
        .complains("UTF-8");
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain("msgid \"\"\nmsgstr \"\"\n".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    project.write("translations/ur/letter.po", utf16);
    refused(&project, &["build"]).complains("UTF-16");
}

#[test]
fn duplicate_ids_are_reported_and_the_first_counts() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    let second = format!("\nmsgctxt \"{id}\"\nmsgid \"The river rose.\"\nmsgstr \"دوسرا\"\n");
    let text = project.read("translations/ur/letter.po") + &second;
    project.write("translations/ur/letter.po", &text);
    project
        .run(&["build"])
        .ends(2)
        .complains(&format!("Another entry has the id `{id}` already"))
        .complains("letter.po:");
    assert_eq!(project.read("translations/ur/letter.po"), text);
    assert_eq!(project.remembered(&id, "ur"), "دریا چڑھا۔");
}

#[test]
fn unknown_unit_ids_are_refused_at_their_place() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    project.edit("translations/ur/letter.po", &id, "nobody");
    project.edit(
        "translations/ur/letter.po",
        "msgid \"The river rose.\"",
        "msgid \"The sea rose.\"",
    );
    for verb in ["build", "update", "commit", "status"] {
        refused(&project, &[verb])
            .complains("The unit `nobody` is not of this document, and neither is its text")
            .complains("translations/ur/letter.po:18:1")
            .complains("msgctxt \"nobody\"")
            .complains("^^^");
    }
}

#[test]
fn no_sources() {
    let project = TestProject::empty();
    refused(&project, &["build"])
        .complains("There is no source document in `sources/`")
        .complains(".txt");
    std::fs::remove_dir(project.path("sources")).unwrap();
    refused(&project, &["build"]).complains("There is no source document in `sources/`");
}

#[test]
fn a_memory_from_a_newer_version_is_left_as_it_is() {
    let project = TestProject::letter();
    let memory = rusqlite::Connection::open(project.path("memory.db")).unwrap();
    memory.pragma_update(None, "user_version", 4711).unwrap();
    memory
        .pragma_update(None, "journal_mode", "delete")
        .unwrap();
    drop(memory);
    let verbs: [&[&str]; 6] = [
        &["build"],
        &["status"],
        &["log"],
        &["commit"],
        &["export", "tmx"],
        &["memory", "digest"],
    ];
    for verb in verbs {
        refused(&project, verb)
            .complains("the memory has format 4711")
            .complains("newer tarjuman");
    }
}

#[test]
fn a_memory_that_is_no_database() {
    let project = TestProject::letter();
    for bytes in [&b"not a database, but long enough to be read as one: no, no, no, no, no, no, no, no, no, no, no"[..], b""] {
        project.write("memory.db", bytes);
        refused(&project, &["build"]).complains("is not a memory").complains("tarjuman.toml");
    }
}

#[test]
fn a_damaged_memory() {
    let project = TestProject::letter();
    let mut bytes = std::fs::read(project.path("memory.db")).unwrap();
    for byte in bytes.iter_mut().skip(4096) {
        *byte = 0x55;
    }
    project.write("memory.db", bytes);
    project.run(&["build"]).refused().complains("memory.db");
}

#[test]
fn a_path_that_would_leave_the_project() {
    for (key, value) in [
        ("out", "../out"),
        ("memory", "/tmp/memory.db"),
        ("sources", "a/../../b"),
        ("translations", ""),
    ] {
        let project = TestProject::letter();
        project.write(
            "tarjuman.toml",
            format!("[project]\nname = \"x\"\n{key} = \"{value}\"\n"),
        );
        refused(&project, &["build"])
            .complains(&format!(
                "`{key} = \"{value}\"` would leave the project folder"
            ))
            .complains("tarjuman.toml:3:");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_would_leave_the_project() {
    use std::os::unix::fs::symlink;
    for name in ["out", "translations/ps", "memory.db"] {
        let project = TestProject::letter();
        let elsewhere = TestProject::nothing();
        let path = project.path(name);
        if path.is_dir() {
            std::fs::remove_dir_all(&path).unwrap();
            symlink(elsewhere.root(), &path).unwrap();
        } else {
            std::fs::rename(&path, elsewhere.path("memory.db")).unwrap();
            symlink(elsewhere.path("memory.db"), &path).unwrap();
        }
        let before = elsewhere.snapshot();
        project.write("sources/letter.txt", "Something else.\n");
        project
            .run(&["build"])
            .refused()
            .complains("leads out of the project folder");
        assert_eq!(elsewhere.snapshot(), before, "{name}");
    }
}

#[test]
fn settings_are_refused_at_their_place() {
    let cases = [
        (
            "[project]\nname = \"x\"\ntarget = [\"ur\"]\n",
            "unknown field `target`",
            "tarjuman.toml:3:1",
        ),
        (
            "[project]\nname = \"x\"\n[projekt]\n",
            "unknown field `projekt`",
            "tarjuman.toml:3:2",
        ),
        (
            "[project]\nname = \"x\"\nsource = \"english!\"\n",
            "not a language tag",
            "tarjuman.toml:3:10",
        ),
        (
            "[project]\nname = \"x\"\ntargets = [\"ur\", \"UR\"]\n",
            "`ur` is named twice",
            "tarjuman.toml:3:",
        ),
        (
            "[project]\nname = \"x\"\ntargets = \"ur\"\n",
            "expected a sequence",
            "tarjuman.toml:3:11",
        ),
        ("[project]\nname = \n", "", "tarjuman.toml:2:"),
        ("name = \"x\"\n", "", "tarjuman.toml:"),
    ];
    for (text, message, place) in cases {
        let project = TestProject::letter();
        project.write("tarjuman.toml", text);
        refused(&project, &["build"])
            .complains(message)
            .complains(place)
            .complains("^");
    }
    let project = TestProject::letter();
    project.write("tarjuman.toml", b"[project]\nname = \"\xE9\"\n");
    refused(&project, &["build"]).complains("not UTF-8");
}

#[test]
fn wrong_language_tags() {
    let project = TestProject::letter();
    let calls: [&[&str]; 5] = [
        &["init", "new", "--to", "ur,p$"],
        &["export", "tmx", "--to", "p$"],
        &["log", "--lang", "p$"],
        &["segment", "sources/letter.txt", "--lang", "p$"],
        &["import", "sources/letter.txt", "--to", "p$"],
    ];
    for call in calls {
        refused(&project, call)
            .complains("`p$` is not a language tag")
            .complains("en, ur, ps-AF");
    }
}

#[test]
fn what_is_not_there_to_be_shown_or_restored() {
    let project = TestProject::letter();
    let calls: [(&[&str], &str); 8] = [
        (&["show", "nobody"], "There is no unit `nobody`"),
        (&["show", "99"], "There is no revision 99; the newest is 2"),
        (
            &["restore", "99", "--all"],
            "There is no revision 99; the newest is 2",
        ),
        (
            &["restore", "1", "--unit", "nobody"],
            "There is no unit `nobody`",
        ),
        (
            &["restore", "1", "--document", "none"],
            "There is no document `none`",
        ),
        (
            &["export", "tmx", "--document", "none"],
            "There is no document `none`",
        ),
        (&["log", "--document", "../x"], "cannot name a document"),
        (
            &["config", "project.nothing"],
            "There is no setting `project.nothing`",
        ),
    ];
    for (call, message) in calls {
        refused(&project, call).complains(message);
    }
}

#[test]
fn without_a_memory_the_hint_says_how_to_make_one() {
    let project = TestProject::with(LETTER);
    let calls: [&[&str]; 4] = [
        &["log"],
        &["show", "1"],
        &["export", "tmx"],
        &["memory", "digest"],
    ];
    for call in calls {
        refused(&project, call)
            .complains("no memory")
            .complains("tarjuman build");
    }
}

#[test]
fn an_unknown_or_broken_import_leaves_nothing_behind() {
    let project = TestProject::with(LETTER);
    project.write("what.bin", b"\x01\x02\x03");
    refused(&project, &["import", "what.bin"])
        .complains("Cannot tell the format")
        .complains("--format");
    project.write("cut.tmx", "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"><header/><body><tu><tuv xml:lang=\"en\"><seg>One</seg>");
    refused(&project, &["import", "cut.tmx", "--dry-run"]).complains("cut.tmx:2:");
    project
        .run(&["import", "cut.tmx"])
        .refused()
        .complains("cut.tmx:2:");
    // The memory that was begun for it holds nothing.
    let run = project.run(&["log"]);
    assert!(!run.out.contains("revision"), "{run:#?}");
}

#[test]
fn an_export_never_replaces_the_memory() {
    let project = TestProject::letter();
    let calls: [&[&str]; 3] = [
        &["export", "tmx", "-o", "memory.db"],
        &["export", "tsv", "-o", "sources/../memory.db"],
        &["memory", "dump", "-o", "./memory.db"],
    ];
    for call in calls {
        refused(&project, call)
            .complains("memory.db")
            .complains("another name");
    }
}

#[test]
fn an_output_that_is_a_folder_or_has_none_above_it() {
    let project = TestProject::letter();
    refused(&project, &["export", "tmx", "-o", "sources"])
        .complains("`sources`")
        .complains("name a file, not a folder");
    refused(&project, &["export", "tmx", "-o", "tarjuman.toml/x.tmx"]).complains("tarjuman.toml");
}

#[test]
fn formats_that_need_one_language_or_a_file_a_language_say_so() {
    let project = TestProject::letter();
    refused(&project, &["export", "po"]).complains("--to ur");
    refused(&project, &["export", "moses"]).complains("-o NAME");
}
