//! The verbs: each takes a project and returns a report; none prints.

mod align;
mod analyze;
mod build;
mod carrying;
mod check;
mod commit;
mod diff;
mod diff_files;
mod diff_record;
mod draft;
mod error;
mod export;
mod formats;
mod history;
mod import;
mod init;
mod joined;
mod journal;
mod lost;
mod matches;
mod memories;
mod memory_clean;
mod memory_edit;
mod memory_files;
mod memory_merge;
mod mend;
mod merge;
mod moved;
mod note;
mod page;
mod plan;
mod pretranslate;
mod rehearsal;
mod reshape;
mod restore;
mod review;
mod search;
mod segment;
mod segment_files;
mod segment_jsonl;
mod settings;
mod source;
mod srx;
mod status;
mod term;
mod undo;
mod update;
mod validate;
mod went_back;

use std::path::Path;
use std::time::Duration;

use crate::memory::{Access, Memory, MemoryError, Reason};
use crate::model::Timestamp;
use crate::project::{Lock, Project, ProjectError};

pub use align::{
    AddReport, AddRequest, AddedDocument, AlignRequest, AlignScore, AlignedPair, AlignmentRecord,
    BeadRecord, BeadStatus, Content, DOUBTFUL, Doubtful, Existing, Figures, KeptBead, Move, Review,
    ReviewedBead, Side, StepError, StepFailure, Swaps, TranslatedWord, align, align_jsonl,
    align_score, aligned_file, pairs_listed, translate_by,
};
pub use analyze::{AnalyzeReport, AnalyzeRequest, Analyzed, Bands};
pub use build::BuildReport;
pub use check::{
    CheckReport, CheckRequest, CheckedText, DismissReport, DismissRequest, Dismissal,
    FindingCounts, FindingRecord, FixAnswer, FixFileReport, FixMode, FixReport, FixedText, Found,
    OpenAgain, Proposal, Spot, check_file, check_names, check_titles, fix_file,
};
pub use commit::{Recorded, RecordedTexts};
pub use diff::{DiffFilter, DiffReport, DiffSide, write_page};
pub use diff_files::{DiffFilesRequest, diff_files};
pub use diff_record::{DiffSummaryRecord, DifferenceRecord, OperationRecord, UnseenRecord};
pub use error::WorkbenchError;
pub use export::{ExportReport, ExportRequest, Loss, export_names, format_names};
pub use formats::{FormatEntry, PartEntry, formats};
pub use history::{
    HistoryStep, LogEntry, LogRequest, RevisionReport, Shown, TextChange, UnitReport,
};
pub use import::{ImportEvent, ImportReport, ImportRequest};
pub use init::{InitReport, NewProject, init};
pub use journal::UndoneUpdate;
pub use matches::{DiffPiece, DiffRecord, MatchRequest, MatchText, Matcher, OfferedMatch};
pub use memories::Origin;
pub use memory_clean::{CleanReport, CleanRequest, Flaw, Useless};
pub use memory_edit::{EditReport, EditRequest};
pub use memory_files::StatsReport;
pub use memory_merge::MergeReport;
pub use mend::{How, MendReport, Repair, mend};
pub use merge::{How as MergedHow, MergeFileReport, MergeFileRequest, MergedText, merge_versions};
pub use note::{Note, NoteChange, NoteReport, NoteRequest};
pub use plan::Change;
pub use pretranslate::{Fill, FillKind, PretranslateReport, PretranslateRequest, Pretranslated};
pub use restore::{RestoreReport, RestoreRequest};
pub use review::{Decided, Decision, DecisionError, EarlierText, ReviewRequest, ReviewedUnit};
pub use search::{SearchHit, SearchKind, SearchReport, SearchRequest};
pub use segment::{CutSegment, Cutter, Explained, ExplainedRule, SegmentOptions};
pub use segment_jsonl::Answer;
pub use settings::Settings;
pub use srx::check_rules;
pub use status::{DocumentStatus, StatusReport};
pub use term::{
    ExtractReport, ExtractRequest, ExtractedTerm, FoundTerm, ListedTerm, TBX, TermAddition,
    TermChange, TermChangeKind, TermExport, TermImport, TermRemoval, TermsReport,
    term_format_names,
};
pub use undo::{LeftText, UndoneReport};
pub use update::{DocumentUpdate, UnitUpdate, UnitUpdateRecord, UpdateReport};
pub use validate::{FileObjection, Heard, ValidateReport, Verdict, validate};

