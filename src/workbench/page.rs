//! Pages: the reading copy of a document.

use std::collections::BTreeMap;

use super::export::{ExportReport, ExportRequest};
use super::source::Source;
use super::{Workbench, WorkbenchError};
use crate::memory::{Filter, Memory, Part};
use crate::model::{DocumentName, Finding, Severity, Unit};
use crate::report::{ReadingCopy, reading_copy};
use crate::text::Language;

/// The name of the format of pages.
pub(super) const HTML: &str = "html";

impl Workbench {
    /// The reading copy of a document as HTML, and what there is to report of it.
    pub(super) fn page(
        &self,
        request: &ExportRequest,
    ) -> Result<(String, ExportReport), WorkbenchError> {
        let memory = self.existing_memory()?;
        let document = match &request.document {
            Some(document) => document.clone(),
            None => only_document(&memory)?,
        };
        let units = units_of(&memory, &document)?;
        let source = self
            .sources()?
            .into_iter()
            .find(|source| source.name == document);
        let headings = source.map(|source| source.headings).unwrap_or_default();
        let languages = self.write_options(&request.targets, &memory)?.languages;
        let mut report = ExportReport::empty();
        report.units = units.len() as u64;
        Ok((page_of(&document, &headings, &languages, &units), report))
    }
}

/// The reading copy of a source document.
pub(super) fn source_page(source: &Source, languages: &[Language], units: &[Unit]) -> String {
    page_of(&source.name, &source.headings, languages, units)
}

fn page_of(
    document: &DocumentName,
    headings: &BTreeMap<u32, u8>,
    languages: &[Language],
    units: &[Unit],
) -> String {
    reading_copy(&ReadingCopy {
        document,
        languages,
        units,
        headings,
    })
}

/// The units of a document that it still has, in order.
pub(super) fn units_of(
    memory: &Memory,
    document: &DocumentName,
) -> Result<Vec<Unit>, WorkbenchError> {
    let mut units = Vec::new();
    let filter = Filter {
        part: Part::Document(document.clone()),
        ..Filter::default()
    };
    memory.units(&filter, |unit| {
        units.push(unit.clone());
        Ok::<_, WorkbenchError>(())
    })?;
    Ok(units)
}

/// The document of a memory that has just one.
fn only_document(memory: &Memory) -> Result<DocumentName, WorkbenchError> {
    let mut documents = memory.documents()?;
    if documents.len() == 1 {
        return Ok(documents.remove(0));
    }
    let names: Vec<_> = documents.iter().map(DocumentName::as_str).collect();
    let (message, hint) = match names.as_slice() {
        [] => (
            "the memory has no document to show",
            "run `tarjuman build` first".to_owned(),
        ),
        _ => (
            "a page shows one document",
            format!("name it with --document, one of: {}", names.join(", ")),
        ),
    };
    let finding = Finding::new("which-document", Severity::Error, message).with_hint(hint);
    Err(WorkbenchError::Refused(Box::new(finding)))
}
