//! `check --fix`: fixes into the segment files, recorded as a revision.

use std::collections::BTreeMap;

use serde::Serialize;

use super::mended::mended;
use super::rules::Subject;
use super::{CheckReport, CheckRequest, Checker, Dismissal, Dismissals, Rules, fingerprint};
use crate::model::{DocumentName, Edit, Finding, Severity, State, Unit, UnitId, Variant};
use crate::text::Language;
use crate::workbench::draft::Draft;
use crate::workbench::segment_files::LanguageFile;
use crate::workbench::{Recorded, Workbench, WorkbenchError};

/// The message of the revision that holds what was there before.
const BEFORE: &str = "before check --fix";

/// Which fixes are applied.
pub enum FixMode<'a> {
    /// All of them, but for texts that a person has reviewed.
    Safe,
    /// Those that a person takes.
    Ask(&'a mut dyn FnMut(&Proposal<'_>) -> FixAnswer),
}

/// A fix that a person is asked about.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// The document.
    pub document: &'a DocumentName,
    /// The unit.
    pub unit: &'a UnitId,
    /// The source text.
    pub source: &'a Variant,
    /// The translation as it is.
    pub target: &'a Variant,
    /// What was found.
    pub finding: &'a Finding,
    /// What would be changed in the translation.
    pub edit: &'a Edit,
}

/// What a person says of a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixAnswer {
    /// Apply it.
    Yes,
    /// Leave the text as it is.
    No,
    /// Apply it and all that follow.
    All,
    /// Leave this and all that follow.
    Quit,
}

