//! How many words and marks a text shares with each of many others, counted for 64 of them at a time.

use std::collections::HashMap;
use std::ops::Range;

use crate::matching::Similarity;
use crate::matching::distance::EMPTY;

/// In which of many texts each word stands.
///
/// The texts are sorted by length into blocks of 64 at most, all of one length.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    blocks: Vec<Block>,
    /// Every word, by its id.
    words: Vec<Word>,
    /// The words that come again in a text, by id and the how manieth they are.
    again: HashMap<(u32, u32), Word>,
    /// Where the words stand that are in few blocks.
    places: Vec<Place>,
    /// The words that are in many blocks: for each one all blocks, each with the texts in which it stands.
    rows: Vec<u64>,
}

/// Some texts of one length.
#[derive(Debug)]
struct Block {
    len: u32,
    /// The number of each text.
    texts: Vec<u32>,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug)]
enum Word {
    /// In the blocks of these places.
    Rare { begin: u32, end: u32 },
    /// In the blocks of the row that begins here.
    Frequent { row: u32 },
}

/// The texts of a block in which a word stands, one bit each.
#[derive(Clone, Copy, Debug)]
struct Place {
    block: u32,
    texts: u64,
}

/// A word in a row costs as much as one with places in this part of the blocks.
const BLOCKS_OF_A_PLACE: usize = 6;

/// Counts what texts of one length share with those of [`Occurrences`].
///
/// The counters of a block's texts lie side by side: a word of 64 bits has one bit of each, so that one addition
/// serves all. All the lowest bits come first, then the next.
#[derive(Debug)]
pub(super) struct Sharing<'a> {
    occurrences: &'a Occurrences,
    /// The blocks with texts of fitting lengths.
    blocks: Range<usize>,
    /// How many words and marks must be shared with a text of each of these blocks.
    shares: Vec<u32>,
    /// What must be added to the counters so that those run over where enough is shared: masks like the counters'.
    rest: Vec<u64>,
    counters: Vec<u64>,
    /// What an addition carries to the next bits; in the end, the texts with which enough is shared.
    carry: Vec<u64>,
    sorted: Vec<u32>,
    /// The rows of the text's frequent words.
    rows: Vec<u32>,
}

impl Occurrences {
    /// Sorts texts, given as the ids of their words and marks; [`EMPTY`] is one that equals no other.
    pub(super) fn new(texts: &[Vec<u32>]) -> Self {
        let mut numbers: Vec<u32> = (0..texts.len() as u32).collect();
        let len = |number: u32| texts[number as usize].len() as u32;
        numbers.sort_by_key(|number| len(*number));
        let blocks = numbers.chunk_by(|one, other| len(*one) == len(*other));
        let blocks = blocks.flat_map(|equal| equal.chunks(64)).map(|some| Block {
            len: len(some[0]),
            texts: some.to_vec(),
        });
        let mut own = Self {
            blocks: blocks.filter(|block| block.len > 0).collect(),
            ..Self::default()
        };
        let mut found = Vec::new();
        let mut sorted = Vec::new();
        for (block, number) in own.blocks.iter().zip(0..) {
            for (text, at) in block.texts.iter().zip(0..) {
                sorted.clone_from(&texts[*text as usize]);
                sorted.sort_unstable();
                let known = repetitions(&sorted).filter(|(id, _)| *id != EMPTY);
                found.extend(known.map(|(id, nth)| ((nth, id), number, 1_u64 << at)));
            }
        }
        found.sort_unstable_by_key(|(word, block, _)| (*word, *block));
        own.place(&found);
        own
    }

