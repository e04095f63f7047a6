//! What became of the text of one unit in one language.

use serde::Serialize;

use super::{Class, Comparison, Figures, compare};
use crate::matching::Side;
use crate::model::{DocumentName, Placement, UnitId, Variant};
use crate::text::Language;

/// The text of a unit in one language, before and after.
#[derive(Clone, Debug)]
pub struct TextDifference {
    /// The unit, by its new id.
    pub unit: UnitId,
    /// The document that it belongs to, where that is known.
    pub document: Option<DocumentName>,
    /// Where it stands in the document, where that is known.
    pub placement: Option<Placement>,
    /// The language.
    pub language: Language,
    /// What became of the text.
    pub fate: Fate,
    /// The text before; `None` when there was none.
    pub old: Option<Variant>,
    /// The text after; `None` when it is gone.
    pub new: Option<Variant>,
    /// The source text of a target, for the reader.
    pub source: Option<Variant>,
    /// What differs between the two.
    pub comparison: Comparison,
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// Its words, marks or markup were changed.
    Changed,
    /// There was none before.
    Added,
    /// There is none any more.
    Removed,
    /// The text is the same; its state, or what is said of it, is another.
    Restated,
}

/// How many texts of a document and language differ, and how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The document; `None` for units of no document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentName>,
    /// The language.
    pub lang: Language,
    /// Changed texts.
    pub changed: u64,
    /// New texts.
    pub added: u64,
    /// Texts that are gone.
    pub removed: u64,
    /// Texts of which only the state or a note is another.
    pub restated: u64,
    /// The figures of the changed texts together.
    pub figures: Figures,
}

impl Fate {
    /// All fates.
    pub const ALL: [Self; 4] = [Self::Changed, Self::Added, Self::Removed, Self::Restated];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Restated => "restated",
        }
    }
}

impl TextDifference {
    /// Compares the texts of a unit in one language; `None` when they are the same, or both empty.
    ///
    /// Of the model's nouns text and inline codes are compared, and state and need of work.
    #[must_use]
    pub fn between(
        unit: &UnitId,
        language: &Language,
        old: Option<Variant>,
        new: Option<Variant>,
    ) -> Option<Self> {
        let is_there = |variant: &Variant| !variant.text.is_empty() || !variant.codes.is_empty();
        let (old, new) = (old.filter(is_there), new.filter(is_there));
        let nothing = Variant::new(language.clone(), "");
        let sides = (
            old.as_ref().unwrap_or(&nothing),
            new.as_ref().unwrap_or(&nothing),
        );
        let comparison = compare(Side::from(sides.0), Side::from(sides.1));
        let fate = match (&old, &new) {
            (None, None) => return None,
            (None, Some(_)) => Fate::Added,
            (Some(_), None) => Fate::Removed,
            (Some(_), Some(_)) if comparison.is_changed() => Fate::Changed,
            (Some(old), Some(new)) if standing(old) != standing(new) => Fate::Restated,
            (Some(_), Some(_)) => return None,
        };
        Some(Self {
            unit: unit.clone(),
            document: None,
            placement: None,
            language: language.clone(),
            fate,
            old,
            new,
            source: None,
            comparison,
        })
    }

    /// The classes of its changes.
    #[must_use]
    pub fn classes(&self) -> Vec<Class> {
        match self.fate {
            Fate::Changed => self.comparison.classes(),
            _ => Vec::new(),
        }
    }

    /// The seconds between the saving of the old text and that of the new one, where both are known.
    #[must_use]
    pub fn seconds_between(&self) -> Option<i64> {
        let time = |variant: &Option<Variant>| Some(variant.as_ref()?.saved.as_ref()?.time.0);
        Some(time(&self.new)?.saturating_sub(time(&self.old)?))
    }
}

/// What is said of a text beside the text.
fn standing(variant: &Variant) -> impl PartialEq + use<'_> {
    (variant.state, &variant.needs_work)
}

/// Counts the differences by document and language, in the order in which they come first.
#[must_use]
pub fn tallies(differences: &[TextDifference]) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = Vec::new();
    for difference in differences {
        let is_own = |tally: &Tally| {
            tally.document == difference.document && tally.lang == difference.language
        };
        let at = tallies.iter().position(is_own).unwrap_or_else(|| {
            tallies.push(Tally {
                document: difference.document.clone(),
                lang: difference.language.clone(),
                changed: 0,
                added: 0,
                removed: 0,
                restated: 0,
                figures: Figures::default(),
            });
            tallies.len() - 1
        });
        let tally = &mut tallies[at];
        match difference.fate {
            Fate::Changed => {
                tally.changed += 1;
                tally.figures += difference.comparison.figures;
            }
            Fate::Added => tally.added += 1,
            Fate::Removed => tally.removed += 1,
            Fate::Restated => tally.restated += 1,
        }
    }
    tallies
}
