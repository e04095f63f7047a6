//! For tests: what a reader hands out, gathered, and formats run on texts in memory.

use std::error::Error;

use super::{Format, Objection, ReadError, ReadOptions, Rulebook, Sink, Summary, WriteOptions};
use crate::model::{Finding, Unit};
use crate::text::Language;

/// Everything that a reader handed out.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) units: Vec<Unit>,
    pub(crate) lines: Vec<u64>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) summary: Summary,
}

impl Sink for Collected {
    fn unit(&mut self, unit: Unit, line: u64) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.units.push(unit);
        self.lines.push(line);
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

impl Collected {
    /// The messages of all findings.
    pub(crate) fn messages(&self) -> Vec<&str> {
        let messages = self.findings.iter().map(|found| found.message.as_str());
        messages.collect()
    }
}

/// Reads a whole file; on an error, what was handed out before it is given too.
pub(crate) fn try_read(
    format: &dyn Format,
    mut bytes: &[u8],
    options: &ReadOptions,
) -> (Collected, Option<ReadError>) {
    let mut collected = Collected::default();
    match format.read(&mut bytes, options, &mut collected) {
        Ok(summary) => {
            collected.summary = summary;
            (collected, None)
        }
        Err(error) => (collected, Some(error)),
    }
}

/// Reads a whole file that must be readable.
pub(crate) fn read(format: &dyn Format, bytes: &[u8]) -> Collected {
    let (collected, error) = try_read(format, bytes, &ReadOptions::default());
    assert!(error.is_none(), "{error:?}");
    collected
}

/// What a rulebook objects to in a file: the id of each objection with its line.
pub(crate) fn objections(rulebook: &dyn Rulebook, file: &str) -> Vec<(String, usize)> {
    let mut heard = Vec::new();
    let mut hear = |objection: Objection| {
        let line = objection.finding.place.map_or(0, |place| place.line);
        heard.push((objection.finding.id, line));
    };
    rulebook.validate(&mut file.as_bytes(), &mut hear).unwrap();
    heard
}

/// The same without lines, each id once, in order.
pub(crate) fn objected(rulebook: &dyn Rulebook, file: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for (id, _) in objections(rulebook, file) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// Writes units; the file, and what had to be changed.
pub(crate) fn write(
    format: &dyn Format,
    units: &[Unit],
    source: &str,
    languages: &[&str],
) -> (String, Vec<Finding>) {
    let options = WriteOptions {
        source: language(source),
        languages: languages.iter().map(|tag| language(tag)).collect(),
        remarks: Vec::new(),
        attributes: Vec::new(),
        spreadsheet_safe: false,
    };
    let mut out = Vec::new();
    let mut writer = format.writer(&options, &mut out).unwrap();
    for unit in units {
        writer.unit(unit).unwrap();
    }
    let findings = writer.finish().unwrap();
    (String::from_utf8(out).unwrap(), findings)
}

/// A language tag.
pub(crate) fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}
