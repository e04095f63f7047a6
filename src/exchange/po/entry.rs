//! One entry of a PO file: its text to the letter, and the fields in it.

use std::borrow::Cow;
use std::ops::Range;

use super::escape::{quoted_parts, unescape};
use super::line::{Comment, Keyword, LineKind, classify, comment_text};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// The header: no context, an empty source.
    Header,
    /// A message.
    Message,
    /// A message of the past, behind `#~`.
    Obsolete,
    /// What cannot be read, kept as it stands.
    Broken,
    /// Comments that belong to no message.
    Loose,
}

/// What one or more consecutive lines of an entry hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    /// White space between lines.
    Blank,
    /// One comment line.
    Comment(Comment),
    /// A string with its continuation lines.
    Text {
        /// Which string.
        keyword: Keyword,
        /// Whether it is the one from before the last change of the source.
        previous: bool,
    },
    /// A line that is none of these.
    Unknown,
}

/// One field: whole lines of the entry's text, their ends included.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) kind: FieldKind,
    pub(super) range: Range<usize>,
}

/// One entry; its text is what will be written.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) kind: EntryKind,
    /// The line of the file as read on which it begins, counted from 1; 0 for one that was not read.
    pub(super) line: usize,
    pub(super) raw: String,
    pub(super) fields: Vec<Field>,
}

/// A string field by its keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextKey {
    pub(super) keyword: Keyword,
    pub(super) previous: bool,
}

/// The string of a keyword as it stands now.
pub(super) const fn now(keyword: Keyword) -> TextKey {
    TextKey {
        keyword,
        previous: false,
    }
}

/// The string of a keyword as it stood before.
pub(super) const fn before(keyword: Keyword) -> TextKey {
    TextKey {
        keyword,
        previous: true,
    }
}

impl Entry {
    /// An entry without any line.
    pub(super) fn empty(kind: EntryKind) -> Self {
        Self {
            kind,
            line: 0,
            raw: String::new(),
            fields: Vec::new(),
        }
    }

    /// The decoded string of a field, if the entry has it.
    pub(super) fn text(&self, key: TextKey) -> Option<Cow<'_, str>> {
        let field = self.fields.iter().find(|field| field.is_text(key))?;
        Some(decode(&self.raw[field.range.clone()]))
    }

    /// The strings that it holds, with their keywords, in order.
    pub(super) fn texts(&self) -> impl Iterator<Item = (TextKey, Cow<'_, str>)> {
        self.fields.iter().filter_map(|field| match field.kind {
            FieldKind::Text { keyword, previous } => Some((
                TextKey { keyword, previous },
                decode(&self.raw[field.range.clone()]),
            )),
            _ => None,
        })
    }

    /// The comment lines that are of no known kind, whole.
    pub(super) fn other_comments(&self) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter(|field| field.kind == FieldKind::Comment(Comment::Other))
            .map(|field| without_end(&self.raw[field.range.clone()]))
    }

    /// The comment lines of a kind, without mark, with their numbers among the fields.
    pub(super) fn comments(&self, kind: Comment) -> impl Iterator<Item = (usize, &str)> {
        self.fields
            .iter()
            .enumerate()
            .filter(move |(_, field)| field.kind == FieldKind::Comment(kind))
            .map(|(at, field)| {
                (
                    at,
                    comment_text(without_end(&self.raw[field.range.clone()])),
                )
            })
    }

    /// The flags, in order.
    pub(super) fn flags(&self) -> impl Iterator<Item = &str> {
        self.comments(Comment::Flags)
            .flat_map(|(_, line)| line.split(','))
            .map(str::trim)
            .filter(|flag| !flag.is_empty())
    }

    /// Whether a flag is set.
    pub(super) fn has_flag(&self, flag: &str) -> bool {
        self.flags().any(|set| set == flag)
    }

    /// The line that names the entry, and its number: that of the context, or of the source.
    pub(super) fn keyword_line(&self) -> (usize, &str) {
        let is = |field: &&Field, wanted| match field.kind {
            FieldKind::Text { keyword, previous } => !previous && keyword == wanted,
            _ => false,
        };
        let find = |wanted| self.fields.iter().find(|field| is(field, wanted));
        let start = find(Keyword::Msgctxt)
            .or_else(|| find(Keyword::Msgid))
            .map_or(0, |field| field.range.start);
        let line = self.raw[start..].lines().next().unwrap_or_default();
        (self.line + self.raw[..start].matches('\n').count(), line)
    }
}

impl Field {
    pub(super) fn is_text(&self, key: TextKey) -> bool {
        self.kind == key.kind()
    }
}

impl TextKey {
    pub(super) fn kind(self) -> FieldKind {
        FieldKind::Text {
            keyword: self.keyword,
            previous: self.previous,
        }
    }
}

impl FieldKind {
    /// Where gettext writes it among the others.
    pub(super) fn rank(self) -> (u8, Option<Keyword>) {
        match self {
            Self::Blank | Self::Unknown => (0, None),
            Self::Comment(Comment::Translator) => (1, None),
            Self::Comment(Comment::Extracted) => (2, None),
            Self::Comment(Comment::Reference) => (3, None),
            Self::Comment(Comment::Flags) => (4, None),
            Self::Comment(Comment::Other) => (5, None),
            Self::Text {
                keyword,
                previous: true,
            } => (6, Some(keyword)),
            Self::Text {
                keyword,
                previous: false,
            } => (7, Some(keyword)),
        }
    }
}

/// A line without its end.
pub(super) fn without_end(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

/// The end of a line: `\n`, `\r\n` or nothing.
pub(super) fn line_end(line: &str) -> &str {
    &line[without_end(line).len()..]
}

/// The string that the lines of a field hold; what is broken in it is read as far as it goes.
pub(super) fn decode(lines: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed("");
    for line in lines.split_inclusive('\n') {
        let line = without_end(line);
        let (LineKind::Keyword { rest, .. } | LineKind::Continuation { rest, .. }) = classify(line)
        else {
            continue;
        };
        // Faults were reported when the file was read.
        let _ = quoted_parts(line, rest, |_, part| {
            let part = unescape(part);
            if text.is_empty() {
                text = part;
            } else if !part.is_empty() {
                text.to_mut().push_str(&part);
            }
        });
    }
    text
}
