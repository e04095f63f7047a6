//! The review at a terminal: a translation with all that is known of it, then a key.

use clap::ArgMatches;

use super::diff::lines::Lines;
use super::{Failure, KEYS, Keys, Outcome, Terminal, arguments, counted, log};
use crate::cli::editor;
use crate::model::State;
use crate::workbench::{Decided, Decision, ReviewedUnit, Workbench};

const PROMPT: &str = "[a]ccept [r] send back [e]dit [s]kip [d]iff [h]istory [u]ndo [q]uit [?]";
const PROMPT_OF_CONFLICT: &str =
    "[m]ine [t]heirs [e]dit [r] send back [s]kip [h]istory [u]ndo [q]uit [?]";

/// A review on the terminal.
pub(super) struct Session<'a> {
    workbench: Workbench,
    /// What is to be reviewed, as it was when it came into the queue.
    queue: Vec<ReviewedUnit>,
    at: usize,
    steps: Vec<Step>,
    decided: usize,
    keys: Keys,
    matches: &'a ArgMatches,
    terminal: &'a mut Terminal,
}

/// A revision of this session.
#[derive(Clone, Copy)]
struct Step {
    revision: u32,
    /// Where in the queue the session stood.
    at: usize,
    /// How many decisions it holds.
    decided: usize,
}

