//! `export`: the memory for other tools.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::page::HTML;
use super::term::TBX;
use super::{Workbench, WorkbenchError};
use crate::exchange::{
    Compressed, FORMATS, Fate, Format, Layout, Part, WriteError, WriteOptions, format_named,
    is_compressed_name,
};
use crate::memory::{self, Filter, IntakeRecord, Memory};
use crate::model::{DocumentName, Finding, Severity, Unit};
use crate::project::{FileError, Replacement, write_atomically};
use crate::text::Language;

/// What to export.
#[derive(Clone, Debug)]
pub struct ExportRequest {
    /// The name of the format.
    pub format: String,
    /// The target languages; all of the project and the memory when it is empty.
    pub targets: Vec<Language>,
    /// One document; everything when there is none.
    pub document: Option<DocumentName>,
    /// Whether a table guards the cells that a spreadsheet would take for formulas.
    pub spreadsheet_safe: bool,
}

/// What was exported.
#[derive(Debug)]
pub struct ExportReport {
    /// How many units were written.
    pub units: u64,
    /// The files; none when the export went to an output that the caller gave.
    pub files: Vec<PathBuf>,
    /// What had to be changed on the way out.
    pub findings: Vec<Finding>,
    /// What the format has no place for, counted.
    pub losses: Vec<Loss>,
}

/// Something that was left out because the format has no place for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What it is.
    pub part: &'static str,
    /// How many units had it.
    pub units: u64,
}

/// How much is gathered before it is written, in bytes.
const BUFFER: usize = 1 << 16;

impl Workbench {
    /// Exports into a file, or one file a language; each appears at once and whole.
    ///
    /// A name that ends in `.gz` is written compressed.
    ///
    /// # Errors
    /// When there is no such format, it cannot hold what is asked, or something cannot be read or written.
    pub fn export_to_file(
        &self,
        request: &ExportRequest,
        path: &Path,
    ) -> Result<ExportReport, WorkbenchError> {
        self.spare_the_memory(path)?;
        if request.format == HTML {
            let (page, mut report) = self.page(request)?;
            write_atomically(path, page.as_bytes())?;
            report.files.push(path.to_owned());
            return Ok(report);
        }
        let export = self.open_export(request)?;
        let mut report = ExportReport::empty();
        for (file, options) in export.files(path) {
            let mut output = BufWriter::with_capacity(BUFFER, Replacement::begin(&file)?);
            let refuse = |error| FileError::new("write", &file, error);
            if is_compressed_name(&file.to_string_lossy()) {
                let mut compressed = Compressed::new(output);
                export.write(&options, &mut compressed, &mut report)?;
                output = compressed.finish().map_err(refuse)?;
            } else {
                export.write(&options, &mut output, &mut report)?;
            }
            output
                .into_inner()
                .map_err(|error| refuse(error.into_error()))?
                .finish()?;
            report.files.push(file);
        }
        Ok(report)
    }

    /// Says what an export would write, into files or to an output where there is no path; writes nothing.
    ///
    /// # Errors
    /// As for [`Self::export_to_file`], but for the files themselves.
    pub fn plan_export(
        &self,
        request: &ExportRequest,
        path: Option<&Path>,
    ) -> Result<ExportReport, WorkbenchError> {
        let Some(path) = path else {
            return self.export(request, &mut io::sink());
        };
        self.spare_the_memory(path)?;
        if request.format == HTML {
            let (_, mut report) = self.page(request)?;
            report.files.push(path.to_owned());
            return Ok(report);
        }
        let export = self.open_export(request)?;
        let mut report = ExportReport::empty();
        for (file, options) in export.files(path) {
            export.write(&options, &mut io::sink(), &mut report)?;
            report.files.push(file);
        }
        Ok(report)
    }

    /// Exports to an output.
    ///
    /// # Errors
    /// As for [`Self::export_to_file`], and when the format needs a file for each language.
    pub fn export(
        &self,
        request: &ExportRequest,
        output: &mut dyn Write,
    ) -> Result<ExportReport, WorkbenchError> {
        if request.format == HTML {
            let (page, report) = self.page(request)?;
            output.write_all(page.as_bytes()).map_err(WriteError::Io)?;
            return Ok(report);
        }
        let export = self.open_export(request)?;
        if export.format.layout() == Layout::FilePerLanguage {
            let message = format!("{} needs one file a language", export.format.name());
            let hint = format!(
                "name the files: `tarjuman export {} -o NAME` writes NAME.en and so on",
                request.format
            );
            return Err(refused("needs-files", message, hint));
        }
        let mut report = ExportReport::empty();
        let options = export.options.clone();
        let mut buffered = BufWriter::with_capacity(BUFFER, output);
        export.write(&options, &mut buffered, &mut report)?;
        buffered.flush().map_err(WriteError::Io)?;
        Ok(report)
    }

