//! The names that rule files may use for what stands around a mark, and the bits that the engine holds them in.

/// One of the places around a mark that a rule can speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The word before the word before the mark.
    Prior,
    /// The word that the mark stands at.
    Before,
    /// The mark itself and what closes with it.
    Mark,
    /// What follows the mark and the white space.
    After,
}

/// What stands around one mark: a set of features for each [`Side`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Features(pub(super) [u64; 4]);

/// The number of the first bit that stands for a word list or a kind of mark of the rule file.
pub(super) const FIRST_OWN_BIT: u32 = 32;

impl Side {
    /// The side that a rule file calls by this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "prior" => Self::Prior,
            "before" => Self::Before,
            "mark" => Self::Mark,
            "after" => Self::After,
            _ => return None,
        })
    }

    /// The shapes that the engine itself can see on this side, in order of their bits.
    pub(super) fn shapes(self) -> &'static [&'static str] {
        match self {
            Self::Prior | Self::Before => &shape::BEFORE_NAMES,
            Self::Mark => &shape::MARK_NAMES,
            Self::After => &shape::AFTER_NAMES,
        }
    }
}

/// A bit that every side always has, so that a rule without a condition on a side need not be told apart.
pub(super) const ALWAYS: u64 = 1 << 63;

impl Features {
    /// Nothing but what every side always has.
    pub(super) fn none() -> Self {
        Self([ALWAYS; 4])
    }

    #[inline]
    pub(super) fn add(&mut self, side: Side, bits: u64) {
        self.0[side as usize] |= bits;
    }

    #[inline]
    pub(super) fn has(self, side: Side, bits: u64) -> bool {
        self.0[side as usize] & bits != 0
    }
}

macro_rules! shapes {
    ($names:ident: $($bit:literal $constant:ident $name:literal,)*) => {
        $(pub(in crate::segmentation::builtin) const $constant: u64 = 1 << $bit;)*
        pub(in crate::segmentation::builtin) const $names: [&str; [$($bit),*].len()] = [$($name),*];
    };
}

/// The bits of the shapes; a name's place in its list is its bit.
pub(super) mod shape {
    shapes! { BEFORE_NAMES:
        0 BARE "nothing",
        1 WORD "word",
        2 CAPITAL "capital",
        3 LOWER "lower",
        4 UPPER "upper",
        5 LETTER "letter",
        6 DOTTED "dotted",
        7 NUMBER "number",
        8 ROMAN "roman",
        9 START "start",
        10 MARKER "marker",
        11 VOWELLESS "vowelless",
        12 CASELESS "caseless",
        13 SHORT "short",
        14 ADDRESS "address",
        15 ORDINAL "ordinal",
        16 OPENING "opening",
        17 VERBLESS "verbless",
        18 VOWEL_END "vowel-end",
    }

    shapes! { MARK_NAMES:
        0 SPACED "spaced",
        1 MANY "many",
        2 QUOTE "quote",
        3 BRACKET "bracket",
        4 CITATION "citation",
        5 GLUED "glued",
        6 LINE "line",
        7 EMOTICON "emoticon",
        8 LONE "lone",
        9 DOTS3 "three-dots",
    }

    shapes! { AFTER_NAMES:
        0 END "end",
        1 LOWER_AFTER "lower",
        2 CAPITAL_AFTER "capital",
        3 DIGIT "digit",
        4 CASELESS_AFTER "caseless",
        5 OPENER "opener",
        6 UPPER_AFTER "upper",
        7 INITIAL "initial",
        8 COMMA "comma",
        9 DASH "dash",
        10 BULLET "bullet",
        11 MARK_AFTER "mark",
        12 CLOSER "closer",
        13 SYMBOL "symbol",
        14 MARKER_AFTER "marker",
        15 ROMAN_AFTER "roman",
        16 WORD_AFTER "word",
        17 SHORT_AFTER "single",
        18 ADDRESS_AFTER "address",
        19 STOPPED "stopped",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_has_the_bit_of_its_place() {
        assert_eq!(
            shape::BEFORE_NAMES[shape::ADDRESS.trailing_zeros() as usize],
            "address"
        );
        assert_eq!(
            shape::MARK_NAMES[shape::DOTS3.trailing_zeros() as usize],
            "three-dots"
        );
        assert_eq!(
            shape::AFTER_NAMES[shape::ADDRESS_AFTER.trailing_zeros() as usize],
            "address"
        );
        for side in [Side::Prior, Side::Before, Side::Mark, Side::After] {
            assert!(side.shapes().len() <= FIRST_OWN_BIT as usize);
        }
    }
}
