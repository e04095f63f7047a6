//! Reads TMX: the file as a whole, its header and its units.

use std::io::BufRead;

use super::write::Placed;
use crate::exchange::identity::content_id;
use crate::exchange::markup::{Markup, Tags, Trouble};
use crate::exchange::xml::Kind;
use crate::exchange::{ReadError, ReadOptions, Sink, Summary};
use crate::model::{Attributes, Severity, State, Unit, UnitId, Variant};
use crate::text::Language;

/// Where texts stand.
const HOLDERS: &str = "`seg`, `note` and `prop`";

/// Reads one file.
pub(super) struct Reader<'r> {
    pub(super) markup: Markup<'r>,
    /// The source language of units that name none; `None` for `*all*`.
    source: Option<Language>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(
        input: &'r mut dyn BufRead,
        options: &ReadOptions,
        sink: &'r mut dyn Sink,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            markup: Markup::new(input, sink)?,
            source: options.source.clone(),
        })
    }

    pub(super) fn run(mut self) -> Result<Summary, ReadError> {
        let outcome = self.file();
        self.markup.finish(outcome)
    }

    fn file(&mut self) -> Result<(), ReadError> {
        loop {
            match self.markup.xml.advance()? {
                Kind::EndOfFile => return Ok(()),
                Kind::Start if self.markup.xml.depth() == 1 => self.root()?,
                Kind::Start => match self.markup.xml.inner() {
                    "tu" => self.tu()?,
                    "header" => self.header()?,
                    "body" => self.markup.report_unkept_attributes(&[]),
                    _ => self.pass_over()?,
                },
                Kind::Text | Kind::Cdata => self.markup.stray_text(HOLDERS),
                kind @ (Kind::Comment | Kind::Instruction) => self.markup.tally_unkept(kind),
                Kind::End | Kind::Doctype => {}
            }
        }
    }

    fn root(&mut self) -> Result<(), ReadError> {
        if self.markup.xml.inner() != "tmx" {
            let message = format!("not a TMX file: its root is `{}`", self.markup.xml.inner());
            return Err(self.markup.refused("not-tmx", message));
        }
        let version = self
            .markup
            .xml
            .attributes()
            .find(|(name, _)| *name == "version")
            .map(|(_, value)| value.into_owned());
        let known = ["1.1", "1.2", "1.3", "1.4", "1.4a", "1.4b"];
        let remark = match version.as_deref() {
            Some("1.4") => None,
            Some(own) if known.contains(&own) => {
                let message = format!("TMX {own} is read, and TMX 1.4 is written");
                Some(("old-version", message))
            }
            Some(own) => {
                let message = format!("TMX version `{own}` is unknown, read as 1.4");
                Some(("unknown-version", message))
            }
            None => {
                let message = "the file names no TMX version, read as 1.4".to_owned();
                Some(("unknown-version", message))
            }
        };
        if let Some((id, message)) = remark {
            self.markup.report(id, Severity::Info, message);
        }
        self.markup.report_unkept_attributes(&["version"]);
        Ok(())
    }

    /// Passes over an element that has no place here.
    fn pass_over(&mut self) -> Result<(), ReadError> {
        let message = format!(
            "`{}` has no place here and was passed over",
            self.markup.xml.inner()
        );
        self.markup
            .report("unknown-element", Severity::Warning, message);
        self.markup.xml.skip_to(self.markup.xml.depth() - 1)
    }

    fn header(&mut self) -> Result<(), ReadError> {
        let depth = self.markup.xml.depth();
        self.markup.begin();
        let mut unclear = None;
        for (name, value) in self.markup.xml.attributes() {
            if name == "srclang" {
                match source_language(&mut self.markup.tags, &value) {
                    Some(language) => self.source = language,
                    None if value.trim().is_empty() => {}
                    None => {
                        self.source = None;
                        unclear = Some(value.to_string());
                    }
                }
            }
            let pair = (name.to_owned(), value.into_owned());
            self.markup.summary.attributes.push(pair);
        }
        self.markup.mark_spelling();
        if let Some(value) = unclear {
            let message = format!("the header's source language `{value}` is not a language tag");
            self.markup
                .report("unknown-language", Severity::Warning, message);
        }
        match self.header_content(depth) {
            Ok(()) => Ok(()),
            Err(Trouble::Fatal(error)) => Err(error),
            Err(Trouble::Broken(finding)) => {
                self.markup.tell(*finding);
                self.markup.xml.skip_to(depth - 1)
            }
        }
    }

    fn header_content(&mut self, depth: usize) -> Result<(), Trouble> {
        while self.markup.xml.depth() >= depth {
            match self.markup.advance()? {
                Kind::Start => {
                    let remark = self.remark()?;
                    self.markup.summary.remarks.push(remark);
                }
                Kind::Text | Kind::Cdata => self.markup.stray_text(HOLDERS),
                kind => self.markup.tally_unkept(kind),
            }
        }
        Ok(())
    }

    fn tu(&mut self) -> Result<(), ReadError> {
        let depth = self.markup.xml.depth();
        let line = self.markup.xml.line();
        self.markup.begin();
        match self.unit() {
            Ok(unit) => self.markup.hand_over(unit, line),
            Err(trouble) => self.markup.pass_over(trouble, depth),
        }
    }

    fn unit(&mut self) -> Result<Unit, Trouble> {
        let depth = self.markup.xml.depth();
        let mut unit = self.unit_head();
        while self.markup.xml.depth() >= depth {
            match self.markup.advance()? {
                Kind::Start => match self.markup.xml.inner() {
                    "tuv" => {
                        let variant = self.variant(&unit).map_err(|trouble| trouble.of(&unit))?;
                        unit.variants.push(variant);
                    }
                    "tu" | "seg" | "body" => {
                        let message = format!("`{}` stands inside `tu`", self.markup.xml.inner());
                        return Err(self.markup.broken(message).of(&unit));
                    }
                    _ => {
                        self.tell_order(!unit.variants.is_empty());
                        unit.remarks.push(self.remark()?);
                    }
                },
                Kind::Text | Kind::Cdata => self.markup.stray_text(HOLDERS),
                kind => self.markup.tally_unkept(kind),
            }
        }
        if unit.variants.is_empty() {
            return Err(self.markup.broken("it has no `tuv`").of(&unit));
        }
        let says_so = unit.attributes.iter().any(|(name, _)| name == "srclang");
        let inherited = !says_so && unit.source_language == self.source;
        let (has_moved, is_near) = put_source_first(&mut unit, inherited);
        if is_near {
            let message =
                "a unit has the source language of another region; it is written with `srclang`";
            self.markup.tally("near-source", message);
        }
        if has_moved {
            let message = "the source's variant stands after others; it is written first";
            self.markup.tally("variant-order", message);
        }
        if unit.id.as_str().is_empty() {
            unit.id = content_id(&unit);
        }
        Ok(unit)
    }

    /// Tells that a remark stands behind what it must stand before.
    fn tell_order(&mut self, is_late: bool) {
        if is_late {
            let message = "a note or property stands after `tuv` or `seg`; it is written before";
            self.markup.tally("remark-order", message);
        }
    }

    fn unit_head(&mut self) -> Unit {
        let given = self.markup.xml.attributes();
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
                "srclang" => match source_language(&mut self.markup.tags, &value) {
                    // What the header says already is kept as it stands, the rest is in the field.
                    Some(language) if language != self.source => unit.source_language = language,
                    _ => unit.attributes.push((name.to_owned(), value.into_owned())),
                },
                _ => unit.attributes.push((name.to_owned(), value.into_owned())),
            }
        }
        self.markup.mark_spelling();
        unit
    }

    fn variant(&mut self, unit: &Unit) -> Result<Variant, Trouble> {
        let depth = self.markup.xml.depth();
        let (language, attributes) = self.variant_head()?;
        let mut variant = Variant::new(language, "");
        variant.attributes = attributes;
        let mut has_seg = false;
        let mut state = None;
        while self.markup.xml.depth() >= depth {
            match self.markup.advance()? {
                Kind::Start => match self.markup.xml.inner() {
                    "seg" if has_seg => return Err(self.markup.broken("a `tuv` has two `seg`")),
                    "seg" => {
                        has_seg = true;
                        self.segment(&mut variant)?;
                    }
                    "tu" | "tuv" | "body" => {
                        let message = format!("`{}` stands inside `tuv`", self.markup.xml.inner());
                        return Err(self.markup.broken(message));
                    }
                    _ => {
                        self.tell_order(has_seg);
                        let remark = self.remark()?;
                        super::remark::take_in(remark, &mut variant, &mut state);
                    }
                },
                Kind::Text | Kind::Cdata => self.markup.stray_text(HOLDERS),
                kind => self.markup.tally_unkept(kind),
            }
        }
        if !has_seg {
            return Err(self.markup.broken("a `tuv` has no `seg`"));
        }
        let assumed = State::assumed(&variant.text);
        if state == Some(assumed) && Placed::of(unit) == Placed::Alone {
            let message = "a state that goes without saying is not kept as a property";
            self.markup.tally("plain-state", message);
        }
        variant.state = state.unwrap_or(assumed);
        Ok(variant)
    }

    fn variant_head(&mut self) -> Result<(Language, Attributes), Trouble> {
        let given = self.markup.xml.attributes();
        let mut attributes = Vec::new();
        let mut language = None;
        let mut old = None;
        for (name, value) in given {
            match name {
                "xml:lang" => language = Some(self.markup.tags.parse(&value)),
                "lang" => old = Some((self.markup.tags.parse(&value), value.into_owned())),
                _ => attributes.push((name.to_owned(), value.into_owned())),
            }
        }
        if old.is_some() {
            self.markup
                .tally("old-attribute", "`lang` is written as `xml:lang`");
        }
        self.markup.mark_spelling();
        let found = match (language, old) {
            (Some(language), Some((other, value))) if other != language => {
                attributes.push(("lang".to_owned(), value));
                language
            }
            (Some(language), _) | (None, Some((language, _))) => language,
            (None, None) => return Err(self.markup.broken("a `tuv` names no language")),
        };
        match found {
            Ok(language) => Ok((language, attributes)),
            Err(message) => Err(self.markup.broken(message)),
        }
    }
}

/// What `srclang` says: a language, none in particular (`*all*`), or nothing that can be understood.
fn source_language(tags: &mut Tags, value: &str) -> Option<Option<Language>> {
    if value.trim().eq_ignore_ascii_case("*all*") {
        return Some(None);
    }
    tags.parse(value).ok().map(Some)
}

/// Puts the source's variant first; whether it stood elsewhere, and whether it is one for another region.
///
/// Where the source is inherited from the header and the unit has its language for another region
/// only, that is the unit's source.
fn put_source_first(unit: &mut Unit, inherited: bool) -> (bool, bool) {
    let Some(source) = &unit.source_language else {
        return (false, false);
    };
    let exact = |variant: &Variant| variant.language == *source;
    let near = |variant: &Variant| variant.language.primary() == source.primary();
    let found = unit.variants.iter().position(exact);
    let near = || unit.variants.iter().position(near).filter(|_| inherited);
    let Some(at) = found.or_else(near) else {
        return (false, false);
    };
    unit.variants[..=at].rotate_right(1);
    if found.is_none() {
        unit.source_language = Some(unit.variants[0].language.clone());
    }
    (at > 0, found.is_none())
}
