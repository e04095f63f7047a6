//! Exchange: one file, one format; every format reads into units and writes from units.

mod changes;
mod codes;
#[cfg(test)]
mod collected;
mod compression;
mod encoding;
mod identity;
mod jsonl;
mod lines;
mod manual;
mod markup;
mod moses;
mod named;
mod part;
pub mod po;
pub mod terms;
mod tmx;
mod tsv;
mod validation;
mod xliff;
mod xml;

pub use compression::{Compressed, decompressed, is_compressed_name};
pub use identity::{content_id, is_content_id};
pub use manual::{fate_of, manual};
pub use part::{Fate, Lacks, Part};
pub use validation::{Consumer, Objection, Objections, Rule, Rulebook};

use std::error::Error;
use std::io::{self, BufRead, Write};

use crate::model::{Attributes, Finding, Remark, Unit};
use crate::text::Language;

/// One file format. A new format is one new file and one line in [`FORMATS`].
pub trait Format: Sync {
    /// The word that names it on the command line: `tmx`.
    fn name(&self) -> &'static str;

    /// What it is, in a few words.
    fn title(&self) -> &'static str;

    /// The suffixes of its files, without the dot, the usual one first.
    fn suffixes(&self) -> &'static [&'static str];

    /// Whether an export is one file, or one file a language.
    fn layout(&self) -> Layout {
        Layout::OneFile
    }

    /// Whether a program for spreadsheets opens it.
    fn is_table(&self) -> bool {
        false
    }

    /// Whether its files can be read; those of a format that is only written say nothing of the other languages.
    fn is_read(&self) -> bool {
        true
    }

    /// Whether attributes of its header that came with a file are written again; notes and properties are in any format.
    fn has_header(&self) -> bool {
        false
    }

    /// The page of `docs/formats` that tells of it, without suffix; formats that differ in little share one.
    fn page(&self) -> &'static str {
        self.name()
    }

    /// What that page says before what follows from the code: what is read and written, and how; in Markdown.
    fn prose(&self) -> &'static str;

    /// What it cannot hold, and what becomes of that.
    fn lacks(&self) -> Lacks;

    /// Whether the beginning of a file (some kilobytes) looks like this format.
    fn recognises(&self, head: &[u8]) -> bool;

    /// Reads units one after the other into `sink`; memory does not grow with the file.
    ///
    /// What cannot be read is reported to the sink and passed over where the format allows it.
    ///
    /// # Errors
    /// When the file cannot be read to its end, or the sink stops the reading.
    fn read(
        &self,
        input: &mut dyn BufRead,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<Summary, ReadError>;

    /// What is known of it beyond what its reader takes, where there are rules of others.
    fn rulebook(&self) -> Option<&'static dyn Rulebook> {
        None
    }

    /// The programs for which [`Format::validate`] speaks.
    fn consumers(&self) -> &'static [Consumer] {
        self.rulebook()
            .map_or(&[validation::TARJUMAN], Rulebook::consumers)
    }

    /// Reads a file to its end and hands over what someone would object to: by its rules, or else what its reader finds.
    ///
    /// # Errors
    /// When the file cannot be read to its end: no consumer would take it then.
    fn validate(
        &self,
        input: &mut dyn BufRead,
        options: &ReadOptions,
        each: &mut Objections<'_>,
    ) -> Result<(), ReadError> {
        if let Some(rulebook) = self.rulebook() {
            return rulebook.validate(input, each);
        }
        let mut listener = validation::Listener { each };
        self.read(input, options, &mut listener).map(drop)
    }

    /// Whether reading a file and writing it again mends what can be mended.
    fn is_mended_by_writing(&self) -> bool {
        false
    }

    /// Begins a file; units are handed to the writer one after the other.
    ///
    /// # Errors
    /// When the options ask for what the format cannot hold, or the output fails.
    fn writer<'a>(
        &self,
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Box<dyn UnitWriter + 'a>, WriteError>;
}

/// How an export is laid out in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One file holds all languages.
    OneFile,
    /// One file a language; the writer is begun once for each, with that language alone in the options.
    FilePerLanguage,
}

/// Every format that can be read and written.
pub const FORMATS: &[&dyn Format] = &[
    &tmx::Tmx,
    &xliff::XLIFF_2,
    &xliff::XLIFF_1,
    &po::Po,
    &tsv::Tsv,
    &tsv::Csv,
    &moses::Moses,
    &jsonl::JsonLines,
];

