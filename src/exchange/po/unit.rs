//! From an entry of a PO file to a unit.

use std::collections::HashMap;

use super::comment::{joined, unprotect};
use super::entry::{Entry, EntryKind, TextKey, now};
use super::identity::derived;
use super::label::{Label, Level, Value};
use super::line::{Comment, Keyword};
use super::mark::{NEEDS_WORK, Spot, after_reference, reference};
use super::segment_entry::{FUZZY, mark_of, needs_work_of, notes_of, state_of, target_of};
use crate::model::{
    Attributes, DocumentName, Placement, Remark, RemarkKind, Unit, UnitId, Variant,
};
use crate::text::Language;

/// The properties that stand for parts of an entry.
pub(super) mod property {
    /// A context that is no unit's id.
    pub(in super::super) const CONTEXT: &str = "msgctxt";
    /// A line of `#:`.
    pub(in super::super) const REFERENCE: &str = "reference";
    /// The flags but `fuzzy`, between `, `.
    pub(in super::super) const FLAGS: &str = "flags";
    /// Another comment, with its mark.
    pub(in super::super) const COMMENT: &str = "comment";
    /// Stands at entries behind `#~`.
    pub(in super::super) const OBSOLETE: &str = "obsolete";
    /// The value of [`OBSOLETE`].
    pub(in super::super) const YES: &str = "yes";
    /// The unit's place in its document, where the file's order does not say it.
    pub(in super::super) const ORDER: &str = "order";
    /// The source for more than one; on the source variant.
    pub(in super::super) const PLURAL: &str = "msgid_plural";
    /// Before a keyword: its string before the last change of the source.
    pub(in super::super) const PREVIOUS: &str = "previous-";
}

/// The attribute of a note that the program which made the file has written.
pub(super) const FROM: &str = "from";

/// Its value.
pub(super) const DEVELOPER: &str = "developer";

/// What an entry must know of its file to become a unit.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) source: Language,
    pub(super) target: Language,
    /// The document that the header names; then every context is a unit's id.
    pub(super) document: Option<DocumentName>,
    /// How many units of each document were read.
    pub(super) counts: HashMap<DocumentName, u32>,
}

/// The remarks and attributes of a unit and its two texts.
#[derive(Debug, Default)]
struct Sayings {
    remarks: [Vec<Remark>; 3],
    attributes: [Attributes; 3],
}

impl Surroundings {
    /// The unit that an entry holds.
    pub(super) fn unit(&mut self, entry: &Entry) -> Unit {
        let source = entry.text(now(Keyword::Msgid)).unwrap_or_default();
        let context = entry.text(now(Keyword::Msgctxt));
        let names_unit = self.document.is_some() || mark_of(entry).is_some();
        let mut sayings = Sayings::default();
        let id = match &context {
            Some(id) if names_unit && !id.is_empty() => UnitId(id.clone().into_owned()),
            Some(context) => {
                sayings.property(Level::Unit, property::CONTEXT, context);
                derived(Some(context), &source)
            }
            None => derived(None, &source),
        };
        let order = sayings.read(entry);
        let placement = self.placement(entry, order, &mut sayings);
        let [unit_remarks, source_remarks, target_remarks] = sayings.remarks;
        let [attributes, source_attributes, target_attributes] = sayings.attributes;
        let target = Variant {
            state: state_of(entry),
            needs_work: needs_work_of(entry),
            attributes: target_attributes,
            remarks: target_remarks,
            ..Variant::new(self.target.clone(), target_of(entry))
        };
        let source = Variant {
            attributes: source_attributes,
            remarks: source_remarks,
            ..Variant::new(self.source.clone(), source)
        };
        Unit {
            id,
            placement,
            source_language: Some(self.source.clone()),
            variants: vec![source, target],
            attributes,
            remarks: unit_remarks,
        }
    }

