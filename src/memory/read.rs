//! Reading units as they are, or as they were at a revision.

use rusqlite::{Connection, OptionalExtension, Params, Rows};

use super::catalogue::{Languages, Savers, document_number};
use super::past::{self, NOW, Spans};
use super::row::{Body, Slot, Stored, UnitRow, VariantRow, from_json, unit_and_place};
use super::{Memory, MemoryError, Reason, schema};
use crate::model::{DocumentName, Unit, UnitId, Variant};
use crate::text::Language;

/// Which units to read, and how much of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// From where.
    pub part: Part,
    /// Only variants in these languages, and only units that have one; all when it is empty.
    pub languages: Vec<Language>,
    /// What to do with units that their document no longer has.
    pub obsolete: Obsolete,
    /// The revision as of which to read texts; the newest when there is none. Places are always those of now.
    pub at: Option<u32>,
}

/// A part of a memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Everything.
    #[default]
    Everything,
    /// One document.
    Document(DocumentName),
    /// All documents.
    Documents,
    /// The units that live in the memory alone.
    MemoryAlone,
}

/// What to do with units that their document no longer has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Obsolete {
    /// They are passed over.
    #[default]
    LeaveOut,
    /// They stand where they stood last.
    Include,
}

/// A unit as the memory holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The unit with its present texts.
    pub unit: Unit,
    /// Whether its document no longer has it.
    pub obsolete: bool,
}

impl Memory {
    /// Hands over units one after the other, in the order of an export: documents by name, each in its
    /// own order, then the units that live in the memory alone, oldest first.
    ///
    /// What is read is the state of one moment, whatever others write meanwhile. Working memory does not
    /// grow with the number of units. A unit without a text is passed over.
    ///
    /// # Errors
    /// When the memory cannot be read, the revision or the document is not there, or `each` fails.
    pub fn units<E: From<MemoryError>>(
        &self,
        filter: &Filter,
        mut each: impl FnMut(Unit) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut stopped = None;
        let outcome = self.read(|connection| {
            let at = checked_revision(connection, filter.at)?;
            let mut reader = Reader::new(connection, at)?;
            reader.part(&filter.part, |reader, stored| {
                if stored.unit.obsolete && filter.obsolete == Obsolete::LeaveOut {
                    return Ok(true);
                }
                let Some(unit) = reader.unit(stored, &filter.languages)? else {
                    return Ok(true);
                };
                stopped = each(unit).err();
                Ok(stopped.is_none())
            })
        });
        match stopped {
            Some(error) => Err(error),
            None => Ok(outcome?),
        }
    }

    /// The unit of that id, if the memory has it with at least one text.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn unit(&self, id: &UnitId) -> Result<Option<Held>, MemoryError> {
        self.read(|connection| {
            let Some(row) = unit_row(connection, id)? else {
                return Ok(None);
            };
            let obsolete = row.obsolete;
            let stored = Stored::read(connection, row)?;
            let unit = Reader::new(connection, NOW)?.unit(stored, &[])?;
            Ok(unit.map(|unit| Held { unit, obsolete }))
        })
    }

    /// The units of a document in its order, obsolete ones where they stood last; none for a document
    /// that the memory does not know.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn document_units(&self, name: &DocumentName) -> Result<Vec<Held>, MemoryError> {
        self.read(|connection| {
            let mut held = Vec::new();
            let mut reader = Reader::new(connection, NOW)?;
            let statement = include_str!("sql/units_of_document.sql");
            reader.all(statement, [name.as_str()], |reader, stored| {
                let obsolete = stored.unit.obsolete;
                let unit = reader.unit(stored, &[])?;
                held.extend(unit.map(|unit| Held { unit, obsolete }));
                Ok(true)
            })?;
            Ok(held)
        })
    }

    /// The names of all documents, sorted.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn documents(&self) -> Result<Vec<DocumentName>, MemoryError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/documents.sql"))?;
            let names = statement.query_map([], |row| row.get::<_, String>(0))?;
            names
                .map(|name| {
                    DocumentName::new(&name?)
                        .map_err(|error| super::row::unreadable("the name of a document", &error))
                })
                .collect()
        })
    }

    /// The languages that the memory has or had texts in, sorted by tag.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn languages(&self) -> Result<Vec<Language>, MemoryError> {
        self.read(|connection| Ok(Languages::load(connection)?.sorted()))
    }

    /// All ids that are taken, be it by units whose texts were all removed; sorted.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn ids(&self) -> Result<Vec<UnitId>, MemoryError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/ids.sql"))?;
            let ids = statement.query_map([], |row| row.get(0).map(UnitId))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }

    /// Whether an id is taken, be it by a unit whose texts were all removed.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn contains(&self, id: &UnitId) -> Result<bool, MemoryError> {
        self.read(|connection| Ok(unit_row(connection, id)?.is_some()))
    }

    /// The number of the newest revision, 0 when there is none.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn newest_revision(&self) -> Result<u32, MemoryError> {
        self.read(|connection| Ok(schema::newest_revision(connection)?))
    }
}

