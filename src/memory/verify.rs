//! Checking that a memory is whole.

use rusqlite::Connection;

use super::past::{self, NOW};
use super::read::Reader;
use super::row::{VariantRow, variant_number};
use super::{Memory, MemoryError, Reason};
use crate::text::match_key;

impl Memory {
    /// Reads everything and checks that it fits together: the file's pages and indexes, the references
    /// between tables, every stored value, and the match key of every text.
    ///
    /// Costs one pass over the memory.
    ///
    /// # Errors
    /// [`Reason::Damaged`] or [`Reason::Unreadable`] with the first thing that is wrong.
    pub fn verify(&self) -> Result<(), MemoryError> {
        self.read(|connection| {
            pages(connection)?;
            references(connection)?;
            units(connection)
        })?;
        // A dump reads every value of every row.
        self.dump(&mut std::io::sink())
    }
}

fn pages(connection: &Connection) -> Result<(), Reason> {
    let found: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
    if found == "ok" {
        Ok(())
    } else {
        Err(Reason::Damaged(found))
    }
}

fn references(connection: &Connection) -> Result<(), Reason> {
    let mut statement = connection.prepare(include_str!("sql/broken_references.sql"))?;
    let mut rows = statement.query([])?;
    match rows.next()? {
        None => Ok(()),
        Some(row) => Err(Reason::Damaged(row.get(0)?)),
    }
}

/// Checks each unit's history and the keys of its present texts.
fn units(connection: &Connection) -> Result<(), Reason> {
    let mut keys = connection.prepare_cached(include_str!("sql/keys_of_unit.sql"))?;
    let mut reader = Reader::new(connection, NOW)?;
    let units = include_str!("sql/units.sql");
    reader.rows(units, [], |reader, unit| {
        if unit.intake.is_some() && reader.spans.of(unit.intake).is_none() {
            return Ok(true);
        }
        let rows = VariantRow::of_unit(connection, unit.number)?;
        let gap = (0..).zip(&rows).any(|(place, row)| row.place != place);
        let forwards = rows.is_sorted_by_key(|row| row.revision.unwrap_or(0));
        if gap || !forwards {
            return Err(damaged("the history of a unit is out of order", &unit.id.0));
        }
        let mut expected = Vec::new();
        for row in past::newest(&rows, reader.spans.of(unit.intake), NOW) {
            if let Some(body) = &row.body {
                let key = match_key(&body.text, reader.languages.tag(row.slot.language)?);
                expected.push((variant_number(unit.number, row.place), key));
            }
        }
        expected.sort();
        let stored: Vec<(i64, String)> = keys
            .query_map([unit.number], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        if stored != expected {
            return Err(damaged(
                "the match keys of a unit differ from its texts",
                &unit.id.0,
            ));
        }
        Ok(true)
    })?;
    Ok(())
}

fn damaged(what: &str, unit: &str) -> Reason {
    Reason::Damaged(format!("{what} (`{unit}`)"))
}
