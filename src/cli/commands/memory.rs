//! `tarjuman memory`: the memory as a whole.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command as Arguments, ValueHint, value_parser};
use serde::Serialize;

use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench::IntakeRecord;

pub(super) struct Memory;

#[derive(Serialize)]
struct DigestRecord {
    digest: String,
}

impl Command for Memory {
    fn name(&self) -> &'static str {
        "memory"
    }

    fn about(&self) -> &'static str {
        "Dump, load or copy the memory with its history"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman memory backup memory-2026.db\n  \
         tarjuman memory dump -o memory.jsonl     everything, as JSON Lines\n  \
         tarjuman memory load memory.jsonl        into a project without a memory\n  \
         tarjuman memory digest                   equal for equal memories\n  \
         tarjuman memory intakes                  what was imported\n  \
         tarjuman memory undo 2                   the second import undone"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let file = |name: &'static str| {
            let arg = Arg::new(name)
                .value_name("FILE")
                .value_hint(ValueHint::FilePath);
            arg.value_parser(value_parser!(PathBuf))
        };
        let output = file("output").short('o').long("output").default_value("-");
        command
            .subcommand_required(true)
            .subcommand(
                Arguments::new("dump")
                    .about("Write everything, with the history, as JSON Lines")
                    .arg(output.help("The file; - for standard output")),
            )
            .subcommand(
                Arguments::new("load")
                    .about("Fill an empty memory from a dump")
                    .arg(
                        file("file")
                            .required(true)
                            .help("The dump; - for standard input"),
                    ),
            )
            .subcommand(
                Arguments::new("backup")
                    .about("Copy the memory into a new file, while others may work on")
                    .arg(file("file").required(true).help("The new file")),
            )
            .subcommand(Arguments::new("verify").about("Check that everything in it fits together"))
            .subcommand(Arguments::new("reindex").about("Make the match keys and the index anew"))
            .subcommand(Arguments::new("intakes").about("List the imports"))
            .subcommand(
                Arguments::new("undo")
                    .about("Undo an import as a whole, as a new revision")
                    .arg(
                        Arg::new("intake")
                            .required(true)
                            .value_parser(value_parser!(u32))
                            .help("The number of the import"),
                    ),
            )
            .subcommand(Arguments::new("digest").about("Print a fingerprint of all that it holds"))
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let workbench = arguments::workbench(matches)?;
        let path = |matches: &ArgMatches, name| {
            matches
                .get_one::<PathBuf>(name)
                .cloned()
                .unwrap_or_default()
        };
        match matches.subcommand() {
            Some(("dump", matches)) => match path(matches, "output") {
                output if output == Path::new("-") => workbench.dump(&mut terminal.raw())?,
                output => {
                    workbench.dump_to_file(&output)?;
                    terminal.say(format_args!("Wrote {}", output.display()));
                }
            },
            Some(("load", matches)) => {
                workbench.load(&mut arguments::open(&path(matches, "file"))?)?;
                terminal.say("Loaded; nothing of the dump was left out.");
                terminal.next("`tarjuman log` shows the history, `tarjuman build` the present");
            }
            Some(("backup", matches)) => {
                let file = path(matches, "file");
                workbench.backup(&file)?;
                terminal.say(format_args!("Wrote {}", file.display()));
            }
            Some(("verify", _)) => {
                workbench.verify()?;
                terminal.say("The memory is whole.");
            }
            Some(("reindex", _)) => {
                let renewed = workbench.reindex()?;
                terminal.say(format_args!("The index is new; {renewed} match keys differed and were made anew."));
            }
            Some(("intakes", _)) => {
                for intake in workbench.intakes()? {
                    show(&intake, terminal)?;
                }
            }
            Some(("undo", matches)) => {
                let number = matches.get_one("intake").copied().unwrap_or(0);
                let report = workbench.undo_intake(number)?;
                terminal.line(format_args!(
                    "Recorded revision {}: {} units gone, {} kept because they were worked on since.",
                    report.revision.number, report.removed, report.kept
                ))?;
            }
            _ => {
                let digest = workbench.digest()?;
                if terminal.json() {
                    terminal.record("digest", &DigestRecord { digest })?;
                } else {
                    terminal.line(digest)?;
                }
            }
        }
        Ok(Outcome::Done)
    }
}

/// An import in the list: number, time, author, file, and what it brought.
fn show(intake: &IntakeRecord, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("intake", intake);
    }
    let (author, file) = (terminal.harmless(&intake.author), terminal.harmless(&intake.file));
    let undone = intake.undone.map_or_else(String::new, |revision| format!(", undone by revision {revision}"));
    Ok(terminal.line(format_args!(
        "import {}  {}  {author}  {file} ({}): {} units, revision {}{undone}",
        intake.number, intake.time, intake.format, intake.added, intake.revision
    ))?)
}
