//! `check`: what the checks say of the project's translations, or of a file.

mod checker;
mod dismiss;
mod dismissals;
mod fix;
mod fix_file;
mod fixer;
mod mended;
mod open_findings;
mod page;
mod place;
mod record;
mod report;
mod rules;
mod sarif;

use std::io::{self, Read};
use std::path::Path;

pub use dismiss::{DismissReport, DismissRequest};
pub use dismissals::Dismissal;
pub use fix::{FixAnswer, FixMode, FixReport, FixedText, Proposal};
pub use fix_file::{FixFileReport, fix_file};
pub use place::Spot;
pub use record::FindingRecord;
pub use report::{CheckReport, CheckedText, FindingCounts, Found};

use self::checker::Checker;
use self::dismissals::Dismissals;
pub(super) use self::open_findings::OpenFindings;
use self::place::{Spots, TargetPlaces};
use self::rules::Rules;
pub(super) use self::rules::Subject;
use super::draft::Draft;
use super::import::{ImportRequest, read_units_from};
use super::segment_files::LanguageFile;
use super::source::unknown_document;
use super::{Workbench, WorkbenchError};
use crate::model::{Finding, Place, Severity, Unit, UnitId};
use crate::project::{ChecksTable, FileError, read_file};
use crate::quality::{CHECKS, Corpus, Survey};
use crate::text::Language;

/// What to check, and with what.
#[derive(Clone, Debug, Default)]
pub struct CheckRequest {
    /// Only these checks; all when none is named.
    pub only: Vec<String>,
    /// Without these checks.
    pub skip: Vec<String>,
    /// Only these documents; all when none is named.
    pub documents: Vec<String>,
    /// Only translations into these languages; all when none is named.
    pub languages: Vec<Language>,
    /// Only these units; all when none is named.
    pub units: Vec<UnitId>,
}

/// The names of all checks.
#[must_use]
pub fn check_names() -> Vec<&'static str> {
    CHECKS.iter().map(|check| check.id()).collect()
}

/// The names of all checks, each with what it looks for.
#[must_use]
pub fn check_titles() -> Vec<(&'static str, &'static str)> {
    let titles = CHECKS.iter().map(|check| (check.id(), check.title()));
    titles.collect()
}

impl Workbench {
    /// Checks the translations in the segment files as they will be; writes nothing.
    ///
    /// # Errors
    /// When a source, a segment file, the memory or the table of dismissals cannot be read, or the request names
    /// a check, document, language or unit that is not there.
    pub fn check(&self, request: &CheckRequest) -> Result<CheckReport, WorkbenchError> {
        let memory = self.memory_for_reading()?;
        let drafts = self.drafts(memory.as_ref())?;
        let mut report = self.check_drafts(&drafts, request)?;
        report.faulty |= drafts.iter().any(Draft::has_fault);
        let faults = drafts.into_iter().flat_map(Draft::findings);
        report.notices.splice(0..0, faults);
        Ok(report)
    }

    /// Checks the translations of drafts.
    pub(super) fn check_drafts(
        &self,
        drafts: &[Draft],
        request: &CheckRequest,
    ) -> Result<CheckReport, WorkbenchError> {
        let (dismissals, broken) = Dismissals::read(&self.project)?;
        let mut report = self.check_drafts_with(drafts, request, &dismissals)?;
        report.fault(broken);
        Ok(report)
    }

    /// Checks the translations of drafts with a table of dismissals.
    fn check_drafts_with(
        &self,
        drafts: &[Draft],
        request: &CheckRequest,
        dismissals: &Dismissals,
    ) -> Result<CheckReport, WorkbenchError> {
        self.refuse_unknown(drafts, request)?;
        let (rules, faults) = self.check_rules_for(drafts, request)?;
        let mut checker = Checker::new(&rules, dismissals, request);
        checker.report.fail_on = self.project.config().checks.fail_on;
        checker.report.fault(faults);
        for draft in drafts {
            self.check_draft(&mut checker, draft);
        }
        // What stands in an entry that cannot be read may be what was dismissed.
        if !drafts.iter().any(Draft::has_fault) {
            checker.say_stale();
        }
        Ok(checker.report)
    }

