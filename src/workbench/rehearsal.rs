//! A copy of the memory on which a plan is carried out to its end.

use std::path::Path;

use tempfile::TempDir;

use super::{Workbench, WorkbenchError};
use crate::memory::{Access, Memory};
use crate::project::FileError;

/// A copy of the project's memory, an empty one where there is none; it goes away when it is dropped.
pub(super) struct Rehearsal {
    /// The copy.
    pub(super) memory: Memory,
    _folder: TempDir,
}

impl Workbench {
    /// Copies the memory, so that a dry run can say what the run itself will do.
    pub(super) fn rehearsal(&self) -> Result<Rehearsal, WorkbenchError> {
        let folder = tempfile::tempdir();
        let folder = folder
            .map_err(|error| FileError::new("create", Path::new("a temporary folder"), error))?;
        let path = folder.path().join("memory.db");
        let memory = match self.memory_for_reading()? {
            Some(memory) => {
                memory.backup(&path)?;
                Memory::open(path, Access::ReadWrite)?
            }
            None => Memory::create(path)?,
        };
        Ok(Rehearsal {
            memory,
            _folder: folder,
        })
    }
}
