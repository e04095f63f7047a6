//! `update`: source changes into segment files.

use serde::Serialize;

use super::draft::Draft;
use super::plan::Change;
use super::{Workbench, WorkbenchError};
use crate::model::{DocumentName, Finding};
use crate::project::Written;

/// What `update` did, or would do.
#[derive(Debug, Serialize)]
pub struct UpdateReport {
    /// The documents, in order of name.
    pub documents: Vec<DocumentUpdate>,
    /// The segment files that were or would be written.
    pub files: Vec<String>,
    /// What is wrong with segment files.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Whether an entry could not be read.
    pub faulty: bool,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// What the source of one document means for its units.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentUpdate {
    /// The document.
    pub document: DocumentName,
    /// The name that it had before, when its source was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<DocumentName>,
    /// Its paragraphs and headings.
    pub paragraphs: u32,
    /// Its segments.
    pub segments: usize,
    /// Units that are as they were.
    pub unchanged: usize,
    /// Units that stand elsewhere now.
    pub moved: usize,
    /// Units whose source text is another now.
    pub edited: usize,
    /// Obsolete units that are back.
    pub revived: usize,
    /// New units.
    pub new: usize,
    /// Units that the document has lost.
    pub obsolete: usize,
}

impl DocumentUpdate {
    pub(super) fn of(draft: &Draft) -> Self {
        Self {
            document: draft.source.name.clone(),
            was: draft.was.clone(),
            paragraphs: draft.source.paragraphs(),
            segments: draft.source.segment_count(),
            unchanged: draft.count(Change::Unchanged),
            moved: draft.count(Change::Moved),
            edited: draft.count(Change::Edited),
            revived: draft.count(Change::Revived),
            new: draft.count(Change::New),
            obsolete: draft.plan.lost.len(),
        }
    }
}

impl Workbench {
    /// Brings the segment files up to date with the sources; the memory is not written to.
    ///
    /// # Errors
    /// When a source or segment file cannot be used, or cannot be written.
    pub fn update(&self, dry_run: bool) -> Result<UpdateReport, WorkbenchError> {
        let _lock = self.lock_unless(dry_run)?;
        let memory = self.memory_for_reading()?;
        let drafts = self.drafts(memory.as_ref())?;
        let strays = self.strays(&drafts)?;
        Ok(UpdateReport {
            documents: drafts.iter().map(DocumentUpdate::of).collect(),
            files: save(&drafts, dry_run)?,
            faulty: drafts.iter().any(Draft::has_fault),
            findings: drafts
                .into_iter()
                .flat_map(Draft::findings)
                .chain(strays)
                .collect(),
            dry_run,
        })
    }
}

/// Writes the segment files that differ; returns their names. In a dry run only the names.
pub(super) fn save(drafts: &[Draft], dry_run: bool) -> Result<Vec<String>, WorkbenchError> {
    let mut written = Vec::new();
    for file in drafts.iter().flat_map(|draft| &draft.files) {
        let changed = match dry_run {
            true => file.differs(),
            false => file.save()? != Written::Unchanged,
        };
        if changed {
            written.push(file.shown.clone());
        }
    }
    Ok(written)
}
