//! Translations under review: as JSON Lines, and with keys at a terminal.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use crate::fixture::{Run, TestProject, has};

/// The letter with all three sentences in Urdu, and one in Pashto.
fn letter() -> TestProject {
    let project = TestProject::letter();
    project
        .translate("ur", "We went home.", "ہم گھر گئے۔")
        .translate("ps", "The river rose.", "سیند راوخوت.");
    project.build();
    project
}

fn decide(project: &TestProject, decisions: &[Value]) -> Run {
    let lines: String = decisions.iter().map(|line| format!("{line}\n")).collect();
    project.feed(&["review", "--json"], lines)
}

fn of_type(run: &Run, kind: &str) -> Vec<Value> {
    let records = run.records().into_iter();
    records.filter(|record| record["type"] == kind).collect()
}

/// What is still to be reviewed: source and language.
fn open(project: &TestProject, choice: &[&str]) -> Vec<(String, String)> {
    let run = project
        .run(&[&["review", "--json"], choice].concat())
        .ends(0);
    let text = |record: &Value, name: &str| record[name].as_str().unwrap().to_owned();
    let units = of_type(&run, "review").into_iter();
    units
        .map(|unit| (text(&unit, "source"), text(&unit, "lang")))
        .collect()
}

/// Builds, which must find nothing to record and no segment file to write.
fn is_in_step(project: &TestProject) {
    let report = project.build();
    assert!(report.recorded.revision.is_none(), "{report:#?}");
    assert!(report.segment_files.is_empty(), "{report:#?}");
}

