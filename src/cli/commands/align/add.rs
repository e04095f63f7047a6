//! `tarjuman align --add`: texts and their translations into the project.

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command as Arguments};

use super::{
    Failure, Outcome, Terminal, arguments, commit, counted, flag, outcome, pairs, request,
};
use crate::text::Language;
use crate::workbench::{AddReport, AddRequest, AddedDocument, Doubtful, Existing};

pub(super) fn arguments(command: Arguments) -> Arguments {
    command
        .arg(
            flag("add")
                .help(
                    "Take the pair into the project: source document, segment file, beads, memory",
                )
                .conflicts_with("format"),
        )
        .arg(
            Arg::new("name")
                .long("name")
                .value_name("NAME")
                .requires("add")
                .conflicts_with("pairs")
                .help("With --add: the document's name [default: the source file's]"),
        )
        .arg(
            flag("overwrite")
                .requires("add")
                .help("With --add: also replace translations that are there already"),
        )
        .arg(
            flag("force")
                .requires("add")
                .help("With --add: also take what is hardly a translation"),
        )
        .arg(arguments::dry_run().requires("add"))
}

pub(super) fn run(matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let workbench = arguments::workbench(matches)?;
    let dry_run = matches.get_flag("dry-run");
    let mut align = request(matches)?;
    align.lexicon_out = align.lexicon_out.filter(|_| !dry_run);
    let report = workbench.align_add(
        &pairs(matches)?,
        &AddRequest {
            source: given(matches, "source-lang")?,
            target: given(matches, "target-lang")?,
            align,
            name: matches.get_one("name").cloned(),
            doubtful: match matches.get_flag("force") {
                true => Doubtful::Take,
                false => Doubtful::LeaveOut,
            },
            existing: match matches.get_flag("overwrite") {
                true => Existing::Replace,
                false => Existing::Keep,
            },
            dry_run,
        },
    )?;
    terminal.findings(&report.findings)?;
    if terminal.json() {
        terminal.record("align", &report)?;
    } else {
        lines(&report, terminal)?;
        next(&report, terminal);
    }
    Ok(ending(&report))
}

/// The language of an option that the caller gave.
fn given(matches: &ArgMatches, name: &str) -> Result<Option<Language>, Failure> {
    match matches.value_source(name) {
        Some(ValueSource::DefaultValue) => Ok(None),
        _ => arguments::one_language(matches, name),
    }
}

pub(super) fn ending(report: &AddReport) -> Outcome {
    let left = report.documents.iter().any(|one| !one.left.is_empty());
    match report.faulty {
        true => Outcome::Unfinished,
        false => outcome(report.findings.is_empty() && !left),
    }
}

/// What came, document by document, and what was written.
pub(super) fn lines(report: &AddReport, terminal: &mut Terminal) -> Result<(), Failure> {
    for document in &report.documents {
        document_lines(document, terminal)?;
    }
    let verb = if report.dry_run {
        "would write"
    } else {
        "wrote"
    };
    for file in &report.files {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    if report.documents.is_empty() {
        return Ok(terminal.line("Nothing was written.")?);
    }
    if report.files.is_empty() && report.recorded.revision.is_none() {
        return Ok(terminal.line("All of it is there already; nothing to write.")?);
    }
    commit::lines(&report.recorded, terminal)
}

fn document_lines(one: &AddedDocument, terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.line(format_args!(
        "{}: {}, {} in {}, {}",
        one.document,
        counted(one.source_sentences, "sentence"),
        one.target_sentences,
        one.lang,
        counted(one.beads, "bead"),
    ))?;
    let facts = [
        (one.filled, "translated by it"),
        (one.replaced, "with another translation than before"),
        (one.joined, "of several sentences"),
        (
            one.doubtful,
            "marked as needing work: the alignment is not sure",
        ),
    ];
    for (count, fact) in facts.into_iter().filter(|(count, _)| *count > 0) {
        terminal.line(format_args!("  {} {fact}", counted(count, "unit")))?;
    }
    if one.source_alone + one.target_alone > 0 {
        terminal.line(format_args!(
            "  without an answer: {} of the source, {} of the translation",
            counted(one.source_alone, "sentence"),
            counted(one.target_alone, "sentence"),
        ))?;
    }
    if !one.left.is_empty() {
        let ids: Vec<&str> = one.left.iter().map(|id| id.as_str()).collect();
        terminal.line(format_args!(
            "  {} with another translation, left as it is: {}",
            counted(ids.len(), "unit"),
            ids.join(" ")
        ))?;
    }
    Ok(())
}

fn next(report: &AddReport, terminal: &mut Terminal) {
    let Some(first) = report.documents.first() else {
        return;
    };
    if report.dry_run {
        return terminal.next("run it without --dry-run to write this");
    }
    if report.documents.iter().any(|one| !one.left.is_empty()) {
        terminal.say("--overwrite would replace the translations that were left as they are.");
    }
    let name = match report.documents.len() {
        1 => format!(" {}", first.document),
        _ => String::new(),
    };
    terminal.next(&format!(
        "`tarjuman align review{name}` shows the weakest beads first; `tarjuman build` exports"
    ));
}
