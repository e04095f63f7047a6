//! `validate`: which programs would take a file, and why not.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};
use std::path::Path;

use serde::Serialize;

use super::WorkbenchError;
use super::import::{ImportRequest, beginning, joined, located, opened, recognised_by};
use super::segment_files::in_file;
use crate::exchange::terms::{TermFormat, detect_terms};
use crate::exchange::{Consumer, Format, Objection, Objections, ReadError, ReadOptions, Rulebook};
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
    /// Whether some of what is refused can be mended without a guess.
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

/// What is heard while a file is validated.
#[derive(Debug)]
pub enum Heard<'o> {
    /// So many bytes of it were read, unpacked.
    Read(u64),
    /// Someone objects to something.
    Objection(&'o FileObjection),
}

/// Says of a file which programs would take it; writes nothing and needs no project. `hear` is told as it goes.
///
/// # Errors
/// When the file cannot be opened or is of no known format. A file that no program can read to its end is an
/// answer, and no error.
pub fn validate(
    path: &Path,
    request: &ImportRequest,
    hear: &mut dyn FnMut(Heard<'_>),
) -> Result<ValidateReport, WorkbenchError> {
    let name = path.display().to_string();
    let (examined, input) = examined(path, request)?;
    let hear = RefCell::new(hear);
    let mut input = Counted {
        input,
        read: 0,
        told: 0,
        hear: &hear,
    };
    let mut objections: Vec<FileObjection> = Vec::new();
    let mut take = |finding: Finding, refused_by: Vec<&'static str>, times: u64| {
        let objection = FileObjection {
            finding: in_file(finding, &name),
            refused_by,
            times,
        };
        (hear.borrow_mut())(Heard::Objection(&objection));
        objections.push(objection);
    };
    let mut object = |one: Objection| take(one.finding, one.refused_by.to_vec(), one.times);
    let is_whole = match examined.validate(&mut input, request, &mut object) {
        Ok(()) => true,
        Err(ReadError::Malformed(finding)) => {
            let all = examined.consumers().iter().map(|one| one.name);
            take(*finding, all.collect(), 1);
            false
        }
        Err(other) => return Err(located(other, &name)),
    };
    let is_refused = objections.iter().any(|one| !one.refused_by.is_empty());
    let can_be_mended = is_whole && is_refused && can_be_mended(path, request)?;
    Ok(ValidateReport {
        verdicts: verdicts(examined.consumers(), &objections),
        file: name,
        format: examined.name(),
        can_be_mended,
        objections,
    })
}

/// Whether mending a file would change it; found out by doing it, where that is done in place.
fn can_be_mended(path: &Path, request: &ImportRequest) -> Result<bool, WorkbenchError> {
    let name = path.display().to_string();
    let (examined, mut input) = examined(path, request)?;
    if examined.is_mended_by_writing() {
        return Ok(true);
    }
    let Some(rulebook) = examined.rulebook() else {
        return Ok(false);
    };
    let mended = rulebook.mend(&mut *input, &mut io::sink());
    let mended = mended.map_err(|error| located(error, &name))?;
    Ok(mended.is_some_and(|times| times > 0))
}

/// An input that tells how much of it was read.
struct Counted<'h, 'f> {
    input: Box<dyn BufRead>,
    read: u64,
    /// How much it was when that was last told.
    told: u64,
    hear: &'h RefCell<&'f mut dyn FnMut(Heard<'_>)>,
}

/// After so many bytes it is told how many there were.
const STEP: u64 = 1 << 20;

impl Read for Counted<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.count(count);
        Ok(count)
    }
}

impl BufRead for Counted<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.input.consume(count);
        self.count(count);
    }
}

impl Counted<'_, '_> {
    fn count(&mut self, more: usize) {
        self.read += more as u64;
        if self.read >= self.told + STEP {
            self.told = self.read;
            (self.hear.borrow_mut())(Heard::Read(self.read));
        }
    }
}

/// What a file is held against: the format that it is read in, or the rules of a glossary.
#[derive(Clone, Copy)]
pub(super) enum Examined {
    Units(&'static dyn Format),
    Terms(&'static dyn Rulebook),
}

/// What a file is held against, and the file from its beginning on, unpacked.
pub(super) fn examined(
    path: &Path,
    request: &ImportRequest,
) -> Result<(Examined, Box<dyn BufRead>), WorkbenchError> {
    let name = path.display().to_string();
    let (head, input) = beginning(Box::new(opened(path)?), &name)?;
    let of_terms = detect_terms(&head, "").and_then(TermFormat::rulebook);
    match of_terms.filter(|_| request.format.is_none()) {
        Some(rulebook) => Ok((Examined::Terms(rulebook), joined(head, input))),
        None => {
            let (format, input) = recognised_by(head, input, &name, request)?;
            Ok((Examined::Units(format), input))
        }
    }
}

impl Examined {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Units(format) => format.name(),
            Self::Terms(rulebook) => rulebook.name(),
        }
    }

    fn consumers(self) -> &'static [Consumer] {
        match self {
            Self::Units(format) => format.consumers(),
            Self::Terms(rulebook) => rulebook.consumers(),
        }
    }

    /// The rules by which a file is mended in place.
    pub(super) fn rulebook(self) -> Option<&'static dyn Rulebook> {
        match self {
            Self::Units(format) => format.rulebook(),
            Self::Terms(rulebook) => Some(rulebook),
        }
    }

    /// Whether a file is mended by reading and writing it.
    pub(super) fn is_mended_by_writing(self) -> bool {
        matches!(self, Self::Units(format) if format.is_mended_by_writing())
    }

    fn validate(
        self,
        input: &mut dyn BufRead,
        request: &ImportRequest,
        each: &mut Objections<'_>,
    ) -> Result<(), ReadError> {
        match self {
            Self::Units(format) => format.validate(input, &read_options(request), each),
            Self::Terms(rulebook) => rulebook.validate(input, each),
        }
    }
}

fn verdicts(consumers: &[Consumer], objections: &[FileObjection]) -> Vec<Verdict> {
    let verdict = consumers.iter().map(|consumer| {
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
