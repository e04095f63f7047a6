//! Why a memory could not do what was asked, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::ErrorCode;

use crate::model::{DocumentName, UnitId};
use crate::text::Language;

/// A memory that could not do what was asked; nothing was written.
#[derive(Debug, thiserror::Error)]
#[error("{}", said(path, reason))]
pub struct MemoryError {
    /// The memory's file.
    pub path: PathBuf,
    /// What went wrong.
    #[source]
    pub reason: Reason,
}

/// What went wrong with a memory.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// The file is not there.
    #[error("there is no memory here")]
    Missing,
    /// A new memory cannot begin where a file is.
    #[error("there is a file here already")]
    Exists,
    /// The file is something else than SQLite's.
    #[error("this is not a memory: the file is no SQLite database")]
    NotADatabase,
    /// The file is SQLite's, but of another program.
    #[error(
        "this is not a memory: the database belongs to another program (application id {0:#x})"
    )]
    Foreign(u32),
    /// The file has a format that this program does not know yet; it was left untouched.
    #[error("the memory has format {found}, and this program knows formats up to {known}")]
    Newer {
        /// The format of the file.
        found: u32,
        /// The newest format that this program knows.
        known: u32,
    },
    /// The file has an older format and was opened for reading only.
    #[error("the memory has the older format {found}, and it is opened for reading only")]
    Older {
        /// The format of the file.
        found: u32,
    },
    /// SQLite finds the file damaged, or a check finds it inconsistent.
    #[error("the memory is damaged: {0}")]
    Damaged(String),
    /// A stored value cannot be read.
    #[error("the memory is damaged: {what} cannot be read: {why}")]
    Unreadable {
        /// Which value.
        what: String,
        /// Why not.
        why: String,
    },
    /// The index of matching is not what the texts say.
    #[error("the memory's index cannot be used: {0}")]
    OldIndex(String),
    /// Another process held the write lock for longer than the caller wants to wait.
    #[error("another process is writing (waited {:.1} s)", .waited.as_secs_f64())]
    Busy {
        /// How long was waited.
        waited: Duration,
    },
    /// Another process is importing.
    #[error("another import into this memory is running")]
    IntakeRunning,
    /// There is no room left for the file.
    #[error("the disk is full")]
    Full,
    /// The file or its folder may not be written to.
    #[error("the memory, or the folder that it is in, may not be written to")]
    ReadOnly,
    /// The memory was opened for reading only.
    #[error("the memory is opened for reading only")]
    OpenedForReading,
    /// The file cannot be opened.
    #[error("the memory cannot be opened: {0}")]
    CannotOpen(String),
    /// The SQLite that this program was built with is too old to be trusted with a memory.
    #[error("SQLite {found} is too old: {needed} or newer is needed")]
    OldLibrary {
        /// The version in use.
        found: &'static str,
        /// The first version that will do.
        needed: &'static str,
    },
    /// What the caller changes has been changed by others since the revision that the caller read.
    #[error("{} changed since revision {based_on}", counted(.units.len()))]
    Conflict {
        /// The revision that the caller read.
        based_on: u32,
        /// What both changed.
        units: Vec<Collision>,
    },
    /// There is no such revision.
    #[error("there is no revision {asked}; the newest is {newest}")]
    UnknownRevision {
        /// The number that was asked for.
        asked: u32,
        /// The newest revision, 0 for none.
        newest: u32,
    },
    /// There is no such unit.
    #[error("there is no unit `{0}`")]
    UnknownUnit(UnitId),
    /// There is no such document.
    #[error("there is no document `{0}`")]
    UnknownDocument(DocumentName),
    /// There is no such intake.
    #[error("there is no intake {0}")]
    UnknownIntake(u32),
    /// The intake was undone before.
    #[error("intake {0} is undone already")]
    AlreadyUndone(u32),
    /// A unit has had more than a million texts.
    #[error("unit `{0}` has too long a history")]
    TooLong(UnitId),
    /// A dump is loaded into an empty memory only.
    #[error("the memory is not empty")]
    NotEmpty,
    /// A line of a dump cannot be taken.
    #[error("line {line} of the dump: {why}")]
    Dump {
        /// The line, counted from 1.
        line: u64,
        /// Why not.
        why: String,
    },
    /// A file beside the memory could not be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Anything else that SQLite says.
    #[error("{0}")]
    Sqlite(#[source] rusqlite::Error),
}

