//! `tarjuman man`: the manual pages, made from the same definition as the help.

use clap::{Arg, ArgMatches, Command as Arguments};

use super::{COMMANDS, Command, Failure, Outcome, Terminal};
use crate::cli::program;

pub(super) struct Man;

impl Command for Man {
    fn name(&self) -> &'static str {
        "man"
    }

    fn about(&self) -> &'static str {
        "Print the manual page of the program or of a command"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman man | man -l -\n  tarjuman man build > tarjuman-build.1"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let names: Vec<_> = COMMANDS.iter().map(|command| command.name()).collect();
        command.arg(Arg::new("command").value_parser(names).help("The command"))
    }

    fn run(&self, arguments: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let mut whole = program();
        whole.build();
        let page = match arguments.get_one::<String>("command") {
            Some(name) => whole.find_subcommand(name).cloned().unwrap_or(whole),
            None => whole,
        };
        let mut text = Vec::new();
        clap_mangen::Man::new(page).render(&mut text)?;
        terminal.bytes(&text)?;
        Ok(Outcome::Done)
    }
}
