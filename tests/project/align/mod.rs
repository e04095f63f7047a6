//! An old translation and its source: into the project, and put right by a person.

mod add;
mod input;
mod review;

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
