//! The segment files of a document, one a language.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{Workbench, WorkbenchError};
use crate::exchange::po::{NewEntry, Position, SegmentEntry, SegmentFile, SegmentFileHeading};
use crate::model::{
    DocumentName, Finding, Placement, Remark, RemarkKind, Severity, State, Unit, UnitId, Variant,
};
use crate::project::{Batch, Project, holds, read_file};
use crate::text::{Language, normalise};

/// The property of a target that says where it was taken from: the match, its score and reasons.
pub(super) const ORIGIN: &str = "x-origin";

/// The property of a target in conflict: the text of the other side, until a person has chosen.
pub(super) const THEIRS: &str = "x-theirs";

/// A segment file in memory.
#[derive(Clone, Debug)]
pub(super) struct LanguageFile {
    /// The language of its targets.
    pub(super) language: Language,
    /// Where it lies, or will lie.
    pub(super) path: PathBuf,
    /// Its name in messages.
    pub(super) shown: String,
    /// What it says.
    pub(super) file: SegmentFile,
    /// What is wrong with it, placed.
    pub(super) findings: Vec<Finding>,
    /// The file that it was read from, when its document has another name now.
    left: Option<PathBuf>,
    /// Where its kept alignment lies and where it goes, when its document has another name now.
    alignment: Option<(PathBuf, PathBuf)>,
}

impl LanguageFile {
    /// Reads the segment file of a document, or begins one where there is none.
    pub(super) fn load(
        project: &Project,
        document: &DocumentName,
        language: &Language,
    ) -> Result<Self, WorkbenchError> {
        let path = project.segment_path(document, language);
        let shown = project.shown(&path);
        project.keep_inside(&path)?;
        let (file, mut findings) = if path.exists() {
            SegmentFile::read(&read_file(&path)?)
                .map_err(|finding| WorkbenchError::Refused(Box::new(in_file(*finding, &shown))))?
        } else {
            let heading = SegmentFileHeading {
                project: &project.config().project.name,
                document,
                source: &project.config().project.source,
                target: language,
            };
            (SegmentFile::create(&heading), Vec::new())
        };
        for finding in &mut findings {
            finding.lang = Some(language.clone());
            *finding = in_file(finding.clone(), &shown);
        }
        Ok(Self {
            language: language.clone(),
            path,
            shown,
            file,
            findings,
            left: None,
            alignment: None,
        })
    }

    /// A segment file that lies outside of any project's folder of translations.
    pub(super) fn apart(language: Language, path: &Path, shown: &str, file: SegmentFile) -> Self {
        Self {
            language,
            path: path.to_owned(),
            shown: shown.to_owned(),
            file,
            findings: Vec::new(),
            left: None,
            alignment: None,
        }
    }

    /// Makes it the file of a document that was renamed; the old file goes when this one is written.
    pub(super) fn rename(
        &mut self,
        project: &Project,
        document: &DocumentName,
    ) -> Result<(), WorkbenchError> {
        let path = project.segment_path(document, &self.language);
        project.keep_inside(&path)?;
        self.shown = project.shown(&path);
        let alignment = project.alignment_path(document, &self.language);
        project.keep_inside(&alignment)?;
        self.alignment = (self.file.document())
            .map(|was| project.alignment_path(&was, &self.language))
            .filter(|kept| kept.exists() && !alignment.exists())
            .map(|kept| (kept, alignment));
        self.file.set_document(document);
        let old = std::mem::replace(&mut self.path, path);
        self.left = old.exists().then_some(old);
        Ok(())
    }

    /// Whether an entry could not be read, and it is not known whose.
    pub(super) fn has_nameless_fault(&self) -> bool {
        let nameless =
            |finding: &Finding| finding.severity == Severity::Error && finding.unit.is_none();
        self.findings.iter().any(nameless)
    }

