//! `status`: how far every document has come.

use serde::Serialize;

use super::check::{CheckReport, CheckRequest, FindingCounts};
use super::commit::Wanted;
use super::draft::Draft;
use super::segment_files::{LanguageFile, THEIRS};
use super::update::DocumentUpdate;
use super::{Workbench, WorkbenchError};
use crate::model::{DocumentName, Finding, Severity, State};

/// Where a project stands.
#[derive(Debug, Serialize)]
pub struct StatusReport {
    /// The newest revision of the memory; 0 for none.
    pub revision: u32,
    /// The documents in each language, as the segment files will have them.
    pub documents: Vec<DocumentStatus>,
    /// What changed sources would do to the segment files.
    pub updates: Vec<DocumentUpdate>,
    /// The segment files that `update` would write.
    pub outdated: Vec<String>,
    /// How many texts the memory has not recorded yet.
    pub unrecorded: u64,
    /// What is wrong with segment files.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Whether an entry could not be read.
    pub faulty: bool,
}

/// A document in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentStatus {
    /// The document.
    pub document: DocumentName,
    /// The language.
    pub lang: String,
    /// Its units.
    pub units: usize,
    /// Units without a translation.
    pub initial: usize,
    /// Units translated.
    pub translated: usize,
    /// Units reviewed.
    pub reviewed: usize,
    /// Units approved.
    pub r#final: usize,
    /// Units that a person should look at again; counted above too.
    pub needs_work: usize,
    /// Units with two texts between which a person has to choose; they need work, too.
    pub conflicts: usize,
    /// What the checks say of its translations.
    pub findings: FindingCounts,
}

impl Workbench {
    /// Says how far every document has come; writes nothing.
    ///
    /// # Errors
    /// When a source, a segment file or the memory cannot be read.
    pub fn status(&self) -> Result<StatusReport, WorkbenchError> {
        let memory = self.memory_for_reading()?;
        let revision = memory
            .as_ref()
            .map_or(Ok(0), crate::memory::Memory::newest_revision)?;
        let drafts = self.drafts(memory.as_ref())?;
        let mut wanted = Wanted::default();
        for draft in &drafts {
            self.want(&mut wanted, &draft.source.name, &draft.files);
        }
        let recorded = self.record(&wanted, "", true)?;
        let strays = self.strays(&drafts)?;
        let checks = self.check_drafts(&drafts, &CheckRequest::default())?;
        Ok(StatusReport {
            revision,
            documents: DocumentStatus::all(&drafts, &checks),
            updates: drafts.iter().map(DocumentUpdate::of).collect(),
            outdated: super::update::save(&drafts, true)?,
            unrecorded: recorded.texts(),
            faulty: checks.faulty || drafts.iter().any(Draft::has_fault),
            findings: drafts
                .into_iter()
                .flat_map(Draft::findings)
                .chain(strays)
                .chain(
                    checks
                        .notices
                        .into_iter()
                        .filter(|one| one.severity > Severity::Info),
                )
                .collect(),
        })
    }
}

impl DocumentStatus {
    /// The status of every document in each of its languages.
    pub(super) fn all(drafts: &[Draft], checks: &CheckReport) -> Vec<Self> {
        let counts = checks.counts();
        let files = drafts
            .iter()
            .flat_map(|draft| draft.files.iter().map(|file| (&draft.source.name, file)));
        let found = |document, language| counts.get(&(document, language)).copied();
        let all = files.map(|(document, file)| {
            let found = found(document, &file.language).unwrap_or_default();
            Self::of(document, file, found)
        });
        all.collect()
    }

    fn of(document: &DocumentName, file: &LanguageFile, findings: FindingCounts) -> Self {
        let entries: Vec<_> = file.file.entries().collect();
        let count = |state| {
            entries
                .iter()
                .filter(|entry| entry.state() == state)
                .count()
        };
        Self {
            document: document.clone(),
            lang: file.language.to_string(),
            units: entries.len(),
            initial: count(State::Initial),
            translated: count(State::Translated),
            reviewed: count(State::Reviewed),
            r#final: count(State::Final),
            needs_work: entries
                .iter()
                .filter(|entry| entry.needs_work().is_some())
                .count(),
            conflicts: entries
                .iter()
                .filter(|entry| entry.needs_work().is_some() && entry.property(THEIRS).is_some())
                .count(),
            findings,
        }
    }
}
