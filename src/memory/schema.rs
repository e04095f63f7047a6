//! The format of the file: its marks, and the steps from each format to the next.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use super::Reason;
use super::repack::repack;

/// Marks the file as a memory: `Tarj` in ASCII, as SQLite's `application_id`.
pub(super) const APPLICATION_ID: u32 = 0x5461_726a;

/// The steps from one format to the next. Steps are only ever added; SQLite's `user_version` counts them.
pub(super) fn steps() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("sql/001_begin.sql")),
        M::up(include_str!("sql/002_index.sql")),
        M::up(include_str!("sql/003_search.sql")),
        M::up_with_hook(include_str!("sql/004_packed.sql"), repack),
        M::up(include_str!("sql/005_runs.sql")),
    ])
}

/// The newest format that this program knows: so many steps there are.
pub(super) const KNOWN_FORMAT: u32 = 5;

/// The first SQLite without the fault that could lose a reset write-ahead log.
const LIBRARY_NEEDED: (i32, &str) = (3_051_003, "3.51.3");

/// Refuses to work with a SQLite that may lose data.
pub(super) fn check_library() -> Result<(), Reason> {
    if rusqlite::version_number() < LIBRARY_NEEDED.0 {
        return Err(Reason::OldLibrary {
            found: rusqlite::version(),
            needed: LIBRARY_NEEDED.1,
        });
    }
    Ok(())
}

/// Reads the marks of a file: whether it is a memory, and of which format.
pub(super) fn format_of(connection: &Connection) -> Result<u32, Reason> {
    let mark: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if mark.cast_unsigned() != APPLICATION_ID {
        return Err(Reason::Foreign(mark.cast_unsigned()));
    }
    let format: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let found = format.cast_unsigned();
    if found > KNOWN_FORMAT {
        return Err(Reason::Newer {
            found,
            known: KNOWN_FORMAT,
        });
    }
    Ok(found)
}

/// Marks an empty file as a memory.
pub(super) fn mark(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID.cast_signed())
}

/// Takes the steps from the file's format to the newest.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> Result<(), Reason> {
    Ok(steps().to_latest(connection)?)
}

/// The number of the newest revision, 0 when there is none.
pub(super) fn newest_revision(connection: &Connection) -> rusqlite::Result<u32> {
    connection
        .prepare_cached(include_str!("sql/newest_revision.sql"))?
        .query_row([], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_well_formed() {
        steps().validate().unwrap();
    }

    #[test]
    fn runs_of_the_layout_before_are_built_again() {
        let mut connection = Connection::open_in_memory().unwrap();
        let steps = steps();
        steps.to_version(&mut connection, 4).unwrap();
        let old = "INSERT INTO language (tag) VALUES ('en');
            INSERT INTO index_side (family, covered) VALUES ('en', 1);
            INSERT INTO index_run (family, entries) VALUES ('en', 1);
            INSERT INTO index_chunk (place, bytes) VALUES (1, x'01');
            INSERT INTO search_run (language, texts) VALUES (1, 1);
            INSERT INTO search_chunk (place, bytes) VALUES (1, x'01');
            INSERT INTO search_gone (since, first_unit, last_unit) VALUES (1, 1, 1);
            INSERT INTO search_side (covered) VALUES (1);";
        connection.execute_batch(old).unwrap();
        steps.to_latest(&mut connection).unwrap();
        for table in [
            "index_run",
            "index_chunk",
            "search_run",
            "search_chunk",
            "search_gone",
            "search_side",
        ] {
            let count = format!("SELECT count(*) FROM {table}");
            let rows: u32 = connection.query_row(&count, [], |row| row.get(0)).unwrap();
            assert_eq!(rows, 0, "{table}");
        }
        let covered = "SELECT covered FROM index_side";
        let covered: u32 = connection.query_row(covered, [], |row| row.get(0)).unwrap();
        assert_eq!(covered, 0);
    }

    #[test]
    fn the_library_is_new_enough() {
        check_library().unwrap();
    }
}