/// What comes after a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// Another key for the same translation.
    Ask,
    /// The translation at which the session stands now, shown anew.
    Show,
    /// The end.
    Quit,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        workbench: Workbench,
        queue: Vec<ReviewedUnit>,
        keys: Keys,
        matches: &'a ArgMatches,
        terminal: &'a mut Terminal,
    ) -> Self {
        Self {
            workbench,
            queue,
            at: 0,
            steps: Vec::new(),
            decided: 0,
            keys,
            matches,
            terminal,
        }
    }

    /// Asks for every translation until there is none left, or the person quits.
    pub(super) fn walk(mut self) -> Result<Outcome, Failure> {
        while let Some(known) = self.queue.get(self.at) {
            let (document, unit, language) = (&known.document, &known.unit, &known.lang);
            let Some(now) = self.workbench.review_unit(document, unit, language)? else {
                self.at += 1;
                continue;
            };
            self.show(&now)?;
            if self.keys_for(&now)? == Then::Quit {
                break;
            }
        }
        let left = self.queue.len().saturating_sub(self.at);
        self.terminal.say(format_args!(
            "{} saved; {left} left.",
            counted(self.decided, "decision")
        ));
        if self.decided > 0 {
            self.terminal
                .next("`tarjuman build` brings the exports up to date");
        }
        Ok(Outcome::Done)
    }

    /// Takes keys until one leads away from the translation.
    fn keys_for(&mut self, now: &ReviewedUnit) -> Result<Then, Failure> {
        let prompt = match now.theirs {
            Some(_) => PROMPT_OF_CONFLICT,
            None => PROMPT,
        };
        loop {
            let Some(key) = self.keys.ask(prompt, self.terminal)? else {
                return Ok(Then::Quit);
            };
            let then = self.key(key, now)?;
            if then != Then::Ask {
                return Ok(then);
            }
        }
    }

    fn key(&mut self, key: char, now: &ReviewedUnit) -> Result<Then, Failure> {
        match key {
            'q' | 'S' => return Ok(Then::Quit),
            's' | 'n' => {
                self.at += 1;
                return Ok(Then::Show);
            }
            'a' => return self.decide(now, Decision::Accept),
            'r' => return self.send_back(now),
            'e' => return self.edit(now),
            'm' => return self.decide(now, Decision::Mine),
            't' => return self.decide(now, Decision::Theirs),
            'u' => return self.undo(),
            'A' => return self.all(now, Decision::Accept, "Accept"),
            'R' => return self.send_all_back(now),
            'd' => self.changes(now)?,
            'h' => self.history(now)?,
            '?' => self.terminal.text(KEYS)?,
            _ => self
                .terminal
                .say("That key means nothing here; ? shows those that do."),
        }
        Ok(Then::Ask)
    }

    /// Carries a decision out on the translation that is shown.
    fn decide(&mut self, now: &ReviewedUnit, decision: Decision) -> Result<Then, Failure> {
        let stays = !matches!(decision, Decision::Accept | Decision::SendBack { .. });
        self.workbench
            .set_time(arguments::session(self.matches).time);
        let decided = self.workbench.decide(&[(now.clone(), decision)], false)?;
        if let Some((_, error)) = decided.refused.first() {
            self.terminal.say(format_args!("Not done: {error}."));
            return Ok(Then::Ask);
        }
        if decided.done == 0 {
            self.terminal
                .say("Somebody has changed this meanwhile; here it is as it is now.");
            return Ok(Then::Show);
        }
        self.saved(&decided);
        // A new text is shown, so that it can be accepted.
        if !stays {
            self.at += 1;
        }
        Ok(Then::Show)
    }

    fn send_back(&mut self, now: &ReviewedUnit) -> Result<Then, Failure> {
        let note = self.keys.line("Why is it sent back?", self.terminal)?;
        self.decide(now, Decision::SendBack { note })
    }

    fn send_all_back(&mut self, now: &ReviewedUnit) -> Result<Then, Failure> {
        let note = self.keys.line("Why are they sent back?", self.terminal)?;
        self.all(now, Decision::SendBack { note }, "Send back")
    }

    fn edit(&mut self, now: &ReviewedUnit) -> Result<Then, Failure> {
        let mut below = vec![format!("{}: {}", now.source_lang, now.source)];
        below.extend(now.theirs.iter().map(|text| format!("theirs: {text}")));
        below.extend(
            now.needs_work
                .iter()
                .map(|why| format!("needs work: {why}")),
        );
        below.extend(now.notes.iter().map(|note| format!("note: {note}")));
        let command = editor::named(self.matches);
        let text = match editor::edited(&command, &now.target, &below) {
            Ok(text) => text,
            Err(failure) => {
                self.terminal.failure(&failure);
                return Ok(Then::Ask);
            }
        };
        if text == now.target && now.theirs.is_none() {
            self.terminal.say("The text is as it was.");
            return Ok(Then::Ask);
        }
        self.decide(now, Decision::Edit { text })
    }

    /// Carries one decision out on all that remain; what cannot be decided so stays in the queue.
    fn all(&mut self, now: &ReviewedUnit, decision: Decision, verb: &str) -> Result<Then, Failure> {
        let mut rest = self.queue.split_off(self.at);
        if let Some(first) = rest.first_mut() {
            *first = now.clone();
        }
        let question = format!("{verb} {}? y, n", counted(rest.len(), "translation"));
        if self.keys.ask(&question, self.terminal)? != Some('y') {
            self.queue.extend(rest);
            return Ok(Then::Ask);
        }
        self.workbench
            .set_time(arguments::session(self.matches).time);
        let decisions: Vec<_> = rest
            .into_iter()
            .map(|unit| (unit, decision.clone()))
            .collect();
        let decided = self.workbench.decide(&decisions, false)?;
        self.saved(&decided);
        let open: Vec<_> = (decided.changed.into_iter())
            .chain(decided.refused.into_iter().map(|(unit, _)| unit))
            .collect();
        // What was decided stays in the queue for an undo.
        let is_open = |unit: &ReviewedUnit| {
            open.iter()
                .any(|other| other.unit == unit.unit && other.lang == unit.lang)
        };
        let done = decisions.into_iter().map(|(unit, _)| unit);
        self.queue.extend(done.filter(|unit| !is_open(unit)));
        self.at = self.queue.len();
        self.queue.extend(open);
        Ok(Then::Show)
    }

    /// Says what was saved, and keeps it for an undo.
    fn saved(&mut self, decided: &Decided) {
        self.decided += decided.done;
        if let Some(revision) = &decided.recorded.revision {
            let number = revision.number;
            self.terminal
                .say(format_args!("Saved as revision {number}."));
            self.steps.push(Step {
                revision: number,
                at: self.at,
                decided: decided.done,
            });
        }
    }

    fn undo(&mut self) -> Result<Then, Failure> {
        let Some(Step {
            revision,
            at,
            decided,
        }) = self.steps.pop()
        else {
            self.terminal
                .say("There is nothing to undo in this session.");
            return Ok(Then::Ask);
        };
        let report = self.workbench.undo(Some(revision), false)?;
        match report.left.first() {
            Some(left) => self.terminal.say(format_args!(
                "Not all was taken back: {} {}: {}.",
                left.unit, left.lang, left.reason
            )),
            None => self
                .terminal
                .say(format_args!("Took revision {revision} back.")),
        }
        self.decided = self.decided.saturating_sub(decided);
        self.at = at;
        Ok(Then::Show)
    }

    /// What has changed since the earlier text.
    fn changes(&mut self, now: &ReviewedUnit) -> Result<(), Failure> {
        let Some(earlier) = &now.earlier else {
            return Ok(self.terminal.line("This is its first text.")?);
        };
        let what = if earlier.reviewed {
            "reviewed"
        } else {
            "former"
        };
        let saved = earlier.saved.as_ref().map(|saved| {
            format!(
                " of revision {}, {}, {}",
                saved.revision, saved.author, saved.time
            )
        });
        let changes = now.changes();
        if changes.is_empty() {
            return Ok(self.terminal.line("It is the text that was reviewed.")?);
        }
        self.terminal.line(format_args!(
            "  since the {what} text{}:",
            saved.unwrap_or_default()
        ))?;
        let lines = Lines::suited(self.terminal);
        for line in changes.iter().flat_map(|change| lines.texts(change)) {
            self.terminal.ready_line(&line)?;
        }
        Ok(())
    }

    fn history(&mut self, now: &ReviewedUnit) -> Result<(), Failure> {
        match self.workbench.text_history(&now.unit, Some(&now.lang)) {
            Ok(steps) => steps
                .iter()
                .try_for_each(|step| log::step(step, self.terminal)),
            // Nothing of it is recorded yet: no reason to end the session.
            Err(error) => {
                self.terminal.failure(&error.into());
                Ok(())
            }
        }
    }

    /// A translation with all that is known of it.
    fn show(&mut self, now: &ReviewedUnit) -> Result<(), Failure> {
        let width = self.keys.width();
        let terminal = &mut *self.terminal;
        terminal.line("")?;
        terminal.line(format_args!(
            "── {}   {} of {}",
            heading(now),
            self.at + 1,
            self.queue.len()
        ))?;
        let head = |name: &str| format!("   {name:<6}  ");
        let source = head(now.source_lang.as_str());
        terminal.paragraph(&source, &now.source, &now.source_lang, width)?;
        let own = head(now.theirs.as_ref().map_or(now.lang.as_str(), |_| "mine"));
        terminal.paragraph(&own, &now.target, &now.lang, width)?;
        if let Some(theirs) = &now.theirs {
            terminal.paragraph(&head("theirs"), theirs, &now.lang, width)?;
        }
        for note in &now.notes {
            let note = terminal.harmless(note);
            terminal.line(format_args!("{}{note}", head("note")))?;
        }
        for finding in &now.findings {
            let message = terminal.harmless(&finding.message);
            terminal.line(format_args!("{}{}: {message}", head("check"), finding.id))?;
        }
        if now.earlier.as_ref().is_some_and(|earlier| earlier.reviewed) {
            self.changes(now)?;
        }
        Ok(())
    }
}

/// Where a translation stands, and how far it has come.
pub(super) fn heading(unit: &ReviewedUnit) -> String {
    let [paragraph, sentence] = unit.place;
    let mut line = unit.document.to_string();
    if paragraph > 0 {
        line.push_str(&format!(" ¶{paragraph}.{sentence}"));
    }
    line.push_str(&format!(" {} {}  ", unit.unit, unit.lang));
    match unit.needs_work.as_deref() {
        Some("") => line.push_str("needs work"),
        Some(reason) => line.push_str(&format!("needs work: {reason}")),
        None if unit.state >= State::Reviewed => line.push_str(unit.state.as_str()),
        None => line.push_str("not reviewed"),
    }
    line
}
