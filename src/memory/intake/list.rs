//! The list of imports.

use rusqlite::{Connection, Row, Transaction};
use serde::{Deserialize, Serialize};

use super::Source;
use crate::memory::log::Tally;
use crate::memory::row::{from_json, to_json};
use crate::memory::{Memory, MemoryError, Reason};
use crate::model::{Attributes, Remark, Timestamp};

/// An import that came to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeRecord {
    /// Its number.
    pub number: u32,
    /// The file's name.
    pub file: String,
    /// The name of the file's format.
    pub format: String,
    /// When it began.
    pub time: Timestamp,
    /// Who imported.
    pub author: String,
    /// The attributes of the file's header.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Attributes,
    /// The notes and properties of the file's header.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// Units that it brought.
    pub added: u64,
    /// Units of the file that the memory had already.
    pub already_there: u64,
    /// Units among the added ones that got a fresh id.
    pub renamed: u64,
    /// How many variants it brought, by language.
    pub tallies: Vec<Tally>,
    /// The revision with which its units became visible.
    pub revision: u32,
    /// The revision that undid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<u32>,
}

impl Memory {
    /// The imports that came to their end, the oldest first.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn intakes(&self) -> Result<Vec<IntakeRecord>, MemoryError> {
        self.read(finished)
    }
}

/// The imports that came to their end, the oldest first.
pub(in crate::memory) fn finished(connection: &Connection) -> Result<Vec<IntakeRecord>, Reason> {
    let mut statement = connection.prepare_cached(include_str!("../sql/intakes.sql"))?;
    let mut rows = statement.query([])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(record(row)?);
    }
    Ok(records)
}

fn record(row: &Row<'_>) -> Result<IntakeRecord, Reason> {
    let json = |column: usize| row.get::<_, Option<String>>(column);
    let figure = |column: usize| row.get::<_, i64>(column).map(i64::unsigned_abs);
    Ok(IntakeRecord {
        number: row.get(0)?,
        file: row.get(1)?,
        format: row.get(2)?,
        time: Timestamp(row.get(3)?),
        author: row.get(4)?,
        attributes: from_json("attributes", json(5)?.as_deref())?,
        remarks: from_json("remarks", json(6)?.as_deref())?,
        added: figure(7)?,
        already_there: figure(8)?,
        renamed: figure(9)?,
        tallies: from_json("the counts of an intake", json(10)?.as_deref())?,
        revision: row.get(11)?,
        undone: row.get(12)?,
    })
}

/// Writes an import that nobody sees yet; returns its number.
pub(super) fn begin(transaction: &Transaction<'_>, source: &Source<'_>) -> Result<u32, Reason> {
    let number = transaction
        .prepare_cached(include_str!("../sql/begin_intake.sql"))?
        .query_row(
            (source.file, source.format, source.time.0, source.author),
            |row| row.get(0),
        )?;
    Ok(number)
}

/// Writes what an import that is under way has come to.
pub(super) fn end(transaction: &Transaction<'_>, record: &IntakeRecord) -> Result<(), Reason> {
    transaction
        .prepare_cached(include_str!("../sql/end_intake.sql"))?
        .execute((
            record.number,
            to_json(&record.attributes)?,
            to_json(&record.remarks)?,
            stored(record.added),
            stored(record.already_there),
            stored(record.renamed),
            to_json(&record.tallies)?,
            record.revision,
        ))?;
    Ok(())
}

/// Writes an import that came to its end in another memory; it has no units yet.
pub(in crate::memory) fn add_finished(
    transaction: &Transaction<'_>,
    record: &IntakeRecord,
) -> Result<(), Reason> {
    transaction
        .prepare_cached(include_str!("../sql/load_intake.sql"))?
        .execute((
            record.number,
            &record.file,
            &record.format,
            record.time.0,
            &record.author,
            to_json(&record.attributes)?,
            to_json(&record.remarks)?,
            stored(record.added),
            stored(record.already_there),
            stored(record.renamed),
            to_json(&record.tallies)?,
            record.revision,
            record.undone,
        ))?;
    Ok(())
}

/// A figure as SQLite stores it.
fn stored(figure: u64) -> i64 {
    i64::try_from(figure).unwrap_or(i64::MAX)
}

/// Notes that a unit is one of an import.
pub(in crate::memory) fn widen(
    transaction: &Transaction<'_>,
    intake: u32,
    unit: i64,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(include_str!("../sql/widen_intake.sql"))?
        .execute((intake, unit))?;
    Ok(())
}
