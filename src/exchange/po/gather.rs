//! Gathers the lines of one entry, and finds what is wrong with them.

use std::ops::Range;

use super::entry::{Entry, EntryKind, Field, FieldKind, now, without_end};
use super::escape::{QuoteFault, check_line};
use super::fault::{Fault, finding};
use super::line::{Keyword, Layer, LineKind};
use crate::model::{Finding, UnitId};

/// An entry while its lines are gathered.
#[derive(Debug)]
pub(super) struct Gathering {
    /// Where it begins in the text, in bytes.
    pub(super) start: usize,
    pub(super) entry: Entry,
    /// The strings seen so far.
    pub(super) seen: Seen,
    /// Whether a blank line stands at the end so far.
    pub(super) blank_since: bool,
    pub(super) fault: Option<Box<Finding>>,
    /// What is wrong if the string of the last keyword never comes.
    bare: Option<Box<Finding>>,
}

/// Which strings of an entry were seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) layer: Option<Layer>,
    pub(super) context: bool,
    pub(super) source: bool,
    plural: bool,
    forms: u32,
    pub(super) target: bool,
    unknown: bool,
    /// The keyword that began the message: line number, line.
    first: Option<(usize, Range<usize>)>,
}

impl Seen {
    /// Whether a message began and has no target yet.
    pub(super) fn began(&self) -> bool {
        self.context || self.source
    }

    pub(super) fn only_unknown(&self) -> bool {
        self.unknown && !self.began() && !self.target
    }
}

impl Gathering {
    pub(super) fn new(start: usize, line: usize) -> Self {
        Self {
            start,
            entry: Entry {
                line,
                ..Entry::empty(EntryKind::Loose)
            },
            seen: Seen::default(),
            blank_since: false,
            fault: None,
            bare: None,
        }
    }

    fn end(&self) -> usize {
        self.entry.fields.last().map_or(0, |field| field.range.end)
    }

    pub(super) fn take(&mut self, whole: &str, kind: LineKind, number: usize) {
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
                let previous = layer == Layer::Previous;
                if !previous {
                    self.blame_bare();
                }
                self.keyword(keyword, layer, number, line, &range);
                if !self.check(line, rest, number) && !previous {
                    self.bare = Some(Box::new(finding(&Fault::MissingString, number, line)));
                }
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

    /// Blames the last keyword when its string did not come.
    fn blame_bare(&mut self) {
        if let Some(finding) = self.bare.take() {
            self.fault.get_or_insert(finding);
        }
    }

    /// Checks the strings on a line, from an offset on; returns whether there are any.
    fn check(&mut self, line: &str, rest: usize, number: usize) -> bool {
        match check_line(line, rest) {
            // A keyword alone may have its string on the next line.
            Err(QuoteFault::Missing(_)) => return false,
            Err(fault) => self.blame(Fault::Quote(fault), number, line),
            Ok(()) => {}
        }
        true
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
                self.bare = None;
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
    pub(super) fn judge(&mut self) {
        self.blame_bare();
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
