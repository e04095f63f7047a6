//! `check`: what the checks say of the project's translations, or of a file.

use std::collections::HashMap;
use std::path::Path;

use serde::Serialize;

use super::draft::Draft;
use super::import::{self, ImportRequest};
use super::segment_files::LanguageFile;
use super::{Workbench, WorkbenchError};
use crate::model::{Finding, Place, Severity, Unit, Variant};
use crate::quality::{CHECKS, Context, check_unit};
use crate::text::Language;

/// What the checks found.
#[derive(Debug, Default, Serialize)]
pub struct CheckReport {
    /// How many translations were looked at.
    pub checked: u64,
    /// How many findings are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// How many are worth knowing.
    pub infos: usize,
    /// All of them, in the order of the units.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Whether something could not be read.
    pub faulty: bool,
}

/// The names of all checks.
#[must_use]
pub fn check_names() -> Vec<&'static str> {
    CHECKS.iter().map(|check| check.id()).collect()
}

impl Workbench {
    /// Checks the translations in the segment files as they will be, with the named checks or all when
    /// none is named; writes nothing.
    ///
    /// # Errors
    /// When a source, a segment file or the memory cannot be read.
    pub fn check(&self, only: &[String]) -> Result<CheckReport, WorkbenchError> {
        let memory = self.memory_for_reading()?;
        let drafts = self.drafts(memory.as_ref())?;
        let mut report = CheckReport::default();
        let terms = self.glossary()?;
        for draft in &drafts {
            self.check_draft(draft, only, &terms.context(), &mut report);
        }
        report.faulty = drafts.iter().any(Draft::has_fault) || terms.has_fault();
        let faults = drafts.into_iter().flat_map(Draft::findings);
        let faults = faults.chain(terms.findings);
        report.findings.splice(0..0, faults);
        Ok(report)
    }

    /// Checks the units of a file in any format that we read, in every language beside their source's.
    ///
    /// # Errors
    /// When the file cannot be read, or is of no known format.
    pub fn check_file(
        &self,
        path: &Path,
        request: &ImportRequest,
        only: &[String],
    ) -> Result<CheckReport, WorkbenchError> {
        let own = &self.project.config().project.source;
        let name = path.display().to_string();
        let mut report = CheckReport::default();
        let terms = self.glossary()?;
        let context = terms.context();
        let (_, faults) = import::read_units(path, request, own, &mut |unit, line| {
            let source = unit.source_language.as_ref().unwrap_or(own);
            for variant in unit
                .variants
                .iter()
                .filter(|variant| variant.language != *source)
            {
                let findings = check_unit(unit, source, &variant.language, &context);
                report.add(findings, only, |finding| {
                    text_place(finding, variant, &name, line)
                });
            }
        })?;
        report.faulty =
            terms.has_fault() || faults.iter().any(|fault| fault.severity == Severity::Error);
        let faults = faults.into_iter().chain(terms.findings);
        report.findings.splice(0..0, faults);
        Ok(report)
    }

    /// Checks the translations of a document as its segment files have them.
    pub(super) fn check_draft(
        &self,
        draft: &Draft,
        only: &[String],
        context: &Context<'_>,
        report: &mut CheckReport,
    ) {
        let source = &self.project.config().project.source;
        let units = self.units_in_files(&draft.source.name, &draft.files);
        for file in &draft.files {
            let text = file.file.to_text();
            let lines = target_lines(&text);
            for unit in units
                .iter()
                .filter(|unit| is_translated(unit, &file.language))
            {
                let findings = check_unit(unit, source, &file.language, context);
                let line = lines.get(unit.id.as_str());
                report.add(findings, only, |finding| Some(place(finding, file, line?)));
            }
        }
    }
}

fn is_translated(unit: &Unit, language: &Language) -> bool {
    unit.variant(language)
        .is_some_and(|variant| !variant.text.is_empty())
}

/// A line of a segment file: its number, counted from 1, and its text.
struct Line<'a> {
    number: usize,
    text: &'a str,
}

/// What stands before the target in its line.
const TARGET: &str = "msgstr \"";

/// The line of each unit's target.
fn target_lines(text: &str) -> HashMap<&str, Line<'_>> {
    let mut lines = HashMap::new();
    let mut id = None;
    for (text, number) in text.lines().zip(1..) {
        if let Some(rest) = text.strip_prefix("msgctxt \"") {
            id = rest.strip_suffix('"');
        } else if text.starts_with(TARGET)
            && let Some(id) = id.take()
        {
            lines.insert(id, Line { number, text });
        }
    }
    lines
}

impl CheckReport {
    /// Adds what was found in one translation, each with the place that `place` knows for it.
    fn add(
        &mut self,
        findings: Vec<Finding>,
        only: &[String],
        place: impl Fn(&Finding) -> Option<Place>,
    ) {
        self.checked += 1;
        let wanted = |finding: &Finding| only.is_empty() || only.contains(&finding.id);
        for mut finding in findings.into_iter().filter(wanted) {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.infos += 1,
            }
            finding.place = place(&finding);
            self.findings.push(finding);
        }
    }
}

/// The place of a finding in its segment file; the whole target where escapes shift the bytes.
fn place(finding: &Finding, file: &LanguageFile, line: &Line<'_>) -> Place {
    let whole = TARGET.len()..line.text.len().saturating_sub(1).max(TARGET.len());
    let span = match &finding.target_span {
        Some(span) if !line.text.contains('\\') => {
            TARGET.len() + span.start..TARGET.len() + span.end
        }
        _ => whole.clone(),
    };
    let fits = span.end <= line.text.len()
        && line.text.is_char_boundary(span.start)
        && line.text.is_char_boundary(span.end);
    let span = if fits { span } else { whole };
    Place {
        file: file.shown.clone(),
        line: line.number,
        column: line.text[..span.start].chars().count() + 1,
        text: line.text.to_owned(),
        span,
    }
}

/// The place of a finding in the text of a unit, which begins on a line of a file.
fn text_place(finding: &Finding, target: &Variant, file: &str, line: u64) -> Option<Place> {
    let span = finding.target_span.clone().unwrap_or(0..target.text.len());
    Some(Place {
        file: file.to_owned(),
        line: usize::try_from(line).unwrap_or(usize::MAX),
        column: target.text.get(..span.start)?.chars().count() + 1,
        text: target.text.replace(['\n', '\r'], " "),
        span,
    })
}
