//! `tarjuman memory`: the memory as a whole.

mod units;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command as Arguments, ValueHint, value_parser};
use serde_json::{Value, json};

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench::{IntakeRecord, Workbench};

pub(super) struct Memory;

impl Command for Memory {
    fn name(&self) -> &'static str {
        "memory"
    }

    fn about(&self) -> &'static str {
        "Look after the memory: count, merge, clean, edit, dump, load, copy"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman memory stats                    units, texts by state, size\n  \
         tarjuman memory merge ../other/memory.db --dry-run\n  \
         tarjuman memory clean                    what is of no use; --apply takes it away\n  \
         tarjuman memory edit 3f8k2m1q --lang ur \"دریا چڑھا۔\"\n  \
         tarjuman memory backup memory-2026.db\n  \
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
            .subcommands(units::subcommands())
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
            .subcommand(
                Arguments::new("reindex").about("Make the indexes of matching and search anew"),
            )
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
        if let Some(outcome) = units::run(&workbench, matches, terminal)? {
            return Ok(outcome);
        }
        let path = |matches: &ArgMatches, name| {
            matches
                .get_one::<PathBuf>(name)
                .cloned()
                .unwrap_or_default()
        };
        match matches.subcommand() {
            Some(("dump", matches)) => dump(&workbench, &path(matches, "output"), terminal)?,
            Some(("load", matches)) => load(&workbench, &path(matches, "file"), terminal)?,
            Some(("backup", matches)) => {
                let file = path(matches, "file");
                workbench.backup(&file)?;
                wrote("backup", &file, terminal)?;
            }
            Some(("verify", _)) => {
                workbench.verify()?;
                tell(
                    "verify",
                    json!({"whole": true}),
                    "The memory is whole.",
                    terminal,
                )?;
            }
            Some(("reindex", _)) => {
                let texts = workbench.reindex()?;
                let words = format!(
                    "The indexes are new: {} can be matched.",
                    counted(usize::try_from(texts).unwrap_or(usize::MAX), "text")
                );
                tell("reindex", json!({"texts": texts}), &words, terminal)?;
            }
            Some(("intakes", _)) => {
                for intake in workbench.intakes()? {
                    show(&intake, terminal)?;
                }
            }
            Some(("undo", matches)) => {
                let number = matches.get_one("intake").copied().unwrap_or(0);
                undo(&workbench, number, terminal)?;
            }
            _ => {
                let digest = workbench.digest()?;
                match terminal.json() {
                    true => terminal.record("digest", &json!({"digest": digest}))?,
                    false => terminal.line(digest)?,
                }
            }
        }
        Ok(Outcome::Done)
    }
}

fn dump(workbench: &Workbench, output: &Path, terminal: &mut Terminal) -> Result<(), Failure> {
    if output == Path::new("-") {
        return Ok(workbench.dump(&mut terminal.raw())?);
    }
    workbench.dump_to_file(output)?;
    wrote("dump", output, terminal)
}

fn load(workbench: &Workbench, file: &Path, terminal: &mut Terminal) -> Result<(), Failure> {
    workbench.load(&mut arguments::open(file)?)?;
    let record = json!({"file": file.display().to_string()});
    tell(
        "load",
        record,
        "Loaded; nothing of the dump was left out.",
        terminal,
    )?;
    terminal.next("`tarjuman log` shows the history, `tarjuman build` the present");
    Ok(())
}

fn undo(workbench: &Workbench, intake: u32, terminal: &mut Terminal) -> Result<(), Failure> {
    let report = workbench.undo_intake(intake)?;
    if terminal.json() {
        let record =
            json!({"revision": report.revision, "removed": report.removed, "kept": report.kept});
        return terminal.record("undo", &record);
    }
    Ok(terminal.line(format_args!(
        "Recorded revision {}: {} units gone, {} kept because they were worked on since.",
        report.revision.number, report.removed, report.kept
    ))?)
}

fn wrote(what: &str, file: &Path, terminal: &mut Terminal) -> Result<(), Failure> {
    let file = file.display().to_string();
    let words = format!("wrote {file}");
    tell(what, json!({"file": file}), &words, terminal)
}

/// Says what was done: to programs as a record, to people beside the results.
fn tell(what: &str, record: Value, words: &str, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record(what, &record);
    }
    terminal.say(words);
    Ok(())
}

/// An import in the list: number, time, author, file, and what it brought.
fn show(intake: &IntakeRecord, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("intake", intake);
    }
    let (author, file) = (
        terminal.harmless(&intake.author),
        terminal.harmless(&intake.file),
    );
    let undone = intake.undone.map_or_else(String::new, |revision| {
        format!(", undone by revision {revision}")
    });
    Ok(terminal.line(format_args!(
        "import {}  {}  {author}  {file} ({}): {} units, revision {}{undone}",
        intake.number, intake.time, intake.format, intake.added, intake.revision
    ))?)
}
