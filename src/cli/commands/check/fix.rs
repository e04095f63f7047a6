//! `tarjuman check --fix`: what has a fix is mended, at once or one by one.

use clap::ArgMatches;

use super::keys::Keys;
use super::update::counted;
use super::{Failure, Outcome, Terminal, arguments, commit, ending, show};
use crate::workbench::{CheckRequest, FixAnswer, FixMode, FixReport, FixedText, Proposal};

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
    let asks = matches.get_one::<String>("fix").map(String::as_str) == Some("ask");
    let report = match asks {
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
    let counts: Vec<_> = report
        .fixes
        .iter()
        .map(|(check, count)| format!("{count} {check}"))
        .collect();
    let verb = if report.dry_run {
        "Would mend"
    } else {
        "Mended"
    };
    match report.texts.len() {
        0 => terminal.line("Nothing to mend; nothing was written.")?,
        texts => terminal.line(format_args!(
            "{verb} {}: {}",
            counted(texts, "text"),
            counts.join(", ")
        ))?,
    }
    if report.left_reviewed > 0 {
        terminal.line(format_args!(
            "Left {} with a fix in reviewed texts; --fix=ask offers them, and the review then counts no longer.",
            counted(report.left_reviewed, "finding")
        ))?;
    }
    let verb = if report.dry_run {
        "would write"
    } else {
        "wrote"
    };
    for file in &report.files {
        terminal.line(format_args!("{verb} {file}"))?;
    }
    if !report.texts.is_empty() {
        commit::lines(&report.recorded, terminal)?;
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
