//! Entering the ids of an import in the order of the ids.

use rusqlite::{OptionalExtension, Transaction};

use super::content;
use super::sieve::with_original_id;
use crate::memory::Reason;
use crate::memory::packed::unpacked_list;
use crate::model::UnitId;

/// So many ids are entered in one step.
pub(super) const STEP: usize = 5000;

/// An id and the unit that it is to name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    id: String,
    unit: i64,
}

impl Name {
    pub(super) fn new(id: UnitId, unit: i64) -> Self {
        Self { id: id.0, unit }
    }
}

/// Enters ids; a unit whose id others have taken meanwhile gets another.
pub(super) fn enter(transaction: &Transaction<'_>, names: &[Name]) -> Result<(), Reason> {
    let mut statement = transaction.prepare_cached(include_str!("../sql/enter_id.sql"))?;
    for name in names {
        if statement.execute((&name.id, name.unit))? == 0 {
            rename(transaction, name)?;
        }
    }
    Ok(())
}

/// Gives other ids to units whose ids others have taken since they were entered.
pub(super) fn settle(transaction: &Transaction<'_>, intake: u32) -> Result<(), Reason> {
    let mut statement = transaction.prepare_cached(include_str!("../sql/lost_names.sql"))?;
    let lost: Vec<Name> = statement
        .query_map([intake], |row| {
            Ok(Name {
                id: row.get(0)?,
                unit: row.get(1)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    lost.iter().try_for_each(|name| rename(transaction, name))
}

fn rename(transaction: &Transaction<'_>, name: &Name) -> Result<(), Reason> {
    let fingerprint = blake3::hash(format!("{} {}", name.unit, name.id).as_bytes());
    let mut enter = transaction.prepare_cached(include_str!("../sql/enter_id.sql"))?;
    let mut attempt = 0;
    let id = loop {
        let id = content::id(fingerprint.as_bytes(), attempt);
        if enter.execute((&id.0, name.unit))? > 0 {
            break id;
        }
        attempt += 1;
    };
    let remarks: Option<String> = transaction
        .prepare_cached(include_str!("../sql/remarks_of_unit.sql"))?
        .query_row([name.unit], |row| row.get(0))
        .optional()?
        .flatten();
    let remarks = unpacked_list("remarks", remarks.as_deref())?;
    transaction
        .prepare_cached(include_str!("../sql/rename_unit.sql"))?
        .execute((
            name.unit,
            &id.0,
            with_original_id(remarks, UnitId(name.id.clone())),
        ))?;
    Ok(())
}
