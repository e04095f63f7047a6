//! What can be wrong with an entry, and how it is told.

use std::ops::Range;

use super::escape::QuoteFault;
use super::rules::{
    BAD_ESCAPE, COMMENT_INSIDE, CONFLICT_MARK, DUPLICATE_FIELD, MISSING_SOURCE, MISSING_STRING,
    MISSING_TARGET, NO_KEYWORD, OUTSIDE_QUOTES, PLURAL_FORMS, UNKNOWN_LINE, UNTERMINATED,
};
use crate::exchange::Rule;
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

    fn rule(&self) -> &'static Rule {
        match self {
            Self::Quote(QuoteFault::Unterminated(_)) => &UNTERMINATED,
            Self::Quote(QuoteFault::BadEscape(_)) => &BAD_ESCAPE,
            Self::Quote(_) => &OUTSIDE_QUOTES,
            Self::UnknownLine => &UNKNOWN_LINE,
            Self::ConflictMark => &CONFLICT_MARK,
            Self::NoKeyword => &NO_KEYWORD,
            Self::CommentInside => &COMMENT_INSIDE,
            Self::MissingString => &MISSING_STRING,
            Self::Duplicate(_) => &DUPLICATE_FIELD,
            Self::MissingSource => &MISSING_SOURCE,
            Self::MissingTarget => &MISSING_TARGET,
            Self::Plural => &PLURAL_FORMS,
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
    let rule = fault.rule();
    Finding::new(rule.id, Severity::Error, fault.message(line))
        .with_hint(rule.hint)
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
