//! `tarjuman config`: the settings in force.

use clap::{Arg, ArgMatches, Command as Arguments};

use super::{Command, Failure, Outcome, Terminal, arguments};

pub(super) struct Config;

impl Command for Config {
    fn name(&self) -> &'static str {
        "config"
    }

    fn about(&self) -> &'static str {
        "Print the settings in force, or one of them"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman config\n  tarjuman config project.targets"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command.arg(Arg::new("key").help("A setting, such as project.targets"))
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let workbench = arguments::workbench(matches)?;
        let settings = workbench.settings(matches.get_one::<String>("key").map(String::as_str))?;
        if terminal.json() {
            terminal.record("config", &settings)?;
        } else {
            terminal.text(&settings.toml)?;
        }
        Ok(Outcome::Done)
    }
}
