//! `update`: source changes into segment files.

use serde::Serialize;

use super::draft::Draft;
use super::plan::{Change, Former, PlannedUnit};
use super::segment_files::{LanguageFile, changes_of, save_all};
use super::source::SourceSegment;
use super::{OperationRecord, Workbench, WorkbenchError};
use crate::model::{DocumentName, Finding, UnitId, Variant};
use crate::revision::TextDifference;
use crate::text::Language;

/// What `update` did, or would do.
#[derive(Debug, Serialize)]
pub struct UpdateReport {
    /// The documents, in order of name.
    pub documents: Vec<DocumentUpdate>,
    /// The units that are not as they were, in the order of their documents.
    #[serde(skip)]
    pub units: Vec<UnitUpdate>,
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

/// What the source means for one unit.
#[derive(Debug)]
pub struct UnitUpdate {
    /// The document.
    pub document: DocumentName,
    /// The unit.
    pub unit: UnitId,
    /// What became of it; `None` when the document has lost it.
    pub change: Option<Change>,
    /// Where it stands: paragraph, sentence and line, each counted from 1.
    pub place: Option<(u32, u32, u32)>,
    /// The units that it was before, where it was others.
    pub from: Vec<UnitId>,
    /// The document that it comes from, where that is another.
    pub was: Option<DocumentName>,
    /// The units that its old one has fallen into, with itself.
    pub parts: Vec<UnitId>,
    /// What a translator must not overlook, in words.
    pub reasons: Vec<String>,
    /// Its source before, where that was another, or where there was one.
    pub old: Option<String>,
    /// Its source now.
    pub new: Option<String>,
    language: Language,
}

/// What the source means for one unit, as programs get it.
#[derive(Debug, Serialize)]
pub struct UnitUpdateRecord<'a> {
    document: &'a DocumentName,
    unit: &'a UnitId,
    class: &'a str,
    /// Paragraph and sentence, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<[u32; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    from: &'a [UnitId],
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'a DocumentName>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    parts: &'a [UnitId],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    reasons: &'a [String],
    old: Option<&'a str>,
    new: Option<&'a str>,
    /// What makes the new text of the old one, with byte offsets; where there are both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    operations: Vec<OperationRecord>,
}

impl UnitUpdate {
    /// Its class: `moved`, `cosmetic`, `changed`, `split`, `merged`, `revived`, `new` or `obsolete`.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.change {
            None => "obsolete",
            Some(Change::Unchanged) => "unchanged",
            Some(Change::Moved) => "moved",
            Some(Change::Cosmetic) => "cosmetic",
            Some(Change::Changed) => "changed",
            Some(Change::Split) => "split",
            Some(Change::Merged) => "merged",
            Some(Change::Revived) => "revived",
            Some(Change::New) => "new",
        }
    }

    /// What differs between its sources, where it has two.
    #[must_use]
    pub fn difference(&self) -> Option<TextDifference> {
        let variant = |text: &String| Variant::new(self.language.clone(), text.as_str());
        let (old, new) = (self.old.as_ref()?, self.new.as_ref()?);
        let (old, new) = (Some(variant(old)), Some(variant(new)));
        TextDifference::between(&self.unit, &self.language, old, new)
    }
}

impl<'a> From<&'a UnitUpdate> for UnitUpdateRecord<'a> {
    fn from(update: &'a UnitUpdate) -> Self {
        let difference = update.difference();
        let operations = difference.iter().flat_map(|one| &one.comparison.operations);
        Self {
            document: &update.document,
            unit: &update.unit,
            class: update.class(),
            place: update
                .place
                .map(|(paragraph, sentence, _)| [paragraph, sentence]),
            line: update.place.map(|(_, _, line)| line),
            from: &update.from,
            was: update.was.as_ref(),
            parts: &update.parts,
            reasons: &update.reasons,
            old: update.old.as_deref(),
            new: update.new.as_deref(),
            operations: operations.map(OperationRecord::from).collect(),
        }
    }
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
    /// Units of whose source only case, white space or typography differ.
    pub cosmetic: usize,
    /// Units whose source text is another now.
    pub changed: usize,
    /// Units that are parts of one that was split.
    pub split: usize,
    /// Units that were several.
    pub merged: usize,
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
            cosmetic: draft.count(Change::Cosmetic),
            changed: draft.count(Change::Changed),
            split: draft.count(Change::Split),
            merged: draft.count(Change::Merged),
            revived: draft.count(Change::Revived),
            new: draft.count(Change::New),
            obsolete: draft.plan.lost.len(),
        }
    }
}

