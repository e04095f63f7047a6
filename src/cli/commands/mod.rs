//! The commands, one file each.

mod align;
mod analyze;
mod build;
mod check;
mod commit;
mod completions;
mod config;
mod diff;
mod export;
mod formats;
mod import;
mod init;
mod log;
mod man;
mod matches;
mod memory;
mod merge;
mod note;
mod pretranslate;
mod restore;
mod review;
mod search;
mod segment;
mod show;
mod srx;
mod status;
mod term;
mod translate;
mod undo;
mod update;
mod validate;

use clap::{ArgMatches, Command as Arguments};

use super::failure::Failure;
use super::keys::Keys;
use super::terminal::Terminal;
use super::{Outcome, arguments};

/// One verb of the command line. A new verb is one new file and one line in [`COMMANDS`].
pub(super) trait Command: Sync {
    /// The word that calls it.
    fn name(&self) -> &'static str;

    /// What it does, in one line.
    fn about(&self) -> &'static str;

    /// Calls as a user would type them, one a line, indented by two spaces.
    fn examples(&self) -> &'static str;

    /// Adds its arguments.
    fn arguments(&self, command: Arguments) -> Arguments;

    /// Does it.
    fn run(&self, arguments: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure>;
}

/// Every command, in the order in which help shows them.
pub(super) const COMMANDS: &[&dyn Command] = &[
    &init::Init,
    &build::Build,
    &status::Status,
    &segment::Segment,
    &srx::Srx,
    &update::Update,
    &commit::Commit,
    &check::Check,
    &review::Review,
    &term::Terms,
    &log::Log,
    &diff::Diff,
    &show::Show,
    &restore::Restore,
    &undo::Undo,
    &note::Note,
    &merge::Merge,
    &align::Align,
    &matches::Match,
    &search::Search,
    &analyze::Analyze,
    &pretranslate::Pretranslate,
    &import::Import,
    &export::Export,
    &formats::Formats,
    &validate::Validate,
    &memory::Memory,
    &config::Config,
    &completions::Completions,
    &man::Man,
];
