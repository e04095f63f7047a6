//! The verbs: each takes a project and returns a report; none prints.

mod error;
mod init;
mod plan;
mod segment;
mod segment_jsonl;
mod settings;
mod source;

use std::path::Path;
use std::time::Duration;

use crate::model::Timestamp;
use crate::project::Project;

pub use error::WorkbenchError;
pub use init::{InitReport, NewProject, init};
pub use segment::{CutSegment, Cutter, SegmentOptions};
pub use segment_jsonl::Answer;
pub use settings::Settings;

pub use crate::document::LineEnds;

/// An open project, with who calls and when.
#[derive(Debug)]
pub struct Workbench {
    project: Project,
    session: Session,
}

/// Who calls, and when: the library has no clock and no environment of its own.
#[derive(Clone, Debug)]
pub struct Session {
    /// The author whom the caller named.
    pub author: Option<String>,
    /// The account's name, for when neither the caller nor the project names an author.
    pub user: String,
    /// The time of the call.
    pub time: Timestamp,
    /// How long to wait for another writer.
    pub patience: Duration,
}

impl Workbench {
    /// Opens the project around a folder, walking up from there.
    ///
    /// # Errors
    /// When there is none, or its settings cannot be used.
    pub fn open(start: &Path, session: Session) -> Result<Self, WorkbenchError> {
        let project = Project::find(start)?;
        Ok(Self { project, session })
    }

    /// Who is named in revisions.
    fn author(&self) -> &str {
        let own = self.session.author.as_deref();
        own.or(self.project.config().project.author.as_deref())
            .unwrap_or(&self.session.user)
    }
}
