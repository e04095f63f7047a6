//! The repository's own sample: the essay in three languages.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::fixture::{TestProject, has};

fn sample() -> TestProject {
    let mut names = vec!["tarjuman.toml", "sources", "translations"];
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    names.extend(Some("dismissed.tsv").filter(|name| repository.join(name).exists()));
    TestProject::of_repository(&names)
}

#[test]
fn the_essay_passes_the_checks_or_somebody_has_said_why_not() {
    sample()
        .run(&["check", "--fail-on", "warning"])
        .ends(0)
        .prints("58 translations checked");
}

#[test]
fn the_essay_has_29_segments_in_a_heading_and_seven_paragraphs() {
    let project = sample();
    let report = project.build();
    assert_eq!(
        (report.updates[0].segments, report.updates[0].paragraphs),
        (29, 8)
    );
    let run = project
        .run(&["segment", "sources/essay.txt", "--json"])
        .ends(0);
    let mut paragraphs = BTreeMap::new();
    for record in run.records() {
        *paragraphs
            .entry(record["paragraph"].as_u64().unwrap())
            .or_insert(0) += 1;
    }
    let counts: Vec<i32> = paragraphs.into_values().collect();
    assert_eq!(counts, [1, 4, 4, 5, 4, 4, 4, 3]);
    assert!(
        run.records()
            .iter()
            .any(|record| record["text"].as_str().unwrap().contains("U.S. forces"))
    );
}

#[test]
fn the_first_build_writes_every_export_and_leaves_the_segment_files_as_they_are() {
    let project = sample();
    let before = project.snapshot();
    let run = project.run(&["build"]);
    assert!(matches!(run.code, Some(0 | 1)), "{run:#?}");
    let names = [
        "essay.tmx",
        "essay.en-ur.tmx",
        "essay.en-ps.tmx",
        "essay.en",
        "essay.ur",
        "essay.ps",
        "essay.tsv",
        "essay.jsonl",
        "essay.html",
    ];
    for name in names {
        assert!(project.path("out").join(name).is_file(), "{name}");
        assert!(run.out.contains(&format!("wrote out/{name}")), "{run:#?}");
    }
    let after = project.snapshot();
    assert!(before.iter().all(|(path, file)| after[path] == *file));
}

#[test]
fn line_n_answers_line_n_in_every_language() {
    let project = sample();
    project.build();
    for language in ["en", "ur", "ps"] {
        let text = project.read(&format!("out/essay.{language}"));
        assert_eq!(text.lines().count(), 29, "{language}");
        assert!(
            text.lines().all(|line| !line.trim().is_empty()),
            "{language}"
        );
    }
    assert_eq!(project.read("out/essay.tsv").lines().count(), 30);
    assert_eq!(project.read("out/essay.jsonl").lines().count(), 29);
}

#[test]
fn every_tmx_of_the_sample_is_valid_by_the_dtd() {
    let dtd = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold/tmx14.dtd");
    if !dtd.exists() {
        eprintln!("SKIPPED: ../shared/gold/tmx14.dtd is not there");
        return;
    }
    if !has("xmllint") {
        return;
    }
    let project = sample();
    project.build();
    project.run(&["export", "tmx", "-o", "all.tmx"]).ends(0);
    for name in [
        "out/essay.tmx",
        "out/essay.en-ur.tmx",
        "out/essay.en-ps.tmx",
        "all.tmx",
    ] {
        let checked = Command::new("xmllint")
            .args(["--noout", "--nonet", "--dtdvalid"])
            .arg(&dtd)
            .arg(project.path(name))
            .output()
            .unwrap();
        assert!(
            checked.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&checked.stderr)
        );
    }
}
