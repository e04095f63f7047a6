//! `tarjuman align review`: the weakest beads first, one key a step.

use clap::{Arg, ArgMatches, Command as Arguments};

use super::{Failure, Keys, Outcome, Terminal, add, arguments, log};
use crate::text::Language;
use crate::workbench::{AddReport, BeadStatus, Move, Review, ReviewedBead, Side, StepFailure};

const EXAMPLES: &str = "\
Examples:
  tarjuman align review                    every kept alignment, one after the other
  tarjuman align review essay --lang ur
  tarjuman align review essay --json       the beads in the order of the review";

const KEYS: &str = "\
  c confirm             j join with the next       s split
  m move the boundary to the next bead by a sentence; then
      t, T the translation's: down, up        s, S the source's: down, up
  x the source has no translation              X the translation has no source
  u undo                n or d next, as it is    [ ] the bead before, behind, in the text
  q quit                ? this help
Join, split and move confirm what they make. Every step is saved at once.";

/// What is asked for.
const PROMPT: &str = "[c]onfirm [j]oin [s]plit [m]ove [x] alone [u]ndo [n]ext [q]uit [?]";

pub(super) fn arguments() -> Arguments {
    Arguments::new("review")
        .about("Look at kept alignments, the weakest beads first, and put them right")
        .before_help(EXAMPLES)
        .after_help(format!("Keys:\n{KEYS}"))
        .arg(
            Arg::new("document")
                .value_name("NAME")
                .help("Only this document"),
        )
        .arg(arguments::language(
            "lang",
            "Only translations into this language",
        ))
        .arg(arguments::dry_run())
}

pub(super) fn run(matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let workbench = arguments::workbench(matches)?;
    let language = arguments::one_language(matches, "lang")?;
    let document = log::document(matches)?;
    let kept = workbench.kept_alignments(document.as_ref(), language.as_ref())?;
    if terminal.json() {
        for (document, language) in &kept {
            list(&workbench.review(document, language)?, terminal)?;
        }
        return Ok(Outcome::Done);
    }
    let mut keys = Keys::open();
    let mut ending = Outcome::Done;
    for (document, language) in &kept {
        let review = workbench.review(document, language)?;
        let dry_run = matches.get_flag("dry-run");
        let mut session = Session::new(review, &mut keys, terminal);
        let end = if dry_run { End::Quit } else { session.walk()? };
        let report = session.review.finish(dry_run)?;
        terminal.findings(&report.findings)?;
        close(&report, terminal)?;
        ending = worse(ending, add::ending(&report));
        if end == End::Quit && !dry_run {
            break;
        }
    }
    Ok(ending)
}

/// The beads in the order in which a review asks for them, for other faces.
fn list(review: &Review<'_>, terminal: &mut Terminal) -> Result<(), Failure> {
    let beads = review.queue().into_iter().filter_map(|at| review.bead(at));
    for bead in beads {
        terminal.record("bead", &bead)?;
    }
    Ok(())
}

fn close(report: &AddReport, terminal: &mut Terminal) -> Result<(), Failure> {
    add::lines(report, terminal)?;
    if !report.files.is_empty() && !report.dry_run {
        terminal.next("`tarjuman build` brings the exports up to date");
    }
    Ok(())
}

fn worse(one: Outcome, other: Outcome) -> Outcome {
    let rank = |outcome| match outcome {
        Outcome::Done => 0,
        Outcome::Findings => 1,
        Outcome::Unfinished => 2,
    };
    if rank(other) > rank(one) { other } else { one }
}

/// How a walk came to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Every bead was seen.
    Reached,
    /// The person has had enough.
    Quit,
}

/// One alignment on the terminal.
struct Session<'a, 'w> {
    review: Review<'w>,
    keys: &'a mut Keys,
    terminal: &'a mut Terminal,
}

impl<'a, 'w> Session<'a, 'w> {
    fn new(review: Review<'w>, keys: &'a mut Keys, terminal: &'a mut Terminal) -> Self {
        Self {
            review,
            keys,
            terminal,
        }
    }

    /// Asks for every bead until there is none left, or the person quits.
    fn walk(&mut self) -> Result<End, Failure> {
        let Some(mut at) = self.review.next() else {
            return Ok(End::Reached);
        };
        self.show(at)?;
        loop {
            let Some(key) = self.ask(PROMPT)? else {
                return Ok(End::Quit);
            };
            let next = match key {
                'q' => return Ok(End::Quit),
                'c' => {
                    self.review.confirm(at)?;
                    self.review.next()
                }
                'n' | 'd' => {
                    self.review.pass_over(at);
                    self.review.next()
                }
                '?' => {
                    self.terminal.text(KEYS)?;
                    continue;
                }
                key => Some(self.step(key, at)?),
            };
            let Some(next) = next else {
                return Ok(End::Reached);
            };
            at = next;
            self.show(at)?;
        }
    }

