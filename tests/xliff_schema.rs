//! XLIFF as the schemas of OASIS have it: what we write is valid, and our own rules judge as they do.
//!
//! The schemas are not ours to carry. `TARJUMAN_XLIFF_SCHEMAS` names a folder that has them; without it they are looked
//! for where Debian's `php-symfony-translation` puts them. What is missing is skipped loudly.

#![allow(
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that skips says so, writes into a folder of its own, and stops where it fails"
)]

mod exchange_units;
#[path = "xliff/mutate.rs"]
mod mutate;
#[path = "formats/sample.rs"]
#[allow(dead_code, reason = "the conformance suite needs the rest of it")]
mod sample;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use exchange_units::write;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use tarjuman::exchange::{ReadOptions, format_named};
use tarjuman::model::Unit;
use tempfile::TempDir;

const DEBIAN: &str = "/usr/share/php/Symfony/Component/Translation/Resources/schemas";

/// A schema, ready to be held against files.
struct Schema {
    folder: TempDir,
    path: PathBuf,
}

impl Schema {
    /// The schema of that file name, with those that go with it where they are there; nothing and a word about it where
    /// it cannot be used.
    fn named(names: &[&str], companions: &[&str]) -> Option<Self> {
        let given = env::var_os("TARJUMAN_XLIFF_SCHEMAS");
        let from = given.map_or_else(|| PathBuf::from(DEBIAN), PathBuf::from);
        let main = names.iter().find(|name| from.join(name).exists());
        let (Some(main), true) = (main, has_xmllint()) else {
            eprintln!("SKIPPED: needs xmllint and {names:?} in {}", from.display());
            return None;
        };
        let folder = TempDir::new().unwrap();
        let mut imports = String::new();
        for name in [main].into_iter().chain(companions) {
            let Ok(text) = fs::read_to_string(from.join(name)) else {
                eprintln!(
                    "SKIPPED: {name} is not in {}: its part is not held",
                    from.display()
                );
                continue;
            };
            let namespace = text.split("targetNamespace=\"").nth(1).unwrap();
            let namespace = namespace.split('"').next().unwrap();
            imports += &format!("<xs:import namespace=\"{namespace}\" schemaLocation=\"{name}\"/>");
            let text = text
                .replace("http://www.w3.org/2001/xml.xsd", "xml.xsd")
                .replace("informativeCopiesOf3rdPartySchemas/w3c/xml.xsd", "xml.xsd");
            fs::write(folder.path().join(name), text).unwrap();
        }
        fs::copy(from.join("xml.xsd"), folder.path().join("xml.xsd")).expect("xml.xsd beside it");
        let whole = format!(
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">{imports}</xs:schema>"
        );
        let path = folder.path().join("whole.xsd");
        fs::write(&path, whole).unwrap();
        Some(Self { folder, path })
    }

    fn transitional() -> Option<Self> {
        Self::named(&["xliff-core-1.2-transitional.xsd"], &[])
    }

    /// The strict schema takes of other namespaces what it has the schemas of, and nothing else.
    fn strict() -> Option<Self> {
        let schema = Self::named(&["xliff-core-1.2-strict.xsd"], &["metadata.xsd"])?;
        schema.has("metadata.xsd").then_some(schema)
    }

    /// Whether it says nothing of what a language is.
    fn takes_any_language(&self) -> bool {
        let own = fs::read_dir(self.folder.path()).unwrap();
        own.flatten().any(|file| {
            let text = fs::read_to_string(file.path()).unwrap_or_default();
            text.contains("name=\"srcLang\" use=\"required\"/>")
        })
    }

    fn has(&self, companion: &str) -> bool {
        self.folder.path().join(companion).exists()
    }

    fn two() -> Option<Self> {
        Self::named(
            &["xliff_core_2.0.xsd", "xliff-core-2.0.xsd"],
            &["metadata.xsd"],
        )
    }

    /// What it says of files; nothing of one that is valid.
    fn judge(&self, files: &[String]) -> Vec<Option<String>> {
        let name = |number: usize| format!("file-{number}.xlf");
        for (number, file) in files.iter().enumerate() {
            fs::write(self.folder.path().join(name(number)), file).unwrap();
        }
        let mut said = String::new();
        for batch in (0..files.len()).collect::<Vec<_>>().chunks(1000) {
            let output = Command::new("xmllint")
                .args(["--noout", "--nonet", "--schema"])
                .arg(&self.path)
                .args(batch.iter().map(|number| name(*number)))
                .current_dir(self.folder.path())
                .output()
                .unwrap();
            said += &String::from_utf8_lossy(&output.stderr);
        }
        let mut valid = vec![false; files.len()];
        let mut reasons = vec![String::new(); files.len()];
        for line in said.lines() {
            let Some(rest) = line.strip_prefix("file-") else {
                continue;
            };
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap();
            let number: usize = rest[..end].parse().unwrap();
            match &rest[end..] {
                ".xlf validates" => valid[number] = true,
                reason if reasons[number].is_empty() => reasons[number] = reason.to_owned(),
                _ => {}
            }
        }
        valid
            .into_iter()
            .zip(reasons)
            .map(|(valid, reason)| (!valid).then_some(reason))
            .collect()
    }
}

