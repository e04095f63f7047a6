//! The index of one family of languages, as far as this process has read it.

use rusqlite::{Connection, OptionalExtension};

use super::catch_up::Texts;
use super::chunks::{RunChunks, Table, unreadable};
use crate::matching::index::{Builder, Candidate, Chunks, Fresh, Run, Search, Sink, Survey};
use crate::matching::{Sequence, Similarity};
use crate::memory::Reason;

/// So many texts are searched one after the other; more are built into a run.
pub(super) const FRESH_AT_MOST: u64 = 4096;

/// The index of one family of languages.
#[derive(Debug, Default)]
pub(super) struct Side {
    /// The revision up to which the runs of the file go.
    covered: u32,
    /// The runs of the file by number.
    runs: Vec<(i64, Run)>,
    /// The revision up to which the texts after the runs are read.
    seen: u32,
    /// Those texts, as long as they are few.
    fresh: Fresh,
    /// Those texts built into runs, when they were many.
    own: Vec<(Run, Chunks)>,
}

impl Side {
    /// Brings the side to the state that the connection sees.
    pub(super) fn refresh(
        &mut self,
        connection: &Connection,
        family: &str,
        newest: u32,
    ) -> Result<(), Reason> {
        let covered = covered(connection, family)?.unwrap_or(0);
        let numbers = run_numbers(connection, family)?;
        let is_same = self.covered == covered
            && self
                .runs
                .iter()
                .map(|run| run.0)
                .eq(numbers.iter().copied());
        if !is_same || self.seen > newest {
            let mut known = std::mem::take(&mut self.runs);
            *self = Self {
                covered,
                seen: covered,
                ..Self::default()
            };
            for number in numbers {
                let at = known.iter().position(|run| run.0 == number);
                let run = match at {
                    Some(at) => known.swap_remove(at),
                    None => {
                        let chunks = RunChunks {
                            connection,
                            table: Table::Match,
                            run: number,
                        };
                        (number, Run::open(&chunks).map_err(unreadable)?)
                    }
                };
                self.runs.push(run);
            }
        }
        if self.seen < newest {
            self.catch_up(connection, family, newest)?;
        }
        Ok(())
    }

    /// Reads the texts of the revisions since the last time.
    fn catch_up(
        &mut self,
        connection: &Connection,
        family: &str,
        newest: u32,
    ) -> Result<(), Reason> {
        let texts = Texts::new(connection, family)?;
        let is_many = texts.count(self.seen, newest)? + self.fresh.len() as u64 > FRESH_AT_MOST;
        if is_many {
            let mut builders = Builders::new(Chunks::default);
            texts.brought(self.seen, newest, |number, words| {
                let Ok(()) = builders.add(number, words);
                Ok(())
            })?;
            let Ok(built) = builders.finish();
            for (_, chunks) in built {
                let run = Run::open(&chunks).map_err(|_| not_as_it_should())?;
                self.own.push((run, chunks));
            }
        } else {
            texts.brought(self.seen, newest, |number, words| {
                self.fresh.add(number, words);
                Ok(())
            })?;
        }
        self.seen = newest;
        Ok(())
    }

    /// The best candidates of everything that the side holds.
    pub(super) fn search(
        &self,
        connection: &Connection,
        query: &Sequence,
        least: Similarity,
        most: usize,
    ) -> Result<Vec<Candidate>, Reason> {
        let mut search = Search::new(query, least, most);
        search.fresh(&self.fresh);
        for (run, chunks) in &self.own {
            let Ok(()) = search.run(run, chunks).map_err(|_| ()) else {
                return Err(not_as_it_should());
            };
        }
        for (number, run) in &self.runs {
            let chunks = RunChunks {
                connection,
                table: Table::Match,
                run: *number,
            };
            search.run(run, &chunks).map_err(unreadable)?;
        }
        Ok(search.finish())
    }

    /// The best candidates for each of many queries.
    pub(super) fn survey(
        &self,
        connection: &Connection,
        queries: Vec<Sequence>,
        least: Similarity,
        most: usize,
    ) -> Result<Vec<Vec<Candidate>>, Reason> {
        let mut survey = Survey::new(queries, least, most);
        survey.fresh(&self.fresh);
        for (run, chunks) in &self.own {
            let Ok(()) = survey.run(run, chunks).map_err(|_| ()) else {
                return Err(not_as_it_should());
            };
        }
        for (number, run) in &self.runs {
            let chunks = RunChunks {
                connection,
                table: Table::Match,
                run: *number,
            };
            survey.run(run, &chunks).map_err(unreadable)?;
        }
        Ok(survey.finish())
    }
}

/// What is wrong with an index that this process has built and cannot read.
pub(super) fn not_as_it_should() -> Reason {
    Reason::OldIndex("it was not built as it should".to_owned())
}

/// The revision up to which the runs of a family go; `None` for a family without an index.
pub(super) fn covered(connection: &Connection, family: &str) -> rusqlite::Result<Option<u32>> {
    connection
        .prepare_cached("SELECT covered FROM index_side WHERE family = ?1")?
        .query_row([family], |row| row.get(0))
        .optional()
}

/// The runs of a family, oldest first.
pub(super) fn run_numbers(connection: &Connection, family: &str) -> rusqlite::Result<Vec<i64>> {
    connection
        .prepare_cached("SELECT number FROM index_run WHERE family = ?1 ORDER BY number")?
        .query_map([family], |row| row.get(0))?
        .collect()
}

/// Builds as many runs as the texts need.
pub(super) struct Builders<S, F> {
    builder: Builder,
    /// Where the chunks of the next run go.
    fresh: F,
    done: Vec<(u64, S)>,
}

/// So many texts make a run at most, which bounds what building needs of main memory.
pub(super) const RUN_AT_MOST: u64 = 500_000;

impl<S: Sink, F: FnMut() -> S> Builders<S, F> {
    pub(super) fn new(fresh: F) -> Self {
        Self {
            builder: Builder::default(),
            fresh,
            done: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, number: u64, words: &Sequence) -> Result<(), S::Error> {
        let has_room = self.builder.add(number, words);
        if !has_room || self.builder.len() as u64 >= RUN_AT_MOST {
            self.close()?;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), S::Error> {
        let builder = std::mem::take(&mut self.builder);
        if builder.is_empty() {
            return Ok(());
        }
        let texts = builder.len() as u64;
        let mut chunks = (self.fresh)();
        builder.finish(&mut chunks)?;
        self.done.push((texts, chunks));
        Ok(())
    }

    /// The runs that the texts make, each with the number of its texts.
    pub(super) fn finish(mut self) -> Result<Vec<(u64, S)>, S::Error> {
        self.close()?;
        Ok(self.done)
    }
}
