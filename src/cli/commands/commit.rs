//! `tarjuman commit`: the segment files into the memory, as a revision.

use clap::{Arg, ArgMatches, Command as Arguments};

use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench::Recorded;

pub(super) struct Commit;

impl Command for Commit {
    fn name(&self) -> &'static str {
        "commit"
    }

    fn about(&self) -> &'static str {
        "Record what the segment files say as a revision"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman commit -m \"second reading of the opening\"\n  tarjuman commit --dry-run"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let message = Arg::new("message")
            .short('m')
            .long("message")
            .value_name("TEXT");
        command
            .arg(message.default_value("commit").help("Why, for the log"))
            .arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let message = matches
            .get_one::<String>("message")
            .map_or("", String::as_str);
        let report = arguments::workbench(matches)?.commit(message, matches.get_flag("dry-run"))?;
        terminal.findings(&report.findings)?;
        if terminal.json() {
            terminal.record("commit", &report)?;
        } else {
            lines(&report, terminal)?;
            if report.revision.is_some() && !report.dry_run {
                terminal.next("`tarjuman log` lists the revisions, `tarjuman show` shows one");
            }
        }
        Ok(Outcome::of_fault(report.faulty))
    }
}

/// What was recorded, in a few lines.
pub(super) fn lines(report: &Recorded, terminal: &mut Terminal) -> Result<(), Failure> {
    let verb = if report.dry_run {
        "Would record"
    } else {
        "Recorded"
    };
    match &report.revision {
        Some(revision) => terminal.line(format_args!("{verb} revision {}:", revision.number))?,
        None if report.units_new > 0 => {
            terminal.line(format_args!("{verb} {} new units", report.units_new))?;
        }
        None => return Ok(terminal.line("Nothing new to record.")?),
    }
    for texts in &report.texts {
        let document = texts
            .document
            .as_ref()
            .map_or("memory", |name| name.as_str());
        let counts = [
            (texts.new, "new"),
            (texts.changed, "changed"),
            (texts.removed, "removed"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<_> = counts
            .map(|(count, name)| format!("{count} {name}"))
            .collect();
        terminal.line(format_args!(
            "  {document} {}: {}",
            texts.lang,
            counts.join(", ")
        ))?;
    }
    Ok(())
}
