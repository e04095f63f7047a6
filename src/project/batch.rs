//! Files that are replaced together.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::files::{FileError, Replacement, Staged, write_atomically};

/// Changes of several files, of which all are made or, as far as the file system lets, none.
#[derive(Debug, Default)]
pub struct Batch {
    writes: Vec<(PathBuf, Vec<u8>)>,
    removals: Vec<PathBuf>,
}

impl Batch {
    /// Adds a file with its new content.
    pub fn write(&mut self, path: PathBuf, bytes: Vec<u8>) {
        self.writes.push((path, bytes));
    }

    /// Adds a file that goes.
    pub fn remove(&mut self, path: PathBuf) {
        self.removals.push(path);
    }

    /// The files that are written, with their content.
    pub fn writes(&self) -> impl Iterator<Item = (&Path, &[u8])> {
        let writes = self.writes.iter();
        writes.map(|(path, bytes)| (path.as_path(), bytes.as_slice()))
    }

    /// The files that go.
    pub fn removals(&self) -> impl Iterator<Item = &Path> {
        self.removals.iter().map(PathBuf::as_path)
    }

    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.removals.is_empty()
    }

    /// Writes and syncs everything beside its place, then puts it there; what goes, goes last.
    ///
    /// The caller holds the lock of the project, so that nobody takes away what stands beside. A crash between
    /// two files leaves some changed and some not, each of them whole.
    ///
    /// # Errors
    /// When a file cannot be written or removed; what was changed by then is put back.
    pub fn carry_out(self) -> Result<(), FileError> {
        let stage = |(path, bytes): &(PathBuf, Vec<u8>)| -> Result<Staged, FileError> {
            let mut replacement = Replacement::begin(path)?;
            let written = replacement.write_all(bytes);
            written.map_err(|source| FileError::new("write", path, source))?;
            replacement.stage()
        };
        let staged = self
            .writes
            .iter()
            .map(stage)
            .collect::<Result<Vec<_>, _>>()?;
        let mut former: Vec<(&Path, Option<Vec<u8>>)> = Vec::new();
        let writes = self
            .writes
            .iter()
            .zip(staged)
            .map(|((path, _), staged)| (path, Some(staged)));
        let removals = self.removals.iter().map(|path| (path, None));
        for (path, staged) in writes.chain(removals) {
            let before = fs::read(path).ok();
            let outcome = match staged {
                Some(staged) => staged.put().map(drop),
                None => {
                    fs::remove_file(path).map_err(|error| FileError::new("remove", path, error))
                }
            };
            if let Err(error) = outcome {
                put_back(former);
                return Err(error);
            }
            former.push((path, before));
        }
        Ok(())
    }
}

/// Puts files back as they were, as far as it can be done.
fn put_back(former: Vec<(&Path, Option<Vec<u8>>)>) {
    for (path, bytes) in former {
        let _ = match bytes {
            Some(bytes) => write_atomically(path, &bytes).map(drop),
            None => fs::remove_file(path).map_err(|error| FileError::new("remove", path, error)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_written_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        write_atomically(&path("a"), b"old").unwrap();
        write_atomically(&path("gone"), b"gone").unwrap();
        let batch = |last: PathBuf| {
            let mut batch = Batch::default();
            batch.write(path("a"), b"new".to_vec());
            batch.write(path("b"), b"new".to_vec());
            batch.remove(last);
            batch
        };
        assert!(batch(path("never there")).carry_out().is_err());
        assert_eq!(fs::read(path("a")).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        batch(path("gone")).carry_out().unwrap();
        assert_eq!(fs::read(path("a")).unwrap(), b"new");
        assert!(path("b").exists() && !path("gone").exists());
    }

    #[test]
    fn what_cannot_be_written_is_seen_before_anything_is() {
        let folder = tempfile::tempdir().unwrap();
        write_atomically(&folder.path().join("a"), b"old").unwrap();
        let mut batch = Batch::default();
        batch.write(folder.path().join("a"), b"new".to_vec());
        batch.write(folder.path().join("a/b"), b"new".to_vec());
        assert!(batch.carry_out().is_err());
        assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
