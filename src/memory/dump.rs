//! The whole memory with its history as JSON Lines, the same bytes for the same memory.
//!
//! First one line for the memory, then the revisions, the intakes, and the units in the order in which
//! they came, each with all texts that it ever had, the oldest first.

use std::io::{self, Write};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::beside::from_io;
use super::body::{Body, Said};
use super::catalogue::Languages;
use super::log::Kind;
use super::packed::unpacked_list;
use super::past::NOW;
use super::read::{Reader, unit_row};
use super::row::{Stored, VariantRow};
use super::{IntakeRecord, Memory, MemoryError, Reason, intake};
use crate::model::{Attributes, InlineCode, Placement, Remark, State, Timestamp, UnitId, Variant};
use crate::text::Language;

/// The version of the lines.
pub(super) const VERSION: u32 = 1;

/// One line of a dump.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(super) enum Line {
    Memory(MemoryLine),
    Revision(RevisionLine),
    Intake(Box<IntakeRecord>),
    Unit(Box<UnitLine>),
}

/// The first line.
#[derive(Serialize, Deserialize)]
pub(super) struct MemoryLine {
    pub(super) v: u32,
}

/// A revision.
#[derive(Serialize, Deserialize)]
pub(super) struct RevisionLine {
    pub(super) number: u32,
    pub(super) kind: Kind,
    pub(super) time: Timestamp,
    pub(super) author: String,
    pub(super) message: String,
}

/// A unit with its history.
#[derive(Serialize, Deserialize)]
pub(super) struct UnitLine {
    pub(super) id: UnitId,
    /// Whether its id names another unit by now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) nameless: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) intake: Option<u32>,
    #[serde(flatten)]
    pub(super) present: DescriptionLine,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) placement: Option<Placement>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) past: Vec<PastLine>,
    pub(super) variants: Vec<VariantLine>,
}

/// What is said of a unit as a whole.
#[derive(Serialize, Deserialize)]
pub(super) struct DescriptionLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source_language: Option<Language>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) attributes: Attributes,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) remarks: Vec<Remark>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) obsolete: bool,
}

/// What a revision left of it; revision 0 is its birth.
#[derive(Serialize, Deserialize)]
pub(super) struct PastLine {
    pub(super) revision: u32,
    #[serde(flatten)]
    pub(super) description: DescriptionLine,
}

/// One text of a unit's history, or, without a text, its removal.
#[derive(Serialize, Deserialize)]
pub(super) struct VariantLine {
    /// The revision that wrote it; none when it came with the unit's intake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<u32>,
    pub(super) language: Language,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) ordinal: u32,
    /// The number in this list, counted from 0, of the source text that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) made_from: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) state: Option<State>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) needs_work: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) codes: Vec<InlineCode>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) attributes: Attributes,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) remarks: Vec<Remark>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Memory {
    /// Writes the whole memory with its history as JSON Lines; an import that still runs is left out.
    ///
    /// # Errors
    /// When the memory cannot be read or the output fails.
    pub fn dump(&self, output: &mut dyn Write) -> Result<(), MemoryError> {
        self.read(|connection| dump(connection, output))
    }

    /// A fingerprint of all that a dump holds, as 64 hexadecimal digits (BLAKE3).
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn digest(&self) -> Result<String, MemoryError> {
        let mut hasher = blake3::Hasher::new();
        self.dump(&mut hasher)?;
        Ok(hasher.finalize().to_hex().to_string())
    }
}

fn dump(connection: &Connection, output: &mut dyn Write) -> Result<(), Reason> {
    write_line(output, &Line::Memory(MemoryLine { v: VERSION }))?;
    revisions(connection, output)?;
    intakes(connection, output)?;
    let mut reader = Reader::new(connection, NOW)?;
    reader.all(include_str!("sql/units.sql"), [], |reader, stored| {
        let intake = stored.unit.intake;
        if intake.is_none() || reader.spans.of(intake).is_some() {
            let line = unit(connection, &reader.languages, stored)?;
            write_line(output, &Line::Unit(Box::new(line)))?;
        }
        Ok(true)
    })?;
    output.flush().map_err(from_io)
}

