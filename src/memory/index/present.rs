//! The present texts of units, and the units that revisions have touched.

use std::ops::RangeInclusive;

use rusqlite::{Connection, Rows};

use crate::memory::Reason;
use crate::memory::past::{NOW, Spans, newest_places};
use crate::memory::row::{PLACES, Slot, VariantRow, unit_and_place, variant_number};

/// Numbers of units that follow each other.
pub(super) type Units = RangeInclusive<i64>;

/// All units that a memory can have.
pub(super) const EVERY_UNIT: Units = 0..=(i64::MAX >> 20);

/// The units that the revisions after `after` up to `until` have written to, brought, or taken away, and perhaps
/// some between them; in order, none twice.
pub(super) fn touched(
    connection: &Connection,
    after: u32,
    until: u32,
) -> Result<Vec<Units>, Reason> {
    let mut statement = connection.prepare_cached(include_str!("../sql/touched_units.sql"))?;
    let mut rows = statement.query((after, until))?;
    let mut touched: Vec<Units> = Vec::new();
    while let Some(row) = rows.next()? {
        let (first, last): (i64, i64) = (row.get(0)?, row.get(1)?);
        match touched.last_mut() {
            Some(before) if first <= before.end() + 1 => {
                *before = *before.start()..=last.max(*before.end());
            }
            _ => touched.push(first..=last),
        }
    }
    Ok(touched)
}

/// How many units [`touched`] would give at most; costs little.
pub(super) fn touched_at_most(
    connection: &Connection,
    after: u32,
    until: u32,
) -> rusqlite::Result<u64> {
    connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM variant WHERE revision > ?1 AND revision <= ?2)
             + (SELECT coalesce(sum(last_unit - first_unit + 1), 0) FROM intake
                WHERE revision > ?1 AND revision <= ?2 OR undone > ?1 AND undone <= ?2)",
        )?
        .query_row((after, until), |row| row.get(0).map(i64::cast_unsigned))
}

/// How many units these are.
pub(super) fn count(units: &[Units]) -> u64 {
    let counts = units.iter().map(|units| units.end() - units.start() + 1);
    counts.map(i64::cast_unsigned).sum()
}

/// Calls with the number, the language and the key of every present text of some units, in order of number.
pub(super) fn present_texts(
    connection: &Connection,
    units: &Units,
    mut each: impl FnMut(u64, i64, &str) -> Result<(), Reason>,
) -> Result<(), Reason> {
    let spans = Spans::load(connection)?;
    let mut statement = connection.prepare_cached(include_str!("../sql/intakes_of_units.sql"))?;
    let mut intakes = statement.query((units.start(), units.end()))?;
    let mut statement = connection.prepare_cached(include_str!("../sql/present_texts.sql"))?;
    let last = variant_number(*units.end(), PLACES - 1);
    let mut rows = statement.query((variant_number(*units.start(), 0), last))?;
    let mut unit = History::default();
    while let Some(row) = rows.next()? {
        let (number, place) = unit_and_place(row.get(0)?);
        if number != unit.number {
            unit.hand_over(&spans, &mut each)?;
            unit.number = number;
            unit.intake = intake_of(&mut intakes, number)?;
        }
        unit.rows.push(VariantRow {
            place,
            revision: row.get(1)?,
            slot: Slot {
                language: row.get(2)?,
                ordinal: row.get(3)?,
            },
            made_from: None,
            body: None,
        });
        let key = row.get_ref(4)?.as_str_or_null();
        let key = key.map_err(rusqlite::Error::from)?.unwrap_or_default();
        unit.keys.push_str(key);
        unit.ends.push(unit.keys.len());
    }
    unit.hand_over(&spans, &mut each)
}

/// The intake that brought a unit; the units must be asked for in order.
fn intake_of(intakes: &mut Rows<'_>, unit: i64) -> Result<Option<u32>, Reason> {
    while let Some(row) = intakes.next()? {
        if row.get::<_, i64>(0)? == unit {
            return Ok(row.get(1)?);
        }
    }
    Err(Reason::Damaged("a variant belongs to no unit".to_owned()))
}

/// The texts that one unit ever had.
#[derive(Default)]
struct History {
    number: i64,
    intake: Option<u32>,
    rows: Vec<VariantRow>,
    /// The keys one after the other, nothing for a text that was removed.
    keys: String,
    /// Where each key ends.
    ends: Vec<usize>,
}

impl History {
    /// Calls with the present texts, and forgets all.
    fn hand_over(
        &mut self,
        spans: &Spans,
        each: &mut impl FnMut(u64, i64, &str) -> Result<(), Reason>,
    ) -> Result<(), Reason> {
        let mut places = newest_places(&self.rows, spans.of(self.intake), NOW);
        places.sort_unstable();
        for at in places {
            let row = &self.rows[at];
            let begin = at.checked_sub(1).map_or(0, |before| self.ends[before]);
            let key = &self.keys[begin..self.ends[at]];
            if !key.is_empty() {
                let number = variant_number(self.number, row.place);
                each(number.cast_unsigned(), row.slot.language, key)?;
            }
        }
        self.rows.clear();
        self.keys.clear();
        self.ends.clear();
        Ok(())
    }
}
