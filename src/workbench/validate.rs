//! `validate`: which programs would take a file, and why not.

use std::path::Path;

use serde::Serialize;

use super::WorkbenchError;
use super::import::{ImportRequest, located, opened, recognised};
use super::segment_files::in_file;
use crate::exchange::{Format, Objection, ReadError, ReadOptions};
use crate::model::Finding;

/// What validating a file found.
#[derive(Debug, Serialize)]
pub struct ValidateReport {
    /// The file.
    pub file: String,
    /// Its format.
    pub format: &'static str,
    /// What each consumer would do.
    pub verdicts: Vec<Verdict>,
    /// Whether what is wrong can be mended by writing the file anew.
    pub can_be_mended: bool,
    /// What they object to, and what is doubtful, in the order of the file.
    #[serde(skip)]
    pub objections: Vec<FileObjection>,
}

/// Whether a program would take a file.
#[derive(Debug, Serialize)]
pub struct Verdict {
    /// Its short name.
    pub consumer: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Whether it would take the file.
    pub takes: bool,
    /// How many places it objects to.
    pub reasons: u64,
    /// The line of the first of them, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// Something that someone objects to.
#[derive(Debug, Serialize)]
pub struct FileObjection {
    /// What and where.
    #[serde(flatten)]
    pub finding: Finding,
    /// Who refuses the file for it.
    pub refused_by: Vec<&'static str>,
    /// How often it is meant; more than 1 where the rest of a kind is only counted.
    pub times: u64,
}

/// Says of a file which programs would take it; writes nothing and needs no project.
///
/// # Errors
/// When the file cannot be opened or is of no known format. A file that no program can read to its end is an
/// answer, and no error.
pub fn validate(path: &Path, request: &ImportRequest) -> Result<ValidateReport, WorkbenchError> {
    let name = path.display().to_string();
    let (format, mut input) = recognised(Box::new(opened(path)?), &name, request)?;
    let mut objections = Vec::new();
    let mut hear = |objection: Objection| {
        objections.push(FileObjection {
            finding: in_file(objection.finding, &name),
            refused_by: objection.refused_by.to_vec(),
            times: objection.times,
        });
    };
    let is_whole = match format.validate(&mut *input, &read_options(request), &mut hear) {
        Ok(()) => true,
        Err(ReadError::Malformed(finding)) => {
            objections.push(FileObjection {
                finding: in_file(*finding, &name),
                refused_by: format.consumers().iter().map(|one| one.name).collect(),
                times: 1,
            });
            false
        }
        Err(other) => return Err(located(other, &name)),
    };
    Ok(ValidateReport {
        verdicts: verdicts(format, &objections),
        file: name,
        format: format.name(),
        can_be_mended: is_whole && format.is_mended_by_writing(),
        objections,
    })
}

fn verdicts(format: &dyn Format, objections: &[FileObjection]) -> Vec<Verdict> {
    let consumers = format.consumers().iter();
    let verdict = consumers.map(|consumer| {
        let mut own = objections
            .iter()
            .filter(|objection| objection.refused_by.contains(&consumer.name))
            .peekable();
        let first = own.peek().and_then(|first| first.finding.place.as_ref());
        let line = first.map(|place| place.line);
        let reasons = own.map(|objection| objection.times).sum();
        Verdict {
            consumer: consumer.name,
            title: consumer.title,
            takes: reasons == 0,
            reasons,
            line,
        }
    });
    verdict.collect()
}

pub(super) fn read_options(request: &ImportRequest) -> ReadOptions {
    ReadOptions {
        source: request.source.clone(),
        target: request.target.clone(),
    }
}
