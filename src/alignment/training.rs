//! Learning the lexicon from beads: IBM model 1 by expectation and maximisation, with absolute discounting.
//!
//! Brown et al. (1993), "The mathematics of statistical machine translation", model 1. Null is the
//! unigram distribution of the other side. In the last step a discount is taken from every count, so
//! that a pair seen in one bead alone proves next to nothing, least of all that bead.

use super::table::{Row, Table};
use super::tuning::Tuning;

/// One bead to learn from, in one direction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Example<'a> {
    /// The tokens that explain, and how often each stands there.
    pub(crate) from: (&'a [u32], &'a [f32]),
    /// The tokens to be explained, and how often each stands there.
    pub(crate) to: (&'a [u32], &'a [f32]),
    /// How far the bead is believed, from 0 to 1.
    pub(crate) weight: f32,
}

/// What is known of one direction before any bead: pseudo-counts by word.
#[derive(Debug, Default)]
pub(crate) struct Seeds {
    /// For every word the words of the other side with their pseudo-counts.
    pub(crate) rows: Vec<Vec<(u32, f32)>>,
}

struct Trainer<'a> {
    examples: &'a [Example<'a>],
    seeds: &'a Seeds,
    shares: &'a [f32],
    tuning: &'a Tuning,
    /// Examples by word, as flat runs.
    occurrence_starts: Vec<u32>,
    occurrences: Vec<u32>,
    times: Vec<f32>,
    /// Where the denominators of an example's `to` tokens begin.
    offsets: Vec<u32>,
    row_starts: Vec<u32>,
    columns: Vec<u32>,
    probabilities: Vec<f32>,
}

