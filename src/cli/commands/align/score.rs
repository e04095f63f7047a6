//! `tarjuman align score`: beads against beads that are known to be right.

use std::path::PathBuf;

use clap::{ArgMatches, Command as Arguments};

use super::{Failure, Outcome, Terminal, file};
use crate::workbench::align_score;

pub(super) fn arguments() -> Arguments {
    Arguments::new("score")
        .about("Compare beads with beads that are known to be right")
        .before_help("Examples:\n  tarjuman align score gold.beads found.beads")
        .arg(file("gold").required(true).help("The beads that are right"))
        .arg(
            file("predicted")
                .required(true)
                .help("The beads that were found"),
        )
}

pub(super) fn run(matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let file = |name| {
        matches
            .get_one::<PathBuf>(name)
            .cloned()
            .unwrap_or_default()
    };
    let score = align_score(&file("gold"), &file("predicted"))?;
    if terminal.json() {
        terminal.record("score", &score)?;
        return Ok(Outcome::Done);
    }
    terminal.line("           strict   lax")?;
    for (name, strict, lax) in score.rows() {
        terminal.line(format_args!("{name:<9}  {strict:.4}   {lax:.4}"))?;
    }
    Ok(Outcome::Done)
}
