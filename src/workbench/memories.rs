//! The memories that are asked for matches: the project's own, then those that its settings name.

use std::collections::HashMap;

use serde::Serialize;

use super::{Workbench, WorkbenchError};
use crate::matching::{Deduction, Reason};
use crate::memory::{Access, Match, Memory, MemoryError, Question};
use crate::model::{DocumentName, Finding, Severity, Unit, Variant};
use crate::project::{CONFIG_FILE, OfferedState, PenaltyTable};
use crate::text::Language;

/// Memories, in the order in which they are asked.
#[derive(Debug)]
pub(super) struct Memories {
    asked: Vec<Asked>,
    penalties: Vec<PenaltyTable>,
    /// What is wrong with those that cannot be asked.
    findings: Vec<Finding>,
}

/// One memory that is asked.
#[derive(Debug)]
struct Asked {
    /// The name of one that the settings name; `None` for the project's own.
    name: Option<String>,
    memory: Memory,
    /// What each of its matches loses.
    penalty: Option<Deduction>,
    /// The files of its imports.
    files: HashMap<u32, String>,
}

/// A match with the place that it comes from.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) matched: Match,
    pub(super) origin: Origin,
}

/// Where a match comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The memory; `None` for the project's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    /// The document in which the unit stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentName>,
    /// The number of the import that brought it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intake: Option<u32>,
    /// The file of that import.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// Which texts count as translations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offers {
    /// All.
    All,
    /// Only those that nobody has flagged.
    Settled,
}

/// Of a memory with many equal texts so many are looked through for different ones, at most.
const LOOKED_THROUGH: usize = 1000;

/// How many more are asked for at a time.
const GROWTH: usize = 4;

impl Workbench {
    /// Opens the memories that are asked for matches. One that is named in the settings and cannot be opened
    /// becomes a finding.
    ///
    /// # Errors
    /// When the project's own memory cannot be read.
    pub(super) fn memories(&self) -> Result<Memories, WorkbenchError> {
        let config = self.project.config();
        let mut memories = Memories {
            asked: Vec::new(),
            penalties: config.penalty.clone(),
            findings: Vec::new(),
        };
        if let Some(own) = self.memory_for_reading()? {
            memories.asked.push(Asked::new(None, own, 0)?);
        }
        for table in &config.memory {
            let path = self.project.root().join(&table.path);
            let opened = Memory::open(path, Access::ReadOnly)
                .and_then(|memory| Asked::new(Some(table.name.clone()), memory, table.penalty));
            match opened {
                Ok(asked) => memories.asked.push(asked),
                Err(error) => memories.findings.push(unusable(&table.name, &error)),
            }
        }
        Ok(memories)
    }
}

impl Memories {
    /// Whether there is none to ask.
    pub(super) fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// What is wrong with memories that could not be asked; each is told once.
    pub(super) fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// A finding for each of these languages in which no memory has or had a text.
    ///
    /// # Errors
    /// When a memory cannot be read.
    pub(super) fn missing_languages(
        &self,
        asked: &[Language],
    ) -> Result<Vec<Finding>, WorkbenchError> {
        let mut known = Vec::new();
        for asked in &self.asked {
            known.extend(asked.memory.languages()?);
        }
        known.sort();
        known.dedup();
        let is_known = |language: &Language| {
            known.is_empty() || known.iter().any(|own| own.primary() == language.primary())
        };
        let missing = asked.iter().filter(|language| !is_known(language));
        let tags: Vec<_> = known.iter().map(ToString::to_string).collect();
        Ok(missing
            .map(|language| {
                let message = format!("there is no text in `{language}` to match with");
                Finding::new("unknown-language", Severity::Warning, message)
                    .with_hint(format!("the memory has {}", tags.join(", ")))
            })
            .collect())
    }

    /// The best matches of all memories: by score, then by similarity, then in the order of the memories. Of
    /// matches with equal texts only the best is among them.
    ///
    /// # Errors
    /// When the project's own memory cannot be read; another one that fails becomes a finding.
    pub(super) fn best(
        &mut self,
        question: &Question<'_>,
        offers: Offers,
    ) -> Result<Vec<Found>, WorkbenchError> {
        let mut found = Vec::new();
        self.ask_all(|asked, penalties| {
            found.extend(asked.best(question, offers, penalties)?);
            Ok(())
        })?;
        let rank = |one: &Found| (one.matched.score.points, one.matched.score.similarity);
        found.sort_by(|one, other| rank(other).cmp(&rank(one)));
        let mut found = distinct(found);
        found.truncate(question.most);
        Ok(found)
    }
}

