//! The glossary of a project: kept by hand and by command, exchanged, checked.

use super::fixture::{LETTER, TestProject};

const TERMS: &str =
    "# rivers\nen\tur\tur_variants\tps\tur_forbidden\tshelf\nriver\tدریا\tندی\tسیند\tنالہ\t3\n";

fn project() -> TestProject {
    let project = TestProject::letter();
    project.write("glossary/terms.tsv", TERMS);
    project
}

#[test]
fn a_wrong_term_is_found_in_the_segment_files_and_in_files() {
    let project = project();
    let clean = project.run(&["check", "--only", "terminology"]);
    clean.ends(0).prints("nothing found");
    project.translate("ur", "The river rose.", "پانی چڑھا۔");
    let run = project.run(&["check", "--json"]).ends(1);
    let record = &run.records()[0];
    assert_eq!(
        (&record["id"], &record["severity"]),
        (&"terminology".into(), &"warning".into())
    );
    assert_eq!(record["source_span"]["start"], 4);
    project.translate("ur", "The river rose.", "نالہ چڑھا۔");
    project
        .run(&["check"])
        .ends(1)
        .prints("error[terminology]: `نالہ` is forbidden by the glossary, which wants `دریا`");
    project.write("other.tsv", "id\ten\tur\n1\tA river\tپانی\n");
    project
        .run(&["check", "other.tsv"])
        .ends(1)
        .prints("`river` is not translated as `دریا`");
    project.run(&["build"]).ends(1).complains("is forbidden");
}

#[test]
fn what_is_added_by_command_is_in_the_table_and_its_remarks_stay() {
    let project = project();
    let add = [
        "term",
        "add",
        "gate",
        "--ur",
        "دروازہ",
        "--target",
        "fa=در",
        "--note",
        "of a town",
    ];
    let before = project.snapshot();
    project
        .run(&[&add[..], &["--dry-run"]].concat())
        .ends(0)
        .prints("would add  en gate  ur دروازہ  fa در");
    assert_eq!(project.snapshot(), before);
    project.run(&add).ends(0).prints("wrote glossary/terms.tsv");
    project.run(&add).ends(0).prints("Nothing new");
    let text = project.read("glossary/terms.tsv");
    assert_eq!(
        text,
        "# rivers\nen\tur\tur_variants\tps\tur_forbidden\tshelf\tfa\tnote\n\
         river\tدریا\tندی\tسیند\tنالہ\t3\ngate\tدروازہ\t\t\t\t\tدر\tof a town\n"
    );
    project
        .run(&["term", "list", "دروازه"])
        .ends(0)
        .prints("en gate");
    project
        .run(&["term", "remove", "در", "--lang", "fa"])
        .ends(0);
    assert!(!project.read("glossary/terms.tsv").contains("در\tof"));
    project.run(&["term", "remove", "gate"]).ends(0);
    project
        .run(&["term", "remove", "gate"])
        .refused()
        .complains("no term `gate`");
    assert!(project.read("glossary/terms.tsv").ends_with("نالہ\t3\n"));
}

#[test]
fn a_conflict_is_shown_and_nothing_is_overwritten() {
    let project = project();
    let add = ["term", "add", "river", "--ur", "ندی"];
    project
        .run(&add)
        .ends(2)
        .complains("Left as it is: `ندی` in ur is now `دریا`")
        .complains("glossary/terms.tsv:3:1");
    assert_eq!(project.read("glossary/terms.tsv"), TERMS);
    project
        .run(&["term", "add", "river", "--variant", "ps=رود"])
        .ends(0);
    project
        .run(&[&add[..], &["--replace"]].concat())
        .ends(0)
        .prints("replaced  en river  ps سیند; رود  ur ندی (not نالہ)");
}

#[test]
fn a_glossary_goes_out_and_comes_back_in_every_format() {
    let project = project();
    project
        .run(&[
            "term",
            "add",
            "gate",
            "--ps",
            "دروازه",
            "--status",
            "proposed",
            "--pos",
            "noun",
        ])
        .ends(0);
    for (format, name) in [
        ("tbx", "a.tbx"),
        ("tbx-basic", "b.tbx"),
        ("tsv", "c.tsv"),
        ("csv", "d.csv"),
    ] {
        project.run(&["term", "export", format, "-o", name]).ends(0);
        let other = TestProject::empty();
        other.write(name, project.read(name));
        other
            .run(&["term", "import", name, "--dry-run"])
            .ends(0)
            .prints("would add");
        assert!(!other.path("glossary").exists());
        other.run(&["term", "import", name]).ends(0);
        other
            .run(&["term", "import", name])
            .ends(0)
            .prints("2 terms there already");
        let list = |project: &TestProject| project.run(&["term", "list"]).ends(0).out;
        assert_eq!(list(&other), list(&project), "{format}");
        if name.ends_with(".tbx") {
            let again = other.run(&["term", "export", format]).ends(0).out;
            assert_eq!(again, project.read(name));
        }
    }
    let call = project.run(&["export", "tbx"]).ends(0).out;
    assert_eq!(call, project.read("a.tbx"));
    project
        .run(&["import", "a.tbx"])
        .refused()
        .complains("`tarjuman term import`");
}

