//! `tarjuman diff`: what changed, shown so that it can be seen.

pub(super) mod lines;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments, log};
use crate::model::State;
use crate::workbench::{
    DiffFilesRequest, DiffFilter, DiffReport, DiffSummaryRecord, DifferenceRecord, Tally,
    diff_files, write_page,
};
use lines::{Controls, Layout, Lines};

pub(super) struct Diff;

impl Command for Diff {
    fn name(&self) -> &'static str {
        "diff"
    }

    fn about(&self) -> &'static str {
        "Show what changed: in the segment files, in a revision, between two files"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman diff                          the segment files against the memory\n  \
         tarjuman diff 3                        what revision 3 changed\n  \
         tarjuman diff 3..7 --lang ur           from revision 3 to revision 7, in Urdu\n  \
         tarjuman diff old.tmx new.po           two files in any format that can be imported\n  \
         tarjuman diff 3..7 --html -o diff.html a page for reviewers\n  \
         tarjuman diff --json | jq .            byte offsets and a class for each operation"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
        let value =
            |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
        let states = State::ALL.map(State::as_str);
        command
            .arg(
                Arg::new("what")
                    .value_name("REVISION|FROM..TO|FILE FILE")
                    .num_args(0..=2)
                    .value_hint(ValueHint::FilePath)
                    .help("A revision, two of them, or two files [default: the segment files against the memory]"),
            )
            .arg(value("document", "NAME").help("Only this document"))
            .arg(arguments::language("lang", "Only texts in these languages").value_delimiter(',').action(ArgAction::Append))
            .arg(value("by", "NAME").help("Only texts that this author saved"))
            .arg(value("state", "STATE").value_parser(states).help("Only texts in this state"))
            .arg(arguments::language("from", "The source language, where a file does not say"))
            .arg(arguments::language("to", "The target language, where a file does not say"))
            .arg(flag("inline").help("One line for both texts"))
            .arg(flag("summary").help("Only the counts and figures"))
            .arg(flag("html").help("Write a page for people"))
            .arg(
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name("FILE")
                    .default_value("-")
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .help("Where to write the page; - for standard output"),
            )
            .arg(
                value("bidi", "HOW")
                    .value_parser(["auto", "isolates", "marks", "none"])
                    .default_value("auto")
                    .help("Isolates around right-to-left text (auto: on a terminal), or invisible characters by name"),
            )
            .arg(
                value("git", "ARGUMENTS")
                    .num_args(1..=9)
                    .conflicts_with("what")
                    .allow_hyphen_values(true)
                    .help("Be the diff driver of git: the arguments are those that git gives; always ends with 0"),
            )
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let filter = filter(matches)?;
        let output = matches
            .get_one::<PathBuf>("output")
            .map_or(Path::new("-"), PathBuf::as_path);
        if output != Path::new("-") && !matches.get_flag("html") {
            return Err(Failure::usage(
                "`-o` is for a page",
                "add --html, or send the output into a file with >",
            ));
        }
        if let Some(words) = matches.get_many::<String>("git") {
            let words: Vec<_> = words.map(String::as_str).collect();
            return for_git(&words, filter, matches, terminal);
        }
        let report = compared(matches, filter)?;
        show(&report, matches, output, terminal)?;
        Ok(match (report.faulty, report.differences.is_empty()) {
            (true, _) => Outcome::Unfinished,
            (false, true) => Outcome::Done,
            (false, false) => Outcome::Findings,
        })
    }
}

fn filter(matches: &ArgMatches) -> Result<DiffFilter, Failure> {
    let state = matches.get_one::<String>("state");
    Ok(DiffFilter {
        document: log::document(matches)?,
        languages: arguments::languages(matches, "lang")?,
        author: matches.get_one::<String>("by").cloned(),
        state: state.and_then(|name| State::from_name(name)),
    })
}

/// Compares what the words of the call name.
fn compared(matches: &ArgMatches, filter: DiffFilter) -> Result<DiffReport, Failure> {
    let words: Vec<_> = matches
        .get_many::<String>("what")
        .unwrap_or_default()
        .map(String::as_str)
        .collect();
    let is_file = |word: &str| Path::new(word).exists();
    let number = |word: &str| word.parse::<u32>().ok().filter(|_| !is_file(word));
    Ok(match words[..] {
        [] => arguments::workbench(matches)?.diff_working_files(&filter)?,
        [word] if number(word).is_some() => {
            arguments::workbench(matches)?.diff_revision(number(word).unwrap_or(0), &filter)?
        }
        [word] => match word
            .split_once("..")
            .map(|(from, to)| (from.parse(), to.parse()))
        {
            Some((Ok(from), Ok(to))) => {
                arguments::workbench(matches)?.diff_revisions(from, to, &filter)?
            }
            _ if is_file(word) => {
                return Err(Failure::usage(
                    format!("`{word}` is one file"),
                    "name the file to compare it with too",
                ));
            }
            _ => {
                return Err(Failure::usage(
                    format!("`{word}` is no revision"),
                    "say 3, or 3..7, or name two files; `tarjuman log` lists the revisions",
                ));
            }
        },
        [old, new] => match (number(old), number(new)) {
            (Some(from), Some(to)) => {
                arguments::workbench(matches)?.diff_revisions(from, to, &filter)?
            }
            _ => diff_files(
                Path::new(old),
                Path::new(new),
                &files_request(matches, filter)?,
            )?,
        },
        _ => {
            return Err(Failure::usage(
                "too many words",
                "say 3, or 3..7, or name two files",
            ));
        }
    })
}