    fn check_draft(&self, checker: &mut Checker<'_>, draft: &Draft) {
        let units = self.units_in_files(&draft.source.name, &draft.files);
        for file in &draft.files {
            self.check_language(checker, draft, file, &units);
        }
    }

    fn check_language(
        &self,
        checker: &mut Checker<'_>,
        draft: &Draft,
        file: &LanguageFile,
        units: &[Unit],
    ) {
        let text = file.file.to_text();
        let places = TargetPlaces::of(&file.shown, &text);
        let translated = units.iter().filter(|unit| {
            unit.variant(&file.language)
                .is_some_and(|variant| !variant.text.is_empty())
        });
        for unit in translated {
            let subject = Subject {
                document: Some(&draft.source.name),
                unit,
                source: &self.project.config().project.source,
                language: &file.language,
            };
            checker.check(&subject, &|findings, target| {
                let target = places.target(&unit.id, target);
                let spots = |finding: &Finding| Spots {
                    finding: target
                        .as_ref()
                        .map(|own| own.spot(finding.target_span.as_ref())),
                    fix: target
                        .as_ref()
                        .and_then(|own| own.exact_spot(&finding.fix.as_ref()?.span)),
                };
                findings.iter().map(spots).collect()
            });
        }
    }

    /// The rules of the project and of a request, and what cannot be used of the settings.
    fn check_rules(&self, request: &CheckRequest) -> Result<(Rules, Vec<Finding>), WorkbenchError> {
        let path = self.project.config_path();
        let place = |span| {
            // The settings were read a moment ago.
            let bytes = read_file(&path).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            let mut place = Place::in_text(text.trim_start_matches('\u{feff}'), span);
            place.file = self.project.shown(&path);
            place
        };
        let table = &self.project.config().checks;
        let (rules, mut faults) = Rules::new(table, &request.only, &request.skip, &place)?;
        let terms = self.glossary()?;
        faults.extend(terms.findings);
        Ok((rules.with_glossary(terms.glossary), faults))
    }

    /// The same with what the translations of all drafts together teach the checks.
    fn check_rules_for(
        &self,
        drafts: &[Draft],
        request: &CheckRequest,
    ) -> Result<(Rules, Vec<Finding>), WorkbenchError> {
        let (rules, faults) = self.check_rules(request)?;
        let rules = rules.taught(|| Ok::<_, WorkbenchError>(self.corpus_of_drafts(drafts)))?;
        Ok((rules, faults))
    }

    fn corpus_of_drafts(&self, drafts: &[Draft]) -> Corpus {
        let source = &self.project.config().project.source;
        let mut survey = Survey::default();
        for draft in drafts {
            for unit in self.units_in_files(&draft.source.name, &draft.files) {
                for file in &draft.files {
                    survey.observe(&unit, source, &file.language);
                }
            }
        }
        survey.finish()
    }

    fn refuse_unknown(
        &self,
        drafts: &[Draft],
        request: &CheckRequest,
    ) -> Result<(), WorkbenchError> {
        self.refuse_foreign_languages(&request.languages)?;
        let names = || drafts.iter().map(|draft| draft.source.name.as_str());
        if let Some(unknown) = request
            .documents
            .iter()
            .find(|name| !names().any(|own| own == *name))
        {
            return Err(unknown_document(unknown, names()));
        }
        let known = |id: &UnitId| {
            let mut units = drafts.iter().flat_map(|draft| &draft.plan.units);
            units.any(|unit| unit.id == *id)
        };
        match request.units.iter().find(|id| !known(id)) {
            Some(unknown) => Err(unknown_unit(unknown)),
            None => Ok(()),
        }
    }
}

