//! Concordance search: units in whose texts a phrase occurs, newest first.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension};

use super::past::{NOW, newest_places};
use super::read::Reader;
use super::row::{Slot, Stored, UnitRow, unit_and_place};
use super::{Memory, MemoryError, Reason};
use crate::matching::Concordance;
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

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To the last hit of the page.
    Page,
    /// Through the whole memory, to count all hits.
    All,
}

impl Memory {
    /// Finds the present texts in which something occurs, in some languages or, when none is named, in all.
    ///
    /// Goes through the texts from the newest unit back: a page of something frequent is there at once,
    /// something rare costs a pass over all keys.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn search(
        &self,
        what: &mut Concordance,
        languages: &[Language],
        page: usize,
        reach: Reach,
    ) -> Result<Page, MemoryError> {
        self.read(|connection| {
            let mut reader = Reader::new(connection, NOW)?;
            let mut statement = connection.prepare_cached(include_str!("sql/search.sql"))?;
            let mut rows = statement.query([])?;
            let (mut hits, mut all) = (Vec::new(), 0);
            // The slots of one unit of which a newer text was met.
            let (mut unit, mut met) = (0, Vec::new());
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(0)?;
                let slot = Slot {
                    language: row.get(2)?,
                    ordinal: row.get(3)?,
                };
                if unit_and_place(number).0 != unit {
                    unit = unit_and_place(number).0;
                    met.clear();
                }
                if met.contains(&slot) {
                    continue;
                }
                met.push(slot);
                let Some(key) = row
                    .get_ref(4)?
                    .as_str_or_null()
                    .map_err(rusqlite::Error::from)?
                else {
                    continue;
                };
                let language = reader.languages.tag(slot.language)?;
                let text = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
                let is_wanted = languages.is_empty() || languages.contains(language);
                if !is_wanted || !what.may_be_in(text, key, language) {
                    continue;
                }
                let came_with_intake = row.get::<_, Option<u32>>(1)?.is_none();
                if hits.len() < page {
                    let Some(hit) = hit(&mut reader, number, what)? else {
                        continue;
                    };
                    hits.push(hit);
                } else if came_with_intake && !is_visible(&reader, number)? {
                    continue;
                }
                all += 1;
                if hits.len() >= page && reach == Reach::Page {
                    return Ok(Page { hits, all: None });
                }
            }
            Ok(Page {
                hits,
                all: Some(all),
            })
        })
    }
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
    let unit = reader.unit(stored, &[])?;
    let spans = what.occurrences(&variant.text, &variant.language);
    Ok(unit.map(|unit| Hit {
        unit,
        variant,
        spans,
    }))
}

/// Whether a text is a present one.
fn is_visible(reader: &Reader<'_>, number: i64) -> Result<bool, Reason> {
    Ok(present(reader, number)?.is_some())
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
pub(super) fn unit_of_number(
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
        let page = memory.search(&mut what, &[], page, reach).unwrap();
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
