//! `tarjuman srx`: files of segmentation rules.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal};
use crate::workbench::check_rules;

pub(super) struct Srx;

impl Command for Srx {
    fn name(&self) -> &'static str {
        "srx"
    }

    fn about(&self) -> &'static str {
        "Check a file of segmentation rules"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman srx check my.srx    rules that cannot be compiled, or can never apply"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let file = Arg::new("file")
            .required(true)
            .value_hint(ValueHint::FilePath);
        command.subcommand_required(true).subcommand(
            Arguments::new("check")
                .about("List the rules that cannot be compiled, or can never apply")
                .arg(
                    file.value_parser(value_parser!(PathBuf))
                        .help("The SRX file"),
                ),
        )
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let matches = matches.subcommand_matches("check").unwrap_or(matches);
        let file = matches
            .get_one::<PathBuf>("file")
            .cloned()
            .unwrap_or_default();
        let findings = check_rules(&file)?;
        terminal.findings(&findings)?;
        if findings.is_empty() {
            terminal.say(format_args!("{}: every rule can apply", file.display()));
            return Ok(Outcome::Done);
        }
        terminal.say(format_args!(
            "{}: {}",
            file.display(),
            counted(findings.len(), "finding")
        ));
        Ok(Outcome::Findings)
    }
}
