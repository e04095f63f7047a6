//! `pretranslate`: matches and repetitions into units that have no translation yet.

mod fill;

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

pub use self::fill::{Fill, FillKind};
use self::fill::{Gap, Known};

use super::commit::Recorded;
use super::draft::Draft;
use super::memories::{Found, Memories};
use super::segment_files::LanguageFile;
use super::source::unknown_document;
use super::{Workbench, WorkbenchError};
use crate::memory::{Question, Surroundings};
use crate::model::{DocumentName, Finding, Severity, UnitId};
use crate::text::Language;

/// What to fill.
#[derive(Clone, Debug)]
pub struct PretranslateRequest {
    /// Only these documents; all when none is named.
    pub documents: Vec<String>,
    /// Only these languages; all of the project when none is named.
    pub targets: Vec<Language>,
    /// The lowest score that is good enough, 0 to 101.
    pub least: u8,
    /// Plan only.
    pub dry_run: bool,
}

/// What was filled, or would be.
#[derive(Debug, Serialize)]
pub struct PretranslateReport {
    /// Every document in each language.
    pub documents: Vec<Pretranslated>,
    /// Every unit that got a translation, in order.
    #[serde(skip)]
    pub fills: Vec<Fill>,
    /// What the memory recorded.
    pub recorded: Recorded,
    /// The segment files that were or would be written.
    pub files: Vec<String>,
    /// What is wrong with memories and segment files.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Whether an entry could not be read.
    pub faulty: bool,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// A document in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Pretranslated {
    /// The document.
    pub document: DocumentName,
    /// The language.
    pub lang: Language,
    /// Units that had no translation.
    pub untranslated: usize,
    /// Of these, filled from the same context.
    pub context: usize,
    /// Filled from an equal text of a memory.
    pub exact: usize,
    /// Filled from an equal text of a segment file that is not recorded yet.
    pub repetition: usize,
    /// Filled from a similar text.
    pub fuzzy: usize,
}

/// Translations of the segment files by language and source text, those that nobody has flagged.
type Translations = HashMap<Language, HashMap<String, Known>>;

impl Workbench {
    /// Fills units that have no translation from the memories, and from equal units of the segment files.
    ///
    /// What is filled needs work, unless the match is exact in context; where it was taken from stands in the
    /// segment file and in the memory. A translation that is there is never touched. Where something is filled the
    /// segment files are brought up to date with the sources, and all is recorded as one revision.
    ///
    /// # Errors
    /// When a document or language is not of the project, there is no memory, or something cannot be written.
    pub fn pretranslate(
        &self,
        request: &PretranslateRequest,
    ) -> Result<PretranslateReport, WorkbenchError> {
        self.refuse_foreign_languages(&request.targets)?;
        let _lock = self.lock_unless(request.dry_run)?;
        let mut memories = self.memories()?;
        if memories.is_empty() && self.project.config().memory.is_empty() {
            self.existing_memory()?;
        }
        let memory = self.memory_for_reading()?;
        let mut drafts = self.drafts(memory.as_ref())?;
        drop(memory);
        let translations = translations(&drafts);
        self.keep_named(&mut drafts, &request.documents)?;
        let (mut documents, mut fills) = (Vec::new(), Vec::new());
        let mut filler = Filler {
            memories: &mut memories,
            translations: &translations,
            language: &self.project.config().project.source,
            request,
        };
        for draft in &mut drafts {
            documents.extend(filler.fill(draft, &mut fills)?);
        }
        let faulty = drafts.iter().any(Draft::has_fault);
        let filled: BTreeSet<_> = fills.iter().map(|fill| &fill.document).collect();
        let (changed, others): (Vec<_>, Vec<_>) = drafts
            .into_iter()
            .partition(|draft| filled.contains(&draft.source.name));
        let (files, recorded) = self.keep_drafts(&changed, "pretranslate", request.dry_run)?;
        let mut findings = memories.take_findings();
        findings.extend(changed.into_iter().chain(others).flat_map(Draft::findings));
        Ok(PretranslateReport {
            documents,
            fills,
            recorded,
            files,
            findings,
            faulty,
            dry_run: request.dry_run,
        })
    }

    /// Refuses languages that the project does not translate into.
    pub(super) fn refuse_foreign_languages(
        &self,
        targets: &[Language],
    ) -> Result<(), WorkbenchError> {
        let own = &self.project.config().project.targets;
        let Some(foreign) = targets.iter().find(|target| !own.contains(target)) else {
            return Ok(());
        };
        let own: Vec<_> = own.iter().map(ToString::to_string).collect();
        let message = format!("the project does not translate into `{foreign}`");
        let finding = Finding::new("foreign-language", Severity::Error, message);
        let hint = format!("its targets are {}", own.join(", "));
        Err(WorkbenchError::Refused(Box::new(finding.with_hint(hint))))
    }

