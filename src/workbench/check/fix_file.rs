//! `check FILE --fix`: a copy of a file of another tool with fixes applied.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::dismissals::{Dismissals, fingerprint};
use super::fixer::found_in;
use super::mended::mended;
use super::rules::{Rules, Subject};
use super::{CheckRequest, targets_of};
use crate::model::{Finding, Severity, State, Unit};
use crate::text::Language;
use crate::workbench::import::{ImportRequest, opened};
use crate::workbench::mend::{Scratch, rewritten_into};
use crate::workbench::{Workbench, WorkbenchError};

/// What was fixed in a copy of a file, or would be.
#[derive(Debug, Default, Serialize)]
pub struct FixFileReport {
    /// The copy.
    pub file: String,
    /// How many units it has.
    pub units: u64,
    /// How many of its texts are other than in the original.
    pub texts: usize,
    /// How many fixes of each check were applied.
    pub fixes: BTreeMap<String, usize>,
    /// How many findings with a fix were left in texts that a person has reviewed.
    pub left_reviewed: usize,
    /// Units that are left out, and what else writing had to change.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Whether something could not be read, or used of the settings.
    pub faulty: bool,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// Writes a copy of a file with the fixes of the checks in it; the original stays as it is. Texts that a person has
/// reviewed, and dismissed findings, are left as they are.
///
/// # Errors
/// When the file cannot be read, its format cannot be written without loss, or the copy cannot be written.
pub fn fix_file(
    project: Option<&Workbench>,
    path: &Path,
    format: &ImportRequest,
    request: &CheckRequest,
    output: &Path,
) -> Result<FixFileReport, WorkbenchError> {
    let (rules, dismissals, findings) = super::of_file(project, request)?;
    let own = super::source_of(project);
    let name = path.display().to_string();
    let learn = || super::corpus_of(Box::new(opened(path)?), &name, format, &own);
    let rules = rules.taught(learn)?;
    let scratch = Scratch::new(format, output)?;
    let place = scratch.as_ref().map_or(output, |scratch| &scratch.file);
    let mut report = FixFileReport {
        file: output.display().to_string(),
        faulty: findings
            .iter()
            .any(|finding| finding.severity == Severity::Error),
        findings,
        dry_run: format.dry_run,
        ..FixFileReport::default()
    };
    let mut change = |unit: &mut Unit| {
        let source = unit.source_language.clone().unwrap_or_else(|| own.clone());
        for language in targets_of(unit, &source) {
            let is_wanted = (request.units.is_empty() || request.units.contains(&unit.id))
                && (request.languages.is_empty() || request.languages.contains(&language));
            if is_wanted {
                fix_text(
                    unit,
                    (&source, &language),
                    (&rules, &dismissals),
                    &mut report,
                );
            }
        }
    };
    let (rewritten, left_out) = rewritten_into(path, format, (output, place), &mut change)?;
    report.units = rewritten.units;
    report.faulty |= left_out > 0;
    report.findings.extend(rewritten.findings);
    Ok(report)
}

fn fix_text(
    unit: &mut Unit,
    (source, language): (&Language, &Language),
    (rules, dismissals): (&Rules, &Dismissals),
    report: &mut FixFileReport,
) {
    let original = unit.clone();
    let (Some(from), Some(target)) = (original.variant(source), original.variant(language)) else {
        return;
    };
    let subject = Subject {
        document: None,
        unit: &original,
        source,
        language,
    };
    let texts = fingerprint(from, target);
    let found = rules.findings(&subject);
    let fixable = found.iter().filter(|finding| {
        finding.fix.is_some() && dismissals.get(&finding.id, language, &texts).is_none()
    });
    if target.state > State::Translated {
        report.left_reviewed += fixable.count();
        return;
    }
    if fixable.count() == 0 {
        return;
    }
    let dismissed = found
        .iter()
        .filter(|finding| dismissals.get(&finding.id, language, &texts).is_some());
    let left_alone: Vec<_> = dismissed.map(|finding| finding.id.clone()).collect();
    let mut find = |text: &_| found_in(unit, text, rules, &subject);
    let done = mended(target, &left_alone, &mut find, &mut |_, _| true);
    report.texts += usize::from(done.target.text != target.text);
    for (check, count) in done.fixes {
        *report.fixes.entry(check).or_default() += count;
    }
    // The last text that was tried need not be the one that was kept.
    let own = unit.variants.iter_mut();
    if let Some(own) = own.into_iter().find(|own| own.language == *language) {
        *own = done.target;
    }
}
