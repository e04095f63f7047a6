//! Validation: what stands in a file that a program would not take, and which programs.

use std::error::Error;

use super::Sink;
use crate::model::{Finding, Unit};

/// A program, or a kind of program, that reads files of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// A short name, in kebab case: `omegat`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
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
