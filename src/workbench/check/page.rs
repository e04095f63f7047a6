//! Findings as a page for people.

use super::{CheckReport, CheckedText};
use crate::report::{FindingsPage, FoundText, findings_page};

impl CheckReport {
    /// All findings as one HTML page, dismissed ones among them.
    #[must_use]
    pub fn to_html(&self) -> String {
        findings_page(&FindingsPage {
            checked: self.checked,
            texts: self.texts.iter().map(shown).collect(),
        })
    }
}

fn shown(text: &CheckedText) -> FoundText<'_> {
    let findings = text.found.iter().map(|found| {
        let reason = found.dismissed.as_ref().map(|own| own.reason.as_str());
        (&found.finding, reason)
    });
    FoundText {
        document: text.document.as_ref(),
        placement: text.placement.as_ref(),
        unit: &text.unit,
        source: &text.source,
        target: &text.target,
        findings: findings.collect(),
    }
}
