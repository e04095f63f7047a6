//! What every command holds to: streams, exit codes, records for programs, plans, quiet, colours, help.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use super::fixture::{LETTER, Run, TestProject};

/// The commands that only look, and those that write, on a project with a letter.
const LOOKING: &[&[&str]] = &[
    &["status"],
    &["check"],
    &["log"],
    &["diff"],
    &["diff", "2..2"],
    &["show", "2"],
    &["config"],
    &["config", "project.targets"],
    &["memory", "digest"],
    &["memory", "stats"],
    &["match", "It fell again."],
    &["analyze"],
    &["term", "list"],
    &["term", "find", "It fell again."],
    &["term", "extract"],
    &["segment", "sources/letter.txt"],
    &["formats"],
    &["formats", "tsv"],
];

#[test]
fn records_are_versioned_json_for_every_command() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    project.run(&["export", "tmx", "-o", "all.tmx"]).ends(0);
    project.run(&["memory", "dump", "-o", "all.jsonl"]).ends(0);
    let other = TestProject::empty();
    other.write("all.jsonl", project.read("all.jsonl"));
    let load = other
        .run(&["memory", "load", "all.jsonl", "--json"])
        .ends(0);
    let calls: &[&[&str]] = &[
        &["init", "new"],
        &["build"],
        &["update"],
        &["commit"],
        &["status"],
        &["log"],
        &["show", "2"],
        &["diff", "1..2"],
        &["diff", "all.tmx", "all.tmx"],
        &["show", &id],
        &["review"],
        &["note", &id, "which river?"],
        &["note", "--list"],
        &["undo"],
        &["merge", "all.tmx"],
        &["log", "--unit", &id],
        &["restore", "1", "--all"],
        &["import", "all.tmx"],
        &["export", "tmx", "-o", "more.tmx"],
        &["config"],
        &["memory", "digest"],
        &["memory", "backup", "copy.db"],
        &["memory", "dump", "-o", "b.jsonl"],
        &["memory", "stats"],
        &["memory", "clean"],
        &["memory", "merge", "copy.db"],
        &["memory", "edit", &id, "--lang", "ur", "دریا اترا۔"],
        &["match", "The river rose."],
        &["analyze"],
        &["pretranslate"],
        &["term", "add", "river", "--ur", "دریا"],
        &["term", "list"],
        &["term", "find", "The river."],
        &["term", "export", "tbx", "-o", "terms.tbx"],
        &["term", "import", "terms.tbx"],
        &["term", "extract", "-o", "candidates.tsv"],
        &["term", "remove", "river"],
        &["segment", "sources/letter.txt"],
    ];
    let runs = calls
        .iter()
        .map(|call| project.run(&[*call, &["--json"]].concat()));
    for run in runs.chain([load]) {
        assert!(matches!(run.code, Some(0 | 1)), "{run:#?}");
        let records = run.records();
        assert!(!records.is_empty(), "{run:#?}");
        for record in records {
            assert!(record["type"].is_string() && record["v"] == 1, "{record}");
        }
    }
}

