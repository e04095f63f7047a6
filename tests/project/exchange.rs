//! Files of formats that other programs read, there and back.

use std::process::Command;

use super::fixture::{TestProject, has};

/// Runs a program in the folder of a project; it must end well.
fn run(project: &TestProject, program: &str, arguments: &[&str]) {
    let mut command = Command::new(program);
    let output = command
        .args(arguments)
        .current_dir(project.path(""))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The texts of a file, as a table.
fn table(file: &str, from: &TestProject) -> String {
    let project = TestProject::empty();
    project.write("in.file", from.read(file));
    project.run(&["import", "in.file"]).ends(0);
    let written = project.run(&["export", "tsv", "--to", "ur"]);
    // Programs number units anew; the texts are the same.
    let rows = written
        .out
        .lines()
        .map(|row| row.split_once('\t').map_or(row, |(_, texts)| texts));
    let mut rows: Vec<&str> = rows.collect();
    rows[1..].sort_unstable();
    rows.join("\n")
}

#[test]
fn both_versions_hold_the_texts_and_states_of_a_project() {
    let project = TestProject::letter();
    for format in ["xliff", "xliff-1.2"] {
        project
            .run(&["export", format, "--to", "ur", "-o", "job.xlf"])
            .ends(0);
        project
            .run(&["export", "tmx", "--to", "ur", "-o", "job.tmx"])
            .ends(0);
        assert_eq!(
            table("job.xlf", &project),
            table("job.tmx", &project),
            "{format}"
        );
        let again = project.run(&["export", format, "--to", "ur"]).ends(0);
        assert_eq!(again.out, project.read("job.xlf"), "the same bytes");
    }
    project
        .run(&["export", "xliff"])
        .ends(2)
        .complains("write one file for each");
}

#[test]
fn the_translate_toolkit_reads_what_is_written_and_the_other_way_round() {
    if !has("xliff2po") || !has("po2xliff") {
        return;
    }
    let project = TestProject::letter();
    project
        .run(&["export", "xliff-1.2", "--to", "ur", "-o", "job.xlf"])
        .ends(0);
    run(&project, "xliff2po", &["job.xlf", "job.po"]);
    let read = project.read("job.po");
    assert!(read.contains("دریا"), "{read}");
    project
        .run(&["export", "po", "--to", "ur", "-o", "own.po"])
        .ends(0);
    run(&project, "po2xliff", &["own.po", "made.xlf"]);
    let made = TestProject::empty();
    made.write("made.xlf", project.read("made.xlf"));
    made.run(&["import", "made.xlf", "--to", "ur"]).ends(0);
    let texts = made.run(&["export", "moses", "--to", "ur", "-o", "made"]);
    assert!(made.read("made.ur").contains("دریا"), "{texts:?}");
}

/// Prints source and target of each unit, as the Translate Toolkit has them.
const OPEN_2_1: &str = "import sys
from translate.storage.xliff2 import Xliff2File
sys.stdout.reconfigure(encoding='utf-8')
for unit in Xliff2File.parsefile('job.xlf').units:
    print(unit.source, unit.target, sep=' = ')
";

#[test]
fn the_translate_toolkit_opens_2_1() {
    let python = |script: &str, project: &TestProject| {
        let mut command = Command::new("python3");
        let command = command.args(["-c", script]).current_dir(project.path(""));
        command
            .output()
            .ok()
            .filter(|output| output.status.success())
    };
    let project = TestProject::letter();
    if python("import translate.storage.xliff2", &project).is_none() {
        eprintln!(
            "SKIPPED: needs a Translate Toolkit that reads XLIFF 2 (3.17 and newer) in python3"
        );
        return;
    }
    project
        .run(&["export", "xliff", "--to", "ur", "-o", "job.xlf"])
        .ends(0);
    let opened = python(OPEN_2_1, &project).unwrap();
    let units = String::from_utf8(opened.stdout).unwrap();
    assert!(units.contains("The river rose. = دریا چڑھا۔"), "{units}");
    assert_eq!(units.lines().count(), 3, "{units}");
}

#[test]
fn a_guarded_table_comes_back_as_it_was() {
    let project = TestProject::empty();
    let rows = [
        ["k1", "=1+1", "+چار", ""],
        ["k2", "'=x", "-", ""],
        ["k3", "'Tis late.", "دیر ہوئی۔", ""],
    ];
    project.import("odd.tsv", &rows);
    for format in ["tsv", "csv"] {
        let plain = project.run(&["export", format, "--to", "ur"]).out;
        let safe = project
            .run(&["export", format, "--to", "ur", "--spreadsheet-safe"])
            .out;
        assert!(
            safe.contains("'=1+1") && safe.contains("''=x") && safe.contains("'+چار"),
            "{safe}"
        );
        let other = TestProject::empty();
        other.write("safe.txt", &safe);
        other.run(&["import", "safe.txt"]).ends(0);
        assert_eq!(other.run(&["export", format, "--to", "ur"]).out, plain);
    }
    project
        .run(&["export", "tmx", "--spreadsheet-safe"])
        .ends(2)
        .complains("only cells of tsv and csv can be guarded");
}

#[test]
fn a_compressed_name_is_that_of_each_file_of_a_language() {
    let project = TestProject::letter();
    project
        .run(&["export", "moses", "--to", "ur", "-o", "corpus.gz"])
        .ends(0);
    for language in ["en", "ur"] {
        let packed = std::fs::read(project.path(&format!("corpus.{language}.gz"))).unwrap();
        assert_eq!(packed[..2], [0x1F, 0x8B], "{language}");
    }
    assert!(!project.path("corpus.gz.en").exists());
}

#[test]
fn an_export_counts_what_its_format_has_no_place_for() {
    let project = TestProject::letter();
    let id = project.id("The river rose.");
    project.run(&["note", &id, "which river?"]).ends(0);
    let run = project
        .run(&["export", "moses", "--to", "ur", "-o", "corpus"])
        .ends(0);
    assert!(run.err.contains("has no place for it"), "{run:#?}");
    assert!(run.err.contains("notes of one text (1 unit)"), "{run:#?}");
    let run = project
        .run(&["export", "moses", "--to", "ur", "-o", "corpus", "--json"])
        .ends(0);
    let records = run.records();
    let lost = records[0]["left_out"].as_array().unwrap();
    let is_notes = |loss: &&serde_json::Value| loss["part"] == "notes of one text";
    assert_eq!(lost.iter().find(is_notes).unwrap()["units"], 1);
    let run = project.run(&["export", "jsonl", "-o", "all.jsonl"]).ends(0);
    assert!(!run.err.contains("no place"), "{run:#?}");
}

#[test]
fn formats_says_what_each_keeps() {
    let project = TestProject::nothing();
    let all = project.run(&["formats"]).ends(0);
    for name in ["tmx", "xliff-1.2", "moses", "html", "tbx"] {
        assert!(all.out.contains(&format!("{name} ")), "{all:#?}");
    }
    let one = project.run(&["formats", "tsv"]).ends(0);
    assert!(one.out.contains("inline codes"), "{one:#?}");
    assert!(one.out.contains("left out, and reported"), "{one:#?}");
    let run = project.run(&["formats", "jsonl", "--json"]).ends(0);
    let parts = run.records()[0]["parts"].as_array().unwrap().clone();
    assert!(parts.iter().all(|part| part["fate"] == "kept"), "{parts:?}");
}

#[test]
fn files_that_people_try_are_told_where_to_go() {
    let project = TestProject::empty();
    for (name, text, hint) in [
        ("page.html", "<html></html>", "HTML is written"),
        ("corpus.ur", "ایک۔\n", "--presegmented"),
        ("essay.txt", "Words.", "the folder of sources"),
        (
            "table.csv",
            "en|ur\nOne.|ایک۔\n",
            "tabs, commas or semicolons",
        ),
        (
            "pairs.tsv",
            "source\ttarget\nOne.\tایک۔\n",
            "--from and --to",
        ),
    ] {
        project.write(name, text);
        let run = project.run(&["import", name]).ends(2);
        assert!(run.err.contains(hint), "{run:#?}");
    }
}

#[test]
fn letters_that_changed_places_are_seen_through() {
    let project = TestProject::nothing();
    for call in [&["formats", "tvs"][..], &["export", "tvs"]] {
        project.run(call).ends(2).complains("'tsv'");
    }
    let run = project.run(&["formats", "zzz"]).ends(2);
    assert!(!run.err.contains("similar"), "{run:#?}");
}

#[test]
fn a_file_without_units_is_said_to_be_one() {
    let project = TestProject::empty();
    for (name, text, said) in [
        ("bare.tsv", "id\ten\tur\n", "no rows below its first line"),
        ("empty.jsonl", "", "is empty"),
        ("blank.csv", " \n", "is empty"),
        (
            "none.tmx",
            "<tmx version='1.4'><header srclang='en'/><body/></tmx>",
            "holds no unit",
        ),
    ] {
        project.write(name, text);
        let run = project.run(&["import", name]).ends(1);
        assert!(run.err.contains(said), "{run:#?}");
    }
    project.import("one.tsv", &[["k1", "One.", "ایک۔", ""]]);
    let run = project.run(&["import", "one.tsv"]).ends(0);
    assert!(!run.err.contains("warning"), "{run:#?}");
}

#[test]
fn an_export_can_be_tried_and_writes_nothing() {
    let project = TestProject::letter();
    let before = project.snapshot();
    for (call, said) in [
        (
            &["tmx", "-o", "all.tmx"][..],
            "would write all.tmx (3 units)",
        ),
        (&["moses", "-o", "all"], "would write all.ur (3 units)"),
        (
            &["html", "-o", "all.html"],
            "would write all.html (3 units)",
        ),
        (&["tbx", "-o", "all.tbx"], "would write all.tbx"),
        (&["tsv"], "would write 3 units to standard output"),
    ] {
        let call: Vec<&str> = ["export", "--dry-run"]
            .iter()
            .chain(call)
            .copied()
            .collect();
        let run = project.run(&call).ends(0);
        assert!(run.err.contains(said) && run.out.is_empty(), "{run:#?}");
    }
    let run = project.run(&["export", "moses", "-o", "all", "-n", "--json"]);
    assert_eq!(run.records()[0]["dry_run"], true);
    assert_eq!(run.records()[0]["files"].as_array().unwrap().len(), 3);
    project
        .run(&["export", "xliff", "--dry-run"])
        .ends(2)
        .complains("write one file for each");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn a_memory_that_came_with_files_of_one_header_gives_it_back() {
    let file = |name: &str, text: &str| {
        format!(
            "<tmx version=\"1.4\"><header creationtool=\"pen\" creationtoolversion=\"2\" segtype=\"phrase\" \
             o-tmf=\"ink\" adminlang=\"en\" srclang=\"en\" datatype=\"html\"><note>by hand</note></header><body>\
             <tu tuid=\"{name}\"><tuv xml:lang=\"en\"><seg>{text}</seg></tuv></tu></body></tmx>"
        )
    };
    let header = "<header creationtool=\"pen\" creationtoolversion=\"2\" segtype=\"phrase\" o-tmf=\"ink\" \
                  adminlang=\"en\" srclang=\"en\" datatype=\"html\">\n    <note>by hand</note>";
    let project = TestProject::empty();
    project.write("a.tmx", file("a", "Close the gate."));
    project.run(&["import", "a.tmx"]).ends(0);
    let written = project.export("tmx");
    assert!(written.contains(header), "{written}");
    project.write("b.tmx", file("b", "Feed the dogs."));
    project.run(&["import", "b.tmx"]).ends(0);
    let written = project.export("tmx");
    assert!(written.contains(header), "{written}");
    // Files that say different things of themselves make one of our own.
    let other = file("c", "Fetch water.").replace("pen", "brush");
    project.write("c.tmx", other);
    project.run(&["import", "c.tmx"]).ends(0);
    let run = project.run(&["export", "tmx"]).ends(0);
    assert!(run.out.contains("creationtool=\"tarjuman\""), "{run:#?}");
    let told = "headers of 3 imported files are not given back";
    assert!(run.err.contains(told), "{run:#?}");
    let run = project.run(&["export", "tmx", "-o", "all.tmx", "--json"]);
    let records = run.ends(0).records();
    assert_eq!(records[0]["id"], "own-header");
    assert_eq!(records[1]["units"], 3);
    let documents = TestProject::letter();
    documents.write("a.tmx", file("a", "Close the gate."));
    documents.run(&["import", "a.tmx"]).ends(0);
    let run = documents.run(&["export", "tmx"]).ends(0);
    assert!(run.out.contains("creationtool=\"tarjuman\""), "{run:#?}");
    let told = "header of the imported file is not given back";
    assert!(run.err.contains(told), "{run:#?}");
    // XLIFF makes its own, whatever was imported: there is nothing to give back.
    let export = ["export", "xliff", "--to", "ur", "-o", "job.xlf"];
    documents.run(&export);
    documents.run(&["import", "job.xlf"]);
    let run = documents.run(&export);
    assert!(run.err.contains("wrote job.xlf"), "{run:#?}");
    assert!(!run.err.contains("given back"), "{run:#?}");
}

#[test]
fn what_is_wrong_is_told_while_the_file_is_read() {
    let project = TestProject::empty();
    let cut_off = "<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n\
                   <tu tuid=\"a\"><tuv><seg>Close the gate.</seg></tuv></tu>\n<tu";
    project.write("cut.tmx", cut_off);
    let run = project.run(&["import", "cut.tmx"]).ends(2);
    let broken = run
        .err
        .find("Unit 1 was passed over: a `tuv` names no language");
    let end = run.err.find("The file ends in the middle of");
    assert!(broken.is_some() && broken < end, "{run:#?}");
    let run = project.run(&["search", "gate"]).ends(0);
    assert!(run.err.contains("0 texts found"), "{run:#?}");
}
