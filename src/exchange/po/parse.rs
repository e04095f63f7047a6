//! From text to entries: where one ends and the next begins, and what is broken.

use std::ops::Range;

use memchr::memchr;

use super::entry::{Entry, EntryKind, Field, FieldKind, now, without_end};
use super::escape::{QuoteFault, check_line};
use super::fault::{Fault, finding};
use super::line::{Keyword, Layer, LineKind, classify};
use crate::model::{Finding, UnitId};

/// An entry with the blank lines before it, and what is wrong with it.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    /// Lines of white space that stand before the entry.
    pub(super) blank: String,
    pub(super) entry: Entry,
    pub(super) finding: Option<Box<Finding>>,
}

/// Cuts a text into entries, one after the other; nothing of the text is left out.
///
/// A fault costs the entry that it is in. Time is linear, memory is one entry's.
#[derive(Debug)]
pub(super) struct Entries<'a> {
    text: &'a str,
    /// Where the next line begins, and its number.
    at: usize,
    line: usize,
    /// Comments up to this offset were looked at already: they stand inside an entry.
    inside_until: usize,
    /// Blank lines that may belong before the next entry.
    blank: String,
}

/// An entry while its lines are gathered.
#[derive(Debug)]
struct Draft {
    start: usize,
    entry: Entry,
    /// The strings seen so far.
    seen: Seen,
    /// Whether a blank line stands at the end so far.
    blank_since: bool,
    fault: Option<Box<Finding>>,
}

#[derive(Debug, Default)]
struct Seen {
    layer: Option<Layer>,
    context: bool,
    source: bool,
    plural: bool,
    forms: u32,
    target: bool,
    unknown: bool,
    /// The keyword that began the message: line number, line.
    first: Option<(usize, Range<usize>)>,
}

impl<'a> Entries<'a> {
    /// Begins at the start of a text, which has no byte order mark.
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            inside_until: 0,
            blank: String::new(),
        }
    }

    /// The blank lines behind the last entry, once all entries are taken.
    pub(super) fn tail(&mut self) -> String {
        std::mem::take(&mut self.blank)
    }

    /// How far into the text the entries were taken, in bytes.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// The next line without moving on: its whole length with end.
    fn peek(&self) -> Option<&'a str> {
        line_at(self.text, self.at)
    }

    fn advance(&mut self, line: &str) {
        self.at += line.len();
        self.line += 1;
    }

    fn skip_blank(&mut self) {
        while let Some(line) = self.peek() {
            if classify(without_end(line)) != LineKind::Blank {
                break;
            }
            self.blank.push_str(line);
            self.advance(line);
        }
    }

    /// Whether a line begins the next entry.
    fn begins_next(&mut self, draft: &Draft, kind: LineKind) -> bool {
        let seen = &draft.seen;
        let whole = seen.target || seen.only_unknown();
        match kind {
            LineKind::Blank => false,
            LineKind::Comment(_)
            | LineKind::Keyword {
                layer: Layer::Previous,
                ..
            } => whole || (seen.began() && !self.message_goes_on()),
            LineKind::Keyword { keyword, layer, .. } => {
                seen.layer.is_some_and(|known| known != layer)
                    || match keyword {
                        Keyword::Msgctxt => {
                            whole || seen.source || (seen.context && draft.blank_since)
                        }
                        Keyword::Msgid => whole || seen.source,
                        Keyword::MsgstrPlural(1..) => false,
                        _ => whole && draft.blank_since,
                    }
            }
            LineKind::Continuation { layer, .. } => {
                layer != Layer::Previous && seen.target && seen.layer != Some(layer)
            }
            LineKind::Unknown(layer) => {
                seen.target && (draft.blank_since || seen.layer != Some(layer))
            }
        }
    }

    /// Whether the comments here stand in the middle of a message, which goes on behind them.
    fn message_goes_on(&mut self) -> bool {
        if self.at < self.inside_until {
            return true;
        }
        let mut at = self.at;
        while let Some(line) = line_at(self.text, at) {
            match classify(without_end(line)) {
                LineKind::Comment(_)
                | LineKind::Blank
                | LineKind::Keyword {
                    layer: Layer::Previous,
                    ..
                }
                | LineKind::Continuation {
                    layer: Layer::Previous,
                    ..
                } => at += line.len(),
                LineKind::Keyword {
                    keyword: Keyword::MsgidPlural | Keyword::Msgstr | Keyword::MsgstrPlural(_),
                    ..
                }
                | LineKind::Continuation { .. } => {
                    self.inside_until = at;
                    return true;
                }
                _ => return false,
            }
        }
        false
    }

    fn finish(&mut self, mut draft: Draft) -> Parsed {
        draft.judge();
        let blank = std::mem::take(&mut self.blank);
        let entry = &mut draft.entry;
        let kept = entry
            .fields
            .iter()
            .rposition(|field| field.kind != FieldKind::Blank)
            .map_or(0, |last| last + 1);
        entry.fields.truncate(kept);
        let end = entry.fields.last().map_or(0, |field| field.range.end);
        self.blank = entry.raw.split_off(end);
        Parsed {
            blank,
            entry: draft.entry,
            finding: draft.fault,
        }
    }
}