fn unknown_unit(id: &UnitId) -> WorkbenchError {
    let message = format!("no document has a unit `{id}`");
    let hint = "the ids of units stand in the segment files as msgctxt";
    let finding = Finding::new("unknown-unit", Severity::Error, message).with_hint(hint);
    WorkbenchError::Refused(Box::new(finding))
}

/// Checks the units of an input in any format that we read, in every language beside their source's; `name` stands
/// for it in messages. The settings and dismissals are those of the project, where the call is made in one.
///
/// # Errors
/// When the input cannot be read, is of no known format, or the request names a check that is not there.
pub fn check_file(
    project: Option<&Workbench>,
    (open, name): (OpenAgain<'_>, &str),
    format: &ImportRequest,
    request: &CheckRequest,
) -> Result<CheckReport, WorkbenchError> {
    if let Some(document) = request.documents.first() {
        let message = format!("a file has no document `{document}`");
        let hint = "leave out --document, or leave out the file to check the project";
        let finding = Finding::new("usage", Severity::Error, message).with_hint(hint);
        return Err(WorkbenchError::Refused(Box::new(finding)));
    }
    let (rules, dismissals, faults) = of_file(project, request)?;
    let own = source_of(project);
    let begin = || open().map_err(|error| FileError::new("read", Path::new(name), error));
    let rules = rules.taught(|| corpus_of(begin()?, name, format, &own))?;
    let mut checker = Checker::new(&rules, &dismissals, request);
    checker.report.fail_on = project.and_then(|own| own.project.config().checks.fail_on);
    let (_, said) = read_units_from(begin()?, name, format, &own, &mut |unit, line| {
        checker.check_unit(unit, &own, name, line);
    })?;
    let mut report = checker.report;
    report.fault(faults);
    report.faulty |= said.iter().any(|fault| fault.severity == Severity::Error);
    report.notices.splice(0..0, said);
    Ok(report)
}

/// Opens an input from its beginning: it is read twice where a check learns from the whole.
pub type OpenAgain<'a> = &'a dyn Fn() -> io::Result<Box<dyn Read + 'a>>;

/// What the translations of a file together teach the checks.
fn corpus_of(
    input: Box<dyn Read + '_>,
    name: &str,
    format: &ImportRequest,
    own: &Language,
) -> Result<Corpus, WorkbenchError> {
    let mut survey = Survey::default();
    read_units_from(input, name, format, own, &mut |unit, _| {
        let source = unit.source_language.as_ref().unwrap_or(own);
        for language in targets_of(unit, source) {
            survey.observe(unit, source, &language);
        }
    })?;
    Ok(survey.finish())
}

/// The rules and dismissals for a file: those of the project, where the call is made in one; and what is wrong with them.
fn of_file(
    project: Option<&Workbench>,
    request: &CheckRequest,
) -> Result<(Rules, Dismissals, Vec<Finding>), WorkbenchError> {
    let Some(workbench) = project else {
        let (table, nowhere) = (ChecksTable::default(), |span| Place::in_text("", span));
        let (rules, faults) = Rules::new(&table, &request.only, &request.skip, &nowhere)?;
        return Ok((rules, Dismissals::default(), faults));
    };
    let (rules, mut faults) = workbench.check_rules(request)?;
    let (dismissals, broken) = Dismissals::read(&workbench.project)?;
    faults.extend(broken);
    Ok((rules, dismissals, faults))
}

/// The source language of units that do not name theirs.
fn source_of(project: Option<&Workbench>) -> Language {
    project.map_or_else(Language::default, |workbench| {
        workbench.project.config().project.source.clone()
    })
}

/// The languages of a unit's translations, each once.
fn targets_of(unit: &Unit, source: &Language) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    for variant in &unit.variants {
        if variant.language != *source && !languages.contains(&variant.language) {
            languages.push(variant.language.clone());
        }
    }
    languages
}
