//! What has to be written so that the memory says what the caller says, and no more.

use rusqlite::Connection;

use super::body::{Body, Said};
use super::catalogue::Languages;
use super::commit::{CommitReport, Count};
use super::packed::pack_list;
use super::past::{self, NOW, Spans};
use super::read::{Reader, unit_row};
use super::row::{Header, Slot, Stored, UnitRow, VariantRow};
use super::wish::Wish;
use super::{Collision, Details, Reason};
use crate::model::{DocumentName, Placement, Revision, UnitId, Variant};
use crate::text::Language;

/// All that one revision writes.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) units: Vec<PlannedUnit>,
    /// What others have changed meanwhile.
    pub(super) collisions: Vec<Collision>,
}

/// What is written of one unit.
#[derive(Debug)]
pub(super) struct PlannedUnit {
    pub(super) id: UnitId,
    /// The number of a unit that is there already.
    pub(super) held: Option<i64>,
    /// Whether the id must be made to name this unit again.
    pub(super) claims_id: bool,
    /// The first free place in its history.
    pub(super) next_place: u32,
    /// The place of its present source text.
    pub(super) source_place: Option<u32>,
    /// The document that it is counted under.
    pub(super) document: Option<DocumentName>,
    /// What is now said of it as a whole, if that changes.
    pub(super) header: Option<NewHeader>,
    /// The language of its source after the change.
    pub(super) source_language: Option<Language>,
    pub(super) obsolete: Option<bool>,
    pub(super) placement: Option<Placement>,
    pub(super) rows: Vec<PlannedRow>,
}

/// What is said of a unit as a whole, with a language that may be new to the memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NewHeader {
    pub(super) source_language: Option<Language>,
    pub(super) attributes: Option<String>,
    pub(super) remarks: Option<String>,
}

impl NewHeader {
    /// What was stored.
    pub(super) fn of(stored: Header, reader: &Reader<'_>) -> Result<Self, Reason> {
        Ok(Self {
            source_language: reader.languages.tag_if(stored.source_language)?,
            attributes: stored.attributes,
            remarks: stored.remarks,
        })
    }
}

/// One new row of a unit's history.
#[derive(Debug)]
pub(super) struct PlannedRow {
    pub(super) language: Language,
    pub(super) ordinal: u32,
    /// `None` to say that the variant is removed.
    pub(super) body: Option<Body>,
    /// The place of the row that it takes the present from; `None` when there was no text.
    pub(super) replaces: Option<u32>,
    pub(super) made_from: MadeFrom,
}

/// The source text that a target is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MadeFrom {
    /// The one that is present after this revision.
    Present,
    /// The one at this place, or none.
    Place(Option<u32>),
}

impl Plan {
    /// Compares what the caller wishes with what the memory says now.
    pub(super) fn new(
        connection: &Connection,
        wishes: &[Wish<'_>],
        details: Details,
        based_on: Option<u32>,
    ) -> Result<Self, Reason> {
        let sight = Sight {
            languages: Languages::load(connection)?,
            spans: Spans::load(connection)?,
            details,
            based_on: based_on.unwrap_or(NOW),
        };
        let mut plan = Self::default();
        for wish in wishes {
            let row = unit_row(connection, wish.id)?;
            let stored = row.map(|row| Stored::read(connection, row)).transpose()?;
            let present = Present::new(&sight, stored.as_ref());
            let unit = present.compare(wish, &mut plan.collisions)?;
            plan.units.extend(unit);
        }
        Ok(plan)
    }

    /// Whether nothing has to be written.
    pub(super) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Whether it needs a revision: moving units about does not.
    pub(super) fn needs_revision(&self) -> bool {
        self.units
            .iter()
            .any(|unit| !unit.rows.is_empty() || unit.header.is_some() || unit.obsolete.is_some())
    }

    /// What it does, in figures.
    pub(super) fn report(&self, revision: Option<Revision>) -> CommitReport {
        let mut report = CommitReport {
            revision,
            ..CommitReport::default()
        };
        for unit in &self.units {
            report.units_added += u64::from(unit.held.is_none());
            report.units_moved += u64::from(unit.held.is_some() && unit.placement.is_some());
            report.units_obsolete += u64::from(unit.obsolete == Some(true));
            report.units_revived += u64::from(unit.obsolete == Some(false));
            report.units_described += u64::from(unit.held.is_some() && unit.header.is_some());
            for row in &unit.rows {
                report.add(unit.document.as_ref(), row);
            }
        }
        report.counts.sort_by(Count::order);
        report
    }
}

/// What stays the same while units are compared.
struct Sight {
    languages: Languages,
    spans: Spans,
    details: Details,
    based_on: u32,
}

/// A unit as the memory has it now.
struct Present<'a> {
    sight: &'a Sight,
    row: Option<&'a UnitRow>,
    newest: Vec<&'a VariantRow>,
    next_place: u32,
    begun: u32,
}

