//! `tarjuman review`: translations accepted, sent back or put right, one key each.

mod decisions;
mod session;

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, value_parser};

use super::update::counted;
use super::{Command, Failure, Keys, Outcome, Terminal, arguments, diff, log};
use crate::cli::editor;
use crate::model::{State, UnitId};
use crate::workbench::ReviewRequest;
use session::Session;

pub(super) struct Review;

const KEYS: &str = "\
  a accept: reviewed       r send back, with a reason    e edit in $VISUAL or $EDITOR
  s skip                   d what has changed            h every text that it had
  u undo                   q quit                        ? this help
  m, t of two texts in conflict: mine, theirs
  A, R, S  the same for all that remain
Every decision is saved at once, in the segment file and as a revision.";

impl Command for Review {
    fn name(&self) -> &'static str {
        "review"
    }

    fn about(&self) -> &'static str {
        "Look at translations that nobody has reviewed, and accept them or send them back"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman review --lang ur          what is not reviewed, and conflicts\n  \
         tarjuman review --since 7          what was changed after revision 7\n  \
         tarjuman review --needs-work       what was sent back, or waits for other work\n  \
         tarjuman review 3f8k2m1q           one unit, whatever its state\n  \
         tarjuman review --json < decisions.jsonl    for other faces: a record a unit, decisions in"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let arg =
            |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
        command
            .after_help(format!("Keys:\n{KEYS}"))
            .arg(
                Arg::new("units")
                    .value_name("UNIT")
                    .num_args(0..)
                    .help("These units [default: all that nobody has reviewed or sent back]"),
            )
            .arg(arg("document", "NAME").help("Only this document"))
            .arg(arguments::language(
                "lang",
                "Only translations into this language",
            ))
            .arg(
                arg("state", "STATE")
                    .value_parser(State::ALL.map(State::as_str))
                    .help("Those in this state"),
            )
            .arg(
                arg("since", "REVISION")
                    .value_parser(value_parser!(u32))
                    .help("Those that were changed after this revision"),
            )
            .arg(
                Arg::new("needs-work")
                    .long("needs-work")
                    .action(ArgAction::SetTrue)
                    .help("Those that need work"),
            )
            .args(editor::arguments())
            .arg(arguments::dry_run())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let request = request(matches)?;
        let workbench = arguments::workbench(matches)?;
        let dry_run = matches.get_flag("dry-run");
        if terminal.json() {
            return decisions::exchange(&workbench, &request, dry_run, terminal);
        }
        let queue = workbench.review_queue(&request)?;
        if dry_run {
            for unit in &queue {
                terminal.line(session::heading(unit))?;
            }
        }
        if queue.is_empty() {
            terminal.say("Nothing waits for a review.");
            return Ok(Outcome::Done);
        }
        if dry_run {
            terminal.say(format_args!(
                "{} to look at.",
                counted(queue.len(), "translation")
            ));
            return Ok(Outcome::Done);
        }
        let keys = Keys::open();
        if !keys.are_pressed() {
            return Err(Failure::usage(
                "`review` asks a person, and there is no terminal",
                "--json prints the translations and takes decisions from standard input; --dry-run lists them",
            ));
        }
        Session::new(workbench, queue, keys, matches, terminal).walk()
    }
}

fn request(matches: &ArgMatches) -> Result<ReviewRequest, Failure> {
    let units = matches.get_many::<String>("units").unwrap_or_default();
    let state = matches.get_one::<String>("state");
    Ok(ReviewRequest {
        document: log::document(matches)?,
        language: arguments::one_language(matches, "lang")?,
        units: units.map(|id| UnitId(id.clone())).collect(),
        state: state.and_then(|name| State::from_name(name)),
        since: matches.get_one("since").copied(),
        needs_work: matches.get_flag("needs-work"),
    })
}
