//! Reading from one unmoved state of the memory, and writing all or nothing.

use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::{Access, Memory, MemoryError, Reason};

/// How often a waiting writer asks again. Bulk work pauses longer than this between its steps.
const ASK_AGAIN: Duration = Duration::from_millis(1);

impl Memory {
    /// Reads several things from one state of the memory, whatever others write meanwhile.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Reason>,
    ) -> Result<T, MemoryError> {
        let result = self
            .connection
            .unchecked_transaction()
            .map_err(Reason::from)
            .and_then(|transaction| work(&transaction));
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

    /// Takes the write lock, waiting for other writers as long as the caller wants.
    fn begin(&self) -> Result<Transaction<'_>, Reason> {
        if self.access == Access::ReadOnly {
            return Err(Reason::OpenedForReading);
        }
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
