//! Segment files that went back: what is said where a recorded text is one that the translation had before.
//!
//! The files are believed. But an editor that had a file open all the while saves what it has, over what `review`
//! or `merge` has written since; nothing is lost then, and a person should know.

use std::collections::BTreeMap;

use super::commit::Recorded;
use super::{Workbench, WorkbenchError};
use crate::memory::{Memory, What};
use crate::model::{DocumentName, Finding, Severity, UnitId, Variant};
use crate::text::Language;

/// The translations of one segment file that have an earlier text again.
#[derive(Default)]
struct WentBack {
    count: usize,
    /// The first of them, and the revision of the text that it had until now.
    first: Option<(UnitId, u32)>,
}

impl Workbench {
    /// What is to be said of earlier texts that a revision has recorded again, one finding a segment file.
    pub(super) fn went_back(&self, recorded: &Recorded) -> Result<Vec<Finding>, WorkbenchError> {
        let Some(revision) = recorded.revision.as_ref().filter(|_| !recorded.dry_run) else {
            return Ok(Vec::new());
        };
        let memory = self.existing_memory()?;
        let mut files: BTreeMap<(DocumentName, Language), WentBack> = BTreeMap::new();
        for change in memory.show(revision.number)? {
            let (
                Some(document),
                What::Text {
                    language,
                    old: Some(old),
                    new: Some(new),
                    ..
                },
            ) = (change.document, change.what)
            else {
                continue;
            };
            let is_target = self.project.config().project.targets.contains(&language);
            if !is_target || !had(&memory, &change.unit, &old, &new)? {
                continue;
            }
            let until = old.saved.as_ref().map_or(0, |saved| saved.revision);
            let file = files.entry((document, language)).or_default();
            file.count += 1;
            file.first.get_or_insert((change.unit, until));
        }
        let findings = files
            .into_iter()
            .filter_map(|((document, language), file)| {
                let path = self.project.segment_path(&document, &language);
                file.finding(&self.project.shown(&path), language)
            });
        Ok(findings.collect())
    }
}

/// Whether the new text of a translation is one that it had before the old one.
fn had(
    memory: &Memory,
    unit: &UnitId,
    old: &Variant,
    new: &Variant,
) -> Result<bool, WorkbenchError> {
    if old.text == new.text || old.text.is_empty() || new.text.is_empty() {
        return Ok(false);
    }
    let until = old.saved.as_ref().map_or(0, |saved| saved.revision);
    let history = memory.history(unit)?;
    Ok(history.iter().any(|version| {
        let text = version
            .variant
            .as_ref()
            .map(|variant| variant.text.as_str());
        version.language == new.language && version.revision < until && text == Some(&new.text)
    }))
}

impl WentBack {
    fn finding(self, file: &str, language: Language) -> Option<Finding> {
        let (unit, until) = self.first?;
        let more = match self.count - 1 {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let message = format!("`{file}` has an earlier text again for unit `{unit}`{more}");
        let hint = format!(
            "if an editor has saved what it had open, `tarjuman restore {until} --unit {unit}` brings the later text back, \
             `tarjuman undo` all that was recorded now"
        );
        let mut finding = Finding::new("earlier-text", Severity::Info, message).with_hint(hint);
        finding.unit = Some(unit);
        finding.lang = Some(language);
        Some(finding)
    }
}
