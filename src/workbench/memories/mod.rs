//! The memories that are asked for matches: the project's own, then those that its settings name.

mod asked;
mod each;

use serde::Serialize;

use self::asked::Asked;
use super::{Workbench, WorkbenchError};
use crate::memory::{Access, Match, Memory, MemoryError, Question, Reason};
use crate::model::{DocumentName, Finding, Severity, Variant};
use crate::project::{CONFIG_FILE, PenaltyTable};
use crate::text::Language;

/// Memories, in the order in which they are asked.
#[derive(Debug)]
pub(super) struct Memories {
    asked: Vec<Asked>,
    penalties: Vec<PenaltyTable>,
    /// What is wrong with those that cannot be asked.
    findings: Vec<Finding>,
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
        found.sort_by_key(|one| std::cmp::Reverse(rank(one)));
        let mut found = distinct(found);
        found.truncate(question.most);
        Ok(found)
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
        Reason::Missing => format!("check its `path` in {CONFIG_FILE}"),
        _ => error.hint().map_or_else(
            || format!("check the file, or take the table out of {CONFIG_FILE}"),
            str::to_owned,
        ),
    })
}
