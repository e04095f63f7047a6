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
use tarjuman::model::{Finding, Remark, Unit};

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
    assert!(collected.findings.is_empty(), "{:?}", collected.findings);
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

/// A file's body as a strict reader sees it: one line a tag or text.
///
/// Left out is what strictness changes: the header, the case of language tags, the order of
/// attributes and of variants, white space between elements.
fn canonical(bytes: &[u8]) -> Vec<String> {
    let (encoding, _) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let (text, _, _) = encoding.decode(bytes);
    let text = text.replace("\r\n", "\n");
    let end = text.find("</tmx").expect("an end");
    let body = &text[text.find("<body").expect("a body")..end];
    let mut reader = Reader::from_str(body);
    let mut lines: Vec<String> = Vec::new();
    let mut inside = 0;
    loop {
        let mut tag = |tag: &quick_xml::events::BytesStart<'_>| {
            let attributes: BTreeMap<String, String> = tag
                .attributes()
                .map(|one| one.expect("an attribute"))
                .map(|one| {
                    let name = one.key.as_ref().to_owned();
                    let value = one.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                    let value = value.expect("a value").trim().to_owned();
                    let value = match name.as_str() {
                        "xml:lang" => value.to_lowercase(),
                        _ => value,
                    };
                    (name, value)
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
    sort_variants(&lines)
}

fn add_text(lines: &mut Vec<String>, text: &str) {
    match lines.last_mut() {
        Some(last) if last.starts_with('"') => last.push_str(text),
        _ => lines.push(format!("\"{text}")),
    }
}

/// The variants of each unit in the order of their languages.
fn sort_variants(lines: &[String]) -> Vec<String> {
    let mut sorted = Vec::new();
    let mut variants: Vec<Vec<String>> = Vec::new();
    let mut inside = false;
    for line in lines {
        if line.starts_with("<tuv ") {
            variants.push(Vec::new());
            inside = true;
        }
        match variants.last_mut() {
            Some(variant) if inside => variant.push(line.clone()),
            _ => {
                variants.sort();
                sorted.extend(variants.drain(..).flatten());
                sorted.push(line.clone());
            }
        }
        inside &= line != "</tuv";
    }
    sorted
}

#[test]
fn the_kit_comes_back_equal() {
    for path in gold("tmx-kit") {
        let bytes = fs::read(&path).unwrap();
        let collected = read(&bytes);
        assert!(collected.findings.is_empty(), "{:?}", collected.findings);
        let (out, changes) = write_all("tmx", &collected);
        assert!(changes.is_empty(), "{path:?}: {changes:?}");
        assert_eq!(canonical(&bytes), canonical(&out), "{path:?}");
        let (again, _) = write_all("tmx", &read(&out));
        assert_eq!(out, again, "{path:?}");
    }
}

/// What the program's memory gives back of a file, in a project with that source language.
fn through_a_memory(path: &Path, source: &str) -> Vec<u8> {
    let project = tempfile::tempdir().unwrap();
    let settings = format!("[project]\nname = \"kit\"\nsource = \"{source}\"\n");
    fs::write(project.path().join("tarjuman.toml"), settings).unwrap();
    let run = |arguments: &[&str]| {
        let mut call = Command::new(env!("CARGO_BIN_EXE_tarjuman"));
        let call = call.args(arguments).current_dir(project.path());
        let output = call.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{path:?}: {told}");
        output.stdout
    };
    let file = fs::canonicalize(path).unwrap();
    let file = file.to_str().unwrap();
    run(&["import", file]);
    let again = run(&["import", file]);
    assert!(String::from_utf8_lossy(&again).contains("0 added"));
    run(&["export", "tmx"])
}

#[test]
fn the_kit_and_real_memories_come_back_equal_through_a_memory() {
    for path in gold("tmx-kit").into_iter().chain(gold("tico-19")) {
        let bytes = fs::read(&path).unwrap();
        let source = read(&bytes).source.unwrap();
        let out = through_a_memory(&path, source.as_str());
        assert_eq!(canonical(&bytes), canonical(&out), "{path:?}");
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
        assert_eq!(canonical(&bytes), canonical(&out), "{path:?}");
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
