//! Findings: what a check or a recovering reader has to say, and where.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::UnitId;
use crate::text::Language;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

/// What a check or a reader says about a unit or a place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The stable name of the rule, in kebab case: `number-differs`, `broken-entry`.
    pub id: String,
    /// How much it matters.
    pub severity: Severity,
    /// The unit that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The language of the variant that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    /// The part of the source text that it is about, in UTF-8 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_span: Option<Range<usize>>,
    /// The part of the target text that it is about, in UTF-8 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_span: Option<Range<usize>>,
    /// The place in a file, when it is about a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// One plain sentence without a full stop.
    pub message: String,
    /// What to do about it, in one plain sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// An edit of the target text that would mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Edit>,
}

/// A place in a text file, with the line itself so that it can be shown with a caret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file as the user named it; empty until the caller that knows it fills it in.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, in characters, counted from 1.
    pub column: usize,
    /// The text of that line, without its end (at most some hundred bytes around the span).
    pub text: String,
    /// The part of `text` to point at, in UTF-8 bytes.
    pub span: Range<usize>,
}

/// A replacement of a part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The part to replace, in UTF-8 bytes.
    pub span: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

impl Finding {
    /// A finding with nothing but its rule, weight and message.
    #[must_use]
    pub fn new(id: &str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            id: id.to_owned(),
            severity,
            unit: None,
            lang: None,
            source_span: None,
            target_span: None,
            place: None,
            message: message.into(),
            hint: None,
            fix: None,
        }
    }

    /// The same finding with a hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same finding with a place in a file.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }
}

impl Place {
    /// The place of a byte span in a whole text; `file` stays empty.
    ///
    /// A span that runs over the end of its line is cut there. Costs one pass up to the span.
    #[must_use]
    pub fn in_text(text: &str, span: Range<usize>) -> Self {
        let start = text.floor_char_boundary(span.start.min(text.len()));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line_text = text[line_start..line_end].trim_end_matches('\r');
        let from = (start - line_start).min(line_text.len());
        let to =
            line_text.floor_char_boundary((span.end.max(start) - line_start).min(line_text.len()));
        Self {
            file: String::new(),
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            text: line_text.to_owned(),
            span: from..to.max(from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_in_ones_and_columns_in_characters() {
        let place = Place::in_text("first\nاردو متن\r\nlast", 15..19);
        assert_eq!((place.line, place.column), (2, 6));
        assert_eq!(place.text, "اردو متن");
        assert_eq!(&place.text[place.span], "مت");
    }

    #[test]
    fn a_span_over_the_end_of_its_line_is_cut_there() {
        let place = Place::in_text("ab\ncd\nef", 4..100);
        assert_eq!(&place.text[place.span], "d");
        assert_eq!(Place::in_text("", 5..9).line, 1);
    }
}
