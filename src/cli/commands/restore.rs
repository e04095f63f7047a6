//! `tarjuman restore`: earlier translations, as a new revision.

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command as Arguments, value_parser};

use super::{Command, Failure, Outcome, Terminal, arguments, commit, log};
use crate::model::UnitId;
use crate::workbench::{RestoreRequest, Scope};

pub(super) struct Restore;

impl Command for Restore {
    fn name(&self) -> &'static str {
        "restore"
    }

    fn about(&self) -> &'static str {
        "Take translations back as they were at a revision; the history keeps the others"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman restore 3 --unit 3f8k2m1q\n  \
         tarjuman restore 3 --document essay --lang ps\n  \
         tarjuman restore 3 --all --dry-run\n  \
         tarjuman restore 3 --memory                 no document, only what was imported"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let arg = |name: &'static str| Arg::new(name).long(name);
        command
            .arg(
                Arg::new("revision")
                    .required(true)
                    .value_parser(value_parser!(u32))
                    .help("The revision whose translations are wanted"),
            )
            .arg(arg("unit").value_name("ID").help("Only this unit"))
            .arg(
                arg("document")
                    .value_name("NAME")
                    .help("Only this document"),
            )
            .arg(arg("all").action(ArgAction::SetTrue).help("Everything"))
            .arg(
                arg("memory")
                    .action(ArgAction::SetTrue)
                    .help("Only units that live in the memory alone"),
            )
            .group(
                ArgGroup::new("scope")
                    .args(["unit", "document", "all", "memory"])
                    .required(true),
            )
            .arg(arguments::language(
                "lang",
                "Only translations into this language",
            ))
            .arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let unit = matches
            .get_one::<String>("unit")
            .map(|id| UnitId(id.clone()));
        let scope = match (unit, log::document(matches)?) {
            (Some(unit), _) => Scope::Unit(unit),
            (None, Some(document)) => Scope::Document(document),
            (None, None) if matches.get_flag("memory") => Scope::MemoryAlone,
            (None, None) => Scope::Everything,
        };
        let report = arguments::workbench(matches)?.restore(&RestoreRequest {
            scope,
            language: arguments::one_language(matches, "lang")?,
            to: matches.get_one("revision").copied().unwrap_or(0),
            dry_run: matches.get_flag("dry-run"),
        })?;
        if terminal.json() {
            terminal.record("restore", &report)?;
            return Ok(Outcome::Done);
        }
        if let Some(kept) = &report.kept {
            terminal.say(format_args!(
                "What the segment files said and nobody had recorded is revision {}.",
                kept.number
            ));
        }
        commit::lines(&report.recorded, terminal)?;
        let verb = if report.recorded.dry_run {
            "would write"
        } else {
            "wrote"
        };
        for file in &report.files {
            terminal.line(format_args!("{verb} {file}"))?;
        }
        if !report.files.is_empty() && !report.recorded.dry_run {
            terminal.next("`tarjuman build` brings the exports up to date");
        }
        Ok(Outcome::Done)
    }
}
