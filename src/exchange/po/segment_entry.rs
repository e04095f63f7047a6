//! Entries of segment files: what a unit's entry says, and how it is changed.

use std::borrow::Cow;

use super::comment::{self, Joined, joined};
use super::entry::{Entry, EntryKind, FieldKind, before, now};
use super::line::{Comment, Keyword};
use super::mark::{Mark, NEEDS_WORK, Spot, reference, reference_text};
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

/// The entry of a unit, to be changed.
///
/// Each change touches the lines that it must, and no byte when the value is there already. It says
/// whether it changed anything. The reason for work that was done since (a `needs work:` comment without
/// the flag) goes with the next change.
#[derive(Debug)]
pub struct SegmentEntryMut<'a> {
    entry: &'a mut Entry,
    end: &'static str,
}

impl<'a> SegmentEntryMut<'a> {
    pub(super) fn new(entry: &'a mut Entry, end: &str) -> Self {
        let end = if end == "\r\n" { "\r\n" } else { "\n" };
        Self { entry, end }
    }

    /// The entry as it reads now.
    #[must_use]
    pub fn view(&self) -> SegmentEntry<'_> {
        SegmentEntry::new(self.entry)
    }

    /// Replaces the source; the one before it is kept as previous source while a target was made from it.
    ///
    /// While the entry needs work, the previous source stays the one that the target was made from; it goes
    /// when the source becomes that one again.
    pub fn set_source(&mut self, source: &str) -> bool {
        let old = self.view().source().into_owned();
        if !self.entry.set_text(now(Keyword::Msgid), source, self.end) {
            return false;
        }
        let made_from = match self.view().previous_source() {
            Some(previous) if self.entry.has_flag(FUZZY) => previous.into_owned(),
            _ => old,
        };
        if made_from == source || self.view().target().is_empty() {
            self.drop_previous();
        } else {
            self.entry
                .set_text(before(Keyword::Msgid), &made_from, self.end);
        }
        self.tidy()
    }

    /// Replaces the target. A review of another text counts no longer.
    pub fn set_target(&mut self, target: &str) -> bool {
        let keyword = target_keyword(self.entry);
        self.entry.set_text(now(keyword), target, self.end) && self.tidy()
    }

    /// Says anew where the unit stands.
    pub fn set_position(&mut self, position: &Position) -> bool {
        if self.view().position().as_ref() == Some(position) {
            return false;
        }
        let spot = Spot {
            paragraph: position.paragraph,
            sentence: position.sentence,
            segments: position.segments.max(1),
        };
        self.put_mark(Mark {
            spot: Some(spot),
            ..self.mark()
        });
        self.put_reference(position);
        self.tidy()
    }

    /// The mark of the entry, or one that says what stands there without it.
    fn mark(&self) -> Mark {
        mark_of(self.entry).map_or_else(|| Mark::nowhere(state_of(self.entry)), |(_, mark)| mark)
    }

    fn put_mark(&mut self, mark: Mark) {
        let text = mark.to_string();
        match mark_of(self.entry) {
            Some((_, old)) if old == mark => {}
            Some((at, _)) => self
                .entry
                .set_comment(at, Comment::Extracted, &text, self.end),
            None => self
                .entry
                .add_comment_first(Comment::Extracted, &text, self.end),
        }
    }

    fn put_reference(&mut self, position: &Position) {
        let first = self
            .entry
            .comments(Comment::Reference)
            .find(|(_, line)| reference(line).is_some())
            .map(|(at, line)| {
                (
                    at,
                    reference(line).map(|(file, line)| (file.to_owned(), line)),
                )
            });
        if position.file.is_empty() {
            if let Some((at, _)) = first {
                self.entry.remove_at(at);
            }
            return;
        }
        let text = reference_text(&position.file, position.line);
        match first {
            Some((_, Some((file, line)))) if (&file, line) == (&position.file, position.line) => {}
            Some((at, _)) => self
                .entry
                .set_comment(at, Comment::Reference, &text, self.end),
            None => self.entry.add_comment(Comment::Reference, &text, self.end),
        }
    }

    /// Sets the state; a review is written with the fingerprint of the target as it is now.
    pub fn set_state(&mut self, state: State) -> bool {
        if state_of(self.entry) == state {
            return false;
        }
        self.write_state(state)
    }

    /// Writes the state as it counts now, where the comment says what was before the target changed.
    pub fn settle_state(&mut self) -> bool {
        self.write_state(state_of(self.entry))
    }

    fn write_state(&mut self, state: State) -> bool {
        let old = self.mark();
        let mark = old.with_state(state, &self.view().target());
        if mark == old {
            return false;
        }
        self.put_mark(mark);
        self.tidy()
    }

    /// Flags the entry for a person, with a reason; an empty reason is none.
    pub fn mark_needs_work(&mut self, reason: &str) -> bool {
        if self.view().needs_work().as_deref() == Some(reason) {
            return false;
        }
        self.remove_reason();
        self.entry.add_flag(FUZZY, self.end);
        if !reason.is_empty() {
            let text = format!("{NEEDS_WORK} {reason}");
            for line in comment::lines(&text) {
                self.entry.add_comment(Comment::Extracted, &line, self.end);
            }
        }
        true
    }

    /// Takes the flag away, with its reason and the previous source.
    pub fn clear_needs_work(&mut self) -> bool {
        let before = self.entry.fields.len();
        self.entry.remove_flag(FUZZY, self.end);
        self.remove_reason();
        self.drop_previous() || self.entry.fields.len() != before
    }

    /// Takes the previous source away.
    pub fn drop_previous(&mut self) -> bool {
        self.entry
            .remove(|field| matches!(field.kind, FieldKind::Text { previous: true, .. }))
    }

    /// Replaces the translators' notes.
    pub fn set_notes(&mut self, notes: &[String]) -> bool {
        if self.view().notes() == notes {
            return false;
        }
        self.entry
            .remove(|field| field.kind == FieldKind::Comment(Comment::Translator));
        for note in notes {
            for line in comment::lines(&comment::protect(note)) {
                self.entry.add_comment(Comment::Translator, &line, self.end);
            }
        }
        self.tidy()
    }

    pub(super) fn retire(&mut self) -> bool {
        if self.entry.kind == EntryKind::Obsolete {
            return false;
        }
        self.entry.kind = EntryKind::Obsolete;
        self.entry.map_lines(|kind, line, out| {
            match kind {
                FieldKind::Text { previous: true, .. } => {
                    let rest = line.trim_start().trim_start_matches("#|");
                    out.push_str("#~|");
                    return out.push_str(rest);
                }
                FieldKind::Text { .. } if !line.trim().is_empty() => out.push_str("#~ "),
                _ => {}
            }
            out.push_str(line);
        });
        self.entry
            .remove(|field| field.kind == FieldKind::Comment(Comment::Reference));
        true
    }

    pub(super) fn revive(&mut self) -> bool {
        if self.entry.kind != EntryKind::Obsolete {
            return false;
        }
        self.entry.kind = EntryKind::Message;
        self.entry.map_lines(|_, line, out| {
            let body = line.trim_start();
            if let Some(previous) = body.strip_prefix("#~|") {
                out.push_str("#|");
                out.push_str(previous);
            } else if let Some(rest) = body.strip_prefix("#~") {
                out.push_str(rest.strip_prefix(' ').unwrap_or(rest));
            } else {
                out.push_str(line);
            }
        });
        true
    }

    fn remove_reason(&mut self) {
        for comment in reasons_of(self.entry).into_iter().rev() {
            for at in comment.fields.into_iter().rev() {
                self.entry.remove_at(at);
            }
        }
    }

    /// Takes away the reason for work that was done; true, since it follows a change.
    fn tidy(&mut self) -> bool {
        if !self.entry.has_flag(FUZZY) {
            self.remove_reason();
        }
        true
    }
}

/// The keyword under which an entry holds its target.
fn target_keyword(entry: &Entry) -> Keyword {
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

fn reasons_of(entry: &Entry) -> Vec<Joined> {
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

pub(super) fn notes_of(entry: &Entry) -> Vec<String> {
    joined(entry, Comment::Translator)
        .into_iter()
        .filter(|note| !note.text.is_empty())
        .map(|note| comment::unprotect(&note.text).to_owned())
        .collect()
}
