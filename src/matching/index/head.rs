//! The head of a run: how much of everything there is, and where each length begins.

use super::chunk::{opened, read_varint, sealed, write_varint};
use super::signature::width;

/// The layout of the chunks; a run of another layout is to be built again.
const LAYOUT: u64 = 3;

/// Texts of one length, which stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// How many words and marks each has.
    pub(super) len: u32,
    /// The first of them.
    pub(super) first: u32,
    /// Where the signature of the first begins, in words of 64 bits; follows from what stands before.
    pub(super) signs: u32,
}

/// What is known of a run before anything else of it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// How many different texts there are.
    pub(super) texts: u32,
    /// How many entries have them.
    pub(super) entries: u64,
    /// How many items all lists have together.
    pub(super) listed: u32,
    /// How many bits of a term's hash say its chunk of [`super::Column::Words`].
    pub(super) word_bits: u32,
    /// The lengths that occur, from short to long; an empty one closes the list.
    pub(super) groups: Vec<Group>,
}

impl Head {
    /// How many words of 64 bits all signatures have together.
    pub(super) fn sign_words(&self) -> usize {
        self.groups.last().map_or(0, |last| last.signs as usize)
    }

    /// The head as a chunk.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in [
            LAYOUT,
            u64::from(self.texts),
            self.entries,
            u64::from(self.listed),
            u64::from(self.word_bits),
            self.groups.len() as u64,
        ] {
            write_varint(&mut bytes, number);
        }
        for group in &self.groups {
            write_varint(&mut bytes, u64::from(group.len));
            write_varint(&mut bytes, u64::from(group.first));
        }
        sealed(bytes)
    }

    /// Reads what [`Head::write`] wrote; `None` when it is damaged or of another layout.
    pub(super) fn read(chunk: Vec<u8>) -> Option<Self> {
        let bytes = opened(chunk)?;
        let rest = &mut &bytes[..];
        let mut number = || u32::try_from(read_varint(rest)?).ok();
        if u64::from(number()?) != LAYOUT {
            return None;
        }
        let texts = number()?;
        let entries = u64::from(number()?);
        let listed = number()?;
        let word_bits = number()?;
        let groups = (0..number()?).map(|_| {
            Some(Group {
                len: number()?,
                first: number()?,
                signs: 0,
            })
        });
        let groups = groups.collect::<Option<Vec<_>>>()?;
        let mut groups = groups;
        place_signs(&mut groups);
        let is_closed = groups.last().is_some_and(|last| last.first == texts);
        is_closed.then_some(Self {
            texts,
            entries,
            listed,
            word_bits,
            groups,
        })
    }
}

/// Says where the signatures of each group begin: one after the other, each a multiple of its width.
pub(super) fn place_signs(groups: &mut [Group]) {
    for at in 1..groups.len() {
        let (before, next) = (groups[at - 1], groups[at]);
        let end = before.signs + (next.first - before.first) * width(before.len) as u32;
        groups[at].signs = end.next_multiple_of(width(next.len) as u32);
    }
}
