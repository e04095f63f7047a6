//! What the checks found, text by text.

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use super::{Dismissal, Spot};
use crate::model::{DocumentName, Finding, Placement, Severity, UnitId, Variant};
use crate::project::FailOn;
use crate::text::Language;

/// What the checks found.
#[derive(Debug, Default, Serialize)]
pub struct CheckReport {
    /// How many translations were looked at.
    pub checked: u64,
    /// How many findings are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// How many are worth knowing.
    pub infos: usize,
    /// How many were dismissed; they count nowhere else.
    pub dismissed: usize,
    /// The translations of which there is something to say, in order.
    #[serde(skip)]
    pub texts: Vec<CheckedText>,
    /// What there is to say of files, settings and dismissals.
    #[serde(skip)]
    pub notices: Vec<Finding>,
    /// Whether something could not be read.
    pub faulty: bool,
    /// The least weight at which the project wants a run to end with 1.
    #[serde(skip)]
    pub(super) fail_on: Option<FailOn>,
}

/// A translation and what the checks say of it.
#[derive(Debug)]
pub struct CheckedText {
    /// The document; `None` for a unit of a file.
    pub document: Option<DocumentName>,
    /// Where the unit stands.
    pub placement: Option<Placement>,
    /// The unit.
    pub unit: UnitId,
    /// The source text.
    pub source: Variant,
    /// The translation.
    pub target: Variant,
    /// What was found.
    pub found: Vec<Found>,
}

/// A finding, and what a person has said of it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// Its bytes in the file, where they are known.
    pub bytes: Option<Range<usize>>,
    /// The place in the file of what its fix replaces, where it is known.
    pub fix_spot: Option<Spot>,
    /// Why it counts no longer.
    pub dismissed: Option<Dismissal>,
}

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FindingCounts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// What is worth knowing.
    pub infos: usize,
    /// What was dismissed; counted nowhere else.
    pub dismissed: usize,
}

impl FindingCounts {
    fn count(&mut self, found: &Found) {
        match (&found.dismissed, found.finding.severity) {
            (Some(_), _) => self.dismissed += 1,
            (None, Severity::Error) => self.errors += 1,
            (None, Severity::Warning) => self.warnings += 1,
            (None, Severity::Info) => self.infos += 1,
        }
    }
}

impl CheckReport {
    /// Adds a translation with what was found in it.
    pub(super) fn add(&mut self, text: CheckedText) {
        let mut counts = FindingCounts::default();
        text.found.iter().for_each(|found| counts.count(found));
        self.errors += counts.errors;
        self.warnings += counts.warnings;
        self.infos += counts.infos;
        self.dismissed += counts.dismissed;
        self.texts.push(text);
    }

    /// Adds what could not be used; the rest was done.
    pub(super) fn fault(&mut self, findings: Vec<Finding>) {
        self.faulty |= findings
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        self.notices.extend(findings);
    }

    /// What was found in the translations, in order, but for what was dismissed.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        let found = self.texts.iter().flat_map(|text| &text.found);
        found
            .filter(|found| found.dismissed.is_none())
            .map(|found| &found.finding)
    }

    /// How much was found, by document and language. Costs one pass.
    #[must_use]
    pub fn counts(&self) -> HashMap<(&DocumentName, &Language), FindingCounts> {
        let mut counts: HashMap<_, FindingCounts> = HashMap::new();
        for text in &self.texts {
            if let Some(document) = &text.document {
                let own = counts.entry((document, &text.target.language));
                let own = own.or_default();
                text.found.iter().for_each(|found| own.count(found));
            }
        }
        counts
    }

    /// The least weight at which a run ends with 1: what the caller says, else the project, else `usual`.
    #[must_use]
    pub fn fail_on(&self, asked: Option<FailOn>, usual: FailOn) -> FailOn {
        asked.or(self.fail_on).unwrap_or(usual)
    }

    /// Whether there is a finding of that weight, dismissed ones apart.
    #[must_use]
    pub fn reaches(&self, least: FailOn) -> bool {
        let mut all = self.notices.iter().chain(self.open());
        all.any(|finding| least.is_reached_by(finding.severity))
    }

    /// How many of the findings have a fix, dismissed ones apart.
    #[must_use]
    pub fn fixable(&self) -> usize {
        self.open().filter(|finding| finding.fix.is_some()).count()
    }
}
