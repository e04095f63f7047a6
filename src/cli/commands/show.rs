//! `tarjuman show`: one revision, or one unit with its history.

use clap::{Arg, ArgMatches, Command as Arguments};
use serde::Serialize;

use super::{Command, Failure, Outcome, Terminal, arguments, log};
use crate::model::{RemarkKind, Variant};
use crate::text::Language;
use crate::workbench::{RevisionReport, Shown, UnitReport, Version};

pub(super) struct Show;

impl Command for Show {
    fn name(&self) -> &'static str {
        "show"
    }

    fn about(&self) -> &'static str {
        "Show what a revision changed, or a unit with its history"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman show 3            what revision 3 changed\n  \
         tarjuman show 3f8k2m1q     a unit and every text that it had\n  \
         tarjuman show 3f8k2m1q@3   its texts as they were at revision 3"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let what = Arg::new("what")
            .value_name("REVISION|UNIT|UNIT@REVISION")
            .required(true);
        command.arg(what.help("The number of a revision, or the id of a unit"))
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let workbench = arguments::workbench(matches)?;
        let word = matches.get_one::<String>("what").map_or("", String::as_str);
        match workbench.shown(word)? {
            Shown::Revision(number) => revision(&workbench.show_revision(number)?, terminal)?,
            Shown::Unit(id) => unit(&workbench.show_unit(&id)?, terminal)?,
            Shown::UnitAt(id, at) => {
                for text in &workbench.show_unit_at(&id, at)? {
                    version(text, terminal)?;
                }
            }
        }
        Ok(Outcome::Done)
    }
}

fn revision(report: &RevisionReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        terminal.record("revision", &report.entry)?;
        for change in &report.changes {
            terminal.record("change", change)?;
        }
        return Ok(());
    }
    log::lines(&report.entry, terminal)?;
    for change in &report.changes {
        let document = change
            .document
            .as_ref()
            .map_or("memory", |name| name.as_str());
        terminal.line("")?;
        terminal.line(format_args!("{document} {} {}", change.unit, change.lang))?;
        for (sign, variant) in [("-", &change.old), ("+", &change.new)] {
            if let Some(variant) = variant
                .as_deref()
                .filter(|variant| !variant.text.is_empty())
            {
                line(sign, variant, terminal)?;
            }
        }
    }
    Ok(())
}

/// A text behind its sign, with its state and the reason for work on it.
fn line(sign: &str, variant: &Variant, terminal: &mut Terminal) -> Result<(), Failure> {
    let text = terminal.cell(&variant.text, &variant.language);
    let work = variant.needs_work.as_ref();
    let work = work.map_or_else(String::new, |reason| {
        format!(", needs work: {}", terminal.harmless(reason))
    });
    terminal.line(format_args!("  {sign} {text}  [{}{work}]", variant.state))?;
    for remark in &variant.remarks {
        let name = match &remark.kind {
            RemarkKind::Note => "note",
            RemarkKind::Property(name) => name,
        };
        let (name, text) = (terminal.harmless(name), terminal.harmless(&remark.text));
        terminal.line(format_args!("      {name}: {text}"))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct VersionRecord<'a> {
    revision: u32,
    lang: &'a Language,
    variant: Option<&'a Variant>,
}

fn unit(report: &UnitReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        terminal.record("unit", &report.unit)?;
        for text in &report.versions {
            version(text, terminal)?;
        }
        return Ok(());
    }
    let place = report.unit.placement.as_ref();
    let place = place.map_or_else(
        || "in the memory alone".to_owned(),
        |place| format!("{} ¶{}.{}", place.document, place.paragraph, place.sentence),
    );
    let obsolete = if report.obsolete { ", obsolete" } else { "" };
    terminal.line(format_args!("unit {}  {place}{obsolete}", report.unit.id))?;
    for variant in &report.unit.variants {
        line(variant.language.as_str(), variant, terminal)?;
    }
    terminal.line("history:")?;
    for text in &report.versions {
        version(text, terminal)?;
    }
    Ok(())
}

/// A text that a unit had, with the revision that wrote it.
fn version(text: &Version, terminal: &mut Terminal) -> Result<(), Failure> {
    if terminal.json() {
        let record = VersionRecord {
            revision: text.revision,
            lang: &text.language,
            variant: text.variant.as_ref(),
        };
        return terminal.record("version", &record);
    }
    let sign = format!("revision {} {}", text.revision, text.language);
    match &text.variant {
        Some(variant) => line(&sign, variant, terminal),
        None => Ok(terminal.line(format_args!("  {sign} removed"))?),
    }
}
