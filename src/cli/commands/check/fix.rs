//! `tarjuman check --fix`: what has a fix is mended, at once or one by one.

use std::collections::BTreeMap;
use std::path::Path;

use clap::ArgMatches;

use super::update::counted;
use super::{Failure, Keys, Outcome, Terminal, arguments, commit, ending, format, show};
use crate::workbench::{
    CheckRequest, FixAnswer, FixMode, FixReport, FixedText, Proposal, fix_file,
};

/// What is asked for.
const PROMPT: &str = "Apply? [y]es [n]o [a]ll that follow [q]uit";

const KEYS: &str = "\
  y apply this fix        n leave the text as it is
  a apply this and all that follow
  q leave this and all that follow; what was accepted is kept";

pub(super) fn run(
    request: &CheckRequest,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let workbench = arguments::workbench(matches)?;
    let dry_run = matches.get_flag("dry-run");
    let report = match asks(matches) {
        false => workbench.fix(request, FixMode::Safe, dry_run)?,
        true => {
            let mut keys = Keys::open();
            let mut failed = None;
            let mut ask = |proposal: &Proposal<'_>| {
                asked(proposal, &mut keys, terminal).unwrap_or_else(|failure| {
                    failed = Some(failure);
                    FixAnswer::Quit
                })
            };
            let report = workbench.fix(request, FixMode::Ask(&mut ask), dry_run)?;
            if let Some(failure) = failed {
                return Err(failure);
            }
            report
        }
    };
    terminal.findings(&report.checks.notices)?;
    if terminal.json() {
        for text in &report.texts {
            terminal.record("fixed-text", text)?;
        }
        terminal.record("fix", &report)?;
    } else {
        lines(&report, terminal)?;
    }
    Ok(ending(&report.checks, matches))
}

/// Mends a copy of a file.
pub(super) fn run_file(
    file: &Path,
    request: &CheckRequest,
    matches: &ArgMatches,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let output = show::output(matches);
    if file == Path::new("-") || output == Path::new("-") {
        return Err(Failure::usage(
            "a file is mended in a copy",
            "name both: tarjuman check FILE --fix -o COPY",
        ));
    }
    if asks(matches) {
        return Err(Failure::usage(
            "`--fix=ask` is for the project",
            "import the file first, or leave out =ask",
        ));
    }
    let project = arguments::workbench_if_any(matches)?;
    let report = fix_file(project.as_ref(), file, &format(matches)?, request, output)?;
    terminal.findings(&report.findings)?;
    if terminal.json() {
        terminal.record("fix-file", &report)?;
    } else {
        mended(report.texts, &report.fixes, report.dry_run, terminal)?;
        left(report.left_reviewed, terminal)?;
        let verb = if report.dry_run {
            "would write"
        } else {
            "wrote"
        };
        let units = usize::try_from(report.units).unwrap_or(usize::MAX);
        let units = counted(units, "unit");
        terminal.line(format_args!("{verb} {} ({units})", report.file))?;
    }
    Ok(Outcome::of_fault(report.faulty))
}

fn asks(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("fix").map(String::as_str) == Some("ask")
}

/// How many texts were mended, with fixes of which checks.
fn mended(
    texts: usize,
    fixes: &BTreeMap<String, usize>,
    dry_run: bool,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    if texts == 0 {
        return Ok(terminal.line("Nothing to mend.")?);
    }
    let counts = fixes
        .iter()
        .map(|(check, count)| format!("{count} {check}"));
    let counts: Vec<_> = counts.collect();
    let verb = if dry_run { "Would mend" } else { "Mended" };
    Ok(terminal.line(format_args!(
        "{verb} {}: {}",
        counted(texts, "text"),
        counts.join(", ")
    ))?)
}

/// What was left for a person.
fn left(count: usize, terminal: &mut Terminal) -> Result<(), Failure> {
    if count == 0 {
        return Ok(());
    }
    Ok(terminal.line(format_args!(
        "Left {} with a fix in reviewed texts; in the project, --fix=ask offers them, and the review then counts no longer.",
        counted(count, "finding")
    ))?)
}

