//! Real memories and the files of a compliance kit, in and out; skipped loudly where they are missing.

#![allow(
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that skips says so, writes into a folder of its own, and stops where it fails"
)]

mod exchange_units;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use exchange_units::{Collected, languages, try_read, write};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use quick_xml::Reader;
use quick_xml::events::Event;
use tarjuman::exchange::detect;
use tarjuman::model::{Finding, Remark, Severity, Unit};

const GOLD: &str = "../shared/gold";

/// The gold files below a folder, or nothing and a word about it.
fn gold(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(Path::new(GOLD).join(folder))
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.retain(|path| path.extension().is_some_and(|suffix| suffix == "tmx"));
    files.sort();
    if files.is_empty() {
        eprintln!("SKIPPED: no files in {GOLD}/{folder}");
    }
    files
}

fn read(bytes: &[u8]) -> Collected {
    assert_eq!(detect(bytes, "").map(|format| format.name()), Some("tmx"));
    let (collected, error) = try_read("tmx", bytes);
    assert!(error.is_none(), "{error:?}");
    let mut findings = collected.findings.iter();
    assert!(findings.all(|one| one.severity == Severity::Info));
    collected
}

/// Writes everything that was read, in every language of it.
fn write_all(format: &str, collected: &Collected) -> (Vec<u8>, Vec<Finding>) {
    let mut languages = vec![collected.source.clone().expect("a source language")];
    for variant in collected.units.iter().flat_map(|unit| &unit.variants) {
        if !languages.contains(&variant.language) {
            languages.push(variant.language.clone());
        }
    }
    write(format, &collected.units, &languages, &[])
}

/// A file as a strict reader sees it: one line a tag, comment or text; white space between elements is left out.
fn canonical(bytes: &[u8]) -> Vec<String> {
    let (encoding, _) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let (text, _, _) = encoding.decode(bytes);
    let text = text.replace("\r\n", "\n");
    let mut reader = Reader::from_str(&text);
    let mut lines: Vec<String> = Vec::new();
    let mut inside = 0;
    loop {
        let mut tag = |tag: &quick_xml::events::BytesStart<'_>| {
            let attributes: BTreeMap<String, String> = tag
                .attributes()
                .map(|one| one.expect("an attribute"))
                .map(|one| {
                    let value = one.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                    let value = value.expect("a value").into_owned();
                    (one.key.as_ref().to_owned(), value)
                })
                .collect();
            lines.push(format!("<{} {attributes:?}", tag.name().as_ref()));
        };
        match reader.read_event().expect("well-formed") {
            Event::Eof => break,
            Event::Start(start) => {
                tag(&start);
                inside += usize::from(
                    inside > 0 || matches!(start.name().as_ref(), "seg" | "prop" | "note"),
                );
            }
            Event::Empty(start) => {
                tag(&start);
                lines.push(format!("</{}", start.name().as_ref()));
            }
            Event::End(end) => {
                lines.push(format!("</{}", end.name().as_ref()));
                inside = inside.saturating_sub(1);
            }
            Event::Comment(_) => lines.push(COMMENT.to_owned()),
            Event::Text(text) if inside > 0 => add_text(&mut lines, &text),
            Event::GeneralRef(reference) => {
                let c = match reference.resolve_char_ref().expect("a reference") {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&reference)
                        .expect("one of the five")
                        .to_owned(),
                };
                add_text(&mut lines, &c);
            }
            _ => {}
        }
    }
    lines
}

const COMMENT: &str = "<!--";

/// The part of a canonical file that holds its units.
fn body(lines: &[String]) -> &[String] {
    let begin = lines.iter().position(|line| line.starts_with("<body"));
    &lines[begin.expect("a body")..]
}

fn add_text(lines: &mut Vec<String>, text: &str) {
    match lines.last_mut() {
        Some(last) if last.starts_with('"') => last.push_str(text),
        _ => lines.push(format!("\"{text}")),
    }
}

/// A canonical file with the changes made that were told, and no others.
fn changed_as_told(mut lines: Vec<String>, told: &str, source: &str) -> Vec<String> {
    if told.contains("comment is not kept") {
        lines.retain(|line| line != COMMENT);
    }
    for spelling in told
        .split("anguage tags are written in one spelling: ")
        .skip(1)
    {
        let spellings = spelling.lines().next().expect("a line").split(", ");
        for (new, old) in spellings.map(|one| one.split_once(" for ").expect("a spelling")) {
            let quoted = |tag: &str| format!("\"{}\"", tag.trim_matches('`'));
            for line in lines.iter_mut().filter(|line| line.starts_with('<')) {
                *line = line.replace(&quoted(old), &quoted(new));
            }
        }
    }
    if told.contains("source's variant stands after others") {
        lines = source_first(lines, source);
    }
    lines
}

