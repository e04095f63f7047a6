//! Phrases that may be terms, by C-value.
//!
//! Frantzi, Ananiadou and Mima (2000), "Automatic recognition of multi-word terms: the C-value/NC-value
//! method": a phrase is worth its frequency, less the mean frequency of the longer candidates that it lies in,
//! times the logarithm of its length. One is added to the length so that single words are worth something
//! (Barrón-Cedeño et al., 2009).

use std::collections::HashMap;

use super::phrases::{Corpus, LONGEST, Phrase, length};
use crate::text::Language;

/// Which candidates are wanted.
#[derive(Clone, Copy, Debug)]
pub struct ExtractOptions {
    /// At most so many, the best.
    pub most: usize,
    /// Those that occur at least so often.
    pub least: u32,
}

impl Default for ExtractOptions {
    fn default() -> Self {
        Self {
            most: 200,
            least: 2,
        }
    }
}

/// A phrase that may be a term.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// It, in the form that occurs most.
    pub term: String,
    /// How often it occurs, in all its forms.
    pub frequency: u32,
    /// Its C-value.
    pub score: f64,
    /// The numbers of the texts in which it occurs, in order.
    pub texts: Vec<usize>,
}

/// What is known of a phrase.
#[derive(Default)]
struct Count {
    frequency: u32,
    /// How many longer candidates it lies in, and how often all of them occur.
    longer: u32,
    in_longer: u32,
}

/// The phrases of one to five words that may be terms, the best first. Costs two passes over the texts, and
/// memory for each phrase that occurs.
#[must_use]
pub fn candidates(texts: &[&str], language: &Language, options: &ExtractOptions) -> Vec<Candidate> {
    let corpus = Corpus::of(texts, language);
    let mut counts = counted(&corpus);
    counts.retain(|_, count| count.frequency >= options.least.max(1));
    count_longer(&mut counts);
    let scored = counts
        .iter()
        .map(|(phrase, count)| (score(phrase, count), *phrase));
    let mut scored: Vec<_> = scored.filter(|(score, _)| *score > 0.0).collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    scored.truncate(options.most);
    described(&corpus, texts, &scored)
}

fn counted(corpus: &Corpus) -> HashMap<Phrase, Count> {
    let mut counts: HashMap<Phrase, Count> = HashMap::new();
    for text in 0..corpus.texts.len() {
        for (phrase, _) in corpus.phrases(text) {
            counts.entry(phrase).or_default().frequency += 1;
        }
    }
    counts
}

/// Tells every phrase of the longer ones that it lies in.
fn count_longer(counts: &mut HashMap<Phrase, Count>) {
    let longer: Vec<_> = counts
        .iter()
        .filter(|(phrase, _)| length(phrase) > 1)
        .map(|(phrase, count)| (*phrase, count.frequency))
        .collect();
    for (phrase, frequency) in longer {
        let words = length(&phrase);
        for start in 0..words {
            for end in start + 1..=words {
                let mut part = [0; LONGEST];
                part[..end - start].copy_from_slice(&phrase[start..end]);
                if let Some(count) = counts.get_mut(&part).filter(|_| end - start < words) {
                    count.longer += 1;
                    count.in_longer += frequency;
                }
            }
        }
    }
}

/// The C-value of a phrase; 0 for one that hardly occurs outside one longer phrase.
fn score(phrase: &Phrase, count: &Count) -> f64 {
    let frequency = f64::from(count.frequency);
    let nested = match count.longer {
        0 => 0.0,
        longer => f64::from(count.in_longer) / f64::from(longer),
    };
    let alone = f64::from(count.frequency.saturating_sub(count.in_longer));
    if count.longer > 0 && alone < 1.0 {
        return 0.0;
    }
    ((length(phrase) + 1) as f64).log2() * (frequency - nested)
}

/// The candidates of phrases: how they are written, and where they occur.
fn described(corpus: &Corpus, texts: &[&str], scored: &[(f64, Phrase)]) -> Vec<Candidate> {
    let places = scored.iter().enumerate();
    let numbers: HashMap<&Phrase, usize> = places.map(|(at, (_, phrase))| (phrase, at)).collect();
    let mut forms: Vec<HashMap<&str, u32>> = vec![HashMap::new(); scored.len()];
    let mut within: Vec<Vec<usize>> = vec![Vec::new(); scored.len()];
    for (number, text) in texts.iter().enumerate() {
        for (phrase, place) in corpus.phrases(number) {
            if let Some(at) = numbers.get(&phrase) {
                *forms[*at].entry(&text[place]).or_default() += 1;
                if within[*at].last() != Some(&number) {
                    within[*at].push(number);
                }
            }
        }
    }
    let all = scored.iter().zip(forms).zip(within);
    all.map(|(((score, _), forms), texts)| Candidate {
        frequency: forms.values().sum(),
        term: usual_form(&forms),
        score: *score,
        texts,
    })
    .collect()
}

/// The form that occurs most; of two equal ones the shorter, then the one with more small letters.
pub(super) fn usual_form(forms: &HashMap<&str, u32>) -> String {
    let forms = forms.iter();
    let usual = forms.min_by_key(|(form, count)| {
        let small = form.chars().filter(|c| c.is_lowercase()).count();
        (
            std::cmp::Reverse(**count),
            form.len(),
            std::cmp::Reverse(small),
            **form,
        )
    });
    usual.map_or_else(String::new, |(form, _)| (*form).to_owned())
}
