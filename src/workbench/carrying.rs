//! What a new source means for the entries of a segment file.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::plan::{Change, Plan, PlannedUnit};
use super::reshape::Join;
use super::segment_files::{LanguageFile, THEIRS};
use super::source::{Source, SourceSegment};
use crate::exchange::po::{NewEntry, Position, SegmentEntryMut};
use crate::memory::Held;
use crate::model::{State, UnitId};
use crate::revision::{ChangeReason, SourceChanges};
use crate::text::Language;

/// What begins the reasons for work that are given here; what stands before it was said by others.
const REASONS: [&str; 3] = [
    "the source has changed",
    "the source was split into ",
    "the source was put together from ",
];

/// A document as it stands now, what is known of its units, and which of them stands where.
pub(super) struct Carrying<'a> {
    /// The language of the source.
    pub(super) language: &'a Language,
    /// The document.
    pub(super) source: &'a Source,
    /// The unit of each of its segments.
    pub(super) plan: &'a Plan,
    /// What the memory holds of them.
    pub(super) held: HashMap<&'a UnitId, &'a Held>,
    /// The units that were known before.
    pub(super) known: HashSet<&'a UnitId>,
    /// Tells what a change means.
    pub(super) changes: &'a SourceChanges<'a>,
}

impl Carrying<'_> {
    /// Brings a segment file up to date; what is right already is not touched.
    pub(super) fn bring_up_to_date(&self, file: &mut LanguageFile) {
        let mut missing = Vec::new();
        for (unit, segment) in self.plan.units.iter().zip(&self.source.segments) {
            if file.file.is_broken(&unit.id) {
                continue;
            }
            if file.file.entry(&unit.id).is_some() {
                self.refresh(file, unit, segment);
            } else if !(file.has_nameless_fault() && self.known.contains(&unit.id)) {
                missing.push(self.new_entry(file, unit, segment));
            }
        }
        let made: Vec<_> = missing.iter().map(|entry| entry.id.clone()).collect();
        // The ids are neither in the file nor twice in the plan, so none is taken.
        let _ = file.file.insert(usize::MAX, missing);
        for id in &made {
            let held = self.held.get(id);
            if let Some(variant) = held.and_then(|held| held.unit.variant(&file.language)) {
                file.set_remarks(id, variant);
            }
        }
        for id in &self.plan.lost {
            file.file.retire(id);
        }
        let order: Vec<_> = self.plan.units.iter().map(|unit| unit.id.clone()).collect();
        file.file.arrange(&order);
    }

    /// Brings one entry up to date.
    fn refresh(&self, file: &mut LanguageFile, unit: &PlannedUnit, segment: &SourceSegment) {
        if unit.change == Change::Merged {
            merge(file, unit, segment);
        }
        let position = self.position(segment);
        let Some(mut entry) = file.file.entry_mut(&unit.id) else {
            return;
        };
        let view = entry.view();
        let is_obsolete = view.is_obsolete();
        let earlier = view.needs_work();
        let previous = view.previous_source().filter(|_| earlier.is_some());
        let made_from = previous.unwrap_or_else(|| view.source()).into_owned();
        if entry.set_source(&segment.text) {
            self.judge(&mut entry, unit, segment, &made_from, earlier);
        }
        entry.set_position(&position);
        entry.settle();
        if entry.view().needs_work().is_none() {
            entry.set_property(THEIRS, None);
        }
        if is_obsolete {
            file.file.revive(&unit.id);
        }
    }

    /// Says of an entry whose source is another now what that means for its target.
    fn judge(
        &self,
        entry: &mut SegmentEntryMut<'_>,
        unit: &PlannedUnit,
        segment: &SourceSegment,
        made_from: &str,
        earlier: Option<String>,
    ) {
        if entry.view().target().is_empty() {
            entry.drop_previous();
        } else if let Some(reason) = self.reason(unit, segment, made_from) {
            flag(entry, &reason, earlier.as_deref());
        } else if earlier.is_none_or(|earlier| of_others(&earlier).is_none()) {
            // It is a translation of this source again, or still.
            entry.clear_needs_work();
        }
    }

    /// Why a target needs work that was made from another source; `None` when it holds for the present one too.
    fn reason(
        &self,
        unit: &PlannedUnit,
        segment: &SourceSegment,
        made_from: &str,
    ) -> Option<String> {
        let is_whole = !matches!(unit.change, Change::Split | Change::Merged);
        let (is_cosmetic, reasons) = match unit.former_text() {
            Some(former) if former == made_from => {
                (unit.change == Change::Cosmetic, unit.reasons.clone())
            }
            _ if made_from == segment.text => (true, Vec::new()),
            _ => {
                let change = self.changes.between(made_from, &segment.text);
                (change.is_cosmetic, change.reasons)
            }
        };
        if is_whole && is_cosmetic {
            return None;
        }
        Some(reason(unit, &reasons))
    }

    /// An entry for a unit that the file lacks, with the target that there is for it.
    fn new_entry(
        &self,
        file: &LanguageFile,
        unit: &PlannedUnit,
        segment: &SourceSegment,
    ) -> NewEntry {
        let mut entry = NewEntry {
            id: unit.id.clone(),
            position: self.position(segment),
            source: segment.text.clone(),
            target: String::new(),
            state: State::Initial,
            needs_work: None,
            previous: None,
        };
        if let Some(whole) = unit.parts.first().filter(|first| **first != unit.id)
            && let Some(whole) = file.file.entry(whole)
        {
            if !whole.target().is_empty() {
                entry.target = whole.target().into_owned();
                entry.state = State::Translated;
                entry.needs_work = Some(reason(unit, &unit.reasons));
                entry.previous = whole.previous_source().map(Cow::into_owned);
            }
            return entry;
        }
        let held = self.held.get(unit.parts.first().unwrap_or(&unit.id));
        let Some(target) = held.and_then(|held| held.unit.variant(&file.language)) else {
            return entry;
        };
        entry.target.clone_from(&target.text);
        entry.state = target.state;
        entry.needs_work.clone_from(&target.needs_work);
        let source = held.and_then(|held| held.unit.variant(self.language));
        let stale = source.filter(|source| source.text != segment.text);
        if let Some(source) = stale
            && let Some(reason) = self.reason(unit, segment, &source.text)
        {
            entry.state = entry.state.min(State::Translated);
            entry.needs_work = Some(reason);
            entry.previous = Some(source.text.clone());
        }
        entry
    }

    fn position(&self, segment: &SourceSegment) -> Position {
        Position {
            paragraph: segment.paragraph,
            sentence: segment.sentence,
            segments: segment.segments,
            file: self.source.file.clone(),
            line: segment.line,
        }
    }
}

