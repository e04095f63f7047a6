//! Blocks: the translatable stretches of a document, and each as one logical line.

use std::borrow::Cow;
use std::ops::Range;

use smallvec::SmallVec;

/// The lines of a block; most blocks have one.
pub type Lines = SmallVec<[Range<usize>; 1]>;

/// A translatable stretch of a document: a heading, a paragraph, a list item, a table cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The number of its paragraph, counted from 1; blocks that a hard line break parts share one.
    pub paragraph: u32,
    /// The lines that it is wrapped into, in UTF-8 bytes of the document: at least one, none empty, in
    /// order, without line ends, indentation, quotation prefixes and white space at their ends.
    pub lines: Lines,
}

/// What a block is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, with its level counted from 1.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The text of a list item.
    ListItem,
    /// A paragraph of a quotation.
    Quotation,
    /// A cell of a table.
    TableCell,
    /// The text of a footnote.
    Footnote,
}

/// A block's text on one line: soft line breaks are one space each, all else stands as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogicalLine<'a> {
    /// The text, borrowed where the block has one line.
    pub text: Cow<'a, str>,
    lines: &'a [Range<usize>],
}

impl Block {
    /// From the first to the last byte of the block in the document.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        let start = self.lines.first().map_or(0, |line| line.start);
        start..self.lines.last().map_or(start, |line| line.end)
    }

    /// The block of the document `text` as one logical line.
    #[must_use]
    pub fn logical_line<'a>(&'a self, text: &'a str) -> LogicalLine<'a> {
        let joined = match self.lines.as_slice() {
            [line] => Cow::Borrowed(&text[line.clone()]),
            lines => {
                let parts: Vec<&str> = lines.iter().map(|line| &text[line.clone()]).collect();
                Cow::Owned(parts.join(" "))
            }
        };
        LogicalLine {
            text: joined,
            lines: &self.lines,
        }
    }
}

impl LogicalLine<'_> {
    /// Where a part of the logical line stands in the document, both in UTF-8 bytes.
    ///
    /// Costs one step a line of the block; [`LogicalLine::document_ranges`] does many parts in one pass.
    #[must_use]
    pub fn document_range(&self, part: Range<usize>) -> Range<usize> {
        Mapping::new(self.lines).range(part)
    }

    /// The same for many parts in ascending order, in one pass over the lines.
    pub fn document_ranges(
        &self,
        parts: impl IntoIterator<Item = Range<usize>>,
    ) -> impl Iterator<Item = Range<usize>> {
        let mut mapping = Mapping::new(self.lines);
        parts.into_iter().map(move |part| mapping.range(part))
    }
}

/// Walks over the lines of a block and the logical line side by side.
struct Mapping<'a> {
    lines: &'a [Range<usize>],
    /// Where the first of `lines` begins in the logical line.
    logical: usize,
}

impl<'a> Mapping<'a> {
    fn new(lines: &'a [Range<usize>]) -> Self {
        Self { lines, logical: 0 }
    }

    fn range(&mut self, part: Range<usize>) -> Range<usize> {
        let start = self.offset(part.start, Side::Start);
        start..self.offset(part.end, Side::End).max(start)
    }

    fn offset(&mut self, at: usize, side: Side) -> usize {
        while let [line, rest @ ..] = self.lines {
            let within = at.saturating_sub(self.logical);
            let inside = match side {
                Side::Start => within < line.len() + usize::from(rest.is_empty()),
                Side::End => within <= line.len(),
            };
            if inside || rest.is_empty() {
                return line.start + within.min(line.len());
            }
            self.logical += line.len() + 1;
            self.lines = rest;
        }
        0
    }
}

/// Which end of a range is looked for: the end of one line and the start of the next are one point
/// apart in the logical line, and a range keeps to the lines that it has text of.
#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "> one two\r\n> three\n> four";

    fn block() -> Block {
        Block {
            kind: BlockKind::Quotation,
            paragraph: 1,
            lines: [2..9, 13..18, 21..25].into_iter().collect(),
        }
    }

    #[test]
    fn soft_line_breaks_become_spaces() {
        assert_eq!(block().logical_line(TEXT).text, "one two three four");
        assert_eq!(block().range(), 2..25);
    }

    #[test]
    fn parts_of_the_logical_line_are_found_in_the_document() {
        let block = block();
        let line = block.logical_line(TEXT);
        let whole = line.text.clone();
        for (part, expected) in [
            ("one", "one"),
            ("two three", "two\r\n> three"),
            ("three", "three"),
            ("four", "four"),
        ] {
            let at = whole.find(part).unwrap();
            let range = line.document_range(at..at + part.len());
            assert_eq!(&TEXT[range], expected);
        }
        let ranges: Vec<_> = line.document_ranges([0..7, 8..13, 14..18]).collect();
        assert_eq!(ranges, [2..9, 13..18, 21..25]);
    }
}
