//! Checking that a memory is whole.

use rusqlite::Connection;

use super::catalogue::Languages;
use super::past::NOW;
use super::read::Reader;
use super::{Memory, MemoryError, Reason, index};
use crate::text::write_match_key;

impl Memory {
    /// Reads everything and checks that it fits together: the file's pages and indexes, the references
    /// between tables, every stored value, and the match key of every text.
    ///
    /// Costs one pass over the memory.
    ///
    /// # Errors
    /// [`Reason::Damaged`] or [`Reason::Unreadable`] with the first thing that is wrong;
    /// [`Reason::OldKeys`] when all is well but for match keys.
    pub fn verify(&self) -> Result<(), MemoryError> {
        self.read(|connection| {
            pages(connection)?;
            references(connection)?;
            histories(connection)?;
            keys(connection, |_, _, is_right| match is_right {
                true => Ok(()),
                false => Err(Reason::OldKeys),
            })
        })?;
        // A dump reads every value of every row.
        self.dump(&mut std::io::sink())
    }

    /// Makes the match keys anew from the texts; returns how many differed.
    ///
    /// # Errors
    /// When the memory cannot be read or written.
    pub fn rekey(&mut self) -> Result<u64, MemoryError> {
        let mut wrong = Vec::new();
        self.read(|connection| {
            keys(connection, |number, key, is_right| {
                if !is_right {
                    wrong.push((number, key.to_owned()));
                }
                Ok(())
            })
        })?;
        if wrong.is_empty() {
            return Ok(0);
        }
        self.write(|transaction| {
            let mut statement = transaction.prepare_cached(include_str!("sql/rekey.sql"))?;
            for (number, key) in &wrong {
                statement.execute((number, key))?;
            }
            index::forget(transaction)?;
            Ok(wrong.len() as u64)
        })
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

/// Calls `each` with the number, the key as it should be, and whether it is, of every text.
fn keys(
    connection: &Connection,
    mut each: impl FnMut(i64, &str, bool) -> Result<(), Reason>,
) -> Result<(), Reason> {
    let languages = Languages::load(connection)?;
    let mut statement = connection.prepare(include_str!("sql/keys.sql"))?;
    let mut rows = statement.query([])?;
    let mut key = String::new();
    while let Some(row) = rows.next()? {
        let text = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
        write_match_key(&mut key, text, languages.tag(row.get(1)?)?);
        let stored = row
            .get_ref(3)?
            .as_str_or_null()
            .map_err(rusqlite::Error::from)?;
        each(row.get(0)?, &key, stored == Some(key.as_str()))?;
    }
    Ok(())
}
