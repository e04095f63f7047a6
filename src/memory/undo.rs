//! Taking one revision back, as a new revision.

use rusqlite::Connection;

use super::changes::slots;
use super::commit::CommitReport;
use super::log::Kind;
use super::past::{self, NOW};
use super::plan::{NewHeader, Plan, PlannedRow, PlannedUnit};
use super::read::{Reader, checked_revision};
use super::restore::{Taken, lost_id, taken_back};
use super::row::{Slot, Stored, UnitRow, VariantRow};
use super::{Collision, Memory, MemoryError, Reason, schema, write};
use crate::model::{Revision, Timestamp, UnitId};
use crate::text::Language;

/// Which revision to take back, and how much of it.
#[derive(Clone, Debug)]
pub struct Undo<'a> {
    /// The revision.
    pub revision: u32,
    /// Of units that stand in a document only texts in these languages; all when it is empty.
    pub languages: &'a [Language],
    /// Texts that are left as they are.
    pub except: &'a [(UnitId, Language)],
    /// Who takes it back.
    pub author: &'a str,
    /// When.
    pub time: Timestamp,
    /// Why.
    pub message: &'a str,
}

/// What the taking back of a revision did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoneRevision {
    /// What was written.
    pub report: CommitReport,
    /// Texts of the revision that others have changed since, each with the newest revision that did; they are
    /// left as they are.
    pub collisions: Vec<Collision>,
}

impl Memory {
    /// Makes a new revision in which the texts that an earlier one wrote are again what they were before it.
    ///
    /// Texts that were changed since are left as they are and named. What is taken back stays in the history.
    /// Where units stand, and whether they are obsolete, follows their document and stays. Nothing is written
    /// when nothing is to be taken back. Costs as much as the revision wrote.
    ///
    /// # Errors
    /// When there is no such revision, or the memory cannot be written.
    pub fn undo(&mut self, undo: &Undo<'_>) -> Result<UndoneRevision, MemoryError> {
        let planned = self.plan_undo(undo)?;
        if planned.report.is_empty() {
            return Ok(planned);
        }
        self.write(|transaction| {
            let plan = plan(transaction, undo)?;
            let revision = write::apply(transaction, &plan, &revision(undo), Kind::Restore)?;
            Ok(done(plan, revision))
        })
    }

    /// Says what [`Memory::undo`] would do, and writes nothing.
    ///
    /// # Errors
    /// As for [`Memory::undo`], as far as they can be foreseen.
    pub fn plan_undo(&self, undo: &Undo<'_>) -> Result<UndoneRevision, MemoryError> {
        self.read(|connection| {
            let plan = plan(connection, undo)?;
            let next = Revision {
                number: schema::newest_revision(connection)? + 1,
                ..revision(undo)
            };
            let revision = plan.needs_revision().then_some(next);
            Ok(done(plan, revision))
        })
    }
}

fn done(plan: Plan, revision: Option<Revision>) -> UndoneRevision {
    UndoneRevision {
        report: plan.report(revision),
        collisions: plan.collisions,
    }
}

fn revision(undo: &Undo<'_>) -> Revision {
    Revision {
        number: 0,
        time: undo.time,
        author: undo.author.to_owned(),
        message: undo.message.to_owned(),
    }
}

fn plan(connection: &Connection, undo: &Undo<'_>) -> Result<Plan, Reason> {
    checked_revision(connection, Some(undo.revision))?;
    let Some(before) = undo.revision.checked_sub(1) else {
        let newest = schema::newest_revision(connection)?;
        return Err(Reason::UnknownRevision { asked: 0, newest });
    };
    let mut plan = Plan::default();
    let touched = include_str!("sql/units_touched.sql");
    let mut reader = Reader::new(connection, NOW)?;
    reader.all(touched, (before, undo.revision), |reader, stored| {
        let planned = unit(reader, stored, undo, &mut plan.collisions)?;
        plan.units.extend(planned);
        Ok(true)
    })?;
    Ok(plan)
}

/// What has to be written to take back what the revision did to one unit.
fn unit(
    reader: &Reader<'_>,
    Stored {
        unit,
        history: rows,
    }: Stored,
    undo: &Undo<'_>,
    collisions: &mut Vec<Collision>,
) -> Result<Option<PlannedUnit>, Reason> {
    let span = reader.spans.of(unit.intake);
    let at = |revision| past::newest(&rows, span, revision);
    let (before, after, now) = (at(undo.revision - 1), at(undo.revision), at(NOW));
    let mut planned: Vec<PlannedRow> = Vec::new();
    for slot in slots(&before, &after) {
        let text = |rows: &[&'_ VariantRow]| past::present(rows, slot).map(|row| row.body.clone());
        let language = reader.languages.tag(slot.language)?;
        let is_wanted = unit.placement.is_none()
            || undo.languages.is_empty()
            || undo.languages.contains(language);
        let is_left = |(id, tag): &(UnitId, Language)| *id == unit.id && tag == language;
        if !is_wanted || text(&before) == text(&after) || undo.except.iter().any(is_left) {
            continue;
        }
        let (is, was) = (past::present(&now, slot), past::present(&before, slot));
        if text(&now) == text(&after) {
            planned.extend(taken_back(language, is, was));
        } else if text(&now) != text(&before) {
            collisions.push(collision(&unit.id, language, &now, slot));
        }
    }
    let header = header(reader, &unit, undo)?;
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

fn collision(unit: &UnitId, language: &Language, now: &[&VariantRow], slot: Slot) -> Collision {
    let newest = now.iter().find(|row| row.slot == slot);
    Collision {
        unit: unit.clone(),
        language: language.clone(),
        revision: newest.and_then(|row| row.revision).unwrap_or(0),
    }
}

/// What is to be said again of a unit as a whole; of one that stands in a document nothing.
fn header(
    reader: &Reader<'_>,
    unit: &UnitRow,
    undo: &Undo<'_>,
) -> Result<Option<NewHeader>, Reason> {
    if unit.placement.is_some() && !undo.languages.is_empty() {
        return Ok(None);
    }
    let at = |revision| past::described_at(reader.connection, unit, revision);
    let (before, after) = (at(undo.revision - 1)?.0, at(undo.revision)?.0);
    if before == after || after != unit.header {
        return Ok(None);
    }
    NewHeader::of(before, reader).map(Some)
}
