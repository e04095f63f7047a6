//! Drafts: the segment files of a document brought up to date with its source, not yet written.

use std::collections::{HashMap, HashSet};

use super::plan::{Change, KnownUnit, Plan, plan};
use super::segment_files::{LanguageFile, merged_order};
use super::source::{Source, SourceSegment};
use super::{Workbench, WorkbenchError};
use crate::exchange::po::{NewEntry, Position};
use crate::memory::{Held, Memory};
use crate::model::{Finding, Place, Severity, State, UnitId};

/// The reason given for work on a target whose source has changed.
pub(super) const SOURCE_CHANGED: &str = "the source has changed";

/// A document with its segment files, up to date with each other.
#[derive(Debug)]
pub(super) struct Draft {
    /// The document as it stands now.
    pub(super) source: Source,
    /// The unit of each of its segments.
    pub(super) plan: Plan,
    /// Its segment files as they should be.
    pub(super) files: Vec<LanguageFile>,
}

impl Workbench {
    /// The drafts of all documents. Nothing is written.
    pub(super) fn drafts(&self, memory: Option<&Memory>) -> Result<Vec<Draft>, WorkbenchError> {
        let sources = self.sources()?;
        sources
            .into_iter()
            .map(|source| self.draft(source, memory))
            .collect()
    }

    fn draft(&self, source: Source, memory: Option<&Memory>) -> Result<Draft, WorkbenchError> {
        let held = match memory {
            Some(memory) => memory.document_units(&source.name)?,
            None => Vec::new(),
        };
        let mut files = self.segment_files(&source.name)?;
        let known = self.known_units(&source, &held, &files);
        refuse_strangers(&source, &held, &files)?;
        let taken = |id: &UnitId| match memory {
            // A memory that cannot be read now will say so when it is written to.
            Some(memory) => memory.contains(id).unwrap_or(true),
            None => false,
        };
        let plan = plan(&source, &known, &taken);
        let held: HashMap<_, _> = held.iter().map(|held| (&held.unit.id, held)).collect();
        let known: HashSet<_> = known.iter().map(|unit| &unit.id).collect();
        for file in &mut files {
            self.bring_up_to_date(file, &source, &plan, &held, &known);
        }
        Ok(Draft {
            source,
            plan,
            files,
        })
    }

    /// Every unit that the memory or a segment file knows of a document, in order.
    fn known_units(
        &self,
        source: &Source,
        held: &[Held],
        files: &[LanguageFile],
    ) -> Vec<KnownUnit> {
        let language = &self.project.config().project.source;
        let present: HashSet<&str> = source
            .segments
            .iter()
            .map(|segment| segment.text.as_str())
            .collect();
        let in_memory: HashMap<_, _> = held.iter().map(|held| (&held.unit.id, held)).collect();
        let mut orders = vec![held.iter().map(|held| held.unit.id.clone()).collect()];
        for file in files {
            let entries = file.file.entries().chain(file.file.obsolete_entries());
            orders.push(entries.map(|entry| entry.id()).collect());
        }
        let known = merged_order(orders).into_iter().map(|id| {
            let entries = files.iter().filter_map(|file| file.file.entry(&id));
            let mut texts: Vec<String> = entries
                .clone()
                .map(|entry| entry.source().into_owned())
                .collect();
            let memory = in_memory.get(&id);
            texts.extend(
                memory
                    .and_then(|held| held.unit.variant(language))
                    .map(|own| own.text.clone()),
            );
            // Of several texts the one that the source has now is true, else the newest that was recorded.
            let at = texts
                .iter()
                .position(|text| present.contains(text.as_str()));
            let source = texts.swap_remove(at.unwrap_or(texts.len().saturating_sub(1)));
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
                obsolete,
            }
        });
        known.collect()
    }

    fn bring_up_to_date(
        &self,
        file: &mut LanguageFile,
        source: &Source,
        plan: &Plan,
        held: &HashMap<&UnitId, &Held>,
        known: &HashSet<&UnitId>,
    ) {
        let mut missing = Vec::new();
        for (unit, segment) in plan.units.iter().zip(&source.segments) {
            let position = position(source, segment);
            if file.file.is_broken(&unit.id) {
                continue;
            }
            if file.file.entry(&unit.id).is_some() {
                refresh(file, &unit.id, segment, &position);
            } else if !(file.has_nameless_fault() && known.contains(&unit.id)) {
                let held = held.get(&unit.id).copied();
                missing.push(self.new_entry(file, &unit.id, segment, position, held));
            }
        }
        let made: Vec<_> = missing.iter().map(|entry| entry.id.clone()).collect();
        // The ids are neither in the file nor twice in the plan, so none is taken.
        let _ = file.file.insert(usize::MAX, missing);
        for id in &made {
            let variant = held
                .get(id)
                .and_then(|held| held.unit.variant(&file.language));
            if let Some(variant) = variant {
                file.set_notes(id, variant);
            }
        }
        for id in &plan.lost {
            file.file.retire(id);
        }
        let order: Vec<_> = plan.units.iter().map(|unit| unit.id.clone()).collect();
        file.file.arrange(&order);
    }

    /// An entry for a unit that the file lacks, with the target that the memory has for it.
    fn new_entry(
        &self,
        file: &LanguageFile,
        id: &UnitId,
        segment: &SourceSegment,
        position: Position,
        held: Option<&Held>,
    ) -> NewEntry {
        let own = &self.project.config().project.source;
        let target = held.and_then(|held| held.unit.variant(&file.language));
        let source = held.and_then(|held| held.unit.variant(own));
        let stale = source.filter(|source| source.text != segment.text && target.is_some());
        NewEntry {
            id: id.clone(),
            position,
            source: segment.text.clone(),
            target: target.map_or_else(String::new, |target| target.text.clone()),
            state: target.map_or(State::Initial, |target| target.state),
            needs_work: match stale {
                Some(_) => Some(SOURCE_CHANGED.to_owned()),
                None => target.and_then(|target| target.needs_work.clone()),
            },
            previous: stale.map(|source| source.text.clone()),
        }
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

/// Brings one entry up to date; what is right already is not touched.
fn refresh(file: &mut LanguageFile, id: &UnitId, segment: &SourceSegment, position: &Position) {
    let Some(mut entry) = file.file.entry_mut(id) else {
        return;
    };
    let translated = !entry.view().target().is_empty();
    let obsolete = entry.view().is_obsolete();
    if entry.set_source(&segment.text) {
        if translated {
            entry.mark_needs_work(SOURCE_CHANGED);
        } else {
            entry.drop_previous();
        }
    }
    entry.set_position(position);
    entry.settle();
    if obsolete {
        file.file.revive(id);
    }
}

fn position(source: &Source, segment: &SourceSegment) -> Position {
    Position {
        paragraph: segment.paragraph,
        sentence: segment.sentence,
        segments: 1,
        file: source.file.clone(),
        line: segment.line,
    }
}

/// Refuses entries of units that neither the memory nor the source knows: an id that was changed by
/// hand, or a file from elsewhere. Where the memory does not know the document yet, the files are believed.
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
            if !known.contains(&id) && !present.contains(&*entry.source()) {
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
