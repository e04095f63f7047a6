//! Fixes applied to the translations of documents, with what a person has said of findings and texts.

use std::collections::{BTreeMap, HashSet};

use super::Checker;
use super::dismissals::{Dismissal, Dismissals, fingerprint};
use super::fix::{FixAnswer, FixMode, FixedText, Proposal};
use super::mended::{Mended, mended};
use super::rules::{Rules, Subject};
use crate::model::{DocumentName, Finding, Severity, State, Unit, Variant};
use crate::text::Language;

/// Fixes one text after the other.
pub(super) struct Fixer<'c, 'm> {
    checker: Checker<'c>,
    mode: FixMode<'m>,
    /// What the person has said of all that follows.
    answer: Option<bool>,
    source: &'c Language,
    done: Done,
}

/// What was fixed.
#[derive(Default)]
pub(super) struct Done {
    pub(super) texts: Vec<FixedText>,
    /// How many fixes of each check were applied.
    pub(super) fixes: BTreeMap<String, usize>,
    /// How many findings with a fix were left in texts that a person has reviewed.
    pub(super) left_reviewed: usize,
    /// Dismissals whose texts were changed by fixes of other checks: as they were, and as they are to be.
    carried: Vec<(Dismissal, Dismissal)>,
    /// The texts that were not changed.
    unchanged: HashSet<(Language, String)>,
}

impl Done {
    /// Lets dismissals hold for the texts as they are now; says whether there is one.
    pub(super) fn carry(&self, dismissals: &mut Dismissals) -> bool {
        for (old, new) in &self.carried {
            let texts = (old.lang.clone(), old.texts.clone());
            if !self.unchanged.contains(&texts) {
                dismissals.remove(|own| own == old);
            }
            dismissals.add(new.clone());
        }
        !self.carried.is_empty()
    }
}

impl<'c, 'm> Fixer<'c, 'm> {
    /// A fixer of texts whose source is in a language.
    pub(super) fn new(checker: Checker<'c>, mode: FixMode<'m>, source: &'c Language) -> Self {
        Self {
            checker,
            mode,
            answer: None,
            source,
            done: Done::default(),
        }
    }

    /// What was fixed.
    pub(super) fn done(self) -> Done {
        self.done
    }

    /// Fixes the translations of units into a language.
    pub(super) fn fix_language(
        &mut self,
        document: &DocumentName,
        language: &Language,
        units: &[Unit],
    ) {
        for unit in units {
            let is_wanted = |target: &&Variant| !target.text.is_empty();
            let subject = Subject {
                document: Some(document),
                unit,
                source: self.source,
                language,
            };
            let source = unit.variant(self.source);
            let target = unit.variant(language).filter(is_wanted);
            if let (Some(source), Some(target)) = (source, target) {
                let is_changed =
                    self.checker.is_wanted(&subject) && self.fix_text(&subject, source, target);
                if !is_changed && !self.checker.dismissals.is_empty() {
                    let texts = fingerprint(source, target);
                    self.done.unchanged.insert((language.clone(), texts));
                }
            }
        }
    }

    /// Fixes a text; says whether it changed.
    fn fix_text(&mut self, subject: &Subject<'_>, source: &Variant, target: &Variant) -> bool {
        let rules = self.checker.rules;
        let found = rules.findings(subject);
        if !found.iter().any(|finding| finding.fix.is_some()) {
            return false;
        }
        let texts = fingerprint(source, target);
        let dismissals = self.checker.dismissals;
        let dismissed: Vec<Dismissal> = found
            .iter()
            .filter_map(|finding| dismissals.get(&finding.id, subject.language, &texts))
            .cloned()
            .collect();
        let left_alone: Vec<_> = dismissed.iter().map(|own| own.check.clone()).collect();
        if matches!(self.mode, FixMode::Safe) && target.state > State::Translated {
            let left = found
                .iter()
                .filter(|own| own.fix.is_some() && !left_alone.contains(&own.id));
            self.done.left_reviewed += left.count();
            return false;
        }
        let mut unit = subject.unit.clone();
        let mut find = |text: &Variant| found_in(&mut unit, text, rules, subject);
        let mut accepts =
            |text: &Variant, finding: &Finding| self.accepts(subject, source, text, finding);
        let done = mended(target, &left_alone, &mut find, &mut accepts);
        if done.target.text == target.text {
            return false;
        }
        self.keep(subject, source, target, done, &dismissed);
        true
    }

    /// Whether a fix is to be applied.
    fn accepts(
        &mut self,
        subject: &Subject<'_>,
        source: &Variant,
        target: &Variant,
        finding: &Finding,
    ) -> bool {
        let (Some(document), Some(edit)) = (subject.document, &finding.fix) else {
            return false;
        };
        let FixMode::Ask(ask) = &mut self.mode else {
            return true;
        };
        if let Some(answer) = self.answer {
            return answer;
        }
        let answer = ask(&Proposal {
            document,
            unit: &subject.unit.id,
            source,
            target,
            finding,
            edit,
        });
        match answer {
            FixAnswer::All => self.answer = Some(true),
            FixAnswer::Quit => self.answer = Some(false),
            FixAnswer::Yes | FixAnswer::No => {}
        }
        matches!(answer, FixAnswer::Yes | FixAnswer::All)
    }

    fn keep(
        &mut self,
        subject: &Subject<'_>,
        source: &Variant,
        target: &Variant,
        done: Mended,
        dismissed: &[Dismissal],
    ) {
        let texts = fingerprint(source, &done.target);
        self.done.carried.extend(dismissed.iter().map(|own| {
            let new = Dismissal {
                texts: texts.clone(),
                ..own.clone()
            };
            (own.clone(), new)
        }));
        for (check, count) in &done.fixes {
            *self.done.fixes.entry(check.clone()).or_default() += count;
        }
        if let Some(document) = subject.document {
            self.done.texts.push(FixedText {
                document: document.clone(),
                lang: subject.language.clone(),
                unit: subject.unit.id.clone(),
                before: target.text.clone(),
                after: done.target.text,
                checks: done.fixes.into_keys().collect(),
            });
        }
    }
}

/// What there is to say of a unit with another text in place of its translation.
pub(super) fn found_in(
    unit: &mut Unit,
    text: &Variant,
    rules: &Rules,
    subject: &Subject<'_>,
) -> Vec<Finding> {
    let own = unit
        .variants
        .iter_mut()
        .find(|variant| variant.language == text.language);
    if let Some(own) = own {
        own.clone_from(text);
    }
    let mut findings = rules.findings(&Subject { unit, ..*subject });
    // What is worth knowing only may come and go.
    findings.retain(|finding| finding.severity > Severity::Info || finding.fix.is_some());
    findings
}
