//! `tarjuman match`: what the memory has for a text.

use std::io::{BufRead, BufReader};
use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, value_parser};

use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::text::Language;
use crate::workbench::{MatchRequest, Matcher, OfferedMatch};

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
         tarjuman match - < sentence.txt\n  \
         tarjuman match --jsonl < texts.jsonl      {\"id\",\"text\",\"lang\"?} in, matches out"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .arg(
                Arg::new("text")
                    .required_unless_present("jsonl")
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
                    .value_parser(value_parser!(usize))
                    .default_value("5")
                    .help("At most so many matches"),
            )
            .arg(
                Arg::new("jsonl")
                    .long("jsonl")
                    .action(ArgAction::SetTrue)
                    .help("Answer JSON Lines on standard input"),
            )
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let matcher = arguments::workbench(matches)?.matcher(MatchRequest {
            language: arguments::one_language(matches, "lang")?,
            targets: arguments::languages(matches, "to")?,
            least: matches.get_one("min").copied().unwrap_or(60),
            most: matches.get_one("max").copied().unwrap_or(5),
        })?;
        if matches.get_flag("jsonl") {
            return filter(&matcher, terminal);
        }
        let text = text(matches)?;
        let found = matcher.matches(text.trim(), None)?;
        for found in &found {
            if terminal.json() {
                terminal.record("match", found)?;
            } else {
                show(found, terminal)?;
            }
        }
        if found.is_empty() {
            terminal.say("Nothing in the memory is as similar as that.");
        }
        Ok(Outcome::Done)
    }
}

fn text(matches: &ArgMatches) -> Result<String, Failure> {
    match matches.get_one::<String>("text").map(String::as_str) {
        Some("-") => {
            let (bytes, name) = arguments::read(Path::new("-"))?;
            String::from_utf8(bytes).map_err(|_| {
                Failure::usage(format!("{name} is not UTF-8"), "save the text as UTF-8")
            })
        }
        text => Ok(text.unwrap_or_default().to_owned()),
    }
}

fn filter(matcher: &Matcher, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let input = BufReader::new(arguments::open(Path::new("-"))?);
    let mut outcome = Outcome::Done;
    for (line, number) in input.lines().zip(1..) {
        let line = line.map_err(|error| arguments::unreadable(Path::new("-"), error))?;
        if let Some((answer, good)) = matcher.answer(&line, number)? {
            terminal.bytes(format!("{answer}\n").as_bytes())?;
            if !good {
                outcome = Outcome::Findings;
            }
        }
    }
    Ok(outcome)
}

/// A match in a few lines: score and reasons, the stored source, what is offered.
fn show(found: &OfferedMatch, terminal: &mut Terminal) -> Result<(), Failure> {
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
    terminal.line(format_args!("{:>3}  {}{lost}", found.score, found.unit))?;
    terminal.line(format_args!(
        "     {} {}",
        found.lang,
        terminal.cell(&found.source, &found.lang)
    ))?;
    for (tag, text) in &found.targets {
        let language = Language::parse(tag).unwrap_or_default();
        terminal.line(format_args!(
            "     {tag} {}",
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
