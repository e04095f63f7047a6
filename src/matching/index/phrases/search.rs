//! Searching a run: a page of the newest texts with a phrase, and the number of all.

use std::ops::Range;

use memchr::memmem::Finder;

use super::dictionary::{Choice, blocks_to_search, choices};
use super::run::{List, PhraseRun, View};
use super::{Phrase, is_bitmap};
use crate::matching::concordance::{Edges, starts};
use crate::matching::index::chunk::read_varint;
use crate::matching::index::{IndexError, Store};
use crate::matching::{Bounds, Reach};

/// What was found in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The numbers of the texts, highest first.
    pub numbers: Vec<u64>,
    /// How many texts there are; `None` when the search ended with the page.
    pub all: Option<u64>,
}

/// So many of the newest texts are read before many blocks of pieces are searched: something frequent is there.
const READ_FIRST: u32 = 256;

/// To search so many blocks of pieces costs less than to read the newest texts.
const FEW_BLOCKS: usize = 256;

/// Up to these ages lists are put together for a page, before they are for all texts.
const WINDOWS: [u32; 2] = [16_384, 131_072];

/// Lists so many times as long as the run cost more than looking at every text.
const LONG_LISTS: u64 = 4;

/// A set of ages: a bit for each.
type Ages = Vec<u64>;

impl PhraseRun {
    /// Finds texts in which a phrase occurs: the `page` newest ones, and with `count_all` the number of all.
    ///
    /// Texts whose ages are in `gone`, which are in order, do not count. An empty phrase occurs nowhere.
    /// `store` is the one that the run was opened from.
    ///
    /// # Errors
    /// When a chunk cannot be read or is damaged.
    pub fn find<S: Store>(
        &self,
        store: &S,
        phrase: Phrase<'_>,
        gone: &[Range<u32>],
        page: usize,
        reach: Reach,
    ) -> Result<Found, IndexError<S::Error>> {
        if phrase.key.is_empty() {
            return Ok(Found {
                all: Some(0),
                ..Found::default()
            });
        }
        let view = View { run: self, store };
        let mut page = Page {
            view,
            gone,
            most: page,
            numbers: Vec::new(),
        };
        if reach == Reach::All {
            let ages = Search::new(view, phrase)?.matching(self.head.texts)?;
            return page.of_all(ages);
        }
        let mut from = 0;
        if blocks_to_search(view, phrase)? > FEW_BLOCKS {
            page.read_first(phrase)?;
            from = READ_FIRST.min(self.head.texts);
        }
        if page.is_full() {
            return Ok(page.found(None));
        }
        let search = Search::new(view, phrase)?;
        let texts = self.head.texts;
        let windows = WINDOWS.into_iter().filter(|end| *end < texts);
        for end in windows.chain([texts]) {
            page.take(&search.matching(end)?, from)?;
            if page.is_full() && end < texts {
                return Ok(page.found(None));
            }
            from = from.max(end);
        }
        let is_all = !page.is_full();
        let count = page.numbers.len() as u64;
        Ok(page.found(is_all.then_some(count)))
    }
}

/// A page on its way.
struct Page<'a, S> {
    view: View<'a, S>,
    gone: &'a [Range<u32>],
    most: usize,
    numbers: Vec<u64>,
}

impl<S: Store> Page<'_, S> {
    fn is_full(&self) -> bool {
        self.numbers.len() >= self.most
    }

    fn found(self, all: Option<u64>) -> Found {
        Found {
            numbers: self.numbers,
            all,
        }
    }

    /// Takes the newest texts that have the phrase by reading them.
    fn read_first(&mut self, phrase: Phrase<'_>) -> Result<(), IndexError<S::Error>> {
        let finder = Finder::new(phrase.key);
        let mut key = Vec::new();
        for age in 0..READ_FIRST.min(self.view.run.head.texts) {
            if self.is_full() {
                break;
            }
            self.view.key(age, &mut key)?;
            if occurs(&finder, &key, phrase) && !self.is_gone(age) {
                self.numbers.push(self.view.number(age)?);
            }
        }
        Ok(())
    }

    /// Takes the texts of some ages from one on.
    fn take(&mut self, ages: &Ages, from: u32) -> Result<(), IndexError<S::Error>> {
        for age in each(ages, from) {
            if self.is_full() {
                break;
            }
            if !self.is_gone(age) {
                self.numbers.push(self.view.number(age)?);
            }
        }
        Ok(())
    }

    /// The page and the number of all, from the ages of all texts with the phrase.
    fn of_all(mut self, mut ages: Ages) -> Result<Found, IndexError<S::Error>> {
        for age in self.gone.iter().flat_map(Clone::clone) {
            if let Some(word) = ages.get_mut(age as usize / 64) {
                *word &= !(1 << (age % 64));
            }
        }
        self.take(&ages, 0)?;
        let all = ages.iter().map(|word| u64::from(word.count_ones())).sum();
        Ok(self.found(Some(all)))
    }

    fn is_gone(&self, age: u32) -> bool {
        let after = self.gone.partition_point(|range| range.end <= age);
        self.gone.get(after).is_some_and(|range| range.start <= age)
    }
}

/// Whether a phrase occurs in a key.
fn occurs(finder: &Finder<'_>, key: &[u8], phrase: Phrase<'_>) -> bool {
    if phrase.bounds == Bounds::Anywhere {
        return finder.find(key).is_some();
    }
    let Ok(text) = std::str::from_utf8(key) else {
        return false;
    };
    let mut hits = starts(finder, key)
        .map(|at| at..at + phrase.key.len())
        .peekable();
    hits.peek().is_some() && {
        let edges = Edges::of_key(text);
        hits.any(|hit| edges.enclose(&hit))
    }
}

