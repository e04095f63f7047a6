//! What a reviewer has decided, written into the segment file and the memory.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::desk::Desk;
use super::{Decision, ReviewedUnit};
use crate::memory::Details;
use crate::model::{RemarkKind, State, Variant};
use crate::text::normalise;
use crate::workbench::commit::{Recorded, Wanted};
use crate::workbench::segment_files::{THEIRS, property_of, save_all};
use crate::workbench::{Workbench, WorkbenchError};

/// What became of decisions.
#[derive(Debug, Serialize)]
pub struct Decided {
    /// What the memory recorded.
    #[serde(flatten)]
    pub recorded: Recorded,
    /// The segment files that were or would be written.
    pub files: Vec<String>,
    /// How many decisions were carried out.
    pub done: usize,
    /// Translations that somebody has changed meanwhile, as they are now; nothing was done to them.
    pub changed: Vec<ReviewedUnit>,
    /// How many translations are gone.
    pub gone: usize,
    /// Decisions that make no sense for their translation, each with the reason.
    #[serde(skip)]
    pub refused: Vec<(ReviewedUnit, DecisionError)>,
}

/// Why a decision makes no sense for a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// A conflict has to be resolved first.
    #[error("there are two texts: choose mine or theirs, or edit")]
    InConflict,
    /// There is no other text.
    #[error("there is no second text to choose from")]
    NoConflict,
    /// A translation that is sent back needs a reason.
    #[error("say why it is sent back")]
    NoReason,
    /// A text of nothing but white space.
    #[error("the new text is empty")]
    EmptyText,
    /// There is nothing to be reviewed.
    #[error("it is not translated")]
    NotTranslated,
}

impl Workbench {
    /// Carries decisions out, all as one revision, in the segment files and the memory. A translation that is not
    /// as it was seen is left, and returned as it is now.
    ///
    /// # Errors
    /// When a segment file or the memory cannot be used or written.
    pub fn decide(
        &self,
        decisions: &[(ReviewedUnit, Decision)],
        dry_run: bool,
    ) -> Result<Decided, WorkbenchError> {
        let _lock = self.lock_unless(dry_run)?;
        let mut decided = Decided {
            recorded: Recorded::nothing(dry_run),
            files: Vec::new(),
            done: 0,
            changed: Vec::new(),
            gone: 0,
            refused: Vec::new(),
        };
        let mut by_document: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for decision in decisions {
            by_document
                .entry(&decision.0.document)
                .or_default()
                .push(decision);
        }
        let mut wanted = Wanted {
            details: Details::Remarks,
            ..Wanted::default()
        };
        let mut changed = Vec::new();
        for (document, decisions) in by_document {
            let mut desk = Desk::open(self, document)?;
            let done = desk.apply(&decisions, &mut decided)?;
            let units = self.units_in_files(document, &desk.files);
            wanted
                .units
                .extend(units.into_iter().filter(|unit| done.contains(&unit.id)));
            changed.append(&mut desk.files);
        }
        // The files go first: if the memory then fails, the next build records what they say.
        decided.files = save_all(&changed, dry_run)?;
        if !wanted.units.is_empty() {
            decided.recorded = self.record(&wanted, &message(decisions, decided.done), dry_run)?;
        }
        Ok(decided)
    }
}

impl Desk<'_> {
    /// Writes decisions into the segment files in memory; returns the units that were decided on.
    fn apply(
        &mut self,
        decisions: &[&(ReviewedUnit, Decision)],
        decided: &mut Decided,
    ) -> Result<HashSet<crate::model::UnitId>, WorkbenchError> {
        let units: BTreeMap<_, _> = self.units.iter().map(|unit| (&unit.id, unit)).collect();
        let (mut done, mut new) = (HashSet::new(), Vec::new());
        for (seen, decision) in decisions {
            let unit = units.get(&seen.unit);
            let now = unit.and_then(|unit| self.text(unit, &seen.lang));
            let (Some(unit), Some(now)) = (unit, now) else {
                decided.gone += 1;
                continue;
            };
            if now.seen != seen.seen {
                decided.changed.extend(self.reviewed(unit, &seen.lang)?);
                continue;
            }
            let Some(target) = unit.variant(&seen.lang) else {
                continue;
            };
            match decision.carried_out(target) {
                Ok(variant) => new.push((seen, variant)),
                Err(error) => decided.refused.push((now, error)),
            }
        }
        for (seen, variant) in new {
            let own = self
                .files
                .iter_mut()
                .find(|file| file.language == seen.lang);
            if let Some(file) = own {
                file.put(&seen.unit, Some(&variant));
                done.insert(seen.unit.clone());
                decided.done += 1;
            }
        }
        Ok(done)
    }
}

impl Decision {
    /// The translation after the decision.
    fn carried_out(&self, target: &Variant) -> Result<Variant, DecisionError> {
        let theirs = property_of(target, THEIRS);
        let mut new = target.clone();
        if target.text.is_empty() {
            return Err(DecisionError::NotTranslated);
        }
        match self {
            Self::Accept if theirs.is_some() => return Err(DecisionError::InConflict),
            Self::Accept => {
                new.state = target.state.max(State::Reviewed);
                new.needs_work = None;
                return Ok(new);
            }
            Self::SendBack { note } if note.trim().is_empty() => {
                return Err(DecisionError::NoReason);
            }
            Self::SendBack { note } => {
                new.needs_work = Some(note.trim().to_owned());
                new.state = State::Translated;
                return Ok(new);
            }
            Self::Edit { text } if text.trim().is_empty() => return Err(DecisionError::EmptyText),
            Self::Edit { text } => new.text = normalise(text).into_owned(),
            Self::Mine if theirs.is_none() => return Err(DecisionError::NoConflict),
            Self::Mine => {}
            Self::Theirs => match theirs {
                Some(theirs) => new.text = theirs.to_owned(),
                None => return Err(DecisionError::NoConflict),
            },
        }
        new.state = State::Translated;
        new.needs_work = None;
        new.remarks
            .retain(|remark| remark.kind != RemarkKind::Property(THEIRS.to_owned()));
        Ok(new)
    }

    /// What it does, as the log says it.
    fn verb(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::SendBack { .. } => "send back",
            Self::Edit { .. } => "edit",
            Self::Mine | Self::Theirs => "resolve",
        }
    }
}

/// Why the memory has a new revision.
fn message(decisions: &[(ReviewedUnit, Decision)], done: usize) -> String {
    match decisions {
        [(unit, decision)] => {
            format!("review: {} {} ({})", decision.verb(), unit.unit, unit.lang)
        }
        [(_, decision), ..] => format!("review: {} {done} translations", decision.verb()),
        [] => String::new(),
    }
}
