//! `tarjuman memory stats`, `merge`, `clean` and `edit`: what is in the memory, unit by unit.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, ValueHint, value_parser};

use crate::cli::arguments;
use crate::cli::commands::update::counted;
use crate::cli::commands::{Failure, Outcome, Terminal, commit};
use crate::model::{State, UnitId};
use crate::workbench::{
    CleanReport, CleanRequest, EditReport, EditRequest, Flaw, MergeReport, StatsReport, Useless,
    Workbench,
};

/// The four subcommands.
pub(super) fn subcommands() -> [Arguments; 4] {
    [
        Arguments::new("stats").about("Count what it holds, by language and state"),
        merge_arguments(),
        clean_arguments(),
        edit_arguments(),
    ]
}

fn merge_arguments() -> Arguments {
    Arguments::new("merge")
        .about("Take in the texts of another memory, as one import")
        .arg(
            Arg::new("file")
                .required(true)
                .value_name("OTHER.db")
                .value_hint(ValueHint::FilePath)
                .value_parser(value_parser!(PathBuf))
                .help("The other memory; it is only read"),
        )
        .arg(arguments::dry_run())
}

fn clean_arguments() -> Arguments {
    let names = Flaw::ALL.map(Flaw::as_str);
    Arguments::new("clean")
        .about("Find imported units that are of no use, and take them away with --apply")
        .arg(
            Arg::new("only")
                .long("only")
                .value_name("FLAW")
                .value_delimiter(',')
                .value_parser(names)
                .help("Only these"),
        )
        .arg(
            Arg::new("apply")
                .long("apply")
                .action(ArgAction::SetTrue)
                .conflicts_with("dry-run")
                .help("Take away what is found, as a revision"),
        )
        .arg(arguments::dry_run().help("Only say what is found, as without --apply"))
}

fn edit_arguments() -> Arguments {
    Arguments::new("edit")
        .about("Give a unit another text, in its segment file too")
        .arg(
            Arg::new("unit")
                .required(true)
                .value_name("UNIT")
                .help("Its id"),
        )
        .arg(
            Arg::new("text")
                .required(true)
                .allow_hyphen_values(true)
                .help("The text; - for standard input"),
        )
        .arg(arguments::language("lang", "The language of the text").required(true))
        .arg(
            Arg::new("state")
                .long("state")
                .value_parser(["translated", "reviewed", "final"])
                .default_value("translated")
                .help("How far it has come"),
        )
        .arg(arguments::dry_run())
}

/// Does one of them; `None` when it is another subcommand.
pub(super) fn run(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Option<Outcome>, Failure> {
    Ok(match matches.subcommand() {
        Some(("stats", _)) => {
            stats(&workbench.stats()?, terminal)?;
            Some(Outcome::Done)
        }
        Some(("merge", matches)) => {
            let file = matches.get_one::<PathBuf>("file").cloned();
            let dry_run = matches.get_flag("dry-run");
            let report = workbench.merge(&file.unwrap_or_default(), dry_run)?;
            merged(&report, terminal)?;
            Some(Outcome::Done)
        }
        Some(("clean", matches)) => Some(clean(workbench, matches, terminal)?),
        Some(("edit", matches)) => {
            edit(workbench, matches, terminal)?;
            Some(Outcome::Done)
        }
        _ => None,
    })
}

fn stats(report: &StatsReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("stats", report);
    }
    terminal.line(format_args!(
        "{} in documents, {} obsolete, {} imported ({} of them said before)",
        units(report.units_in_documents),
        report.units_obsolete,
        report.units_alone,
        report.duplicates
    ))?;
    let [initial, translated, reviewed, approved] = State::ALL.map(State::as_str);
    terminal.line(format_args!(
        "  {:<10} {:>9} {initial:>9} {translated:>11} {reviewed:>9} {approved:>9} {:>11}",
        "", "texts", "needs work"
    ))?;
    for own in &report.languages {
        let [initial, translated, reviewed, approved] = own.states;
        terminal.line(format_args!(
            "  {:<10} {:>9} {initial:>9} {translated:>11} {reviewed:>9} {approved:>9} {:>11}",
            own.lang.as_str(),
            own.texts,
            own.needs_work
        ))?;
    }
    let count = |count: u64, noun| counted(usize::try_from(count).unwrap_or(usize::MAX), noun);
    terminal.line(format_args!(
        "{}, {}, {:.1} MB on the disk",
        count(u64::from(report.revisions), "revision"),
        count(report.intakes, "import"),
        report.bytes as f64 / 1e6
    ))?;
    for side in &report.index {
        terminal.line(format_args!(
            "index of {}: {}, {} waiting",
            side.lang,
            count(side.texts, "text"),
            side.waiting
        ))?;
    }
    Ok(())
}

