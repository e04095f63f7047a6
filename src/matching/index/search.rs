//! Searching runs and fresh texts for the best candidates.

use std::ops::Range;

use super::cells::IndexError;
use super::chunk::Store;
use super::fresh::Fresh;
use super::head::Group;
use super::item::Layout;
use super::query::Query;
use super::run::{Run, TEXTS_IN_CHUNK, Term, View};
use super::signature::{missing, width};
use super::top::Top;
use super::{Candidate, Column, FLOOR};
use crate::matching::{Pattern, Sequence, Similarity};

/// The bars of the rounds, each of which takes the lists up to that similarity; the last is [`FLOOR`].
const ROUNDS: [Similarity; 2] = [Similarity::of_twentieths(15), FLOOR];

/// How many signatures are asked for at once.
const SIFTED_AT_ONCE: usize = 32;

/// A list shorter than this many items for each length is read item by item.
const FEW_ITEMS: u32 = 48;

/// A search for the entries most similar to a text, in any number of runs and fresh texts.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    sequence: &'a Sequence,
    top: Top,
    pattern: Pattern,
    prospects: Vec<Prospect>,
    hopefuls: Vec<Hopeful>,
    met: Vec<u32>,
    ids: Vec<u32>,
}

/// A text from a list, before its signature is looked at.
#[derive(Clone, Copy, Debug)]
struct Prospect {
    text: u32,
    /// Where its signature begins.
    sign: u32,
    len: u32,
    /// How many words and marks it must share with the query.
    share: u32,
    /// How many terms of the query are rarer than the list's.
    at: u32,
}

