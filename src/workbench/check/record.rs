//! A finding of the checks as a record for programs.

use std::ops::Range;

use serde::Serialize;

use super::{Dismissal, Found};
use crate::model::{Edit, Place, Severity, UnitId};
use crate::text::Language;

/// A finding as one line of JSON; spans are UTF-8 bytes of the two texts.
#[derive(Debug, Serialize)]
pub struct FindingRecord<'a> {
    id: &'a str,
    severity: Severity,
    unit: Option<&'a UnitId>,
    lang: Option<&'a Language>,
    source_span: Option<&'a Range<usize>>,
    target_span: Option<&'a Range<usize>>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a Edit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dismissed: Option<&'a Dismissal>,
}

impl<'a> From<&'a Found> for FindingRecord<'a> {
    fn from(found: &'a Found) -> Self {
        let finding = &found.finding;
        Self {
            id: &finding.id,
            severity: finding.severity,
            unit: finding.unit.as_ref(),
            lang: finding.lang.as_ref(),
            source_span: finding.source_span.as_ref(),
            target_span: finding.target_span.as_ref(),
            message: &finding.message,
            fix: finding.fix.as_ref(),
            hint: finding.hint.as_deref(),
            place: finding.place.as_ref(),
            dismissed: found.dismissed.as_ref(),
        }
    }
}
