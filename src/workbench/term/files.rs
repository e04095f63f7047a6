//! The tables of a glossary: all read, and those that changed written.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::exchange::ReadError;
use crate::exchange::terms::{TermReading, TermTable};
use crate::model::{Concept, Finding, Place, Severity, Usage};
use crate::project::{read_file, write_atomically};
use crate::text::Language;
use crate::workbench::import::located;
use crate::workbench::segment_files::in_file;
use crate::workbench::{Workbench, WorkbenchError};

/// The file that terms go to where there is no other.
const USUAL: &str = "terms.tsv";

/// The tables of a project.
#[derive(Debug)]
pub(super) struct TermFiles {
    pub(super) files: Vec<File>,
    /// What is wrong with them, placed.
    pub(super) findings: Vec<Finding>,
}

/// One table.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    /// Its name in messages.
    pub(super) shown: String,
    /// `None` when it cannot be read.
    pub(super) table: Option<TermTable>,
    pub(super) is_changed: bool,
}

/// A concept and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileRow<'f> {
    /// The number of the file.
    pub(super) file: usize,
    /// The line, counted from 1.
    pub(super) line: u64,
    pub(super) concept: &'f Concept,
}

impl Workbench {
    /// Reads all tables; one that cannot be read is a finding.
    pub(super) fn term_files(&self) -> Result<TermFiles, WorkbenchError> {
        let mut files = TermFiles {
            files: Vec::new(),
            findings: Vec::new(),
        };
        for path in self.project.term_files()? {
            let shown = self.project.shown(&path);
            let bytes = read_file(&path)?;
            let read = TermTable::read(&mut bytes.as_slice(), &TermReading::default());
            let (table, findings) = match read {
                Ok((table, findings)) => (Some(table), findings),
                Err(ReadError::Malformed(finding)) => (None, vec![*finding]),
                Err(error) => return Err(located(error, &shown)),
            };
            let placed = findings.into_iter().map(|one| in_file(one, &shown));
            files.findings.extend(placed);
            files.files.push(File {
                path,
                shown,
                table,
                is_changed: false,
            });
        }
        files.look_over(&self.project.config().project.source);
        Ok(files)
    }

    /// The number of the table that new terms go to: the named one, else the usual one, else the only one.
    pub(super) fn term_file(
        &self,
        files: &mut TermFiles,
        named: Option<&Path>,
    ) -> Result<usize, WorkbenchError> {
        let path = match (named, files.files.as_slice()) {
            (Some(named), _) => self.project.root().join(named),
            (None, [only]) => only.path.clone(),
            (None, _) => self.project.glossary_path().join(USUAL),
        };
        let shown = self.project.shown(&path);
        if !path.starts_with(self.project.glossary_path())
            || path.extension().is_none_or(|suffix| suffix != "tsv")
        {
            let folder = self.project.shown(&self.project.glossary_path());
            let message = format!("`{shown}` is no table of the glossary");
            let finding = Finding::new("not-a-table", Severity::Error, message);
            let hint = format!("name a file in `{folder}/` that ends in .tsv");
            return Err(WorkbenchError::Refused(Box::new(finding.with_hint(hint))));
        }
        self.project.keep_inside(&path)?;
        let known = files.files.iter().position(|file| file.path == path);
        match known {
            Some(number) if files.files[number].table.is_none() => Err(files.unreadable(number)),
            Some(number) => Ok(number),
            None => {
                files.files.push(File {
                    path,
                    shown,
                    table: Some(TermTable::new(&self.project.config().languages())),
                    is_changed: false,
                });
                Ok(files.files.len() - 1)
            }
        }
    }
}

impl TermFiles {
    /// Every concept of every table, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = FileRow<'_>> {
        self.files.iter().enumerate().flat_map(|(file, own)| {
            let rows = own.table.iter().flat_map(TermTable::rows);
            rows.map(move |(line, concept)| FileRow {
                file,
                line,
                concept,
            })
        })
    }

    /// The place of a row, with the name of its file.
    pub(super) fn place(&self, file: usize, line: u64) -> Option<Place> {
        let file = &self.files[file];
        let mut place = file.table.as_ref()?.place(line);
        file.shown.clone_into(&mut place.file);
        Some(place)
    }

    /// Writes what changed, each file at once and whole; returns their names.
    pub(super) fn save(&self) -> Result<Vec<String>, WorkbenchError> {
        let mut written = Vec::new();
        for file in self.files.iter().filter(|file| file.is_changed) {
            if let Some(table) = &file.table {
                write_atomically(&file.path, table.to_text().as_bytes())?;
                written.push(file.shown.clone());
            }
        }
        Ok(written)
    }

    /// Finds what is doubtful across rows: terms that stand twice, and concepts that no source can have.
    fn look_over(&mut self, source: &Language) {
        let mut findings = Vec::new();
        let mut first: HashMap<&str, FileRow<'_>> = HashMap::new();
        for row in self.rows() {
            let allowed = |usage| usage != Usage::Forbidden;
            let own = row.concept.terms_in(source);
            let own: Vec<_> = own.filter(|term| allowed(term.usage)).collect();
            if own.is_empty() && row.concept.terms.iter().any(|term| allowed(term.usage)) {
                let message = format!("the row has no term in `{source}` and is never looked for");
                findings.push((
                    row,
                    message,
                    "fill in that column, or put `#` before the line",
                ));
            }
            for term in own {
                let Some(other) = first.get(term.text.as_str()) else {
                    first.insert(&term.text, row);
                    continue;
                };
                let is_another_meaning =
                    row.concept.id.is_some() && row.concept.id != other.concept.id;
                let is_this_row = (other.file, other.line) == (row.file, row.line);
                if !is_another_meaning && !is_this_row {
                    let (file, line) = (&self.files[other.file].shown, other.line);
                    let message = format!("`{}` stands in {file}, line {line}, already", term.text);
                    let hint =
                        "put both into one row; for two meanings give each row an `id` of its own";
                    findings.push((row, message, hint));
                }
            }
        }
        let placed = findings.into_iter().map(|(row, message, hint)| {
            let mut finding = Finding::new("doubtful-term", Severity::Warning, message);
            finding.place = self.place(row.file, row.line);
            finding.with_hint(hint)
        });
        let placed: Vec<_> = placed.collect();
        self.findings.extend(placed);
    }

    /// Why a table that cannot be read is not written.
    fn unreadable(&self, number: usize) -> WorkbenchError {
        let shown = &self.files[number].shown;
        let is_own = |one: &&Finding| {
            one.severity == Severity::Error
                && one.place.as_ref().is_some_and(|place| place.file == *shown)
        };
        let finding = self.findings.iter().find(is_own).cloned();
        let finding = finding.unwrap_or_else(|| {
            let message = format!("`{shown}` cannot be read");
            Finding::new("unreadable-table", Severity::Error, message)
        });
        WorkbenchError::Refused(Box::new(finding))
    }
}
