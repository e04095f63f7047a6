//! Imports: bounded steps that nobody sees until the last one.

mod content;
mod list;
mod names;
mod sieve;
mod sweep;
mod undo;

use std::fs::File;
use std::mem;

use rusqlite::Transaction;

pub use content::fresh_id;
pub use list::IntakeRecord;
pub use sieve::Taken;
pub use undo::UndoReport;

pub(super) use list::{add_finished, finished, widen};
pub(super) use sweep::sweep;

use self::names::Name;
use self::sieve::{New, Sieve};
use super::catalogue::{Languages, document_number_or_new};
use super::commit::data_version;
use super::log::{Kind, Tally};
use super::row::{Slot, pack_born};
use super::write::{NewUnit, UnitRows, add_revision, place_unit};
use super::{Memory, MemoryError, Reason};
use crate::model::{Attributes, Remark, Revision, Timestamp, Unit};
use crate::text::Language;

/// A step holds the write lock for some milliseconds: so many units, or so many bytes of text.
const STEP_UNITS: usize = 1000;
const STEP_BYTES: usize = 1 << 20;

/// So many ids are held back and then entered in their own order, which costs a fraction of entering
/// them as they come.
const HELD_NAMES: usize = 500_000;

/// What an import is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The name of its format.
    pub format: &'a str,
    /// Who imports it.
    pub author: &'a str,
    /// When.
    pub time: Timestamp,
}

/// What an import brought, or would bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntakeReport {
    /// Its number; `None` when it brought nothing new, and for a rehearsal.
    pub intake: Option<u32>,
    /// The revision with which its units became visible; `None` as before.
    pub revision: Option<Revision>,
    /// Units that it brought.
    pub added: u64,
    /// Units that the memory, or the file itself further up, had already.
    pub already_there: u64,
    /// Units among the added ones that came under the id of another text and got a fresh one.
    pub renamed: u64,
    /// How many variants it brought, by language.
    pub tallies: Vec<Tally>,
}

/// An import that is under way. Dropping it takes everything back.
pub struct Intake<'m> {
    memory: &'m Memory,
    source: Source<'m>,
    sieve: Sieve,
    /// Units that wait to be written.
    waiting: Vec<New>,
    waiting_bytes: usize,
    /// Ids that wait to be entered.
    names: Vec<Name>,
    begun: Option<Begun>,
    report: IntakeReport,
}

/// An import of which something is written.
struct Begun {
    number: u32,
    /// The state of the memory when ids were first entered, to see whether others wrote since.
    names_since: Option<i64>,
    /// Held as long as the import runs, so that others can tell it from one that was cut off.
    _lock: File,
}

/// An import that is only tried: it says what the import would do, and writes nothing.
pub struct Rehearsal<'m> {
    memory: &'m Memory,
    sieve: Sieve,
    report: IntakeReport,
}

impl Memory {
    /// Begins an import.
    ///
    /// Units that are added are written in small steps between which others can write, and are seen by
    /// nobody until [`Intake::finish`]. A process that dies before leaves nothing: the next one to open
    /// the memory for writing sweeps up. One import at a time.
    ///
    /// # Errors
    /// When the memory is opened for reading only or cannot be read.
    pub fn begin_intake<'m>(&'m mut self, source: Source<'m>) -> Result<Intake<'m>, MemoryError> {
        if self.access == super::Access::ReadOnly {
            return Err(self.error(Reason::OpenedForReading));
        }
        let sieve = self.read(Sieve::new)?;
        Ok(Intake {
            memory: self,
            source,
            sieve,
            waiting: Vec::new(),
            waiting_bytes: 0,
            names: Vec::new(),
            begun: None,
            report: IntakeReport::default(),
        })
    }

    /// Begins to try an import.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn rehearse_intake(&self) -> Result<Rehearsal<'_>, MemoryError> {
        Ok(Rehearsal {
            memory: self,
            sieve: self.read(Sieve::new)?,
            report: IntakeReport::default(),
        })
    }
}

