//! Undoing an import as a whole.

use rusqlite::OptionalExtension;

use crate::memory::log::Kind;
use crate::memory::write::add_revision;
use crate::memory::{Memory, MemoryError, Reason};
use crate::model::{Revision, Timestamp};

/// What the undoing of an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoReport {
    /// The revision from which on the import's units are gone.
    pub revision: Revision,
    /// Units that are gone; their texts stay in the history.
    pub removed: u64,
    /// Units that stay because somebody has worked on them since.
    pub kept: u64,
}

impl Memory {
    /// Undoes an import: its units are gone from a new revision on, except those to which a revision has
    /// written since. Nothing is destroyed: a restore to a revision before brings them back.
    ///
    /// # Errors
    /// When there is no such intake, it is undone already, or the memory cannot be written.
    pub fn undo_intake(
        &mut self,
        intake: u32,
        author: &str,
        time: Timestamp,
        message: &str,
    ) -> Result<UndoReport, MemoryError> {
        self.write(|transaction| {
            let undone: Option<Option<u32>> = transaction
                .prepare_cached(include_str!("../sql/intake_undone.sql"))?
                .query_row([intake], |row| row.get(0))
                .optional()?;
            match undone {
                None => return Err(Reason::UnknownIntake(intake)),
                Some(Some(_)) => return Err(Reason::AlreadyUndone(intake)),
                Some(None) => {}
            }
            let revision = Revision {
                number: 0,
                time,
                author: author.to_owned(),
                message: message.to_owned(),
            };
            let revision = add_revision(transaction, &revision, Kind::UndoIntake)?;
            let all: i64 = transaction
                .prepare_cached(include_str!("../sql/count_intake.sql"))?
                .query_row([intake], |row| row.get(0))?;
            let removed = transaction
                .prepare_cached(include_str!("../sql/undo_intake_ids.sql"))?
                .execute([intake])? as u64;
            transaction
                .prepare_cached(include_str!("../sql/undo_intake.sql"))?
                .execute((intake, revision.number))?;
            Ok(UndoReport {
                revision,
                removed,
                kept: all.unsigned_abs() - removed,
            })
        })
    }
}