fn has_xmllint() -> bool {
    let version = Command::new("xmllint").arg("--version").output();
    version.is_ok()
}

/// Units of every kind: our own sentences, characters that make trouble in every field, and whatever comes.
fn units() -> Vec<Vec<Unit>> {
    let mut all = vec![sample::everything(), Vec::new()];
    for c in [
        '\0', '\u{B}', '\u{1A}', '\u{FFFE}', '<', '"', '\u{202E}', 'پ',
    ] {
        all.extend(sample::spoiled_with(c).into_iter().map(|unit| vec![unit]));
    }
    let mut runner = TestRunner::deterministic();
    let strategy = proptest::collection::vec(exchange_units::unit(), 1..6);
    all.extend((0..600).map(|_| strategy.new_tree(&mut runner).unwrap().current()));
    all
}

/// The files that a format has for them, into Urdu and into Pashto.
fn written(format: &str) -> Vec<String> {
    let english = exchange_units::language("en");
    let mut files = Vec::new();
    for units in units() {
        for target in ["ur", "ps"] {
            let languages = [english.clone(), exchange_units::language(target)];
            let remarks: Vec<_> = units.iter().flat_map(|unit| unit.remarks.clone()).collect();
            let (file, _) = write(format, &units, &languages, &remarks);
            files.push(String::from_utf8(file).unwrap());
        }
    }
    files
}

fn assert_valid(format: &str, schema: Option<Schema>) {
    let Some(schema) = schema else { return };
    let files = written(format);
    let judged = schema.judge(&files);
    let refused = files
        .iter()
        .zip(&judged)
        .filter_map(|(file, said)| said.as_ref().map(|said| (said, file)));
    let refused: Vec<_> = refused.collect();
    let reasons: Vec<_> = refused.iter().map(|(said, _)| said).take(20).collect();
    assert!(
        refused.is_empty(),
        "{} of {}: {reasons:#?}\n{}",
        refused.len(),
        files.len(),
        refused[0].1
    );
}

#[test]
fn what_is_written_as_2_1_is_valid() {
    assert_valid("xliff", Schema::two());
}

#[test]
fn what_is_written_as_1_2_is_valid_for_the_transitional_schema() {
    assert_valid("xliff-1.2", Schema::transitional());
}

#[test]
fn what_is_written_as_1_2_is_valid_for_the_strict_schema() {
    assert_valid("xliff-1.2", Schema::strict());
}

/// What our rules say of a file: the findings for which a program that goes by the schema refuses it.
fn objections(format: &str, file: &str) -> Vec<String> {
    let mut objections = Vec::new();
    let validated = format_named(format).unwrap().validate(
        &mut file.as_bytes(),
        &ReadOptions::default(),
        &mut |objection| {
            if objection.refused_by.contains(&"schema") {
                objections.push(format!(
                    "{}: {}",
                    objection.finding.id, objection.finding.message
                ));
            }
        },
    );
    if let Err(error) = validated {
        objections.push(error.to_string());
    }
    objections
}

/// Holds our rules against a schema on every file with one fault; `explained` says why the two may differ on one.
fn assert_agree(
    format: &str,
    name: &str,
    schema: Option<Schema>,
    explained: impl Fn(&Schema, &str) -> bool,
) {
    let Some(schema) = schema else { return };
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/xliff")
        .join(name);
    let file = fs::read_to_string(path).unwrap();
    let mut mutants = mutate::mutants(&file);
    mutants.insert(0, ("nothing".to_owned(), file));
    let files: Vec<String> = mutants.iter().map(|(_, file)| file.clone()).collect();
    let mut differ: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut refused, mut number) = (0, 0);
    for ((what, file), said) in mutants.iter().zip(schema.judge(&files)) {
        let own = objections(format, file);
        refused += usize::from(said.is_some());
        if said.is_some() != own.is_empty() || explained(&schema, what) {
            continue;
        }
        number += 1;
        let why = said.map_or_else(
            || format!("we alone: {}", own[0].split(':').next().unwrap_or_default()),
            |said| format!("the schema alone: {said}"),
        );
        differ.entry(why).or_default().push(what.clone());
    }
    assert!(
        refused > files.len() / 4 && refused < files.len(),
        "{refused} of {}",
        files.len()
    );
    assert!(
        differ.is_empty(),
        "{number} of {} differ\n{differ:#?}",
        files.len()
    );
}

#[test]
fn our_rules_judge_1_2_as_its_schema_does() {
    assert_agree("xliff-1.2", "one.xlf", Schema::transitional(), |_, what| {
        // `xliff` is a row of files with foreign elements before each; that none may end it our grammars do not say.
        what == "a foreign element last in xliff"
    });
}

#[test]
fn our_rules_judge_2_1_as_its_schema_does() {
    assert_agree("xliff", "two.xlf", Schema::two(), |schema, what| {
        // The schema lets any version through; one that we do not know we do not judge.
        what.starts_with("xliff version=")
            // A list of name tokens has one at least; libxml2 lets an empty one through.
            || what.contains(" subFlows") && what.ends_with("=\"\"")
            // The edition that Debian has takes any text for a language.
            || schema.takes_any_language()
                && (what.starts_with("xliff srcLang=") || what.starts_with("xliff trgLang="))
    });
}
