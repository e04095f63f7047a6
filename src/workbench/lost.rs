//! Documents whose source is gone: a renamed source takes them up, the others are named.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::draft::Draft;
use super::segment_files::LanguageFile;
use super::source::Source;
use super::{Workbench, WorkbenchError};
use crate::memory::Memory;
use crate::model::{DocumentName, Finding, Place, Severity};
use crate::project::ProjectError;
use crate::text::Language;

impl Workbench {
    /// For sources without units the document, known to segment files or the memory and without a source,
    /// that they are under a new name: more than half of its sentences stand in them.
    pub(super) fn renamed(
        &self,
        sources: &[Source],
        memory: Option<&Memory>,
    ) -> Result<BTreeMap<DocumentName, DocumentName>, WorkbenchError> {
        let mut renamed = BTreeMap::new();
        let mut lost = self.lost_documents(sources, memory)?;
        if lost.is_empty() {
            return Ok(renamed);
        }
        for source in sources {
            if self.has_units(&source.name, memory)? {
                continue;
            }
            let found = lost
                .iter()
                .filter_map(|(name, texts)| Some((shared(source, texts)?, name)))
                .max_by_key(|(share, _)| *share);
            if let Some((_, name)) = found {
                let name = name.clone();
                lost.remove(&name);
                renamed.insert(source.name.clone(), name);
            }
        }
        Ok(renamed)
    }

    /// A finding for each segment file that belongs to no source.
    pub(super) fn strays(&self, drafts: &[Draft]) -> Result<Vec<Finding>, WorkbenchError> {
        let has_source = |name: &DocumentName| {
            let mut drafts = drafts.iter();
            drafts.any(|draft| draft.source.name == *name || draft.was.as_ref() == Some(name))
        };
        let mut strays = Vec::new();
        for language in &self.project.config().project.targets {
            let names = self.project.segment_documents(language)?;
            let names = names.into_iter().filter(|name| !has_source(name));
            strays.extend(names.map(|name| self.stray(&name, language)));
        }
        Ok(strays)
    }

    fn stray(&self, document: &DocumentName, language: &Language) -> Finding {
        let mut place = Place::in_text("", 0..0);
        place.file = self
            .project
            .shown(&self.project.segment_path(document, language));
        let message = "there is no source document for this segment file";
        let hint =
            "take the source back, give the file the name that its source has now, or delete it";
        let finding = Finding::new("no-source", Severity::Warning, message);
        finding.with_hint(hint).at(place)
    }

    /// The documents without a source, with the source texts of their live units.
    fn lost_documents(
        &self,
        sources: &[Source],
        memory: Option<&Memory>,
    ) -> Result<BTreeMap<DocumentName, HashSet<String>>, WorkbenchError> {
        let mut names: BTreeSet<DocumentName> = self.documents_with_files()?;
        if let Some(memory) = memory {
            names.extend(memory.documents()?);
        }
        for source in sources {
            names.remove(&source.name);
        }
        let texts = |name: DocumentName| {
            let texts = self.live_texts(&name, memory)?;
            Ok((name, texts))
        };
        names.into_iter().map(texts).collect()
    }

    fn documents_with_files(&self) -> Result<BTreeSet<DocumentName>, ProjectError> {
        let mut names = BTreeSet::new();
        for language in &self.project.config().project.targets {
            names.extend(self.project.segment_documents(language)?);
        }
        Ok(names)
    }

    fn live_texts(
        &self,
        document: &DocumentName,
        memory: Option<&Memory>,
    ) -> Result<HashSet<String>, WorkbenchError> {
        let config = &self.project.config().project;
        let mut texts = HashSet::new();
        for language in &config.targets {
            // A stray file that cannot be read hinders no other document.
            if let Ok(file) = LanguageFile::load(&self.project, document, language) {
                let entries = file.file.entries();
                texts.extend(entries.map(|entry| entry.source().into_owned()));
            }
        }
        if let (true, Some(memory)) = (texts.is_empty(), memory) {
            let held = memory.document_units(document)?;
            let live = held.iter().filter(|held| !held.obsolete);
            let own = live.filter_map(|held| held.unit.variant(&config.source));
            texts.extend(own.map(|own| own.text.clone()));
        }
        Ok(texts)
    }

    fn has_units(
        &self,
        document: &DocumentName,
        memory: Option<&Memory>,
    ) -> Result<bool, WorkbenchError> {
        let mut targets = self.project.config().project.targets.iter();
        if targets.any(|language| self.project.segment_path(document, language).exists()) {
            return Ok(true);
        }
        Ok(match memory {
            Some(memory) => !memory.document_units(document)?.is_empty(),
            None => false,
        })
    }
}

/// How many of the texts stand in a source, if they are more than half.
fn shared(source: &Source, texts: &HashSet<String>) -> Option<usize> {
    let present: HashSet<&str> = source
        .segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect();
    let shared = texts
        .iter()
        .filter(|text| present.contains(text.as_str()))
        .count();
    (2 * shared > texts.len()).then_some(shared)
}
