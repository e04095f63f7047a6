//! `tarjuman completions`: what a shell needs to complete our commands.

use clap::{Arg, ArgMatches, Command as Arguments, value_parser};
use clap_complete::Shell;

use super::{Command, Failure, Outcome, Terminal};
use crate::cli::program;

pub(super) struct Completions;

impl Command for Completions {
    fn name(&self) -> &'static str {
        "completions"
    }

    fn about(&self) -> &'static str {
        "Print the completions for a shell"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman completions bash > ~/.local/share/bash-completion/completions/tarjuman"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let shell = Arg::new("shell").required(true).help("The shell");
        command.arg(shell.value_parser(value_parser!(Shell)))
    }

    fn run(&self, arguments: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        if let Some(shell) = arguments.get_one::<Shell>("shell") {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut program(), "tarjuman", &mut script);
            terminal.bytes(&script)?;
        }
        Ok(Outcome::Done)
    }
}
