//! Which rows of a unit's history were the present ones at a revision.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use smallvec::SmallVec;

use super::row::{Header, Slot, UnitRow, VariantRow};

/// As a revision to look at: the newest.
pub(super) const NOW: u32 = u32::MAX;

/// From which revision on the units of an intake are there, and from which they are not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// The revision at its end.
    pub(super) begun: u32,
    /// The revision that undid it.
    pub(super) undone: Option<u32>,
}

/// The intakes that anybody can see.
#[derive(Debug, Default)]
pub(super) struct Spans(HashMap<u32, Span>);

impl Spans {
    /// Reads them all; they are few.
    pub(super) fn load(connection: &Connection) -> rusqlite::Result<Self> {
        connection
            .prepare_cached(include_str!("sql/intake_spans.sql"))?
            .query_map([], |row| {
                let span = Span {
                    begun: row.get(1)?,
                    undone: row.get(2)?,
                };
                Ok((row.get(0)?, span))
            })?
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Adds one intake.
    pub(super) fn add(&mut self, intake: u32, begun: u32, undone: Option<u32>) {
        self.0.insert(intake, Span { begun, undone });
    }

    /// The span of a unit's intake.
    pub(super) fn of(&self, intake: Option<u32>) -> Option<Span> {
        self.0.get(&intake?).copied()
    }
}

/// The newest row of each slot at a revision, in the order in which the slots first came.
///
/// Rows that say that a variant was removed are among them. `span` is that of the unit's intake, for
/// rows that came with it. A unit of an undone intake is gone, unless a revision had written to it
/// before: what people have worked on stays.
pub(super) fn newest(rows: &[VariantRow], span: Option<Span>, at: u32) -> Vec<&VariantRow> {
    let places = newest_places(rows, span, at);
    places.into_iter().map(|place| &rows[place]).collect()
}

/// As [`newest`], the places of the rows in the history.
pub(super) fn newest_places(
    rows: &[VariantRow],
    span: Option<Span>,
    at: u32,
) -> SmallVec<[usize; 4]> {
    let came = came_until(rows, span, at);
    let mut places: SmallVec<[usize; 4]> = SmallVec::new();
    for (place, row) in rows.iter().enumerate() {
        if !row.revision.map_or(came, |revision| revision <= at) {
            continue;
        }
        match places
            .iter_mut()
            .find(|known| rows[**known].slot == row.slot)
        {
            Some(known) => *known = place,
            None => places.push(place),
        }
    }
    places
}

/// The present row of one slot, unless the variant was removed or never was.
pub(super) fn present<'a>(newest: &[&'a VariantRow], slot: Slot) -> Option<&'a VariantRow> {
    newest
        .iter()
        .find(|row| row.slot == slot && row.body.is_some())
        .copied()
}

/// Whether the rows that came with an intake count at a revision.
fn came_until(rows: &[VariantRow], span: Option<Span>, at: u32) -> bool {
    let Some(Span { begun, undone }) = span else {
        return false;
    };
    let written_before = |end: u32| {
        rows.iter()
            .filter_map(|row| row.revision)
            .any(|revision| revision < end)
    };
    begun <= at && undone.is_none_or(|end| end > at || written_before(end))
}

/// What was said of a unit as a whole at a revision, and whether it was obsolete.
pub(super) fn described_at(
    connection: &Connection,
    unit: &UnitRow,
    at: u32,
) -> rusqlite::Result<(Header, bool)> {
    let now = || (unit.header.clone(), unit.obsolete);
    if at == NOW {
        return Ok(now());
    }
    let then = connection
        .prepare_cached(include_str!("sql/described_at.sql"))?
        .query_row((unit.number, at), |row| {
            let header = Header {
                source_language: row.get(0)?,
                attributes: row.get(1)?,
                remarks: row.get(2)?,
            };
            Ok((header, row.get::<_, Option<bool>>(3)?.unwrap_or(false)))
        })
        .optional()?;
    Ok(then.unwrap_or_else(now))
}
