//! `tarjuman undo`: one revision taken back, as a new revision.

use clap::{Arg, ArgMatches, Command as Arguments, value_parser};

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments, commit};
use crate::workbench::UndoneReport;

pub(super) struct Undo;

impl Command for Undo {
    fn name(&self) -> &'static str {
        "undo"
    }

    fn about(&self) -> &'static str {
        "Take back what a revision changed, as a new revision; an undo can be undone"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman undo                the newest revision; once more brings it back\n  \
         tarjuman undo 5 --dry-run    an earlier one, where nobody has changed its texts since"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let revision = Arg::new("revision")
            .value_name("REVISION")
            .value_parser(value_parser!(u32))
            .help("The revision to take back [default: the newest]");
        command.arg(revision).arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let revision = matches.get_one("revision").copied();
        let report = arguments::workbench(matches)?.undo(revision, matches.get_flag("dry-run"))?;
        if terminal.json() {
            terminal.record("undo", &report)?;
        } else {
            lines(&report, terminal)?;
        }
        Ok(match report.left.is_empty() {
            true => Outcome::Done,
            false => Outcome::Findings,
        })
    }
}

/// What was taken back, and what was left, in a few lines.
pub(super) fn lines(report: &UndoneReport, terminal: &mut Terminal) -> Result<(), Failure> {
    let dry_run = report.recorded.dry_run;
    if let Some(intake) = report.intake {
        let verb = if dry_run { "Would undo" } else { "Undid" };
        terminal.line(format_args!(
            "{verb} import {intake}, which was revision {}.",
            report.undone
        ))?;
        return Ok(());
    }
    match report.recorded.revision {
        None => terminal.line(format_args!(
            "Revision {} has nothing that could be taken back.",
            report.undone
        ))?,
        Some(_) => commit::lines(&report.recorded, terminal)?,
    }
    let verb = if dry_run { "would write" } else { "wrote" };
    for file in &report.files {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    for text in &report.left {
        terminal.line(format_args!(
            "left {} {}: {}",
            text.unit, text.lang, text.reason
        ))?;
    }
    if !report.left.is_empty() {
        terminal.next(&format!(
            "{} stayed as they are; `tarjuman show UNIT` has every text that a unit had",
            counted(report.left.len(), "text")
        ));
    } else if !report.files.is_empty() && !dry_run {
        terminal.next("`tarjuman build` brings the exports up to date");
    }
    Ok(())
}
