//! The edit distance of two sequences, 64 words and marks of the one in every step.

/// A sequence made ready to be compared with many others.
///
/// The distance is Levenshtein's: the least number of words and marks to insert, delete or replace.
/// The algorithm is Myers' (1999) in Hyyrö's form (2003), in blocks of 64: comparing costs the
/// other's length times the number of blocks.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    len: u32,
    blocks: usize,
    /// An open hash table of the ids in the pattern, `EMPTY` where there is none; a power of two.
    ids: Vec<u32>,
    /// For each place of the table one mask a block: where in the pattern the id stands.
    masks: Vec<u64>,
    /// The vertical differences of the column at hand: one pair of masks a block.
    column: Vec<(u64, u64)>,
}

/// No id; a word of the pattern that no other sequence can have may bear it.
pub(super) const EMPTY: u32 = u32::MAX;

const NO_MASKS: u64 = 0;

impl Pattern {
    /// Makes a sequence of ids ready; [`u32::MAX`] stands for a word that equals no other.
    #[must_use]
    pub fn new(ids: &[u32]) -> Self {
        let mut pattern = Self::default();
        pattern.prepare(ids);
        pattern
    }

    /// Makes a sequence ready, in place of the one before.
    pub fn prepare(&mut self, ids: &[u32]) {
        self.len = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        self.blocks = ids.len().div_ceil(64);
        let places = (ids.len() * 4).next_power_of_two().max(16);
        self.ids.clear();
        self.ids.resize(places, EMPTY);
        self.masks.clear();
        self.masks.resize(places * self.blocks.max(1), 0);
        for (at, id) in ids.iter().enumerate().filter(|(_, id)| **id != EMPTY) {
            let place = self.place(*id);
            self.ids[place] = *id;
            self.masks[place * self.blocks + at / 64] |= 1 << (at % 64);
        }
    }

    /// How long the pattern is.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether the pattern is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The place of an id in the table, or the free one where it would stand.
    #[inline]
    fn place(&self, id: u32) -> usize {
        let last = self.ids.len() - 1;
        let mut place = (id.wrapping_mul(0x9E37_79B1) >> 7) as usize & last;
        while self.ids[place] != id && self.ids[place] != EMPTY {
            place = (place + 1) & last;
        }
        place
    }

    /// How many edits the pattern and another sequence are apart; `None` when more than `most`.
    #[inline]
    pub fn distance(&mut self, other: &[u32], most: u32) -> Option<u32> {
        let len = u32::try_from(other.len()).unwrap_or(u32::MAX);
        if self.len.abs_diff(len) > most {
            return None;
        }
        let edits = match self.blocks {
            0 => Some(len),
            1 => self.distance_of_one_block(other, most),
            _ => self.distance_of_blocks(other, most),
        };
        edits.filter(|edits| *edits <= most)
    }

    fn distance_of_one_block(&self, other: &[u32], most: u32) -> Option<u32> {
        let top = 1 << (self.len - 1);
        let (mut plus, mut minus) = (u64::MAX, 0);
        let mut edits = self.len;
        let mut left = u32::try_from(other.len()).unwrap_or(u32::MAX);
        for id in other {
            let equal = self.masks[self.place(*id)];
            let step = step(&mut plus, &mut minus, equal, 1, 0);
            edits += u32::from(step.0 & top != 0);
            edits -= u32::from(step.1 & top != 0);
            left -= 1;
            // Each word that is left can win one edit back at most.
            if edits > most.saturating_add(left) {
                return None;
            }
        }
        Some(edits)
    }

