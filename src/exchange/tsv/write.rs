//! Writes a table: id, source, the other languages, state, note.

use std::borrow::Cow;
use std::io::Write;

use super::formula;
use super::header::can_name;
use super::record::Dialect;
use super::state;
use crate::exchange::changes::{About, Changes};
use crate::exchange::{UnitWriter, WriteError, WriteOptions};
use crate::model::{Finding, Remark, RemarkKind, Severity, Unit, Variant};
use crate::text::Language;

/// Writes one file.
pub(super) struct Writer<'a> {
    dialect: Dialect,
    /// Whether cells that look like formulas are guarded.
    is_safe: bool,
    languages: Vec<&'a Language>,
    source: &'a Language,
    output: &'a mut dyn Write,
    row: String,
    /// How many cells the row has so far.
    cells: usize,
    changes: Changes,
    losses: Losses,
}

/// What a table has no room for, counted.
#[derive(Default)]
struct Losses {
    codes: u64,
    reasons: u64,
    properties: u64,
    attributes: u64,
}

impl<'a> Writer<'a> {
    /// Writes the first line.
    pub(super) fn begin(
        dialect: Dialect,
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Self, WriteError> {
        let mut languages: Vec<&Language> = options.languages.iter().collect();
        languages.sort_by_key(|language| **language != options.source);
        if languages.is_empty() {
            return Err(WriteError::Unfit(
                "a table needs at least one language".to_owned(),
            ));
        }
        if let Some(language) = languages.iter().find(|language| !can_name(language)) {
            return Err(WriteError::Unfit(format!(
                "a table cannot hold `{language}`: a column of that name means something else"
            )));
        }
        let mut writer = Self {
            dialect,
            is_safe: options.spreadsheet_safe,
            languages: Vec::new(),
            source: &options.source,
            output,
            row: String::new(),
            cells: 0,
            changes: Changes::default(),
            losses: Losses::default(),
        };
        writer.cell("id");
        for language in &languages {
            writer.cell(language.as_str());
        }
        writer.cell("state");
        writer.cell("note");
        if writer.is_safe {
            writer.cell(formula::COLUMN);
        }
        writer.languages = languages;
        writer.end_row()?;
        Ok(writer)
    }

    fn cell(&mut self, text: &str) {
        if self.cells > 0 {
            self.row.push(self.dialect.delimiter());
        }
        let text = match self.is_safe {
            true => formula::guarded(text),
            false => Cow::Borrowed(text),
        };
        self.row.push_str(&self.dialect.written(&text));
        self.cells += 1;
    }

    fn end_row(&mut self) -> Result<(), WriteError> {
        self.row.push_str(self.dialect.line_end());
        self.output.write_all(self.row.as_bytes())?;
        self.row.clear();
        self.cells = 0;
        Ok(())
    }

    /// The first variant in each language, in the order of the columns.
    fn chosen<'u>(&mut self, unit: &'u Unit) -> Vec<Option<&'u Variant>> {
        for (at, variant) in unit.variants.iter().enumerate() {
            let second = unit.variants[..at]
                .iter()
                .any(|other| other.language == variant.language);
            if second && self.languages.contains(&&variant.language) {
                let message = "a second variant was left out: a table has one cell a language";
                let about = About {
                    unit: Some(&unit.id),
                    language: Some(&variant.language),
                };
                self.changes
                    .tell("second-variant", Severity::Warning, about, message);
            }
        }
        let columns = self.languages.iter();
        columns.map(|language| unit.variant(language)).collect()
    }

    /// Tells of a unit that is left out: its own reader would take the row for a broken one.
    fn tell_empty(&mut self, unit: &Unit) {
        let message = "the unit was left out: it has no text in any language";
        let about = About {
            unit: Some(&unit.id),
            language: None,
        };
        self.changes
            .tell("no-text", Severity::Warning, about, message);
    }

    fn count_losses(&mut self, unit: &Unit, chosen: &[Option<&Variant>]) {
        for variant in chosen.iter().flatten() {
            self.losses.codes += u64::from(!variant.codes.is_empty());
            let reason = variant.needs_work.as_ref();
            self.losses.reasons += u64::from(reason.is_some_and(|reason| !reason.is_empty()));
            self.losses.properties += u64::from(!variant.remarks.is_empty());
            self.losses.attributes += u64::from(!variant.attributes.is_empty());
        }
        let properties = unit
            .remarks
            .iter()
            .any(|remark| remark.kind != RemarkKind::Note);
        self.losses.properties += u64::from(properties);
        let described =
            |remark: &Remark| remark.kind == RemarkKind::Note && !remark.attributes.is_empty();
        let attributes = !unit.attributes.is_empty() || unit.remarks.iter().any(described);
        self.losses.attributes += u64::from(attributes);
    }
}

impl UnitWriter for Writer<'_> {
    fn unit(&mut self, unit: &Unit) -> Result<(), WriteError> {
        let chosen = self.chosen(unit);
        if chosen.iter().flatten().next().is_none() {
            return Ok(());
        }
        if chosen.iter().flatten().all(|text| text.text.is_empty()) {
            self.tell_empty(unit);
            return Ok(());
        }
        self.count_losses(unit, &chosen);
        self.cell(unit.id.as_str());
        for variant in &chosen {
            self.cell(variant.map_or("", |variant| variant.text.as_str()));
        }
        let source = unit.source_language.as_ref().unwrap_or(self.source);
        let targets: Vec<&Variant> = chosen
            .into_iter()
            .flatten()
            .filter(|variant| variant.language != *source && !variant.text.is_empty())
            .collect();
        self.cell(&state::written(&targets, self.source));
        let notes: Vec<&str> = unit
            .remarks
            .iter()
            .filter(|remark| remark.kind == RemarkKind::Note)
            .map(|remark| remark.text.as_str())
            .collect();
        self.cell(&notes.join("\n"));
        if self.is_safe {
            self.cell("");
        }
        self.end_row()
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Finding>, WriteError> {
        self.output.flush()?;
        for (count, what) in [
            (self.losses.codes, "the inline codes of a text"),
            (self.losses.reasons, "the reason why a text needs work"),
            (
                self.losses.properties,
                "properties, or the notes of one text",
            ),
            (
                self.losses.attributes,
                "attributes of a unit, a text or a note",
            ),
        ] {
            if count > 0 {
                let message = format!("left out {count} times: {what}; a table has no room for it");
                self.changes
                    .tell("left-out", Severity::Warning, About::FILE, message);
            }
        }
        Ok(self.changes.into_findings())
    }
}
