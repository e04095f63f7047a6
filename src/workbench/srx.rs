//! Files of segmentation rules that a user brings.

use std::path::Path;

use super::WorkbenchError;
use super::segment_files::in_file;
use crate::model::{Finding, Severity};
use crate::project::read_file;
use crate::segmentation::Segmenter;
use crate::segmentation::srx::{self, Srx, SrxError};

/// An SRX file that was read.
pub(super) struct RuleFile {
    /// Its name in messages.
    pub(super) name: String,
    /// The rules that could not be compiled.
    pub(super) findings: Vec<Finding>,
    rules: Srx,
}

impl RuleFile {
    /// Reads a file of rules.
    pub(super) fn read(path: &Path) -> Result<Self, WorkbenchError> {
        let name = path.display().to_string();
        let (rules, findings) =
            Srx::read(&read_file(path)?).map_err(|error| refused(error, &name))?;
        let findings = findings
            .into_iter()
            .map(|finding| in_file(finding, &name))
            .collect();
        Ok(Self {
            name,
            findings,
            rules,
        })
    }

    /// Refuses a file with a rule that could not be compiled: a project's ids must not hang on rules
    /// that come and go.
    pub(super) fn refuse_faults(&self) -> Result<(), WorkbenchError> {
        let fault = self
            .findings
            .iter()
            .find(|finding| finding.severity == Severity::Error);
        fault.map_or(Ok(()), |fault| {
            Err(WorkbenchError::Refused(Box::new(fault.clone())))
        })
    }

    /// A segmenter with these rules.
    pub(super) fn segmenter(self) -> Segmenter {
        Segmenter::from_srx(self.rules)
    }
}

/// What is wrong with an SRX file: rules that cannot be compiled, or can never apply.
///
/// # Errors
/// When the file cannot be read, or is not SRX.
pub fn check_rules(path: &Path) -> Result<Vec<Finding>, WorkbenchError> {
    let name = path.display().to_string();
    let findings = srx::check(&read_file(path)?).map_err(|error| refused(error, &name))?;
    Ok(findings
        .into_iter()
        .map(|finding| in_file(finding, &name))
        .collect())
}

fn refused(error: SrxError, name: &str) -> WorkbenchError {
    let finding = match error {
        SrxError::Malformed(finding) => in_file(*finding, name),
        other => Finding::new("not-srx", Severity::Error, format!("`{name}`: {other}"))
            .with_hint("an SRX file is XML whose root element is `srx`, in UTF-8 or UTF-16"),
    };
    WorkbenchError::Refused(Box::new(finding))
}
