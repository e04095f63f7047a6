//! Concordance search: units in whose texts a phrase occurs, newest first.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension};

use super::histories::present_bodies;
use super::past::{NOW, newest_places};
use super::read::Reader;
use super::row::{Stored, UnitRow, unit_and_place};
use super::{Memory, MemoryError, Reason, schema};
use crate::matching::index::Found;
use crate::matching::{Concordance, Reach};
use crate::model::{Unit, Variant};
use crate::text::Language;

/// A text of the memory in which something was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The unit with all its texts.
    pub unit: Unit,
    /// The text.
    pub variant: Variant,
    /// Where in the text, in UTF-8 bytes.
    pub spans: Vec<Range<usize>>,
}

/// A page of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The hits, the newest units first.
    pub hits: Vec<Hit>,
    /// How many texts have an occurrence; `None` when the search ended with the page.
    pub all: Option<u64>,
}

/// So many units are looked through before it is asked whether the page is full.
const LOOK_AT: i64 = 1024;

impl Memory {
    /// Finds the present texts in which something occurs, in some languages or, when none is named, in all.
    ///
    /// `page` says which of them to hand over, counted from 0, those of the newest units first. A phrase is searched
    /// in the search index; a regular expression costs a pass over all texts.
    ///
    /// # Errors
    /// When the memory cannot be read; [`Reason::OldIndex`] when its search index is damaged.
    pub fn search(
        &self,
        what: &mut Concordance,
        languages: &[Language],
        page: Range<usize>,
        reach: Reach,
    ) -> Result<Page, MemoryError> {
        self.read(|connection| {
            let mut reader = Reader::new(connection, NOW)?;
            let found = if what.is_phrase() {
                let mut phrases = self.index.phrases.borrow_mut();
                phrases.refresh(connection, schema::newest_revision(connection)?)?;
                let extent = (page.end, reach);
                phrases.search(connection, &reader.languages, what, languages, extent)?
            } else {
                look_through(&reader, what, languages, page.end, reach)?
            };
            let mut hits = Vec::new();
            for number in found.numbers.iter().skip(page.start) {
                hits.extend(hit(&mut reader, number.cast_signed(), what)?);
            }
            Ok(Page {
                hits,
                all: found.all,
            })
        })
    }

    /// The present texts before and after that of a unit in its document, in a language.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn neighbours(
        &self,
        unit: &Unit,
        language: &Language,
    ) -> Result<[Option<String>; 2], MemoryError> {
        let Some(place) = &unit.placement else {
            return Ok([None, None]);
        };
        self.read(|connection| {
            let mut reader = Reader::new(connection, NOW)?;
            let mut text_of = |statement: &str| -> Result<Option<String>, Reason> {
                let number: Option<i64> = connection
                    .prepare_cached(statement)?
                    .query_row((place.document.as_str(), place.order), |row| row.get(0))
                    .optional()?;
                let row = number.map(|number| unit_of_number(connection, number));
                let Some(row) = row.transpose()?.flatten() else {
                    return Ok(None);
                };
                let unit = reader.unit(&Stored::read(connection, row)?, &[])?;
                let mut texts = unit.into_iter().flat_map(|unit| unit.variants);
                let own = texts.find(|variant| variant.language == *language);
                Ok(own.map(|variant| variant.text))
            };
            Ok([
                text_of(include_str!("sql/unit_before.sql"))?,
                text_of(include_str!("sql/unit_after.sql"))?,
            ])
        })
    }
}

/// Looks into every present text, from the newest units back.
fn look_through(
    reader: &Reader<'_>,
    what: &mut Concordance,
    languages: &[Language],
    page: usize,
    reach: Reach,
) -> Result<Found, Reason> {
    let last: Option<i64> =
        reader
            .connection
            .query_row("SELECT max(number) FROM unit", [], |row| row.get(0))?;
    let (mut numbers, mut all) = (Vec::new(), 0);
    let mut end = last.map_or(0, |last| last + 1);
    while end > 0 {
        let begin = (end - LOOK_AT).max(0);
        let mut found = Vec::new();
        present_bodies(reader.connection, &(begin..=end - 1), |text| {
            let language = reader.languages.tag(text.slot.language)?;
            let is_wanted = languages.is_empty() || languages.contains(language);
            if is_wanted && what.may_be_in(text.body.text()?, "", language) {
                found.push(text.number.cast_unsigned());
            }
            Ok(())
        })?;
        all += found.len() as u64;
        let room = page - numbers.len();
        numbers.extend(found.into_iter().rev().take(room));
        if numbers.len() >= page && reach == Reach::Page {
            return Ok(Found { numbers, all: None });
        }
        end = begin;
    }
    Ok(Found {
        numbers,
        all: Some(all),
    })
}

