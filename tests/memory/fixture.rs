//! Memories and units to try things on.

use std::path::PathBuf;

use tarjuman::memory::{Commit, CommitReport, Memory, MemoryError, Restore, Scope};
use tarjuman::model::{DocumentName, Placement, State, Timestamp, Unit, UnitId, Variant};
use tarjuman::text::Language;
use tempfile::TempDir;

/// A folder with a new memory in it.
pub(crate) struct Fixture {
    pub(crate) folder: TempDir,
    pub(crate) memory: Memory,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let memory = Memory::create(folder.path().join("memory.db")).unwrap();
        Self { folder, memory }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Commits units at a time that is the number of the next revision.
    pub(crate) fn commit(&mut self, units: &[Unit]) -> CommitReport {
        commit(&mut self.memory, units).unwrap()
    }

    pub(crate) fn restore(&mut self, scope: Scope, to: u32) -> CommitReport {
        self.memory
            .restore(&Restore {
                scope,
                languages: Vec::new(),
                languages_alone: Vec::new(),
                to,
                author: "Zarghuna",
                time: Timestamp(900),
                message: "as it was",
            })
            .unwrap()
    }

    pub(crate) fn units(&self) -> Vec<Unit> {
        units(&self.memory, None)
    }

    pub(crate) fn text(&self, id: &str, tag: &str) -> Option<String> {
        let held = self.memory.unit(&self::id(id)).unwrap()?;
        held.unit
            .variant(&lang(tag))
            .map(|variant| variant.text.clone())
    }
}

pub(crate) fn commit(memory: &mut Memory, units: &[Unit]) -> Result<CommitReport, MemoryError> {
    let time = Timestamp(i64::from(memory.newest_revision()?) + 1);
    memory.commit(&Commit {
        units,
        ..Commit::new("Ahmad", time, "work")
    })
}

pub(crate) fn units(memory: &Memory, at: Option<u32>) -> Vec<Unit> {
    let mut units = Vec::new();
    let filter = tarjuman::memory::Filter {
        at,
        obsolete: tarjuman::memory::Obsolete::Include,
        ..Default::default()
    };
    memory
        .units(&filter, |unit| {
            units.push(unit.clone());
            Ok::<_, MemoryError>(())
        })
        .unwrap();
    units
}

pub(crate) fn lang(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

pub(crate) fn id(id: &str) -> UnitId {
    UnitId(id.to_owned())
}

pub(crate) fn name(name: &str) -> DocumentName {
    DocumentName::new(name).unwrap()
}

/// A unit in no document: English, and a translation where there is one.
pub(crate) fn loose(id: &str, texts: &[(&str, &str)]) -> Unit {
    let mut variants = texts
        .iter()
        .map(|(tag, text)| Variant::new(lang(tag), *text));
    let mut unit = Unit::new(self::id(id), variants.next().unwrap());
    unit.variants.extend(variants);
    unit
}

/// A unit of a document.
pub(crate) fn placed(id: &str, document: &str, order: u32, texts: &[(&str, &str)]) -> Unit {
    let mut unit = loose(id, texts);
    unit.placement = Some(Placement {
        document: name(document),
        order,
        paragraph: 1,
        sentence: order + 1,
        segments: 1,
        line: 1,
    });
    unit
}

pub(crate) fn reviewed(mut unit: Unit) -> Unit {
    for variant in unit.variants.iter_mut().skip(1) {
        variant.state = State::Reviewed;
    }
    unit
}
