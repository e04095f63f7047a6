//! `tarjuman term list` and `find`.

use clap::{Arg, ArgMatches, Command as Arguments};

use super::{counted, positional};
use crate::cli::arguments;
use crate::cli::commands::{Failure, Outcome, Terminal};
use crate::model::{Concept, Severity, TermStatus, Usage};
use crate::text::Language;
use crate::workbench::{FoundTerm, Workbench};

/// The two subcommands.
pub(super) fn subcommands() -> [Arguments; 2] {
    let statuses = TermStatus::ALL.map(TermStatus::as_str);
    [
        Arguments::new("list")
            .about("Show the glossary, or the concepts that hold some words in any language")
            .arg(Arg::new("words").help("Only concepts with these words in a term"))
            .arg(
                Arg::new("status")
                    .long("status")
                    .value_name("STATUS")
                    .value_parser(statuses)
                    .help("Only these; those of low confidence count as proposed"),
            ),
        Arguments::new("find")
            .about("Show the terms that a text has")
            .arg(positional("text", "The text; - for standard input"))
            .arg(arguments::language(
                "lang",
                "The language of the text [default: that of the sources]",
            )),
    ]
}

pub(super) fn list(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let words = matches.get_one::<String>("words").map(String::as_str);
    let status = matches.get_one::<String>("status");
    let status = status.and_then(|name| TermStatus::from_name(name));
    let (listed, findings) = workbench.list_terms(words, status)?;
    terminal.findings(&findings)?;
    for one in &listed {
        if terminal.json() {
            terminal.record("term", one)?;
        } else {
            let line = concept(&one.concept, terminal);
            terminal.line(line)?;
        }
    }
    if !terminal.json() {
        terminal.say(format_args!("{}.", counted(listed.len())));
        if listed.is_empty() && words.is_none() {
            terminal.next("`tarjuman term add` or `term import` begins a glossary");
        }
    }
    let is_broken = findings.iter().any(|one| one.severity == Severity::Error);
    Ok(match (is_broken, findings.is_empty()) {
        (true, _) => Outcome::Unfinished,
        (false, false) => Outcome::Findings,
        (false, true) => Outcome::Done,
    })
}

/// `river  ur دریا; ندی (not نالہ)  ps سیند  [proposed]`
pub(super) fn concept(concept: &Concept, terminal: &Terminal) -> String {
    let mut languages: Vec<&Language> = Vec::new();
    for term in &concept.terms {
        if !languages.contains(&&term.language) {
            languages.push(&term.language);
        }
    }
    let parts = languages.into_iter().map(|language| {
        let of = |forbidden: bool| {
            let own = concept.terms.iter();
            let own = own.filter(|term| term.language == *language);
            let own = own.filter(|term| (term.usage == Usage::Forbidden) == forbidden);
            own.map(|term| terminal.cell(&term.text, language))
                .collect::<Vec<_>>()
                .join("; ")
        };
        match (of(false), of(true)) {
            (allowed, forbidden) if forbidden.is_empty() => format!("{language} {allowed}"),
            (allowed, forbidden) if allowed.is_empty() => format!("{language} not {forbidden}"),
            (allowed, forbidden) => format!("{language} {allowed} (not {forbidden})"),
        }
    });
    let mut line = parts.collect::<Vec<_>>().join("  ");
    if concept.is_proposal() {
        line.push_str("  [proposed]");
    }
    line
}

pub(super) fn find(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let text = arguments::text(matches)?;
    let language = arguments::one_language(matches, "lang")?;
    let found = workbench.find_terms(&text, language.as_ref())?;
    for one in &found {
        show(one, language.as_ref(), terminal)?;
    }
    if !terminal.json() {
        terminal.say(format_args!("{} found.", counted(found.len())));
    }
    Ok(Outcome::Done)
}

fn show(
    found: &FoundTerm,
    language: Option<&Language>,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("found-term", found);
    }
    let own = language.cloned().unwrap_or_default();
    let text = terminal.cell(&found.text, &own);
    let [start, end] = found.span;
    let concept = concept(&found.concept, terminal);
    Ok(terminal.line(format_args!("{start}..{end} {text}: {concept}"))?)
}
