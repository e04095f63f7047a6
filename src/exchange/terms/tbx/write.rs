//! Writes TBX in either edition; the same bytes for the same concepts.

use std::io::Write;

use super::Edition;
use super::category::{administrative, element_of, part_of_speech};
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
            let nowhere = About {
                unit: None,
                language: None,
            };
            self.changes.tell_replaced(count, what, nowhere);
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
        let id = concept.id.as_deref();
        let (plain, odd) = match id {
            Some(id) if is_xml_id(id) => (Some(id), None),
            other => (None, other),
        };
        if let Some(id) = plain {
            self.attribute("id", id);
        }
        self.raw(">\n");
        if let Some(id) = odd {
            self.detail("  ", "id", id);
        }
        let whole = concept.details.iter().filter(|one| one.language.is_none());
        for detail in whole.filter(|one| one.name != "pos") {
            self.detail("  ", &detail.name, &detail.text);
        }
        for language in languages(concept, source) {
            self.raw(&format!("  <{}", names.language));
            self.attribute("xml:lang", language.as_str());
            self.raw(">\n");
            let own = |one: &&Detail| one.language.as_ref() == Some(language);
            for detail in concept.details.iter().filter(own) {
                self.detail("    ", &detail.name, &detail.text);
            }
            for term in concept
                .terms
                .iter()
                .filter(|term| term.language == *language)
            {
                self.term(concept, term);
            }
            self.raw(&format!("  </{}>\n", names.language));
        }
        self.raw(&format!("</{}>\n", names.entry));
    }

    fn term(&mut self, concept: &Concept, term: &Term) {
        let name = self.edition.names().term;
        self.raw(&format!("    <{name}"));
        let detail = |name: &str| {
            let own = term.details.iter().find(|(own, _)| own == name);
            own.map(|(_, text)| text.as_str())
        };
        let id = detail("id").filter(|id| is_xml_id(id));
        if let Some(id) = id {
            self.attribute("id", id);
        }
        self.raw(">\n      <term>");
        self.text(&term.text, "a term");
        self.raw("</term>\n");
        if let Some(part) = detail("pos").or(concept.detail("pos")) {
            self.detail("      ", "pos", part_of_speech(part));
        }
        let status = detail("administrativeStatus").unwrap_or(administrative(term));
        self.detail("      ", "administrativeStatus", status);
        if concept.status == TermStatus::Proposed {
            self.detail("      ", "processStatus", "provisionallyProcessed");
        }
        // Elements of terms come before those of every level.
        let is_note = |name: &str| element_of(name).0 == "termNote";
        let is_left = |name: &str| {
            !matches!(name, "pos" | "administrativeStatus") && (name != "id" || id.is_none())
        };
        for notes in [true, false] {
            for (name, text) in &term.details {
                if is_left(name) && is_note(name) == notes {
                    self.detail("      ", name, text);
                }
            }
        }
        self.raw(&format!("    </{name}>\n"));
    }

    fn detail(&mut self, indent: &str, name: &str, text: &str) {
        let (element, category) = element_of(name);
        self.raw(&format!("{indent}<{element}"));
        if !category.is_empty() {
            self.attribute("type", &category);
        }
        self.raw(">");
        self.text(text, name);
        self.raw(&format!("</{element}>\n"));
    }
}

/// The languages of a concept: the source's first, then in the order of its terms.
fn languages<'c>(concept: &'c Concept, source: &Language) -> Vec<&'c Language> {
    let mut languages: Vec<&Language> = Vec::new();
    let terms = concept.terms.iter().map(|term| &term.language);
    let said = concept
        .details
        .iter()
        .filter_map(|one| one.language.as_ref());
    for language in terms.chain(said) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages.sort_by_key(|language| *language != source);
    languages
}

/// Whether a text can be the value of an XML id.
fn is_xml_id(text: &str) -> bool {
    let mut chars = text.chars();
    let begins = chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    begins && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