/// A text that may be similar enough, before it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hopeful {
    /// What it lacks at least, in parts of 2^16 of the longer length.
    lacks: u32,
    text: u32,
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
            prospects: Vec::new(),
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
        self.hopefuls.clear();
        self.prospects.clear();
        let mut before = None;
        for round in ROUNDS {
            let bar = round.max(self.top.bar());
            for (at, term) in query.terms.iter().enumerate() {
                self.take_list(run, &query, at as u32, *term, bar, before)?;
            }
            self.sift(run, &query)?;
            self.compare_hopefuls(run, &query, bar)?;
            if self.top.bar() >= bar {
                return Ok(());
            }
            before = Some(bar);
        }
        self.take_all(run, &query)?;
        self.compare_hopefuls(run, &query, self.top.bar())
    }

    /// Takes the texts from a term's list that may reach the bar and could not reach the one before.
    ///
    /// `at` says how many terms of the query are rarer. When a text reaches the bar, then some term is
    /// the rarest that it shares with the query, and from there on either has enough terms left.
    fn take_list<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
        at: u32,
        term: Term,
        bar: Similarity,
        before: Option<Similarity>,
    ) -> Result<(), IndexError<S::Error>> {
        if term.start == term.end || at + bar.share(query.len) > query.len {
            return Ok(());
        }
        let left = query.len - at;
        let (shortest, longest) = (bar.share(query.len), bar.longest(left));
        let groups = &run.run.head.groups;
        let first = groups.partition_point(|group| group.len < shortest);
        let last = groups.partition_point(|group| group.len <= longest);
        let last = last.min(groups.len() - 1);
        if first >= last {
            return Ok(());
        }
        let begin = position(run, term.start..term.end, groups[first].first)?;
        let end = position(run, begin..term.end, groups[last].first)?;
        let few = (end - begin) < FEW_ITEMS * (last - first) as u32;
        let mut rest = begin..end;
        for pair in first..last {
            if rest.is_empty() {
                break;
            }
            let len = groups[pair].len;
            let longer = len.max(query.len);
            let share = self.top.bar().share(longer);
            let most_rarer = len - bar.share(longer);
            let taken = before.map(|before| before.share(longer));
            let least_rarer = match taken {
                Some(taken) if taken <= left.min(len) => len - taken + 1,
                _ => 0,
            };
            let limits = Limits {
                group: groups[pair],
                share,
                at,
                rarer: Layout::counted(least_rarer)..Layout::counted(most_rarer) + 1,
                // What an item tells of the list's own term and of rarer ones is counted already.
                tells: !run.layout.tells_of(term.rank),
                apart: (u8_at_most(left - share), u8_at_most(len - share)),
            };
            let behind = groups[pair + 1].first;
            if few {
                self.take_items(run, query, &mut rest, behind, &limits)?;
            } else {
                let end = position(run, rest.clone(), behind)?;
                let own = by_rarer(run, rest.start..end, &limits.rarer)?;
                self.take_range(run, query, own, &limits)?;
                rest.start = end;
            }
        }
        Ok(())
    }

    /// Takes items one by one up to the text `behind`.
    fn take_items<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
        rest: &mut Range<u32>,
        behind: u32,
        limits: &Limits,
    ) -> Result<(), IndexError<S::Error>> {
        while rest.start < rest.end {
            for item in run.listed_run(rest.clone())? {
                let text = run.layout.text(*item);
                if text >= behind {
                    return Ok(());
                }
                rest.start += 1;
                let is_reached = limits.rarer.contains(&run.layout.rarer(*item));
                if is_reached && limits.admit(run.layout, query, *item) {
                    self.prospects.push(limits.prospect(text));
                }
            }
        }
        Ok(())
    }

    /// Takes all items of a range.
    fn take_range<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
        mut range: Range<u32>,
        limits: &Limits,
    ) -> Result<(), IndexError<S::Error>> {
        while range.start < range.end {
            let items = run.listed_run(range.clone())?;
            let admitted = items
                .iter()
                .filter(|item| limits.admit(run.layout, query, **item));
            let texts = admitted.map(|item| run.layout.text(*item));
            self.prospects
                .extend(texts.map(|text| limits.prospect(text)));
            range.start += items.len() as u32;
        }
        Ok(())
    }

    /// Takes every text of a fitting length, for a bar that the lists do not reach.
    fn take_all<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
    ) -> Result<(), IndexError<S::Error>> {
        let bar = self.top.bar();
        for pair in run.run.head.groups.windows(2) {
            let share = bar.share(pair[0].len.max(query.len));
            if share > pair[0].len.min(query.len) {
                continue;
            }
            let limits = Limits {
                group: pair[0],
                share,
                at: 0,
                rarer: 0..u32::MAX,
                tells: false,
                apart: (u8::MAX, u8::MAX),
            };
            let texts = pair[0].first..pair[1].first;
            self.prospects
                .extend(texts.map(|text| limits.prospect(text)));
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
        let mut prospects = std::mem::take(&mut self.prospects);
        let none: &[u64] = &[];
        for block in prospects.chunks(SIFTED_AT_ONCE) {
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
                // The list's term is the rarest that the two share, or another list has the text as well.
                if query.len < prospect.share + prospect.at + of_left {
                    continue;
                }
                let own = query.sign_of_all().of_width(width);
                let of_query = query.len.saturating_sub(missing(own, words));
                let of_text = prospect.len.saturating_sub(missing(&words[..width], own));
                let shares = of_query.min(of_text);
                if shares >= prospect.share {
                    let longer = prospect.len.max(query.len);
                    self.hopefuls.push(Hopeful {
                        lacks: Similarity::of(longer - shares, longer, longer).lacks(),
                        text: prospect.text,
                        len: prospect.len,
                        shares,
                    });
                }
            }
        }
        prospects.clear();
        self.prospects = prospects;
        Ok(())
    }

    /// Compares the texts that may reach the bar, the most hopeful first; the others are kept for later.
    fn compare_hopefuls<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
        bar: Similarity,
    ) -> Result<(), IndexError<S::Error>> {
        let mut hopefuls = std::mem::take(&mut self.hopefuls);
        let lacks = bar.lacks();
        let later = hopefuls.extract_if(.., |hopeful| hopeful.lacks > lacks);
        self.hopefuls.extend(later);
        hopefuls.sort_unstable();
        hopefuls.dedup();
        let met = self.met.len();
        for hopeful in &hopefuls {
            let longer = hopeful.len.max(query.len);
            let share = self.top.bar().share(longer);
            if hopeful.shares >= share && self.met[..met].binary_search(&hopeful.text).is_err() {
                self.met.push(hopeful.text);
                self.compare(run, query, hopeful, longer - share)?;
            }
        }
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
        let mut record = run.record(hopeful.text)?;
        self.ids.clear();
        let Some(numbers) = record.read_ids(hopeful.len, &mut self.ids) else {
            return Err(IndexError::Damaged {
                column: Column::Texts,
                number: hopeful.text / TEXTS_IN_CHUNK as u32,
            });
        };
        if let Some(edits) = self.pattern.distance(&self.ids, most) {
            let similarity = Similarity::of(edits, query.len, hopeful.len);
            self.top.offer_all(similarity, numbers);
        }
        Ok(())
    }
}