    /// Whether an entry could not be read.
    pub(super) fn has_fault(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// The target of a unit as it stands in the file, in normal form; `None` where the unit has no live entry.
    pub(super) fn variant(&self, id: &UnitId) -> Option<Variant> {
        let entry = self.file.entry(id)?;
        (!entry.is_obsolete()).then(|| self.said_in(&entry))
    }

    /// What an entry of the file says of its target, live or obsolete.
    pub(super) fn said_in(&self, entry: &SegmentEntry<'_>) -> Variant {
        let target = normalise(&entry.target()).into_owned();
        let mut variant = Variant::new(self.language.clone(), target);
        variant.state = match variant.text.is_empty() {
            true => State::Initial,
            false => entry.state().max(State::Translated),
        };
        variant.needs_work = entry.needs_work();
        variant.remarks = entry.notes().into_iter().map(note).collect();
        let properties = [
            (ORIGIN, entry.property(ORIGIN)),
            // Who takes the flag away in an editor has chosen.
            (
                THEIRS,
                entry
                    .property(THEIRS)
                    .filter(|_| variant.needs_work.is_some()),
            ),
        ];
        let said = |(name, text): (&str, Option<String>)| Some(property(name, text?));
        variant
            .remarks
            .extend(properties.into_iter().filter_map(said));
        variant
    }

    /// Gives an entry what a variant has beside its text: notes, where it was taken from, the other side's text.
    pub(super) fn set_remarks(&mut self, id: &UnitId, variant: &Variant) {
        if let Some(mut entry) = self.file.entry_mut(id) {
            entry.set_notes(&notes_of(variant));
            for name in [ORIGIN, THEIRS] {
                entry.set_property(name, property_of(variant, name));
            }
        }
    }

    /// Takes an entry over that another version of the file has and this one has not.
    pub(super) fn take(&mut self, entry: &SegmentEntry<'_>) {
        let id = entry.id();
        let nowhere = || Position {
            paragraph: 0,
            sentence: 0,
            segments: 1,
            file: String::new(),
            line: 0,
        };
        let new = NewEntry {
            id: id.clone(),
            position: entry.position().unwrap_or_else(nowhere),
            source: entry.source().into_owned(),
            target: entry.target().into_owned(),
            state: entry.state(),
            needs_work: entry.needs_work(),
            previous: entry.previous_source().map(std::borrow::Cow::into_owned),
        };
        // The file has no entry of that id.
        let _ = self.file.insert(usize::MAX, [new]);
        let variant = self.said_in(entry);
        self.set_remarks(&id, &variant);
        if entry.is_obsolete() {
            self.file.retire(&id);
        }
    }

    /// Gives an entry all that a variant says; without one the entry is untranslated, and keeps its notes.
    pub(super) fn put(&mut self, id: &UnitId, variant: Option<&Variant>) {
        let Some(mut entry) = self.file.entry_mut(id) else {
            return;
        };
        entry.set_target(variant.map_or("", |variant| &variant.text));
        match variant.and_then(|variant| variant.needs_work.as_deref()) {
            Some(reason) => entry.mark_needs_work(reason),
            None => entry.clear_needs_work(),
        };
        entry.set_state(variant.map(|variant| variant.state).unwrap_or_default());
        if variant.is_none() {
            entry.set_property(ORIGIN, None);
            entry.set_property(THEIRS, None);
        }
        entry.settle();
        if let Some(variant) = variant {
            self.set_remarks(id, variant);
        }
    }

    /// Adds what is to be written to a batch, where it differs from what is on the disk; says whether the
    /// file itself is among it.
    pub(super) fn add_to(&self, batch: &mut Batch) -> Result<bool, WorkbenchError> {
        let bytes = self.file.to_text().into_bytes();
        let differs = !holds(&self.path, &bytes);
        if differs {
            batch.write(self.path.clone(), bytes);
        }
        if let Some(old) = &self.left {
            batch.remove(old.clone());
        }
        if let Some((kept, place)) = &self.alignment {
            batch.write(place.clone(), read_file(kept)?);
            batch.remove(kept.clone());
        }
        Ok(differs)
    }
}

/// A note for people.
pub(super) fn note(text: String) -> Remark {
    Remark {
        kind: RemarkKind::Note,
        text,
        attributes: Vec::new(),
    }
}

/// A named value.
pub(super) fn property(name: &str, text: String) -> Remark {
    Remark {
        kind: RemarkKind::Property(name.to_owned()),
        text,
        attributes: Vec::new(),
    }
}

/// The notes of a variant.
pub(super) fn notes_of(variant: &Variant) -> Vec<String> {
    let notes = variant
        .remarks
        .iter()
        .filter(|remark| remark.kind == RemarkKind::Note);
    notes.map(|remark| remark.text.clone()).collect()
}

/// A named value of a variant.
pub(super) fn property_of<'v>(variant: &'v Variant, name: &str) -> Option<&'v str> {
    let is_it = |remark: &&Remark| matches!(&remark.kind, RemarkKind::Property(own) if own == name);
    Some(&variant.remarks.iter().find(is_it)?.text)
}

