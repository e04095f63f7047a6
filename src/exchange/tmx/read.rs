//! Reads TMX: the file as a whole, its header and its units.

use std::collections::HashSet;
use std::io::BufRead;

use crate::exchange::identity::content_id;
use crate::exchange::xml::{Kind, Parser, is_blank};
use crate::exchange::{ReadError, ReadOptions, Sink, Summary};
use crate::model::{Attributes, Finding, Severity, State, Unit, UnitId, Variant};
use crate::text::Language;

/// The largest unit, in bytes of its markup.
const MAX_UNIT: u64 = 16 << 20;

/// How many elements one unit may have.
const MAX_ELEMENTS: u32 = 100_000;

/// Reads one file.
pub(super) struct Reader<'r> {
    pub(super) xml: Parser<'r>,
    sink: &'r mut dyn Sink,
    summary: Summary,
    /// The source language of units that name none; `None` for `*all*`.
    source: Option<Language>,
    languages: Vec<(String, Language)>,
    /// A text while it is being read.
    pub(super) scratch: String,
    /// Where the present unit begins, and how many elements of it were read.
    begun: u64,
    elements: u32,
    /// What was reported once and need not be again.
    reported: HashSet<String>,
}

/// Why a unit was not read.
pub(super) enum Trouble {
    /// The file cannot be read on.
    Fatal(ReadError),
    /// This unit is broken, the next may be whole.
    Broken(Box<Finding>),
}

impl From<ReadError> for Trouble {
    fn from(error: ReadError) -> Self {
        Self::Fatal(error)
    }
}

