//! Checking that a memory is whole.

use rusqlite::Connection;

use super::past::NOW;
use super::read::Reader;
use super::{Memory, MemoryError, Reason};

impl Memory {
    /// Reads everything and checks that it fits together: the file's pages and indexes, the references
    /// between tables, and every stored value.
    ///
    /// Costs one pass over the memory.
    ///
    /// # Errors
    /// [`Reason::Damaged`] or [`Reason::Unreadable`] with the first thing that is wrong.
    pub fn verify(&self) -> Result<(), MemoryError> {
        self.read(|connection| {
            pages(connection)?;
            references(connection)?;
            histories(connection)
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

/// Checks the order of each unit's history.
fn histories(connection: &Connection) -> Result<(), Reason> {
    Reader::new(connection, NOW)?.all(include_str!("sql/units.sql"), [], |_, stored| {
        let rows = stored.history;
        let gap = (0..).zip(&rows).any(|(place, row)| row.place != place);
        if gap || !rows.is_sorted_by_key(|row| row.revision.unwrap_or(0)) {
            let unit = stored.unit.id;
            return Err(Reason::Damaged(format!(
                "the history of unit `{unit}` is out of order"
            )));
        }
        Ok(true)
    })?;
    Ok(())
}
