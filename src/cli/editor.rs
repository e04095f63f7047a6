//! A text in the user's own editor.

use std::fs;
use std::io::{self, Write};
use std::process::Command;

use clap::{Arg, ArgMatches};
use tempfile::Builder;

use super::failure::Failure;

/// Behind this line nothing counts.
const SCISSORS: &str = "# ------ what stands below this line is for reading only ------";

/// `--editor`, and what stands for it where it is not given.
pub(super) fn arguments() -> [Arg; 2] {
    [
        Arg::new("editor")
            .long("editor")
            .value_name("COMMAND")
            .env("VISUAL")
            .help("The editor for e, with its options [default: $VISUAL, $EDITOR, vi]"),
        Arg::new("fallback-editor")
            .long("fallback-editor")
            .env("EDITOR")
            .hide(true),
    ]
}

/// The command that the arguments or the environment name.
pub(super) fn named(matches: &ArgMatches) -> String {
    let given = ["editor", "fallback-editor"];
    let given = given
        .into_iter()
        .filter_map(|name| matches.get_one::<String>(name));
    let mut given = given.filter(|words| !words.trim().is_empty());
    given.next().map_or_else(|| "vi".to_owned(), Clone::clone)
}

/// Has the user edit a text; `below` is shown for reading. Returns the text without the white space around it.
///
/// # Errors
/// When the editor cannot be called or fails, or leaves something that is not UTF-8.
pub(super) fn edited(command: &str, text: &str, below: &[String]) -> Result<String, Failure> {
    let mut file = Builder::new()
        .prefix("tarjuman-")
        .suffix(".txt")
        .tempfile()?;
    writeln!(file, "{text}\n{SCISSORS}")?;
    for line in below {
        writeln!(file, "{line}")?;
    }
    file.flush()?;
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let failed = |why: String| {
        Failure::usage(
            format!("the editor `{command}` {why}"),
            "name another with --editor, or in $VISUAL or $EDITOR",
        )
    };
    let status = Command::new(program)
        .args(words)
        .arg(file.path())
        .status()
        .map_err(|error| failed(format!("cannot be called: {error}")))?;
    if !status.success() {
        return Err(failed(format!("ended with {status}")));
    }
    let text = fs::read_to_string(file.path());
    let text = text.map_err(|error: io::Error| failed(format!("left no text: {error}")))?;
    Ok(above(&text).to_owned())
}

/// What stands above the line that parts it from the rest.
fn above(text: &str) -> &str {
    text.split(SCISSORS).next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_above_the_line_counts() {
        assert_eq!(above(&format!(" a # b\n{SCISSORS}\nsource\n")), "a # b");
        assert_eq!(above("a\nb\n"), "a\nb");
        assert_eq!(above(SCISSORS), "");
    }
}
