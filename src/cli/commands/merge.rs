//! `tarjuman merge`: a colleague's copy of the translations into the project.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments, commit};
use crate::model::Severity;
use crate::workbench::{
    ImportRequest, MergeFileReport, MergeFileRequest, MergedHow, MergedText, merge_versions,
};

pub(super) struct Merge;

impl Command for Merge {
    fn name(&self) -> &'static str {
        "merge"
    }

    fn about(&self) -> &'static str {
        "Merge a colleague's copy of a segment file, or a TMX, with the present translations"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman merge ~/mail/essay.po --dry-run\n  \
         tarjuman merge ~/mail/essay.po --base 3    the copy was made of revision 3\n  \
         tarjuman merge back-from-the-agency.tmx --lang ur"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .arg(
                Arg::new("file")
                    .value_name("FILE")
                    .required_unless_present("git")
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .help("The copy, in any format that can be imported"),
            )
            .arg(
                Arg::new("base")
                    .long("base")
                    .value_name("REVISION")
                    .value_parser(value_parser!(u32))
                    .help("The revision of which the copy was made [default: found for each text]"),
            )
            .arg(arguments::language(
                "lang",
                "Only translations into this language",
            ))
            .arg(arguments::format_of_file())
            .args(arguments::languages_of_file())
            .arg(
                Arg::new("git")
                    .long("git")
                    .value_name("FILES")
                    .num_args(3..=4)
                    .conflicts_with_all(["file", "dry-run"])
                    .help("Be the merge driver of git for segment files: ancestor, ours, theirs, path"),
            )
            .arg(arguments::dry_run())
            .after_help(
                "Where only one side has edited a translation, that text is taken. Where both have, their edits are put together \
                 when at least a word or mark stands between them; else both texts stay, and `tarjuman review` asks which one is right.",
            )
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        if let Some(words) = matches.get_many::<String>("git") {
            return for_git(&words.map(String::as_str).collect::<Vec<_>>(), terminal);
        }
        let path = matches.get_one::<PathBuf>("file").cloned();
        let report = arguments::workbench(matches)?.merge_file(
            &path.unwrap_or_default(),
            &MergeFileRequest {
                file: ImportRequest {
                    format: matches.get_one::<String>("format").cloned(),
                    source: arguments::one_language(matches, "from")?,
                    target: arguments::one_language(matches, "to")?,
                    dry_run: false,
                },
                language: arguments::one_language(matches, "lang")?,
                base: matches.get_one("base").copied(),
                dry_run: matches.get_flag("dry-run"),
            },
        )?;
        terminal.findings(&report.findings)?;
        if terminal.json() {
            for text in &report.texts {
                terminal.record("merged", text)?;
            }
            terminal.record("merge", &report)?;
        } else {
            lines(&report, terminal)?;
        }
        let is_broken = |severity| severity == Severity::Error;
        if report.findings.iter().any(|one| is_broken(one.severity)) {
            return Ok(Outcome::Unfinished);
        }
        Ok(match report.conflicts {
            0 => Outcome::Done,
            _ => Outcome::Findings,
        })
    }
}

/// Answers git, which gives the ancestor, our version, which is to be written, their version, and the path.
fn for_git(words: &[&str], terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let [base, mine, theirs, rest @ ..] = words else {
        return Err(Failure::usage(
            "git gives three files and a path",
            "docs/revisions.md says how to set it up",
        ));
    };
    let name = rest.first().unwrap_or(mine);
    let files = [base, mine, theirs].map(Path::new);
    let conflicts = merge_versions(files[0], files[1], files[2], name)?;
    for unit in &conflicts {
        terminal.say(format_args!(
            "CONFLICT in {name}: unit {unit} has two texts"
        ));
    }
    if conflicts.is_empty() {
        return Ok(Outcome::Done);
    }
    terminal.next("`git add` the file, then `tarjuman review` asks which text is right");
    Ok(Outcome::Findings)
}

fn lines(report: &MergeFileReport, terminal: &mut Terminal) -> Result<(), Failure> {
    for text in &report.texts {
        one(text, terminal)?;
    }
    terminal.line(format_args!(
        "{} taken, {} merged, {} in conflict, {} as they were",
        counted(report.taken, "text"),
        report.merged,
        report.conflicts,
        report.kept
    ))?;
    commit::lines(&report.recorded, terminal)?;
    let dry_run = report.recorded.dry_run;
    let verb = if dry_run { "would write" } else { "wrote" };
    for file in &report.files {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    if dry_run {
        return Ok(());
    }
    if report.conflicts > 0 {
        terminal.next("`tarjuman review` shows both texts of each conflict");
    } else if !report.files.is_empty() {
        terminal.next("`tarjuman review` for what was merged, then `tarjuman build`");
    }
    Ok(())
}

/// A translation with what became of it: both texts where the present one is not the file's.
fn one(text: &MergedText, terminal: &mut Terminal) -> Result<(), Failure> {
    let how = match text.how {
        MergedHow::Kept => "as it was",
        MergedHow::Taken => "taken",
        MergedHow::Merged => "merged",
        MergedHow::Conflict => "in conflict",
        MergedHow::Blocked => "in conflict already: resolve that first, then merge again",
    };
    terminal.line(format_args!(
        "{} {} {}  {how}",
        text.document, text.unit, text.lang
    ))?;
    let mut texts = vec![("mine", &text.mine), ("theirs", &text.theirs)];
    if text.how == MergedHow::Merged {
        texts.push(("both", &text.text));
    }
    for (name, words) in texts.into_iter().filter(|(_, words)| !words.is_empty()) {
        let cell = terminal.cell(words, &text.lang);
        terminal.line(format_args!("  {name:<6}  {cell}"))?;
    }
    Ok(())
}