impl<'r> Reader<'r> {
    pub(super) fn new(
        input: &'r mut dyn BufRead,
        options: &ReadOptions,
        sink: &'r mut dyn Sink,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            xml: Parser::new(input)?,
            sink,
            summary: Summary::default(),
            source: options.source.clone(),
            languages: Vec::new(),
            scratch: String::new(),
            begun: 0,
            elements: 0,
            reported: HashSet::new(),
        })
    }

    pub(super) fn run(mut self) -> Result<Summary, ReadError> {
        match self.file() {
            Ok(()) => Ok(self.summary),
            Err(ReadError::Malformed(mut finding)) => {
                let seen = self.summary.units + self.summary.skipped;
                finding.message = format!("{} (after {seen} units)", finding.message);
                Err(ReadError::Malformed(finding))
            }
            Err(other) => Err(other),
        }
    }

    fn file(&mut self) -> Result<(), ReadError> {
        loop {
            match self.xml.advance()? {
                Kind::EndOfFile => return Ok(()),
                Kind::Start if self.xml.depth() == 1 => self.root()?,
                Kind::Start => match self.xml.inner() {
                    "tu" => self.tu()?,
                    "header" => self.header()?,
                    "body" => {}
                    _ => self.pass_over()?,
                },
                Kind::Text | Kind::Cdata => self.stray_text(),
                Kind::End | Kind::Comment | Kind::Instruction | Kind::Doctype => {}
            }
        }
    }

    fn root(&mut self) -> Result<(), ReadError> {
        if self.xml.inner() != "tmx" {
            let message = format!("not a TMX file: its root is `{}`", self.xml.inner());
            let finding = Finding::new("not-tmx", Severity::Error, message);
            return Err(ReadError::Malformed(Box::new(finding.at(self.xml.place()))));
        }
        let version = self
            .xml
            .attributes()
            .find(|(name, _)| *name == "version")
            .map(|(_, value)| value.into_owned());
        let known = ["1.1", "1.2", "1.3", "1.4", "1.4a", "1.4b"];
        if !version.as_deref().is_some_and(|own| known.contains(&own)) {
            let message = match version {
                Some(version) => format!("TMX version `{version}` is unknown, read as 1.4"),
                None => "the file names no TMX version, read as 1.4".to_owned(),
            };
            self.report("unknown-version", Severity::Info, message);
        }
        Ok(())
    }

    /// Passes over an element that has no place here.
    fn pass_over(&mut self) -> Result<(), ReadError> {
        let message = format!(
            "`{}` has no place here and was passed over",
            self.xml.inner()
        );
        self.report("unknown-element", Severity::Warning, message);
        self.xml.skip_to(self.xml.depth() - 1)
    }

    fn header(&mut self) -> Result<(), ReadError> {
        let depth = self.xml.depth();
        self.begin();
        for (name, value) in self.xml.attributes() {
            if name == "srclang" {
                match source_language(&value) {
                    Some(language) => self.source = language,
                    None if value.trim().is_empty() => {}
                    None => self.source = None,
                }
            }
            let pair = (name.to_owned(), value.into_owned());
            self.summary.attributes.push(pair);
        }
        let source = self
            .summary
            .attributes
            .iter()
            .find(|(name, _)| name == "srclang");
        if let Some((_, value)) = source
            && source_language(value).is_none()
        {
            let message = format!("the header's source language `{value}` is not a language tag");
            self.report("unknown-language", Severity::Warning, message);
        }
        match self.header_content(depth) {
            Ok(()) => Ok(()),
            Err(Trouble::Fatal(error)) => Err(error),
            Err(Trouble::Broken(finding)) => {
                self.sink.finding(*finding);
                self.xml.skip_to(depth - 1)
            }
        }
    }

    fn header_content(&mut self, depth: usize) -> Result<(), Trouble> {
        while self.xml.depth() >= depth {
            match self.advance()? {
                Kind::Start => {
                    let remark = self.remark()?;
                    self.summary.remarks.push(remark);
                }
                Kind::Text | Kind::Cdata => self.stray_text(),
                _ => {}
            }
        }
        Ok(())
    }

    /// Begins to count what a unit holds.
    fn begin(&mut self) {
        self.begun = self.xml.position();
        self.elements = 0;
    }

    /// Goes to the next token of a unit, as long as the unit is not too large.
    pub(super) fn advance(&mut self) -> Result<Kind, Trouble> {
        let kind = self.xml.advance()?;
        if kind == Kind::Start {
            self.elements += 1;
        }
        if self.xml.position() - self.begun > MAX_UNIT || self.elements > MAX_ELEMENTS {
            let limit = format!("{} MiB or {MAX_ELEMENTS} elements", MAX_UNIT >> 20);
            return Err(self.broken(format!("it has more than {limit}")));
        }
        Ok(kind)
    }

    fn tu(&mut self) -> Result<(), ReadError> {
        let depth = self.xml.depth();
        let line = self.xml.line();
        self.begin();
        match self.unit() {
            Ok(unit) => {
                self.summary.units += 1;
                self.sink.unit(unit, line).map_err(ReadError::Stopped)
            }
            Err(Trouble::Fatal(error)) => Err(error),
            Err(Trouble::Broken(finding)) => {
                self.summary.skipped += 1;
                self.sink.finding(*finding);
                self.xml.skip_to(depth - 1)
            }
        }
    }

    fn unit(&mut self) -> Result<Unit, Trouble> {
        let depth = self.xml.depth();
        let mut unit = self.unit_head();
        while self.xml.depth() >= depth {
            match self.advance()? {
                Kind::Start => match self.xml.inner() {
                    "tuv" => {
                        let variant = self.variant().map_err(|trouble| name(trouble, &unit))?;
                        unit.variants.push(variant);
                    }
                    "tu" | "seg" | "body" => {
                        let message = format!("`{}` stands inside `tu`", self.xml.inner());
                        return Err(name(self.broken(message), &unit));
                    }
                    _ => unit.remarks.push(self.remark()?),
                },
                Kind::Text | Kind::Cdata => self.stray_text(),
                _ => {}
            }
        }
        if unit.variants.is_empty() {
            return Err(name(self.broken("it has no `tuv`"), &unit));
        }
        let says_so = unit.attributes.iter().any(|(name, _)| name == "srclang");
        let inherited = !says_so && unit.source_language == self.source;
        put_source_first(&mut unit, inherited);
        if unit.id.as_str().is_empty() {
            unit.id = content_id(&unit);
        }
        Ok(unit)
    }

    fn unit_head(&mut self) -> Unit {
        let given = self.xml.attributes();
        let mut unit = Unit {
            id: UnitId(String::new()),
            placement: None,
            source_language: self.source.clone(),
            variants: Vec::with_capacity(2),
            attributes: Vec::with_capacity(given.len()),
            remarks: Vec::new(),
        };
        for (name, value) in given {
            match name {
                "tuid" if !value.is_empty() => unit.id = UnitId(value.into_owned()),
                "srclang" => match source_language(&value) {
                    // What the header says already is kept as it stands, the rest is in the field.
                    Some(language) if language != self.source => unit.source_language = language,
                    _ => unit.attributes.push((name.to_owned(), value.into_owned())),
                },
                _ => unit.attributes.push((name.to_owned(), value.into_owned())),
            }
        }
        unit
    }

    fn variant(&mut self) -> Result<Variant, Trouble> {
        let depth = self.xml.depth();
        let (language, attributes) = self.variant_head()?;
        let mut variant = Variant::new(language, "");
        variant.attributes = attributes;
        let mut has_seg = false;
        let mut state = None;
        while self.xml.depth() >= depth {
            match self.advance()? {
                Kind::Start => match self.xml.inner() {
                    "seg" if has_seg => return Err(self.broken("a `tuv` has two `seg`")),
                    "seg" => {
                        has_seg = true;
                        self.segment(&mut variant)?;
                    }
                    "tu" | "tuv" | "body" => {
                        let message = format!("`{}` stands inside `tuv`", self.xml.inner());
                        return Err(self.broken(message));
                    }
                    _ => {
                        let remark = self.remark()?;
                        super::remark::take_in(remark, &mut variant, &mut state);
                    }
                },
                Kind::Text | Kind::Cdata => self.stray_text(),
                _ => {}
            }
        }
        if !has_seg {
            return Err(self.broken("a `tuv` has no `seg`"));
        }
        variant.state = state.unwrap_or(if variant.text.is_empty() {
            State::Initial
        } else {
            State::Translated
        });
        Ok(variant)
    }

    fn variant_head(&mut self) -> Result<(Language, Attributes), Trouble> {
        let given = self.xml.attributes();
        let mut attributes = Vec::new();
        let mut language = None;
        let mut old = None;
        for (name, value) in given {
            match name {
                "xml:lang" => language = Some(find_language(&mut self.languages, &value)),
                "lang" => old = Some((find_language(&mut self.languages, &value), value)),
                _ => attributes.push((name.to_owned(), value.into_owned())),
            }
        }
        let found = match (language, old) {
            (Some(language), Some((other, value))) if other != language => {
                attributes.push(("lang".to_owned(), value.into_owned()));
                language
            }
            (Some(language), _) | (None, Some((language, _))) => language,
            (None, None) => return Err(self.broken("a `tuv` names no language")),
        };
        match found {
            Ok(language) => Ok((language, attributes)),
            Err(message) => Err(self.broken(message)),
        }
    }

    /// Why this unit is passed over, at the present token.
    pub(super) fn broken(&mut self, reason: impl std::fmt::Display) -> Trouble {
        let number = self.summary.units + self.summary.skipped + 1;
        let message = format!("unit {number} was passed over: {reason}");
        let finding = Finding::new("broken-unit", Severity::Error, message);
        Trouble::Broken(Box::new(finding.at(self.xml.place())))
    }

    pub(super) fn stray_text(&mut self) {
        if !is_blank(self.xml.inner()) {
            let message = "text outside `seg`, `note` and `prop` was passed over".to_owned();
            self.report("stray-text", Severity::Warning, message);
        }
    }

    /// Reports something at the present token, once a file for each message.
    pub(super) fn report(&mut self, id: &str, severity: Severity, message: String) {
        const MOST: usize = 200;
        if self.reported.len() < MOST && self.reported.insert(message.clone()) {
            let finding = Finding::new(id, severity, message).at(self.xml.place());
            self.sink.finding(finding);
        }
    }
}