    /// Refuses to put an output in the place of the memory.
    pub(super) fn spare_the_memory(&self, path: &Path) -> Result<(), WorkbenchError> {
        let memory = std::fs::canonicalize(self.project.memory_path());
        match (memory, std::fs::canonicalize(path)) {
            (Ok(memory), Ok(output)) if memory == output => {
                let message = format!("`{}` is the memory itself", path.display());
                let hint = "give the file another name".to_owned();
                Err(refused("would-replace-memory", message, hint))
            }
            _ => Ok(()),
        }
    }

    fn open_export(&self, request: &ExportRequest) -> Result<Export, WorkbenchError> {
        let format =
            format_named(&request.format).ok_or_else(|| unknown_format(&request.format))?;
        let memory = self.existing_memory()?;
        let part = match &request.document {
            Some(document) => memory::Part::Document(document.clone()),
            None => memory::Part::Everything,
        };
        if request.spreadsheet_safe && !format.is_table() {
            let message = format!(
                "`{}` is no table: only cells of tsv and csv can be guarded",
                format.name()
            );
            return Err(WriteError::Unfit(message).into());
        }
        let mut options = WriteOptions {
            spreadsheet_safe: request.spreadsheet_safe,
            ..self.write_options(&request.targets, &memory)?
        };
        let headers = Headers::of(&memory, format)?;
        if let Headers::One(import) = &headers {
            options.attributes.clone_from(&import.attributes);
            options.remarks.clone_from(&import.remarks);
        }
        Ok(Export {
            format,
            memory,
            part,
            options,
            headers,
        })
    }

    pub(super) fn write_options(
        &self,
        targets: &[Language],
        memory: &Memory,
    ) -> Result<WriteOptions, WorkbenchError> {
        let mut languages = self.project.config().languages();
        if targets.is_empty() {
            let others = memory.languages()?;
            languages.extend(
                others
                    .into_iter()
                    .filter(|other| !self.project.config().languages().contains(other)),
            );
        } else {
            languages.truncate(1);
            languages.extend(targets.iter().cloned());
        }
        Ok(WriteOptions {
            source: self.project.config().project.source.clone(),
            languages,
            remarks: Vec::new(),
            attributes: Vec::new(),
            spreadsheet_safe: false,
        })
    }
}

/// What the imported files of a format said of themselves in their headers.
enum Headers {
    /// Nothing.
    None,
    /// One thing, and all that the memory has came with them: it is said again.
    One(Box<IntakeRecord>),
    /// So many files said something that does not hold for all that is written.
    Several(usize),
}

impl Headers {
    fn of(memory: &Memory, format: &dyn Format) -> Result<Self, WorkbenchError> {
        let imports = memory.intakes()?.into_iter();
        let imports: Vec<_> = imports.filter(|one| one.undone.is_none()).collect();
        let says = |one: &IntakeRecord| {
            let has_attributes = format.has_header() && !one.attributes.is_empty();
            one.format == format.name() && (has_attributes || !one.remarks.is_empty())
        };
        let count = imports.iter().filter(|one| says(one)).count();
        let same = |one: &IntakeRecord| {
            let first = &imports[0];
            one.format == format.name()
                && (&one.attributes, &one.remarks) == (&first.attributes, &first.remarks)
        };
        Ok(match count {
            0 => Self::None,
            _ if imports.iter().all(same) && memory.documents()?.is_empty() => imports
                .into_iter()
                .next()
                .map_or(Self::None, |one| Self::One(Box::new(one))),
            _ => Self::Several(count),
        })
    }
}

/// An export that is about to be written.
struct Export {
    format: &'static dyn Format,
    memory: Memory,
    part: memory::Part,
    options: WriteOptions,
    headers: Headers,
}

impl Export {
    /// The files to write, each with its options.
    fn files(&self, path: &Path) -> Vec<(PathBuf, WriteOptions)> {
        match self.format.layout() {
            Layout::OneFile => vec![(path.to_owned(), self.options.clone())],
            Layout::FilePerLanguage => per_language(path, &self.options),
        }
    }

    fn write(
        &self,
        options: &WriteOptions,
        output: &mut dyn Write,
        report: &mut ExportReport,
    ) -> Result<(), WorkbenchError> {
        let mut writer = self.format.writer(options, output)?;
        let mut losses = Losses::of(self.format);
        report.units = 0;
        let filter = Filter {
            part: self.part.clone(),
            ..Filter::default()
        };
        self.memory.units(&filter, |unit| {
            report.units += 1;
            losses.count(unit, options);
            Ok::<_, WorkbenchError>(writer.unit(unit)?)
        })?;
        report.findings.extend(writer.finish()?);
        if let Headers::Several(files) = self.headers {
            report.findings.push(own_header(files));
        }
        losses.add_to(&mut report.losses);
        Ok(())
    }
}

