//! Concepts of a glossary and the terms that name them, one or more a language.

use serde::{Deserialize, Serialize};

use super::Attributes;
use crate::text::Language;

/// What terms of several languages mean: one entry of a glossary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Its name in the file that it came from, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its terms, in the order of the file; the first preferred one of a language is the one to use.
    pub terms: Vec<Term>,
    /// Whether someone has agreed to it.
    pub status: TermStatus,
    /// What else is said of it: `pos`, `note`, `source`, `confidence` and whatever its file has, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
}

/// A word or phrase that names a concept in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The language.
    pub language: Language,
    /// The term in its dictionary form, in normal form, without white space around it.
    pub text: String,
    /// Whether it may be used.
    pub usage: Usage,
    /// What else is said of it, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Attributes,
}

/// Whether a term may be used for its concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Usage {
    /// The one to use.
    Preferred,
    /// As good: a synonym, a spelling, an inflected form.
    Admitted,
    /// Not to be used.
    Forbidden,
}

/// Whether someone has agreed to a concept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermStatus {
    /// A suggestion that nobody has agreed to.
    Proposed,
    /// Agreed.
    #[default]
    Approved,
}

/// Something said of a concept as a whole, or of it in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// What it is: `note`, `pos`, `source`, `definition`.
    pub name: String,
    /// The language that it is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The text.
    pub text: String,
}

impl Concept {
    /// The detail of the concept as a whole that is called `name`.
    #[must_use]
    pub fn detail(&self, name: &str) -> Option<&str> {
        let mut whole = self.details.iter().filter(|one| one.language.is_none());
        whole
            .find(|one| one.name == name)
            .map(|one| one.text.as_str())
    }

    /// Sets a detail of the concept as a whole.
    pub fn set_detail(&mut self, name: &str, text: &str) {
        let mut whole = self.details.iter_mut();
        match whole.find(|one| one.language.is_none() && one.name == name) {
            Some(detail) => text.clone_into(&mut detail.text),
            None => self.details.push(Detail {
                name: name.to_owned(),
                language: None,
                text: text.to_owned(),
            }),
        }
    }

    /// The terms in a language or one of its regions, in order.
    pub fn terms_in(&self, language: &Language) -> impl Iterator<Item = &Term> {
        let primary = language.primary();
        self.terms
            .iter()
            .filter(move |term| term.language.primary() == primary)
    }

    /// The term to use in a language: the first that is preferred, else the first that is admitted.
    #[must_use]
    pub fn wanted(&self, language: &Language) -> Option<&Term> {
        let allowed = self.terms_in(language);
        let allowed = allowed.filter(|term| term.usage != Usage::Forbidden);
        allowed.min_by_key(|term| term.usage)
    }

    /// Whether it is a suggestion only: proposed, or of low confidence.
    #[must_use]
    pub fn is_proposal(&self) -> bool {
        self.status == TermStatus::Proposed
            || self
                .detail("confidence")
                .is_some_and(|confidence| confidence.eq_ignore_ascii_case("low"))
    }
}

impl Term {
    /// A term without details.
    #[must_use]
    pub fn new(language: Language, text: impl Into<String>, usage: Usage) -> Self {
        Self {
            language,
            text: text.into(),
            usage,
            details: Attributes::new(),
        }
    }
}

/// Whether a text can be a term: whether it has a letter, a digit, or a sign that is read as a word.
#[must_use]
pub fn can_be_term(text: &str) -> bool {
    const SIGNS: &str = "%٪‰$€£¥₨₹؋°§&@";
    text.chars()
        .any(|c| c.is_alphanumeric() || SIGNS.contains(c))
}

impl TermStatus {
    /// Both, from first to last.
    pub const ALL: [Self; 2] = [Self::Proposed, Self::Approved];

    /// Its name in files and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|status| status.as_str().eq_ignore_ascii_case(name.trim()))
    }
}

impl Usage {
    /// Its name in messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Admitted => "admitted",
            Self::Forbidden => "forbidden",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn the_wanted_term_is_preferred_and_never_forbidden() {
        let mut concept = Concept::default();
        for (text, usage) in [
            ("c", Usage::Forbidden),
            ("b", Usage::Admitted),
            ("a", Usage::Preferred),
        ] {
            concept
                .terms
                .push(Term::new(language("ur-PK"), text, usage));
        }
        let wanted = concept.wanted(&language("ur")).unwrap();
        assert_eq!(wanted.text, "a");
        concept.terms.truncate(1);
        assert_eq!(concept.wanted(&language("ur")), None);
    }

    #[test]
    fn low_confidence_makes_a_proposal() {
        let mut concept = Concept::default();
        assert!(!concept.is_proposal());
        concept.set_detail("confidence", "high");
        assert!(!concept.is_proposal());
        concept.set_detail("confidence", "low");
        assert!(concept.is_proposal());
        assert_eq!(concept.details.len(), 1);
    }
}
