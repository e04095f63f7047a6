//! The findings of one translation that nobody has dismissed.

use super::CheckRequest;
use super::dismissals::{Dismissals, fingerprint};
use super::rules::{Rules, Subject};
use crate::model::Finding;
use crate::workbench::{Workbench, WorkbenchError};

/// The checks of a project with what was dismissed, for one translation at a time.
pub(in crate::workbench) struct OpenFindings {
    rules: Rules,
    dismissals: Dismissals,
}

impl OpenFindings {
    /// Those of a project. What cannot be used of its settings and its table of dismissals is for `check` to say.
    ///
    /// # Errors
    /// When the table of dismissals or the terms cannot be read.
    pub(in crate::workbench) fn of(workbench: &Workbench) -> Result<Self, WorkbenchError> {
        let (rules, _) = workbench.check_rules(&CheckRequest::default())?;
        let (dismissals, _) = Dismissals::read(&workbench.project)?;
        Ok(Self { rules, dismissals })
    }

    /// What there is to say of a translation and was not dismissed.
    pub(in crate::workbench) fn of_translation(&self, subject: &Subject<'_>) -> Vec<Finding> {
        let mut findings = self.rules.findings(subject);
        let source = subject.unit.variant(subject.source);
        if let (Some(source), Some(target)) = (source, subject.unit.variant(subject.language)) {
            let texts = fingerprint(source, target);
            let said =
                |finding: &Finding| (self.dismissals).get(&finding.id, subject.language, &texts);
            findings.retain(|finding| said(finding).is_none());
        }
        findings
    }
}
