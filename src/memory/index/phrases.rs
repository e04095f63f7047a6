//! The search index, as far as this process has read it.

use std::collections::BTreeMap;
use std::ops::Range;

use rusqlite::{Connection, OptionalExtension};

use super::chunks::{RunChunks, Table, unreadable};
use super::present::{EVERY_UNIT, Units, count, present_texts, touched};
use super::side::{FRESH_AT_MOST, not_as_it_should};
use crate::matching::index::{Chunks, Found, Phrase, PhraseBuilder, PhraseRun, Sink};
use crate::matching::{Concordance, Reach};
use crate::memory::Reason;
use crate::memory::catalogue::Languages;
use crate::memory::row::variant_number;
use crate::text::Language;

/// The search index of a memory.
///
/// Runs hold the texts that were present at a revision. Whatever unit a later one has touched is
/// passed over there and read from the memory itself.
#[derive(Debug, Default)]
pub(in crate::memory) struct Phrases {
    /// The revision up to which the runs of the file go; `None` for a memory without a search index.
    covered: Option<u32>,
    /// The revision up to which everything is known.
    seen: Option<u32>,
    runs: Vec<StoredRun>,
    /// The present texts of touched units, as long as they are few.
    fresh: Vec<Fresh>,
    /// Those texts built into runs, when they are many: by number of language.
    own: Vec<(i64, PhraseRun, Chunks)>,
}

/// A run of the file.
#[derive(Debug)]
struct StoredRun {
    number: i64,
    language: i64,
    run: PhraseRun,
    /// The ages of texts that do not count any more, in order.
    gone: Vec<Range<u32>>,
}

#[derive(Debug)]
struct Fresh {
    number: u64,
    language: i64,
    key: String,
}

impl Phrases {
    /// Brings the index to the state that the connection sees.
    pub(in crate::memory) fn refresh(
        &mut self,
        connection: &Connection,
        newest: u32,
    ) -> Result<(), Reason> {
        let covered = covered(connection)?;
        let stored = stored_runs(connection)?;
        let known = self.runs.iter().map(|run| run.number);
        let is_same = self.covered == covered && known.eq(stored.iter().map(|run| run.0));
        if is_same && self.seen == Some(newest) {
            return Ok(());
        }
        let mut known = std::mem::take(&mut self.runs);
        *self = Self::default();
        for (number, language) in stored {
            let at = known.iter().position(|run| run.number == number);
            let run = match at {
                Some(at) => known.swap_remove(at).run,
                None => PhraseRun::open(&chunks(connection, number)).map_err(unreadable)?,
            };
            self.runs.push(StoredRun {
                number,
                language,
                run,
                gone: Vec::new(),
            });
        }
        let touched = match covered {
            Some(covered) => touched(connection, covered, newest)?,
            None => vec![EVERY_UNIT],
        };
        self.pass_over(connection, &touched)?;
        self.read(connection, &touched)?;
        self.covered = covered;
        self.seen = Some(newest);
        Ok(())
    }

    /// Finds out which texts of the runs do not count any more.
    fn pass_over(&mut self, connection: &Connection, touched: &[Units]) -> Result<(), Reason> {
        let gone = stored_gone(connection)?;
        for run in &mut self.runs {
            run.gone = gone_ages(connection, run.number, &run.run, &gone, touched)?;
        }
        Ok(())
    }

