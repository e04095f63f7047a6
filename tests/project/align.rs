//! An old translation and its source: into the project, and put right by a person.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use tarjuman::exchange::po::SegmentFile;

use super::fixture::{Run, TestProject, copy};

/// The essay of the repository as three plain texts, a paragraph a line, in a project without sources.
fn essay() -> TestProject {
    let project = TestProject::empty();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(
        &repository.join("sources/essay.txt"),
        &project.path("essay.txt"),
    );
    for language in ["ur", "ps"] {
        project.write(
            &format!("essay.{language}.txt"),
            translation(language).join("\n"),
        );
    }
    project
}

/// The paragraphs of the essay's translation.
fn translation(language: &str) -> Vec<String> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = repository.join(format!("translations/{language}/essay.po"));
    let (file, _) = SegmentFile::read(&fs::read(file).unwrap()).unwrap();
    let mut paragraphs: Vec<String> = Vec::new();
    for entry in file.entries() {
        let position = entry.position().unwrap();
        if position.sentence == 1 {
            paragraphs.push(entry.target().into_owned());
        } else {
            let last = paragraphs.last_mut().unwrap();
            *last = format!("{last} {}", entry.target());
        }
    }
    paragraphs
}

/// The essay and an Urdu text that joins its third and fourth sentence, lacks one, and has one of its own.
fn uneven() -> TestProject {
    let project = essay();
    let mut paragraphs = translation("ur");
    let sentences = |text: &str| -> Vec<String> {
        text.split_inclusive("۔ ")
            .map(|one| one.trim().to_owned())
            .collect()
    };
    let second = sentences(&paragraphs[1]);
    let joined = format!("{}، اور {}", second[1].trim_end_matches('۔'), second[2]);
    paragraphs[1] = [&second[0], &joined, &second[3]]
        .map(String::as_str)
        .join(" ");
    let mut third = sentences(&paragraphs[2]);
    third.remove(1);
    paragraphs[2] = third.join(" ");
    paragraphs[3].push_str(" یہ جملہ مترجم نے اپنی طرف سے بڑھایا ہے۔");
    project.write("essay.ur.txt", paragraphs.join("\n"));
    project
}

const ADD_UR: [&str; 6] = [
    "align",
    "essay.txt",
    "essay.ur.txt",
    "--target-lang",
    "ur",
    "--add",
];
const ADD_PS: [&str; 6] = [
    "align",
    "essay.txt",
    "essay.ps.txt",
    "--target-lang",
    "ps",
    "--add",
];

/// A call with keys on standard input.
fn keyed(project: &TestProject, call: &[&str], keys: &str) -> Run {
    let mut child = project
        .command(call)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(keys.as_bytes())
        .unwrap();
    Run::of(&child.wait_with_output().unwrap())
}

fn review(project: &TestProject, keys: &str) -> Run {
    keyed(project, &["align", "review", "essay", "--lang", "ur"], keys)
}

/// The beads of the kept alignment, without its head.
fn kept(project: &TestProject) -> Vec<serde_json::Value> {
    let text = project.read("alignments/ur/essay.jsonl");
    text.lines()
        .skip(1)
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Makes the bead that holds this source sentence a weak one, as an unsure aligner would have left it.
fn weaken(project: &TestProject, words: &str, score: &str) {
    let name = "alignments/ur/essay.jsonl";
    let lines = project.read(name);
    let weak = lines.lines().map(|line| {
        if !line.contains(words) {
            return line.to_owned();
        }
        let begin = line.find("\"score\":").unwrap() + 8;
        let end = begin + line[begin..].find(',').unwrap();
        format!("{}{score}{}", &line[..begin], &line[end..])
    });
    let text = weak.map(|line| line + "\n").collect::<String>();
    project.write(name, text);
}

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
    let texts = |files: &super::fixture::Snapshot| {
        files[&project.path("translations/ps/essay.po")].0.clone()
    };
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
    project.run(&["build"]).ends(0).prints("2 edited");
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
}

