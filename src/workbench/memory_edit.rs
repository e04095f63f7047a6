//! `memory edit`: another text for a unit, in the memory and in the segment file of its document.

use serde::Serialize;

use super::commit::{Recorded, Wanted};
use super::segment_files::{LanguageFile, save_all};
use super::{Workbench, WorkbenchError};
use crate::memory::{MemoryError, Reason};
use crate::model::{Finding, Placement, Severity, State, Unit, UnitId, Variant};
use crate::text::{Language, normalise};

/// What to write.
#[derive(Clone, Debug)]
pub struct EditRequest {
    /// The unit.
    pub unit: UnitId,
    /// The language of the text.
    pub language: Language,
    /// The text.
    pub text: String,
    /// How far it has come; translated when nothing is said.
    pub state: Option<State>,
    /// Plan only.
    pub dry_run: bool,
}

/// What was written, or would be.
#[derive(Debug, Serialize)]
pub struct EditReport {
    /// The unit.
    pub unit: UnitId,
    /// The language of the text.
    pub lang: Language,
    /// The text before; `None` when there was none.
    pub old: Option<String>,
    /// The text after.
    pub new: String,
    /// What the memory recorded.
    #[serde(flatten)]
    pub recorded: Recorded,
    /// The segment file that was or would be written.
    pub files: Vec<String>,
}

impl Workbench {
    /// Gives a unit another text in a language. For a unit of a document the segment file gets it, too.
    ///
    /// # Errors
    /// When there is no such unit, the text is empty or the source of a document, the text that is there has inline
    /// codes or is not recorded yet, or something cannot be written.
    pub fn edit(&self, request: &EditRequest) -> Result<EditReport, WorkbenchError> {
        let _lock = self.lock_unless(request.dry_run)?;
        let memory = self.existing_memory()?;
        let held = memory.unit(&request.unit)?.ok_or_else(|| MemoryError {
            path: memory.path().to_owned(),
            reason: Reason::UnknownUnit(request.unit.clone()),
        })?;
        drop(memory);
        let unit = held.unit;
        let old = unit.variant(&request.language);
        let mut new = Variant::new(request.language.clone(), normalise(&request.text));
        new.state = request.state.unwrap_or(State::Translated);
        if new.text.trim().is_empty() {
            return Err(refused(
                "the new text is empty",
                "`tarjuman memory clean` takes away what is of no use",
            ));
        }
        if old.is_some_and(|old| !old.codes.is_empty()) {
            return Err(refused(
                "the text has inline codes, which a plain text would lose",
                "export the unit as TMX, edit it there, and import it again",
            ));
        }
        // The file goes first: if the memory then fails, the next build records what it says.
        let file = match &unit.placement {
            Some(place) => self.edited_file(&unit, place, &new)?,
            None => None,
        };
        let files = save_all(&file, request.dry_run)?;
        let wanted = Wanted {
            units: vec![Unit {
                source_language: None,
                ..Unit::new(request.unit.clone(), new.clone())
            }],
            ..Wanted::default()
        };
        let message = format!("edit of unit {} in {}", request.unit, request.language);
        Ok(EditReport {
            unit: request.unit.clone(),
            lang: request.language.clone(),
            old: old.map(|old| old.text.clone()),
            new: new.text,
            recorded: self.record(&wanted, &message, request.dry_run)?,
            files,
        })
    }

    /// The segment file of a unit with the new text; `None` when the project has none for the language.
    fn edited_file(
        &self,
        unit: &Unit,
        place: &Placement,
        new: &Variant,
    ) -> Result<Option<LanguageFile>, WorkbenchError> {
        let config = self.project.config();
        if new.language == config.project.source {
            return Err(refused(
                format!(
                    "unit `{}` is of the document `{}`, whose source is its text",
                    unit.id, place.document
                ),
                "edit the source document, then run `tarjuman build`",
            ));
        }
        if !config.project.targets.contains(&new.language) {
            return Ok(None);
        }
        let mut file = LanguageFile::load(&self.project, &place.document, &new.language)?;
        let shown = file.shown.clone();
        let Some(mut entry) = file.file.entry_mut(&unit.id) else {
            return Err(refused(
                format!(
                    "`{shown}` has no entry for unit `{}` that can be read",
                    unit.id
                ),
                "run `tarjuman build` first",
            ));
        };
        let recorded = unit.variant(&new.language).map_or("", |one| &one.text);
        if normalise(&entry.view().target()) != recorded {
            return Err(refused(
                format!(
                    "`{shown}` has a text for unit `{}` that is not recorded yet",
                    unit.id
                ),
                "run `tarjuman build` first, so that it is not lost",
            ));
        }
        entry.set_target(&new.text);
        entry.clear_needs_work();
        entry.set_state(new.state);
        entry.settle();
        Ok(Some(file))
    }
}

fn refused(message: impl Into<String>, hint: &str) -> WorkbenchError {
    let finding = Finding::new("not-edited", Severity::Error, message);
    WorkbenchError::Refused(Box::new(finding.with_hint(hint)))
}
