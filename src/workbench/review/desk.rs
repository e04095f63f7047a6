//! One document with its segment files and what the memory says of them.

use std::collections::HashMap;

use super::{EarlierText, ReviewRequest, ReviewedUnit};
use crate::memory::{Held, Memory};
use crate::model::{DocumentName, State, Unit, UnitId, Variant};
use crate::text::Language;
use crate::workbench::check::{OpenFindings, Subject};
use crate::workbench::segment_files::{LanguageFile, THEIRS, notes_of, property_of};
use crate::workbench::{Workbench, WorkbenchError};

/// A document that is being reviewed, as it is at one moment.
pub(in crate::workbench) struct Desk<'w> {
    workbench: &'w Workbench,
    memory: Option<Memory>,
    /// The document.
    pub(in crate::workbench) document: DocumentName,
    /// Its segment files.
    pub(in crate::workbench) files: Vec<LanguageFile>,
    /// Its units as the segment files have them.
    pub(in crate::workbench) units: Vec<Unit>,
    held: HashMap<UnitId, Held>,
    open: OpenFindings,
}

impl<'w> Desk<'w> {
    /// Reads the segment files of a document, and what the memory has of it.
    pub(in crate::workbench) fn open(
        workbench: &'w Workbench,
        document: &DocumentName,
    ) -> Result<Self, WorkbenchError> {
        let memory = workbench.memory_for_reading()?;
        let held = match &memory {
            Some(memory) => memory.document_units(document)?,
            None => Vec::new(),
        };
        let files = workbench.segment_files(document)?;
        Ok(Self {
            workbench,
            document: document.clone(),
            units: workbench.units_in_files(document, &files),
            files,
            held: held
                .into_iter()
                .map(|held| (held.unit.id.clone(), held))
                .collect(),
            memory,
            open: OpenFindings::of(workbench)?,
        })
    }

    /// What the memory has of a translation.
    pub(in crate::workbench) fn recorded(
        &self,
        id: &UnitId,
        language: &Language,
    ) -> Option<&Variant> {
        self.held.get(id)?.unit.variant(language)
    }

    /// Whether a translation is one of those that are asked for.
    pub(super) fn is_asked(
        &self,
        request: &ReviewRequest,
        unit: &Unit,
        language: &Language,
    ) -> bool {
        let Some(target) = unit.variant(language).filter(|one| !one.text.is_empty()) else {
            return false;
        };
        let is_plain = request.units.is_empty()
            && request.state.is_none()
            && request.since.is_none()
            && !request.needs_work;
        if is_plain {
            let is_open = target.state < State::Reviewed && target.needs_work.is_none();
            return is_open || property_of(target, THEIRS).is_some();
        }
        let is_named = request.units.is_empty() || request.units.contains(&unit.id);
        let is_in_state = request.state.is_none_or(|state| state == target.state);
        let is_flagged = !request.needs_work || target.needs_work.is_some();
        is_named
            && is_in_state
            && is_flagged
            && request
                .since
                .is_none_or(|since| self.changed_after(since, unit, target))
    }

    /// Whether a text was saved after a revision, or is not recorded yet.
    fn changed_after(&self, since: u32, unit: &Unit, target: &Variant) -> bool {
        let Some(recorded) = self.recorded(&unit.id, &target.language) else {
            return true;
        };
        let saved = recorded.saved.as_ref().map_or(0, |saved| saved.revision);
        recorded.text != target.text || saved > since
    }

    /// A translation without findings and earlier text; `None` where there is none.
    pub(super) fn text(&self, unit: &Unit, language: &Language) -> Option<ReviewedUnit> {
        let own = &self.workbench.project.config().project.source;
        let target = unit.variant(language)?;
        let place = unit.placement.as_ref();
        let mut reviewed = ReviewedUnit {
            unit: unit.id.clone(),
            document: self.document.clone(),
            place: place.map_or([0, 0], |place| [place.paragraph, place.sentence]),
            lang: language.clone(),
            source_lang: own.clone(),
            source: unit
                .variant(own)
                .map_or_else(String::new, |one| one.text.clone()),
            target: target.text.clone(),
            state: target.state,
            needs_work: target.needs_work.clone(),
            notes: notes_of(target),
            theirs: property_of(target, THEIRS).map(str::to_owned),
            earlier: None,
            findings: Vec::new(),
            seen: String::new(),
        };
        let recorded = self.recorded(&unit.id, language);
        let revision = recorded
            .and_then(|one| one.saved.as_ref())
            .map(|one| one.revision);
        reviewed.seen = fingerprint(&reviewed, revision);
        Some(reviewed)
    }

    /// A translation with all that a reviewer wants to see; `None` where there is none.
    pub(super) fn reviewed(
        &self,
        unit: &Unit,
        language: &Language,
    ) -> Result<Option<ReviewedUnit>, WorkbenchError> {
        let Some(mut reviewed) = self.text(unit, language) else {
            return Ok(None);
        };
        reviewed.findings = self.open.of_translation(&Subject {
            document: Some(&self.document),
            unit,
            source: &reviewed.source_lang,
            language,
        });
        reviewed.earlier = self.earlier(&reviewed)?;
        Ok(Some(reviewed))
    }

    /// The text that was reviewed last, else the last one that was another.
    fn earlier(&self, now: &ReviewedUnit) -> Result<Option<EarlierText>, WorkbenchError> {
        let Some(memory) = self
            .memory
            .as_ref()
            .filter(|_| self.held.contains_key(&now.unit))
        else {
            return Ok(None);
        };
        let history = memory.history(&now.unit)?;
        let own = history
            .into_iter()
            .filter(|version| version.language == now.lang && version.ordinal == 0);
        let mut texts: Vec<EarlierText> = own
            .filter_map(|version| {
                let variant = version.variant.filter(|variant| !variant.text.is_empty())?;
                Some(EarlierText {
                    reviewed: variant.state >= State::Reviewed,
                    text: variant.text,
                    source: version.made_from,
                    saved: variant.saved,
                })
            })
            .collect();
        let last = |is_it: &dyn Fn(&EarlierText) -> bool| texts.iter().rposition(is_it);
        let at = last(&|text| text.reviewed).or_else(|| last(&|text| text.text != now.target));
        Ok(at.map(|at| texts.swap_remove(at)))
    }
}

/// A fingerprint of what a reviewer has seen, and of the revision that holds it: 16 hexadecimal digits.
fn fingerprint(unit: &ReviewedUnit, revision: Option<u32>) -> String {
    let mut hash = blake3::Hasher::new();
    let mut add = |text: Option<&str>| {
        hash.update(&[u8::from(text.is_some())]);
        hash.update(text.unwrap_or_default().as_bytes());
        hash.update(&[0]);
    };
    for text in [&unit.source, &unit.target] {
        add(Some(text));
    }
    add(Some(unit.state.as_str()));
    add(unit.needs_work.as_deref());
    add(unit.theirs.as_deref());
    unit.notes.iter().for_each(|note| add(Some(note)));
    hash.update(&revision.unwrap_or(0).to_le_bytes());
    hash.finalize().to_hex()[..16].to_owned()
}
