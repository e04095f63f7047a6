//! `note`: what people say of a translation, kept with it and handed on with it.

use serde::Serialize;

use super::commit::{Recorded, Wanted};
use super::diff::refused;
use super::review::Desk;
use super::segment_files::{note, notes_of, save_all};
use super::{Workbench, WorkbenchError};
use crate::memory::Details;
use crate::model::{DocumentName, RemarkKind, Unit, UnitId, Variant};
use crate::text::Language;

/// Whose notes, and what is to be done.
#[derive(Clone, Debug)]
pub struct NoteRequest {
    /// The unit.
    pub unit: UnitId,
    /// The language of the translation; every translation of the unit when there is none.
    pub language: Option<Language>,
    /// What is to be done.
    pub change: NoteChange,
    /// Plan only.
    pub dry_run: bool,
}

/// What is done with notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteChange {
    /// One more, unless it is there.
    Add(String),
    /// This one goes.
    Remove(String),
    /// All go.
    RemoveAll,
}

/// What was done, or would be.
#[derive(Debug, Serialize)]
pub struct NoteReport {
    /// The unit.
    pub unit: UnitId,
    /// The translations whose notes changed.
    pub langs: Vec<Language>,
    /// What the memory recorded.
    #[serde(flatten)]
    pub recorded: Recorded,
    /// The segment files that were or would be written.
    pub files: Vec<String>,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The unit.
    pub unit: UnitId,
    /// Its document; `None` for a unit that lives in the memory alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentName>,
    /// The language of the translation.
    pub lang: Language,
    /// What it says.
    pub text: String,
}

impl Workbench {
    /// Adds or removes notes on a unit's translations, in the segment files and as a revision.
    ///
    /// # Errors
    /// When there is no such unit or language, the note is empty, or something cannot be read or written.
    pub fn note(&self, request: &NoteRequest) -> Result<NoteReport, WorkbenchError> {
        let is_empty = |text: &String| text.trim().is_empty();
        if matches!(&request.change, NoteChange::Add(text) if is_empty(text)) {
            return Err(refused(
                "no-note",
                "the note is empty",
                "say something in it",
            ));
        }
        let _lock = self.lock_unless(request.dry_run)?;
        match self.alone(&request.unit)? {
            Some(unit) => self.note_in_memory(unit, request),
            None => self.note_in_files(request),
        }
    }

    /// The notes on all translations of the documents, or on those of one unit.
    ///
    /// # Errors
    /// When there is no such unit, or something cannot be read.
    pub fn notes(
        &self,
        unit: Option<&UnitId>,
        language: Option<&Language>,
    ) -> Result<Vec<Note>, WorkbenchError> {
        let mut found = Vec::new();
        let mut add = |one: &Unit| {
            let variants = one.variants.iter();
            for variant in variants.filter(|one| language.is_none_or(|tag| *tag == one.language)) {
                found.extend(notes_of(variant).into_iter().map(|text| Note {
                    unit: one.id.clone(),
                    document: one.placement.as_ref().map(|place| place.document.clone()),
                    lang: variant.language.clone(),
                    text,
                }));
            }
        };
        if let Some(alone) = unit.map(|id| self.alone(id)).transpose()?.flatten() {
            add(&alone);
            return Ok(found);
        }
        let documents = match unit {
            Some(id) => vec![self.document_of(id)?],
            None => self.document_names()?,
        };
        for document in documents {
            let desk = Desk::open(self, &document)?;
            let asked = desk.units.iter();
            asked
                .filter(|one| unit.is_none_or(|id| *id == one.id))
                .for_each(&mut add);
        }
        Ok(found)
    }

    /// A unit that lives in the memory alone.
    fn alone(&self, id: &UnitId) -> Result<Option<Unit>, WorkbenchError> {
        let held = match self.memory_for_reading()? {
            Some(memory) => memory.unit(id)?,
            None => None,
        };
        let unit = held.map(|held| held.unit);
        Ok(unit.filter(|unit| unit.placement.is_none()))
    }

