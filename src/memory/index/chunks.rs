//! The chunks of runs in the tables of the memory.

use rusqlite::Connection;

use crate::matching::index::{Column, IndexError, Sink, Store};
use crate::memory::Reason;

/// The tables that hold chunks.
#[derive(Clone, Copy)]
pub(super) enum Table {
    /// Of runs for matching.
    Match,
    /// Of runs for searching.
    Search,
}

/// The chunks of one run.
#[derive(Clone, Copy)]
pub(super) struct RunChunks<'c> {
    pub(super) connection: &'c Connection,
    pub(super) table: Table,
    pub(super) run: i64,
}

/// The first place of a run; those of the next one begin 2^32 further.
pub(super) fn first_place(run: i64) -> i64 {
    run << 32
}

impl RunChunks<'_> {
    fn place(&self, column: Column, number: u32) -> i64 {
        first_place(self.run) | i64::from(column.number()) << 28 | i64::from(number)
    }
}

impl Store for RunChunks<'_> {
    type Error = rusqlite::Error;

    fn chunk(&self, column: Column, number: u32) -> rusqlite::Result<Vec<u8>> {
        self.connection
            .prepare_cached(match self.table {
                Table::Match => "SELECT bytes FROM index_chunk WHERE place = ?1",
                Table::Search => "SELECT bytes FROM search_chunk WHERE place = ?1",
            })?
            .query_row([self.place(column, number)], |row| row.get(0))
    }
}

impl Sink for RunChunks<'_> {
    type Error = rusqlite::Error;

    fn put(&mut self, column: Column, number: u32, chunk: &[u8]) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached(match self.table {
                Table::Match => "INSERT INTO index_chunk (place, bytes) VALUES (?1, ?2)",
                Table::Search => "INSERT INTO search_chunk (place, bytes) VALUES (?1, ?2)",
            })?
            .execute((self.place(column, number), chunk))?;
        Ok(())
    }
}

/// What is wrong with an index that cannot be read.
pub(super) fn unreadable(error: IndexError<rusqlite::Error>) -> Reason {
    match error {
        IndexError::Store(rusqlite::Error::QueryReturnedNoRows) => {
            Reason::OldIndex("a part of it is missing".to_owned())
        }
        IndexError::Store(error) => error.into(),
        damaged @ IndexError::Damaged { .. } => Reason::OldIndex(damaged.to_string()),
    }
}
