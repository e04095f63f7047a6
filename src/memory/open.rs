//! Opening a memory, and beginning a new one.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::beside::{Beside, from_io};
use super::index::Index;
use super::{Memory, MemoryError, Reason, intake, schema};

/// What a memory is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// For reading; works in a folder that cannot be written to, too.
    ReadOnly,
    /// For reading and writing.
    ReadWrite,
}

/// How long a writing call waits at first.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// How many bytes a page of a new memory has.
const PAGE: u32 = 16384;

impl Memory {
    /// Opens the memory in a file. When it is opened for writing, an older format is brought up to date,
    /// and what an import that was cut off has left is removed.
    ///
    /// # Errors
    /// When there is no file, when it is no memory, or one of a newer format (in each case the file is
    /// left untouched), or when it cannot be read or written.
    pub fn open(path: impl AsRef<Path>, access: Access) -> Result<Self, MemoryError> {
        let path = path.as_ref();
        let memory = open(path, access).map_err(|reason| located(path, reason))?;
        if access == Access::ReadWrite {
            intake::sweep(&memory)?;
        }
        Ok(memory)
    }

    /// Makes a new, empty memory in a file and opens it for writing.
    ///
    /// The file appears at once and whole. Its folder must be there.
    ///
    /// # Errors
    /// When there is something of that name, or it cannot be written.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, MemoryError> {
        let path = path.as_ref();
        create(path)
            .and_then(|()| open(path, Access::ReadWrite))
            .map_err(|reason| located(path, reason))
    }
}

fn located(path: &Path, reason: Reason) -> MemoryError {
    MemoryError {
        path: path.to_owned(),
        reason,
    }
}

fn create(path: &Path) -> Result<(), Reason> {
    schema::check_library()?;
    let file = Beside::new(path)?;
    let mut connection = Connection::open_with_flags(file.path(), flags(Access::ReadWrite))?;
    // Large pages: an import writes and reads a quarter as many. It must be said before anything is written.
    connection.pragma_update(None, "page_size", PAGE)?;
    // Everything stands in the file itself, not in a log beside it, before it gets its name.
    schema::mark(&connection)?;
    schema::bring_up_to_date(&mut connection)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.close().map_err(|(_, error)| error)?;
    file.put_in_place()
}

fn open(path: &Path, access: Access) -> Result<Memory, Reason> {
    schema::check_library()?;
    check_file(path)?;
    let format = probe(path)?;
    if access == Access::ReadOnly && format < schema::KNOWN_FORMAT {
        return Err(Reason::Older { found: format });
    }
    let mut connection = match Connection::open_with_flags(path, flags(Access::ReadWrite)) {
        Ok(connection) if readable(&connection)? => connection,
        _ if access == Access::ReadOnly => open_unchanging(path)?,
        _ => return Err(Reason::ReadOnly),
    };
    configure(&connection, access)?;
    if access == Access::ReadWrite {
        if connection.is_readonly("main")? {
            return Err(Reason::ReadOnly);
        }
        schema::bring_up_to_date(&mut connection)?;
    }
    Ok(Memory {
        connection,
        path: path.to_owned(),
        access,
        lock_wait: LOCK_WAIT,
        index: Index::default(),
    })
}

/// Refuses what SQLite would take for an empty database.
fn check_file(path: &Path) -> Result<(), Reason> {
    match path.metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Reason::Missing),
        Err(error) => Err(from_io(error)),
        Ok(found) if found.is_dir() => Err(Reason::CannotOpen("it is a folder".to_owned())),
        Ok(found) if found.len() == 0 => Err(Reason::NotADatabase),
        Ok(_) => Ok(()),
    }
}

/// Reads the format through a connection that cannot change the file.
fn probe(path: &Path) -> Result<u32, Reason> {
    let connection = Connection::open_with_flags(path, flags(Access::ReadOnly))?;
    connection.busy_timeout(LOCK_WAIT)?;
    match schema::format_of(&connection) {
        Err(Reason::CannotOpen(_) | Reason::ReadOnly) => schema::format_of(&open_unchanging(path)?),
        format => format,
    }
}

/// Whether the file can be read through this connection: the log beside it may be out of reach.
fn readable(connection: &Connection) -> Result<bool, Reason> {
    connection.busy_timeout(LOCK_WAIT)?;
    match schema::newest_revision(connection) {
        Err(error)
            if matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
            ) =>
        {
            Ok(false)
        }
        // Other faults show themselves later, with their own reason.
        _ => Ok(true),
    }
}

/// Opens a file of a folder in which nothing can be written, where SQLite cannot keep its log.
fn open_unchanging(path: &Path) -> Result<Connection, Reason> {
    let name = path.to_str().ok_or(Reason::ReadOnly)?;
    let mut uri = "file:".to_owned();
    for c in name.chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            other => uri.push(other),
        }
    }
    uri.push_str("?immutable=1");
    let flags = flags(Access::ReadOnly) | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(uri, flags)?)
}

fn flags(access: Access) -> OpenFlags {
    OpenFlags::SQLITE_OPEN_NO_MUTEX
        | match access {
            Access::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
        }
}

fn configure(connection: &Connection, access: Access) -> Result<(), Reason> {
    connection.set_prepared_statement_cache_capacity(64);
    connection.busy_timeout(LOCK_WAIT)?;
    connection.execute_batch(include_str!("sql/configure.sql"))?;
    match access {
        Access::ReadOnly => connection.pragma_update(None, "query_only", true)?,
        Access::ReadWrite => connection.pragma_update(None, "journal_mode", "wal")?,
    }
    Ok(())
}
