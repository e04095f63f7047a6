//! The texts that revisions brought, as the index wants them.

use rusqlite::Connection;

use super::family;
use crate::matching::Sequence;
use crate::memory::Reason;
use crate::memory::body::Body;
use crate::memory::catalogue::Languages;
use crate::memory::histories::{EVERY_UNIT, Units, born_bodies, present_bodies};
use crate::memory::row::{Slot, VariantRow};
use crate::text::{Language, write_match_key};

/// Gives the texts of one family of languages.
pub(super) struct Texts<'c> {
    connection: &'c Connection,
    languages: Vec<(i64, Language)>,
}

impl<'c> Texts<'c> {
    pub(super) fn new(connection: &'c Connection, of: &str) -> Result<Self, Reason> {
        let languages = Languages::load(connection)?;
        let of_family = languages.sorted().into_iter();
        let of_family = of_family.filter(|language| family(language) == of);
        let numbered =
            of_family.filter_map(|language| Some((languages.number(&language)?, language)));
        Ok(Self {
            connection,
            languages: numbered.collect(),
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
        let mut reading = Reading::new(self);
        let committed = include_str!("../sql/index_committed.sql");
        let mut committed = self.connection.prepare_cached(committed)?;
        let mut rows = committed.query((after, until))?;
        while let Some(row) = rows.next()? {
            let VariantRow { slot, body, .. } = VariantRow::read(row)?;
            if let Some(body) = &body {
                reading.text(row.get(0)?, slot, body, &mut each)?;
            }
        }
        for units in self.intakes(after, until)? {
            born_bodies(self.connection, &units, |text| {
                reading.text(text.number, text.slot, text.body, &mut each)
            })?;
        }
        Ok(())
    }

    /// Calls with every present text of the memory.
    pub(super) fn all(
        &self,
        mut each: impl FnMut(u64, &Sequence) -> Result<(), Reason>,
    ) -> Result<(), Reason> {
        let mut reading = Reading::new(self);
        present_bodies(self.connection, &EVERY_UNIT, |text| {
            reading.text(text.number, text.slot, text.body, &mut each)
        })
    }

    fn intakes(&self, after: u32, until: u32) -> Result<Vec<Units>, Reason> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("../sql/index_intakes.sql"))?;
        let spans = statement.query_map((after, until), |row| Ok(row.get(0)?..=row.get(1)?))?;
        Ok(spans.collect::<Result<_, _>>()?)
    }
}

/// Makes words of the texts of a family.
struct Reading<'t> {
    languages: &'t [(i64, Language)],
    key: String,
    words: Sequence,
}

impl<'t> Reading<'t> {
    fn new(texts: &'t Texts<'_>) -> Self {
        Self {
            languages: &texts.languages,
            key: String::new(),
            words: Sequence::default(),
        }
    }

    /// Calls with a text's words, if it is one of the family.
    fn text(
        &mut self,
        number: i64,
        slot: Slot,
        body: &Body,
        each: &mut impl FnMut(u64, &Sequence) -> Result<(), Reason>,
    ) -> Result<(), Reason> {
        let mut languages = self.languages.iter();
        let Some((_, language)) = languages.find(|(own, _)| *own == slot.language) else {
            return Ok(());
        };
        write_match_key(&mut self.key, body.text()?, language);
        self.words.read(&self.key);
        each(number.cast_unsigned(), &self.words)
    }
}
