//! Files that cannot be aligned, and pairs that are none: each is said, and nothing is written.

use super::{essay, keyed, translation};
use crate::fixture::TestProject;

#[test]
fn the_language_of_a_translation_is_told_by_its_letters_or_asked_for() {
    let project = essay();
    project
        .run(&["align", "essay.txt", "essay.ps.txt", "--add"])
        .ends(0)
        .prints("29 in ps");
    project.write("numbers.txt", "12. 13. 14.\n");
    project
        .run(&["align", "essay.txt", "numbers.txt", "--add"])
        .refused()
        .complains("It cannot be told in which language `numbers.txt` is")
        .complains("--target-lang with one of ur, ps");
    project
        .run(&[
            "align",
            "essay.txt",
            "essay.ur.txt",
            "--target-lang",
            "fa",
            "--add",
        ])
        .refused()
        .complains("does not translate into fa")
        .complains("tarjuman.toml");
    project
        .run(&["align", "essay.txt", "essay.ur.txt", "--target-lang", "u$"])
        .refused()
        .complains("`u$` is not a language tag");
    project
        .run(&[
            "align",
            "essay.txt",
            "essay.ur.txt",
            "--source-lang",
            "fr",
            "--add",
        ])
        .refused()
        .complains("in en, not in fr");
}

/// Runs a call that finds the pair doubtful: beads or not, it ends with 1, and `--add` writes nothing.
fn doubtful(project: &TestProject, files: [&str; 2], language: &str, words: &str) {
    let call = ["align", files[0], files[1], "--target-lang", language];
    project
        .run(&call)
        .ends(1)
        .complains(words)
        .complains("hint: ");
    let before = project.snapshot();
    let run = project.run(&[&call[..], &["--add"]].concat());
    run.ends(1)
        .prints("Nothing was written.")
        .complains(words)
        .complains("--force");
    let mut after = project.snapshot();
    after.remove(&project.path(".tarjuman.lock"));
    let mut before = before;
    before.remove(&project.path(".tarjuman.lock"));
    assert_eq!(after, before);
}

#[test]
fn files_that_are_no_pair_are_not_taken() {
    let project = essay();
    let paragraphs = translation("ur");
    project
        .write("empty.txt", "")
        .write("blank.txt", " \n\n\u{feff}\n")
        .write("part.txt", &paragraphs[0]);
    doubtful(
        &project,
        ["essay.txt", "empty.txt"],
        "ur",
        "holds no sentence",
    );
    doubtful(
        &project,
        ["essay.txt", "blank.txt"],
        "ur",
        "holds no sentence",
    );
    doubtful(
        &project,
        ["empty.txt", "essay.ur.txt"],
        "ur",
        "holds no sentence",
    );
    doubtful(&project, ["essay.txt", "essay.txt"], "ur", "the same text");
    doubtful(
        &project,
        ["essay.ur.txt", "essay.txt"],
        "ur",
        "the first is in ur and the second in en",
    );
    doubtful(
        &project,
        ["essay.txt", "essay.ps.txt"],
        "ur",
        "full of letters of ps alone",
    );
    doubtful(
        &project,
        ["essay.ps.txt", "essay.ur.txt"],
        "ur",
        "is written in Arabic letters",
    );
    doubtful(
        &project,
        ["essay.txt", "part.txt"],
        "ur",
        "many times as long",
    );
}

