//! Moses: parallel text, one file a language, line n answers line n. Written, not read.

use std::io::{BufRead, Write};

use super::changes::{About, Changes};
use super::{
    Fate, Format, Lacks, Layout, Part, ReadError, ReadOptions, Sink, Summary, UnitWriter,
    WriteError, WriteOptions,
};
use crate::model::{Finding, Severity, Unit, Variant};
use crate::text::Language;

/// Moses.
pub(super) struct Moses;

impl Format for Moses {
    fn name(&self) -> &'static str {
        "moses"
    }

    fn title(&self) -> &'static str {
        "parallel text, one file a language"
    }

    fn suffixes(&self) -> &'static [&'static str] {
        &[]
    }

    fn layout(&self) -> Layout {
        Layout::FilePerLanguage
    }

    fn is_read(&self) -> bool {
        false
    }

    fn prose(&self) -> &'static str {
        include_str!("manual/moses.md")
    }

    fn lacks(&self) -> Lacks {
        &[
            (Part::SeveralTargets, Fate::Refused),
            (Part::SecondTexts, Fate::Reported),
            (Part::Ids, Fate::LeftOut),
            (Part::Placement, Fate::LeftOut),
            (Part::Sources, Fate::LeftOut),
            (Part::EmptyTexts, Fate::LeftOut),
            (Part::States, Fate::LeftOut),
            (Part::StatesOfSources, Fate::LeftOut),
            (Part::NeedsWork, Fate::LeftOut),
            (Part::Reasons, Fate::LeftOut),
            (Part::Codes, Fate::LeftOut),
            (Part::Notes, Fate::LeftOut),
            (Part::NotesOfTexts, Fate::LeftOut),
            (Part::NoteEdges, Fate::LeftOut),
            (Part::Properties, Fate::LeftOut),
            (Part::RemarkOrder, Fate::LeftOut),
            (Part::RemarkAttributes, Fate::LeftOut),
            (Part::Attributes, Fate::LeftOut),
            (Part::AttributeOrder, Fate::LeftOut),
            (Part::Saved, Fate::LeftOut),
        ]
    }

    fn recognises(&self, _head: &[u8]) -> bool {
        false
    }

    fn read(
        &self,
        _input: &mut dyn BufRead,
        _options: &ReadOptions,
        _sink: &mut dyn Sink,
    ) -> Result<Summary, ReadError> {
        let message = "a Moses file holds one language: its lines have no pair to go with";
        let finding = Finding::new("half-of-a-pair", Severity::Error, message)
            .with_hint("give both files to `align --presegmented`, or import a TMX or TSV");
        Err(ReadError::Malformed(Box::new(finding)))
    }

    fn writer<'a>(
        &self,
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Box<dyn UnitWriter + 'a>, WriteError> {
        let [language] = options.languages.as_slice() else {
            let message = "a Moses file holds exactly one language";
            return Err(WriteError::Unfit(message.to_owned()));
        };
        Ok(Box::new(Writer {
            language,
            output,
            line: String::new(),
            changes: Changes::default(),
        }))
    }
}

struct Writer<'a> {
    language: &'a Language,
    output: &'a mut dyn Write,
    line: String,
    changes: Changes,
}

impl UnitWriter for Writer<'_> {
    /// Writes one line, empty when the unit lacks the language: every file has a line for every unit.
    fn unit(&mut self, unit: &Unit) -> Result<(), WriteError> {
        self.line.clear();
        let own = |variant: &&Variant| variant.language == *self.language;
        let mut texts = unit.variants.iter().filter(own);
        let text = texts.next().map_or("", |variant| variant.text.as_str());
        let about = About {
            unit: Some(&unit.id),
            language: Some(self.language),
        };
        if texts.next().is_some() {
            let message = "a second variant was left out: a unit has one line";
            self.changes
                .tell("second-variant", Severity::Warning, about, message);
        }
        if on_one_line(text, &mut self.line) {
            let message = "a line break inside the text is written as a space";
            self.changes
                .tell("line-break", Severity::Info, about, message);
        }
        self.line.push('\n');
        self.output.write_all(self.line.as_bytes())?;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<Finding>, WriteError> {
        self.output.flush()?;
        Ok(self.changes.into_findings())
    }
}

/// Appends a text with each line break, of whatever kind some program takes for one, as one space.
///
/// Returns whether there was one.
fn on_one_line(text: &str, into: &mut String) -> bool {
    let mut broken = false;
    let mut after_return = false;
    for c in text.chars() {
        let breaks = matches!(
            c,
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1C}'
                ..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        );
        if !breaks {
            into.push(c);
        } else if !(c == '\n' && after_return) {
            into.push(' ');
        }
        after_return = c == '\r';
        broken |= breaks;
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::collected::{language, try_read, write};
    use crate::model::UnitId;

    fn unit(id: &str, source: &str, target: Option<&str>) -> Unit {
        let mut unit = Unit::new(UnitId(id.to_owned()), Variant::new(language("en"), source));
        if let Some(target) = target {
            unit.variants.push(Variant::new(language("ur"), target));
        }
        unit
    }

    #[test]
    fn line_n_answers_line_n() {
        let units = [
            unit("1", "one", Some("ایک")),
            unit("2", "two\r\nlines\u{2028}more", None),
            unit("3", "three", Some("تین")),
        ];
        let (english, changes) = write(&Moses, &units, "en", &["en"]);
        assert_eq!(english, "one\ntwo lines more\nthree\n");
        assert_eq!(changes.len(), 1);
        let (urdu, _) = write(&Moses, &units, "en", &["ur"]);
        assert_eq!(urdu, "ایک\n\nتین\n");
    }

    #[test]
    fn a_second_text_in_the_language_is_told() {
        let mut twice = unit("1", "one", Some("ایک"));
        twice.variants.push(Variant::new(language("ur"), "اک"));
        let (english, changes) = write(&Moses, std::slice::from_ref(&twice), "en", &["en"]);
        assert_eq!((english.as_str(), changes.len()), ("one\n", 0));
        let (urdu, changes) = write(&Moses, &[twice], "en", &["ur"]);
        assert_eq!(urdu, "ایک\n");
        assert_eq!(changes[0].id, "second-variant");
    }

    #[test]
    fn one_file_alone_cannot_be_read() {
        let (_, error) = try_read(&Moses, b"one\n", &ReadOptions::default());
        assert!(error.unwrap().to_string().contains("one language"));
    }
}