impl Workbench {
    /// Brings the segment files up to date with the sources; the memory is not written to.
    ///
    /// All files are written or none, and what they were is kept until the next update.
    ///
    /// # Errors
    /// When a source or segment file cannot be used, or cannot be written.
    pub fn update(&self, dry_run: bool) -> Result<UpdateReport, WorkbenchError> {
        let _lock = self.lock_unless(dry_run)?;
        let memory = self.memory_for_reading()?;
        let drafts = self.drafts(memory.as_ref())?;
        let strays = self.strays(&drafts)?;
        let language = &self.project.config().project.source;
        Ok(UpdateReport {
            documents: drafts.iter().map(DocumentUpdate::of).collect(),
            units: (drafts
                .iter()
                .flat_map(|draft| unit_updates(draft, language)))
            .collect(),
            files: self.save_with_journal(&drafts, dry_run)?,
            faulty: drafts.iter().any(Draft::has_fault),
            findings: drafts
                .into_iter()
                .flat_map(Draft::findings)
                .chain(strays)
                .collect(),
            dry_run,
        })
    }

    /// Writes the segment files that differ, and what they were; returns their names. In a dry run only the names.
    pub(super) fn save_with_journal(
        &self,
        drafts: &[Draft],
        dry_run: bool,
    ) -> Result<Vec<String>, WorkbenchError> {
        let (batch, files) = changes_of(files_of(drafts))?;
        if !dry_run {
            self.carry_out_with_journal(batch)?;
        }
        Ok(files)
    }
}

/// Writes the segment files that differ; returns their names. In a dry run only the names.
pub(super) fn save(drafts: &[Draft], dry_run: bool) -> Result<Vec<String>, WorkbenchError> {
    save_all(files_of(drafts), dry_run)
}

fn files_of(drafts: &[Draft]) -> impl Iterator<Item = &LanguageFile> {
    drafts.iter().flat_map(|draft| &draft.files)
}

/// The units of a document that are not as they were, those that it has lost last.
fn unit_updates(draft: &Draft, language: &Language) -> Vec<UnitUpdate> {
    let units = draft.plan.units.iter().zip(&draft.source.segments);
    let changed = units.filter(|(unit, _)| unit.change != Change::Unchanged);
    let lost = draft.plan.lost.iter().map(|id| {
        let mut entries = draft.files.iter().filter_map(|file| file.file.entry(id));
        UnitUpdate {
            document: draft.source.name.clone(),
            unit: id.clone(),
            change: None,
            place: None,
            from: Vec::new(),
            was: None,
            parts: Vec::new(),
            reasons: Vec::new(),
            old: entries.next().map(|entry| entry.source().into_owned()),
            new: None,
            language: language.clone(),
        }
    });
    let changed = changed.map(|(unit, segment)| unit_update(draft, unit, segment, language));
    changed.chain(lost).collect()
}

fn unit_update(
    draft: &Draft,
    unit: &PlannedUnit,
    segment: &SourceSegment,
    language: &Language,
) -> UnitUpdate {
    let others = |former: &&Former| former.id != unit.id;
    UnitUpdate {
        document: draft.source.name.clone(),
        unit: unit.id.clone(),
        change: Some(unit.change),
        place: Some((segment.paragraph, segment.sentence, segment.line)),
        from: match unit.from.iter().any(|former| others(&former)) {
            true => unit.from.iter().map(|former| former.id.clone()).collect(),
            false => Vec::new(),
        },
        was: unit.from.iter().find_map(|former| former.document.clone()),
        parts: unit.parts.clone(),
        reasons: unit.reasons.iter().map(ToString::to_string).collect(),
        old: unit.former_text(),
        new: Some(segment.text.clone()),
        language: language.clone(),
    }
}