impl<'a> Present<'a> {
    fn new(sight: &'a Sight, stored: Option<&'a Stored>) -> Self {
        let row = stored.map(|stored| &stored.unit);
        let rows = stored.map_or(&[][..], |stored| &stored.history);
        let span = row.and_then(|row| sight.spans.of(row.intake));
        Self {
            sight,
            newest: past::newest(rows, span, NOW),
            next_place: rows.last().map_or(0, |row| row.place + 1),
            begun: span.map_or(0, |span| span.begun),
            row,
        }
    }

    /// What has to be written of this unit, if anything.
    fn compare(
        self,
        wish: &Wish<'_>,
        collisions: &mut Vec<Collision>,
    ) -> Result<Option<PlannedUnit>, Reason> {
        let described = self.described()?;
        let header = self.header(wish, &described)?;
        let source_language = header
            .as_ref()
            .unwrap_or(&described)
            .source_language
            .clone();
        let rows = self.rows(wish, source_language.as_ref(), collisions)?;
        let held = self.row;
        let obsolete = match (wish.obsolete, held.is_some_and(|row| row.obsolete)) {
            (Some(wanted), now) if wanted != now => Some(wanted),
            _ => None,
        };
        let stands = held.and_then(|row| row.placement.as_ref());
        let placement = wish
            .placement
            .filter(|wanted| stands != Some(*wanted))
            .cloned();
        let nothing = rows.is_empty()
            && (held.is_none() || (header.is_none() && obsolete.is_none() && placement.is_none()));
        if nothing {
            return Ok(None);
        }
        let source_slot = self.source_slot(source_language.as_ref());
        Ok(Some(PlannedUnit {
            id: wish.id.clone(),
            held: held.map(|row| row.number),
            claims_id: false,
            next_place: self.next_place,
            source_place: source_slot
                .and_then(|slot| past::present(&self.newest, slot))
                .map(|row| row.place),
            document: placement
                .as_ref()
                .or(stands)
                .map(|place| place.document.clone()),
            header,
            source_language,
            obsolete,
            placement,
            rows,
        }))
    }

    /// What is said of the unit as a whole now.
    fn described(&self) -> Result<NewHeader, Reason> {
        let Some(row) = self.row else {
            return Ok(NewHeader::default());
        };
        Ok(NewHeader {
            source_language: self.sight.languages.tag_if(row.header.source_language)?,
            attributes: row.header.attributes.clone(),
            remarks: row.header.remarks.clone(),
        })
    }

    /// What is to be said of it as a whole, if that is something else.
    fn header(&self, wish: &Wish<'_>, described: &NewHeader) -> Result<Option<NewHeader>, Reason> {
        let Some(said) = &wish.header else {
            return Ok(None);
        };
        let mut wanted = NewHeader {
            source_language: said.source_language.cloned(),
            attributes: pack_list(said.attributes),
            remarks: pack_list(said.remarks),
        };
        wanted.source_language = wanted
            .source_language
            .or_else(|| described.source_language.clone());
        if self.sight.details != Details::Replace {
            wanted.attributes = wanted.attributes.or_else(|| described.attributes.clone());
            wanted.remarks = wanted.remarks.or_else(|| described.remarks.clone());
        }
        Ok(Some(wanted).filter(|wanted| wanted != described))
    }

    fn source_slot(&self, source: Option<&Language>) -> Option<Slot> {
        Some(Slot {
            language: self.sight.languages.number(source?)?,
            ordinal: 0,
        })
    }

