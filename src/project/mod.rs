//! The project folder: tarjuman.toml, discovery, atomic files, the lock.

mod batch;
mod checks;
mod config;
mod files;
mod folder;
mod lock;
mod reuse;

pub use batch::Batch;
pub use checks::{ChecksTable, ExceptTable, FailOn, PatternTable};
pub use config::{Config, ConfigError, Layout, Orthography};
pub use files::{FileError, Replacement, Written, holds, read_file, write_atomically};
pub use folder::{Project, ProjectError, SourceFile};
pub use lock::{Lock, LockError};
pub use reuse::{MemoryTable, OfferedState, PenaltyTable, RatesTable};

/// The name of the file that makes a folder a project.
pub const CONFIG_FILE: &str = "tarjuman.toml";

/// The name of the file of dismissed findings, beside it.
pub const DISMISSALS_FILE: &str = "dismissed.tsv";
