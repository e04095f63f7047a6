//! `diff`: what changed between revisions, or since the last one, or between two files.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::Serialize;

use super::source::unknown_document;
use super::{Workbench, WorkbenchError};
use crate::memory::{Change, Held, LogFilter, Memory, What};
use crate::model::{
    DocumentName, Finding, Placement, Revision, Severity, State, Unit, UnitId, Variant,
};
use crate::project::write_atomically;
use crate::report::{DiffPage, diff_page};
use crate::revision::{Tally, TextDifference, tallies};
use crate::text::Language;

/// Which differences to show; all when nothing is set.
#[derive(Clone, Debug, Default)]
pub struct DiffFilter {
    /// Only those of this document.
    pub document: Option<DocumentName>,
    /// Only those in these languages.
    pub languages: Vec<Language>,
    /// Only texts that this author saved.
    pub author: Option<String>,
    /// Only texts that are in this state now, or were when they went.
    pub state: Option<State>,
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DiffSide {
    /// The memory before its first revision.
    Nothing,
    /// The memory at a revision.
    Revision(Revision),
    /// The segment files as they are now.
    WorkingFiles,
    /// A file.
    File {
        /// Its name.
        name: String,
    },
}

/// What differs between two sides.
#[derive(Debug)]
pub struct DiffReport {
    /// Before.
    pub old: DiffSide,
    /// After.
    pub new: DiffSide,
    /// The texts that differ, in the order of the new side.
    pub differences: Vec<TextDifference>,
    /// How many, by document and language.
    pub tallies: Vec<Tally>,
    /// What is wrong with what was read, and what a reader should know.
    pub findings: Vec<Finding>,
    /// Whether something could not be read.
    pub faulty: bool,
}

impl Workbench {
    /// What the segment files say that the memory does not.
    ///
    /// # Errors
    /// When a source, a segment file or the memory cannot be read.
    pub fn diff_working_files(&self, filter: &DiffFilter) -> Result<DiffReport, WorkbenchError> {
        let memory = self.memory_for_reading()?;
        let mut report = DiffReport::between(DiffSide::Nothing, DiffSide::WorkingFiles);
        if let Some(memory) = &memory {
            report.old = revision_side(memory, memory.newest_revision()?)?;
        }
        let sources = self.sources()?;
        if let Some(document) = &filter.document
            && !sources.iter().any(|source| source.name == *document)
        {
            let known = sources.iter().map(|source| &source.name);
            return Err(unknown_document(document.as_str(), known));
        }
        for source in sources {
            if filter
                .document
                .as_ref()
                .is_some_and(|only| *only != source.name)
            {
                continue;
            }
            let files = self.segment_files(&source.name)?;
            let held = match &memory {
                Some(memory) => memory.document_units(&source.name)?,
                None => Vec::new(),
            };
            let units = self.units_in_files(&source.name, &files);
            report.faulty |= files
                .iter()
                .any(super::segment_files::LanguageFile::has_fault);
            let broken = |id: &UnitId, language: &Language| {
                let own = files.iter().find(|file| file.language == *language);
                own.is_some_and(|file| file.file.is_broken(id) || file.has_nameless_fault())
            };
            report
                .differences
                .extend(self.document_differences(&held, &units, &broken));
            report
                .findings
                .extend(files.iter().flat_map(|file| file.findings.clone()));
        }
        Ok(self.finished(report, filter))
    }

    /// What a revision changed.
    ///
    /// # Errors
    /// When there is no such revision, or the memory cannot be read.
    pub fn diff_revision(
        &self,
        number: u32,
        filter: &DiffFilter,
    ) -> Result<DiffReport, WorkbenchError> {
        match number.checked_sub(1) {
            Some(before) => self.diff_revisions(before, number, filter),
            None => Err(refused(
                "unknown-revision",
                "revisions are counted from 1",
                "`tarjuman log` lists the revisions",
            )),
        }
    }

    /// What differs between two revisions; revision 0 is the empty memory.
    ///
    /// # Errors
    /// When there is no such revision, or the memory cannot be read.
    pub fn diff_revisions(
        &self,
        from: u32,
        to: u32,
        filter: &DiffFilter,
    ) -> Result<DiffReport, WorkbenchError> {
        let memory = self.existing_memory()?;
        let mut changes = Vec::new();
        memory.changes(from, to, |change| {
            changes.push(change);
            Ok::<_, WorkbenchError>(())
        })?;
        if let Some(document) = &filter.document {
            let known = memory.documents()?;
            if !known.contains(document) {
                return Err(unknown_document(document.as_str(), &known));
            }
        }
        let mut report =
            DiffReport::between(revision_side(&memory, from)?, revision_side(&memory, to)?);
        for change in changes {
            report
                .differences
                .extend(self.changed_text(&memory, change)?);
        }
        Ok(self.finished(report, filter))
    }

    /// The texts that differ between a document in the memory and in its segment files. What a file says
    /// of a broken entry is not known, so it is passed over.
    fn document_differences(
        &self,
        held: &[Held],
        units: &[Unit],
        broken: &dyn Fn(&UnitId, &Language) -> bool,
    ) -> Vec<TextDifference> {
        let known: HashMap<_, _> = held.iter().map(|held| (&held.unit.id, held)).collect();
        let live: HashMap<_, _> = units.iter().map(|unit| (&unit.id, unit)).collect();
        let gone = held
            .iter()
            .filter(|held| !held.obsolete && !live.contains_key(&held.unit.id));
        let mut found = Vec::new();
        let pairs = units.iter().map(|unit| {
            (
                known
                    .get(&unit.id)
                    .filter(|held| !held.obsolete)
                    .map(|held| &held.unit),
                Some(unit),
            )
        });
        for (old, new) in pairs.chain(gone.map(|held| (Some(&held.unit), None))) {
            for language in self.project.config().languages() {
                let Some(unit) = new.or(old) else { continue };
                if !broken(&unit.id, &language) {
                    found.extend(self.text_of_unit(old, new, &language));
                }
            }
        }
        found
    }

