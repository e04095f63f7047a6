//! `restore`: texts as they were at a revision, in the segment files and as a new revision.

use std::collections::HashMap;

use serde::Serialize;

use super::commit::{Recorded, Wanted};
use super::history::unknown;
use super::segment_files::{LanguageFile, save_all};
use super::{Workbench, WorkbenchError};
use crate::memory::{Filter, Memory, Obsolete, Part, Reason, Restore, Scope};
use crate::model::{DocumentName, Revision, Unit, UnitId};
use crate::text::Language;

/// What to take back.
#[derive(Clone, Debug)]
pub struct RestoreRequest {
    /// How much.
    pub scope: Scope,
    /// Only texts in this language.
    pub language: Option<Language>,
    /// The revision whose texts are wanted.
    pub to: u32,
    /// Plan only.
    pub dry_run: bool,
}

/// What `restore` did, or would do.
#[derive(Debug, Serialize)]
pub struct RestoreReport {
    /// The revision that holds what the segment files said and nobody had recorded, so that it is not lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<Revision>,
    /// What the memory recorded.
    #[serde(flatten)]
    pub recorded: Recorded,
    /// The segment files that were or would be written.
    pub files: Vec<String>,
}

impl Workbench {
    /// Makes the texts of a unit, a document or everything what they were at a revision, in the segment
    /// files and as a new revision of the memory.
    ///
    /// # Errors
    /// When the revision, unit or document is not there, or something cannot be written.
    pub fn restore(&self, request: &RestoreRequest) -> Result<RestoreReport, WorkbenchError> {
        let _lock = self.lock_unless(request.dry_run)?;
        let mut memory = self.existing_memory()?;
        self.refuse_later(Some(request.to))?;
        let kept = match request.dry_run {
            true => None,
            false => self.record_before(&memory, &request.scope)?,
        };
        let message = format!(
            "restore of {} to revision {}",
            named(&request.scope),
            request.to
        );
        let restore = Restore {
            scope: request.scope.clone(),
            languages: self.restored_languages(request),
            languages_alone: request.language.iter().cloned().collect(),
            to: request.to,
            author: self.author(),
            time: self.session.time,
            message: &message,
        };
        let planned = memory.plan_restore(&restore)?;
        // The files go first: if the memory then fails, the next build records what they say.
        let files = self.restore_files(&memory, request, &restore.languages)?;
        let report = match request.dry_run {
            true => planned,
            false => {
                memory = self.memory_for_writing()?;
                memory.restore(&restore)?
            }
        };
        Ok(RestoreReport {
            kept,
            recorded: Recorded::of(report, request.dry_run),
            files,
        })
    }

    /// Records what the segment files say of the units in a scope and nobody has recorded yet.
    fn record_before(
        &self,
        memory: &Memory,
        scope: &Scope,
    ) -> Result<Option<Revision>, WorkbenchError> {
        let mut all = Wanted::default();
        for document in self.documents_in(memory, scope)? {
            let mut own = Wanted::default();
            self.want(&mut own, &document, &self.segment_files(&document)?);
            for unit in own.units {
                let is_in = !matches!(scope, Scope::Unit(only) if *only != unit.id);
                if is_in && memory.contains(&unit.id)? {
                    all.units.push(unit);
                }
            }
            all.details = own.details;
        }
        Ok(self.record(&all, "before a restore", false)?.revision)
    }

    /// Source texts follow the source documents, so only targets of documents are taken back.
    fn restored_languages(&self, request: &RestoreRequest) -> Vec<Language> {
        match &request.language {
            Some(language) => vec![language.clone()],
            None => self.project.config().project.targets.clone(),
        }
    }

    fn restore_files(
        &self,
        memory: &Memory,
        request: &RestoreRequest,
        languages: &[Language],
    ) -> Result<Vec<String>, WorkbenchError> {
        let mut files = Vec::new();
        for document in self.documents_in(memory, &request.scope)? {
            let filter = Filter {
                part: Part::Document(document.clone()),
                languages: languages.to_vec(),
                obsolete: Obsolete::Include,
                at: Some(request.to),
            };
            let mut then = HashMap::new();
            memory.units(&filter, |unit| {
                then.insert(unit.id.clone(), unit.clone());
                Ok::<_, WorkbenchError>(())
            })?;
            for mut file in self.segment_files(&document)? {
                if languages.contains(&file.language) {
                    restore_file(&mut file, &request.scope, &then);
                    if file.path.exists() {
                        files.push(file);
                    }
                }
            }
        }
        save_all(&files, request.dry_run)
    }

    fn documents_in(
        &self,
        memory: &Memory,
        scope: &Scope,
    ) -> Result<Vec<DocumentName>, WorkbenchError> {
        Ok(match scope {
            Scope::Document(name) => vec![name.clone()],
            Scope::MemoryAlone => Vec::new(),
            Scope::Everything => memory.documents()?,
            Scope::Unit(id) => {
                let held = memory
                    .unit(id)?
                    .ok_or_else(|| unknown(memory, Reason::UnknownUnit(id.clone())))?;
                held.unit
                    .placement
                    .into_iter()
                    .map(|place| place.document)
                    .collect()
            }
        })
    }
}

/// Gives the entries in the scope the targets that they had.
fn restore_file(file: &mut LanguageFile, scope: &Scope, then: &HashMap<UnitId, Unit>) {
    let ids: Vec<_> = file.file.entries().map(|entry| entry.id()).collect();
    for id in ids {
        if matches!(scope, Scope::Unit(only) if *only != id) {
            continue;
        }
        let variant = then.get(&id).and_then(|unit| unit.variant(&file.language));
        file.put(&id, variant);
    }
}

fn named(scope: &Scope) -> String {
    match scope {
        Scope::Unit(id) => format!("unit {id}"),
        Scope::Document(name) => format!("document {name}"),
        Scope::MemoryAlone => "the memory alone".to_owned(),
        Scope::Everything => "everything".to_owned(),
    }
}
