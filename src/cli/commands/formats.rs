//! `tarjuman formats`: which formats there are, and what each has a place for.

use clap::{Arg, ArgMatches, Command as Arguments};

use super::{Command, Failure, Outcome, Terminal};
use crate::workbench::{FormatEntry, export_names, formats};

pub(super) struct Formats;

impl Command for Formats {
    fn name(&self) -> &'static str {
        "formats"
    }

    fn about(&self) -> &'static str {
        "List the formats of files, or say what one of them keeps and loses"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman formats          which there are\n  \
         tarjuman formats tsv      what a table has a place for"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command.arg(
            Arg::new("format")
                .value_parser(export_names())
                .help("One format, with what it keeps and what it loses"),
        )
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let wanted = matches.get_one::<String>("format");
        let all = formats();
        let mut shown = all
            .iter()
            .filter(|entry| wanted.is_none_or(|name| entry.format == name));
        if terminal.json() {
            shown.try_for_each(|entry| terminal.record("format", entry))?;
        } else {
            shown.try_for_each(|entry| line(entry, wanted.is_some(), terminal))?;
        }
        Ok(Outcome::Done)
    }
}

fn line(entry: &FormatEntry, with_parts: bool, terminal: &mut Terminal) -> Result<(), Failure> {
    let suffixes = entry.suffixes.iter().map(|suffix| format!(".{suffix}"));
    let suffixes = suffixes.collect::<Vec<_>>().join(" ");
    let directions = match (entry.import, entry.terms) {
        (true, true) => "in, out: terms",
        (true, false) => "in, out",
        (false, _) => "out",
    };
    terminal.line(format_args!(
        "{:<9}  {suffixes:<15}  {directions:<14}  {}",
        entry.format, entry.title
    ))?;
    if with_parts {
        for part in &entry.parts {
            terminal.line(format_args!("  {:<57}  {}", part.part, part.fate))?;
        }
    }
    Ok(())
}
