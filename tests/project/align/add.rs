//! Texts and their translations into the project, and what else comes of aligning them.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::{ADD_PS, ADD_UR, essay, translation, uneven};
use crate::fixture::{Snapshot, TestProject};

#[test]
fn the_essay_comes_in_with_both_translations_sentence_by_sentence() {
    let project = essay();
    let ids = |project: &TestProject| -> Vec<String> {
        let text = project.read("translations/ur/essay.po");
        text.lines()
            .filter(|line| line.starts_with("msgctxt"))
            .map(str::to_owned)
            .collect()
    };
    project
        .run(&ADD_UR)
        .ends(0)
        .prints("29 units translated by it")
        .prints("wrote sources/essay.txt")
        .prints("Recorded revision 1");
    let first = ids(&project);
    project
        .run(&ADD_PS)
        .ends(0)
        .prints("29 units translated by it")
        .prints("Recorded revision 2");
    for language in ["ur", "ps"] {
        let mine = project.read(&format!("translations/{language}/essay.po"));
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let whole = repository.join(format!("translations/{language}/essay.po"));
        let theirs = fs::read_to_string(whole).unwrap();
        let targets = |text: &str| -> Vec<String> {
            text.lines()
                .filter(|line| line.starts_with("msgstr"))
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(targets(&mine), targets(&theirs), "{language}");
    }
    project
        .run(&["build"])
        .ends(0)
        .prints("29 of 29 translated");
    let before = project.snapshot();
    project
        .run(&["build"])
        .ends(0)
        .prints("Everything is up to date");
    for call in [ADD_UR, ADD_PS] {
        project.run(&call).ends(0).prints("nothing to write");
    }
    assert_eq!(project.snapshot(), before);
    assert_eq!(ids(&project), first);
    let tmx = project.export("tmx");
    assert_eq!(tmx.matches("<tuv ").count(), 3 * 29);
    let log = project.run(&["log"]).ends(0);
    assert!(log.out.contains("align essay (ur)"), "{log:#?}");
}

#[test]
fn a_plan_says_what_the_addition_does_and_writes_nothing() {
    let project = essay();
    let before = project.snapshot();
    let plan = project.run(&[&ADD_UR[..], &["--dry-run"]].concat()).ends(0);
    assert_eq!(project.snapshot(), before);
    let done = project.run(&ADD_UR).ends(0);
    let planned = plan
        .out
        .replace("Would record", "Recorded")
        .replace("would write", "wrote");
    assert_eq!(planned, done.out);
}

#[test]
fn sentences_that_are_translated_as_one_become_one_unit() {
    let project = uneven();
    project
        .run(&ADD_UR)
        .ends(0)
        .prints("1 unit of several sentences")
        .prints("without an answer: 1 sentence of the source, 1 sentence of the translation");
    let file = project.read("translations/ur/essay.po");
    assert!(file.contains("#. ¶2.2+1 translated"), "{file}");
    assert!(!file.contains("یہ جملہ مترجم"), "{file}");
    let beads = project.read("alignments/ur/essay.jsonl");
    assert!(
        beads.contains("یہ جملہ مترجم"),
        "kept with the beads: {beads}"
    );
    project
        .run(&ADD_PS)
        .ends(0)
        .prints("28 units translated by it");
    project
        .run(&["build"])
        .ends(0)
        .prints("27 of 28 translated");
    let before = project.snapshot();
    project
        .run(&["build"])
        .ends(0)
        .prints("Everything is up to date");
    assert_eq!(project.snapshot(), before);
    let clone = project.cloned();
    clone.build();
    let texts = |project: &TestProject| project.read("translations/ur/essay.po");
    assert_eq!(
        texts(&clone),
        texts(&project),
        "a fresh clone finds the unit again"
    );
}

#[test]
fn a_unit_that_another_language_has_in_two_is_joined_there_too() {
    let project = uneven();
    project.run(&ADD_PS).ends(0);
    let whole = project.read("translations/ps/essay.po");
    project.run(&ADD_UR).ends(0);
    let joined = project.read("translations/ps/essay.po");
    let entry = joined
        .split("\n\n")
        .find(|entry| entry.contains("¶2.2+1"))
        .unwrap();
    let parts = whole
        .split("\n\n")
        .filter(|entry| entry.contains("¶2.2 ") || entry.contains("¶2.3 "));
    for part in parts {
        let target = part
            .lines()
            .find_map(|line| line.strip_prefix("msgstr \""))
            .unwrap();
        assert!(
            entry.contains(target.trim_end_matches('"')),
            "{target} in {entry}"
        );
    }
    assert!(!entry.contains("fuzzy"), "{entry}");
    let before = project.snapshot();
    project.build();
    project.run(&ADD_PS).ends(0).prints("nothing to write");
    let texts = |files: &Snapshot| files[&project.path("translations/ps/essay.po")].0.clone();
    assert_eq!(texts(&project.snapshot()), texts(&before));
}

#[test]
fn an_edit_of_the_source_leaves_a_joined_unit_one() {
    let project = uneven();
    project.run(&ADD_UR).ends(0);
    project.edit("sources/essay.txt", "run deep.", "run very deep.");
    project.edit(
        "sources/essay.txt",
        "remarkable foresight",
        "great foresight",
    );
    project.run(&["build"]).ends(0).prints("2 changed");
    let file = project.read("translations/ur/essay.po");
    let entry = file
        .split("\n\n")
        .find(|entry| entry.contains("¶2.2+1"))
        .unwrap();
    assert!(entry.contains("great foresight. Despite"), "{entry}");
    assert!(
        entry.contains("needs work: the source has changed"),
        "{entry}"
    );
}

#[test]
fn a_translation_of_another_hand_is_not_overwritten() {
    let project = essay();
    project.write("sources/essay.txt", project.read("essay.txt"));
    project.build();
    let name = "translations/ur/essay.po";
    let title = "msgid \"Musa Kamal Yousafzai\"\nmsgstr ";
    project.edit(name, &format!("{title}\"\""), &format!("{title}\"م ک ی\""));
    project.build();
    let id = project.run(&["search", "م ک ی", "--json"]).records()[0]["unit"].clone();
    let run = project
        .run(&ADD_UR)
        .ends(1)
        .prints("28 units translated by it");
    let run = run.prints(&format!("left as it is: {}", id.as_str().unwrap()));
    assert!(run.err.contains("--overwrite"), "{run:#?}");
    assert!(project.read(name).contains("م ک ی"));
    project
        .run(&[&ADD_UR[..], &["--overwrite"]].concat())
        .ends(0)
        .prints("another translation than before");
    assert!(!project.read(name).contains("م ک ی"));
    assert_eq!(
        project.remembered(id.as_str().unwrap(), "ur"),
        "موسیٰ کمال یوسفزئی"
    );
}

#[test]
fn a_document_of_the_same_name_and_another_text_is_refused() {
    let project = essay();
    project.write("sources/essay.txt", "Another text.\n");
    project
        .run(&ADD_UR)
        .refused()
        .complains("There is another document `essay`")
        .complains("--name");
    project
        .run(&[&ADD_UR[..], &["--name", "old/essay"]].concat())
        .ends(0)
        .prints("wrote sources/old/essay.txt");
    for name in ["../essay", ".essay", "", "/essay"] {
        project
            .run(&[&ADD_UR[..], &["--name", name]].concat())
            .refused()
            .complains("cannot name a document");
    }
}

#[test]
fn many_pairs_share_a_call() {
    let project = essay();
    let urdu = translation("ur");
    let english: Vec<String> = project
        .read("essay.txt")
        .lines()
        .map(str::to_owned)
        .collect();
    for (name, range) in [("one", 0..4), ("two", 4..8)] {
        project.write(&format!("{name}.txt"), english[range.clone()].join("\n"));
        project.write(&format!("{name}.ur.txt"), urdu[range].join("\n"));
    }
    project.write("list.tsv", "one.txt\tone.ur.txt\n\ntwo.txt\ttwo.ur.txt\n");
    let run = project
        .run(&["align", "--pairs", "list.tsv", "--target-lang", "ur"])
        .ends(0);
    let heads: Vec<_> = run
        .out
        .lines()
        .filter(|line| line.starts_with("# "))
        .collect();
    assert_eq!(
        heads,
        ["# one.txt\tone.ur.txt", "# two.txt\ttwo.ur.txt"],
        "a tab parts the files, for programs"
    );
    assert_eq!(run.out.lines().count(), 29 + 2);
    for format in ["tsv", "csv", "jsonl", "tmx", "po", "html"] {
        let call = [
            "align",
            "--pairs",
            "list.tsv",
            "--target-lang",
            "ur",
            "--format",
            format,
        ];
        let run = project.run(&call).ends(0);
        assert!(run.out.contains("موسیٰ کمال یوسفزئی"), "{format}");
        assert!(run.out.contains("two") || format != "html", "{format}");
    }
    let run = project
        .run(&["align", "--pairs", "list.tsv", "--add"])
        .ends(0);
    assert!(
        run.out.contains("wrote sources/one.txt")
            && run.out.contains("wrote alignments/ur/two.jsonl")
    );
    project.run(&["build"]).ends(0);
    project
        .run(&["build"])
        .ends(0)
        .prints("Everything is up to date");
}

#[test]
fn sentences_without_an_answer_are_counted() {
    let project = uneven();
    for format in ["tmx", "html"] {
        project
            .run(&[
                "align",
                "essay.txt",
                "essay.ur.txt",
                "--target-lang",
                "ur",
                "--format",
                format,
            ])
            .ends(0)
            .complains(
                "Without an answer: 1 sentence of the source, 1 sentence of the translation",
            );
    }
}

#[test]
fn a_learnt_dictionary_is_kept_given_again_and_looked_up() {
    let project = essay();
    let learn = [
        "align",
        "essay.txt",
        "essay.ur.txt",
        "--target-lang",
        "ur",
        "--lexicon-out",
        "words.tsv",
    ];
    project.run(&learn).ends(0);
    let words = project.read("words.tsv");
    let taliban = words
        .lines()
        .find(|line| line.starts_with("taliban\tطالبان\t"));
    assert!(taliban.is_some(), "{words}");
    let again = [
        &learn[..3],
        &["--target-lang", "ur", "--lexicon", "words.tsv"],
    ]
    .concat();
    assert_eq!(project.run(&again).ends(0).out.lines().count(), 29);
    for (word, answer) in [("Taliban", "طالبان"), ("طالبان", "taliban")] {
        let call = [
            "search",
            "--translate",
            word,
            "--lexicon",
            "words.tsv",
            "--json",
        ];
        let run = project.run(&call).ends(0);
        assert_eq!(run.records()[0]["word"], answer, "{run:#?}");
    }
    project.run(&ADD_UR).ends(0);
    project
        .run(&["search", "--translate", "Pakistan"])
        .ends(0)
        .prints("ur  پاکستان");
    project
        .run(&["search", "--translate", "پاکستان", "--lang", "ur"])
        .ends(0)
        .prints("en  pakistan");
    project
        .run(&["search", "--translate", "xyzzy"])
        .ends(0)
        .complains("No translation of that word");
    project.write("bad.tsv", "one\ttwo\n");
    project
        .run(&["search", "--translate", "one", "--lexicon", "bad.tsv"])
        .refused()
        .complains("line 1 of the lexicon");
}

#[test]
fn an_addition_that_is_killed_leaves_whole_files_and_the_next_one_finishes() {
    let clean = essay();
    clean.run(&ADD_UR).ends(0);
    for step in 0..6 {
        let project = essay();
        let mut child = project
            .command(&ADD_UR)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(step * 150));
        child.kill().unwrap();
        child.wait().unwrap();
        project.run(&ADD_UR).ends(0);
        for name in [
            "sources/essay.txt",
            "translations/ur/essay.po",
            "alignments/ur/essay.jsonl",
        ] {
            assert_eq!(project.read(name), clean.read(name), "{name}");
        }
        assert_eq!(project.export("tsv"), clean.export("tsv"));
        let left = project.snapshot();
        assert!(
            left.keys()
                .all(|path| !path.display().to_string().contains(".tarjuman-"))
        );
    }
}