#[test]
fn broken_files_leave_the_glossary_as_it_is() {
    let project = project();
    project
        .run(&["term", "export", "tbx", "-o", "whole.tbx"])
        .ends(0);
    let whole = project.read("whole.tbx");
    project.write("cut.tbx", &whole[..whole.len() - 30]);
    project.write("words.csv", "word,meaning\nlake,جھیل\n");
    project.write("other.xml", "<glossary/>");
    let before = project.snapshot();
    project
        .run(&["term", "import", "cut.tbx"])
        .refused()
        .complains("cut.tbx:");
    project
        .run(&["term", "import", "words.csv"])
        .refused()
        .complains("names a language");
    project
        .run(&["term", "import", "other.xml"])
        .refused()
        .complains("--format");
    project
        .run(&["term", "add", "؟!"])
        .refused()
        .complains("no letter or digit");
    project
        .run(&["term", "add", "x", "--variant", "ur"])
        .refused()
        .complains("names no language");
    project
        .run(&["term", "add", "x", "--file", "sources/x.tsv"])
        .refused();
    assert_eq!(project.snapshot(), before);
    let columns = "word=en,meaning=ur";
    project
        .run(&["term", "import", "words.csv", "--columns", columns])
        .ends(0);
    project
        .run(&["term", "list", "lake"])
        .ends(0)
        .prints("ur جھیل");
}

#[test]
fn broken_rows_are_told_and_the_rest_is_checked() {
    let project = project();
    let rows = "\tصرف\n—\t؟\nriver\tندی\nlake\tجھیل\ta\tb\tc\td\te\n";
    project.write("glossary/terms.tsv", format!("{TERMS}{rows}"));
    project.write("glossary/none.tsv", "word\tmeaning\n");
    let run = project.run(&["check"]).ends(2);
    let run = run
        .prints("The row has no term in `en`")
        .prints("glossary/terms.tsv:5:1")
        .prints("`river` stands in glossary/terms.tsv, line 3, already")
        .prints("it has 7 cells, the first line has 6");
    let run = run.prints("No column of the first line names a language");
    run.prints("glossary/none.tsv:1:1");
    project.translate("ur", "The river rose.", "پانی چڑھا۔");
    project
        .run(&["check"])
        .ends(2)
        .prints("`river` is not translated");
    project.run(&["term", "list"]).ends(2).prints("en river");
    project
        .run(&["term", "add", "x", "--file", "glossary/none.tsv"])
        .refused();
}

#[test]
fn terms_of_a_text_are_shown_for_people_and_programs() {
    let project = project();
    project
        .run(&["term", "find", "Two rivers"])
        .ends(0)
        .prints("4..10 rivers: en river");
    let run = project.feed(
        &["term", "find", "-", "--lang", "ur", "--json"],
        "ندیوں میں",
    );
    let record = &run.ends(0).records()[0];
    assert_eq!(
        (&record["type"], &record["v"]),
        (&"found-term".into(), &1.into())
    );
    assert_eq!(record["text"], "ندیوں");
}

#[test]
fn candidates_are_proposals_that_can_be_imported() {
    let project = TestProject::with(LETTER);
    let rows: Vec<[&str; 4]> = vec![
        [
            "1",
            "The river port closed.",
            "دریائی بندرگاہ بند ہوئی۔",
            "د سیند بندر وتړل شو.",
        ],
        [
            "2",
            "A river port is cold.",
            "دریائی بندرگاہ سرد ہے۔",
            "د سیند بندر سوړ دی.",
        ],
        [
            "3",
            "Every river port has a wall.",
            "ہر دریائی بندرگاہ کی دیوار ہے۔",
            "هر د سیند بندر دیوال لري.",
        ],
        [
            "4",
            "The gate was open.",
            "دروازہ کھلا تھا۔",
            "دروازه خلاصه وه.",
        ],
    ];
    project.import("old.tsv", &rows);
    let table = project.run(&["term", "extract", "--max", "5"]).ends(0).out;
    assert!(table.contains("river port\tدریائی بندرگاہ\t"), "{table}");
    project
        .run(&["term", "extract", "-o", "candidates.tsv"])
        .ends(0);
    project.run(&["term", "import", "candidates.tsv"]).ends(0);
    project
        .run(&["term", "list", "--status", "proposed"])
        .ends(0)
        .prints("en river port  ur دریائی بندرگاہ");
    let again = project.run(&["term", "extract", "--json"]).ends(0);
    assert!(
        again
            .records()
            .iter()
            .all(|record| record["term"] != "river port")
    );
    project.run(&["check"]);
}

#[test]
fn the_essay_has_no_false_term() {
    let project =
        TestProject::of_repository(&["tarjuman.toml", "sources", "translations", "glossary"]);
    project.run(&["term", "list"]).ends(0);
    project
        .run(&["check", "--only", "terminology"])
        .ends(0)
        .prints("nothing found");
}
