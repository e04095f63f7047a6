//! The different pieces of the keys of a run while it is built: counted, and their letters kept.

use crate::matching::index::chunk::varint_len;
use crate::matching::sequence::hash;

/// The different pieces.
///
/// An open hash table; all that is asked of a piece when it comes again stands in one place of it.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// A power of two, at most three quarters of them taken.
    slots: Vec<Slot>,
    /// Where each piece ends in `letters`; by id.
    ends: Vec<u32>,
    letters: String,
    /// The pieces of the present key: the hash of each, and where it ends in the key.
    present: Vec<(u64, usize)>,
}

/// A place of the table.
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// Of the whole piece; two different ones have one hash once in some 10^19 pairs.
    hash: u64,
    /// The pieces are numbered as they come; [`FREE`] for a place that is not taken.
    id: u32,
    counted: Counted,
}

/// How often a piece comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    /// How many texts have it.
    pub(super) texts: u32,
    /// The last of them, counted from 1.
    last: u32,
    /// How many bytes the distances between these texts take.
    distances: u32,
}

const FREE: u32 = u32::MAX;

impl Pieces {
    /// Calls with the id of every piece of a key; the number of its text is counted from 1.
    pub(super) fn take(&mut self, key: &str, text: u32, mut each: impl FnMut(u32)) {
        self.cut(key);
        let present = std::mem::take(&mut self.present);
        self.make_room(present.len());
        // All places are asked for before the first is used, so that one wait for main memory does for all.
        let last = self.slots.len() - 1;
        let first_look = present.iter().fold(0, |sum, (hash, _)| {
            sum ^ self.slots[*hash as usize & last].id
        });
        std::hint::black_box(first_look);
        let mut begin = 0;
        for (hash, end) in &present {
            let at = place(&self.slots, *hash);
            if self.slots[at].id == FREE {
                self.slots[at] = Slot {
                    hash: *hash,
                    id: self.ends.len() as u32,
                    counted: Counted::default(),
                };
                self.letters.push_str(&key[begin..*end]);
                self.ends.push(self.letters.len() as u32);
            }
            self.slots[at].counted.add(text);
            each(self.slots[at].id);
            begin = end + 1;
        }
        self.present = present;
    }

    /// Finds the pieces of a key.
    fn cut(&mut self, key: &str) {
        let bytes = key.as_bytes();
        self.present.clear();
        let mut begin = 0;
        for_each_space(bytes, |end| {
            self.present.push((hash(&bytes[begin..end]), end));
            begin = end + 1;
        });
        self.present.push((hash(&bytes[begin..]), bytes.len()));
    }

    /// About how many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        self.slots.len() * size_of::<Slot>() + self.ends.len() * 4 + self.letters.len()
    }

    /// The letters of a piece.
    pub(super) fn letters(&self, id: u32) -> &str {
        let begin = id
            .checked_sub(1)
            .map_or(0, |before| self.ends[before as usize]);
        &self.letters[begin as usize..self.ends[id as usize] as usize]
    }

    /// How many bytes the letters of all pieces have together.
    pub(super) fn letters_len(&self) -> usize {
        self.letters.len()
    }

    fn make_room(&mut self, fresh: usize) {
        while (self.ends.len() + fresh) * 4 > self.slots.len() * 3 {
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        let free = Slot {
            hash: 0,
            id: FREE,
            counted: Counted::default(),
        };
        let mut slots = vec![free; (self.slots.len() * 2).max(1024)];
        for slot in self.slots.iter().filter(|slot| slot.id != FREE) {
            let at = place(&slots, slot.hash);
            slots[at] = *slot;
        }
        self.slots = slots;
    }

    /// How often each piece comes, by id. Nothing can be taken afterwards.
    pub(super) fn counted(&mut self) -> Vec<Counted> {
        let mut counted = vec![Counted::default(); self.ends.len()];
        let slots = std::mem::take(&mut self.slots);
        for slot in slots.iter().filter(|slot| slot.id != FREE) {
            counted[slot.id as usize] = slot.counted;
        }
        counted
    }
}

impl Counted {
    #[inline]
    fn add(&mut self, text: u32) {
        if self.last == text {
            return;
        }
        if self.texts > 0 {
            self.distances += varint_len(u64::from(text - self.last - 1)) as u32;
        }
        self.texts += 1;
        self.last = text;
    }

    /// The age of the newest text that has it.
    pub(super) fn age(&self, texts: u32) -> u32 {
        texts - self.last
    }

    /// How many bytes the list of its texts takes among so many: the distances from each to the one before it,
    /// the newest first.
    pub(super) fn list_len(&self, texts: u32) -> u32 {
        self.distances + varint_len(u64::from(self.age(texts))) as u32
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

/// Calls with the place of every space; eight bytes at a time, because the next one is near.
#[inline]
fn for_each_space(bytes: &[u8], mut work: impl FnMut(usize)) {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    const SPACES: u64 = 0x2020_2020_2020_2020;
    let mut at = 0;
    let mut eights = bytes.chunks_exact(8);
    for eight in &mut eights {
        let mut own = [0; 8];
        own.copy_from_slice(eight);
        let others = u64::from_le_bytes(own) ^ SPACES;
        // The high bit of each byte that is a space.
        let mut spaces = !(((others & LOW) + LOW) | others | LOW);
        while spaces != 0 {
            work(at + spaces.trailing_zeros() as usize / 8);
            spaces &= spaces - 1;
        }
        at += 8;
    }
    for (place, byte) in (at..).zip(eights.remainder()) {
        if *byte == b' ' {
            work(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_space_is_met(text in "[ !\u{A0}\u{2000}کa`@]{0,40}") {
            let mut spaces = Vec::new();
            for_each_space(text.as_bytes(), |at| spaces.push(at));
            let expected = text.bytes().enumerate().filter(|(_, byte)| *byte == b' ');
            prop_assert!(spaces.into_iter().eq(expected.map(|(at, _)| at)));
        }
    }
}
