//! TBX, the exchange format of glossaries: ISO 30042 in both editions and the MARTIF files before them.

mod category;
mod dialect;
mod grammar;
mod node;
mod own_note;
mod read;
mod rules;
#[cfg(test)]
mod tests;
mod validate;
mod write;

use std::io::{BufRead, Write};

use super::{TermFile, TermFormat, TermReading, TermWriting};
use crate::exchange::encoding::peek;
use crate::exchange::{ReadError, Rulebook, WriteError};
use crate::model::{Concept, Finding};

/// An edition of TBX as it is written; all are read.
pub(super) struct Tbx {
    name: &'static str,
    title: &'static str,
    edition: Edition,
}

/// What the elements are called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edition {
    /// ISO 30042:2008, TBX-Basic: `martif`, `termEntry`, `langSet`, `tig`.
    Second,
    /// ISO 30042:2019, TBX-Basic: `tbx`, `conceptEntry`, `langSec`, `termSec`; data categories as attributes.
    Third,
}

/// TBX of 2019.
pub(super) const TBX: Tbx = Tbx {
    name: "tbx",
    title: "TermBase eXchange, ISO 30042:2019",
    edition: Edition::Third,
};

/// TBX-Basic of 2008, which older programs read.
pub(super) const TBX_BASIC: Tbx = Tbx {
    name: "tbx-basic",
    title: "TBX-Basic, ISO 30042:2008",
    edition: Edition::Second,
};

impl TermFormat for Tbx {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn suffixes(&self) -> &'static [&'static str] {
        &["tbx"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        is_tbx(&peek(head))
    }

    fn read(&self, input: &mut dyn BufRead, _options: &TermReading) -> Result<TermFile, ReadError> {
        read::read(input)
    }

    fn rulebook(&self) -> Option<&'static dyn Rulebook> {
        Some(&rules::Rules)
    }

    fn write(
        &self,
        concepts: &[Concept],
        options: &TermWriting,
        output: &mut dyn Write,
    ) -> Result<Vec<Finding>, WriteError> {
        write::write(concepts, options, self.edition, output)
    }
}

/// Whether the root element of a text is that of TBX.
pub(super) fn is_tbx(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
        } else if !rest.starts_with(['?', '!']) {
            let name = rest.split([' ', '\t', '\r', '\n', '>', '/']).next();
            return matches!(name, Some("tbx" | "martif"));
        }
    }
    false
}