/// The revision to read at; an error when it is not there.
pub(super) fn checked_revision(connection: &Connection, at: Option<u32>) -> Result<u32, Reason> {
    let Some(asked) = at else {
        return Ok(NOW);
    };
    let newest = schema::newest_revision(connection)?;
    if asked > newest {
        return Err(Reason::UnknownRevision { asked, newest });
    }
    Ok(asked)
}

/// The unit that an id names.
pub(super) fn unit_row(connection: &Connection, id: &UnitId) -> Result<Option<UnitRow>, Reason> {
    connection
        .prepare_cached(include_str!("sql/unit_by_id.sql"))?
        .query_row([id.as_str()], |row| Ok(UnitRow::read(row)))
        .optional()?
        .transpose()
}

/// Reads units as of one revision.
pub(super) struct Reader<'c> {
    pub(super) connection: &'c Connection,
    pub(super) languages: Languages,
    pub(super) spans: Spans,
    savers: Savers,
    at: u32,
}

impl<'c> Reader<'c> {
    /// A reader as of a revision, or of [`NOW`].
    pub(super) fn new(connection: &'c Connection, at: u32) -> Result<Self, Reason> {
        Ok(Self {
            connection,
            languages: Languages::load(connection)?,
            spans: Spans::load(connection)?,
            savers: Savers::default(),
            at,
        })
    }

    /// Goes through a part of the memory in the order of an export, until `each` returns `false`.
    pub(super) fn part(
        &mut self,
        part: &Part,
        mut each: impl FnMut(&mut Self, Stored) -> Result<bool, Reason>,
    ) -> Result<(), Reason> {
        let in_documents = include_str!("sql/units_in_documents.sql");
        match part {
            Part::Everything => {
                if self.all(in_documents, [], &mut each)? {
                    self.memory_alone(each)?;
                }
            }
            Part::Documents => _ = self.all(in_documents, [], each)?,
            Part::MemoryAlone => self.memory_alone(each)?,
            Part::Document(name) => {
                if document_number(self.connection, name)?.is_none() {
                    return Err(Reason::UnknownDocument(name.clone()));
                }
                let statement = include_str!("sql/units_of_document.sql");
                self.all(statement, [name.as_str()], each)?;
            }
        }
        Ok(())
    }

