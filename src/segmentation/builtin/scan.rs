//! Finds the bytes that can end a mark, many at a time.

use memchr::memchr3;

/// How many groups of three bytes are searched for at the speed of memory; with more, a table does better.
const GROUPS: usize = 4;

/// The bytes that some mark ends in.
#[derive(Clone, Debug)]
pub(super) struct Triggers {
    /// Whether a byte is one of them.
    table: [bool; 256],
    /// The same in threes, the last one filled up by repetition.
    groups: Vec<[u8; 3]>,
}

/// A search through one text, from front to back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan {
    /// Where each group is found next: at `at` or after it.
    next: [usize; GROUPS],
}

impl Triggers {
    pub(super) fn new(bytes: impl IntoIterator<Item = u8>) -> Self {
        let mut table = [false; 256];
        bytes
            .into_iter()
            .for_each(|byte| table[usize::from(byte)] = true);
        let listed: Vec<u8> = (0..=u8::MAX)
            .filter(|byte| table[usize::from(*byte)])
            .collect();
        let groups = listed
            .chunks(3)
            .map(|three| [0, 1, 2].map(|place| three[place % three.len()]));
        Self {
            table,
            groups: groups.collect(),
        }
    }

    /// The first of them at `at` or after it; `at` never goes back during one scan.
    #[inline]
    pub(super) fn find(&self, scan: &mut Scan, text: &[u8], at: usize) -> Option<usize> {
        if self.groups.len() > GROUPS {
            let found = text[at..]
                .iter()
                .position(|byte| self.table[usize::from(*byte)])?;
            return Some(at + found);
        }
        let mut first = usize::MAX;
        for (next, [one, two, three]) in scan.next.iter_mut().zip(&self.groups) {
            if *next < at {
                *next =
                    memchr3(*one, *two, *three, &text[at..]).map_or(usize::MAX, |found| at + found);
            }
            first = first.min(*next);
        }
        (first != usize::MAX).then_some(first)
    }
}

impl Scan {
    /// A search that has not begun, at `at`.
    pub(super) fn from(triggers: &Triggers, text: &[u8], at: usize) -> Self {
        let mut scan = Self { next: [0; GROUPS] };
        for (next, [one, two, three]) in scan.next.iter_mut().zip(&triggers.groups) {
            *next = memchr3(*one, *two, *three, &text[at..]).map_or(usize::MAX, |found| at + found);
        }
        scan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_bytes_and_many_bytes_are_found_alike() {
        let text: Vec<u8> = (0..2000u32)
            .map(|number| (number * number % 251) as u8)
            .collect();
        for bytes in [&b"."[..], b".!?x", b"abcdefghijklm", b""] {
            let triggers = Triggers::new(bytes.iter().copied());
            let mut scan = Scan::from(&triggers, &text, 3);
            let mut at = 3;
            while at < text.len() {
                let expected = text[at..]
                    .iter()
                    .position(|byte| bytes.contains(byte))
                    .map(|found| at + found);
                assert_eq!(triggers.find(&mut scan, &text, at), expected);
                at += 7;
            }
        }
    }
}
