//! `memory clean`: units of the memory alone that are of no use, reported and taken away as a revision.

use serde::Serialize;

use super::commit::Recorded;
use super::{Workbench, WorkbenchError};
use crate::memory::{Commit, Duplicates, Filter, Memory};
use crate::model::{Unit, UnitId, Variant};
use crate::quality::{Context, Pair, check_named};
use crate::text::Language;

/// What is wrong with a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    /// An earlier unit has the same texts in the same languages, which have come as far.
    Duplicate,
    /// A text is empty.
    Empty,
    /// A translation repeats its source.
    SameAsSource,
    /// There is a text in one language only.
    Untranslated,
}

/// What to look for.
#[derive(Clone, Debug)]
pub struct CleanRequest {
    /// Only these flaws; all when none is named.
    pub flaws: Vec<Flaw>,
    /// Whether to take away what is found.
    pub apply: bool,
}

/// A text, or a whole unit, that is of no use.
#[derive(Clone, Debug, Serialize)]
pub struct Useless {
    /// The unit.
    pub unit: UnitId,
    /// What is wrong.
    pub flaw: Flaw,
    /// The languages whose texts go.
    pub langs: Vec<Language>,
    /// The first of these texts.
    pub text: String,
    /// The earlier unit that says the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<UnitId>,
}

/// What was found, and what was done about it.
#[derive(Debug, Serialize)]
pub struct CleanReport {
    /// How many of each flaw.
    pub counts: Vec<(Flaw, u64)>,
    /// How many units were looked at.
    pub units: u64,
    /// What was found.
    #[serde(skip)]
    pub found: Vec<Useless>,
    /// What the memory recorded; `None` when nothing was to be done.
    pub recorded: Option<Recorded>,
}

impl Flaw {
    /// All flaws, in the order in which they are looked for.
    pub const ALL: [Self; 4] = [
        Self::Duplicate,
        Self::Empty,
        Self::SameAsSource,
        Self::Untranslated,
    ];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Empty => "empty",
            Self::SameAsSource => "same-as-source",
            Self::Untranslated => "untranslated",
        }
    }
}

impl Workbench {
    /// Finds texts that are of no use among the units that live in the memory alone, and takes them away as one
    /// revision when that is wanted. Units of documents stay: their segment files are the place to mend them.
    ///
    /// # Errors
    /// When there is no memory, or it cannot be read or written.
    pub fn clean(&self, request: &CleanRequest) -> Result<CleanReport, WorkbenchError> {
        let _lock = self.lock_unless(!request.apply)?;
        let (units, found) = self.useless(&self.existing_memory()?, request)?;
        let counts = Flaw::ALL.map(|flaw| {
            let own = found.iter().filter(|useless| useless.flaw == flaw);
            (flaw, own.count() as u64)
        });
        let mut report = CleanReport {
            counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
            units,
            found,
            recorded: None,
        };
        if request.apply && !report.found.is_empty() {
            report.recorded = Some(self.take_away(&report)?);
        }
        Ok(report)
    }

    fn useless(
        &self,
        memory: &Memory,
        request: &CleanRequest,
    ) -> Result<(u64, Vec<Useless>), WorkbenchError> {
        let is_wanted = |flaw| request.flaws.is_empty() || request.flaws.contains(&flaw);
        let own = &self.project.config().project.source;
        let mut duplicates = Duplicates::default();
        let (mut units, mut found) = (0, Vec::new());
        memory.units(&Filter::default(), |unit| {
            let same = duplicates.find(unit).cloned();
            if unit.placement.is_some() {
                return Ok::<_, WorkbenchError>(());
            }
            units += 1;
            match same.filter(|_| is_wanted(Flaw::Duplicate)) {
                Some(same) => found.push(Useless {
                    same_as: Some(same),
                    ..Useless::new(unit, Flaw::Duplicate, &unit.variants)
                }),
                None => found.extend(useless_texts(unit.clone(), own, is_wanted)),
            }
            Ok(())
        })?;
        Ok((units, found))
    }

    fn take_away(&self, report: &CleanReport) -> Result<Recorded, WorkbenchError> {
        let pairs = report.found.iter().flat_map(|useless| {
            let langs = useless.langs.iter();
            langs.map(|language| (useless.unit.clone(), language.clone()))
        });
        let removed: Vec<_> = pairs.collect();
        let counts = report.counts.iter();
        let counts: Vec<_> = counts
            .map(|(flaw, count)| format!("{count} {}", flaw.as_str()))
            .collect();
        let message = format!("clean: {}", counts.join(", "));
        let commit = Commit {
            removed: &removed,
            ..Commit::new(self.author(), self.session.time, &message)
        };
        let done = self.memory_for_writing()?.commit(&commit)?;
        Ok(Recorded::of(done, false))
    }
}

/// The texts of a unit that are of no use; what is left without a translation by that is of no use either.
fn useless_texts(mut unit: Unit, own: &Language, is_wanted: impl Fn(Flaw) -> bool) -> Vec<Useless> {
    let mut found = Vec::new();
    let source = unit.source_language.clone().unwrap_or_else(|| own.clone());
    for flaw in [Flaw::Empty, Flaw::SameAsSource] {
        let (bad, good): (Vec<_>, Vec<_>) = languages(&unit.variants)
            .into_iter()
            .partition(|language| is_wanted(flaw) && has(flaw, &unit, &source, language));
        if bad.is_empty() {
            continue;
        }
        let is_bad = |variant: &Variant| bad.contains(&variant.language);
        let texts = unit.variants.iter().filter(|one| is_bad(one)).cloned();
        let texts: Vec<_> = texts.collect();
        found.push(Useless::new(&unit, flaw, &texts));
        unit.variants.retain(|one| good.contains(&one.language));
    }
    if languages(&unit.variants).len() == 1 && is_wanted(Flaw::Untranslated) {
        found.push(Useless::new(&unit, Flaw::Untranslated, &unit.variants));
    }
    found
}

/// Whether all texts of a unit in a language have a flaw.
fn has(flaw: Flaw, unit: &Unit, source: &Language, language: &Language) -> bool {
    match flaw {
        Flaw::Empty => {
            let mut own = unit.variants.iter().filter(|one| one.language == *language);
            own.all(|variant| variant.text.trim().is_empty() && variant.codes.is_empty())
        }
        Flaw::SameAsSource => repeats(unit, source, language),
        Flaw::Duplicate | Flaw::Untranslated => false,
    }
}

/// Whether the translation of a unit repeats its source, as the check of that name sees it.
fn repeats(unit: &Unit, source: &Language, language: &Language) -> bool {
    let mut findings = Vec::new();
    let texts = (unit.variant(source), unit.variant(language));
    if let (Some(source), Some(target)) = texts
        && source.language != target.language
        && let Some(check) = check_named(Flaw::SameAsSource.as_str())
    {
        let context = Context::default();
        let pair = Pair::new(unit, source, target, &context);
        check.check(&pair, &mut findings);
    }
    !findings.is_empty()
}

/// The languages of texts, each once.
fn languages(texts: &[Variant]) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    for text in texts {
        if !languages.contains(&text.language) {
            languages.push(text.language.clone());
        }
    }
    languages
}

impl Useless {
    fn new(unit: &Unit, flaw: Flaw, texts: &[Variant]) -> Self {
        Self {
            unit: unit.id.clone(),
            flaw,
            langs: languages(texts),
            text: texts
                .first()
                .map_or_else(String::new, |one| one.text.clone()),
            same_as: None,
        }
    }
}
