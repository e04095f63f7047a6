//! The checks at work: one translation after the other, with what was dismissed.

use std::collections::HashSet;

use super::dismissals::{Dismissal, Dismissals, fingerprint, stale};
use super::place::{Spots, text_spot};
use super::rules::{Rules, Subject};
use super::{CheckReport, CheckRequest, CheckedText, Found, targets_of};
use crate::model::{Finding, Unit, Variant};
use crate::text::Language;

/// Checks one translation after the other.
pub(super) struct Checker<'c> {
    pub(super) rules: &'c Rules,
    pub(super) dismissals: &'c Dismissals,
    request: &'c CheckRequest,
    pub(super) report: CheckReport,
    /// The texts of all translations that were looked at, and of those that were passed over.
    checked: HashSet<(Language, String)>,
    passed_over: HashSet<(Language, String)>,
    /// The dismissals that dismissed something.
    used: HashSet<(String, Language, String)>,
}

/// Knows the places of findings in a target.
pub(super) type Places<'a> = &'a dyn Fn(&[Finding], &Variant) -> Vec<Spots>;

impl<'c> Checker<'c> {
    /// A checker for a request.
    pub(super) fn new(
        rules: &'c Rules,
        dismissals: &'c Dismissals,
        request: &'c CheckRequest,
    ) -> Self {
        Self {
            rules,
            dismissals,
            request,
            report: CheckReport::default(),
            checked: HashSet::new(),
            passed_over: HashSet::new(),
            used: HashSet::new(),
        }
    }

    /// Checks all translations of a unit of a file.
    pub(super) fn check_unit(&mut self, unit: &Unit, own: &Language, name: &str, line: u64) {
        let source = unit.source_language.as_ref().unwrap_or(own);
        for language in &targets_of(unit, source) {
            let subject = Subject {
                document: None,
                unit,
                source,
                language,
            };
            self.check(&subject, &|findings, target| {
                let spots = |finding: &Finding| Spots {
                    finding: Some(text_spot(
                        finding.target_span.as_ref(),
                        &target.text,
                        name,
                        line,
                    )),
                    fix: None,
                };
                findings.iter().map(spots).collect()
            });
        }
    }

    /// Checks a translation, if it is wanted; `places` knows where its findings stand.
    pub(super) fn check(&mut self, subject: &Subject<'_>, places: Places<'_>) {
        let source = subject.unit.variant(subject.source);
        let (Some(source), Some(target)) = (source, subject.unit.variant(subject.language)) else {
            return;
        };
        let texts = (!self.dismissals.is_empty()).then(|| fingerprint(source, target));
        let key = |texts: &String| (subject.language.clone(), texts.clone());
        if !self.is_wanted(subject) {
            self.passed_over.extend(texts.as_ref().map(key));
            return;
        }
        self.checked.extend(texts.as_ref().map(key));
        self.report.checked += 1;
        let mut findings = self.rules.findings(subject);
        if findings.is_empty() {
            return;
        }
        let spots = places(&findings, target);
        for (finding, spots) in findings.iter_mut().zip(&spots) {
            finding.place = spots.finding.as_ref().map(|spot| spot.place.clone());
        }
        let found = findings
            .into_iter()
            .zip(spots)
            .map(|(finding, spots)| Found {
                dismissed: texts.as_ref().and_then(|texts| {
                    let dismissal = self.dismissals.get(&finding.id, subject.language, texts)?;
                    let (check, lang) = (dismissal.check.clone(), dismissal.lang.clone());
                    self.used.insert((check, lang, texts.clone()));
                    Some(dismissal.clone())
                }),
                bytes: spots.finding.and_then(|spot| spot.bytes),
                fix_spot: spots.fix,
                finding,
            });
        let found = found.collect();
        self.report.add(CheckedText {
            document: subject.document.cloned(),
            placement: subject.unit.placement.clone(),
            unit: subject.unit.id.clone(),
            source: source.clone(),
            target: target.clone(),
            found,
        });
    }

    /// Whether a translation is one that was asked for.
    pub(super) fn is_wanted(&self, subject: &Subject<'_>) -> bool {
        let CheckRequest {
            documents,
            languages,
            units,
            ..
        } = self.request;
        let is_named = |own: &String| subject.document.is_some_and(|name| name.as_str() == own);
        (documents.is_empty() || documents.iter().any(is_named))
            && (languages.is_empty() || languages.contains(subject.language))
            && (units.is_empty() || units.contains(&subject.unit.id))
    }

    /// Says which dismissals dismiss nothing: their texts are nowhere, or were looked at without such a finding.
    pub(super) fn say_stale(&mut self) {
        let stale: Vec<_> = self.stale().map(|(_, finding)| finding).collect();
        self.report.infos += stale.len();
        self.report.notices.extend(stale);
    }

    /// The stale dismissals, each with its finding.
    pub(super) fn stale(&self) -> impl Iterator<Item = (&'c Dismissal, Finding)> {
        self.dismissals.all().filter_map(|(dismissal, place)| {
            let texts = (dismissal.lang.clone(), dismissal.texts.clone());
            let key = (
                dismissal.check.clone(),
                dismissal.lang.clone(),
                dismissal.texts.clone(),
            );
            let may_be_elsewhere = self.passed_over.contains(&texts)
                || (self.checked.contains(&texts) && !self.rules.wants(&dismissal.check));
            let is_stale = !self.used.contains(&key) && !may_be_elsewhere;
            is_stale.then(|| (dismissal, stale(dismissal, place)))
        })
    }
}