/// What a text of one length needs in order to reach the bar.
struct Limits {
    /// The texts of that length.
    group: Group,
    /// How many words and marks it must share with the query.
    share: u32,
    /// How many terms of the query are rarer than the one at hand.
    at: u32,
    /// How many rarer terms it may have than the one at hand, as items count them.
    rarer: Range<u32>,
    /// Whether what items tell of frequent terms is something new.
    tells: bool,
    /// How many terms of either may be missing from the other, the query's rarer ones set aside.
    apart: (u8, u8),
}

impl Limits {
    #[inline]
    fn prospect(&self, text: u32) -> Prospect {
        let width = width(self.group.len) as u32;
        Prospect {
            text,
            sign: self.group.signs + (text - self.group.first) * width,
            len: self.group.len,
            share: self.share,
            at: self.at,
        }
    }

    /// Whether the frequent terms that an item tells of leave the text a chance.
    #[inline]
    fn admit(&self, layout: Layout, query: &Query, item: u32) -> bool {
        if !self.tells {
            return true;
        }
        let (of_query, of_text) = query.apart(layout.frequent(item));
        let of_text = u32::from(of_text) + layout.rarer(item);
        of_query <= self.apart.0 && of_text <= u32::from(self.apart.1)
    }
}

fn u8_at_most(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// Where in a range of a list the texts from `text` on begin, in steps that double: it is often near.
fn position<S: Store>(
    run: &View<'_, S>,
    mut range: Range<u32>,
    text: u32,
) -> Result<u32, IndexError<S::Error>> {
    let passes = |item| run.layout.text(item) < text;
    let mut step = 4;
    while range.start + step < range.end {
        if !passes(run.listed(range.start + step)?) {
            range.end = range.start + step;
            break;
        }
        range.start += step + 1;
        step *= 4;
    }
    partition(run, range, passes)
}

/// The part of a range of texts of one length that has so many rarer terms.
fn by_rarer<S: Store>(
    run: &View<'_, S>,
    range: Range<u32>,
    rarer: &Range<u32>,
) -> Result<Range<u32>, IndexError<S::Error>> {
    let begin = match rarer.start {
        0 => range.start,
        least => partition(run, range.clone(), |item| run.layout.rarer(item) < least)?,
    };
    let end = partition(run, begin..range.end, |item| {
        run.layout.rarer(item) < rarer.end
    })?;
    Ok(begin..end)
}

/// The first item of a range that does not pass, where all that pass stand before the others.
fn partition<S: Store>(
    run: &View<'_, S>,
    mut range: Range<u32>,
    passes: impl Fn(u32) -> bool,
) -> Result<u32, IndexError<S::Error>> {
    while !range.is_empty() {
        let middle = range.start.midpoint(range.end);
        if passes(run.listed(middle)?) {
            range.start = middle + 1;
        } else {
            range.end = middle;
        }
    }
    Ok(range.start)
}
