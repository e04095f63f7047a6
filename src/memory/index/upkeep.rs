//! Keeping the index: adding runs, building it anew, checking it.

use std::collections::BTreeSet;

use rusqlite::Transaction;

use super::catch_up::Texts;
use super::chunks::{RunChunks, Spilled, Table, first_place, unreadable};
use super::family;
use super::side::{Builders, FRESH_AT_MOST, RUN_AT_MOST, covered, run_numbers};
use crate::matching::index::Run;
use crate::memory::beside::from_io;
use crate::memory::catalogue::Languages;
use crate::memory::{Memory, MemoryError, Reason, schema};
use crate::text::Language;

/// What keeping the index has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexReport {
    /// The families of languages for which something was written, with the number of texts built into runs.
    pub built: Vec<(String, u64)>,
}

/// The index of one family of languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideState {
    /// The primary subtag of its languages.
    pub family: String,
    /// How many runs it has.
    pub runs: usize,
    /// How many texts they hold, among them some whose units have newer ones by now.
    pub texts: u64,
    /// How many texts wait to be built into a run, about; a search reads them one by one meanwhile.
    pub waiting: u64,
}

/// More runs than this are built into one.
const RUNS_AT_MOST: usize = 8;

/// How much of the memory is built.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Nothing.
    Nothing,
    /// The texts that are in no run.
    Waiting,
    /// All texts.
    All,
}

impl Memory {
    /// Builds the texts that wait into runs, if they are many; to be called after imports and commits.
    ///
    /// The languages of the sources have an index, and those `also` named here once. A first index of a
    /// million texts takes some seconds, of which the writing transaction is the smaller part.
    ///
    /// # Errors
    /// When the memory is opened for reading only, or cannot be read or written.
    pub fn update_index(&mut self, also: &[Language]) -> Result<IndexReport, MemoryError> {
        let families = self.families(also)?;
        let mut report = IndexReport::default();
        for family in families {
            let extent = self.extent(&family)?;
            let built = self.build(&family, extent)?;
            report.built.extend(built.map(|texts| (family, texts)));
        }
        self.update_search()?;
        Ok(report)
    }

    /// Builds the whole index anew, that of searching as well.
    ///
    /// # Errors
    /// When the memory is opened for reading only, or cannot be read or written.
    pub fn reindex(&mut self) -> Result<IndexReport, MemoryError> {
        let mut report = IndexReport::default();
        for family in self.families(&[])? {
            let built = self.build(&family, Extent::All)?;
            report.built.extend(built.map(|texts| (family, texts)));
        }
        self.rebuild_search()?;
        Ok(report)
    }

