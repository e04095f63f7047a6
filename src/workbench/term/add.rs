//! `term add`: one concept by hand.

use std::path::PathBuf;

use super::merge::{Merge, OnConflict, TermsReport};
use crate::model::{Concept, Finding, Severity, Term, TermStatus, Usage, can_be_term};
use crate::text::{Language, normalise};
use crate::workbench::{Workbench, WorkbenchError};

/// A concept to add, or to extend.
#[derive(Clone, Debug, Default)]
pub struct TermAddition {
    /// The term in the language of the sources.
    pub term: String,
    /// Its terms in all languages, with their usage.
    pub terms: Vec<(Language, String, Usage)>,
    /// Details such as `note` and `pos`.
    pub details: Vec<(String, String)>,
    /// Whether someone has agreed to it.
    pub status: TermStatus,
    /// The table, from the project folder; the usual one when none is named.
    pub file: Option<PathBuf>,
    /// Whether it replaces what says otherwise.
    pub replace: bool,
    /// Plan only.
    pub dry_run: bool,
}

impl Workbench {
    /// Adds a term to the glossary. One that is there gets what is new; what says otherwise is a conflict,
    /// shown and left out.
    ///
    /// # Errors
    /// When a term has no letter, the glossary cannot be read or written, or another writer is at work.
    pub fn add_term(&self, addition: &TermAddition) -> Result<TermsReport, WorkbenchError> {
        let source = self.project.config().project.source.clone();
        let head = (source.clone(), addition.term.clone(), Usage::Preferred);
        let mut concept = Concept {
            status: addition.status,
            ..Concept::default()
        };
        for (language, text, usage) in std::iter::once(&head).chain(&addition.terms) {
            let text = normalise(text.trim()).into_owned();
            if !can_be_term(&text) {
                return Err(no_letters(&text, language));
            }
            let term = Term::new(language.clone(), text, *usage);
            if !concept.terms.contains(&term) {
                concept.terms.push(term);
            }
        }
        for (name, text) in &addition.details {
            concept.set_detail(name, text);
        }
        let on_conflict = match addition.replace {
            true => OnConflict::Replace,
            false => OnConflict::Show,
        };
        let _lock = self.lock_unless(addition.dry_run)?;
        let mut files = self.term_files()?;
        let file = self.term_file(&mut files, addition.file.as_deref())?;
        let mut merge = Merge::new(&mut files, file, &source, on_conflict);
        merge.take(&concept);
        let report = merge.finish();
        self.settle(&files, report, addition.dry_run)
    }

    /// Writes what changed, unless this is a plan.
    pub(super) fn settle(
        &self,
        files: &super::files::TermFiles,
        mut report: TermsReport,
        dry_run: bool,
    ) -> Result<TermsReport, WorkbenchError> {
        report.dry_run = dry_run;
        report.files = match dry_run {
            true => {
                let changed = files.files.iter().filter(|file| file.is_changed);
                changed.map(|file| file.shown.clone()).collect()
            }
            false => files.save()?,
        };
        Ok(report)
    }
}

fn no_letters(text: &str, language: &Language) -> WorkbenchError {
    let message = format!("`{text}` in {language} has no letter or digit, so it is no term");
    let finding = Finding::new("no-letters", Severity::Error, message);
    WorkbenchError::Refused(Box::new(finding.with_hint("give a word or a phrase")))
}