fn own_header(files: usize) -> Finding {
    let message = match files {
        1 => "the header of the imported file is not given back: other texts are written with its units, and each unit says its source language where it is not the project's".to_owned(),
        _ => format!("the headers of {files} imported files are not given back: one file has one header, and each unit says its source language where it is not the project's"),
    };
    Finding::new("own-header", Severity::Info, message)
}

/// Counts what a format leaves out.
struct Losses(Vec<(Part, u64)>);

impl Losses {
    fn of(format: &dyn Format) -> Self {
        let lacks = format.lacks().iter();
        let is_lost = |fate: &Fate| matches!(fate, Fate::LeftOut | Fate::Reported);
        let lost = lacks.filter(|(part, fate)| is_lost(fate) && !part.is_order());
        Self(lost.map(|(part, _)| (*part, 0)).collect())
    }

    fn count(&mut self, unit: &Unit, options: &WriteOptions) {
        for (part, units) in &mut self.0 {
            *units += u64::from(part.is_in(unit, options));
        }
    }

    /// Adds what was lost; of several files of one export the one counts that lost most.
    fn add_to(self, losses: &mut Vec<Loss>) {
        for (part, units) in self.0.into_iter().filter(|(_, units)| *units > 0) {
            let part = part.title();
            match losses.iter_mut().find(|loss| loss.part == part) {
                Some(known) => known.units = known.units.max(units),
                None => losses.push(Loss { part, units }),
            }
        }
    }
}

/// `NAME.en`, `NAME.ur` … with the options of each; `NAME.en.gz` where the name ends so.
fn per_language(path: &Path, options: &WriteOptions) -> Vec<(PathBuf, WriteOptions)> {
    let is_compressed = is_compressed_name(&path.to_string_lossy());
    let base = if is_compressed {
        path.with_extension("")
    } else {
        path.to_owned()
    };
    let end = if is_compressed { ".gz" } else { "" };
    let files = options.languages.iter().map(|language| {
        let mut name = base.as_os_str().to_owned();
        name.push(format!(".{language}{end}"));
        let languages = vec![language.clone()];
        (
            PathBuf::from(name),
            WriteOptions {
                languages,
                ..options.clone()
            },
        )
    });
    files.collect()
}

impl ExportReport {
    pub(super) fn empty() -> Self {
        Self {
            units: 0,
            files: Vec::new(),
            findings: Vec::new(),
            losses: Vec::new(),
        }
    }
}

/// Some units as the bytes of a file in a format, with what had to be changed.
pub(super) fn rendered(
    format: &dyn Format,
    units: &[Unit],
    options: &WriteOptions,
) -> Result<(Vec<u8>, Vec<Finding>), WorkbenchError> {
    let mut bytes = Vec::new();
    let mut writer = format.writer(options, &mut bytes)?;
    for unit in units {
        writer.unit(unit)?;
    }
    let findings = writer.finish()?;
    Ok((bytes, findings))
}

/// Some units as the files of a format: their names and bytes.
pub(super) fn rendered_files(
    format: &dyn Format,
    units: &[Unit],
    options: &WriteOptions,
    path: &Path,
) -> Result<Vec<(PathBuf, Vec<u8>)>, WorkbenchError> {
    let files = match format.layout() {
        Layout::OneFile => vec![(path.to_owned(), options.clone())],
        Layout::FilePerLanguage => per_language(path, options),
    };
    let render = |(path, options)| Ok((path, rendered(format, units, &options)?.0));
    files.into_iter().map(render).collect()
}

/// The names of all formats that can be imported.
#[must_use]
pub fn format_names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name()).collect()
}

/// The names of all formats that can be exported: the same, pages, and the glossary.
#[must_use]
pub fn export_names() -> Vec<&'static str> {
    format_names().into_iter().chain([HTML, TBX]).collect()
}

pub(super) fn unknown_format(name: &str) -> WorkbenchError {
    let message = format!("there is no format `{name}`");
    refused(
        "unknown-format",
        message,
        format!("one of: {}", export_names().join(", ")),
    )
}

fn refused(id: &str, message: String, hint: String) -> WorkbenchError {
    let finding = Finding::new(id, Severity::Error, message).with_hint(hint);
    WorkbenchError::Refused(Box::new(finding))
}