impl Intake<'_> {
    /// Adds one unit, unless the memory has it already.
    ///
    /// A unit without an id (an empty one) gets a fresh one. One whose id names a unit that has or had
    /// the same texts is there already; one whose id names other texts gets a fresh id, and keeps its
    /// own as the property `original-id`.
    ///
    /// # Errors
    /// When another process writes for too long, another import is running, or the disk is full.
    pub fn add(&mut self, unit: Unit) -> Result<Taken, MemoryError> {
        self.memory.keep_reading()?;
        let sifted = self.memory.sift(&mut self.sieve, unit)?;
        self.report.count(sifted.as_ref());
        let Some(new) = sifted else {
            return Ok(Taken::AlreadyThere);
        };
        let taken = new.taken();
        self.waiting_bytes += new.bytes();
        self.waiting.push(new);
        if self.waiting.len() >= STEP_UNITS || self.waiting_bytes >= STEP_BYTES {
            self.step()?;
        }
        if self.names.len() >= HELD_NAMES {
            self.enter_names()?;
        }
        Ok(taken)
    }

    /// Makes everything visible as one revision, which is on disk when this returns.
    ///
    /// `attributes` and `remarks` are those of the file's header. When the file brought nothing new there
    /// is no revision and nothing is written.
    ///
    /// # Errors
    /// As for [`Intake::add`]; everything is taken back then.
    pub fn finish(
        mut self,
        attributes: &Attributes,
        remarks: &[Remark],
    ) -> Result<IntakeReport, MemoryError> {
        self.step()?;
        self.enter_names()?;
        let mut report = mem::take(&mut self.report);
        let Some(begun) = &self.begun else {
            return Ok(report);
        };
        let record = IntakeRecord {
            number: begun.number,
            file: self.source.file.to_owned(),
            format: self.source.format.to_owned(),
            time: self.source.time,
            author: self.source.author.to_owned(),
            attributes: attributes.clone(),
            remarks: remarks.to_vec(),
            added: report.added,
            already_there: report.already_there,
            renamed: report.renamed,
            tallies: report.tallies.clone(),
            revision: 0,
            undone: None,
        };
        report.intake = Some(begun.number);
        report.revision = Some(self.memory.write(|transaction| {
            if begun.names_since != Some(data_version(transaction)?) {
                names::settle(transaction, begun.number)?;
            }
            show(transaction, record)
        })?);
        self.begun = None;
        Ok(report)
    }

    /// Writes the units that wait.
    fn step(&mut self) -> Result<(), MemoryError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let lock = match self.begun {
            Some(_) => None,
            None => Some(self.memory.only_intake()?),
        };
        let waiting = mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        let known = self.begun.as_ref().map(|begun| begun.number);
        let (number, first) = self.memory.write_unsynced(|transaction| {
            let number = match known {
                Some(number) => number,
                None => list::begin(transaction, &self.source)?,
            };
            let first = add_units(transaction, number, &waiting)?;
            let last = first + i64::try_from(waiting.len()).unwrap_or(0) - 1;
            widen(transaction, number, first)?;
            widen(transaction, number, last)?;
            Ok((number, first))
        })?;
        if let Some(lock) = lock {
            self.begun = Some(Begun {
                number,
                names_since: None,
                _lock: lock,
            });
        }
        let names = (first..)
            .zip(waiting)
            .map(|(unit, new)| Name::new(new.id, unit));
        self.names.extend(names);
        Ok(())
    }

    /// Enters the ids that wait, in their order.
    fn enter_names(&mut self) -> Result<(), MemoryError> {
        let Some(begun) = &mut self.begun else {
            return Ok(());
        };
        self.names.sort_unstable();
        for names in mem::take(&mut self.names).chunks(names::STEP) {
            let state = self.memory.write_unsynced(|transaction| {
                names::enter(transaction, names)?;
                data_version(transaction)
            })?;
            begun.names_since.get_or_insert(state);
            Memory::let_others_write();
        }
        self.sieve.forget();
        Ok(())
    }
}

