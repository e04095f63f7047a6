//! Building a run: gathering texts, ranking their terms, sorting, and writing the chunks.

use super::chunk::{bytes_of_64, sealed, write_varint};
use super::head::{Group, Head, place_signs};
use super::lists::{Lists, Rarest};
use super::run::{SIGNS_IN_CHUNK, TEXTS_IN_CHUNK, WORDS_IN_CHUNK};
use super::signature::{WIDEST, bit, width};
use super::terms::{Ranked, Terms};
use super::{Column, Sink, listed};
use crate::matching::Sequence;

/// The most texts that a run can hold: their numbers take 24 bits of a list's items.
const MOST_TEXTS: usize = 1 << 24;

/// Gathers texts and builds a run of them.
///
/// A run of a million texts of 17 words needs about 200 MB while it is built.
#[derive(Debug, Default)]
pub struct Builder {
    terms: Terms,
    /// The terms of all texts, one text after the other.
    sequences: Vec<u32>,
    /// Where each text begins in `sequences`.
    begins: Vec<u32>,
    /// The number of each text's entry.
    numbers: Vec<u64>,
}

/// A text on its way to its place in the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    len: u32,
    /// The rank of its rarest term, so that texts with something rare in common stand together.
    rarest: u32,
    /// A hash of the whole, so that equal texts stand together.
    hash: u64,
    /// Which of the gathered texts it is.
    text: u32,
}

impl Builder {
    /// Adds a text under a number of the caller's. A text without words and marks is left out.
    ///
    /// Says whether there is room for more: when not, the run should be finished and another begun.
    pub fn add(&mut self, number: u64, text: &Sequence) -> bool {
        if !text.is_empty() {
            self.begins.push(self.sequences.len() as u32);
            self.numbers.push(number);
            let mark = self.begins.len() as u32;
            let terms = text
                .hashes()
                .iter()
                .map(|hash| self.terms.take(*hash, mark));
            self.sequences.extend(terms);
        }
        self.numbers.len() < MOST_TEXTS && self.sequences.len() < u32::MAX as usize / 2
    }

    /// How many entries were added.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Builds the run and writes its chunks, the head last.
    ///
    /// Costs about as much again as the adding.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn finish<S: Sink>(mut self, sink: &mut S) -> Result<(), S::Error> {
        self.begins.push(self.sequences.len() as u32);
        let terms = std::mem::take(&mut self.terms).ranked();
        for term in &mut self.sequences {
            *term = terms.ranks[*term as usize];
        }
        let (rarest, mut places) = self.places();
        places.sort_unstable();
        let texts = self.write_texts(sink, &terms, &places)?;
        drop(places);
        let groups = groups(&texts, |text| self.sequence(text).len() as u32);
        let terms_of = |text| self.sequence(text);
        let lists = Lists::new(terms.hashes.len(), rarest, &texts, &groups, terms_of);
        self.sequences = Vec::new();
        let head = Head {
            texts: texts.len() as u32,
            entries: self.numbers.len() as u64,
            word_bits: (terms.hashes.len() / WORDS_IN_CHUNK)
                .next_power_of_two()
                .ilog2(),
            listed: lists.counts.iter().sum(),
            groups: groups.clone(),
        };
        let starts = write_words(sink, &terms, &lists.counts, head.word_bits)?;
        lists.write(sink, starts)?;
        sink.put(Column::Head, 0, &head.write())
    }

    fn sequence(&self, text: u32) -> &[u32] {
        let begin = self.begins[text as usize] as usize;
        &self.sequences[begin..self.begins[text as usize + 1] as usize]
    }

    /// The rarest terms of every text, and what the texts are sorted by.
    fn places(&self) -> (Rarest, Vec<Place>) {
        let mut rarest = Rarest::default();
        let mut places = Vec::with_capacity(self.numbers.len());
        let mut own = Vec::new();
        for text in 0..self.numbers.len() as u32 {
            own.clear();
            own.extend_from_slice(self.sequence(text));
            let hash = own.iter().fold(0, |state: u64, rank| {
                (state.rotate_left(5) ^ u64::from(*rank)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            });
            own.sort_unstable_by_key(|rank| std::cmp::Reverse(*rank));
            let len = own.len() as u32;
            places.push(Place {
                len,
                rarest: own[0],
                hash,
                text,
            });
            rarest.push(&own[..listed(len) as usize]);
        }
        (rarest, places)
    }

    /// Writes the columns of texts and signatures; gives one gathered text for each different one.
    fn write_texts<S: Sink>(
        &self,
        sink: &mut S,
        terms: &Ranked,
        places: &[Place],
    ) -> Result<Vec<u32>, S::Error> {
        let is_equal = |a: &Place, b: &Place| {
            (a.len, a.rarest, a.hash) == (b.len, b.rarest, b.hash)
                && self.sequence(a.text) == self.sequence(b.text)
        };
        let mut texts = Vec::with_capacity(places.len());
        let (mut ends, mut records) = (Vec::new(), Vec::new());
        let mut numbers = Vec::new();
        let mut signs = Signs::default();
        for equal in places.chunk_by(is_equal) {
            let sequence = self.sequence(equal[0].text);
            for term in sequence {
                write_varint(&mut records, u64::from(terms.words[*term as usize]));
            }
            signs.push(sequence.iter().map(|term| terms.hashes[*term as usize]));
            numbers.clear();
            numbers.extend(equal.iter().map(|place| self.numbers[place.text as usize]));
            write_numbers(&mut records, &mut numbers);
            ends.push(records.len() as u32);
            texts.push(equal[0].text);
            if texts.len() % TEXTS_IN_CHUNK == 0 {
                write_records(sink, texts.len(), &mut ends, &mut records)?;
            }
        }
        write_records(sink, texts.len(), &mut ends, &mut records)?;
        signs.write(sink)?;
        Ok(texts)
    }
}

