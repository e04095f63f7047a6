//! Tables of terms, TSV and CSV: read, changed row by row, and written back with all that they had.

use std::io::{BufRead, Write};

use super::column::{Column, columns};
use super::row::{cell, concept, needed};
use super::{TermFile, TermFormat, TermReading, TermWriting};
use crate::exchange::encoding::peek;
use crate::exchange::lines::{Lines, place};
use crate::exchange::tsv::{Dialect, Row};
use crate::exchange::{ReadError, WriteError};
use crate::model::{Concept, Finding, Place, Severity, Usage};
use crate::text::Language;

/// How many lines a row between quotation marks may go over.
const MAX_LINES: u64 = 1000;

/// A format of tables.
pub(super) struct Table {
    name: &'static str,
    title: &'static str,
    suffixes: &'static [&'static str],
    dialect: Dialect,
}

/// Values between tabs.
pub(super) const TSV: Table = Table {
    name: "tsv",
    title: "table of terms, values between tabs",
    suffixes: &["tsv", "tab"],
    dialect: Dialect::Escaped,
};

/// Values between commas.
pub(super) const CSV: Table = Table {
    name: "csv",
    title: "table of terms, values between commas",
    suffixes: &["csv"],
    dialect: Dialect::Quoted(','),
};

impl TermFormat for Table {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn suffixes(&self) -> &'static [&'static str] {
        self.suffixes
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let text = peek(head);
        let Some(line) = text.lines().find(|line| !is_remark(line)) else {
            return false;
        };
        let (delimiter, columns) = columns(line, &TermReading::default());
        let is_tab = delimiter == '\t';
        is_tab == (self.dialect == Dialect::Escaped)
            && columns.len() > 1
            && columns.iter().any(is_terms)
    }

    fn read(&self, input: &mut dyn BufRead, options: &TermReading) -> Result<TermFile, ReadError> {
        let (table, findings) = TermTable::read(input, options)?;
        let concepts = table.rows().map(|(line, concept)| (line, concept.clone()));
        Ok(TermFile {
            concepts: concepts.collect(),
            findings,
        })
    }

    fn write(
        &self,
        concepts: &[Concept],
        options: &TermWriting,
        output: &mut dyn Write,
    ) -> Result<Vec<Finding>, WriteError> {
        let languages = [options.source.clone()];
        let mut table = TermTable::create(&languages, self.dialect);
        for concept in concepts {
            table.add(concept);
        }
        output.write_all(table.to_text().as_bytes())?;
        Ok(Vec::new())
    }
}

/// A table of terms that keeps remarks, unknown columns and broken rows as they are.
#[derive(Clone, Debug)]
pub struct TermTable {
    dialect: Dialect,
    /// What the columns hold; a row may end before the last.
    columns: Vec<Column>,
    /// The first line's cells, as they stand.
    names: Vec<String>,
    /// What the lines of the file are, the first line among them.
    lines: Vec<Line>,
}

/// A line of the file, or several that are one row.
#[derive(Clone, Debug)]
enum Line {
    /// The names of the columns.
    Names,
    /// A remark, a blank line, or a row that cannot be read: with its end, as it stands.
    Kept(String),
    /// A concept, the line on which it begins, and its text with its end.
    Row(Box<Concept>, u64, String),
}

impl TermTable {
    /// A table with the columns of some languages.
    #[must_use]
    pub fn new(languages: &[Language]) -> Self {
        Self::create(languages, Dialect::Escaped)
    }

    fn create(languages: &[Language], dialect: Dialect) -> Self {
        let columns = languages.iter();
        let columns = columns.map(|language| Column::Terms(language.clone(), Usage::Preferred));
        let columns: Vec<_> = columns.collect();
        Self {
            dialect,
            names: columns.iter().map(ToString::to_string).collect(),
            columns,
            lines: vec![Line::Names],
        }
    }