impl Iterator for Entries<'_> {
    type Item = Parsed;

    fn next(&mut self) -> Option<Parsed> {
        self.skip_blank();
        self.peek()?;
        let mut draft = Draft::new(self.at, self.line);
        while let Some(line) = self.peek() {
            let kind = classify(without_end(line));
            if self.begins_next(&draft, kind) {
                break;
            }
            draft.take(line, kind, self.line);
            self.advance(line);
        }
        draft.entry.raw = self.text[draft.start..self.at].to_owned();
        Some(self.finish(draft))
    }
}

impl Seen {
    /// Whether a message began and has no target yet.
    fn began(&self) -> bool {
        self.context || self.source
    }

    fn only_unknown(&self) -> bool {
        self.unknown && !self.began() && !self.target
    }
}

impl Draft {
    fn new(start: usize, line: usize) -> Self {
        Self {
            start,
            entry: Entry {
                line,
                ..Entry::empty(EntryKind::Loose)
            },
            seen: Seen::default(),
            blank_since: false,
            fault: None,
        }
    }

    fn end(&self) -> usize {
        self.entry.fields.last().map_or(0, |field| field.range.end)
    }

    fn take(&mut self, whole: &str, kind: LineKind, number: usize) {
        let line = without_end(whole);
        let range = self.end()..self.end() + whole.len();
        match kind {
            LineKind::Blank => self.push(FieldKind::Blank, range),
            LineKind::Comment(comment) => {
                if self.seen.began() && !self.seen.target {
                    self.blame(Fault::CommentInside, number, line);
                }
                self.push(FieldKind::Comment(comment), range);
            }
            LineKind::Keyword {
                keyword,
                layer,
                rest,
            } => {
                self.keyword(keyword, layer, number, line, &range);
                self.check(line, rest, number);
                let previous = layer == Layer::Previous;
                self.push(FieldKind::Text { keyword, previous }, range);
            }
            LineKind::Continuation { layer, rest } => {
                self.check(line, rest, number);
                self.continuation(layer, number, line, range);
            }
            LineKind::Unknown(_) => {
                self.blame(Fault::of_unknown(line), number, line);
                self.seen.unknown = true;
                self.push(FieldKind::Unknown, range);
            }
        }
        self.blank_since = kind == LineKind::Blank;
    }

    fn push(&mut self, kind: FieldKind, range: Range<usize>) {
        self.entry.fields.push(Field { kind, range });
    }

    /// Notes the first fault of the entry; those behind it mostly follow from it.
    fn blame(&mut self, fault: Fault, number: usize, line: &str) {
        if self.fault.is_none() {
            self.fault = Some(Box::new(finding(&fault, number, line)));
        }
    }

    fn check(&mut self, line: &str, rest: usize, number: usize) {
        if let Err(fault) = check_line(line, rest) {
            // A keyword alone may have its string on the next line.
            if !matches!(fault, QuoteFault::Missing(_)) {
                self.blame(Fault::Quote(fault), number, line);
            }
        }
    }

