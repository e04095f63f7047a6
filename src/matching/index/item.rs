//! The items of lists: a text, how many rarer terms it has, and which of the most frequent terms.

/// How many bits of an item count the text's rarer terms; more than fit count as the most that do.
const RARER_BITS: u32 = 4;

/// How many of the most frequent terms an item tells of, at most.
const FREQUENT_BITS: u32 = 8;

/// Where in the 32 bits of an item everything stands: the text lowest, the rarer terms, the frequent terms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    text_bits: u32,
    frequent_bits: u32,
}

impl Layout {
    /// The layout in a run of so many texts.
    pub(super) fn of(texts: u32) -> Self {
        let text_bits = (u32::BITS - texts.leading_zeros()).min(u32::BITS - RARER_BITS);
        Self {
            text_bits,
            frequent_bits: FREQUENT_BITS.min(u32::BITS - RARER_BITS - text_bits),
        }
    }

    /// Makes an item.
    #[inline]
    pub(super) fn item(self, text: u32, rarer: u32, frequent: u32) -> u32 {
        let rarer = Self::counted(rarer) << self.text_bits;
        let frequent = frequent & self.frequent_most();
        frequent.unbounded_shl(self.text_bits + RARER_BITS) | rarer | text
    }

    /// The text of an item.
    #[inline]
    pub(super) fn text(self, item: u32) -> u32 {
        item & ((1 << self.text_bits) - 1)
    }

    /// How many terms of the text are rarer, as [`Layout::counted`] has it.
    #[inline]
    pub(super) fn rarer(self, item: u32) -> u32 {
        item >> self.text_bits & ((1 << RARER_BITS) - 1)
    }

    /// Which of the most frequent terms the text has: a bit for each.
    #[inline]
    pub(super) fn frequent(self, item: u32) -> u32 {
        item.unbounded_shr(self.text_bits + RARER_BITS)
    }

    /// A number of rarer terms as far as an item can count.
    #[inline]
    pub(super) fn counted(rarer: u32) -> u32 {
        rarer.min((1 << RARER_BITS) - 1)
    }

    /// The bits of those terms, given by their ranks, that items tell of.
    pub(super) fn frequent_of(self, ranks: impl Iterator<Item = u32>) -> u32 {
        let told = ranks.filter(|rank| self.tells_of(*rank));
        told.fold(0, |bits, rank| bits | 1 << rank)
    }

    /// The set of all terms that items tell of.
    pub(super) fn frequent_most(self) -> u32 {
        (1 << self.frequent_bits) - 1
    }

    /// Whether items tell of the term of a rank.
    #[inline]
    pub(super) fn tells_of(self, rank: u32) -> bool {
        rank < self.frequent_bits
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn items_hold_what_was_put_in(texts in 1..1_u32 << 24, text: u32, rarer in 0..300_u32, ranks: [u8; 6]) {
            let layout = Layout::of(texts);
            let text = text % texts;
            let frequent = layout.frequent_of(ranks.iter().map(|rank| u32::from(*rank % 12)));
            let item = layout.item(text, rarer, frequent);
            prop_assert_eq!(layout.text(item), text);
            prop_assert_eq!(layout.rarer(item), rarer.min(15));
            prop_assert_eq!(layout.frequent(item), frequent);
            let told = ranks.iter().filter(|rank| layout.tells_of(u32::from(**rank % 12)));
            prop_assert!(told.count() >= frequent.count_ones() as usize);
        }
    }
}