    fn distance_of_blocks(&mut self, other: &[u32], most: u32) -> Option<u32> {
        let top: u64 = 1 << ((self.len - 1) % 64);
        self.column.clear();
        self.column.resize(self.blocks, (u64::MAX, 0));
        let mut edits = self.len;
        let mut left = u32::try_from(other.len()).unwrap_or(u32::MAX);
        for id in other {
            let first = self.place(*id) * self.blocks;
            let (mut plus_in, mut minus_in) = (1, 0);
            let mut last = (0, 0);
            for (block, (plus, minus)) in self.column.iter_mut().enumerate() {
                let equal = self.masks.get(first + block).copied().unwrap_or(NO_MASKS);
                last = step(plus, minus, equal, plus_in, minus_in);
                (plus_in, minus_in) = (last.0 >> 63, last.1 >> 63);
            }
            edits += u32::from(last.0 & top != 0);
            edits -= u32::from(last.1 & top != 0);
            left -= 1;
            if edits > most.saturating_add(left) {
                return None;
            }
        }
        Some(edits)
    }
}

/// Moves a block on by one word of the other sequence.
///
/// `plus` and `minus` are the vertical differences of the block, `plus_in` and `minus_in` the
/// horizontal difference above it. Gives the horizontal differences of the block's rows.
#[inline]
fn step(plus: &mut u64, minus: &mut u64, equal: u64, plus_in: u64, minus_in: u64) -> (u64, u64) {
    let either = equal | *minus;
    let equal = equal | minus_in;
    let diagonal = ((equal & *plus).wrapping_add(*plus) ^ *plus) | equal;
    let across_plus = *minus | !(diagonal | *plus);
    let across_minus = *plus & diagonal;
    let down_plus = (across_plus << 1) | plus_in;
    let down_minus = (across_minus << 1) | minus_in;
    *plus = down_minus | !(either | down_plus);
    *minus = down_plus & either;
    (across_plus, across_minus)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Wagner and Fischer's table, row by row.
    fn by_the_table(a: &[u32], b: &[u32]) -> u32 {
        let mut row: Vec<u32> = (0..=b.len() as u32).collect();
        for (i, x) in a.iter().enumerate() {
            let mut corner = row[0];
            row[0] = i as u32 + 1;
            for (j, y) in b.iter().enumerate() {
                let replaced = corner + u32::from(x != y);
                corner = row[j + 1];
                row[j + 1] = replaced.min(corner + 1).min(row[j] + 1);
            }
        }
        row[b.len()]
    }

    fn sequences(most: usize) -> impl Strategy<Value = Vec<u32>> {
        prop::collection::vec(0..6_u32, 0..most)
    }

    proptest! {
        #[test]
        fn short_sequences_are_as_far_apart_as_the_table_says(a in sequences(64), b in sequences(80)) {
            prop_assert_eq!(Pattern::new(&a).distance(&b, u32::MAX), Some(by_the_table(&a, &b)));
        }

        #[test]
        fn long_sequences_are_as_far_apart_as_the_table_says(a in sequences(300), b in sequences(300)) {
            prop_assert_eq!(Pattern::new(&a).distance(&b, u32::MAX), Some(by_the_table(&a, &b)));
        }

        #[test]
        fn a_bound_cuts_off_only_what_lies_beyond(a in sequences(90), b in sequences(90), most in 0..90_u32) {
            let edits = by_the_table(&a, &b);
            prop_assert_eq!(Pattern::new(&a).distance(&b, most), (edits <= most).then_some(edits));
        }
    }

    #[test]
    fn words_that_equal_no_other_never_match() {
        let mut pattern = Pattern::new(&[1, EMPTY, 2]);
        assert_eq!(pattern.distance(&[1, 5, 2], 9), Some(1));
        assert_eq!(pattern.distance(&[1, 2], 9), Some(1));
        pattern.prepare(&[]);
        assert_eq!(pattern.distance(&[3], 9), Some(1));
        assert_eq!(pattern.distance(&[3], 0), None);
    }

    #[test]
    fn the_sides_may_change_at_the_blocks_edges() {
        for len in [63, 64, 65, 127, 128, 129] {
            let a: Vec<u32> = (0..len).collect();
            let b: Vec<u32> = (1..=len).collect();
            assert_eq!(Pattern::new(&a).distance(&b, 9), Some(2), "{len}");
        }
    }
}