    fn text_of_unit(
        &self,
        old: Option<&Unit>,
        new: Option<&Unit>,
        language: &Language,
    ) -> Option<TextDifference> {
        let unit = new.or(old)?;
        let text = |unit: Option<&Unit>| unit.and_then(|unit| unit.variant(language)).cloned();
        let difference = TextDifference::between(&unit.id, language, text(old), text(new))?;
        Some(self.placed(difference, unit))
    }

    fn changed_text(
        &self,
        memory: &Memory,
        change: Change,
    ) -> Result<Option<TextDifference>, WorkbenchError> {
        let What::Text {
            language, old, new, ..
        } = change.what
        else {
            return Ok(None);
        };
        let (old, new) = (old.map(|old| *old), new.map(|new| *new));
        let Some(mut difference) = TextDifference::between(&change.unit, &language, old, new)
        else {
            return Ok(None);
        };
        difference.document = change.document;
        Ok(Some(match memory.unit(&change.unit)? {
            Some(held) => self.placed(difference, &held.unit),
            None => difference,
        }))
    }

    /// The difference with what the unit says of its place and its source.
    fn placed(&self, mut difference: TextDifference, unit: &Unit) -> TextDifference {
        let own = unit
            .source_language
            .as_ref()
            .unwrap_or(&self.project.config().project.source);
        place(&mut difference, unit, own);
        difference
    }

    fn finished(&self, mut report: DiffReport, filter: &DiffFilter) -> DiffReport {
        // What nobody has saved yet is the caller's own.
        report.keep(filter, self.author());
        report
    }
}

/// Says where a text stands, and what it is a translation of.
pub(super) fn place(difference: &mut TextDifference, unit: &Unit, source: &Language) {
    difference.placement.clone_from(&unit.placement);
    let document = unit
        .placement
        .as_ref()
        .map(|place: &Placement| place.document.clone());
    difference.document = difference.document.take().or(document);
    if difference.language != *source {
        difference.source = unit.variant(source).cloned();
    }
}

impl DiffReport {
    pub(super) fn between(old: DiffSide, new: DiffSide) -> Self {
        Self {
            old,
            new,
            differences: Vec::new(),
            tallies: Vec::new(),
            findings: Vec::new(),
            faulty: false,
        }
    }

    /// Keeps what the filter lets through, and counts it; `author` is of texts that nobody has saved yet.
    pub(super) fn keep(&mut self, filter: &DiffFilter, author: &str) {
        let saver = |variant: &Variant| {
            variant
                .saved
                .as_ref()
                .map_or_else(|| author.to_owned(), |saved| saved.author.clone())
        };
        self.differences.retain(|difference| {
            let now = difference.new.as_ref().or(difference.old.as_ref());
            let has_document = filter.document.is_none() || filter.document == difference.document;
            let has_language =
                filter.languages.is_empty() || filter.languages.contains(&difference.language);
            let has_author = filter
                .author
                .as_ref()
                .is_none_or(|wanted| now.is_some_and(|now| saver(now) == *wanted));
            let has_state = filter
                .state
                .is_none_or(|wanted| now.is_some_and(|now| now.state == wanted));
            has_document && has_language && has_author && has_state
        });
        self.tallies = tallies(&self.differences);
    }

    /// The report as one HTML page.
    #[must_use]
    pub fn to_html(&self) -> String {
        diff_page(&DiffPage {
            old: &self.old.name(),
            new: &self.new.name(),
            seconds: self.seconds_between(),
            differences: &self.differences,
            tallies: &self.tallies,
        })
    }

    /// The seconds between two revisions.
    #[must_use]
    pub fn seconds_between(&self) -> Option<i64> {
        match (&self.old, &self.new) {
            (DiffSide::Revision(old), DiffSide::Revision(new)) => {
                Some(new.time.0.saturating_sub(old.time.0))
            }
            _ => None,
        }
    }
}

/// How every SQLite file begins.
const DATABASE: &[u8] = b"SQLite format 3";

/// Writes a page into a file, which appears at once and whole; never in the place of a memory.
///
/// # Errors
/// When the file is a database, or cannot be written.
pub fn write_page(path: &Path, html: &str) -> Result<(), WorkbenchError> {
    let mut head = Vec::new();
    if let Ok(file) = File::open(path) {
        // What cannot be read now cannot be told apart; writing will say what is wrong.
        let _ = file.take(DATABASE.len() as u64).read_to_end(&mut head);
    }
    if head == DATABASE {
        let message = format!("`{}` is a memory", path.display());
        return Err(refused(
            "would-replace-memory",
            message,
            "give the page another name",
        ));
    }
    write_atomically(path, html.as_bytes())?;
    Ok(())
}

impl DiffSide {
    /// What to call it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Revision(revision) => format!("revision {}", revision.number),
            Self::WorkingFiles => "the working files".to_owned(),
            Self::File { name } => name.clone(),
        }
    }
}

fn revision_side(memory: &Memory, number: u32) -> Result<DiffSide, WorkbenchError> {
    let entries = memory.log(&LogFilter::default())?;
    let entry = entries
        .into_iter()
        .find(|entry| entry.revision.number == number);
    Ok(entry.map_or(DiffSide::Nothing, |entry| {
        DiffSide::Revision(entry.revision)
    }))
}

pub(super) fn refused(
    id: &str,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> WorkbenchError {
    let finding = Finding::new(id, Severity::Error, message).with_hint(hint);
    WorkbenchError::Refused(Box::new(finding))
}
