//! Two texts of one translation and where they come from: which one counts, or both, or neither yet.

use serde::Serialize;

use crate::model::{RemarkKind, State, Variant};
use crate::revision::merge;
use crate::workbench::segment_files::{THEIRS, note, notes_of, property, property_of};

/// What became of a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It stays as it is.
    Kept,
    /// It is that of the file.
    Taken,
    /// It has the edits of both.
    Merged,
    /// Both texts wait for a person.
    Conflict,
    /// Two texts wait for a person already, so that a third one has to wait in its file.
    Blocked,
}

/// A translation here and in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<'a> {
    /// The file's name, for the reason.
    pub(super) file: &'a str,
    /// The present translation.
    pub(super) mine: &'a Variant,
    /// The file's.
    pub(super) theirs: &'a Variant,
    /// Every text that the translation had, the oldest first, the present one too where it is recorded.
    pub(super) past: &'a [Variant],
    /// The text from which the file's was made; `None` where nobody knows.
    pub(super) base: Option<&'a str>,
    /// Whether the file's is the translation of another source text.
    pub(super) is_stale: bool,
}

/// Why a translation is to be looked at whose source was another.
const STALE: &str = "it was made from another source text";

/// What the translation is to be.
///
/// A text that was merged counts as reviewed no longer; one that is taken keeps the state that the file gives it.
pub(super) fn settle(sides: &Sides<'_>) -> (How, Variant) {
    let Sides { mine, theirs, .. } = *sides;
    let mut new = mine.clone();
    if theirs.text.is_empty() {
        return (How::Kept, new);
    }
    if theirs.text == mine.text {
        return same_text(sides);
    }
    if sides.past.iter().any(|old| old.text == theirs.text) {
        return (How::Kept, new);
    }
    if mine.text.is_empty() || sides.base == Some(&mine.text) {
        new = with_text_of(mine, theirs);
        if sides.is_stale {
            new.needs_work = Some(STALE.to_owned());
        }
        return (How::Taken, new);
    }
    let merged = sides
        .base
        .and_then(|base| merge(base, &mine.text, &theirs.text, &mine.language));
    match merged {
        Some(text) if text == mine.text => (How::Kept, new),
        Some(text) => {
            new.text = text;
            new.state = State::Translated;
            new.needs_work = match sides.is_stale {
                true => Some(STALE.to_owned()),
                false => mine.needs_work.clone(),
            };
            add_notes(&mut new, theirs);
            (How::Merged, new)
        }
        None => in_conflict(sides),
    }
}

/// Of two equal texts: the file's standing where it is new, and the notes of both.
fn same_text(sides: &Sides<'_>) -> (How, Variant) {
    let standing = |variant: &Variant| (variant.state, variant.needs_work.clone());
    let mut new = sides.mine.clone();
    let own = sides.past.iter().filter(|old| old.text == new.text);
    let is_known = own
        .chain([sides.mine])
        .any(|old| standing(old) == standing(sides.theirs));
    if !is_known && property_of(sides.mine, THEIRS).is_none() {
        new.state = sides.theirs.state;
        new.needs_work.clone_from(&sides.theirs.needs_work);
    }
    add_notes(&mut new, sides.theirs);
    let how = if new == *sides.mine {
        How::Kept
    } else {
        How::Taken
    };
    (how, new)
}

fn in_conflict(sides: &Sides<'_>) -> (How, Variant) {
    let mut new = sides.mine.clone();
    match property_of(sides.mine, THEIRS) {
        Some(other) if other == sides.theirs.text => return (How::Kept, new),
        Some(_) => return (How::Blocked, new),
        None => {}
    }
    new.state = State::Translated;
    new.needs_work = Some(format!("two texts, the other one of {}", sides.file));
    new.remarks
        .push(property(THEIRS, sides.theirs.text.clone()));
    add_notes(&mut new, sides.theirs);
    (How::Conflict, new)
}

/// The file's text and standing; what is said beside the text here stays, with the file's notes.
fn with_text_of(mine: &Variant, theirs: &Variant) -> Variant {
    let mut new = mine.clone();
    new.text.clone_from(&theirs.text);
    new.state = theirs.state.max(State::Translated);
    new.needs_work.clone_from(&theirs.needs_work);
    new.remarks.retain(|remark| remark.kind == RemarkKind::Note);
    add_notes(&mut new, theirs);
    new
}

