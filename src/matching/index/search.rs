//! Searching runs and fresh texts for the best candidates.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cells::IndexError;
use super::chunk::Store;
use super::fresh::Fresh;
use super::gather::{Gathering, Reach};
use super::query::Query;
use super::run::{Run, TEXTS_IN_CHUNK, View};
use super::signature::{missing, width};
use super::top::Top;
use super::{Candidate, Column, FLOOR};
use crate::matching::{Pattern, Sequence, Similarity};

/// The bars of the rounds, each of which takes what the lists have down to that similarity; the last is [`FLOOR`].
const ROUNDS: [Similarity; 3] = [
    Similarity::of_twentieths(18),
    Similarity::of_twentieths(15),
    FLOOR,
];

/// How many signatures are asked for at once.
const SIFTED_AT_ONCE: usize = 32;

/// A search for the entries most similar to a text, in any number of runs and fresh texts.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    sequence: &'a Sequence,
    top: Top,
    pattern: Pattern,
    gathering: Gathering,
    hopefuls: Vec<Hopeful>,
    met: Vec<u32>,
    ids: Vec<u32>,
}

/// A text that may be similar enough, before it is compared; those that lack least are the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hopeful {
    /// What it lacks at least, in parts of 2^16 of the longer length, and its number.
    key: Reverse<(u32, u32)>,
    len: u32,
    /// How many words and marks it shares with the query at most.
    shares: u32,
}

impl<'a> Search<'a> {
    /// Begins a search for at most `most` entries of at least a similarity.
    #[must_use]
    pub fn new(sequence: &'a Sequence, least: Similarity, most: usize) -> Self {
        Self {
            sequence,
            top: Top::new(least, most),
            pattern: Pattern::default(),
            gathering: Gathering::default(),
            hopefuls: Vec::new(),
            met: Vec::new(),
            ids: Vec::new(),
        }
    }

    /// The best candidates, best first.
    #[must_use]
    pub fn finish(self) -> Vec<Candidate> {
        self.top.into_candidates()
    }

    /// Searches fresh texts.
    pub fn fresh(&mut self, fresh: &Fresh) {
        if !self.sequence.is_empty() && !self.top.is_closed() {
            fresh.search(self.sequence, &mut self.pattern, &mut self.top);
        }
    }

    /// Searches a run; `store` is the one that it was opened from.
    ///
    /// # Errors
    /// When a chunk of it cannot be read or is damaged; the search is of no use then.
    pub fn run<S: Store>(&mut self, run: &Run, store: &S) -> Result<(), IndexError<S::Error>> {
        let run = &run.view(store);
        if self.sequence.is_empty() || self.top.is_closed() {
            return Ok(());
        }
        let query = Query::new(self.sequence, run)?;
        self.pattern.prepare(&query.ids);
        self.met.clear();
        for round in ROUNDS {
            let bar = round.max(self.top.bar());
            self.gathering.take(run, &query, bar)?;
            self.sift(run, &query)?;
            self.compare_hopefuls(run, &query)?;
            if self.top.bar() >= bar {
                return Ok(());
            }
        }
        self.take_all(run, &query)?;
        self.compare_hopefuls(run, &query)
    }

    /// Takes every text of a fitting length, for a bar that the lists do not reach.
    fn take_all<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
    ) -> Result<(), IndexError<S::Error>> {
        for reach in Reach::all(&run.run.head.groups, query.len, self.top.bar()) {
            let texts = reach.texts().map(|text| reach.prospect(text, 0));
            self.gathering.prospects.clear();
            self.gathering.prospects.extend(texts);
            self.sift(run, query)?;
        }
        Ok(())
    }

    /// Keeps those texts for comparing whose signature says that they may share enough.
    fn sift<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
    ) -> Result<(), IndexError<S::Error>> {
        let none: &[u64] = &[];
        for block in self.gathering.prospects.chunks(SIFTED_AT_ONCE) {
            // All are asked for before any is looked at: the main memory answers many at a time.
            let mut signs = [(none, 0); SIFTED_AT_ONCE];
            for (sign, prospect) in signs.iter_mut().zip(block) {
                let words = run.signs(prospect.sign)?;
                *sign = (words, words.first().copied().unwrap_or(0));
            }
            for ((words, first), prospect) in signs.into_iter().zip(block) {
                let width = width(prospect.len);
                let left = query.signs[prospect.at as usize].of_width(width);
                let of_left = match width {
                    1 => missing(left, &[first]),
                    _ => missing(left, words),
                };
                // One term that both share is rarer than the list's, or another list has the text as well.
                if query.len + 1 < prospect.share + prospect.at + of_left {
                    continue;
                }
                let own = query.sign_of_all().of_width(width);
                let of_query = query.len.saturating_sub(missing(own, words));
                let of_text = prospect.len.saturating_sub(missing(&words[..width], own));
                let shares = of_query.min(of_text);
                if shares >= prospect.share {
                    let lacks = (prospect.len.max(query.len) - shares) * prospect.part;
                    self.hopefuls.push(Hopeful {
                        key: Reverse((lacks, prospect.text)),
                        len: prospect.len,
                        shares,
                    });
                }
            }
        }
        Ok(())
    }

    /// Compares the texts that may be among the best, the most hopeful first.
    fn compare_hopefuls<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
    ) -> Result<(), IndexError<S::Error>> {
        // Most are never compared: those are not worth being sorted.
        let mut hopefuls = BinaryHeap::from(std::mem::take(&mut self.hopefuls));
        let met = self.met.len();
        while let Some(hopeful) = hopefuls.pop() {
            let longer = hopeful.len.max(query.len);
            let share = self.top.bar().share(longer);
            if hopeful.shares < share {
                continue;
            }
            let text = hopeful.key.0.1;
            let is_again = self.met[met..].last() == Some(&text);
            if !is_again && self.met[..met].binary_search(&text).is_err() {
                self.met.push(text);
                self.compare(run, query, &hopeful, longer - share)?;
            }
        }
        self.hopefuls = hopefuls.into_vec();
        self.met.sort_unstable();
        Ok(())
    }

    /// Compares a text, and takes in its entries if they are among the best.
    fn compare<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
        hopeful: &Hopeful,
        most: u32,
    ) -> Result<(), IndexError<S::Error>> {
        let Reverse((_, text)) = hopeful.key;
        let mut record = run.record(text)?;
        self.ids.clear();
        let Some(numbers) = record.read_ids(hopeful.len, &mut self.ids) else {
            return Err(IndexError::Damaged {
                column: Column::Texts,
                number: text / TEXTS_IN_CHUNK as u32,
            });
        };
        if let Some(edits) = self.pattern.distance(&self.ids, most) {
            let similarity = Similarity::of(edits, query.len, hopeful.len);
            self.top.offer_all(similarity, numbers);
        }
        Ok(())
    }
}
