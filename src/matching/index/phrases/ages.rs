//! Sets of ages.

use super::lists::Varints;

/// One in so many words of a set is looked at to know about how many ages it has.
const SAMPLED: usize = 16;

/// A set of ages below an end: a bit for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ages {
    words: Vec<u64>,
    end: u32,
}

impl Ages {
    /// No age, and room for all below an end.
    pub(super) fn none(end: u32) -> Self {
        let words = vec![0; end.div_ceil(64) as usize];
        Self { words, end }
    }

    /// All ages below an end.
    pub(super) fn full(end: u32) -> Self {
        Self::none(end).others()
    }

    /// The ages below the end that are not in it.
    pub(super) fn others(&self) -> Self {
        let words = self.words.iter().map(|word| !word);
        let mut others = Self {
            words: words.collect(),
            end: self.end,
        };
        others.cut();
        others
    }

    /// Takes out what stands in the last word beyond the end.
    fn cut(&mut self) {
        if let Some(last) = self.words.last_mut() {
            *last &= u64::MAX >> ((64 - self.end % 64) % 64);
        }
    }

    /// Below which age there is room.
    pub(super) fn end(&self) -> u32 {
        self.end
    }

    /// A bit for each age.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Adds an age below the end.
    pub(super) fn insert(&mut self, age: u32) {
        self.words[age as usize / 64] |= 1 << (age % 64);
    }

    /// Takes an age out.
    pub(super) fn remove(&mut self, age: u32) {
        if let Some(word) = self.words.get_mut(age as usize / 64) {
            *word &= !(1 << (age % 64));
        }
    }

    /// Adds the ages of a set with the same end.
    pub(super) fn add(&mut self, others: &Self) {
        let pairs = self.words.iter_mut().zip(&others.words);
        pairs.for_each(|(own, other)| *own |= other);
    }

    /// Adds those of a list with a bit for each age.
    pub(super) fn add_bitmap(&mut self, bytes: &[u8]) {
        for (own, eight) in self.words.iter_mut().zip(bytes.chunks_exact(8)) {
            let word = eight.iter().rev();
            *own |= word.fold(0, |word, byte| word << 8 | u64::from(*byte));
        }
        self.cut();
    }

    /// Adds those of a list of distances.
    pub(super) fn add_list(&mut self, bytes: &[u8]) {
        let mut next = 0;
        for distance in Varints(bytes) {
            let age = next + distance as usize;
            let Some(word) = self.words.get_mut(age / 64) else {
                break;
            };
            *word |= 1 << (age % 64);
            next = age + 1;
        }
        self.cut();
    }

    /// Keeps only those that some words have, which go at least as far.
    pub(super) fn keep(&mut self, words: &[u64]) {
        let pairs = self.words.iter_mut().zip(words);
        pairs.for_each(|(own, other)| *own &= other);
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        let ones = self.words.iter().map(|word| u64::from(word.count_ones()));
        ones.sum()
    }

    /// About how many there are; costs little.
    pub(super) fn about(&self) -> u64 {
        let sample = self.words.iter().step_by(SAMPLED);
        let (words, ones) = sample.fold((0_u64, 0_u64), |(words, ones), word| {
            (words + 1, ones + u64::from(word.count_ones()))
        });
        ones * self.words.len() as u64 / words.max(1)
    }

    /// Those from an age on, in order.
    pub(super) fn each(&self, from: u32) -> impl Iterator<Item = u32> + '_ {
        let first = from / 64;
        let words = self.words.iter().skip(first as usize);
        let words = (first * 64..).step_by(64).zip(words);
        let words = words.filter(|(_, word)| **word != 0);
        let all = words.flat_map(|(first, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                rest &= rest.wrapping_sub(1);
                (bit < 64).then_some(first + bit)
            })
        });
        all.skip_while(move |age| *age < from)
    }
}
