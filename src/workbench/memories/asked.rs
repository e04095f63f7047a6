//! One memory that is asked, and what its matches lose for where they come from.

use std::collections::HashMap;

use super::{Found, Offers, Origin, distinct};
use crate::matching::{Deduction, Reason};
use crate::memory::{BestOfEach, Match, Memory, MemoryError, Question};
use crate::model::{Unit, Variant};
use crate::project::{OfferedState, PenaltyTable};
use crate::text::Language;

/// One memory that is asked.
#[derive(Debug)]
pub(super) struct Asked {
    /// The name of one that the settings name; `None` for the project's own.
    pub(super) name: Option<String>,
    pub(super) memory: Memory,
    /// What each of its matches loses.
    penalty: Option<Deduction>,
    /// The files of its imports.
    files: HashMap<u32, String>,
}

/// Of a memory with many equal texts so many are looked through for different ones, at most.
const LOOKED_THROUGH: usize = 1000;

/// How many more are asked for at a time.
const GROWTH: usize = 4;

impl Asked {
    pub(super) fn new(
        name: Option<String>,
        memory: Memory,
        penalty: u8,
    ) -> Result<Self, MemoryError> {
        let intakes = memory.intakes()?.into_iter();
        let penalty = name
            .as_ref()
            .filter(|_| penalty > 0)
            .map(|name| Deduction::new(Reason::Penalty(name.clone()), penalty));
        Ok(Self {
            files: intakes.map(|one| (one.number, one.file)).collect(),
            name,
            memory,
            penalty,
        })
    }

    /// Its best matches with different texts.
    pub(super) fn best(
        &self,
        question: &Question<'_>,
        offers: Offers,
        penalties: &[PenaltyTable],
    ) -> Result<Vec<Found>, MemoryError> {
        let deducted = |unit: &Unit, intake: Option<u32>| {
            self.deductions(unit, intake, question, offers, penalties)
        };
        let mut most = question.most;
        loop {
            let matches = self
                .memory
                .matches(&Question { most, ..*question }, &deducted)?;
            let is_all = matches.len() < most || most >= LOOKED_THROUGH;
            let found = matches.into_iter().map(|matched| Found {
                origin: self.origin(&matched),
                matched,
            });
            let found = distinct(found.collect());
            if is_all || found.len() >= question.most {
                return Ok(found);
            }
            most = most.saturating_mul(GROWTH);
        }
    }

    /// Its best match for each of many questions in each of some languages, with a settled text in it.
    pub(super) fn best_of_many(
        &self,
        questions: &[Question<'_>],
        languages: &[Language],
        penalties: &[PenaltyTable],
    ) -> Result<Vec<Vec<Option<Found>>>, MemoryError> {
        let Some(first) = questions.first() else {
            return Ok(Vec::new());
        };
        let deducted = |unit: &Unit, intake: Option<u32>, to: &[Language]| {
            let question = Question { to, ..*first };
            self.deductions(unit, intake, &question, Offers::Settled, penalties)
        };
        let best = self.memory.best_matches(questions, languages, &deducted)?;
        let found = |matched: Match| Found {
            origin: self.origin(&matched),
            matched,
        };
        let of_question = |best: BestOfEach| best.into_iter().map(|one| one.map(found)).collect();
        Ok(best.into_iter().map(of_question).collect())
    }

    /// What is deducted for a unit.
    fn deductions(
        &self,
        unit: &Unit,
        intake: Option<u32>,
        question: &Question<'_>,
        offers: Offers,
        penalties: &[PenaltyTable],
    ) -> Vec<Deduction> {
        let state = state_of(unit, question);
        let worthless = match (state, offers) {
            (None, _) => Some("nothing to offer"),
            (Some(OfferedState::NeedsWork), Offers::Settled) => Some("needs-work"),
            _ => None,
        };
        // What loses all points is no match.
        let worthless = worthless.map(|name| (name.to_owned(), 100));
        let file = intake.and_then(|intake| self.files.get(&intake));
        let holds = |table: &&PenaltyTable| {
            let is_intake =
                table.intake.is_none() || (self.name.is_none() && table.intake == intake);
            let is_file = table.file.is_none() || file.is_some_and(|file| table.is_for_file(file));
            is_intake && is_file && (table.state.is_none() || table.state == state)
        };
        let tables = penalties.iter().filter(holds);
        let tables = tables.map(|table| (table.name.clone(), table.points));
        let named = worthless.into_iter().chain(tables);
        let named = named.map(|(name, points)| Deduction::new(Reason::Penalty(name), points));
        self.penalty.iter().cloned().chain(named).collect()
    }

    fn origin(&self, matched: &Match) -> Origin {
        let place = matched.unit.placement.as_ref();
        Origin {
            memory: self.name.clone(),
            document: place.map(|place| place.document.clone()),
            intake: matched.intake,
            file: matched
                .intake
                .and_then(|intake| self.files.get(&intake).cloned()),
        }
    }
}

/// How far the best of the texts has come that a unit offers for a question; `None` when it offers none.
fn state_of(unit: &Unit, question: &Question<'_>) -> Option<OfferedState> {
    let is_wanted = |variant: &&Variant| match question.to {
        [] => variant.language.primary() != question.language.primary(),
        wanted => wanted
            .iter()
            .any(|language| language.primary() == variant.language.primary()),
    };
    let offered = unit.variants.iter().filter(is_wanted);
    let offered = offered.filter(|variant| !variant.text.is_empty());
    let best = offered.max_by_key(|variant| (variant.needs_work.is_none(), variant.state));
    best.map(|best| OfferedState::of(best.state, best.needs_work.is_some()))
}
