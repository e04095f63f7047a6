//! `undo`: one revision taken back, in the segment files and as a new revision of the memory.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::commit::Recorded;
use super::segment_files::{LanguageFile, save_all};
use super::{Workbench, WorkbenchError};
use crate::memory::{
    Change, Entry, Kind, LogFilter, Memory, MemoryError, Reason, Undo, UndoneRevision, What,
};
use crate::model::{DocumentName, UnitId, Variant};
use crate::text::Language;

/// What `undo` did, or would do.
#[derive(Debug, Serialize)]
pub struct UndoneReport {
    /// The revision that was taken back.
    pub undone: u32,
    /// The import that was taken back with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intake: Option<u32>,
    /// What the memory recorded.
    #[serde(flatten)]
    pub recorded: Recorded,
    /// The segment files that were or would be written.
    pub files: Vec<String>,
    /// Texts of the revision that stay as they are.
    pub left: Vec<LeftText>,
}

/// A text that was not taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftText {
    /// The unit.
    pub unit: UnitId,
    /// The language.
    pub lang: Language,
    /// Why.
    pub reason: String,
}

/// A target of a document that the revision wrote.
struct Target {
    unit: UnitId,
    language: Language,
    old: Option<Variant>,
}

impl Workbench {
    /// Takes back what a revision wrote, or the newest one when none is named: the texts are again what they were
    /// before it, where nobody has changed them since. An import is taken back as a whole.
    ///
    /// # Errors
    /// When there is no such revision, or something cannot be read or written.
    pub fn undo(
        &self,
        revision: Option<u32>,
        dry_run: bool,
    ) -> Result<UndoneReport, WorkbenchError> {
        let _lock = self.lock_unless(dry_run)?;
        let memory = self.existing_memory()?;
        let entry = entry(&memory, revision)?;
        if entry.kind == Kind::Intake
            && let Some(intake) = entry.intake
        {
            drop(memory);
            return self.undo_import(entry.revision.number, intake, dry_run);
        }
        self.undo_texts(memory, entry.revision.number, dry_run)
    }

    fn undo_texts(
        &self,
        memory: Memory,
        number: u32,
        dry_run: bool,
    ) -> Result<UndoneReport, WorkbenchError> {
        let languages = &self.project.config().project.targets;
        let message = format!("undo of revision {number}");
        let mut undo = Undo {
            revision: number,
            languages,
            except: &[],
            author: self.author(),
            time: self.session.time,
            message: &message,
        };
        let planned = memory.plan_undo(&undo)?;
        let mut left: Vec<_> = planned.collisions.iter().map(LeftText::changed).collect();
        let changes = memory.show(number)?;
        // The files go first: if the memory then fails, the next build records what they say.
        let files = self.undo_files(&memory, changes, &mut left, dry_run)?;
        let except: Vec<_> = left
            .iter()
            .map(|text| (text.unit.clone(), text.lang.clone()))
            .collect();
        undo.except = &except;
        let UndoneRevision { report, .. } = match dry_run {
            true => memory.plan_undo(&undo)?,
            false => {
                drop(memory);
                let mut memory = self.memory_for_writing()?;
                let undone = memory.undo(&undo)?;
                memory.update_index(&[])?;
                undone
            }
        };
        Ok(UndoneReport {
            undone: number,
            intake: None,
            recorded: Recorded::of(report, dry_run),
            files,
            left,
        })
    }

    fn undo_import(
        &self,
        number: u32,
        intake: u32,
        dry_run: bool,
    ) -> Result<UndoneReport, WorkbenchError> {
        let mut recorded = Recorded::nothing(dry_run);
        if !dry_run {
            recorded.revision = Some(self.undo_intake(intake)?.revision);
        }
        Ok(UndoneReport {
            undone: number,
            intake: Some(intake),
            recorded,
            files: Vec::new(),
            left: Vec::new(),
        })
    }

