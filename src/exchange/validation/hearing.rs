//! Objections counted: the first of each kind are told one by one, the rest as a number.

use super::{Objection, Objections, Rule};
use crate::model::{Finding, Place, Severity};

/// How many objections of one kind are told one by one.
const TOLD: u64 = 20;

/// Counts objections, and hands over the first of each kind.
pub(in crate::exchange) struct Hearing<'e, 'o> {
    each: &'e mut Objections<'o>,
    told: Vec<Kind>,
}

/// Objections of one kind.
struct Kind {
    id: String,
    refused_by: &'static [&'static str],
    count: u64,
}

impl<'e, 'o> Hearing<'e, 'o> {
    pub(in crate::exchange) fn new(each: &'e mut Objections<'o>) -> Self {
        Self {
            each,
            told: Vec::new(),
        }
    }

    /// Hears that a rule is broken; the place is looked up only for what is told.
    pub(in crate::exchange) fn object(
        &mut self,
        rule: &'static Rule,
        message: impl Into<String>,
        place: impl FnOnce() -> Place,
    ) {
        if self.counts(rule.id, rule.refused_by) {
            let mut finding = Finding::new(rule.id, rule.severity, message);
            if !rule.hint.is_empty() {
                finding = finding.with_hint(rule.hint);
            }
            self.hand_over(finding.at(place()), rule.refused_by);
        }
    }

    /// Hears what a reader found.
    pub(in crate::exchange) fn found(
        &mut self,
        finding: Finding,
        refused_by: &'static [&'static str],
    ) {
        if self.counts(&finding.id, refused_by) {
            self.hand_over(finding, refused_by);
        }
    }

    fn hand_over(&mut self, finding: Finding, refused_by: &'static [&'static str]) {
        (self.each)(Objection {
            finding,
            refused_by,
            times: 1,
        });
    }

    /// Whether one more objection of a kind is told, or only counted.
    fn counts(&mut self, id: &str, refused_by: &'static [&'static str]) -> bool {
        let known = |kind: &&mut Kind| kind.id == id && kind.refused_by == refused_by;
        let Some(kind) = self.told.iter_mut().find(known) else {
            self.told.push(Kind {
                id: id.to_owned(),
                refused_by,
                count: 1,
            });
            return true;
        };
        kind.count += 1;
        kind.count <= TOLD
    }

    /// Tells how many of each kind were only counted.
    pub(in crate::exchange) fn tell_rest(self) {
        for kind in self.told.iter().filter(|kind| kind.count > TOLD) {
            let message = format!("{} more of `{}`", kind.count - TOLD, kind.id);
            (self.each)(Objection {
                finding: Finding::new(&kind.id, Severity::Info, message),
                refused_by: kind.refused_by,
                times: kind.count - TOLD,
            });
        }
    }
}
