//! What an alignment brings into the project, written: files first, the memory last.

use std::path::Path;

use super::add::{AddReport, AddedDocument};
use super::apply::Applied;
use super::keep::KeptAlignment;
use crate::project::{SourceFile, Written, holds, write_atomically};
use crate::workbench::commit::{Recorded, Wanted};
use crate::workbench::draft::Draft;
use crate::workbench::update::save;
use crate::workbench::{Workbench, WorkbenchError};

/// All that comes into the project with one call.
#[derive(Default)]
pub(super) struct Addition {
    pub(super) sources: Vec<(SourceFile, Vec<u8>)>,
    kept: Vec<KeptAlignment>,
    drafts: Vec<Draft>,
    documents: Vec<AddedDocument>,
}

impl Addition {
    /// Takes a document with its alignment.
    pub(super) fn take(&mut self, kept: KeptAlignment, applied: Applied) {
        self.documents.push(AddedDocument::of(&kept, &applied));
        self.kept.push(kept);
        self.drafts.push(applied.draft);
    }
}

impl Workbench {
    /// Writes what came: sources, beads and segment files first, the memory last.
    pub(super) fn write_addition(
        &self,
        addition: Addition,
        verb: &str,
        dry_run: bool,
    ) -> Result<AddReport, WorkbenchError> {
        let mut files = Vec::new();
        for (source, bytes) in &addition.sources {
            if !source.path.exists() {
                files.extend(self.put(&source.path, bytes, dry_run)?);
            }
        }
        for kept in &addition.kept {
            files.extend(self.keep(kept, dry_run)?);
        }
        files.extend(save(&addition.drafts, dry_run)?);
        let mut wanted = Wanted::default();
        for draft in &addition.drafts {
            self.want(&mut wanted, &draft.source.name, &draft.files);
        }
        let message = message(verb, &addition.documents);
        let recorded = match addition.drafts.is_empty() {
            true => Recorded::default(),
            false => self.record(&wanted, &message, dry_run)?,
        };
        Ok(AddReport {
            documents: addition.documents,
            files,
            recorded,
            faulty: addition.drafts.iter().any(Draft::has_fault),
            findings: addition
                .drafts
                .into_iter()
                .flat_map(Draft::findings)
                .collect(),
            dry_run,
        })
    }

    /// Writes a kept alignment where it differs; returns the name of the file then.
    pub(super) fn keep(
        &self,
        kept: &KeptAlignment,
        dry_run: bool,
    ) -> Result<Option<String>, WorkbenchError> {
        let path = self
            .project
            .alignment_path(&kept.document, &kept.target_language);
        self.project.keep_inside(&path)?;
        self.put(&path, kept.to_text().as_bytes(), dry_run)
    }

    fn put(
        &self,
        path: &Path,
        bytes: &[u8],
        dry_run: bool,
    ) -> Result<Option<String>, WorkbenchError> {
        let changed = match dry_run {
            true => !holds(path, bytes),
            false => write_atomically(path, bytes)? != Written::Unchanged,
        };
        Ok(changed.then(|| self.project.shown(path)))
    }
}

fn message(verb: &str, documents: &[AddedDocument]) -> String {
    let names = documents
        .iter()
        .map(|one| format!("{} ({})", one.document, one.lang));
    let names: Vec<String> = names.collect();
    match names.as_slice() {
        [first, .., _] => format!("{verb} {first} and {} more", names.len() - 1),
        _ => format!("{verb} {}", names.concat()),
    }
}