/// What was fixed, or would be.
#[derive(Debug, Serialize)]
pub struct FixReport {
    /// How many fixes of each check were applied.
    pub fixes: BTreeMap<String, usize>,
    /// The texts that were changed.
    #[serde(skip)]
    pub texts: Vec<FixedText>,
    /// How many findings with a fix were left in texts that a person has reviewed.
    pub left_reviewed: usize,
    /// The files that were or would be written.
    pub files: Vec<String>,
    /// What the memory recorded.
    pub recorded: Recorded,
    /// What the checks say afterwards.
    pub checks: CheckReport,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// A text that was changed.
#[derive(Debug, Serialize)]
pub struct FixedText {
    /// The document.
    pub document: DocumentName,
    /// The language.
    pub lang: Language,
    /// The unit.
    pub unit: UnitId,
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
    /// The checks whose fixes were applied.
    pub checks: Vec<String>,
}

impl Workbench {
    /// Applies fixes of the checks to the segment files and records them as a revision of their own; what stood
    /// there before is recorded first, so that the fixes alone can be taken back.
    ///
    /// A text that a person has reviewed is changed only where a person says so. A dismissed finding is left as it
    /// is, and stays dismissed when other fixes change its text.
    ///
    /// # Errors
    /// As for [`Workbench::check`], or when something cannot be written.
    pub fn fix(
        &self,
        request: &CheckRequest,
        mode: FixMode<'_>,
        dry_run: bool,
    ) -> Result<FixReport, WorkbenchError> {
        let _lock = self.lock_unless(dry_run)?;
        let memory = self.memory_for_reading()?;
        let mut drafts = self.drafts(memory.as_ref())?;
        drop(memory);
        self.refuse_unknown(&drafts, request)?;
        let (rules, _) = self.check_rules(request)?;
        let (mut dismissals, _) = Dismissals::read(&self.project)?;
        let mut fixer = Fixer {
            checker: Checker::new(&rules, &dismissals, request),
            mode,
            answer: None,
            source: &self.project.config().project.source,
            texts: Vec::new(),
            fixes: BTreeMap::new(),
            left_reviewed: 0,
            carried: Vec::new(),
        };
        for draft in &drafts {
            let units = self.units_in_files(&draft.source.name, &draft.files);
            for file in &draft.files {
                fixer.fix_language(&draft.source.name, &file.language, &units);
            }
        }
        let Fixer {
            texts,
            fixes,
            left_reviewed,
            carried,
            ..
        } = fixer;
        let (mut changed, others): (Vec<_>, Vec<_>) = drafts
            .drain(..)
            .partition(|draft| texts.iter().any(|text| text.document == draft.source.name));
        if !dry_run {
            self.keep_drafts(&changed, BEFORE, false)?;
        }
        for text in &texts {
            write(&mut changed, text);
        }
        let names: Vec<_> = fixes.keys().map(String::as_str).collect();
        let message = format!("check --fix: {}", names.join(", "));
        let (mut files, recorded) = self.keep_drafts(&changed, &message, dry_run)?;
        if !carried.is_empty() {
            carried
                .into_iter()
                .for_each(|carried| dismissals.add(carried));
            files.push(dismissals.shown().to_owned());
            if !dry_run {
                dismissals.save(&self.project)?;
            }
        }
        changed.extend(others);
        changed.sort_by(|one, other| one.source.name.cmp(&other.source.name));
        let mut checks = self.check_drafts_with(&changed, request, &dismissals)?;
        checks.faulty |= changed.iter().any(Draft::has_fault);
        let faults = changed.into_iter().flat_map(Draft::findings);
        checks.notices.splice(0..0, faults);
        Ok(FixReport {
            fixes,
            texts,
            left_reviewed,
            files,
            recorded,
            checks,
            dry_run,
        })
    }
}

/// Writes a fixed text into its segment file.
fn write(drafts: &mut [Draft], text: &FixedText) {
    let draft = drafts
        .iter_mut()
        .find(|draft| draft.source.name == text.document);
    let file: Option<&mut LanguageFile> = draft.and_then(|draft| {
        let mut files = draft.files.iter_mut();
        files.find(|file| file.language == text.lang)
    });
    if let Some(mut entry) = file.and_then(|file| file.file.entry_mut(&text.unit)) {
        entry.set_target(&text.after);
        entry.settle();
    }
}

/// Fixes one text after the other.
struct Fixer<'c, 'm> {
    checker: Checker<'c>,
    mode: FixMode<'m>,
    /// What the person has said of all that follows.
    answer: Option<bool>,
    source: &'c Language,
    texts: Vec<FixedText>,
    fixes: BTreeMap<String, usize>,
    left_reviewed: usize,
    /// Dismissals whose texts were changed by fixes of other checks.
    carried: Vec<Dismissal>,
}

impl Fixer<'_, '_> {
    fn fix_language(&mut self, document: &DocumentName, language: &Language, units: &[Unit]) {
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
            if let (Some(source), Some(target)) = (source, target)
                && self.checker.is_wanted(&subject)
            {
                self.fix_text(&subject, source, target);
            }
        }
    }

    fn fix_text(&mut self, subject: &Subject<'_>, source: &Variant, target: &Variant) {
        let rules = self.checker.rules;
        let found = rules.findings(subject);
        if !found.iter().any(|finding| finding.fix.is_some()) {
            return;
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
            self.left_reviewed += left.count();
            return;
        }
        let mut unit = subject.unit.clone();
        let mut find = |text: &Variant| found_in(&mut unit, text, rules, subject);
        let mut accepts =
            |text: &Variant, finding: &Finding| self.accepts(subject, source, text, finding);
        let done = mended(target, &left_alone, &mut find, &mut accepts);
        if done.target.text == target.text {
            return;
        }
        self.keep(subject, source, target, done, &dismissed);
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
        done: super::mended::Mended,
        dismissed: &[Dismissal],
    ) {
        let texts = fingerprint(source, &done.target);
        self.carried.extend(dismissed.iter().map(|own| Dismissal {
            texts: texts.clone(),
            ..own.clone()
        }));
        for (check, count) in &done.fixes {
            *self.fixes.entry(check.clone()).or_default() += count;
        }
        if let Some(document) = subject.document {
            self.texts.push(FixedText {
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
