//! Reads TBX entry by entry.

use std::io::BufRead;

use super::category::{name_of, own_value, status, usage};
use super::node::{Node, local};
use super::own_note;
use crate::exchange::ReadError;
use crate::exchange::terms::TermFile;
use crate::exchange::xml::{Kind, Parser};
use crate::model::{
    Attributes, Concept, Detail, Finding, Severity, Term, TermStatus, Usage, can_be_term,
};
use crate::text::{Language, normalise};

/// Reads a whole file.
pub(super) fn read(input: &mut dyn BufRead) -> Result<TermFile, ReadError> {
    let mut xml = Parser::new(input)?;
    let mut file = TermFile::default();
    loop {
        match xml.advance()? {
            Kind::EndOfFile => return Ok(file),
            Kind::Start if xml.depth() == 1 => root(&mut xml)?,
            Kind::Start if matches!(local(xml.inner()), "termEntry" | "conceptEntry") => {
                let (line, place) = (xml.line(), xml.place());
                match Node::read(&mut xml)? {
                    Some(node) => {
                        let entry = Entry::read(&node, &mut file.findings);
                        file.concepts.extend(entry.map(|concept| (line, concept)));
                    }
                    None => {
                        let message = "the entry was passed over: it has too many elements";
                        let finding = Finding::new("broken-entry", Severity::Error, message);
                        file.findings.push(finding.at(place));
                    }
                }
            }
            _ => {}
        }
    }
}

fn root(xml: &mut Parser<'_>) -> Result<(), ReadError> {
    let name = local(xml.inner()).to_owned();
    if matches!(name.as_str(), "martif" | "tbx") {
        return Ok(());
    }
    let message = format!("not a TBX file: its root is `{name}`");
    let finding = Finding::new("not-tbx", Severity::Error, message).at(xml.place());
    Err(ReadError::Malformed(Box::new(finding)))
}

/// An entry while it is being read.
struct Entry<'f> {
    concept: Concept,
    findings: &'f mut Vec<Finding>,
}

/// A term while it is being read.
#[derive(Default)]
struct Draft {
    text: Option<String>,
    usage: Option<Usage>,
    details: Attributes,
}

impl<'f> Entry<'f> {
    /// The concept of an entry; `None` when no term of it can be read.
    fn read(node: &Node, findings: &'f mut Vec<Finding>) -> Option<Concept> {
        let mut entry = Entry {
            concept: Concept::default(),
            findings,
        };
        entry.concept.id = node.attribute("id").map(str::to_owned);
        entry.level(node, None);
        if entry.concept.terms.is_empty() {
            entry.broken("the entry was passed over: it has no term", node);
            return None;
        }
        entry.lift_part_of_speech();
        Some(entry.concept)
    }

    fn broken(&mut self, message: impl Into<String>, node: &Node) {
        let finding = Finding::new("broken-entry", Severity::Error, message);
        self.findings.push(finding.at(node.place.clone()));
    }

    /// Takes what stands in the entry, or in the part of it for a language.
    fn level(&mut self, node: &Node, language: Option<&Language>) {
        for child in &node.children {
            match (child.name.as_str(), language) {
                ("langSet" | "langSec", None) => self.language(child),
                ("tig" | "ntig" | "termSec", Some(language)) => self.term(child, language),
                (name, _) if name.ends_with("Grp") => self.level(child, language),
                _ => self.detail(child, language),
            }
        }
    }

    fn language(&mut self, node: &Node) {
        let tag = node.attribute("xml:lang").or(node.attribute("lang"));
        let language = tag.map(Language::parse);
        match (language, tag) {
            (Some(Ok(language)), _) => self.level(node, Some(&language)),
            (Some(Err(error)), _) => {
                self.broken(format!("its terms were passed over: {error}"), node);
            }
            (None, _) => self.broken("its terms were passed over: no language is named", node),
        }
    }

