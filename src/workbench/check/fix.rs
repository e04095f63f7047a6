//! `check --fix`: fixes into the segment files, recorded as a revision.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::fixer::{Done, Fixer};
use super::{CheckReport, CheckRequest, Checker, Dismissals};
use crate::model::{DocumentName, Edit, Finding, UnitId, Variant};
use crate::text::Language;
use crate::workbench::draft::Draft;
use crate::workbench::segment_files::LanguageFile;
use crate::workbench::{Recorded, Workbench, WorkbenchError};

/// The message of the revision that holds what was there before.
const BEFORE: &str = "before check --fix";

/// Which fixes are applied.
pub enum FixMode<'a> {
    /// All of them, but for texts that a person has reviewed.
    Safe,
    /// Those that a person takes.
    Ask(&'a mut dyn FnMut(&Proposal<'_>) -> FixAnswer),
}

/// A fix that a person is asked about.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// The document.
    pub document: &'a DocumentName,
    /// The unit.
    pub unit: &'a UnitId,
    /// The source text.
    pub source: &'a Variant,
    /// The translation as it is.
    pub target: &'a Variant,
    /// What was found.
    pub finding: &'a Finding,
    /// What would be changed in the translation.
    pub edit: &'a Edit,
}

/// What a person says of a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixAnswer {
    /// Apply it.
    Yes,
    /// Leave the text as it is.
    No,
    /// Apply it and all that follow.
    All,
    /// Leave this and all that follow.
    Quit,
}

/// What was fixed, or would be.
#[derive(Debug, Serialize)]
pub struct FixReport {
    /// How many fixes of each check were applied.
    pub fixes: BTreeMap<String, usize>,
    /// The texts that were changed.
    #[serde(skip)]
    pub texts: Vec<FixedText>,
    /// How many findings with a fix were left in texts that a person has reviewed.
    pub left_reviewed: usize,
    /// The files that were or would be written.
    pub files: Vec<String>,
    /// What the memory recorded.
    pub recorded: Recorded,
    /// What the checks say afterwards.
    pub checks: CheckReport,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// A text that was changed.
#[derive(Debug, Serialize)]
pub struct FixedText {
    /// The document.
    pub document: DocumentName,
    /// The language.
    pub lang: Language,
    /// The unit.
    pub unit: UnitId,
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
    /// The checks whose fixes were applied.
    pub checks: Vec<String>,
}

impl Workbench {
    /// Applies fixes of the checks to the segment files and records them as a revision of their own; what stood
    /// there before is recorded first, so that the fixes alone can be taken back.
    ///
    /// A text that a person has reviewed is changed only where a person says so. A dismissed finding is left as it
    /// is, and stays dismissed when other fixes change its text.
    ///
    /// # Errors
    /// As for [`Workbench::check`], or when something cannot be written.
    pub fn fix(
        &self,
        request: &CheckRequest,
        mode: FixMode<'_>,
        dry_run: bool,
    ) -> Result<FixReport, WorkbenchError> {
        let _lock = self.lock_unless(dry_run)?;
        let memory = self.memory_for_reading()?;
        let drafts = self.drafts(memory.as_ref())?;
        drop(memory);
        self.refuse_unknown(&drafts, request)?;
        let (rules, _) = self.check_rules_for(&drafts, request)?;
        let (mut dismissals, _) = Dismissals::read(&self.project)?;
        let own = &self.project.config().project.source;
        let checker = Checker::new(&rules, &dismissals, request);
        let mut fixer = Fixer::new(checker, mode, own);
        for draft in &drafts {
            let units = self.units_in_files(&draft.source.name, &draft.files);
            for file in &draft.files {
                fixer.fix_language(&draft.source.name, &file.language, &units);
            }
        }
        let done = fixer.done();
        let (drafts, mut files, recorded) = self.keep_fixes(drafts, &done, dry_run)?;
        if done.carry(&mut dismissals) {
            files.push(dismissals.shown().to_owned());
            if !dry_run {
                dismissals.save(&self.project)?;
            }
        }
        let mut checks = self.check_drafts_with(&drafts, request, &dismissals)?;
        checks.faulty |= drafts.iter().any(Draft::has_fault);
        let faults = drafts.into_iter().flat_map(Draft::findings);
        checks.notices.splice(0..0, faults);
        Ok(FixReport {
            fixes: done.fixes,
            texts: done.texts,
            left_reviewed: done.left_reviewed,
            files,
            recorded,
            checks,
            dry_run,
        })
    }

    /// Writes fixed texts into the segment files of drafts and records them; returns the drafts as they are then.
    fn keep_fixes(
        &self,
        drafts: Vec<Draft>,
        done: &Done,
        dry_run: bool,
    ) -> Result<(Vec<Draft>, Vec<String>, Recorded), WorkbenchError> {
        let fixed: HashSet<_> = done.texts.iter().map(|text| &text.document).collect();
        let (mut drafts, others): (Vec<_>, Vec<_>) = drafts
            .into_iter()
            .partition(|draft| fixed.contains(&draft.source.name));
        if !dry_run {
            self.keep_drafts(&drafts, BEFORE, false)?;
        }
        for text in &done.texts {
            write(&mut drafts, text);
        }
        let names: Vec<_> = done.fixes.keys().map(String::as_str).collect();
        let message = format!("check --fix: {}", names.join(", "));
        let (files, recorded) = self.keep_drafts(&drafts, &message, dry_run)?;
        drafts.extend(others);
        drafts.sort_by(|one, other| one.source.name.cmp(&other.source.name));
        Ok((drafts, files, recorded))
    }
}

/// Writes a fixed text into its segment file.
fn write(drafts: &mut [Draft], text: &FixedText) {
    let draft = drafts
        .iter_mut()
        .find(|draft| draft.source.name == text.document);
    let file: Option<&mut LanguageFile> = draft.and_then(|draft| {
        let mut files = draft.files.iter_mut();
        files.find(|file| file.language == text.lang)
    });
    if let Some(mut entry) = file.and_then(|file| file.file.entry_mut(&text.unit)) {
        entry.set_target(&text.after);
        entry.settle();
    }
}
