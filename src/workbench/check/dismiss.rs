//! `check dismiss`, `recall` and `prune`: the table of dismissals, changed.

use serde::Serialize;

use super::dismissals::{Dismissal, Dismissals, fingerprint};
use super::{CheckRequest, Checker};
use crate::model::{Finding, Severity, UnitId};
use crate::text::Language;
use crate::workbench::draft::Draft;
use crate::workbench::{Workbench, WorkbenchError};

/// Which findings a person has looked at.
#[derive(Clone, Debug)]
pub struct DismissRequest {
    /// The check.
    pub check: String,
    /// The units in which it found something.
    pub units: Vec<UnitId>,
    /// The language of the translations; every one in which something was found when there is none.
    pub language: Option<Language>,
    /// Plan only.
    pub dry_run: bool,
}

/// What was changed in the table of dismissals, or would be.
#[derive(Debug, Serialize)]
pub struct DismissReport {
    /// The file of the table.
    pub file: String,
    /// The dismissals that were added, or taken out.
    pub dismissals: Vec<Dismissal>,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

impl Workbench {
    /// Dismisses what a check finds in the translations of units, with a reason, while their texts stay the same.
    ///
    /// # Errors
    /// When the reason is empty, a unit has no such finding, or the table cannot be read or written.
    pub fn dismiss(
        &self,
        request: &DismissRequest,
        reason: &str,
    ) -> Result<DismissReport, WorkbenchError> {
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.is_empty() {
            let hint = "say why the finding is none: --reason \"a quotation in Arabic\"";
            return Err(refused("no-reason", "the reason is empty", hint));
        }
        let _lock = self.lock_unless(request.dry_run)?;
        let (mut table, _) = Dismissals::read(&self.project)?;
        let report = self.check(&CheckRequest {
            only: vec![request.check.clone()],
            units: request.units.clone(),
            languages: request.language.iter().cloned().collect(),
            ..CheckRequest::default()
        })?;
        for id in &request.units {
            if !report.texts.iter().any(|text| text.unit == *id) {
                return Err(nothing_found(request, id));
            }
        }
        let dismissals = report.texts.iter().map(|text| Dismissal {
            check: request.check.clone(),
            lang: text.target.language.clone(),
            unit: text.unit.clone(),
            texts: fingerprint(&text.source, &text.target),
            by: self.author().to_owned(),
            on: self.session.time.to_string(),
            reason: reason.clone(),
        });
        let dismissals: Vec<_> = dismissals.collect();
        dismissals.iter().for_each(|one| table.add(one.clone()));
        self.kept(&table, dismissals, request.dry_run)
    }

    /// Takes dismissals of a check in units back.
    ///
    /// # Errors
    /// When there is none, or the table cannot be read or written.
    pub fn recall(&self, request: &DismissRequest) -> Result<DismissReport, WorkbenchError> {
        let _lock = self.lock_unless(request.dry_run)?;
        let (mut table, _) = Dismissals::read(&self.project)?;
        let removed = table.remove(|own| {
            own.check == request.check
                && request.units.contains(&own.unit)
                && request
                    .language
                    .as_ref()
                    .is_none_or(|lang| *lang == own.lang)
        });
        if let Some(id) = request
            .units
            .iter()
            .find(|id| !removed.iter().any(|own| own.unit == **id))
        {
            let message = format!("`{}` is not dismissed in unit {id}", request.check);
            let hint = "`tarjuman check --dismissed` shows what is";
            return Err(refused("not-dismissed", message, hint));
        }
        self.kept(&table, removed, request.dry_run)
    }

    /// Takes out the dismissals that dismiss nothing any more.
    ///
    /// # Errors
    /// As for [`Workbench::check`], or when the table cannot be written.
    pub fn prune(&self, dry_run: bool) -> Result<DismissReport, WorkbenchError> {
        let _lock = self.lock_unless(dry_run)?;
        let (mut table, _) = Dismissals::read(&self.project)?;
        let memory = self.memory_for_reading()?;
        let drafts = self.drafts(memory.as_ref())?;
        if drafts.iter().any(Draft::has_fault) {
            let message = "an entry cannot be read, and what was dismissed may stand there";
            let hint = "`tarjuman check` shows it; mend it, then prune again";
            return Err(refused("unreadable-entry", message, hint));
        }
        let request = CheckRequest::default();
        let (rules, _) = self.check_rules_for(&drafts, &request)?;
        let before = table.clone();
        let mut checker = Checker::new(&rules, &before, &request);
        for draft in &drafts {
            self.check_draft(&mut checker, draft);
        }
        let stale: Vec<_> = checker.stale().map(|(own, _)| own.clone()).collect();
        let removed = table.remove(|own| stale.contains(own));
        self.kept(&table, removed, dry_run)
    }

    fn kept(
        &self,
        table: &Dismissals,
        dismissals: Vec<Dismissal>,
        dry_run: bool,
    ) -> Result<DismissReport, WorkbenchError> {
        if !dry_run && !dismissals.is_empty() {
            table.save(&self.project)?;
        }
        Ok(DismissReport {
            file: table.shown().to_owned(),
            dismissals,
            dry_run,
        })
    }
}

fn nothing_found(request: &DismissRequest, id: &UnitId) -> WorkbenchError {
    let language = request.language.as_ref();
    let language = language.map_or_else(String::new, |language| format!(" in {language}"));
    let message = format!("`{}` finds nothing in unit {id}{language}", request.check);
    let hint = format!("`tarjuman check --unit {id}` shows what is found there");
    refused("no-finding", message, &hint)
}

fn refused(id: &str, message: impl Into<String>, hint: &str) -> WorkbenchError {
    let finding = Finding::new(id, Severity::Error, message).with_hint(hint);
    WorkbenchError::Refused(Box::new(finding))
}
