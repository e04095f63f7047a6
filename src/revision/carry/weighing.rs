//! How much two sentences, or some that stand together, have in common: their words, weighed.

use std::collections::HashMap;
use std::ops::Range;

use crate::revision::cutting::longest_common;
use crate::text::{Language, words, write_match_key};

/// So many letters stand for a word; inflection varies behind them.
const STEM: usize = 5;

/// Words read from one sentence at most; a line of a megabyte need not be read to its end.
const MOST_WORDS: usize = 400;

/// So many sentences are added to those that there are, so that in a short text no word is believed rare.
const PRIOR: f32 = 20.0;

/// The words of the sentences of both sides, as numbers, and what each is worth.
pub(super) struct Weighing {
    /// For each old sentence the stems of its words, sorted, each once; empty where it was not read.
    pub(super) old: Vec<Stems>,
    /// The same for each new sentence.
    pub(super) new: Vec<Stems>,
    /// What a stem weighs.
    pub(super) weights: Vec<f32>,
    /// The stems of the old sentences as they stand there.
    old_order: Vec<Vec<u32>>,
    /// The same for the new ones.
    new_order: Vec<Vec<u32>>,
}

/// The stems of a sentence, sorted, each once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stems(pub(super) Vec<u32>);

impl Weighing {
    /// Reads all old sentences, to know which words are rare, and those of the new ones that are wanted.
    pub(super) fn new(
        old: &[&str],
        new: &[&str],
        is_wanted: impl Fn(usize) -> bool,
        language: &Language,
    ) -> Self {
        let mut reader = Reader::default();
        let old_order: Vec<_> = old.iter().map(|text| reader.read(text, language)).collect();
        let new_order = new
            .iter()
            .enumerate()
            .map(|(at, text)| match is_wanted(at) {
                true => reader.read(text, language),
                false => Vec::new(),
            });
        let new_order: Vec<_> = new_order.collect();
        let sorted = |order: &[Vec<u32>]| order.iter().cloned().map(Stems::of).collect();
        Self {
            old: sorted(&old_order),
            new: sorted(&new_order),
            weights: reader.weights(old.len()),
            old_order,
            new_order,
        }
    }

    /// How many words an old and a new sentence have in common in the same order, and how many the longer one has.
    pub(super) fn kept_in_order(&self, old: usize, new: usize) -> (usize, usize) {
        let (ours, theirs) = (&self.old_order[old], &self.new_order[new]);
        let number = |stem: &u32| self.new[new].0.binary_search(stem).ok();
        let numbers = |order: &[u32]| -> Vec<u32> {
            let numbers = order.iter().filter_map(number);
            numbers.filter_map(|at| u32::try_from(at).ok()).collect()
        };
        let kept = longest_common(&numbers(ours), &numbers(theirs));
        (kept, ours.len().max(theirs.len()))
    }

    /// The weight of some stems together.
    pub(super) fn weight(&self, stems: &Stems) -> f32 {
        stems
            .0
            .iter()
            .map(|stem| self.weights[*stem as usize])
            .sum()
    }

    /// The weight of what two have in common over that of both, from 0 to 1: Dice's coefficient.
    pub(super) fn alikeness(&self, ours: &Stems, theirs: &Stems) -> f32 {
        let all = self.weight(ours) + self.weight(theirs);
        match all > 0.0 {
            true => 2.0 * self.shared(ours, theirs) / all,
            false => 0.0,
        }
    }

    /// The weight of what two have in common.
    pub(super) fn shared(&self, ours: &Stems, theirs: &Stems) -> f32 {
        let (mut at, mut to, mut shared) = (0, 0, 0.0);
        while let (Some(one), Some(other)) = (ours.0.get(at), theirs.0.get(to)) {
            if one == other {
                shared += self.weights[*one as usize];
            }
            at += usize::from(one <= other);
            to += usize::from(other <= one);
        }
        shared
    }

    /// The stems of old sentences together.
    pub(super) fn olds(&self, range: Range<usize>) -> Stems {
        together(&self.old[range])
    }

    /// The stems of new sentences together.
    pub(super) fn news(&self, range: Range<usize>) -> Stems {
        together(&self.new[range])
    }
}

fn together(parts: &[Stems]) -> Stems {
    Stems::of(parts.iter().flat_map(|part| &part.0).copied().collect())
}

impl Stems {
    fn of(mut stems: Vec<u32>) -> Self {
        stems.sort_unstable();
        stems.dedup();
        Self(stems)
    }

    /// Those that others lack.
    pub(super) fn without(&self, others: &Self) -> Self {
        let lacks = |stem: &&u32| others.0.binary_search(stem).is_err();
        Self(self.0.iter().filter(lacks).copied().collect())
    }
}

/// Gives stems their numbers.
#[derive(Default)]
struct Reader {
    numbers: HashMap<String, u32>,
    /// In how many sentences each was read, and how many letters it has.
    counts: Vec<(u32, usize)>,
    key: String,
}

impl Reader {
    /// The stems of a sentence, in order.
    fn read(&mut self, text: &str, language: &Language) -> Vec<u32> {
        let mut key = std::mem::take(&mut self.key);
        write_match_key(&mut key, text, language);
        let words = words(&key).take(MOST_WORDS);
        let order: Vec<u32> = words.map(|word| self.number(stem(&key[word]))).collect();
        self.key = key;
        for stem in Stems::of(order.clone()).0 {
            self.counts[stem as usize].0 += 1;
        }
        order
    }

    fn number(&mut self, stem: &str) -> u32 {
        if let Some(number) = self.numbers.get(stem) {
            return *number;
        }
        let number = u32::try_from(self.counts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(stem.to_owned(), number);
        self.counts.push((0, stem.chars().count()));
        number
    }

    /// What each stem weighs: the more, the rarer and the longer it is. Short words are the servants of a
    /// sentence in most languages.
    #[allow(
        clippy::cast_precision_loss,
        reason = "a count of sentences is no more exact"
    )]
    fn weights(&self, sentences: usize) -> Vec<f32> {
        let weight = |(count, letters): &(u32, usize)| {
            let rarity = (1.0 + (sentences as f32 + PRIOR) / (*count as f32 + 1.0)).ln();
            rarity * (0.25 + 0.25 * (*letters).min(3) as f32)
        };
        self.counts.iter().map(weight).collect()
    }
}

/// The first letters of a word; a number is whole.
fn stem(word: &str) -> &str {
    if word.starts_with(char::is_numeric) {
        return word;
    }
    word.char_indices()
        .nth(STEM)
        .map_or(word, |(end, _)| &word[..end])
}
