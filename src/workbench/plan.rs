//! Which unit answers which segment of the source as it stands now.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::source::Source;
use crate::model::{DocumentName, UnitId};
use crate::revision::{ChangeReason, Origin, SourceChanges, carry};
use crate::text::Language;

/// How many letters an id has.
const ID_LENGTH: usize = 8;

/// The letters of ids: digits and small letters without those that look alike.
const ID_LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A unit as the segment files and the memory know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KnownUnit {
    /// Its id.
    pub(super) id: UnitId,
    /// Its source text.
    pub(super) source: String,
    /// How many consecutive segments it joins.
    pub(super) segments: u32,
    /// Whether its document has lost it.
    pub(super) obsolete: bool,
}

/// The units of a document as it stands now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// For each segment of the source its unit.
    pub(super) units: Vec<PlannedUnit>,
    /// The units that the document has lost since.
    pub(super) lost: Vec<UnitId>,
}

/// A unit, and how it came to its segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlannedUnit {
    /// Its id.
    pub(super) id: UnitId,
    /// How it came there.
    pub(super) change: Change,
    /// What its text was made of, when it is another now; empty for a new unit.
    pub(super) from: Vec<Former>,
    /// What a translator must not overlook in the change.
    pub(super) reasons: Vec<ChangeReason>,
    /// The units that its old one has fallen into, with itself; empty when that has not been split.
    pub(super) parts: Vec<UnitId>,
}

/// A unit as it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Former {
    /// Its id.
    pub(super) id: UnitId,
    /// Its source text.
    pub(super) source: String,
    /// The document that it stood in, when that is another.
    pub(super) document: Option<DocumentName>,
}

/// What the new source means for a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Nothing.
    Unchanged,
    /// It stands elsewhere.
    Moved,
    /// Only case, white space or typography of its source differ.
    Cosmetic,
    /// Its source text is another.
    Changed,
    /// Its source is a part of what was one unit.
    Split,
    /// Its source is what were several units.
    Merged,
    /// It was obsolete and is back.
    Revived,
    /// It was not there.
    New,
}

impl PlannedUnit {
    /// A unit without a past.
    pub(super) fn of(id: UnitId, change: Change) -> Self {
        Self {
            id,
            change,
            from: Vec::new(),
            reasons: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// What its text was before, several put together; `None` where it was not another.
    pub(super) fn former_text(&self) -> Option<String> {
        let texts: Vec<&str> = self
            .from
            .iter()
            .map(|former| former.source.as_str())
            .collect();
        (!texts.is_empty()).then(|| texts.join(" "))
    }
}

impl Former {
    fn of(unit: &KnownUnit) -> Self {
        Self {
            id: unit.id.clone(),
            source: unit.source.clone(),
            document: None,
        }
    }
}

/// Gives each segment its unit: a known one where the text is the same or much alike, else a new one. Of a
/// unit that was split the first part keeps the id, of merged ones the whole has that of the first.
///
/// `taken` says whether an id is in use elsewhere.
pub(super) fn plan(
    source: &Source,
    known: &[KnownUnit],
    language: &Language,
    taken: &dyn Fn(&UnitId) -> bool,
) -> Plan {
    let live: Vec<_> = known.iter().filter(|unit| !unit.obsolete).collect();
    let old: Vec<_> = live.iter().map(|unit| unit.source.as_str()).collect();
    let new: Vec<_> = source
        .segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect();
    let carried = carry(&old, &new, language);
    let mut births = Births::new(source, known, taken);
    let mut parts: HashMap<usize, Vec<UnitId>> = HashMap::new();
    let mut lost: Vec<usize> = carried.obsolete;
    let units = carried.origins.iter().zip(&new).map(|(origin, text)| {
        let change = match *origin {
            Origin::Unchanged(_) => Change::Unchanged,
            Origin::Moved(_) => Change::Moved,
            Origin::Edited(_) => Change::Changed,
            Origin::Split(_) => Change::Split,
            Origin::Merged { .. } => Change::Merged,
            Origin::New => return births.unit(text),
        };
        let olds = origin.olds();
        let is_first_part = || !parts.contains_key(&olds.start);
        let id = match change {
            Change::Split if !is_first_part() => births.unit(text).id,
            _ => live[olds.start].id.clone(),
        };
        let mut unit = PlannedUnit::of(id, change);
        if change == Change::Split {
            parts.entry(olds.start).or_default().push(unit.id.clone());
        }
        if !matches!(change, Change::Unchanged | Change::Moved) {
            unit.from = live[olds.clone()]
                .iter()
                .map(|unit| Former::of(unit))
                .collect();
        }
        lost.extend(olds.skip(1));
        unit
    });
    let mut units: Vec<PlannedUnit> = units.collect();
    for (unit, origin) in units.iter_mut().zip(&carried.origins) {
        if let Origin::Split(old) = origin {
            unit.parts.clone_from(&parts[old]);
        }
    }
    lost.sort_unstable();
    Plan {
        units,
        lost: lost.iter().map(|at| live[*at].id.clone()).collect(),
    }
}

impl Plan {
    /// Finds for each unit whose text is another what that means for its translation.
    pub(super) fn judge(&mut self, source: &Source, changes: &SourceChanges<'_>) {
        let mut wholes: HashMap<UnitId, String> = HashMap::new();
        for (unit, segment) in self.units.iter().zip(&source.segments) {
            if let Some(first) = unit.parts.first() {
                let whole = wholes.entry(first.clone()).or_default();
                whole.push_str(if whole.is_empty() { "" } else { " " });
                whole.push_str(&segment.text);
            }
        }
        for (unit, segment) in self.units.iter_mut().zip(&source.segments) {
            let Some(former) = unit.former_text() else {
                continue;
            };
            let whole = unit.parts.first().and_then(|first| wholes.get(first));
            let change = changes.between(&former, whole.unwrap_or(&segment.text));
            if change.is_cosmetic && unit.change == Change::Changed {
                unit.change = Change::Cosmetic;
            }
            unit.reasons = change.reasons;
        }
    }
}

/// Where the ids of new segments come from.
struct Births<'a> {
    document: &'a str,
    obsolete: HashMap<&'a str, Vec<&'a UnitId>>,
    used: HashSet<UnitId>,
    taken: &'a dyn Fn(&UnitId) -> bool,
}

impl<'a> Births<'a> {
    fn new(source: &'a Source, known: &'a [KnownUnit], taken: &'a dyn Fn(&UnitId) -> bool) -> Self {
        let mut obsolete: HashMap<&str, Vec<&UnitId>> = HashMap::new();
        for unit in known.iter().rev().filter(|unit| unit.obsolete) {
            obsolete.entry(&unit.source).or_default().push(&unit.id);
        }
        Self {
            document: source.name.as_str(),
            obsolete,
            used: known.iter().map(|unit| unit.id.clone()).collect(),
            taken,
        }
    }

