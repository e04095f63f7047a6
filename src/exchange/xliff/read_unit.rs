//! Reads one unit of XLIFF: its segments and their texts.

use std::collections::HashMap;

use super::dialect::Version;
use super::parts::{Originals, Parts, Piece, segments_of};
use super::read::{HOLDERS, Reader};
use crate::exchange::ReadError;
use crate::exchange::markup::Trouble;
use crate::exchange::xml::Kind;
use crate::model::{Severity, State, Unit, Variant};
use crate::text::Language;

impl Reader<'_> {
    pub(super) fn unit_element(&mut self) -> Result<(), ReadError> {
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
            Some(tag) => {
                let language = self.markup.tags.parse(&tag);
                self.markup.mark_spelling();
                let refuse = |message| self.markup.broken(message);
                language.map(Some).map_err(refuse)
            }
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
