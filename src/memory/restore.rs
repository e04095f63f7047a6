//! Taking texts back as they were at an earlier revision, as a new revision.

use rusqlite::Connection;

use super::changes::slots;
use super::commit::CommitReport;
use super::log::Kind;
use super::past::{self, NOW};
use super::plan::{MadeFrom, NewHeader, Plan, PlannedRow, PlannedUnit};
use super::read::{Part, Reader, checked_revision, unit_row};
use super::row::{Slot, Stored, UnitRow, VariantRow};
use super::{Memory, MemoryError, Reason, schema, write};
use crate::model::{DocumentName, Revision, Timestamp, UnitId};
use crate::text::Language;

/// What to take back.
#[derive(Clone, Debug)]
pub struct Restore<'a> {
    /// How much.
    pub scope: Scope,
    /// Only texts in these languages; all when it is empty.
    pub languages: Vec<Language>,
    /// The same for units that live in the memory alone.
    pub languages_alone: Vec<Language>,
    /// The revision whose texts are wanted; 0 is the empty memory.
    pub to: u32,
    /// Who takes them back.
    pub author: &'a str,
    /// When.
    pub time: Timestamp,
    /// Why.
    pub message: &'a str,
}

/// How much to take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One unit.
    Unit(UnitId),
    /// The units that stand in a document now, or stood there last.
    Document(DocumentName),
    /// The units that live in the memory alone.
    MemoryAlone,
    /// The whole memory.
    Everything,
}

impl Restore<'_> {
    /// The languages whose texts of a unit are taken back; all when it is empty.
    fn languages_of(&self, unit: &UnitRow) -> &[Language] {
        match unit.placement {
            Some(_) => &self.languages,
            None => &self.languages_alone,
        }
    }
}

impl Memory {
    /// Makes a new revision in which the texts are again as they were at an earlier one.
    ///
    /// Nothing is lost: what is there now stays in the history, and can be taken back the same way. Texts
    /// that came later are removed, attributes and remarks go back too. Where units stand, and whether
    /// they are obsolete, follows their document and stays as it is. Nothing is written when nothing differs.
    ///
    /// # Errors
    /// When the revision, the unit or the document is not there, or the memory cannot be written.
    pub fn restore(&mut self, restore: &Restore<'_>) -> Result<CommitReport, MemoryError> {
        if self.plan_restore(restore)?.is_empty() {
            return Ok(CommitReport::default());
        }
        self.write(|transaction| {
            let plan = plan(transaction, restore)?;
            let revision = write::apply(transaction, &plan, &revision(restore), Kind::Restore)?;
            Ok(plan.report(revision))
        })
    }

    /// Says what [`Memory::restore`] would do, and writes nothing.
    ///
    /// # Errors
    /// As for [`Memory::restore`], as far as they can be foreseen.
    pub fn plan_restore(&self, restore: &Restore<'_>) -> Result<CommitReport, MemoryError> {
        self.read(|connection| {
            let plan = plan(connection, restore)?;
            let next = Revision {
                number: schema::newest_revision(connection)? + 1,
                ..revision(restore)
            };
            Ok(plan.report(plan.needs_revision().then_some(next)))
        })
    }
}

fn revision(restore: &Restore<'_>) -> Revision {
    Revision {
        number: 0,
        time: restore.time,
        author: restore.author.to_owned(),
        message: restore.message.to_owned(),
    }
}

fn plan(connection: &Connection, restore: &Restore<'_>) -> Result<Plan, Reason> {
    checked_revision(connection, Some(restore.to))?;
    let mut reader = Reader::new(connection, NOW)?;
    let mut plan = Plan::default();
    match &restore.scope {
        Scope::Unit(id) => {
            let row = unit_row(connection, id)?.ok_or_else(|| Reason::UnknownUnit(id.clone()))?;
            let stored = Stored::read(connection, row)?;
            plan.units.extend(unit(&reader, stored, restore)?);
        }
        Scope::Document(name) => {
            reader.part(&Part::Document(name.clone()), |reader, stored| {
                plan.units.extend(unit(reader, stored, restore)?);
                Ok(true)
            })?;
        }
        Scope::MemoryAlone | Scope::Everything => {
            let newest = schema::newest_revision(connection)?;
            let touched = include_str!("sql/units_touched.sql");
            reader.all(touched, (restore.to, newest), |reader, stored| {
                if restore.scope == Scope::MemoryAlone && stored.unit.placement.is_some() {
                    return Ok(true);
                }
                plan.units.extend(unit(reader, stored, restore)?);
                Ok(true)
            })?;
        }
    }
    Ok(plan)
}

