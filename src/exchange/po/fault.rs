//! What can be wrong with an entry, and how it is told.

use std::ops::Range;

use super::escape::QuoteFault;
use crate::model::{Finding, Place, Severity};

/// How many bytes of a line are shown on either side of a fault.
const SHOWN: usize = 120;

/// One fault of an entry.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// A string that does not read.
    Quote(QuoteFault),
    /// A line that is neither comment, keyword nor string.
    UnknownLine,
    /// What version control leaves behind when two changes collide.
    ConflictMark,
    /// A string without a keyword above it.
    NoKeyword,
    /// A comment between the keywords of one entry.
    CommentInside,
    /// A keyword without a string, neither on its line nor on the next.
    MissingString,
    /// A keyword twice in one entry.
    Duplicate(&'static str),
    /// A context or target without `msgid`.
    MissingSource,
    /// A `msgid` without `msgstr`.
    MissingTarget,
    /// Plural forms that do not fit together.
    Plural,
}

impl Fault {
    /// The fault of a line that is neither comment, keyword nor string.
    pub(super) fn of_unknown(line: &str) -> Self {
        let marks = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
        if marks.iter().any(|mark| line.starts_with(mark)) {
            Self::ConflictMark
        } else {
            Self::UnknownLine
        }
    }

    fn id(&self) -> &'static str {
        match self {
            Self::Quote(QuoteFault::Unterminated(_)) => "unterminated-string",
            Self::Quote(QuoteFault::BadEscape(_)) => "bad-escape",
            Self::Quote(_) | Self::UnknownLine => "text-outside-quotes",
            Self::ConflictMark => "conflict-mark",
            Self::NoKeyword => "string-without-keyword",
            Self::CommentInside => "comment-inside-entry",
            Self::MissingString => "missing-string",
            Self::Duplicate(_) => "duplicate-field",
            Self::MissingSource => "missing-msgid",
            Self::MissingTarget => "missing-msgstr",
            Self::Plural => "plural-forms-differ",
        }
    }

    fn message(&self, line: &str) -> String {
        match self {
            Self::Quote(QuoteFault::Unterminated(_)) => {
                "the string has no closing quote on its line".into()
            }
            Self::Quote(QuoteFault::BadEscape(span)) => {
                format!("`{}` is no escape that PO knows", &line[span.clone()])
            }
            Self::Quote(_) => "text stands outside the quotes".into(),
            Self::UnknownLine => "the line is neither comment, keyword nor string".into(),
            Self::ConflictMark => "version control left a conflict here".into(),
            Self::NoKeyword => "the string has no keyword above it".into(),
            Self::CommentInside => "a comment stands in the middle of the entry".into(),
            Self::MissingString => "the keyword has no string behind it".into(),
            Self::Duplicate(keyword) => format!("`{keyword}` stands twice in one entry"),
            Self::MissingSource => "the entry has no `msgid`".into(),
            Self::MissingTarget => "the entry has no `msgstr`".into(),
            Self::Plural => "the plural forms of the entry do not fit together".into(),
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::Quote(QuoteFault::Unterminated(_)) => {
                "end the line with `\"`; write a line break in the text as `\\n`"
            }
            Self::Quote(QuoteFault::BadEscape(_)) => "write a backslash in the text as `\\\\`",
            Self::Quote(_) => "write a quote in the text as `\\\"`",
            Self::UnknownLine => "put text between quotes, and `# ` before a comment",
            Self::ConflictMark => "keep one of the two sides and delete the lines with the marks",
            Self::NoKeyword => "put `msgstr` before it, or delete it",
            Self::CommentInside => "move the comment above the entry",
            Self::MissingString => "put its text behind it, between quotes; no text is `\"\"`",
            Self::Duplicate(_) => "keep one of them, or put an empty line between two entries",
            Self::MissingSource => "restore the entry from an older version of the file",
            Self::MissingTarget => "add the line `msgstr \"\"` behind `msgid`",
            Self::Plural => {
                "`msgid_plural` goes with `msgstr[0]`, `msgstr[1]` and so on, in order, and not without it"
            }
        }
    }

    /// The part of the line to point at.
    fn span(&self, line: &str) -> Range<usize> {
        match self {
            Self::Quote(
                QuoteFault::Unterminated(span)
                | QuoteFault::BadEscape(span)
                | QuoteFault::Outside(span)
                | QuoteFault::Missing(span),
            ) => span.clone(),
            _ => line.len() - line.trim_start().len()..line.trim_end().len(),
        }
    }
}

/// The finding of a fault on a line; `number` counts from 1.
pub(super) fn finding(fault: &Fault, number: usize, line: &str) -> Finding {
    Finding::new(fault.id(), Severity::Error, fault.message(line))
        .with_hint(fault.hint())
        .at(place(number, line, fault.span(line)))
}

/// A place in a line that was cut out already; a long line is shown around the span only.
pub(super) fn place(number: usize, line: &str, span: Range<usize>) -> Place {
    let from = line.floor_char_boundary(span.start.saturating_sub(SHOWN));
    let until = line.floor_char_boundary(span.end.min(span.start + SHOWN) + SHOWN);
    let until = until.max(from);
    let end = line.floor_char_boundary(span.end.min(until));
    Place {
        file: String::new(),
        line: number,
        column: line[..line.floor_char_boundary(span.start)].chars().count() + 1,
        text: line[from..until].to_owned(),
        span: span.start - from..end.max(span.start) - from,
    }
}
