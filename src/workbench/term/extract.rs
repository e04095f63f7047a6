//! `term extract`: what may be a term, from the texts of the project.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::exchange::WriteError;
use crate::exchange::terms::TermTable;
use crate::glossary::{Candidate, ExtractOptions, Glossary, Rendering, candidates, renderings};
use crate::memory::{Filter, MemoryError};
use crate::model::{Concept, Detail, Term, TermStatus, Unit, Usage};
use crate::project::write_atomically;
use crate::text::Language;
use crate::workbench::{Workbench, WorkbenchError};

/// How many units are read, at most.
const UNITS_AT_MOST: usize = 20_000;

/// What to extract.
#[derive(Clone, Debug)]
pub struct ExtractRequest {
    /// At most so many candidates.
    pub most: usize,
    /// Those that occur at least so often.
    pub least: u32,
    /// The languages of the translations; all of the project when it is empty.
    pub targets: Vec<Language>,
}

/// A candidate with its likely translations.
#[derive(Debug, Serialize)]
pub struct ExtractedTerm {
    /// The candidate, in the form that occurs most.
    pub term: String,
    /// How often it occurs.
    pub frequency: u32,
    /// Its C-value.
    pub score: f64,
    /// By language: the phrase that goes with it most, and how far each occurs only with the other, from 0 to 1.
    pub translations: BTreeMap<String, (String, f64)>,
    /// A text in which it occurs.
    pub example: String,
}

/// What was extracted.
#[derive(Debug)]
pub struct ExtractReport {
    /// The candidates, the best first.
    pub terms: Vec<ExtractedTerm>,
    /// How many texts were read.
    pub texts: usize,
    source: Language,
    targets: Vec<Language>,
}

/// A source text and its translations.
type Texts = (String, Vec<Option<String>>);

impl Workbench {
    /// Finds phrases that may be terms and are not in the glossary, in the memory, or in the segment files where
    /// there is none.
    ///
    /// # Errors
    /// When the memory, a segment file or the glossary cannot be read.
    pub fn extract_terms(&self, request: &ExtractRequest) -> Result<ExtractReport, WorkbenchError> {
        let config = &self.project.config().project;
        let targets = match request.targets.as_slice() {
            [] => config.targets.clone(),
            some => some.to_vec(),
        };
        let texts = self.texts_for_terms(&config.source, &targets)?;
        let sources: Vec<&str> = texts.iter().map(|(source, _)| source.as_str()).collect();
        let known = self.glossary()?.glossary;
        let options = ExtractOptions {
            // Those that the glossary has are left out afterwards.
            most: request.most.saturating_add(known.concepts().len()),
            least: request.least,
        };
        let mut found = candidates(&sources, &config.source, &options);
        found.retain(|one| !is_known(&known, &one.term, &config.source));
        found.truncate(request.most);
        let answers = (targets.iter().enumerate()).map(|(at, target)| {
            let translations: Vec<_> = texts.iter().map(|(_, all)| all[at].as_deref()).collect();
            renderings(&found, &translations, target)
        });
        let answers: Vec<_> = answers.collect();
        let terms = found.iter().enumerate().map(|(number, one)| {
            let own = answers.iter().map(|all| all[number].as_ref());
            extracted(one, &sources, targets.iter().zip(own))
        });
        Ok(ExtractReport {
            terms: terms.collect(),
            texts: texts.len(),
            source: config.source.clone(),
            targets: targets.clone(),
        })
    }

    fn texts_for_terms(
        &self,
        source: &Language,
        targets: &[Language],
    ) -> Result<Vec<Texts>, WorkbenchError> {
        let mut texts = Vec::new();
        let mut take = |unit: &Unit| {
            if let Some(own) = unit.variant(source).filter(|own| !own.text.is_empty()) {
                let others = targets.iter().map(|target| {
                    let variant = unit.variant(target)?;
                    (!variant.text.is_empty()).then(|| variant.text.clone())
                });
                texts.push((own.text.clone(), others.collect()));
            }
            texts.len() < UNITS_AT_MOST
        };
        match self.memory_for_reading()? {
            Some(memory) => {
                let read = memory.units(&Filter::default(), |unit| match take(unit) {
                    true => Ok(()),
                    false => Err(Stop::Enough),
                });
                if let Err(Stop::Failed(error)) = read {
                    return Err(error.into());
                }
            }
            None => {
                for draft in self.drafts(None)? {
                    let units = self.units_in_files(&draft.source.name, &draft.files);
                    let _ = units.iter().all(&mut take);
                }
            }
        }
        Ok(texts)
    }
}

/// Why reading stopped before the end of the memory.
enum Stop {
    Enough,
    Failed(MemoryError),
}

impl From<MemoryError> for Stop {
    fn from(error: MemoryError) -> Self {
        Self::Failed(error)
    }
}

/// Whether a phrase as a whole is a term of the glossary.
fn is_known(glossary: &Glossary, phrase: &str, language: &Language) -> bool {
    let mut found = glossary.find(phrase, language).into_iter();
    found.any(|one| one.span() == (0..phrase.len()))
}

fn extracted<'a>(
    candidate: &Candidate,
    sources: &[&str],
    renderings: impl Iterator<Item = (&'a Language, Option<&'a Rendering>)>,
) -> ExtractedTerm {
    let translations = renderings.filter_map(|(language, rendering)| {
        let rendering = rendering?;
        let score = rounded(rendering.score);
        Some((language.to_string(), (rendering.text.clone(), score)))
    });
    let shortest = candidate.texts.iter().map(|number| sources[*number]);
    let example = shortest.min_by_key(|text| text.len()).unwrap_or_default();
    ExtractedTerm {
        term: candidate.term.clone(),
        frequency: candidate.frequency,
        score: rounded(candidate.score),
        translations: translations.collect(),
        example: example.to_owned(),
    }
}

fn rounded(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

impl ExtractReport {
    /// Writes the candidates as a table of proposals that `term import` takes.
    ///
    /// # Errors
    /// When the output fails.
    pub fn write(&self, output: &mut dyn Write) -> Result<(), WorkbenchError> {
        let text = self.table().to_text();
        output.write_all(text.as_bytes()).map_err(WriteError::Io)?;
        Ok(())
    }

    /// The same into a file, which appears at once and whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_to_file(&self, path: &Path) -> Result<(), WorkbenchError> {
        write_atomically(path, self.table().to_text().as_bytes())?;
        Ok(())
    }

    fn table(&self) -> TermTable {
        let languages: Vec<_> = std::iter::once(&self.source)
            .chain(&self.targets)
            .cloned()
            .collect();
        let mut table = TermTable::new(&languages);
        for term in &self.terms {
            table.add(&self.concept(term));
        }
        table
    }

    fn concept(&self, term: &ExtractedTerm) -> Concept {
        let preferred =
            |language: &Language, text: &str| Term::new(language.clone(), text, Usage::Preferred);
        let mut terms = vec![preferred(&self.source, &term.term)];
        let mut details = vec![detail("frequency", None, term.frequency.to_string())];
        for target in &self.targets {
            if let Some((text, score)) = term.translations.get(target.as_str()) {
                terms.push(preferred(target, text));
                details.push(detail("dice", Some(target), format!("{score:.2}")));
            }
        }
        details.push(detail("example", None, term.example.clone()));
        Concept {
            id: None,
            terms,
            status: TermStatus::Proposed,
            details,
        }
    }
}

fn detail(name: &str, language: Option<&Language>, text: String) -> Detail {
    Detail {
        name: name.to_owned(),
        language: language.cloned(),
        text,
    }
}
