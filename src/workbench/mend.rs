//! `validate --fix`: a file that is read and written again, with all mended that needs no guess.

use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::WorkbenchError;
use super::import::{ImportRequest, located, opened, recognised};
use super::segment_files::in_file;
use super::validate::{ValidateReport, examined, read_options, validate};
use crate::exchange::{
    Compressed, ReadError, Sink, UnitWriter, WriteError, WriteOptions, content_id,
    is_compressed_name,
};
use crate::model::{Attributes, Finding, Remark, Severity, Unit, Variant};
use crate::project::{FileError, Replacement};
use crate::text::Language;

/// What was mended.
#[derive(Debug, Serialize)]
pub struct MendReport {
    /// The file that was written.
    pub file: String,
    /// How many units it has, where it was written unit by unit; elsewhere all stand as they stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<u64>,
    /// Units of the original that could not be read, and are not in it.
    pub left_out: u64,
    /// What the original had and the new file has no more, most important first.
    pub repairs: Vec<Repair>,
    /// The units that are left out, and what else writing had to change.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// What is still said of the new file.
    #[serde(skip)]
    pub now: ValidateReport,
}

/// One kind of repair.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// The id of the objection.
    pub id: String,
    /// Whether what was wrong was put right, or taken away.
    pub how: How,
    /// How often it was mended.
    pub times: u64,
    /// Where it stood first, and what it was.
    pub example: String,
    /// The line of that, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// How something was mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It stands as it should.
    PutRight,
    /// It had no place in the format, or nothing to make it whole from, and is gone.
    TakenAway,
}

impl How {
    fn of(id: &str) -> Self {
        match id {
            "stray-text" | "missing-element" | "lost-unit" | "duplicate-tuid"
            | "duplicate-message" | "byte-order-mark" => Self::TakenAway,
            _ => Self::PutRight,
        }
    }
}

/// Writes a file with everything mended that can be mended without guessing; `before` is what was said of
/// the original.
///
/// A unit with several variants in one language becomes several units. The new file appears whole or not at all.
///
/// # Errors
/// When the original cannot be read to its end, its format cannot be mended, or the new file cannot be written.
pub fn mend(
    path: &Path,
    request: &ImportRequest,
    before: &ValidateReport,
    output: &Path,
) -> Result<MendReport, WorkbenchError> {
    let scratch = Scratch::new(request, output)?;
    let shown = output.display().to_string();
    let place = scratch.as_ref().map_or(output, |scratch| &scratch.file);
    let (rewritten, left_out) = match examined(path, request)?.0 {
        how if how.is_mended_by_writing() => {
            let (rewritten, left_out) =
                rewritten_into(path, request, (output, place), &mut |_| {})?;
            (Some(rewritten), left_out)
        }
        _ => {
            mended_in_place(path, request, (output, place))?;
            (None, 0)
        }
    };
    let now = validate(place, request, &mut |_| {})?;
    Ok(MendReport {
        file: shown,
        units: rewritten.as_ref().map(|rewritten| rewritten.units),
        left_out,
        repairs: repairs(before, &now),
        findings: rewritten.map_or(Vec::new(), |rewritten| rewritten.findings),
        now,
    })
}

/// Writes a file with what breaks the rules of its format mended, and everything else as it was.
fn mended_in_place(
    path: &Path,
    request: &ImportRequest,
    (output, place): (&Path, &Path),
) -> Result<(), WorkbenchError> {
    let name = path.display().to_string();
    let (examined, mut input) = examined(path, request)?;
    let rulebook = examined.rulebook();
    let rulebook = rulebook.ok_or_else(|| not_mendable(&name, examined.name()))?;
    spare_the_original(path, output)?;
    let mut file = BufWriter::new(Replacement::begin(place)?);
    let refuse = |error| FileError::new("write", place, error);
    let failed = |error| failed(error, &name);
    if is_compressed_name(&place.to_string_lossy()) {
        let mut compressed = Compressed::new(file);
        rulebook
            .mend(&mut *input, &mut compressed)
            .map_err(failed)?;
        file = compressed.finish().map_err(refuse)?;
    } else {
        rulebook.mend(&mut *input, &mut file).map_err(failed)?;
    }
    let file = file.into_inner();
    file.map_err(|error| refuse(error.into_error()))?.finish()?;
    Ok(())
}