    /// Goes through the units of a statement; `false` when `each` wanted no more.
    pub(super) fn all(
        &mut self,
        statement: &str,
        parameters: impl Params,
        mut each: impl FnMut(&mut Self, Stored) -> Result<bool, Reason>,
    ) -> Result<bool, Reason> {
        let connection = self.connection;
        let mut statement = connection.prepare_cached(statement)?;
        let mut rows = statement.query(parameters)?;
        while let Some(row) = rows.next()? {
            let stored = Stored::read(connection, UnitRow::read(row)?)?;
            if !each(self, stored)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Goes through the units that live in the memory alone: two tables side by side, since their texts
    /// lie in the same order.
    fn memory_alone(
        &mut self,
        mut each: impl FnMut(&mut Self, Stored) -> Result<bool, Reason>,
    ) -> Result<(), Reason> {
        let connection = self.connection;
        let mut units =
            connection.prepare_cached(include_str!("sql/units_without_document.sql"))?;
        let mut units = units.query([])?;
        let mut variants =
            connection.prepare_cached(include_str!("sql/variants_without_document.sql"))?;
        let mut histories = Histories {
            rows: variants.query([])?,
            next: None,
        };
        histories.advance()?;
        while let Some(row) = units.next()? {
            let unit = UnitRow::read(row)?;
            let history = histories.of(unit.number)?;
            if !each(self, Stored { unit, history })? {
                break;
            }
        }
        Ok(())
    }

    /// The unit with its texts in the wanted languages (all when none is named); `None` without any.
    pub(super) fn unit(
        &mut self,
        stored: Stored,
        wanted: &[Language],
    ) -> Result<Option<Unit>, Reason> {
        let Stored { unit, mut history } = stored;
        let span = self.spans.of(unit.intake);
        let (header, _) = past::described_at(self.connection, &unit, self.at)?;
        let places = past::newest_places(&history, span, self.at);
        let mut variants = Vec::with_capacity(places.len());
        for place in places {
            let row = &mut history[place];
            let language = self.languages.tag(row.slot.language)?;
            if (wanted.is_empty() || wanted.contains(language))
                && let Some(body) = row.body.take()
            {
                variants.push(self.variant(row.slot, row.revision, body)?);
            }
        }
        if variants.is_empty() {
            return Ok(None);
        }
        let source_language = self.languages.tag_if(header.source_language)?;
        let is_source = |variant: &Variant| Some(&variant.language) == source_language.as_ref();
        if let Some(at) = variants.iter().position(is_source) {
            variants[..=at].rotate_right(1);
        }
        Ok(Some(Unit {
            id: unit.id,
            placement: unit.placement,
            source_language,
            variants,
            attributes: from_json("attributes", header.attributes.as_deref())?,
            remarks: from_json("remarks", header.remarks.as_deref())?,
        }))
    }

    /// The variant of a row; `None` when the row says that it was removed.
    pub(super) fn variant_of(&mut self, row: &VariantRow) -> Result<Option<Variant>, Reason> {
        let body = row.body.clone();
        body.map(|body| self.variant(row.slot, row.revision, body))
            .transpose()
    }

    fn variant(
        &mut self,
        slot: Slot,
        revision: Option<u32>,
        body: Body,
    ) -> Result<Variant, Reason> {
        let language = self.languages.tag(slot.language)?.clone();
        let saved = revision
            .map(|revision| self.savers.of(self.connection, revision))
            .transpose()?;
        body.variant(language, saved)
    }
}

/// The rows of `variant` taken unit by unit.
struct Histories<'s> {
    rows: Rows<'s>,
    next: Option<(i64, VariantRow)>,
}

impl Histories<'_> {
    fn advance(&mut self) -> rusqlite::Result<()> {
        self.next = match self.rows.next()? {
            Some(row) => Some((unit_and_place(row.get(0)?).0, VariantRow::read(row)?)),
            None => None,
        };
        Ok(())
    }

    /// The history of a unit, which must come after the one that was asked for before.
    fn of(&mut self, unit: i64) -> rusqlite::Result<Vec<VariantRow>> {
        let mut history = Vec::with_capacity(4);
        while let Some((next, row)) = self.next.take_if(|next| next.0 <= unit) {
            if next == unit {
                history.push(row);
            }
            self.advance()?;
        }
        Ok(history)
    }
}
