//! Bilingual tables: TSV and CSV, whose first line names the columns.

mod formula;
mod header;
mod read;
mod record;
mod state;
#[cfg(test)]
mod tests;
mod write;

use std::io::{BufRead, Write};

use super::encoding::peek;
use super::{
    Fate, Format, Lacks, Part, ReadError, ReadOptions, Sink, Summary, UnitWriter, WriteError,
    WriteOptions,
};
pub(super) use header::language;
pub(super) use record::{Dialect, Row};

/// What the page of both says.
const PROSE: &str = include_str!("manual.md");

/// What a table cannot hold, whatever stands between its cells.
const LACKS: Lacks = &[
    (Part::SecondTexts, Fate::Reported),
    (Part::Sources, Fate::LeftOut),
    (Part::Placement, Fate::LeftOut),
    (Part::Saved, Fate::LeftOut),
    (Part::EmptyTexts, Fate::LeftOut),
    (Part::NoteEdges, Fate::LeftOut),
    (Part::Codes, Fate::Reported),
    (Part::Reasons, Fate::Reported),
    (Part::Attributes, Fate::Reported),
    (Part::Properties, Fate::Reported),
    (Part::NotesOfTexts, Fate::Reported),
    (Part::RemarkAttributes, Fate::Reported),
];

/// Values between tabs.
pub(super) struct Tsv;

/// Values between commas.
pub(super) struct Csv;

impl Format for Tsv {
    fn name(&self) -> &'static str {
        "tsv"
    }

    fn title(&self) -> &'static str {
        "table, values between tabs"
    }

    fn suffixes(&self) -> &'static [&'static str] {
        &["tsv", "tab"]
    }

    fn is_table(&self) -> bool {
        true
    }

    fn prose(&self) -> &'static str {
        PROSE
    }

    fn lacks(&self) -> Lacks {
        LACKS
    }

    fn recognises(&self, head: &[u8]) -> bool {
        header::recognised(&peek(head)) == Some('\t')
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<Summary, ReadError> {
        read::read(input, options, sink)
    }

    fn writer<'a>(
        &self,
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Box<dyn UnitWriter + 'a>, WriteError> {
        Ok(Box::new(write::Writer::begin(
            Dialect::Escaped,
            options,
            output,
        )?))
    }
}

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn title(&self) -> &'static str {
        "table, values between commas"
    }

    fn suffixes(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn is_table(&self) -> bool {
        true
    }

    fn page(&self) -> &'static str {
        "tsv"
    }

    fn prose(&self) -> &'static str {
        PROSE
    }

    fn lacks(&self) -> Lacks {
        LACKS
    }

    fn recognises(&self, head: &[u8]) -> bool {
        matches!(header::recognised(&peek(head)), Some(',' | ';'))
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<Summary, ReadError> {
        read::read(input, options, sink)
    }

    fn writer<'a>(
        &self,
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Box<dyn UnitWriter + 'a>, WriteError> {
        Ok(Box::new(write::Writer::begin(
            Dialect::Quoted(','),
            options,
            output,
        )?))
    }
}
