//! Segments that moved to another document: their translations go with them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::carrying::{flag, reason};
use super::draft::Draft;
use super::plan::{Change, Former};
use super::segment_files::LanguageFile;
use crate::exchange::po::SegmentEntry;
use crate::matching::{Pattern, Sequence, Similarity};
use crate::model::{State, UnitId};
use crate::revision::{Origin, SourceChanges, carry};
use crate::text::{Language, match_key};

/// In another document a sentence must be so much like the one that is gone, in per cent.
const LEAST: u8 = 60;

/// A unit that its document has lost, or a new one.
struct Loose {
    /// The number of its draft.
    draft: usize,
    /// The number of the unit in its plan; that of a lost one counts for nothing.
    at: usize,
    id: UnitId,
    text: String,
}

/// Gives new units of one document the translations of those that another has lost with the same text, or
/// nearly the same. The new unit keeps its own id, and the lost one stays obsolete where it was: an id
/// belongs to one document, also when only one of the two files is written.
pub(super) fn move_between(drafts: &mut [Draft], language: &Language) {
    let lost: Vec<Loose> = (drafts.iter().enumerate())
        .flat_map(|(number, draft)| lost_of(number, draft))
        .collect();
    if lost.is_empty() {
        return;
    }
    let new: Vec<Loose> = (drafts.iter().enumerate())
        .flat_map(|(number, draft)| new_of(number, draft))
        .collect();
    let texts = |loose: &'_ [Loose]| loose.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
    let (ours, theirs) = (texts(&lost), texts(&new));
    let ours: Vec<&str> = ours.iter().map(String::as_str).collect();
    let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
    let changes = SourceChanges::new([ours.as_slice(), theirs.as_slice()].concat(), language);
    let origins = carry(&ours, &theirs, language).origins;
    for (new, origin) in new.iter().zip(origins) {
        let Some(lost) = origin.single().map(|at| &lost[at]) else {
            continue;
        };
        let is_same = !matches!(origin, Origin::Edited(_));
        if lost.draft != new.draft && (is_same || is_alike(&lost.text, &new.text, language)) {
            take_over(drafts, lost, new, &changes);
        }
    }
}

/// The units that a document has lost now, and that went into no other unit of it.
fn lost_of(number: usize, draft: &Draft) -> impl Iterator<Item = Loose> {
    let text = |id: &UnitId| {
        let mut entries = draft.files.iter().filter_map(|file| file.file.entry(id));
        entries.next().map(|entry| entry.source().into_owned())
    };
    let units = draft.plan.units.iter();
    let merged: HashSet<&UnitId> = units
        .filter(|unit| unit.change == Change::Merged)
        .flat_map(|unit| unit.from.iter().map(|former| &former.id))
        .collect();
    let lost = (draft.plan.lost.iter()).filter(move |id| !merged.contains(id));
    lost.filter_map(move |id| {
        Some(Loose {
            draft: number,
            at: 0,
            id: id.clone(),
            text: text(id)?,
        })
    })
}

fn new_of(number: usize, draft: &Draft) -> impl Iterator<Item = Loose> {
    let units = draft
        .plan
        .units
        .iter()
        .zip(&draft.source.segments)
        .enumerate();
    units
        .filter(|(_, (unit, _))| unit.change == Change::New)
        .map(move |(at, (unit, segment))| Loose {
            draft: number,
            at,
            id: unit.id.clone(),
            text: segment.text.clone(),
        })
}

/// Whether two sentences share so many of their words, in order, that one is the other edited.
fn is_alike(one: &str, other: &str, language: &Language) -> bool {
    let mut numbers = HashMap::new();
    let [one, other] = [one, other].map(|text| {
        let sequence = Sequence::of_key(&match_key(text, language));
        let ids = sequence.hashes().iter().map(|hash| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(*hash).or_insert(next)
        });
        ids.collect::<Vec<u32>>()
    });
    let len = |ids: &[u32]| u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let edits = Pattern::new(&one).distance(&other, u32::MAX);
    let similarity = edits.map(|edits| Similarity::of(edits, len(&one), len(&other)));
    similarity.is_some_and(|similarity| similarity.per_cent() >= LEAST)
}

/// Gives a new unit what a lost one of another document had.
fn take_over(drafts: &mut [Draft], lost: &Loose, new: &Loose, changes: &SourceChanges<'_>) {
    let change = changes.between(&lost.text, &new.text);
    let name = drafts[lost.draft].source.name.clone();
    let unit = &mut drafts[new.draft].plan.units[new.at];
    unit.change = match (lost.text == new.text, change.is_cosmetic) {
        (true, _) => Change::Moved,
        (false, true) => Change::Cosmetic,
        (false, false) => Change::Changed,
    };
    unit.from = vec![Former {
        id: lost.id.clone(),
        source: lost.text.clone(),
        document: Some(name),
    }];
    unit.reasons = change.reasons;
    let why = (unit.change == Change::Changed).then(|| reason(unit, &unit.reasons));
    for number in 0..drafts[new.draft].files.len() {
        let Some(taken) = drafts[lost.draft]
            .files
            .get(number)
            .and_then(|file| taken(file, &lost.id))
        else {
            continue;
        };
        let file = &mut drafts[new.draft].files[number];
        taken.put(file, &new.id, why.as_deref());
    }
}

/// What an entry says that goes with its text.
struct Taken {
    source: String,
    target: String,
    state: State,
    needs_work: Option<String>,
    previous: Option<String>,
    notes: Vec<String>,
}

fn taken(file: &LanguageFile, id: &UnitId) -> Option<Taken> {
    let entry: SegmentEntry<'_> = file.file.entry(id)?;
    Some(Taken {
        source: entry.source().into_owned(),
        target: entry.target().into_owned(),
        state: entry.state(),
        needs_work: entry.needs_work(),
        previous: entry.previous_source().map(Cow::into_owned),
        notes: entry.notes(),
    })
}

impl Taken {
    /// Puts it into an entry that has no translation; `why` is the reason for work on it, if it needs some.
    fn put(&self, file: &mut LanguageFile, id: &UnitId, why: Option<&str>) {
        let Some(mut entry) = file.file.entry_mut(id) else {
            return;
        };
        if self.target.is_empty() || !entry.view().target().is_empty() {
            return;
        }
        entry.set_target(&self.target);
        entry.set_state(self.state);
        entry.set_notes(&self.notes);
        match (why, &self.needs_work) {
            (Some(why), earlier) => flag(&mut entry, why, earlier.as_deref()),
            (None, Some(earlier)) => drop(entry.mark_needs_work(earlier)),
            (None, None) => return,
        }
        entry.set_previous(self.previous.as_deref().unwrap_or(&self.source));
    }
}
