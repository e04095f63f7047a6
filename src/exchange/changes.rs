//! What a writer had to change on the way out.

use crate::model::{Finding, Severity, UnitId};
use crate::text::Language;

/// How many changes are told one by one; memory stays small whatever the file.
const TOLD: usize = 1000;

/// The changes of one export.
#[derive(Default)]
pub(crate) struct Changes {
    findings: Vec<Finding>,
    untold: u64,
}

/// The unit, and the language of the variant, that a change is about.
#[derive(Clone, Copy)]
pub(crate) struct About<'u> {
    /// The unit; `None` for the file's header.
    pub(crate) unit: Option<&'u UnitId>,
    /// The language of the variant.
    pub(crate) language: Option<&'u Language>,
}

impl About<'_> {
    /// The file as a whole.
    pub(crate) const FILE: Self = Self {
        unit: None,
        language: None,
    };
}

impl Changes {
    /// Notes one change.
    pub(crate) fn tell(
        &mut self,
        id: &str,
        severity: Severity,
        about: About<'_>,
        message: impl Into<String>,
    ) {
        if self.findings.len() == TOLD {
            self.untold += 1;
            return;
        }
        let mut finding = Finding::new(id, severity, message);
        finding.unit = about.unit.cloned();
        finding.lang = about.language.cloned();
        self.findings.push(finding);
    }

    /// Notes that characters were replaced which the format forbids.
    pub(crate) fn tell_replaced(&mut self, count: usize, what: &str, about: About<'_>) {
        let message = match count {
            1 => format!("one forbidden character was replaced by U+FFFD in {what}"),
            _ => format!("{count} forbidden characters were replaced by U+FFFD in {what}"),
        };
        self.tell("forbidden-character", Severity::Warning, about, message);
    }

    /// All changes, with a last line on those that were too many to tell.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        if self.untold > 0 {
            let message = format!("{} more changes were made like these", self.untold);
            self.findings
                .push(Finding::new("more-changes", Severity::Info, message));
        }
        self.findings
    }
}
