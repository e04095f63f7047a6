//! A text as matching sees it: the sequence of the words and marks of its key.

use crate::text::{TokenClass, tokens};

/// The words and marks of a match key in order, each as a hash of 64 bits.
///
/// Two different words have one hash once in some 10^19 pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    hashes: Vec<u64>,
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const OTHER_MULTIPLIER: u64 = 0xD6E8_FEB8_6659_FD93;

impl Sequence {
    /// Cuts a match key. White space and invisible characters do not count. Costs one pass.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        let mut sequence = Self::default();
        sequence.read(key);
        sequence
    }

    /// Cuts a match key, in place of what the sequence held.
    pub fn read(&mut self, key: &str) {
        self.hashes.clear();
        for token in tokens(key) {
            if !matches!(token.class, TokenClass::Space | TokenClass::Invisible) {
                self.hashes.push(hash(&key.as_bytes()[token.range]));
            }
        }
    }

    /// How many words and marks there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there is no word and no mark.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The hashes in order.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }
}

impl From<Vec<u64>> for Sequence {
    fn from(hashes: Vec<u64>) -> Self {
        Self { hashes }
    }
}

/// Multiplies to 128 bits and folds the halves: every bit of both goes into every bit of the result.
#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

/// A hash of a word, for files as well: it stays as it is.
#[inline]
pub(super) fn hash(word: &[u8]) -> u64 {
    let mut state = (word.len() as u64).wrapping_mul(MULTIPLIER);
    let mut chunks = word.chunks_exact(8);
    for chunk in &mut chunks {
        let mut eight = [0; 8];
        eight.copy_from_slice(chunk);
        state = fold(state ^ u64::from_le_bytes(eight), MULTIPLIER);
    }
    state = fold(state ^ number(chunks.remainder()), MULTIPLIER);
    fold(state ^ OTHER_MULTIPLIER, OTHER_MULTIPLIER)
}

/// The number that fewer than eight bytes stand for, lowest byte first. Copying them would cost a call.
#[inline]
fn number(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            u64::from(first) | u64::from(last) << (8 * (bytes.len() - 4))
        }
        _ => bytes
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// The hash of the `nth` time that a word comes in one text, counted from 1; the first is the word's own.
#[inline]
pub(super) fn repeated(word: u64, nth: u32) -> u64 {
    if nth <= 1 {
        return word;
    }
    fold(
        word ^ u64::from(nth).wrapping_mul(OTHER_MULTIPLIER),
        MULTIPLIER,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks_count_and_space_does_not() {
        let sequence = Sequence::of_key("the cat , the 12 cats. ");
        assert_eq!(sequence.len(), 7);
        assert_eq!(sequence.hashes()[0], sequence.hashes()[3]);
        assert_ne!(sequence.hashes()[1], sequence.hashes()[5]);
        assert_eq!(Sequence::of_key("a,b"), Sequence::of_key("a , b"));
        assert!(Sequence::of_key(" \u{200F}").is_empty());
    }

    #[test]
    fn the_last_bytes_are_a_number_with_zeros_behind_them() {
        let bytes = [1, 0x82, 3, 0xF4, 5, 0x86, 7];
        for len in 0..=bytes.len() {
            let mut eight = [0; 8];
            eight[..len].copy_from_slice(&bytes[..len]);
            assert_eq!(number(&bytes[..len]), u64::from_le_bytes(eight), "{len}");
        }
    }

    #[test]
    fn hashes_differ_in_every_byte_and_length() {
        let mut seen = std::collections::BTreeSet::new();
        for len in 0..40 {
            assert!(seen.insert(hash(&vec![0; len])), "{len}");
            for at in 0..len {
                let mut word = vec![0; len];
                word[at] = 1;
                assert!(seen.insert(hash(&word)), "{len} {at}");
            }
        }
        assert!((2..100).all(|nth| seen.insert(repeated(7, nth))));
    }
}
