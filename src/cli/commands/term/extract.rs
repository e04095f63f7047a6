//! `tarjuman term extract`.

use clap::{Arg, ArgMatches, Command as Arguments, value_parser};
use serde_json::json;

use super::exchange::{output, output_file};
use crate::cli::arguments;
use crate::cli::commands::update::counted;
use crate::cli::commands::{Failure, Outcome, Terminal};
use crate::workbench::{ExtractRequest, Workbench};

pub(super) fn arguments() -> Arguments {
    let number = |name: &'static str, help: &'static str| {
        let arg = Arg::new(name).long(name).value_name("N").help(help);
        arg.value_parser(value_parser!(u32).range(1..))
    };
    Arguments::new("extract")
        .about("Propose terms with their likely translations, as a table for `term import`")
        .arg(number("max", "At most so many").default_value("100"))
        .arg(number("min", "Only what occurs so often").default_value("2"))
        .arg(
            arguments::language("to", "The languages of the translations [default: all]")
                .value_delimiter(','),
        )
        .arg(output())
}

pub(super) fn run(
    workbench: &Workbench,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let number = |name| matches.get_one::<u32>(name).copied().unwrap_or(1);
    let report = workbench.extract_terms(&ExtractRequest {
        most: number("max") as usize,
        least: number("min"),
        targets: arguments::languages(matches, "to")?,
    })?;
    if let Some(path) = output_file(matches) {
        report.write_to_file(path)?;
        let file = path.display().to_string();
        if terminal.json() {
            let record = json!({"file": file, "terms": report.terms.len(), "texts": report.texts});
            terminal.record("extract", &record)?;
        } else {
            let count = counted(report.terms.len(), "candidate");
            let texts = counted(report.texts, "text");
            terminal.say(format_args!("wrote {file} ({count} from {texts})"));
            let next = "take out the lines that are no terms, then `tarjuman term import` the file";
            terminal.next(next);
        }
    } else if terminal.json() {
        for term in &report.terms {
            terminal.record("candidate", term)?;
        }
    } else {
        report.write(&mut terminal.raw())?;
    }
    Ok(Outcome::Done)
}
