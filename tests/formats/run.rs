//! Formats run on files in memory.

use std::error::Error;
use std::io::Write as _;

use tarjuman::exchange::{Compressed, Format, ReadError, ReadOptions, Sink, Summary, WriteOptions};
use tarjuman::model::{Finding, Severity, Unit};
use tarjuman::text::Language;

use super::sample::language;

/// What a reader hands over.
#[derive(Default)]
pub(crate) struct Read {
    pub(crate) units: Vec<Unit>,
    pub(crate) findings: Vec<Finding>,
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

pub(crate) fn write(
    format: &dyn Format,
    units: &[Unit],
    target: &Language,
) -> (Vec<u8>, Vec<Finding>) {
    write_in(format, units, &[language("en"), target.clone()])
}

pub(crate) fn write_in(
    format: &dyn Format,
    units: &[Unit],
    languages: &[Language],
) -> (Vec<u8>, Vec<Finding>) {
    let options = write_options(languages);
    let mut file = Vec::new();
    let mut writer = format.writer(&options, &mut file).unwrap();
    for unit in units {
        writer.unit(unit).unwrap();
    }
    let findings = writer.finish().unwrap();
    (file, findings)
}

/// To write these languages from English.
pub(crate) fn write_options(languages: &[Language]) -> WriteOptions {
    WriteOptions {
        source: language("en"),
        languages: languages.to_vec(),
        remarks: Vec::new(),
        attributes: Vec::new(),
        spreadsheet_safe: false,
    }
}

pub(crate) fn read(format: &dyn Format, file: &[u8]) -> (Result<Summary, ReadError>, Read) {
    let mut sink = Read::default();
    let mut input = file;
    let summary = format.read(&mut input, &options(), &mut sink);
    (summary, sink)
}

pub(crate) fn options() -> ReadOptions {
    ReadOptions {
        source: Some(language("en")),
        target: Some(language("ur")),
    }
}

/// Reads a file that nothing is wrong with.
pub(crate) fn read_sound(format: &dyn Format, file: &[u8]) -> Vec<Unit> {
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

/// A file, compressed.
pub(crate) fn packed(file: &[u8]) -> Vec<u8> {
    let mut packed = Compressed::new(Vec::new());
    packed.write_all(file).unwrap();
    packed.finish().unwrap()
}
