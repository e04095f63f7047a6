//! What a revision changed, and what lies between two.

use super::packed::unpacked_list;
use super::past;
use super::read::{Reader, checked_revision};
use super::row::{Header, Slot, Stored, UnitRow, VariantRow};
use super::{Memory, MemoryError, Reason};
use crate::model::{Attributes, DocumentName, Remark, UnitId, Variant};
use crate::text::Language;

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The unit.
    pub unit: UnitId,
    /// The document in which the unit stands now; `None` for one that lives in the memory alone.
    pub document: Option<DocumentName>,
    /// What changed.
    pub what: What,
}

/// What changed of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// One of its texts, or what is said of the text.
    Text {
        /// The language.
        language: Language,
        /// The number among the variants of that language, counted from 0.
        ordinal: u32,
        /// What there was before; `None` when there was nothing.
        old: Option<Box<Variant>>,
        /// What there is after; `None` when it was removed.
        new: Option<Box<Variant>>,
    },
    /// Its document has it no more.
    Obsolete,
    /// Its document has it again.
    Revived,
    /// What is said of it as a whole.
    Described {
        /// Before.
        old: Description,
        /// After.
        new: Description,
    },
}

/// What is said of a unit as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// The language that the others were made from.
    pub source_language: Option<Language>,
    /// Attributes of its file.
    pub attributes: Attributes,
    /// Notes and properties.
    pub remarks: Vec<Remark>,
}

impl Memory {
    /// What a revision changed, in the order of an export.
    ///
    /// # Errors
    /// When there is no such revision, or the memory cannot be read.
    pub fn show(&self, revision: u32) -> Result<Vec<Change>, MemoryError> {
        if revision == 0 {
            let newest = self.newest_revision()?;
            return Err(self.error(Reason::UnknownRevision { asked: 0, newest }));
        }
        let mut changes = Vec::new();
        self.changes(revision - 1, revision, |change| {
            changes.push(change);
            Ok::<_, MemoryError>(())
        })?;
        Ok(changes)
    }

    /// Hands over what differs between two revisions, in the order of an export; revision 0 is the empty
    /// memory. `from` may be the later one.
    ///
    /// Costs as much as was written between the two.
    ///
    /// # Errors
    /// When there is no such revision, the memory cannot be read, or `each` fails.
    pub fn changes<E: From<MemoryError>>(
        &self,
        from: u32,
        to: u32,
        mut each: impl FnMut(Change) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut stopped = None;
        let outcome = self.read(|connection| {
            checked_revision(connection, Some(from.max(to)))?;
            let mut reader = Reader::new(connection, to)?;
            let statement = include_str!("sql/units_touched.sql");
            reader.all(statement, (from.min(to), from.max(to)), |reader, stored| {
                for change in between(reader, &stored, from, to)? {
                    stopped = each(change).err();
                    if stopped.is_some() {
                        return Ok(false);
                    }
                }
                Ok(true)
            })?;
            Ok(())
        });
        match stopped {
            Some(error) => Err(error),
            None => Ok(outcome?),
        }
    }
}

/// What of one unit differs between two revisions.
fn between(
    reader: &mut Reader<'_>,
    Stored { unit, history }: &Stored,
    from: u32,
    to: u32,
) -> Result<Vec<Change>, Reason> {
    let mut what = described(reader, unit, from, to)?;
    let span = reader.spans.of(unit.intake);
    let before = past::newest(history, span, from);
    let after = past::newest(history, span, to);
    for slot in slots(&before, &after) {
        let (old, new) = (past::present(&before, slot), past::present(&after, slot));
        if old.map(|row| &row.body) == new.map(|row| &row.body) {
            continue;
        }
        what.push(What::Text {
            language: reader.languages.tag(slot.language)?.clone(),
            ordinal: slot.ordinal,
            old: variant(reader, old)?,
            new: variant(reader, new)?,
        });
    }
    let document = unit.placement.as_ref().map(|place| &place.document);
    let changes = what.into_iter().map(|what| Change {
        unit: unit.id.clone(),
        document: document.cloned(),
        what,
    });
    Ok(changes.collect())
}

fn described(reader: &Reader<'_>, unit: &UnitRow, from: u32, to: u32) -> Result<Vec<What>, Reason> {
    let (old, was_obsolete) = past::described_at(reader.connection, unit, from)?;
    let (new, is_obsolete) = past::described_at(reader.connection, unit, to)?;
    let mut what = Vec::new();
    if was_obsolete != is_obsolete {
        what.push(if is_obsolete {
            What::Obsolete
        } else {
            What::Revived
        });
    }
    if old != new {
        what.push(What::Described {
            old: description(reader, &old)?,
            new: description(reader, &new)?,
        });
    }
    Ok(what)
}

fn description(reader: &Reader<'_>, header: &Header) -> Result<Description, Reason> {
    Ok(Description {
        source_language: reader.languages.tag_if(header.source_language)?,
        attributes: unpacked_list("attributes", header.attributes.as_deref())?,
        remarks: unpacked_list("remarks", header.remarks.as_deref())?,
    })
}

/// The slots of both, in the order of the history.
pub(super) fn slots(before: &[&VariantRow], after: &[&VariantRow]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = before.iter().map(|row| row.slot).collect();
    for row in after {
        if !slots.contains(&row.slot) {
            slots.push(row.slot);
        }
    }
    slots
}

fn variant(
    reader: &mut Reader<'_>,
    row: Option<&VariantRow>,
) -> Result<Option<Box<Variant>>, Reason> {
    match row {
        Some(row) => Ok(reader.variant_of(row)?.map(Box::new)),
        None => Ok(None),
    }
}
