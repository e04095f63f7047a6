//! XLIFF, the interchange format of localisation: 1.2 and 2.x are read, 1.2 and 2.1 are written.

mod code;
mod dialect;
mod element;
mod flat;
mod grammar_one;
mod grammar_two;
mod inline;
mod keys;
mod meta;
mod page;
mod parts;
mod read;
mod read_remark;
mod read_unit;
mod rules;
mod state;
#[cfg(test)]
mod tests;
mod text;
mod types;
mod unit_check;
mod validate;
mod write;

use std::io::{BufRead, Write};

use self::dialect::Version;
use super::encoding::peek;
use super::xml::root_tag;
use super::{
    Fate, Format, Lacks, Part, ReadError, ReadOptions, Rulebook, Sink, Summary, UnitWriter,
    WriteError, WriteOptions,
};

/// XLIFF in the family of versions that is written; either is read, whichever a file is.
pub(super) struct Xliff(Version);

/// XLIFF 2: read as 2.0 to 2.2, written as 2.1.
pub(super) const XLIFF_2: Xliff = Xliff(Version::Two);

/// XLIFF 1: read as 1.0 to 1.2, written as 1.2.
pub(super) const XLIFF_1: Xliff = Xliff(Version::One);

impl Format for Xliff {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn title(&self) -> &'static str {
        match self.0 {
            Version::One => "XLIFF 1.2",
            Version::Two => "XLIFF 2.1",
        }
    }

    fn suffixes(&self) -> &'static [&'static str] {
        &["xlf", "xliff"]
    }

    fn page(&self) -> &'static str {
        "xliff"
    }

    fn prose(&self) -> &'static str {
        include_str!("manual.md")
    }

    fn lacks(&self) -> Lacks {
        &[
            (Part::SeveralTargets, Fate::Refused),
            (Part::Sources, Fate::LeftOut),
            (Part::StatesOfSources, Fate::LeftOut),
            (
                Part::Placement,
                Fate::Elsewhere("properties `x-document`, `x-place`"),
            ),
            (
                Part::Saved,
                Fate::Elsewhere("attributes `changedate`, `changeid`"),
            ),
            (Part::RemarkOrder, Fate::LeftOut),
            (Part::SecondTexts, Fate::Reported),
        ]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        version(head) == Some(self.0)
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<Summary, ReadError> {
        read::Reader::new(input, options, sink)?.run()
    }

    fn rulebook(&self) -> Option<&'static dyn Rulebook> {
        Some(match self.0 {
            Version::One => &rules::Rules(Version::One),
            Version::Two => &rules::Rules(Version::Two),
        })
    }

    fn writer<'a>(
        &self,
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Box<dyn UnitWriter + 'a>, WriteError> {
        Ok(Box::new(write::Writer::begin(self.0, options, output)?))
    }
}

/// Which XLIFF a file is by its beginning; `None` for a file of another kind.
fn version(head: &[u8]) -> Option<Version> {
    let text = peek(head);
    let root = root_tag(&text)?;
    let name = root.split(|c: char| c.is_ascii_whitespace()).next()?;
    if name.rsplit(':').next()? != "xliff" {
        return None;
    }
    let (_, after) = root.split_once("version")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = value.strip_prefix(['"', '\''])?;
    Version::of(value)
}
