//! Keeping the search index: adding runs, building it anew, checking it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::{Connection, Transaction};

use super::chunks::{Spilled, unreadable};
use super::phrases::{
    BuiltRun, PhraseBuilders, chunks, covered, gone_ages, stored_gone, stored_runs,
};
use super::present::{EVERY_UNIT, Units, count, present_texts, touched, touched_at_most};
use super::side::FRESH_AT_MOST;
use crate::matching::index::PhraseRun;
use crate::memory::beside::from_io;
use crate::memory::{Memory, MemoryError, Reason, schema};

/// More small runs than this are built into one for each language.
const RUNS_AT_MOST: usize = 24;

/// A run of fewer texts is a small one.
const SMALL: i64 = 100_000;

/// So many times as many texts as wait must be in runs; else all is built anew.
const GROWTH: u64 = 3;

impl Memory {
    /// Builds touched units into runs, if they are many.
    pub(super) fn update_search(&self) -> Result<(), MemoryError> {
        let plan = self.read(|connection| {
            let newest = schema::newest_revision(connection)?;
            let Some(covered) = covered(connection)? else {
                return Ok((newest > 0).then(|| vec![EVERY_UNIT]));
            };
            if touched_at_most(connection, covered, newest)? <= FRESH_AT_MOST {
                return Ok(None);
            }
            let touched = touched(connection, covered, newest)?;
            let sizes = "SELECT count(*) FILTER (WHERE texts < ?1), coalesce(sum(texts), 0) FROM search_run";
            let (runs, texts): (u32, i64) =
                connection.query_row(sizes, [SMALL], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let is_worn = runs as usize >= RUNS_AT_MOST
                || count(&touched).saturating_mul(GROWTH) > texts.cast_unsigned();
            Ok(Some(if is_worn { vec![EVERY_UNIT] } else { touched }))
        })?;
        match plan {
            Some(units) => self.build_search(&units),
            None => Ok(()),
        }
    }

    /// Builds the whole search index anew.
    pub(super) fn rebuild_search(&self) -> Result<(), MemoryError> {
        self.build_search(&[EVERY_UNIT])
    }

    /// Builds the present texts of some units into runs and writes them.
    fn build_search(&self, units: &[Units]) -> Result<(), MemoryError> {
        // What takes long happens on a state that is only read; others can write meanwhile.
        let (before, newest, runs) = self.read(|connection| {
            let mut builders = PhraseBuilders::new(|| Spilled::new(&self.path));
            for units in units {
                present_texts(connection, units, |number, language, key| {
                    builders.add(number, language, key).map_err(from_io)
                })?;
            }
            let newest = schema::newest_revision(connection)?;
            let runs = builders.finish().map_err(from_io)?;
            Ok((covered(connection)?, newest, runs))
        })?;
        self.write(|transaction| {
            if covered(transaction)? != before {
                // Another process has done the same.
                return Ok(());
            }
            match units {
                [all] if *all == EVERY_UNIT => clear(transaction)?,
                _ => set_aside(transaction, units)?,
            }
            for run in runs {
                write_run(transaction, run)?;
            }
            transaction.execute("DELETE FROM search_side", [])?;
            transaction.execute("INSERT INTO search_side (covered) VALUES (?1)", [newest])?;
            Ok(())
        })
    }

    /// Checks that the search index holds every present text as it is, and no other.
    pub(super) fn verify_search(&self) -> Result<(), MemoryError> {
        self.read(|connection| {
            let Some(covered) = covered(connection)? else {
                return Ok(());
            };
            let newest = schema::newest_revision(connection)?;
            let touched = touched(connection, covered, newest)?;
            let mut held = held(connection, &touched)?;
            let mut wrong = 0;
            present_texts(connection, &EVERY_UNIT, |number, language, key| {
                wrong += usize::from(held.remove(&number) != Some(seal(language, key)));
                Ok(())
            })?;
            match wrong + held.len() {
                0 => Ok(()),
                wrong => Err(Reason::OldIndex(format!(
                    "{wrong} texts do not stand in the search index as they are"
                ))),
            }
        })
    }
}

/// What the index holds of each text that counts, those of touched units as they are.
fn held(connection: &Connection, touched: &[Units]) -> Result<HashMap<u64, u64>, Reason> {
    let gone = stored_gone(connection)?;
    let mut held = HashMap::new();
    for (number, language) in stored_runs(connection)? {
        let run = PhraseRun::open(&chunks(connection, number)).map_err(unreadable)?;
        let gone = gone_ages(connection, number, &run, &gone, touched)?;
        let mut gone = gone.into_iter().peekable();
        let mut age = 0;
        run.for_each_key(&chunks(connection, number), |text, key| {
            while gone.next_if(|range| range.end <= age).is_some() {}
            if gone.peek().is_none_or(|range| age < range.start) {
                held.insert(text, seal(language, key));
            }
            age += 1;
        })
        .map_err(unreadable)?;
    }
    for units in touched {
        present_texts(connection, units, |number, language, key| {
            held.insert(number, seal(language, key));
            Ok(())
        })?;
    }
    Ok(held)
}

fn seal(language: i64, key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (language, key).hash(&mut hasher);
    hasher.finish()
}

/// Takes everything out of the search index.
pub(super) fn clear(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    for table in ["search_chunk", "search_run", "search_gone", "search_side"] {
        transaction.execute(&format!("DELETE FROM {table}"), [])?;
    }
    Ok(())
}

/// Says that some units do not count in the runs so far.
fn set_aside(transaction: &Transaction<'_>, units: &[Units]) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO search_gone (since, first_unit, last_unit)
         SELECT coalesce(max(number), 0) + 1, ?1, ?2 FROM search_run",
    )?;
    for units in units {
        statement.execute((units.start(), units.end()))?;
    }
    Ok(())
}

fn write_run(transaction: &Transaction<'_>, run: BuiltRun<Spilled<'_>>) -> Result<(), Reason> {
    transaction.execute(
        "INSERT INTO search_run (language, texts) VALUES (?1, ?2)",
        (run.language, run.texts.cast_signed()),
    )?;
    let mut table = chunks(transaction, transaction.last_insert_rowid());
    run.chunks.move_to(&mut table)
}
