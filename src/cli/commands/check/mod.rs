//! `tarjuman check`: findings about translations.

mod dismiss;
mod fix;
mod show;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, ValueHint, value_parser};

use super::{Command, Failure, Keys, Outcome, Terminal, arguments, commit, update};
use crate::model::UnitId;
use crate::workbench::{
    CheckReport, CheckRequest, FailOn, ImportRequest, check_file, check_titles,
};
pub(super) use show::{some, summary};

pub(super) struct Check;

impl Command for Check {
    fn name(&self) -> &'static str {
        "check"
    }

    fn about(&self) -> &'static str {
        "Find what may be wrong with translations, and mend it"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman check                                 the project's segment files\n  \
         tarjuman check --only end-mark --lang ur\n  \
         tarjuman check other.tmx                       a file of another tool; - for standard input\n  \
         tarjuman check --fix --dry-run                 what can be mended without a question\n  \
         tarjuman check --fix=ask                       one by one\n  \
         tarjuman check other.tmx --fix -o mended.tmx   a copy of a file, mended\n  \
         tarjuman check dismiss end-mark 3f8k2m1q --lang ur --reason \"a heading\"\n  \
         tarjuman check --html -o findings.html         a page for reviewers\n  \
         tarjuman check --sarif -o findings.sarif       for code hosts and editors"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let command = command
            .args_conflicts_with_subcommands(true)
            .after_help(list_of_checks())
            .arg(
                Arg::new("file")
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .help("A file in any format that can be imported, or - [default: the project]"),
            )
            .arg(arguments::format_of_file().requires("file"))
            .args(arguments::languages_of_file());
        outputs(choice(command))
            .subcommand(dismiss::dismiss_arguments())
            .subcommand(dismiss::recall_arguments())
            .subcommand(dismiss::prune_arguments())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        match matches.subcommand() {
            Some(("dismiss", matches)) => return dismiss::dismiss(matches, terminal),
            Some(("recall", matches)) => return dismiss::recall(matches, terminal),
            Some(("prune", matches)) => return dismiss::prune(matches, terminal),
            _ => {}
        }
        show::refuse_output_without_page(matches)?;
        let request = request(matches)?;
        if matches.contains_id("fix") {
            return match matches.get_one::<PathBuf>("file") {
                None => fix::run(&request, matches, terminal),
                Some(file) => fix::run_file(file, &request, matches, terminal),
            };
        }
        let report = match matches.get_one::<PathBuf>("file") {
            None => arguments::workbench(matches)?.check(&request)?,
            Some(file) => checked_file(file, &request, matches)?,
        };
        show::report(&report, matches, terminal)?;
        Ok(ending(&report, matches))
    }
}

/// Which findings are wanted.
fn choice(command: Arguments) -> Arguments {
    let names = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .value_delimiter(',')
            .action(ArgAction::Append)
            .help(help)
    };
    command
        .arg(names("only", "CHECK", "Only these checks"))
        .arg(names("skip", "CHECK", "Without these checks"))
        .arg(names("lang", "LANGUAGE", "Only translations into these languages"))
        .arg(names("document", "NAME", "Only these documents"))
        .arg(names("unit", "ID", "Only these units"))
        .arg(
            Arg::new("fail-on")
                .long("fail-on")
                .value_name("WEIGHT")
                .value_parser(["error", "warning", "info", "never"])
                .help("The least finding that ends with exit status 1 [default: the project's `fail-on`, else info]"),
        )
        .arg(
            Arg::new("fix")
                .long("fix")
                .value_name("HOW")
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("safe")
                .value_parser(["safe", "ask"])
                .conflicts_with_all(["sarif", "html"])
                .help("Mend what has a fix, in the segment files, as a revision, or of a FILE in a copy (-o); `ask` asks for each, also in reviewed texts"),
        )
        .arg(arguments::dry_run().requires("fix"))
}

/// How findings are shown.
fn outputs(command: Arguments) -> Arguments {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    command
        .arg(flag("dismissed").help("Show what was dismissed too, with the reasons"))
        .arg(
            Arg::new("limit")
                .long("limit")
                .value_name("N")
                .value_parser(value_parser!(usize))
                .help("Show so many findings at most; 0 for all [default: 100, all with --json]"),
        )
        .arg(
            flag("sarif")
                .conflicts_with("html")
                .help("Write SARIF 2.1.0"),
        )
        .arg(flag("html").help("Write a page for people"))
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name("FILE")
                .default_value("-")
                .value_hint(ValueHint::FilePath)
                .value_parser(value_parser!(PathBuf))
                .help("Where to write them; - for standard output"),
        )
}

/// The checks as help shows them.
fn list_of_checks() -> String {
    let titles = check_titles();
    let width = titles.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
    let lines = titles
        .iter()
        .map(|(id, title)| format!("  {id:<width$}  {title}"));
    format!("Checks:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn request(matches: &ArgMatches) -> Result<CheckRequest, Failure> {
    let names = |name| {
        let names = matches.get_many::<String>(name).unwrap_or_default();
        names.cloned().collect::<Vec<_>>()
    };
    Ok(CheckRequest {
        only: names("only"),
        skip: names("skip"),
        documents: names("document"),
        languages: arguments::languages(matches, "lang")?,
        units: names("unit").into_iter().map(UnitId).collect(),
    })
}

/// Checks a file, with the settings of the project where there is one.
fn checked_file(
    file: &Path,
    request: &CheckRequest,
    matches: &ArgMatches,
) -> Result<CheckReport, Failure> {
    let format = format(matches)?;
    let project = arguments::workbench_if_any(matches)?;
    let (piped, name) = match file.to_str() {
        Some("-") => arguments::read(file)?,
        _ => (Vec::new(), file.display().to_string()),
    };
    let open = || -> io::Result<Box<dyn Read + '_>> {
        Ok(match file.to_str() {
            Some("-") => Box::new(&piped[..]),
            _ => Box::new(File::open(file)?),
        })
    };
    Ok(check_file(
        project.as_ref(),
        (&open, &name),
        &format,
        request,
    )?)
}

/// What the caller says of a file.
fn format(matches: &ArgMatches) -> Result<ImportRequest, Failure> {
    Ok(ImportRequest {
        format: matches.get_one::<String>("format").cloned(),
        source: arguments::one_language(matches, "from")?,
        target: arguments::one_language(matches, "to")?,
        dry_run: matches.get_flag("dry-run"),
    })
}

/// How a run ends by what was found.
fn ending(report: &CheckReport, matches: &ArgMatches) -> Outcome {
    let asked = matches.get_one::<String>("fail-on");
    let asked = asked.and_then(|name| FailOn::from_name(name));
    let least = report.fail_on(asked, FailOn::Info);
    match (report.faulty, report.reaches(least)) {
        (true, _) => Outcome::Unfinished,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Done,
    }
}
