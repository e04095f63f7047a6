//! The list of imports.

use rusqlite::{Connection, Row, Transaction};

use super::Reason;
use super::dump::IntakeLine;
use super::row::{from_json, to_json};
use crate::model::Timestamp;

/// The intakes that came to their end, the oldest first.
pub(super) fn load(connection: &Connection) -> Result<Vec<IntakeLine>, Reason> {
    let mut statement = connection.prepare_cached(include_str!("sql/intakes.sql"))?;
    let mut rows = statement.query([])?;
    let mut intakes = Vec::new();
    while let Some(row) = rows.next()? {
        intakes.push(intake(row)?);
    }
    Ok(intakes)
}

fn intake(row: &Row<'_>) -> Result<IntakeLine, Reason> {
    let json = |column: usize| row.get::<_, Option<String>>(column);
    let figure = |column: usize| row.get::<_, i64>(column).map(i64::unsigned_abs);
    Ok(IntakeLine {
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

/// Writes an intake that came to its end in another memory; it has no units yet.
pub(super) fn add_finished(
    transaction: &Transaction<'_>,
    intake: &IntakeLine,
) -> Result<(), Reason> {
    let count = |figure: u64| i64::try_from(figure).unwrap_or(i64::MAX);
    transaction
        .prepare_cached(include_str!("sql/load_intake.sql"))?
        .execute((
            intake.number,
            &intake.file,
            &intake.format,
            intake.time.0,
            &intake.author,
            to_json(&intake.attributes)?,
            to_json(&intake.remarks)?,
            count(intake.added),
            count(intake.already_there),
            count(intake.renamed),
            to_json(&intake.tallies)?.unwrap_or_else(|| "[]".to_owned()),
            intake.revision,
            intake.undone,
        ))?;
    Ok(())
}

/// Notes that a unit is one of an intake.
pub(super) fn widen(transaction: &Transaction<'_>, intake: u32, unit: i64) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(include_str!("sql/widen_intake.sql"))?
        .execute((intake, unit))?;
    Ok(())
}
