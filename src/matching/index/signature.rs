//! Signatures: a few bits for every term of a text, which bound how many terms two texts share.

/// The widest signature in words of 64 bits.
pub(super) const WIDEST: usize = 8;

/// How many words of 64 bits the signature of a text of this length has: 1, 2, 4 or 8, and never fewer for a longer one.
#[inline]
pub(super) fn width(len: u32) -> usize {
    match len {
        0..=11 => 1,
        12..=27 => 2,
        28..=63 => 4,
        _ => WIDEST,
    }
}

/// The bit of a term in a signature of some width: which word, and the bit in it.
#[inline]
pub(super) fn bit(term: u64, width: usize) -> (usize, u64) {
    let at = (term >> 32) as usize & (width * 64 - 1);
    (at / 64, 1 << (at % 64))
}

/// Signatures of one text, one of each width.
#[derive(Clone, Debug, Default)]
pub(super) struct Signatures {
    words: [u64; 2 * WIDEST],
}

impl Signatures {
    /// Signs a text by the hashes of its terms.
    pub(super) fn new(terms: impl Iterator<Item = u64>) -> Self {
        let mut signatures = Self::default();
        terms.for_each(|term| signatures.add(term));
        signatures
    }

    /// Adds a term by its hash.
    #[inline]
    pub(super) fn add(&mut self, term: u64) {
        for width in [1, 2, 4, 8] {
            let (word, bit) = bit(term, width);
            self.words[width + word] |= bit;
        }
    }

    /// The signature of a width.
    #[inline]
    pub(super) fn of_width(&self, width: usize) -> &[u64] {
        self.words.get(width..2 * width).unwrap_or_default()
    }
}

/// How many terms with the signature `one` are not in a text with the signature `other`, at least.
#[inline]
pub(super) fn missing(one: &[u64], other: &[u64]) -> u32 {
    let pairs = one.iter().zip(other);
    pairs.map(|(one, other)| (one & !other).count_ones()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::sequence::hash;

    #[test]
    fn what_is_missing_is_never_overstated() {
        let term = |n: u8| hash(&[n]);
        let one = Signatures::new((0..60).map(term));
        let other = Signatures::new((20..90).map(term));
        for width in [1, 2, 4, 8] {
            let (one, other) = (one.of_width(width), other.of_width(width));
            assert_eq!(one.len(), width);
            assert!(missing(one, other) <= 20);
            assert!(missing(other, one) <= 30);
            assert_eq!(missing(one, one), 0);
        }
        assert!(missing(one.of_width(8), other.of_width(8)) > 10);
    }

    #[test]
    fn widths_never_fall() {
        assert!((0..100).all(|len| width(len) <= width(len + 1)));
    }
}