/// Learns one direction. `shares` are the unigram probabilities of the other side's words.
///
/// Cost: iterations × Σ (words × words of each example).
pub(crate) fn train(
    examples: &[Example<'_>],
    seeds: &Seeds,
    shares: &[f32],
    tuning: &Tuning,
) -> Table {
    let mut trainer = Trainer::new(examples, seeds, shares, tuning);
    let mut denominators = trainer.explain();
    for _ in 0..iterations(examples.len(), tuning) {
        denominators = trainer.maximise(&denominators);
    }
    trainer.discounted(&denominators)
}

/// Much text needs fewer rounds: each word is explained by many examples.
fn iterations(examples: usize, tuning: &Tuning) -> usize {
    let halvings = (examples / 125).checked_ilog2().unwrap_or(0) as usize;
    let fewer = tuning.iterations.saturating_sub(halvings);
    fewer.max(tuning.least_iterations)
}

impl<'a> Trainer<'a> {
    fn new(
        examples: &'a [Example<'a>],
        seeds: &'a Seeds,
        shares: &'a [f32],
        tuning: &'a Tuning,
    ) -> Self {
        let words = seeds.rows.len();
        let (occurrence_starts, occurrences, times) = index_occurrences(examples, words);
        let mut offsets = vec![0];
        let mut total = 0;
        for example in examples {
            total += example.to.0.len() as u32;
            offsets.push(total);
        }
        let mut trainer = Self {
            examples,
            seeds,
            shares,
            tuning,
            occurrence_starts,
            occurrences,
            times,
            offsets,
            row_starts: vec![0],
            columns: Vec::new(),
            probabilities: Vec::new(),
        };
        trainer.lay_out_rows();
        trainer
    }

    /// Gives every word a row of all words that it stands with, and equal probabilities to begin with.
    fn lay_out_rows(&mut self) {
        let mut seen = vec![u32::MAX; self.shares.len()];
        let even = 1.0 / self.shares.len().max(1) as f32;
        for word in 0..self.seeds.rows.len() {
            let stamp = word as u32;
            let begin = self.columns.len();
            for (column, _) in &self.seeds.rows[word] {
                if std::mem::replace(&mut seen[*column as usize], stamp) != stamp {
                    self.columns.push(*column);
                }
            }
            let occurrences =
                self.occurrence_starts[word] as usize..self.occurrence_starts[word + 1] as usize;
            for occurrence in &self.occurrences[occurrences] {
                for column in self.examples[*occurrence as usize].to.0 {
                    if std::mem::replace(&mut seen[*column as usize], stamp) != stamp {
                        self.columns.push(*column);
                    }
                }
            }
            self.columns[begin..].sort_unstable();
            self.row_starts.push(self.columns.len() as u32);
        }
        self.probabilities = vec![even; self.columns.len()];
    }

    fn row_range(&self, word: usize) -> std::ops::Range<usize> {
        self.row_starts[word] as usize..self.row_starts[word + 1] as usize
    }

    fn occurrences_of(&self, word: usize) -> &[u32] {
        &self.occurrences
            [self.occurrence_starts[word] as usize..self.occurrence_starts[word + 1] as usize]
    }

    fn times_of(&self, word: usize) -> &[f32] {
        &self.times
            [self.occurrence_starts[word] as usize..self.occurrence_starts[word + 1] as usize]
    }

    /// For every token to be explained: the sum of what all words of its example offer, and null.
    fn explain(&self) -> Vec<f32> {
        let mut sums = self.by_chance();
        let mut dense = vec![0.0_f32; self.shares.len()];
        for word in 0..self.seeds.rows.len() {
            self.offer_row(word, &mut dense, &mut sums);
        }
        sums
    }

    /// What null offers to every token.
    fn by_chance(&self) -> Vec<f32> {
        let tokens = self.examples.iter().flat_map(|example| example.to.0);
        tokens
            .map(|token| self.tuning.null_weight * self.shares[*token as usize])
            .collect()
    }

    /// Adds what a word offers to the tokens of its examples.
    fn offer_row(&self, word: usize, dense: &mut [f32], sums: &mut [f32]) {
        if self.occurrences_of(word).is_empty() {
            return;
        }
        let range = self.row_range(word);
        let row = self.columns[range.clone()].iter();
        for (column, p) in row.zip(&self.probabilities[range]) {
            dense[*column as usize] = *p;
        }
        for (occurrence, times) in self.occurrences_of(word).iter().zip(self.times_of(word)) {
            let offset = self.offsets[*occurrence as usize] as usize;
            let to = self.examples[*occurrence as usize].to.0;
            for (token, sum) in to.iter().zip(&mut sums[offset..]) {
                *sum += dense[*token as usize] * times;
            }
        }
    }

    /// For every token: how much of it there is to share out, by the unit of what explains it.
    fn pulls(&self, denominators: &[f32]) -> Vec<f32> {
        let examples = self.examples.iter();
        let tokens = examples.flat_map(|example| {
            let times = example.to.1.iter();
            times.map(|times| example.weight * times)
        });
        let shared = tokens.zip(denominators);
        shared.map(|(all, denominator)| all / denominator).collect()
    }

    /// Expected counts of a word's row.
    fn count_row(&self, word: usize, pulls: &[f32], dense: &mut [f32], counts: &mut Vec<f32>) {
        let range = self.row_range(word);
        for column in &self.columns[range.clone()] {
            dense[*column as usize] = 0.0;
        }
        for (occurrence, times) in self.occurrences_of(word).iter().zip(self.times_of(word)) {
            let example = &self.examples[*occurrence as usize];
            let offset = self.offsets[*occurrence as usize] as usize;
            for (token, pull) in example.to.0.iter().zip(&pulls[offset..]) {
                dense[*token as usize] += times * pull;
            }
        }
        counts.clear();
        for (column, p) in self.columns[range.clone()]
            .iter()
            .zip(&self.probabilities[range])
        {
            counts.push(dense[*column as usize] * p);
        }
    }

    /// Takes new probabilities from the expected counts; returns what they explain.
    fn maximise(&mut self, denominators: &[f32]) -> Vec<f32> {
        let pulls = self.pulls(denominators);
        let mut sums = self.by_chance();
        let mut dense = vec![0.0_f32; self.shares.len()];
        let mut counts = Vec::new();
        for word in 0..self.seeds.rows.len() {
            self.count_row(word, &pulls, &mut dense, &mut counts);
            let counted: f32 = counts.iter().sum();
            let begin = self.row_range(word).start;
            let mut total = counted;
            for (column, pseudo) in &self.seeds.rows[word] {
                if let Ok(place) = self.columns[self.row_range(word)].binary_search(column) {
                    counts[place] += pseudo;
                    total += pseudo;
                }
            }
            let scale = 1.0 / (total + self.tuning.smoothing);
            for (place, count) in counts.iter().enumerate() {
                self.probabilities[begin + place] = count * scale;
            }
            self.offer_row(word, &mut dense, &mut sums);
        }
        sums
    }

    fn discounted(&self, denominators: &[f32]) -> Table {
        let pulls = self.pulls(denominators);
        let mut table = Table::with_rows(self.seeds.rows.len());
        let mut dense = vec![0.0_f32; self.shares.len()];
        let mut counts = Vec::new();
        let mut gains = Vec::new();
        for word in 0..self.seeds.rows.len() {
            self.count_row(word, &pulls, &mut dense, &mut counts);
            let mut total: f32 = counts.iter().sum();
            for count in &mut counts {
                *count = (*count - self.tuning.discount).max(0.0);
            }
            for (column, pseudo) in &self.seeds.rows[word] {
                if let Ok(place) = self.columns[self.row_range(word)].binary_search(column) {
                    counts[place] += pseudo;
                    total += pseudo;
                }
            }
            let scale = 1.0 / (total + self.tuning.smoothing);
            gains.clear();
            let mut spent = 0.0;
            for (column, count) in self.columns[self.row_range(word)].iter().zip(&counts) {
                if *count > 0.0 {
                    spent += count * scale;
                    gains.push((*column, count * scale / self.shares[*column as usize]));
                }
            }
            table.push(&Row {
                gains: &gains,
                rest: (1.0 - spent).max(0.0),
                weight: 1.0,
            });
        }
        table
    }
}

fn index_occurrences(examples: &[Example<'_>], words: usize) -> (Vec<u32>, Vec<u32>, Vec<f32>) {
    let mut starts = vec![0_u32; words + 1];
    for example in examples {
        for word in example.from.0 {
            starts[*word as usize + 1] += 1;
        }
    }
    for word in 0..words {
        starts[word + 1] += starts[word];
    }
    let mut places = starts.clone();
    let mut occurrences = vec![0_u32; *starts.last().unwrap_or(&0) as usize];
    let mut times = vec![0.0; occurrences.len()];
    for (index, example) in examples.iter().enumerate() {
        for (word, count) in example.from.0.iter().zip(example.from.1) {
            let place = &mut places[*word as usize];
            occurrences[*place as usize] = index as u32;
            times[*place as usize] = *count;
            *place += 1;
        }
    }
    (starts, occurrences, times)
}
