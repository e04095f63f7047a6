//! A first look at all units, for the checks that need to know more than one of them.

use super::lengths::{Lengths, Measured};
use crate::model::Unit;
use crate::text::Language;

/// Looks at every unit once, before the checks do.
#[derive(Debug, Default)]
pub struct Survey {
    measured: Measured,
}

/// What a survey learned of a corpus.
#[derive(Debug, Default)]
pub struct Corpus {
    /// How long translations are against their sources.
    pub(super) lengths: Lengths,
}

impl Survey {
    /// Looks at the translation of a unit into a language. Units that lack one of the two texts teach nothing.
    ///
    /// Costs one pass over both texts and some bytes of memory a unit.
    pub fn observe(&mut self, unit: &Unit, source_language: &Language, language: &Language) {
        self.measure(unit, source_language, language);
    }

    /// Learns how long translations are from a unit that is not checked itself, such as one of the memory.
    pub fn measure(&mut self, unit: &Unit, source_language: &Language, language: &Language) {
        let texts = (unit.variant(source_language), unit.variant(language));
        if let (Some(source), Some(target)) = texts
            && source_language != language
        {
            let [source, target] = [source, target].map(|text| text.text.chars().count());
            self.measured.add(source_language, language, source, target);
        }
    }

    /// What was learned.
    #[must_use]
    pub fn finish(self) -> Corpus {
        Corpus {
            lengths: self.measured.lengths(),
        }
    }
}
