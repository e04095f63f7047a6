//! The texts of one call as flat arrays of token numbers.

use std::collections::HashMap;
use std::ops::Range;

use super::reading::{TokenKind, read_sentence};
use super::tuning::Tuning;

/// The stems of one language of the call, each with a number.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// By kind of token, so that a look-up needs no copy of the stem.
    numbers: [HashMap<String, u32>; 3],
    entries: Vec<Entry>,
    tokens: u64,
}

/// One stem.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The kind of token.
    pub(crate) kind: TokenKind,
    /// The stem.
    pub(crate) stem: String,
    /// The word that was first seen with this stem.
    pub(crate) word: String,
    /// How often the stem stands in the texts of the call.
    pub(crate) count: u32,
}

/// One side of a document: sentences as runs of tokens.
#[derive(Debug, Default)]
pub(crate) struct Side {
    starts: Vec<u32>,
    characters: Vec<f32>,
    /// The distinct tokens of each sentence.
    tokens: Vec<u32>,
    /// How often each stands in its sentence, damped.
    times: Vec<f32>,
    /// Where each stands in its sentence on average, from 0 to 1.
    positions: Vec<f32>,
    /// For every token: how usual it is in the language over how usual it is around this sentence, up to 1.
    surprises: Vec<f32>,
}

impl Vocabulary {
    /// How many stems there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// All stems in the order of their numbers.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The number of a stem, if the texts hold it.
    pub(crate) fn number_of(&self, kind: TokenKind, stem: &str) -> Option<u32> {
        self.numbers[kind as usize].get(stem).copied()
    }

    /// The share of each stem among all tokens of the call, with half a token for one that never occurs.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn shares(&self) -> Vec<f32> {
        let scale = 1.0 / (self.tokens as f32).max(1.0);
        self.entries
            .iter()
            .map(|entry| (entry.count as f32).max(0.5) * scale)
            .collect()
    }

    /// Numbers a token. Tokens of the texts count (`weight` 1); those of a memory do not (0).
    fn intern(&mut self, kind: TokenKind, stem: &str, word: &str, weight: u32) -> u32 {
        let number = self.number_of(kind, stem).unwrap_or_else(|| {
            let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
            self.numbers[kind as usize].insert(stem.to_owned(), next);
            self.entries.push(Entry {
                kind,
                stem: stem.to_owned(),
                word: word.to_owned(),
                count: 0,
            });
            next
        });
        self.entries[number as usize].count += weight;
        self.tokens += u64::from(weight);
        number
    }
}

impl Side {
    /// Reads the sentences of one side of a document; `weight` says whether their words count as text.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn read<S: AsRef<str>>(
        sentences: &[S],
        vocabulary: &mut Vocabulary,
        weight: u32,
        damping: f32,
    ) -> Self {
        let mut side = Self {
            starts: vec![0],
            ..Self::default()
        };
        let mut numbers = Vec::new();
        for sentence in sentences {
            let reading = read_sentence(sentence.as_ref());
            numbers.clear();
            let step = 1.0 / reading.tokens.len().max(1) as f32;
            for (at, token) in reading.tokens.iter().enumerate() {
                let number = vocabulary.intern(token.kind, token.stem(), &token.word, weight);
                numbers.push((number, (at as f32 + 0.5) * step));
            }
            numbers.sort_unstable_by_key(|one| one.0);
            for run in numbers.chunk_by(|one, other| one.0 == other.0) {
                let times = run.len() as f32;
                side.tokens.push(run[0].0);
                side.times.push(times.powf(damping));
                side.positions
                    .push(run.iter().map(|(_, at)| at).sum::<f32>() / times);
            }
            side.starts
                .push(u32::try_from(side.tokens.len()).unwrap_or(u32::MAX));
            side.characters.push(reading.characters.max(1) as f32);
        }
        side
    }

    /// How many sentences there are.
    pub(crate) fn len(&self) -> usize {
        self.characters.len()
    }

    fn range(&self, sentences: Range<usize>) -> Range<usize> {
        self.starts[sentences.start] as usize..self.starts[sentences.end] as usize
    }

    /// The tokens of consecutive sentences.
    pub(crate) fn tokens(&self, sentences: Range<usize>) -> &[u32] {
        &self.tokens[self.range(sentences)]
    }

    /// How often each token of consecutive sentences stands in its sentence.
    pub(crate) fn times(&self, sentences: Range<usize>) -> &[f32] {
        &self.times[self.range(sentences)]
    }

    /// Where each token of consecutive sentences stands in its sentence, from 0 to 1.
    pub(crate) fn positions(&self, sentences: Range<usize>) -> &[f32] {
        &self.positions[self.range(sentences)]
    }

    /// The surprises of a sentence's tokens, in their order.
    pub(crate) fn surprises(&self, sentence: usize) -> &[f32] {
        &self.surprises[self.range(sentence..sentence + 1)]
    }

    /// The lengths of all sentences in characters, at least 1 each.
    pub(crate) fn characters(&self) -> &[f32] {
        &self.characters
    }

    /// Weighs every token by how usual it is in the sentences around its own.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn weigh_surprises(&mut self, shares: &[f32], tuning: &Tuning) {
        let window = tuning.window;
        let mut counts = vec![0_u32; shares.len()];
        let mut around = 0_usize;
        let mut surprises = Vec::with_capacity(self.tokens.len());
        let (mut taken, mut left) = (0, 0);
        for here in 0..self.len() {
            let last = (here + window + 1).min(self.len());
            let entering = self.tokens(taken..last);
            entering
                .iter()
                .for_each(|token| counts[*token as usize] += 1);
            around += entering.len();
            taken = last;
            let first = here.saturating_sub(window);
            let leaving = self.tokens(left..first);
            leaving
                .iter()
                .for_each(|token| counts[*token as usize] -= 1);
            around -= leaving.len();
            left = first;
            let own = self.tokens(here..here + 1);
            own.iter().for_each(|token| counts[*token as usize] -= 1);
            let others = (around - own.len()) as f32;
            // Few words around say little of what is usual there.
            let trust = tuning.local_trust * others / (others + 50.0);
            surprises.extend(own.iter().map(|token| {
                let usual = shares[*token as usize];
                let local = counts[*token as usize] as f32 / others.max(1.0);
                (usual / ((1.0 - trust) * usual + trust * local)).min(1.0)
            }));
            own.iter().for_each(|token| counts[*token as usize] += 1);
        }
        self.surprises = surprises;
    }
}