    fn detail(&mut self, node: &Node, language: Option<&Language>) {
        let Some((category, text)) = said(node) else {
            return;
        };
        let named = own_note::of(category, &text);
        let (name, language, text) = match named {
            Some((name, own, text)) => (name, own.or(language.cloned()), text.to_owned()),
            None => (name_of(category).to_owned(), language.cloned(), text),
        };
        let status = match (category, name.as_str()) {
            ("processStatus", _) => status(&text),
            ("note", "status") => TermStatus::from_name(&text),
            _ => None,
        };
        match (name.as_str(), status) {
            (_, Some(status)) => self.concept.status = status,
            ("id", _) if language.is_none() => self.concept.id = Some(text),
            _ => {
                let known = |one: &&mut Detail| one.name == name && one.language == language;
                match self.concept.details.iter_mut().find(known) {
                    Some(detail) => detail.text = format!("{}\n{text}", detail.text),
                    None => self.concept.details.push(Detail {
                        name,
                        language,
                        text,
                    }),
                }
            }
        }
    }

    fn term(&mut self, node: &Node, language: &Language) {
        let mut draft = Draft::default();
        if let Some(id) = node.attribute("id") {
            draft.details.push(("id".to_owned(), id.to_owned()));
        }
        self.part_of_term(node, &mut draft);
        let text = draft.text.unwrap_or_default();
        if !can_be_term(&text) {
            let message = format!("a term was left out: `{text}` has no letter or digit");
            return self.broken(message, node);
        }
        let mut own = self.concept.terms.iter();
        let has_preferred =
            own.any(|term| term.language == *language && term.usage == Usage::Preferred);
        let usage = match draft.usage.unwrap_or(Usage::Preferred) {
            Usage::Preferred if has_preferred => Usage::Admitted,
            usage => usage,
        };
        self.concept.terms.push(Term {
            language: language.clone(),
            text: normalise(&text).into_owned(),
            usage,
            details: draft.details,
        });
    }

    fn part_of_term(&mut self, node: &Node, draft: &mut Draft) {
        for child in &node.children {
            match child.name.as_str() {
                "term" => draft.text = Some(child.text.clone()),
                name if name.ends_with("Grp") => self.part_of_term(child, draft),
                _ => self.detail_of_term(child, draft),
            }
        }
    }

    fn detail_of_term(&mut self, node: &Node, draft: &mut Draft) {
        let Some((category, text)) = said(node) else {
            return;
        };
        let (name, text) = match own_note::of(category, &text) {
            Some((name, _, text)) => (name, text.to_owned()),
            None => {
                let own = own_value(category, &text).to_owned();
                (name_of(category).to_owned(), own)
            }
        };
        match (category, status(&text)) {
            ("administrativeStatus", _) if usage(&text).is_some() => {
                draft.usage = usage(&text);
                // Of two words for one thing the rarer is kept.
                if text.starts_with("superseded") {
                    draft.details.push((name, text));
                }
            }
            ("processStatus", Some(status)) => self.concept.status = status,
            _ => match draft.details.iter_mut().find(|(own, _)| *own == name) {
                Some((_, own)) => *own = format!("{own}\n{text}"),
                None => draft.details.push((name, text)),
            },
        }
    }

    /// Says once of the concept what every one of its terms says: its part of speech.
    fn lift_part_of_speech(&mut self) {
        const NAME: &str = "pos";
        let of = |term: &Term| {
            let mut details = term.details.iter();
            details.find(|(name, _)| name == NAME).cloned()
        };
        let Some((_, text)) = self.concept.terms.first().and_then(of) else {
            return;
        };
        let mut terms = self.concept.terms.iter();
        let is_same = terms.all(|term| of(term).is_some_and(|(_, own)| own == text));
        if is_same && self.concept.detail(NAME).is_none() {
            self.concept.set_detail(NAME, &text);
            for term in &mut self.concept.terms {
                term.details.retain(|(name, _)| name != NAME);
            }
        }
    }
}

/// What an element says: the category (its type, else its name) and the text or the target.
fn said(node: &Node) -> Option<(&str, String)> {
    let text = match node.text.as_str() {
        "" => node.attribute("target")?,
        text => text,
    };
    let category = node.attribute("type").unwrap_or(&node.name);
    Some((category, text.to_owned()))
}
