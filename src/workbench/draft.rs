//! Drafts: the segment files of a document brought up to date with its source, not yet written.

use std::collections::{HashMap, HashSet};

use super::carrying::Carrying;
use super::joined::Present;
use super::moved::move_between;
use super::plan::{Change, KnownUnit, Plan, is_born_of, plan};
use super::reshape::Reshape;
use super::segment_files::{LanguageFile, merged_order};
use super::source::Source;
use super::{Workbench, WorkbenchError};
use crate::memory::{Held, Memory};
use crate::model::{DocumentName, Finding, Place, Severity, UnitId};
use crate::revision::SourceChanges;

/// A document with its segment files, up to date with each other.
#[derive(Debug)]
pub(super) struct Draft {
    /// The document as it stands now.
    pub(super) source: Source,
    /// The name that it had before.
    pub(super) was: Option<DocumentName>,
    /// The unit of each of its segments.
    pub(super) plan: Plan,
    /// Its segment files as they should be.
    pub(super) files: Vec<LanguageFile>,
}

impl Workbench {
    /// The drafts of all documents. Nothing is written.
    pub(super) fn drafts(&self, memory: Option<&Memory>) -> Result<Vec<Draft>, WorkbenchError> {
        let sources = self.sources()?;
        let mut renamed = self.renamed(&sources, memory)?;
        let drafts = sources.into_iter().map(|source| {
            let was = renamed.remove(&source.name);
            self.draft(source, was, memory, &Reshape::default())
        });
        let mut drafts = drafts.collect::<Result<Vec<_>, _>>()?;
        move_between(&mut drafts, &self.project.config().project.source);
        Ok(drafts)
    }

    /// The draft of one document, its units joined and split as asked. Nothing is written.
    pub(super) fn draft(
        &self,
        source: Source,
        was: Option<DocumentName>,
        memory: Option<&Memory>,
        reshape: &Reshape<'_>,
    ) -> Result<Draft, WorkbenchError> {
        let name = was.as_ref().unwrap_or(&source.name);
        let held = match memory {
            Some(memory) => memory.document_units(name)?,
            None => Vec::new(),
        };
        let mut files = self.segment_files(name)?;
        if was.is_some() {
            for file in &mut files {
                file.rename(&self.project, &source.name)?;
            }
        }
        let (shape, mut known) = self.shape(&source, &held, &files, reshape)?;
        refuse_strangers(&source.joined(&shape.known), &held, &files)?;
        shape.split(&source, &mut known, &mut files);
        let language = &self.project.config().project.source;
        let taken = |id: &UnitId| match memory {
            // A memory that cannot be read now will say so when it is written to.
            Some(memory) => memory.contains(id).unwrap_or(true),
            None => false,
        };
        let (source, mut plan, joins) = shape.planned(
            &source,
            &|source| plan(source, &known, language, &taken),
            &files,
        );
        let texts = source.segments.iter().map(|segment| segment.text.as_str());
        let changes = SourceChanges::new(texts.collect(), language);
        plan.judge(&source, &changes);
        let carrying = Carrying {
            language,
            source: &source,
            plan: &plan,
            held: held.iter().map(|held| (&held.unit.id, held)).collect(),
            known: known.iter().map(|unit| &unit.id).collect(),
            changes: &changes,
        };
        for file in &mut files {
            joins.iter().for_each(|join| file.join(join));
            carrying.bring_up_to_date(file);
        }
        Ok(Draft {
            source,
            was,
            plan,
            files,
        })
    }

    /// Every unit that the memory or a segment file knows of a document, in order.
    pub(super) fn known_units(
        &self,
        source: &Source,
        held: &[Held],
        files: &[LanguageFile],
    ) -> Vec<KnownUnit> {
        let language = &self.project.config().project.source;
        let in_memory: HashMap<_, _> = held.iter().map(|held| (&held.unit.id, held)).collect();
        let mut orders = vec![held.iter().map(|held| held.unit.id.clone()).collect()];
        for file in files {
            let entries = file.file.entries().chain(file.file.obsolete_entries());
            orders.push(entries.map(|entry| entry.id()).collect());
        }
        let mut present = Present::new(source);
        let known = merged_order(orders).into_iter().map(|id| {
            let entries = files.iter().filter_map(|file| file.file.entry(&id));
            let mut texts: Vec<(String, u32)> = entries
                .clone()
                .map(|entry| {
                    let segments = entry.position().map_or(1, |position| position.segments);
                    (entry.source().into_owned(), segments)
                })
                .collect();
            let memory = in_memory.get(&id);
            texts.extend(memory.and_then(|held| {
                let segments = held
                    .unit
                    .placement
                    .as_ref()
                    .map_or(1, |place| place.segments);
                Some((held.unit.variant(language)?.text.clone(), segments))
            }));
            // Of several texts the one that the source has now is true, else the newest that was recorded.
            let at = texts
                .iter()
                .position(|(text, segments)| present.holds(text, *segments));
            let (source, segments) = texts.swap_remove(at.unwrap_or(texts.len().saturating_sub(1)));
            let live = entries.clone().any(|entry| !entry.is_obsolete());
            let in_a_file = entries.clone().next().is_some();
            let obsolete = if in_a_file {
                !live
            } else {
                memory.is_some_and(|held| held.obsolete)
            };
            KnownUnit {
                id,
                source,
                segments,
                obsolete,
            }
        });
        known.collect()
    }
}

impl Draft {
    /// How many units had this change.
    pub(super) fn count(&self, change: Change) -> usize {
        self.plan
            .units
            .iter()
            .filter(|unit| unit.change == change)
            .count()
    }

    /// Whether an entry of its segment files could not be read.
    pub(super) fn has_fault(&self) -> bool {
        self.files.iter().any(LanguageFile::has_fault)
    }

    /// What is wrong with its segment files.
    pub(super) fn findings(self) -> impl Iterator<Item = Finding> {
        self.files.into_iter().flat_map(|file| file.findings)
    }
}

/// Refuses entries of units that neither the memory nor the source knows: an id that was changed by
/// hand, or a file from elsewhere. An id that its own text gave birth to is no stranger: somebody else's
/// segment file may be ahead of the memory here, and behind the source. Where the memory does not know the document yet, the files are believed.
pub(super) fn refuse_strangers(
    source: &Source,
    held: &[Held],
    files: &[LanguageFile],
) -> Result<(), WorkbenchError> {
    if held.is_empty() {
        return Ok(());
    }
    let known: HashSet<_> = held.iter().map(|held| &held.unit.id).collect();
    let present: HashSet<&str> = source
        .segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect();
    for file in files {
        for entry in file.file.entries() {
            let id = entry.id();
            let text = entry.source();
            let is_stranger = !known.contains(&id) && !present.contains(&*text);
            if is_stranger && !is_born_of(&id, source.name.as_str(), &text) {
                return Err(WorkbenchError::Refused(Box::new(stranger(file, &id))));
            }
        }
    }
    Ok(())
}

fn stranger(file: &LanguageFile, id: &UnitId) -> Finding {
    let message = format!("the unit `{id}` is not of this document, and neither is its text");
    let hint = "give the entry its old id back (version control has it), or delete the entry; nothing was written";
    let mut finding = Finding::new("unknown-unit", Severity::Error, message).with_hint(hint);
    finding.unit = Some(id.clone());
    finding.lang = Some(file.language.clone());
    let text = file.file.to_text();
    let keyword = format!("msgctxt \"{id}\"");
    let at = text.find(&keyword).unwrap_or_default();
    let mut place = Place::in_text(&text, at..at + keyword.len());
    place.file.clone_from(&file.shown);
    finding.at(place)
}
