//! `tarjuman match`: what the memory has for a text.

use std::io::{BufRead, BufReader};
use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, value_parser};

use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::model::UnitId;
use crate::text::Language;
use crate::workbench::{
    DiffPiece, MatchRequest, MatchText, Matcher, OfferedMatch, OfferedState, Origin,
};

pub(super) struct Match;

impl Command for Match {
    fn name(&self) -> &'static str {
        "match"
    }

    fn about(&self) -> &'static str {
        "Offer what the memory has for a text, with the reasons"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman match \"The gate was closed at 9 p.m.\" --to ur\n  \
         tarjuman match \"دروازہ بند تھا۔\" --lang ur         from any language side\n  \
         tarjuman match - --unit 3f8k2m1q < sentence.txt\n  \
         tarjuman match --jsonl < texts.jsonl      {\"id\",\"text\",\"lang\"?} in, matches out"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .arg(
                Arg::new("text")
                    .required_unless_present("jsonl")
                    .conflicts_with("jsonl")
                    .allow_hyphen_values(true)
                    .help("The text; - for standard input"),
            )
            .arg(arguments::language(
                "lang",
                "The language of the text [default: the project's source]",
            ))
            .arg(arguments::language("to", "Only units with a text in these").value_delimiter(','))
            .arg(
                Arg::new("min")
                    .long("min")
                    .value_name("SCORE")
                    .value_parser(value_parser!(u8).range(0..=101))
                    .default_value("60")
                    .help("The lowest score"),
            )
            .arg(
                Arg::new("max")
                    .long("max")
                    .value_name("N")
                    .value_parser(value_parser!(u32).range(1..))
                    .default_value("5")
                    .help("At most so many matches"),
            )
            .arg(place("unit", "ID", "The unit that it is the text of"))
            .arg(place("before", "TEXT", "The text that stands before it"))
            .arg(place("after", "TEXT", "The text that stands after it"))
            .arg(
                Arg::new("jsonl")
                    .long("jsonl")
                    .action(ArgAction::SetTrue)
                    .help("Answer JSON Lines on standard input"),
            )
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let most = matches.get_one::<u32>("max").copied().unwrap_or(5);
        let mut matcher = arguments::workbench(matches)?.matcher(MatchRequest {
            language: arguments::one_language(matches, "lang")?,
            targets: arguments::languages(matches, "to")?,
            least: matches.get_one("min").copied().unwrap_or(60),
            most: usize::try_from(most).unwrap_or(usize::MAX),
        })?;
        let is_clean = match matches.get_flag("jsonl") {
            true => filter(&mut matcher, terminal)?,
            false => answer(&mut matcher, matches, terminal)?,
        };
        let findings = matcher.take_findings()?;
        match matches.get_flag("jsonl") {
            true => terminal.notices(&findings),
            false => terminal.findings(&findings)?,
        }
        Ok(match is_clean && findings.is_empty() {
            true => Outcome::Done,
            false => Outcome::Findings,
        })
    }
}

/// An option that says where the text stands.
fn place(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .allow_hyphen_values(true)
        .conflicts_with("jsonl")
        .help(help)
}

/// Answers one text; true, since nothing can be wrong with it.
fn answer(
    matcher: &mut Matcher,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<bool, Failure> {
    let word = |name| matches.get_one::<String>(name).cloned();
    let text = MatchText {
        text: arguments::text(matches)?.trim().to_owned(),
        language: None,
        unit: word("unit").map(UnitId),
        before: word("before"),
        after: word("after"),
    };
    let offered = matcher.matches(&text)?;
    for found in &offered {
        if terminal.json() {
            terminal.record("match", found)?;
        } else {
            show(found, &text.text, terminal)?;
        }
    }
    if offered.is_empty() {
        terminal.say("Nothing in the memory is as similar as that.");
    }
    Ok(true)
}

/// Answers every line of standard input; says whether all were good.
fn filter(matcher: &mut Matcher, terminal: &mut Terminal) -> Result<bool, Failure> {
    let mut input = BufReader::new(arguments::open(Path::new("-"))?);
    let (mut line, mut number, mut is_clean) = (Vec::new(), 0, true);
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        if read.map_err(|error| arguments::unreadable(Path::new("-"), error))? == 0 {
            return Ok(is_clean);
        }
        number += 1;
        if let Some((answer, is_good)) = matcher.answer(&line, number)? {
            terminal.bytes(format!("{answer}\n").as_bytes())?;
            is_clean &= is_good;
        }
    }
}

/// A match in a few lines: score, reasons and origin, the stored source, what differs, what is offered.
fn show(found: &OfferedMatch, query: &str, terminal: &mut Terminal) -> Result<(), Failure> {
    let lost: Vec<_> = found
        .deductions
        .iter()
        .map(|lost| format!("{} −{}", lost.reason, lost.points))
        .collect();
    let lost = if lost.is_empty() {
        String::new()
    } else {
        format!("  ({})", lost.join(", "))
    };
    let origin = origin(&found.origin);
    terminal.line(format_args!(
        "{:>3}  {}{lost}  {origin}",
        found.score, found.unit
    ))?;
    terminal.line(format_args!(
        "     {} {}",
        found.lang,
        terminal.cell(&found.source, &found.lang)
    ))?;
    let diff = diff(found, query);
    if !diff.is_empty() {
        terminal.line(format_args!(
            "        differs: {}",
            terminal.cell(&diff, &found.lang)
        ))?;
    }
    for (tag, text) in &found.targets {
        let language = Language::parse(tag).unwrap_or_default();
        let flag = match found.states.get(tag) {
            Some(OfferedState::NeedsWork) => " (needs work)",
            _ => "",
        };
        terminal.line(format_args!(
            "     {tag} {}{flag}",
            terminal.cell(text, &language)
        ))?;
        for (before, after) in found.adapted.get(tag).into_iter().flatten() {
            terminal.line(format_args!(
                "        number adapted: {before} is now {after}"
            ))?;
        }
    }
    Ok(())
}

/// The word diff in one line: `the [-north-] {+south+} gate`, what only the stored text has first.
fn diff(found: &OfferedMatch, query: &str) -> String {
    let words = found.pieces(query).into_iter().map(|piece| match piece {
        DiffPiece::Equal(words) => words.to_owned(),
        DiffPiece::Stored(words) => format!("[-{words}-]"),
        DiffPiece::Query(words) => format!("{{+{words}+}}"),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Where a match comes from: `essay`, `old.tmx (import 2)`, `from un: old.tmx (import 2)`.
pub(super) fn origin(origin: &Origin) -> String {
    let place = match (&origin.document, &origin.file, origin.intake) {
        (Some(document), _, _) => document.to_string(),
        (None, Some(file), Some(intake)) => format!("{file} (import {intake})"),
        _ => "the memory".to_owned(),
    };
    match &origin.memory {
        Some(memory) => format!("from {memory}: {place}"),
        None => format!("from {place}"),
    }
}
