//! `tarjuman build`: the whole road.

use clap::{ArgMatches, Command as Arguments};

use super::update::{counted, summary};
use super::{Command, Failure, Outcome, Terminal, arguments, check, commit, status};
use crate::model::Severity;
use crate::workbench::{BuildReport, FailOn, FindingRecord};

pub(super) struct Build;

impl Command for Build {
    fn name(&self) -> &'static str {
        "build"
    }

    fn about(&self) -> &'static str {
        "Segment, update, record, check and export: everything that has changed"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman build\n  tarjuman build --dry-run    say what would be done"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command.arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let report = arguments::workbench(matches)?.build(matches.get_flag("dry-run"))?;
        terminal.findings(&report.findings)?;
        if terminal.json() {
            terminal.findings(&report.checks.notices)?;
            for found in report.checks.texts.iter().flat_map(|text| &text.found) {
                if found.dismissed.is_none() {
                    terminal.record("finding", &FindingRecord::from(found))?;
                }
            }
            terminal.record("build", &report)?;
        } else {
            check::some(&report.checks, SHOWN, terminal);
            lines(&report, terminal)?;
            next(&report, terminal);
        }
        Ok(match Outcome::of_fault(report.faulty) {
            Outcome::Done if is_notable(&report) => Outcome::Findings,
            outcome => outcome,
        })
    }
}

/// How many findings of the checks are shown one by one.
const SHOWN: usize = 10;

/// Whether there is a finding to end with: of the checks what the project says, else warnings and errors.
fn is_notable(report: &BuildReport) -> bool {
    let mut findings = report.findings.iter();
    findings.any(|finding| finding.severity > Severity::Info)
        || report
            .checks
            .reaches(report.checks.fail_on(None, FailOn::Warning))
}

fn lines(report: &BuildReport, terminal: &mut Terminal) -> Result<(), Failure> {
    for update in &report.updates {
        terminal.line(summary(update))?;
    }
    for document in &report.documents {
        terminal.line(format_args!("  {}", status::line(document)))?;
    }
    let found = report.checks.errors + report.checks.warnings;
    let more = if found > 0 {
        "; `tarjuman check` shows them"
    } else {
        ""
    };
    terminal.line(format_args!("{}{more}", check::summary(&report.checks)))?;
    if report.is_unchanged() {
        return Ok(terminal.line("Everything is up to date; nothing was written.")?);
    }
    commit::lines(&report.recorded, terminal)?;
    let verb = if report.dry_run {
        "would write"
    } else {
        "wrote"
    };
    for file in report.segment_files.iter().chain(&report.exports) {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    Ok(())
}

/// What a user would want to do now.
fn next(report: &BuildReport, terminal: &mut Terminal) {
    let open: usize = report
        .documents
        .iter()
        .map(|document| document.initial)
        .sum();
    let again: usize = report
        .documents
        .iter()
        .map(|document| document.needs_work)
        .sum();
    let conflicts: usize = report
        .documents
        .iter()
        .map(|document| document.conflicts)
        .sum();
    let page = report.exports.iter().find(|file| file.ends_with(".html"));
    if report.faulty {
        terminal.next("mend the entries named above, then run `tarjuman build` again");
    } else if report.dry_run {
        terminal.next("run `tarjuman build` to do this");
    } else if conflicts > 0 {
        terminal.next(&format!(
            "`tarjuman review` shows both texts of {} in conflict",
            counted(conflicts, "unit")
        ));
    } else if open + again > 0 {
        let left = match (open, again) {
            (open, 0) => format!("{} open", counted(open, "unit")),
            (0, again) => format!("{} to work on again", counted(again, "unit")),
            (open, again) => format!("{} open, {again} to work on again", counted(open, "unit")),
        };
        terminal.next(&format!(
            "translate in the segment files ({left}), then run `tarjuman build`"
        ));
    } else if report.checks.errors + report.checks.warnings > 0 {
        terminal.next(&after_checks(report));
    } else if let Some(page) = page {
        terminal.next(&format!(
            "read {page} in a browser, or `tarjuman log` for the history"
        ));
    }
}

/// What to do about what the checks found.
fn after_checks(report: &BuildReport) -> String {
    let fix = match report.checks.fixable() {
        0 => String::new(),
        count => format!(
            "; `tarjuman check --fix --dry-run` shows what it would mend of {}",
            counted(count, "finding")
        ),
    };
    format!("`tarjuman check` shows what was found{fix}")
}
