//! What two long lists have in common, however much differs: they are cut until a table of both is small.

/// Lists of which both are longer are compared in this way, as the cost of the other grows with what differs.
const LONG: usize = 96;

/// The words of 64 places that a table may have before its lists are cut, if both are long.
const LARGE_TABLE: usize = 1 << 12;

/// With more pairs of entries the cost of cutting is too high.
const MOST_PAIRS: usize = 1 << 34;

/// Whether two lists are too long to be compared in the way of sentences.
pub(super) fn is_long(old: &[u32], new: &[u32]) -> bool {
    old.len().min(new.len()) > LONG && old.len().saturating_mul(new.len()) <= MOST_PAIRS
}

/// Whether the table of two lists is small enough to be kept, or one list is so short that it cannot be large.
pub(super) fn fits_table(old: &[u32], new: &[u32]) -> bool {
    !is_long(old, new) || old.len() * new.len().div_ceil(64) <= LARGE_TABLE
}

/// The places at which to cut: a longest common subsequence of the wholes is one of the first parts and one of the
/// second parts together. The old list is cut in halves.
///
/// After Hirschberg, *A linear space algorithm for computing maximal common subsequences*, 1975.
pub(super) fn cut(old: &[u32], new: &[u32]) -> (usize, usize) {
    let middle = old.len() / 2;
    let reversed = |list: &[u32]| list.iter().rev().copied().collect::<Vec<_>>();
    let before = in_common(&old[..middle], new);
    let behind = in_common(&reversed(&old[middle..]), &reversed(new));
    let best = (0..=new.len()).rev();
    let best = best.max_by_key(|at| before[*at] + behind[new.len() - at]);
    (middle, best.unwrap_or_default())
}

/// The length of a longest common subsequence.
pub(super) fn longest_common(old: &[u32], new: &[u32]) -> usize {
    in_common(old, new).last().copied().unwrap_or_default()
}

/// For each beginning of the new list how long a common subsequence of it and the old one is.
fn in_common(old: &[u32], new: &[u32]) -> Vec<usize> {
    let places = Places::of(new);
    let mut row = empty_row(new);
    for entry in old {
        step(&mut row, places.of_entry(*entry));
    }
    let mut length = 0;
    let lengths = (0..new.len()).map(|at| {
        length += usize::from(is_longer(&row, at));
        length
    });
    std::iter::once(0).chain(lengths).collect()
}

/// The places of a longest common subsequence in both lists, in order. Keeps a bit for each pair of entries.
pub(super) fn pairs(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let places = Places::of(new);
    let mut row = empty_row(new);
    let mut table = Vec::with_capacity(old.len() * row.len());
    for entry in old {
        step(&mut row, places.of_entry(*entry));
        table.extend_from_slice(&row);
    }
    let is_longer = |at: usize, to: usize| is_longer(&table[at * row.len()..], to);
    let (mut at, mut to) = (old.len(), new.len());
    let mut pairs = Vec::new();
    while at > 0 && to > 0 {
        if !is_longer(at - 1, to - 1) {
            to -= 1;
        } else if at > 1 && is_longer(at - 2, to - 1) {
            at -= 1;
        } else {
            (at, to) = (at - 1, to - 1);
            pairs.push((at, to));
        }
    }
    pairs.reverse();
    pairs
}

/// Nothing in common yet. A bit for each place of the new list, which is not set when the common subsequence of the
/// list up to there and the old one is longer by one than without that place.
///
/// 64 places are looked at in one step, after Hyyrö, *Bit-parallel LCS-length computation revisited*, 2004.
fn empty_row(new: &[u32]) -> Vec<u64> {
    vec![u64::MAX; new.len().div_ceil(64)]
}

/// Whether the subsequence is longer with a place than without it.
fn is_longer(row: &[u64], at: usize) -> bool {
    (row[at / 64] >> (at % 64)) & 1 == 0
}

