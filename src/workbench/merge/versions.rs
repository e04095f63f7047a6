//! `merge --git`: two versions of a segment file put together for version control.

use std::path::Path;

use super::settle::{How, Sides, settle};
use crate::exchange::po::SegmentFile;
use crate::model::{Severity, UnitId};
use crate::project::read_file;
use crate::workbench::WorkbenchError;
use crate::workbench::diff::refused;
use crate::workbench::segment_files::{LanguageFile, save_all};

/// What the other version is called in reasons.
const OTHER: &str = "the other branch";

/// Merges two versions of a segment file that have one ancestor, text by text; `mine` is written. Returns the units
/// in conflict, which have both texts.
///
/// Sources and places are those of `mine`; `build` brings them up to date. Entries that only `theirs` has come behind
/// the others. An ancestor that is empty has no entries.
///
/// # Errors
/// When a file cannot be read, an entry of one cannot be, or `mine` cannot be written; then it is as it was.
pub fn merge_versions(
    base: &Path,
    mine: &Path,
    theirs: &Path,
    name: &str,
) -> Result<Vec<UnitId>, WorkbenchError> {
    let base = version(base, name)?;
    let mut mine = version(mine, name)?;
    let theirs = version(theirs, name)?;
    let mut conflicts = Vec::new();
    let live = theirs.file.entries();
    for entry in live.chain(theirs.file.obsolete_entries()) {
        let id = entry.id();
        let other = theirs.said_in(&entry);
        let ancestor = base.file.entry(&id).map(|entry| base.said_in(&entry));
        let own = mine.file.entry(&id);
        let own = own.map(|own| (own.source().into_owned(), mine.said_in(&own)));
        let Some((source, own)) = own else {
            // What this side has dropped stays away, unless the other side has worked on it.
            if ancestor.is_none_or(|old| old != other) {
                mine.take(&entry);
            }
            continue;
        };
        let past: Vec<_> = ancestor.into_iter().collect();
        let (how, new) = settle(&Sides {
            file: OTHER,
            mine: &own,
            theirs: &other,
            past: &past,
            base: past.first().map(|old| old.text.as_str()),
            is_stale: source != entry.source(),
        });
        match how {
            How::Kept => {}
            How::Taken | How::Merged => mine.put(&id, Some(&new)),
            How::Conflict | How::Blocked => {
                mine.put(&id, Some(&new));
                conflicts.push(id);
            }
        }
    }
    save_all([&mine], false)?;
    Ok(conflicts)
}

/// One version of the file.
fn version(path: &Path, name: &str) -> Result<LanguageFile, WorkbenchError> {
    let bytes = read_file(path)?;
    let (file, findings) = SegmentFile::read(&bytes).map_err(WorkbenchError::Refused)?;
    let is_broken = findings.iter().any(|one| one.severity == Severity::Error);
    if is_broken {
        return Err(refused(
            "broken-entry",
            format!("a version of `{name}` has entries that cannot be read"),
            "`tarjuman build` on that branch names them; nothing was merged",
        ));
    }
    let language = file.language().unwrap_or_default();
    Ok(LanguageFile::apart(language, path, name, file))
}
