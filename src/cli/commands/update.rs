//! `tarjuman update`: source changes into segment files.

use std::collections::HashSet;

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments};

use super::diff::lines::{Controls, Layout, Lines};
use super::{Command, Failure, Outcome, Terminal, arguments};
use crate::workbench::{
    Change, DocumentUpdate, UndoneUpdate, UnitUpdate, UnitUpdateRecord, UpdateReport,
};

pub(super) struct Update;

impl Command for Update {
    fn name(&self) -> &'static str {
        "update"
    }

    fn about(&self) -> &'static str {
        "Bring the segment files up to date with the sources"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman update --dry-run    what the changed sources mean for the translations, unit by unit\n  \
         tarjuman update --dry-run -q the counts alone\n  \
         tarjuman update              all segment files are written, or none\n  \
         tarjuman update --undo       the segment files as they were before"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let undo = Arg::new("undo").long("undo").action(ArgAction::SetTrue);
        command
            .arg(arguments::dry_run())
            .arg(undo.help("Take the last update back, unless a file was changed since"))
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let dry_run = matches.get_flag("dry-run");
        let workbench = arguments::workbench(matches)?;
        if matches.get_flag("undo") {
            show_undone(&workbench.undo_update(dry_run)?, terminal)?;
            return Ok(Outcome::Done);
        }
        let report = workbench.update(dry_run)?;
        terminal.findings(&report.findings)?;
        if terminal.json() {
            for unit in &report.units {
                terminal.record("unit-update", &UnitUpdateRecord::from(unit))?;
            }
            terminal.record("update", &report)?;
        } else {
            show(&report, terminal)?;
        }
        Ok(Outcome::of_fault(report.faulty))
    }
}

fn show(report: &UpdateReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if report.dry_run && !terminal.is_quiet() {
        show_units(report, terminal)?;
    }
    for document in &report.documents {
        terminal.line(summary(document))?;
    }
    let verb = if report.dry_run {
        "would write"
    } else {
        "wrote"
    };
    for file in &report.files {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    if report.files.is_empty() {
        terminal.line("The segment files are up to date; nothing to write.")?;
    } else if report.dry_run {
        terminal.next("run `tarjuman update` to write this");
    } else {
        terminal.next(
            "translate what is new or needs work, then run `tarjuman build`; `tarjuman update --undo` takes this back",
        );
    }
    Ok(())
}

/// Shows what becomes of each unit. Of a document that has nothing but new units there is nothing to say.
fn show_units(report: &UpdateReport, terminal: &mut Terminal) -> Result<(), Failure> {
    let lines = Lines {
        layout: Layout::TwoLines,
        controls: match terminal.is_terminal() {
            true => Controls::Isolated,
            false => Controls::Bare,
        },
        is_styled: terminal.is_styled(),
    };
    let first: HashSet<_> = (report.documents.iter())
        .filter(|document| document.new == document.segments && document.obsolete == 0)
        .map(|document| &document.document)
        .collect();
    let units = report.units.iter();
    for unit in units.filter(|unit| !first.contains(&unit.document)) {
        show_unit(unit, &lines, terminal)?;
    }
    Ok(())
}

/// Where a unit stands, what became of it and why, and its sources.
fn show_unit(unit: &UnitUpdate, lines: &Lines, terminal: &mut Terminal) -> Result<(), Failure> {
    let mut heading = unit.document.to_string();
    if let Some((paragraph, sentence, line)) = unit.place {
        heading.push_str(&format!(" ¶{paragraph}.{sentence} line {line}"));
    }
    heading.push_str(&format!(" {}  {}", unit.unit, unit.class()));
    let ids = |ids: &[_]| {
        ids.iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    if !unit.parts.is_empty() {
        heading.push_str(&format!(" into {}", ids(&unit.parts)));
    }
    if unit.change == Some(Change::Merged) {
        heading.push_str(&format!(" from {}", ids(&unit.from)));
    }
    if let Some(was) = &unit.was {
        heading.push_str(&format!(" from {was} {}", ids(&unit.from)));
    }
    if !unit.reasons.is_empty() {
        heading.push_str(&format!(": {}", unit.reasons.join("; ")));
    }
    terminal.line(heading)?;
    match (unit.difference(), &unit.old, &unit.new) {
        (Some(difference), ..) => {
            for line in lines.texts(&difference) {
                terminal.ready_line(&line)?;
            }
        }
        (None, Some(old), None) => terminal.line(format_args!("  - {old}"))?,
        (None, _, Some(new)) => terminal.line(format_args!("  + {new}"))?,
        (None, _, None) => {}
    }
    Ok(terminal.line("")?)
}

fn show_undone(report: &UndoneUpdate, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        return terminal.record("update-undone", report);
    }
    let verb = if report.dry_run {
        "would take back"
    } else {
        "took back"
    };
    for file in &report.files {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    terminal.next(match report.dry_run {
        true => "run `tarjuman update --undo` to do this",
        false => "the sources are still the new ones: put the old ones back, or run `tarjuman update` again",
    });
    Ok(())
}

/// A document in one line: its size, then what changed.
pub(super) fn summary(document: &DocumentUpdate) -> String {
    let mut line = format!(
        "{}: {} in {}",
        document.document,
        counted(document.segments, "segment"),
        counted(document.paragraphs as usize, "paragraph"),
    );
    if let Some(was) = &document.was {
        line.push_str(&format!(", was {was}"));
    }
    let changes = [
        (document.new, "new"),
        (document.changed, "changed"),
        (document.cosmetic, "cosmetic"),
        (document.split, "split"),
        (document.merged, "merged"),
        (document.moved, "moved"),
        (document.revived, "revived"),
        (document.obsolete, "obsolete"),
    ];
    for (count, name) in changes.into_iter().filter(|(count, _)| *count > 0) {
        line.push_str(&format!(", {count} {name}"));
    }
    line
}

/// A number with its noun.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
