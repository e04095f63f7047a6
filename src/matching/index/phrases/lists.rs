//! Lists of ascending numbers: as the distances between them, several in a chunk.

use super::LISTS_IN_CHUNK;
use crate::matching::index::chunk::{read_varint, sealed, varint_len};
use crate::matching::index::{Column, Sink};

/// Where a list is, and how long.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// How many numbers it has.
    pub(super) count: u32,
    pub(super) chunk: u32,
    pub(super) begin: u32,
    /// In bytes.
    pub(super) len: u32,
}

/// The chunk and the place in it where the next list begins.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Next {
    pub(super) chunk: u32,
    pub(super) begin: u32,
}

impl Next {
    /// The place of a list of so many numbers and bytes; `None` when no list can stand there.
    pub(super) fn list(&mut self, count: u32, len: u32) -> Option<List> {
        let list = List {
            count,
            chunk: self.chunk,
            begin: self.begin,
            len,
        };
        self.begin = self.begin.checked_add(len)?;
        if self.begin as usize >= LISTS_IN_CHUNK {
            self.begin = 0;
            self.chunk = self.chunk.checked_add(1)?;
        }
        Some(list)
    }
}

/// Lists on their way to the store: the numbers of all come mixed, those of each in order.
pub(super) struct Lists {
    bytes: Vec<u8>,
    /// Where each list begins, in order.
    begins: Vec<usize>,
    /// By the caller's name of it where each list goes on, and the least number that can come next.
    open: Vec<(usize, u32)>,
}

impl Lists {
    /// Lists in order: by what name below their number the caller knows each, and how many bytes it will have.
    pub(super) fn new(lists: impl ExactSizeIterator<Item = (u32, u32)>) -> Self {
        let mut end = 0;
        let mut open = vec![(0, 0); lists.len()];
        let mut begins = Vec::with_capacity(lists.len());
        for (name, len) in lists {
            begins.push(end);
            open[name as usize].0 = end;
            end += len as usize;
        }
        Self {
            bytes: vec![0; end],
            begins,
            open,
        }
    }

    /// Adds a number to a list, unless it is the one before.
    #[inline]
    pub(super) fn push(&mut self, list: u32, number: u32) {
        let (at, next) = &mut self.open[list as usize];
        if *next > number {
            return;
        }
        let mut distance = number - *next;
        while distance >= 0x80 {
            self.bytes[*at] = distance as u8 | 0x80;
            distance >>= 7;
            *at += 1;
        }
        self.bytes[*at] = distance as u8;
        *at += 1;
        *next = number + 1;
    }

    /// Sets the bit of a number in a list that has one for each.
    #[inline]
    pub(super) fn set(&mut self, list: u32, number: u32) {
        let begin = self.open[list as usize].0;
        self.bytes[begin + number as usize / 8] |= 1 << (number % 8);
    }

    /// Writes the chunks, numbered from `first`; gives the number after the last one.
    pub(super) fn write<S: Sink>(
        &self,
        sink: &mut S,
        column: Column,
        first: u32,
    ) -> Result<u32, S::Error> {
        let (mut number, mut from) = (first, 0);
        let end = self.bytes.len();
        for begin in self.begins.iter().copied().chain([end]) {
            if begin - from >= LISTS_IN_CHUNK || (begin == end && from < end) {
                let chunk = self.bytes[from..begin].to_vec();
                sink.put(column, number, &sealed(chunk))?;
                number += 1;
                from = begin;
            }
        }
        Ok(number)
    }
}

/// How many bytes a list takes up to now.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Length {
    pub(super) count: u32,
    pub(super) len: u32,
    next: u32,
}

impl Length {
    /// Counts a number, unless it is the one before; says whether it was counted.
    #[inline]
    pub(super) fn add(&mut self, number: u32) -> bool {
        let is_new = self.next <= number;
        if is_new {
            self.len += varint_len(u64::from(number - self.next)) as u32;
            self.count += 1;
            self.next = number + 1;
        }
        is_new
    }
}

/// The numbers of a list of distances.
pub(super) struct Numbers<'a> {
    distances: Varints<'a>,
    next: u32,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            distances: Varints(bytes),
            next: 0,
        }
    }
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let number = self.next.checked_add(self.distances.next()?)?;
        self.next = number.checked_add(1)?;
        Some(number)
    }
}

/// The numbers that varints of 32 bits stand for.
pub(super) struct Varints<'a>(pub(super) &'a [u8]);

impl Iterator for Varints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if let [byte @ 0..0x80, rest @ ..] = self.0 {
            self.0 = rest;
            return Some(u32::from(*byte));
        }
        if let [low, byte @ 0..0x80, rest @ ..] = self.0 {
            self.0 = rest;
            return Some(u32::from(*low & 0x7F) | u32::from(*byte) << 7);
        }
        Some(read_varint(&mut self.0)? as u32)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matching::index::chunk::opened;
    use crate::matching::index::{Chunks, Store};

    proptest! {
        #[test]
        fn lists_come_back_from_their_chunks(
            lists in prop::collection::vec(prop::collection::btree_set(0..70_000_u32, 0..900), 0..60),
        ) {
            let mut lengths = vec![Length::default(); lists.len()];
            for (length, list) in lengths.iter_mut().zip(&lists) {
                list.iter().for_each(|number| assert!(length.add(*number) && !length.add(*number)));
            }
            // The caller knows the last list as the first.
            let name = |place: usize| (lists.len() - 1 - place) as u32;
            let lens = lengths.iter().enumerate().map(|(place, length)| (name(place), length.len));
            let mut written = Lists::new(lens);
            for (place, list) in lists.iter().enumerate() {
                list.iter().for_each(|number| written.push(name(place), *number));
            }
            let mut chunks = Chunks::default();
            let Ok(_) = written.write(&mut chunks, Column::Postings, 0);
            let mut next = Next::default();
            for (list, length) in lists.iter().zip(lengths) {
                let place = next.list(length.count, length.len).unwrap();
                let Ok(chunk) = chunks.chunk(Column::Postings, place.chunk);
                let chunk = opened(chunk).unwrap_or_default();
                let bytes = &chunk[place.begin as usize..][..place.len as usize];
                prop_assert!(Numbers::new(bytes).eq(list.iter().copied()));
                prop_assert_eq!(place.count as usize, list.len());
            }
        }
    }
}
