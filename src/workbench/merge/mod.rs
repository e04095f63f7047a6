//! `merge`: a colleague's copy of the translations against the present ones.

mod settle;
mod versions;

use std::collections::HashMap;
use std::path::Path;

use serde::Serialize;

use super::commit::{Recorded, Wanted};
use super::import::{ImportRequest, read_units};
use super::review::Desk;
use super::segment_files::save_all;
use super::{Workbench, WorkbenchError};
use crate::matching::Side;
use crate::memory::{Details, Memory};
use crate::model::{DocumentName, Finding, Remark, RemarkKind, Severity, Unit, UnitId, Variant};
use crate::revision::compare;
use crate::text::{Language, normalise};
use settle::{Sides, settle};

pub use settle::How;
pub use versions::merge_versions;

/// How to merge a file.
#[derive(Clone, Debug, Default)]
pub struct MergeFileRequest {
    /// How to read it.
    pub file: ImportRequest,
    /// Only translations into this language.
    pub language: Option<Language>,
    /// The revision from which the colleague set out; found for each text in its history when there is none.
    pub base: Option<u32>,
    /// Plan only.
    pub dry_run: bool,
}

/// What a merge did, or would do.
#[derive(Debug, Serialize)]
pub struct MergeFileReport {
    /// The file.
    pub file: String,
    /// Translations that were taken as they are in the file.
    pub taken: usize,
    /// Translations in which the edits of both were put together.
    pub merged: usize,
    /// Translations with two texts, between which a person has to choose.
    pub conflicts: usize,
    /// Translations that stay as they are: the file has the same text, or an earlier one.
    pub kept: usize,
    /// What the memory recorded.
    #[serde(flatten)]
    pub recorded: Recorded,
    /// The segment files that were or would be written.
    pub files: Vec<String>,
    /// The translations that changed or are in conflict.
    #[serde(skip)]
    pub texts: Vec<MergedText>,
    /// What is wrong with the file, and what of it is not of this project.
    #[serde(skip)]
    pub findings: Vec<Finding>,
}

/// A translation of which the file had another text.
#[derive(Clone, Debug, Serialize)]
pub struct MergedText {
    /// The unit.
    pub unit: UnitId,
    /// Its document.
    pub document: DocumentName,
    /// The language.
    pub lang: Language,
    /// What became of it.
    pub how: How,
    /// The text before.
    pub mine: String,
    /// The text of the file.
    pub theirs: String,
    /// The text after.
    pub text: String,
}

/// Below this share of words in common, in per cent, two sources are not of the same unit.
const ALIKE: f64 = 34.0;

impl Workbench {
    /// Merges the translations of a file into the segment files and the memory, as one revision. Units are paired by
    /// their ids; for each text the base is the one in its history from which the colleague's was made.
    ///
    /// # Errors
    /// When the file cannot be read or is of no known format, the revision is not there, or something cannot
    /// be written.
    pub fn merge_file(
        &self,
        path: &Path,
        request: &MergeFileRequest,
    ) -> Result<MergeFileReport, WorkbenchError> {
        let own = &self.project.config().project.source;
        let mut theirs = Vec::new();
        let (_, findings) = read_units(path, &request.file, own, &mut |unit, _| {
            theirs.push(unit.clone());
        })?;
        let _lock = self.lock_unless(request.dry_run)?;
        let memory = self.memory_for_reading()?;
        self.refuse_later(request.base)?;
        let mut report = MergeFileReport {
            file: path.display().to_string(),
            taken: 0,
            merged: 0,
            conflicts: 0,
            kept: 0,
            recorded: Recorded::nothing(request.dry_run),
            files: Vec::new(),
            texts: Vec::new(),
            findings,
        };
        let mut wanted = Wanted {
            details: Details::Remarks,
            ..Wanted::default()
        };
        let mut left: HashMap<&UnitId, &Unit> =
            theirs.iter().map(|unit| (&unit.id, unit)).collect();
        let mut changed = Vec::new();
        for document in self.document_names()? {
            let mut desk = Desk::open(self, &document)?;
            let ids: Vec<_> = desk.units.iter().map(|unit| unit.id.clone()).collect();
            let pairs = ids
                .into_iter()
                .filter_map(|id| Some((left.remove(&id)?, id)));
            let pairs: Vec<_> = pairs.collect();
            let texts = desk.merge(&pairs, memory.as_ref(), request, &mut report)?;
            let units = self.units_in_files(&document, &desk.files);
            let is_new = |unit: &Unit| texts.iter().any(|text| text.unit == unit.id);
            wanted.units.extend(units.into_iter().filter(is_new));
            report.texts.extend(texts);
            changed.append(&mut desk.files);
        }
        report
            .findings
            .extend(strangers(left.into_values(), &report.file));
        drop(memory);
        // The files go first: if the memory then fails, the next build records what they say.
        report.files = save_all(&changed, request.dry_run)?;
        if !wanted.units.is_empty() {
            let message = format!("merge of {}", report.name());
            report.recorded = self.record(&wanted, &message, request.dry_run)?;
        }
        Ok(report)
    }
}