fn files_request(matches: &ArgMatches, filter: DiffFilter) -> Result<DiffFilesRequest, Failure> {
    let only = match &filter.languages[..] {
        [one] => Some(one.clone()),
        _ => None,
    };
    Ok(DiffFilesRequest {
        source: arguments::one_language(matches, "from")?,
        target: arguments::one_language(matches, "to")?.or(only),
        names: None,
        filter,
    })
}

/// Answers git, which gives path, old file, its hash and mode, new file, its hash and mode, and for a
/// renamed file the new path and what is alike. For a file with conflicts it gives the path alone.
fn for_git(
    words: &[&str],
    filter: DiffFilter,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let (path, old, new) = match words {
        [path] => {
            terminal.line(format_args!("{path} has conflicts"))?;
            return Ok(Outcome::Done);
        }
        [path, old, _, _, new, ..] if words.len() >= 7 => (*path, Path::new(old), Path::new(new)),
        _ => {
            return Err(Failure::usage(
                "git gives seven arguments or more",
                "docs/revisions.md says how to set it up",
            ));
        }
    };
    let mut request = files_request(matches, filter)?;
    let after = words.get(7).copied().unwrap_or(path);
    request.names = Some((format!("a/{path}"), format!("b/{after}")));
    terminal.line(format_args!("tarjuman diff a/{path} b/{after}"))?;
    match diff_files(old, new, &request) {
        Ok(report) => show(&report, matches, Path::new("-"), terminal)?,
        // git would end its whole work here; the other files are still to be shown.
        Err(error) => terminal.failure(&error.into()),
    }
    Ok(Outcome::Done)
}

fn show(
    report: &DiffReport,
    matches: &ArgMatches,
    output: &Path,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    if matches.get_flag("html") {
        terminal.notices(&report.findings);
        return page(report, output, terminal);
    }
    terminal.findings(&report.findings)?;
    if terminal.json() {
        for difference in &report.differences {
            terminal.record("difference", &DifferenceRecord::from(difference))?;
        }
        return terminal.record("diff", &DiffSummaryRecord::from(report));
    }
    let mut lines = Lines::suited(terminal);
    if matches.get_flag("inline") {
        lines.layout = Layout::Inline;
    }
    lines.controls = match matches.get_one::<String>("bidi").map(String::as_str) {
        Some("isolates") => Controls::Isolated,
        Some("marks") => Controls::Named,
        Some("none") => Controls::Bare,
        _ => lines.controls,
    };
    if !matches.get_flag("summary") {
        for difference in &report.differences {
            for line in lines.of(difference) {
                terminal.ready_line(&line)?;
            }
        }
    }
    for tally in &report.tallies {
        terminal.line(summary(tally))?;
    }
    if report.differences.is_empty() {
        terminal.say(format_args!(
            "Nothing differs between {} and {}.",
            report.old.name(),
            report.new.name()
        ));
    }
    Ok(())
}

fn page(report: &DiffReport, output: &Path, terminal: &mut Terminal) -> Result<(), Failure> {
    let html = report.to_html();
    if output == Path::new("-") {
        return Ok(terminal.bytes(html.as_bytes())?);
    }
    write_page(output, &html)?;
    terminal.say(format_args!(
        "wrote {} ({})",
        output.display(),
        counted(report.differences.len(), "text")
    ));
    Ok(())
}

/// A document in one language: counts, then the figures of what changed.
fn summary(tally: &Tally) -> String {
    let document = tally
        .document
        .as_ref()
        .map_or("no document", |name| name.as_str());
    let mut line = format!("{document} {}:", tally.lang);
    let counts = [
        (tally.changed, "changed"),
        (tally.added, "added"),
        (tally.removed, "removed"),
        (tally.restated, "restated"),
    ];
    for (at, (count, name)) in counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .enumerate()
    {
        let comma = if at == 0 { " " } else { ", " };
        line.push_str(&format!("{comma}{count} {name}"));
    }
    if tally.changed > 0 {
        line.push_str("; ");
        line.push_str(&lines::figures(&tally.figures));
    }
    line
}
