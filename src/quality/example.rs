//! Examples: for each check, a pair of texts on which it speaks up, for the manual and for the tests.

use super::{Context, Survey, check_unit};
use crate::glossary::Glossary;
use crate::model::{CodeKind, Concept, Finding, InlineCode, Term, Unit, UnitId, Usage, Variant};
use crate::text::{Language, LanguageError};

/// A pair of texts on which a check speaks up.
///
/// Inline codes are written in brackets of their own: `⟦b⟧` opens, `⟦/b⟧` closes, `⟦br/⟧` stands alone.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The tag of the target's language.
    pub language: &'static str,
    /// The English source.
    pub source: &'static str,
    /// The translation.
    pub target: &'static str,
    /// The translation after the fix; `None` where a person decides.
    pub fixed: Option<&'static str>,
    /// Further units of the corpus, as source and translation, where the check compares units.
    pub beside: &'static [(&'static str, &'static str)],
    /// The terms of a concept of the glossary, each with the tag of its language, where the check needs one.
    pub terms: &'static [(&'static str, &'static str)],
}

impl Example {
    /// An example of one pair without a fix.
    pub(super) const fn new(
        language: &'static str,
        source: &'static str,
        target: &'static str,
    ) -> Self {
        Self {
            language,
            source,
            target,
            fixed: None,
            beside: &[],
            terms: &[],
        }
    }

    /// The same example with the translation that the fix makes.
    pub(super) const fn fixed(self, fixed: &'static str) -> Self {
        Self {
            fixed: Some(fixed),
            ..self
        }
    }

    /// The same example among further units.
    pub(super) const fn beside(self, beside: &'static [(&'static str, &'static str)]) -> Self {
        Self { beside, ..self }
    }

    /// The same example with a concept in the glossary.
    pub(super) const fn terms(self, terms: &'static [(&'static str, &'static str)]) -> Self {
        Self { terms, ..self }
    }

    /// What the check of that name says of a translation that stands in place of the example's.
    ///
    /// # Errors
    /// When the example's tag is no language.
    pub fn findings(&self, check: &str, target: &str) -> Result<Vec<Finding>, LanguageError> {
        let source_language = Language::default();
        let language = Language::parse(self.language)?;
        let texts = std::iter::once((self.source, target)).chain(self.beside.iter().copied());
        let mut survey = Survey::default();
        let mut units = Vec::new();
        for (at, (source, target)) in texts.enumerate() {
            let id = UnitId(format!("unit{}", at + 1));
            let mut unit = Unit::new(id, variant(&source_language, source));
            unit.variants.push(variant(&language, target));
            survey.observe(&unit, &source_language, &language);
            units.push(unit);
        }
        let corpus = survey.finish();
        let glossary = self.glossary()?;
        let context = Context {
            corpus: Some(&corpus),
            glossary: Some(&glossary),
        };
        let mut found = check_unit(&units[0], &source_language, &language, &context);
        found.retain(|finding| finding.id == check);
        Ok(found)
    }
}

impl Example {
    /// A glossary of the example's concept.
    fn glossary(&self) -> Result<Glossary, LanguageError> {
        let term = |(tag, text): &(&str, &str)| {
            Ok(Term::new(Language::parse(tag)?, *text, Usage::Preferred))
        };
        let terms: Result<Vec<Term>, LanguageError> = self.terms.iter().map(term).collect();
        let concept = Concept {
            terms: terms?,
            ..Concept::default()
        };
        Ok(Glossary::new(vec![concept]))
    }
}

/// A text, with its inline codes taken out of it.
fn variant(language: &Language, written: &str) -> Variant {
    let mut parts = written.split('⟦');
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut codes = Vec::new();
    for part in parts {
        let (name, rest) = part.split_once('⟧').unwrap_or((part, ""));
        codes.push(code(text.len(), name));
        text.push_str(rest);
    }
    Variant {
        codes,
        ..Variant::new(language.clone(), text)
    }
}

/// An inline code by its name.
fn code(offset: usize, name: &str) -> InlineCode {
    let (kind, element) = match (name.strip_prefix('/'), name.strip_suffix('/')) {
        (Some(_), _) => (CodeKind::Closing, "ept"),
        (None, Some(_)) => (CodeKind::Standalone, "ph"),
        (None, None) => (CodeKind::Opening, "bpt"),
    };
    InlineCode {
        offset,
        kind,
        pair: (kind != CodeKind::Standalone).then(|| name.trim_matches('/').to_owned()),
        element: element.to_owned(),
        attributes: Vec::new(),
        original: name.to_owned(),
    }
}