impl Desk<'_> {
    /// Merges the translations of a file into the segment files in memory; returns those that changed or are in
    /// conflict.
    fn merge(
        &mut self,
        pairs: &[(&Unit, UnitId)],
        memory: Option<&Memory>,
        request: &MergeFileRequest,
        report: &mut MergeFileReport,
    ) -> Result<Vec<MergedText>, WorkbenchError> {
        let mut texts = Vec::new();
        for (theirs, id) in pairs {
            let is_stale = match self.source_differs(theirs, id) {
                Some(is_stale) if !is_obsolete(theirs) => is_stale,
                _ => {
                    report.findings.extend(strangers([*theirs], &report.file));
                    continue;
                }
            };
            for file in &mut self.files {
                let is_asked = request
                    .language
                    .as_ref()
                    .is_none_or(|one| *one == file.language);
                let (Some(mine), Some(variant), true) =
                    (file.variant(id), theirs.variant(&file.language), is_asked)
                else {
                    continue;
                };
                let mut variant = variant.clone();
                variant.text = normalise(&variant.text).into_owned();
                variant.remarks.extend(notes_on_the_one(theirs));
                let past = past(memory, id, &file.language)?;
                let base = base(&past, &variant, request.base);
                let (how, new) = settle(&Sides {
                    file: report.name(),
                    mine: &mine,
                    theirs: &variant,
                    past: &past
                        .iter()
                        .map(|(_, text)| text.clone())
                        .collect::<Vec<_>>(),
                    base: base.as_deref(),
                    is_stale,
                });
                report.count(how);
                if how == How::Kept {
                    continue;
                }
                if how != How::Blocked {
                    file.put(id, Some(&new));
                }
                texts.push(MergedText {
                    unit: id.clone(),
                    document: self.document.clone(),
                    lang: file.language.clone(),
                    how,
                    mine: mine.text,
                    theirs: variant.text,
                    text: new.text,
                });
            }
        }
        Ok(texts)
    }

    /// Whether the file's unit has another source text; `None` when it has nothing to do with ours.
    fn source_differs(&self, theirs: &Unit, id: &UnitId) -> Option<bool> {
        let ours = self.units.iter().find(|unit| unit.id == *id)?;
        let source = ours.variants.first()?;
        let Some(other) = theirs.variant(&source.language) else {
            return Some(false);
        };
        let text = normalise(&other.text);
        if text == source.text {
            return Some(false);
        }
        let comparison = compare(Side::from(source), Side::plain(&text, &source.language));
        (comparison.figures.similarity() >= ALIKE).then_some(true)
    }
}

impl MergeFileReport {
    /// The file's name without its folders, for texts that travel.
    fn name(&self) -> &str {
        let name = Path::new(&self.file).file_name();
        name.and_then(|name| name.to_str()).unwrap_or(&self.file)
    }

    fn count(&mut self, how: How) {
        match how {
            How::Kept => self.kept += 1,
            How::Taken => self.taken += 1,
            How::Merged => self.merged += 1,
            How::Conflict | How::Blocked => self.conflicts += 1,
        }
    }
}

/// Every text that a translation had, the oldest first, each with its revision.
fn past(
    memory: Option<&Memory>,
    id: &UnitId,
    language: &Language,
) -> Result<Vec<(u32, Variant)>, WorkbenchError> {
    let Some(memory) = memory else {
        return Ok(Vec::new());
    };
    if !memory.contains(id)? {
        return Ok(Vec::new());
    }
    let own = memory
        .history(id)?
        .into_iter()
        .filter(|version| version.language == *language && version.ordinal == 0);
    Ok(own
        .filter_map(|version| Some((version.revision, version.variant?)))
        .filter(|(_, variant)| !variant.text.is_empty())
        .collect())
}

/// The text from which a colleague's was made: that of a revision, else the one in the past that is most like it. Of
/// several the oldest, so that a change of ours is rather shown as a conflict than taken for one of theirs.
fn base(past: &[(u32, Variant)], theirs: &Variant, at: Option<u32>) -> Option<String> {
    if let Some(revision) = at {
        let then = past.iter().rfind(|(written, _)| *written <= revision);
        return then.map(|(_, variant)| variant.text.clone());
    }
    let mut best: Option<(f64, &str)> = None;
    for (_, variant) in past {
        let comparison = compare(Side::from(variant), Side::from(theirs));
        let similarity = comparison.figures.similarity();
        if best.is_none_or(|(so_far, _)| similarity > so_far) {
            best = Some((similarity, &variant.text));
        }
    }
    best.map(|(_, text)| text.to_owned())
}

/// What people say of the unit as a whole, in a file with one translation: it is said of that, as the comments of
/// segment files are.
fn notes_on_the_one(unit: &Unit) -> impl Iterator<Item = Remark> + '_ {
    let is_bilingual = unit.variants.len() <= 2;
    let notes = unit.remarks.iter().filter(move |remark| {
        is_bilingual && remark.kind == RemarkKind::Note && remark.attributes.is_empty()
    });
    notes.cloned()
}

/// Whether the file says that its document has the unit no more.
fn is_obsolete(unit: &Unit) -> bool {
    let is_it =
        |kind: &RemarkKind| matches!(kind, RemarkKind::Property(name) if name == "obsolete");
    unit.remarks.iter().any(|remark| is_it(&remark.kind))
}

/// What is said of units that are of no document here.
fn strangers<'u>(units: impl IntoIterator<Item = &'u Unit>, file: &str) -> Vec<Finding> {
    let units = units.into_iter().filter(|unit| !is_obsolete(unit));
    let mut findings: Vec<_> = units
        .map(|unit| {
            let message = format!("unit `{}` of `{file}` is of no document here", unit.id);
            let mut finding = Finding::new("unknown-unit", Severity::Warning, message)
                .with_hint("`tarjuman import` takes units of other projects into the memory");
            finding.unit = Some(unit.id.clone());
            finding
        })
        .collect();
    findings.sort_by(|one, other| one.unit.cmp(&other.unit));
    findings
}