    /// Takes in all occurrences, sorted by word and block.
    fn place(&mut self, found: &[((u32, u32), u32, u64)]) {
        for equal in found.chunk_by(|one, other| one.0 == other.0) {
            let begin = self.places.len();
            for some in equal.chunk_by(|one, other| one.1 == other.1) {
                self.places.push(Place {
                    block: some[0].1,
                    texts: some.iter().fold(0, |texts, (_, _, text)| texts | text),
                });
            }
            let mut word = Word::Rare {
                begin: begin as u32,
                end: self.places.len() as u32,
            };
            if (self.places.len() - begin) * BLOCKS_OF_A_PLACE > self.blocks.len() {
                let row = self.rows.len();
                self.rows.resize(row + self.blocks.len(), 0);
                for place in self.places.drain(begin..) {
                    self.rows[row + place.block as usize] = place.texts;
                }
                word = Word::Frequent { row: row as u32 };
            }
            let (nth, id) = equal[0].0;
            if nth == 1 {
                let none = Word::Rare { begin: 0, end: 0 };
                self.words.resize(id as usize, none);
                self.words.push(word);
            } else {
                self.again.insert((id, nth), word);
            }
        }
    }

    /// Where a word stands that comes for the nth time.
    #[inline]
    fn of(&self, id: u32, nth: u32) -> Option<Word> {
        match nth {
            1 => self.words.get(id as usize).copied(),
            _ => self.again.get(&(id, nth)).copied(),
        }
    }
}

impl<'a> Sharing<'a> {
    /// Prepares to count for texts of a length, where enough must be shared for a similarity.
    pub(super) fn new(occurrences: &'a Occurrences, len: u32, least: Similarity) -> Self {
        let blocks = &occurrences.blocks;
        let first = blocks.partition_point(|block| block.len < least.share(len));
        let last = blocks.partition_point(|block| block.len <= least.longest(len));
        let blocks = first..last.max(first);
        let fitting = occurrences.blocks[blocks.clone()].iter();
        let shares: Vec<u32> = fitting
            .map(|block| least.share(len.max(block.len)).max(1))
            .collect();
        let bits = u32::BITS - len.leading_zeros();
        let mask = |bit: u32, share: &u32| match ((1 << bits) - share) >> bit & 1 {
            1 => u64::MAX,
            _ => 0,
        };
        let rest = (0..bits).flat_map(|bit| shares.iter().map(move |share| mask(bit, share)));
        let rest: Vec<u64> = rest.collect();
        Self {
            occurrences,
            counters: vec![0; rest.len()],
            rest,
            carry: vec![0; shares.len()],
            shares,
            blocks,
            sorted: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The texts with which a text shares enough, and how much it is.
    ///
    /// Costs a few nanoseconds for each place of a rare word, and for every few blocks of a frequent one.
    pub(super) fn with(&mut self, ids: &[u32]) -> impl Iterator<Item = (usize, u32)> + '_ {
        if !self.blocks.is_empty() {
            self.count(ids);
        }
        let own = &*self;
        let reached = own.carry.iter().enumerate();
        let reached = reached.filter(|(_, texts)| **texts != 0);
        reached.flat_map(move |(at, texts)| {
            let block = &own.occurrences.blocks[own.blocks.start + at];
            ones(*texts)
                .map(move |text| (block.texts[text as usize] as usize, own.shared(at, text)))
        })
    }

    /// How much is shared with a text of a block.
    fn shared(&self, block: usize, text: u32) -> u32 {
        let bits = self.counters[block..].iter().step_by(self.shares.len());
        let bits = bits.rev().map(|bits| (bits >> text & 1) as u32);
        bits.fold(0, |sum, bit| sum << 1 | bit)
    }

    fn count(&mut self, ids: &[u32]) {
        self.counters.fill(0);
        self.sorted.clear();
        self.sorted.extend_from_slice(ids);
        self.sorted.sort_unstable();
        self.rows.clear();
        let sorted = std::mem::take(&mut self.sorted);
        for (id, nth) in repetitions(&sorted) {
            match self.occurrences.of(id, nth) {
                Some(Word::Rare { begin, end }) => self.add_places(begin as usize..end as usize),
                Some(Word::Frequent { row }) => self.rows.push(row),
                None => {}
            }
        }
        self.sorted = sorted;
        let rows = std::mem::take(&mut self.rows);
        rows.chunks(2).for_each(|rows| self.add_rows(rows));
        self.rows = rows;
        self.compare();
    }

    /// Counts a word in the texts of some places.
    #[inline]
    fn add_places(&mut self, places: Range<usize>) {
        let width = self.shares.len();
        for place in &self.occurrences.places[places] {
            let block = place.block as usize;
            if block < self.blocks.start {
                continue;
            }
            if block >= self.blocks.end {
                return;
            }
            let mut carry = place.texts;
            let mut at = block - self.blocks.start;
            while carry != 0 {
                let bits = &mut self.counters[at];
                (*bits, carry) = (*bits ^ carry, *bits & carry);
                at += width;
            }
        }
    }

    /// Counts one or two words in the texts of their rows.
    fn add_rows(&mut self, rows: &[u32]) {
        let width = self.shares.len();
        let all = &self.occurrences.rows;
        let row = |row: u32| &all[row as usize + self.blocks.start..][..width];
        let (lowest, higher) = self.counters.split_at_mut(width);
        let sums = lowest.iter_mut().zip(&mut self.carry);
        match rows {
            [one, other] => {
                for ((bits, carry), (one, other)) in sums.zip(row(*one).iter().zip(row(*other))) {
                    let either = *bits ^ one;
                    *carry = (*bits & one) | (either & other);
                    *bits = either ^ other;
                }
            }
            _ => {
                for ((bits, carry), one) in sums.zip(row(rows[0])) {
                    (*bits, *carry) = (*bits ^ one, *bits & one);
                }
            }
        }
        for bits in higher.chunks_exact_mut(width) {
            for (bits, carry) in bits.iter_mut().zip(&mut self.carry) {
                (*bits, *carry) = (*bits ^ *carry, *bits & *carry);
            }
        }
    }

    /// Finds the counters that have reached their share.
    fn compare(&mut self) {
        let width = self.shares.len();
        self.carry.fill(0);
        let counters = self.counters.chunks_exact(width);
        for (bits, rest) in counters.zip(self.rest.chunks_exact(width)) {
            for ((carry, bits), rest) in self.carry.iter_mut().zip(bits).zip(rest) {
                *carry = (bits & rest) | (*carry & (bits | rest));
            }
        }
    }
}

/// Every one of sorted words, with the how manieth of its like it is.
fn repetitions(sorted: &[u32]) -> impl Iterator<Item = (u32, u32)> + '_ {
    let mut before = None;
    sorted.iter().map(move |id| {
        let nth = match before {
            Some((other, nth)) if other == *id => nth + 1,
            _ => 1,
        };
        before = Some((*id, nth));
        (*id, nth)
    })
}