/// Takes one entry of the old list into account, which stands at these places of the new one.
fn step(row: &mut [u64], places: &[(usize, u64)]) {
    let mut carry = false;
    let mut next = 0;
    for (word, places) in places {
        carry = carried(&mut row[next..*word], carry);
        let bits = row[*word];
        let (sum, is_over) = bits.overflowing_add(bits & places);
        let (sum, is_over_now) = sum.overflowing_add(u64::from(carry));
        row[*word] = sum | (bits & !places);
        carry = is_over || is_over_now;
        next = word + 1;
    }
    carried(&mut row[next..], carry);
}

/// Carries through words in which nothing is added; says whether it goes on behind them.
fn carried(words: &mut [u64], mut carry: bool) -> bool {
    for bits in words {
        if !carry {
            return false;
        }
        let (sum, is_over) = bits.overflowing_add(1);
        *bits |= sum;
        carry = is_over;
    }
    carry
}

/// Where each entry of a list stands: by words of 64 places, the places as bits.
struct Places {
    /// For each entry where its words begin,
    starts: Vec<usize>,
    /// and end.
    ends: Vec<usize>,
    words: Vec<(usize, u64)>,
}

impl Places {
    fn of(list: &[u32]) -> Self {
        let entries = list.iter().max().map_or(0, |most| *most as usize + 1);
        let mut ends = vec![0; entries];
        for entry in list {
            ends[*entry as usize] += 1;
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let starts = ends.clone();
        let mut words = vec![(0, 0); list.len()];
        for (at, entry) in list.iter().enumerate() {
            let entry = *entry as usize;
            let (word, bit) = (at / 64, 1 << (at % 64));
            match words[starts[entry]..ends[entry]].last_mut() {
                Some((last, bits)) if *last == word => *bits |= bit,
                _ => {
                    words[ends[entry]] = (word, bit);
                    ends[entry] += 1;
                }
            }
        }
        Self {
            starts,
            ends,
            words,
        }
    }

    fn of_entry(&self, entry: u32) -> &[(usize, u64)] {
        let entry = entry as usize;
        match (self.starts.get(entry), self.ends.get(entry)) {
            (Some(start), Some(end)) => &self.words[*start..*end],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The lengths of common subsequences, found the plain way.
    fn plain(old: &[u32], new: &[u32]) -> Vec<usize> {
        let mut row = vec![0; new.len() + 1];
        for entry in old {
            let mut diagonal = 0;
            for (at, other) in new.iter().enumerate() {
                let above = row[at + 1];
                row[at + 1] = match entry == other {
                    true => diagonal + 1,
                    false => above.max(row[at]),
                };
                diagonal = above;
            }
        }
        row
    }

    proptest! {
        #[test]
        fn lengths_are_those_of_the_plain_way(
            old in prop::collection::vec(0..9_u32, 0..200),
            new in prop::collection::vec(0..7_u32, 0..200),
        ) {
            prop_assert_eq!(in_common(&old, &new), plain(&old, &new));
        }

        #[test]
        fn nothing_in_common_is_lost_by_a_cut(
            old in prop::collection::vec(0..30_u32, 0..150),
            new in prop::collection::vec(0..40_u32, 0..150),
        ) {
            let whole = |old: &[u32], new: &[u32]| plain(old, new).last().copied().unwrap_or(0);
            let (at, to) = cut(&old, &new);
            let parts = whole(&old[..at], &new[..to]) + whole(&old[at..], &new[to..]);
            prop_assert_eq!(parts, whole(&old, &new));
        }

        #[test]
        fn pairs_are_equal_in_order_and_as_many_as_can_be(
            old in prop::collection::vec(0..20_u32, 0..200),
            new in prop::collection::vec(0..25_u32, 0..200),
        ) {
            let (pairs, row) = (pairs(&old, &new), plain(&old, &new));
            prop_assert!(pairs.iter().all(|(at, to)| old[*at] == new[*to]));
            prop_assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
            prop_assert_eq!(Some(&pairs.len()), row.last());
        }
    }
}
