//! All texts that a unit ever had.

use super::body::Body;
use super::past::{self, NOW, Spans};
use super::read::{Part, Reader, unit_row};
use super::row::{Slot, Stored, VariantRow};
use super::{Memory, MemoryError, Reason};
use crate::model::{UnitId, Variant};
use crate::text::Language;

/// One step in the history of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The revision that wrote it, or that ended the intake with which it came.
    pub revision: u32,
    /// The language.
    pub language: Language,
    /// The number among the variants of that language, counted from 0.
    pub ordinal: u32,
    /// The variant; `None` when it was removed. Its `saved` says who wrote it, unless it came with an intake.
    pub variant: Option<Variant>,
    /// The source text that it was made from, for a target whose source was known.
    pub made_from: Option<String>,
}

impl Memory {
    /// All texts that a unit ever had, oldest first.
    ///
    /// # Errors
    /// When there is no such unit, or the memory cannot be read.
    pub fn history(&self, id: &UnitId) -> Result<Vec<Version>, MemoryError> {
        self.read(|connection| {
            let unit = unit_row(connection, id)?.ok_or_else(|| Reason::UnknownUnit(id.clone()))?;
            let begun = Spans::load(connection)?.of(unit.intake);
            let Stored { history: rows, .. } = Stored::read(connection, unit)?;
            let mut reader = Reader::new(connection, NOW)?;
            let versions = rows.iter().map(|row| {
                Ok(Version {
                    revision: row.revision.or(begun.map(|span| span.begun)).unwrap_or(0),
                    language: reader.languages.tag(row.slot.language)?.clone(),
                    ordinal: row.slot.ordinal,
                    variant: reader.variant_of(row)?,
                    made_from: source_text(&rows, row)?.map(str::to_owned),
                })
            });
            versions.collect()
        })
    }

    /// The targets in a part of the memory whose source has another text now than the one that they were
    /// made from; in the order of an export.
    ///
    /// # Errors
    /// When the memory cannot be read, or the document is not there.
    pub fn stale(&self, part: &Part) -> Result<Vec<(UnitId, Language)>, MemoryError> {
        self.read(|connection| {
            let mut stale = Vec::new();
            Reader::new(connection, NOW)?.part(part, |reader, stored| {
                stale.extend(stale_languages(reader, &stored)?);
                Ok(true)
            })?;
            Ok(stale)
        })
    }
}

fn stale_languages(
    reader: &Reader<'_>,
    Stored { unit, history }: &Stored,
) -> Result<Vec<(UnitId, Language)>, Reason> {
    let Some(language) = unit.header.source_language else {
        return Ok(Vec::new());
    };
    let newest = past::newest(history, reader.spans.of(unit.intake), NOW);
    let slot = Slot {
        language,
        ordinal: 0,
    };
    let source = past::present(&newest, slot)
        .map(text)
        .transpose()?
        .flatten();
    let mut stale = Vec::new();
    for row in newest {
        if text(row)?.is_none_or(str::is_empty) {
            continue;
        }
        let made_from = source_text(history, row)?;
        if made_from.is_some() && made_from != source {
            stale.push((
                unit.id.clone(),
                reader.languages.tag(row.slot.language)?.clone(),
            ));
        }
    }
    Ok(stale)
}

/// The source text that a row was made from.
fn source_text<'a>(rows: &'a [VariantRow], row: &VariantRow) -> Result<Option<&'a str>, Reason> {
    let source = rows
        .iter()
        .find(|source| Some(source.place) == row.made_from);
    Ok(source.map(text).transpose()?.flatten())
}

fn text(row: &VariantRow) -> Result<Option<&str>, Reason> {
    row.body.as_ref().map(Body::text).transpose()
}
