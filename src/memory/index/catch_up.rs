//! The texts that revisions brought, as the index wants them.

use std::ops::RangeInclusive;

use rusqlite::{Connection, Params};

use super::family;
use crate::matching::Sequence;
use crate::memory::Reason;
use crate::memory::catalogue::Languages;
use crate::memory::row::{PLACES, unit_and_place, variant_number};

/// Gives the texts of one family of languages.
pub(super) struct Texts<'c> {
    connection: &'c Connection,
    languages: Vec<i64>,
}

impl<'c> Texts<'c> {
    pub(super) fn new(connection: &'c Connection, of: &str) -> Result<Self, Reason> {
        let languages = Languages::load(connection)?;
        let of_family = languages.sorted().into_iter();
        let of_family = of_family.filter(|language| family(language) == of);
        let numbers = of_family.filter_map(|language| languages.number(&language));
        Ok(Self {
            connection,
            languages: numbers.collect(),
        })
    }

    /// How many texts of all languages the revisions after `after` up to `until` brought, or a few more.
    pub(super) fn count(&self, after: u32, until: u32) -> Result<u64, Reason> {
        let committed: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM variant WHERE revision > ?1 AND revision <= ?2")?
            .query_row((after, until), |row| row.get(0))?;
        let brought = self.intakes(after, until)?.into_iter();
        Ok(committed.cast_unsigned()
            + brought
                .map(|units| (units.end() - units.start() + 1).cast_unsigned())
                .sum::<u64>())
    }

    /// Calls with the number and the words of every text that the revisions after `after` up to `until` brought.
    pub(super) fn brought(
        &self,
        after: u32,
        until: u32,
        mut each: impl FnMut(u64, &Sequence) -> Result<(), Reason>,
    ) -> Result<(), Reason> {
        let committed = include_str!("../sql/index_committed.sql");
        self.rows(committed, (after, until), &mut each)?;
        let brought = include_str!("../sql/index_brought.sql");
        for units in self.intakes(after, until)? {
            let last = variant_number(*units.end(), PLACES - 1);
            self.rows(
                brought,
                (variant_number(*units.start(), 0), last),
                &mut each,
            )?;
        }
        Ok(())
    }

    /// Calls with every text of the memory but those that a later one has taken the place of.
    pub(super) fn all(
        &self,
        mut each: impl FnMut(u64, &Sequence) -> Result<(), Reason>,
    ) -> Result<(), Reason> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("../sql/index_all.sql"))?;
        let mut rows = statement.query([])?;
        // The texts of one unit so far: number, language, ordinal, words.
        let mut own: Vec<(i64, i64, u32, Sequence)> = Vec::new();
        // Those of units before, to be written over.
        let mut spare: Vec<Sequence> = Vec::new();
        while let Some(row) = rows.next()? {
            let (number, language): (i64, i64) = (row.get(0)?, row.get(1)?);
            if !self.languages.contains(&language) {
                continue;
            }
            let is_next_unit = own
                .first()
                .is_some_and(|first| unit_and_place(first.0).0 != unit_and_place(number).0);
            if is_next_unit {
                for (number, _, _, words) in own.drain(..) {
                    each(number.cast_unsigned(), &words)?;
                    spare.push(words);
                }
            }
            let ordinal: u32 = row.get(2)?;
            own.retain(|(_, other, place, _)| (*other, *place) != (language, ordinal));
            let mut words = spare.pop().unwrap_or_default();
            words.read(row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?);
            own.push((number, language, ordinal, words));
        }
        own.iter()
            .try_for_each(|(number, _, _, words)| each(number.cast_unsigned(), words))
    }

    fn intakes(&self, after: u32, until: u32) -> Result<Vec<RangeInclusive<i64>>, Reason> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("../sql/index_intakes.sql"))?;
        let spans = statement.query_map((after, until), |row| Ok(row.get(0)?..=row.get(1)?))?;
        Ok(spans.collect::<Result<_, _>>()?)
    }

    fn rows(
        &self,
        statement: &str,
        parameters: impl Params,
        each: &mut impl FnMut(u64, &Sequence) -> Result<(), Reason>,
    ) -> Result<(), Reason> {
        let mut statement = self.connection.prepare_cached(statement)?;
        let mut rows = statement.query(parameters)?;
        let mut words = Sequence::default();
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            if self.languages.contains(&row.get(1)?) {
                words.read(row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?);
                each(number.cast_unsigned(), &words)?;
            }
        }
        Ok(())
    }
}
