//! A memory made again from a dump.

use std::io::BufRead;

use rusqlite::Transaction;

use super::body::Body;
use super::catalogue::{Languages, document_number_or_new};
use super::dump::{DescriptionLine, Line, PastLine, RevisionLine, UnitLine, VERSION, VariantLine};
use super::packed::pack_list;
use super::past::Spans;
use super::row::{Slot, pack_born, variant_number};
use super::write::{NewUnit, UnitRows, add_variant, place_unit};
use super::{IntakeRecord, Memory, MemoryError, Reason, intake, schema};

impl Memory {
    /// Fills an empty memory from a dump; the result has the digest of the memory that was dumped.
    ///
    /// # Errors
    /// When the memory is not empty, a line of the dump cannot be taken (it is named), the input fails,
    /// or the memory cannot be written. Nothing is written then.
    pub fn load(&mut self, input: &mut dyn BufRead) -> Result<(), MemoryError> {
        self.write(|transaction| {
            if schema::newest_revision(transaction)? > 0 || !is_empty(transaction)? {
                return Err(Reason::NotEmpty);
            }
            load(transaction, input)
        })
    }
}

fn is_empty(transaction: &Transaction<'_>) -> rusqlite::Result<bool> {
    transaction
        .prepare_cached(include_str!("sql/is_empty.sql"))?
        .query_row([], |row| row.get(0))
}

fn load(transaction: &Transaction<'_>, input: &mut dyn BufRead) -> Result<(), Reason> {
    let mut loader = Loader {
        transaction,
        languages: Languages::default(),
        spans: Spans::default(),
        revisions: 0,
        units: 0,
        begun: false,
    };
    let mut text = String::new();
    let mut number = 0;
    while input.read_line(&mut text)? > 0 {
        number += 1;
        if !text.trim().is_empty() {
            loader
                .line(&text)
                .map_err(|reason| at_line(number, reason))?;
        }
        text.clear();
    }
    if !loader.begun {
        return Err(at_line(number.max(1), refused("the dump is empty")));
    }
    Ok(())
}

/// Names the line, where the line is to blame.
fn at_line(line: u64, reason: Reason) -> Reason {
    match reason {
        Reason::Dump { why, .. } => Reason::Dump { line, why },
        Reason::Sqlite(error) if error.sqlite_error_code() == Some(TWICE) => Reason::Dump {
            line,
            why: "it says something that was said before".to_owned(),
        },
        other => other,
    }
}

const TWICE: rusqlite::ErrorCode = rusqlite::ErrorCode::ConstraintViolation;

fn refused(why: impl Into<String>) -> Reason {
    Reason::Dump {
        line: 0,
        why: why.into(),
    }
}

struct Loader<'t> {
    transaction: &'t Transaction<'t>,
    languages: Languages,
    spans: Spans,
    revisions: u32,
    units: i64,
    begun: bool,
}