#[test]
fn what_is_not_reviewed_comes_with_all_that_is_known() {
    let project = letter();
    let before = project.snapshot();
    let run = project.run(&["review", "--json", "--lang", "ur"]).ends(0);
    let units = of_type(&run, "review");
    assert_eq!(units.len(), 3);
    assert_eq!(units[0]["v"], 1);
    assert_eq!(units[0]["document"], "letter");
    assert_eq!(units[0]["place"], json!([1, 1]));
    assert_eq!(units[0]["target"], "دریا چڑھا۔");
    assert_eq!(units[0]["state"], "translated");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn a_finding_that_was_dismissed_is_not_shown_to_a_reviewer() {
    let project = letter();
    let source = "The river rose.";
    project.translate("ur", source, "دریا چڑھا").build();
    let unit = project.id(source);
    let found = || {
        let run = project.run(&["review", "--json", "--lang", "ur", &unit]);
        let shown = of_type(&run.ends(0), "review");
        let findings = shown[0]["findings"].as_array().unwrap().clone();
        let ids = findings.iter().map(|finding| finding["id"].clone());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(found(), ["end-mark"]);
    project
        .run(&["check", "dismiss", "end-mark", &unit, "--reason", "a title"])
        .ends(0);
    assert_eq!(found(), Vec::<Value>::new());
}

#[test]
fn decisions_are_in_the_file_and_the_memory_and_the_next_call_goes_on() {
    let project = letter();
    let [rose, fell, went] =
        ["The river rose.", "It fell again.", "We went home."].map(|s| project.id(s));
    let run = decide(
        &project,
        &[
            json!({"unit": rose, "lang": "ur", "decision": "accept"}),
            json!({"unit": fell, "lang": "ur", "decision": "send-back", "note": "which river?"}),
            json!({"unit": went, "lang": "ur", "decision": "edit", "text": "ہم گھر چلے گئے۔"}),
        ],
    )
    .ends(0);
    let decided = of_type(&run, "decided");
    let revisions: Vec<_> = decided
        .iter()
        .map(|one| one["revision"].as_u64().unwrap())
        .collect();
    assert_eq!(revisions, [4, 5, 6]);
    assert!(project.entry("ur", "The river rose.").contains("reviewed"));
    let entry = project.entry("ur", "It fell again.");
    assert!(entry.contains("#. needs work: which river?") && entry.contains("#, fuzzy"));
    assert_eq!(project.remembered(&went, "ur"), "ہم گھر چلے گئے۔");
    is_in_step(&project);
    let left = |one: &str, tag: &str| (one.to_owned(), tag.to_owned());
    assert_eq!(
        open(&project, &[]),
        [left("We went home.", "ur"), left("The river rose.", "ps")]
    );
    assert_eq!(
        open(&project, &["--needs-work"]),
        [left("It fell again.", "ur")]
    );
    assert_eq!(
        open(&project, &["--state", "reviewed"]),
        [left("The river rose.", "ur")]
    );
    assert_eq!(
        open(&project, &["--since", "5"]),
        [left("We went home.", "ur")]
    );
    assert_eq!(
        open(&project, &[&rose, "--lang", "ps"]),
        [left("The river rose.", "ps")]
    );
    project
        .run(&["log", "--unit", &went, "--lang", "ur"])
        .ends(0)
        .prints("review: edit")
        .prints("{+چلے +}");
    project
        .run(&["show", &format!("{went}@5")])
        .ends(0)
        .prints("ہم گھر گئے۔");
}

#[test]
fn the_next_reviewer_sees_what_changed_since_the_last_review() {
    let project = letter();
    let rose = project.id("The river rose.");
    decide(
        &project,
        &[json!({"unit": rose, "lang": "ur", "decision": "accept"})],
    )
    .ends(0);
    project.translate("ur", "The river rose.", "دریا بہت چڑھا۔");
    project.build();
    project.translate("ur", "The river rose.", "دریا بہت بڑھا۔");
    let run = project.run(&["review", "--json", "--lang", "ur"]).ends(0);
    let unit = &of_type(&run, "review")[0];
    assert_eq!(unit["target"], "دریا بہت بڑھا۔");
    assert_eq!(unit["earlier"]["text"], "دریا چڑھا۔");
    assert_eq!(unit["earlier"]["reviewed"], true);
    assert_eq!(unit["earlier"]["saved"]["revision"], 4);
}

#[test]
fn what_somebody_changed_meanwhile_is_shown_anew_and_not_overwritten() {
    let project = letter();
    let run = project.run(&["review", "--json", "--lang", "ur"]).ends(0);
    let unit = of_type(&run, "review").swap_remove(0);
    let decision = json!({"unit": unit["unit"], "lang": "ur", "decision": "edit", "text": "x", "seen": unit["seen"]});
    // In the file, not recorded yet.
    project.translate("ur", "The river rose.", "دریا بڑھا۔");
    let before = project.snapshot();
    let run = decide(&project, std::slice::from_ref(&decision)).ends(1);
    assert_eq!(of_type(&run, "changed")[0]["target"], "دریا بڑھا۔");
    assert_eq!(project.snapshot(), before);
    // In both.
    project.build();
    let run = decide(&project, &[decision]).ends(1);
    assert_eq!(of_type(&run, "changed").len(), 1);
    assert_eq!(
        project.remembered(&project.id("The river rose."), "ur"),
        "دریا بڑھا۔"
    );
}

#[test]
fn a_decision_that_makes_no_sense_changes_nothing() {
    let project = letter();
    let rose = project.id("The river rose.");
    let before = project.snapshot();
    for (decision, reason) in [
        (json!({"decision": "mine"}), "there is no second text"),
        (json!({"decision": "theirs"}), "there is no second text"),
        (json!({"decision": "send-back", "note": " "}), "say why"),
        (
            json!({"decision": "edit", "text": " "}),
            "the new text is empty",
        ),
    ] {
        let mut line = decision;
        line["unit"] = json!(rose);
        line["lang"] = json!("ur");
        let run = decide(&project, &[line]).ends(1);
        assert!(
            of_type(&run, "finding")[0]["message"]
                .as_str()
                .unwrap()
                .contains(reason)
        );
    }
    let stranger = json!({"unit": "nobody", "lang": "ur", "decision": "accept"});
    decide(&project, &[stranger]).ends(1).prints("unknown-unit");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn a_broken_line_costs_that_line_only() {
    let project = letter();
    let rose = project.id("The river rose.");
    let lines = format!(
        "{{\"unit\":\n\n{{\"unit\":\"{rose}\",\"lang\":\"ur\",\"decision\":\"accept\",\"more\":1}}\n"
    );
    let run = project.feed(&["review", "--json"], lines).ends(2);
    assert_eq!(of_type(&run, "finding")[0]["id"], "not-a-decision");
    assert_eq!(of_type(&run, "decided").len(), 1);
}

#[test]
fn a_dry_run_decides_nothing() {
    let project = letter();
    let before = project.snapshot();
    let accept = json!({"unit": project.id("The river rose."), "lang": "ur", "decision": "accept"});
    let run = project
        .feed(&["review", "--json", "--dry-run"], format!("{accept}\n"))
        .ends(0);
    assert_eq!(of_type(&run, "decided")[0]["dry_run"], true);
    project
        .run(&["review", "--dry-run", "--lang", "ps"])
        .ends(0)
        .prints("letter ¶1.1")
        .complains("1 translation to look at");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn without_a_terminal_a_person_is_sent_to_json() {
    let project = letter();
    project
        .run(&["review"])
        .refused()
        .complains("--json prints the translations");
    for call in [
        &["review", "--document", "nobody"][..],
        &["review", "--since", "99"],
        &["review", "nobody"],
    ] {
        project.run(call).refused();
    }
    let empty = TestProject::with("A text.\n");
    empty.build();
    empty
        .run(&["review"])
        .ends(0)
        .complains("Nothing waits for a review.");
}

/// A call at a terminal of its own.
struct Screen {
    child: Child,
    keys: ChildStdin,
    shown: Arc<Mutex<String>>,
    seen: usize,
}

impl Screen {
    /// Begins a call; `None` where no terminal can be had.
    fn open(project: &TestProject, call: &str) -> Option<Self> {
        if !has("script") {
            return None;
        }
        let program = env!("CARGO_BIN_EXE_tarjuman");
        let mut command = project.command(&[]);
        let mut own = std::process::Command::new("script");
        own.args(["-qec", &format!("{program} {call}"), "/dev/null"])
            .current_dir(command.get_current_dir().unwrap())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TERM", "xterm")
            .env("NO_COLOR", "1");
        for (name, value) in command.get_envs() {
            own.env(name, value.unwrap_or_default());
        }
        command.stdin(Stdio::null());
        let mut child = own
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let shown = Arc::new(Mutex::new(String::new()));
        let (mut output, copy) = (child.stdout.take().unwrap(), Arc::clone(&shown));
        thread::spawn(move || {
            let (mut bytes, mut all) = ([0; 4096], Vec::new());
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                all.extend_from_slice(&bytes[..count]);
                *copy.lock().unwrap() = String::from_utf8_lossy(&all).into_owned();
            }
        });
        let keys = child.stdin.take().unwrap();
        let seen = 0;
        Some(Self {
            child,
            keys,
            shown,
            seen,
        })
    }

    /// Waits until these words come behind those that were waited for before.
    fn awaits(&mut self, words: &str) -> &mut Self {
        loop {
            let shown = self.shown.lock().unwrap().clone();
            if let Some(at) = shown[self.seen..].find(words) {
                self.seen += at + words.len();
                return self;
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "{words:?} did not come:\n{shown}");
            thread::yield_now();
        }
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self
    }

    fn ends(mut self) -> String {
        assert!(self.child.wait().unwrap().success());
        let shown = self.shown.lock().unwrap();
        shown.clone()
    }
}

#[test]
fn keys_decide_and_an_undo_takes_back() {
    let project = letter();
    project.write(
        "edit.sh",
        "#!/bin/sh\nsed -i '1s/.*/پھر نیچے گیا۔/' \"$1\"\n",
    );
    let Some(mut screen) = Screen::open(&project, "review --lang ur --editor 'sh edit.sh'") else {
        return;
    };
    screen
        .awaits("1 of 3")
        .awaits("[?]")
        .press("?")
        .awaits("that remain")
        .awaits("[?]");
    screen
        .press("a")
        .awaits("Saved as revision 4")
        .awaits("2 of 3")
        .awaits("[?]");
    screen
        .press("u")
        .awaits("Took revision 4 back")
        .awaits("1 of 3")
        .awaits("[?]");
    screen
        .press("r")
        .awaits("Why is it sent back?")
        .press("no river\n");
    screen
        .awaits("Saved as revision 6")
        .awaits("2 of 3")
        .awaits("[?]");
    screen
        .press("e")
        .awaits("Saved as revision 7")
        .awaits("پھر نیچے گیا۔")
        .awaits("[?]");
    screen
        .press("d")
        .awaits("since the former text of revision 2")
        .awaits("[?]");
    screen.press("h").awaits("review: edit").awaits("[?]");
    screen.press("x").awaits("means nothing here").awaits("[?]");
    screen
        .press("A")
        .awaits("Accept 2 translations?")
        .press("y");
    screen
        .awaits("Saved as revision 8")
        .awaits("4 decisions saved; 0 left.");
    screen.ends();
    assert!(
        project
            .entry("ur", "The river rose.")
            .contains("needs work: no river")
    );
    for source in ["It fell again.", "We went home."] {
        assert!(project.entry("ur", source).contains("reviewed"));
    }
    is_in_step(&project);
}

#[test]
fn a_change_during_the_review_is_shown_before_anything_is_decided() {
    let project = letter();
    let Some(mut screen) = Screen::open(&project, "review --lang ur") else {
        return;
    };
    screen.awaits("دریا چڑھا۔").awaits("[?]");
    project.translate("ur", "The river rose.", "دریا بڑھا۔");
    screen
        .press("a")
        .awaits("Somebody has changed this meanwhile")
        .awaits("دریا بڑھا۔")
        .awaits("[?]");
    assert!(!project.entry("ur", "The river rose.").contains("reviewed"));
    screen
        .press("a")
        .awaits("Saved as revision 4")
        .awaits("[?]")
        .press("q");
    screen.awaits("2 left.");
    screen.ends();
    is_in_step(&project);
}
