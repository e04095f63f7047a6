//! `term`: the glossary of the project, its tables and what is done with them.

mod add;
mod exchange;
mod extract;
mod files;
mod list;
mod merge;
mod remove;

pub use add::TermAddition;
pub use exchange::{TBX, TermExport, TermImport, term_format_names};
pub use extract::{ExtractReport, ExtractRequest, ExtractedTerm};
pub use list::{FoundTerm, ListedTerm};
pub use merge::{TermChange, TermChangeKind, TermsReport};
pub use remove::TermRemoval;

use super::{Workbench, WorkbenchError};
use crate::glossary::Glossary;
use crate::model::Finding;

/// The glossary of a project, ready to be found in texts.
#[derive(Debug)]
pub(super) struct ProjectTerms {
    /// The terms.
    pub(super) glossary: Glossary,
    /// What is wrong with their tables, placed.
    pub(super) findings: Vec<Finding>,
}

impl Workbench {
    /// The glossary of the project, from all tables in its folder.
    pub(super) fn glossary(&self) -> Result<ProjectTerms, WorkbenchError> {
        let files = self.term_files()?;
        let concepts = files.rows().map(|row| row.concept.clone());
        Ok(ProjectTerms {
            glossary: Glossary::new(concepts.collect()),
            findings: files.findings,
        })
    }
}
