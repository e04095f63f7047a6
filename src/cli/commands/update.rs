//! `tarjuman update`: source changes into segment files.

use clap::{ArgMatches, Command as Arguments};

use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench::DocumentUpdate;

pub(super) struct Update;

impl Command for Update {
    fn name(&self) -> &'static str {
        "update"
    }

    fn about(&self) -> &'static str {
        "Bring the segment files up to date with the sources"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman update --dry-run    what the changed sources mean for the translations\n  \
         tarjuman update"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command.arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let report = arguments::workbench(matches)?.update(matches.get_flag("dry-run"))?;
        terminal.findings(&report.findings)?;
        if terminal.json() {
            terminal.record("update", &report)?;
        } else {
            for document in &report.documents {
                terminal.line(summary(document))?;
            }
            let verb = if report.dry_run {
                "would write"
            } else {
                "wrote"
            };
            for file in &report.files {
                terminal.line(format_args!("{verb} {file}"))?;
            }
            if report.files.is_empty() {
                terminal.line("The segment files are up to date; nothing to write.")?;
            } else if report.dry_run {
                terminal.next("run `tarjuman update` to write this");
            } else {
                terminal.next("translate what is new or needs work, then run `tarjuman build`");
            }
        }
        Ok(Outcome::of_fault(report.faulty))
    }
}

/// A document in one line: its size, then what changed.
pub(super) fn summary(document: &DocumentUpdate) -> String {
    let mut line = format!(
        "{}: {} in {}",
        document.document,
        counted(document.segments, "segment"),
        counted(document.paragraphs as usize, "paragraph"),
    );
    let changes = [
        (document.new, "new"),
        (document.edited, "edited"),
        (document.moved, "moved"),
        (document.revived, "revived"),
        (document.obsolete, "obsolete"),
    ];
    for (count, name) in changes.into_iter().filter(|(count, _)| *count > 0) {
        line.push_str(&format!(", {count} {name}"));
    }
    line
}

/// A number with its noun.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
