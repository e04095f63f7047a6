//! `tarjuman log`: the revisions.

use clap::{Arg, ArgMatches, Command as Arguments, value_parser};

use super::diff::lines::Lines;
use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::model::{DocumentName, Revision, State, Timestamp, UnitId};
use crate::workbench::{DifferenceRecord, HistoryStep, LogEntry, LogRequest};

pub(super) struct Log;

impl Command for Log {
    fn name(&self) -> &'static str {
        "log"
    }

    fn about(&self) -> &'static str {
        "List the revisions, the newest first"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman log\n  \
         tarjuman log --lang ur --limit 5\n  \
         tarjuman log --unit 3f8k2m1q      who wrote this, and when, with the texts\n  \
         tarjuman log --state reviewed --since 2026-11-01"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let arg =
            |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
        command
            .arg(arg("document", "NAME").help("Only those that wrote to this document"))
            .arg(arguments::language(
                "lang",
                "Only those that wrote in this language",
            ))
            .arg(arg("unit", "ID").help("Only those that wrote to this unit"))
            .arg(arg("by", "NAME").help("Only those of this author"))
            .arg(
                arg("state", "STATE")
                    .value_parser(State::ALL.map(State::as_str))
                    .help("Only those that brought a text into this state"),
            )
            .arg(
                arg("since", "TIME")
                    .help("Only those of this time or later: 2026-11-22, or 2026-11-22T09:43:32Z"),
            )
            .arg(arg("until", "TIME").help("Only those of this time or earlier"))
            .arg(
                arg("limit", "N")
                    .value_parser(value_parser!(usize))
                    .help("At most so many"),
            )
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let unit = matches.get_one::<String>("unit");
        let unit = unit.map(|id| UnitId(id.clone()));
        let state = matches.get_one::<String>("state");
        let language = arguments::one_language(matches, "lang")?;
        let request = LogRequest {
            document: document(matches)?,
            language: language.clone(),
            unit: unit.clone(),
            state: state.and_then(|name| State::from_name(name)),
            since: time(matches, "since")?.map(|(begin, _)| begin),
            until: time(matches, "until")?.map(|(_, end)| end),
            author: matches.get_one("by").cloned(),
            limit: matches.get_one("limit").copied(),
        };
        let workbench = arguments::workbench(matches)?;
        let entries = workbench.log(&request)?;
        let steps = match unit.filter(|_| !entries.is_empty()) {
            Some(unit) => workbench.text_history(&unit, language.as_ref())?,
            None => Vec::new(),
        };
        for entry in &entries {
            if terminal.json() {
                terminal.record("revision", entry)?;
            } else {
                lines(entry, terminal)?;
            }
            let of_entry = |step: &&HistoryStep| step.number() == Some(entry.revision.number);
            for step in steps.iter().filter(of_entry) {
                text(step, terminal)?;
            }
        }
        if entries.is_empty() && !terminal.json() {
            terminal.say("No revision is like that.");
        }
        Ok(Outcome::Done)
    }
}

/// The document that `--document` names.
///
/// # Errors
/// When no document can have such a name.
pub(super) fn document(matches: &ArgMatches) -> Result<Option<DocumentName>, Failure> {
    let name = matches.get_one::<String>("document");
    let document = name.map(|name| DocumentName::new(name)).transpose();
    document.map_err(|error| {
        Failure::usage(
            error.to_string(),
            "documents are named like `essay` or `part-1/chapter-2`",
        )
    })
}

/// The two moments that an option names: the first and the last second of what it says.
fn time(matches: &ArgMatches, name: &str) -> Result<Option<(Timestamp, Timestamp)>, Failure> {
    let Some(words) = matches.get_one::<String>(name) else {
        return Ok(None);
    };
    let span = Timestamp::span_of(words);
    span.map(Some).ok_or_else(|| {
        Failure::usage(
            format!("`{words}` is no time"),
            "times look like 2026-11-22 or 2026-11-22T09:43:32Z",
        )
    })
}

/// One step in the history of a text: the revision, then what it did.
pub(super) fn step(step: &HistoryStep, terminal: &mut Terminal) -> Result<(), Failure> {
    match &step.revision {
        Some(revision) => head(revision, terminal)?,
        None => terminal.line("an import that was undone")?,
    }
    text(step, terminal)
}

/// What a revision did to a text.
fn text(step: &HistoryStep, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("difference", &DifferenceRecord::from(&step.difference));
    }
    let lines = Lines::suited(terminal);
    for line in lines.of(&step.difference) {
        terminal.ready_line(&line)?;
    }
    Ok(())
}

/// Number, time, author and message.
fn head(revision: &Revision, terminal: &mut Terminal) -> Result<(), Failure> {
    let (author, message) = (
        terminal.harmless(&revision.author),
        terminal.harmless(&revision.message),
    );
    Ok(terminal.line(format_args!(
        "revision {}  {}  {author}  {message}",
        revision.number, revision.time
    ))?)
}

/// A revision in the list: number, time, author, message, and what it wrote.
pub(super) fn lines(entry: &LogEntry, terminal: &mut Terminal) -> Result<(), Failure> {
    head(&entry.revision, terminal)?;
    for tally in &entry.texts {
        let document = tally
            .document
            .as_ref()
            .map_or("memory", |name| name.as_str());
        let count = usize::try_from(tally.variants).unwrap_or(usize::MAX);
        terminal.line(format_args!(
            "    {document} {}: {}",
            tally.language,
            counted(count, "text")
        ))?;
    }
    if entry.units_obsolete > 0 {
        terminal.line(format_args!("    {} units obsolete", entry.units_obsolete))?;
    }
    Ok(())
}
