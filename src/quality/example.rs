//! Examples: for each check, a pair of texts on which it speaks up, for the manual and for the tests.

use super::{Context, Survey, check_unit};
use crate::model::{Finding, Unit, UnitId, Variant};
use crate::text::{Language, LanguageError};

/// A pair of texts on which a check speaks up.
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
        }
    }

    /// The same example with the translation that the fix makes.
    pub(super) const fn fixed(self, fixed: &'static str) -> Self {
        Self {
            fixed: Some(fixed),
            ..self
        }
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
            let mut unit = Unit::new(id, Variant::new(source_language.clone(), source));
            (unit.variants).push(Variant::new(language.clone(), target));
            survey.observe(&unit, &source_language, &language);
            units.push(unit);
        }
        let corpus = survey.finish();
        let context = Context {
            corpus: Some(&corpus),
        };
        let mut found = check_unit(&units[0], &source_language, &language, &context);
        found.retain(|finding| finding.id == check);
        Ok(found)
    }
}
