//! Kept alignments under review, key by key.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use super::{ADD_UR, essay, keyed, uneven};
use crate::fixture::{Run, TestProject};

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
fn a_source_that_changes_during_a_review_counts_as_it_is_then() {
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
    project.edit("sources/essay.txt", "run deep.", "run very deep.");
    project.build();
    drop(keys);
    Run::of(&child.wait_with_output().unwrap()).ends(0);
    assert!(
        project
            .read("translations/ur/essay.po")
            .contains("run very deep.")
    );
    assert!(
        project
            .read("alignments/ur/essay.jsonl")
            .contains("run very deep.")
    );
    assert!(
        project
            .read("alignments/ur/essay.jsonl")
            .contains("confirmed")
    );
}
