//! Reads XLIFF: the file as a whole, its files and its units.

use std::io::BufRead;

use super::dialect::Version;
use super::write::NO_DOCUMENT;
use crate::exchange::markup::{Markup, Trouble};
use crate::exchange::xml::Kind;
use crate::exchange::{ReadError, ReadOptions, Sink, Summary};
use crate::model::Severity;
use crate::text::Language;

/// Where texts stand.
pub(super) const HOLDERS: &str = "`source`, `target` and `note`";

/// Reads one file.
pub(super) struct Reader<'r> {
    pub(super) markup: Markup<'r>,
    pub(super) version: Version,
    /// What stands before the names of the elements of XLIFF: nothing, or `x:`.
    pub(super) prefix: String,
    /// The languages that the caller names, for a file that does not.
    pub(super) asked: ReadOptions,
    pub(super) source: Option<Language>,
    pub(super) target: Option<Language>,
    /// What the present `file` was made from.
    pub(super) document: Option<String>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(
        input: &'r mut dyn BufRead,
        options: &ReadOptions,
        sink: &'r mut dyn Sink,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            markup: Markup::new(input, sink)?,
            version: Version::Two,
            prefix: String::new(),
            asked: options.clone(),
            source: None,
            target: None,
            document: None,
        })
    }

    pub(super) fn run(mut self) -> Result<Summary, ReadError> {
        let outcome = self.whole();
        self.markup.finish(outcome)
    }

    /// The name of the present element without its prefix; `None` for one of another namespace.
    pub(super) fn local(&self) -> Option<&str> {
        let name = self.markup.xml.inner().strip_prefix(self.prefix.as_str())?;
        (!name.contains(':')).then_some(name)
    }

    pub(super) fn attribute(&self, wanted: &str) -> Option<String> {
        let mut attributes = self.markup.xml.attributes();
        let found = attributes.find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value.into_owned())
    }

    fn whole(&mut self) -> Result<(), ReadError> {
        loop {
            match self.markup.xml.advance()? {
                Kind::EndOfFile => return Ok(()),
                Kind::Start if self.markup.xml.depth() == 1 => self.root()?,
                Kind::Start => self.outside_units()?,
                Kind::Text | Kind::Cdata => self.markup.stray_text(HOLDERS),
                Kind::End | Kind::Comment | Kind::Instruction | Kind::Doctype => {}
            }
        }
    }

    fn root(&mut self) -> Result<(), ReadError> {
        let name = self.markup.xml.inner().to_owned();
        let (prefix, local) = match name.rsplit_once(':') {
            Some((prefix, local)) => (format!("{prefix}:"), local),
            None => (String::new(), name.as_str()),
        };
        if local != "xliff" {
            let message = format!("not an XLIFF file: its root is `{name}`");
            return Err(self.markup.refused("not-xliff", message));
        }
        self.prefix = prefix;
        let number = self.attribute("version").unwrap_or_default();
        match Version::of(&number) {
            Some(version) => self.version = version,
            None => {
                let message = format!("XLIFF version `{number}` is unknown: 1.x and 2.x are read");
                return Err(self.markup.refused("unknown-version", message));
            }
        }
        self.languages("srcLang", "trgLang");
        for (name, value) in self.markup.xml.attributes() {
            let pair = (name.to_owned(), value.into_owned());
            self.markup.summary.attributes.push(pair);
        }
        Ok(())
    }

    /// Takes the languages that the present element names.
    fn languages(&mut self, source: &str, target: &str) {
        for (name, is_source) in [(source, true), (target, false)] {
            let Some(tag) = self.attribute(name) else {
                continue;
            };
            match self.markup.tags.parse(&tag) {
                Ok(language) if is_source => self.source = Some(language),
                Ok(language) => self.target = Some(language),
                Err(_) => {
                    let message = format!("`{name}` is `{tag}`, which is no language tag");
                    self.markup
                        .report("unknown-language", Severity::Warning, message);
                }
            }
        }
        self.markup.mark_spelling();
    }

    /// An element outside of units.
    fn outside_units(&mut self) -> Result<(), ReadError> {
        match self.local() {
            Some("file") => {
                self.file();
                Ok(())
            }
            Some("header" | "body" | "group" | "notes") => Ok(()),
            Some("unit" | "trans-unit") => self.unit_element(),
            Some("note") => match self.note() {
                Ok((_, note)) => {
                    self.markup.summary.remarks.push(note);
                    Ok(())
                }
                Err(Trouble::Fatal(error)) => Err(error),
                Err(Trouble::Broken(finding)) => {
                    self.markup.tell(*finding);
                    Ok(())
                }
            },
            _ => self.pass_over(),
        }
    }

    fn file(&mut self) {
        self.languages("source-language", "target-language");
        let is_ours = self.attribute("category").as_deref() == Some(NO_DOCUMENT);
        self.document = self
            .attribute("original")
            .filter(|name| !name.is_empty() && !is_ours);
    }

    /// Passes over an element that says nothing of translations.
    pub(super) fn pass_over(&mut self) -> Result<(), ReadError> {
        let message = format!("`{}` was passed over", self.markup.xml.inner());
        self.markup
            .report("unknown-element", Severity::Info, message);
        let depth = self.markup.xml.depth();
        self.markup.xml.skip_to(depth - 1)
    }
}
