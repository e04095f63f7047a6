//! Searching for many texts at once: one pass over a run answers them all.

use super::Candidate;
use super::cells::IndexError;
use super::chunk::{Column, Store};
use super::fresh::Fresh;
use super::query::Query;
use super::run::{Run, TEXTS_IN_CHUNK};
use super::sharing::{Occurrences, Sharing};
use super::top::Top;
use crate::matching::{Pattern, Sequence, Similarity};

/// A search for the entries most similar to each of many texts.
///
/// It finds what a [`super::Search`] for each of them finds. A pass reads every text of a run once, counts how many
/// words and marks it shares with each of the texts that are looked for, 64 of them at a time, and compares it with
/// those with which it shares enough.
#[derive(Debug)]
pub struct Survey {
    queries: Vec<Sequence>,
    tops: Vec<Top>,
    least: Similarity,
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
    /// # Errors
    /// When a chunk of it cannot be read or is damaged; the search is of no use then.
    pub fn run<S: Store>(&mut self, run: &Run, store: &S) -> Result<(), IndexError<S::Error>> {
        let view = run.view(store);
        let queries = self.queries.iter().map(|query| Query::new(query, &view));
        let queries = queries
            .map(|query| query.map(|query| query.ids))
            .collect::<Result<Vec<_>, _>>()?;
        let occurrences = Occurrences::new(&queries);
        let mut patterns: Vec<Pattern> = queries.iter().map(|ids| Pattern::new(ids)).collect();
        let mut ids = Vec::new();
        let mut numbers = Vec::new();
        for pair in run.head.groups.windows(2) {
            let len = pair[0].len;
            let mut sharing = Sharing::new(&occurrences, len, self.least);
            for number in pair[0].first..pair[1].first {
                ids.clear();
                let mut record = view.record(number)?;
                let Some(entries) = record.read_ids(len, &mut ids) else {
                    return Err(IndexError::Damaged {
                        column: Column::Texts,
                        number: number / TEXTS_IN_CHUNK as u32,
                    });
                };
                let mut entries = Some(entries);
                numbers.clear();
                for (query, shared) in sharing.with(&ids) {
                    let (top, pattern) = (&mut self.tops[query], &mut patterns[query]);
                    let longer = len.max(pattern.len());
                    let share = top.bar().share(longer);
                    if shared < share {
                        continue;
                    }
                    if let Some(edits) = pattern.distance(&ids, longer - share) {
                        numbers.extend(entries.take().into_iter().flatten());
                        let similarity = Similarity::of(edits, pattern.len(), len);
                        top.offer_all(similarity, numbers.iter().copied());
                    }
                }
            }
        }
        Ok(())
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
