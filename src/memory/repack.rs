//! The fourth format of a memory packs what the third wrote as JSON: the part of that step that needs the program.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Row, Transaction};
use rusqlite_migration::{HookError, HookResult};
use serde::de::DeserializeOwned;

use super::Reason;
use super::body::{Body, Said};
use super::packed::{Packed, pack_list};
use super::row::{Slot, pack_born, state, unit_and_place};
use super::write::add_variant;
use crate::model::{InlineCode, Remark};

/// Moves what the step has left in the old tables, and drops them.
pub(super) fn repack(transaction: &Transaction<'_>) -> HookResult {
    let done = descriptions(transaction)
        .and_then(|()| texts(transaction))
        .and_then(|()| Ok(transaction.execute_batch(include_str!("sql/drop_old.sql"))?));
    done.map_err(|reason| match reason {
        Reason::Sqlite(error) => error.into(),
        other => HookError::Hook(other.to_string()),
    })
}

/// A list that was written as JSON.
struct Json<T>(Vec<T>);

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let list = match value.as_str_or_null()? {
            None => Vec::new(),
            Some(json) => serde_json::from_str(json).map_err(FromSqlError::other)?,
        };
        Ok(Self(list))
    }
}

impl<T: Packed> Json<T> {
    fn packed(self) -> Option<String> {
        pack_list(&self.0)
    }
}

/// Attributes and remarks of units, as they are and as they were.
fn descriptions(transaction: &Transaction<'_>) -> Result<(), Reason> {
    for (read, write) in [
        (
            "SELECT attributes, remarks, number, 0 FROM old_unit
             WHERE attributes IS NOT NULL OR remarks IS NOT NULL",
            "UPDATE unit SET attributes = ?1, remarks = ?2 WHERE number = ?3 AND ?4 = 0",
        ),
        (
            "SELECT attributes, remarks, unit, revision FROM old_unit_past
             WHERE attributes IS NOT NULL OR remarks IS NOT NULL",
            "UPDATE unit_past SET attributes = ?1, remarks = ?2 WHERE unit = ?3 AND revision = ?4",
        ),
    ] {
        let mut read = transaction.prepare(read)?;
        let mut write = transaction.prepare(write)?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let attributes: Json<(String, String)> = row.get(0)?;
            let remarks: Json<Remark> = row.get(1)?;
            let (unit, revision): (i64, u32) = (row.get(2)?, row.get(3)?);
            write.execute((attributes.packed(), remarks.packed(), unit, revision))?;
        }
    }
    Ok(())
}

/// The texts: those that came with an intake into the row of their unit, the others into rows of their own.
fn texts(transaction: &Transaction<'_>) -> Result<(), Reason> {
    let mut read = transaction.prepare(
        "SELECT number, revision, language, ordinal, state, made_from,
           text, needs_work, codes, attributes, remarks
         FROM old_variant ORDER BY number",
    )?;
    let mut write = transaction.prepare("UPDATE unit SET born = ?2 WHERE number = ?1")?;
    let mut rows = read.query([])?;
    let (mut unit, mut born) = (0, String::new());
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        let slot = Slot {
            language: row.get(2)?,
            ordinal: row.get(3)?,
        };
        let (revision, made_from): (Option<u32>, Option<u32>) = (row.get(1)?, row.get(5)?);
        let body = body(row)?;
        if unit_and_place(number).0 != unit {
            write.execute((unit, Some(&born).filter(|born| !born.is_empty())))?;
            born.clear();
            unit = unit_and_place(number).0;
        }
        match (revision, &body) {
            (None, Some(body)) => pack_born(&mut born, slot, made_from, body),
            _ => add_variant(
                transaction,
                number,
                revision.unwrap_or(0),
                slot,
                made_from,
                body.as_ref(),
            )?,
        }
    }
    write.execute((unit, Some(&born).filter(|born| !born.is_empty())))?;
    Ok(())
}

