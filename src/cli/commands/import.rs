//! `tarjuman import`: files of other tools into the memory.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::model::Severity;
use crate::workbench::{ImportEvent, ImportReport, ImportRequest};

pub(super) struct Import;

impl Command for Import {
    fn name(&self) -> &'static str {
        "import"
    }

    fn about(&self) -> &'static str {
        "Take a file of another tool into the memory, whole or not at all"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman import old.tmx --dry-run    what it would bring\n  \
         tarjuman import old.tmx.gz\n  \
         tarjuman import poedit.po --to ur"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .arg(
                Arg::new("file")
                    .required(true)
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .help("The file, also compressed; - for standard input"),
            )
            .arg(arguments::format_of_file())
            .args(arguments::languages_of_file())
            .arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let workbench = arguments::workbench(matches)?;
        let request = ImportRequest {
            format: matches.get_one("format").cloned(),
            source: arguments::one_language(matches, "from")?,
            target: arguments::one_language(matches, "to")?,
            dry_run: matches.get_flag("dry-run"),
        };
        let path = matches
            .get_one::<PathBuf>("file")
            .map_or(Path::new("-"), PathBuf::as_path);
        let bar = terminal.progress("units read");
        let mut is_clean = true;
        let mut told = Ok(());
        let mut hear = |heard| match heard {
            ImportEvent::Units(units) => bar.set_position(units),
            ImportEvent::Finding(finding) => {
                is_clean &= finding.severity == Severity::Info;
                if told.is_ok() {
                    told = bar.suspend(|| terminal.findings(&[*finding]));
                }
            }
        };
        let report = if path == Path::new("-") {
            let input = arguments::open(path)?;
            workbench.import_from(input, "standard input", &request, &mut hear)
        } else {
            workbench.import(path, &request, &mut hear)
        };
        bar.finish_and_clear();
        let report = report?;
        told?;
        if terminal.json() {
            terminal.record("import", &report)?;
        } else {
            lines(&report, terminal)?;
        }
        Ok(if is_clean && report.skipped == 0 {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

fn lines(report: &ImportReport, terminal: &mut Terminal) -> Result<(), Failure> {
    let units = |count: u64| counted(usize::try_from(count).unwrap_or(usize::MAX), "unit");
    terminal.line(format_args!(
        "{}: {}, {} read",
        report.file,
        report.format,
        units(report.read)
    ))?;
    let verb = if report.dry_run {
        "would be added"
    } else {
        "added"
    };
    terminal.line(format_args!(
        "  {} {verb}, {} there already",
        report.added, report.already_there
    ))?;
    if report.renamed > 0 {
        terminal.line(format_args!(
            "  {} of them under a new id: other texts have theirs, which became the property `original-id`",
            report.renamed
        ))?;
    }
    if report.skipped > 0 {
        terminal.line(format_args!(
            "  {} skipped, for the reasons above",
            report.skipped
        ))?;
    }
    match &report.revision {
        Some(revision) => {
            terminal.line(format_args!("Recorded revision {}.", revision.number))?;
            terminal.next("`tarjuman export` writes the whole memory, `tarjuman log` its history");
        }
        None if report.dry_run && report.added > 0 => {
            terminal.next("run it without --dry-run to import");
        }
        None => terminal.line("Nothing new; nothing was written.")?,
    }
    Ok(())
}
