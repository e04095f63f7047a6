//! `import`: files of other tools into the memory, each as one intake.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;

use serde::Serialize;

use super::{Workbench, WorkbenchError};
use crate::exchange::terms::is_tbx;
use crate::exchange::{
    Format, ReadError, ReadOptions, Sink, Summary, decompressed, detect, format_named,
};
use crate::memory::{self, IntakeReport, Memory, MemoryError};
use crate::model::{Finding, Remark, RemarkKind, Revision, Severity, Unit};
use crate::project::FileError;
use crate::text::Language;

/// How much of a file is looked at to tell its format, in bytes.
const HEAD: usize = 8 * 1024;

/// How much is read at a time, in bytes.
const BUFFER: usize = 1 << 17;

/// After so many units the caller hears of the progress.
const STEP: u64 = 500;

/// What to import.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// The name of the format; it is found out when there is none.
    pub format: Option<String>,
    /// The source language, for files that do not name it; the project's when there is none.
    pub source: Option<Language>,
    /// The target language, for files that do not name it.
    pub target: Option<Language>,
    /// Plan only.
    pub dry_run: bool,
}

/// What an import brought, or would bring.
#[derive(Debug, Serialize)]
pub struct ImportReport {
    /// The file.
    pub file: String,
    /// Its format.
    pub format: &'static str,
    /// The intake's number; `None` when it brought nothing new.
    pub intake: Option<u32>,
    /// The revision that it made.
    pub revision: Option<Revision>,
    /// Units read.
    pub read: u64,
    /// Units that are new to the memory.
    pub added: u64,
    /// Units that the memory had already.
    pub already_there: u64,
    /// New units whose id was taken by another text, and that got a fresh one.
    pub renamed: u64,
    /// Units that could not be taken, each with a finding.
    pub skipped: u64,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// What a caller hears while a file is read.
#[derive(Debug)]
pub enum ImportEvent {
    /// So many units were read so far.
    Units(u64),
    /// What was found wrong or had to be changed, placed.
    Finding(Box<Finding>),
}

impl Workbench {
    /// Imports a file as one intake, which is visible at its end or not at all.
    ///
    /// # Errors
    /// When the file cannot be read, is of no known format or broken, or the memory cannot be written;
    /// nothing is imported then.
    pub fn import(
        &self,
        path: &Path,
        request: &ImportRequest,
        hear: &mut dyn FnMut(ImportEvent),
    ) -> Result<ImportReport, WorkbenchError> {
        let file = opened(path)?;
        let name = path.display().to_string();
        self.import_from(Box::new(file), &name, request, hear)
    }

    /// Imports from an input; `name` stands for it in messages and in the list of intakes.
    ///
    /// # Errors
    /// As for [`Self::import`].
    pub fn import_from(
        &self,
        input: Box<dyn Read + '_>,
        name: &str,
        request: &ImportRequest,
        hear: &mut dyn FnMut(ImportEvent),
    ) -> Result<ImportReport, WorkbenchError> {
        let (head, input) = beginning(input, name)?;
        let is_empty = head.trim_ascii().is_empty();
        let (format, mut input) = recognised_by(head, input, name, request)?;
        let options = request.options(&self.project.config().project.source);
        let mut read = |take: &mut Take<'_>| {
            let mut gate = Gate {
                name,
                take,
                read: 0,
                hear,
            };
            let summary = format.read(&mut *input, &options, &mut gate);
            summary.map_err(|error| located(error, name))
        };
        let (summary, report) = if request.dry_run {
            self.rehearse(&mut read)?
        } else {
            self.take_in(&mut read, name, format)?
        };
        if summary.units + summary.skipped == 0 {
            let finding = nothing_read(name, format, is_empty);
            hear(ImportEvent::Finding(Box::new(finding)));
        }
        let dry_run = request.dry_run;
        Ok(ImportReport::of(name, format, &summary, report, dry_run))
    }

    fn rehearse(&self, read: &mut Reading<'_>) -> Result<(Summary, IntakeReport), WorkbenchError> {
        if let Some(memory) = self.memory_for_reading()? {
            return rehearse_in(&memory, read);
        }
        rehearse_in(&self.rehearsal()?.memory, read)
    }

    fn take_in(
        &self,
        read: &mut Reading<'_>,
        name: &str,
        format: &dyn Format,
    ) -> Result<(Summary, IntakeReport), WorkbenchError> {
        let mut memory = self.memory_for_writing()?;
        let mut intake = memory.begin_intake(memory::Source {
            file: name,
            format: format.name(),
            author: self.author(),
            time: self.session.time,
        })?;
        let summary = read(&mut |unit, _| intake.add(unit).map(drop))?;
        let report = intake.finish(&summary.attributes, &summary.remarks)?;
        if report.revision.is_some() {
            memory.update_index(&[])?;
        }
        Ok((summary, report))
    }
}

