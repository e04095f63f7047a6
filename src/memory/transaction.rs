//! Reading from one unmoved state of the memory, and writing all or nothing.

use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::{Access, Memory, MemoryError, Reason};

/// How often a waiting writer asks again. Bulk work pauses longer than this between its steps.
const ASK_AGAIN: Duration = Duration::from_millis(1);

impl Memory {
    /// Reads several things from one state of the memory, whatever others write meanwhile. Within another
    /// reading, from the state of that one.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Reason>,
    ) -> Result<T, MemoryError> {
        let transaction = self
            .connection
            .is_autocommit()
            .then(|| self.connection.unchecked_transaction())
            .transpose();
        let result = transaction
            .map_err(Reason::from)
            .and_then(|_held| work(&self.connection));
        result.map_err(|reason| self.error(reason))
    }

    /// Writes all that `work` writes, or nothing when it fails; on disk when it returns.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Reason>,
    ) -> Result<T, MemoryError> {
        let result = self.begin().and_then(|transaction| {
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        result.map_err(|reason| self.error(reason))
    }

    /// As [`Memory::write`], but on disk only with the next write: for steps of something that is not
    /// visible before. A crash can lose the last steps, and never half a step.
    pub(super) fn write_unsynced<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Reason>,
    ) -> Result<T, MemoryError> {
        let ended = self.end_reading();
        ended.map_err(|error| self.error(error.into()))?;
        let synchronous = |mode| {
            let set = self.connection.pragma_update(None, "synchronous", mode);
            set.map_err(|error| self.error(error.into()))
        };
        synchronous("normal")?;
        let done = self.write(work);
        synchronous("full")?;
        done
    }

    /// Pauses between two steps of bulk work, for long enough that a waiting writer comes in.
    pub(super) fn let_others_write() {
        thread::sleep(2 * ASK_AGAIN);
    }

    /// Begins a reading that lasts until [`Memory::end_reading`] or the next write: many small questions
    /// are answered faster from one state than each from its own.
    pub(super) fn keep_reading(&self) -> Result<(), MemoryError> {
        if !self.connection.is_autocommit() {
            return Ok(());
        }
        let begun = self.connection.execute_batch("BEGIN");
        begun.map_err(|error| self.error(error.into()))
    }

    /// Ends what [`Memory::keep_reading`] began.
    pub(super) fn end_reading(&self) -> rusqlite::Result<()> {
        if self.connection.is_autocommit() {
            return Ok(());
        }
        self.connection.execute_batch("COMMIT")
    }

    /// Takes the write lock, waiting for other writers as long as the caller wants.
    fn begin(&self) -> Result<Transaction<'_>, Reason> {
        if self.access == Access::ReadOnly {
            return Err(Reason::OpenedForReading);
        }
        self.end_reading()?;
        // Not SQLite's own waiting: its pauses grow to 100 ms, and bulk work would win every time.
        self.connection.busy_timeout(Duration::ZERO)?;
        let begun = self.wait_for_lock();
        self.connection.busy_timeout(self.lock_wait)?;
        begun
    }

    fn wait_for_lock(&self) -> Result<Transaction<'_>, Reason> {
        let mut waited = Duration::ZERO;
        loop {
            let behavior = TransactionBehavior::Immediate;
            match Transaction::new_unchecked(&self.connection, behavior) {
                Ok(transaction) => return Ok(transaction),
                Err(error) if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) => {
                    return Err(error.into());
                }
                Err(_) if waited >= self.lock_wait => return Err(Reason::Busy { waited }),
                Err(_) => {
                    thread::sleep(ASK_AGAIN);
                    waited += ASK_AGAIN;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Commit, Source};
    use crate::model::{Timestamp, Unit, UnitId, Variant};
    use crate::text::Language;

    fn units(count: usize) -> Vec<Unit> {
        let language = Language::parse("en").unwrap();
        let unit = |n: usize| {
            let text = format!("{n} ").repeat(200);
            Unit::new(UnitId(n.to_string()), Variant::new(language.clone(), text))
        };
        (0..count).map(unit).collect()
    }

    fn save(memory: &mut Memory, units: &[Unit]) -> Result<(), Reason> {
        let commit = Commit {
            units,
            ..Commit::new("Ahmad", Timestamp(1), "")
        };
        let done = memory.commit(&commit);
        done.map(|_| ()).map_err(|error| error.reason)
    }

    /// A memory on a disk that has room for `room` more pages.
    fn cramped(folder: &tempfile::TempDir, room: i64) -> Memory {
        let mut memory = Memory::create(folder.path().join("memory.db")).unwrap();
        save(&mut memory, &units(3)).unwrap();
        set_room(&memory, room);
        memory
    }

    fn set_room(memory: &Memory, room: i64) {
        let connection = &memory.connection;
        let pages: i64 = connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .unwrap();
        connection
            .pragma_update_and_check(None, "max_page_count", pages + room, |_| Ok(()))
            .unwrap();
    }

    #[test]
    fn a_full_disk_loses_nothing_and_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut memory = cramped(&folder, 5);
        let before = memory.digest().unwrap();
        let reason = save(&mut memory, &units(500)).unwrap_err();
        assert!(matches!(reason, Reason::Full), "{reason}");
        assert_eq!(memory.digest().unwrap(), before);
        memory.verify().unwrap();
        set_room(&memory, 10_000);
        save(&mut memory, &units(500)).unwrap();
        assert_eq!(memory.newest_revision().unwrap(), 2);
    }

    #[test]
    fn an_import_that_fills_the_disk_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut memory = cramped(&folder, 400);
        let before = memory.digest().unwrap();
        let source = Source {
            file: "big.tmx",
            format: "tmx",
            author: "Ahmad",
            time: Timestamp(1),
        };
        let mut intake = memory.begin_intake(source).unwrap();
        let mut units = units(20_000).into_iter();
        let error = units.find_map(|unit| intake.add(unit).err()).unwrap();
        assert!(matches!(error.reason, Reason::Full), "{error}");
        drop(intake);
        assert_eq!(memory.digest().unwrap(), before);
        let left: i64 = memory
            .connection
            .query_row("SELECT count(*) FROM unit", [], |row| row.get(0))
            .unwrap();
        assert_eq!(left, 3);
        memory.verify().unwrap();
    }
}
