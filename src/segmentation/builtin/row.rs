//! One rule of a rule file, and the memory of what rules have decided.

use super::features::{ALWAYS, Features, Side};
use crate::segmentation::explain::Verdict;

/// One rule: when all of `any` and nothing of `none` is there, its verdict stands.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) verdict: Verdict,
    /// Of each side, one of these must be there.
    pub(super) any: Features,
    /// Of each side, none of these may be there.
    pub(super) none: Features,
    /// Further conditions on sides that have more than one.
    pub(super) more: Vec<(Side, u64)>,
    /// Whether a condition is about the side before the word at the mark.
    pub(super) asks_prior: bool,
    pub(super) file: usize,
    pub(super) line: usize,
    pub(super) text: &'static str,
}

impl Row {
    /// Whether everything that the rule asks for is there.
    pub(super) fn fits(&self, features: Features) -> bool {
        (0..4).all(|side| self.fits_on(side, features))
            && self
                .more
                .iter()
                .all(|(side, bits)| features.has(*side, *bits))
    }

    #[inline]
    fn fits_on(&self, side: usize, features: Features) -> bool {
        features.0[side] & self.any.0[side] != 0 && features.0[side] & self.none.0[side] == 0
    }

    /// The same, without regard to the word before the word at the mark.
    pub(super) fn fits_but_prior(&self, features: Features) -> bool {
        let mut more = self.more.iter().filter(|(side, _)| *side != Side::Prior);
        [Side::Before, Side::Mark, Side::After]
            .iter()
            .all(|side| self.fits_on(*side as usize, features))
            && more.all(|(side, bits)| features.has(*side, *bits))
    }

    /// The bits that this rule asks for on a side.
    pub(super) fn asks(&self, side: Side) -> u64 {
        let more = self.more.iter().filter(|(asked, _)| *asked == side);
        more.fold(self.any.0[side as usize] & !ALWAYS, |all, (_, bits)| {
            all | bits
        })
    }
}

/// The number that stands for no rule.
pub(super) const NO_RULE: u16 = u16::MAX;

/// The last decisions that did not depend on the word before the word at the mark: most places are alike.
#[derive(Debug, Default)]
pub(super) struct Memo(Vec<(Features, u16)>);

impl Memo {
    /// One that remembers nothing yet.
    pub(super) fn empty() -> Self {
        Self(vec![(Features([0; 4]), NO_RULE); 1024])
    }
}

impl Memo {
    #[inline]
    fn slot(features: Features) -> usize {
        let [_, before, mark, after] = features.0;
        let mixed = (before ^ mark.rotate_left(21) ^ after.rotate_left(42))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 54) as usize
    }

    /// The rule that decided on the same features, if that is remembered.
    #[inline]
    pub(super) fn recall(&self, features: Features) -> Option<u16> {
        let (known, number) = self.0[Self::slot(features)];
        (known == features).then_some(number)
    }

    /// Remembers the rule that decided.
    pub(super) fn keep(&mut self, features: Features, number: u16) {
        self.0[Self::slot(features)] = (features, number);
    }
}
