//! Findings as people and programs get them.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::update::counted;
use super::{Failure, Terminal};
use crate::cli::failure::Context;
use crate::model::Severity;
use crate::workbench::{CheckReport, CheckedText, FindingRecord, Found, write_page};

/// How many findings people are shown at once.
const MOST: usize = 100;

/// Refuses `-o` where nothing is written that belongs into a file.
pub(super) fn refuse_output_without_page(matches: &ArgMatches) -> Result<(), Failure> {
    let is_copied = matches.contains_id("fix") && matches.contains_id("file");
    let is_written = matches.get_flag("html") || matches.get_flag("sarif") || is_copied;
    if output(matches) == Path::new("-") || is_written {
        return Ok(());
    }
    Err(Failure::usage(
        "`-o` is for --html, --sarif, and the mended copy of a file",
        "add --html or --sarif, or send the output into a file with >",
    ))
}

pub(super) fn output(matches: &ArgMatches) -> &Path {
    let output = matches.get_one::<PathBuf>("output");
    output.map_or(Path::new("-"), PathBuf::as_path)
}

/// Shows a report as the arguments want it.
pub(super) fn report(
    report: &CheckReport,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    if matches.get_flag("sarif") {
        return write(&report.to_sarif(), report, matches, terminal);
    }
    if matches.get_flag("html") {
        terminal.notices(&report.notices);
        return write(&report.to_html(), report, matches, terminal);
    }
    let dismissed = matches.get_flag("dismissed");
    let limit = matches.get_one::<usize>("limit").copied();
    if terminal.json() {
        terminal.findings(&report.notices)?;
        let limit = limit.filter(|limit| *limit > 0).unwrap_or(usize::MAX);
        for (_, found) in wanted(report, dismissed).take(limit) {
            terminal.record("finding", &FindingRecord::from(found))?;
        }
        return Ok(());
    }
    let limit = match limit {
        Some(0) => usize::MAX,
        limit => limit.unwrap_or(MOST),
    };
    lines(report, dismissed, limit, terminal)?;
    terminal.line(summary(report))?;
    next(report, dismissed, terminal);
    Ok(())
}

/// The findings in the order of the texts, dismissed ones among them or not.
fn wanted(report: &CheckReport, dismissed: bool) -> impl Iterator<Item = (&CheckedText, &Found)> {
    let all = report
        .texts
        .iter()
        .flat_map(|text| text.found.iter().map(move |found| (text, found)));
    all.filter(move |(_, found)| dismissed || found.dismissed.is_none())
}

fn lines(
    report: &CheckReport,
    dismissed: bool,
    limit: usize,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    for notice in &report.notices {
        terminal.check_finding(notice, None)?;
    }
    for (text, found) in wanted(report, dismissed).take(limit) {
        terminal.check_finding(&found.finding, Some(&context(text, found)))?;
    }
    let left = wanted(report, dismissed).count().saturating_sub(limit);
    if left > 0 {
        terminal.line(format_args!(
            "… and {}; --limit 0 shows all, --only and --skip choose checks",
            counted(left, "more finding")
        ))?;
    }
    Ok(())
}

/// The first findings above a mere note, as a build shows them beside its results.
pub(in crate::cli::commands) fn some(report: &CheckReport, most: usize, terminal: &mut Terminal) {
    terminal.notices(&report.notices);
    let is_notable = |found: &Found| found.finding.severity > Severity::Info;
    let notable = || wanted(report, false).filter(|(_, found)| is_notable(found));
    for (text, found) in notable().take(most) {
        terminal.check_notice(&found.finding, &context(text, found));
    }
    let left = notable().count().saturating_sub(most);
    if left > 0 {
        terminal.say(format_args!(
            "… and {}; `tarjuman check` shows them",
            counted(left, "more finding")
        ));
    }
}

/// What is shown beside a finding.
fn context<'a>(text: &'a CheckedText, found: &'a Found) -> Context<'a> {
    Context {
        source: &text.source.text,
        dismissed: found.dismissed.as_ref().map(|own| own.reason.as_str()),
    }
}

fn write(
    bytes: &str,
    report: &CheckReport,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let output = output(matches);
    if output == Path::new("-") {
        return Ok(terminal.bytes(bytes.as_bytes())?);
    }
    write_page(output, bytes)?;
    terminal.say(format_args!(
        "wrote {} ({})",
        output.display(),
        counted(wanted(report, true).count(), "finding")
    ));
    Ok(())
}

/// How many translations were checked, with what result, in one line.
pub(in crate::cli::commands) fn summary(report: &CheckReport) -> String {
    let checked = counted(
        usize::try_from(report.checked).unwrap_or(usize::MAX),
        "translation",
    );
    let counts = [
        (report.errors, "error"),
        (report.warnings, "warning"),
        (report.infos, "note"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let mut counts: Vec<_> = counts.map(|(count, noun)| counted(*count, noun)).collect();
    if counts.is_empty() {
        counts.push("nothing found".to_owned());
    }
    if report.dismissed > 0 {
        counts.push(format!("{} dismissed", report.dismissed));
    }
    format!("{checked} checked: {}", counts.join(", "))
}

fn next(report: &CheckReport, dismissed: bool, terminal: &mut Terminal) {
    let is_project = report.texts.iter().any(|text| text.document.is_some());
    match report.fixable() {
        0 if is_project && report.open().next().is_some() => terminal.next(
            "correct them in the segment files, or `tarjuman check dismiss CHECK UNIT --reason \"…\"`",
        ),
        0 if report.dismissed > 0 && !dismissed => {
            terminal.next("`tarjuman check --dismissed` shows what was dismissed, and why");
        }
        fixable if is_project && fixable > 0 => terminal.next(&format!(
            "`tarjuman check --fix --dry-run` shows what it would mend of {}; --fix=ask asks one by one",
            counted(fixable, "finding")
        )),
        _ => {}
    }
}
