//! `tarjuman align`: which sentences of a translation answer which of its source.

mod add;
mod review;
mod score;

use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments, commit, keys, log};
use crate::model::Finding;
use crate::workbench::{
    AlignRequest, AlignedPair, AlignmentRecord, Content, Swaps, align, align_jsonl, aligned_file,
    pairs_listed,
};

pub(super) struct Align;

impl Command for Align {
    fn name(&self) -> &'static str {
        "align"
    }

    fn about(&self) -> &'static str {
        "Find which sentences of a translation answer which of its source"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman align essay.txt essay.ur.txt --target-lang ur          beads\n  \
         tarjuman align essay.txt essay.ur.txt --target-lang ur --add    into the project\n  \
         tarjuman align review essay                                     look at the doubtful ones\n  \
         tarjuman align a.txt b.txt --target-lang ur --format html > ab.html\n  \
         tarjuman align a.en a.ps --target-lang ps --presegmented        one sentence a line\n  \
         tarjuman align --pairs list.tsv --target-lang ur --add          many documents, one dictionary\n  \
         tarjuman align --jsonl < documents.jsonl\n  \
         tarjuman align score gold.beads found.beads"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let command = command
            .args_conflicts_with_subcommands(true)
            .arg(
                file("source")
                    .value_name("SOURCE")
                    .help("The source: .txt, .md")
                    .requires("target")
                    .conflicts_with("pairs"),
            )
            .arg(file("target").value_name("TARGET").help("Its translation"))
            .arg(
                arguments::language("source-lang", "The language of the source")
                    .default_value("en"),
            )
            .arg(
                arguments::language(
                    "target-lang",
                    "The language of the translation; --add tells it by the letters",
                )
                .default_value("ur"),
            )
            .arg(flag("presegmented").help("The files hold one sentence a line"))
            .arg(flag("swaps").help("Find neighbouring sentences that changed places"))
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_parser(["beads", "tsv", "csv", "jsonl", "tmx", "po", "html"])
                    .default_value("beads")
                    .help("What to print"),
            )
            .arg(
                file("pairs")
                    .long("pairs")
                    .value_name("LIST")
                    .help("A table of sources and translations, a pair a line"),
            )
            .arg(
                file("lexicon")
                    .long("lexicon")
                    .value_name("FILE")
                    .help("A dictionary to start from"),
            )
            .arg(
                file("lexicon-out")
                    .long("lexicon-out")
                    .value_name("FILE")
                    .help("Keep the dictionary that was learnt"),
            )
            .arg(
                flag("jsonl")
                    .help("Answer JSON Lines on standard input")
                    .conflicts_with_all(["source", "pairs", "add"]),
            );
        add::arguments(command)
            .subcommand(review::arguments())
            .subcommand(score::arguments())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        match matches.subcommand() {
            Some(("score", matches)) => return score::run(matches, terminal),
            Some(("review", matches)) => return review::run(matches, terminal),
            _ => {}
        }
        if matches.get_flag("add") {
            return add::run(matches, terminal);
        }
        let request = request(matches)?;
        if matches.get_flag("jsonl") {
            let mut input = BufReader::new(arguments::open(Path::new("-"))?);
            let clean = align_jsonl(&mut input, &mut terminal.raw(), &request)?;
            return Ok(outcome(clean));
        }
        let pairs = align(&pairs(matches)?, &request)?;
        let findings = findings(&pairs);
        terminal.notices(&findings);
        let format = matches.get_one::<String>("format");
        match format.map_or("beads", String::as_str) {
            _ if terminal.json() => records(&pairs, terminal)?,
            "beads" => print(&pairs, terminal)?,
            format => {
                let bytes = aligned_file(&pairs, &request, format)?;
                terminal.raw().write_all(&bytes)?;
                say_alone(&pairs, format, terminal);
            }
        }
        Ok(outcome(findings.is_empty()))
    }
}

fn file(name: &'static str) -> Arg {
    Arg::new(name)
        .value_hint(ValueHint::FilePath)
        .value_parser(value_parser!(PathBuf))
}

fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

fn outcome(clean: bool) -> Outcome {
    if clean {
        Outcome::Done
    } else {
        Outcome::Findings
    }
}

fn request(matches: &ArgMatches) -> Result<AlignRequest, Failure> {
    Ok(AlignRequest {
        source_language: arguments::one_language(matches, "source-lang")?.unwrap_or_default(),
        target_language: arguments::one_language(matches, "target-lang")?.unwrap_or_default(),
        content: if matches.get_flag("presegmented") {
            Content::Sentences
        } else {
            Content::Text
        },
        swaps: if matches.get_flag("swaps") {
            Swaps::Neighbours
        } else {
            Swaps::No
        },
        lexicon: matches.get_one("lexicon").cloned(),
        lexicon_out: matches.get_one("lexicon-out").cloned(),
    })
}

fn pairs(matches: &ArgMatches) -> Result<Vec<(PathBuf, PathBuf)>, Failure> {
    if let Some(list) = matches.get_one::<PathBuf>("pairs") {
        return Ok(pairs_listed(list)?);
    }
    let file = |name| matches.get_one::<PathBuf>(name).cloned();
    match (file("source"), file("target")) {
        (Some(source), Some(target)) => Ok(vec![(source, target)]),
        _ => Err(Failure::usage(
            "nothing to align was named",
            "name a source and its translation, or --pairs LIST, or --jsonl",
        )),
    }
}

fn findings(pairs: &[AlignedPair]) -> Vec<Finding> {
    let found = pairs.iter().flat_map(|pair| {
        let doubt = pair.doubt();
        doubt.into_iter().chain(pair.remarks())
    });
    found.collect()
}

/// Beads, a line each; the files before them where there are several pairs.
fn print(pairs: &[AlignedPair], terminal: &mut Terminal) -> Result<(), Failure> {
    for pair in pairs {
        if pairs.len() > 1 {
            // The tab is for programs: a line for people would show it as a sign.
            let (source, target) = (&pair.source_file, &pair.target_file);
            writeln!(terminal.raw(), "# {source}\t{target}")?;
        }
        for bead in &pair.alignment.beads {
            terminal.line(bead)?;
        }
    }
    Ok(())
}

fn records(pairs: &[AlignedPair], terminal: &mut Terminal) -> Result<(), Failure> {
    pairs
        .iter()
        .try_for_each(|pair| terminal.record("alignment", &AlignmentRecord::of(pair)))
}

/// Says how many sentences have no answer; a file of pairs cannot hold them.
fn say_alone(pairs: &[AlignedPair], format: &str, terminal: &mut Terminal) {
    let (source, target) = pairs
        .iter()
        .map(AlignedPair::alone)
        .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    if source + target > 0 {
        let where_to = match format {
            "html" => "they are marked in the page".to_owned(),
            _ => format!("they are not in the {format}"),
        };
        terminal.say(format_args!(
            "Without an answer: {} of the source, {} of the translation; {where_to}.",
            counted(source, "sentence"),
            counted(target, "sentence"),
        ));
    }
}
