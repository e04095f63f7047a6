//! `log` and `show`: the revisions of the memory, and what they did.

use std::collections::HashMap;

use serde::Serialize;

use super::{Workbench, WorkbenchError};
use crate::memory::{Change, Entry, LogFilter, Memory, MemoryError, Reason, Tally, Version, What};
use crate::model::{DocumentName, Finding, Revision, Severity, Unit, UnitId, Variant};
use crate::revision::TextDifference;
use crate::text::Language;

/// Which revisions to list.
pub type LogRequest = LogFilter;

/// A revision in the list.
#[derive(Debug, Serialize)]
pub struct LogEntry {
    /// The revision.
    #[serde(flatten)]
    pub revision: Revision,
    /// What made it: `commit`, `restore`, `intake`, `undo-intake`.
    pub kind: crate::memory::Kind,
    /// How many texts it wrote, by document and language.
    pub texts: Vec<Tally>,
    /// How many units left their document with it.
    pub units_obsolete: u64,
}

/// One change of a text.
#[derive(Debug, Serialize)]
pub struct TextChange {
    /// The unit.
    pub unit: UnitId,
    /// The document in which it stands; `None` for one that lives in the memory alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentName>,
    /// The language.
    pub lang: Language,
    /// The text before; `None` when there was none.
    pub old: Option<Box<Variant>>,
    /// The text after; `None` when it is gone.
    pub new: Option<Box<Variant>>,
}

/// What `show` was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A revision by its number.
    Revision(u32),
    /// A unit by its id.
    Unit(UnitId),
    /// A unit as it was at a revision.
    UnitAt(UnitId, u32),
}

/// What `show` has to say of a revision.
#[derive(Debug)]
pub struct RevisionReport {
    /// The revision.
    pub entry: LogEntry,
    /// The texts that it changed.
    pub changes: Vec<TextChange>,
}

/// What `show` has to say of a unit.
#[derive(Debug)]
pub struct UnitReport {
    /// The unit as it is.
    pub unit: Unit,
    /// Whether its document has it no more.
    pub obsolete: bool,
    /// All texts that it ever had, oldest first.
    pub versions: Vec<Version>,
}

/// One step in the history of a unit's texts.
#[derive(Debug)]
pub struct HistoryStep {
    /// The revision; `None` for a text that came with an import that was undone.
    pub revision: Option<Revision>,
    /// What it did to the text.
    pub difference: TextDifference,
}

impl Workbench {
    /// The revisions, the newest first.
    ///
    /// # Errors
    /// When there is no memory, or it cannot be read.
    pub fn log(&self, filter: &LogRequest) -> Result<Vec<LogEntry>, WorkbenchError> {
        let entries = self.existing_memory()?.log(filter)?;
        Ok(entries.into_iter().map(LogEntry::of).collect())
    }

    /// What a word that `show` was given names: a revision, or a unit.
    ///
    /// # Errors
    /// When it names neither.
    pub fn shown(&self, word: &str) -> Result<Shown, WorkbenchError> {
        let memory = self.existing_memory()?;
        let id = UnitId(word.to_owned());
        if memory.contains(&id)? {
            return Ok(Shown::Unit(id));
        }
        if let Ok(number) = word.parse() {
            return Ok(Shown::Revision(number));
        }
        if let Some((id, number)) = word.rsplit_once('@')
            && let Ok(number) = number.parse()
        {
            return Ok(Shown::UnitAt(UnitId(id.to_owned()), number));
        }
        let message = format!("there is no unit `{word}`, and it is no number of a revision");
        let hint = "`tarjuman log` lists the revisions; the ids of units stand in the segment files as msgctxt";
        let finding = Finding::new("unknown-unit", Severity::Error, message).with_hint(hint);
        Err(WorkbenchError::Refused(Box::new(finding)))
    }

