//! Terms: files of glossaries, read into concepts and written from them.

mod column;
mod list;
mod row;
mod table;
mod tbx;
#[cfg(test)]
mod tests;

use std::io::{BufRead, Write};

pub use table::TermTable;

use super::encoding::peek;
use super::{ReadError, Rulebook, WriteError};
use crate::model::{Concept, Finding};
use crate::text::Language;

/// One format of glossaries. A new format is one new file and one line in [`TERM_FORMATS`].
pub trait TermFormat: Sync {
    /// The word that names it on the command line: `tbx`.
    fn name(&self) -> &'static str;

    /// What it is, in a few words.
    fn title(&self) -> &'static str;

    /// The suffixes of its files, without the dot.
    fn suffixes(&self) -> &'static [&'static str];

    /// Whether the beginning of a file (some kilobytes) looks like this format.
    fn recognises(&self, head: &[u8]) -> bool;

    /// Reads a whole file.
    ///
    /// # Errors
    /// When it cannot be read to its end; what can be passed over is a finding instead.
    fn read(&self, input: &mut dyn BufRead, options: &TermReading) -> Result<TermFile, ReadError>;

    /// What is known of it beyond what its reader takes, where there are rules of others.
    fn rulebook(&self) -> Option<&'static dyn Rulebook> {
        None
    }

    /// Writes a whole file; returns what had to be changed on the way out.
    ///
    /// # Errors
    /// When the output fails.
    fn write(
        &self,
        concepts: &[Concept],
        options: &TermWriting,
        output: &mut dyn Write,
    ) -> Result<Vec<Finding>, WriteError>;
}

/// Every format of glossaries.
pub const TERM_FORMATS: &[&dyn TermFormat] =
    &[&tbx::TBX, &tbx::TBX_BASIC, &table::TSV, &table::CSV];

/// What a reader of terms is told beside the file.
#[derive(Clone, Debug, Default)]
pub struct TermReading {
    /// Other names for columns of a table: the name in the file and what the column is.
    pub columns: Vec<(String, String)>,
}

/// What a writer of terms is told beside the concepts.
#[derive(Clone, Debug)]
pub struct TermWriting {
    /// The language of the sources, whose terms come first.
    pub source: Language,
    /// What the glossary is called.
    pub title: String,
}

/// What a file of terms holds.
#[derive(Debug, Default)]
pub struct TermFile {
    /// The concepts, each with the line on which it begins, counted from 1.
    pub concepts: Vec<(u64, Concept)>,
    /// What was found wrong, placed.
    pub findings: Vec<Finding>,
}

/// The format of that name.
#[must_use]
pub fn term_format_named(name: &str) -> Option<&'static dyn TermFormat> {
    let mut formats = TERM_FORMATS.iter().copied();
    formats.find(|format| format.name() == name)
}

/// The format of a file of terms: by its content, then by its suffix.
#[must_use]
pub fn detect_terms(head: &[u8], file_name: &str) -> Option<&'static dyn TermFormat> {
    let mut formats = TERM_FORMATS.iter().copied();
    formats.find(|format| format.recognises(head)).or_else(|| {
        let (_, suffix) = file_name.rsplit_once('.')?;
        let has = |format: &&dyn TermFormat| {
            let mut suffixes = format.suffixes().iter();
            suffixes.any(|own| own.eq_ignore_ascii_case(suffix))
        };
        TERM_FORMATS.iter().copied().find(has)
    })
}

/// Whether a file begins like one of TBX, which holds terms and nothing else.
#[must_use]
pub fn is_tbx(head: &[u8]) -> bool {
    tbx::is_tbx(&peek(head))
}