/// The signatures of texts that come in order of length.
#[derive(Debug, Default)]
struct Signs {
    words: Vec<u64>,
    /// The width of the last one.
    width: usize,
}

impl Signs {
    /// Adds the signature of the next text, by the hashes of its terms.
    fn push(&mut self, hashes: impl ExactSizeIterator<Item = u64>) {
        let width = width(hashes.len() as u32);
        if self.width != width {
            self.width = width;
            self.words
                .resize(self.words.len().next_multiple_of(width), 0);
        }
        let at = self.words.len();
        self.words.resize(at + width, 0);
        for hash in hashes {
            let (word, bit) = bit(hash, width);
            self.words[at + word] |= bit;
        }
    }

    /// Writes the column of signatures.
    fn write<S: Sink>(mut self, sink: &mut S) -> Result<(), S::Error> {
        self.words
            .resize(self.words.len().next_multiple_of(WIDEST), 0);
        for (number, chunk) in (0..).zip(self.words.chunks(SIGNS_IN_CHUNK)) {
            sink.put(Column::Signs, number, &sealed(bytes_of_64(chunk)))?;
        }
        Ok(())
    }
}

/// Writes the column of words; gives where the list of each rank begins.
fn write_words<S: Sink>(
    sink: &mut S,
    terms: &Ranked,
    counts: &[u32],
    bits: u32,
) -> Result<Vec<u32>, S::Error> {
    let mut sorted: Vec<(u64, u32)> = terms.hashes.iter().copied().zip(0..).collect();
    sorted.sort_unstable();
    let mut starts = vec![0; sorted.len()];
    let mut start = 0;
    let mut rest = &sorted[..];
    for chunk in 0..1_u64 << bits {
        let len = rest.partition_point(|(hash, _)| chunk_of_word(*hash, bits) <= chunk);
        let (own, after) = rest.split_at(len);
        rest = after;
        let mut bytes = Vec::with_capacity(8 + len * 16);
        bytes.extend(own.iter().flat_map(|(hash, _)| hash.to_le_bytes()));
        bytes.extend(own.iter().flat_map(|(_, rank)| rank.to_le_bytes()));
        for (_, rank) in own {
            bytes.extend(u32::to_le_bytes(start));
            starts[*rank as usize] = start;
            start += counts[*rank as usize];
        }
        bytes.extend(u32::to_le_bytes(start));
        sink.put(Column::Words, chunk as u32, &sealed(bytes))?;
    }
    Ok(starts)
}

/// The chunk in which a term stands.
#[inline]
pub(super) fn chunk_of_word(hash: u64, bits: u32) -> u64 {
    hash.checked_shr(64 - bits).unwrap_or(0)
}

/// Where each length begins among sorted texts.
fn groups(texts: &[u32], len_of: impl Fn(u32) -> u32) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let len = len_of(*text);
        if groups.last().is_none_or(|last| last.len != len) {
            groups.push(Group {
                len,
                first: at as u32,
                signs: 0,
            });
        }
    }
    groups.push(Group {
        len: u32::MAX,
        first: texts.len() as u32,
        signs: 0,
    });
    place_signs(&mut groups);
    groups
}

/// Appends the numbers of equal texts, highest first, each as the distance from the one before.
fn write_numbers(records: &mut Vec<u8>, numbers: &mut [u64]) {
    numbers.sort_unstable_by_key(|number| std::cmp::Reverse(*number));
    let mut before = None;
    for number in numbers {
        let distance = before.map_or(*number, |before: u64| before - *number);
        write_varint(records, distance);
        before = Some(*number);
    }
}

fn write_records<S: Sink>(
    sink: &mut S,
    texts: usize,
    ends: &mut Vec<u32>,
    records: &mut Vec<u8>,
) -> Result<(), S::Error> {
    if ends.is_empty() {
        return Ok(());
    }
    let count = (ends.len() as u16).to_le_bytes();
    let mut bytes = Vec::with_capacity(records.len() + ends.len() * 2 + 11);
    if let Ok(ends) = ends
        .iter()
        .map(|end| u16::try_from(*end))
        .collect::<Result<Vec<_>, _>>()
    {
        bytes.extend([2, count[0], count[1]]);
        bytes.extend(ends.into_iter().flat_map(u16::to_le_bytes));
    } else {
        bytes.extend([4, count[0], count[1]]);
        bytes.extend(ends.iter().flat_map(|end| end.to_le_bytes()));
    }
    bytes.append(records);
    ends.clear();
    let number = (texts - 1) / TEXTS_IN_CHUNK;
    sink.put(Column::Texts, number as u32, &sealed(bytes))
}
