//! The small numbers that stand for languages, and who saved what.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::Reason;
use super::row::unreadable;
use crate::model::{DocumentName, Saved, Timestamp};
use crate::text::Language;

/// The languages of a memory and their numbers. They are few: a look at each costs less than a hash of one.
#[derive(Debug, Default)]
pub(super) struct Languages(Vec<(i64, Language)>);

impl Languages {
    /// Reads them all; they are few.
    pub(super) fn load(connection: &Connection) -> Result<Self, Reason> {
        let mut languages = Self::default();
        let mut statement = connection.prepare_cached(include_str!("sql/languages.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let tag: String = row.get(1)?;
            let language =
                Language::parse(&tag).map_err(|error| unreadable("a language", &error))?;
            languages.0.push((row.get(0)?, language));
        }
        Ok(languages)
    }

    /// The language of a number.
    pub(super) fn tag(&self, number: i64) -> Result<&Language, Reason> {
        let mut all = self.0.iter();
        let found = all.find(|(own, _)| *own == number);
        found
            .map(|(_, language)| language)
            .ok_or_else(|| Reason::Damaged(format!("language {number} has no tag")))
    }

    /// The language of a number, where there is one.
    pub(super) fn tag_if(&self, number: Option<i64>) -> Result<Option<Language>, Reason> {
        number.map(|number| self.tag(number).cloned()).transpose()
    }

    /// The number of a language, if the memory has it.
    pub(super) fn number(&self, language: &Language) -> Option<i64> {
        let mut all = self.0.iter();
        let found = all.find(|(_, own)| own == language);
        found.map(|(number, _)| *number)
    }

    /// All of them, sorted by tag.
    pub(super) fn sorted(&self) -> Vec<Language> {
        let mut all: Vec<_> = self
            .0
            .iter()
            .map(|(_, language)| language.clone())
            .collect();
        all.sort();
        all
    }

    /// The number of a language, which is written when the memory does not have it yet.
    pub(super) fn number_or_new(
        &mut self,
        connection: &Connection,
        language: &Language,
    ) -> Result<i64, Reason> {
        if let Some(number) = self.number(language) {
            return Ok(number);
        }
        connection
            .prepare_cached(include_str!("sql/add_language.sql"))?
            .execute([language.as_str()])?;
        let number = connection.last_insert_rowid();
        self.0.push((number, language.clone()));
        Ok(number)
    }
}

/// The number of a document, if the memory has it.
pub(super) fn document_number(
    connection: &Connection,
    name: &DocumentName,
) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached(include_str!("sql/document_number.sql"))?
        .query_row([name.as_str()], |row| row.get(0))
        .optional()
}

/// The number of a document, which is written when the memory does not have it yet.
pub(super) fn document_number_or_new(
    connection: &Connection,
    name: &DocumentName,
) -> rusqlite::Result<i64> {
    if let Some(number) = document_number(connection, name)? {
        return Ok(number);
    }
    connection
        .prepare_cached(include_str!("sql/add_document.sql"))?
        .execute([name.as_str()])?;
    Ok(connection.last_insert_rowid())
}

/// Who saved what: the revisions that were asked for so far.
#[derive(Debug, Default)]
pub(super) struct Savers(HashMap<u32, Saved>);

impl Savers {
    /// Who recorded a revision, and when.
    pub(super) fn of(&mut self, connection: &Connection, revision: u32) -> Result<Saved, Reason> {
        if let Some(saved) = self.0.get(&revision) {
            return Ok(saved.clone());
        }
        let saved = connection
            .prepare_cached(include_str!("sql/saver.sql"))?
            .query_row([revision], |row| {
                Ok(Saved {
                    revision,
                    author: row.get(0)?,
                    time: Timestamp(row.get(1)?),
                })
            })
            .optional()?
            .ok_or_else(|| Reason::Damaged(format!("revision {revision} is missing")))?;
        self.0.insert(revision, saved.clone());
        Ok(saved)
    }
}