fn merged(report: &MergeReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("merge", report);
    }
    let verb = if report.dry_run {
        "would be added"
    } else {
        "added"
    };
    terminal.line(format_args!(
        "{}: {} read, {} {verb}, {} there already",
        report.file,
        units(report.read),
        report.added,
        report.already_there
    ))?;
    if report.renamed > 0 {
        terminal.line(format_args!(
            "  {} of them under a new id, since theirs is that of another text here",
            report.renamed
        ))?;
    }
    match (&report.revision, report.intake) {
        (Some(revision), Some(intake)) => {
            terminal.line(format_args!(
                "Recorded revision {}, import {intake}.",
                revision.number
            ))?;
            terminal.next(&format!("`tarjuman memory undo {intake}` takes it back"));
        }
        _ if report.dry_run && report.added > 0 => {
            terminal.next("run it without --dry-run to merge");
        }
        _ => terminal.line("Nothing new; nothing was written.")?,
    }
    Ok(())
}

fn clean(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let names = matches.get_many::<String>("only").unwrap_or_default();
    let flaw = |name: &String| Flaw::ALL.into_iter().find(|flaw| flaw.as_str() == name);
    let report = workbench.clean(&CleanRequest {
        flaws: names.filter_map(flaw).collect(),
        apply: matches.get_flag("apply"),
    })?;
    if terminal.json() {
        for useless in &report.found {
            terminal.record("useless", useless)?;
        }
        terminal.record("clean", &report)?;
    } else {
        cleaned(&report, terminal)?;
    }
    Ok(match (report.found.is_empty(), &report.recorded) {
        (true, _) | (_, Some(_)) => Outcome::Done,
        (false, None) => Outcome::Findings,
    })
}

fn cleaned(report: &CleanReport, terminal: &mut Terminal) -> Result<(), Failure> {
    for useless in &report.found {
        terminal.line(line(useless, terminal))?;
    }
    terminal.line(format_args!("{} looked at", units(report.units)))?;
    for (flaw, count) in &report.counts {
        terminal.line(format_args!("  {:<15} {count:>9}", flaw.as_str()))?;
    }
    match &report.recorded {
        Some(recorded) => {
            commit::lines(recorded, terminal)?;
            let before = recorded.revision.as_ref().map_or(0, |own| own.number - 1);
            terminal.next(&format!(
                "`tarjuman restore {before} --memory` takes it back"
            ));
        }
        None if report.found.is_empty() => terminal.line("Nothing to clean.")?,
        None => terminal.next("`tarjuman memory clean --apply` takes them away, as a revision"),
    }
    Ok(())
}

/// `duplicate  k2 (same as k1)  en, ur: The gate …`
fn line(useless: &Useless, terminal: &Terminal) -> String {
    let langs: Vec<_> = useless.langs.iter().map(ToString::to_string).collect();
    let same = useless.same_as.as_ref();
    let same = same.map_or_else(String::new, |same| format!(" (same as {same})"));
    let language = useless.langs.first().cloned().unwrap_or_default();
    format!(
        "{}  {}{same}  {}: {}",
        useless.flaw.as_str(),
        useless.unit,
        langs.join(", "),
        terminal.cell(&useless.text, &language)
    )
}

fn edit(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let unit = matches.get_one::<String>("unit").cloned();
    let state = matches.get_one::<String>("state");
    let report = workbench.edit(&EditRequest {
        unit: UnitId(unit.unwrap_or_default()),
        language: arguments::one_language(matches, "lang")?.unwrap_or_default(),
        text: arguments::text(matches)?.trim().to_owned(),
        state: state.and_then(|name| State::from_name(name)),
        dry_run: matches.get_flag("dry-run"),
    })?;
    if terminal.json() {
        return terminal.record("edit", &report);
    }
    edited(&report, terminal)
}

fn edited(report: &EditReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if report.recorded.revision.is_none() {
        return Ok(terminal.line("The unit says so already; nothing was written.")?);
    }
    for (sign, text) in [("-", report.old.as_ref()), ("+", Some(&report.new))] {
        if let Some(text) = text {
            terminal.line(format_args!("{sign} {}", terminal.cell(text, &report.lang)))?;
        }
    }
    let verb = if report.recorded.dry_run {
        "would write"
    } else {
        "wrote"
    };
    for file in &report.files {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    commit::lines(&report.recorded, terminal)?;
    if let (Some(revision), false) = (&report.recorded.revision, report.recorded.dry_run) {
        terminal.next(&format!(
            "`tarjuman restore {} --unit {} --lang {}` takes it back",
            revision.number.saturating_sub(1),
            report.unit,
            report.lang
        ));
    }
    Ok(())
}

fn units(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "unit")
}