/// The places of the ones in a word, lowest first.
pub(super) fn ones(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let place = (word != 0).then(|| word.trailing_zeros())?;
        word &= word - 1;
        Some(place)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// How many words two texts share, each as often as it stands in both.
    fn shared(one: &[u32], other: &[u32]) -> u32 {
        let mut left = other.to_vec();
        let shares = |id: &&u32| {
            let at = left.iter().position(|other| other == *id && **id != EMPTY);
            at.map(|at| left.swap_remove(at)).is_some()
        };
        one.iter().filter(shares).count() as u32
    }

    fn texts(most: usize) -> impl Strategy<Value = Vec<Vec<u32>>> {
        let word = prop_oneof![20 => 0..12_u32, 1 => Just(EMPTY)];
        prop::collection::vec(prop::collection::vec(word, 0..14), 0..most)
    }

    proptest! {
        #[test]
        fn what_is_counted_together_is_what_each_two_share(
            asked in texts(200),
            text in prop::collection::vec(0..12_u32, 1..14),
            least in 0..=100_u8,
        ) {
            let least = Similarity::of_per_cent(least);
            let occurrences = Occurrences::new(&asked);
            let mut sharing = Sharing::new(&occurrences, text.len() as u32, least);
            for _ in 0..2 {
                let mut found: Vec<_> = sharing.with(&text).collect();
                found.sort_unstable();
                let expected = asked.iter().enumerate().map(|(at, other)| (at, other, shared(&text, other)));
                let enough = |(_, other, shared): &(usize, &Vec<u32>, u32)| {
                    *shared >= least.share(text.len().max(other.len()) as u32).max(1)
                };
                let expected: Vec<_> = expected.filter(enough).map(|(at, _, shared)| (at, shared)).collect();
                prop_assert_eq!(&found, &expected);
            }
        }
    }
}
