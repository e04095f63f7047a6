//! What every command understands, and the definition from which help, man pages and completions come.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};

use super::commands::COMMANDS;
use super::failure::Failure;
use crate::model::Timestamp;
use crate::text::Language;
use crate::workbench::{Session, Workbench, WorkbenchError, format_names};

const ABOUT: &str = "A translation and alignment workbench, at home in Urdu and Pashto";

const EXAMPLES: &str = "\
Examples:
  tarjuman init essay               make a project in the folder essay
  tarjuman build                    segment, update, record, check, export
  tarjuman status                   what is translated, what is not
  tarjuman segment text.txt         one sentence a line, without a project
  tarjuman export tmx -o all.tmx    the memory for another tool

Exit status: 0 done; 1 done, with findings or differences; 2 could not be done.";

/// The whole command line.
#[must_use]
pub fn program() -> Command {
    let program = Command::new("tarjuman")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .before_help(EXAMPLES)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .args(common_arguments());
    COMMANDS.iter().fold(program, |program, command| {
        let arguments = Command::new(command.name())
            .about(command.about())
            .before_help(format!("Examples:\n{}", command.examples()));
        program.subcommand(command.arguments(arguments))
    })
}

fn common_arguments() -> [Arg; 8] {
    let arg =
        |name: &'static str, help: &'static str| Arg::new(name).long(name).help(help).global(true);
    [
        arg(
            "project",
            "The project folder [default: found by walking up]",
        )
        .short('C')
        .value_name("DIR")
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::DirPath),
        arg("json", "Print JSON Lines for programs").action(ArgAction::SetTrue),
        arg("quiet", "Print results and failures only")
            .short('q')
            .action(ArgAction::SetTrue),
        arg("color", "Colour the output")
            .value_name("WHEN")
            .value_parser(["auto", "always", "never"])
            .default_value("auto"),
        arg(
            "author",
            "Who is named in revisions [default: the project's, else the user]",
        )
        .value_name("NAME")
        .env("TARJUMAN_AUTHOR"),
        arg("wait", "How many seconds to wait for another writer")
            .value_name("SECONDS")
            .value_parser(value_parser!(u64))
            .default_value("10"),
        arg("user", "The account's name").env("USER").hide(true),
        arg("time", "The time of revisions, in seconds since 1970")
            .value_name("SOURCE_DATE_EPOCH")
            .env("SOURCE_DATE_EPOCH")
            .value_parser(value_parser!(i64))
            .hide(true),
    ]
}

/// Opens the project that the arguments name, or the one around the current folder.
///
/// # Errors
/// When there is none, or its settings cannot be used.
pub(super) fn workbench(arguments: &ArgMatches) -> Result<Workbench, Failure> {
    let start = arguments
        .get_one::<PathBuf>("project")
        .map_or_else(|| PathBuf::from("."), PathBuf::clone);
    Ok(Workbench::open(&start, session(arguments))?)
}

/// Opens the project that the arguments name, or the one around the current folder if there is one.
///
/// # Errors
/// When a named one is not there, or its settings cannot be used.
pub(super) fn workbench_if_any(arguments: &ArgMatches) -> Result<Option<Workbench>, Failure> {
    match arguments.get_one::<PathBuf>("project") {
        Some(_) => workbench(arguments).map(Some),
        None => Ok(Workbench::open_if_any(Path::new("."), session(arguments))?),
    }
}

/// Who calls, and when.
pub(super) fn session(arguments: &ArgMatches) -> Session {
    let text = |name| arguments.get_one::<String>(name).cloned();
    Session {
        author: text("author"),
        user: text("user").unwrap_or_else(|| "unknown".to_owned()),
        time: arguments
            .get_one("time")
            .copied()
            .map_or_else(now, Timestamp),
        patience: Duration::from_secs(arguments.get_one("wait").copied().unwrap_or(10)),
    }
}

/// The one place where the program asks the clock.
#[allow(clippy::disallowed_methods)]
fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp(since.map_or(0, |since| since.as_secs().try_into().unwrap_or(i64::MAX)))
}

/// `--format`, of a file that is read.
pub(super) fn format_of_file() -> Arg {
    Arg::new("format")
        .long("format")
        .value_parser(format_names())
        .help("Its format [default: found by content, then by suffix]")
}

/// `--from` and `--to`, for files that do not name their languages.
pub(super) fn languages_of_file() -> [Arg; 2] {
    [
        language("from", "The source language, where the file does not say"),
        language("to", "The target language, where the file does not say"),
    ]
}

/// The flag `--dry-run`, for commands that write.
pub(super) fn dry_run() -> Arg {
    Arg::new("dry-run")
        .long("dry-run")
        .short('n')
        .action(ArgAction::SetTrue)
        .help("Say what would be done, and write nothing")
}

/// An option that takes a language tag.
pub(super) fn language(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name("LANGUAGE").help(help)
}

/// The language of an option, if it was given.
///
/// # Errors
/// When what was given is no language tag.
pub(super) fn one_language(matches: &ArgMatches, name: &str) -> Result<Option<Language>, Failure> {
    let tag = matches.get_one::<String>(name);
    let language = tag.map(|tag| Language::parse(tag)).transpose();
    language.map_err(|error| Failure::usage(error.to_string(), "tags look like en, ur, ps-AF"))
}

/// Opens a file, or standard input for `-`.
///
/// # Errors
/// When the file cannot be opened.
pub(super) fn open(path: &Path) -> Result<Box<dyn Read>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(unreadable(path, error)),
    }
}

/// Reads a whole file, or standard input for `-`; returns its name in messages too.
///
/// # Errors
/// When it cannot be read.
pub(super) fn read(path: &Path) -> Result<(Vec<u8>, String), Failure> {
    let mut bytes = Vec::new();
    if let Err(error) = open(path)?.read_to_end(&mut bytes) {
        return Err(unreadable(path, error));
    }
    let name = match path.to_str() {
        Some("-") => "standard input".to_owned(),
        _ => path.display().to_string(),
    };
    Ok((bytes, name))
}

/// The failure of a file that cannot be read.
pub(super) fn unreadable(path: &Path, error: io::Error) -> Failure {
    WorkbenchError::unreadable(path, error).into()
}

/// The languages of an option that takes several.
///
/// # Errors
/// When one of them is no language tag.
pub(super) fn languages(matches: &ArgMatches, name: &str) -> Result<Vec<Language>, Failure> {
    let tags = matches.get_many::<String>(name).unwrap_or_default();
    let languages: Result<Vec<_>, _> = tags.map(|tag| Language::parse(tag)).collect();
    languages.map_err(|error| Failure::usage(error.to_string(), "tags look like en, ur, ps-AF"))
}

/// The text of the argument `text`, or of standard input for `-`.
///
/// # Errors
/// When standard input cannot be read, or is not UTF-8.
pub(super) fn text(matches: &ArgMatches) -> Result<String, Failure> {
    match matches.get_one::<String>("text").map(String::as_str) {
        Some("-") => {
            let (bytes, name) = read(Path::new("-"))?;
            String::from_utf8(bytes).map_err(|_| {
                Failure::usage(format!("{name} is not UTF-8"), "save the text as UTF-8")
            })
        }
        text => Ok(text.unwrap_or_default().to_owned()),
    }
}