/// Shows a fix and asks what to do with it.
fn asked(
    proposal: &Proposal<'_>,
    keys: &mut Keys,
    terminal: &mut Terminal,
) -> Result<FixAnswer, Failure> {
    shown(proposal, terminal)?;
    loop {
        if keys.are_pressed() {
            terminal.line(PROMPT)?;
        }
        terminal.flush()?;
        return Ok(match keys.next()? {
            Some('y') => FixAnswer::Yes,
            Some('n') => FixAnswer::No,
            Some('a') => FixAnswer::All,
            Some('q') | None => FixAnswer::Quit,
            Some(_) => {
                terminal.text(KEYS)?;
                continue;
            }
        });
    }
}

/// The source, and the text before and after with what differs in bold.
fn shown(proposal: &Proposal<'_>, terminal: &mut Terminal) -> Result<(), Failure> {
    let Proposal {
        document,
        unit,
        source,
        target,
        finding,
        edit,
    } = proposal;
    let (language, span) = (&target.language, &edit.span);
    terminal.line("")?;
    terminal.line(format_args!(
        "── {document} {language} {unit} {}   {}: {}",
        target.state, finding.id, finding.message
    ))?;
    let head = format!("   {:<3} ", source.language.as_str());
    terminal.line(format_args!(
        "{head}{}",
        terminal.cell(&source.text, &source.language)
    ))?;
    let old = [span.start, span.end];
    terminal.highlighted("   −   ", &target.text, &[old], language)?;
    let mut after = target.text.clone();
    after.replace_range(span.clone(), &edit.text);
    let new = [span.start, span.start + edit.text.len()];
    Ok(terminal.highlighted("   +   ", &after, &[new], language)?)
}

fn lines(report: &FixReport, terminal: &mut Terminal) -> Result<(), Failure> {
    if report.dry_run {
        for text in &report.texts {
            plan(text, terminal)?;
        }
    }
    mended(report.texts.len(), &report.fixes, report.dry_run, terminal)?;
    left(report.left_reviewed, terminal)?;
    let verb = if report.dry_run {
        "would write"
    } else {
        "wrote"
    };
    for file in &report.files {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    match (report.texts.is_empty(), report.dry_run) {
        (true, _) => {}
        (false, true) => terminal.line("would record this as a revision of its own")?,
        (false, false) => commit::lines(&report.recorded, terminal)?,
    }
    terminal.line(show::summary(&report.checks))?;
    next(report, terminal);
    Ok(())
}

/// A text before and after.
fn plan(text: &FixedText, terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.line(format_args!(
        "{} {} {}  {}",
        text.document,
        text.lang,
        text.unit,
        text.checks.join(", ")
    ))?;
    for (mark, words) in [("−", &text.before), ("+", &text.after)] {
        terminal.line(format_args!(
            "   {mark} {}",
            terminal.cell(words, &text.lang)
        ))?;
    }
    Ok(())
}

fn next(report: &FixReport, terminal: &mut Terminal) {
    let mut documents: Vec<_> = report.texts.iter().map(|text| &text.document).collect();
    documents.dedup();
    match (&report.recorded.revision, &documents[..]) {
        (_, []) => {}
        (_, _) if report.dry_run => terminal.next("run it without --dry-run to mend this"),
        (Some(revision), [first, others @ ..]) => {
            let before = revision.number.saturating_sub(1);
            let others: Vec<_> = others.iter().map(|name| name.as_str()).collect();
            let others = match others.is_empty() {
                true => String::new(),
                false => format!(" (and so for {})", others.join(", ")),
            };
            terminal.next(&format!(
                "`tarjuman build`, or `tarjuman restore {before} --document {first}`{others} takes it back"
            ));
        }
        (None, _) => {}
    }
}
