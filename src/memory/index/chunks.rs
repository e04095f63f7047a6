//! The chunks of runs: in the tables of the memory, and on their way there.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::Connection;

use crate::matching::index::{Column, IndexError, Sink, Store};
use crate::memory::Reason;
use crate::memory::beside::from_io;

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

/// The chunks of runs that are built and not yet in the memory: a file without a name beside it, because together
/// they can be larger than main memory should be.
pub(super) struct Spilled<'p> {
    memory: &'p Path,
    /// Made for the first chunk.
    file: Option<File>,
    /// What stands in the file, one chunk after the other: its column, its number, its bytes.
    chunks: Vec<(Column, u32, usize)>,
}

impl<'p> Spilled<'p> {
    /// None yet, for the memory in a file.
    pub(super) fn new(memory: &'p Path) -> Self {
        Self {
            memory,
            file: None,
            chunks: Vec::new(),
        }
    }

    /// Hands over every chunk, as they were put.
    pub(super) fn move_to(mut self, table: &mut RunChunks<'_>) -> Result<(), Reason> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        file.seek(SeekFrom::Start(0)).map_err(from_io)?;
        let mut chunk = Vec::new();
        for (column, number, len) in self.chunks {
            chunk.resize(len, 0);
            file.read_exact(&mut chunk).map_err(from_io)?;
            table.put(column, number, &chunk)?;
        }
        Ok(())
    }
}

impl Sink for Spilled<'_> {
    type Error = io::Error;

    fn put(&mut self, column: Column, number: u32, chunk: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let folder = self.memory.parent();
                let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
                none.insert(tempfile::tempfile_in(folder.unwrap_or(Path::new(".")))?)
            }
        };
        file.write_all(chunk)?;
        self.chunks.push((column, number, chunk.len()));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_that_wait_in_a_file_come_into_the_memory_as_they_were_put() {
        let connection = Connection::open_in_memory().unwrap();
        let table = "CREATE TABLE search_chunk (place INTEGER PRIMARY KEY, bytes BLOB NOT NULL)";
        connection.execute_batch(table).unwrap();
        let mut table = RunChunks {
            connection: &connection,
            table: Table::Search,
            run: 7,
        };
        let folder = tempfile::tempdir().unwrap();
        let memory = folder.path().join("memory.db");
        let mut spilled = Spilled::new(&memory);
        let chunks = [
            (Column::Rows, 1, vec![1, 2, 3]),
            (Column::Pieces, 0, Vec::new()),
            (Column::Rows, 0, vec![4; 100_000]),
        ];
        for (column, number, chunk) in &chunks {
            spilled.put(*column, *number, chunk).unwrap();
        }
        spilled.move_to(&mut table).unwrap();
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        for (column, number, chunk) in &chunks {
            assert_eq!(table.chunk(*column, *number).unwrap(), *chunk);
        }
        Spilled::new(&memory).move_to(&mut table).unwrap();
    }
}
