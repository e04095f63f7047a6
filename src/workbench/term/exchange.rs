//! `term import` and `term export`: the glossary from and for other programs.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::merge::{Merge, OnConflict, TermsReport};
use crate::exchange::terms::{
    TERM_FORMATS, TermFormat, TermReading, TermWriting, detect_terms, term_format_named,
};
use crate::exchange::{WriteError, decompressed};
use crate::model::{Concept, Finding, Severity};
use crate::project::{FileError, write_atomically};
use crate::text::Language;
use crate::workbench::import::located;
use crate::workbench::segment_files::in_file;
use crate::workbench::{Workbench, WorkbenchError};

/// The format that `export` writes, too.
pub const TBX: &str = "tbx";

/// What to import into the glossary.
#[derive(Clone, Debug, Default)]
pub struct TermImport {
    /// The name of the format; it is found out when there is none.
    pub format: Option<String>,
    /// What columns of a table are: the name in the file and its meaning, such as `en`.
    pub columns: Vec<(String, String)>,
    /// The table that takes what is new, from the project folder; the usual one when none is named.
    pub file: Option<PathBuf>,
    /// Whether it replaces what says otherwise.
    pub replace: bool,
    /// Plan only.
    pub dry_run: bool,
}

/// What to export of the glossary.
#[derive(Clone, Debug, Default)]
pub struct TermExport {
    /// The name of the format.
    pub format: String,
    /// The target languages; all when it is empty.
    pub targets: Vec<Language>,
}

/// The names of the formats of glossaries.
#[must_use]
pub fn term_format_names() -> Vec<&'static str> {
    TERM_FORMATS.iter().map(|format| format.name()).collect()
}

impl Workbench {
    /// Takes the terms of a file into the glossary; `name` stands for it in messages.
    ///
    /// # Errors
    /// When the file cannot be read to its end, or the glossary cannot be written; nothing is taken then.
    pub fn import_terms(
        &self,
        mut input: Box<dyn Read + '_>,
        name: &str,
        import: &TermImport,
    ) -> Result<TermsReport, WorkbenchError> {
        let refuse = |error| FileError::new("read", Path::new(name), error);
        let mut packed = Vec::new();
        input.read_to_end(&mut packed).map_err(refuse)?;
        let mut bytes = Vec::new();
        let mut unpacked = decompressed(Box::new(packed.as_slice())).map_err(refuse)?;
        unpacked.read_to_end(&mut bytes).map_err(refuse)?;
        let format = term_format(&bytes, name, import.format.as_deref())?;
        let reading = TermReading {
            columns: import.columns.clone(),
        };
        let read = format.read(&mut bytes.as_slice(), &reading);
        let read = read.map_err(|error| located(error, name))?;
        let on_conflict = match import.replace {
            true => OnConflict::Replace,
            false => OnConflict::Show,
        };
        let _lock = self.lock_unless(import.dry_run)?;
        let mut files = self.term_files()?;
        let file = self.term_file(&mut files, import.file.as_deref())?;
        let source = &self.project.config().project.source;
        let mut merge = Merge::new(&mut files, file, source, on_conflict);
        for (_, concept) in &read.concepts {
            merge.take(concept);
        }
        let mut report = merge.finish();
        let placed = read.findings.into_iter().map(|one| in_file(one, name));
        report.findings.splice(0..0, placed);
        self.settle(&files, report, import.dry_run)
    }

    /// Writes the glossary in a format of other programs; returns how many concepts, and what had to be changed.
    ///
    /// # Errors
    /// When there is no such format, a table cannot be opened, or the output fails.
    pub fn export_terms(
        &self,
        export: &TermExport,
        output: &mut dyn Write,
    ) -> Result<(usize, Vec<Finding>), WorkbenchError> {
        let (bytes, count, findings) = self.rendered_terms(export)?;
        output.write_all(&bytes).map_err(WriteError::Io)?;
        Ok((count, findings))
    }

    /// The same into a file, which appears at once and whole.
    ///
    /// # Errors
    /// As for [`Self::export_terms`].
    pub fn export_terms_to_file(
        &self,
        export: &TermExport,
        path: &Path,
    ) -> Result<(usize, Vec<Finding>), WorkbenchError> {
        self.spare_the_memory(path)?;
        let (bytes, count, findings) = self.rendered_terms(export)?;
        write_atomically(path, &bytes)?;
        Ok((count, findings))
    }

    /// Says what an export would write; writes nothing.
    ///
    /// # Errors
    /// As for [`Self::export_terms`], but for the output.
    pub fn plan_export_of_terms(
        &self,
        export: &TermExport,
        path: Option<&Path>,
    ) -> Result<(usize, Vec<Finding>), WorkbenchError> {
        if let Some(path) = path {
            self.spare_the_memory(path)?;
        }
        let (_, count, findings) = self.rendered_terms(export)?;
        Ok((count, findings))
    }

    fn rendered_terms(
        &self,
        export: &TermExport,
    ) -> Result<(Vec<u8>, usize, Vec<Finding>), WorkbenchError> {
        let format = term_format_named(&export.format);
        let format = format.ok_or_else(|| unknown(&export.format))?;
        let files = self.term_files()?;
        let config = &self.project.config().project;
        let concepts = files.rows().map(|row| row.concept);
        let concepts = concepts.filter_map(|one| part(one, &export.targets, &config.source));
        let concepts: Vec<_> = concepts.collect();
        let writing = TermWriting {
            source: config.source.clone(),
            title: config.name.clone(),
        };
        let mut bytes = Vec::new();
        let mut findings = files.findings;
        findings.extend(format.write(&concepts, &writing, &mut bytes)?);
        Ok((bytes, concepts.len(), findings))
    }
}

/// A concept with the terms of some languages and of the source alone; `None` when nothing is left.
fn part(concept: &Concept, targets: &[Language], source: &Language) -> Option<Concept> {
    let is_wanted = |language: &Language| {
        targets.is_empty()
            || language.primary() == source.primary()
            || targets
                .iter()
                .any(|one| one.primary() == language.primary())
    };
    let mut part = concept.clone();
    part.terms.retain(|term| is_wanted(&term.language));
    part.details
        .retain(|one| one.language.as_ref().is_none_or(is_wanted));
    (!part.terms.is_empty()).then_some(part)
}

fn term_format(
    bytes: &[u8],
    name: &str,
    wanted: Option<&str>,
) -> Result<&'static dyn TermFormat, WorkbenchError> {
    match wanted {
        Some(wanted) => term_format_named(wanted).ok_or_else(|| unknown(wanted)),
        None => detect_terms(bytes, name).ok_or_else(|| {
            let message = format!("cannot tell the format of `{name}`");
            refused(message, "name it with --format")
        }),
    }
}

fn unknown(format: &str) -> WorkbenchError {
    refused(
        format!("there is no format of terms `{format}`"),
        &format!("one of: {}", term_format_names().join(", ")),
    )
}

fn refused(message: String, hint: &str) -> WorkbenchError {
    let finding = Finding::new("unknown-format", Severity::Error, message);
    WorkbenchError::Refused(Box::new(finding.with_hint(hint)))
}
