//! Where lines end: LF, CRLF, CR, vertical tab, form feed, NEL, and Unicode's line and paragraph separators.

use std::ops::Range;

use memchr::Memchr3;

/// What stands at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// The end of the text.
    Text,
    /// A separator that may stand inside a wrapped paragraph: LF, CRLF, CR, VT, NEL, U+2028.
    Line,
    /// A separator that always ends a paragraph: form feed, U+2029.
    Paragraph,
}

/// The lines of a text without their ends; the last one ends with the text and may be empty.
///
/// Two searches over the bytes, at the speed of memory.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, LineEnd)> + '_ {
    let bytes = text.as_bytes();
    let mut beginnings = Beginnings::of(bytes);
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let mut from = start;
        loop {
            let Some(at) = beginnings.from(from) else {
                next = None;
                return Some((start..text.len(), LineEnd::Text));
            };
            if let Some((width, kind)) = line_end(&bytes[at..]) {
                next = Some(at + width);
                return Some((start..at, kind));
            }
            from = at + 1;
        }
    })
}

/// The line end that bytes begin with: its length and its kind.
fn line_end(bytes: &[u8]) -> Option<(usize, LineEnd)> {
    match bytes {
        [b'\r', b'\n', ..] => Some((2, LineEnd::Line)),
        [b'\n' | b'\r' | 0x0B, ..] => Some((1, LineEnd::Line)),
        [0x0C, ..] => Some((1, LineEnd::Paragraph)),
        [0xC2, 0x85, ..] => Some((2, LineEnd::Line)),
        [0xE2, 0x80, 0xA8, ..] => Some((3, LineEnd::Line)),
        [0xE2, 0x80, 0xA9, ..] => Some((3, LineEnd::Paragraph)),
        _ => None,
    }
}

/// The bytes with which line ends begin, found in two groups of three.
struct Beginnings<'a> {
    groups: [Memchr3<'a>; 2],
    /// The next of each group that was not passed.
    next: [Option<usize>; 2],
}

impl<'a> Beginnings<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let mut groups = [
            Memchr3::new(b'\n', b'\r', 0x0B, bytes),
            Memchr3::new(0x0C, 0xC2, 0xE2, bytes),
        ];
        let next = groups.each_mut().map(Iterator::next);
        Self { groups, next }
    }

    /// The first at or after an offset, which must not go back.
    fn from(&mut self, offset: usize) -> Option<usize> {
        for (group, next) in self.groups.iter_mut().zip(&mut self.next) {
            while next.is_some_and(|at| at < offset) {
                *next = group.next();
            }
        }
        self.next.iter().flatten().min().copied()
    }
}

/// Counts the lines of a text as an editor does, from offset to offset in one pass.
pub(super) struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> LineCounter<'a> {
    /// Begins at the first line.
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line of an offset, counted from 1; offsets must not go back. LF, CRLF and CR end a line.
    pub(super) fn line_of(&mut self, offset: usize) -> u32 {
        let passed = self.at..offset.max(self.at);
        let ends = memchr::memchr2_iter(b'\n', b'\r', &self.bytes[passed.clone()])
            .map(|at| at + passed.start)
            .filter(|at| self.bytes[*at] == b'\n' || self.bytes.get(at + 1) != Some(&b'\n'))
            .count();
        self.line = self
            .line
            .saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.at = passed.end;
        self.line
    }
}

/// The range without the white space at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.end - part.trim_start().len();
    let end = start + text[start..range.end].trim_end().len();
    start..end
}

/// Whether a text shows nothing: white space, bidi controls and characters without width alone.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_is_seen() {
        let text = "a\nb\r\nc\rd\u{B}e\u{85}f\u{2028}g\u{C}h\u{2029}i";
        let found: Vec<_> = lines(text)
            .map(|(range, end)| (&text[range], end))
            .collect();
        let (line, paragraph) = (LineEnd::Line, LineEnd::Paragraph);
        assert_eq!(
            found,
            [
                ("a", line),
                ("b", line),
                ("c", line),
                ("d", line),
                ("e", line),
                ("f", line),
                ("g", paragraph),
                ("h", paragraph),
                ("i", LineEnd::Text)
            ]
        );
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        let text = "a\nb\r\nc\rd";
        let mut counter = LineCounter::new(text);
        let lines: Vec<u32> = (0..text.len()).map(|at| counter.line_of(at)).collect();
        assert_eq!(lines, [1, 1, 2, 2, 2, 3, 3, 4]);
    }

    #[test]
    fn invisible_characters_alone_are_blank() {
        assert!(is_blank(" \u{200F}\u{FEFF}\t\u{A0}"));
        assert!(!is_blank("\u{200F}م"));
    }
}
