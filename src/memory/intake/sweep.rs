//! Removing what an import that was cut off has left.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use rusqlite::Transaction;

use crate::memory::beside::from_io;
use crate::memory::{Memory, MemoryError, Reason};

/// So many units are removed in one step.
const STEP: i64 = 2000;

/// Removes what imports that were cut off have left, unless one is still running.
pub(in crate::memory) fn sweep(memory: &Memory) -> Result<(), MemoryError> {
    let unfinished = || {
        memory.read(|connection| {
            connection
                .prepare_cached(include_str!("../sql/unfinished_intakes.sql"))?
                .query_map([], |row| row.get(0))?
                .collect::<Result<Vec<u32>, _>>()
                .map_err(Reason::from)
        })
    };
    if unfinished()?.is_empty() {
        return Ok(());
    }
    let Some(_lock) = lock(&memory.path).map_err(|reason| memory.error(reason))? else {
        return Ok(());
    };
    // Once more: one may have come to its end before the lock was had.
    unfinished()?
        .into_iter()
        .try_for_each(|intake| remove(memory, intake))
}

/// Takes the lock that an import holds as long as it runs, or `None` when another has it.
///
/// It is the lock of the system on an empty file beside the memory, which goes with the process.
pub(super) fn lock(memory: &Path) -> Result<Option<File>, Reason> {
    let mut name = memory.file_name().unwrap_or_default().to_owned();
    name.push("-intake");
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(memory.with_file_name(name))
        .map_err(from_io)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(from_io(error)),
    }
}

/// Removes an unfinished import, step by step.
pub(super) fn remove(memory: &Memory, intake: u32) -> Result<(), MemoryError> {
    loop {
        let is_done = memory.write_unsynced(|transaction| remove_some(transaction, intake))?;
        if is_done {
            return Ok(());
        }
        Memory::let_others_write();
    }
}

/// Removes some units of an unfinished import, the last ones first, and with the last the import itself.
fn remove_some(transaction: &Transaction<'_>, intake: u32) -> Result<bool, Reason> {
    let range: Option<(i64, i64)> = transaction
        .prepare_cached(include_str!("../sql/units_of_intake.sql"))?
        .query_row([intake], |row| {
            let first: Option<i64> = row.get(0)?;
            let last: Option<i64> = row.get(1)?;
            Ok(first.zip(last))
        })?;
    let Some((first, last)) = range else {
        transaction
            .prepare_cached(include_str!("../sql/forget_intake.sql"))?
            .execute([intake])?;
        return Ok(true);
    };
    let from = first.max(last - STEP + 1);
    for statement in [
        include_str!("../sql/remove_ids.sql"),
        include_str!("../sql/remove_units.sql"),
    ] {
        transaction
            .prepare_cached(statement)?
            .execute((intake, from, last))?;
    }
    Ok(false)
}