    /// Takes the targets of documents back in their segment files; adds to `left` those that cannot be.
    fn undo_files(
        &self,
        memory: &Memory,
        changes: Vec<Change>,
        left: &mut Vec<LeftText>,
        dry_run: bool,
    ) -> Result<Vec<String>, WorkbenchError> {
        let mut files = Vec::new();
        for (document, targets) in self.targets_of(changes, left) {
            for mut file in self.segment_files(&document)? {
                let language = file.language.clone();
                for target in targets.iter().filter(|one| one.language == language) {
                    let held = memory.unit(&target.unit)?;
                    let now = held.as_ref().and_then(|one| one.unit.variant(&language));
                    match obstacle(&file, &target.unit, now) {
                        Some(reason) => left.push(target.left(reason)),
                        None => file.put(&target.unit, target.old.as_ref()),
                    }
                }
                if file.path.exists() {
                    files.push(file);
                }
            }
        }
        save_all(&files, dry_run)
    }

    /// The targets to be taken back, by document; those whose source was changed with them are left.
    fn targets_of(
        &self,
        changes: Vec<Change>,
        left: &mut Vec<LeftText>,
    ) -> BTreeMap<DocumentName, Vec<Target>> {
        let own = &self.project.config().project.source;
        let edited: HashSet<UnitId> = changes
            .iter()
            .filter(|change| change.document.is_some() && is_edit_of(&change.what, own))
            .map(|change| change.unit.clone())
            .collect();
        let mut targets: BTreeMap<_, Vec<Target>> = BTreeMap::new();
        for change in changes {
            let (Some(document), What::Text { language, old, .. }) = (change.document, change.what)
            else {
                continue;
            };
            let is_target = self.project.config().project.targets.contains(&language);
            let is_known = left
                .iter()
                .any(|text| text.unit == change.unit && text.lang == language);
            if !is_target || is_known {
                continue;
            }
            let target = Target {
                unit: change.unit,
                language,
                old: old.map(|old| *old),
            };
            if edited.contains(&target.unit) {
                left.push(target.left("its source was changed with it"));
            } else {
                targets.entry(document).or_default().push(target);
            }
        }
        targets
    }
}

/// The revision of that number, or the newest one.
fn entry(memory: &Memory, number: Option<u32>) -> Result<Entry, WorkbenchError> {
    let newest = memory.newest_revision()?;
    let asked = number.unwrap_or(newest);
    let entries = memory.log(&LogFilter::default())?;
    let found = entries
        .into_iter()
        .find(|entry| entry.revision.number == asked);
    found.ok_or_else(|| {
        let reason = Reason::UnknownRevision { asked, newest };
        let path = memory.path().to_owned();
        MemoryError { path, reason }.into()
    })
}

fn is_edit_of(what: &What, source: &Language) -> bool {
    matches!(what, What::Text { language, old: Some(old), new: Some(new), .. }
        if language == source && old.text != new.text)
}

/// Why the text of a unit cannot be taken back in its file.
fn obstacle(file: &LanguageFile, id: &UnitId, recorded: Option<&Variant>) -> Option<&'static str> {
    if file.file.is_broken(id) {
        return Some("its entry cannot be read");
    }
    // A document that has the unit no more has nothing to be lost.
    let present = file.variant(id)?;
    let says = |variant: &Variant| {
        let text = variant.text.clone();
        (
            text,
            variant.state,
            variant.needs_work.clone(),
            variant.remarks.clone(),
        )
    };
    let nothing = Variant::new(file.language.clone(), "");
    (says(&present) != says(recorded.unwrap_or(&nothing)))
        .then_some("the segment file says something that is not recorded yet")
}

impl Target {
    fn left(&self, reason: &str) -> LeftText {
        LeftText {
            unit: self.unit.clone(),
            lang: self.language.clone(),
            reason: reason.to_owned(),
        }
    }
}

impl LeftText {
    fn changed(collision: &crate::memory::Collision) -> Self {
        Self {
            unit: collision.unit.clone(),
            lang: collision.language.clone(),
            reason: format!("revision {} has changed it since", collision.revision),
        }
    }
}