/// Hands over the units of a file in any format; returns what the file says of itself, and what is
/// wrong with it. `own` is the source language where neither the file nor the request names one.
pub(super) fn read_units(
    path: &Path,
    request: &ImportRequest,
    own: &Language,
    each: &mut dyn FnMut(&Unit, u64),
) -> Result<(Summary, Vec<Finding>), WorkbenchError> {
    let name = path.display().to_string();
    read_units_from(Box::new(opened(path)?), &name, request, own, each)
}

/// Hands over the units of an input as [`read_units`] does; `name` stands for it in messages.
pub(super) fn read_units_from(
    input: Box<dyn Read + '_>,
    name: &str,
    request: &ImportRequest,
    own: &Language,
    each: &mut dyn FnMut(&Unit, u64),
) -> Result<(Summary, Vec<Finding>), WorkbenchError> {
    let (format, mut input) = recognised(input, name, request)?;
    let mut findings = Vec::new();
    let mut gate = Gate {
        name,
        take: &mut |unit, line| {
            each(&unit, line);
            Ok(())
        },
        read: 0,
        hear: &mut |heard| match heard {
            ImportEvent::Finding(finding) => findings.push(*finding),
            ImportEvent::Units(_) => {}
        },
    };
    let summary = format.read(&mut *input, &request.options(own), &mut gate);
    let summary = summary.map_err(|error| located(error, name))?;
    Ok((summary, findings))
}

pub(super) fn opened(path: &Path) -> Result<File, FileError> {
    let refuse = |error| FileError::new("read", path, error);
    if path.is_dir() {
        return Err(refuse(std::io::ErrorKind::IsADirectory.into()));
    }
    File::open(path).map_err(refuse)
}

impl ImportRequest {
    fn options(&self, own: &Language) -> ReadOptions {
        ReadOptions {
            source: self.source.clone().or_else(|| Some(own.clone())),
            target: self.target.clone(),
        }
    }
}

/// Takes a unit that was read, and the line on which it begins.
type Take<'a> = dyn FnMut(Unit, u64) -> Result<(), MemoryError> + 'a;

/// Reads a whole file into what takes its units.
type Reading<'a> = dyn FnMut(&mut Take<'_>) -> Result<Summary, WorkbenchError> + 'a;

fn rehearse_in(
    memory: &Memory,
    read: &mut Reading<'_>,
) -> Result<(Summary, IntakeReport), WorkbenchError> {
    let mut rehearsal = memory.rehearse_intake()?;
    let summary = read(&mut |unit, _| rehearsal.add(unit).map(drop))?;
    Ok((summary, rehearsal.finish()))
}

/// The format of an input, and the input from its beginning on, unpacked.
pub(super) fn recognised<'a>(
    input: Box<dyn Read + 'a>,
    name: &str,
    request: &ImportRequest,
) -> Result<(&'static dyn Format, Box<dyn BufRead + 'a>), WorkbenchError> {
    let (head, input) = beginning(input, name)?;
    recognised_by(head, input, name, request)
}

/// The first bytes of an input, and what follows them, unpacked.
pub(super) fn beginning<'a>(
    input: Box<dyn Read + 'a>,
    name: &str,
) -> Result<(Vec<u8>, Box<dyn BufRead + 'a>), WorkbenchError> {
    let refuse = |error| FileError::new("read", Path::new(name), error);
    let input = BufReader::with_capacity(BUFFER, input);
    let mut input = decompressed(Box::new(input)).map_err(refuse)?;
    let mut head = Vec::with_capacity(HEAD);
    (&mut input)
        .take(HEAD as u64)
        .read_to_end(&mut head)
        .map_err(refuse)?;
    Ok((head, input))
}

/// An input from its beginning on.
pub(super) fn joined<'a>(head: Vec<u8>, rest: Box<dyn BufRead + 'a>) -> Box<dyn BufRead + 'a> {
    Box::new(Cursor::new(head).chain(rest))
}

/// The format of an input by its first bytes, and the input.
pub(super) fn recognised_by<'a>(
    head: Vec<u8>,
    input: Box<dyn BufRead + 'a>,
    name: &str,
    request: &ImportRequest,
) -> Result<(&'static dyn Format, Box<dyn BufRead + 'a>), WorkbenchError> {
    let format = match &request.format {
        Some(wanted) => format_named(wanted),
        None => detect(&head, name),
    };
    if request.format.is_none() && is_tbx(&head) {
        return Err(holds_terms(name));
    }
    let format = format.ok_or_else(|| unknown(name, request))?;
    Ok((format, joined(head, input)))
}