impl Drop for Intake<'_> {
    fn drop(&mut self) {
        // A reading cannot fail to end but by ending.
        let _ = self.memory.end_reading();
        if let Some(begun) = self.begun.take() {
            // When this fails the next to open the memory for writing does it.
            let _ = sweep::remove(self.memory, begun.number);
        }
    }
}

impl Rehearsal<'_> {
    /// Says what the import would do with a unit.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn add(&mut self, unit: Unit) -> Result<Taken, MemoryError> {
        let sifted = self.memory.sift(&mut self.sieve, unit)?;
        self.report.count(sifted.as_ref());
        Ok(sifted.map_or(Taken::AlreadyThere, |new| new.taken()))
    }

    /// What the import would bring.
    #[must_use]
    pub fn finish(self) -> IntakeReport {
        self.report
    }
}

impl Memory {
    fn sift(&self, sieve: &mut Sieve, unit: Unit) -> Result<Option<New>, MemoryError> {
        let sifted = sieve.sift(&self.connection, unit);
        sifted.map_err(|reason| self.error(reason))
    }

    /// Takes the lock of the one import that may run.
    fn only_intake(&self) -> Result<File, MemoryError> {
        match sweep::lock(&self.path) {
            Ok(Some(lock)) => Ok(lock),
            Ok(None) => Err(self.error(Reason::IntakeRunning)),
            Err(reason) => Err(self.error(reason)),
        }
    }
}

/// Writes new units; returns the number of the first, the others follow.
fn add_units(transaction: &Transaction<'_>, intake: u32, units: &[New]) -> Result<i64, Reason> {
    let mut languages = Languages::load(transaction)?;
    let first: i64 = transaction
        .prepare_cached(include_str!("../sql/next_unit.sql"))?
        .query_row([], |row| row.get(0))?;
    let mut rows = UnitRows::new(transaction)?;
    let mut born = String::new();
    for (number, new) in (first..).zip(units) {
        let source = new.source_language.as_ref();
        let source_language = source
            .map(|language| languages.number_or_new(transaction, language))
            .transpose()?;
        born.clear();
        for (place, text) in new.texts.iter().enumerate() {
            let language = languages.number_or_new(transaction, &text.language)?;
            let is_target = place > 0 && source == Some(&new.texts[0].language);
            let slot = Slot {
                language,
                ordinal: text.ordinal,
            };
            pack_born(&mut born, slot, is_target.then_some(0), &text.body);
        }
        let row = NewUnit {
            number: Some(number),
            id: &new.id,
            source_language,
            intake: Some(intake),
            attributes: new.attributes.as_deref(),
            remarks: new.remarks.as_deref(),
            obsolete: false,
            born: Some(&born),
        };
        rows.add(&row)?;
        if let Some(placement) = &new.placement {
            let document = document_number_or_new(transaction, &placement.document)?;
            place_unit(transaction, number, document, placement)?;
        }
    }
    Ok(first)
}

/// Makes an intake visible.
fn show(transaction: &Transaction<'_>, record: IntakeRecord) -> Result<Revision, Reason> {
    let revision = Revision {
        number: 0,
        time: record.time,
        author: record.author.clone(),
        message: record.file.clone(),
    };
    let revision = add_revision(transaction, &revision, Kind::Intake)?;
    list::end(
        transaction,
        &IntakeRecord {
            revision: revision.number,
            ..record
        },
    )?;
    Ok(revision)
}

impl IntakeReport {
    fn count(&mut self, new: Option<&New>) {
        let Some(new) = new else {
            self.already_there += 1;
            return;
        };
        self.added += 1;
        self.renamed += u64::from(new.is_renamed);
        for text in &new.texts {
            self.tally(&text.language);
        }
    }

    fn tally(&mut self, language: &Language) {
        let known = |tally: &Tally| tally.language == *language;
        let at = self.tallies.iter().position(known).unwrap_or_else(|| {
            self.tallies.push(Tally {
                document: None,
                language: language.clone(),
                variants: 0,
            });
            self.tallies.len() - 1
        });
        self.tallies[at].variants += 1;
    }
}
