//! `build`: the whole road, from the sources to the exports.

use std::path::PathBuf;

use serde::Serialize;

use super::check::CheckReport;
use super::commit::{Recorded, Wanted};
use super::draft::Draft;
use super::export::rendered_files;
use super::page::{source_page, units_of};
use super::source::Source;
use super::status::DocumentStatus;
use super::update::{self, DocumentUpdate};
use super::{Workbench, WorkbenchError};
use crate::exchange::{WriteOptions, format_named};
use crate::memory::Memory;
use crate::model::{Finding, Unit};
use crate::project::{Written, holds, write_atomically};
use crate::text::Language;

/// What `build` did, or would do.
#[derive(Debug, Serialize)]
pub struct BuildReport {
    /// What the sources meant for the segment files.
    pub updates: Vec<DocumentUpdate>,
    /// How far every document has come.
    pub documents: Vec<DocumentStatus>,
    /// What the memory recorded.
    pub recorded: Recorded,
    /// The segment files that were or would be written.
    pub segment_files: Vec<String>,
    /// The exports that were or would be written.
    pub exports: Vec<String>,
    /// How many findings the checks have.
    pub checks: CheckReport,
    /// What is wrong with segment files, and what the checks say.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Whether an entry could not be read.
    pub faulty: bool,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

impl BuildReport {
    /// Whether everything was up to date already.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.segment_files.is_empty() && self.exports.is_empty() && self.recorded.is_empty()
    }
}

impl Workbench {
    /// Brings the segment files up to date with the sources, records a revision when something changed,
    /// checks, and writes the exports that differ. On unchanged input nothing is written.
    ///
    /// # Errors
    /// When a source, a segment file or the memory cannot be used, or something cannot be written.
    pub fn build(&self, dry_run: bool) -> Result<BuildReport, WorkbenchError> {
        let _lock = self.lock_unless(dry_run)?;
        let memory = self.memory_for_reading()?;
        let drafts = self.drafts(memory.as_ref())?;
        drop(memory);
        // The files go first: the memory can be made from them again, and not the other way round.
        let segment_files = update::save(&drafts, dry_run)?;
        let mut wanted = Wanted::default();
        for draft in &drafts {
            self.want(&mut wanted, &draft.source.name, &draft.files);
        }
        let recorded = self.record(&wanted, "build", dry_run)?;
        let settled = recorded.is_empty() && segment_files.is_empty();
        let exports = if dry_run && !(settled && self.project.memory_path().exists()) {
            let mut rehearsal = self.rehearsal()?;
            rehearsal.memory.commit(&self.commit_of(&wanted, "build"))?;
            self.write_exports(&drafts, &rehearsal.memory, dry_run)?
        } else {
            self.write_exports(&drafts, &self.existing_memory()?, dry_run)?
        };
        let strays = self.strays(&drafts)?;
        let mut checks = CheckReport::default();
        let terms = self.glossary()?;
        for draft in &drafts {
            self.check_draft(draft, &[], &terms.context(), &mut checks);
        }
        let mut report = BuildReport {
            updates: drafts.iter().map(DocumentUpdate::of).collect(),
            documents: drafts.iter().flat_map(DocumentStatus::all).collect(),
            recorded,
            segment_files,
            exports,
            faulty: drafts.iter().any(Draft::has_fault) || terms.has_fault(),
            findings: drafts.into_iter().flat_map(Draft::findings).collect(),
            checks,
            dry_run,
        };
        report.findings.extend(strays);
        report.findings.extend(terms.findings);
        report.findings.append(&mut report.checks.findings);
        Ok(report)
    }

    /// Writes what differs of the exports of all documents; returns the names of the files. In a dry run
    /// only the names.
    fn write_exports(
        &self,
        drafts: &[Draft],
        memory: &Memory,
        dry_run: bool,
    ) -> Result<Vec<String>, WorkbenchError> {
        let known = memory.documents()?;
        let mut written = Vec::new();
        for draft in drafts {
            // A document without a segment has left nothing in the memory.
            let units = match known.contains(&draft.source.name) {
                true => units_of(memory, &draft.source.name)?,
                false => Vec::new(),
            };
            for (path, bytes) in self.exports(&draft.source, &units)? {
                self.project.keep_inside(&path)?;
                let changed = match dry_run {
                    true => !holds(&path, &bytes),
                    false => write_atomically(&path, &bytes)? != Written::Unchanged,
                };
                if changed {
                    written.push(self.project.shown(&path));
                }
            }
        }
        Ok(written)
    }

    /// The exports of a document: their paths and bytes.
    fn exports(
        &self,
        source: &Source,
        units: &[Unit],
    ) -> Result<Vec<(PathBuf, Vec<u8>)>, WorkbenchError> {
        let languages = self.project.config().languages();
        let mut files = Vec::new();
        for (format, languages, suffix) in wanted(&languages) {
            let path = self.out_file(source, &suffix);
            if let Some(format) = format_named(format) {
                files.extend(rendered_files(
                    format,
                    units,
                    &self.options(languages),
                    &path,
                )?);
            }
        }
        let page = source_page(source, &languages, units);
        files.push((self.out_file(source, ".html"), page.into_bytes()));
        Ok(files)
    }

    fn options(&self, languages: Vec<Language>) -> WriteOptions {
        WriteOptions {
            source: self.project.config().project.source.clone(),
            languages,
            remarks: Vec::new(),
            attributes: Vec::new(),
        }
    }

    fn out_file(&self, source: &Source, suffix: &str) -> PathBuf {
        self.project
            .out_path()
            .join(format!("{}{suffix}", source.name))
    }
}

/// What to write for each document, beside the reading copy: format, languages, end of the name.
fn wanted(languages: &[Language]) -> Vec<(&'static str, Vec<Language>, String)> {
    let all = |format, suffix: &str| (format, languages.to_vec(), suffix.to_owned());
    let mut wanted = vec![
        all("tmx", ".tmx"),
        // Its writer adds the languages.
        all("moses", ""),
        all("tsv", ".tsv"),
        all("jsonl", ".jsonl"),
    ];
    if let [own, targets @ ..] = languages {
        for target in targets {
            let pair = vec![own.clone(), target.clone()];
            wanted.push(("tmx", pair, format!(".{own}-{target}.tmx")));
        }
    }
    wanted
}
