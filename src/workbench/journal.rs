//! What the segment files were before the last update, so that it can be taken back.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Workbench, WorkbenchError};
use crate::model::{Finding, Severity, Timestamp};
use crate::project::{Batch, FileError, read_file, write_atomically};

/// The first line of the journal.
#[derive(Serialize, Deserialize)]
struct Head {
    /// What it is: `update-journal`.
    r#type: String,
    /// Its version.
    v: u32,
    /// When the update was made.
    time: Timestamp,
}

/// A file that the update changed.
#[derive(Serialize, Deserialize)]
struct Change {
    /// Its name, from the project folder.
    file: String,
    /// What it held before; `None` when it was not there.
    before: Option<String>,
    /// The hash of what it holds since; `None` when it is gone.
    after: Option<String>,
}

/// What `update --undo` did, or would do.
#[derive(Debug, Serialize)]
pub struct UndoneUpdate {
    /// When the update was made that is taken back.
    pub updated: Timestamp,
    /// The files that are as they were before.
    pub files: Vec<String>,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

const TYPE: &str = "update-journal";

impl Workbench {
    /// Carries out a batch, after what it changes was written down.
    pub(super) fn carry_out_with_journal(&self, batch: Batch) -> Result<(), WorkbenchError> {
        if batch.is_empty() {
            return Ok(());
        }
        let path = self.project.journal_path();
        let earlier = fs::read(&path).ok();
        write_atomically(&path, self.journal(&batch)?.as_bytes())?;
        batch.carry_out().map_err(|error| {
            // Nothing was changed, so the update before is still the last one.
            let _ = match earlier {
                Some(earlier) => write_atomically(&path, &earlier).map(drop),
                None => removed(&path),
            };
            error.into()
        })
    }

    fn journal(&self, batch: &Batch) -> Result<String, WorkbenchError> {
        let head = Head {
            r#type: TYPE.to_owned(),
            v: 1,
            time: self.session.time,
        };
        let mut journal = line(&head)?;
        let writes = batch
            .writes()
            .map(|(path, bytes)| (path, Some(hash(bytes))));
        let removals = batch.removals().map(|path| (path, None));
        for (path, after) in writes.chain(removals) {
            let before = match path.exists() {
                true => Some(String::from_utf8_lossy(&read_file(path)?).into_owned()),
                false => None,
            };
            journal.push_str(&line(&Change {
                file: self.project.shown(path),
                before,
                after,
            })?);
        }
        Ok(journal)
    }

    /// Puts the segment files back as they were before the last update.
    ///
    /// # Errors
    /// When there is none, when a file was changed since, or when a file cannot be written.
    pub fn undo_update(&self, dry_run: bool) -> Result<UndoneUpdate, WorkbenchError> {
        let _lock = self.lock_unless(dry_run)?;
        let path = self.project.journal_path();
        if !path.exists() {
            return Err(refused(
                "no-update",
                "there is no update to take back",
                "only the last update can be taken back, and only once; version control has what was before",
            ));
        }
        let text = read_file(&path)?;
        let (updated, changes) = read(&text).ok_or_else(|| {
            refused(
                "broken-journal",
                &format!("`{}` cannot be read", self.project.shown(&path)),
                "take the segment files back from version control, and delete that file",
            )
        })?;
        let mut batch = Batch::default();
        for change in &changes {
            let file = self.project.root().join(&change.file);
            self.project.keep_inside(&file)?;
            let now = fs::read(&file).ok().map(|bytes| hash(&bytes));
            if now != change.after {
                return Err(refused(
                    "changed-since",
                    &format!("`{}` was changed since the update", change.file),
                    "nothing was taken back, so that no work is lost; version control has the file as it was before",
                ));
            }
            match &change.before {
                Some(before) => batch.write(file, before.clone().into_bytes()),
                None => batch.remove(file),
            }
        }
        if !dry_run {
            batch.carry_out()?;
            removed(&path)?;
        }
        Ok(UndoneUpdate {
            updated,
            files: changes.into_iter().map(|change| change.file).collect(),
            dry_run,
        })
    }
}

fn read(text: &[u8]) -> Option<(Timestamp, Vec<Change>)> {
    let mut lines = std::str::from_utf8(text).ok()?.lines();
    let head: Head = serde_json::from_str(lines.next()?).ok()?;
    let changes = lines.map(|line| serde_json::from_str(line).ok());
    let changes = changes.collect::<Option<Vec<_>>>()?;
    (head.r#type == TYPE && head.v == 1).then_some((head.time, changes))
}

fn line(record: &impl Serialize) -> Result<String, WorkbenchError> {
    let line = serde_json::to_string(record);
    Ok(line.map_err(|error| WorkbenchError::Internal(error.into()))? + "\n")
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn removed(path: &Path) -> Result<(), FileError> {
    fs::remove_file(path).map_err(|error| FileError::new("remove", path, error))
}

fn refused(id: &str, message: &str, hint: &str) -> WorkbenchError {
    let finding = Finding::new(id, Severity::Error, message.to_owned()).with_hint(hint);
    WorkbenchError::Refused(Box::new(finding))
}
