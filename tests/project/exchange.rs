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
