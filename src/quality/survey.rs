//! A first look at all units, for the checks that need to know more than one of them.

use super::habits::Habits;
use super::lengths::{Lengths, Measured};
use super::reading::Reading;
use super::repeats::Repeats;
use super::writes_arabic;
use crate::model::{Unit, Variant};
use crate::text::Language;

/// Looks at every unit once, before the checks do.
#[derive(Debug, Default)]
pub struct Survey {
    measured: Measured,
    habits: Habits,
    repeats: Repeats,
}

/// What a survey learned of a corpus.
#[derive(Debug, Default)]
pub struct Corpus {
    /// How long translations are against their sources.
    pub(super) lengths: Lengths,
    /// What the translations of a document nearly always do.
    pub(super) habits: Habits,
    /// Which texts stand in several units.
    pub(super) repeats: Repeats,
}

impl Survey {
    /// Looks at the translation of a unit into a language. Units that lack one of the two texts teach nothing.
    ///
    /// Costs a few passes over both texts, and some hundred bytes of memory a unit.
    pub fn observe(&mut self, unit: &Unit, source_language: &Language, language: &Language) {
        if let Some((source, target)) = texts(unit, source_language, language) {
            self.measured.add(source, target);
            self.repeats.add(&unit.id, source, target);
            if writes_arabic(language) {
                self.habits.add(unit, language, &Reading::new(&target.text));
            }
        }
    }

    /// What was learned.
    #[must_use]
    pub fn finish(self) -> Corpus {
        Corpus {
            lengths: self.measured.lengths(),
            habits: self.habits,
            repeats: self.repeats,
        }
    }
}

/// The two texts of a unit, where it has both.
fn texts<'a>(
    unit: &'a Unit,
    source_language: &Language,
    language: &Language,
) -> Option<(&'a Variant, &'a Variant)> {
    let source = unit.variant(source_language)?;
    let target = unit.variant(language)?;
    (source_language != language).then_some((source, target))
}
