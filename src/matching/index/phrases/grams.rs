//! Which pieces have three letters in a row, begin with one or end with one.

use super::lists::{Length, List, Lists, Next};
use crate::matching::index::chunk::{read_varint, sealed, write_varint};
use crate::matching::index::{Column, Sink};

/// The bits of a letter in a gram.
const BITS: u32 = 21;
/// Stands for the third letter of a gram of two; no character has this number.
const NONE: u64 = (1 << BITS) - 1;

/// Three letters in a row, spaces among them, or a letter and the space before or after it; those that begin
/// alike are neighbours in order.
pub(super) type Gram = u64;

/// The gram of three letters.
pub(super) fn of_three(letters: [char; 3]) -> Gram {
    let [first, second, third] = letters.map(u64::from);
    (first << BITS | second) << BITS | third
}

/// The gram of a letter and a space, in their order.
pub(super) fn of_two(letters: [char; 2]) -> Gram {
    let [first, second] = letters.map(u64::from);
    (first << BITS | second) << BITS | NONE
}

/// Calls with the grams of a piece, some of them twice.
#[inline]
fn for_each_gram(piece: &str, mut work: impl FnMut(Gram)) {
    const THREE: u64 = (1 << (3 * BITS)) - 1;
    let mut letters = piece.chars();
    let Some(first) = letters.next() else {
        return;
    };
    let mut last_two = u64::from(' ') << BITS | u64::from(first);
    work(last_two << BITS | NONE);
    for letter in letters.chain([' ']) {
        let gram = (last_two << BITS | u64::from(letter)) & THREE;
        work(gram);
        last_two = gram;
    }
    work((last_two << BITS | NONE) & THREE);
}

/// Writes for each gram which of the pieces have it, these in order; gives the number of chunks.
pub(super) fn write<'p, S: Sink>(
    sink: &mut S,
    pieces: impl Iterator<Item = &'p str>,
) -> Result<u32, S::Error> {
    let mut table = Table::default();
    // The place in the table of every gram of every piece.
    let mut met = Vec::new();
    let mut ends = Vec::new();
    for (number, piece) in (0..).zip(pieces) {
        for_each_gram(piece, |gram| {
            let at = table.place(gram);
            if table.entries[at as usize].1.add(number) {
                met.push(at);
            }
        });
        ends.push(met.len());
    }
    let entries = table.entries;
    let mut order: Vec<u32> = (0..entries.len() as u32).collect();
    order.sort_unstable_by_key(|at| entries[*at as usize].0);
    sink.put(Column::Trigrams, 0, &sealed(directory(&entries, &order)))?;
    let lens = order.iter().map(|at| (*at, entries[*at as usize].1.len));
    let mut lists = Lists::new(lens);
    let mut begin = 0;
    for (piece, end) in (0..).zip(ends) {
        for at in &met[begin..end] {
            lists.push(*at, piece);
        }
        begin = end;
    }
    lists.write(sink, Column::Trigrams, 1)
}

/// The first chunk: the grams in order, and how long the list of each is.
fn directory(entries: &[(Gram, Length)], order: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_varint(&mut bytes, order.len() as u64);
    let mut before = 0;
    for at in order {
        let (gram, length) = &entries[*at as usize];
        write_varint(&mut bytes, gram - before);
        write_varint(&mut bytes, u64::from(length.count));
        write_varint(&mut bytes, u64::from(length.len));
        before = *gram;
    }
    bytes
}

/// The grams while they are counted: an open hash table.
#[derive(Default)]
struct Table {
    /// Places in `entries`, counted from 1, and 0 where there is none; a power of two of them.
    slots: Vec<u32>,
    entries: Vec<(Gram, Length)>,
}

impl Table {
    /// The place of a gram in `entries`.
    #[inline]
    fn place(&mut self, gram: Gram) -> u32 {
        if self.entries.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(gram);
        if self.slots[slot] == 0 {
            self.entries.push((gram, Length::default()));
            self.slots[slot] = self.entries.len() as u32;
        }
        self.slots[slot] - 1
    }

    #[cold]
    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(1024)];
        for at in 0..self.entries.len() {
            let slot = self.slot(self.entries[at].0);
            self.slots[slot] = at as u32 + 1;
        }
    }

    /// The slot of a gram, or the free one where it would stand.
    #[inline]
    fn slot(&self, gram: Gram) -> usize {
        let last = self.slots.len() - 1;
        let mut at = (gram.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & last;
        while self.slots[at] != 0 && self.entries[self.slots[at] as usize - 1].0 != gram {
            at = (at + 1) & last;
        }
        at
    }
}

/// All grams of a run.
#[derive(Debug)]
pub(super) struct Directory {
    grams: Box<[Gram]>,
    lists: Box<[List]>,
}

impl Directory {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let count = read_varint(&mut rest)?;
        let mut gram: Gram = 0;
        // The first chunk is that of the directory.
        let mut next = Next { chunk: 1, begin: 0 };
        let entries = (0..count).map(|_| {
            gram = gram.checked_add(read_varint(&mut rest)?)?;
            let count = u32::try_from(read_varint(&mut rest)?).ok()?;
            let len = u32::try_from(read_varint(&mut rest)?).ok()?;
            Some((gram, next.list(count, len)?))
        });
        let entries: Option<Vec<_>> = entries.collect();
        let (grams, lists): (Vec<_>, Vec<_>) = entries?.into_iter().unzip();
        Some(Self {
            grams: grams.into(),
            lists: lists.into(),
        })
    }

    /// The list of the pieces that have a gram, if one has it.
    pub(super) fn list(&self, gram: Gram) -> Option<List> {
        let at = self.grams.binary_search(&gram).ok()?;
        Some(self.lists[at])
    }

    /// The lists of the pieces that have two letters in a row, neither of them a space.
    pub(super) fn lists_of_two(&self, letters: [char; 2]) -> &[List] {
        let last = of_two(letters);
        let first = last - NONE;
        let begin = self.grams.partition_point(|gram| *gram < first);
        let end = self.grams.partition_point(|gram| *gram <= last);
        &self.lists[begin..end]
    }
}
