//! Saving what has changed as one revision.

use std::cmp::Ordering;

use rusqlite::Connection;

use super::log::Kind;
use super::plan::{Plan, PlannedRow};
use super::{Memory, MemoryError, Reason, schema, wish, write};
use crate::model::{DocumentName, Revision, Timestamp, Unit, UnitId};
use crate::text::Language;

/// What a caller wants to save.
///
/// `Commit { units, ..Commit::new(author, time, message) }` is the usual way to make one.
#[derive(Clone, Debug)]
pub struct Commit<'a> {
    /// Units with the texts that they are to have. Languages that a unit does not mention stay as they
    /// are; an untranslated variant that the memory does not have is not stored. A unit with a
    /// placement stands there from now on, and is obsolete no more.
    pub units: &'a [Unit],
    /// Units that their document no longer has; their texts stay. Ids that the memory does not know are
    /// passed over.
    pub obsolete: &'a [UnitId],
    /// Variants to remove; their history stays.
    pub removed: &'a [(UnitId, Language)],
    /// Who saves.
    pub author: &'a str,
    /// When.
    pub time: Timestamp,
    /// Why.
    pub message: &'a str,
    /// The revision that the caller read before the change; a variant that others have changed since is
    /// a conflict, and nothing is written. Without it the caller's texts replace whatever is there.
    pub based_on: Option<u32>,
    /// What an empty list of attributes or remarks means.
    pub details: Details,
}

/// What an empty list of attributes or remarks, on a unit or a variant of a commit, means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Details {
    /// That the caller has nothing to say: what the memory has stays.
    #[default]
    Add,
    /// Remarks on a variant that are not given are none, and go; attributes stay, and what is said of the unit.
    Remarks,
    /// That there are none: what the memory has goes.
    Replace,
}

/// What a commit did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommitReport {
    /// The revision; `None` when no text changed.
    pub revision: Option<Revision>,
    /// Units that are new to the memory.
    pub units_added: u64,
    /// Units that stand elsewhere now.
    pub units_moved: u64,
    /// Units that their document no longer has.
    pub units_obsolete: u64,
    /// Units that were obsolete, and are no more.
    pub units_revived: u64,
    /// Units of which the source language, attributes or remarks changed.
    pub units_described: u64,
    /// Variants that are new.
    pub variants_added: u64,
    /// Variants that say something else now.
    pub variants_changed: u64,
    /// Variants that were removed.
    pub variants_removed: u64,
    /// The variants by document and language, sorted; the memory's own units last.
    pub counts: Vec<Count>,
}

/// How many variants of one document and language changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The document; `None` for units that live in the memory alone.
    pub document: Option<DocumentName>,
    /// The language.
    pub language: Language,
    /// New variants.
    pub added: u64,
    /// Variants that say something else now.
    pub changed: u64,
    /// Variants that were removed.
    pub removed: u64,
}

impl<'a> Commit<'a> {
    /// A commit of nothing yet.
    #[must_use]
    pub fn new(author: &'a str, time: Timestamp, message: &'a str) -> Self {
        Self {
            units: &[],
            obsolete: &[],
            removed: &[],
            author,
            time,
            message,
            based_on: None,
            details: Details::default(),
        }
    }
}

impl Memory {
    /// Saves what differs from the present as a new revision, which is on disk when this returns.
    ///
    /// Finds out itself what differs. When nothing does there is no revision and nothing is written;
    /// when units only stand elsewhere that is stored without a revision.
    ///
    /// # Errors
    /// [`Reason::Conflict`] when others changed a variant since `based_on`; and when another process
    /// writes for too long, the disk is full, or the memory cannot be written. Nothing is written then.
    pub fn commit(&mut self, commit: &Commit<'_>) -> Result<CommitReport, MemoryError> {
        let (plan, seen) =
            self.read(|connection| Ok((plan(connection, commit)?, data_version(connection)?)))?;
        if plan.is_empty() {
            return Ok(CommitReport::default());
        }
        self.write(|transaction| {
            let plan = if data_version(transaction)? == seen {
                plan
            } else {
                self::plan(transaction, commit)?
            };
            refuse_collisions(&plan, commit.based_on)?;
            let revision = write::apply(transaction, &plan, &revision(commit), Kind::Commit)?;
            Ok(plan.report(revision))
        })
    }

    /// Says what [`Memory::commit`] would do, and writes nothing.
    ///
    /// # Errors
    /// As for [`Memory::commit`], as far as they can be foreseen.
    pub fn plan(&self, commit: &Commit<'_>) -> Result<CommitReport, MemoryError> {
        self.read(|connection| {
            let plan = plan(connection, commit)?;
            refuse_collisions(&plan, commit.based_on)?;
            let next = Revision {
                number: schema::newest_revision(connection)? + 1,
                ..revision(commit)
            };
            Ok(plan.report(plan.needs_revision().then_some(next)))
        })
    }
}

fn plan(connection: &Connection, commit: &Commit<'_>) -> Result<Plan, Reason> {
    let wishes = wish::of(commit);
    Plan::new(connection, &wishes, commit.details, commit.based_on)
}

fn refuse_collisions(plan: &Plan, based_on: Option<u32>) -> Result<(), Reason> {
    match based_on {
        Some(based_on) if !plan.collisions.is_empty() => Err(Reason::Conflict {
            based_on,
            units: plan.collisions.clone(),
        }),
        _ => Ok(()),
    }
}

/// The revision of a commit, without its number.
fn revision(commit: &Commit<'_>) -> Revision {
    Revision {
        number: 0,
        time: commit.time,
        author: commit.author.to_owned(),
        message: commit.message.to_owned(),
    }
}

/// A number that changes when another connection has written.
pub(super) fn data_version(connection: &Connection) -> Result<i64, Reason> {
    Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

impl CommitReport {
    /// Whether nothing was, or would be, written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Counts one row of a plan.
    pub(super) fn add(&mut self, document: Option<&DocumentName>, row: &PlannedRow) {
        let known =
            |count: &Count| count.language == row.language && count.document.as_ref() == document;
        let at = self.counts.iter().position(known).unwrap_or_else(|| {
            self.counts.push(Count {
                document: document.cloned(),
                language: row.language.clone(),
                added: 0,
                changed: 0,
                removed: 0,
            });
            self.counts.len() - 1
        });
        let count = &mut self.counts[at];
        let (one, all) = match (&row.body, row.replaces) {
            (None, _) => (&mut count.removed, &mut self.variants_removed),
            (Some(_), None) => (&mut count.added, &mut self.variants_added),
            (Some(_), Some(_)) => (&mut count.changed, &mut self.variants_changed),
        };
        *one += 1;
        *all += 1;
    }
}

impl Count {
    /// Documents by name, the memory's own units last; then languages by tag.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let key = |count: &Self| (count.document.is_none(), count.document.clone());
        (key(self), &self.language).cmp(&(key(other), &other.language))
    }
}
