//! The lock of a project: one writer at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::FileError;

/// How long to sleep between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// A held lock; dropping it lets the next writer in, also when the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Why the lock was not had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds it.
    #[error("another process is writing in this project (waited {} s)", waited.as_secs())]
    Held {
        /// The lock's file.
        path: PathBuf,
        /// How long we waited.
        waited: Duration,
    },
    /// The lock's file could not be made.
    #[error(transparent)]
    File(#[from] FileError),
}

impl Lock {
    /// The lock's file in a project folder.
    pub const FILE: &'static str = ".tarjuman.lock";

    /// Takes the lock of the project in `root`, waiting for at most `patience`.
    ///
    /// # Errors
    /// When another process holds it for longer, or the file cannot be made.
    pub fn take(root: &Path, patience: Duration) -> Result<Self, LockError> {
        let path = root.join(Self::FILE);
        let refuse = |error: io::Error| FileError::new("lock", &path, error);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(refuse)?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::Error(error)) => return Err(refuse(error).into()),
                Err(TryLockError::WouldBlock) if begun.elapsed() >= patience => {
                    let waited = patience;
                    return Err(LockError::Held { path, waited });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_waits_and_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path(), Duration::ZERO).unwrap();
        let second = Lock::take(folder.path(), Duration::from_millis(50));
        assert!(matches!(second, Err(LockError::Held { .. })));
        drop(first);
        assert!(Lock::take(folder.path(), Duration::ZERO).is_ok());
    }
}