    /// The unit of a segment that answers no live unit: an obsolete one of the same text, or a new one.
    fn unit(&mut self, text: &str) -> PlannedUnit {
        if let Some(id) = self.obsolete.get_mut(text).and_then(Vec::pop) {
            let id = id.clone();
            return PlannedUnit::of(id, Change::Revived);
        }
        let mut occurrence = 0;
        loop {
            let id = born(self.document, text, occurrence);
            if !(self.taken)(&id) && self.used.insert(id.clone()) {
                return PlannedUnit::of(id, Change::New);
            }
            occurrence += 1;
        }
    }
}

/// Whether a document gives birth to this id for this text, as one of its first units of that text.
pub(super) fn is_born_of(id: &UnitId, document: &str, text: &str) -> bool {
    (0..4).any(|occurrence| born(document, text, occurrence) == *id)
}

/// The id of the n-th unit of this text that a document gives birth to.
fn born(document: &str, text: &str, occurrence: u32) -> UnitId {
    let mut hasher = blake3::Hasher::new();
    for part in [
        document.as_bytes(),
        b"\0",
        text.as_bytes(),
        b"\0",
        &occurrence.to_le_bytes(),
    ] {
        hasher.update(part);
    }
    let letters = hasher
        .finalize()
        .as_bytes()
        .iter()
        .take(ID_LENGTH)
        .map(|byte| char::from(ID_LETTERS[usize::from(byte % 32)]))
        .collect();
    UnitId(letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentName;
    use crate::workbench::source::SourceSegment;

    fn source(sentences: &[&str]) -> Source {
        let segment = |text: &&str| SourceSegment {
            text: (*text).to_owned(),
            segments: 1,
            paragraph: 1,
            sentence: 1,
            line: 1,
        };
        Source {
            name: DocumentName::new("essay").unwrap(),
            file: "sources/essay.txt".to_owned(),
            segments: sentences.iter().map(segment).collect(),
            headings: std::collections::BTreeMap::new(),
        }
    }

    fn known(plan: &Plan, sentences: &[&str]) -> Vec<KnownUnit> {
        let units = plan.units.iter().zip(sentences);
        units
            .map(|(unit, text)| KnownUnit {
                id: unit.id.clone(),
                source: (*text).to_owned(),
                segments: 1,
                obsolete: false,
            })
            .collect()
    }

    fn free(_: &UnitId) -> bool {
        false
    }

    #[test]
    fn ids_are_short_apart_and_the_same_each_time() {
        let sentences = ["Yes.", "No.", "Yes."];
        let first = plan(&source(&sentences), &[], &Language::default(), &free);
        let ids: HashSet<_> = first.units.iter().map(|unit| unit.id.as_str()).collect();
        assert_eq!(ids.len(), 3);
        assert!(ids.iter().all(|id| id.len() == ID_LENGTH));
        assert_eq!(
            first,
            plan(&source(&sentences), &[], &Language::default(), &free)
        );
    }

    #[test]
    fn an_inserted_sentence_changes_no_other_id() {
        let before = ["One came.", "Two went."];
        let first = plan(&source(&before), &[], &Language::default(), &free);
        let after = plan(
            &source(&["One came.", "It rained.", "Two went."]),
            &known(&first, &before),
            &Language::default(),
            &free,
        );
        assert_eq!(after.units[0].id, first.units[0].id);
        assert_eq!(after.units[2].id, first.units[1].id);
        assert_eq!(after.units[1].change, Change::New);
        assert!(after.lost.is_empty());
    }

    #[test]
    fn a_sentence_that_comes_back_gets_its_unit_back() {
        let unit = KnownUnit {
            id: UnitId("old".to_owned()),
            source: "It rained.".to_owned(),
            segments: 1,
            obsolete: true,
        };
        let back = plan(
            &source(&["It rained."]),
            &[unit],
            &Language::default(),
            &free,
        );
        assert_eq!(
            back.units,
            [PlannedUnit::of(UnitId("old".to_owned()), Change::Revived)]
        );
    }

    #[test]
    fn an_id_in_use_elsewhere_is_not_given_again() {
        let first = plan(&source(&["One."]), &[], &Language::default(), &free);
        let taken = first.units[0].id.clone();
        let second = plan(&source(&["One."]), &[], &Language::default(), &|id| {
            *id == taken
        });
        assert_ne!(second.units[0].id, taken);
    }
}