    /// Does what a key says with a bead; returns the number of the bead to show.
    fn step(&mut self, key: char, at: usize) -> Result<usize, Failure> {
        let done = match key {
            'j' => self.review.join(at),
            's' => self.review.split(at),
            'm' => match self.direction()? {
                Some(step) => self.review.shift(at, step),
                None => Ok(at),
            },
            'x' => self.alone(at, Side::Source),
            'X' => self.alone(at, Side::Target),
            'u' => return self.undo(at),
            '[' => return Ok(at.saturating_sub(1)),
            ']' => return Ok((at + 1).min(self.review.beads().len() - 1)),
            _ => {
                self.terminal
                    .say("That key means nothing here; ? shows those that do.");
                return Ok(at);
            }
        };
        match done {
            Ok(next) => Ok(next),
            Err(StepFailure::Workbench(error)) => Err(error.into()),
            Err(StepFailure::Step(reason)) => {
                self.terminal.say(format_args!("Not done: {reason}."));
                Ok(at)
            }
        }
    }

    /// The sentences of the side that a key names; where only one side is there, that one.
    fn alone(&mut self, at: usize, side: Side) -> Result<usize, StepFailure> {
        let bead = &self.review.beads()[at].bead;
        let side = match (bead.source.is_empty(), bead.target.is_empty()) {
            (true, _) => Side::Target,
            (_, true) => Side::Source,
            _ => side,
        };
        self.review.leave_alone(at, side)
    }

    fn undo(&mut self, at: usize) -> Result<usize, Failure> {
        if !self.review.undo()? {
            self.terminal
                .say("There is nothing to undo in this session.");
            return Ok(at);
        }
        Ok(self.review.next().unwrap_or(0))
    }

    fn direction(&mut self) -> Result<Option<Move>, Failure> {
        let key = self.ask("move: t, T the translation down, up; s, S the source down, up")?;
        Ok(match key {
            Some('t') => Some(Move::Down(Side::Target)),
            Some('T') => Some(Move::Up(Side::Target)),
            Some('s') => Some(Move::Down(Side::Source)),
            Some('S') => Some(Move::Up(Side::Source)),
            _ => None,
        })
    }

    fn ask(&mut self, prompt: &str) -> Result<Option<char>, Failure> {
        Ok(self.keys.ask(prompt, self.terminal)?)
    }

    /// A bead between its neighbours.
    fn show(&mut self, at: usize) -> Result<(), Failure> {
        let left = self.review.queue().len();
        let Some(bead) = self.review.bead(at) else {
            return Ok(());
        };
        self.terminal.line("")?;
        self.terminal.line(format_args!(
            "── {} ({})   {}   {left} to look at, {} of them doubtful",
            bead.document,
            bead.lang,
            said(&bead),
            self.review.doubtful(),
        ))?;
        if let Some(before) = at.checked_sub(1).and_then(|at| self.review.bead(at)) {
            self.texts("   ", &before)?;
        }
        self.texts(" ▶ ", &bead)?;
        if let Some(behind) = self.review.bead(at + 1) {
            self.texts("   ", &behind)?;
        }
        Ok(())
    }

    fn texts(&mut self, mark: &str, bead: &ReviewedBead) -> Result<(), Failure> {
        let (source, target) = self.review.languages();
        let sides = [
            (source.clone(), &bead.source, &bead.source_texts),
            (target.clone(), &bead.target, &bead.target_texts),
        ];
        for (language, numbers, texts) in sides {
            self.side(mark, &language, numbers, texts)?;
        }
        Ok(())
    }

    fn side(
        &mut self,
        mark: &str,
        language: &Language,
        numbers: &[usize],
        texts: &[String],
    ) -> Result<(), Failure> {
        if texts.is_empty() {
            self.terminal
                .line(format_args!("{mark}{language:<3}    –"))?;
        }
        for (number, text) in numbers.iter().zip(texts) {
            let head = format!("{mark}{language:<3} {:>3}  ", number + 1);
            let width = self.keys.width();
            self.terminal.paragraph(&head, text, language, width)?;
        }
        Ok(())
    }
}

/// What is known of a bead, in words.
fn said(bead: &ReviewedBead) -> String {
    match bead.status {
        BeadStatus::Proposed => format!("confidence {:.2}", bead.score),
        BeadStatus::Confirmed => "confirmed".to_owned(),
        BeadStatus::Untranslated => "without an answer, confirmed".to_owned(),
    }
}
