//! What gettext itself says of our files, where it is installed.

use std::path::Path;
use std::process::Command;

use tarjuman::exchange::po::SegmentFile;

use crate::{entry, garden, id, sound};

/// Whether a gettext tool can be run; says so loudly when it cannot.
fn has(tool: &str) -> bool {
    let found = Command::new(tool).arg("--version").output().is_ok();
    if !found {
        eprintln!("SKIPPED: `{tool}` is not installed, so its opinion of our files is not asked");
    }
    found
}

/// Runs a tool in a folder that holds `a.po`; returns what it says on standard output and error.
fn run(folder: &Path, tool: &str, arguments: &[&str]) -> (String, String, bool) {
    let output = Command::new(tool)
        .args(arguments)
        .current_dir(folder)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        text(output.stdout),
        text(output.stderr),
        output.status.success(),
    )
}

fn folder_with(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    #[allow(clippy::disallowed_methods)]
    std::fs::write(folder.path().join("a.po"), text).unwrap();
    folder
}

/// Asserts that `msgfmt --check` takes a file without a word.
#[track_caller]
fn assert_accepted(text: &str) {
    let folder = folder_with(text);
    let (_, errors, fine) = run(
        folder.path(),
        "msgfmt",
        &["--check", "-o", "out.mo", "a.po"],
    );
    assert!(fine && errors.is_empty(), "{errors}\n{text}");
}

/// A file in which everything was done that can be done to one.
fn worked_on() -> SegmentFile {
    let mut file = garden();
    let mut unit = file.entry_mut(&id("a3")).unwrap();
    unit.set_source("The garden is very old, and \"wild\".\\ \u{7}\t\u{1}");
    unit.mark_needs_work("the source\nchanged");
    unit.set_notes(&["one\ntwo".to_owned(), "three".to_owned()]);
    file.retire(&id("b7"));
    file.insert(
        1,
        [entry(
            "d",
            4,
            "It rained \u{2068}long\u{2069}.",
            "بارش \u{200F}ہوئی",
        )],
    )
    .unwrap();
    let long = "بہت لمبا جملہ ".repeat(20);
    file.entry_mut(&id("c9")).unwrap().set_target(&long);
    file.arrange(&[id("d"), id("a3"), id("c9")]);
    file
}

/// What a file means, apart from how it is laid out.
fn meaning(text: &str) -> Vec<String> {
    let file = sound(text);
    let mut meaning: Vec<String> = file
        .entries()
        .chain(file.obsolete_entries())
        .map(|entry| {
            format!(
                "{} {:?} {:?} {:?} {:?} {:?} {:?} {}",
                entry.id(),
                entry.source(),
                entry.target(),
                entry.state(),
                entry.needs_work(),
                entry.previous_source(),
                entry.notes(),
                entry.is_obsolete(),
            )
        })
        .collect();
    meaning.sort();
    meaning
}

#[test]
fn msgfmt_accepts_what_we_write() {
    if has("msgfmt") {
        assert_accepted(&crate::empty_file().to_text());
        assert_accepted(&garden().to_text());
        assert_accepted(&worked_on().to_text());
    }
}

#[test]
fn msgcat_keeps_what_we_say() {
    if !has("msgcat") {
        return;
    }
    let text = worked_on().to_text();
    let folder = folder_with(&text);
    for arguments in [
        &["a.po"][..],
        &["--width=40", "a.po"],
        &["--no-wrap", "a.po"],
        &["--sort-output", "a.po"],
    ] {
        let (rewritten, errors, fine) = run(folder.path(), "msgcat", arguments);
        assert!(fine, "{errors}");
        assert_eq!(meaning(&rewritten), meaning(&text), "{rewritten}");
    }
}

#[test]
fn msgmerge_keeps_what_we_say() {
    if !has("msgmerge") {
        return;
    }
    let text = worked_on().to_text();
    let folder = folder_with(&text);
    let (rewritten, errors, fine) = run(
        folder.path(),
        "msgmerge",
        &["--previous", "-q", "-o", "-", "a.po", "a.po"],
    );
    assert!(fine, "{errors}");
    assert_eq!(meaning(&rewritten), meaning(&text), "{rewritten}");
}

#[test]
fn what_msgcat_wrapped_is_written_anew_only_where_it_changes() {
    if !has("msgcat") {
        return;
    }
    let folder = folder_with(&worked_on().to_text());
    let (wrapped, ..) = run(folder.path(), "msgcat", &["--width=40", "a.po"]);
    let mut file = sound(&wrapped);
    assert_eq!(file.to_text(), wrapped);
    file.entry_mut(&id("d")).unwrap().set_target("بارش");
    let changed = file.to_text();
    let removed = wrapped
        .lines()
        .filter(|line| !changed.contains(line))
        .count();
    assert!(removed <= 2, "{changed}");
    assert!(changed.contains("\nmsgstr \"بارش\"\n"));
}
