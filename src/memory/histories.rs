//! The histories of units, read beside the units themselves in one pass over both tables.

use std::ops::RangeInclusive;

use rusqlite::{Connection, Rows};

use super::Reason;
use super::body::Body;
use super::past::{NOW, Spans, newest_places};
use super::row::{Born, PLACES, Slot, VariantRow, unit_and_place, variant_number};

/// Numbers of units that follow each other.
pub(super) type Units = RangeInclusive<i64>;

/// All units that a memory can have.
pub(super) const EVERY_UNIT: Units = 0..=(i64::MAX >> 20);

/// The rows of `variant`, taken unit by unit.
pub(super) struct Histories<'s> {
    rows: Rows<'s>,
    next: Option<(i64, VariantRow)>,
}

impl<'s> Histories<'s> {
    /// Takes rows in the order of their numbers.
    pub(super) fn new(rows: Rows<'s>) -> Result<Self, Reason> {
        let mut histories = Self { rows, next: None };
        histories.advance()?;
        Ok(histories)
    }

    fn advance(&mut self) -> Result<(), Reason> {
        self.next = match self.rows.next()? {
            Some(row) => Some((unit_and_place(row.get(0)?).0, VariantRow::read(row)?)),
            None => None,
        };
        Ok(())
    }

    /// The history of a unit, which must come after the one that was asked for before.
    pub(super) fn of(&mut self, unit: i64, born: &Born) -> Result<Vec<VariantRow>, Reason> {
        let mut history = born.rows()?;
        while let Some((next, row)) = self.next.take_if(|next| next.0 <= unit) {
            if next == unit {
                history.push(row);
            }
            self.advance()?;
        }
        Ok(history)
    }
}

/// A text of a unit.
pub(super) struct Text<'a> {
    /// The number of the variant.
    pub(super) number: i64,
    pub(super) slot: Slot,
    pub(super) body: &'a Body,
}

/// Calls with every present text of some units, in order of number.
///
/// Costs one pass over these units.
pub(super) fn present_bodies(
    connection: &Connection,
    units: &Units,
    mut each: impl FnMut(Text<'_>) -> Result<(), Reason>,
) -> Result<(), Reason> {
    let spans = Spans::load(connection)?;
    let mut rows = connection.prepare_cached(include_str!("sql/births.sql"))?;
    let mut rows = rows.query((units.start(), units.end()))?;
    let mut variants = connection.prepare_cached(include_str!("sql/variants_of_unit.sql"))?;
    let last = variant_number(*units.end(), PLACES - 1);
    let mut histories = Histories::new(variants.query((variant_number(*units.start(), 0), last))?)?;
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        let history = histories.of(number, &row.get(2)?)?;
        let mut places = newest_places(&history, spans.of(row.get(1)?), NOW);
        places.sort_unstable();
        for VariantRow {
            place, slot, body, ..
        } in places.into_iter().map(|at| &history[at])
        {
            if let Some(body) = body {
                each(Text {
                    number: variant_number(number, *place),
                    slot: *slot,
                    body,
                })?;
            }
        }
    }
    Ok(())
}

/// Calls with every text with which some units came, in order of number; whether it is present is not looked at.
///
/// Costs one pass over these units.
pub(super) fn born_bodies(
    connection: &Connection,
    units: &Units,
    mut each: impl FnMut(Text<'_>) -> Result<(), Reason>,
) -> Result<(), Reason> {
    let mut rows = connection.prepare_cached(include_str!("sql/births.sql"))?;
    let mut rows = rows.query((units.start(), units.end()))?;
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        for text in row.get::<_, Born>(2)?.rows()? {
            if let Some(body) = &text.body {
                each(Text {
                    number: variant_number(number, text.place),
                    slot: text.slot,
                    body,
                })?;
            }
        }
    }
    Ok(())
}
