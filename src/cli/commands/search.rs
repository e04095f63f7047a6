//! `tarjuman search`: a concordance of the memory.

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, value_parser};

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments, translate};
use crate::workbench::{SearchHit, SearchKind, SearchRequest};

pub(super) struct Search;

impl Command for Search {
    fn name(&self) -> &'static str {
        "search"
    }

    fn about(&self) -> &'static str {
        "Find words in the texts of the memory, in any language"
    }

    fn examples(&self) -> &'static str {
        "  tarjuman search \"border management\"\n  \
         tarjuman search طالبان --lang ur,ps      also when typed on an Arabic keyboard\n  \
         tarjuman search 79 --words               ۷۹ too\n  \
         tarjuman search --regex \"20[0-9]{2}\"\n  \
         tarjuman search --translate river         likely translations of a word"
    }

    fn arguments(&self, command: Arguments) -> Arguments {
        let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
        command
            .arg(
                Arg::new("text")
                    .required(true)
                    .allow_hyphen_values(true)
                    .help("What to look for; any text will do"),
            )
            .arg(arguments::language("lang", "Only texts in these languages").value_delimiter(','))
            .arg(flag("words").help("Whole words only"))
            .arg(
                flag("regex")
                    .conflicts_with("words")
                    .help("The text is a regular expression"),
            )
            .arg(
                Arg::new("max")
                    .long("max")
                    .value_name("N")
                    .value_parser(value_parser!(usize))
                    .default_value("20")
                    .help("How many hits to show"),
            )
            .args(translate::arguments())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        if translate::is_asked(matches) {
            return translate::run(matches, terminal);
        }
        let report = arguments::workbench(matches)?.search(&SearchRequest {
            words: matches
                .get_one::<String>("text")
                .cloned()
                .unwrap_or_default(),
            kind: match (matches.get_flag("regex"), matches.get_flag("words")) {
                (true, _) => SearchKind::Pattern,
                (false, true) => SearchKind::WholeWords,
                (false, false) => SearchKind::Phrase,
            },
            languages: arguments::languages(matches, "lang")?,
            most: matches.get_one("max").copied().unwrap_or(20),
        })?;
        for hit in &report.hits {
            if terminal.json() {
                terminal.record("hit", hit)?;
            } else {
                show(hit, terminal)?;
            }
        }
        let all = counted(usize::try_from(report.all).unwrap_or(usize::MAX), "text");
        terminal.say(format_args!("{all} found, {} shown.", report.hits.len()));
        Ok(Outcome::Done)
    }
}

/// A hit in a few lines: where, the text with its matches in bold, the other texts of the unit.
fn show(hit: &SearchHit, terminal: &mut Terminal) -> Result<(), Failure> {
    let document = hit.document.as_ref().map_or("memory", |name| name.as_str());
    terminal.line(format_args!("{document} {}", hit.unit))?;
    terminal.highlighted(
        &format!("  {} ", hit.lang),
        &hit.text,
        &hit.spans,
        &hit.lang,
    )?;
    for other in &hit.others {
        terminal.line(format_args!(
            "  {} {}",
            other.language,
            terminal.cell(&other.text, &other.language)
        ))?;
    }
    Ok(())
}