    /// The state of the index of every family of languages that has one.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn index_state(&self) -> Result<Vec<SideState>, MemoryError> {
        self.read(|connection| {
            let newest = schema::newest_revision(connection)?;
            let mut statement = connection.prepare_cached(
                "SELECT s.family, s.covered, count(r.number), coalesce(sum(r.entries), 0)
                 FROM index_side AS s LEFT JOIN index_run AS r ON r.family = s.family
                 GROUP BY s.family ORDER BY s.family",
            )?;
            let mut rows = statement.query([])?;
            let mut states = Vec::new();
            while let Some(row) = rows.next()? {
                let family: String = row.get(0)?;
                let texts = Texts::new(connection, &family)?;
                states.push(SideState {
                    waiting: texts.count(row.get(1)?, newest)?,
                    runs: row.get::<_, u32>(2)? as usize,
                    texts: row.get::<_, i64>(3)?.cast_unsigned(),
                    family,
                });
            }
            Ok(states)
        })
    }

    /// Checks that every text has its place in the index: in a run, or among those that wait; and that the
    /// search index holds every present text as it is.
    ///
    /// Costs two passes over the memory.
    ///
    /// # Errors
    /// [`Reason::OldIndex`] when a chunk is damaged or a text is missing; [`Memory::reindex`] helps.
    pub fn verify_index(&self) -> Result<(), MemoryError> {
        self.read(|connection| {
            let newest = schema::newest_revision(connection)?;
            let mut statement = connection.prepare("SELECT family, covered FROM index_side")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (family, covered): (String, u32) = (row.get(0)?, row.get(1)?);
                let mut numbers = BTreeSet::new();
                for run in run_numbers(connection, &family)? {
                    let chunks = RunChunks {
                        connection,
                        table: Table::Match,
                        run,
                    };
                    let opened = Run::open(&chunks).map_err(unreadable)?;
                    opened
                        .for_each_entry(&chunks, |number| _ = numbers.insert(number))
                        .map_err(unreadable)?;
                }
                let texts = Texts::new(connection, &family)?;
                texts.brought(covered, newest, |number, _| {
                    numbers.insert(number);
                    Ok(())
                })?;
                let mut missing = 0;
                texts.all(|number, words| {
                    missing += u32::from(!words.is_empty() && !numbers.contains(&number));
                    Ok(())
                })?;
                if missing > 0 {
                    let what = format!("{missing} texts of the languages `{family}` are not in it");
                    return Err(Reason::OldIndex(what));
                }
            }
            Ok(())
        })?;
        self.verify_search()
    }

    /// The families that have an index or shall have one.
    fn families(&self, also: &[Language]) -> Result<BTreeSet<String>, MemoryError> {
        let mut families: BTreeSet<String> =
            also.iter().map(|one| family(one).to_owned()).collect();
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT family FROM index_side")?;
            let known = statement.query_map([], |row| row.get(0))?;
            let known = known.collect::<Result<BTreeSet<String>, _>>()?;
            if known.is_empty() {
                let languages = Languages::load(connection)?;
                let mut statement = connection.prepare(
                    "SELECT DISTINCT source_language FROM unit WHERE source_language IS NOT NULL",
                )?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    families.insert(family(languages.tag(row.get(0)?)?).to_owned());
                }
            }
            families.extend(known);
            Ok(())
        })?;
        Ok(families)
    }

    /// What should be built of a family.
    fn extent(&self, family: &str) -> Result<Extent, MemoryError> {
        self.read(|connection| {
            let Some(covered) = covered(connection, family)? else {
                return Ok(Extent::All);
            };
            let newest = schema::newest_revision(connection)?;
            let waiting = Texts::new(connection, family)?.count(covered, newest)?;
            let sizes: Vec<u64> = connection
                .prepare_cached("SELECT entries FROM index_run WHERE family = ?1")?
                .query_map([family], |row| row.get::<_, i64>(0).map(i64::cast_unsigned))?
                .collect::<Result<_, _>>()?;
            Ok(extent_of(&sizes, waiting))
        })
    }

    /// Builds runs and writes them; gives the number of their texts.
    fn build(&mut self, family: &str, extent: Extent) -> Result<Option<u64>, MemoryError> {
        if extent == Extent::Nothing {
            return Ok(None);
        }
        // What takes long happens on a state that is only read; others can write meanwhile.
        let (before, newest, runs) = self.read(|connection| {
            let before = covered(connection, family)?;
            let newest = schema::newest_revision(connection)?;
            let texts = Texts::new(connection, family)?;
            let mut builders = Builders::new(|| Spilled::new(&self.path));
            let add = |number, words: &_| builders.add(number, words).map_err(from_io);
            match extent {
                Extent::All => texts.all(add)?,
                _ => texts.brought(before.unwrap_or(0), newest, add)?,
            }
            Ok((before, newest, builders.finish().map_err(from_io)?))
        })?;
        let texts = runs.iter().map(|(texts, _)| texts).sum();
        let is_written = self.write(|transaction| {
            if covered(transaction, family)? != before {
                // Another process has done the same.
                return Ok(false);
            }
            if extent == Extent::All {
                remove_runs(transaction, family)?;
            }
            for (texts, chunks) in runs {
                write_run(transaction, family, texts, chunks)?;
            }
            let side = "INSERT INTO index_side (family, covered) VALUES (?1, ?2)
                        ON CONFLICT (family) DO UPDATE SET covered = excluded.covered";
            transaction.execute(side, (family, newest))?;
            Ok(true)
        })?;
        Ok(is_written.then_some(texts))
    }
}

/// What should be built beside runs of these sizes when so many texts wait.
///
/// All is built anew when the small runs have grown to the size of the largest, so that a text is
/// built about as often as the memory has doubled.
fn extent_of(sizes: &[u64], waiting: u64) -> Extent {
    let small: Vec<u64> = sizes
        .iter()
        .copied()
        .filter(|size| *size < RUN_AT_MOST)
        .collect();
    let are_all_small = small.len() == sizes.len();
    let largest = small.iter().copied().max().unwrap_or(0);
    let others = small.iter().sum::<u64>() - largest + waiting;
    let bound = if are_all_small { largest } else { RUN_AT_MOST };
    match waiting {
        ..=FRESH_AT_MOST => Extent::Nothing,
        _ if others > bound || small.len() >= RUNS_AT_MOST => Extent::All,
        _ => Extent::Waiting,
    }
}

fn write_run(
    transaction: &Transaction<'_>,
    family: &str,
    texts: u64,
    chunks: Spilled<'_>,
) -> Result<(), Reason> {
    transaction.execute(
        "INSERT INTO index_run (family, entries) VALUES (?1, ?2)",
        (family, texts.cast_signed()),
    )?;
    chunks.move_to(&mut RunChunks {
        connection: transaction,
        table: Table::Match,
        run: transaction.last_insert_rowid(),
    })
}

fn remove_runs(transaction: &Transaction<'_>, family: &str) -> Result<(), Reason> {
    for run in run_numbers(transaction, family)? {
        transaction.execute(
            "DELETE FROM index_chunk WHERE place >= ?1 AND place < ?2",
            (first_place(run), first_place(run + 1)),
        )?;
        transaction.execute("DELETE FROM index_run WHERE number = ?1", [run])?;
    }
    Ok(())
}
