//! `analyze`: how much of the translation of documents is at hand.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::import::{ImportRequest, read_units};
use super::memories::Memories;
use super::source::unknown_document;
use super::{Workbench, WorkbenchError};
use crate::document::format_of;
use crate::matching::{Band, Before, Rates, Tally};
use crate::memory::{Question, Surroundings};
use crate::model::{Finding, UnitId};
use crate::project::RatesTable;
use crate::text::Language;

/// What to analyse.
#[derive(Clone, Debug, Default)]
pub struct AnalyzeRequest {
    /// Documents of the project, or files; all documents when none is named.
    pub names: Vec<String>,
    /// The languages to translate into; the project's when none is named.
    pub targets: Vec<Language>,
}

/// What is at hand for documents.
#[derive(Debug)]
pub struct AnalyzeReport {
    /// Every document in each language, in order.
    pub documents: Vec<Analyzed>,
    /// All documents together in each language.
    pub totals: Vec<Analyzed>,
    /// Whether there was a memory to ask.
    pub has_memory: bool,
    /// What is wrong with memories and files.
    pub findings: Vec<Finding>,
}

/// What is at hand for a document, or for all, in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Analyzed {
    /// The document or file; `None` for all together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The language.
    pub lang: Language,
    /// How much there is of each band, the best first.
    pub bands: Bands,
    /// How much there is in all.
    pub total: Tally,
    /// Words, each counted at the rate of its band.
    pub weighted_words: f64,
    #[serde(skip)]
    rates: Rates,
}

/// How much there is of each band, in the order of [`Band::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bands(pub [Tally; 8]);

impl Serialize for Bands {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.rows())
    }
}

impl Bands {
    /// The bands by name, the best first.
    fn rows(&self) -> impl Iterator<Item = (&'static str, Tally)> + '_ {
        Band::ALL
            .iter()
            .map(|band| (band.as_str(), self.0[*band as usize]))
    }
}

/// A text to analyse.
struct Text {
    name: String,
    segments: Vec<Segment>,
}

/// A segment of it.
struct Segment {
    text: String,
    /// The unit that has it, for a document of the project.
    unit: Option<UnitId>,
}

impl Workbench {
    /// Counts segments, words and characters by how much of their translation the memories have.
    ///
    /// A match counts for a language only when its unit has a text in it that nobody has flagged. Segments
    /// before count as a memory, across documents. Writes nothing.
    ///
    /// # Errors
    /// When a name is neither a document nor a file, or something cannot be read.
    pub fn analyze(&self, request: &AnalyzeRequest) -> Result<AnalyzeReport, WorkbenchError> {
        let config = self.project.config();
        let targets = match request.targets.as_slice() {
            [] => config.project.targets.clone(),
            targets => targets.to_vec(),
        };
        let mut findings = Vec::new();
        let texts = self.texts(&request.names, &mut findings)?;
        let mut memories = self.memories()?;
        findings.extend(memories.missing_languages(&request.targets)?);
        let has_memory = !memories.is_empty();
        let rates = rates(&config.rates);
        let bands = bands(&texts, &config.project.source, &targets, &mut memories)?;
        let mut documents = Vec::new();
        let mut totals = vec![Bands::default(); targets.len()];
        for (text, bands) in texts.iter().zip(bands) {
            for ((bands, total), lang) in bands.into_iter().zip(&mut totals).zip(&targets) {
                total.add(&bands);
                documents.push(Analyzed::new(Some(text.name.clone()), lang, bands, rates));
            }
        }
        let totals = totals.into_iter().zip(&targets);
        findings.extend(memories.take_findings());
        Ok(AnalyzeReport {
            documents,
            totals: totals
                .map(|(bands, lang)| Analyzed::new(None, lang, bands, rates))
                .collect(),
            has_memory,
            findings,
        })
    }

