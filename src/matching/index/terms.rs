//! The different terms of the texts of a run, while it is built: counted, then ranked.

use crate::matching::sequence::repeated;

/// The different terms: words, and the second, third … time that a word comes in one text.
///
/// An open hash table; all that is asked of a term stands in one place of it.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// A power of two, at most half of them taken.
    slots: Vec<Slot>,
    /// The word that a term is a repetition of, itself for a word; by id.
    words: Vec<u32>,
}

/// A place of the table.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u64,
    /// The terms are numbered as they come; [`FREE`] for a place that is not taken.
    id: u32,
    /// How many texts have the term.
    count: u32,
    /// The last text that had the word, counted from 1, and how many times so far.
    seen: (u32, u32),
}

const FREE: u32 = u32::MAX;

/// Terms in order of rank: 0 for the most frequent one.
pub(super) struct Ranked {
    /// The rank of each id.
    pub(super) ranks: Vec<u32>,
    /// The hash of each rank.
    pub(super) hashes: Vec<u64>,
    /// For each rank that of its word.
    pub(super) words: Vec<u32>,
}

impl Terms {
    /// The id of the term for a word that comes in a text, whose number is counted from 1.
    #[inline]
    pub(super) fn take(&mut self, hash: u64, text: u32) -> u32 {
        let at = self.at(hash, None);
        let slot = &mut self.slots[at];
        let nth = if slot.seen.0 == text {
            slot.seen.1 + 1
        } else {
            1
        };
        slot.seen = (text, nth);
        if nth == 1 {
            slot.count += 1;
            return slot.id;
        }
        let word = slot.id;
        let at = self.at(repeated(hash, nth), Some(word));
        self.slots[at].count += 1;
        self.slots[at].id
    }

    /// The place of a term in the table, which it takes when it is new.
    #[inline]
    fn at(&mut self, hash: u64, word: Option<u32>) -> usize {
        if self.words.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let at = place(&self.slots, hash);
        if self.slots[at].id == FREE {
            let id = self.words.len() as u32;
            self.words.push(word.unwrap_or(id));
            self.slots[at] = Slot {
                hash,
                id,
                count: 0,
                seen: (0, 0),
            };
        }
        at
    }

    #[cold]
    fn grow(&mut self) {
        let free = Slot {
            hash: 0,
            id: FREE,
            count: 0,
            seen: (0, 0),
        };
        let mut slots = vec![free; (self.slots.len() * 2).max(1024)];
        for slot in self.slots.iter().filter(|slot| slot.id != FREE) {
            let at = place(&slots, slot.hash);
            slots[at] = *slot;
        }
        self.slots = slots;
    }

    /// Ranks the terms.
    pub(super) fn ranked(self) -> Ranked {
        let mut sorted = self.slots;
        sorted.retain(|slot| slot.id != FREE);
        sorted.sort_unstable_by_key(|slot| (std::cmp::Reverse(slot.count), slot.hash));
        let mut ranks = vec![0; sorted.len()];
        for (rank, slot) in (0..).zip(&sorted) {
            ranks[slot.id as usize] = rank;
        }
        let word = |slot: &Slot| ranks[self.words[slot.id as usize] as usize];
        Ranked {
            hashes: sorted.iter().map(|slot| slot.hash).collect(),
            words: sorted.iter().map(word).collect(),
            ranks,
        }
    }
}

/// The place of a hash, or the free one where it would stand.
#[inline]
fn place(slots: &[Slot], hash: u64) -> usize {
    let last = slots.len() - 1;
    let mut at = hash as usize & last;
    while slots[at].id != FREE && slots[at].hash != hash {
        at = (at + 1) & last;
    }
    at
}
