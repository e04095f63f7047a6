//! `tarjuman note`: notes on translations.

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments};

use super::{Command, Failure, Outcome, Terminal, arguments, commit};
use crate::model::UnitId;
use crate::text::Language;
use crate::workbench::{NoteChange, NoteReport, NoteRequest, Workbench};

pub(super) struct Note;

impl Command for Note {
    fn name(&self) -> &'static str {
        "note"
    }

    fn about(&self) -> &'static str {
        "Write a note on a translation, which goes into its PO and TMX; list them, remove them"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman note 3f8k2m1q --lang ur \"ask the author which river\"\n  \
         tarjuman note --list\n  \
         tarjuman note 3f8k2m1q --remove \"ask the author which river\"\n  \
         tarjuman note 3f8k2m1q --lang ur --remove     all that are on it"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
        command
            .arg(
                Arg::new("unit")
                    .value_name("UNIT")
                    .required_unless_present("list")
                    .help("The id of the unit"),
            )
            .arg(
                Arg::new("text")
                    .value_name("TEXT")
                    .conflicts_with("list")
                    .help("What the note says; - for standard input"),
            )
            .arg(arguments::language(
                "lang",
                "Only on the translation into this language [default: on every one]",
            ))
            .arg(flag("list").help("List the notes, of a unit or of all documents"))
            .arg(
                flag("remove")
                    .conflicts_with("list")
                    .help("Remove the note of that text, or all"),
            )
            .arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let unit = matches
            .get_one::<String>("unit")
            .map(|id| UnitId(id.clone()));
        let language = arguments::one_language(matches, "lang")?;
        let workbench = arguments::workbench(matches)?;
        let (Some(unit), false) = (unit.as_ref(), matches.get_flag("list")) else {
            return list(&workbench, unit.as_ref(), language.as_ref(), terminal);
        };
        let text = match matches.contains_id("text") {
            true => Some(arguments::text(matches)?),
            false => None,
        };
        let change = match (text, matches.get_flag("remove")) {
            (Some(text), false) => NoteChange::Add(text),
            (Some(text), true) => NoteChange::Remove(text),
            (None, true) => NoteChange::RemoveAll,
            (None, false) => {
                return Err(Failure::usage(
                    "there is no note",
                    "say what it says behind the unit, or --list, or --remove",
                ));
            }
        };
        let report = workbench.note(&NoteRequest {
            unit: unit.clone(),
            language,
            change,
            dry_run: matches.get_flag("dry-run"),
        })?;
        lines(&report, terminal)?;
        Ok(Outcome::Done)
    }
}

fn list(
    workbench: &Workbench,
    unit: Option<&UnitId>,
    language: Option<&Language>,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let notes = workbench.notes(unit, language)?;
    for note in &notes {
        if terminal.json() {
            terminal.record("note", note)?;
            continue;
        }
        let document = note.document.as_ref();
        let document = document.map_or("memory", |name| name.as_str());
        let text = terminal.harmless(&note.text);
        terminal.line(format_args!(
            "{document} {} {}: {text}",
            note.unit, note.lang
        ))?;
    }
    if notes.is_empty() && !terminal.json() {
        terminal.say("There is no note.");
    }
    Ok(Outcome::Done)
}

fn lines(report: &NoteReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("noted", report);
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
    Ok(())
}
