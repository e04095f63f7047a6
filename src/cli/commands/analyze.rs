//! `tarjuman analyze`: how much of the translation of documents is at hand.

use clap::{Arg, ArgMatches, Command as Arguments, ValueHint};

use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench::{AnalyzeReport, AnalyzeRequest, Analyzed};

pub(super) struct Analyze;

impl Command for Analyze {
    fn name(&self) -> &'static str {
        "analyze"
    }

    fn about(&self) -> &'static str {
        "Count words by how much of their translation the memory has"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman analyze                       every document, in every language\n  \
         tarjuman analyze essay --to ur\n  \
         tarjuman analyze ~/new/*.txt           files that are not in the project yet\n  \
         tarjuman analyze --format tsv > analysis.tsv"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .arg(
                Arg::new("name")
                    .value_name("DOCUMENT|FILE")
                    .num_args(0..)
                    .value_hint(ValueHint::FilePath)
                    .help("Documents of the project, or files [default: all documents]"),
            )
            .arg(
                arguments::language("to", "The target languages [default: the project's]")
                    .value_delimiter(','),
            )
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_parser(["table", "tsv"])
                    .default_value("table")
                    .help("What to print"),
            )
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let request = AnalyzeRequest {
            names: names(matches),
            targets: arguments::languages(matches, "to")?,
        };
        let report = arguments::workbench(matches)?.analyze(&request)?;
        if terminal.json() {
            records(&report, terminal)?;
        } else if matches.get_one::<String>("format").map(String::as_str) == Some("tsv") {
            tsv(&report, terminal)?;
        } else {
            tables(&report, terminal)?;
        }
        if !report.has_memory {
            terminal.say("There is no memory yet: only the texts themselves were compared.");
        }
        terminal.findings(&report.findings)?;
        Ok(if report.findings.is_empty() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

/// The documents or files that were named.
pub(super) fn names(matches: &ArgMatches) -> Vec<String> {
    let names = matches.get_many::<String>("name").unwrap_or_default();
    names.cloned().collect()
}

fn records(report: &AnalyzeReport, terminal: &mut Terminal) -> Result<(), Failure> {
    for one in &report.documents {
        terminal.record("analysis", one)?;
    }
    for one in &report.totals {
        terminal.record("analysis-total", one)?;
    }
    Ok(())
}

/// A line for each document, language and band.
fn tsv(report: &AnalyzeReport, terminal: &mut Terminal) -> Result<(), Failure> {
    let mut lines =
        "document\tlang\tband\tsegments\twords\tcharacters\tweighted_words\n".to_owned();
    for one in report.documents.iter().chain(&report.totals) {
        let document = one.document.as_deref().unwrap_or("*");
        let document = document.replace(['\t', '\n', '\r'], " ");
        for (band, tally, weighted) in one.rows() {
            lines.push_str(&format!(
                "{document}\t{}\t{band}\t{}\t{}\t{}\t{weighted:.2}\n",
                one.lang, tally.segments, tally.words, tally.characters
            ));
        }
    }
    Ok(terminal.bytes(lines.as_bytes())?)
}

fn tables(report: &AnalyzeReport, terminal: &mut Terminal) -> Result<(), Failure> {
    let mut is_first = true;
    let documents = report.documents.len() / report.totals.len().max(1);
    // The sum of one document is the document.
    let totals = report.totals.iter().filter(|_| documents != 1);
    for one in report.documents.iter().chain(totals) {
        if !std::mem::take(&mut is_first) {
            terminal.line("")?;
        }
        table(one, terminal)?;
    }
    if report.totals.is_empty() {
        terminal.say("The project has no target language; name one with --to.");
    }
    Ok(())
}

/// One table: a line for each band that there is something of, then all.
fn table(one: &Analyzed, terminal: &mut Terminal) -> Result<(), Failure> {
    let name = terminal.harmless(one.document.as_deref().unwrap_or("all together"));
    terminal.line(format_args!("{name}, {}", one.lang))?;
    terminal.line(format_args!(
        "  {:<10} {:>10} {:>10} {:>12} {:>12}",
        "", "segments", "words", "characters", "weighted"
    ))?;
    for (band, tally, weighted) in one.rows() {
        terminal.line(format_args!(
            "  {band:<10} {:>10} {:>10} {:>12} {weighted:>12.2}",
            tally.segments, tally.words, tally.characters
        ))?;
    }
    Ok(())
}