    /// Reads the present texts of touched units.
    fn read(&mut self, connection: &Connection, touched: &[Units]) -> Result<(), Reason> {
        if count(touched) > FRESH_AT_MOST {
            let mut builders = PhraseBuilders::new(Chunks::default);
            for units in touched {
                present_texts(connection, units, |number, language, key| {
                    let Ok(()) = builders.add(number, language, key);
                    Ok(())
                })?;
            }
            let Ok(built) = builders.finish();
            for BuiltRun {
                language, chunks, ..
            } in built
            {
                let run = PhraseRun::open(&chunks).map_err(|_| not_as_it_should())?;
                self.own.push((language, run, chunks));
            }
            return Ok(());
        }
        for units in touched {
            present_texts(connection, units, |number, language, key| {
                self.fresh.push(Fresh {
                    number,
                    language,
                    key: key.to_owned(),
                });
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Finds the texts in which a phrase occurs, in some languages or, when none is named, in all: the numbers of the
    /// `page` newest ones, and with [`Reach::All`] how many there are.
    pub(in crate::memory) fn search(
        &self,
        connection: &Connection,
        languages: &Languages,
        what: &mut Concordance,
        wanted: &[Language],
        (page, reach): (usize, Reach),
    ) -> Result<Found, Reason> {
        let (mut numbers, mut all) = (Vec::new(), 0);
        for tag in languages.sorted() {
            let Some(language) = languages.number(&tag) else {
                continue;
            };
            let is_wanted = wanted.is_empty() || wanted.contains(&tag);
            let Some((key, bounds)) = what.in_keys_of(&tag).filter(|_| is_wanted) else {
                continue;
            };
            let phrase = Phrase { key: &key, bounds };
            let mut found = Vec::new();
            for run in self.runs.iter().filter(|run| run.language == language) {
                let chunks = chunks(connection, run.number);
                let own = run.run.find(&chunks, phrase, &run.gone, page, reach);
                found.push(own.map_err(unreadable)?);
            }
            for (_, run, chunks) in self.own.iter().filter(|own| own.0 == language) {
                let Ok(own) = run.find(chunks, phrase, &[], page, reach) else {
                    return Err(not_as_it_should());
                };
                found.push(own);
            }
            for own in found {
                all += own.all.unwrap_or(own.numbers.len() as u64);
                numbers.extend(own.numbers);
            }
            let fresh = self.fresh.iter().filter(|fresh| fresh.language == language);
            for fresh in fresh {
                if what.may_be_in("", &fresh.key, &tag) {
                    numbers.push(fresh.number);
                    all += 1;
                }
            }
        }
        numbers.sort_unstable_by_key(|number| std::cmp::Reverse(*number));
        numbers.truncate(page);
        let is_all = reach == Reach::All || numbers.len() < page;
        Ok(Found {
            numbers,
            all: is_all.then_some(all),
        })
    }
}

/// The ages of the texts in a run that do not count any more, in order: those that are set aside for it and those
/// of touched units.
pub(super) fn gone_ages(
    connection: &Connection,
    number: i64,
    run: &PhraseRun,
    gone: &[(i64, Units)],
    touched: &[Units],
) -> Result<Vec<Range<u32>>, Reason> {
    let since = gone.iter().filter(|(since, _)| *since > number);
    let mut ages = Vec::new();
    for units in since.map(|(_, units)| units).chain(touched) {
        let own = ages_of(connection, number, run, units)?;
        ages.extend((!own.is_empty()).then_some(own));
    }
    ages.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<u32>> = Vec::new();
    for range in ages {
        match merged.last_mut() {
            Some(before) if range.start <= before.end => before.end = before.end.max(range.end),
            _ => merged.push(range),
        }
    }
    Ok(merged)
}

/// The ages in a run of the texts of some units.
fn ages_of(
    connection: &Connection,
    number: i64,
    run: &PhraseRun,
    units: &Units,
) -> Result<Range<u32>, Reason> {
    let first = variant_number(*units.start(), 0).cast_unsigned();
    let behind = match units.end() {
        last if last == EVERY_UNIT.end() => u64::MAX,
        last => variant_number(*last + 1, 0).cast_unsigned(),
    };
    let ages = run.ages(&chunks(connection, number), &(first..behind));
    ages.map_err(unreadable)
}

/// The chunks of a run.
pub(super) fn chunks(connection: &Connection, run: i64) -> RunChunks<'_> {
    RunChunks {
        connection,
        table: Table::Search,
        run,
    }
}

/// The revision up to which the search index goes, if there is one.
pub(super) fn covered(connection: &Connection) -> rusqlite::Result<Option<u32>> {
    connection
        .prepare_cached("SELECT covered FROM search_side")?
        .query_row([], |row| row.get(0))
        .optional()
}

/// The numbers and languages of all runs, oldest first.
pub(super) fn stored_runs(connection: &Connection) -> rusqlite::Result<Vec<(i64, i64)>> {
    connection
        .prepare_cached("SELECT number, language FROM search_run ORDER BY number")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The units that do not count in runs below a number.
pub(super) fn stored_gone(connection: &Connection) -> rusqlite::Result<Vec<(i64, Units)>> {
    connection
        .prepare_cached("SELECT since, first_unit, last_unit FROM search_gone")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?..=row.get(2)?)))?
        .collect()
}

/// Builds as many runs as the texts of each language need.
pub(super) struct PhraseBuilders<S, F> {
    builders: BTreeMap<i64, PhraseBuilder>,
    /// Where the chunks of the next run go.
    fresh: F,
    /// When the runs that are being built take more bytes of main memory, the largest is finished.
    most: usize,
    done: Vec<BuiltRun<S>>,
}

/// A run that is built.
pub(super) struct BuiltRun<S> {
    pub(super) language: i64,
    pub(super) texts: u64,
    pub(super) chunks: S,
}

/// What the runs that are being built may take of main memory, in bytes.
const BYTES_AT_MOST: usize = 56 << 20;

/// After so many texts it is looked at how many bytes that are.
const LOOK_AFTER: usize = 4096;

impl<S: Sink, F: FnMut() -> S> PhraseBuilders<S, F> {
    pub(super) fn new(fresh: F) -> Self {
        Self {
            builders: BTreeMap::new(),
            fresh,
            most: BYTES_AT_MOST,
            done: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, number: u64, language: i64, key: &str) -> Result<(), S::Error> {
        let builder = self.builders.entry(language).or_default();
        let has_room = builder.add(number, key);
        if !has_room {
            return self.close(language);
        }
        if builder.len().is_multiple_of(LOOK_AFTER) {
            let bytes = |builder: &PhraseBuilder| builder.bytes();
            let largest = self
                .builders
                .iter()
                .max_by_key(|(_, builder)| bytes(builder));
            if self.builders.values().map(bytes).sum::<usize>() > self.most
                && let Some((language, _)) = largest
            {
                return self.close(*language);
            }
        }
        Ok(())
    }

    fn close(&mut self, language: i64) -> Result<(), S::Error> {
        let builder = self.builders.remove(&language).unwrap_or_default();
        if builder.is_empty() {
            return Ok(());
        }
        let texts = builder.len() as u64;
        let mut chunks = (self.fresh)();
        builder.finish(&mut chunks)?;
        self.done.push(BuiltRun {
            language,
            texts,
            chunks,
        });
        Ok(())
    }

    /// The runs that the texts make; those of one language in the order of its texts.
    pub(super) fn finish(mut self) -> Result<Vec<BuiltRun<S>>, S::Error> {
        while let Some((language, _)) = self.builders.first_key_value() {
            self.close(*language)?;
        }
        Ok(self.done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of a number, in a language of its own for every third.
    fn text(number: u64) -> (i64, String) {
        let language = i64::from(number.is_multiple_of(3));
        (language, format!("text {number} of many"))
    }

    #[test]
    fn runs_that_grow_too_large_are_finished_and_hold_every_text_once() {
        let texts = 6 * LOOK_AFTER as u64;
        let mut builders = PhraseBuilders::new(Chunks::default);
        builders.most = 1;
        for number in 1..=texts {
            let (language, key) = text(number);
            let Ok(()) = builders.add(number, language, &key);
        }
        let Ok(built) = builders.finish();
        assert!(built.len() > 2, "{}", built.len());
        let (mut held, mut all) = (Vec::new(), 0);
        for run in built {
            all += run.texts;
            let opened = PhraseRun::open(&run.chunks).unwrap();
            let mut each = |number, key: &str| held.push((number, run.language, key.to_owned()));
            opened.for_each_key(&run.chunks, &mut each).unwrap();
        }
        held.sort();
        let expected = (1..=texts).map(|number| {
            let (language, key) = text(number);
            (number, language, key)
        });
        assert!(held.into_iter().eq(expected));
        assert_eq!(all, texts);
    }
}