/// The variants of each unit, that of the source before the others.
fn source_first(lines: Vec<String>, source: &str) -> Vec<String> {
    let mut ordered = Vec::new();
    let mut variants: Vec<Vec<String>> = Vec::new();
    let mut inside = false;
    for line in lines {
        if line.starts_with("<tuv ") {
            variants.push(Vec::new());
            inside = true;
        }
        let ends = line == "</tuv";
        match variants.last_mut() {
            Some(variant) if inside => variant.push(line),
            _ => {
                variants.sort_by_key(|variant| !variant[0].contains(source));
                ordered.extend(variants.drain(..).flatten());
                ordered.push(line);
            }
        }
        inside &= !ends;
    }
    ordered
}

/// What the program's memory gives back of a file in a new project, and all that was told on the way.
fn through_a_memory(path: &Path) -> (Vec<u8>, String) {
    let project = tempfile::tempdir().unwrap();
    let settings = "[project]\nname = \"kit\"\nsource = \"en\"\n";
    fs::write(project.path().join("tarjuman.toml"), settings).unwrap();
    let mut told = String::new();
    let mut run = |arguments: &[&str]| {
        let mut call = Command::new(env!("CARGO_BIN_EXE_tarjuman"));
        let call = call.args(arguments).current_dir(project.path());
        let output = call.output().unwrap();
        told.push_str(&String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{path:?}: {told}");
        output.stdout
    };
    let file = fs::canonicalize(path).unwrap();
    let file = file.to_str().unwrap();
    let first = run(&["import", file]);
    let again = run(&["import", file]);
    assert!(String::from_utf8_lossy(&again).contains("0 added"));
    let out = run(&["export", "tmx"]);
    told.push_str(&String::from_utf8_lossy(&first));
    (out, told)
}

#[test]
fn the_kit_and_real_memories_come_back_equal_through_a_memory() {
    for path in gold("tmx-kit").into_iter().chain(gold("tico-19")) {
        let bytes = fs::read(&path).unwrap();
        let source = read(&bytes).source.unwrap();
        let (out, told) = through_a_memory(&path);
        let expected = changed_as_told(canonical(&bytes), &told, source.as_str());
        assert_eq!(expected, canonical(&out), "{path:?}: {told}");
        let (again, _) = write_all("tmx", &read(&bytes));
        assert_eq!(body(&expected), body(&canonical(&again)), "{path:?}");
    }
}

#[test]
fn real_memories_come_back_code_point_for_code_point() {
    for path in gold("tico-19") {
        let bytes = fs::read(&path).unwrap();
        let collected = read(&bytes);
        assert_eq!(collected.units.len(), 3071);
        let (out, changes) = write_all("tmx", &collected);
        assert!(changes.is_empty(), "{changes:?}");
        assert_eq!(body(&canonical(&bytes)), body(&canonical(&out)), "{path:?}");
        assert_eq!(read(&out).units, collected.units);
        let (lines, _) = write_all("jsonl", &collected);
        assert_eq!(exchange_units::read("jsonl", &lines), collected.units);
        for table in ["tsv", "csv"] {
            let (file, _) = write_all(table, &collected);
            let back = exchange_units::read(table, &file);
            assert_eq!(back.len(), collected.units.len());
            for (back, unit) in back.iter().zip(&collected.units) {
                assert_eq!((&back.id, &back.variants), (&unit.id, &unit.variants));
            }
        }
    }
}

#[test]
fn what_is_written_follows_the_dtd() {
    let dtd = Path::new(GOLD).join("tmx14.dtd");
    let has_tool = Command::new("xmllint")
        .arg("--version")
        .stderr(Stdio::null())
        .status()
        .is_ok();
    if !has_tool || !dtd.exists() {
        eprintln!("SKIPPED: needs xmllint and {}", dtd.display());
        return;
    }
    for path in gold("tmx-kit").into_iter().chain(gold("tico-19")) {
        let (out, _) = write_all("tmx", &read(&fs::read(&path).unwrap()));
        assert_valid(&dtd, &out, &path.display().to_string());
    }
    let mut runner = TestRunner::deterministic();
    let mut draw = || {
        exchange_units::unit()
            .new_tree(&mut runner)
            .unwrap()
            .current()
    };
    let units: Vec<Unit> = (0..2000).map(|_| draw()).collect();
    let remarks: Vec<Remark> = units.iter().flat_map(|unit| unit.remarks.clone()).collect();
    let (out, _) = write("tmx", &units, &languages(), &remarks);
    assert_valid(&dtd, &out, "units of every kind");
}

fn assert_valid(dtd: &Path, file: &[u8], name: &str) {
    let mut check = Command::new("xmllint")
        .args(["--noout", "--nonet", "--dtdvalid"])
        .arg(dtd)
        .arg("-")
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    check.stdin.take().unwrap().write_all(file).unwrap();
    let result = check.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&result.stderr);
    assert!(result.status.success(), "{name}: {told}");
}
