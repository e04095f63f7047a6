//! The texts of one call as flat arrays of token numbers.

use std::collections::HashMap;

use super::reading::{Reading, TokenKind, read_sentence};

/// The stems of one language of the call, each with a number.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    numbers: HashMap<(TokenKind, String), u32>,
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

/// One side of a document: sentences as runs of token numbers.
#[derive(Debug, Default)]
pub(crate) struct Side {
    tokens: Vec<u32>,
    starts: Vec<u32>,
    characters: Vec<f32>,
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
        self.numbers.get(&(kind, stem.to_owned())).copied()
    }

    /// The share of a stem among all tokens of the call, with half a token for one that never occurs.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn share(&self, number: u32) -> f64 {
        let count = self.entries.get(number as usize).map_or(0, |entry| entry.count);
        f64::from(count).max(0.5) / (self.tokens as f64).max(1.0)
    }

    fn intern(&mut self, kind: TokenKind, stem: &str, word: &str) -> u32 {
        let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry((kind, stem.to_owned())).or_insert(next);
        if number == next {
            self.entries.push(Entry {
                kind,
                stem: stem.to_owned(),
                word: word.to_owned(),
                count: 0,
            });
        }
        number
    }

    /// Numbers the tokens of a sentence. Sentences of the texts count; those of a memory do not.
    fn number_sentence(&mut self, reading: &Reading, weight: u32, into: &mut Vec<u32>) {
        for token in &reading.tokens {
            let number = self.intern(token.kind, token.stem(), &token.word);
            self.entries[number as usize].count += weight;
            self.tokens += u64::from(weight);
            into.push(number);
        }
    }
}

impl Side {
    /// Reads the sentences of one side of a document of the call.
    pub(crate) fn read<S: AsRef<str>>(sentences: &[S], vocabulary: &mut Vocabulary) -> Self {
        let mut side = Self {
            starts: vec![0],
            ..Self::default()
        };
        for sentence in sentences {
            side.push(&read_sentence(sentence.as_ref()), vocabulary);
        }
        side
    }

    #[allow(clippy::cast_precision_loss)]
    fn push(&mut self, reading: &Reading, vocabulary: &mut Vocabulary) {
        vocabulary.number_sentence(reading, 1, &mut self.tokens);
        self.starts.push(u32::try_from(self.tokens.len()).unwrap_or(u32::MAX));
        self.characters.push(reading.characters.max(1) as f32);
    }

    /// How many sentences there are.
    pub(crate) fn len(&self) -> usize {
        self.characters.len()
    }

    /// The tokens of a sentence.
    pub(crate) fn tokens(&self, sentence: usize) -> &[u32] {
        &self.tokens[self.starts[sentence] as usize..self.starts[sentence + 1] as usize]
    }

    /// The tokens of consecutive sentences.
    pub(crate) fn tokens_of(&self, sentences: std::ops::Range<usize>) -> &[u32] {
        &self.tokens[self.starts[sentences.start] as usize..self.starts[sentences.end] as usize]
    }

    /// The lengths of all sentences in characters, at least 1 each.
    pub(crate) fn characters(&self) -> &[f32] {
        &self.characters
    }
}
