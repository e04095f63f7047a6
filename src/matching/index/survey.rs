//! Searching for many texts at once: one pass over a run answers them all.

use std::ops::RangeInclusive;

use super::Candidate;
use super::cells::IndexError;
use super::chunk::{Column, Store};
use super::fresh::Fresh;
use super::query::Query;
use super::run::{Run, TEXTS_IN_CHUNK};
use super::signature::{Signatures, missing, width};
use super::top::Top;
use crate::matching::distance::EMPTY;
use crate::matching::{Pattern, Sequence, Similarity};

/// A search for the entries most similar to each of many texts.
///
/// It finds what a [`super::Search`] for each of them finds. A pass reads every text of a run once, and compares
/// it with those of the texts that are looked for with which it shares rare words.
#[derive(Debug)]
pub struct Survey {
    queries: Vec<Sequence>,
    tops: Vec<Top>,
    least: Similarity,
}

/// A query as a run sees it, ready to be compared.
struct Prepared {
    len: u32,
    signs: Signatures,
    pattern: Pattern,
}

/// A place among the rarest words of a query.
#[derive(Clone, Copy)]
struct Item {
    query: u32,
    /// How many words the query has.
    len: u32,
    /// How many of them are rarer.
    at: u32,
    /// The how manieth of equal words it is.
    nth: u32,
}

/// How many rare words a text must share with a query before the two are looked at more closely.
///
/// More of them let fewer pairs through, but are looked for among more frequent words.
const MEETINGS: u32 = 3;

/// How often a text has met each query so far: its number and, in the lowest bits, how often.
struct Meetings(Vec<u32>);

/// The bits that say how often; all set for a pair that cannot be similar enough.
const TIMES: u32 = 7;
const TEXT: u32 = TIMES.count_ones();

/// For each word, by its rank, the queries that have it among their rarest, the shortest first.
struct Listed {
    begins: Vec<u32>,
    items: Vec<Item>,
}

/// A text of a run.
struct Text<'a> {
    number: u32,
    /// The ids of its words in order.
    ids: &'a [u32],
    /// The same, rarest first.
    sorted: &'a [u32],
    signs: &'a [u64],
}

impl Survey {
    /// Begins a search for at most `most` entries of at least a similarity for each text.
    #[must_use]
    pub fn new(queries: Vec<Sequence>, least: Similarity, most: usize) -> Self {
        Self {
            tops: queries.iter().map(|_| Top::new(least, most)).collect(),
            queries,
            least,
        }
    }

    /// The best candidates for each text, best first.
    #[must_use]
    pub fn finish(self) -> Vec<Vec<Candidate>> {
        self.tops.into_iter().map(Top::into_candidates).collect()
    }

    /// Searches fresh texts.
    pub fn fresh(&mut self, fresh: &Fresh) {
        let mut pattern = Pattern::default();
        for (query, top) in self.queries.iter().zip(&mut self.tops) {
            if !query.is_empty() && !top.is_closed() {
                fresh.search(query, &mut pattern, top);
            }
        }
    }

    /// Searches a run; `store` is the one that it was opened from.
    ///
    /// Two texts as similar as asked share so many words that each of the first few shared ones, in the order of
    /// rarity, stands in either text where enough words are left behind it: only there are words listed and
    /// looked up, and what does not meet that often is passed over.
    ///
    /// # Errors
    /// When a chunk of it cannot be read or is damaged; the search is of no use then.
    pub fn run<S: Store>(&mut self, run: &Run, store: &S) -> Result<(), IndexError<S::Error>> {
        let view = run.view(store);
        let queries = self.queries.iter().map(|query| Query::new(query, &view));
        let queries = queries.collect::<Result<Vec<_>, _>>()?;
        let listed = Listed::new(&queries, self.least);
        let mut prepared: Vec<Prepared> = queries.into_iter().map(Prepared::new).collect();
        let mut meetings = Meetings(vec![u32::MAX; prepared.len()]);
        let (mut ids, mut sorted) = (Vec::new(), Vec::new());
        for pair in run.head.groups.windows(2) {
            let (group, width) = (pair[0], width(pair[0].len));
            for number in group.first..pair[1].first {
                ids.clear();
                let mut record = view.record(number)?;
                let Some(entries) = record.read_ids(group.len, &mut ids) else {
                    return Err(IndexError::Damaged {
                        column: Column::Texts,
                        number: number / TEXTS_IN_CHUNK as u32,
                    });
                };
                sorted.clone_from(&ids);
                sorted.sort_unstable_by(|one, other| other.cmp(one));
                let at = group.signs + (number - group.first) * width as u32;
                let text = Text {
                    number,
                    ids: &ids,
                    sorted: &sorted,
                    signs: &view.signs(at)?[..width],
                };
                self.compare(&text, entries, &listed, &mut prepared, &mut meetings);
            }
        }
        Ok(())
    }

