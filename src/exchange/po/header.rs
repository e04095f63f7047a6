//! The header of a PO file: lines of names and values in the target of the entry without source.

use super::entry::{Entry, now};
use super::line::Keyword;
use super::plural::plural_forms;
use crate::text::Language;

/// The header field that names the document of a segment file.
pub(super) const DOCUMENT: &str = "X-Tarjuman-Document";

/// The header field that names the language of the sources.
pub(super) const SOURCE_LANGUAGE: &str = "X-Source-Language";

/// What a new header says.
#[derive(Clone, Debug)]
pub(super) struct NewHeader<'a> {
    /// `Project-Id-Version`
    pub(super) project: &'a str,
    /// The document, when the file holds one alone.
    pub(super) document: Option<&'a str>,
    /// The language of the sources.
    pub(super) source: &'a Language,
    /// The language of the targets.
    pub(super) target: &'a Language,
}

impl NewHeader<'_> {
    /// The names and values, in gettext's order; the same for the same input, without a date.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("Project-Id-Version", one_line(self.project)),
            ("Report-Msgid-Bugs-To", String::new()),
            ("PO-Revision-Date", String::new()),
            ("Last-Translator", String::new()),
            ("Language-Team", String::new()),
            ("Language", self.target.as_str().replace('-', "_")),
            ("MIME-Version", "1.0".to_owned()),
            ("Content-Type", "text/plain; charset=UTF-8".to_owned()),
            ("Content-Transfer-Encoding", "8bit".to_owned()),
            ("Plural-Forms", plural_forms(self.target).to_owned()),
            (SOURCE_LANGUAGE, self.source.as_str().to_owned()),
        ];
        if let Some(document) = self.document {
            fields.push((DOCUMENT, one_line(document)));
        }
        fields
    }

    /// The entry as text, one line a field, with the end of each line.
    pub(super) fn entry(&self, end: &str) -> String {
        let mut text = format!("msgid \"\"{end}msgstr \"\"{end}");
        for (name, value) in self.fields() {
            super::escape::push_quoted(&mut text, &format!("{name}: {value}\n"));
            text.push_str(end);
        }
        text
    }
}

fn one_line(value: &str) -> String {
    value.replace(char::is_control, " ")
}

/// The names and values that a header's target holds, in order.
pub(super) fn fields(target: &str) -> impl Iterator<Item = (&str, &str)> {
    target
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
}

/// The value of a field; names differ in case at times.
pub(super) fn field<'a>(target: &'a str, name: &str) -> Option<&'a str> {
    fields(target)
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// Adds a field behind the others, on a line of its own.
pub(super) fn add_field(header: &mut Entry, name: &str, value: &str, end: &str) {
    let is_target = |kind| kind == now(Keyword::Msgstr).kind();
    let target = header.fields.iter().find(|field| is_target(field.kind));
    let lines = target.map_or(0, |field| header.raw[field.range.clone()].lines().count());
    let mut number = 0;
    header.map_lines(|kind, line, out| {
        out.push_str(line);
        number += usize::from(is_target(kind));
        if is_target(kind) && number == lines {
            if !line.ends_with('\n') {
                out.push_str(end);
            }
            super::escape::push_quoted(out, &format!("{name}: {}\n", one_line(value)));
            out.push_str(end);
        }
    });
}

/// Gives a field that stands on a line of its own another value; the rest of the header stays as it is.
pub(super) fn set_field(header: &mut Entry, name: &str, value: &str) {
    let begin = format!("\"{name}:");
    header.map_lines(|_, line, out| match line.trim_start().starts_with(&begin) {
        true => {
            super::escape::push_quoted(out, &format!("{name}: {}\n", one_line(value)));
            out.push_str(&line[line.trim_end().len()..]);
        }
        false => out.push_str(line),
    });
}

/// A language as headers name it: `ur`, `ur_PK`, `uz@cyrillic`, `ca@valencia`.
pub(super) fn language(value: &str) -> Option<Language> {
    let (tag, modifier) = value.split_once('@').unwrap_or((value, ""));
    let tag = tag.split('.').next().unwrap_or(tag);
    let script = match modifier {
        "latin" => "-Latn",
        "cyrillic" => "-Cyrl",
        "arabic" => "-Arab",
        "devanagari" => "-Deva",
        _ => "",
    };
    let (primary, region) = tag.split_at(tag.find(['_', '-']).unwrap_or(tag.len()));
    let parsed = Language::parse(&format!("{primary}{script}{region}")).ok()?;
    if modifier.is_empty() || !script.is_empty() {
        return Some(parsed);
    }
    Language::parse(&format!("{parsed}-{modifier}"))
        .ok()
        .or(Some(parsed))
}
