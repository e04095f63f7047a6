//! `tarjuman term import` and `export`.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command as Arguments, ValueHint, value_parser};
use serde_json::json;

use super::{change, counted, replace, table};
use crate::cli::arguments;
use crate::cli::commands::{Failure, Outcome, Terminal};
use crate::workbench::{TBX, TermExport, TermImport, Workbench, term_format_names};

/// The two subcommands.
pub(super) fn subcommands() -> [Arguments; 2] {
    [import_arguments(), export_arguments()]
}

fn import_arguments() -> Arguments {
    Arguments::new("import")
        .about("Take in terms of a TBX, TSV or CSV file; what says otherwise is shown and left out")
        .arg(
            file("input")
                .required(true)
                .value_name("FILE")
                .help("The file, also compressed; - for standard input"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(term_format_names())
                .help("Its format [default: found by content, then by suffix]"),
        )
        .arg(
            Arg::new("columns")
                .long("columns")
                .value_name("NAME=MEANING")
                .value_delimiter(',')
                .help("What columns of a table are: en, ur, ur_variants, ur_forbidden, pos, note, status, id"),
        )
        .arg(table())
        .arg(replace())
        .arg(arguments::dry_run())
}

fn export_arguments() -> Arguments {
    Arguments::new("export")
        .about("Write the glossary for another program")
        .arg(
            Arg::new("format")
                .required(true)
                .value_parser(term_format_names())
                .help("The format"),
        )
        .arg(arguments::language("to", "The target languages [default: all]").value_delimiter(','))
        .arg(output())
        .arg(arguments::dry_run())
}

fn file(name: &'static str) -> Arg {
    let arg = Arg::new(name).value_hint(ValueHint::FilePath);
    arg.value_parser(value_parser!(PathBuf))
}

/// `-o FILE`.
pub(super) fn output() -> Arg {
    file("output")
        .short('o')
        .long("output")
        .value_name("FILE")
        .default_value("-")
        .help("The file; - for standard output")
}

/// The file of `-o`; `None` for standard output.
pub(super) fn output_file(matches: &ArgMatches) -> Option<&PathBuf> {
    let output = matches.get_one::<PathBuf>("output");
    output.filter(|path| path.as_path() != Path::new("-"))
}

pub(super) fn import(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let input = matches
        .get_one::<PathBuf>("input")
        .cloned()
        .unwrap_or_default();
    let name = match input.to_str() {
        Some("-") => "standard input".to_owned(),
        _ => input.display().to_string(),
    };
    let import = TermImport {
        format: matches.get_one::<String>("format").cloned(),
        columns: columns(matches)?,
        file: matches.get_one::<PathBuf>("file").cloned(),
        replace: matches.get_flag("replace"),
        dry_run: matches.get_flag("dry-run"),
    };
    let report = workbench.import_terms(arguments::open(&input)?, &name, &import)?;
    terminal.findings(&report.findings)?;
    change::shown(&report, terminal)?;
    Ok(match report.findings.is_empty() {
        true => Outcome::Done,
        false => Outcome::Findings,
    })
}

fn columns(matches: &ArgMatches) -> Result<Vec<(String, String)>, Failure> {
    let given = matches.get_many::<String>("columns").unwrap_or_default();
    let pairs = given.map(|pair| match pair.split_once('=') {
        Some((name, meaning)) => Ok((name.to_owned(), meaning.to_owned())),
        None => {
            let message = format!("`--columns {pair}` does not say what the column is");
            Err(Failure::usage(
                message,
                "write its name and its meaning: --columns Begriff=en",
            ))
        }
    });
    pairs.collect()
}

pub(super) fn export(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let format = matches.get_one::<String>("format").cloned();
    write(workbench, matches, format.unwrap_or_default(), terminal)
}

/// `tarjuman export tbx`: the same as `term export tbx`.
pub(in crate::cli::commands) fn export_tbx(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    if matches.get_one::<String>("document").is_some() {
        let message = "The glossary belongs to no document";
        return Err(Failure::usage(message, "leave --document out"));
    }
    write(workbench, matches, TBX.to_owned(), terminal)
}

fn write(
    workbench: &Workbench,
    matches: &ArgMatches,
    format: String,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let export = TermExport {
        format,
        targets: arguments::languages(matches, "to")?,
    };
    let is_plan = matches.get_flag("dry-run");
    let (count, findings) = match output_file(matches) {
        path if is_plan => workbench.plan_export_of_terms(&export, path.map(PathBuf::as_path))?,
        None => workbench.export_terms(&export, &mut terminal.raw())?,
        Some(path) => workbench.export_terms_to_file(&export, path)?,
    };
    terminal.notices(&findings);
    let file = output_file(matches).map(|path| path.display().to_string());
    let verb = if is_plan { "would write" } else { "wrote" };
    match file {
        file if terminal.json() && (is_plan || file.is_some()) => {
            let files: Vec<String> = file.into_iter().collect();
            let record = json!({"files": files, "terms": count, "dry_run": is_plan});
            terminal.record("export", &record)?;
        }
        Some(file) => terminal.say(format_args!("{verb} {file} ({})", counted(count))),
        None if is_plan => terminal.say(format_args!("would write {}", counted(count))),
        None => {}
    }
    if is_plan {
        terminal.next("run it without --dry-run to write");
    }
    Ok(match findings.is_empty() {
        true => Outcome::Done,
        false => Outcome::Findings,
    })
}