    fn note_in_files(&self, request: &NoteRequest) -> Result<NoteReport, WorkbenchError> {
        let document = self.document_of(&request.unit)?;
        let mut desk = Desk::open(self, &document)?;
        let mut report = NoteReport::begun(request);
        let mut is_known = false;
        for file in &mut desk.files {
            if !request.is_for(&file.language) {
                continue;
            }
            let Some(mut variant) = file.variant(&request.unit) else {
                continue;
            };
            is_known = true;
            if !request.apply(&mut variant) {
                continue;
            }
            file.set_remarks(&request.unit, &variant);
            report.langs.push(file.language.clone());
        }
        report.files = save_all(&desk.files, request.dry_run)?;
        if !is_known {
            return Err(request.unknown_language());
        }
        let mut units = self.units_in_files(&document, &desk.files);
        units.retain(|unit| unit.id == request.unit);
        self.recorded(report, (units, Details::Remarks), request)
    }

    fn note_in_memory(
        &self,
        mut unit: Unit,
        request: &NoteRequest,
    ) -> Result<NoteReport, WorkbenchError> {
        let own = unit.source_language.clone();
        let mut report = NoteReport::begun(request);
        let mut is_known = false;
        for variant in &mut unit.variants {
            let is_asked = match &request.language {
                Some(language) => *language == variant.language,
                None => Some(&variant.language) != own.as_ref(),
            };
            is_known |= is_asked;
            if is_asked && request.apply(variant) {
                report.langs.push(variant.language.clone());
            }
        }
        if !is_known {
            return Err(request.unknown_language());
        }
        self.recorded(report, (vec![unit], Details::Replace), request)
    }

    fn recorded(
        &self,
        mut report: NoteReport,
        (units, details): (Vec<Unit>, Details),
        request: &NoteRequest,
    ) -> Result<NoteReport, WorkbenchError> {
        if report.langs.is_empty() {
            return Ok(report);
        }
        let wanted = Wanted {
            units,
            details,
            ..Wanted::default()
        };
        let message = format!("note on {}", request.unit);
        report.recorded = self.record(&wanted, &message, request.dry_run)?;
        Ok(report)
    }
}

impl NoteRequest {
    fn is_for(&self, language: &Language) -> bool {
        self.language.as_ref().is_none_or(|asked| asked == language)
    }

    /// Changes the notes of a translation; says whether there was anything to change.
    fn apply(&self, variant: &mut Variant) -> bool {
        let before = variant.remarks.len();
        let is_note = |kind: &RemarkKind| *kind == RemarkKind::Note;
        match &self.change {
            NoteChange::Add(text) => {
                let text = text.trim().replace(['\0', '\r'], "");
                if !notes_of(variant).contains(&text) {
                    let notes = variant
                        .remarks
                        .iter()
                        .filter(|remark| is_note(&remark.kind));
                    let behind = notes.count();
                    variant.remarks.insert(behind, note(text));
                }
            }
            NoteChange::Remove(text) => variant
                .remarks
                .retain(|remark| !is_note(&remark.kind) || remark.text != text.trim()),
            NoteChange::RemoveAll => variant.remarks.retain(|remark| !is_note(&remark.kind)),
        }
        variant.remarks.len() != before
    }

    fn unknown_language(&self) -> WorkbenchError {
        let language = self
            .language
            .as_ref()
            .map_or("any language", Language::as_str);
        refused(
            "unknown-language",
            format!("unit `{}` has no translation into {language}", self.unit),
            "`tarjuman show UNIT` has its texts",
        )
    }
}

impl NoteReport {
    fn begun(request: &NoteRequest) -> Self {
        Self {
            unit: request.unit.clone(),
            langs: Vec::new(),
            recorded: Recorded::nothing(request.dry_run),
            files: Vec::new(),
        }
    }
}