/// What stopped a file that is written anew: its output, or what it is read from.
fn failed(error: ReadError, name: &str) -> WorkbenchError {
    match error {
        ReadError::Stopped(cause) => match cause.downcast::<WriteError>() {
            Ok(error) => (*error).into(),
            Err(other) => WorkbenchError::Internal(other),
        },
        other => located(other, name),
    }
}

fn not_mendable(name: &str, format: &str) -> WorkbenchError {
    let message = format!("`{name}` is {format}, which cannot be mended here");
    let finding = Finding::new("not-mendable", Severity::Error, message);
    WorkbenchError::Refused(Box::new(
        finding.with_hint("put right what was found in an editor"),
    ))
}

fn spare_the_original(path: &Path, output: &Path) -> Result<(), WorkbenchError> {
    if !is_same_file(path, output) {
        return Ok(());
    }
    let message = format!("`{}` is the file itself", output.display());
    let finding = Finding::new("would-replace-original", Severity::Error, message);
    let finding = finding.with_hint("give the mended file another name");
    Err(WorkbenchError::Refused(Box::new(finding)))
}

/// Reads a file and writes it anew with a change of each unit, into a place that stands for the output; returns what
/// became of the units, and how many could not be read.
pub(super) fn rewritten_into(
    path: &Path,
    request: &ImportRequest,
    (output, place): (&Path, &Path),
    change: &mut dyn FnMut(&mut Unit),
) -> Result<(Rewritten, u64), WorkbenchError> {
    let survey = Survey::of(path, request)?;
    let options = survey.options(request)?;
    spare_the_original(path, output)?;
    let mut file = BufWriter::new(Replacement::begin(place)?);
    let refuse = |error| FileError::new("write", place, error);
    let rewritten = if is_compressed_name(&place.to_string_lossy()) {
        let mut compressed = Compressed::new(file);
        let rewritten = rewrite(path, request, &options, &mut compressed, change)?;
        file = compressed.finish().map_err(refuse)?;
        rewritten
    } else {
        rewrite(path, request, &options, &mut file, change)?
    };
    let file = file.into_inner();
    file.map_err(|error| refuse(error.into_error()))?.finish()?;
    Ok((rewritten, survey.skipped))
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    match (std::fs::canonicalize(one), std::fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Where a plan writes, so that it can be looked at; it is gone afterwards.
pub(super) struct Scratch {
    pub(super) file: PathBuf,
    _folder: tempfile::TempDir,
}

impl Scratch {
    pub(super) fn new(
        request: &ImportRequest,
        output: &Path,
    ) -> Result<Option<Self>, WorkbenchError> {
        if !request.dry_run {
            return Ok(None);
        }
        let refuse = |error| FileError::new("write", output, error);
        let folder = tempfile::tempdir().map_err(refuse)?;
        let name = output.file_name().unwrap_or(output.as_os_str());
        Ok(Some(Self {
            file: folder.path().join(name),
            _folder: folder,
        }))
    }
}

fn repairs(before: &ValidateReport, now: &ValidateReport) -> Vec<Repair> {
    let times = |report: &ValidateReport, id: &str| -> u64 {
        let own = report.objections.iter().filter(|one| one.finding.id == id);
        own.map(|one| one.times).sum()
    };
    let mut repairs: Vec<Repair> = Vec::new();
    for objection in &before.objections {
        let finding = &objection.finding;
        if repairs.iter().any(|known| known.id == finding.id) {
            continue;
        }
        let mended = times(before, &finding.id).saturating_sub(times(now, &finding.id));
        if mended > 0 {
            repairs.push(Repair {
                id: finding.id.clone(),
                how: How::of(&finding.id),
                times: mended,
                example: finding.message.clone(),
                line: finding.place.as_ref().map(|place| place.line),
            });
        }
    }
    repairs
}

/// What a first reading tells of a file.
#[derive(Default)]
struct Survey {
    languages: Vec<Language>,
    /// The language of the very first variant, for files that name no source language.
    first: Option<Language>,
    attributes: Attributes,
    remarks: Vec<Remark>,
    skipped: u64,
}

impl Survey {
    fn of(path: &Path, request: &ImportRequest) -> Result<Self, WorkbenchError> {
        let name = path.display().to_string();
        let (format, mut input) = recognised(Box::new(opened(path)?), &name, request)?;
        if !format.is_mended_by_writing() {
            return Err(not_mendable(&name, format.title()));
        }
        let mut survey = Self::default();
        let read = format.read(&mut *input, &read_options(request), &mut survey);
        let summary = read.map_err(|error| located(error, &name))?;
        survey.attributes = summary.attributes;
        survey.remarks = summary.remarks;
        survey.skipped = summary.skipped;
        Ok(survey)
    }

    fn options(&self, request: &ImportRequest) -> Result<WriteOptions, WorkbenchError> {
        let said = self.attributes.iter().find(|(name, _)| name == "srclang");
        let said = said.and_then(|(_, value)| Language::parse(value).ok());
        let source = request.source.clone().or(said).or(self.first.clone());
        let source = source.ok_or_else(|| {
            let finding = Finding::new("no-units", Severity::Error, "there is no unit in the file");
            WorkbenchError::Refused(Box::new(
                finding.with_hint("name its source language with --from"),
            ))
        })?;
        Ok(WriteOptions {
            source,
            languages: self.languages.clone(),
            remarks: self.remarks.clone(),
            attributes: self.attributes.clone(),
            spreadsheet_safe: false,
        })
    }
}

impl Sink for Survey {
    fn unit(&mut self, unit: Unit, _line: u64) -> Result<(), Box<dyn Error + Send + Sync>> {
        for variant in unit.variants {
            if !self.languages.contains(&variant.language) {
                self.languages.push(variant.language.clone());
            }
            self.first.get_or_insert(variant.language);
        }
        Ok(())
    }

    fn finding(&mut self, _finding: Finding) {}
}

/// What became of the units.
#[derive(Default)]
pub(super) struct Rewritten {
    pub(super) units: u64,
    pub(super) findings: Vec<Finding>,
}

/// Takes units from a reader to a writer.
struct Rewriter<'w> {
    writer: Box<dyn UnitWriter + 'w>,
    name: &'w str,
    change: &'w mut dyn FnMut(&mut Unit),
    done: Rewritten,
}

impl Sink for Rewriter<'_> {
    fn unit(&mut self, unit: Unit, _line: u64) -> Result<(), Box<dyn Error + Send + Sync>> {
        for mut unit in apart(unit) {
            self.done.units += 1;
            (self.change)(&mut unit);
            self.writer.unit(&unit)?;
        }
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        if finding.severity == Severity::Error {
            self.done.findings.push(in_file(finding, self.name));
        }
    }
}