impl Loader<'_> {
    fn line(&mut self, text: &str) -> Result<(), Reason> {
        let line = serde_json::from_str(text).map_err(|error| refused(error.to_string()))?;
        match line {
            Line::Memory(memory) if memory.v > VERSION => Err(refused(format!(
                "the dump has version {}, and this program knows up to {VERSION}",
                memory.v
            ))),
            Line::Memory(_) => {
                self.begun = true;
                Ok(())
            }
            _ if !self.begun => Err(refused("the line for the memory must come first")),
            Line::Revision(revision) => self.revision(&revision),
            Line::Intake(intake) => self.intake(&intake),
            Line::Unit(unit) => self.unit(*unit),
        }
    }

    fn revision(&mut self, line: &RevisionLine) -> Result<(), Reason> {
        if line.number != self.revisions + 1 {
            return Err(refused(format!(
                "revision {} is missing",
                self.revisions + 1
            )));
        }
        self.revisions = line.number;
        self.transaction
            .prepare_cached(include_str!("sql/add_revision.sql"))?
            .execute((
                line.number,
                line.kind.number(),
                line.time.0,
                &line.author,
                &line.message,
            ))?;
        Ok(())
    }

    fn known(&self, revision: u32) -> Result<(), Reason> {
        if revision > self.revisions {
            return Err(refused(format!("there is no revision {revision}")));
        }
        Ok(())
    }

    fn intake(&mut self, line: &IntakeRecord) -> Result<(), Reason> {
        self.known(line.revision)?;
        self.known(line.undone.unwrap_or(0))?;
        intake::add_finished(self.transaction, line)?;
        self.spans.add(line.number, line.revision, line.undone);
        Ok(())
    }

    fn unit(&mut self, line: UnitLine) -> Result<(), Reason> {
        self.units += 1;
        if line.intake.is_some() && self.spans.of(line.intake).is_none() {
            return Err(refused("its intake is not in the dump"));
        }
        let description = self.description(&line.present)?;
        let came = line
            .variants
            .iter()
            .take_while(|text| text.revision.is_none());
        let came = came.count();
        let mut born = String::new();
        for (place, text) in (0..).zip(&line.variants[..came]) {
            let (slot, body) = self.text(place, text)?;
            let body = body.ok_or_else(|| refused("an intake removes a text"))?;
            pack_born(&mut born, slot, text.made_from, &body);
        }
        let new = NewUnit {
            number: Some(self.units),
            id: &line.id,
            source_language: description.0,
            intake: line.intake,
            attributes: description.1.as_deref(),
            remarks: description.2.as_deref(),
            obsolete: line.present.obsolete,
            born: Some(born.as_str()).filter(|born| !born.is_empty()),
        };
        UnitRows::new(self.transaction)?.add(&new)?;
        if let Some(intake) = line.intake {
            intake::widen(self.transaction, intake, self.units)?;
        }
        if !line.nameless {
            self.transaction
                .prepare_cached(include_str!("sql/add_id.sql"))?
                .execute((line.id.as_str(), self.units))?;
        }
        if let Some(placement) = &line.placement {
            let document = document_number_or_new(self.transaction, &placement.document)?;
            place_unit(self.transaction, self.units, document, placement)?;
        }
        for past in &line.past {
            self.past(past)?;
        }
        for (place, text) in (0..).zip(&line.variants).skip(came) {
            let (slot, body) = self.text(place, text)?;
            let number = variant_number(self.units, place);
            let revision = text
                .revision
                .ok_or_else(|| refused("a text of the intake comes after one of a revision"))?;
            let made_from = text.made_from;
            add_variant(
                self.transaction,
                number,
                revision,
                slot,
                made_from,
                body.as_ref(),
            )?;
        }
        Ok(())
    }

    fn past(&mut self, line: &PastLine) -> Result<(), Reason> {
        self.known(line.revision)?;
        let description = self.description(&line.description)?;
        self.transaction
            .prepare_cached(include_str!("sql/load_past.sql"))?
            .execute((
                self.units,
                line.revision,
                description.0,
                description.1,
                description.2,
                description.3,
            ))?;
        Ok(())
    }

    /// The columns for the source language, attributes, remarks, and whether it is obsolete.
    fn description(&mut self, line: &DescriptionLine) -> Result<Columns, Reason> {
        let language = line.source_language.as_ref();
        let number = language
            .map(|language| self.languages.number_or_new(self.transaction, language))
            .transpose()?;
        let obsolete = line.obsolete.then_some(true);
        Ok((
            number,
            pack_list(&line.attributes),
            pack_list(&line.remarks),
            obsolete,
        ))
    }

    /// Where a text of a unit stands, and what it says.
    fn text(&mut self, place: u32, line: &VariantLine) -> Result<(Slot, Option<Body>), Reason> {
        self.known(line.revision.unwrap_or(0))?;
        if line.made_from.is_some_and(|source| source >= place) {
            return Err(refused("a text is made from one that comes later"));
        }
        let language = self
            .languages
            .number_or_new(self.transaction, &line.language)?;
        let slot = Slot {
            language,
            ordinal: line.ordinal,
        };
        Ok((slot, line.body()))
    }
}

type Columns = (Option<i64>, Option<String>, Option<String>, Option<bool>);
