//! `memory`: the whole memory as a dump, from a dump, or as a copy.

use std::fs;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

use serde::Serialize;

use super::{Workbench, WorkbenchError};
use crate::memory::{IntakeRecord, LanguageStats, UndoReport};
use crate::project::{FileError, Replacement};

/// What the memory holds, in figures.
#[derive(Debug, Serialize)]
pub struct StatsReport {
    /// Units that documents have.
    pub units_in_documents: u64,
    /// Units that their documents have lost.
    pub units_obsolete: u64,
    /// Units that live in the memory alone.
    pub units_alone: u64,
    /// Units of the memory alone whose texts an earlier unit has, too.
    pub duplicates: u64,
    /// The present texts by language; states in the order initial, translated, reviewed, final.
    pub languages: Vec<LanguageStats>,
    /// Revisions.
    pub revisions: u32,
    /// Imports, those that were undone left out.
    pub intakes: u64,
    /// The size of the file and of the log beside it, in bytes.
    pub bytes: u64,
    /// The index of each language that has one.
    pub index: Vec<IndexStats>,
}

/// The index of the texts in one language and its variants.
#[derive(Debug, Serialize)]
pub struct IndexStats {
    /// The language.
    pub lang: String,
    /// Texts in the index.
    pub texts: u64,
    /// Texts that are looked at one by one until they are built in.
    pub waiting: u64,
}

impl Workbench {
    /// Counts what the memory holds.
    ///
    /// # Errors
    /// When there is no memory, or it cannot be read.
    pub fn stats(&self) -> Result<StatsReport, WorkbenchError> {
        let memory = self.existing_memory()?;
        let stats = memory.stats()?;
        let index = memory.index_state()?.into_iter();
        Ok(StatsReport {
            units_in_documents: stats.units_in_documents,
            units_obsolete: stats.units_obsolete,
            units_alone: stats.units_alone,
            duplicates: stats.duplicates,
            languages: stats.languages,
            revisions: stats.revisions,
            intakes: stats.intakes,
            bytes: stats.bytes,
            index: index
                .map(|side| IndexStats {
                    lang: side.family,
                    texts: side.texts,
                    waiting: side.waiting,
                })
                .collect(),
        })
    }

    /// Writes the memory with its history as JSON Lines.
    ///
    /// # Errors
    /// When there is no memory, it cannot be read, or the output fails.
    pub fn dump(&self, output: &mut dyn Write) -> Result<(), WorkbenchError> {
        let mut buffered = BufWriter::with_capacity(1 << 16, output);
        Ok(self.existing_memory()?.dump(&mut buffered)?)
    }

    /// The same into a file, which appears at once and whole.
    ///
    /// # Errors
    /// As for [`Self::dump`], and when the file cannot be written.
    pub fn dump_to_file(&self, path: &Path) -> Result<(), WorkbenchError> {
        self.spare_the_memory(path)?;
        let memory = self.existing_memory()?;
        let mut file = BufWriter::new(Replacement::begin(path)?);
        memory.dump(&mut file)?;
        let refuse = |error| FileError::new("write", path, error);
        file.into_inner()
            .map_err(|error| refuse(error.into_error()))?
            .finish()?;
        Ok(())
    }

    /// Fills the project's memory, which must be empty or not there, from a dump.
    ///
    /// # Errors
    /// When the memory holds something, a line cannot be taken, or nothing can be written; a memory that
    /// was not there is then still not there.
    pub fn load(&self, input: &mut dyn Read) -> Result<(), WorkbenchError> {
        let _lock = self.lock_unless(false)?;
        let path = self.project.memory_path();
        let new = !path.exists();
        let mut memory = self.memory_for_writing()?;
        let loaded = memory.load(&mut BufReader::with_capacity(1 << 16, input));
        drop(memory);
        if loaded.is_err() && new {
            fs::remove_file(&path).map_err(|error| FileError::new("remove", &path, error))?;
        }
        Ok(loaded?)
    }

    /// Copies the memory as it is at this moment into a new file.
    ///
    /// # Errors
    /// When there is something of that name, or it cannot be written.
    pub fn backup(&self, path: &Path) -> Result<(), WorkbenchError> {
        Ok(self.existing_memory()?.backup(path)?)
    }

    /// Reads the whole memory and checks that it fits together.
    ///
    /// # Errors
    /// When there is no memory, or with the first thing that is wrong in it.
    pub fn verify(&self) -> Result<(), WorkbenchError> {
        let memory = self.existing_memory()?;
        memory.verify()?;
        Ok(memory.verify_index()?)
    }

    /// Makes the indexes of the memory anew; returns how many texts that of matching holds.
    ///
    /// # Errors
    /// When there is no memory, or it cannot be written.
    pub fn reindex(&self) -> Result<u64, WorkbenchError> {
        let mut memory = self.existing_memory_for_writing()?;
        let report = memory.reindex()?;
        Ok(report.built.iter().map(|(_, texts)| texts).sum())
    }

    /// The imports that came to their end, the oldest first.
    ///
    /// # Errors
    /// When there is no memory, or it cannot be read.
    pub fn intakes(&self) -> Result<Vec<IntakeRecord>, WorkbenchError> {
        Ok(self.existing_memory()?.intakes()?)
    }

    /// Undoes an import as a whole, as a new revision; units that were worked on since stay.
    ///
    /// # Errors
    /// When there is no such import, or the memory cannot be written.
    pub fn undo_intake(&self, number: u32) -> Result<UndoReport, WorkbenchError> {
        let message = format!("undo of import {number}");
        let mut memory = self.existing_memory_for_writing()?;
        Ok(memory.undo_intake(number, self.author(), self.session.time, &message)?)
    }

    /// A fingerprint of all that a dump of the memory holds, as 64 hexadecimal digits.
    ///
    /// # Errors
    /// When there is no memory, or it cannot be read.
    pub fn digest(&self) -> Result<String, WorkbenchError> {
        Ok(self.existing_memory()?.digest()?)
    }
}
