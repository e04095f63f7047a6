//! `tarjuman align`: which sentences of a translation answer which of its source.

use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench::{
    AlignRequest, AlignedPair, Content, Swaps, align, align_jsonl, align_score, aligned_file,
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
        "  tarjuman align essay.txt essay.ur.txt --target-lang ur\n  \
         tarjuman align a.en a.ps --target-lang ps --presegmented      one sentence a line\n  \
         tarjuman align a.txt b.txt --target-lang ur --format tmx > ab.tmx\n  \
         tarjuman align --pairs list.tsv --target-lang ur               many documents, one dictionary\n  \
         tarjuman align --jsonl < documents.jsonl\n  \
         tarjuman align score gold.beads found.beads"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let file = |name: &'static str| {
            let arg = Arg::new(name).value_hint(ValueHint::FilePath);
            arg.value_parser(value_parser!(PathBuf))
        };
        let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
        command
            .args_conflicts_with_subcommands(true)
            .arg(
                file("source")
                    .value_name("SOURCE")
                    .help("The source: .txt, .md")
                    .requires("target"),
            )
            .arg(file("target").value_name("TARGET").help("Its translation"))
            .arg(
                arguments::language("source-lang", "The language of the source")
                    .default_value("en"),
            )
            .arg(
                arguments::language("target-lang", "The language of the translation")
                    .default_value("ur"),
            )
            .arg(flag("presegmented").help("The files hold one sentence a line"))
            .arg(flag("swaps").help("Find neighbouring sentences that changed places"))
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_parser(["beads", "tsv", "csv", "jsonl", "tmx", "po"])
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
            .arg(flag("jsonl").help("Answer JSON Lines on standard input"))
            .subcommand(
                Arguments::new("score")
                    .about("Compare beads with beads that are known to be right")
                    .arg(file("gold").required(true).help("The beads that are right"))
                    .arg(
                        file("predicted")
                            .required(true)
                            .help("The beads that were found"),
                    ),
            )
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        if let Some(matches) = matches.subcommand_matches("score") {
            return score(matches, terminal);
        }
        let request = request(matches)?;
        if matches.get_flag("jsonl") {
            let mut input = BufReader::new(arguments::open(Path::new("-"))?);
            let clean = align_jsonl(&mut input, &mut terminal.raw(), &request)?;
            return Ok(if clean {
                Outcome::Done
            } else {
                Outcome::Findings
            });
        }
        let pairs = align(&pairs(matches)?, &request)?;
        let doubts: Vec<_> = pairs.iter().filter_map(AlignedPair::doubt).collect();
        terminal.notices(&doubts);
        match matches
            .get_one::<String>("format")
            .map_or("beads", String::as_str)
        {
            "beads" => print(&pairs, terminal)?,
            format => terminal
                .raw()
                .write_all(&aligned_file(&pairs, &request, format)?)?,
        }
        Ok(if doubts.is_empty() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
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

/// Beads, a line each; the files before them where there are several pairs.
fn print(pairs: &[AlignedPair], terminal: &mut Terminal) -> Result<(), Failure> {
    for pair in pairs {
        if pairs.len() > 1 {
            terminal.line(format_args!("# {}\t{}", pair.source_file, pair.target_file))?;
        }
        for bead in &pair.alignment.beads {
            terminal.line(bead)?;
        }
    }
    Ok(())
}

fn score(matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let file = |name| {
        matches
            .get_one::<PathBuf>(name)
            .cloned()
            .unwrap_or_default()
    };
    let score = align_score(&file("gold"), &file("predicted"))?;
    if terminal.json() {
        terminal.record("score", &score)?;
        return Ok(Outcome::Done);
    }
    terminal.line("           strict   lax")?;
    for (name, strict, lax) in score.rows() {
        terminal.line(format_args!("{name:<9}  {strict:.4}   {lax:.4}"))?;
    }
    Ok(Outcome::Done)
}
