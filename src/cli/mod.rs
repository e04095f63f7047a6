//! The face on the terminal: arguments, output, diagnostics.
//!
//! Results go to stdout, everything else to stderr. Exit 0: done; 1: done, with findings or
//! differences; 2: could not be done.

mod arguments;
mod bidi;
mod commands;
mod failure;
mod harmless;
mod keys;
mod terminal;

use std::io;
use std::process::ExitCode;

pub use arguments::program;
use clap::error::ErrorKind;
use commands::COMMANDS;
use failure::Failure;
use terminal::Terminal;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done.
    Done,
    /// Done, with findings or differences.
    Findings,
    /// Done but for what could not be read, which was reported and left as it was.
    Unfinished,
}

impl Outcome {
    /// Done, or all but what could not be read.
    fn of_fault(faulty: bool) -> Self {
        if faulty { Self::Unfinished } else { Self::Done }
    }
}

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    let matches = match program().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    let mut terminal = Terminal::new(&matches);
    let Some((name, arguments)) = matches.subcommand() else {
        return ExitCode::from(2);
    };
    let command = COMMANDS.iter().find(|command| command.name() == name);
    let result = match command {
        Some(command) => command
            .run(arguments, &mut terminal)
            .and_then(|outcome| Ok(terminal.flush().map(|()| outcome)?)),
        None => return ExitCode::from(2),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Unfinished) => ExitCode::from(2),
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            // The results so far belong before the reason; where stdout fails too, the reason is all there is.
            let _ = terminal.flush();
            terminal.failure(&failure);
            ExitCode::from(2)
        }
    }
}

/// Help and version are results; a wrong call is a failure.
fn usage(error: &clap::Error) -> ExitCode {
    let is_help =
        !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if !is_help {
        // What can be understood of the call says how the caller wants to be told.
        let understood = program().ignore_errors(true).get_matches();
        Terminal::new(&understood).failure(&Failure::of_call(error));
        return ExitCode::from(2);
    }
    match error.print() {
        Err(broken) if broken.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(2),
        _ if error.use_stderr() => ExitCode::from(2),
        _ => ExitCode::SUCCESS,
    }
}