/// The format of that name.
#[must_use]
pub fn format_named(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// The format of a file: by its content, then by its suffix (`.gz` apart).
///
/// `head` is the beginning of the file, unpacked, some kilobytes if there are as many.
#[must_use]
pub fn detect(head: &[u8], file_name: &str) -> Option<&'static dyn Format> {
    let by_content = FORMATS
        .iter()
        .copied()
        .find(|format| format.recognises(head));
    by_content.or_else(|| {
        let name = compression::without_suffix(file_name).unwrap_or(file_name);
        let (_, suffix) = name.rsplit_once('.')?;
        let has = |format: &&dyn Format| {
            let mut suffixes = format.suffixes().iter();
            suffixes.any(|own| own.eq_ignore_ascii_case(suffix))
        };
        FORMATS.iter().copied().find(has)
    })
}

/// What a reader is told beside the file.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The source language, for files that do not name it.
    pub source: Option<Language>,
    /// The target language, for files that do not name it.
    pub target: Option<Language>,
}

/// Takes what a reader finds.
pub trait Sink {
    /// Takes one unit, which begins on `line` of the file (counted from 1).
    ///
    /// # Errors
    /// To stop the reading.
    fn unit(&mut self, unit: Unit, line: u64) -> Result<(), Box<dyn Error + Send + Sync>>;

    /// Takes a finding about the file.
    fn finding(&mut self, finding: Finding);
}

/// What a file says of itself as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many units were handed to the sink.
    pub units: u64,
    /// How many units were passed over, each with a finding.
    pub skipped: u64,
    /// The attributes of its header.
    pub attributes: Attributes,
    /// The notes and properties of its header.
    pub remarks: Vec<Remark>,
}

/// Why a file was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The input failed.
    #[error("cannot read the file")]
    Io(#[from] io::Error),
    /// The file is broken beyond recovery; the finding says where and why.
    #[error("{}", .0.message)]
    Malformed(Box<Finding>),
    /// The sink stopped the reading.
    #[error("stopped")]
    Stopped(#[source] Box<dyn Error + Send + Sync>),
}

/// What a writer is told beside the units.
#[derive(Clone, Debug)]
pub struct WriteOptions {
    /// The source language.
    pub source: Language,
    /// The languages to write, in order, the source's among them; variants in others are left out.
    pub languages: Vec<Language>,
    /// Notes and properties for the file's header, where the format has a place for them.
    pub remarks: Vec<Remark>,
    /// Attributes for the header: what a format knows of them, and can take, stands in place of its own.
    pub attributes: Attributes,
    /// Whether a table guards the cells that a spreadsheet would take for formulas; reversible.
    pub spreadsheet_safe: bool,
}

impl WriteOptions {
    /// The one language beside the source's, for a format that holds two.
    fn one_target(&self, what: &str) -> Result<&Language, WriteError> {
        let others = self.languages.iter();
        let mut targets = others.filter(|language| **language != self.source);
        match (targets.next(), targets.next()) {
            (Some(target), None) => Ok(target),
            (None, _) => Err(WriteError::Unfit(format!(
                "{what} needs a target language beside the source"
            ))),
            (Some(first), Some(second)) => Err(WriteError::Unfit(format!(
                "{what} holds one target language, not `{first}` and `{second}`: write one file for each"
            ))),
        }
    }
}

/// The value of the first attribute of that name.
fn find<'v>(attributes: &'v Attributes, name: &str) -> Option<&'v str> {
    let mut attributes = attributes.iter();
    let found = attributes.find(|(own, _)| own == name);
    found.map(|(_, value)| value.as_str())
}

/// Writes units one after the other.
pub trait UnitWriter {
    /// Writes one unit. A unit without any of the wanted languages is left out.
    ///
    /// # Errors
    /// When the output fails.
    fn unit(&mut self, unit: &Unit) -> Result<(), WriteError>;

    /// Ends the file; returns what had to be changed on the way out.
    ///
    /// # Errors
    /// When the output fails.
    fn finish(self: Box<Self>) -> Result<Vec<Finding>, WriteError>;
}

/// Why a file was not written to its end.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The output failed.
    #[error("cannot write the file")]
    Io(#[from] io::Error),
    /// The options ask for what the format cannot hold.
    #[error("{0}")]
    Unfit(String),
}
