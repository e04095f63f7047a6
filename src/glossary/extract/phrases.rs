//! Texts as runs of words between marks, and the phrases in them.

use std::collections::HashMap;
use std::ops::Range;

use super::stop_words::{Place, StopWords};
use crate::glossary::endings::Endings;
use crate::glossary::forms::is_joining;
use crate::glossary::reading::Reading;
use crate::glossary::stemming::stemmer;
use crate::text::Language;

/// The most words of a phrase.
pub(super) const LONGEST: usize = 5;

/// Where no stop words are known, a word in more than one text of so many is taken for one.
const COMMON: usize = 5;

/// A phrase: the numbers of its words, filled up with zeros.
pub(super) type Phrase = [u32; LONGEST];

/// Texts of one language, cut into words.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    /// For each text its runs of words.
    pub(super) texts: Vec<Vec<Run>>,
    /// Where each word may stand, by its number.
    places: Vec<Place>,
}

/// Words with nothing but white space or hyphens between them.
pub(super) type Run = Vec<(u32, Range<usize>)>;

impl Corpus {
    /// Cuts texts. Forms of a word have one number.
    pub(super) fn of(texts: &[&str], language: &Language) -> Self {
        let mut corpus = Self {
            texts: Vec::with_capacity(texts.len()),
            places: vec![Place::Nowhere],
        };
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let stop_words = StopWords::of_language(language);
        let base = base_of(language);
        for text in texts {
            let reading = Reading::of(text, language);
            let mut runs = vec![Run::new()];
            for piece in &reading.pieces {
                let key = reading.key(piece);
                if !key.chars().any(char::is_alphanumeric) {
                    runs.push(Run::new());
                    continue;
                }
                let number = *numbers.entry(base(key)).or_insert_with(|| {
                    corpus.places.push(place(key, stop_words));
                    u32::try_from(corpus.places.len() - 1).unwrap_or(u32::MAX)
                });
                let last = runs.len() - 1;
                runs[last].push((number, piece.text.clone()));
            }
            corpus.texts.push(runs);
        }
        if stop_words.is_none() {
            corpus.stop_common_words();
        }
        corpus
    }

    fn stop_common_words(&mut self) {
        let mut texts = vec![0_usize; self.places.len()];
        for text in &self.texts {
            let mut words: Vec<_> = text.iter().flatten().map(|(word, _)| *word).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                texts[word as usize] += 1;
            }
        }
        // In a handful of texts every word is common.
        let most = (self.texts.len() / COMMON).max(COMMON);
        for (place, texts) in self.places.iter_mut().zip(texts) {
            if texts > most {
                *place = Place::Nowhere;
            }
        }
    }

    /// The phrases of a text that may be terms, each with its place in the text, in UTF-8 bytes.
    pub(super) fn phrases(&self, text: usize) -> impl Iterator<Item = (Phrase, Range<usize>)> {
        let runs = self.texts[text].iter();
        runs.flat_map(move |run| (0..run.len()).flat_map(move |start| self.from(&run[start..])))
    }

    fn from<'r>(
        &'r self,
        run: &'r [(u32, Range<usize>)],
    ) -> impl Iterator<Item = (Phrase, Range<usize>)> + 'r {
        let place = |at: usize| self.places[run[at].0 as usize];
        let begins = place(0) == Place::Anywhere;
        let within = run.iter().take(LONGEST).skip(1);
        let goes_on = within.take_while(|(word, _)| self.places[*word as usize] != Place::Nowhere);
        let length = if begins { goes_on.count() + 1 } else { 0 };
        let ends = (0..length).filter(move |end| place(*end) == Place::Anywhere);
        ends.map(move |end| {
            let mut phrase = [0; LONGEST];
            for (slot, (word, _)) in phrase.iter_mut().zip(&run[..=end]) {
                *slot = *word;
            }
            (phrase, run[0].1.start..run[end].1.end)
        })
    }
}

/// How many words a phrase has.
pub(super) fn length(phrase: &Phrase) -> usize {
    phrase.iter().take_while(|word| **word != 0).count()
}

/// The way in which forms of a word are known for one.
fn base_of(language: &Language) -> Box<dyn Fn(&str) -> String> {
    match (
        Endings::of_language(language.primary()),
        stemmer(language.primary()),
    ) {
        (Some(endings), _) if is_joining(language.primary()) => {
            Box::new(|key| bare(key, endings).to_owned())
        }
        (_, Some(stemmer)) => Box::new(move |key| stemmer.stem(key).into_owned()),
        _ => Box::new(str::to_owned),
    }
}

/// A word without endings, as many as there are.
fn bare<'k>(key: &'k str, endings: &Endings) -> &'k str {
    let mut bare = key;
    loop {
        let base = endings.base(bare);
        if base.len() == bare.len() {
            return bare;
        }
        bare = base;
    }
}

/// Where a word may stand: numbers and single letters never at the ends of a term.
fn place(key: &str, stop_words: Option<&StopWords>) -> Place {
    let letters = key.chars().filter(|c| c.is_alphabetic()).count();
    match stop_words.map(|words| words.place(key)) {
        Some(place @ (Place::Inside | Place::Nowhere)) => place,
        _ if letters == 0 && key.len() > 3 => Place::Nowhere,
        _ if letters < 2 => Place::Inside,
        _ => Place::Anywhere,
    }
}
