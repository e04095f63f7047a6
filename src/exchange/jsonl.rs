//! JSON Lines: one unit a line, with everything that the model knows of it.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};

use super::encoding::peek;
use super::identity::content_id;
use super::lines::{Lines, place};
use super::{
    Format, Lacks, ReadError, ReadOptions, Sink, Summary, UnitWriter, WriteError, WriteOptions,
};
use crate::model::{
    Attributes, DocumentName, Finding, InlineCode, Placement, Remark, Saved, Severity, State, Unit,
    UnitId, Variant,
};
use crate::text::Language;

/// The version of the records that are written and read.
const VERSION: u64 = 1;

/// JSON Lines.
pub(super) struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn title(&self) -> &'static str {
        "JSON Lines, one unit a line"
    }

    fn suffixes(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn prose(&self) -> &'static str {
        include_str!("manual/jsonl.md")
    }

    fn lacks(&self) -> Lacks {
        &[]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let text = peek(head);
        let mut lines = text.trim_start_matches('\u{FEFF}').lines();
        let first = lines.find(|line| !line.trim().is_empty());
        first.is_some_and(|line| {
            line.trim_start().starts_with('{')
                && (line.contains("\"variants\"") || line.contains("\"unit\""))
        })
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        _options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<Summary, ReadError> {
        let mut lines = Lines::new(input)?;
        let mut summary = Summary::default();
        loop {
            let number = lines.number() + 1;
            let Some(line) = lines.advance()? else {
                return Ok(summary);
            };
            if line.trim().is_empty() {
                continue;
            }
            match unit_of(line) {
                Ok(unit) => {
                    summary.units += 1;
                    sink.unit(unit, number).map_err(ReadError::Stopped)?;
                }
                Err((column, reason)) => {
                    summary.skipped += 1;
                    let message = format!("the line was passed over: {reason}");
                    let finding = Finding::new("broken-line", Severity::Error, message);
                    sink.finding(finding.at(place(number, column, line)));
                }
            }
        }
    }

    fn writer<'a>(
        &self,
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Box<dyn UnitWriter + 'a>, WriteError> {
        Ok(Box::new(Writer {
            options,
            output,
            line: Vec::new(),
        }))
    }
}

/// A unit as a line holds it; `V` are its variants, borrowed or owned.
#[derive(Serialize)]
struct Written<'u> {
    #[serde(rename = "type")]
    kind: &'static str,
    v: u64,
    id: &'u UnitId,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'u DocumentName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Standing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_lang: Option<&'u Language>,
    variants: Vec<WrittenVariant<'u>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    attributes: &'u [(String, String)],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    remarks: &'u [Remark],
}

#[derive(Serialize)]
struct WrittenVariant<'u> {
    lang: &'u Language,
    text: &'u str,
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    needs_work: Option<&'u str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    codes: &'u [InlineCode],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    attributes: &'u [(String, String)],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    remarks: &'u [Remark],
    #[serde(skip_serializing_if = "Option::is_none")]
    saved: Option<&'u Saved>,
}

/// Where a unit stands in its document.
#[derive(Serialize, Deserialize)]
struct Standing {
    order: u32,
    paragraph: u32,
    sentence: u32,
    segments: u32,
    line: u32,
}

#[derive(Deserialize)]
struct Record {
    #[serde(rename = "type")]
    kind: Option<String>,
    v: Option<u64>,
    id: Option<UnitId>,
    document: Option<DocumentName>,
    place: Option<Standing>,
    source_lang: Option<Language>,
    #[serde(default)]
    variants: Vec<VariantRecord>,
    #[serde(default)]
    attributes: Attributes,
    #[serde(default)]
    remarks: Vec<Remark>,
}

#[derive(Deserialize)]
struct VariantRecord {
    lang: Language,
    text: String,
    state: Option<State>,
    needs_work: Option<String>,
    #[serde(default)]
    codes: Vec<InlineCode>,
    #[serde(default)]
    attributes: Attributes,
    #[serde(default)]
    remarks: Vec<Remark>,
    saved: Option<Saved>,
}

/// The unit of a line, or the column and the reason why it is none.
fn unit_of(line: &str) -> Result<Unit, (usize, String)> {
    let record: Record = serde_json::from_str(line).map_err(|error| {
        let message = error.to_string();
        let reason = message.split(" at line ").next().unwrap_or(&message);
        let before = line.floor_char_boundary(error.column().saturating_sub(1));
        (line[..before].chars().count() + 1, reason.to_owned())
    })?;
    record.into_unit().map_err(|reason| (1, reason))
}

impl Record {
    fn into_unit(self) -> Result<Unit, String> {
        match (self.kind.as_deref(), self.v) {
            (Some("unit") | None, Some(VERSION) | None) => {}
            (Some("unit") | None, Some(v)) => return Err(format!("version {v} is not known here")),
            (Some(kind), _) => return Err(format!("a record of type `{kind}` is no unit")),
        }
        if self.variants.is_empty() {
            return Err("it has no variants".to_owned());
        }
        let placement = match (self.document, self.place) {
            (Some(document), Some(place)) => Some(place.of(document)),
            (None, None) => None,
            _ => return Err("`document` and `place` go together".to_owned()),
        };
        let variants: Result<_, _> = self.variants.into_iter().map(VariantRecord::read).collect();
        let mut unit = Unit {
            id: self.id.unwrap_or(UnitId(String::new())),
            placement,
            source_language: self.source_lang,
            variants: variants?,
            attributes: self.attributes,
            remarks: self.remarks,
        };
        if unit.id.as_str().is_empty() {
            unit.id = content_id(&unit);
        }
        Ok(unit)
    }
}

