//! One entry of a PO file: its text to the letter, and the fields in it.

use std::borrow::Cow;
use std::ops::Range;

use super::escape::{push_quoted, quoted_parts, unescape};
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

    /// Writes a string on one line; says whether anything changed.
    ///
    /// A string that already means the same stays as it is, wrapped or not.
    pub(super) fn set_text(&mut self, key: TextKey, text: &str, end: &str) -> bool {
        let found = self.fields.iter().position(|field| field.is_text(key));
        if let Some(at) = found
            && decode(&self.raw[self.fields[at].range.clone()]) == text
        {
            return false;
        }
        let line = self.text_line(key, text, end);
        match found {
            Some(at) => self.replace(at, &line),
            None => self.insert(key.kind(), &line),
        }
        true
    }

    fn text_line(&self, key: TextKey, text: &str, end: &str) -> String {
        let mut line = String::with_capacity(text.len() + 16);
        line.push_str(match (self.kind, key.previous) {
            (EntryKind::Obsolete, true) => "#~| ",
            (EntryKind::Obsolete, false) => "#~ ",
            (_, true) => "#| ",
            (_, false) => "",
        });
        key.keyword.push_to(&mut line);
        line.push(' ');
        push_quoted(&mut line, text);
        line.push_str(end);
        line
    }

    /// Takes out every field that the test picks; says whether there was one.
    pub(super) fn remove(&mut self, pick: impl Fn(&Field) -> bool) -> bool {
        let before = self.fields.len();
        for at in (0..before).rev() {
            if pick(&self.fields[at]) {
                self.replace(at, "");
            }
        }
        self.fields.len() != before
    }

    /// Takes out the field of that number.
    pub(super) fn remove_at(&mut self, at: usize) {
        self.replace(at, "");
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

    /// Puts a comment line where lines of its kind stand.
    pub(super) fn add_comment(&mut self, kind: Comment, text: &str, end: &str) {
        let line = comment_line(kind, text, end);
        self.insert(FieldKind::Comment(kind), &line);
    }

    /// Puts a whole comment line, with its mark, where lines of its kind stand.
    pub(super) fn add_line(&mut self, kind: Comment, line: &str, end: &str) {
        self.insert(FieldKind::Comment(kind), &[line, end].concat());
    }

    /// Puts a comment line before all others of its kind.
    pub(super) fn add_comment_first(&mut self, kind: Comment, text: &str, end: &str) {
        let line = comment_line(kind, text, end);
        let first = self
            .fields
            .iter()
            .position(|field| field.kind == FieldKind::Comment(kind));
        match first {
            Some(at) => self.insert_at(at, FieldKind::Comment(kind), &line),
            None => self.insert(FieldKind::Comment(kind), &line),
        }
    }

    /// Writes a comment line anew.
    pub(super) fn set_comment(&mut self, at: usize, kind: Comment, text: &str, end: &str) {
        let line = comment_line(kind, text, end);
        self.replace(at, &line);
    }

    /// Sets a flag; it comes first, as gettext writes `fuzzy`.
    pub(super) fn add_flag(&mut self, flag: &str, end: &str) {
        if self.has_flag(flag) {
            return;
        }
        let first = self.comments(Comment::Flags).next();
        match first.map(|(at, line)| (at, format!("{flag}, {}", line.trim()))) {
            Some((at, line)) => self.set_comment(at, Comment::Flags, &line, end),
            None => self.add_comment(Comment::Flags, flag, end),
        }
    }

    /// Takes a flag away.
    pub(super) fn remove_flag(&mut self, flag: &str, end: &str) {
        let lines: Vec<(usize, String)> = self
            .comments(Comment::Flags)
            .filter(|(_, line)| line.split(',').any(|set| set.trim() == flag))
            .map(|(at, line)| {
                let others: Vec<&str> = line
                    .split(',')
                    .map(str::trim)
                    .filter(|set| *set != flag && !set.is_empty())
                    .collect();
                (at, others.join(", "))
            })
            .collect();
        for (at, others) in lines.into_iter().rev() {
            if others.is_empty() {
                self.replace(at, "");
            } else {
                self.set_comment(at, Comment::Flags, &others, end);
            }
        }
    }

    /// Puts the text of all lines through a change of what stands before them.
    pub(super) fn map_lines(&mut self, mut change: impl FnMut(FieldKind, &str, &mut String)) {
        let raw = std::mem::take(&mut self.raw);
        for field in &mut self.fields {
            let start = self.raw.len();
            for line in raw[field.range.clone()].split_inclusive('\n') {
                change(field.kind, line, &mut self.raw);
            }
            field.range = start..self.raw.len();
        }
    }

    fn insert(&mut self, kind: FieldKind, line: &str) {
        let rank = kind.rank();
        let after_last = self
            .fields
            .iter()
            .rposition(|field| field.kind.rank() <= rank)
            .map_or(0, |at| at + 1);
        self.insert_at(after_last, kind, line);
    }

    fn insert_at(&mut self, at: usize, kind: FieldKind, line: &str) {
        let start = self
            .fields
            .get(at)
            .map_or(self.raw.len(), |field| field.range.start);
        // The last line of a file may have no end; what follows it needs one, and it ends the file in its place.
        if start == self.raw.len() && !self.raw.is_empty() && !self.raw.ends_with('\n') {
            let end = line_end(line);
            self.raw.push_str(end);
            if let Some(last) = self.fields.last_mut() {
                last.range.end = self.raw.len();
            }
            return self.insert_at(at, kind, &line[..line.len() - end.len()]);
        }
        self.raw.insert_str(start, line);
        for field in &mut self.fields[at..] {
            field.range.start += line.len();
            field.range.end += line.len();
        }
        let range = start..start + line.len();
        self.fields.insert(at, Field { kind, range });
    }

    /// Replaces a field by one line, or takes it out when the line is empty.
    fn replace(&mut self, at: usize, line: &str) {
        let old = self.fields[at].range.clone();
        let ended = self.raw[old.clone()].ends_with('\n');
        let line = if ended { line } else { without_end(line) };
        self.raw.replace_range(old.clone(), line);
        self.fields[at].range.end = old.start + line.len();
        for field in &mut self.fields[at + 1..] {
            field.range.start = field.range.start + line.len() - old.len();
            field.range.end = field.range.end + line.len() - old.len();
        }
        if line.is_empty() {
            self.fields.remove(at);
        }
    }
}

impl Field {
    pub(super) fn is_text(&self, key: TextKey) -> bool {
        self.kind == key.kind()
    }
}

impl TextKey {
    fn kind(self) -> FieldKind {
        FieldKind::Text {
            keyword: self.keyword,
            previous: self.previous,
        }
    }
}

impl FieldKind {
    /// Where gettext writes it among the others.
    fn rank(self) -> (u8, Option<Keyword>) {
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

fn comment_line(kind: Comment, text: &str, end: &str) -> String {
    let mark = match kind {
        Comment::Translator | Comment::Other => "#",
        Comment::Extracted => "#.",
        Comment::Reference => "#:",
        Comment::Flags => "#,",
    };
    let space = if text.is_empty() || text.starts_with('\t') {
        ""
    } else {
        " "
    };
    [mark, space, text, end].concat()
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
fn decode(lines: &str) -> Cow<'_, str> {
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
