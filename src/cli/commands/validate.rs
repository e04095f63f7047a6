//! `tarjuman validate`: which programs would take a file, and why not.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::model::Severity;
use crate::workbench::{
    FileObjection, Heard, How, ImportRequest, MendReport, ValidateReport, Verdict, mend, validate,
};

pub(super) struct Validate;

impl Command for Validate {
    fn name(&self) -> &'static str {
        "validate"
    }

    fn about(&self) -> &'static str {
        "Say which programs would take a file, and why not"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman validate old.tmx                  for OmegaT, Weblate, strict and lenient readers\n  \
         tarjuman validate old.tmx --fix new.tmx    and write one that they take\n  \
         tarjuman validate poedit.po                as msgfmt and msgfmt --check would\n  \
         tarjuman validate job.xlf                  by the schema and the prose of its version\n  \
         tarjuman validate terms.tbx                by the core structure and TBX-Basic"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .arg(
                Arg::new("file")
                    .required(true)
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .help("The file, also compressed"),
            )
            .arg(
                Arg::new("fix")
                    .long("fix")
                    .value_name("OUT")
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .help("Write a file with all mended that needs no guess (TMX, PO, XLIFF, TBX)"),
            )
            .arg(arguments::format_of_file())
            .args(arguments::languages_of_file())
            .arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let request = ImportRequest {
            format: matches.get_one("format").cloned(),
            source: arguments::one_language(matches, "from")?,
            target: arguments::one_language(matches, "to")?,
            dry_run: matches.get_flag("dry-run"),
        };
        let path = matches
            .get_one::<PathBuf>("file")
            .map_or(Path::new("-"), PathBuf::as_path);
        let bar = terminal.progress("MiB read");
        let mut told = Ok(());
        let report = validate(path, &request, &mut |heard| match heard {
            Heard::Read(bytes) => bar.set_position(bytes >> 20),
            Heard::Objection(objection) if told.is_ok() => {
                told = bar.suspend(|| object(objection, terminal));
            }
            Heard::Objection(_) => {}
        });
        bar.finish_and_clear();
        told?;
        let report = report?;
        show(&report, terminal)?;
        let Some(output) = matches.get_one::<PathBuf>("fix") else {
            if report.verdicts.iter().any(|verdict| !verdict.takes) && report.can_be_mended {
                terminal.next("--fix OUT writes a file with all mended that needs no guess");
            }
            return Ok(outcome(&report));
        };
        let mended = mend(path, &request, &report, output)?;
        terminal.findings(&mended.findings)?;
        if terminal.json() {
            terminal.record("mended", &mended)?;
        } else {
            show_mended(&mended, request.dry_run, terminal)?;
        }
        Ok(match mended.left_out {
            0 => outcome(&mended.now),
            _ => Outcome::Findings,
        })
    }
}

fn outcome(report: &ValidateReport) -> Outcome {
    let doubtful = |one: &FileObjection| one.finding.severity > Severity::Info;
    let clean = report.verdicts.iter().all(|verdict| verdict.takes)
        && !report.objections.iter().any(doubtful);
    if clean {
        Outcome::Done
    } else {
        Outcome::Findings
    }
}

fn object(objection: &FileObjection, terminal: &mut Terminal) -> Result<(), Failure> {
    match terminal.json() {
        true => terminal.record("objection", objection),
        false => terminal.findings(std::slice::from_ref(&objection.finding)),
    }
}

fn show(report: &ValidateReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("validate", report);
    }
    terminal.line(format_args!("{}: {}", report.file, report.format))?;
    report
        .verdicts
        .iter()
        .try_for_each(|one| verdict(one, terminal))
}

fn verdict(verdict: &Verdict, terminal: &mut Terminal) -> Result<(), Failure> {
    let Verdict {
        consumer, title, ..
    } = verdict;
    if verdict.takes {
        return Ok(terminal.line(format_args!("  takes it    {consumer:<12}  {title}"))?);
    }
    let reasons = counted(
        usize::try_from(verdict.reasons).unwrap_or(usize::MAX),
        "reason",
    );
    let first = verdict
        .line
        .map_or(String::new(), |line| format!(", the first on line {line}"));
    Ok(terminal.line(format_args!(
        "  refuses it  {consumer:<12}  {title}: {reasons}{first}"
    ))?)
}

fn show_mended(mended: &MendReport, dry_run: bool, terminal: &mut Terminal) -> Result<(), Failure> {
    let verb = if dry_run {
        "would be written"
    } else {
        "written"
    };
    let units = mended.units.map_or(String::new(), |units| {
        let units = usize::try_from(units).unwrap_or(usize::MAX);
        format!("{} ", counted(units, "unit"))
    });
    terminal.line(format_args!("{}: {units}{verb}", mended.file))?;
    for repair in &mended.repairs {
        let place = repair
            .line
            .map_or(String::new(), |line| format!(", line {line}"));
        let (times, id, example) = (repair.times, &repair.id, &repair.example);
        let how = match repair.how {
            How::PutRight => "put right",
            How::TakenAway => "taken away",
        };
        terminal.line(format_args!("  {how} {times} × {id}: {example}{place}"))?;
    }
    if mended.left_out > 0 {
        let units = counted(
            usize::try_from(mended.left_out).unwrap_or(usize::MAX),
            "unit",
        );
        terminal.line(format_args!("  {units} left out, for the reasons above"))?;
    }
    mended
        .now
        .verdicts
        .iter()
        .try_for_each(|one| verdict(one, terminal))
}
