//! Why an alignment as a whole should not be believed.

use super::AlignedPair;
use crate::alignment::Relation;
use crate::model::{Finding, Severity};
use crate::text::{Language, Misfit, misfit};

/// How many times as long as the other a side must be to be no likely translation, in characters.
const TIMES_AS_LONG: usize = 8;

/// A sentence of so many characters is one that was not cut.
const LONG_SENTENCE: usize = 20_000;

impl AlignedPair {
    /// Why the result should not be believed, if it should not.
    #[must_use]
    pub fn doubt(&self) -> Option<Finding> {
        let (message, hint) = (self.doubt_of_relation())
            .or_else(|| self.doubt_of_languages())
            .or_else(|| self.doubt_of_lengths())
            .or_else(|| self.doubt_of_words())?;
        let message = format!(
            "`{}` and `{}`: {message}",
            self.source_file, self.target_file
        );
        Some(Finding::new("doubtful-alignment", Severity::Warning, message).with_hint(hint))
    }

    /// What is odd in the texts and makes the result no less likely to be right.
    #[must_use]
    pub fn remarks(&self) -> Vec<Finding> {
        let sides = [
            (&self.source_file, &self.source),
            (&self.target_file, &self.target),
        ];
        let long = sides.into_iter().filter_map(|(file, sentences)| {
            let at = sentences.iter().position(|one| one.len() >= LONG_SENTENCE)?;
            let message = format!(
                "`{file}`: sentence {} has {} characters",
                at + 1,
                sentences[at].chars().count()
            );
            let hint = "only its beginning is compared; do its sentences end with a full stop, or its lines with a line end?";
            let finding = Finding::new("long-sentence", Severity::Warning, message);
            Some(finding.with_hint(hint))
        });
        long.collect()
    }

    fn doubt_of_relation(&self) -> Option<(String, String)> {
        let (message, hint) = match self.alignment.relation {
            Relation::EmptySide => ("one of the two files holds no sentence", "check the files"),
            Relation::SameText => (
                "both files hold the same text",
                "name the source first, then its translation",
            ),
            Relation::Translation | Relation::Unrelated => return None,
        };
        Some((message.to_owned(), hint.to_owned()))
    }

    fn doubt_of_languages(&self) -> Option<(String, String)> {
        let (source, target) = (&self.source_language, &self.target_language);
        let source_misfit = misfit_of(&self.source, source);
        let target_misfit = misfit_of(&self.target, target);
        if source_misfit.is_some()
            && target_misfit.is_some()
            && misfit_of(&self.source, target).is_none()
            && misfit_of(&self.target, source).is_none()
        {
            let message = format!("the first is in {target} and the second in {source}");
            return Some((
                message,
                "name the source first, then its translation".to_owned(),
            ));
        }
        let sides = [
            (&self.source_file, source, source_misfit, "--source-lang"),
            (&self.target_file, target, target_misfit, "--target-lang"),
        ];
        sides
            .into_iter()
            .find_map(|(file, language, misfit, option)| {
                let seems = words(&misfit?, language);
                let hint = match seems.1 {
                    Some(tag) => format!("say {option} {tag}, or check the files and their order"),
                    None => format!("check the files, their order, and {option}"),
                };
                Some((format!("`{file}` {}", seems.0), hint))
            })
    }

    fn doubt_of_lengths(&self) -> Option<(String, String)> {
        let length = |sentences: &[String]| -> usize {
            sentences
                .iter()
                .map(|sentence| sentence.chars().count())
                .sum()
        };
        let lengths = [length(&self.source), length(&self.target)];
        let far = lengths[0].max(lengths[1]) >= TIMES_AS_LONG * lengths[0].min(lengths[1]);
        far.then(|| {
            let message = format!(
                "one is many times as long as the other ({} characters in {} sentences, {} in {})",
                lengths[0],
                self.source.len(),
                lengths[1],
                self.target.len()
            );
            (
                message,
                "is one of them a part only, or another text?".to_owned(),
            )
        })
    }

    fn doubt_of_words(&self) -> Option<(String, String)> {
        (self.alignment.relation == Relation::Unrelated).then(|| {
            let message = "nothing speaks for one being a translation of the other";
            let hint = "check the files, their order, and --source-lang and --target-lang";
            (message.to_owned(), hint.to_owned())
        })
    }
}

/// What a misfit means in words, and the tag that would fit.
fn words(misfit: &Misfit, language: &Language) -> (String, Option<&'static str>) {
    match misfit {
        Misfit::Script(script) => {
            let message =
                format!("is said to be in {language}, and is written in {script} letters");
            (message, None)
        }
        Misfit::Letters(tag) => {
            let message =
                format!("is said to be in {language}, and is full of letters of {tag} alone");
            (message, Some(tag))
        }
        Misfit::NoLetters => (
            "holds no letter, so its language cannot be told".to_owned(),
            None,
        ),
    }
}

/// Why sentences can hardly be in a language.
pub(super) fn misfit_of(sentences: &[String], language: &Language) -> Option<Misfit> {
    let mut sample = String::new();
    for sentence in sentences {
        if sample.len() > LONG_SENTENCE {
            break;
        }
        sample.push_str(sentence);
    }
    misfit(&sample, language)
}
