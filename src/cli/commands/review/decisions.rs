//! The review for other faces: a record a translation, then decisions as JSON Lines, each answered by a record.

use std::io::{self, BufRead, IsTerminal};

use serde::{Deserialize, Serialize};

use super::{Failure, Outcome, Terminal};
use crate::model::{Finding, Severity, UnitId};
use crate::text::Language;
use crate::workbench::{Decided, Decision, ReviewRequest, Workbench};

/// One decision; fields that are not known are passed over.
#[derive(Deserialize)]
struct DecisionLine {
    unit: UnitId,
    lang: Language,
    /// The fingerprint of what was seen; without it the translation as it is now is meant.
    seen: Option<String>,
    #[serde(flatten)]
    decision: Decision,
}

/// What became of a decision.
#[derive(Serialize)]
struct DecidedRecord<'a> {
    unit: &'a UnitId,
    lang: &'a Language,
    #[serde(flatten)]
    decision: &'a Decision,
    /// The revision that holds it; `None` when it changed nothing.
    revision: Option<u32>,
    dry_run: bool,
}

/// Prints what is to be reviewed, then carries out the decisions that standard input holds, unless it is a terminal.
pub(super) fn exchange(
    workbench: &Workbench,
    request: &ReviewRequest,
    dry_run: bool,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    for unit in &workbench.review_units(request)? {
        terminal.record("review", unit)?;
    }
    terminal.flush()?;
    let input = io::stdin();
    if input.is_terminal() {
        return Ok(Outcome::Done);
    }
    let mut ending = Outcome::Done;
    for (line, number) in input.lock().lines().zip(1..) {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(&line) {
            Ok(decision) => {
                if !answer(workbench, &decision, dry_run, terminal)? && ending == Outcome::Done {
                    ending = Outcome::Findings;
                }
            }
            Err(error) => {
                terminal.findings(&[unreadable(number, &error)])?;
                ending = Outcome::Unfinished;
            }
        }
        terminal.flush()?;
    }
    Ok(ending)
}

/// Carries one decision out; says whether that was possible.
fn answer(
    workbench: &Workbench,
    line: &DecisionLine,
    dry_run: bool,
    terminal: &mut Terminal,
) -> Result<bool, Failure> {
    let document = workbench.document_of(&line.unit);
    let unit = match document {
        Ok(document) => workbench.review_unit(&document, &line.unit, &line.lang)?,
        Err(_) => None,
    };
    let Some(mut unit) = unit else {
        let message = format!(
            "there is no translation of unit `{}` into {}",
            line.unit, line.lang
        );
        terminal.findings(&[about(line, "unknown-unit", message)])?;
        return Ok(false);
    };
    if let Some(seen) = &line.seen {
        unit.seen.clone_from(seen);
    }
    let decided = workbench.decide(&[(unit, line.decision.clone())], dry_run)?;
    report(line, &decided, terminal)
}

fn report(
    line: &DecisionLine,
    decided: &Decided,
    terminal: &mut Terminal,
) -> Result<bool, Failure> {
    for unit in &decided.changed {
        terminal.record("changed", unit)?;
    }
    for (_, error) in &decided.refused {
        terminal.findings(&[about(line, "not-decided", error.to_string())])?;
    }
    if decided.done == 0 {
        return Ok(false);
    }
    let revision = decided.recorded.revision.as_ref();
    let record = DecidedRecord {
        unit: &line.unit,
        lang: &line.lang,
        decision: &line.decision,
        revision: revision.map(|revision| revision.number),
        dry_run: decided.recorded.dry_run,
    };
    terminal.record("decided", &record)?;
    Ok(true)
}

fn about(line: &DecisionLine, id: &str, message: String) -> Finding {
    let mut finding = Finding::new(id, Severity::Error, message);
    finding.unit = Some(line.unit.clone());
    finding.lang = Some(line.lang.clone());
    finding
}

fn unreadable(number: usize, error: &serde_json::Error) -> Finding {
    let message = format!("line {number} of standard input is no decision: {error}");
    let hint = r#"a decision looks like {"unit":"3f8k2m1q","lang":"ur","decision":"accept"}"#;
    Finding::new("not-a-decision", Severity::Error, message).with_hint(hint)
}
