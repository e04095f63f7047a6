//! What gettext itself says of our files, where it is installed.

use std::path::Path;
use std::process::Command;

use tarjuman::exchange::ReadOptions;
use tarjuman::exchange::po::SegmentFile;
use tarjuman::model::{Remark, RemarkKind, State, Unit, UnitId, Variant};

use crate::{entry, exchange, garden, id, language, sound};

/// Whether a gettext tool can be run; says so loudly when it cannot.
pub(crate) fn has(tool: &str) -> bool {
    let found = Command::new(tool).arg("--version").output().is_ok();
    if !found {
        eprintln!("SKIPPED: `{tool}` is not installed, so its opinion of our files is not asked");
    }
    found
}

/// Runs a tool in a folder that holds `a.po`; returns what it says on standard output and error.
pub(crate) fn run(folder: &Path, tool: &str, arguments: &[&str]) -> (String, String, bool) {
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

pub(crate) fn folder_with(text: &str) -> tempfile::TempDir {
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
    let shown: String = errors.chars().take(2000).collect();
    assert!(fine && errors.is_empty(), "{shown}");
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

/// Units that press every corner of the format.
fn hostile_units() -> Vec<Unit> {
    let characters: String = ('\0'..='\u{FF}').filter(|c| *c != '\r').collect();
    let edges = ["\n", "a", "\na", "a\n", "", "\n\n"];
    let mut units = Vec::new();
    for (number, source) in edges.iter().enumerate() {
        for (other, target) in edges.iter().enumerate() {
            let id = UnitId(format!("u{number}-{other}"));
            let mut unit = Unit::new(id, Variant::new(language("en"), *source));
            unit.variants.push(Variant::new(language("ur"), *target));
            let mut plural = unit.clone();
            plural.id = UnitId(format!("p{number}-{other}"));
            plural.variants[0]
                .remarks
                .push(property("msgid_plural", edges[other]));
            plural.variants[1]
                .remarks
                .push(property("msgstr[1]", edges[(other + 1) % 6]));
            units.extend([unit, plural]);
        }
    }
    let mut odd = Unit::new(
        UnitId(characters.clone()),
        Variant::new(language("en"), characters.clone()),
    );
    odd.variants
        .push(Variant::new(language("ur"), characters.clone()));
    odd.variants[1].state = State::Final;
    odd.variants[1].needs_work = Some(characters.clone());
    odd.remarks.extend([
        property("reference", "x y z"),
        property("comment", "#= odd"),
        property(&characters, &characters),
    ]);
    odd.remarks.push(Remark {
        kind: RemarkKind::Note,
        text: characters,
        attributes: Vec::new(),
    });
    units.push(odd);
    for _ in 0..3 {
        let mut same = Unit::new(UnitId(String::new()), Variant::new(language("en"), "same"));
        same.variants.push(Variant::new(language("ur"), ""));
        same.remarks.push(property("obsolete", "yes"));
        units.push(same);
    }
    units
}

fn property(name: &str, text: &str) -> Remark {
    Remark {
        kind: RemarkKind::Property(name.to_owned()),
        text: text.to_owned(),
        attributes: Vec::new(),
    }
}

#[test]
fn msgfmt_accepts_every_export() {
    if !has("msgfmt") {
        return;
    }
    let (_, foreign) = exchange::read(exchange::FOREIGN.as_bytes(), &ReadOptions::default());
    assert_accepted(&exchange::write(&foreign.units, "ur-PK").0);
    for target in ["ur", "ps", "ar", "ja", "ru", "fr"] {
        assert_accepted(&exchange::write(&hostile_units(), target).0);
    }
}

#[test]
fn msgfmt_accepts_every_character() {
    if !has("msgfmt") {
        return;
    }
    // A carriage return is accepted with a warning.
    let all: Vec<char> = ('\0'..=char::MAX).filter(|c| *c != '\r').collect();
    let mut file = crate::empty_file();
    let entries = all.chunks(4096).enumerate().map(|(number, chunk)| {
        let text: String = chunk.iter().collect();
        entry(
            &format!("u{number}"),
            1,
            &format!("a{text}z"),
            &format!("a{text}z"),
        )
    });
    file.insert(0, entries).unwrap();
    assert_accepted(&file.to_text());
    sound(&file.to_text());
}