/// A variant that two people changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The unit.
    pub unit: UnitId,
    /// The language.
    pub language: Language,
    /// The revision that changed it meanwhile.
    pub revision: u32,
}

impl MemoryError {
    /// What the user can do, in one plain sentence, where there is something to be done.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        self.reason.hint()
    }
}

impl Reason {
    /// What the user can do, in one plain sentence, where there is something to be done.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Missing => {
                "run `tarjuman build` in the project to make the memory from its files"
            }
            Self::Exists => "choose another name, or open the memory that is there",
            Self::NotADatabase | Self::Foreign(_) => {
                "name another file as the memory in tarjuman.toml; this one is left as it is"
            }
            Self::Newer { .. } => "use the newer tarjuman that wrote it; the file is left as it is",
            Self::Older { .. } => "`tarjuman memory reindex` brings it up to date",
            Self::Damaged(_) | Self::Unreadable { .. } => {
                "take a backup back, or move the file away and run `tarjuman build`"
            }
            Self::OldIndex(_) => "run `tarjuman memory reindex`",
            Self::Busy { .. } | Self::IntakeRunning => "try again when the other process is done",
            Self::Full => "make room and try again; the memory is as it was before",
            Self::ReadOnly => "check the permissions of the file and of its folder",
            Self::Conflict { .. } => "look at the newer texts, then commit again",
            Self::NotEmpty => "load the dump into a new memory",
            Self::CannotOpen(_) => "check the path of the memory in tarjuman.toml",
            Self::UnknownRevision { .. } => "`tarjuman log` lists the revisions",
            Self::UnknownUnit(_) => "the ids of units stand in the segment files, behind `msgctxt`",
            Self::UnknownDocument(_) => "`tarjuman status` lists the documents",
            Self::UnknownIntake(_) | Self::AlreadyUndone(_) => {
                "`tarjuman memory intakes` lists the imports"
            }
            Self::Sqlite(error) if is_of_the_disk(error) => {
                "the disk failed, or a limit on the size of files was met; the memory is as it was before"
            }
            _ => return None,
        })
    }
}

/// The reason behind the file's name, unless it is about what the memory holds.
fn said(path: &Path, reason: &Reason) -> String {
    match reason {
        Reason::UnknownRevision { .. }
        | Reason::UnknownUnit(_)
        | Reason::UnknownDocument(_)
        | Reason::UnknownIntake(_)
        | Reason::AlreadyUndone(_) => reason.to_string(),
        _ => format!("`{}`: {reason}", path.display()),
    }
}

fn is_of_the_disk(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure)
}

/// Whether the index beside the log could not grow, which SQLite does not call a full disk.
fn is_full(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

fn counted(units: usize) -> String {
    match units {
        1 => "1 variant was".to_owned(),
        n => format!("{n} variants were"),
    }
}

impl From<rusqlite::Error> for Reason {
    fn from(error: rusqlite::Error) -> Self {
        let message = match &error {
            rusqlite::Error::SqliteFailure(code, message) => {
                message.clone().unwrap_or_else(|| code.to_string())
            }
            _ => return Self::Sqlite(error),
        };
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotADatabase,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(message),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy {
                waited: Duration::ZERO,
            },
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::SystemIoFailure) if is_full(&error) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::CannotOpen) => Self::CannotOpen(message),
            _ => Self::Sqlite(error),
        }
    }
}

impl From<rusqlite_migration::Error> for Reason {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => Self::from(err),
            other => Self::Damaged(other.to_string()),
        }
    }
}
