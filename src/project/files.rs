//! Files: reading with a clear reason, and writing so that a crash never leaves half a file.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

/// How the names of files begin that grow beside their targets.
const BESIDE: &str = ".tarjuman-";

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`", path.display())]
pub struct FileError {
    /// What was tried: `read`, `write`, `create`.
    pub action: &'static str,
    /// The file.
    pub path: PathBuf,
    /// The reason that the system gave.
    #[source]
    pub source: io::Error,
}

/// Whether a write changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The file was not there.
    Created,
    /// The file held something else.
    Changed,
    /// The file held the very same bytes and was left alone.
    Unchanged,
}

impl FileError {
    /// An error of reading, writing or creating `path`.
    pub fn new(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self {
            action,
            path: path.to_owned(),
            source,
        }
    }
}

/// Reads a whole file.
///
/// # Errors
/// When the file is missing, a folder, or cannot be read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, FileError> {
    let refuse = |source| FileError::new("read", path, source);
    if path.is_dir() {
        return Err(refuse(io::ErrorKind::IsADirectory.into()));
    }
    fs::read(path).map_err(refuse)
}

/// Replaces the content of a file: writes beside it, syncs, renames over it, syncs the folder.
///
/// A file that holds these bytes already is left alone. A symbolic link is followed, and the
/// permissions of an existing file are kept. Missing folders are made.
///
/// # Errors
/// When a folder or file cannot be made, written or renamed; the old file is then as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<Written, FileError> {
    if holds(path, bytes) {
        return Ok(Written::Unchanged);
    }
    let mut replacement = Replacement::begin(path)?;
    replacement
        .write_all(bytes)
        .map_err(|source| FileError::new("write", path, source))?;
    replacement.finish()
}

/// Whether a file holds these very bytes; a device or pipe never does.
#[must_use]
pub fn holds(path: &Path, bytes: &[u8]) -> bool {
    !is_device(path) && fs::read(path).is_ok_and(|old| old == bytes)
}

/// Whether something that is neither file nor folder is there: a device such as `/dev/null`, or a pipe.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// A file that is being written beside the one that it will replace.
///
/// Dropped without [`Replacement::finish`], it leaves nothing behind and the old file as it was. A device or
/// pipe is never replaced: what is written goes straight into it.
#[derive(Debug)]
pub struct Replacement {
    path: PathBuf,
    place: Place,
}

/// Where the bytes of a replacement go.
#[derive(Debug)]
enum Place {
    /// Into a file beside the target.
    Beside {
        target: PathBuf,
        file: NamedTempFile,
    },
    /// Into a device or pipe.
    Through(File),
}

impl Replacement {
    /// Begins a file that will be `path`. Missing folders are made.
    ///
    /// # Errors
    /// When a folder or the file beside cannot be made.
    pub fn begin(path: &Path) -> Result<Self, FileError> {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let refuse = |error| FileError::new("write", path, error);
        if is_device(&target) {
            let device = File::options().write(true).open(&target);
            return Ok(Self {
                path: path.to_owned(),
                place: Place::Through(device.map_err(refuse)?),
            });
        }
        let folder = folder_of(&target);
        fs::create_dir_all(folder).map_err(|error| FileError::new("create", folder, error))?;
        let file = beside(folder).map_err(refuse)?;
        Ok(Self {
            path: path.to_owned(),
            place: Place::Beside { target, file },
        })
    }

    /// Puts the file in its place, durably.
    ///
    /// # Errors
    /// When it cannot be synced or renamed.
    pub fn finish(self) -> Result<Written, FileError> {
        self.stage()?.put()
    }

    /// Syncs and closes the file beside, which keeps no handle open; its lock goes with the handle.
    ///
    /// # Errors
    /// When it cannot be synced, or a folder stands in its place.
    pub(super) fn stage(self) -> Result<Staged, FileError> {
        let Self { path, place } = self;
        let (target, file) = match place {
            Place::Beside { target, file } => (target, file),
            Place::Through(_) => {
                return Ok(Staged {
                    path,
                    waiting: None,
                    written: Written::Changed,
                });
            }
        };
        match ready(&target, &file) {
            Ok(written) => Ok(Staged {
                path,
                waiting: Some((file.into_temp_path(), target)),
                written,
            }),
            Err(source) => Err(FileError::new("write", &path, source)),
        }
    }
}

/// A file that is whole and waits beside the one that it will replace. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Staged {
    path: PathBuf,
    /// The file, and the one that it will replace; `None` for what went into a device.
    waiting: Option<(TempPath, PathBuf)>,
    written: Written,
}

impl Staged {
    /// Puts it in its place, durably.
    ///
    /// # Errors
    /// When it cannot be renamed.
    pub(super) fn put(self) -> Result<Written, FileError> {
        let refuse = |source| FileError::new("write", &self.path, source);
        if let Some((beside, target)) = self.waiting {
            let placed = beside.persist(&target);
            placed.map_err(|error| refuse(error.error))?;
            platform::sync_folder(folder_of(&target)).map_err(refuse)?;
        }
        Ok(self.written)
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.place {
            // Past the temporary file's own errors, which would tell its passing name.
            Place::Beside { file, .. } => file.as_file_mut().write(bytes),
            Place::Through(device) => device.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.place {
            Place::Beside { file, .. } => file.as_file_mut().flush(),
            Place::Through(device) => device.flush(),
        }
    }
}

/// The file beside a target. It is held by a lock until it is whole, so that [`sweep`] spares it.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(BESIDE);
    platform::open_to_readers(&mut builder);
    let file = builder.tempfile_in(folder)?;
    // Where the file system knows no locks, what is left stays: nothing can tell it from what grows.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// How far to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// At what stands in the folder itself.
    Folder,
    /// At what stands in the folder and below.
    Below,
}

/// Takes away what killed processes left half-written in a folder; what others are writing stays.
pub(super) fn sweep(folder: &Path, depth: Depth) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if depth == Depth::Below {
                sweep(&entry.path(), depth);
            }
        } else if entry.file_name().to_string_lossy().starts_with(BESIDE) && is_left(&entry.path())
        {
            // A file that cannot be removed harms nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_left(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// Gives the file beside the rights of its target, and syncs it.
fn ready(target: &Path, beside: &NamedTempFile) -> io::Result<Written> {
    let written = match fs::metadata(target) {
        Ok(old) if old.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(old) => {
            beside.as_file().set_permissions(old.permissions())?;
            Written::Changed
        }
        Err(_) => Written::Created,
    };
    beside.as_file().sync_all()?;
    Ok(written)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// What differs between operating systems.
mod platform {
    use super::{File, Path, io};

    /// Makes new files readable as the process's mask allows, not only by the owner.
    #[cfg(unix)]
    pub(super) fn open_to_readers(builder: &mut tempfile::Builder<'_, '_>) {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }

    /// Makes a rename durable.
    #[cfg(unix)]
    pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// Elsewhere new files inherit their rights from the folder.
    #[cfg(not(unix))]
    pub(super) fn open_to_readers(_: &mut tempfile::Builder<'_, '_>) {}

    /// Elsewhere a folder cannot be opened for this, and the rename itself is journalled.
    #[cfg(not(unix))]
    pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_bytes_are_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.txt");
        assert_eq!(write_atomically(&path, b"one").unwrap(), Written::Created);
        assert_eq!(write_atomically(&path, b"one").unwrap(), Written::Unchanged);
        assert_eq!(write_atomically(&path, b"two").unwrap(), Written::Changed);
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_named_as_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let error = read_file(folder.path()).unwrap_err();
        assert_eq!(error.source.kind(), io::ErrorKind::IsADirectory);
        assert!(write_atomically(folder.path(), b"x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_through_and_never_replaced() {
        use std::os::unix::fs::FileTypeExt;
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("nowhere");
        std::os::unix::fs::symlink("/dev/null", &link).unwrap();
        assert_eq!(write_atomically(&link, b"x").unwrap(), Written::Changed);
        let device = fs::metadata("/dev/null").unwrap();
        assert!(device.file_type().is_char_device());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_process_left_is_taken_away_and_what_grows_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("deep");
        write_atomically(&inside.join(".tarjuman-left"), b"half").unwrap();
        let mut growing = Replacement::begin(&inside.join("b.txt")).unwrap();
        growing.write_all(b"whole").unwrap();
        sweep(folder.path(), Depth::Below);
        assert_eq!(growing.finish().unwrap(), Written::Created);
        assert_eq!(fs::read(inside.join("b.txt")).unwrap(), b"whole");
        assert_eq!(fs::read_dir(&inside).unwrap().count(), 1);
    }

    #[test]
    fn two_at_once_never_share_a_growing_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.txt");
        let mut first = Replacement::begin(&path).unwrap();
        let mut second = Replacement::begin(&path).unwrap();
        first.write_all(b"first").unwrap();
        second.write_all(b"sec").unwrap();
        first.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first");
        second.write_all(b"ond").unwrap();
        second.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_and_rights_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        write_atomically(&real, b"one").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        write_atomically(&link, b"two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(
            fs::metadata(&real).unwrap().permissions().mode() & 0o777,
            0o640
        );
    }
}
