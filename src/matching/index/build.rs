//! Building a run: gathering texts, ranking their terms, sorting, and writing the chunks.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::chunk::{sealed, write_varint};
use super::head::{Group, Head, place_signs};
use super::run::{LISTED_IN_CHUNK, SIGNS_IN_CHUNK, TEXTS_IN_CHUNK, WORDS_IN_CHUNK};
use super::signature::{bit, width};
use super::{Column, Sink, listed};
use crate::matching::Sequence;
use crate::matching::sequence::{hash, repeated};

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

/// The different terms: words, and the second, third … time that a word comes in one text.
#[derive(Debug, Default)]
struct Terms {
    ids: HashMap<u64, u32, BuildHasherDefault<AsItIs>>,
    hashes: Vec<u64>,
    /// How many texts have the term.
    counts: Vec<u32>,
    /// The word that a term is a repetition of, itself for a word.
    words: Vec<u32>,
    /// The last text that had the word, counted from 1, and how many times so far.
    seen: Vec<(u32, u32)>,
}

/// Takes a hash for its own hash.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

impl Terms {
    fn id(&mut self, hash: u64, word: Option<u32>) -> u32 {
        let next = self.hashes.len() as u32;
        let id = *self.ids.entry(hash).or_insert(next);
        if id == next {
            self.hashes.push(hash);
            self.counts.push(0);
            self.words.push(word.unwrap_or(id));
            self.seen.push((0, 0));
        }
        id
    }

    /// The term for a word that comes in a text, whose number is counted from 1.
    #[inline]
    fn take(&mut self, hash: u64, text: u32) -> u32 {
        let word = self.id(hash, None);
        let seen = &mut self.seen[word as usize];
        let nth = if seen.0 == text { seen.1 + 1 } else { 1 };
        *seen = (text, nth);
        let term = match nth {
            1 => word,
            _ => self.id(repeated(hash, nth), Some(word)),
        };
        self.counts[term as usize] += 1;
        term
    }

