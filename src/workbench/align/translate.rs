//! `search --translate`: likely translations of a word, from a dictionary or learnt from the memory.

use std::path::Path;

use serde::Serialize;

use super::texts::lexicon;
use crate::alignment::{Aligner, Answer, DocumentPair, Knowledge, Lexicon, Options};
use crate::text::Language;
use crate::workbench::{Workbench, WorkbenchError};

/// A likely translation of a word.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TranslatedWord {
    /// Its language, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    /// The word, folded.
    pub word: String,
    /// How likely it is, from 0 to 1.
    pub probability: f64,
}

/// Likely translations of a word by a dictionary, in whichever of its languages the word is.
///
/// # Errors
/// When the dictionary cannot be read.
pub fn translate_by(path: &Path, word: &str) -> Result<Vec<TranslatedWord>, WorkbenchError> {
    let lexicon = lexicon(path)?;
    let both = [lexicon.translations(word), lexicon.origins(word)];
    let answers = both.into_iter().flatten();
    Ok(answers
        .map(|answer| TranslatedWord::of(answer, None))
        .collect())
}

impl Workbench {
    /// Likely translations of a word, learnt from the units of the memory: of a word of the sources' language
    /// into `languages` (all of the project when there is none), of any other word into that of the sources.
    ///
    /// # Errors
    /// When there is no memory, or it cannot be read.
    pub fn translate(
        &self,
        word: &str,
        languages: &[Language],
    ) -> Result<Vec<TranslatedWord>, WorkbenchError> {
        let memory = self.existing_memory()?;
        let config = &self.project.config().project;
        let targets = match languages {
            [] => &config.targets,
            some => some,
        };
        let mut found = Vec::new();
        for target in targets.iter().filter(|target| **target != config.source) {
            let pairs = self.known_pairs(Some(&memory), &config.source, target, None)?;
            let lexicon = learnt(&pairs, &config.source, target)?;
            let sides = [
                (lexicon.translations(word), target),
                (lexicon.origins(word), &config.source),
            ];
            for (answers, language) in sides {
                let words = answers.into_iter();
                found.extend(words.map(|one| TranslatedWord::of(one, Some(language.clone()))));
            }
        }
        Ok(found)
    }
}

impl TranslatedWord {
    fn of(answer: Answer, lang: Option<Language>) -> Self {
        Self {
            lang,
            word: answer.word,
            probability: super::keep::rounded(answer.probability),
        }
    }
}

/// The lexicon of pairs that translate one another: each is a document of its own, so that there is nothing to
/// align.
fn learnt(
    pairs: &[(String, String)],
    source: &Language,
    target: &Language,
) -> Result<Lexicon, WorkbenchError> {
    let sides: Vec<([&str; 1], [&str; 1])> = pairs
        .iter()
        .map(|(one, other)| ([one.as_str()], [other.as_str()]))
        .collect();
    let documents = sides.iter().map(|(one, other)| DocumentPair {
        source: one,
        target: other,
        source_language: source,
        target_language: target,
        source_paragraphs: &[],
        target_paragraphs: &[],
        fixed: &[],
    });
    let documents: Vec<_> = documents.collect();
    let outcome = Aligner::new(Options::default()).align(&documents, &Knowledge::default());
    let outcome = outcome.map_err(|error| WorkbenchError::Internal(Box::new(error)))?;
    Ok(outcome.lexicon)
}