    /// The rows that bring the texts to what the caller wishes, the source's first.
    fn rows(
        &self,
        wish: &Wish<'_>,
        source: Option<&Language>,
        collisions: &mut Vec<Collision>,
    ) -> Result<Vec<PlannedRow>, Reason> {
        let mut rows = Vec::new();
        for (ordinal, variant) in &wish.variants {
            if wish.removed.contains(&&variant.language) {
                continue;
            }
            rows.extend(self.changed(wish, (*ordinal, variant), source)?);
        }
        for language in &wish.removed {
            rows.extend(self.removed(language));
        }
        for row in &rows {
            collisions.extend(self.collision(wish.id, row));
        }
        rows.sort_by_key(|row| Some(&row.language) != source || row.ordinal > 0);
        Ok(rows)
    }

    fn changed(
        &self,
        wish: &Wish<'_>,
        (ordinal, variant): (u32, &Variant),
        source: Option<&Language>,
    ) -> Result<Option<PlannedRow>, Reason> {
        let present = self.present(&variant.language, ordinal);
        let now = present.and_then(|row| row.body.as_ref());
        let body = self.wanted(variant, now)?;
        let nothing_new = match now {
            Some(now) => *now == body,
            None => !wish.is_worth_storing(ordinal, variant),
        };
        if nothing_new {
            return Ok(None);
        }
        // A text that waits for work still answers the source that it was made from.
        let is_same_text = now.is_some_and(|now| now.text().ok() == Some(&variant.text));
        let waits = is_same_text && variant.needs_work.is_some();
        let is_source = source == Some(&variant.language) && ordinal == 0;
        Ok(Some(PlannedRow {
            language: variant.language.clone(),
            ordinal,
            body: Some(body),
            replaces: present.map(|row| row.place),
            made_from: match present {
                _ if is_source => MadeFrom::Place(None),
                Some(row) if waits => MadeFrom::Place(row.made_from),
                _ => MadeFrom::Present,
            },
        }))
    }

    /// What a variant is to say: what the caller leaves unsaid it may keep.
    fn wanted(&self, variant: &Variant, now: Option<&Body>) -> Result<Body, Reason> {
        let said = Said::from(variant);
        let details = self.sight.details;
        let keeps_attributes = details != Details::Replace && said.attributes.is_empty();
        let keeps_remarks = details == Details::Add && said.remarks.is_empty();
        let Some(now) = now.filter(|_| keeps_attributes || keeps_remarks) else {
            return Ok(Body::of(said));
        };
        let mut held = Variant::new(variant.language.clone(), "");
        now.write_into(&mut held, &mut Vec::new())?;
        Ok(Body::of(Said {
            attributes: if keeps_attributes {
                &held.attributes
            } else {
                said.attributes
            },
            remarks: if keeps_remarks {
                &held.remarks
            } else {
                said.remarks
            },
            ..said
        }))
    }

    /// Rows that remove every variant of a language.
    fn removed(&self, language: &Language) -> Vec<PlannedRow> {
        let Some(number) = self.sight.languages.number(language) else {
            return Vec::new();
        };
        let there = |row: &&&VariantRow| row.slot.language == number && row.body.is_some();
        let rows = self.newest.iter().filter(there);
        rows.map(|row| PlannedRow {
            language: language.clone(),
            ordinal: row.slot.ordinal,
            body: None,
            replaces: Some(row.place),
            made_from: MadeFrom::Place(None),
        })
        .collect()
    }

    fn present(&self, language: &Language, ordinal: u32) -> Option<&'a VariantRow> {
        let language = self.sight.languages.number(language)?;
        past::present(&self.newest, Slot { language, ordinal })
    }

    /// Whether others have changed this variant since the revision that the caller read.
    fn collision(&self, unit: &UnitId, row: &PlannedRow) -> Option<Collision> {
        let slot = Slot {
            language: self.sight.languages.number(&row.language)?,
            ordinal: row.ordinal,
        };
        let newest = self.newest.iter().find(|newest| newest.slot == slot)?;
        let revision = newest.revision.unwrap_or(self.begun);
        (revision > self.sight.based_on).then(|| Collision {
            unit: unit.clone(),
            language: row.language.clone(),
            revision,
        })
    }
}