#[test]
fn doubtful_beads_are_marked_and_the_mark_goes_when_a_person_confirms() {
    let project = essay();
    project.run(&ADD_UR).ends(0);
    let words = "run deep.";
    weaken(&project, words, "0.412");
    // As if it had been so from the beginning: the segment file is made anew.
    project
        .remove("translations/ur/essay.po")
        .remove("translations/ps/essay.po")
        .remove("memory.db");
    project
        .run(&ADD_UR)
        .ends(0)
        .prints("1 unit marked as needing work");
    let entry = |project: &TestProject| {
        let file = project.read("translations/ur/essay.po");
        file.split("\n\n")
            .find(|entry| entry.contains(words))
            .unwrap()
            .to_owned()
    };
    assert!(entry(&project).contains("needs work: the alignment is not sure: confidence 0.41"));
    let run = review(&project, "c").ends(0);
    assert!(
        run.out.contains("confidence 0.41"),
        "weakest first: {run:#?}"
    );
    assert!(
        !entry(&project).contains("needs work"),
        "{}",
        entry(&project)
    );
    assert_eq!(
        project
            .run(&["log"])
            .out
            .matches("review the alignment of essay (ur)")
            .count(),
        1
    );
}

#[test]
fn every_step_of_a_review_is_saved_and_can_be_undone() {
    let project = uneven();
    project.run(&ADD_UR).ends(0);
    let begun = kept(&project);
    weaken(&project, "run deep.", "0.1");
    let unsettled = kept(&project);
    for (keys, settled) in [
        ("c", 1),
        ("j", 1),
        ("jmT", 3),
        ("x", 1),
        ("n[j", 1),
        ("?zn", 0),
    ] {
        let run = review(&project, keys);
        assert!(matches!(run.code, Some(0 | 1)), "{run:#?}");
        let beads = kept(&project);
        let count = beads
            .iter()
            .filter(|bead| bead["status"] != "proposed")
            .count();
        assert_eq!(count, settled, "{keys}");
        let texts = |beads: &[serde_json::Value], side: &str| -> Vec<String> {
            let lists = beads
                .iter()
                .flat_map(|bead| bead[side].as_array().unwrap().clone());
            lists
                .map(|text| text.as_str().unwrap().to_owned())
                .collect()
        };
        for side in ["source", "target"] {
            assert_eq!(
                texts(&beads, side),
                texts(&begun, side),
                "{keys}: nothing is lost"
            );
        }
        // The same steps, each taken back.
        project.write(
            "alignments/ur/essay.jsonl",
            head(&project) + &lines(&unsettled),
        );
        review(&project, &format!("{keys}uuuu"));
        assert_eq!(kept(&project), unsettled, "{keys}");
    }
}

fn head(project: &TestProject) -> String {
    let text = project.read("alignments/ur/essay.jsonl");
    format!("{}\n", text.lines().next().unwrap())
}

fn lines(beads: &[serde_json::Value]) -> String {
    beads.iter().map(|bead| format!("{bead}\n")).collect()
}

#[test]
fn a_review_joins_and_splits_units() {
    let project = uneven();
    project.run(&ADD_UR).ends(0);
    weaken(&project, "Despite the Taliban", "0.2");
    let run = review(&project, "s").ends(0).prints("confidence 0.20");
    assert!(run.out.contains("Recorded revision 2"), "{run:#?}");
    let file = project.read("translations/ur/essay.po");
    assert!(!file.contains("¶2.2+1"), "{file}");
    let second = file
        .split("\n\n")
        .find(|entry| entry.contains("¶2.3 "))
        .unwrap();
    assert!(second.contains("msgstr \"\""), "{second}");
    // The second thought is the first one again.
    weaken(&project, "While many expected", "0.1");
    let text = project.read("alignments/ur/essay.jsonl");
    project.write(
        "alignments/ur/essay.jsonl",
        text.replace("\"confirmed\"", "\"proposed\""),
    );
    review(&project, "j").ends(0);
    assert!(project.read("translations/ur/essay.po").contains("¶2.2+1"));
    project
        .run(&["build"])
        .ends(0)
        .prints("27 of 28 translated");
    project
        .run(&["build"])
        .ends(0)
        .prints("Everything is up to date");
}

