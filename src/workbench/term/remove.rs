//! `term remove`: a concept, or one of its terms.

use super::merge::{TermChange, TermChangeKind, TermsReport};
use crate::model::{Concept, Finding, Severity};
use crate::text::{Language, normalise};
use crate::workbench::{Workbench, WorkbenchError};

/// What to take out of the glossary.
#[derive(Clone, Debug, Default)]
pub struct TermRemoval {
    /// A term in the language of the sources, or of `language`.
    pub term: String,
    /// Take out only the term in this language; the whole concept when there is none.
    pub language: Option<Language>,
    /// Plan only.
    pub dry_run: bool,
}

impl Workbench {
    /// Takes a concept out of the glossary, or one term of it.
    ///
    /// # Errors
    /// When there is no such term or more than one, or the glossary cannot be read or written.
    pub fn remove_term(&self, removal: &TermRemoval) -> Result<TermsReport, WorkbenchError> {
        let source = &self.project.config().project.source;
        let language = removal.language.as_ref().unwrap_or(source);
        let text = normalise(removal.term.trim()).into_owned();
        let _lock = self.lock_unless(removal.dry_run)?;
        let mut files = self.term_files()?;
        let has = |concept: &Concept| concept.terms_in(language).any(|term| term.text == text);
        let rows = files.rows().filter(|row| has(row.concept));
        let rows: Vec<_> = rows
            .map(|row| (row.file, row.line, row.concept.clone()))
            .collect();
        let [(number, _, old)] = rows.as_slice() else {
            let places = rows
                .iter()
                .map(|(file, line, _)| format!("{}, line {line}", files.files[*file].shown));
            return Err(not_one(&text, language, &places.collect::<Vec<_>>()));
        };
        let mut new = old.clone();
        if removal.language.is_some() {
            new.terms
                .retain(|term| term.language.primary() != language.primary() || term.text != text);
        } else {
            new.terms.clear();
        }
        let file = &mut files.files[*number];
        if let Some(table) = &mut file.table {
            match new.terms.is_empty() {
                true => table.remove(old),
                false => table.replace(old, &new),
            };
            file.is_changed = true;
        }
        let change = TermChange {
            kind: TermChangeKind::Removed,
            file: file.shown.clone(),
            concept: if new.terms.is_empty() {
                old.clone()
            } else {
                new
            },
        };
        let report = TermsReport {
            changes: vec![change],
            ..TermsReport::default()
        };
        self.settle(&files, report, removal.dry_run)
    }
}

fn not_one(text: &str, language: &Language, places: &[String]) -> WorkbenchError {
    let (message, hint) = match places {
        [] => (
            format!("the glossary has no term `{text}` in {language}"),
            "`tarjuman term list` shows what it has; --lang names another language".to_owned(),
        ),
        places => (
            format!("the glossary has `{text}` in {language} more than once"),
            format!("take out one of them by hand: {}", places.join("; ")),
        ),
    };
    let finding = Finding::new("which-term", Severity::Error, message).with_hint(hint);
    WorkbenchError::Refused(Box::new(finding))
}