/// The hit that a text makes; `None` when nobody can see it.
fn hit(
    reader: &mut Reader<'_>,
    number: i64,
    what: &mut Concordance,
) -> Result<Option<Hit>, Reason> {
    let Some((stored, at)) = present(reader, number)? else {
        return Ok(None);
    };
    let Some(variant) = reader.variant_of(&stored.history[at])? else {
        return Ok(None);
    };
    let unit = reader.unit(&stored, &[])?;
    let spans = what.occurrences(&variant.text, &variant.language);
    Ok(unit.map(|unit| Hit {
        unit,
        variant,
        spans,
    }))
}

/// The unit of a text with the text's place, if the text is a present one.
pub(super) fn present(reader: &Reader<'_>, number: i64) -> Result<Option<(Stored, usize)>, Reason> {
    let (unit, place) = unit_and_place(number);
    let Some(row) = unit_of_number(reader.connection, unit)? else {
        return Ok(None);
    };
    let span = reader.spans.of(row.intake);
    let stored = Stored::read(reader.connection, row)?;
    let present = newest_places(&stored.history, span, NOW);
    let at = present
        .into_iter()
        .find(|at| stored.history[*at].place == place);
    Ok(at.map(|at| (stored, at)))
}

/// The unit of a number.
pub(in crate::memory) fn unit_of_number(
    connection: &Connection,
    unit: i64,
) -> Result<Option<UnitRow>, Reason> {
    connection
        .prepare_cached(include_str!("sql/unit_by_number.sql"))?
        .query_row([unit], |row| Ok(UnitRow::read(row)))
        .optional()?
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Bounds;
    use crate::memory::{Commit, Source};
    use crate::model::{Timestamp, UnitId};

    fn unit(id: &str, english: &str, urdu: &str) -> Unit {
        let variant = |tag, text| Variant::new(Language::parse(tag).unwrap(), text);
        let mut unit = Unit::new(UnitId(id.to_owned()), variant("en", english));
        unit.variants.push(variant("ur", urdu));
        unit
    }

    fn memory() -> (tempfile::TempDir, Memory) {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::create(folder.path().join("memory.db")).unwrap();
        (folder, memory)
    }

    fn commit(memory: &mut Memory, units: &[Unit]) {
        let commit = Commit::new("Ahmad", Timestamp(1), "");
        memory.commit(&Commit { units, ..commit }).unwrap();
    }

    fn search(
        memory: &Memory,
        phrase: &str,
        page: usize,
        reach: Reach,
    ) -> (Vec<String>, Option<u64>) {
        let mut what = Concordance::phrase(phrase, Bounds::Anywhere);
        let page = memory.search(&mut what, &[], 0..page, reach).unwrap();
        (
            page.hits.into_iter().map(|hit| hit.unit.id.0).collect(),
            page.all,
        )
    }

    #[test]
    fn the_newest_units_come_first_and_all_are_counted() {
        let (_folder, mut memory) = memory();
        let units: Vec<Unit> = (0..9)
            .map(|n| unit(&format!("u{n}"), &format!("Gate {n}"), "یہ کتاب"))
            .collect();
        commit(&mut memory, &units);
        assert_eq!(
            search(&memory, "gate", 2, Reach::All),
            (vec!["u8".into(), "u7".into()], Some(9))
        );
        assert_eq!(search(&memory, "gate", 2, Reach::Page).1, None);
        assert_eq!(
            search(&memory, "كتاب", 1, Reach::All),
            (vec!["u8".into()], Some(9))
        );
        assert_eq!(
            search(&memory, "gate 3", 5, Reach::Page),
            (vec!["u3".into()], Some(1))
        );
    }

    #[test]
    fn only_present_texts_are_found() {
        let (_folder, mut memory) = memory();
        commit(&mut memory, &[unit("a", "Old gate", "در")]);
        commit(&mut memory, &[unit("a", "New gate", "در")]);
        assert_eq!(search(&memory, "old", 5, Reach::All), (vec![], Some(0)));
        let source = Source {
            file: "a.tmx",
            format: "tmx",
            author: "Ahmad",
            time: Timestamp(1),
        };
        let mut intake = memory.begin_intake(source).unwrap();
        intake.add(unit("b", "A third gate", "")).unwrap();
        let number = intake.finish(&Vec::new(), &[]).unwrap().intake.unwrap();
        assert_eq!(
            search(&memory, "gate", 1, Reach::All),
            (vec!["b".into()], Some(2))
        );
        memory
            .undo_intake(number, "Ahmad", Timestamp(2), "")
            .unwrap();
        assert_eq!(search(&memory, "gate", 0, Reach::All), (vec![], Some(1)));
        assert_eq!(
            search(&memory, "gate", 5, Reach::All),
            (vec!["a".into()], Some(1))
        );
    }
}
