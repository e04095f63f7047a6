//! `memory merge`: the present texts of another memory as one intake.

use std::fs;
use std::path::Path;

use serde::Serialize;

use super::import::placeless;
use super::{Workbench, WorkbenchError};
use crate::memory::{Access, Filter, IntakeReport, Memory, MemoryError, Obsolete, Source};
use crate::model::{Finding, Revision, Severity, Unit};

/// What a merge brought, or would bring.
#[derive(Debug, Serialize)]
pub struct MergeReport {
    /// The other memory.
    pub file: String,
    /// The intake's number; `None` when it brought nothing new.
    pub intake: Option<u32>,
    /// The revision that it made.
    pub revision: Option<Revision>,
    /// Units read.
    pub read: u64,
    /// Units that are new here.
    pub added: u64,
    /// Units whose texts this memory has or had already.
    pub already_there: u64,
    /// New units whose id is that of another text here, and that got a fresh one.
    pub renamed: u64,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

impl Workbench {
    /// Takes the present texts of another memory in as one intake, visible at its end or not at all; what is here
    /// already stays as it is, and merging the same memory again adds nothing.
    ///
    /// Units of its documents come without a place, as with every import. Who saved a text and when comes along
    /// as TMX names it, `changeid` and `changedate`. The other memory is only read.
    ///
    /// # Errors
    /// When one of the two cannot be read, they are one, or this one cannot be written.
    pub fn merge(&self, path: &Path, dry_run: bool) -> Result<MergeReport, WorkbenchError> {
        self.refuse_itself(path)?;
        let other = Memory::open(path, Access::ReadOnly)?;
        let mut read = 0;
        let report = if dry_run {
            let (own, empty);
            let own = match self.memory_for_reading()? {
                Some(memory) => {
                    own = memory;
                    &own
                }
                None => {
                    empty = self.rehearsal()?;
                    &empty.memory
                }
            };
            let mut rehearsal = own.rehearse_intake()?;
            each(&other, &mut read, |unit| rehearsal.add(unit).map(drop))?;
            rehearsal.finish()
        } else {
            self.take_in_memory(&other, path, &mut read)?
        };
        Ok(MergeReport {
            file: path.display().to_string(),
            intake: report.intake,
            revision: report.revision,
            read,
            added: report.added,
            already_there: report.already_there,
            renamed: report.renamed,
            dry_run,
        })
    }

    fn take_in_memory(
        &self,
        other: &Memory,
        path: &Path,
        read: &mut u64,
    ) -> Result<IntakeReport, WorkbenchError> {
        let mut memory = self.memory_for_writing()?;
        let name = path.display().to_string();
        let mut intake = memory.begin_intake(Source {
            file: &name,
            format: "memory",
            author: self.author(),
            time: self.session.time,
        })?;
        each(other, read, |unit| intake.add(unit).map(drop))?;
        let report = intake.finish(&Vec::new(), &[])?;
        if report.revision.is_some() {
            memory.update_index(&[])?;
        }
        Ok(report)
    }

    fn refuse_itself(&self, path: &Path) -> Result<(), WorkbenchError> {
        let real = |path: &Path| fs::canonicalize(path).ok();
        let is_own = real(path).is_some() && real(path) == real(&self.project.memory_path());
        if !is_own {
            return Ok(());
        }
        let message = format!("`{}` is this project's own memory", path.display());
        let finding = Finding::new("same-memory", Severity::Error, message);
        let hint = "name the memory of another project";
        Err(WorkbenchError::Refused(Box::new(finding.with_hint(hint))))
    }
}

/// Hands over the units of a memory as an import takes them.
fn each(
    other: &Memory,
    read: &mut u64,
    mut take: impl FnMut(Unit) -> Result<(), MemoryError>,
) -> Result<(), MemoryError> {
    let filter = Filter {
        obsolete: Obsolete::Include,
        ..Filter::default()
    };
    other.units(&filter, |unit| {
        *read += 1;
        take(signed(placeless(unit.clone())))
    })
}

/// The unit with who saved its texts, and when, as attributes.
fn signed(mut unit: Unit) -> Unit {
    for variant in &mut unit.variants {
        let Some(saved) = variant.saved.take() else {
            continue;
        };
        let given = [
            ("changedate", saved.time.tmx()),
            ("changeid", saved.author.clone()),
        ];
        let has = |name: &str| variant.attributes.iter().any(|(own, _)| own == name);
        if !given.iter().any(|(name, _)| has(name)) {
            let given = given.map(|(name, value)| (name.to_owned(), value));
            variant.attributes.extend(given);
        }
    }
    unit
}
