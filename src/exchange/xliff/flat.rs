//! A unit with all that XLIFF has no noun for as attributes and remarks.

use super::dialect::Version;
use super::meta::Applies;
use super::parts::{AFTER, BEFORE, SEGMENT, XLIFF_UNIT, property};
use super::state::is_plain_reason;
use crate::exchange::find;
use crate::exchange::named::{DOCUMENT, NEEDS_WORK, PLACE, STATE};
use crate::model::{Attributes, Remark, RemarkKind, State, Unit, Variant};
use crate::text::Language;

/// A unit as it is written.
#[derive(Debug)]
pub(super) struct Flat {
    /// The document of its `file`.
    pub(super) document: Option<String>,
    /// What is said of the unit, the source and the target, in this order.
    pub(super) sides: Vec<Side>,
}

/// What is said of the unit or of one of its texts.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) applies: Applies,
    pub(super) attributes: Attributes,
    pub(super) remarks: Vec<Remark>,
}

impl Flat {
    /// The unit as it is written, alone or as the first of several segments.
    pub(super) fn of(
        version: Version,
        unit: &Unit,
        is_first_of_several: bool,
        [source, target]: [&Language; 2],
    ) -> Self {
        let document = document_of(unit);
        let mut remarks = unit.remarks.clone();
        if let Some(at) = remarks
            .iter()
            .position(|remark| is_property(remark, DOCUMENT))
        {
            remarks.remove(at);
        }
        if let Some(placement) = &unit.placement {
            remarks.retain(|remark| !is_property(remark, PLACE));
            let place = format!("{}.{}", placement.paragraph, placement.sentence);
            remarks.insert(0, property(PLACE, &place));
        }
        let mut attributes = unit.attributes.clone();
        let has_segment = segment_of(unit).is_some();
        attributes.retain(|(name, _)| match name.as_str() {
            XLIFF_UNIT => !is_first_of_several,
            SEGMENT => !has_segment,
            _ => true,
        });
        let mut sides = vec![Side {
            applies: Applies::Unit,
            attributes,
            remarks,
        }];
        let has_gaps = version == Version::Two || has_segment;
        for (applies, language) in [(Applies::Source, source), (Applies::Target, target)] {
            if let Some(variant) = unit.variant(language) {
                sides.push(Side::of(version, variant, applies, has_gaps));
            }
        }
        Self { document, sides }
    }
}

impl Side {
    fn of(version: Version, variant: &Variant, applies: Applies, has_gaps: bool) -> Self {
        let mut attributes = variant.attributes.clone();
        let is_known = |name: &str| find(&variant.attributes, name).is_some();
        if let Some(saved) = &variant.saved
            && !is_known("changedate")
            && !is_known("changeid")
        {
            attributes.push(("changedate".to_owned(), saved.time.tmx()));
            attributes.push(("changeid".to_owned(), saved.author.clone()));
        }
        let mut remarks = Vec::new();
        if applies == Applies::Target
            && let Some(reason) = &variant.needs_work
        {
            if !is_plain_reason(version, reason) {
                remarks.push(property(NEEDS_WORK, reason));
            }
            if version == Version::One && variant.state != State::Translated {
                remarks.push(property(STATE, variant.state.as_str()));
            }
        }
        remarks.extend(variant.remarks.iter().cloned());
        if has_gaps {
            for name in [BEFORE, AFTER] {
                if let Some(at) = remarks.iter().position(|remark| is_property(remark, name)) {
                    remarks.remove(at);
                }
            }
        }
        Self {
            applies,
            attributes,
            remarks,
        }
    }

    /// The properties, with their names.
    pub(super) fn properties(&self) -> Vec<(&str, &Remark)> {
        let mut properties = Vec::new();
        for remark in &self.remarks {
            if let RemarkKind::Property(name) = &remark.kind {
                properties.push((name.as_str(), remark));
            }
        }
        properties
    }
}

/// The id of the segment that a unit is, where it can stand in a file.
pub(super) fn segment_of(unit: &Unit) -> Option<&str> {
    find(&unit.attributes, SEGMENT).filter(|id| super::code::is_token(id))
}

/// The document that a unit is or was of.
pub(super) fn document_of(unit: &Unit) -> Option<String> {
    let placed = unit.placement.as_ref();
    let placed = placed.map(|placement| placement.document.as_str().to_owned());
    placed.or_else(|| {
        let mut remarks = unit.remarks.iter();
        let named = remarks.find(|remark| is_property(remark, DOCUMENT))?;
        Some(named.text.clone()).filter(|name| !name.is_empty())
    })
}

/// What stands before or after a text, outside of segments.
pub(super) fn surrounding<'v>(text: &'v Variant, name: &str) -> Option<&'v str> {
    let mut remarks = text.remarks.iter();
    let remark = remarks.find(|remark| is_property(remark, name))?;
    Some(remark.text.as_str()).filter(|text| !text.is_empty())
}

pub(super) fn is_note(remark: &Remark) -> bool {
    remark.kind == RemarkKind::Note
}

/// Whether a remark is a property of that name, without attributes.
pub(super) fn is_property(remark: &Remark, name: &str) -> bool {
    remark.attributes.is_empty() && matches!(&remark.kind, RemarkKind::Property(own) if own == name)
}