    /// One revision with all that it changed.
    ///
    /// # Errors
    /// When there is no such revision, or the memory cannot be read.
    pub fn show_revision(&self, number: u32) -> Result<RevisionReport, WorkbenchError> {
        let memory = self.existing_memory()?;
        let changes = memory.show(number)?;
        let entries = memory.log(&LogFilter::default())?;
        let entry = entries
            .into_iter()
            .find(|entry| entry.revision.number == number);
        let entry = entry.map(LogEntry::of).ok_or_else(|| {
            unknown(
                &memory,
                Reason::UnknownRevision {
                    asked: number,
                    newest: 0,
                },
            )
        })?;
        let changes = changes.into_iter().filter_map(TextChange::of).collect();
        Ok(RevisionReport { entry, changes })
    }

    /// One unit with its history.
    ///
    /// # Errors
    /// When there is no such unit, or the memory cannot be read.
    pub fn show_unit(&self, id: &UnitId) -> Result<UnitReport, WorkbenchError> {
        let memory = self.existing_memory()?;
        let versions = memory.history(id)?;
        let held = memory
            .unit(id)?
            .ok_or_else(|| unknown(&memory, Reason::UnknownUnit(id.clone())))?;
        let (unit, obsolete) = (held.unit, held.obsolete);
        Ok(UnitReport {
            unit,
            obsolete,
            versions,
        })
    }

    /// The texts that a unit had at a revision.
    ///
    /// # Errors
    /// When there is no such unit or revision, or the memory cannot be read.
    pub fn show_unit_at(&self, id: &UnitId, at: u32) -> Result<Vec<Version>, WorkbenchError> {
        self.refuse_later(Some(at))?;
        let mut texts: Vec<Version> = Vec::new();
        let then = self.existing_memory()?.history(id)?;
        for version in then.into_iter().filter(|version| version.revision <= at) {
            texts
                .retain(|old| (&old.language, old.ordinal) != (&version.language, version.ordinal));
            texts.push(version);
        }
        texts.retain(|version| version.variant.is_some());
        Ok(texts)
    }

    /// What every revision did to the texts of a unit, the newest first; of one language or of all.
    ///
    /// # Errors
    /// When there is no such unit, or the memory cannot be read.
    pub fn text_history(
        &self,
        id: &UnitId,
        language: Option<&Language>,
    ) -> Result<Vec<HistoryStep>, WorkbenchError> {
        let memory = self.existing_memory()?;
        let versions = memory.history(id)?;
        let filter = LogFilter {
            unit: Some(id.clone()),
            ..LogFilter::default()
        };
        let entries = memory.log(&filter)?;
        let revisions: HashMap<u32, Revision> = entries
            .into_iter()
            .map(|entry| (entry.revision.number, entry.revision))
            .collect();
        let mut texts: HashMap<(Language, u32), Variant> = HashMap::new();
        let mut steps = Vec::new();
        for version in versions {
            if language.is_some_and(|only| *only != version.language) {
                continue;
            }
            let slot = (version.language.clone(), version.ordinal);
            let old = match &version.variant {
                Some(new) => texts.insert(slot, new.clone()),
                None => texts.remove(&slot),
            };
            let revision = revisions.get(&version.revision).cloned();
            let difference = TextDifference::between(id, &version.language, old, version.variant);
            steps.extend(difference.map(|difference| HistoryStep {
                revision,
                difference,
            }));
        }
        steps.reverse();
        Ok(steps)
    }
}

pub(super) fn unknown(memory: &Memory, reason: Reason) -> MemoryError {
    MemoryError {
        path: memory.path().to_owned(),
        reason,
    }
}

impl HistoryStep {
    /// The number of the revision.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.revision.as_ref().map(|revision| revision.number)
    }
}

impl LogEntry {
    fn of(entry: Entry) -> Self {
        Self {
            revision: entry.revision,
            kind: entry.kind,
            texts: entry.tallies,
            units_obsolete: entry.units_obsolete,
        }
    }
}

impl TextChange {
    fn of(change: Change) -> Option<Self> {
        let What::Text {
            language, old, new, ..
        } = change.what
        else {
            return None;
        };
        Some(Self {
            unit: change.unit,
            document: change.document,
            lang: language,
            old,
            new,
        })
    }
}
