//! `tarjuman check`: findings about translations.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench::{CheckReport, ImportRequest, check_names};

pub(super) struct Check;

impl Command for Check {
    fn name(&self) -> &'static str {
        "check"
    }

    fn about(&self) -> &'static str {
        "Find what may be wrong with translations"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman check                        the project's segment files\n  \
         tarjuman check --only number-differs\n  \
         tarjuman check other.tmx              a file of another tool"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .arg(
                Arg::new("file")
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .help("A file in any format that can be imported [default: the project]"),
            )
            .arg(
                Arg::new("only")
                    .long("only")
                    .value_name("ID")
                    .value_delimiter(',')
                    .value_parser(check_names())
                    .help("Only these checks"),
            )
            .args(arguments::languages_of_file())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let workbench = arguments::workbench(matches)?;
        let only: Vec<_> = matches
            .get_many::<String>("only")
            .unwrap_or_default()
            .cloned()
            .collect();
        let report = match matches.get_one::<PathBuf>("file") {
            None => workbench.check(&only)?,
            Some(file) => {
                let request = ImportRequest {
                    source: arguments::one_language(matches, "from")?,
                    target: arguments::one_language(matches, "to")?,
                    ..ImportRequest::default()
                };
                workbench.check_file(file, &request, &only)?
            }
        };
        terminal.findings(&report.findings)?;
        if !terminal.json() {
            summary(&report, terminal)?;
        }
        Ok(match (report.faulty, report.findings.is_empty()) {
            (true, _) => Outcome::Unfinished,
            (false, false) => Outcome::Findings,
            (false, true) => Outcome::Done,
        })
    }
}

/// How many translations were checked, with what result, in one line.
pub(super) fn summary(report: &CheckReport, terminal: &mut Terminal) -> Result<(), Failure> {
    let checked = counted(
        usize::try_from(report.checked).unwrap_or(usize::MAX),
        "translation",
    );
    let counts = [
        (report.errors, "error"),
        (report.warnings, "warning"),
        (report.infos, "note"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<_> = counts.map(|(count, noun)| counted(*count, noun)).collect();
    let result = if counts.is_empty() {
        "nothing found".to_owned()
    } else {
        counts.join(", ")
    };
    Ok(terminal.line(format_args!("{checked} checked: {result}"))?)
}
