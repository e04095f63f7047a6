//! `review`: translations one by one, to be accepted, sent back or put right.

mod decide;
mod desk;

use serde::{Deserialize, Serialize};

use super::source::unknown_document;
use super::{Workbench, WorkbenchError};
use crate::memory::Reason;
use crate::model::{DocumentName, Finding, Saved, State, Timestamp, UnitId, Variant};
use crate::revision::TextDifference;
use crate::text::Language;

pub use decide::{Decided, DecisionError};
pub(super) use desk::Desk;

/// Which translations to review.
///
/// When nothing but document and language is said: those that nobody has reviewed and nobody has sent back, and
/// those in conflict.
#[derive(Clone, Debug, Default)]
pub struct ReviewRequest {
    /// Only those of this document.
    pub document: Option<DocumentName>,
    /// Only those into this language.
    pub language: Option<Language>,
    /// These units, whatever their state.
    pub units: Vec<UnitId>,
    /// Those in this state.
    pub state: Option<State>,
    /// Those that were changed after this revision.
    pub since: Option<u32>,
    /// Those that need work.
    pub needs_work: bool,
}

/// A translation as a reviewer sees it.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewedUnit {
    /// The unit.
    pub unit: UnitId,
    /// The document in which it stands.
    pub document: DocumentName,
    /// Paragraph and sentence, counted from 1; zeros where the segment file does not say.
    pub place: [u32; 2],
    /// The language of the translation.
    pub lang: Language,
    /// The language of the source.
    pub source_lang: Language,
    /// The source text.
    pub source: String,
    /// The translation.
    pub target: String,
    /// How far it has come.
    pub state: State,
    /// Why a person should look at it again, if one should.
    pub needs_work: Option<String>,
    /// The notes on it.
    pub notes: Vec<String>,
    /// The other text of a conflict.
    pub theirs: Option<String>,
    /// The text that was reviewed last, else the one before; `None` for a first text.
    pub earlier: Option<EarlierText>,
    /// What the checks say and nobody has dismissed.
    pub findings: Vec<Finding>,
    /// A fingerprint of all this but the findings: a decision that names it is refused once somebody has
    /// changed the translation.
    pub seen: String,
}

/// An earlier text of a translation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EarlierText {
    /// The text.
    pub text: String,
    /// The source that it was made from, where that is known.
    pub source: Option<String>,
    /// Whether it was reviewed.
    pub reviewed: bool,
    /// Who saved it, when, and as which revision; `None` when it came in with a file.
    pub saved: Option<Saved>,
}

/// What a reviewer says of a translation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case")]
pub enum Decision {
    /// It is right.
    Accept,
    /// It has to be worked on.
    SendBack {
        /// Why.
        note: String,
    },
    /// It has another text now, to be reviewed by somebody.
    Edit {
        /// The text.
        text: String,
    },
    /// In a conflict: the text of the segment file.
    Mine,
    /// In a conflict: the other text.
    Theirs,
}

impl ReviewedUnit {
    /// What has changed since the earlier text: in the source where that is another now, and in the translation.
    #[must_use]
    pub fn changes(&self) -> Vec<TextDifference> {
        let Some(earlier) = &self.earlier else {
            return Vec::new();
        };
        let between = |language: &Language, old: &str, new: &str| {
            let variant = |text: &str| Variant::new(language.clone(), text);
            let (old, new) = (variant(old), variant(new));
            TextDifference::between(&self.unit, language, Some(old), Some(new))
        };
        let source = earlier.source.as_deref();
        let source = source.and_then(|old| between(&self.source_lang, old, &self.source));
        let target = between(&self.lang, &earlier.text, &self.target);
        source.into_iter().chain(target).collect()
    }
}

impl Workbench {
    /// Everything that is written from now on is of this time; for sessions that last.
    pub fn set_time(&mut self, time: Timestamp) {
        self.session.time = time;
    }

