//! The glossary: terms, where they occur in a text, and which words of a corpus may be terms.

mod case;
mod endings;
mod extract;
mod finder;
mod occurrence;
mod reading;
mod stemming;
mod tight;
mod words;

use std::collections::HashMap;

pub use extract::{Candidate, ExtractOptions, Rendering, candidates, renderings};
pub use occurrence::{Occurrence, longest};

use crate::model::{Concept, Term, Usage};
use crate::text::Language;
use finder::Finder;

/// The concepts of a project, ready to be found in texts.
#[derive(Debug, Default)]
pub struct Glossary {
    concepts: Vec<Concept>,
    finders: HashMap<String, Finder>,
}

impl Glossary {
    /// Takes concepts and builds an automaton for each of their languages. Linear in the terms.
    #[must_use]
    pub fn new(concepts: Vec<Concept>) -> Self {
        let mut languages: Vec<&Language> = Vec::new();
        for term in concepts.iter().flat_map(|concept| &concept.terms) {
            let known = |known: &&Language| known.primary() == term.language.primary();
            if !languages.iter().any(known) {
                languages.push(&term.language);
            }
        }
        let finders = languages.into_iter().map(|language| {
            let primary = language.primary().to_owned();
            (primary, Finder::new(&concepts, language))
        });
        let finders = finders.collect();
        Self { concepts, finders }
    }

    /// The concepts, in the order in which they were given.
    #[must_use]
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// Every occurrence of a term in a text, by its beginning; also those that lie inside others.
    ///
    /// Words of English are compared by stem and ending and may not differ in case where the term has capitals;
    /// words of Urdu and Pashto by match key and ending, whatever the white space in them. Costs one pass
    /// over the text, and a few steps for each word that begins like a term.
    #[must_use]
    pub fn find(&self, text: &str, language: &Language) -> Vec<Occurrence> {
        let finder = self.finders.get(language.primary());
        finder.map_or_else(Vec::new, |finder| finder.find(text))
    }

    /// The concept of an occurrence.
    #[must_use]
    pub fn concept(&self, occurrence: &Occurrence) -> &Concept {
        &self.concepts[occurrence.concept]
    }

    /// The term of an occurrence.
    #[must_use]
    pub fn term(&self, occurrence: &Occurrence) -> &Term {
        &self.concept(occurrence).terms[occurrence.term]
    }

    /// Whether an occurrence is that of a term that must not be used.
    #[must_use]
    pub fn is_forbidden(&self, occurrence: &Occurrence) -> bool {
        self.term(occurrence).usage == Usage::Forbidden
    }
}

#[cfg(test)]
mod tests;