#[test]
fn a_killed_review_goes_on_where_it_was() {
    let project = essay();
    project.run(&ADD_UR).ends(0);
    let mut child = project
        .command(&["align", "review", "essay", "--lang", "ur"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut keys = child.stdin.take().unwrap();
    keys.write_all(b"cccc").unwrap();
    let confirmed = |project: &TestProject| {
        kept(project)
            .iter()
            .filter(|bead| bead["status"] == "confirmed")
            .count()
    };
    while confirmed(&project) < 4 {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    review(&project, "c").ends(0);
    assert_eq!(confirmed(&project), 5);
    project.run(&ADD_UR).ends(0);
    assert_eq!(
        confirmed(&project),
        5,
        "adding again keeps what was confirmed"
    );
}

#[test]
fn a_review_follows_the_source() {
    let project = essay();
    project.run(&ADD_UR).ends(0);
    review(&project, "ccc").ends(0);
    project.edit(
        "sources/essay.txt",
        "Musa Kamal Yousafzai\n",
        "Musa Kamal Yousafzai\nA word before.\n",
    );
    project.run(&["build"]).ends(0);
    let run = review(&project, "c");
    assert!(matches!(run.code, Some(0 | 1)), "{run:#?}");
    let beads = kept(&project);
    assert_eq!(
        beads
            .iter()
            .filter(|bead| bead["status"] != "proposed")
            .count(),
        4
    );
    assert!(
        project
            .read("alignments/ur/essay.jsonl")
            .contains("A word before.")
    );
}

#[test]
fn two_reviews_at_once_do_not_overwrite_one_another() {
    let project = essay();
    project.run(&ADD_UR).ends(0);
    let mut child = project
        .command(&["align", "review", "essay", "--lang", "ur"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut keys = child.stdin.take().unwrap();
    keys.write_all(b"c").unwrap();
    while !project
        .read("alignments/ur/essay.jsonl")
        .contains("confirmed")
    {
        std::thread::yield_now();
    }
    review(&project, "c").ends(0);
    let theirs = project.read("alignments/ur/essay.jsonl");
    keys.write_all(b"c").unwrap();
    drop(keys);
    Run::of(&child.wait_with_output().unwrap())
        .ends(2)
        .complains("was changed by another meanwhile");
    assert_eq!(project.read("alignments/ur/essay.jsonl"), theirs);
}

#[test]
fn the_beads_come_as_records_in_the_order_of_the_review() {
    let project = essay();
    project.run(&ADD_UR).ends(0);
    weaken(&project, "run deep.", "0.3");
    let before = project.snapshot();
    let run = project.run(&["align", "review", "essay", "--json"]).ends(0);
    let records = run.records();
    assert_eq!(records.len(), 29);
    assert_eq!(records[0]["score"], 0.3);
    assert_eq!(records[0]["source"], serde_json::json!([5]));
    assert!(
        records
            .iter()
            .all(|record| record["type"] == "bead" && record["v"] == 1)
    );
    assert_eq!(project.snapshot(), before);
}

#[test]
fn a_broken_kept_alignment_is_named_with_its_line() {
    let project = essay();
    project.run(&ADD_UR).ends(0);
    project.edit(
        "alignments/ur/essay.jsonl",
        "{\"source\":[\"Musa Kamal Yousafzai\"]",
        "<<<<<<<",
    );
    for call in [&ADD_UR[..], &["align", "review"]] {
        let before = project.snapshot();
        project
            .run(call)
            .refused()
            .complains("alignments/ur/essay.jsonl:2");
        assert_eq!(project.snapshot(), before);
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
    assert_eq!(
        run.out
            .lines()
            .filter(|line| line.starts_with("# "))
            .count(),
        2
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
        .write("none.tsv", "\n");
    let pair = |target: &'static str| vec!["align", "essay.txt", target, "--target-lang", "ur"];
    let list = |list: &'static str| vec!["align", "--pairs", list, "--target-lang", "ur"];
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
fn a_kept_alignment_goes_with_its_document() {
    let project = essay();
    project.run(&ADD_UR).ends(0);
    fs::rename(
        project.path("sources/essay.txt"),
        project.path("sources/letter.txt"),
    )
    .unwrap();
    project.run(&["build"]).ends(0);
    assert!(!project.path("alignments/ur/essay.jsonl").exists());
    let run = keyed(&project, &["align", "review", "letter"], "c").ends(0);
    assert!(run.out.contains("letter (ur)"), "{run:#?}");
    assert!(
        project
            .read("alignments/ur/letter.jsonl")
            .starts_with("{\"type\":\"alignment\",\"v\":1,\"document\":\"letter\"")
    );
    project
        .run(&["align", "review", "essay"])
        .refused()
        .complains("letter (ur)");
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