/// What has to be written to take one unit back.
fn unit(
    reader: &Reader<'_>,
    stored: Stored,
    restore: &Restore<'_>,
) -> Result<Option<PlannedUnit>, Reason> {
    let Stored {
        unit,
        history: rows,
    } = stored;
    let span = reader.spans.of(unit.intake);
    let now = past::newest(&rows, span, NOW);
    let then = past::newest(&rows, span, restore.to);
    let mut planned = Vec::new();
    for slot in slots(&then, &now) {
        let language = reader.languages.tag(slot.language)?;
        let wanted = restore.languages_of(&unit);
        if wanted.is_empty() || wanted.contains(language) {
            planned.extend(taken_back(
                language,
                past::present(&now, slot),
                past::present(&then, slot),
            ));
        }
    }
    let header = header(reader, &unit, restore)?;
    if planned.is_empty() && header.is_none() {
        return Ok(None);
    }
    let claims_id = planned.iter().any(|row| row.body.is_some()) && lost_id(reader, &unit)?;
    let taken = Taken {
        unit,
        now: &now,
        next_place: rows.last().map_or(0, |row| row.place + 1),
        header,
        claims_id,
        rows: planned,
    };
    taken.planned(reader).map(Some)
}

/// What is taken back of one unit.
pub(super) struct Taken<'a> {
    pub(super) unit: UnitRow,
    /// Its present rows.
    pub(super) now: &'a [&'a VariantRow],
    pub(super) next_place: u32,
    pub(super) header: Option<NewHeader>,
    pub(super) claims_id: bool,
    pub(super) rows: Vec<PlannedRow>,
}

impl Taken<'_> {
    /// As it is written: the source's text first.
    pub(super) fn planned(mut self, reader: &Reader<'_>) -> Result<PlannedUnit, Reason> {
        let own = self.unit.header.source_language;
        let source_language = reader.languages.tag_if(own)?;
        self.rows
            .sort_by_key(|row| Some(&row.language) != source_language.as_ref() || row.ordinal > 0);
        let source = own.and_then(|language| {
            let ordinal = 0;
            past::present(self.now, Slot { language, ordinal })
        });
        Ok(PlannedUnit {
            id: self.unit.id,
            held: Some(self.unit.number),
            claims_id: self.claims_id,
            next_place: self.next_place,
            source_place: source.map(|row| row.place),
            document: self.unit.placement.map(|place| place.document),
            header: self.header,
            source_language,
            obsolete: None,
            placement: None,
            rows: self.rows,
        })
    }
}

/// The row that brings one text back, if it differs.
pub(super) fn taken_back(
    language: &Language,
    now: Option<&VariantRow>,
    then: Option<&VariantRow>,
) -> Option<PlannedRow> {
    let (is, was) = (now.map(|row| &row.body), then.map(|row| &row.body));
    if is == was {
        return None;
    }
    let ordinal = now.or(then)?.slot.ordinal;
    Some(PlannedRow {
        language: language.clone(),
        ordinal,
        body: was.cloned().flatten(),
        replaces: now.map(|row| row.place),
        made_from: MadeFrom::Place(then.and_then(|row| row.made_from)),
    })
}

/// What is to be said of the unit as a whole, if that is something else; with some languages only their texts go back.
fn header(
    reader: &Reader<'_>,
    unit: &UnitRow,
    restore: &Restore<'_>,
) -> Result<Option<NewHeader>, Reason> {
    let (then, _) = past::described_at(reader.connection, unit, restore.to)?;
    if !restore.languages_of(unit).is_empty() || then == unit.header {
        return Ok(None);
    }
    NewHeader::of(then, reader).map(Some)
}

/// Whether the unit's id has come to name another unit, whose intake came after this one's was undone.
pub(super) fn lost_id(reader: &Reader<'_>, unit: &UnitRow) -> Result<bool, Reason> {
    let named = unit_row(reader.connection, &unit.id)?;
    Ok(named.is_none_or(|named| named.number != unit.number))
}
