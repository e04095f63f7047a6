//! `tarjuman term`: the glossary.

mod change;
mod exchange;
mod extract;
mod list;

use clap::{Arg, ArgMatches, Command as Arguments};

pub(super) use exchange::export_tbx;

use super::{Command, Failure, Outcome, Terminal, arguments, update};

pub(super) struct Terms;

impl Command for Terms {
    fn name(&self) -> &'static str {
        "term"
    }

    fn about(&self) -> &'static str {
        "Look after the glossary: add, list, find, remove, import, export, extract"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman term add \"border crossing\" --ur \"سرحدی گزرگاہ\" --pos noun\n  \
         tarjuman term add \"border crossing\" --forbidden ur=بارڈر --target fa=گذرگاه\n  \
         tarjuman term list border\n  \
         tarjuman term find \"Refugees at the border crossing.\"   the terms in a text\n  \
         tarjuman term remove \"border crossing\" --dry-run\n  \
         tarjuman term import terms.tbx --dry-run            TBX, TSV or CSV\n  \
         tarjuman term import list.csv --columns Begriff=en,Urdu=ur\n  \
         tarjuman term export tbx -o terms.tbx\n  \
         tarjuman term extract -o candidates.tsv             from the memory, for a person to choose"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        command
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommands(change::subcommands())
            .subcommands(list::subcommands())
            .subcommands(exchange::subcommands())
            .subcommand(extract::arguments())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let workbench = arguments::workbench(matches)?;
        match matches.subcommand() {
            Some(("add", matches)) => change::add(&workbench, matches, terminal),
            Some(("remove", matches)) => change::remove(&workbench, matches, terminal),
            Some(("find", matches)) => list::find(&workbench, matches, terminal),
            Some(("import", matches)) => exchange::import(&workbench, matches, terminal),
            Some(("export", matches)) => exchange::export(&workbench, matches, terminal),
            Some(("extract", matches)) => extract::run(&workbench, matches, terminal),
            Some((_, matches)) => list::list(&workbench, matches, terminal),
            None => Ok(Outcome::Done),
        }
    }
}

/// The argument of a term, a phrase or a file.
fn positional(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).required(true).help(help)
}

/// The table that takes what is new.
fn table() -> Arg {
    Arg::new("file")
        .long("file")
        .value_name("FILE")
        .value_hint(clap::ValueHint::FilePath)
        .value_parser(clap::value_parser!(std::path::PathBuf))
        .help("The table that takes what is new [default: the only one, else glossary/terms.tsv]")
}

/// The flag that takes the new where old and new differ.
fn replace() -> Arg {
    Arg::new("replace")
        .long("replace")
        .action(clap::ArgAction::SetTrue)
        .help("Take the new where the glossary says otherwise [default: show both, keep the old]")
}

/// `24 terms`.
fn counted(count: usize) -> String {
    update::counted(count, "term")
}