/// The unit, and for each further variant in a language another unit with that variant and the others' first.
fn apart(mut unit: Unit) -> Vec<Unit> {
    let mut further: Vec<Variant> = Vec::new();
    let mut first: Vec<Variant> = Vec::new();
    for variant in std::mem::take(&mut unit.variants) {
        if first.iter().any(|own| own.language == variant.language) {
            further.push(variant);
        } else {
            first.push(variant);
        }
    }
    unit.variants = first;
    let more: Vec<Unit> = further
        .into_iter()
        .map(|variant| {
            let mut more = unit.clone();
            more.variants
                .retain(|own| own.language == unit.variants[0].language);
            match more.variants.first_mut() {
                Some(source) if source.language == variant.language => *source = variant,
                _ => more.variants.push(variant),
            }
            more.attributes.retain(|(name, _)| name != "tuid");
            more.id = content_id(&more);
            more
        })
        .collect();
    std::iter::once(unit).chain(more).collect()
}

fn rewrite(
    path: &Path,
    request: &ImportRequest,
    options: &WriteOptions,
    output: &mut dyn Write,
    change: &mut dyn FnMut(&mut Unit),
) -> Result<Rewritten, WorkbenchError> {
    let name = path.display().to_string();
    let (format, mut input) = recognised(Box::new(opened(path)?), &name, request)?;
    let mut rewriter = Rewriter {
        writer: format.writer(options, output)?,
        name: &name,
        change,
        done: Rewritten::default(),
    };
    let read = format.read(&mut *input, &read_options(request), &mut rewriter);
    read.map_err(|error| failed(error, &name))?;
    let Rewriter {
        writer, mut done, ..
    } = rewriter;
    done.findings.extend(writer.finish()?);
    Ok(done)
}