    /// Reads a table; the delimiter and the way of quoting are found.
    ///
    /// # Errors
    /// When it is no text, or its first line names no language.
    pub fn read(
        input: &mut dyn BufRead,
        options: &TermReading,
    ) -> Result<(Self, Vec<Finding>), ReadError> {
        let mut lines = Lines::new(input)?;
        let mut kept = Vec::new();
        let names = loop {
            match lines.advance()? {
                None => return Err(no_language("", lines.number())),
                Some(line) if is_remark(line) => kept.push(Line::Kept(line.to_owned())),
                Some(line) => break line.to_owned(),
            }
        };
        let header = without_end(&names);
        let (delimiter, columns) = columns(header, options);
        if !columns.iter().any(is_terms) {
            return Err(no_language(header, lines.number()));
        }
        if let Some(twice) = repeated(&columns) {
            return Err(two_columns(twice, header, lines.number()));
        }
        let dialect = Dialect::guess(delimiter, header, lines.ahead());
        let mut cells = Vec::new();
        dialect.cells(header, &mut cells);
        kept.push(Line::Names);
        let mut table = Self {
            dialect,
            names: cells,
            columns,
            lines: kept,
        };
        let mut findings = Vec::new();
        while table.read_row(&mut lines, &mut findings)? {}
        Ok((table, findings))
    }

    /// Reads the next row or remark; `false` at the end.
    fn read_row(
        &mut self,
        lines: &mut Lines<'_>,
        findings: &mut Vec<Finding>,
    ) -> Result<bool, ReadError> {
        let Some(line) = lines.advance()? else {
            return Ok(false);
        };
        let mut raw = line.to_owned();
        let number = lines.number();
        if is_remark(&raw) {
            self.lines.push(Line::Kept(raw));
            return Ok(true);
        }
        let mut cells = Vec::new();
        let mut row = self.dialect.cells(without_end(&raw), &mut cells);
        while row == Row::Open && lines.number() - number < MAX_LINES {
            let Some(line) = lines.advance()? else { break };
            raw.push_str(line);
            row = self.dialect.cells(without_end(&raw), &mut cells);
        }
        self.take_row(row, &cells, raw, number, findings);
        Ok(true)
    }

    fn take_row(
        &mut self,
        row: Row,
        cells: &[String],
        raw: String,
        number: u64,
        findings: &mut Vec<Finding>,
    ) {
        let wrong = match row {
            Row::Open => Some("a quotation mark in this row is never closed".to_owned()),
            Row::Broken => Some("something stands after a closing quotation mark".to_owned()),
            _ if cells.len() > self.columns.len() => Some(format!(
                "it has {} cells, the first line has {}",
                cells.len(),
                self.columns.len()
            )),
            _ => None,
        };
        if let Some(wrong) = wrong {
            let message = format!("the row was passed over: {wrong}");
            let finding = Finding::new("broken-row", Severity::Error, message);
            findings.push(finding.at(place(number, 1, &raw)));
            self.lines.push(Line::Kept(raw));
            return;
        }
        let (concept, doubts) = concept(&self.columns, cells);
        for doubt in doubts {
            let severity = match concept {
                Some(_) => Severity::Warning,
                None => Severity::Error,
            };
            let (message, hint) = doubt.fault.words();
            let column = self.column_of(doubt.cell, &raw);
            let finding = Finding::new("doubtful-term", severity, message);
            findings.push(finding.at(place(number, column, &raw)).with_hint(hint));
        }
        self.lines.push(match concept {
            Some(concept) => Line::Row(Box::new(concept), number, raw),
            None => Line::Kept(raw),
        });
    }

    /// Where a cell begins in its row, in characters, counted from 1.
    fn column_of(&self, cell: usize, raw: &str) -> usize {
        let mut is_quoted = false;
        let mut before = cell;
        for (at, c) in raw.chars().enumerate() {
            if before == 0 {
                return at + 1;
            }
            is_quoted ^= c == '"' && self.dialect != Dialect::Escaped;
            before -= usize::from(c == self.dialect.delimiter() && !is_quoted);
        }
        1
    }

    /// The concepts, each with the line on which it begins, counted from 1; 0 for one that was added.
    pub fn rows(&self) -> impl Iterator<Item = (u64, &Concept)> {
        self.lines.iter().filter_map(|line| match line {
            Line::Row(concept, number, _) => Some((*number, concept.as_ref())),
            Line::Names | Line::Kept(_) => None,
        })
    }

    /// Adds a concept at the end, with the columns that it needs.
    pub fn add(&mut self, concept: &Concept) {
        self.widen(concept);
        let raw = self.rendered(concept, &[]);
        self.end_last_line();
        self.lines
            .push(Line::Row(Box::new(concept.clone()), 0, raw));
    }

