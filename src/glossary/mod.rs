//! The glossary: terms, where they occur in a text, and which words of a corpus may be terms.

mod case;
mod endings;
mod extract;
mod finder;
mod forms;
mod occurrence;
#[cfg(test)]
mod plain;
mod reading;
mod stemming;
mod trie;
mod vocabulary;

use std::collections::HashMap;

pub use extract::{Candidate, ExtractOptions, Rendering, candidates, renderings};
pub use occurrence::{Occurrence, longest};

use crate::model::{Concept, Term, Usage};
use crate::text::Language;
use finder::{Finder, Wanted};

/// The concepts of a project, ready to be found in texts.
#[derive(Debug, Default)]
pub struct Glossary {
    concepts: Vec<Concept>,
    /// By primary language.
    finders: HashMap<String, Finder>,
    /// The concepts that have forbidden terms, in order.
    forbidding: Vec<usize>,
    /// For each concept whether it has forbidden terms.
    forbids: Vec<bool>,
}

impl Glossary {
    /// Takes concepts and makes a finder for each of their languages. Linear in the terms.
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
        let has_forbidden =
            |own: &Concept| own.terms.iter().any(|term| term.usage == Usage::Forbidden);
        let forbids: Vec<bool> = concepts.iter().map(has_forbidden).collect();
        Self {
            finders,
            forbidding: (0..concepts.len())
                .filter(|number| forbids[*number])
                .collect(),
            forbids,
            concepts,
        }
    }

    /// The concepts, in the order in which they were given.
    #[must_use]
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// Every occurrence of a term in a text, by its beginning; also those that lie inside others.
    ///
    /// Words of English are compared by stem and ending and may not differ in case where the term has capitals;
    /// words of Urdu and Pashto by match key and ending, whatever the white space in them. Costs one walk
    /// over the letters of the text, in step with those of all terms at once.
    #[must_use]
    pub fn find(&self, text: &str, language: &Language) -> Vec<Occurrence> {
        let finder = self.finders.get(language.primary());
        finder.map_or_else(Vec::new, |finder| finder.find(text, Wanted::All))
    }

    /// The same of some concepts alone, given by their numbers in order, each once: in a text of which it is known what
    /// it should have. Others that stand there cost nothing.
    #[must_use]
    pub fn find_of(&self, concepts: &[usize], text: &str, language: &Language) -> Vec<Occurrence> {
        let finder = self.finders.get(language.primary());
        finder.map_or_else(Vec::new, |finder| finder.find(text, Wanted::Of(concepts)))
    }

    /// The numbers of the concepts that have forbidden terms and no term in a language, in order.
    pub fn forbidden_without(&self, language: &Language) -> impl Iterator<Item = usize> {
        let is_unnamed =
            |number: &usize| self.concepts[*number].terms_in(language).next().is_none();
        self.forbidding.iter().copied().filter(is_unnamed)
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
        self.forbids[occurrence.concept] && self.term(occurrence).usage == Usage::Forbidden
    }
}

#[cfg(test)]
mod tests;
