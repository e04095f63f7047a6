//! A copy of the whole memory in another file.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::beside::Beside;
use super::{Memory, MemoryError, Reason};

impl Memory {
    /// Copies the memory, as it is at this moment, into a new file, which appears at once and whole.
    ///
    /// Others may go on writing meanwhile.
    ///
    /// # Errors
    /// When there is something of that name, or it cannot be written; the error names the new file.
    pub fn backup(&self, path: impl AsRef<Path>) -> Result<(), MemoryError> {
        let path = path.as_ref();
        self.copy(path).map_err(|reason| MemoryError {
            path: path.to_owned(),
            reason,
        })
    }

    fn copy(&self, path: &Path) -> Result<(), Reason> {
        let file = Beside::new(path)?;
        let mut copy = Connection::open(file.path())?;
        // All pages in one step: between two steps another process could write, and it would begin anew.
        match Backup::new(&self.connection, &mut copy)?.step(-1)? {
            StepResult::Done => {}
            _ => {
                return Err(Reason::Busy {
                    waited: self.lock_wait,
                });
            }
        }
        copy.close().map_err(|(_, error)| error)?;
        file.put_in_place()
    }
}
