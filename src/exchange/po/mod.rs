//! PO, the format of gettext: segment files, and what other tools write.

mod charset;
mod comment;
mod draft;
mod edit;
mod entry;
mod escape;
mod fault;
mod file;
mod format_string;
mod gather;
mod header;
mod identity;
mod label;
mod line;
mod mark;
mod mend;
mod parse;
mod plural;
mod plural_rule;
mod read;
mod rules;
mod segment_change;
mod segment_entry;
mod segment_file;
mod unit;
mod validate;
mod write;

use std::io::{BufRead, Write};

use super::{
    Fate, Format, Lacks, Part, ReadError, ReadOptions, Rulebook, Sink, Summary, UnitWriter,
    WriteError, WriteOptions,
};
pub use segment_change::SegmentEntryMut;
pub use segment_entry::{NewEntry, Position, SegmentEntry};
pub use segment_file::{SegmentFile, SegmentFileError, SegmentFileHeading};

/// PO files of any tool, as an exchange format.
#[derive(Clone, Copy, Debug)]
pub struct Po;

impl Format for Po {
    fn name(&self) -> &'static str {
        "po"
    }

    fn title(&self) -> &'static str {
        "gettext PO, one source and one target language"
    }

    fn suffixes(&self) -> &'static [&'static str] {
        &["po", "pot"]
    }

    fn prose(&self) -> &'static str {
        include_str!("manual.md")
    }

    fn lacks(&self) -> Lacks {
        &[
            (Part::SeveralTargets, Fate::Refused),
            (Part::Sources, Fate::LeftOut),
            (Part::StatesOfSources, Fate::LeftOut),
            (Part::Saved, Fate::LeftOut),
            (Part::RemarkOrder, Fate::LeftOut),
            (Part::Codes, Fate::Reported),
            (Part::RemarkAttributes, Fate::Reported),
            (Part::SecondTexts, Fate::Reported),
        ]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        read::looks_like_po(head)
    }

    /// Reads entry by entry; the file itself is held in memory while it is read.
    fn read(
        &self,
        input: &mut dyn BufRead,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<Summary, ReadError> {
        read::read(input, options, sink)
    }

    fn rulebook(&self) -> Option<&'static dyn Rulebook> {
        Some(&rules::Rules)
    }

    fn writer<'a>(
        &self,
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Box<dyn UnitWriter + 'a>, WriteError> {
        Ok(Box::new(write::Writer::new(options, output)?))
    }
}