    fn keep_named(&self, drafts: &mut Vec<Draft>, names: &[String]) -> Result<(), WorkbenchError> {
        if names.is_empty() {
            return Ok(());
        }
        let known = drafts.iter().map(|draft| draft.source.name.to_string());
        let known: Vec<_> = known.collect();
        if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
            return Err(unknown_document(unknown, known.iter()));
        }
        drafts.retain(|draft| names.iter().any(|name| name == draft.source.name.as_str()));
        Ok(())
    }
}

/// Fills one document after the other.
struct Filler<'a> {
    memories: &'a mut Memories,
    translations: &'a Translations,
    language: &'a Language,
    request: &'a PretranslateRequest,
}

impl Filler<'_> {
    /// Fills a draft in every wanted language.
    fn fill(
        &mut self,
        draft: &mut Draft,
        fills: &mut Vec<Fill>,
    ) -> Result<Vec<Pretranslated>, WorkbenchError> {
        let document = draft.source.name.clone();
        let segments = &draft.source.segments;
        let wanted = |file: &LanguageFile| {
            self.request.targets.is_empty() || self.request.targets.contains(&file.language)
        };
        let mut files: Vec<_> = draft.files.iter_mut().filter(|file| wanted(file)).collect();
        let mut counts: Vec<_> = files
            .iter()
            .map(|file| Pretranslated::new(&document, &file.language))
            .collect();
        let units = &draft.plan.units;
        // The units with a gap, and the files in which it is.
        let gaps = units.iter().enumerate().map(|(at, unit)| {
            let open = (0..files.len()).filter(|file| is_untranslated(files[*file], &unit.id));
            (at, open.collect::<Vec<usize>>())
        });
        let gaps: Vec<_> = gaps.filter(|(_, open)| !open.is_empty()).collect();
        let asked = (0..files.len()).filter(|file| gaps.iter().any(|gap| gap.1.contains(file)));
        let asked: Vec<usize> = asked.collect();
        let languages: Vec<_> = asked.iter().map(|at| files[*at].language.clone()).collect();
        let text = |at: usize| segments.get(at).map_or("", |segment| segment.text.as_str());
        let question = |at: usize| Question {
            least: self.request.least,
            surroundings: Surroundings {
                unit: Some(&units[at].id),
                before: Some(at.checked_sub(1).map_or("", text)),
                after: Some(text(at + 1)),
            },
            ..Question::new(text(at), self.language)
        };
        let questions: Vec<_> = gaps.iter().map(|(at, _)| question(*at)).collect();
        let found = self.memories.best_of_many(&questions, &languages)?;
        for (((at, open), question), found) in gaps.into_iter().zip(&questions).zip(found) {
            for (file, found) in asked.iter().copied().zip(found) {
                if !open.contains(&file) {
                    continue;
                }
                counts[file].untranslated += 1;
                let gap = Gap {
                    unit: &units[at].id,
                    document: &document,
                    language: &files[file].language,
                    question,
                };
                if let Some(fill) = self.chosen(&gap, found) {
                    counts[file].count(fill.kind);
                    fill.write(files[file]);
                    fills.push(fill);
                }
            }
        }
        Ok(counts)
    }

    /// What a unit is filled from: an equal text of a memory, of a segment file, or a similar text.
    fn chosen(&self, gap: &Gap<'_>, found: Option<Found>) -> Option<Fill> {
        let points = found.as_ref().map_or(0, |found| found.matched.score.points);
        let known = self
            .translations
            .get(gap.language)
            .and_then(|of_language| of_language.get(gap.question.text));
        match known {
            Some(known) if points < 100 && self.request.least <= 100 => Some(known.fill(gap)),
            _ => Fill::of(gap, &found?),
        }
    }
}

/// The translations that stand in segment files; of several for one text the first.
fn translations(drafts: &[Draft]) -> Translations {
    let mut all = Translations::new();
    for draft in drafts {
        for file in &draft.files {
            let of_language = all.entry(file.language.clone()).or_default();
            for entry in file.file.entries() {
                if entry.target().is_empty() || entry.needs_work().is_some() {
                    continue;
                }
                let known = || Known {
                    unit: entry.id(),
                    document: draft.source.name.clone(),
                    target: entry.target().into_owned(),
                };
                of_language
                    .entry(entry.source().into_owned())
                    .or_insert_with(known);
            }
        }
    }
    all
}

fn is_untranslated(file: &LanguageFile, id: &UnitId) -> bool {
    let entry = file.file.entry(id);
    entry.is_some_and(|entry| !entry.is_obsolete() && entry.target().is_empty())
}

impl Pretranslated {
    fn new(document: &DocumentName, lang: &Language) -> Self {
        Self {
            document: document.clone(),
            lang: lang.clone(),
            untranslated: 0,
            context: 0,
            exact: 0,
            repetition: 0,
            fuzzy: 0,
        }
    }

    fn count(&mut self, kind: FillKind) {
        match kind {
            FillKind::Context => self.context += 1,
            FillKind::Exact => self.exact += 1,
            FillKind::Repetition => self.repetition += 1,
            FillKind::Fuzzy => self.fuzzy += 1,
        }
    }

    /// How many units were filled.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.context + self.exact + self.repetition + self.fuzzy
    }
}