fn write_line(output: &mut dyn Write, line: &Line) -> Result<(), Reason> {
    let written = serde_json::to_writer(&mut *output, line).map_err(io::Error::from);
    written
        .and_then(|()| output.write_all(b"\n"))
        .map_err(from_io)
}

fn revisions(connection: &Connection, output: &mut dyn Write) -> Result<(), Reason> {
    let mut statement = connection.prepare_cached(include_str!("sql/all_revisions.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line = RevisionLine {
            number: row.get(0)?,
            kind: Kind::numbered(row.get(1)?)?,
            time: Timestamp(row.get(2)?),
            author: row.get(3)?,
            message: row.get(4)?,
        };
        write_line(output, &Line::Revision(line))?;
    }
    Ok(())
}

fn intakes(connection: &Connection, output: &mut dyn Write) -> Result<(), Reason> {
    for line in intake::finished(connection)? {
        write_line(output, &Line::Intake(Box::new(line)))?;
    }
    Ok(())
}

fn unit(
    connection: &Connection,
    languages: &Languages,
    stored: Stored,
) -> Result<UnitLine, Reason> {
    let Stored { unit: row, history } = stored;
    let named = unit_row(connection, &row.id)?;
    let variants = history.into_iter().map(|row| variant(languages, row));
    Ok(UnitLine {
        nameless: named.is_none_or(|named| named.number != row.number),
        intake: row.intake,
        present: DescriptionLine {
            source_language: languages.tag_if(row.header.source_language)?,
            attributes: unpacked_list("attributes", row.header.attributes.as_deref())?,
            remarks: unpacked_list("remarks", row.header.remarks.as_deref())?,
            obsolete: row.obsolete,
        },
        placement: row.placement,
        past: past(connection, languages, row.number)?,
        variants: variants.collect::<Result<_, _>>()?,
        id: row.id,
    })
}

fn past(
    connection: &Connection,
    languages: &Languages,
    unit: i64,
) -> Result<Vec<PastLine>, Reason> {
    let mut statement = connection.prepare_cached(include_str!("sql/past_of_unit.sql"))?;
    let mut rows = statement.query([unit])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let packed = |column: usize| row.get::<_, Option<String>>(column);
        lines.push(PastLine {
            revision: row.get(0)?,
            description: DescriptionLine {
                source_language: languages.tag_if(row.get(1)?)?,
                attributes: unpacked_list("attributes", packed(2)?.as_deref())?,
                remarks: unpacked_list("remarks", packed(3)?.as_deref())?,
                obsolete: row.get::<_, Option<bool>>(4)?.unwrap_or(false),
            },
        });
    }
    Ok(lines)
}

fn variant(languages: &Languages, row: VariantRow) -> Result<VariantLine, Reason> {
    let mut line = VariantLine {
        revision: row.revision,
        language: languages.tag(row.slot.language)?.clone(),
        ordinal: row.slot.ordinal,
        made_from: row.made_from,
        text: None,
        state: None,
        needs_work: None,
        codes: Vec::new(),
        attributes: Vec::new(),
        remarks: Vec::new(),
    };
    if let Some(body) = row.body {
        let mut said = Variant::new(line.language.clone(), "");
        body.write_into(&mut said, &mut Vec::new())?;
        line.text = Some(said.text);
        line.state = Some(said.state);
        line.needs_work = said.needs_work;
        line.codes = said.codes;
        line.attributes = said.attributes;
        line.remarks = said.remarks;
    }
    Ok(line)
}

impl VariantLine {
    /// What the variant says, as it is stored; `None` for a removal.
    pub(super) fn body(&self) -> Option<Body> {
        Some(Body::of(Said {
            text: self.text.as_ref()?,
            state: self.state.unwrap_or_default(),
            needs_work: &self.needs_work,
            codes: &self.codes,
            attributes: &self.attributes,
            remarks: &self.remarks,
        }))
    }
}
