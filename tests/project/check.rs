//! `check`: findings chosen, dismissed, mended, and told to people and programs.

use std::fs;

use super::fixture::{Run, TestProject};

/// A letter of which the first sentence lacks its end mark in Urdu, and the second has one of another script and a
/// letter of another keyboard.
fn flawed() -> TestProject {
    let project = TestProject::letter();
    project
        .translate("ur", "The river rose.", "دریا چڑھا")
        .translate("ur", "It fell again.", "پھر كم ہوا.");
    project
}

fn ids(run: &Run) -> Vec<String> {
    let records = run.records();
    let findings = records.iter().filter(|record| record["type"] == "finding");
    findings
        .map(|record| record["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_finding_shows_its_check_its_place_and_the_source() {
    let project = flawed();
    let run = project.run(&["check", "--only", "end-mark"]).ends(1);
    for words in [
        "warning[end-mark]: The sentence ends without U+06D4 ARABIC FULL STOP [unit ",
        "--> translations/ur/letter.po:20:17",
        "= source: The river rose«.»",
        "2 translations checked: 2 warnings",
    ] {
        assert!(run.out.contains(words), "{words} in {run:#?}");
    }
    assert!(run.err.starts_with("Next: "), "{run:#?}");
    project
        .run(&["-q", "check"])
        .ends(1)
        .prints("warning[wrong-letter]");
}

#[test]
fn a_caret_stands_under_the_letter_that_is_meant() {
    let project = flawed();
    let run = project.run(&["check", "--only", "wrong-letter"]).ends(1);
    let lines: Vec<_> = run.out.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains("msgstr"))
        .unwrap();
    let caret = lines[at + 1].chars().position(|c| c == '^').unwrap();
    assert_eq!(lines[at].chars().nth(caret), Some('ك'), "{run:#?}");
}

#[test]
fn records_have_the_promised_shape() {
    let project = flawed();
    let records = project.run(&["check", "--json"]).ends(1).records();
    assert_eq!(records.len(), 3);
    let lacking = &records[0];
    assert_eq!(lacking["type"], "finding");
    assert_eq!(lacking["v"], 1);
    assert_eq!(lacking["id"], "end-mark");
    assert_eq!(lacking["severity"], "warning");
    assert_eq!(lacking["unit"], project.id("The river rose."));
    assert_eq!(lacking["lang"], "ur");
    assert_eq!(lacking["source_span"]["start"], 14);
    assert_eq!(lacking["target_span"]["end"], "دریا چڑھا".len());
    assert_eq!(lacking["fix"]["text"], "۔");
    for record in &records {
        for key in ["unit", "lang", "source_span", "target_span", "message"] {
            assert!(record.get(key).is_some(), "{key} in {record}");
        }
    }
}

#[test]
fn checks_languages_documents_and_units_can_be_chosen() {
    let project = flawed();
    let unit = project.id("It fell again.");
    let run = |more: &[&str]| ids(&project.run(&[&["check", "--json"], more].concat()));
    assert_eq!(run(&[]), ["end-mark", "end-mark", "wrong-letter"]);
    assert_eq!(run(&["--only", "wrong-letter"]), ["wrong-letter"]);
    assert_eq!(run(&["--skip", "wrong-letter"]), ["end-mark", "end-mark"]);
    assert_eq!(run(&["--unit", &unit]), ["end-mark", "wrong-letter"]);
    assert_eq!(run(&["--document", "letter", "--limit", "1"]), ["end-mark"]);
    assert!(run(&["--lang", "ps"]).is_empty());
    for (wrong, message) in [
        (["--only", "end-marks"], "There is no check `end-marks`"),
        (["--document", "none"], "There is no document `none`"),
        (["--unit", "none"], "No document has a unit `none`"),
        (["--lang", "fr"], "The project does not translate into `fr`"),
        (["--fail-on", "often"], "Invalid value 'often'"),
    ] {
        project
            .run(&[&["check"][..], &wrong].concat())
            .refused()
            .complains(message);
    }
}

#[test]
fn the_exit_status_is_what_was_asked_for() {
    let project = flawed();
    for (weight, code) in [("error", 0), ("warning", 1), ("info", 1), ("never", 0)] {
        project.run(&["check", "--fail-on", weight]).ends(code);
    }
    project.write(
        "tarjuman.toml",
        "[project]\nname = \"letters\"\n[checks]\nfail-on = \"error\"\n",
    );
    project.run(&["check"]).ends(0);
    project.run(&["build"]).ends(0);
    project.run(&["check", "--fail-on", "warning"]).ends(1);
}

#[test]
fn a_file_is_checked_in_any_format_and_without_a_project() {
    let project = TestProject::nothing();
    let table = "id\ten\tur\n1\tIt rose by 45.\tوہ ۵۴ چڑھا۔\n";
    project.write("a.tsv", table);
    project
        .run(&["check", "a.tsv"])
        .ends(1)
        .prints("error[number-differs]")
        .prints("--> a.tsv:2:");
    let run = project.feed(&["check", "-", "--json", "--format", "tsv"], table);
    assert_eq!(ids(&run.ends(1)), ["number-differs"]);
    project.feed(&["check", "-"], "nonsense").refused();
    project
        .run(&["check", "a.tsv", "--document", "letter"])
        .refused();
    project.run(&["check"]).refused();
}

#[test]
fn settings_switch_weigh_and_add_checks() {
    let project = flawed();
    let unit = project.id("The river rose.");
    let settings = format!(
        "[project]\nname = \"letters\"\n[checks]\nskip = [\"wrong-letter\"]\n[checks.severity]\nend-mark = \"error\"\n\
         [[checks.except]]\nunit = \"{unit}\"\n\
         [[checks.pattern]]\nid = \"our-river\"\ntarget = 'دریا'\nsource = \"(?i)river\"\nmessage = \"m\"\n\
         [[checks.pattern]]\nid = \"our-fall\"\ntarget = 'ہوا'\nmessage = \"say it otherwise\"\nseverity = \"info\"\nlang = \"ur\"\n"
    );
    project.write("tarjuman.toml", settings);
    let run = project.run(&["check", "--json"]).ends(1);
    assert_eq!(ids(&run), ["end-mark", "our-fall"]);
    assert_eq!(run.records()[0]["severity"], "error");
    let own = project.run(&["check", "--json", "--only", "our-fall"]);
    assert_eq!(ids(&own.ends(1)), ["our-fall"]);
}

#[test]
fn what_cannot_be_used_of_the_settings_is_shown_and_the_rest_runs() {
    let project = flawed();
    project.write(
        "tarjuman.toml",
        "[project]\nname = \"letters\"\n[checks]\nskip = [\"end-marks\"]\n\
         [[checks.pattern]]\nid = \"open\"\ntarget = 'در(یا'\nmessage = \"m\"\n",
    );
    let run = project.run(&["check"]).ends(2);
    for words in [
        "error: There is no check `end-marks`",
        "tarjuman.toml:4:9",
        "error: The pattern `open` is not used: the expression cannot be read: unclosed group",
        "tarjuman.toml:7:13",
        "3 warnings",
    ] {
        assert!(run.out.contains(words), "{words} in {run:#?}");
    }
    project.run(&["build"]).ends(2).prints("3 warnings");
    project.edit("tarjuman.toml", "[\"end-marks\"]", "\"end-mark\"");
    project
        .run(&["check"])
        .refused()
        .complains("tarjuman.toml:4:8");
}

#[test]
fn a_dismissal_holds_while_the_texts_stay_the_same() {
    let project = flawed();
    let unit = project.id("The river rose.");
    let dismiss = [
        "check", "dismiss", "end-mark", &unit, "--reason", "a  title",
    ];
    project
        .run(&[&dismiss[..], &["--dry-run"]].concat())
        .ends(0);
    assert!(!project.path("dismissed.tsv").exists());
    project.run(&dismiss).ends(0).prints("Noted 1 dismissal");
    assert!(project.read("dismissed.tsv").ends_with("\ta title\n"));
    let left = || ids(&project.run(&["check", "--json"]));
    assert_eq!(left(), ["end-mark", "wrong-letter"]);
    project
        .run(&["check", "--dismissed"])
        .prints("= dismissed: a title")
        .prints("2 warnings, 1 dismissed");
    project.run(&["status"]).prints("2 warnings, 1 dismissed");

    // It moves, and its document gets another name.
    project.write(
        "sources/note.txt",
        "It fell again. We went home.\nThe river rose.\n",
    );
    project.remove("sources/letter.txt").build();
    assert_eq!(left(), ["end-mark", "wrong-letter"]);

    let file = "translations/ur/note.po";
    project.edit(file, "دریا چڑھا", "دریا بہت چڑھا");
    let run = project.run(&["check", "--json"]).ends(1);
    let all = ["stale-dismissal", "end-mark", "wrong-letter", "end-mark"];
    assert_eq!(ids(&run), all, "{run:#?}");
    project
        .run(&["check", "prune"])
        .ends(0)
        .prints("Took out 1 dismissal");
    assert_eq!(ids(&project.run(&["check", "--json"])), all[1..]);
}

#[test]
fn a_dismissal_in_an_entry_that_cannot_be_read_is_not_stale() {
    let project = flawed();
    let unit = project.id("The river rose.");
    project
        .run(&["check", "dismiss", "end-mark", &unit, "--reason", "x"])
        .ends(0);
    project.edit("translations/ur/letter.po", "\"دریا چڑھا\"", "\"دریا چڑھا");
    let run = project.run(&["check", "--json"]).ends(2);
    assert!(
        !ids(&run).contains(&"stale-dismissal".to_owned()),
        "{run:#?}"
    );
    project
        .run(&["check", "prune"])
        .refused()
        .complains("An entry cannot be read");
}

#[test]
fn dismissals_are_taken_back_and_need_a_finding_and_a_reason() {
    let project = flawed();
    let unit = project.id("The river rose.");
    let call = |words: &[&str]| project.run(&[&["check"][..], words].concat());
    call(&["dismiss", "end-mark", &unit, "--reason", " "]).refused();
    call(&["dismiss", "end-mark", &unit]).refused();
    call(&["dismiss", "wrong-letter", &unit, "--reason", "x"])
        .refused()
        .complains("`wrong-letter` finds nothing in unit");
    call(&["recall", "end-mark", &unit]).refused();
    call(&["dismiss", "end-mark", &unit, "--reason", "x"]).ends(0);
    call(&["recall", "end-mark", &unit]).ends(0);
    assert_eq!(ids(&call(&["--json"])).len(), 3);
}

#[test]
fn a_broken_line_of_the_table_is_shown_and_stays() {
    let project = flawed();
    project.write("dismissed.tsv", "end-mark ur\n");
    project
        .run(&["check"])
        .ends(2)
        .prints("error: A dismissal has seven columns")
        .prints("--> dismissed.tsv:1:1");
    let unit = project.id("The river rose.");
    project
        .run(&["check", "dismiss", "end-mark", &unit, "--reason", "x"])
        .ends(0);
    assert!(project.read("dismissed.tsv").starts_with("end-mark ur\n"));
}

#[test]
fn fixes_are_a_revision_of_their_own() {
    let project = flawed();
    let before = project.snapshot();
    project
        .run(&["check", "--fix", "--dry-run"])
        .ends(0)
        .prints("Would mend 2 texts: 2 end-mark, 1 wrong-letter")
        .prints("+ پھر کم ہوا۔");
    assert_eq!(project.snapshot(), before);
    project
        .run(&["check", "--fix"])
        .ends(0)
        .prints("Mended 2 texts: 2 end-mark, 1 wrong-letter")
        .prints("nothing found")
        .complains("`tarjuman restore 3 --document letter` takes it back");
    let id = project.id("It fell again.");
    assert_eq!(project.remembered(&id, "ur"), "پھر کم ہوا۔");
    assert!(
        project
            .entry("ur", "It fell again.")
            .contains("پھر کم ہوا۔")
    );
    project
        .run(&["log", "--limit", "1"])
        .prints("check --fix: end-mark, wrong-letter");
    project
        .run(&["check", "--fix"])
        .ends(0)
        .prints("Nothing to mend");
    project
        .run(&["restore", "3", "--document", "letter"])
        .ends(0);
    assert_eq!(ids(&project.run(&["check", "--json"])).len(), 3);
}

#[test]
fn reviewed_texts_are_mended_only_where_a_person_says_so() {
    let project = TestProject::letter();
    project.import("old.tsv", &[["r1", "It rose.", "وہ چڑھا", ""]]);
    project.translate("ur", "The river rose.", "دریا چڑھا");
    let id = project.id("The river rose.");
    review(&project, &id);
    project
        .run(&["check", "--fix"])
        .ends(1)
        .prints("Nothing to mend")
        .prints("Left 1 finding with a fix in reviewed texts");
    project.feed(&["check", "--fix=ask"], "n").ends(1);
    project.feed(&["check", "--fix=ask"], "").ends(1);
    project
        .feed(&["check", "--fix=ask"], "y")
        .ends(0)
        .prints("reviewed   end-mark")
        .prints("Mended 1 text: 1 end-mark");
    let entry = project.entry("ur", "The river rose.");
    assert!(entry.contains("¶1.1 translated"), "{entry}");
}

/// Marks the translation of a unit as reviewed, as a table with a state does.
fn review(project: &TestProject, id: &str) {
    use tarjuman::exchange::po::SegmentFile;
    use tarjuman::model::{State, UnitId};
    let name = "translations/ur/letter.po";
    let (mut file, _) = SegmentFile::parse(&project.read(name));
    let unit = UnitId(id.to_owned());
    assert!(file.entry_mut(&unit).unwrap().set_state(State::Reviewed));
    project.write(name, file.to_text());
}

#[test]
fn asking_takes_each_answer() {
    let project = flawed();
    project
        .feed(&["check", "--fix=ask"], "ny?q")
        .ends(1)
        .prints("Mended 1 text: 1 end-mark")
        .prints("a apply this and all that follow");
    assert!(
        project
            .entry("ur", "The river rose.")
            .contains("\"دریا چڑھا\"")
    );
    assert!(
        project
            .entry("ur", "It fell again.")
            .contains("\"پھر كم ہوا۔\"")
    );
    project.feed(&["check", "--fix=ask"], "a").ends(0);
    assert!(
        project
            .entry("ur", "It fell again.")
            .contains("\"پھر کم ہوا۔\"")
    );
}

#[test]
fn a_dismissed_finding_is_not_mended_and_stays_dismissed_when_others_are() {
    let project = flawed();
    let unit = project.id("It fell again.");
    project
        .run(&[
            "check",
            "dismiss",
            "wrong-letter",
            &unit,
            "--reason",
            "a quotation",
        ])
        .ends(0);
    project
        .run(&["check", "--fix"])
        .ends(0)
        .prints("wrote dismissed.tsv")
        .prints("nothing found, 1 dismissed");
    assert!(
        project
            .entry("ur", "It fell again.")
            .contains("\"پھر كم ہوا۔\"")
    );
    project.run(&["check"]).ends(0).prints("1 dismissed");
}

#[test]
fn a_file_is_mended_in_a_copy() {
    let project = flawed();
    project.build();
    project.run(&["export", "tmx", "-o", "all.tmx"]).ends(0);
    let original = project.read("all.tmx");
    project.run(&["check", "all.tmx", "--fix"]).refused();
    project
        .run(&["check", "all.tmx", "--fix", "-o", "all.tmx"])
        .refused();
    project
        .run(&["check", "all.tmx", "--fix", "-o", "new.tmx", "--dry-run"])
        .ends(0)
        .prints("Would mend 2 texts");
    assert!(!project.path("new.tmx").exists());
    project
        .run(&["check", "all.tmx", "--fix", "-o", "new.tmx"])
        .ends(0)
        .prints("Mended 2 texts: 2 end-mark, 1 wrong-letter");
    let expected = original
        .replace("دریا چڑھا<", "دریا چڑھا۔<")
        .replace("پھر كم ہوا.", "پھر کم ہوا۔");
    assert_eq!(project.read("new.tmx"), expected);
    project
        .run(&["check", "translations/ur/letter.po", "--fix", "-o", "b.po"])
        .refused()
        .complains("cannot be mended here");
}

#[test]
fn sarif_has_what_code_hosts_need() {
    let project = flawed();
    let unit = project.id("The river rose.");
    project
        .run(&["check", "dismiss", "end-mark", &unit, "--reason", "a title"])
        .ends(0);
    project.run(&["check", "--sarif", "-o", "a.sarif"]).ends(1);
    let log: serde_json::Value = serde_json::from_str(&project.read("a.sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let bytes = fs::read(project.path("translations/ur/letter.po")).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        assert!(result["message"]["text"].as_str().unwrap().ends_with('.'));
        assert!(result["partialFingerprints"]["tarjumanFinding/v1"].is_string());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(
            place["artifactLocation"]["uri"],
            "translations/ur/letter.po"
        );
        let region = &place["region"];
        let number = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
        let marked = &bytes[number("byteOffset")..number("byteOffset") + number("byteLength")];
        let line = text.lines().nth(number("startLine") - 1).unwrap();
        let columns = number("endColumn") - number("startColumn");
        let shown: String = line
            .chars()
            .skip(number("startColumn") - 1)
            .take(columns)
            .collect();
        assert_eq!(shown.as_bytes(), marked);
    }
    assert_eq!(results[0]["suppressions"][0]["justification"], "a title");
    let change = &results[2]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "ک");
    assert!(results[1].get("suppressions").is_none());
}

#[test]
fn a_page_shows_every_finding() {
    let project = flawed();
    project.run(&["check", "--html", "-o", "a.html"]).ends(1);
    let page = project.read("a.html");
    for words in [
        "<mark class=\"warning\">ك</mark>",
        "end-mark 2",
        "2 translations checked, 2 with findings",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<script"));
    project
        .run(&["check", "-o", "a.html"])
        .refused()
        .complains("`-o` is for --html, --sarif");
}

#[test]
fn many_findings_are_cut_and_a_text_of_a_megabyte_is_checked() {
    let sentences: Vec<String> = (0..300).map(|n| format!("House {n} fell.")).collect();
    let project = TestProject::with(&sentences.join("\n"));
    project.build();
    for (n, sentence) in sentences.iter().enumerate() {
        project.translate("ur", sentence, &format!("مکان {n} گرا"));
    }
    project
        .run(&["check"])
        .ends(1)
        .prints("… and 200 more findings")
        .prints("300 warnings");
    project
        .run(&["build"])
        .ends(1)
        .prints("300 warnings; `tarjuman check` shows them")
        .complains("… and 290 more findings");
    let long = "كتاب ".repeat(125_000);
    project.write("long.tsv", format!("id\ten\tur\n1\tA book.\t{long}\n"));
    let run = project.run(&["check", "long.tsv", "--json"]).ends(1);
    let records = run.records();
    let letter = records.iter().find(|record| record["id"] == "wrong-letter");
    let place = &letter.unwrap()["place"];
    assert!(place["text"].as_str().unwrap().len() < 1000, "{place}");
}