    /// Compares a text with the queries that share enough rare words with it.
    fn compare(
        &mut self,
        text: &Text<'_>,
        entries: impl Iterator<Item = u64>,
        listed: &Listed,
        prepared: &mut [Prepared],
        meetings: &mut Meetings,
    ) {
        let len = text.ids.len() as u32;
        let mut entries = Some(entries);
        let mut numbers: Vec<u64> = Vec::new();
        let lengths = self.least.share(len)..=self.least.longest(len);
        let mut nth = 0;
        for at in 0..reach(self.least, len) {
            let word = text.sorted[at as usize];
            let is_same = at > 0 && text.sorted[at as usize - 1] == word;
            nth = if is_same { nth + 1 } else { 1 };
            for item in listed.of(word, &lengths) {
                if item.nth != nth || !meetings.are_enough(text, at, item, self.least) {
                    continue;
                }
                let query = item.query as usize;
                let (top, prepared) = (&mut self.tops[query], &mut prepared[query]);
                let longer = len.max(prepared.len);
                let share = top.bar().share(longer);
                if let Some(edits) = prepared.distance(text, share, longer - share) {
                    numbers.extend(entries.take().into_iter().flatten());
                    let similarity = Similarity::of(edits, prepared.len, len);
                    top.offer_all(similarity, numbers.iter().copied());
                }
            }
        }
    }
}

impl Meetings {
    /// Takes note that a text has met a query at a word; true when this makes it as often as it must be.
    #[inline]
    fn are_enough(&mut self, text: &Text<'_>, at: u32, item: &Item, least: Similarity) -> bool {
        let state = &mut self.0[item.query as usize];
        let len = text.ids.len() as u32;
        let share = || least.share(len.max(item.len)).max(1);
        if *state >> TEXT != text.number {
            // Behind the first word that they share too few may be left.
            let rest = (item.len - item.at).min(len - at);
            let share = share();
            let may_be = rest >= share;
            *state = text.number << TEXT | if may_be { 1 } else { TIMES };
            return may_be && share == 1;
        }
        let times = *state & TIMES;
        if times >= MEETINGS {
            return false;
        }
        *state += 1;
        times + 1 == MEETINGS.min(share())
    }
}

/// Among how many of its rarest words a text of this length has the first [`MEETINGS`] that it shares with another
/// that is similar enough.
fn reach(least: Similarity, len: u32) -> u32 {
    (len - least.share(len) + MEETINGS).min(len)
}

impl Prepared {
    fn new(query: Query) -> Self {
        Self {
            len: query.len,
            pattern: Pattern::new(&query.ids),
            signs: query.sign_of_all().clone(),
        }
    }

    /// How many edits a text is away; `None` when it cannot share enough, or is more than `most` away.
    fn distance(&mut self, text: &Text<'_>, share: u32, most: u32) -> Option<u32> {
        let own = self.signs.of_width(text.signs.len());
        let of_query = self.len.saturating_sub(missing(own, text.signs));
        let of_text = (text.ids.len() as u32).saturating_sub(missing(text.signs, own));
        if of_query.min(of_text) < share {
            return None;
        }
        self.pattern.distance(text.ids, most)
    }
}

