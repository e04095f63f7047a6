//! `tarjuman init`: a new project.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench;

pub(super) struct Init;

impl Command for Init {
    fn name(&self) -> &'static str {
        "init"
    }

    fn about(&self) -> &'static str {
        "Make a project in a folder"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman init essay                        English into Urdu and Pashto\n  \
         tarjuman init essay --to ur                English into Urdu alone\n  \
         tarjuman init essay --from ur --to en,ps   from Urdu"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let tag = |name: &'static str| Arg::new(name).long(name).value_name("LANGUAGE");
        command
            .arg(
                Arg::new("folder")
                    .value_name("DIR")
                    .required(true)
                    .value_parser(value_parser!(PathBuf))
                    .value_hint(ValueHint::DirPath)
                    .help("The folder; it is made when it is not there"),
            )
            .arg(
                Arg::new("name")
                    .long("name")
                    .help("The project's name [default: the folder's]"),
            )
            .arg(
                tag("from")
                    .default_value("en")
                    .help("The language of the sources"),
            )
            .arg(
                tag("to")
                    .default_value("ur,ps")
                    .value_delimiter(',')
                    .help("The languages to translate into"),
            )
            .arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let text = |name| matches.get_one::<String>(name).map_or("", String::as_str);
        let report = workbench::init(&workbench::NewProject {
            folder: matches
                .get_one::<PathBuf>("folder")
                .cloned()
                .unwrap_or_default(),
            name: matches.get_one::<String>("name").cloned(),
            source: text("from").to_owned(),
            targets: matches
                .get_many("to")
                .unwrap_or_default()
                .cloned()
                .collect(),
            dry_run: matches.get_flag("dry-run"),
        })?;
        if terminal.json() {
            terminal.record("init", &report)?;
            return Ok(Outcome::Done);
        }
        let verb = if report.dry_run { "Would make" } else { "Made" };
        terminal.line(format_args!(
            "{verb} the project {} in {}",
            report.name, report.folder
        ))?;
        for file in &report.files {
            terminal.line(format_args!("  {file}"))?;
        }
        terminal.next(&format!(
            "put a text into {}/sources, then run `tarjuman build` there",
            report.folder
        ));
        Ok(Outcome::Done)
    }
}