/// Says of a file that was read to its end and held nothing why that is.
fn nothing_read(name: &str, format: &dyn Format, is_empty: bool) -> Finding {
    let (what, hint) = match (is_empty, format.is_table()) {
        (true, _) => ("is empty", "write it again where it comes from"),
        (false, true) => (
            "has no rows below its first line",
            "the first line names the columns, and each further one is a unit",
        ),
        (false, false) => (
            "holds no unit",
            "look whether it is the file that you meant, and write it again where it comes from",
        ),
    };
    let message = format!("`{name}` {what}");
    Finding::new("no-units", Severity::Warning, message).with_hint(hint)
}

/// A glossary does not go into the memory.
fn holds_terms(name: &str) -> WorkbenchError {
    let message = format!("`{name}` holds terms, which go into the glossary");
    let finding = Finding::new("holds-terms", Severity::Error, message);
    let hint = "take it in with `tarjuman term import`";
    WorkbenchError::Refused(Box::new(finding.with_hint(hint)))
}

fn unknown(name: &str, request: &ImportRequest) -> WorkbenchError {
    let names = super::export::format_names().join(", ");
    let (message, hint) = match &request.format {
        Some(format) => (
            format!("there is no format `{format}`"),
            format!("one of: {names}"),
        ),
        None => (
            format!("cannot tell the format of `{name}`"),
            hint_for(name, &names),
        ),
    };
    let finding = Finding::new("unknown-format", Severity::Error, message).with_hint(hint);
    WorkbenchError::Refused(Box::new(finding))
}

/// What to do with a file of no known format: those that people try have names that tell.
fn hint_for(name: &str, names: &str) -> String {
    let suffix = name.rsplit('.').next().unwrap_or_default();
    match suffix {
        "html" | "htm" => "HTML is written, for people, and not read: import what it was made from".to_owned(),
        "txt" | "md" => {
            "put a source into the folder of sources; pair a translation with its source by `tarjuman align --add`".to_owned()
        }
        "en" | "ur" | "ps" => {
            "a text of one language has no pair to go with: give both files to `tarjuman align --presegmented`".to_owned()
        }
        _ => format!("name it with --format, one of: {names}"),
    }
}

/// Stands between a reader and the memory.
struct Gate<'a, 't> {
    name: &'a str,
    take: &'a mut Take<'t>,
    read: u64,
    hear: &'a mut dyn FnMut(ImportEvent),
}

impl Sink for Gate<'_, '_> {
    fn unit(&mut self, unit: Unit, line: u64) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.read += 1;
        if self.read.is_multiple_of(STEP) {
            (self.hear)(ImportEvent::Units(self.read));
        }
        (self.take)(placeless(unit), line)?;
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        let finding = super::segment_files::in_file(finding, self.name);
        (self.hear)(ImportEvent::Finding(Box::new(finding)));
    }
}

/// The unit as one of the memory alone: where it stood is kept as properties, because a document of
/// that name here may be another.
pub(super) fn placeless(mut unit: Unit) -> Unit {
    if let Some(place) = unit.placement.take() {
        let property = |kind: &str, text: String| Remark {
            kind: RemarkKind::Property(kind.to_owned()),
            text,
            attributes: Vec::new(),
        };
        let place = [
            property("x-document", place.document.to_string()),
            property("x-place", format!("{}.{}", place.paragraph, place.sentence)),
        ];
        unit.remarks.splice(0..0, place);
    }
    unit
}

pub(super) fn located(error: ReadError, name: &str) -> WorkbenchError {
    match error {
        ReadError::Io(source) => FileError::new("read", Path::new(name), source).into(),
        ReadError::Malformed(finding) => {
            WorkbenchError::Refused(Box::new(super::segment_files::in_file(*finding, name)))
        }
        ReadError::Stopped(source) => match source.downcast::<MemoryError>() {
            Ok(error) => WorkbenchError::Memory(*error),
            Err(source) => WorkbenchError::Internal(source),
        },
    }
}

impl ImportReport {
    fn of(
        name: &str,
        format: &dyn Format,
        summary: &Summary,
        report: IntakeReport,
        dry_run: bool,
    ) -> Self {
        Self {
            file: name.to_owned(),
            format: format.name(),
            intake: report.intake,
            revision: report.revision,
            read: summary.units,
            added: report.added,
            already_there: report.already_there,
            renamed: report.renamed,
            skipped: summary.skipped,
            dry_run,
        }
    }
}
