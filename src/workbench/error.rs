//! Why a verb could not be done, where, and what the user can do about it.

use std::error::Error;
use std::io;
use std::path::Path;

use crate::exchange::WriteError;
use crate::memory::MemoryError;
use crate::model::{Finding, Place};
use crate::project::{CONFIG_FILE, ConfigError, FileError, LockError, ProjectError};
use crate::text::LanguageError;

/// Why a verb could not be done.
#[derive(Debug, thiserror::Error)]
pub enum WorkbenchError {
    /// The project could not be opened.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Another writer is at work.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// A word that should be a language tag is none.
    #[error(transparent)]
    Language(#[from] LanguageError),
    /// The memory could not do what was asked.
    #[error(transparent)]
    Memory(#[from] MemoryError),
    /// An export could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// What the user gave cannot be used; the finding says where and why.
    #[error("{}", .0.message)]
    Refused(Box<Finding>),
    /// A fault of ours.
    #[error("internal fault")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl WorkbenchError {
    /// A file that cannot be read, and the reason that the system gave.
    #[must_use]
    pub fn unreadable(path: &Path, source: io::Error) -> Self {
        Self::File(FileError::new("read", path, source))
    }

    /// The place in a file, where there is one.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Refused(finding) => finding.place.as_ref(),
            Self::Project(ProjectError::Config { source, .. }) => Some(source.place()),
            _ => None,
        }
    }

    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Refused(finding) => finding.hint.clone(),
            Self::Project(error) => project_hint(error),
            Self::Memory(error) => error.hint().map(str::to_owned),
            Self::File(error) => file_hint(error),
            Self::Lock(LockError::Held { .. }) => Some(
                "wait until the other command has ended, or give it more time with --wait"
                    .to_owned(),
            ),
            Self::Lock(LockError::File(error)) => file_hint(error),
            Self::Language(_) => Some("tags look like en, ur, ps-AF".to_owned()),
            Self::Write(WriteError::Unfit(_)) => {
                Some("choose the languages with --to, such as --to ur".to_owned())
            }
            Self::Write(WriteError::Io(_)) => None,
            Self::Internal(_) => {
                Some("please report this, with the command that led to it".to_owned())
            }
        }
    }
}

fn project_hint(error: &ProjectError) -> Option<String> {
    let hint = match error {
        ProjectError::NotFound(_) => {
            "go into a project folder, name one with -C, or make one with `tarjuman init`"
                .to_owned()
        }
        ProjectError::Exists(path) => {
            format!("edit `{}` instead", path.join(CONFIG_FILE).display())
        }
        ProjectError::File(error) => return file_hint(error),
        ProjectError::NotUtf8(_) => "save the file as UTF-8".to_owned(),
        ProjectError::Config { source, .. } => match source {
            ConfigError::Syntax { .. } => {
                "`tarjuman init` writes a file with all settings, each with its default".to_owned()
            }
            ConfigError::Outside { .. } => {
                "give a path below the project folder, without `..`".to_owned()
            }
            ConfigError::LanguageTwice { .. } => "name each language once".to_owned(),
        },
        ProjectError::Name { .. }
        | ProjectError::NameNotUtf8(_)
        | ProjectError::NameTwice { .. } => "rename the file".to_owned(),
        ProjectError::Outside(_) => {
            "replace the symbolic link by a folder, or set another path in tarjuman.toml".to_owned()
        }
    };
    Some(hint)
}

/// A hint for the reasons that operating systems give.
fn file_hint(error: &FileError) -> Option<String> {
    let hint = match error.source.kind() {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::PermissionDenied => "check who may read and write there",
        io::ErrorKind::IsADirectory => "name a file, not a folder",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "a part of the path is a file, not a folder"
        }
        io::ErrorKind::FileTooLarge => {
            "raise the limit on the size of files and call again; nothing was half-written"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room on the disk and call again; nothing was half-written"
        }
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only; copy the project elsewhere",
        _ => return None,
    };
    Some(hint.to_owned())
}
