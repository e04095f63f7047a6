//! Writing a plan into the tables.

use rusqlite::{CachedStatement, Transaction};

use super::body::Body;
use super::catalogue::{Languages, document_number_or_new};
use super::log::Kind;
use super::plan::{MadeFrom, NewHeader, Plan, PlannedRow, PlannedUnit};
use super::row::{PLACES, Slot, variant_number};
use super::{Reason, schema};
use crate::model::{Placement, Revision, UnitId};

/// Writes a plan; as a new revision when it changes more than places.
///
/// The number of `revision` is not looked at: the next one is taken.
pub(super) fn apply(
    transaction: &Transaction<'_>,
    plan: &Plan,
    revision: &Revision,
    kind: Kind,
) -> Result<Option<Revision>, Reason> {
    let revision = if plan.needs_revision() {
        Some(add_revision(transaction, revision, kind)?)
    } else {
        None
    };
    let mut writer = Writer {
        transaction,
        languages: Languages::load(transaction)?,
        revision: revision.as_ref().map_or(0, |revision| revision.number),
    };
    for unit in &plan.units {
        writer.unit(unit)?;
    }
    Ok(revision)
}

/// Writes the next revision.
pub(super) fn add_revision(
    transaction: &Transaction<'_>,
    revision: &Revision,
    kind: Kind,
) -> Result<Revision, Reason> {
    let revision = Revision {
        number: schema::newest_revision(transaction)? + 1,
        ..revision.clone()
    };
    transaction
        .prepare_cached(include_str!("sql/add_revision.sql"))?
        .execute((
            revision.number,
            kind.number(),
            revision.time.0,
            &revision.author,
            &revision.message,
        ))?;
    Ok(revision)
}

struct Writer<'t> {
    transaction: &'t Transaction<'t>,
    languages: Languages,
    revision: u32,
}

