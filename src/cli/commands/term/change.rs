//! `tarjuman term add` and `remove`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments};

use super::{counted, positional, replace, table};
use crate::cli::arguments;
use crate::cli::commands::{Failure, Outcome, Terminal};
use crate::model::{TermStatus, Usage};
use crate::text::Language;
use crate::workbench::{
    TermAddition, TermChange, TermChangeKind, TermRemoval, TermsReport, Workbench,
};

/// The two subcommands.
pub(super) fn subcommands() -> [Arguments; 2] {
    [add_arguments(), remove_arguments()]
}

fn add_arguments() -> Arguments {
    let statuses = TermStatus::ALL.map(TermStatus::as_str);
    Arguments::new("add")
        .about("Add a term, or terms in more languages to one that is there")
        .arg(positional(
            "term",
            "The term in the language of the sources",
        ))
        .arg(text("ur", "TERM", "The term to use in Urdu"))
        .arg(text("ps", "TERM", "The term to use in Pashto"))
        .arg(in_language("target", "The term to use in another language"))
        .arg(in_language("variant", "A term that may be used, too"))
        .arg(in_language("forbidden", "A term that must not be used"))
        .arg(text("pos", "WORD", "The part of speech, such as noun"))
        .arg(text("note", "TEXT", "A note, shown with findings"))
        .arg(text("source", "TEXT", "Where it comes from"))
        .arg(
            text(
                "case",
                "RULE",
                "How capitals count [default: by those of the term]",
            )
            .value_parser(["any", "exact"]),
        )
        .arg(
            text(
                "status",
                "STATUS",
                "Whether it is agreed; what is proposed gives remarks only",
            )
            .value_parser(statuses)
            .default_value("approved"),
        )
        .arg(table())
        .arg(replace())
        .arg(arguments::dry_run())
}

fn remove_arguments() -> Arguments {
    Arguments::new("remove")
        .about("Take a term out, in all languages or in one")
        .arg(positional(
            "term",
            "The term in the language of the sources, or of --lang",
        ))
        .arg(arguments::language(
            "lang",
            "Take out only this term, in this language",
        ))
        .arg(arguments::dry_run())
}

fn text(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// An option of a language and a term, which may be given again.
fn in_language(name: &'static str, help: &'static str) -> Arg {
    text(name, "LANGUAGE=TERM", help).action(ArgAction::Append)
}

pub(super) fn add(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let addition = addition(matches)?;
    let report = workbench.add_term(&addition)?;
    terminal.findings(&report.findings)?;
    shown(&report, terminal)?;
    Ok(match report.conflicts {
        0 => Outcome::Done,
        _ => Outcome::Unfinished,
    })
}

fn addition(matches: &ArgMatches) -> Result<TermAddition, Failure> {
    let own = |name: &str| matches.get_one::<String>(name).cloned();
    let mut terms = Vec::new();
    for tag in ["ur", "ps"] {
        if let Some(text) = own(tag) {
            terms.push((language(tag)?, text, Usage::Preferred));
        }
    }
    for (name, usage) in [
        ("target", Usage::Preferred),
        ("variant", Usage::Admitted),
        ("forbidden", Usage::Forbidden),
    ] {
        for given in matches.get_many::<String>(name).unwrap_or_default() {
            let Some((tag, text)) = given.split_once('=') else {
                let message = format!("`--{name} {given}` names no language");
                let hint = format!("write the language first: --{name} ur=…");
                return Err(Failure::usage(message, hint));
            };
            terms.push((language(tag)?, text.to_owned(), usage));
        }
    }
    let details = ["pos", "note", "source", "case"].into_iter();
    let details = details.filter_map(|name| Some((name.to_owned(), own(name)?)));
    let status = own("status").and_then(|name| TermStatus::from_name(&name));
    Ok(TermAddition {
        term: own("term").unwrap_or_default(),
        terms,
        details: details.collect(),
        status: status.unwrap_or_default(),
        file: matches.get_one::<PathBuf>("file").cloned(),
        replace: matches.get_flag("replace"),
        dry_run: matches.get_flag("dry-run"),
    })
}

fn language(tag: &str) -> Result<Language, Failure> {
    Language::parse(tag)
        .map_err(|error| Failure::usage(error.to_string(), "tags look like en, ur, ps-AF"))
}

pub(super) fn remove(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let report = workbench.remove_term(&TermRemoval {
        term: matches
            .get_one::<String>("term")
            .cloned()
            .unwrap_or_default(),
        language: arguments::one_language(matches, "lang")?,
        dry_run: matches.get_flag("dry-run"),
    })?;
    shown(&report, terminal)?;
    Ok(Outcome::Done)
}

/// How many changes are told one by one.
const TOLD: usize = 20;

/// Says what was done, and what comes next.
pub(super) fn shown(report: &TermsReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("terms", report);
    }
    for change in report.changes.iter().take(TOLD) {
        let line = line(change, report.dry_run, terminal);
        terminal.line(line)?;
    }
    if report.changes.len() > TOLD {
        terminal.line(format_args!("… and {} more", report.changes.len() - TOLD))?;
    }
    let left = [
        (report.already_there, "there already"),
        (
            report.conflicts,
            "left as it is in the glossary, for the reasons above",
        ),
    ];
    for (count, what) in left.into_iter().filter(|(count, _)| *count > 0) {
        terminal.line(format_args!("{} {what}", counted(count)))?;
    }
    let verb = if report.dry_run {
        "would write"
    } else {
        "wrote"
    };
    for file in &report.files {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    match (report.files.is_empty(), report.dry_run) {
        (true, _) => terminal.line("Nothing new; nothing was written.")?,
        (false, true) => terminal.next("the same without --dry-run"),
        (false, false) => terminal.next("`tarjuman check --only terminology` looks for them"),
    }
    Ok(())
}

/// `added  river  ur دریا`
fn line(change: &TermChange, dry_run: bool, terminal: &Terminal) -> String {
    let verb = match change.kind {
        TermChangeKind::Added => "add",
        TermChangeKind::Extended => "extend",
        TermChangeKind::Replaced => "replace",
        TermChangeKind::Removed => "remove",
    };
    let verb = match (dry_run, verb) {
        (true, verb) => format!("would {verb}"),
        (false, "add" | "extend") => format!("{verb}ed"),
        (false, verb) => format!("{verb}d"),
    };
    format!(
        "{verb}  {}",
        super::list::concept(&change.concept, terminal)
    )
}