impl Memories {
    /// The best match for each of some languages, with a settled text in it; `question.to` is not looked at.
    ///
    /// One question answers for all languages that the best unit has, unless what is deducted depends on them.
    ///
    /// # Errors
    /// As for [`Self::best`].
    pub(super) fn best_of_each(
        &mut self,
        question: &Question<'_>,
        languages: &[Language],
    ) -> Result<Vec<Option<Found>>, WorkbenchError> {
        let mut best: Vec<Option<Found>> = languages.iter().map(|_| None).collect();
        let is_apart = self.penalties.iter().any(|table| table.state.is_some());
        let mut open: Vec<usize> = (0..languages.len()).collect();
        while let Some(first) = open.first().copied() {
            let together = if is_apart { &open[..1] } else { &open[..] };
            let to: Vec<_> = together.iter().map(|at| languages[*at].clone()).collect();
            let question = Question {
                to: &to,
                most: 1,
                ..*question
            };
            let found = self.best(&question, Offers::Settled)?.pop();
            match &found {
                None if is_apart => open.retain(|at| *at != first),
                None => break,
                Some(found) => open.retain(|at| {
                    let has =
                        found.settled(&languages[*at]).is_some() && (!is_apart || *at == first);
                    if has {
                        best[*at] = Some(found.clone());
                    }
                    !has
                }),
            }
        }
        Ok(best)
    }
}

