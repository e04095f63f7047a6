//! A file that grows under another name, until it is whole.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::Reason;

/// A new file beside its final place; it is removed again unless it is put in place.
pub(super) struct Beside {
    path: PathBuf,
    place: PathBuf,
}

impl Beside {
    /// Makes an empty file in the folder of `place`.
    pub(super) fn new(place: &Path) -> Result<Self, Reason> {
        if place.exists() {
            return Err(Reason::Exists);
        }
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let process = std::process::id();
        for attempt in 0..1000 {
            let path = place.with_file_name(format!(".{name}.{process}-{attempt}.new"));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(_) => {
                    let place = place.to_owned();
                    return Ok(Self { path, place });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(from_io(error)),
            }
        }
        Err(Reason::Exists)
    }

    /// The file's name as long as it is not whole.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its final name, unless something has come to stand there meanwhile.
    pub(super) fn put_in_place(self) -> Result<(), Reason> {
        match File::open(&self.path) {
            Ok(file) => file.sync_all()?,
            // Another process was first, and took this for what a killed one had left.
            Err(_) if self.place.exists() => return Err(Reason::Exists),
            Err(error) => return Err(from_io(error)),
        }
        match fs::hard_link(&self.path, &self.place) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(Reason::Exists);
            }
            // File systems without links: a rename, which cannot refuse to replace.
            Err(_) => fs::rename(&self.path, &self.place).map_err(from_io)?,
        }
        self.sweep();
        sync_folder(&self.place);
        Ok(())
    }

    /// Takes away what killed processes left of the same file; what cannot be taken away does no harm.
    fn sweep(&self) {
        let Some(folder) = self.path.parent().filter(|_| self.place.exists()) else {
            return;
        };
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        let name = self.place.file_name().unwrap_or_default().to_string_lossy();
        let begin = format!(".{name}.");
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(&begin) && name.ends_with(".new") {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Nothing is lost when this fails: the name begins with a dot and says what it was.
        let _ = fs::remove_file(&self.path);
    }
}

/// Makes the new name durable, where the system lets a folder be opened for it.
fn sync_folder(file: &Path) {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Names the reasons that the terminal has a hint for.
pub(super) fn from_io(error: io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Reason::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Reason::Full,
        _ => Reason::Io(error),
    }
}