    fn keyword(
        &mut self,
        keyword: Keyword,
        layer: Layer,
        number: usize,
        line: &str,
        range: &Range<usize>,
    ) {
        if layer == Layer::Previous {
            if self.seen.began() && !self.seen.target {
                self.blame(Fault::CommentInside, number, line);
            }
            return;
        }
        let seen = &mut self.seen;
        seen.layer = Some(layer);
        if seen.first.is_none() {
            seen.first = Some((number, range.clone()));
        }
        let fault = match keyword {
            Keyword::Msgctxt => {
                std::mem::replace(&mut seen.context, true).then_some(Fault::Duplicate("msgctxt"))
            }
            Keyword::Msgid => {
                std::mem::replace(&mut seen.source, true).then_some(Fault::Duplicate("msgid"))
            }
            Keyword::MsgidPlural if !seen.source => Some(Fault::MissingSource),
            Keyword::MsgidPlural => std::mem::replace(&mut seen.plural, true)
                .then_some(Fault::Duplicate("msgid_plural")),
            Keyword::Msgstr | Keyword::MsgstrPlural(_) if !seen.source => {
                seen.target = true;
                Some(Fault::MissingSource)
            }
            Keyword::Msgstr => {
                let twice = std::mem::replace(&mut seen.target, true);
                if twice {
                    Some(Fault::Duplicate("msgstr"))
                } else {
                    seen.plural.then_some(Fault::Plural)
                }
            }
            Keyword::MsgstrPlural(form) => {
                seen.target = true;
                let expected = seen.forms;
                seen.forms += 1;
                (!seen.plural || form != expected).then_some(Fault::Plural)
            }
        };
        if let Some(fault) = fault {
            self.blame(fault, number, line);
        }
    }

    fn continuation(&mut self, layer: Layer, number: usize, line: &str, range: Range<usize>) {
        let text = self
            .entry
            .fields
            .iter()
            .rposition(|field| field.kind != FieldKind::Blank);
        let live = self.seen.layer == Some(layer);
        let fits = |field: &Field| match field.kind {
            FieldKind::Text { previous: true, .. } => layer == Layer::Previous,
            FieldKind::Text { .. } => live,
            _ => false,
        };
        match text {
            Some(at) if fits(&self.entry.fields[at]) => {
                self.entry.fields.truncate(at + 1);
                self.entry.fields[at].range.end = range.end;
            }
            _ => {
                self.blame(Fault::NoKeyword, number, line);
                self.seen.unknown = true;
                self.push(FieldKind::Unknown, range);
            }
        }
    }

    /// Decides what the gathered lines are.
    fn judge(&mut self) {
        let seen = &self.seen;
        if let Some((number, range)) = seen.first.clone() {
            let fault = match (seen.source, seen.target) {
                (false, _) => Some(Fault::MissingSource),
                (true, false) => Some(Fault::MissingTarget),
                _ => None,
            };
            if let Some(fault) = fault {
                let line = without_end(&self.entry.raw[range]).to_owned();
                self.blame(fault, number, &line);
            }
        }
        self.entry.kind = if self.fault.is_some() {
            EntryKind::Broken
        } else if self.seen.layer == Some(Layer::Obsolete) {
            EntryKind::Obsolete
        } else if self.seen.target {
            EntryKind::Message
        } else {
            EntryKind::Loose
        };
        if self.entry.kind == EntryKind::Message && self.is_header() {
            self.entry.kind = EntryKind::Header;
        }
        if let Some(finding) = &mut self.fault {
            let context = self.entry.text(now(Keyword::Msgctxt));
            finding.unit = context.map(|id| UnitId(id.into_owned()));
        }
    }

    fn is_header(&self) -> bool {
        !self.seen.context
            && self
                .entry
                .text(now(Keyword::Msgid))
                .is_some_and(|text| text.is_empty())
    }
}

/// The line that begins at an offset, with its end; `None` at the end of the text.
fn line_at(text: &str, at: usize) -> Option<&str> {
    let rest = &text[at..];
    if rest.is_empty() {
        return None;
    }
    let length = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
    Some(&rest[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(EntryKind, Option<String>)> {
        Entries::new(text)
            .map(|parsed| (parsed.entry.kind, parsed.finding.map(|finding| finding.id)))
            .collect()
    }

    #[test]
    fn comments_in_front_belong_to_the_entry_behind() {
        let text = "# a\n\n# b\nmsgid \"x\"\nmsgstr \"y\"\n# c\nmsgid \"z\"\nmsgstr \"\"\n\n# end";
        let kinds = kinds(text);
        assert_eq!(
            kinds.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
            [EntryKind::Message, EntryKind::Message, EntryKind::Loose]
        );
    }
}
