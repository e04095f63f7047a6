//! From text to entries: where one ends and the next begins, and what is broken.

use memchr::memchr;

use super::entry::{Entry, FieldKind, without_end};
use super::gather::Gathering;
use super::line::{Keyword, Layer, LineKind, classify};
use crate::model::Finding;

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
    fn begins_next(&mut self, gathering: &Gathering, kind: LineKind) -> bool {
        let seen = &gathering.seen;
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
                            whole || seen.source || (seen.context && gathering.blank_since)
                        }
                        Keyword::Msgid => whole || seen.source,
                        Keyword::MsgstrPlural(1..) => false,
                        _ => whole && gathering.blank_since,
                    }
            }
            LineKind::Continuation { layer, .. } => {
                layer != Layer::Previous && seen.target && seen.layer != Some(layer)
            }
            LineKind::Unknown(layer) => {
                seen.target && (gathering.blank_since || seen.layer != Some(layer))
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

    fn finish(&mut self, mut gathering: Gathering) -> Parsed {
        gathering.judge();
        let blank = std::mem::take(&mut self.blank);
        let entry = &mut gathering.entry;
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
            entry: gathering.entry,
            finding: gathering.fault,
        }
    }
}

impl Iterator for Entries<'_> {
    type Item = Parsed;

    fn next(&mut self) -> Option<Parsed> {
        self.skip_blank();
        self.peek()?;
        let mut gathering = Gathering::new(self.at, self.line);
        while let Some(line) = self.peek() {
            let kind = classify(without_end(line));
            if self.begins_next(&gathering, kind) {
                break;
            }
            gathering.take(line, kind, self.line);
            self.advance(line);
        }
        gathering.entry.raw = self.text[gathering.start..self.at].to_owned();
        Some(self.finish(gathering))
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
    use crate::exchange::po::entry::EntryKind;

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