    /// The rank of every term: 0 for the most frequent one.
    fn ranks(&self) -> Vec<u32> {
        let mut terms: Vec<u32> = (0..self.hashes.len() as u32).collect();
        let key = |term: &u32| {
            let term = *term as usize;
            (u32::MAX - self.counts[term], self.hashes[term])
        };
        terms.sort_unstable_by_key(key);
        let mut ranks = vec![0; terms.len()];
        for (rank, term) in terms.into_iter().enumerate() {
            ranks[term as usize] = rank as u32;
        }
        ranks
    }
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
        self.terms.ids = HashMap::default();
        self.terms.seen = Vec::new();
        let ranks = self.terms.ranks();
        let (rarest, mut places) = self.places(&ranks);
        places.sort_unstable();
        let texts = self.write_texts(sink, &ranks, &places)?;
        let groups = groups(&texts, |text| self.sequence(text).len() as u32);
        self.write_signs(sink, &texts, &groups)?;
        self.sequences = Vec::new();
        let lists = Lists::new(ranks.len(), &rarest, &texts, &groups);
        let head = Head {
            texts: texts.len() as u32,
            entries: self.numbers.len() as u64,
            word_bits: (ranks.len() / WORDS_IN_CHUNK).next_power_of_two().ilog2(),
            listed: lists.counts.iter().sum(),
            groups: groups.clone(),
        };
        let starts = self.write_words(sink, &ranks, &lists.counts, head.word_bits)?;
        lists.write(sink, starts)?;
        sink.put(Column::Head, 0, &head.write())
    }

    fn sequence(&self, text: u32) -> &[u32] {
        let begin = self.begins[text as usize] as usize;
        &self.sequences[begin..self.begins[text as usize + 1] as usize]
    }

    /// The rarest terms of every text, and what the texts are sorted by.
    fn places(&self, ranks: &[u32]) -> (Rarest, Vec<Place>) {
        let mut rarest = Rarest::default();
        let mut places = Vec::with_capacity(self.numbers.len());
        let mut own = Vec::new();
        for text in 0..self.numbers.len() as u32 {
            let terms = self.sequence(text);
            own.clear();
            own.extend(terms.iter().map(|term| ranks[*term as usize]));
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
            rarest.begins.push(rarest.ranks.len() as u32);
            rarest.ranks.extend(&own[..listed(len) as usize]);
        }
        (rarest, places)
    }

    /// Writes the columns of texts and signatures; gives one gathered text for each different one.
    fn write_texts<S: Sink>(
        &self,
        sink: &mut S,
        ranks: &[u32],
        places: &[Place],
    ) -> Result<Vec<u32>, S::Error> {
        let is_equal = |a: &Place, b: &Place| {
            (a.len, a.rarest, a.hash) == (b.len, b.rarest, b.hash)
                && self.sequence(a.text) == self.sequence(b.text)
        };
        let mut texts = Vec::with_capacity(places.len());
        let (mut ends, mut records) = (Vec::new(), Vec::new());
        let mut numbers = Vec::new();
        for equal in places.chunk_by(is_equal) {
            let sequence = self.sequence(equal[0].text);
            let words = sequence.iter().map(|term| self.terms.words[*term as usize]);
            for word in words {
                write_varint(&mut records, u64::from(ranks[word as usize]));
            }
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
        Ok(texts)
    }

    /// Writes the column of signatures.
    fn write_signs<S: Sink>(
        &self,
        sink: &mut S,
        texts: &[u32],
        groups: &[Group],
    ) -> Result<(), S::Error> {
        let mut signs = vec![0; groups.last().map_or(0, |last| last.signs as usize)];
        for pair in groups.windows(2) {
            let width = width(pair[0].len);
            for text in pair[0].first..pair[1].first {
                let at = pair[0].signs as usize + (text - pair[0].first) as usize * width;
                for term in self.sequence(texts[text as usize]) {
                    let (word, bit) = bit(self.terms.hashes[*term as usize], width);
                    signs[at + word] |= bit;
                }
            }
        }
        for (number, chunk) in signs.chunks(SIGNS_IN_CHUNK).enumerate() {
            let bytes = chunk.iter().flat_map(|word| word.to_le_bytes()).collect();
            sink.put(Column::Signs, number as u32, &sealed(bytes))?;
        }
        Ok(())
    }

    /// Writes the column of words; gives where the list of each rank begins.
    fn write_words<S: Sink>(
        &self,
        sink: &mut S,
        ranks: &[u32],
        counts: &[u32],
        bits: u32,
    ) -> Result<Vec<u32>, S::Error> {
        let mut terms: Vec<(u64, u32)> = self
            .terms
            .hashes
            .iter()
            .copied()
            .zip(ranks.iter().copied())
            .collect();
        terms.sort_unstable();
        let mut starts = vec![0; ranks.len()];
        let mut start = 0;
        let mut rest = &terms[..];
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
}

/// The chunk in which a term stands.
#[inline]
pub(super) fn chunk_of_word(hash: u64, bits: u32) -> u64 {
    hash.checked_shr(64 - bits).unwrap_or(0)
}

/// The rarest terms of every gathered text, rarest first.
#[derive(Debug, Default)]
struct Rarest {
    ranks: Vec<u32>,
    begins: Vec<u32>,
}

/// The lists of all terms on their way to the file.
struct Lists<'a> {
    /// How long the list of each rank is.
    counts: Vec<u32>,
    rarest: &'a Rarest,
    texts: &'a [u32],
    groups: &'a [Group],
}

impl<'a> Lists<'a> {
    fn new(terms: usize, rarest: &'a Rarest, texts: &'a [u32], groups: &'a [Group]) -> Self {
        let mut lists = Self {
            counts: vec![0; terms],
            rarest,
            texts,
            groups,
        };
        let mut counts = std::mem::take(&mut lists.counts);
        lists.for_each(|rank, _| counts[rank as usize] += 1);
        lists.counts = counts;
        lists
    }

    /// Calls with every rank and list item, for each rank in the order of its list.
    fn for_each(&self, mut work: impl FnMut(u32, u32)) {
        for pair in self.groups.windows(2) {
            let own = pair[0].first..pair[1].first;
            for at in 0..listed(pair[0].len) {
                for text in own.clone() {
                    let begin = self.rarest.begins[self.texts[text as usize] as usize];
                    let rank = self.rarest.ranks[(begin + at) as usize];
                    work(rank, at.min(255) << 24 | text);
                }
            }
        }
    }

    fn write<S: Sink>(&self, sink: &mut S, mut starts: Vec<u32>) -> Result<(), S::Error> {
        let len = self.counts.iter().sum::<u32>();
        let mut items = vec![0; len as usize];
        self.for_each(|rank, item| {
            let next = &mut starts[rank as usize];
            items[*next as usize] = item;
            *next += 1;
        });
        for (number, chunk) in items.chunks(LISTED_IN_CHUNK).enumerate() {
            let bytes = chunk.iter().flat_map(|item| item.to_le_bytes()).collect();
            sink.put(Column::Lists, number as u32, &sealed(bytes))?;
        }
        Ok(())
    }
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