pub use crate::document::LineEnds;
pub use crate::memory::{IntakeRecord, Scope, Version};
pub use crate::project::{FailOn, OfferedState};
pub use crate::revision::{
    Class, Comparison, Fate, Figures as Rates, Operation, OperationKind, Part, Tally,
    TextDifference, Unseen,
};

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

    /// Opens the project around a folder, if there is one.
    ///
    /// # Errors
    /// When its settings cannot be used.
    pub fn open_if_any(start: &Path, session: Session) -> Result<Option<Self>, WorkbenchError> {
        match Self::open(start, session) {
            Err(WorkbenchError::Project(ProjectError::NotFound(_))) => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// Takes the lock of writers, unless nothing will be written; brings a memory of an older format up
    /// to date under it.
    fn lock_unless(&self, dry_run: bool) -> Result<Option<Lock>, WorkbenchError> {
        if dry_run {
            return Ok(None);
        }
        let lock = Lock::take(self.project.root(), self.session.patience)?;
        self.project.sweep();
        let older = |error: &MemoryError| matches!(error.reason, Reason::Older { .. });
        let path = self.project.memory_path();
        if Memory::open(&path, Access::ReadOnly).is_err_and(|error| older(&error)) {
            self.memory_for_writing()?;
        }
        Ok(Some(lock))
    }

    /// The memory for reading; `None` while there is none.
    fn memory_for_reading(&self) -> Result<Option<Memory>, WorkbenchError> {
        self.memory(Access::ReadOnly)
    }

    /// The memory for reading, which must be there.
    fn existing_memory(&self) -> Result<Memory, WorkbenchError> {
        Ok(Memory::open(self.project.memory_path(), Access::ReadOnly)?)
    }

    /// The memory for writing, of which an older format is brought up to date; an error where there is none.
    fn existing_memory_for_writing(&self) -> Result<Memory, WorkbenchError> {
        match self.memory(Access::ReadWrite)? {
            Some(memory) => Ok(memory),
            None => self.existing_memory(),
        }
    }

    /// The memory for writing; it is made where there is none.
    fn memory_for_writing(&self) -> Result<Memory, WorkbenchError> {
        if let Some(memory) = self.memory(Access::ReadWrite)? {
            return Ok(memory);
        }
        let path = self.project.memory_path();
        self.project.keep_inside(&path)?;
        let mut memory = match Memory::create(&path) {
            // Another process made it meanwhile.
            Err(error) if matches!(error.reason, Reason::Exists) => {
                Memory::open(&path, Access::ReadWrite)?
            }
            made => made?,
        };
        memory.set_lock_wait(self.session.patience);
        Ok(memory)
    }

    fn memory(&self, access: Access) -> Result<Option<Memory>, WorkbenchError> {
        let path = self.project.memory_path();
        if !path.exists() {
            return Ok(None);
        }
        if access == Access::ReadWrite {
            self.project.keep_inside(&path)?;
        }
        let mut memory = Memory::open(path, access)?;
        memory.set_lock_wait(self.session.patience);
        Ok(Some(memory))
    }

    /// Who is named in revisions.
    fn author(&self) -> &str {
        let own = self.session.author.as_deref();
        own.or(self.project.config().project.author.as_deref())
            .unwrap_or(&self.session.user)
    }
}
