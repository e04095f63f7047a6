//! TMX, the exchange format of translation memories: 1.1 to 1.4b are read, strict 1.4 is written.

mod codes;
mod dtd;
mod grammar;
mod inline;
mod page;
mod read;
mod remark;
mod rules;
mod segment_check;
#[cfg(test)]
mod tests;
mod validate;
mod value;
mod write;

use std::io::{BufRead, Write};

use super::encoding::peek;
use super::xml::root_tag;
use super::{
    Fate, Format, Lacks, Part, ReadError, ReadOptions, Rulebook, Sink, Summary, UnitWriter,
    WriteError, WriteOptions,
};

/// TMX.
pub(super) struct Tmx;

impl Format for Tmx {
    fn name(&self) -> &'static str {
        "tmx"
    }

    fn title(&self) -> &'static str {
        "Translation Memory eXchange"
    }

    fn suffixes(&self) -> &'static [&'static str] {
        &["tmx"]
    }

    fn has_header(&self) -> bool {
        true
    }

    fn prose(&self) -> &'static str {
        include_str!("manual.md")
    }

    fn lacks(&self) -> Lacks {
        &[
            (
                Part::Placement,
                Fate::Elsewhere("properties `x-document`, `x-place`"),
            ),
            (
                Part::Saved,
                Fate::Elsewhere("attributes `changedate`, `changeid`"),
            ),
            (Part::AttributeOrder, Fate::LeftOut),
            (Part::SecondTexts, Fate::Reported),
        ]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let text = peek(head);
        let name = root_tag(&text).and_then(|root| root.strip_prefix("tmx"));
        name.is_some_and(|after| after.starts_with([' ', '\t', '\r', '\n', '>', '/']))
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
        Some(&rules::Rules)
    }

    fn is_mended_by_writing(&self) -> bool {
        true
    }

    fn writer<'a>(
        &self,
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Box<dyn UnitWriter + 'a>, WriteError> {
        Ok(Box::new(write::Writer::begin(options, output)?))
    }
}