/// Puts the entries of units that became one together, unless that was done.
fn merge(file: &mut LanguageFile, unit: &PlannedUnit, segment: &SourceSegment) {
    let is_done = (file.file.entry(&unit.id)).is_some_and(|entry| entry.source() == segment.text);
    if is_done {
        return;
    }
    file.join(&Join {
        id: unit.id.clone(),
        parts: unit.from.iter().map(|former| former.id.clone()).collect(),
        source: segment.text.clone(),
        has_new: false,
    });
    if let Some(mut entry) = file.file.entry_mut(&unit.id)
        && !entry.view().target().is_empty()
    {
        let earlier = entry.view().needs_work();
        flag(&mut entry, &reason(unit, &unit.reasons), earlier.as_deref());
        entry.set_previous(&unit.former_text().unwrap_or_default());
    }
}

/// Flags an entry whose source is another now: it was reviewed for that other one.
pub(super) fn flag(entry: &mut SegmentEntryMut<'_>, reason: &str, earlier: Option<&str>) {
    if entry.view().state() > State::Translated {
        entry.set_state(State::Translated);
    }
    match earlier.and_then(of_others) {
        Some(others) => entry.mark_needs_work(&format!("{others}; {reason}")),
        None => entry.mark_needs_work(reason),
    };
}

/// What others than this program gave as the reason for work, if they did.
fn of_others(reason: &str) -> Option<&str> {
    let own = REASONS.iter().filter_map(|own| reason.find(own)).min();
    let others = reason[..own.unwrap_or(reason.len())].trim_end_matches([';', ' ']);
    (!others.is_empty()).then_some(others)
}

/// The reason for work on a unit whose source is another now.
pub(super) fn reason(unit: &PlannedUnit, reasons: &[ChangeReason]) -> String {
    let list = |ids: &mut dyn Iterator<Item = &UnitId>| {
        ids.map(UnitId::as_str).collect::<Vec<_>>().join(", ")
    };
    let [changed, split, merged] = REASONS;
    let mut reason = match unit.change {
        Change::Split => format!("{split}{}", list(&mut unit.parts.iter())),
        Change::Merged => {
            format!(
                "{merged}{}",
                list(&mut unit.from.iter().map(|former| &former.id))
            )
        }
        _ => changed.to_owned(),
    };
    for (number, what) in reasons.iter().enumerate() {
        reason.push_str(if number == 0 { ": " } else { "; " });
        reason.push_str(&what.to_string());
    }
    reason
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_said_is_told_from_our_reasons() {
        assert_eq!(of_others("the source has changed: number 7 became 9"), None);
        assert_eq!(
            of_others("ask Gulalai; the source has changed"),
            Some("ask Gulalai")
        );
        assert_eq!(of_others("ask Gulalai"), Some("ask Gulalai"));
        assert_eq!(of_others(""), None);
    }
}
