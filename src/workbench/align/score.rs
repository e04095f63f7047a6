//! `align score`, and lists of pairs to align.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::alignment::{Agreement, BeadLine, Evaluation, read_beads};
use crate::model::{Finding, Place, Severity};
use crate::project::read_file;
use crate::workbench::WorkbenchError;
use crate::workbench::source::decoded;

/// How beads agree with gold.
#[derive(Debug, Serialize)]
pub struct AlignScore {
    /// Beads that are the same in both.
    pub strict: Figures,
    /// Beads that share a link.
    pub lax: Figures,
}

/// Precision, recall and F1, each from 0 to 1.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// Found beads that are right.
    pub precision: f64,
    /// Right beads that were found.
    pub recall: f64,
    /// The harmonic mean of the two.
    pub f1: f64,
}

impl Figures {
    fn of(agreement: Agreement) -> Self {
        Self {
            precision: agreement.precision.ratio(),
            recall: agreement.recall.ratio(),
            f1: agreement.f1(),
        }
    }
}

impl AlignScore {
    /// The figures by name: strict, then lax.
    #[must_use]
    pub fn rows(&self) -> [(&'static str, f64, f64); 3] {
        let (strict, lax) = (&self.strict, &self.lax);
        [
            ("precision", strict.precision, lax.precision),
            ("recall", strict.recall, lax.recall),
            ("F1", strict.f1, lax.f1),
        ]
    }
}

/// Compares a file of beads with one that is known to be right.
///
/// # Errors
/// When a file cannot be read, or a line of it is no bead.
pub fn align_score(gold: &Path, predicted: &Path) -> Result<AlignScore, WorkbenchError> {
    let evaluation = Evaluation::of(&beads(gold)?, &beads(predicted)?);
    Ok(AlignScore {
        strict: Figures::of(evaluation.strict),
        lax: Figures::of(evaluation.lax),
    })
}

fn beads(path: &Path) -> Result<Vec<BeadLine>, WorkbenchError> {
    let name = path.display().to_string();
    let bytes = read_file(path)?;
    read_beads(&decoded(&bytes, &name)?).map_err(|error| {
        refused(
            "no-bead",
            format!("`{name}`: {error}"),
            "beads look like [0, 1]:[2]",
        )
    })
}

/// The pairs that a table names: a source and its translation a line, with a tab between; paths are
/// relative to the table.
///
/// # Errors
/// When the table cannot be read, or a line names no pair.
pub fn pairs_listed(list: &Path) -> Result<Vec<(PathBuf, PathBuf)>, WorkbenchError> {
    let name = list.display().to_string();
    let bytes = read_file(list)?;
    let folder = list.parent().unwrap_or(Path::new(""));
    let text = decoded(&bytes, &name)?;
    let lines = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty());
    let mut pairs = Vec::new();
    for (line, number) in lines {
        let [source, target] = line.split('\t').map(str::trim).collect::<Vec<_>>()[..] else {
            let count = line.split('\t').count();
            let message = format!("a pair of files has two columns, and this line has {count}");
            let hint = "put one tab between the source and its translation";
            return Err(refused_at(&name, line, number, message, hint));
        };
        let files = [source, target].map(|file| folder.join(file));
        if let Some((file, _)) = [source, target]
            .into_iter()
            .zip(&files)
            .find(|(_, path)| !path.is_file())
        {
            let message = format!("there is no file `{file}`");
            let hint = "check the path; paths are relative to the list";
            return Err(refused_at(&name, line, number, message, hint));
        }
        let [source, target] = files;
        pairs.push((source, target));
    }
    if pairs.is_empty() {
        let message = format!("`{name}` names no pair of files");
        let hint = "name a source and its translation a line, with a tab between";
        return Err(refused("no-pair", message, hint));
    }
    Ok(pairs)
}

fn refused_at(
    name: &str,
    line: &str,
    number: usize,
    message: String,
    hint: &str,
) -> WorkbenchError {
    let mut place = Place::in_text(line, 0..line.len());
    name.clone_into(&mut place.file);
    place.line = number;
    let finding = Finding::new("no-pair", Severity::Error, message).at(place);
    WorkbenchError::Refused(Box::new(finding.with_hint(hint)))
}

fn refused(id: &str, message: String, hint: &str) -> WorkbenchError {
    let finding = Finding::new(id, Severity::Error, message).with_hint(hint);
    WorkbenchError::Refused(Box::new(finding))
}
