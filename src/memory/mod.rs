//! The store of units, variants and revisions, in SQLite.
//!
//! Variants are never changed in place: a revision adds rows, the newest row of a unit's language is
//! the present text. `sql/` holds the schema and every statement.

mod backup;
mod beside;
mod body;
mod catalogue;
mod changes;
mod commit;
mod dump;
mod error;
mod histories;
mod history;
mod index;
mod intake;
mod load;
mod log;
mod open;
mod packed;
mod past;
mod plan;
mod read;
mod repack;
mod restore;
mod row;
mod schema;
mod search;
mod stats;
mod transaction;
mod undo;
mod verify;
mod wish;
mod write;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

pub use changes::{Change, Description, What};
pub use commit::{Commit, CommitReport, Count, Details};
pub use error::{Collision, MemoryError, Reason};
pub use history::Version;
pub use index::{BestOfEach, IndexReport, Match, Question, SideState, Surroundings};
pub use intake::{
    Intake, IntakeRecord, IntakeReport, Rehearsal, Source, Taken, UndoReport, fresh_id,
};
pub use log::{Entry, Kind, LogFilter, Tally};
pub use open::Access;
pub use read::{Filter, Held, Obsolete, Part};
pub use restore::{Restore, Scope};
pub use search::{Hit, Page};
pub use stats::{Duplicates, LanguageStats, Stats};
pub use undo::{Undo, UndoneRevision};

/// The longest wait that SQLite can be told, about 24 days.
const LONGEST_WAIT: Duration = Duration::from_millis(i32::MAX as u64);

/// An open memory. Several processes and threads may each hold one of the same file.
#[derive(Debug)]
pub struct Memory {
    connection: Connection,
    path: PathBuf,
    access: Access,
    lock_wait: Duration,
    index: index::Index,
}

impl Memory {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long a writing call waits for another process that is writing; five seconds at first, some weeks at most.
    pub fn set_lock_wait(&mut self, wait: Duration) {
        self.lock_wait = wait.min(LONGEST_WAIT);
    }

    fn error(&self, reason: Reason) -> MemoryError {
        MemoryError {
            path: self.path.clone(),
            reason,
        }
    }
}