#[test]
fn failures_are_records_too() {
    let project = TestProject::letter();
    let calls: &[&[&str]] = &[
        &["show", "99"],
        &["segment", "none.txt"],
        &["import", "none.tmx"],
        &["nonsense"],
        &["restore", "1"],
        &["export", "nonsense"],
        &["log", "--lang", "p$"],
        &["--wait", "x", "build"],
    ];
    for call in calls {
        let run = project.run(&[&["--json"], *call].concat()).ends(2);
        let records = run.records();
        assert_eq!(records.len(), 1, "{run:#?}");
        assert_eq!(
            (&records[0]["type"], &records[0]["v"]),
            (&"error".into(), &1.into())
        );
        assert!(
            records[0]["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty())
        );
    }
}

#[test]
fn a_broken_entry_is_a_finding_for_programs() {
    let project = TestProject::letter();
    project.edit(
        "translations/ur/letter.po",
        "msgstr \"دریا چڑھا۔\"",
        "msgstr \"دریا",
    );
    let run = project.run(&["build", "--json"]).ends(2);
    let records = run.records();
    assert_eq!(records[0]["type"], "finding");
    assert_eq!(records[0]["place"]["line"], 20);
    assert_eq!(records.last().unwrap()["type"], "build");
}

#[test]
fn wrong_calls_read_like_every_other_failure() {
    let project = TestProject::letter();
    let calls: &[(&[&str], &str)] = &[
        (&["nonsense"], "error: Unrecognized subcommand 'nonsense'"),
        (
            &["restore", "1"],
            "error: The following required arguments were not provided",
        ),
        (
            &["export", "nonsense"],
            "error: Invalid value 'nonsense' for '<format>'",
        ),
        (&["buidl"], "'build'"),
    ];
    for (call, message) in calls {
        project.run(call).refused().complains(message);
    }
    let mut wrong_time = project.command(&["log"]);
    wrong_time.env("SOURCE_DATE_EPOCH", "yesterday");
    Run::of(&wrong_time.output().unwrap())
        .refused()
        .complains("SOURCE_DATE_EPOCH");
}

#[test]
fn a_plan_writes_nothing_at_all() {
    let old = TestProject::letter();
    let tmx = old.export("tmx");
    let calls: &[&[&str]] = &[
        &["init", "new", "--dry-run"],
        &["build", "--dry-run"],
        &["update", "--dry-run"],
        &["commit", "--dry-run"],
        &["import", "old.tmx", "--dry-run"],
    ];
    let fresh = TestProject::with(LETTER);
    let stale = TestProject::letter();
    stale.edit(
        "sources/letter.txt",
        "It fell again.",
        "It fell. It fell again.",
    );
    stale.translate("ur", "We went home.", "ہم گھر گئے۔");
    for project in [&fresh, &stale] {
        project.write("old.tmx", &tmx);
        let before = project.snapshot();
        for call in calls {
            project.run(call).ends(0);
            assert_eq!(project.snapshot(), before, "{call:?}");
        }
    }
    let before = stale.snapshot();
    stale.run(&["restore", "1", "--all", "--dry-run"]).ends(0);
    stale.run(&["pretranslate", "--dry-run"]).ends(0);
    stale.run(&["check", "--fix", "--dry-run"]).ends(0);
    stale.run(&["check", "prune", "--dry-run"]).ends(0);
    stale.run(&["memory", "clean", "--dry-run"]).ends(0);
    stale.run(&["term", "add", "river", "--dry-run"]).ends(0);
    assert_eq!(stale.snapshot(), before);
}

#[test]
fn looking_writes_nothing_at_all() {
    let project = TestProject::letter();
    let before = project.snapshot();
    for call in LOOKING {
        project.run(call).ends(0);
        assert_eq!(project.snapshot(), before, "{call:?}");
    }
}

#[test]
fn a_plan_says_what_the_build_then_does() {
    let fresh = TestProject::with(LETTER);
    let stale = TestProject::letter();
    stale.edit(
        "sources/letter.txt",
        "It fell again.",
        "It fell. It fell again.",
    );
    let cleared = TestProject::letter();
    std::fs::remove_dir_all(cleared.path("out")).unwrap();
    for project in [fresh, stale, cleared] {
        let plan = project.run(&["build", "--dry-run"]).ends(0);
        assert!(!plan.out.contains("up to date"), "{plan:#?}");
        let done = project.run(&["build"]).ends(0);
        let planned = plan
            .out
            .replace("Would record", "Recorded")
            .replace("would write", "wrote");
        assert_eq!(planned, done.out);
        project
            .run(&["build", "--dry-run"])
            .ends(0)
            .prints("Everything is up to date");
    }
}

#[test]
fn quiet_leaves_results_and_failures() {
    let project = TestProject::with(LETTER);
    let run = project
        .run(&["-q", "build"])
        .ends(0)
        .prints("Recorded revision 1");
    assert_eq!(run.err, "");
    project.run(&["-q", "show", "99"]).refused();
}

#[test]
fn colours_come_only_when_they_are_wanted() {
    let project = TestProject::letter();
    let coloured = project.run(&["--color", "always", "show", "99"]).ends(2);
    assert!(coloured.err.contains("\u{1b}["), "{coloured:#?}");
    for call in [
        &["show", "99"][..],
        &["--color", "never", "show", "99"],
        &["nonsense"],
        &["--help"],
    ] {
        let mut plain = project.command(call);
        plain.env("NO_COLOR", "1").env("TERM", "xterm-256color");
        let run = Run::of(&plain.output().unwrap());
        assert!(
            !run.err.contains('\u{1b}') && !run.out.contains('\u{1b}'),
            "{run:#?}"
        );
    }
}

#[test]
fn help_shows_examples_first_for_every_command() {
    let project = TestProject::nothing();
    let help = project.run(&["--help"]).ends(0);
    assert!(help.out.starts_with("Examples:\n  tarjuman "), "{help:#?}");
    let commands: Vec<String> = help
        .out
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| {
            line.strip_prefix("  ")
                .filter(|rest| !rest.starts_with(' '))
        })
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect();
    assert!(commands.len() >= 15, "{commands:?}");
    for command in &commands {
        let run = project.run(&[command, "--help"]).ends(0);
        assert!(run.out.starts_with("Examples:\n  "), "{run:#?}");
        assert!(run.out.contains(&format!("tarjuman {command}")), "{run:#?}");
        let page = project.run(&["man", command]).ends(0);
        assert!(page.out.contains(".SH"), "{command}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        project
            .run(&["completions", shell])
            .ends(0)
            .prints("restore");
    }
}

#[test]
fn standard_input_stands_for_a_file() {
    let project = TestProject::letter();
    let tmx = project.export("tmx");
    let feed = |call: &[&str], input: &str| {
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
            .write_all(input.as_bytes())
            .unwrap();
        Run::of(&child.wait_with_output().unwrap())
    };
    feed(&["segment", "-"], LETTER)
        .ends(0)
        .prints("It fell again.\nWe went home.\n");
    feed(&["import", "-"], &tmx)
        .ends(0)
        .prints("standard input: tmx, 3 units read");
    let run = feed(
        &["segment", "--jsonl"],
        "{\"id\":1,\"text\":\"One. Two.\"}\nnonsense\n",
    )
    .ends(1);
    assert_eq!(run.records()[1]["line"], 2);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let sentences: Vec<String> = (0..5000)
        .map(|n| format!("Line {n} tells of house {n}."))
        .collect();
    let project = TestProject::with(&sentences.join("\n"));
    project.build();
    let calls: [&[&str]; 6] = [
        &["segment", "sources/letter.txt"],
        &["segment", "sources/letter.txt", "--json"],
        &["export", "tmx"],
        &["memory", "dump"],
        &["show", "1"],
        &["completions", "bash"],
    ];
    for call in calls {
        let mut child = project
            .command(call)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0; 10]).unwrap();
        drop(out);
        let run = Run::of(&child.wait_with_output().unwrap());
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{call:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full_is_a_failure() {
    let project = TestProject::letter();
    for call in [
        &["status"][..],
        &["export", "tmx"],
        &["segment", "sources/letter.txt"],
        &["man"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let run = Run::of(&project.command(call).stdout(full).output().unwrap());
        assert_eq!(run.code, Some(2), "{call:?}");
        assert!(run.err.contains("No space left"), "{run:#?}");
    }
}

#[test]
fn filters_answer_each_line_at_once() {
    let project = TestProject::letter();
    for call in [["segment", "--jsonl"], ["match", "--jsonl"]] {
        let mut child = project
            .command(&call)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
        for id in 1..4 {
            let record = format!("{{\"id\":{id},\"text\":\"It fell again.\"}}\n");
            input.write_all(record.as_bytes()).unwrap();
            let answer = answers.next().unwrap().unwrap();
            assert!(answer.contains(&format!("\"id\":{id}")), "{answer}");
        }
        drop(input);
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn warnings_are_findings_and_end_with_1() {
    let project = TestProject::letter();
    project.write(
        "translations/ur/none.po",
        project.read("translations/ur/letter.po"),
    );
    project
        .run(&["build"])
        .ends(1)
        .complains("warning: There is no source document");
    let run = project.run(&["build", "--json"]).ends(1);
    assert_eq!(run.records()[0]["id"], "no-source");
}