    /// The texts that names stand for: documents before files.
    fn texts(
        &self,
        names: &[String],
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<Text>, WorkbenchError> {
        let is_file = |name: &&String| Path::new(name.as_str()).is_file();
        let mut documents = match names {
            // Without a source there may still be files to analyse.
            names if !names.is_empty() && names.iter().all(|name| is_file(&name)) => {
                self.documents().unwrap_or_default()
            }
            _ => self.documents()?,
        };
        if names.is_empty() {
            return Ok(documents.into_values().collect());
        }
        let mut texts: Vec<Text> = Vec::new();
        for name in names {
            if texts.iter().any(|text| text.name == *name) {
                continue;
            }
            match documents.remove(name) {
                Some(text) => texts.push(text),
                None if Path::new(name).exists() => texts.push(self.file(name, findings)?),
                None => return Err(unknown_document(name, documents.keys())),
            }
        }
        Ok(texts)
    }

    /// The project's documents as they stand now, by name.
    fn documents(&self) -> Result<BTreeMap<String, Text>, WorkbenchError> {
        let memory = self.memory_for_reading()?;
        let drafts = self.drafts(memory.as_ref())?;
        let texts = drafts.into_iter().map(|draft| {
            let name = draft.source.name.to_string();
            let units = draft.plan.units.into_iter().zip(draft.source.segments);
            let segments = units.map(|(unit, segment)| Segment {
                text: segment.text,
                unit: Some(unit.id),
            });
            let segments = segments.collect();
            (name.clone(), Text { name, segments })
        });
        Ok(texts.collect())
    }

    /// A file: a source document, or one of another tool, of which the source texts are taken.
    fn file(&self, name: &str, findings: &mut Vec<Finding>) -> Result<Text, WorkbenchError> {
        let mut segments = Vec::new();
        let mut take = |text: String| segments.push(Segment { text, unit: None });
        if format_of(name).is_some() {
            let cut = self.segments_of(Path::new(name))?;
            cut.into_iter().for_each(|segment| take(segment.text));
        } else {
            let own = &self.project.config().project.source;
            let request = ImportRequest::default();
            let (_, found) = read_units(Path::new(name), &request, own, &mut |unit, _| {
                let source = unit.source_language.as_ref().unwrap_or(own);
                let variant = unit.variant(source).or(unit.variants.first());
                variant.into_iter().for_each(|one| take(one.text.clone()));
            })?;
            findings.extend(found);
        }
        let name = name.to_owned();
        Ok(Text { name, segments })
    }
}

/// What is at hand for each text in each language.
fn bands(
    texts: &[Text],
    language: &Language,
    targets: &[Language],
    memories: &mut Memories,
) -> Result<Vec<Vec<Bands>>, WorkbenchError> {
    let questions: Vec<_> = texts
        .iter()
        .flat_map(|text| text.questions(language))
        .collect();
    let mut found = memories.best_of_many(&questions, targets)?.into_iter();
    let mut before = Before::default();
    let mut bands = Vec::with_capacity(texts.len());
    for text in texts {
        let mut own = vec![Bands::default(); targets.len()];
        for segment in &text.segments {
            let tally = Tally::of_text(&segment.text);
            let before = before.add(&segment.text, language);
            for (own, found) in own.iter_mut().zip(found.next().unwrap_or_default()) {
                let points = found.map_or(0, |found| found.matched.score.points);
                own.0[Band::of_both(points, before) as usize].add(tally);
            }
        }
        bands.push(own);
    }
    Ok(bands)
}

impl Text {
    /// A question for each of its segments, down to the lowest band.
    fn questions<'a>(&'a self, language: &'a Language) -> impl Iterator<Item = Question<'a>> {
        let text = |at: Option<usize>| {
            let segment = at.and_then(|at| self.segments.get(at));
            segment.map_or("", |segment| segment.text.as_str())
        };
        let segments = self.segments.iter().enumerate();
        segments.map(move |(at, segment)| Question {
            least: 50,
            surroundings: Surroundings {
                unit: segment.unit.as_ref(),
                before: Some(text(at.checked_sub(1))),
                after: Some(text(at.checked_add(1))),
            },
            ..Question::new(&segment.text, language)
        })
    }
}

impl Bands {
    fn add(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            own.add(other);
        }
    }
}

impl Analyzed {
    fn new(document: Option<String>, lang: &Language, bands: Bands, rates: Rates) -> Self {
        let mut total = Tally::default();
        bands.0.iter().for_each(|tally| total.add(*tally));
        Self {
            document,
            lang: lang.clone(),
            bands,
            total,
            weighted_words: rates.weighted(&bands.0) as f64 / 100.0,
            rates,
        }
    }

    /// The bands by name, the best first, each with its weighted words; then all together as `total`.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, Tally, f64)> + '_ {
        let bands = self.bands.rows().zip(self.rates.0);
        let bands = bands.map(|((name, tally), rate)| {
            let weighted = u64::from(rate) * tally.words;
            (name, tally, weighted as f64 / 100.0)
        });
        bands.chain([("total", self.total, self.weighted_words)])
    }
}

/// The rates of the settings, in the order of the bands.
fn rates(table: &RatesTable) -> Rates {
    Rates([
        table.context,
        table.repetition,
        table.exact,
        table.from_95,
        table.from_85,
        table.from_75,
        table.from_50,
        table.new,
    ])
}
