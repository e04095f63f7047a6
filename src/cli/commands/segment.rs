//! `tarjuman segment`: sentences, one a line.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench::{Answer, Cutter, Explained, ExplainedRule, LineEnds, SegmentOptions};

/// How much of the answers is gathered before it is sent, in bytes.
const GATHERED: usize = 1 << 16;

pub(super) struct Segment;

impl Command for Segment {
    fn name(&self) -> &'static str {
        "segment"
    }

    fn about(&self) -> &'static str {
        "Print the sentences of a text, one a line"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman segment chapter.txt\n  \
         cat text | tarjuman segment - --lang ur\n  \
         tarjuman segment chapter.md --json          with byte ranges and paragraphs\n  \
         tarjuman segment --jsonl < texts.jsonl      {\"id\",\"lang\"?,\"text\"} in, ranges out\n  \
         tarjuman segment chapter.txt --explain      which rule decided where\n  \
         tarjuman segment chapter.txt --srx my.srx   with your own rules"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .arg(
                Arg::new("file")
                    .required_unless_present("jsonl")
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .help("The text: .txt, .md; - for standard input"),
            )
            .arg(arguments::language("lang", "The language of the text").default_value("en"))
            .arg(
                Arg::new("srx")
                    .long("srx")
                    .value_name("FILE")
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .help("Rules in SRX to use in place of the built-in ones"),
            )
            .arg(
                Arg::new("paragraphs")
                    .long("paragraphs")
                    .value_parser(["line", "blank-line"])
                    .default_value("line")
                    .help("What ends a paragraph in plain text"),
            )
            .arg(
                Arg::new("explain")
                    .long("explain")
                    .action(ArgAction::SetTrue)
                    .conflicts_with("jsonl")
                    .help("Say for each possible boundary which rule decided"),
            )
            .arg(
                Arg::new("jsonl")
                    .long("jsonl")
                    .action(ArgAction::SetTrue)
                    .help("Answer JSON Lines on standard input (or in FILE) with byte ranges"),
            )
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let language = arguments::one_language(matches, "lang")?.unwrap_or_default();
        let mut cutter = Cutter::new(SegmentOptions {
            language: language.clone(),
            srx: matches.get_one("srx").cloned(),
            line_ends: match matches.get_one::<String>("paragraphs").map(String::as_str) {
                Some("blank-line") => LineEnds::Wrapped,
                _ => LineEnds::Paragraph,
            },
        })?;
        let file = matches
            .get_one::<PathBuf>("file")
            .map_or(Path::new("-"), PathBuf::as_path);
        terminal.notices(cutter.findings());
        let outcome = if cutter.findings().is_empty() {
            Outcome::Done
        } else {
            Outcome::Findings
        };
        if matches.get_flag("jsonl") {
            let answered = filter(&mut cutter, file, terminal)?;
            return Ok(if answered == Outcome::Done {
                outcome
            } else {
                answered
            });
        }
        let (bytes, name) = arguments::read(file)?;
        if matches.get_flag("explain") {
            cutter.explain(&bytes, &name, |explained| explain(explained, terminal))?;
            return Ok(outcome);
        }
        cutter.document(&bytes, &name, |segment| {
            if terminal.json() {
                terminal.record("segment", segment)
            } else {
                Ok(terminal.sentence(segment.text, &language)?)
            }
        })?;
        Ok(outcome)
    }
}

/// One place in two lines: the text with `‖` or `+` at the place, then the rule.
fn explain(explained: &Explained, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("decision", explained);
    }
    let sign = if explained.breaks { "‖" } else { "+" };
    let (before, after) = (
        terminal.harmless(&explained.before),
        terminal.harmless(&explained.after),
    );
    terminal.line(format_args!("{}: {before}{sign}{after}", explained.line))?;
    for rule in [Some(&explained.rule), explained.word.as_ref()]
        .into_iter()
        .flatten()
    {
        terminal.line(format_args!("    {}", source(rule)))?;
    }
    Ok(())
}

fn source(rule: &ExplainedRule) -> String {
    match rule.line {
        0 => rule.text.clone(),
        line => format!("{}:{line}: {}", rule.file, rule.text),
    }
}

/// Answers one record a line; memory does not grow with the number of lines.
fn filter(cutter: &mut Cutter, file: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let mut input: BufReader<Box<dyn Read>> =
        BufReader::with_capacity(GATHERED, arguments::open(file)?);
    let mut outcome = Outcome::Done;
    let (mut line, mut out) = (Vec::new(), Vec::with_capacity(2 * GATHERED));
    for number in 1.. {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        if read.map_err(|error| arguments::unreadable(file, error))? == 0 {
            break;
        }
        if cutter.answer(&line, number, &mut out) == Answer::Error {
            outcome = Outcome::Findings;
        }
        if out.len() > GATHERED || input.buffer().is_empty() {
            terminal.bytes(&out)?;
            out.clear();
        }
    }
    terminal.bytes(&out)?;
    Ok(outcome)
}
