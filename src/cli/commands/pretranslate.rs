//! `tarjuman pretranslate`: matches into units that have no translation yet.

use clap::{Arg, ArgMatches, Command as Arguments, value_parser};

use super::analyze::names;
use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments, commit};
use crate::workbench::{Fill, PretranslateReport, PretranslateRequest, Pretranslated};

pub(super) struct Pretranslate;

impl Command for Pretranslate {
    fn name(&self) -> &'static str {
        "pretranslate"
    }

    fn about(&self) -> &'static str {
        "Fill untranslated units from the memory; nothing that is there is touched"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman pretranslate --dry-run          what would be filled, with what\n  \
         tarjuman pretranslate essay --to ur\n  \
         tarjuman pretranslate --min 100          equal texts only"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .arg(
                Arg::new("name")
                    .value_name("DOCUMENT")
                    .num_args(0..)
                    .help("Only these documents"),
            )
            .arg(arguments::language("to", "Only these languages").value_delimiter(','))
            .arg(
                Arg::new("min")
                    .long("min")
                    .value_name("SCORE")
                    .value_parser(value_parser!(u8).range(1..=101))
                    .default_value("75")
                    .help("The lowest score that is good enough"),
            )
            .arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let report = arguments::workbench(matches)?.pretranslate(&PretranslateRequest {
            documents: names(matches),
            targets: arguments::languages(matches, "to")?,
            least: matches.get_one("min").copied().unwrap_or(75),
            dry_run: matches.get_flag("dry-run"),
        })?;
        terminal.findings(&report.findings)?;
        if terminal.json() {
            for fill in &report.fills {
                terminal.record("fill", fill)?;
            }
            terminal.record("pretranslate", &report)?;
        } else {
            lines(&report, terminal)?;
        }
        Ok(match (report.faulty, report.findings.is_empty()) {
            (true, _) => Outcome::Unfinished,
            (false, false) => Outcome::Findings,
            (false, true) => Outcome::Done,
        })
    }
}

fn lines(report: &PretranslateReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if report.dry_run {
        for fill in &report.fills {
            plan(fill, terminal)?;
        }
    }
    for document in &report.documents {
        terminal.line(summary(document, report.dry_run))?;
    }
    if report.fills.is_empty() {
        terminal.line("Nothing to fill; nothing was written.")?;
        return Ok(());
    }
    let verb = if report.dry_run {
        "would write"
    } else {
        "wrote"
    };
    for file in &report.files {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    commit::lines(&report.recorded, terminal)?;
    match (&report.recorded.revision, report.dry_run) {
        (_, true) => terminal.next("run it without --dry-run to fill"),
        (Some(revision), false) => terminal.next(&format!(
            "look at what needs work, then `tarjuman build`; `tarjuman restore {} {}` takes it back",
            revision.number.saturating_sub(1),
            scope(report)
        )),
        (None, false) => {}
    }
    Ok(())
}

/// What `restore` is to take back.
fn scope(report: &PretranslateReport) -> String {
    let mut documents = report.fills.iter().map(|fill| &fill.document);
    match documents.next() {
        Some(first) if documents.all(|other| other == first) => format!("--document {first}"),
        _ => "--all".to_owned(),
    }
}

/// What a unit would get, in three lines.
fn plan(fill: &Fill, terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.line(format_args!(
        "{} {} {}  from {}",
        fill.document,
        fill.lang,
        fill.unit,
        fill.origin_in_words()
    ))?;
    terminal.line(format_args!("     {}", terminal.harmless(&fill.source)))?;
    Ok(terminal.line(format_args!(
        "     {}",
        terminal.cell(&fill.target, &fill.lang)
    ))?)
}

/// `essay ur: 12 of 20 filled: 2 in context, 3 exact, 1 repetition, 6 fuzzy`.
fn summary(document: &Pretranslated, dry_run: bool) -> String {
    let verb = if dry_run { "would be filled" } else { "filled" };
    let mut line = format!(
        "{} {}: {} of {} {verb}",
        document.document,
        document.lang,
        document.filled(),
        counted(document.untranslated, "untranslated unit")
    );
    let counts = [
        (document.context, "in context"),
        (document.exact, "exact"),
        (document.repetition, "by repetition"),
        (document.fuzzy, "fuzzy"),
    ];
    for (count, name) in counts.into_iter().filter(|(count, _)| *count > 0) {
        line.push_str(&format!(", {count} {name}"));
    }
    line
}