    /// The translations to review, in order of documents, languages and text; without findings and earlier
    /// texts, which [`Self::review_unit`] has.
    ///
    /// # Errors
    /// When a document, unit or revision is not there, or something cannot be read.
    pub fn review_queue(
        &self,
        request: &ReviewRequest,
    ) -> Result<Vec<ReviewedUnit>, WorkbenchError> {
        let mut queue = Vec::new();
        self.each_desk(request, |desk, unit, language| {
            queue.extend(desk.text(unit, language));
            Ok(())
        })?;
        Ok(queue)
    }

    /// The translations to review, each with all that a reviewer wants to see.
    ///
    /// # Errors
    /// As for [`Self::review_queue`].
    pub fn review_units(
        &self,
        request: &ReviewRequest,
    ) -> Result<Vec<ReviewedUnit>, WorkbenchError> {
        let mut units = Vec::new();
        self.each_desk(request, |desk, unit, language| {
            units.extend(desk.reviewed(unit, language)?);
            Ok(())
        })?;
        Ok(units)
    }

    /// One translation as it is now, with findings and the earlier text; `None` when its document has it no more.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn review_unit(
        &self,
        document: &DocumentName,
        unit: &UnitId,
        language: &Language,
    ) -> Result<Option<ReviewedUnit>, WorkbenchError> {
        let desk = Desk::open(self, document)?;
        match desk.units.iter().find(|one| one.id == *unit) {
            Some(unit) => desk.reviewed(unit, language),
            None => Ok(None),
        }
    }

    /// The document in whose segment files a unit stands.
    ///
    /// # Errors
    /// When no document has the unit, or something cannot be read.
    pub fn document_of(&self, unit: &UnitId) -> Result<DocumentName, WorkbenchError> {
        let names = self.document_names()?;
        let held = match self.memory_for_reading()? {
            Some(memory) => memory.unit(unit)?,
            None => None,
        };
        let place = held.and_then(|held| held.unit.placement);
        let known = place.filter(|place| names.contains(&place.document));
        if let Some(place) = known {
            return Ok(place.document);
        }
        for document in names {
            let desk = Desk::open(self, &document)?;
            if desk.units.iter().any(|one| one.id == *unit) {
                return Ok(document);
            }
        }
        Err(super::diff::refused(
            "unknown-unit",
            format!("no document has a unit `{unit}`"),
            "the ids of units stand in the segment files as msgctxt",
        ))
    }

    /// Hands over every translation that is asked for, with its document.
    fn each_desk(
        &self,
        request: &ReviewRequest,
        mut each: impl FnMut(&Desk<'_>, &crate::model::Unit, &Language) -> Result<(), WorkbenchError>,
    ) -> Result<(), WorkbenchError> {
        let names = self.document_names()?;
        if let Some(asked) = request.document.as_ref().filter(|one| !names.contains(one)) {
            return Err(unknown_document(asked.as_str(), &names));
        }
        self.refuse_later(request.since)?;
        for unit in &request.units {
            self.document_of(unit)?;
        }
        let targets = &self.project.config().project.targets;
        let is_asked =
            |name: &&DocumentName| request.document.as_ref().is_none_or(|one| one == *name);
        for name in names.iter().filter(is_asked) {
            let desk = Desk::open(self, name)?;
            for language in targets
                .iter()
                .filter(|tag| request.language.as_ref().is_none_or(|one| one == *tag))
            {
                for unit in desk
                    .units
                    .iter()
                    .filter(|unit| desk.is_asked(request, unit, language))
                {
                    each(&desk, unit, language)?;
                }
            }
        }
        Ok(())
    }

    /// Refuses a revision that is not there yet.
    pub(super) fn refuse_later(&self, asked: Option<u32>) -> Result<(), WorkbenchError> {
        let Some(asked) = asked else { return Ok(()) };
        let memory = self.existing_memory()?;
        let newest = memory.newest_revision()?;
        if asked <= newest {
            return Ok(());
        }
        let reason = Reason::UnknownRevision { asked, newest };
        let path = memory.path().to_owned();
        Err(crate::memory::MemoryError { path, reason }.into())
    }
}
