//! Changes of an entry of a segment file.

use super::comment;
use super::entry::{Entry, EntryKind, FieldKind, before, now};
use super::label::Label;
use super::line::{Comment, Keyword};
use super::mark::{LINE_BREAKS_DIFFER, Mark, NEEDS_WORK, Spot, edges, reference, reference_text};
use super::segment_entry::{
    FUZZY, Position, SegmentEntry, mark_of, property_of, reasons_of, state_of, target_keyword,
};
use crate::model::State;

/// The entry of a unit, to be changed.
///
/// Each change touches the lines that it must, and no byte when the value is there already. It says
/// whether it changed anything. The reason for work that was done since (a `needs work:` comment without
/// the flag) goes with the next change, or with [`Self::settle`]; a target that does not begin and end with a line break where its source
/// does is flagged, since gettext refuses the file otherwise.
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

    /// Writes what counts now, where the comments say what was before a person changed the entry: its state,
    /// and the reason and the previous source of work that is done.
    pub fn settle(&mut self) -> bool {
        let is_done = !self.entry.has_flag(FUZZY) && !reasons_of(self.entry).is_empty();
        if is_done {
            self.remove_reason();
            self.drop_previous();
        }
        self.write_state(state_of(self.entry)) || is_done
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
        let changed = self.drop_previous() || self.entry.fields.len() != before;
        changed && self.tidy()
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

    /// Sets a named value of the target, or takes it away.
    pub fn set_property(&mut self, name: &str, value: Option<&str>) -> bool {
        if self.view().property(name).as_deref() == value {
            return false;
        }
        if let Some(comment) = property_of(self.entry, name) {
            for at in comment.fields.into_iter().rev() {
                self.entry.remove_at(at);
            }
        }
        if let Some(value) = value {
            let text = format!("{} {value}", Label::target_property(name));
            for line in comment::lines(&text) {
                self.entry.add_comment(Comment::Extracted, &line, self.end);
            }
        }
        true
    }

    /// Says of which source the target is a translation, where that is another than the present one.
    pub fn set_previous(&mut self, source: &str) -> bool {
        if self.view().source() == source {
            return self.drop_previous();
        }
        self.entry
            .set_text(before(Keyword::Msgid), source, self.end)
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
        self.tidy()
    }

    fn remove_reason(&mut self) {
        for comment in reasons_of(self.entry).into_iter().rev() {
            for at in comment.fields.into_iter().rev() {
                self.entry.remove_at(at);
            }
        }
    }

    /// Takes away the reason for work that was done, and flags what gettext would refuse; true, since it follows a
    /// change.
    fn tidy(&mut self) -> bool {
        let view = self.view();
        let (source, target) = (view.source(), view.target());
        let refused = !target.is_empty() && edges(&source) != edges(&target);
        let flagged = view.needs_work();
        match flagged {
            None if refused && !view.is_obsolete() => {
                self.mark_needs_work(LINE_BREAKS_DIFFER);
            }
            None => self.remove_reason(),
            Some(reason) if !refused && reason == LINE_BREAKS_DIFFER => {
                self.entry.remove_flag(FUZZY, self.end);
                self.remove_reason();
            }
            Some(_) => {}
        }
        true
    }
}