impl VariantRecord {
    fn read(self) -> Result<Variant, String> {
        let mut before = 0;
        for code in &self.codes {
            if code.offset < before || !self.text.is_char_boundary(code.offset) {
                return Err(format!(
                    "a code stands at byte {} of the {} text, where none can stand",
                    code.offset, self.lang
                ));
            }
            before = code.offset;
        }
        let mut variant = Variant::new(self.lang, self.text);
        variant.codes = self.codes;
        variant.state = self.state.unwrap_or(variant.state);
        variant.needs_work = self.needs_work;
        variant.attributes = self.attributes;
        variant.remarks = self.remarks;
        variant.saved = self.saved;
        Ok(variant)
    }
}

impl Standing {
    fn of(self, document: DocumentName) -> Placement {
        Placement {
            document,
            order: self.order,
            paragraph: self.paragraph,
            sentence: self.sentence,
            segments: self.segments,
            line: self.line,
        }
    }
}

struct Writer<'a> {
    options: &'a WriteOptions,
    output: &'a mut dyn Write,
    line: Vec<u8>,
}

impl UnitWriter for Writer<'_> {
    fn unit(&mut self, unit: &Unit) -> Result<(), WriteError> {
        let wanted = |variant: &&Variant| self.options.languages.contains(&variant.language);
        let variants: Vec<WrittenVariant<'_>> = unit
            .variants
            .iter()
            .filter(wanted)
            .map(WrittenVariant::of)
            .collect();
        if variants.is_empty() {
            return Ok(());
        }
        let placement = unit.placement.as_ref();
        let record = Written {
            kind: "unit",
            v: VERSION,
            id: &unit.id,
            document: placement.map(|placement| &placement.document),
            place: placement.map(|placement| Standing {
                order: placement.order,
                paragraph: placement.paragraph,
                sentence: placement.sentence,
                segments: placement.segments,
                line: placement.line,
            }),
            source_lang: unit.source_language.as_ref(),
            variants,
            attributes: &unit.attributes,
            remarks: &unit.remarks,
        };
        self.line.clear();
        serde_json::to_writer(&mut self.line, &record).map_err(std::io::Error::from)?;
        self.line.push(b'\n');
        self.output.write_all(&self.line)?;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<Finding>, WriteError> {
        self.output.flush()?;
        Ok(Vec::new())
    }
}

impl<'u> WrittenVariant<'u> {
    fn of(variant: &'u Variant) -> Self {
        Self {
            lang: &variant.language,
            text: &variant.text,
            state: variant.state,
            needs_work: variant.needs_work.as_deref(),
            codes: &variant.codes,
            attributes: &variant.attributes,
            remarks: &variant.remarks,
            saved: variant.saved.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::collected::{language, read, write};

    #[test]
    fn a_unit_is_one_line() {
        let mut unit = Unit::new(
            UnitId("k1".to_owned()),
            Variant::new(language("en"), "a\n\u{0}\u{FFFE}"),
        );
        unit.variants.push(Variant::new(language("ur"), "ب"));
        let (out, _) = write(&JsonLines, std::slice::from_ref(&unit), "en", &["en", "ur"]);
        assert_eq!(
            out,
            "{\"type\":\"unit\",\"v\":1,\"id\":\"k1\",\"source_lang\":\"en\",\"variants\":[\
             {\"lang\":\"en\",\"text\":\"a\\n\\u0000\u{FFFE}\",\"state\":\"translated\"},\
             {\"lang\":\"ur\",\"text\":\"ب\",\"state\":\"translated\"}]}\n"
        );
        assert!(JsonLines.recognises(out.as_bytes()));
        assert_eq!(read(&JsonLines, out.as_bytes()).units, [unit]);
    }

    #[test]
    fn a_bad_line_costs_that_line() {
        let file = "{\"variants\":[{\"lang\":\"en\",\"text\":\"kept\",\"new\":1}],\"other\":{}}\n\
            \n{\"id\":\n{\"variants\":[]}\n{\"type\":\"segments\"}\n{\"v\":2}\n\
            {\"variants\":[{\"lang\":\"no such\",\"text\":\"\"}]}\n\
            {\"variants\":[{\"lang\":\"ur\",\"text\":\"ب\",\"codes\":[{\"offset\":1,\"kind\":\"standalone\",\"element\":\"ph\"}]}]}\n\
            {\"variants\":[{\"lang\":\"en\",\"text\":\"\\ud800\"}]}\n\
            {\"document\":\"../x\",\"variants\":[{\"lang\":\"en\",\"text\":\"a\"}]}";
        let read = read(&JsonLines, file.as_bytes());
        assert_eq!((read.summary.units, read.summary.skipped), (1, 8));
        assert_eq!(read.units[0].variants[0].text, "kept");
        let lines: Vec<usize> = read
            .findings
            .iter()
            .map(|f| f.place.as_ref().unwrap().line)
            .collect();
        assert_eq!(lines, [3, 4, 5, 6, 7, 8, 9, 10]);
        let messages = read.messages();
        assert_eq!(messages[1], "the line was passed over: it has no variants");
        assert!(
            messages[4].contains("`no such` is not a language tag"),
            "{messages:?}"
        );
        assert!(
            messages[5].contains("byte 1 of the ur text"),
            "{messages:?}"
        );
    }
}