impl Listed {
    fn new(queries: &[Query], least: Similarity) -> Self {
        let mut listed: Vec<(u32, Item)> = Vec::new();
        for (query, number) in queries.iter().zip(0..) {
            // Words that the run does not know are rarer than all others.
            let mut words = query.ids.clone();
            words.sort_unstable_by(|one, other| other.cmp(one));
            let mut nth = 0;
            for at in 0..reach(least, query.len) {
                let word = words[at as usize];
                let is_same = at > 0 && words[at as usize - 1] == word;
                nth = if is_same { nth + 1 } else { 1 };
                if word != EMPTY {
                    let (query, len) = (number, query.len);
                    listed.push((
                        word,
                        Item {
                            query,
                            len,
                            at,
                            nth,
                        },
                    ));
                }
            }
        }
        listed.sort_by_key(|(word, item)| (*word, item.len));
        let words = listed.last().map_or(0, |(word, _)| *word as usize + 1);
        let mut begins = vec![0; words + 1];
        for (word, _) in &listed {
            begins[*word as usize + 1] += 1;
        }
        for word in 0..words {
            begins[word + 1] += begins[word];
        }
        Self {
            begins,
            items: listed.into_iter().map(|(_, item)| item).collect(),
        }
    }

    /// The places of a word in queries of some lengths.
    #[inline]
    fn of(&self, word: u32, lengths: &RangeInclusive<u32>) -> &[Item] {
        let items = match self.begins.get(word as usize..word as usize + 2) {
            Some([begin, end]) => &self.items[*begin as usize..*end as usize],
            _ => return &[],
        };
        let first = items.partition_point(|item| item.len < *lengths.start());
        let last = items.partition_point(|item| item.len <= *lengths.end());
        &items[first..last]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matching::index::{Builder, Chunks, Search};

    fn sequence(words: &[u64]) -> Sequence {
        let hash = |word: &u64| crate::matching::sequence::hash(&word.to_le_bytes());
        Sequence::from(words.iter().map(hash).collect::<Vec<_>>())
    }

    /// What a search for one text finds.
    fn alone(
        query: &Sequence,
        least: Similarity,
        (run, chunks): (&Run, &Chunks),
        fresh: &Fresh,
    ) -> Vec<Candidate> {
        let mut search = Search::new(query, least, 3);
        search.fresh(fresh);
        search.run(run, chunks).unwrap();
        search.finish()
    }

    fn texts() -> impl Strategy<Value = Vec<Vec<u64>>> {
        // Few words, so that texts repeat words and each other; sometimes long.
        let word = (0..60_u64).prop_map(|n| n * n / 60);
        let text = prop_oneof![
            6 => prop::collection::vec(word.clone(), 1..12),
            1 => prop::collection::vec(word, 60..90),
        ];
        prop::collection::vec(text, 1..80)
    }

    proptest! {
        #[test]
        fn many_at_once_find_what_each_finds_alone(
            stored in texts(),
            asked in texts(),
            is_asked in prop::collection::vec(any::<bool>(), 80),
            least in 0..=100_u8,
        ) {
            let mut builder = Builder::default();
            let mut fresh = Fresh::default();
            for (words, number) in stored.iter().zip(0..) {
                if number % 5 == 4 {
                    fresh.add(number, &sequence(words));
                } else {
                    builder.add(number, &sequence(words));
                }
            }
            let mut chunks = Chunks::default();
            let Ok(()) = builder.finish(&mut chunks);
            let run = Run::open(&chunks).unwrap();
            let also = stored.iter().zip(&is_asked).filter(|(_, is_asked)| **is_asked);
            let queries: Vec<_> = asked.iter().chain(also.map(|(text, _)| text)).collect();
            let mut queries: Vec<_> = queries.into_iter().map(|words| sequence(words)).collect();
            queries.push(Sequence::default());
            let least = Similarity::of_per_cent(least);
            let mut survey = Survey::new(queries.clone(), least, 3);
            survey.fresh(&fresh);
            survey.run(&run, &chunks).unwrap();
            for (query, found) in queries.iter().zip(survey.finish()) {
                // Nothing in common is never looked up, and no match.
                let shares = |one: &Candidate| one.similarity > Similarity::of_per_cent(0);
                let expected = alone(query, least, (&run, &chunks), &fresh);
                let expected: Vec<_> = expected.into_iter().filter(shares).collect();
                let found: Vec<_> = found.into_iter().filter(shares).collect();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