/// Adds the notes that the translation has not yet.
fn add_notes(new: &mut Variant, theirs: &Variant) {
    let known = notes_of(new);
    let more = notes_of(theirs)
        .into_iter()
        .filter(|text| !known.contains(text));
    new.remarks.splice(known.len()..known.len(), more.map(note));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn variant(text: &str, state: State) -> Variant {
        let mut variant = Variant::new(Language::parse("ur").unwrap(), text);
        variant.state = state;
        variant
    }

    fn settled(past: &[&str], mine: &str, theirs: &str, base: Option<&str>) -> (How, Variant) {
        let past: Vec<_> = past
            .iter()
            .map(|text| variant(text, State::Reviewed))
            .collect();
        settle(&Sides {
            file: "copy.po",
            mine: &variant(mine, State::Reviewed),
            theirs: &variant(theirs, State::Final),
            past: &past,
            base,
            is_stale: false,
        })
    }

    #[test]
    fn an_earlier_text_of_ours_changes_nothing() {
        let (how, new) = settled(&["a b", "a c"], "a c", "a b", Some("a b"));
        assert_eq!((how, new.text.as_str()), (How::Kept, "a c"));
    }

    #[test]
    fn a_text_made_from_the_present_one_is_taken_with_its_state() {
        let (how, new) = settled(&["a b"], "a b", "a c", Some("a b"));
        assert_eq!(
            (how, new.text.as_str(), new.state),
            (How::Taken, "a c", State::Final)
        );
    }

    #[test]
    fn edits_of_both_are_put_together_and_not_reviewed() {
        let (how, new) = settled(&["a b c d"], "x b c d", "a b c y", Some("a b c d"));
        assert_eq!((how, new.text.as_str()), (How::Merged, "x b c y"));
        assert_eq!((new.state, new.needs_work), (State::Translated, None));
    }

    #[test]
    fn a_conflict_keeps_both_texts_and_a_third_one_waits() {
        for base in [Some("a b c"), None] {
            let (how, new) = settled(&["a b c"], "a x c", "a y c", base);
            assert_eq!((how, new.text.as_str()), (How::Conflict, "a x c"));
            assert_eq!(property_of(&new, THEIRS), Some("a y c"));
            assert_eq!(
                new.needs_work.as_deref(),
                Some("two texts, the other one of copy.po")
            );
            let again = |text: &str| {
                settle(&Sides {
                    file: "copy.po",
                    mine: &new,
                    theirs: &variant(text, State::Final),
                    past: &[],
                    base,
                    is_stale: false,
                })
            };
            assert_eq!(again("a y c"), (How::Kept, new.clone()));
            assert_eq!(again("a z c"), (How::Blocked, new.clone()));
            assert_eq!(again("a x c"), (How::Kept, new.clone()));
        }
    }

    #[test]
    fn a_review_of_the_same_text_is_taken_and_an_old_standing_is_not() {
        let (how, new) = settled(&["a"], "a", "a", None);
        assert_eq!((how, new.state), (How::Taken, State::Final));
        let past = [variant("a", State::Translated)];
        let (mine, theirs) = (
            variant("a", State::Reviewed),
            variant("a", State::Translated),
        );
        let sides = Sides {
            file: "copy.po",
            mine: &mine,
            theirs: &theirs,
            past: &past,
            base: None,
            is_stale: false,
        };
        assert_eq!(settle(&sides), (How::Kept, mine.clone()));
    }

    #[test]
    fn notes_of_both_stay() {
        let mut theirs = variant("a c", State::Translated);
        theirs.remarks.push(note("theirs".to_owned()));
        let mut mine = variant("a b", State::Translated);
        mine.remarks.push(note("mine".to_owned()));
        let sides = Sides {
            file: "copy.po",
            mine: &mine,
            theirs: &theirs,
            past: &[],
            base: Some("a b"),
            is_stale: true,
        };
        let (how, new) = settle(&sides);
        assert_eq!(
            (how, notes_of(&new)),
            (How::Taken, vec!["mine".to_owned(), "theirs".to_owned()])
        );
        assert_eq!(new.needs_work.as_deref(), Some(STALE));
    }
}
