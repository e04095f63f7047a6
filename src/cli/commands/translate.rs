//! `tarjuman search --translate`: likely translations of a word.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, ValueHint, value_parser};

use super::{Failure, Outcome, Terminal, arguments};
use crate::workbench::translate_by;

pub(super) fn arguments() -> [Arg; 2] {
    [
        Arg::new("translate")
            .long("translate")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["words", "regex"])
            .help("Show likely translations of a word, in either direction"),
        Arg::new("lexicon")
            .long("lexicon")
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
            .value_parser(value_parser!(PathBuf))
            .requires("translate")
            .help("With --translate: a dictionary of `align --lexicon-out` [default: learnt from the memory]"),
    ]
}

pub(super) fn is_asked(matches: &ArgMatches) -> bool {
    matches.get_flag("translate")
}

pub(super) fn run(matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let word = matches.get_one::<String>("text").map_or("", String::as_str);
    let mut words = match matches.get_one::<PathBuf>("lexicon") {
        Some(path) => translate_by(path, word)?,
        None => {
            let languages = arguments::languages(matches, "lang")?;
            arguments::workbench(matches)?.translate(word, &languages)?
        }
    };
    let most: u32 = matches.get_one("max").copied().unwrap_or(20);
    words.truncate(most as usize);
    for found in &words {
        if terminal.json() {
            terminal.record("translation", found)?;
            continue;
        }
        let shown = match &found.lang {
            Some(language) => {
                let cell = terminal.cell(&found.word, language);
                format!("{:.2}  {language}  {cell}", found.probability)
            }
            None => format!("{:.2}  {}", found.probability, found.word),
        };
        terminal.line(shown)?;
    }
    if words.is_empty() {
        terminal.say("No translation of that word is known.");
    }
    Ok(Outcome::Done)
}
