//! Which letters meet across the spaces of a text: a few bits for each, by which most other texts are passed over.
//!
//! The most frequent letters are told apart, all others are taken for one. The most frequent pairs have a bit of
//! their own; every other pair has two bits that it shares with some. Texts with each of these letters are counted.

use crate::matching::index::chunk::{bytes_of_64, read_varint, sealed, write_varint};
use crate::matching::index::{Column, Sink};

/// How many bits there are for a text.
const BITS: usize = u64::BITS as usize;
/// How many of them tell of one pair each.
const OWN: usize = 32;
/// So many letters are told apart at most.
const LETTERS: usize = 63;
/// The second bit of a pair is one of so many that have come least.
const CHOICE: usize = 12;
/// Pairs are counted in about so many texts before bits are given to them.
const SAMPLE: usize = 1 << 15;
/// Letters are counted in so many of the most frequent pieces.
const FREQUENT: usize = 1 << 15;
/// How many words of 64 bits a chunk has, about.
const WORDS_IN_CHUNK: usize = 4096;
/// The classes of letters below this number are looked up in a table.
const LOW_END: usize = 0x800;

/// The bits that stand for the letters on both sides of a space.
#[derive(Debug)]
pub(super) struct Pairs {
    /// The letters that are told apart, in order.
    letters: Vec<char>,
    /// The classes of the letters below [`LOW_END`].
    low: Vec<u8>,
    /// Two bits for every pair; the same one twice when it is the pair's own.
    bits: Vec<[u8; 2]>,
    /// How many texts have each of these letters.
    texts: Vec<u32>,
}

impl Pairs {
    fn new(letters: Vec<char>, texts: Vec<u32>, bits: Vec<[u8; 2]>) -> Self {
        let mut low = vec![letters.len() as u8; LOW_END];
        for (class, letter) in (0..).zip(&letters) {
            if let Some(own) = low.get_mut(*letter as usize) {
                *own = class;
            }
        }
        Self {
            letters,
            low,
            bits,
            texts,
        }
    }

    fn classes(&self) -> usize {
        self.letters.len() + 1
    }

    #[inline]
    fn class(&self, letter: char) -> usize {
        match self.low.get(letter as usize) {
            Some(class) => usize::from(*class),
            None => self.known(letter).unwrap_or(self.letters.len()),
        }
    }

    /// The class of a letter that is told apart.
    fn known(&self, letter: char) -> Option<usize> {
        self.letters.binary_search(&letter).ok()
    }

    fn edges(&self, piece: &str) -> Edges {
        let mut edges = Edges {
            classes: [self.class(piece.chars().next().unwrap_or(' ')) as u8; 2],
            letters: 0,
        };
        for letter in piece.chars() {
            let class = self.class(letter);
            edges.classes[1] = class as u8;
            edges.letters |= 1 << class;
        }
        edges
    }

    /// The bits of each pair together.
    fn masks(&self) -> Vec<u64> {
        let masks = self
            .bits
            .iter()
            .map(|[first, second]| 1 << first | 1 << second);
        masks.collect()
    }

    /// The bits that every text with these letters around a space has.
    pub(super) fn of(&self, before: char, after: char) -> [u8; 2] {
        self.bits[self.class(before) * self.classes() + self.class(after)]
    }

    /// Whether no other text has these bits.
    pub(super) fn is_exact(&self, before: char, after: char) -> bool {
        let is_known = |letter| self.known(letter).is_some();
        let [first, second] = self.of(before, after);
        first == second && is_known(before) && is_known(after)
    }

    /// How many texts have a letter, if it is one of those that are told apart.
    pub(super) fn texts_with(&self, letter: char) -> Option<u32> {
        self.texts.get(self.known(letter)?).copied()
    }

    fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_varint(&mut bytes, self.letters.len() as u64);
        for (letter, texts) in self.letters.iter().zip(&self.texts) {
            write_varint(&mut bytes, u64::from(u32::from(*letter)));
            write_varint(&mut bytes, u64::from(*texts));
        }
        bytes.extend(self.bits.iter().flatten());
        sealed(bytes)
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let count = usize::try_from(read_varint(&mut rest)?).ok()?;
        let letters = (0..count.min(LETTERS)).map(|_| {
            let letter = u32::try_from(read_varint(&mut rest)?).ok()?;
            let texts = u32::try_from(read_varint(&mut rest)?).ok()?;
            Some((char::from_u32(letter)?, texts))
        });
        let letters: Option<Vec<(char, u32)>> = letters.collect();
        let (letters, texts) = letters?.into_iter().unzip();
        let bits = rest
            .chunks_exact(2)
            .map(|pair| [pair[0] % BITS as u8, pair[1] % BITS as u8]);
        let pairs = Self::new(letters, texts, bits.collect());
        (pairs.bits.len() == pairs.classes() * pairs.classes()).then_some(pairs)
    }
}

/// How many words of 64 bits there are for each bit of so many texts.
pub(super) fn words(texts: u32) -> usize {
    texts.div_ceil(64) as usize
}

/// How many bits of all texts a chunk has.
pub(super) fn bits_in_chunk(texts: u32) -> usize {
    (WORDS_IN_CHUNK / words(texts).max(1)).max(1)
}

/// What is asked of every piece.
struct Edges {
    /// Its first and its last letter, as classes.
    classes: [u8; 2],
    /// A bit for each class of a letter that it has.
    letters: u64,
}

/// The texts of a run while it is built.
pub(super) trait Texts {
    /// How many there are.
    fn texts(&self) -> u32;

    /// The pieces of the text of an age.
    fn row(&self, age: usize) -> &[u32];
}

/// Writes the bits of all texts; gives the number of chunks.
///
/// `pieces` are the letters of the pieces, the most frequent first, as the rows name them.
pub(super) fn write<S: Sink>(
    sink: &mut S,
    pieces: &[&str],
    texts: &impl Texts,
) -> Result<u32, S::Error> {
    let count = texts.texts();
    let letters = frequent_letters(pieces, (count.isqrt() as usize).min(LETTERS));
    let none = vec![0; letters.len()];
    let mut pairs = Pairs::new(letters, none, Vec::new());
    let classes = pairs.classes();
    let edges: Vec<Edges> = pieces.iter().map(|piece| pairs.edges(piece)).collect();
    let counts = counts(&edges, classes, texts);
    pairs.bits = shared_out(&counts);
    let words = words(count);
    let mut bits = vec![0_u64; BITS * words];
    let masks = pairs.masks();
    for word in 0..words {
        let (mut gaps, mut letters) = ([0; 64], [0; 64]);
        let ages = word * 64..count as usize;
        for ((gaps, letters), age) in gaps.iter_mut().zip(&mut letters).zip(ages) {
            let mut before = None;
            for piece in texts.row(age) {
                let own = &edges[*piece as usize];
                *letters |= own.letters;
                *gaps |= before.map_or(0, |before| masks[pair(before, own, classes)]);
                before = Some(own);
            }
        }
        turn(&mut gaps);
        turn(&mut letters);
        for (bit, own) in gaps.into_iter().enumerate() {
            bits[bit * words + word] = own;
        }
        for (texts, own) in pairs.texts.iter_mut().zip(letters) {
            *texts += own.count_ones();
        }
    }
    sink.put(Column::Gaps, 0, &pairs.write())?;
    let mut chunks = 1;
    if bits.iter().any(|word| *word != 0) {
        for chunk in bits.chunks(bits_in_chunk(count) * words) {
            sink.put(Column::Gaps, chunks, &sealed(bytes_of_64(chunk)))?;
            chunks += 1;
        }
    }
    Ok(chunks)
}

/// The pair of classes around the space between two pieces.
#[inline]
fn pair(before: &Edges, after: &Edges, classes: usize) -> usize {
    usize::from(before.classes[1]) * classes + usize::from(after.classes[0])
}

