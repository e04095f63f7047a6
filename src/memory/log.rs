//! The list of revisions.

use rusqlite::{Connection, Row};

use super::row::from_json;
use super::{Memory, MemoryError, Reason};
use crate::model::{DocumentName, Revision, State, Timestamp, UnitId};
use crate::text::Language;

/// What made a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A person or a program saved changes.
    Commit,
    /// Earlier texts were taken back.
    Restore,
    /// A file was imported.
    Intake,
    /// An import was undone.
    UndoIntake,
}

/// Which revisions to list; all when nothing is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Only those that wrote to this document.
    pub document: Option<DocumentName>,
    /// Only those that wrote in this language.
    pub language: Option<Language>,
    /// Only those that wrote to this unit.
    pub unit: Option<UnitId>,
    /// Only those that brought a text into this state.
    pub state: Option<State>,
    /// Only those of this time or later.
    pub since: Option<Timestamp>,
    /// Only those of this time or earlier.
    pub until: Option<Timestamp>,
    /// Only those of this author.
    pub author: Option<String>,
    /// At most so many, the newest.
    pub limit: Option<usize>,
}

/// A revision in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The revision.
    pub revision: Revision,
    /// What made it.
    pub kind: Kind,
    /// The intake that it ended or undid.
    pub intake: Option<u32>,
    /// How many variants it wrote that the filter lets through.
    pub tallies: Vec<Tally>,
    /// How many units left their document with it.
    pub units_obsolete: u64,
}

/// How many variants of one document and language a revision wrote.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    /// The document; `None` for units that live in the memory alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentName>,
    /// The language.
    pub language: Language,
    /// How many.
    pub variants: u64,
}

impl Memory {
    /// The revisions that the filter lets through, the newest first.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn log(&self, filter: &LogFilter) -> Result<Vec<Entry>, MemoryError> {
        self.read(|connection| {
            let limit = filter.limit.unwrap_or(usize::MAX);
            let mut entries = Vec::new();
            let mut statement = connection.prepare_cached(include_str!("sql/revisions.sql"))?;
            let unit = filter.unit.as_ref().map(UnitId::as_str);
            let mut rows = statement.query((&filter.author, unit))?;
            while entries.len() < limit
                && let Some(row) = rows.next()?
            {
                entries.extend(entry(connection, row, filter)?);
            }
            Ok(entries)
        })
    }
}

/// One line of the list; `None` when the filter is for something that the revision did not write.
fn entry(
    connection: &Connection,
    row: &Row<'_>,
    filter: &LogFilter,
) -> Result<Option<Entry>, Reason> {
    let number = row.get(0)?;
    let time = Timestamp(row.get(2)?);
    if filter.since.is_some_and(|since| time < since)
        || filter.until.is_some_and(|until| time > until)
    {
        return Ok(None);
    }
    let kind = Kind::numbered(row.get(1)?)?;
    let tallies = match row.get::<_, Option<String>>(6)? {
        Some(counts) => brought(&counts, filter)?,
        None => written(connection, number, filter)?,
    };
    let units_obsolete = units_obsolete(connection, number, filter)?;
    let choosy = filter.document.is_some() || filter.language.is_some() || filter.state.is_some();
    if choosy && tallies.is_empty() && (filter.document.is_none() || units_obsolete == 0) {
        return Ok(None);
    }
    Ok(Some(Entry {
        revision: Revision {
            number,
            time,
            author: row.get(3)?,
            message: row.get(4)?,
        },
        kind,
        intake: row.get(5)?,
        tallies,
        units_obsolete,
    }))
}

/// What an intake brought, as it was counted at its end.
fn brought(counts: &str, filter: &LogFilter) -> Result<Vec<Tally>, Reason> {
    let mut tallies: Vec<Tally> = from_json("the counts of an intake", Some(counts))?;
    tallies.retain(|tally| {
        filter.document.is_none()
            && filter.state.is_none()
            && filter
                .language
                .as_ref()
                .is_none_or(|wanted| *wanted == tally.language)
    });
    Ok(tallies)
}

fn written(
    connection: &Connection,
    revision: u32,
    filter: &LogFilter,
) -> Result<Vec<Tally>, Reason> {
    let mut statement = connection.prepare_cached(include_str!("sql/tallies.sql"))?;
    let mut rows = statement.query((
        revision,
        filter.document.as_ref().map(DocumentName::as_str),
        filter.language.as_ref().map(Language::as_str),
        filter.state.map(|state| state as u8),
        filter.unit.as_ref().map(UnitId::as_str),
    ))?;
    let mut tallies = Vec::new();
    while let Some(row) = rows.next()? {
        let document: Option<String> = row.get(0)?;
        let language: String = row.get(1)?;
        tallies.push(Tally {
            document: document
                .map(|name| DocumentName::new(&name))
                .transpose()
                .map_err(|error| super::row::unreadable("the name of a document", &error))?,
            language: Language::parse(&language)
                .map_err(|error| super::row::unreadable("a language", &error))?,
            variants: row.get::<_, i64>(2)?.unsigned_abs(),
        });
    }
    Ok(tallies)
}

fn units_obsolete(
    connection: &Connection,
    revision: u32,
    filter: &LogFilter,
) -> rusqlite::Result<u64> {
    connection
        .prepare_cached(include_str!("sql/units_obsolete.sql"))?
        .query_row(
            (revision, filter.document.as_ref().map(DocumentName::as_str)),
            |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()),
        )
}

impl Kind {
    const ALL: [Self; 4] = [Self::Commit, Self::Restore, Self::Intake, Self::UndoIntake];

    /// The number under which it is stored.
    pub(super) fn number(self) -> u8 {
        self as u8
    }

    /// The kind of a stored number.
    pub(super) fn numbered(number: u8) -> Result<Self, Reason> {
        let kind = Self::ALL.get(usize::from(number)).copied();
        kind.ok_or_else(|| Reason::Damaged(format!("a revision is of an unknown kind {number}")))
    }
}
