//! The similarity of two texts as an exact fraction.

use std::cmp::Ordering;

/// What part of the longer of two texts is kept when one is edited into the other.
///
/// The fraction is `kept / longer` in words and marks, where `kept = longer − edits`. Fractions are
/// compared exactly: 1 of 2 equals 2 of 4.
#[derive(Clone, Copy, Debug)]
pub struct Similarity {
    kept: u32,
    longer: u32,
}

impl Similarity {
    /// Equal in every word and mark.
    pub const WHOLE: Self = Self { kept: 1, longer: 1 };

    /// The similarity of texts of `one` and `other` words and marks that are `edits` apart.
    #[inline]
    #[must_use]
    pub fn of(edits: u32, one: u32, other: u32) -> Self {
        let longer = one.max(other);
        if longer == 0 {
            return Self::WHOLE;
        }
        let kept = longer.saturating_sub(edits);
        Self { kept, longer }
    }

    /// A similarity in whole per cent; more than 100 counts as 100.
    #[must_use]
    pub fn of_per_cent(per_cent: u8) -> Self {
        Self {
            kept: u32::from(per_cent.min(100)),
            longer: 100,
        }
    }

    /// A similarity in twentieths, steps of five per cent.
    pub(super) const fn of_twentieths(twentieths: u32) -> Self {
        Self {
            kept: twentieths,
            longer: 20,
        }
    }

    /// In whole per cent, rounded down, so that only equal texts have 100.
    #[must_use]
    pub fn per_cent(self) -> u8 {
        let per_cent = u64::from(self.kept) * 100 / u64::from(self.longer);
        u8::try_from(per_cent).unwrap_or(100)
    }

    /// As a number from 0 to 1.
    #[must_use]
    pub fn ratio(self) -> f64 {
        f64::from(self.kept) / f64::from(self.longer)
    }

    /// How many words and marks two texts must share when the longer has this many: the fraction of it, rounded up.
    #[inline]
    pub(super) fn share(self, longer: u32) -> u32 {
        let share = (u64::from(self.kept) * u64::from(longer)).div_ceil(u64::from(self.longer));
        u32::try_from(share).unwrap_or(u32::MAX)
    }

    /// The longest text that can be this similar to one with which it shares so much; `u32::MAX` for no bound.
    #[inline]
    pub(super) fn longest(self, shared: u32) -> u32 {
        if self.kept == 0 {
            return u32::MAX;
        }
        let longest = u64::from(shared) * u64::from(self.longer) / u64::from(self.kept);
        u32::try_from(longest).unwrap_or(u32::MAX)
    }
}

impl Ord for Similarity {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        let cross = |a: &Self, b: &Self| u64::from(a.kept) * u64::from(b.longer);
        cross(self, other).cmp(&cross(other, self))
    }
}

impl PartialOrd for Similarity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Similarity {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Similarity {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_is_rounded_down_and_100_is_equality() {
        assert_eq!(Similarity::of(1, 10_000, 9_999).per_cent(), 99);
        assert_eq!(Similarity::of(1, 3, 3).per_cent(), 66);
        assert_eq!(Similarity::of(0, 0, 0).per_cent(), 100);
        assert_eq!(Similarity::of(3, 0, 3).per_cent(), 0);
        assert_eq!(Similarity::of(1, 2, 2), Similarity::of(2, 4, 3));
        assert!(Similarity::of(1, 3, 3) > Similarity::of_per_cent(66));
    }

    #[test]
    fn shares_and_lengths_answer_each_other() {
        for per_cent in 1..=100 {
            let bar = Similarity::of_per_cent(per_cent);
            for shared in 0..50 {
                let longest = bar.longest(shared);
                assert!(bar.share(longest) <= shared);
                assert!(bar.share(longest + 1) > shared);
            }
        }
    }
}
