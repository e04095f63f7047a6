//! Reading units as they are, or as they were at a revision.

use rusqlite::{Connection, OptionalExtension, Params};

use super::catalogue::{Languages, Savers, document_number};
use super::histories::Histories;
use super::packed::unpack_list;
use super::past::{self, NOW, Spans};
use super::row::{Stored, UnitRow, VariantRow};
use super::{Memory, MemoryError, Reason, schema};
use crate::model::{DocumentName, InlineCode, Saved, Unit, UnitId, Variant};
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
    /// Shows units one after the other, in the order of an export: documents by name, each in its
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
        mut each: impl FnMut(&Unit) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut stopped = None;
        let mut unit = nothing();
        let outcome = self.read(|connection| {
            let at = checked_revision(connection, filter.at)?;
            let mut reader = Reader::new(connection, at)?;
            reader.part(&filter.part, |reader, stored| {
                if stored.unit.obsolete && filter.obsolete == Obsolete::LeaveOut {
                    return Ok(true);
                }
                if reader.fill(&mut unit, &stored, &filter.languages)? {
                    stopped = each(&unit).err();
                }
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
            let unit = Reader::new(connection, NOW)?.unit(&stored, &[])?;
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
                let unit = reader.unit(&stored, &[])?;
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
    /// Inline codes whose main memory can be used again.
    spare: Vec<InlineCode>,
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
            spare: Vec::new(),
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
        let mut histories = Histories::new(variants.query([])?)?;
        while let Some(row) = units.next()? {
            let unit = UnitRow::read(row)?;
            let history = histories.of(unit.number, &unit.born)?;
            if !each(self, Stored { unit, history })? {
                break;
            }
        }
        Ok(())
    }

    /// The unit with its texts in the wanted languages (all when none is named); `None` without any.
    pub(super) fn unit(
        &mut self,
        stored: &Stored,
        wanted: &[Language],
    ) -> Result<Option<Unit>, Reason> {
        let mut unit = nothing();
        Ok(self.fill(&mut unit, stored, wanted)?.then_some(unit))
    }

    /// Makes of a unit the stored one with its texts in the wanted languages, and uses again what it holds of main
    /// memory; `false` when there is no such text.
    fn fill(
        &mut self,
        unit: &mut Unit,
        Stored { unit: row, history }: &Stored,
        wanted: &[Language],
    ) -> Result<bool, Reason> {
        let places = past::newest_places(history, self.spans.of(row.intake), self.at);
        let mut count = 0;
        for VariantRow {
            slot,
            revision,
            body,
            ..
        } in places.into_iter().map(|place| &history[place])
        {
            let language = self.languages.tag(slot.language)?;
            let Some(body) = body else {
                continue;
            };
            if !wanted.is_empty() && !wanted.contains(language) {
                continue;
            }
            let language = language.clone();
            if count == unit.variants.len() {
                unit.variants.push(Variant::new(language, ""));
            } else {
                unit.variants[count].language = language;
            }
            let variant = &mut unit.variants[count];
            body.write_into(variant, &mut self.spare)?;
            variant.saved = self.saved(*revision)?;
            count += 1;
        }
        unit.variants.truncate(count);
        if count == 0 {
            return Ok(false);
        }
        let then;
        let header = if self.at == NOW {
            &row.header
        } else {
            then = past::described_at(self.connection, row, self.at)?.0;
            &then
        };
        unit.source_language = self.languages.tag_if(header.source_language)?;
        let is_source =
            |variant: &Variant| Some(&variant.language) == unit.source_language.as_ref();
        if let Some(at) = unit.variants.iter().position(is_source) {
            unit.variants[..=at].rotate_right(1);
        }
        unit.id.clone_from(&row.id);
        unit.placement.clone_from(&row.placement);
        unpack_list(
            "attributes",
            header.attributes.as_deref(),
            &mut unit.attributes,
        )?;
        unpack_list("remarks", header.remarks.as_deref(), &mut unit.remarks)?;
        Ok(true)
    }

    /// The variant of a row; `None` when the row says that it was removed.
    pub(super) fn variant_of(&mut self, row: &VariantRow) -> Result<Option<Variant>, Reason> {
        let Some(body) = &row.body else {
            return Ok(None);
        };
        let mut variant = Variant::new(self.languages.tag(row.slot.language)?.clone(), "");
        body.write_into(&mut variant, &mut self.spare)?;
        variant.saved = self.saved(row.revision)?;
        Ok(Some(variant))
    }

    fn saved(&mut self, revision: Option<u32>) -> Result<Option<Saved>, Reason> {
        revision
            .map(|revision| self.savers.of(self.connection, revision))
            .transpose()
    }
}

/// A unit to be filled.
fn nothing() -> Unit {
    Unit {
        id: UnitId(String::new()),
        placement: None,
        source_language: None,
        variants: Vec::new(),
        attributes: Vec::new(),
        remarks: Vec::new(),
    }
}
