//! `tarjuman check dismiss`, `recall` and `prune`: what a person has said of findings.

use clap::{Arg, ArgMatches, Command as Arguments};

use super::update::counted;
use super::{Failure, Outcome, Terminal, arguments};
use crate::model::UnitId;
use crate::workbench::{DismissReport, DismissRequest};

pub(super) fn dismiss_arguments() -> Arguments {
    let reason = Arg::new("reason").long("reason").short('m');
    let reason = reason.value_name("TEXT").required(true);
    named(
        Arguments::new("dismiss")
            .about("Say of what a check finds in a unit that it is right as it is")
            .before_help(
                "Examples:\n  \
                 tarjuman check dismiss end-mark 3f8k2m1q --lang ur --reason \"a heading\"\n  \
                 tarjuman check dismiss same-as-source 3f8k2m1q a81kd02m --reason \"names\"",
            )
            .after_help(
                "A dismissal stands in dismissed.tsv, which belongs under version control. It holds while source and\n\
                 translation stay the same, also when the unit moves or its document gets another name.",
            ),
    )
    .arg(reason.help("Why; the next reader will want to know"))
}

pub(super) fn recall_arguments() -> Arguments {
    named(
        Arguments::new("recall")
            .about("Take dismissals back")
            .before_help("Examples:\n  tarjuman check recall end-mark 3f8k2m1q"),
    )
}

pub(super) fn prune_arguments() -> Arguments {
    Arguments::new("prune")
        .about("Take out the dismissals that dismiss nothing any more")
        .before_help("Examples:\n  tarjuman check prune --dry-run")
        .arg(arguments::dry_run())
}

fn named(command: Arguments) -> Arguments {
    command
        .arg(
            Arg::new("check")
                .value_name("CHECK")
                .required(true)
                .help("The check, as it stands in brackets before its message"),
        )
        .arg(
            Arg::new("unit")
                .value_name("UNIT")
                .num_args(1..)
                .required(true)
                .help("The units"),
        )
        .arg(arguments::language(
            "lang",
            "Only the translation into this language",
        ))
        .arg(arguments::dry_run())
}

fn request(matches: &ArgMatches) -> Result<DismissRequest, Failure> {
    let units = matches.get_many::<String>("unit").unwrap_or_default();
    Ok(DismissRequest {
        check: matches
            .get_one::<String>("check")
            .cloned()
            .unwrap_or_default(),
        units: units.map(|id| UnitId(id.clone())).collect(),
        language: arguments::one_language(matches, "lang")?,
        dry_run: matches.get_flag("dry-run"),
    })
}

pub(super) fn dismiss(matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let reason = matches
        .get_one::<String>("reason")
        .map_or("", String::as_str);
    let report = arguments::workbench(matches)?.dismiss(&request(matches)?, reason)?;
    lines(&report, ["Noted", "Would note"], terminal)?;
    if !report.dry_run {
        terminal.next(
            "keep dismissed.tsv under version control; `tarjuman check recall` takes it back",
        );
    }
    Ok(Outcome::Done)
}

pub(super) fn recall(matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let report = arguments::workbench(matches)?.recall(&request(matches)?)?;
    lines(&report, ["Took back", "Would take back"], terminal)?;
    if !report.dry_run {
        terminal.next("`tarjuman check` shows what is found now");
    }
    Ok(Outcome::Done)
}

pub(super) fn prune(matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let report = arguments::workbench(matches)?.prune(matches.get_flag("dry-run"))?;
    lines(&report, ["Took out", "Would take out"], terminal)?;
    Ok(Outcome::Done)
}

/// What was changed in the table; of the two verbs the first for what was done, the second for a plan.
fn lines(report: &DismissReport, verbs: [&str; 2], terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("dismissals", report);
    }
    for own in &report.dismissals {
        terminal.line(format_args!(
            "{} {} {}: {}",
            own.check, own.lang, own.unit, own.reason
        ))?;
    }
    let verb = verbs[usize::from(report.dry_run)];
    let count = counted(report.dismissals.len(), "dismissal");
    let line = match verb {
        "Noted" | "Would note" => format!("{verb} {count} in {}.", report.file),
        _ if report.dismissals.is_empty() => "Nothing to take out; nothing was written.".to_owned(),
        _ => format!("{verb} {count} of {}.", report.file),
    };
    Ok(terminal.line(line)?)
}
