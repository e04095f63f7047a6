//! Writes TBX in either edition; the same bytes for the same concepts.

use std::collections::HashSet;
use std::io::Write;

use super::Edition;
use super::category::{administrative, category_of, part_of_speech, usage};
use super::dialect::{Category, Level};
use super::own_note;
use crate::exchange::WriteError;
use crate::exchange::changes::{About, Changes};
use crate::exchange::terms::TermWriting;
use crate::exchange::xml::{Escaped, escape_attribute, escape_text};
use crate::model::{Concept, Detail, Finding, Term, TermStatus};
use crate::text::Language;

/// A file while it is being written.
struct Page {
    bytes: Vec<u8>,
    edition: Edition,
    changes: Changes,
    /// The ids that were given out.
    ids: HashSet<String>,
}

/// The names of the elements that hold an entry, a language and a term.
struct Names {
    entry: &'static str,
    language: &'static str,
    term: &'static str,
}

impl Edition {
    fn names(self) -> Names {
        match self {
            Self::Second => Names {
                entry: "termEntry",
                language: "langSet",
                term: "tig",
            },
            Self::Third => Names {
                entry: "conceptEntry",
                language: "langSec",
                term: "termSec",
            },
        }
    }
}

/// Writes all concepts.
pub(super) fn write(
    concepts: &[Concept],
    options: &TermWriting,
    edition: Edition,
    output: &mut dyn Write,
) -> Result<Vec<Finding>, WriteError> {
    let mut page = Page {
        bytes: Vec::new(),
        edition,
        changes: Changes::default(),
        ids: HashSet::new(),
    };
    page.head(options);
    for concept in concepts {
        page.concept(concept, &options.source);
    }
    page.raw("</body></text>\n");
    page.raw(match edition {
        Edition::Second => "</martif>\n",
        Edition::Third => "</tbx>\n",
    });
    output.write_all(&page.bytes)?;
    output.flush()?;
    Ok(page.changes.into_findings())
}

impl Page {
    fn raw(&mut self, markup: &str) {
        self.bytes.extend_from_slice(markup.as_bytes());
    }

    fn text(&mut self, text: &str, what: &str) {
        let escaped = escape_text(text, &mut self.bytes);
        self.tell(escaped, what);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.raw(&format!(" {name}=\""));
        let escaped = escape_attribute(value, &mut self.bytes);
        self.tell(escaped, name);
        self.raw("\"");
    }

    fn tell(&mut self, escaped: Escaped, what: &str) {
        if let Escaped::Replaced(count) = escaped {
            self.changes.tell_replaced(count, what, About::FILE);
        }
    }

    fn head(&mut self, options: &TermWriting) {
        let source = options.source.as_str();
        self.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let (open, header) = match self.edition {
            Edition::Second => (
                format!(
                    "<!DOCTYPE martif SYSTEM \"TBXBasiccoreStructV02.dtd\">\n\
                     <martif type=\"TBX-Basic\" xml:lang=\"{source}\">\n"
                ),
                "martifHeader",
            ),
            Edition::Third => (
                format!(
                    "<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"{source}\" \
                     xmlns=\"urn:iso:std:iso:30042:ed-2\">\n"
                ),
                "tbxHeader",
            ),
        };
        self.raw(&open);
        self.raw(&format!("<{header}><fileDesc><titleStmt><title>"));
        self.text(&options.title, "the title");
        self.raw(
            "</title></titleStmt><sourceDesc><p>Written by Tarjuman</p></sourceDesc></fileDesc>",
        );
        self.raw(&format!("</{header}>\n<text><body>\n"));
    }

    fn concept(&mut self, concept: &Concept, source: &Language) {
        let names = self.edition.names();
        self.raw(&format!("<{}", names.entry));
        let is_id = concept.id.as_deref().is_some_and(|id| self.takes_id(id));
        if let Some(id) = concept.id.as_deref().filter(|_| is_id) {
            self.attribute("id", id);
        }
        self.raw(">\n");
        if let Some(id) = concept.id.as_deref().filter(|_| !is_id) {
            self.note("  ", &own_note::written("id", None, id));
        }
        if concept.status == TermStatus::Proposed {
            let status = own_note::written("status", None, concept.status.as_str());
            self.note("  ", &status);
        }
        let (own, others) = languages(concept, source);
        for detail in &concept.details {
            match &detail.language {
                None if detail.name == "pos" && !has_own_part(concept) => {}
                None => self.detail("  ", &detail.name, &detail.text, Level::Concept),
                // Without a term the language has no section.
                Some(language) if others.contains(&language) => {
                    let note = own_note::written(&detail.name, Some(language), &detail.text);
                    self.note("  ", &note);
                }
                Some(_) => {}
            }
        }
        for language in own {
            self.language(concept, language);
        }
        self.raw(&format!("</{}>\n", names.entry));
    }

