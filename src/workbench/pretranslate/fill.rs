//! The translation that a unit gets, and how it is noted.

use serde::Serialize;

use crate::matching::{Deduction, Kind, Side};
use crate::memory::Question;
use crate::model::{DocumentName, UnitId};
use crate::text::Language;
use crate::workbench::matches::adapted;
use crate::workbench::memories::{Found, Origin};
use crate::workbench::segment_files::{LanguageFile, ORIGIN};

/// A translation that a unit got.
#[derive(Clone, Debug, Serialize)]
pub struct Fill {
    /// The unit.
    pub unit: UnitId,
    /// Its document.
    pub document: DocumentName,
    /// The language.
    pub lang: Language,
    /// Its source.
    pub source: String,
    /// The translation.
    pub target: String,
    /// The score of the match.
    pub score: u8,
    /// What it was filled from.
    pub kind: FillKind,
    /// The source of the match, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched: Option<String>,
    /// The points that the match lost, and why.
    pub deductions: Vec<Deduction>,
    /// The numbers that were put right: from, to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adapted: Vec<(String, String)>,
    /// The unit that it was taken from.
    pub taken_from: UnitId,
    /// Where that unit is.
    pub origin: Origin,
    /// Whether a person should look at it: always but for a match in context.
    pub needs_work: bool,
}

/// What a unit was filled from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FillKind {
    /// An equal text in the same context.
    Context,
    /// An equal text of a memory.
    Exact,
    /// An equal text of a segment file.
    Repetition,
    /// A similar text.
    Fuzzy,
}

/// A unit without a translation in a language.
pub(super) struct Gap<'a> {
    pub(super) unit: &'a UnitId,
    pub(super) document: &'a DocumentName,
    pub(super) language: &'a Language,
    pub(super) question: &'a Question<'a>,
}

/// A translation in a segment file.
pub(super) struct Known {
    pub(super) unit: UnitId,
    pub(super) document: DocumentName,
    pub(super) target: String,
}

impl Known {
    /// What it gives a unit with the same source.
    pub(super) fn fill(&self, gap: &Gap<'_>) -> Fill {
        Fill {
            target: self.target.clone(),
            score: 100,
            kind: FillKind::Repetition,
            taken_from: self.unit.clone(),
            origin: Origin {
                document: Some(self.document.clone()),
                ..Origin::default()
            },
            ..Fill::begun(gap)
        }
    }
}

impl Fill {
    fn begun(gap: &Gap<'_>) -> Self {
        Self {
            unit: gap.unit.clone(),
            document: gap.document.clone(),
            lang: gap.language.clone(),
            source: gap.question.text.to_owned(),
            target: String::new(),
            score: 0,
            kind: FillKind::Fuzzy,
            matched: None,
            deductions: Vec::new(),
            adapted: Vec::new(),
            taken_from: UnitId(String::new()),
            origin: Origin::default(),
            needs_work: true,
        }
    }

    /// What a match offers in a language.
    pub(super) fn of(gap: &Gap<'_>, found: &Found) -> Option<Self> {
        let Found { matched, origin } = found;
        let query = Side::plain(gap.question.text, gap.question.language);
        let offer = adapted(query, &matched.source, found.settled(gap.language)?);
        let is_other = matched.source.text != gap.question.text;
        Some(Self {
            target: offer.text,
            score: matched.score.points,
            kind: match matched.score.kind {
                Kind::Context => FillKind::Context,
                Kind::Exact => FillKind::Exact,
                Kind::Fuzzy => FillKind::Fuzzy,
            },
            matched: is_other.then(|| matched.source.text.clone()),
            deductions: matched.score.deductions.clone(),
            adapted: offer.numbers,
            taken_from: matched.unit.id.clone(),
            origin: origin.clone(),
            needs_work: matched.score.kind != Kind::Context,
            ..Self::begun(gap)
        })
    }

    /// Writes it into the entry of its unit.
    pub(super) fn write(&self, file: &mut LanguageFile) {
        let Some(mut entry) = file.file.entry_mut(&self.unit) else {
            return;
        };
        entry.set_target(&self.target);
        if self.needs_work {
            entry.mark_needs_work(&format!("pretranslated, {}", self.score));
            if let Some(matched) = &self.matched {
                entry.set_previous(matched);
            }
        }
        entry.set_property(ORIGIN, Some(&self.origin_in_words()));
        entry.settle();
    }

    /// `84, unit 3f8k2m1q of essay, words −10, number −6`.
    #[must_use]
    pub fn origin_in_words(&self) -> String {
        let mut words = format!("{}, unit {}", self.score, self.taken_from);
        let place = self.origin.document.as_ref().map(DocumentName::as_str);
        if let Some(place) = place.or(self.origin.file.as_deref()) {
            words.push_str(&format!(" of {place}"));
        }
        if let Some(memory) = &self.origin.memory {
            words.push_str(&format!(" in {memory}"));
        }
        for lost in &self.deductions {
            words.push_str(&format!(", {} −{}", lost.reason, lost.points));
        }
        if !self.adapted.is_empty() {
            words.push_str(", numbers adapted");
        }
        words
    }
}
