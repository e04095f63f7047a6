//! `tarjuman status`: how far every document has come.

use clap::{ArgMatches, Command as Arguments};

use super::update::{counted, summary};
use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench::DocumentStatus;

pub(super) struct Status;

impl Command for Status {
    fn name(&self) -> &'static str {
        "status"
    }

    fn about(&self) -> &'static str {
        "Say what is translated, what is not, and what has changed"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman status\n  tarjuman status --json"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let report = arguments::workbench(matches)?.status()?;
        terminal.findings(&report.findings)?;
        let outcome = Outcome::of_fault(report.faulty);
        if terminal.json() {
            terminal.record("status", &report)?;
            return Ok(outcome);
        }
        for status in &report.documents {
            terminal.line(line(status))?;
        }
        if !report.outdated.is_empty() {
            terminal.line("The sources have changed since the segment files were written:")?;
            for update in &report.updates {
                terminal.line(format_args!("  {}", summary(update)))?;
            }
        }
        let unrecorded = usize::try_from(report.unrecorded).unwrap_or(usize::MAX);
        match (report.revision, unrecorded) {
            (0, _) => terminal.line("Nothing is recorded yet.")?,
            (revision, 0) => {
                terminal.line(format_args!("All is recorded, up to revision {revision}."))?
            }
            (revision, count) => {
                terminal.line(format_args!(
                    "{} changed since revision {revision}.",
                    counted(count, "text")
                ))?;
            }
        }
        if !report.outdated.is_empty() || unrecorded > 0 || report.revision == 0 {
            terminal.next("`tarjuman build` brings everything up to date");
        }
        Ok(outcome)
    }
}

/// A document in one language: `essay ur: 29 of 29 translated, 3 reviewed, 1 needs work`.
pub(super) fn line(status: &DocumentStatus) -> String {
    let done = status.units - status.initial;
    let mut line = format!(
        "{} {}: {done} of {} translated",
        status.document, status.lang, status.units
    );
    let counts = [
        (status.reviewed + status.r#final, "reviewed"),
        (status.r#final, "final"),
        (status.needs_work, "to work on again"),
        (status.conflicts, "in conflict"),
    ];
    for (count, name) in counts.into_iter().filter(|(count, _)| *count > 0) {
        line.push_str(&format!(", {count} {name}"));
    }
    let found = [
        (status.findings.errors, "error"),
        (status.findings.warnings, "warning"),
    ];
    for (count, noun) in found.into_iter().filter(|(count, _)| *count > 0) {
        line.push_str(&format!(", {}", counted(count, noun)));
    }
    if status.findings.dismissed > 0 {
        line.push_str(&format!(", {} dismissed", status.findings.dismissed));
    }
    line
}
