//! Differences as programs get them: one record a text, with byte offsets.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{DiffReport, DiffSide};
use crate::model::{DocumentName, UnitId, Variant};
use crate::revision::{
    Class, Fate, Figures, Operation, OperationKind, Part, Tally, TextDifference, Unseen,
};
use crate::text::{Language, chip};

/// The text of a unit in one language, before and after.
#[derive(Debug, Serialize)]
pub struct DifferenceRecord<'a> {
    unit: &'a UnitId,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'a DocumentName>,
    /// Paragraph and sentence, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<[u32; 2]>,
    lang: &'a Language,
    fate: Fate,
    classes: Vec<Class>,
    old: Option<&'a Variant>,
    new: Option<&'a Variant>,
    operations: Vec<OperationRecord>,
    figures: Figures,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds_between: Option<i64>,
}

/// One operation: what is done, and to which bytes of the two texts.
#[derive(Debug, Serialize)]
pub struct OperationRecord {
    op: OperationKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<Class>,
    old: [usize; 2],
    new: [usize; 2],
    /// The number of the move whose one end this is.
    #[serde(rename = "move", skip_serializing_if = "Option::is_none")]
    moved: Option<usize>,
    /// The inline codes in the part, from and to, by side; where there are any.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    codes: BTreeMap<&'static str, [usize; 2]>,
    /// What differs inside a word, by side.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    emphasis: BTreeMap<&'static str, Vec<[usize; 2]>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unseen: Vec<UnseenRecord>,
}

/// Characters that were exchanged and cannot be told apart by eye, each with code point and name.
#[derive(Debug, Serialize)]
pub struct UnseenRecord {
    old: Vec<String>,
    new: Vec<String>,
    times: usize,
}

/// What was compared, and how much differs.
#[derive(Debug, Serialize)]
pub struct DiffSummaryRecord<'a> {
    old: &'a DiffSide,
    new: &'a DiffSide,
    texts: usize,
    documents: &'a [Tally],
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds_between: Option<i64>,
}

impl<'a> From<&'a TextDifference> for DifferenceRecord<'a> {
    fn from(difference: &'a TextDifference) -> Self {
        let place = difference
            .placement
            .as_ref()
            .filter(|place| place.paragraph > 0);
        Self {
            unit: &difference.unit,
            document: difference.document.as_ref(),
            place: place.map(|place| [place.paragraph, place.sentence]),
            lang: &difference.language,
            fate: difference.fate,
            classes: difference.classes(),
            old: difference.old.as_ref(),
            new: difference.new.as_ref(),
            operations: difference
                .comparison
                .operations
                .iter()
                .map(OperationRecord::from)
                .collect(),
            figures: difference.comparison.figures,
            seconds_between: difference.seconds_between(),
        }
    }
}

impl From<&Operation> for OperationRecord {
    fn from(operation: &Operation) -> Self {
        let sides = [("old", &operation.old), ("new", &operation.new)];
        let codes = sides.iter().filter(|(_, part)| !part.codes.is_empty());
        let emphasis = sides.iter().filter(|(_, part)| !part.emphasis.is_empty());
        let bytes = |part: &Part| [part.bytes.start, part.bytes.end];
        Self {
            op: operation.kind,
            class: operation.class,
            old: bytes(&operation.old),
            new: bytes(&operation.new),
            moved: operation.moved,
            codes: codes
                .map(|(side, part)| (*side, [part.codes.start, part.codes.end]))
                .collect(),
            emphasis: emphasis
                .map(|(side, part)| {
                    (
                        *side,
                        part.emphasis
                            .iter()
                            .map(|range| [range.start, range.end])
                            .collect(),
                    )
                })
                .collect(),
            unseen: operation.unseen.iter().map(UnseenRecord::from).collect(),
        }
    }
}

impl From<&Unseen> for UnseenRecord {
    fn from(unseen: &Unseen) -> Self {
        let names = |characters: &str| characters.chars().map(chip).collect();
        Self {
            old: names(&unseen.old),
            new: names(&unseen.new),
            times: unseen.times,
        }
    }
}

impl<'a> From<&'a DiffReport> for DiffSummaryRecord<'a> {
    fn from(report: &'a DiffReport) -> Self {
        Self {
            old: &report.old,
            new: &report.new,
            texts: report.differences.len(),
            documents: &report.tallies,
            seconds_between: report.seconds_between(),
        }
    }
}