    /// Puts a concept in the place of another; the first equal one is meant. `false` when there is none.
    pub fn replace(&mut self, old: &Concept, new: &Concept) -> bool {
        self.widen(new);
        let Some(at) = self.place_of(old) else {
            return false;
        };
        let (number, cells) = match &self.lines[at] {
            Line::Row(_, number, raw) => {
                let mut cells = Vec::new();
                self.dialect.cells(without_end(raw), &mut cells);
                (*number, cells)
            }
            Line::Names | Line::Kept(_) => (0, Vec::new()),
        };
        let raw = self.rendered(new, &cells);
        self.lines[at] = Line::Row(Box::new(new.clone()), number, raw);
        true
    }

    /// Takes a concept out; the first equal one is meant. `false` when there is none.
    pub fn remove(&mut self, old: &Concept) -> bool {
        let place = self.place_of(old);
        place.map(|at| self.lines.remove(at)).is_some()
    }

    fn place_of(&self, concept: &Concept) -> Option<usize> {
        let is_it = |line: &Line| matches!(line, Line::Row(own, _, _) if **own == *concept);
        self.lines.iter().position(is_it)
    }

    /// Adds the columns that a concept needs and the table lacks; rows may end before them.
    fn widen(&mut self, concept: &Concept) {
        for column in needed(concept) {
            if !self.columns.contains(&column) {
                self.names.push(column.to_string());
                self.columns.push(column);
            }
        }
    }

    /// The row of a concept with its end; `old` are the cells that it had, for columns without a name.
    fn rendered(&self, concept: &Concept, old: &[String]) -> String {
        let cells = self.columns.iter().enumerate().map(|(at, column)| {
            let own = cell(column, concept);
            own.unwrap_or_else(|| old.get(at).cloned().unwrap_or_default())
        });
        self.line_of(cells)
    }

    fn line_of(&self, cells: impl Iterator<Item = String>) -> String {
        let written = cells.map(|cell| self.dialect.written(&cell).into_owned());
        let delimiter = self.dialect.delimiter().to_string();
        let mut line = written.collect::<Vec<_>>().join(&delimiter);
        // A remark begins so.
        if line.starts_with('#') || line.trim().is_empty() {
            line.insert(0, ' ');
        }
        line + self.dialect.line_end()
    }

    fn end_last_line(&mut self) {
        let end = self.dialect.line_end();
        if let Some(Line::Kept(raw) | Line::Row(_, _, raw)) = self.lines.last_mut()
            && !raw.ends_with('\n')
        {
            raw.push_str(end);
        }
    }

    /// The whole file. Lines that were not changed stand as they were read.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            match line {
                Line::Names => text.push_str(&self.line_of(self.names.iter().cloned())),
                Line::Kept(raw) | Line::Row(_, _, raw) => text.push_str(raw),
            }
        }
        text
    }

    /// The place of a line on which a row begins.
    #[must_use]
    pub fn place(&self, number: u64) -> Place {
        let raw = self.lines.iter().find_map(|line| match line {
            Line::Row(_, own, raw) if *own == number => Some(raw.as_str()),
            _ => None,
        });
        place(number, 1, raw.unwrap_or_default())
    }
}

fn is_terms(column: &Column) -> bool {
    matches!(column, Column::Terms(..))
}

/// Whether a line is a remark or blank.
fn is_remark(line: &str) -> bool {
    let line = line.trim_start_matches('\u{FEFF}');
    line.starts_with('#') || line.trim().is_empty()
}

fn without_end(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

/// A column that another one is already.
fn repeated(columns: &[Column]) -> Option<&Column> {
    let mut named = columns.iter().enumerate();
    let twice =
        named.find(|(at, column)| **column != Column::Nameless && columns[..*at].contains(column));
    twice.map(|(_, column)| column)
}

fn two_columns(column: &Column, header: &str, line: u64) -> ReadError {
    let message = format!("two columns hold `{column}`");
    let finding = Finding::new("no-header", Severity::Error, message)
        .at(place(line, 1, header))
        .with_hint("give one of them another name, such as `note 2`");
    ReadError::Malformed(Box::new(finding))
}

fn no_language(header: &str, line: u64) -> ReadError {
    let message = "no column of the first line names a language";
    let finding = Finding::new("no-header", Severity::Error, message)
        .at(place(line.max(1), 1, header))
        .with_hint(
            "the first line names the columns: language tags such as `en` and `ur`, `ur_variants`, `note`; \
             `term import --columns NAME=en` tells what a column is",
        );
    ReadError::Malformed(Box::new(finding))
}