/// A phrase whose pieces are found.
struct Search<'a, S> {
    view: View<'a, S>,
    /// What may stand for each part of the phrase; there is none when nothing may stand for one.
    choices: Vec<Choice>,
}

impl<'a, S: Store> Search<'a, S> {
    fn new(view: View<'a, S>, phrase: Phrase<'_>) -> Result<Self, IndexError<S::Error>> {
        let choices = choices(view, phrase)?;
        Ok(Self { view, choices })
    }

    /// The ages below an end of all texts in which the phrase occurs.
    fn matching(&self, end: u32) -> Result<Ages, IndexError<S::Error>> {
        let mut by_length: Vec<&Choice> = self.choices.iter().collect();
        by_length.sort_by_key(|choice| choice.total);
        let Some((shortest, others)) = by_length.split_first() else {
            return Ok(Ages::new());
        };
        let texts = u64::from(self.view.run.head.texts);
        let is_worth_it = |choice: &Choice| choice.total <= LONG_LISTS * texts;
        let mut ages = match is_worth_it(shortest) {
            true => self.union(shortest, end)?,
            false => full(end),
        };
        if others.is_empty() && is_worth_it(shortest) {
            return Ok(ages);
        }
        // A second list narrows it down, unless the first is so short that looking is cheaper.
        let second = others.first().filter(|second| {
            is_worth_it(second) && second.total < shortest.total.saturating_mul(16)
        });
        if let Some(second) = second {
            let other = self.union(second, end)?;
            let pairs = ages.iter_mut().zip(other);
            pairs.for_each(|(own, other)| *own &= other);
        }
        for (first, word) in (0..).step_by(64).zip(&mut ages) {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest & rest.wrapping_neg();
                rest ^= bit;
                if !self.has(first + bit.trailing_zeros())? {
                    *word ^= bit;
                }
            }
        }
        Ok(ages)
    }

    /// The texts below an age that have a piece of a choice.
    fn union(&self, choice: &Choice, end: u32) -> Result<Ages, IndexError<S::Error>> {
        let mut ages = vec![0; (end as usize).div_ceil(64)];
        for list in &choice.lists {
            self.add(*list, end, &mut ages)?;
        }
        if let Some(last) = ages.last_mut() {
            *last &= last_word(end);
        }
        Ok(ages)
    }

    /// Adds the texts of a list, some beyond the end perhaps.
    fn add(&self, list: List, end: u32, ages: &mut Ages) -> Result<(), IndexError<S::Error>> {
        let bytes = self.view.list(list)?;
        if is_bitmap(list.count, self.view.run.head.texts) {
            for (own, eight) in ages.iter_mut().zip(bytes.chunks_exact(8)) {
                *own |= eight
                    .iter()
                    .rev()
                    .fold(0, |word, byte| word << 8 | u64::from(*byte));
            }
            return Ok(());
        }
        let mut next = 0;
        for distance in Varints(bytes) {
            let age = next + distance;
            if age >= end {
                break;
            }
            ages[age as usize / 64] |= 1 << (age % 64);
            next = age + 1;
        }
        Ok(())
    }

    /// Whether the phrase occurs in a text.
    #[inline]
    fn has(&self, age: u32) -> Result<bool, IndexError<S::Error>> {
        let mut pieces = Varints(self.view.row_bytes(age)?);
        let parts = self.choices.len();
        if parts > 64 {
            let pieces: Vec<u32> = pieces.collect();
            let fits = |window: &[u32]| {
                let mut pairs = self.choices.iter().zip(window);
                pairs.all(|(choice, piece)| choice.has(*piece))
            };
            return Ok(pieces.windows(parts).any(fits));
        }
        // A bit for each part up to which the phrase stands before the piece at hand.
        let mut stands = 0_u64;
        Ok(pieces.any(|piece| {
            let mut open = stands << 1 | 1;
            stands = 0;
            while open != 0 {
                let part = open.trailing_zeros();
                let has_part = self
                    .choices
                    .get(part as usize)
                    .is_some_and(|choice| choice.has(piece));
                stands |= u64::from(has_part) << part;
                open &= open - 1;
            }
            stands >> (parts - 1) & 1 == 1
        }))
    }
}

/// The numbers that varints of 32 bits stand for.
struct Varints<'a>(&'a [u8]);

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

/// All ages below an end.
fn full(end: u32) -> Ages {
    let mut ages = vec![u64::MAX; (end as usize).div_ceil(64)];
    if let Some(last) = ages.last_mut() {
        *last = last_word(end);
    }
    ages
}

/// The bits of the last word that stand for ages below an end.
fn last_word(end: u32) -> u64 {
    u64::MAX >> ((64 - end % 64) % 64)
}

/// The ages of a set from one on, in order.
fn each(ages: &Ages, from: u32) -> impl Iterator<Item = u32> + '_ {
    let first = from / 64;
    let words = ages.iter().skip(first as usize);
    let all = (first * 64..)
        .step_by(64)
        .zip(words)
        .flat_map(|(first, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                rest &= rest.wrapping_sub(1);
                (bit < 64).then_some(first + bit)
            })
        });
    all.skip_while(move |age| *age < from)
}