#[test]
fn what_is_doubtful_comes_in_by_force() {
    let project = essay();
    project.write("part.txt", translation("ur")[0].as_str());
    let call = [
        "align",
        "essay.txt",
        "part.txt",
        "--target-lang",
        "ur",
        "--add",
        "--force",
    ];
    project.run(&call).ends(1).prints("wrote sources/essay.txt");
    project.run(&["build"]).ends(0);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let project = essay();
    project
        .write("binary.txt", b"\x7fELF\x02\x01\x00\x00\x00")
        .write("latin1.txt", b"Caf\xe9 au lait.\n")
        .write(
            "missing.tsv",
            "essay.txt\tessay.ur.txt\nessay.txt\tnone.txt\n",
        )
        .write("columns.tsv", "essay.txt\tessay.ur.txt\tur\n")
        .write("one.tsv", "essay.txt\n")
        .write("none.tsv", "\n")
        .write(
            "twice.tsv",
            "essay.txt\tessay.ur.txt\nessay.txt\tessay.ps.txt\n",
        );
    let pair = |target: &'static str| vec!["align", "essay.txt", target, "--target-lang", "ur"];
    let list = |list: &'static str| vec!["align", "--pairs", list, "--target-lang", "ur"];
    project
        .run(&["align", "--pairs", "twice.tsv", "--add"])
        .refused()
        .complains("The document `essay` comes twice")
        .complains("once for each language");
    let calls: [(Vec<&str>, &str); 9] = [
        (pair("none.txt"), "Cannot read `none.txt`"),
        (pair("sources"), "name a file, not a folder"),
        (pair("binary.txt"), "binary.txt:1"),
        (pair("latin1.txt"), "latin1.txt:1"),
        (list("gone.tsv"), "Cannot read `gone.tsv`"),
        (list("missing.tsv"), "missing.tsv:2"),
        (list("columns.tsv"), "columns.tsv:1"),
        (list("one.tsv"), "two columns"),
        (list("none.tsv"), "names no pair"),
    ];
    for (call, words) in calls {
        let before = project.snapshot();
        project.run(&call).refused().complains(words);
        project
            .run(&[&call[..], &["--add"]].concat())
            .refused()
            .complains(words);
        let mut after = project.snapshot();
        after.remove(&project.path(".tarjuman.lock"));
        let mut before = before;
        before.remove(&project.path(".tarjuman.lock"));
        assert_eq!(after, before, "{call:?}");
    }
}

#[test]
fn a_line_of_a_megabyte_is_said_and_harms_nobody() {
    let project = essay();
    let mut paragraphs = translation("ur");
    paragraphs.push("لفظ ".repeat(150_000));
    project.write("long.txt", paragraphs.join("\n"));
    let english = format!(
        "{}\n{}\n",
        project.read("essay.txt").trim_end(),
        "word ".repeat(200_000)
    );
    project.write("long.en.txt", english);
    let run = project
        .run(&["align", "long.en.txt", "long.txt", "--target-lang", "ur"])
        .ends(1);
    let run = run.complains("sentence 30 has 599999 characters");
    assert_eq!(run.out.lines().count(), 30, "{run:#?}");
}

#[test]
fn the_filter_answers_each_line_and_names_the_bad_ones() {
    let project = essay();
    let lines = "{\"id\":\"a\",\"source_lang\":\"en\",\"target_lang\":\"ur\",\"source\":[\"One came.\"],\"target\":[\"ایک آیا۔\"],\"more\":1}\n\
                 nonsense\n\
                 {\"id\":2,\"source\":[],\"target\":[]}\n\
                 {\"id\":3,\"source\":[\"One.\"],\"target\":[\"ایک۔\"],\"target_lang\":\"u$\"}\n";
    let run = keyed(&project, &["align", "--jsonl"], lines).ends(1);
    let records = run.records();
    let types: Vec<&str> = records
        .iter()
        .map(|record| record["type"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["beads", "error", "beads", "error"]);
    assert_eq!(
        (&records[0]["id"], &records[1]["line"]),
        (&"a".into(), &2.into())
    );
    assert_eq!(records[0]["beads"][0]["source"], serde_json::json!([0]));
    assert_eq!(records[2]["beads"], serde_json::json!([]));
}

#[test]
fn a_bead_line_that_is_none_is_refused_by_its_number() {
    let project = essay();
    project
        .write("gold.beads", "[0]:[0]\n")
        .write("bad.beads", "[0]:[0]\n[1]\n");
    project
        .run(&["align", "score", "gold.beads", "bad.beads"])
        .refused()
        .complains("line 2 is not a bead");
    project
        .run(&["align", "score", "gold.beads", "gold.beads"])
        .ends(0)
        .prints("F1         1.0000");
}