/// Turns rows of bits into columns (Hacker's Delight, 7-3).
fn turn(block: &mut [u64; 64]) {
    let (mut width, mut mask) = (32, u64::MAX >> 32);
    while width > 0 {
        let mut at = 0;
        while at < 64 {
            let swapped = (block[at] >> width ^ block[at + width]) & mask;
            block[at] ^= swapped << width;
            block[at + width] ^= swapped;
            at = (at + width + 1) & !width;
        }
        width /= 2;
        mask ^= mask << width;
    }
}

/// The letters that most of the frequent pieces have, in order.
fn frequent_letters(pieces: &[&str], most: usize) -> Vec<char> {
    // By the numbers of the letters.
    let mut counts: Vec<u32> = Vec::new();
    for letter in pieces.iter().take(FREQUENT).flat_map(|piece| piece.chars()) {
        let letter = letter as usize;
        if letter >= counts.len() {
            counts.resize(letter + 1, 0);
        }
        counts[letter] += 1;
    }
    let counted = (0..).zip(counts).filter(|(_, count)| *count > 0);
    let mut counts: Vec<(char, u32)> = counted
        .filter_map(|(letter, count)| Some((char::from_u32(letter)?, count)))
        .collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let most_frequent = counts.into_iter().take(most);
    let mut letters: Vec<char> = most_frequent.map(|(letter, _)| letter).collect();
    letters.sort_unstable();
    letters
}

/// How often each pair comes in some of the texts.
fn counts(edges: &[Edges], classes: usize, texts: &impl Texts) -> Vec<u64> {
    let mut counts = vec![0; classes * classes];
    let all = texts.texts() as usize;
    for age in (0..all).step_by(all.div_ceil(SAMPLE).max(1)) {
        for two in texts.row(age).windows(2) {
            let [before, after] = [&edges[two[0] as usize], &edges[two[1] as usize]];
            counts[pair(before, after, classes)] += 1;
        }
    }
    counts
}

/// Gives bits to pairs, so that those that are shared come about equally often.
fn shared_out(counts: &[u64]) -> Vec<[u8; 2]> {
    let mut by_count: Vec<usize> = (0..counts.len()).collect();
    by_count.sort_by_key(|pair| std::cmp::Reverse(counts[*pair]));
    let mut bits = vec![[0; 2]; counts.len()];
    let mut loads: Vec<(u64, u8)> = (OWN as u8..BITS as u8).map(|bit| (0, bit)).collect();
    // How often two bits come together.
    let mut together = vec![0; BITS * BITS];
    for (place, pair) in by_count.into_iter().enumerate() {
        if place < OWN {
            bits[pair] = [place as u8; 2];
            continue;
        }
        loads.sort_unstable();
        let first = loads[0].1;
        let at = |bit: u8| usize::from(first.min(bit)) * BITS + usize::from(first.max(bit));
        let second = (1..CHOICE).min_by_key(|other| together[at(loads[*other].1)]);
        let second = second.unwrap_or(1);
        bits[pair] = [first, loads[second].1];
        together[at(loads[second].1)] += counts[pair] + 1;
        loads[0].0 += counts[pair] + 1;
        loads[second].0 += counts[pair] + 1;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_bits_become_columns() {
        let mut block = [0; 64];
        for (at, row) in (0_u64..).zip(&mut block) {
            *row = at.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
        let before = block;
        turn(&mut block);
        for (row, own) in before.into_iter().enumerate() {
            for (column, other) in block.into_iter().enumerate() {
                assert_eq!(own >> column & 1, other >> row & 1);
            }
        }
    }

    #[test]
    fn frequent_pairs_have_bits_of_their_own_and_others_two() {
        let counts: Vec<u64> = (0..400).map(|pair| 400 - pair).collect();
        let bits = shared_out(&counts);
        let own: Vec<u8> = (0..OWN as u8).collect();
        let (first, others) = bits.split_at(OWN);
        assert!(first.iter().zip(&own).all(|(bits, own)| *bits == [*own; 2]));
        let is_shared = |bit: u8| (OWN..BITS).contains(&usize::from(bit));
        let mut bits = others.iter();
        assert!(bits.all(|[one, other]| one != other && is_shared(*one) && is_shared(*other)));
    }
}
