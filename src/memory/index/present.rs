//! The present texts of units, and the units that revisions have touched.

use rusqlite::Connection;

use crate::memory::Reason;
use crate::memory::catalogue::Languages;
use crate::memory::histories::present_bodies;
use crate::text::write_match_key;

pub(super) use crate::memory::histories::{EVERY_UNIT, Units};

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
    let languages = Languages::load(connection)?;
    let mut key = String::new();
    present_bodies(connection, units, |text| {
        let language = text.slot.language;
        write_match_key(&mut key, text.body.text()?, languages.tag(language)?);
        if key.is_empty() {
            return Ok(());
        }
        each(text.number.cast_unsigned(), language, &key)
    })
}
