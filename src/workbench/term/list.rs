//! `term list` and `term find`: what the glossary has, and what of it a text has.

use serde::Serialize;

use crate::glossary::longest;
use crate::model::{Concept, Finding, TermStatus};
use crate::text::{Language, match_key};
use crate::workbench::{Workbench, WorkbenchError};

/// A concept and where it stands.
#[derive(Debug, Serialize)]
pub struct ListedTerm {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: u64,
    /// The concept.
    #[serde(flatten)]
    pub concept: Concept,
}

/// A term that a text has.
#[derive(Debug, Serialize)]
pub struct FoundTerm {
    /// Where, in UTF-8 bytes.
    pub span: [usize; 2],
    /// What stands there.
    pub text: String,
    /// Its concept.
    #[serde(flatten)]
    pub concept: Concept,
}

impl Workbench {
    /// The concepts of the glossary that hold some words in any term, and what is wrong with its tables.
    ///
    /// # Errors
    /// When a table cannot be opened.
    pub fn list_terms(
        &self,
        words: Option<&str>,
        status: Option<TermStatus>,
    ) -> Result<(Vec<ListedTerm>, Vec<Finding>), WorkbenchError> {
        let files = self.term_files()?;
        let holds = |concept: &Concept| {
            words.is_none_or(|words| {
                concept.terms.iter().any(|term| {
                    let key = match_key(&term.text, &term.language);
                    key.contains(&match_key(words, &term.language))
                })
            })
        };
        let is_wanted = |concept: &Concept| match status {
            None => true,
            Some(status) => concept.is_proposal() == (status == TermStatus::Proposed),
        };
        let rows = files.rows();
        let rows = rows.filter(|row| holds(row.concept) && is_wanted(row.concept));
        let listed = rows.map(|row| ListedTerm {
            file: files.files[row.file].shown.clone(),
            line: row.line,
            concept: row.concept.clone(),
        });
        let listed = listed.collect();
        Ok((listed, files.findings))
    }

    /// The terms of the glossary in a text, the longest where several overlap.
    ///
    /// # Errors
    /// When a table cannot be opened.
    pub fn find_terms(
        &self,
        text: &str,
        language: Option<&Language>,
    ) -> Result<Vec<FoundTerm>, WorkbenchError> {
        let terms = self.glossary()?;
        let source = &self.project.config().project.source;
        let occurrences = terms.glossary.find(text, language.unwrap_or(source));
        let found = longest(occurrences).into_iter().map(|one| FoundTerm {
            span: [one.start, one.end],
            text: text[one.span()].to_owned(),
            concept: terms.glossary.concept(&one).clone(),
        });
        Ok(found.collect())
    }
}
