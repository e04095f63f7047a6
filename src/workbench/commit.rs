//! `commit`: what stands in the segment files becomes a revision of the memory.

use serde::Serialize;

use super::draft::{Draft, refuse_strangers};
use super::reshape::Reshape;
use super::segment_files::LanguageFile;
use super::{Workbench, WorkbenchError, update};
use crate::memory::{Commit, CommitReport, Details};
use crate::model::{DocumentName, Finding, Revision, Unit, UnitId};

/// What was recorded, or would be.
#[derive(Debug, Default, Serialize)]
pub struct Recorded {
    /// The revision; `None` when no text changed.
    pub revision: Option<Revision>,
    /// New units.
    pub units_new: u64,
    /// Units that their document no longer has.
    pub units_obsolete: u64,
    /// New texts and changed ones, by document and language.
    pub texts: Vec<RecordedTexts>,
    /// What is wrong with segment files.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Whether an entry could not be read.
    pub faulty: bool,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// The texts of a document and language in a revision.
#[derive(Debug, Serialize)]
pub struct RecordedTexts {
    /// The document; `None` for units that live in the memory alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentName>,
    /// The language.
    pub lang: String,
    /// New texts.
    pub new: u64,
    /// Texts, states or notes that are others now.
    pub changed: u64,
    /// Texts that are gone.
    pub removed: u64,
}

/// Units to record, and those that their documents have lost.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// The units as they should be.
    pub(super) units: Vec<Unit>,
    /// The units that their documents have lost.
    pub(super) obsolete: Vec<UnitId>,
    /// What it means that nothing is said beside a text.
    pub(super) details: Details,
}

impl Workbench {
    /// Records what the segment files say, without a look at the sources.
    ///
    /// # Errors
    /// When a segment file or the memory cannot be used.
    pub fn commit(&self, message: &str, dry_run: bool) -> Result<Recorded, WorkbenchError> {
        let _lock = self.lock_unless(dry_run)?;
        let memory = self.memory_for_reading()?;
        let mut wanted = Wanted::default();
        let (mut findings, mut faulty) = (Vec::new(), false);
        for source in self.sources()? {
            let files = self.segment_files(&source.name)?;
            if let Some(memory) = &memory {
                let held = memory.document_units(&source.name)?;
                let as_it_is = Reshape::default();
                let (shape, _) = self.shape(&source, &held, &files, &as_it_is)?;
                refuse_strangers(&source.joined(&shape.known), &held, &files)?;
            }
            self.want(&mut wanted, &source.name, &files);
            faulty |= files.iter().any(LanguageFile::has_fault);
            findings.extend(files.into_iter().flat_map(|file| file.findings));
        }
        drop(memory);
        let mut recorded = self.record(&wanted, message, dry_run)?;
        findings.extend(self.went_back(&recorded)?);
        (recorded.findings, recorded.faulty) = (findings, faulty);
        Ok(recorded)
    }

    /// Adds what the segment files of a document say.
    pub(super) fn want(
        &self,
        wanted: &mut Wanted,
        document: &DocumentName,
        files: &[LanguageFile],
    ) {
        let units = self.units_in_files(document, files);
        let live: std::collections::HashSet<_> = units.iter().map(|unit| &unit.id).collect();
        let obsolete = files.iter().flat_map(|file| file.file.obsolete_entries());
        let lost = obsolete
            .map(|entry| entry.id())
            .filter(|id| !live.contains(id));
        wanted.obsolete.extend(lost);
        wanted.units.extend(units);
        // A segment file holds all notes of its texts: one that is gone there is gone.
        wanted.details = Details::Remarks;
    }

    /// Writes the segment files of drafts and records what they say. The files go first: the memory can be made
    /// from them again, and not the other way round.
    pub(super) fn keep_drafts(
        &self,
        drafts: &[Draft],
        message: &str,
        dry_run: bool,
    ) -> Result<(Vec<String>, Recorded), WorkbenchError> {
        if drafts.is_empty() {
            return Ok((Vec::new(), Recorded::nothing(dry_run)));
        }
        let files = update::save(drafts, dry_run)?;
        let mut wanted = Wanted::default();
        for draft in drafts {
            self.want(&mut wanted, &draft.source.name, &draft.files);
        }
        Ok((files, self.record(&wanted, message, dry_run)?))
    }

    /// Records units; the memory itself finds what differs, and makes a revision only then.
    pub(super) fn record(
        &self,
        wanted: &Wanted,
        message: &str,
        dry_run: bool,
    ) -> Result<Recorded, WorkbenchError> {
        let commit = self.commit_of(wanted, message);
        let report = match (dry_run, self.memory_for_reading()?) {
            (true, Some(memory)) => memory.plan(&commit)?,
            (true, None) => self.rehearsal()?.memory.plan(&commit)?,
            (false, _) => {
                let mut memory = self.memory_for_writing()?;
                let report = memory.commit(&commit)?;
                if report.revision.is_some() {
                    memory.update_index(&[])?;
                }
                report
            }
        };
        Ok(Recorded::of(report, dry_run))
    }

    /// What is wanted as the memory takes it.
    pub(super) fn commit_of<'a>(&'a self, wanted: &'a Wanted, message: &'a str) -> Commit<'a> {
        Commit {
            units: &wanted.units,
            obsolete: &wanted.obsolete,
            details: wanted.details,
            ..Commit::new(self.author(), self.session.time, message)
        }
    }
}

impl Recorded {
    /// What is said where there is nothing to record.
    pub(super) fn nothing(dry_run: bool) -> Self {
        Self {
            dry_run,
            ..Self::default()
        }
    }

    /// Whether there was nothing new.
    pub(super) fn is_empty(&self) -> bool {
        self.revision.is_none() && self.units_new == 0
    }

    /// How many texts are new, changed or gone.
    pub(super) fn texts(&self) -> u64 {
        self.texts
            .iter()
            .map(|texts| texts.new + texts.changed + texts.removed)
            .sum()
    }

    pub(super) fn of(report: CommitReport, dry_run: bool) -> Self {
        let texts = report.counts.into_iter().map(|count| RecordedTexts {
            document: count.document,
            lang: count.language.to_string(),
            new: count.added,
            changed: count.changed,
            removed: count.removed,
        });
        Self {
            revision: report.revision,
            units_new: report.units_added,
            units_obsolete: report.units_obsolete,
            texts: texts.collect(),
            findings: Vec::new(),
            faulty: false,
            dry_run,
        }
    }
}
