//! What translates a candidate: the phrase of the other language that goes with it most.

use std::collections::HashMap;

use super::association::Together;
use super::candidates::{Candidate, usual_form};
use super::phrases::{Corpus, Phrase, length};
use crate::text::Language;

/// Below this coefficient of Dice a phrase is no translation but company.
const LEAST_DICE: f64 = 0.3;

/// A longer phrase is preferred to a part of it that is worth no more than so many times as much.
const SLACK: f64 = 1.1;

/// A phrase that may translate a candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendering {
    /// It, in the form that occurs most beside the candidate.
    pub text: String,
    /// The coefficient of Dice, from 0 to 1: how far each occurs only with the other.
    pub score: f64,
    /// In how many pairs of texts both occur.
    pub together: u32,
}

/// The likely translation of each candidate, from the translations of the texts that the candidates are of.
///
/// The phrase of greatest likelihood ratio is taken; both must occur together twice at least. Costs a pass over
/// the translations, and one over those of each candidate's texts.
#[must_use]
pub fn renderings(
    candidates: &[Candidate],
    translations: &[Option<&str>],
    language: &Language,
) -> Vec<Option<Rendering>> {
    let texts: Vec<&str> = translations
        .iter()
        .map(|text| text.unwrap_or_default())
        .collect();
    let corpus = Corpus::of(&texts, language);
    let mut totals: HashMap<Phrase, u32> = HashMap::new();
    for number in 0..texts.len() {
        for phrase in distinct(&corpus, number) {
            *totals.entry(phrase).or_default() += 1;
        }
    }
    let all = translations.iter().flatten().count();
    let all = u32::try_from(all).unwrap_or(u32::MAX);
    let best = candidates.iter().map(|candidate| {
        let own = candidate.texts.iter().copied();
        let own: Vec<usize> = own
            .filter(|number| translations[*number].is_some())
            .collect();
        best(&corpus, &texts, &own, &totals, all)
    });
    best.collect()
}

fn best(
    corpus: &Corpus,
    texts: &[&str],
    own: &[usize],
    totals: &HashMap<Phrase, u32>,
    all: u32,
) -> Option<Rendering> {
    let mut together: HashMap<Phrase, u32> = HashMap::new();
    for number in own {
        for phrase in distinct(corpus, *number) {
            *together.entry(phrase).or_default() += 1;
        }
    }
    let mut scored: Vec<(f64, Phrase, Together)> = Vec::new();
    for (phrase, both) in together.into_iter().filter(|(_, both)| *both > 1) {
        let counts = Together {
            both,
            one: u32::try_from(own.len()).unwrap_or(u32::MAX),
            other: totals.get(&phrase).copied().unwrap_or(both),
            all,
        };
        if counts.dice() >= LEAST_DICE {
            scored.push((counts.likelihood_ratio(), phrase, counts));
        }
    }
    let top = scored
        .iter()
        .map(|(score, _, _)| *score)
        .fold(0.0, f64::max);
    let near = scored
        .into_iter()
        .filter(|(score, _, _)| score * SLACK >= top);
    let (_, phrase, counts) = near.max_by(|one, other| {
        (length(&one.1).cmp(&length(&other.1)))
            .then(one.0.total_cmp(&other.0))
            .then(other.1.cmp(&one.1))
    })?;
    Some(Rendering {
        text: form(corpus, texts, own, &phrase),
        score: counts.dice(),
        together: counts.both,
    })
}

/// The phrases of a text, each once.
fn distinct(corpus: &Corpus, number: usize) -> Vec<Phrase> {
    let mut phrases: Vec<_> = corpus.phrases(number).map(|(phrase, _)| phrase).collect();
    phrases.sort_unstable();
    phrases.dedup();
    phrases
}

/// How a phrase is written most in some texts.
fn form(corpus: &Corpus, texts: &[&str], own: &[usize], phrase: &Phrase) -> String {
    let mut forms: HashMap<&str, u32> = HashMap::new();
    for number in own {
        for (_, place) in corpus.phrases(*number).filter(|(found, _)| found == phrase) {
            *forms.entry(&texts[*number][place]).or_default() += 1;
        }
    }
    usual_form(&forms)
}