/// What a text says; `None` for a removal.
fn body(row: &Row<'_>) -> rusqlite::Result<Option<Body>> {
    let Some(text) = row.get::<_, Option<String>>(6)? else {
        return Ok(None);
    };
    let codes: Json<InlineCode> = row.get(8)?;
    let attributes: Json<(String, String)> = row.get(9)?;
    let remarks: Json<Remark> = row.get(10)?;
    Ok(Some(Body::of(Said {
        text: &text,
        needs_work: &row.get(7)?,
        codes: &codes.0,
        state: state(row.get(4)?),
        attributes: &attributes.0,
        remarks: &remarks.0,
    })))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use crate::memory::schema::{self, steps};
    use crate::memory::{Access, Filter, Memory, MemoryError};
    use crate::model::{CodeKind, RemarkKind, State, UnitId};

    /// What the third format has of a unit that came with an import and was written to since.
    const OLD: &str = r#"
        INSERT INTO language VALUES (1, 'en'), (2, 'ur');
        INSERT INTO revision VALUES (1, 2, 10, 'Zarghuna', 'a.tmx'), (2, 0, 20, 'Ahmad', 'work');
        INSERT INTO intake (number, file, format, time, author, first_unit, last_unit, added, revision)
          VALUES (1, 'a.tmx', 'tmx', 10, 'Zarghuna', 1, 1, 1, 1);
        INSERT INTO unit (number, id, source_language, intake, attributes, remarks)
          VALUES (1, 'a', 1, 1, '[["creationid","Zarghuna"]]', '[{"kind":{"property":"x"},"text":"y"}]');
        INSERT INTO unit_id VALUES ('a', 1);
        INSERT INTO unit_past VALUES
          (1, 0, 1, NULL, '[{"kind":"note","text":"before"}]', NULL),
          (1, 2, 1, '[["creationid","Zarghuna"]]', '[{"kind":{"property":"x"},"text":"y"}]', NULL);
        INSERT INTO variant (number, revision, language, ordinal, state, made_from, text, codes, key) VALUES
          (1048576, NULL, 1, 0, 1, NULL, 'Close the gate.',
           '[{"offset":6,"kind":"standalone","element":"ph","original":"<br/>"}]', 'close the gate.'),
          (1048577, NULL, 2, 0, 1, 0, 'دروازہ بند کریں۔', NULL, 'x');
        INSERT INTO variant (number, revision, language, ordinal, state, made_from, text, needs_work, key) VALUES
          (1048578, 2, 2, 0, 2, 0, 'پھاٹک بند کریں۔', 'word', 'x');
    "#;

    #[test]
    fn a_memory_of_the_third_format_says_the_same_in_the_fourth() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("memory.db");
        let mut old = Connection::open(&path).unwrap();
        schema::mark(&old).unwrap();
        steps().to_version(&mut old, 3).unwrap();
        old.execute_batch(OLD).unwrap();
        drop(old);
        let memory = Memory::open(&path, Access::ReadWrite).unwrap();
        memory.verify().unwrap();
        let mut seen = Vec::new();
        for at in [Some(1), None] {
            let filter = Filter {
                at,
                ..Filter::default()
            };
            let take = |unit: &_| {
                seen.push(Clone::clone(unit));
                Ok::<_, MemoryError>(())
            };
            memory.units(&filter, take).unwrap();
        }
        let [then, now] = &seen[..] else {
            panic!("{seen:?}");
        };
        let (then, now): (&crate::model::Unit, &crate::model::Unit) = (then, now);
        assert_eq!(then.remarks[0].kind, RemarkKind::Note);
        assert_eq!(then.variants[1].text, "دروازہ بند کریں۔");
        assert_eq!(now.id, UnitId("a".to_owned()));
        assert_eq!(now.attributes, [("creationid".into(), "Zarghuna".into())]);
        assert_eq!(now.remarks[0].kind, RemarkKind::Property("x".into()));
        let [english, urdu] = &now.variants[..] else {
            panic!("{now:?}");
        };
        assert_eq!(english.codes[0].kind, CodeKind::Standalone);
        assert_eq!(
            (english.codes[0].offset, english.codes[0].original.as_str()),
            (6, "<br/>")
        );
        assert_eq!(
            (urdu.text.as_str(), urdu.state),
            ("پھاٹک بند کریں۔", State::Reviewed)
        );
        assert_eq!(urdu.needs_work.as_deref(), Some("word"));
        assert_eq!(urdu.saved.as_ref().map(|saved| saved.revision), Some(2));
        let history = memory.history(&now.id).unwrap();
        assert_eq!(history.len(), 3);
        assert_eq!(history[2].made_from.as_deref(), Some("Close the gate."));
    }
}
