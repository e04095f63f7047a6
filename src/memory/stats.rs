//! What a memory holds, in figures; and which units say the same.

use std::collections::HashMap;
use std::fs;

use super::past::NOW;
use super::read::{Part, Reader};
use super::{Memory, MemoryError, schema};
use crate::model::{State, Unit, UnitId, Variant};
use crate::text::Language;

/// What a memory holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Units that documents have.
    pub units_in_documents: u64,
    /// Units that their documents have lost.
    pub units_obsolete: u64,
    /// Units that live in the memory alone.
    pub units_alone: u64,
    /// Units of the memory alone whose texts an earlier unit has, too.
    pub duplicates: u64,
    /// The present texts by language, sorted by tag.
    pub languages: Vec<LanguageStats>,
    /// Revisions.
    pub revisions: u32,
    /// Imports, those that were undone left out.
    pub intakes: u64,
    /// The size of its file and of the log beside it, in bytes.
    pub bytes: u64,
}

/// The present texts in one language.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LanguageStats {
    /// The language.
    pub lang: Language,
    /// All of them.
    pub texts: u64,
    /// Those of each state, in the order of [`State::ALL`].
    pub states: [u64; 4],
    /// Those that a person should look at again.
    pub needs_work: u64,
}

/// Finds units that say what an earlier one says.
///
/// Needs some 100 bytes for each unit.
#[derive(Debug, Default)]
pub struct Duplicates {
    seen: HashMap<[u8; 32], UnitId>,
}

impl Duplicates {
    /// The earlier unit with the same texts and inline codes in the same languages, each of which has come as far;
    /// takes note of the unit when there is none.
    pub fn find(&mut self, unit: &Unit) -> Option<&UnitId> {
        let mut texts: Vec<(&str, &str, String)> = unit.variants.iter().map(content).collect();
        texts.sort_unstable();
        let mut hasher = blake3::Hasher::new();
        for (language, text, rest) in texts {
            for part in [language, text, &rest] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        let mut is_new = false;
        let first = self
            .seen
            .entry(hasher.finalize().into())
            .or_insert_with(|| {
                is_new = true;
                unit.id.clone()
            });
        (!is_new).then_some(first)
    }
}

/// What a variant says: language, text, and the rest in some writing of its own.
fn content(variant: &Variant) -> (&str, &str, String) {
    let flag = variant.needs_work.is_some();
    let rest = match variant.codes.as_slice() {
        [] => format!("{} {flag}", variant.state),
        codes => format!("{} {flag} {codes:?}", variant.state),
    };
    (variant.language.as_str(), &variant.text, rest)
}

impl Memory {
    /// Counts what the memory holds, of one moment. Costs one pass over all units.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn stats(&self) -> Result<Stats, MemoryError> {
        let intakes = self.intakes()?.into_iter();
        let mut stats = Stats {
            intakes: intakes.filter(|intake| intake.undone.is_none()).count() as u64,
            bytes: self.bytes(),
            ..Stats::default()
        };
        let mut duplicates = Duplicates::default();
        self.read(|connection| {
            stats.revisions = schema::newest_revision(connection)?;
            let mut reader = Reader::new(connection, NOW)?;
            reader.part(&Part::Everything, |reader, stored| {
                let is_obsolete = stored.unit.obsolete;
                if let Some(unit) = reader.unit(&stored, &[])? {
                    stats.count(&unit, is_obsolete, &mut duplicates);
                }
                Ok(true)
            })
        })?;
        stats
            .languages
            .sort_by(|one, other| one.lang.cmp(&other.lang));
        Ok(stats)
    }

    /// The size of the file and of the log beside it; what cannot be seen counts for nothing.
    fn bytes(&self) -> u64 {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        let size = |path| fs::metadata(path).map_or(0, |file| file.len());
        size(self.path.clone().into_os_string()) + size(log)
    }
}

impl Stats {
    fn count(&mut self, unit: &Unit, is_obsolete: bool, duplicates: &mut Duplicates) {
        let is_duplicate = duplicates.find(unit).is_some();
        match (&unit.placement, is_obsolete) {
            (_, true) => self.units_obsolete += 1,
            (Some(_), false) => self.units_in_documents += 1,
            (None, false) => {
                self.units_alone += 1;
                self.duplicates += u64::from(is_duplicate);
            }
        }
        for variant in &unit.variants {
            let known = |own: &LanguageStats| own.lang == variant.language;
            let at = self.languages.iter().position(known).unwrap_or_else(|| {
                self.languages.push(LanguageStats {
                    lang: variant.language.clone(),
                    texts: 0,
                    states: [0; State::ALL.len()],
                    needs_work: 0,
                });
                self.languages.len() - 1
            });
            let own = &mut self.languages[at];
            own.texts += 1;
            own.states[variant.state as usize] += 1;
            own.needs_work += u64::from(variant.needs_work.is_some());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Commit, Source};
    use crate::model::Timestamp;

    fn unit(id: &str, english: &str, urdu: &str) -> Unit {
        let variant = |tag, text| Variant::new(Language::parse(tag).unwrap(), text);
        let mut unit = Unit::new(UnitId(id.to_owned()), variant("en", english));
        unit.variants.push(variant("ur", urdu));
        unit
    }

    #[test]
    fn present_texts_are_counted_by_language_and_state() {
        let folder = tempfile::tempdir().unwrap();
        let mut memory = Memory::create(folder.path().join("memory.db")).unwrap();
        let mut flagged = unit("a", "Close the gate.", "پھاٹک بند کرو۔");
        flagged.variants[1].needs_work = Some("wrong word".to_owned());
        let mut reviewed = unit("b", "Feed the dogs.", "کتوں کو کھلاؤ۔");
        reviewed.variants[1].state = State::Reviewed;
        let commit = Commit::new("Ahmad", Timestamp(1), "");
        let units = [flagged, reviewed];
        memory
            .commit(&Commit {
                units: &units,
                ..commit.clone()
            })
            .unwrap();
        let source = Source {
            file: "old.tmx",
            format: "tmx",
            author: "Ahmad",
            time: Timestamp(1),
        };
        let mut intake = memory.begin_intake(source).unwrap();
        intake
            .add(unit("c", "Feed the dogs.", "کتوں کو کھلاؤ۔"))
            .unwrap();
        intake
            .add(unit("e", "Feed the dogs.", "کتوں کو کھلاؤ۔"))
            .unwrap();
        intake.add(unit("d", "Feed the goats.", "")).unwrap();
        intake.finish(&Vec::new(), &[]).unwrap();
        let units = [unit("d", "Feed the hens.", "")];
        memory
            .commit(&Commit {
                units: &units,
                ..commit
            })
            .unwrap();
        let stats = memory.stats().unwrap();
        assert_eq!((stats.units_alone, stats.duplicates), (5, 1));
        assert_eq!((stats.revisions, stats.intakes), (3, 1));
        assert!(stats.bytes > 0);
        let [english, urdu] = &stats.languages[..] else {
            panic!("{stats:?}");
        };
        assert_eq!((english.texts, english.states), (5, [0, 5, 0, 0]));
        assert_eq!((urdu.texts, urdu.states), (5, [1, 3, 1, 0]));
        assert_eq!(urdu.needs_work, 1);
    }
}
