//! Validation: what stands in a file that a program would not take, and which programs.

mod fault;
mod grammar;
mod hearing;
mod mend;
mod walk;

use std::error::Error;
use std::io::{self, BufRead, Write};

pub(super) use fault::Fault;
pub(super) use grammar::{
    ANYTHING, Child, Element, FOREIGN, Grammar, Is, Number, Values, child, element, has_word,
    is_language_tag, is_own_word, texts,
};
pub(super) use hearing::Hearing;
pub(super) use mend::mend_values;
pub(super) use walk::{Tag, Walk, Watcher, no_such_file};

use super::{ReadError, Sink, WriteError};
use crate::model::{Finding, Severity, Unit};

/// A program, or a kind of program, that reads files of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// A short name, in kebab case: `omegat`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
}

/// One rule of a format: what it asks for, and who refuses a file that breaks it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The id of its findings, in kebab case; two rules share one where consumers differ by the place.
    pub id: &'static str,
    /// How grave it is to break it.
    pub severity: Severity,
    /// The names of the consumers that refuse the whole file then; none where it is only doubtful.
    pub refused_by: &'static [&'static str],
    /// What it objects to, in a few words, for the format's page.
    pub title: &'static str,
    /// What to do, for whoever has to mend the file; empty where the message says it.
    pub hint: &'static str,
}

/// A rule without a hint: its id, how grave it is, who refuses a file that breaks it, and what it objects to.
pub(super) const fn rule(
    id: &'static str,
    severity: Severity,
    refused_by: &'static [&'static str],
    title: &'static str,
) -> Rule {
    Rule {
        id,
        severity,
        refused_by,
        title,
        hint: "",
    }
}

impl Rule {
    /// The same with what to do.
    pub(super) const fn with_hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }
}

/// What is known of a format beyond what its reader takes: who reads it, and by which rules.
pub trait Rulebook: Sync {
    /// The name of the format.
    fn name(&self) -> &'static str;

    /// The programs for which it speaks.
    fn consumers(&self) -> &'static [Consumer];

    /// Every rule, in the order of the format's page.
    fn rules(&self) -> &'static [&'static Rule];

    /// Reads a file to its end and hands over what someone would object to; memory does not grow with the file
    /// beyond some bytes a unit, but for PO, which is held whole.
    ///
    /// # Errors
    /// When the file cannot be read to its end: no consumer would take it then.
    fn validate(&self, input: &mut dyn BufRead, each: &mut Objections<'_>)
    -> Result<(), ReadError>;

    /// Writes a file with what breaks these rules mended where that needs no guess, and everything else as it was; says
    /// how often something was mended, and nothing where files of the format are not mended so.
    ///
    /// # Errors
    /// When the file cannot be read to its end; when the output fails it is stopped by a [`WriteError`].
    fn mend(
        &self,
        _input: &mut dyn BufRead,
        _output: &mut dyn Write,
    ) -> Result<Option<u64>, ReadError> {
        Ok(None)
    }
}

/// Something in a file that someone objects to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// What and where.
    pub finding: Finding,
    /// The names of the consumers that refuse the whole file for it; none where it is only doubtful.
    pub refused_by: &'static [&'static str],
    /// How often: 1, but for the last objection of a kind, which counts those that are not told one by one.
    pub times: u64,
}

/// Takes the objections to a file as they are found.
pub type Objections<'a> = dyn FnMut(Objection) + 'a;

/// Ourselves, the one consumer of formats without rules for others.
pub(super) const TARJUMAN: Consumer = Consumer {
    name: "tarjuman",
    title: "tarjuman import",
};

/// Hands what a reader finds to whoever hears objections.
pub(super) struct Listener<'a, 'o> {
    pub(super) each: &'a mut Objections<'o>,
}

impl Sink for Listener<'_, '_> {
    fn unit(&mut self, _unit: Unit, _line: u64) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        (self.each)(Objection {
            finding,
            refused_by: &[],
            times: 1,
        });
    }
}

/// Stops the mending of a file whose output fails.
pub(super) fn stopped(error: io::Error) -> ReadError {
    ReadError::Stopped(Box::new(WriteError::Io(error)))
}

/// A number that stands for a text among many, so that no more than eight bytes of each are held.
pub(super) fn fingerprint(text: &str) -> u64 {
    let digest = blake3::hash(text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest.as_bytes()[..8]);
    u64::from_le_bytes(first)
}