    fn language(&mut self, concept: &Concept, language: &Language) {
        let name = self.edition.names().language;
        self.raw(&format!("  <{name}"));
        self.attribute("xml:lang", language.as_str());
        self.raw(">\n");
        let is_own = |one: &&Detail| one.language.as_ref() == Some(language);
        for detail in concept.details.iter().filter(is_own) {
            self.detail("    ", &detail.name, &detail.text, Level::Language);
        }
        let terms = concept.terms.iter();
        for term in terms.filter(|term| term.language == *language) {
            self.term(concept, term);
        }
        self.raw(&format!("  </{name}>\n"));
    }

    fn term(&mut self, concept: &Concept, term: &Term) {
        let name = self.edition.names().term;
        self.raw(&format!("    <{name}"));
        let own = |name: &str| {
            let own = term.details.iter().find(|(own, _)| own == name);
            own.map(|(_, text)| text.as_str())
        };
        let id = own("id").filter(|id| self.takes_id(id));
        if let Some(id) = id {
            self.attribute("id", id);
        }
        self.raw(">\n      <term>");
        self.text(&term.text, "a term");
        self.raw("</term>\n");
        let status = own(STATUS).filter(|status| usage(status) == Some(term.usage));
        let status = status.filter(|status| category_of(STATUS, status, Level::Term).is_some());
        let of_all = concept.detail("pos").filter(|_| !has_own_part(concept));
        let part = own("pos").or(of_all);
        let part = part.map(|part| ("pos", part));
        let mut said: Vec<(&str, &str)> = part.into_iter().collect();
        for (name, text) in &term.details {
            let is_written = match name.as_str() {
                "pos" => true,
                "id" => id.is_some(),
                STATUS => status.is_some(),
                _ => false,
            };
            if !is_written {
                said.push((name, text));
            }
        }
        // Elements of terms come before those of every level.
        self.category(
            "      ",
            "termNote",
            STATUS,
            status.unwrap_or(administrative(term)),
        );
        let is_of_terms = |(name, text): &&(&str, &str)| {
            let category = category_of_detail(name, text, Level::Term);
            category.is_some_and(|category| category.element == "termNote")
        };
        let (first, then): (Vec<_>, Vec<_>) = said.iter().partition(is_of_terms);
        for (name, text) in first.into_iter().chain(then) {
            self.detail("      ", name, text, Level::Term);
        }
        self.raw(&format!("    </{name}>\n"));
    }

    /// Writes a detail under its category, or as a note that names it.
    fn detail(&mut self, indent: &str, name: &str, text: &str, level: Level) {
        if name == "note" {
            return self.note(indent, &own_note::plain(text));
        }
        match category_of_detail(name, text, level) {
            Some(category) => {
                let value = written_value(name, text);
                self.category(indent, category.element, category.name, value);
            }
            None => self.note(indent, &own_note::written(name, None, text)),
        }
    }

    fn category(&mut self, indent: &str, element: &str, name: &str, value: &str) {
        self.raw(&format!("{indent}<{element} type=\"{name}\">"));
        self.text(value, name);
        self.raw(&format!("</{element}>\n"));
    }

    fn note(&mut self, indent: &str, text: &str) {
        self.raw(&format!("{indent}<note>"));
        self.text(text, "a note");
        self.raw("</note>\n");
    }

    /// Whether a text can be the id of one more element.
    fn takes_id(&mut self, id: &str) -> bool {
        is_xml_id(id) && self.ids.insert(id.to_owned())
    }
}

/// The category that says how a term may be used.
const STATUS: &str = "administrativeStatus";

/// The category under which a detail is written; how a term may be used is said once, by the term itself.
fn category_of_detail(name: &str, text: &str, level: Level) -> Option<&'static Category> {
    let category = category_of(name, written_value(name, text), level);
    category.filter(|_| name != STATUS)
}

/// The text of a detail as TBX has it.
fn written_value<'t>(name: &str, text: &'t str) -> &'t str {
    match name {
        "pos" => part_of_speech(text),
        _ => text,
    }
}

/// Whether a term has a part of speech of its own; where none has, that of the concept is said of each.
fn has_own_part(concept: &Concept) -> bool {
    let mut details = concept.terms.iter().flat_map(|term| &term.details);
    details.any(|(name, _)| name == "pos")
}

/// The languages of a concept, the source's first, then in the order of its terms; and those without a term.
fn languages<'c>(
    concept: &'c Concept,
    source: &Language,
) -> (Vec<&'c Language>, Vec<&'c Language>) {
    let mut own: Vec<&Language> = Vec::new();
    for term in &concept.terms {
        if !own.contains(&&term.language) {
            own.push(&term.language);
        }
    }
    own.sort_by_key(|language| *language != source);
    let said = concept.details.iter();
    let said = said.filter_map(|one| one.language.as_ref());
    let others = said.filter(|language| !own.contains(language)).collect();
    (own, others)
}

/// Whether a text can be the value of an XML id.
fn is_xml_id(text: &str) -> bool {
    let mut chars = text.chars();
    let begins = chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    begins && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