impl Memories {
    /// The points of the best match for each of many questions in each of some languages, as
    /// [`Self::best_of_each`] has it; 0 where there is none. `question.to` is not looked at.
    ///
    /// # Errors
    /// As for [`Self::best`].
    pub(super) fn points_of_many(
        &mut self,
        questions: &[Question<'_>],
        languages: &[Language],
    ) -> Result<Vec<Vec<u8>>, WorkbenchError> {
        let mut points = vec![vec![0; languages.len()]; questions.len()];
        let is_apart = self.penalties.iter().any(|table| table.state.is_some());
        // The questions that are open in each language.
        let mut open: Vec<Vec<usize>> = vec![(0..questions.len()).collect(); languages.len()];
        if !is_apart && languages.len() > 1 {
            let found = self.best_of_many(questions, languages)?;
            for (language, open) in languages.iter().zip(&mut open) {
                // Where the best unit lacks the language another one may have it.
                let lacks = |at: &usize| {
                    let found: &Option<Found> = &found[*at];
                    found
                        .as_ref()
                        .is_some_and(|found| found.settled(language).is_none())
                };
                open.retain(lacks);
            }
            for (points, found) in points.iter_mut().zip(&found) {
                for (points, language) in points.iter_mut().zip(languages) {
                    let found = found
                        .as_ref()
                        .filter(|found| found.settled(language).is_some());
                    *points = found.map_or(0, |found| found.matched.score.points);
                }
            }
        }
        for (at, open) in open.into_iter().enumerate() {
            let own: Vec<_> = open.iter().map(|question| questions[*question]).collect();
            let found = self.best_of_many(&own, &languages[at..=at])?;
            for (question, found) in open.into_iter().zip(found) {
                points[question][at] = found.map_or(0, |found| found.matched.score.points);
            }
        }
        Ok(points)
    }

    /// The best match of all memories for each of many questions, with a settled text in one of some languages.
    fn best_of_many(
        &mut self,
        questions: &[Question<'_>],
        to: &[Language],
    ) -> Result<Vec<Option<Found>>, WorkbenchError> {
        let questions = questions
            .iter()
            .map(|question| Question { to, ..*question });
        let questions: Vec<_> = questions.collect();
        let mut best: Vec<Option<Found>> = questions.iter().map(|_| None).collect();
        let rank = |one: &Found| (one.matched.score.points, one.matched.score.similarity);
        self.ask_all(|asked, penalties| {
            let found = asked.best_of_many(&questions, penalties)?;
            for (best, found) in best.iter_mut().zip(found) {
                if found.as_ref().map(rank) > best.as_ref().map(rank) {
                    *best = found;
                }
            }
            Ok(())
        })?;
        Ok(best)
    }

    /// Asks one memory after the other; one of the settings that fails becomes a finding, and is asked no more.
    fn ask_all(
        &mut self,
        mut ask: impl FnMut(&Asked, &[PenaltyTable]) -> Result<(), MemoryError>,
    ) -> Result<(), WorkbenchError> {
        let mut at = 0;
        while let Some(asked) = self.asked.get(at) {
            match (ask(asked, &self.penalties), asked.name.clone()) {
                (Ok(()), _) => at += 1,
                (Err(error), None) => return Err(error.into()),
                (Err(error), Some(name)) => {
                    self.findings.push(unusable(&name, &error));
                    self.asked.remove(at);
                }
            }
        }
        Ok(())
    }
}

impl Found {
    /// The text that is offered in a language, or in a variant of it, if nobody has flagged it: the one that has
    /// come furthest.
    pub(super) fn settled(&self, language: &Language) -> Option<&Variant> {
        let of_language = self.matched.targets.iter().filter(|target| {
            target.needs_work.is_none()
                && !target.text.is_empty()
                && target.language.primary() == language.primary()
        });
        of_language.max_by_key(|target| (target.language == *language, target.state))
    }
}

impl Asked {
    fn new(name: Option<String>, memory: Memory, penalty: u8) -> Result<Self, MemoryError> {
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
    fn best(
        &self,
        question: &Question<'_>,
        offers: Offers,
        penalties: &[PenaltyTable],
    ) -> Result<Vec<Found>, MemoryError> {
        let deducted = |unit: &Unit, intake: Option<u32>| {
            let mut deductions = self.deductions(unit, intake, question, penalties);
            deductions.extend(
                (offers == Offers::Settled)
                    .then(|| flagged(unit, question))
                    .flatten(),
            );
            deductions
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

    /// Its best match for each of many questions, for settled texts.
    fn best_of_many(
        &self,
        questions: &[Question<'_>],
        penalties: &[PenaltyTable],
    ) -> Result<Vec<Option<Found>>, MemoryError> {
        let Some(first) = questions.first() else {
            return Ok(Vec::new());
        };
        let deducted = |unit: &Unit, intake: Option<u32>| {
            let mut deductions = self.deductions(unit, intake, first, penalties);
            deductions.extend(flagged(unit, first));
            deductions
        };
        let best = self.memory.best_matches(questions, &deducted)?;
        let found = best.into_iter().map(|matched| {
            matched.map(|matched| Found {
                origin: self.origin(&matched),
                matched,
            })
        });
        Ok(found.collect())
    }

    /// What is deducted for a unit.
    fn deductions(
        &self,
        unit: &Unit,
        intake: Option<u32>,
        question: &Question<'_>,
        penalties: &[PenaltyTable],
    ) -> Vec<Deduction> {
        let mut deductions: Vec<_> = self.penalty.iter().cloned().collect();
        deductions.extend(self.penalties(unit, intake, question, penalties));
        deductions
    }

    /// What the settings deduct for a unit.
    fn penalties(
        &self,
        unit: &Unit,
        intake: Option<u32>,
        question: &Question<'_>,
        tables: &[PenaltyTable],
    ) -> Vec<Deduction> {
        let file = intake.and_then(|intake| self.files.get(&intake));
        let holds = |table: &&PenaltyTable| {
            let is_intake =
                table.intake.is_none() || (self.name.is_none() && table.intake == intake);
            let is_file = table.file.is_none() || file.is_some_and(|file| table.is_for_file(file));
            let state = || Some(state_of(unit, question));
            is_intake && is_file && (table.state.is_none() || table.state == state())
        };
        let tables = tables.iter().filter(holds);
        tables
            .map(|table| Deduction::new(Reason::Penalty(table.name.clone()), table.points))
            .collect()
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

/// All points, for a unit that offers nothing but what somebody has flagged: it is no match then.
fn flagged(unit: &Unit, question: &Question<'_>) -> Option<Deduction> {
    let is_flagged = state_of(unit, question) == OfferedState::NeedsWork;
    let reason = Reason::Penalty(OfferedState::NeedsWork.as_str().to_owned());
    is_flagged.then(|| Deduction::new(reason, 100))
}

/// How far the best of the texts has come that a unit offers for a question.
fn state_of(unit: &Unit, question: &Question<'_>) -> OfferedState {
    let rank = |variant: &Variant| (variant.needs_work.is_none(), variant.state);
    let is_wanted = |variant: &&Variant| match question.to {
        [] => variant.language.primary() != question.language.primary(),
        wanted => wanted
            .iter()
            .any(|language| language.primary() == variant.language.primary()),
    };
    let offered = unit.variants.iter().filter(is_wanted);
    let best = offered
        .filter(|variant| !variant.text.is_empty())
        .map(rank)
        .max();
    best.map_or(OfferedState::Initial, |(is_settled, state)| {
        OfferedState::of(state, !is_settled)
    })
}

/// The matches without those that offer nothing beyond a better one.
fn distinct(found: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for one in found {
        if !kept
            .iter()
            .any(|better| offers_all(&better.matched, &one.matched))
        {
            kept.push(one);
        }
    }
    kept
}

/// Whether a match has the same source as another, and all of its translations.
fn offers_all(better: &Match, other: &Match) -> bool {
    let same = |one: &Variant, two: &Variant| one.language == two.language && one.text == two.text;
    same(&better.source, &other.source)
        && other
            .targets
            .iter()
            .all(|target| better.targets.iter().any(|own| same(own, target)))
}

fn unusable(name: &str, error: &MemoryError) -> Finding {
    let message = format!("the memory `{name}` is not asked: {error}");
    let finding = Finding::new("memory-not-asked", Severity::Warning, message);
    finding.with_hint(match error.reason {
        crate::memory::Reason::Missing => format!("check its `path` in {CONFIG_FILE}"),
        _ => error.hint().map_or_else(
            || format!("check the file, or take the table out of {CONFIG_FILE}"),
            str::to_owned,
        ),
    })
}
