//! Reads XLIFF: the file as a whole, its files and its units.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::BufRead;

use super::dialect::Version;
use super::meta::{Applies, CATEGORY, Group, NAMESPACE};
use super::parts::{Originals, Parts, Piece, segments_of};
use super::write::NO_DOCUMENT;
use crate::exchange::markup::{Markup, Trouble};
use crate::exchange::xml::Kind;
use crate::exchange::{ReadError, ReadOptions, Sink, Summary};
use crate::model::{Attributes, Remark, RemarkKind, Severity, State, Unit, Variant};
use crate::text::Language;

/// Where texts stand.
const HOLDERS: &str = "`source`, `target` and `note`";

/// Reads one file.
pub(super) struct Reader<'r> {
    pub(super) markup: Markup<'r>,
    pub(super) version: Version,
    /// What stands before the names of the elements of XLIFF: nothing, or `x:`.
    pub(super) prefix: String,
    /// The languages that the caller names, for a file that does not.
    asked: ReadOptions,
    source: Option<Language>,
    target: Option<Language>,
    /// What the present `file` was made from.
    document: Option<String>,
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

    fn attribute(&self, wanted: &str) -> Option<String> {
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
    fn pass_over(&mut self) -> Result<(), ReadError> {
        let message = format!("`{}` was passed over", self.markup.xml.inner());
        self.markup
            .report("unknown-element", Severity::Info, message);
        let depth = self.markup.xml.depth();
        self.markup.xml.skip_to(depth - 1)
    }

    fn unit_element(&mut self) -> Result<(), ReadError> {
        let depth = self.markup.xml.depth();
        let line = self.markup.xml.line();
        self.markup.begin();
        match self.units() {
            Ok(units) => units
                .into_iter()
                .try_for_each(|unit| self.markup.hand_over(unit, line)),
            Err(trouble) => self.markup.pass_over(trouble, depth),
        }
    }

    fn units(&mut self) -> Result<Vec<Unit>, Trouble> {
        let depth = self.markup.xml.depth();
        let mut parts = Parts::default();
        let approved = self.unit_head(&mut parts);
        let mut originals = Originals::default();
        let mut whole = Piece::default();
        let mut segmented = None;
        while self.markup.xml.depth() >= depth {
            match self.markup.advance()? {
                Kind::Start => match self.local() {
                    Some("source") => whole.source = Some(self.source_text(&originals)?),
                    Some("seg-source") => segmented = Some(self.source_text(&originals)?),
                    Some("target") => self.target_text(&mut whole, &originals)?,
                    Some(name @ ("segment" | "ignorable")) => {
                        let is_ignorable = name == "ignorable";
                        let piece = self.piece(is_ignorable, &originals)?;
                        parts.pieces.push(piece);
                    }
                    Some("notes" | "originalData" | "context-group" | "prop-group") => {}
                    Some("note") => {
                        let note = self.note()?;
                        parts.notes.push(note);
                    }
                    Some("data") => self.data(&mut originals)?,
                    Some("context") => self.context("context-type", &mut parts)?,
                    Some("prop") => self.context("prop-type", &mut parts)?,
                    None if self.is_metadata() => self.metadata(&mut parts)?,
                    _ => self.pass_over()?,
                },
                Kind::Text | Kind::Cdata => self.markup.stray_text(HOLDERS),
                _ => {}
            }
        }
        if self.version == Version::One {
            if whole.source.is_none() {
                return Err(self.markup.broken("it has no `source`"));
            }
            whole.said.approved = approved;
            parts.pieces = pieces(whole, segmented);
        }
        if parts
            .pieces
            .iter()
            .any(|piece| piece.is_ignorable && has_codes(piece))
        {
            let message = "inline codes between segments were left out".to_owned();
            self.markup.report("lost-code", Severity::Warning, message);
        }
        let Some(language) = self.source_language() else {
            return Err(self.no_language("source", "srcLang` or `source-language"));
        };
        Ok(parts.units(&language, self.document.as_deref()))
    }

    /// Takes the attributes of a unit; says whether it is approved.
    fn unit_head(&self, parts: &mut Parts) -> bool {
        let mut approved = false;
        for (name, value) in self.markup.xml.attributes() {
            match name {
                "id" => parts.id = value.into_owned(),
                "approved" => approved = value == "yes",
                "xml:space" => {}
                _ if name.starts_with("xmlns") => {}
                _ => parts.attributes.push((name.to_owned(), value.into_owned())),
            }
        }
        approved
    }

    fn source_language(&self) -> Option<Language> {
        self.source.clone().or_else(|| self.asked.source.clone())
    }

    fn no_language(&mut self, which: &str, attribute: &str) -> Trouble {
        let reason = format!("the file does not name its {which} language (`{attribute}`)");
        match self.markup.broken(reason) {
            Trouble::Broken(finding) => {
                let option = if which == "source" { "--from" } else { "--to" };
                Trouble::Broken(Box::new(
                    finding.with_hint(format!("name it with {option}")),
                ))
            }
            fatal @ Trouble::Fatal(_) => fatal,
        }
    }

    /// The language of the present text: its own, or the file's.
    fn language_of_text(&mut self, default: Option<Language>) -> Result<Option<Language>, Trouble> {
        match self.attribute("xml:lang") {
            None => Ok(default),
            Some(tag) => match self.markup.tags.parse(&tag) {
                Ok(language) => Ok(Some(language)),
                Err(message) => Err(self.markup.broken(message)),
            },
        }
    }

    fn source_text(&mut self, originals: &Originals) -> Result<Variant, Trouble> {
        let language = self.source_language();
        let Some(language) = self.language_of_text(language)? else {
            return Err(self.no_language("source", "srcLang` or `source-language"));
        };
        let mut variant = Variant::new(language, "");
        self.text(&mut variant, originals)?;
        if !variant.text.is_empty() {
            variant.state = State::Translated;
        }
        Ok(variant)
    }

    fn target_text(&mut self, piece: &mut Piece, originals: &Originals) -> Result<(), Trouble> {
        let language = self.target.clone().or_else(|| self.asked.target.clone());
        let Some(language) = self.language_of_text(language)? else {
            return Err(self.no_language("target", "trgLang` or `target-language"));
        };
        if self.version == Version::One {
            piece.said.state = self.attribute("state");
        }
        let mut variant = Variant::new(language, "");
        if let Some(qualifier) = self.attribute("state-qualifier") {
            let pair = ("state-qualifier".to_owned(), qualifier);
            variant.attributes.push(pair);
        }
        self.text(&mut variant, originals)?;
        piece.target = Some(variant);
        Ok(())
    }

    /// Reads a `segment` or `ignorable` of XLIFF 2.
    fn piece(&mut self, is_ignorable: bool, originals: &Originals) -> Result<Piece, Trouble> {
        let depth = self.markup.xml.depth();
        let mut piece = Piece {
            id: self.attribute("id"),
            is_ignorable,
            ..Piece::default()
        };
        piece.said.state = self.attribute("state");
        piece.said.sub_state = self.attribute("subState");
        while self.markup.xml.depth() >= depth {
            match self.markup.advance()? {
                Kind::Start => match self.local() {
                    Some("source") => piece.source = Some(self.source_text(originals)?),
                    Some("target") => self.target_text(&mut piece, originals)?,
                    _ => self.pass_over()?,
                },
                Kind::Text | Kind::Cdata => self.markup.stray_text(HOLDERS),
                _ => {}
            }
        }
        if piece.source.is_none() {
            return Err(self.markup.broken("a segment has no `source`"));
        }
        Ok(piece)
    }

    /// Reads a `note`, and what it applies to.
    fn note(&mut self) -> Result<(Applies, Remark), Trouble> {
        let mut applies = Applies::Unit;
        let mut attributes: Attributes = Vec::new();
        for (name, value) in self.markup.xml.attributes() {
            match (name, value.as_ref()) {
                ("appliesTo" | "annotates", "source" | "target") => {
                    applies = Applies::of(Some(&value));
                }
                ("annotates", "general") => {}
                _ => attributes.push((name.to_owned(), value.into_owned())),
            }
        }
        let text = self.plain_text()?;
        let note = Remark {
            kind: RemarkKind::Note,
            text,
            attributes,
        };
        Ok((applies, note))
    }

    /// The text inside the present element, whatever stands in it, which is then closed.
    fn plain_text(&mut self) -> Result<String, Trouble> {
        let depth = self.markup.xml.depth();
        let mut text = String::new();
        while self.markup.xml.depth() >= depth {
            if let Kind::Text | Kind::Cdata = self.markup.advance()? {
                self.markup.xml.text_into(&mut text);
            }
        }
        Ok(text)
    }

    fn data(&mut self, originals: &mut Originals) -> Result<(), Trouble> {
        let id = self.attribute("id").unwrap_or_default();
        let markup = self.original()?;
        originals.0.insert(id, markup);
        Ok(())
    }

    /// Reads a `context` or `prop` of XLIFF 1.2 as a property.
    fn context(&mut self, name: &str, parts: &mut Parts) -> Result<(), Trouble> {
        let category = name.trim_end_matches("-type").to_owned();
        let name = self.attribute(name).unwrap_or_default();
        let text = self.plain_text()?;
        parts.groups.push(Group {
            category,
            applies: Applies::Unit,
            entries: vec![(name, text)],
        });
        Ok(())
    }

    /// Whether the present element is `metadata` of the metadata module.
    fn is_metadata(&self) -> bool {
        let Some((prefix, "metadata")) = self.markup.xml.inner().split_once(':') else {
            return false;
        };
        let declares = |(name, value): (&str, Cow<'_, str>)| {
            name.strip_prefix("xmlns:") == Some(prefix) && value == NAMESPACE
        };
        let at_root = |(name, value): &(String, String)| {
            name.strip_prefix("xmlns:") == Some(prefix) && value == NAMESPACE
        };
        self.markup.xml.attributes().any(declares)
            || self.markup.summary.attributes.iter().any(at_root)
    }

    /// Reads `metadata`: its groups, one for each that holds entries.
    fn metadata(&mut self, parts: &mut Parts) -> Result<(), Trouble> {
        let depth = self.markup.xml.depth();
        let mut around: Vec<(String, Applies)> = Vec::new();
        while self.markup.xml.depth() >= depth {
            match self.markup.advance()? {
                Kind::Start => {
                    let name = self.markup.xml.inner();
                    if name.ends_with(":meta") {
                        let name = self.attribute("type").unwrap_or_default();
                        let text = self.plain_text()?;
                        let (category, applies) = around
                            .last()
                            .cloned()
                            .unwrap_or((String::new(), Applies::Unit));
                        let entry = (name, text);
                        match parts.groups.last_mut() {
                            Some(group)
                                if group.category == category && group.applies == applies =>
                            {
                                group.entries.push(entry);
                            }
                            _ => parts.groups.push(Group {
                                category,
                                applies,
                                entries: vec![entry],
                            }),
                        }
                    } else {
                        let category = self.attribute(CATEGORY).unwrap_or_default();
                        let applies = Applies::of(self.attribute("appliesTo").as_deref());
                        around.push((category, applies));
                    }
                }
                Kind::End => {
                    around.pop();
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn has_codes(piece: &Piece) -> bool {
    let texts = piece.source.iter().chain(&piece.target);
    texts.into_iter().any(|text| !text.codes.is_empty())
}

/// The pieces of a `trans-unit`: its segments, where it has some, each with the part of the target of the same `mid`.
fn pieces(whole: Piece, segmented: Option<Variant>) -> Vec<Piece> {
    let Some(sources) = segmented.as_ref().and_then(segments_of) else {
        return vec![whole];
    };
    let cut = whole.target.as_ref().and_then(segments_of);
    if cut.is_none()
        && whole
            .target
            .as_ref()
            .is_some_and(|target| !target.text.is_empty())
    {
        // A target without segments answers the source as a whole.
        return vec![whole];
    }
    let mut targets: Vec<_> = cut.unwrap_or_default().into_iter().map(Some).collect();
    let mut places = HashMap::new();
    for (at, target) in targets.iter().enumerate() {
        if let Some((Some(mid), _)) = target {
            places.entry(mid.clone()).or_insert(at);
        }
    }
    let attributes = whole
        .target
        .map(|target| target.attributes)
        .unwrap_or_default();
    let mut next = 0;
    let mut pieces = Vec::with_capacity(sources.len());
    for (mid, source) in sources {
        // What stands between the targets goes with what stands between the sources.
        let at = match &mid {
            Some(mid) => places.remove(mid),
            None => Some(next).filter(|at| matches!(targets.get(*at), Some(Some((None, _))))),
        };
        next = at.map_or(next, |at| at + 1);
        let target = at.and_then(|at| targets[at].take()).map(|(_, mut target)| {
            target.attributes.clone_from(&attributes);
            target
        });
        pieces.push(Piece {
            is_ignorable: mid.is_none(),
            id: mid,
            said: whole.said.clone(),
            source: Some(source),
            target,
        });
    }
    pieces
}
