//! Reads a table row by row.

use std::io::BufRead;

use super::formula;
use super::header::{Column, HeaderError, columns};
use super::record::{Dialect, Row};
use super::state;
use crate::exchange::identity::content_id;
use crate::exchange::lines::{Lines, MAX_LINE, place};
use crate::exchange::{ReadError, ReadOptions, Sink, Summary};
use crate::model::{Finding, Remark, RemarkKind, Severity, Unit, UnitId, Variant};
use crate::text::Language;

/// How many lines one row may go over.
const MAX_LINES: u64 = 10_000;

/// Reads a file; the delimiter and the way of quoting are found.
pub(super) fn read(
    input: &mut dyn BufRead,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<Summary, ReadError> {
    let mut lines = Lines::new(input)?;
    let Some(header) = first_line(&mut lines)? else {
        return Ok(Summary::default());
    };
    let (delimiter, columns) =
        columns(&header, options).map_err(|error| no_header(&error, &header, lines.number()))?;
    let table = Table {
        dialect: Dialect::guess(delimiter, &header, lines.ahead()),
        source: source(&columns, options),
        is_safe: columns.contains(&Column::SpreadsheetSafe),
        columns,
    };
    table.rows(&mut lines, sink)
}

struct Table {
    dialect: Dialect,
    source: Option<Language>,
    /// Whether cells that look like formulas are guarded.
    is_safe: bool,
    columns: Vec<Column>,
}

impl Table {
    fn rows(&self, lines: &mut Lines<'_>, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
        let mut summary = Summary::default();
        let mut row = String::new();
        let mut cells = Vec::new();
        loop {
            let begins = lines.number() + 1;
            row.clear();
            let Some(line) = lines.advance()? else {
                return Ok(summary);
            };
            row.push_str(line);
            let mut kind = self.dialect.cells(without_end(&row), &mut cells);
            while kind == Row::Open {
                kind = self.continued(lines, begins, &mut row, &mut cells)?;
            }
            if without_end(&row).trim().is_empty() {
                continue;
            }
            if row.ends_with('\n') {
                self.complete(&mut cells);
            }
            match self.unit(kind, &cells) {
                Ok((unit, doubt)) => {
                    summary.units += 1;
                    if let Some(message) = doubt {
                        let finding = Finding::new("unknown-state", Severity::Warning, message);
                        sink.finding(finding.at(place(begins, 1, &row)));
                    }
                    sink.unit(unit, begins).map_err(ReadError::Stopped)?;
                }
                Err(reason) => {
                    summary.skipped += 1;
                    let message = format!("the row was passed over: {reason}");
                    let finding = Finding::new("broken-row", Severity::Error, message);
                    sink.finding(finding.at(place(begins, 1, &row)));
                }
            }
        }
    }

    /// Adds the empty cells that an editor took off with the white space at the end of a line.
    ///
    /// Texts are never taken for empty: such a row may have been broken in two.
    fn complete(&self, cells: &mut Vec<String>) {
        let missing = self.columns.get(cells.len()..).unwrap_or_default();
        let is_text = |column: &Column| matches!(column, Column::Text(_));
        if !missing.iter().any(is_text) {
            cells.resize(cells.len() + missing.len(), String::new());
        }
    }

    /// Adds lines to a row whose quotation mark is open until it is closed.
    fn continued(
        &self,
        lines: &mut Lines<'_>,
        begins: u64,
        row: &mut String,
        cells: &mut Vec<String>,
    ) -> Result<Row, ReadError> {
        loop {
            let Some(line) = lines.advance()? else {
                return Err(never_closed(begins, row));
            };
            row.push_str(line);
            let odd = line.matches('"').count() % 2 == 1;
            if row.len() > MAX_LINE || lines.number() - begins > MAX_LINES {
                return Err(never_closed(begins, row));
            }
            // An even number of marks closes nothing; looking again only at the others keeps long cells cheap.
            if odd {
                return Ok(self.dialect.cells(without_end(row), cells));
            }
        }
    }

    /// The unit of a row, and what in it is doubtful.
    fn unit(&self, kind: Row, cells: &[String]) -> Result<(Unit, Option<String>), String> {
        if kind == Row::Broken {
            return Err("something stands after a closing quotation mark".to_owned());
        }
        if cells.len() != self.columns.len() {
            let (wanted, found) = (self.columns.len(), cells.len());
            let cells = if found == 1 { "cell" } else { "cells" };
            return Err(format!(
                "it has {found} {cells}, the first line has {wanted}"
            ));
        }
        let mut unit = Unit {
            id: UnitId(String::new()),
            placement: None,
            source_language: self.source.clone(),
            variants: Vec::new(),
            attributes: Vec::new(),
            remarks: Vec::new(),
        };
        let mut states = "";
        for (column, cell) in self.columns.iter().zip(cells) {
            let cell = match self.is_safe {
                true => formula::unguarded(cell),
                false => cell,
            };
            match column {
                Column::SpreadsheetSafe => {}
                _ if cell.is_empty() => {}
                Column::Id => unit.id = UnitId(cell.to_owned()),
                Column::Text(language) => {
                    let variant = Variant::new(language.clone(), cell);
                    let first = Some(language) == self.source.as_ref();
                    let at = if first { 0 } else { unit.variants.len() };
                    unit.variants.insert(at, variant);
                }
                Column::State => states = cell,
                Column::Note => unit.remarks.push(remark(RemarkKind::Note, cell)),
                Column::Property(name) => {
                    let kind = RemarkKind::Property(name.clone());
                    unit.remarks.push(remark(kind, cell));
                }
            }
        }
        if unit.variants.is_empty() {
            return Err("it has no text in any language".to_owned());
        }
        let doubt = state::read(states, &mut unit).err();
        if unit.id.as_str().is_empty() {
            unit.id = content_id(&unit);
        }
        Ok((unit, doubt.map(|word| format!("`{word}` is no state"))))
    }
}

/// The first line that is not empty, without its end.
fn first_line(lines: &mut Lines<'_>) -> Result<Option<String>, ReadError> {
    while let Some(line) = lines.advance()? {
        let line = without_end(line);
        if !line.trim().is_empty() {
            return Ok(Some(line.to_owned()));
        }
    }
    Ok(None)
}

/// The source language: that of the options where a column has it, else that of the first text.
fn source(columns: &[Column], options: &ReadOptions) -> Option<Language> {
    let mut texts = columns.iter().filter_map(|column| match column {
        Column::Text(language) => Some(language),
        _ => None,
    });
    let named = texts
        .clone()
        .find(|language| Some(*language) == options.source.as_ref());
    named.or_else(|| texts.next()).cloned()
}

fn without_end(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

fn remark(kind: RemarkKind, text: &str) -> Remark {
    Remark {
        kind,
        text: text.to_owned(),
        attributes: Vec::new(),
    }
}

fn no_header(error: &HeaderError, header: &str, line: u64) -> ReadError {
    let hint = match error {
        HeaderError::Unnamed(_) => {
            "name the column by its language tag, such as `en` or `ur`, or name the languages with --from and --to"
        }
        HeaderError::Twice(_) => "name one of them otherwise",
        HeaderError::NoLanguage if !header.contains(['\t', ',', ';']) => {
            "tabs, commas or semicolons stand between cells; the first line names the columns, such as `en` and `ur`"
        }
        HeaderError::NoLanguage | HeaderError::Quotation => {
            "the first line names the columns: `id` (optional), then language tags such as `en` and `ur`"
        }
    };
    let finding = Finding::new("no-header", Severity::Error, error.to_string())
        .at(place(line, 1, header))
        .with_hint(hint);
    ReadError::Malformed(Box::new(finding))
}

fn never_closed(line: u64, row: &str) -> ReadError {
    let message = "a quotation mark in this row is never closed";
    let finding = Finding::new("open-quotation", Severity::Error, message)
        .at(place(line, 1, row))
        .with_hint("close it, or double it when it belongs to the text");
    ReadError::Malformed(Box::new(finding))
}