    /// Where the unit stands; the reference that says so is then no remark.
    fn placement(
        &mut self,
        entry: &Entry,
        order: Option<u32>,
        sayings: &mut Sayings,
    ) -> Option<Placement> {
        let spot = mark_of(entry).and_then(|(_, mark)| mark.spot);
        let mut placement = None;
        for (_, line) in entry.comments(Comment::Reference) {
            let mut rest = line;
            if let Some(spot) = spot
                && placement.is_none()
                && let Some(found) = self.placement_at(spot, line, order)
            {
                placement = Some(found);
                rest = after_reference(line);
                if rest.is_empty() {
                    continue;
                }
            }
            sayings.property(Level::Unit, property::REFERENCE, rest);
        }
        placement
    }

    fn placement_at(&mut self, spot: Spot, line: &str, order: Option<u32>) -> Option<Placement> {
        let (file, line) = reference(line)?;
        let document = match &self.document {
            Some(document) => document.clone(),
            None => DocumentName::new(file).ok()?,
        };
        let count = self.counts.entry(document.clone()).or_default();
        let order = order.unwrap_or(*count);
        *count = order.saturating_add(1);
        Some(Placement {
            document,
            order,
            paragraph: spot.paragraph,
            sentence: spot.sentence,
            segments: spot.segments,
            line,
        })
    }
}

impl Sayings {
    fn property(&mut self, level: Level, name: &str, text: &str) {
        self.remark(level, RemarkKind::Property(name.to_owned()), text);
    }

    fn remark(&mut self, level: Level, kind: RemarkKind, text: &str) {
        self.remarks[level as usize].push(Remark {
            kind,
            text: text.to_owned(),
            attributes: Vec::new(),
        });
    }

    /// Takes what the entry says beside its texts; returns its place in the document if it is written down.
    fn read(&mut self, entry: &Entry) -> Option<u32> {
        for note in notes_of(entry) {
            self.remark(Level::Unit, RemarkKind::Note, &note);
        }
        let order = self.extracted(entry);
        if entry.kind == EntryKind::Obsolete {
            self.property(Level::Unit, property::OBSOLETE, property::YES);
        }
        let flags: Vec<&str> = entry.flags().filter(|flag| *flag != FUZZY).collect();
        if !flags.is_empty() {
            self.property(Level::Unit, property::FLAGS, &flags.join(", "));
        }
        for comment in entry.other_comments() {
            self.property(Level::Unit, property::COMMENT, comment);
        }
        self.texts(entry);
        order
    }

    /// The comments of `#.`: values of ours, and notes of the program that made the file.
    fn extracted(&mut self, entry: &Entry) -> Option<u32> {
        let mark = mark_of(entry).map(|(at, _)| at);
        let mut order = None;
        for comment in joined(entry, Comment::Extracted) {
            let text = comment.text.as_str();
            if text.starts_with(NEEDS_WORK) || comment.fields.first().copied() == mark {
                continue;
            }
            match Label::parse(text) {
                Some((label, text)) if label.is_order() && text.parse::<u32>().is_ok() => {
                    order = text.parse().ok();
                }
                Some((label, text)) => self.labelled(label, text),
                None if text.is_empty() => {}
                None => self.remarks[Level::Unit as usize].push(Remark {
                    kind: RemarkKind::Note,
                    text: unprotect(text).to_owned(),
                    attributes: vec![(FROM.to_owned(), DEVELOPER.to_owned())],
                }),
            }
        }
        order
    }

    fn labelled(&mut self, label: Label, text: &str) {
        match label.value {
            Value::Note => self.remark(label.level, RemarkKind::Note, text),
            Value::Property(name) => self.property(label.level, &name, text),
            Value::Attribute(name) => {
                self.attributes[label.level as usize].push((name, text.to_owned()));
            }
        }
    }

    /// The strings beside source and target: plural forms, and what was there before.
    fn texts(&mut self, entry: &Entry) {
        for (TextKey { keyword, previous }, text) in entry.texts() {
            let mut name = String::new();
            if previous {
                name.push_str(property::PREVIOUS);
            }
            keyword.push_to(&mut name);
            match (previous, keyword) {
                (true, _) => self.property(Level::Unit, &name, &text),
                (false, Keyword::MsgidPlural) => self.property(Level::Source, &name, &text),
                (false, Keyword::MsgstrPlural(1..)) => self.property(Level::Target, &name, &text),
                _ => {}
            }
        }
    }
}
