//! Which unit answers which segment of the source as it stands now.

use std::collections::{HashMap, HashSet};

use super::source::Source;
use crate::model::UnitId;
use crate::revision::{Origin, carry};

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
}

/// What the new source means for a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing.
    Unchanged,
    /// It stands elsewhere.
    Moved,
    /// Its source text is another.
    Edited,
    /// It was obsolete and is back.
    Revived,
    /// It was not there.
    New,
}

/// Gives each segment its unit: a known one where the text is the same or much alike, else a new one.
///
/// `taken` says whether an id is in use elsewhere.
pub(super) fn plan(source: &Source, known: &[KnownUnit], taken: &dyn Fn(&UnitId) -> bool) -> Plan {
    let live: Vec<_> = known.iter().filter(|unit| !unit.obsolete).collect();
    let old: Vec<_> = live.iter().map(|unit| unit.source.as_str()).collect();
    let new: Vec<_> = source
        .segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect();
    let carried = carry(&old, &new);
    let mut births = Births::new(source, known, taken);
    let units = carried
        .origins
        .iter()
        .zip(&new)
        .map(|(origin, text)| match *origin {
            Origin::Unchanged(at) => PlannedUnit {
                id: live[at].id.clone(),
                change: Change::Unchanged,
            },
            Origin::Moved(at) => PlannedUnit {
                id: live[at].id.clone(),
                change: Change::Moved,
            },
            Origin::Edited(at) => PlannedUnit {
                id: live[at].id.clone(),
                change: Change::Edited,
            },
            Origin::New => births.unit(text),
        });
    Plan {
        units: units.collect(),
        lost: carried
            .obsolete
            .iter()
            .map(|at| live[*at].id.clone())
            .collect(),
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
            return PlannedUnit {
                id,
                change: Change::Revived,
            };
        }
        let mut occurrence = 0;
        loop {
            let id = born(self.document, text, occurrence);
            if !(self.taken)(&id) && self.used.insert(id.clone()) {
                return PlannedUnit {
                    id,
                    change: Change::New,
                };
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
        let first = plan(&source(&sentences), &[], &free);
        let ids: HashSet<_> = first.units.iter().map(|unit| unit.id.as_str()).collect();
        assert_eq!(ids.len(), 3);
        assert!(ids.iter().all(|id| id.len() == ID_LENGTH));
        assert_eq!(first, plan(&source(&sentences), &[], &free));
    }

    #[test]
    fn an_inserted_sentence_changes_no_other_id() {
        let before = ["One came.", "Two went."];
        let first = plan(&source(&before), &[], &free);
        let after = plan(
            &source(&["One came.", "It rained.", "Two went."]),
            &known(&first, &before),
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
        let back = plan(&source(&["It rained."]), &[unit], &free);
        assert_eq!(
            back.units,
            [PlannedUnit {
                id: UnitId("old".to_owned()),
                change: Change::Revived
            }]
        );
    }

    #[test]
    fn an_id_in_use_elsewhere_is_not_given_again() {
        let first = plan(&source(&["One."]), &[], &free);
        let taken = first.units[0].id.clone();
        let second = plan(&source(&["One."]), &[], &|id| *id == taken);
        assert_ne!(second.units[0].id, taken);
    }
}