impl Writer<'_> {
    fn unit(&mut self, unit: &PlannedUnit) -> Result<(), Reason> {
        let number = match unit.held {
            Some(number) => {
                self.describe(number, unit)?;
                number
            }
            None => self.add_unit(unit)?,
        };
        if unit.claims_id {
            self.transaction
                .prepare_cached(include_str!("sql/claim_id.sql"))?
                .execute((unit.id.as_str(), number))?;
        }
        if let Some(placement) = &unit.placement {
            let document = document_number_or_new(self.transaction, &placement.document)?;
            place_unit(self.transaction, number, document, placement)?;
        }
        self.rows(number, unit)
    }

    fn add_unit(&mut self, unit: &PlannedUnit) -> Result<i64, Reason> {
        let header = unit.header.clone().unwrap_or_default();
        let source = self.source_language(&header)?;
        let new = NewUnit {
            number: None,
            id: &unit.id,
            source_language: source,
            intake: None,
            attributes: header.attributes.as_deref(),
            remarks: header.remarks.as_deref(),
            obsolete: unit.obsolete == Some(true),
            born: None,
        };
        UnitRows::new(self.transaction)?.add(&new)?;
        let number = self.transaction.last_insert_rowid();
        self.transaction
            .prepare_cached(include_str!("sql/claim_id.sql"))?
            .execute((unit.id.as_str(), number))?;
        Ok(number)
    }

    /// Changes what is said of a unit as a whole, and keeps what was said before.
    fn describe(&mut self, number: i64, unit: &PlannedUnit) -> Result<(), Reason> {
        if unit.header.is_none() && unit.obsolete.is_none() {
            return Ok(());
        }
        let transaction = self.transaction;
        transaction
            .prepare_cached(include_str!("sql/keep_birth.sql"))?
            .execute([number])?;
        if let Some(header) = &unit.header {
            let source = self.source_language(header)?;
            transaction
                .prepare_cached(include_str!("sql/describe_unit.sql"))?
                .execute((number, source, &header.attributes, &header.remarks))?;
        }
        if let Some(obsolete) = unit.obsolete {
            transaction
                .prepare_cached(include_str!("sql/obsolete_unit.sql"))?
                .execute((number, Some(obsolete).filter(|obsolete| *obsolete)))?;
        }
        transaction
            .prepare_cached(include_str!("sql/keep_change.sql"))?
            .execute((number, self.revision))?;
        Ok(())
    }

    fn source_language(&mut self, header: &NewHeader) -> Result<Option<i64>, Reason> {
        let language = header.source_language.as_ref();
        language
            .map(|language| self.languages.number_or_new(self.transaction, language))
            .transpose()
    }

    fn rows(&mut self, number: i64, unit: &PlannedUnit) -> Result<(), Reason> {
        let mut source_place = unit.source_place;
        for (place, row) in (unit.next_place..).zip(&unit.rows) {
            if place >= PLACES {
                return Err(Reason::TooLong(unit.id.clone()));
            }
            let made_from = match row.made_from {
                MadeFrom::Present => source_place,
                MadeFrom::Place(place) => place,
            };
            self.row(number, place, row, made_from)?;
            if Some(&row.language) == unit.source_language.as_ref() && row.ordinal == 0 {
                source_place = row.body.is_some().then_some(place);
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        unit: i64,
        place: u32,
        row: &PlannedRow,
        made_from: Option<u32>,
    ) -> Result<(), Reason> {
        let language = self
            .languages
            .number_or_new(self.transaction, &row.language)?;
        let number = variant_number(unit, place);
        let slot = Slot {
            language,
            ordinal: row.ordinal,
        };
        let revision = self.revision;
        add_variant(
            self.transaction,
            number,
            revision,
            slot,
            made_from,
            row.body.as_ref(),
        )
    }
}

/// Writes where a unit stands.
pub(super) fn place_unit(
    transaction: &Transaction<'_>,
    number: i64,
    document: i64,
    placement: &Placement,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(include_str!("sql/place_unit.sql"))?
        .execute((
            number,
            document,
            placement.order,
            placement.paragraph,
            placement.sentence,
            placement.segments,
            placement.line,
        ))?;
    Ok(())
}

/// A row of `unit` that is new.
pub(super) struct NewUnit<'a> {
    /// `None` for the next number.
    pub(super) number: Option<i64>,
    pub(super) id: &'a UnitId,
    pub(super) source_language: Option<i64>,
    pub(super) intake: Option<u32>,
    pub(super) attributes: Option<&'a str>,
    pub(super) remarks: Option<&'a str>,
    pub(super) obsolete: bool,
    pub(super) born: Option<&'a str>,
}

/// Adds rows to `unit`.
pub(super) struct UnitRows<'t>(CachedStatement<'t>);

impl<'t> UnitRows<'t> {
    pub(super) fn new(transaction: &'t Transaction<'_>) -> rusqlite::Result<Self> {
        transaction
            .prepare_cached(include_str!("sql/add_unit.sql"))
            .map(Self)
    }

    /// Adds a unit.
    pub(super) fn add(&mut self, unit: &NewUnit<'_>) -> rusqlite::Result<()> {
        self.0.execute((
            unit.number,
            unit.id.as_str(),
            unit.source_language,
            unit.intake,
            unit.attributes,
            unit.remarks,
            unit.obsolete.then_some(true),
            unit.born,
        ))?;
        Ok(())
    }
}

/// Adds a text that a revision wrote to a unit's history, or, without one, a removal.
pub(super) fn add_variant(
    transaction: &Transaction<'_>,
    number: i64,
    revision: u32,
    slot: Slot,
    made_from: Option<u32>,
    body: Option<&Body>,
) -> Result<(), Reason> {
    transaction
        .prepare_cached(include_str!("sql/add_variant.sql"))?
        .execute((
            number,
            revision,
            slot.language,
            slot.ordinal,
            body.map_or(0, |body| body.state as u8),
            made_from,
            body.map(Body::as_str),
        ))?;
    Ok(())
}
