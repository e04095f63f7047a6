//! Entries of segment files: what a unit's entry says, and how it is changed.

use std::borrow::Cow;

use super::comment::{self, Joined, joined};
use super::entry::{Entry, EntryKind, before, now};
use super::label::Label;
use super::line::{Comment, Keyword};
use super::mark::{Mark, NEEDS_WORK, reference};
use super::segment_change::SegmentEntryMut;
use crate::model::{State, UnitId};

/// The flag of an entry that a person should look at again.
pub(super) const FUZZY: &str = "fuzzy";

/// Where a unit stands in its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The paragraph in which it begins, counted from 1.
    pub paragraph: u32,
    /// Its first segment's number within the paragraph, counted from 1.
    pub sentence: u32,
    /// How many consecutive segments it joins.
    pub segments: u32,
    /// The source file, relative to the project, with `/` between parts; empty when the entry names none.
    pub file: String,
    /// The line of that file on which it begins, counted from 1; 0 when the entry names none.
    pub line: u32,
}

/// A new entry for a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The unit.
    pub id: UnitId,
    /// Where it stands.
    pub position: Position,
    /// The source text.
    pub source: String,
    /// The target text, empty when there is none yet.
    pub target: String,
    /// How far the target has come.
    pub state: State,
    /// Why a person should look at it again, if one should.
    pub needs_work: Option<String>,
    /// The source that the target was made from, when it is another than the present one.
    pub previous: Option<String>,
}

impl NewEntry {
    pub(super) fn render(self, end: &str) -> Entry {
        let mut entry = Entry::empty(EntryKind::Message);
        entry.set_text(now(Keyword::Msgctxt), self.id.as_str(), end);
        entry.set_text(now(Keyword::Msgid), &self.source, end);
        entry.set_text(now(Keyword::Msgstr), &self.target, end);
        if let Some(previous) = &self.previous {
            entry.set_text(before(Keyword::Msgid), previous, end);
        }
        let mut writer = SegmentEntryMut::new(&mut entry, end);
        writer.set_position(&self.position);
        writer.set_state(self.state);
        if let Some(reason) = &self.needs_work {
            writer.mark_needs_work(reason);
        }
        entry
    }
}

/// What the entry of a unit says.
#[derive(Clone, Copy, Debug)]
pub struct SegmentEntry<'a> {
    entry: &'a Entry,
}

impl<'a> SegmentEntry<'a> {
    pub(super) fn new(entry: &'a Entry) -> Self {
        Self { entry }
    }

    fn text(&self, keyword: Keyword) -> Cow<'a, str> {
        self.entry.text(now(keyword)).unwrap_or_default()
    }

    /// The unit's id.
    #[must_use]
    pub fn id(&self) -> UnitId {
        UnitId(self.text(Keyword::Msgctxt).into_owned())
    }

    /// The source text.
    #[must_use]
    pub fn source(&self) -> Cow<'a, str> {
        self.text(Keyword::Msgid)
    }

    /// The target text; empty when it is not translated.
    #[must_use]
    pub fn target(&self) -> Cow<'a, str> {
        target_of(self.entry)
    }

    /// The source that the target was made from, while that is another than the present one.
    #[must_use]
    pub fn previous_source(&self) -> Option<Cow<'a, str>> {
        self.entry.text(before(Keyword::Msgid))
    }

    /// Where the unit stands in its source, if the entry says so.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        let spot = mark_of(self.entry)?.1.spot?;
        let mut references = self.entry.comments(Comment::Reference);
        let place = references.find_map(|(_, line)| reference(line));
        let (file, line) = place.unwrap_or_default();
        Some(Position {
            paragraph: spot.paragraph,
            sentence: spot.sentence,
            segments: spot.segments,
            file: file.to_owned(),
            line,
        })
    }

    /// How far the target has come.
    ///
    /// An empty target is `initial`, any other at least `translated`; a review counts while the target is
    /// the text that was reviewed.
    #[must_use]
    pub fn state(&self) -> State {
        state_of(self.entry)
    }

    /// Why a person should look at it again; empty when it is flagged `fuzzy` without a reason.
    #[must_use]
    pub fn needs_work(&self) -> Option<String> {
        needs_work_of(self.entry)
    }

    /// The translators' notes, one a comment.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        notes_of(self.entry)
    }

    /// A named value of the target, as a comment holds it: `target property x-origin: …`.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<String> {
        let text = property_of(self.entry, name)?.text;
        Label::parse(&text).map(|(_, value)| value.to_owned())
    }

    /// Whether the unit is no longer in the source.
    #[must_use]
    pub fn is_obsolete(&self) -> bool {
        self.entry.kind == EntryKind::Obsolete
    }

    /// The line of the file as read on which it begins, counted from 1; 0 for an entry made since.
    #[must_use]
    pub fn line(&self) -> usize {
        self.entry.line
    }
}

/// The keyword under which an entry holds its target.
pub(super) fn target_keyword(entry: &Entry) -> Keyword {
    let plural = entry
        .fields
        .iter()
        .any(|field| field.is_text(now(Keyword::MsgstrPlural(0))));
    if plural {
        Keyword::MsgstrPlural(0)
    } else {
        Keyword::Msgstr
    }
}

pub(super) fn target_of(entry: &Entry) -> Cow<'_, str> {
    entry.text(now(target_keyword(entry))).unwrap_or_default()
}

/// The mark of an entry, with its number among the fields.
pub(super) fn mark_of(entry: &Entry) -> Option<(usize, Mark)> {
    entry
        .comments(Comment::Extracted)
        .find_map(|(at, line)| Mark::parse(line).map(|mark| (at, mark)))
}

pub(super) fn state_of(entry: &Entry) -> State {
    let target = target_of(entry);
    match mark_of(entry) {
        Some((_, mark)) => mark.state_of(&target),
        None if target.is_empty() => State::Initial,
        None => State::Translated,
    }
}

/// The comments that say why the entry needs work.
pub(super) fn reasons_of(entry: &Entry) -> Vec<Joined> {
    let mut comments = joined(entry, Comment::Extracted);
    comments.retain(|comment| comment.text.starts_with(NEEDS_WORK));
    comments
}

pub(super) fn needs_work_of(entry: &Entry) -> Option<String> {
    if !entry.has_flag(FUZZY) {
        return None;
    }
    let reasons = reasons_of(entry);
    let reason = reasons
        .first()
        .map(|comment| &comment.text[NEEDS_WORK.len()..]);
    let reason = reason.unwrap_or_default();
    Some(reason.strip_prefix(' ').unwrap_or(reason).to_owned())
}

/// The comment that holds a named value of the target.
pub(super) fn property_of(entry: &Entry, name: &str) -> Option<Joined> {
    let wanted = Label::target_property(name);
    let mut comments = joined(entry, Comment::Extracted).into_iter();
    comments.find(|comment| Label::parse(&comment.text).is_some_and(|(label, _)| label == wanted))
}

pub(super) fn notes_of(entry: &Entry) -> Vec<String> {
    joined(entry, Comment::Translator)
        .into_iter()
        .filter(|note| !note.text.is_empty())
        .map(|note| comment::unprotect(&note.text).to_owned())
        .collect()
}
