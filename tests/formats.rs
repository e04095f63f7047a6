//! The conformance suite: what every format must do, and what each cannot hold.

#![allow(clippy::unwrap_used)]

#[path = "formats/holds.rs"]
mod holds;
#[path = "formats/sample.rs"]
mod sample;

use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};

use holds::{Holds, held};
use proptest::prelude::*;
use sample::{any_unit, everything, language, plain};
use tarjuman::exchange::{
    FORMATS, Format, Layout, ReadError, ReadOptions, Sink, Summary, WriteOptions,
};
use tarjuman::model::{Finding, Severity, State, Unit};
use tarjuman::text::Language;

/// What a reader hands over.
#[derive(Default)]
struct Read {
    units: Vec<Unit>,
    findings: Vec<Finding>,
}

impl Sink for Read {
    fn unit(&mut self, unit: Unit, line: u64) -> Result<(), Box<dyn Error + Send + Sync>> {
        assert!(line > 0, "lines count from 1");
        self.units.push(unit);
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// Every format, with what it cannot hold; those of one file a language stand in tests of their own.
fn formats() -> impl Iterator<Item = (&'static dyn Format, Holds)> {
    FORMATS
        .iter()
        .copied()
        .filter(|format| format.layout() == Layout::OneFile)
        .map(|format| (format, held(format.name())))
}

fn write(format: &dyn Format, units: &[Unit], target: &Language) -> (Vec<u8>, Vec<Finding>) {
    let options = WriteOptions {
        source: language("en"),
        languages: vec![language("en"), target.clone()],
        remarks: Vec::new(),
    };
    let mut file = Vec::new();
    let mut writer = format.writer(&options, &mut file).unwrap();
    for unit in units {
        writer.unit(unit).unwrap();
    }
    let findings = writer.finish().unwrap();
    (file, findings)
}

fn read(format: &dyn Format, file: &[u8]) -> (Result<Summary, ReadError>, Read) {
    let options = ReadOptions {
        source: Some(language("en")),
        target: Some(language("ur")),
    };
    let mut sink = Read::default();
    let mut input = file;
    let summary = format.read(&mut input, &options, &mut sink);
    (summary, sink)
}

/// Reads a file that nothing is wrong with.
fn read_sound(format: &dyn Format, file: &[u8]) -> Vec<Unit> {
    let (summary, read) = read(format, file);
    let shown = String::from_utf8_lossy(file);
    let summary = summary.unwrap_or_else(|error| panic!("{}: {error}\n{shown}", format.name()));
    assert_eq!(summary.skipped, 0, "{}\n{shown}", format.name());
    assert_eq!(summary.units, read.units.len() as u64);
    let errors = read
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "{:?}\n{shown}", read.findings);
    read.units
}

/// Asserts that units come back from a file, apart from what the format cannot hold.
fn assert_kept(format: &dyn Format, holds: &Holds, units: &[Unit]) {
    let (file, _) = write(format, units, &language("ur"));
    let back = read_sound(format, &file);
    let wanted: Vec<Unit> = units.iter().map(|unit| holds.limit(unit)).collect();
    let back: Vec<Unit> = back.iter().map(|unit| holds.limit(unit)).collect();
    let shown = String::from_utf8_lossy(&file);
    assert_eq!(back, wanted, "{}\n{shown}", format.name());
}

#[test]
fn every_format_has_a_name_a_suffix_and_is_recognised_by_its_files() {
    for (format, _) in formats() {
        assert!(!format.suffixes().is_empty());
        assert_eq!(format.name(), format.name().to_lowercase());
        let (file, _) = write(format, &everything(), &language("ur"));
        let takers: Vec<&str> = FORMATS
            .iter()
            .filter(|other| other.recognises(&file[..file.len().min(4096)]))
            .map(|other| other.name())
            .collect();
        assert_eq!(takers, [format.name()]);
    }
}

#[test]
fn units_come_back() {
    for (format, holds) in formats() {
        assert_kept(format, &holds, &everything());
    }
}

proptest! {
    #[test]
    fn any_units_come_back(units in prop::collection::vec(any_unit(), 0..4)) {
        let units = sample::with_ids(units);
        for (format, holds) in formats() {
            assert_kept(format, &holds, &units);
        }
    }
}

#[test]
fn the_same_units_give_the_same_bytes() {
    for (format, _) in formats() {
        let write = || write(format, &everything(), &language("ur")).0;
        assert_eq!(write(), write());
    }
}

#[test]
fn a_byte_order_mark_line_ends_and_the_end_of_the_file_do_not_matter() {
    for (format, holds) in formats() {
        let units = [plain("a", "One.", "ایک۔"), plain("b", "Two.", "دو۔")];
        let (file, _) = write(format, &units, &language("ur"));
        let text = String::from_utf8(file).unwrap();
        let wanted: Vec<Unit> = units.iter().map(|unit| holds.limit(unit)).collect();
        for other in [
            format!("\u{FEFF}{text}"),
            text.replace('\n', "\r\n"),
            text.trim_end().to_owned(),
            format!("{text}\n\n"),
        ] {
            let back = read_sound(format, other.as_bytes());
            let back: Vec<Unit> = back.iter().map(|unit| holds.limit(unit)).collect();
            assert_eq!(back, wanted, "{}\n{other}", format.name());
        }
    }
}

#[test]
fn language_tags_are_read_in_any_case() {
    for (format, _) in formats() {
        let mut unit = plain("a", "One.", "ایک۔");
        unit.variants[1].language = language("ur-PK");
        let (file, _) = write(format, &[unit], &language("ur-PK"));
        let text = String::from_utf8(file).unwrap();
        let shouted = text.replace("ur-PK", "UR-pk").replace("ur_PK", "UR_pk");
        assert_ne!(text, shouted, "{}", format.name());
        let units = read_sound(format, shouted.as_bytes());
        assert_eq!(units[0].variants[1].language, language("ur-PK"));
    }
}

#[test]
fn an_empty_target_is_initial_or_absent() {
    for (format, _) in formats() {
        let (file, _) = write(format, &[plain("a", "One.", "")], &language("ur"));
        let units = read_sound(format, &file);
        assert_eq!(units.len(), 1);
        if let Some(target) = units[0].variant(&language("ur")) {
            assert_eq!((target.text.as_str(), target.state), ("", State::Initial));
        }
    }
}

#[test]
fn no_character_makes_a_file_that_its_own_reader_refuses() {
    let hostile = ('\0'..='\u{9F}').chain(
        "\u{200B}\u{202E}\u{2028}\u{2066}\u{FEFF}\u{FFFD}\u{FFFE}\u{FFFF}\u{10FFFF}".chars(),
    );
    for c in hostile {
        for unit in sample::spoiled_with(c) {
            for (format, holds) in formats() {
                let (file, findings) = write(format, std::slice::from_ref(&unit), &language("ur"));
                let units = read_sound(format, &file);
                assert_eq!(units.len(), 1, "{} {c:?}", format.name());
                let kept = holds.limit(&units[0]) == holds.limit(&unit);
                assert!(
                    kept || !findings.is_empty(),
                    "{} changes {c:?} silently\n{unit:?}\n{:?}",
                    format.name(),
                    units[0]
                );
            }
        }
    }
}

#[test]
fn a_file_cut_off_anywhere_never_panics() {
    for (format, _) in formats() {
        let (file, _) = write(format, &everything(), &language("ur"));
        for end in 0..file.len() {
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                let _ = read(format, &file[..end]);
            }));
            assert!(outcome.is_ok(), "{} cut at byte {end}", format.name());
        }
    }
}

proptest! {
    #[test]
    fn junk_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "(?s).*") {
        for format in FORMATS {
            let _ = format.recognises(&bytes);
            let _ = read(*format, &bytes);
            let _ = read(*format, text.as_bytes());
        }
    }
}