/// Tells the finding which unit it is about.
fn name(trouble: Trouble, unit: &Unit) -> Trouble {
    match trouble {
        Trouble::Broken(mut finding) if !unit.id.as_str().is_empty() => {
            finding.unit = Some(unit.id.clone());
            Trouble::Broken(finding)
        }
        other => other,
    }
}

/// What `srclang` says: a language, none in particular (`*all*`), or nothing that can be understood.
fn source_language(value: &str) -> Option<Option<Language>> {
    if value.trim().eq_ignore_ascii_case("*all*") {
        return Some(None);
    }
    Language::parse(value).ok().map(Some)
}

/// Parses a tag, once for each way that a file writes it.
fn find_language(known: &mut Vec<(String, Language)>, tag: &str) -> Result<Language, String> {
    const MOST: usize = 64;
    if let Some((_, language)) = known.iter().find(|(own, _)| own == tag) {
        return Ok(language.clone());
    }
    let language = Language::parse(tag).map_err(|error| error.to_string())?;
    if known.len() < MOST {
        known.push((tag.to_owned(), language.clone()));
    }
    Ok(language)
}

/// Puts the source's variant first.
///
/// Where the source is inherited from the header and the unit has its language for another region
/// only, that is the unit's source.
fn put_source_first(unit: &mut Unit, inherited: bool) {
    let Some(source) = &unit.source_language else {
        return;
    };
    let exact = |variant: &Variant| variant.language == *source;
    let near = |variant: &Variant| variant.language.primary() == source.primary();
    let found = unit.variants.iter().position(exact);
    let near = || unit.variants.iter().position(near).filter(|_| inherited);
    if let Some(at) = found.or_else(near) {
        unit.variants[..=at].rotate_right(1);
        if found.is_none() {
            unit.source_language = Some(unit.variants[0].language.clone());
        }
    }
}