/// The finding with the name of its file.
pub(super) fn in_file(mut finding: Finding, file: &str) -> Finding {
    if let Some(place) = &mut finding.place {
        file.clone_into(&mut place.file);
    }
    finding
}

impl Workbench {
    /// The segment files of a document, in the project's order of languages.
    pub(super) fn segment_files(
        &self,
        document: &DocumentName,
    ) -> Result<Vec<LanguageFile>, WorkbenchError> {
        let targets = &self.project.config().project.targets;
        let load = |language| LanguageFile::load(&self.project, document, language);
        targets.iter().map(load).collect()
    }

    /// The units of a document as its segment files have them, in their order.
    pub(super) fn units_in_files(
        &self,
        document: &DocumentName,
        files: &[LanguageFile],
    ) -> Vec<Unit> {
        let source = &self.project.config().project.source;
        let orders = files
            .iter()
            .map(|file| file.file.entries().map(|entry| entry.id()).collect());
        let order = merged_order(orders);
        let units = order.into_iter().zip(0..).filter_map(|(id, order)| {
            let entry = files
                .iter()
                .find_map(|file| file.file.entry(&id).filter(|entry| !entry.is_obsolete()))?;
            let text = normalise(&entry.source()).into_owned();
            let position = entry.position();
            let mut unit = Unit::new(id.clone(), Variant::new(source.clone(), text));
            unit.variants
                .extend(files.iter().filter_map(|file| file.variant(&id)));
            unit.placement = Some(Placement {
                document: document.clone(),
                order,
                paragraph: position.as_ref().map_or(0, |position| position.paragraph),
                sentence: position.as_ref().map_or(0, |position| position.sentence),
                segments: position.as_ref().map_or(1, |position| position.segments),
                line: position.as_ref().map_or(0, |position| position.line),
            });
            Some(unit)
        });
        units.collect()
    }
}

/// One order of all ids: that of the first list, with what only later lists have behind its neighbour there.
pub(super) fn merged_order(lists: impl IntoIterator<Item = Vec<UnitId>>) -> Vec<UnitId> {
    let mut order: Vec<UnitId> = Vec::new();
    let mut seen = HashSet::new();
    for list in lists {
        if list.iter().all(|id| seen.contains(id)) {
            continue;
        }
        let mut merged = Vec::with_capacity(order.len() + list.len());
        let mut passed = HashSet::new();
        let mut rest = order.into_iter();
        for id in list {
            if seen.insert(id.clone()) {
                merged.push(id);
                continue;
            }
            while !passed.contains(&id) {
                let Some(next) = rest.next() else { break };
                passed.insert(next.clone());
                merged.push(next);
            }
        }
        merged.extend(rest);
        order = merged;
    }
    order
}

/// Writes the segment files that differ, all of them or none; returns their names. In a dry run only the names.
pub(super) fn save_all<'f>(
    files: impl IntoIterator<Item = &'f LanguageFile>,
    dry_run: bool,
) -> Result<Vec<String>, WorkbenchError> {
    let (batch, names) = changes_of(files)?;
    if !dry_run {
        batch.carry_out()?;
    }
    Ok(names)
}

/// What is to be written of segment files, and the names of those among it.
pub(super) fn changes_of<'f>(
    files: impl IntoIterator<Item = &'f LanguageFile>,
) -> Result<(Batch, Vec<String>), WorkbenchError> {
    let mut batch = Batch::default();
    let mut names = Vec::new();
    for file in files {
        if file.add_to(&mut batch)? {
            names.push(file.shown.clone());
        }
    }
    Ok((batch, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<UnitId> {
        text.chars().map(|c| UnitId(c.to_string())).collect()
    }

    #[test]
    fn orders_are_merged_without_loss() {
        let merged = |lists: &[&str]| {
            let order = merged_order(lists.iter().map(|list| ids(list)));
            order.iter().map(UnitId::as_str).collect::<String>()
        };
        assert_eq!(merged(&["abcd", "abcd"]), "abcd");
        assert_eq!(merged(&["abd", "abcd"]), "abcd");
        assert_eq!(merged(&["", "ab"]), "ab");
        assert_eq!(merged(&["ab", "xa"]), "xab");
        assert_eq!(merged(&["abc", "cxa"]), "abcx");
    }
}
