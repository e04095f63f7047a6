//! `tarjuman export`: the memory for other tools.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, ValueHint, value_parser};
use serde_json::json;

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments, log, term};
use crate::model::Severity;
use crate::workbench::{ExportReport, ExportRequest, TBX, export_names};

pub(super) struct Export;

impl Command for Export {
    fn name(&self) -> &'static str {
        "export"
    }

    fn about(&self) -> &'static str {
        "Write the memory in a format of other tools"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman export tmx -o all.tmx             every language, every document\n  \
         tarjuman export tmx -o all.tmx --dry-run   what it would write, and leave out\n  \
         tarjuman export tmx --to ur -o en-ur.tmx\n  \
         tarjuman export xliff --to ur -o job.xlf   XLIFF 2.1; xliff-1.2 for older programs\n  \
         tarjuman export moses -o corpus            corpus.en, corpus.ur, corpus.ps\n  \
         tarjuman export html --document essay -o essay.html\n  \
         tarjuman export jsonl | jq .\n  \
         tarjuman export tbx -o terms.tbx           the glossary\n  \
         tarjuman export tsv -o all.tsv.gz          compressed"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .arg(
                Arg::new("format")
                    .required(true)
                    .value_parser(export_names())
                    .help("The format"),
            )
            .arg(
                arguments::language("to", "The target languages [default: all]")
                    .value_delimiter(','),
            )
            .arg(
                Arg::new("document")
                    .long("document")
                    .value_name("NAME")
                    .help("Only this document"),
            )
            .arg(
                Arg::new("spreadsheet-safe")
                    .long("spreadsheet-safe")
                    .action(ArgAction::SetTrue)
                    .help("In tsv and csv: guard cells that a spreadsheet would run as formulas"),
            )
            .arg(
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name("FILE")
                    .default_value("-")
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .help("The file, compressed when it ends in .gz; - for standard output"),
            )
            .arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let workbench = arguments::workbench(matches)?;
        let format = matches.get_one::<String>("format").cloned();
        let format = format.unwrap_or_default();
        if format == TBX {
            return term::export_tbx(&workbench, matches, terminal);
        }
        let request = ExportRequest {
            format,
            targets: arguments::languages(matches, "to")?,
            document: log::document(matches)?,
            spreadsheet_safe: matches.get_flag("spreadsheet-safe"),
        };
        let output = matches
            .get_one::<PathBuf>("output")
            .map_or(Path::new("-"), PathBuf::as_path);
        let is_plan = matches.get_flag("dry-run");
        let file = (output != Path::new("-")).then_some(output);
        let report = match file {
            file if is_plan => workbench.plan_export(&request, file)?,
            None => workbench.export(&request, &mut terminal.raw())?,
            Some(file) => workbench.export_to_file(&request, file)?,
        };
        // A file that goes to standard output leaves no room there for records.
        let has_records = terminal.json() && (is_plan || !report.files.is_empty());
        match has_records {
            true => terminal.findings(&report.findings)?,
            false => terminal.notices(&report.findings),
        }
        tell_losses(&report, &request.format, terminal);
        if has_records {
            let files: Vec<_> = report
                .files
                .iter()
                .map(|file| file.display().to_string())
                .collect();
            terminal.record(
                "export",
                &json!({
                    "files": files,
                    "units": report.units,
                    "left_out": report.losses,
                    "dry_run": is_plan,
                }),
            )?;
            return Ok(outcome(&report));
        }
        let units = usize::try_from(report.units).unwrap_or(usize::MAX);
        let units = counted(units, "unit");
        let verb = if is_plan { "would write" } else { "wrote" };
        for file in &report.files {
            terminal.say(format_args!("{verb} {} ({units})", file.display()));
        }
        if is_plan && report.files.is_empty() {
            terminal.say(format_args!("would write {units} to standard output"));
        }
        if is_plan {
            terminal.next("run it without --dry-run to write");
        }
        Ok(outcome(&report))
    }
}

/// Says what the format has no place for, with how many units had it.
fn tell_losses(report: &ExportReport, format: &str, terminal: &mut Terminal) {
    let losses = report.losses.iter().map(|loss| {
        let units = usize::try_from(loss.units).unwrap_or(usize::MAX);
        format!("{} ({})", loss.part, counted(units, "unit"))
    });
    let losses: Vec<String> = losses.collect();
    if !losses.is_empty() {
        terminal.say(format_args!(
            "left out, because {format} has no place for it: {}",
            losses.join("; ")
        ));
        terminal.say(format_args!(
            "`tarjuman formats {format}` says what it keeps"
        ));
    }
}

fn outcome(report: &ExportReport) -> Outcome {
    let mut findings = report.findings.iter();
    if findings.all(|one| one.severity == Severity::Info) {
        Outcome::Done
    } else {
        Outcome::Findings
    }
}
