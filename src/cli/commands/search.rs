//! `tarjuman search`: a concordance of the memory.

use clap::{Arg, ArgAction, ArgMatches, Command as Arguments, value_parser};

use serde_json::json;

use super::update::counted;
use super::{Command, Failure, Outcome, Terminal, arguments, translate};
use crate::text::Language;
use crate::workbench::{SearchHit, SearchKind, SearchReport, SearchRequest};

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
         tarjuman search gate --context           with the texts before and after\n  \
         tarjuman search gate --page 2            the next hits\n  \
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
            .arg(flag("context").help("Show the texts before and after in the document"))
            .arg(
                Arg::new("max")
                    .long("max")
                    .value_name("N")
                    .value_parser(value_parser!(u32))
                    .default_value("20")
                    .help("How many hits a page has; 0 to count only"),
            )
            .arg(
                Arg::new("page")
                    .long("page")
                    .value_name("N")
                    .value_parser(value_parser!(u32).range(1..))
                    .default_value("1")
                    .help("Which page of the hits, the newest first"),
            )
            .args(translate::arguments())
    }

    fn run(&self, matches: &ArgMatches, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        if translate::is_asked(matches) {
            return translate::run(matches, terminal);
        }
        let number = |name| {
            let given = matches.get_one::<u32>(name);
            given.map_or(1, |given| *given as usize)
        };
        let request = SearchRequest {
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
            most: number("max"),
            page: number("page"),
            neighbours: matches.get_flag("context"),
        };
        let report = arguments::workbench(matches)?.search(&request)?;
        for hit in &report.hits {
            if terminal.json() {
                terminal.record("hit", hit)?;
            } else {
                show(hit, terminal)?;
            }
        }
        sum_up(&request, &report, terminal)?;
        Ok(Outcome::Done)
    }
}

/// How many there are, which are shown, and how to see the next ones.
fn sum_up(
    request: &SearchRequest,
    report: &SearchReport,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let begin = (request.page - 1).saturating_mul(request.most) as u64;
    let end = begin + report.hits.len() as u64;
    if terminal.json() {
        let record = json!({"all": report.all, "page": request.page, "shown": report.hits.len()});
        return terminal.record("found", &record);
    }
    let all = counted(usize::try_from(report.all).unwrap_or(usize::MAX), "text");
    match report.hits.len() {
        0 => terminal.say(format_args!("{all} found, none shown.")),
        _ => terminal.say(format_args!("{all} found, {} to {end} shown.", begin + 1)),
    }
    if !report.unknown.is_empty() {
        let list = |tags: &[Language]| {
            let tags: Vec<_> = tags.iter().map(|tag| format!("`{tag}`")).collect();
            tags.join(", ")
        };
        terminal.say(format_args!(
            "The memory has nothing in {}; it has {}.",
            list(&report.unknown),
            list(&report.known)
        ));
    }
    if end < report.all && !report.hits.is_empty() {
        let next = request.page + 1;
        terminal.next(&format!("the same with `--page {next}` shows older ones"));
    }
    Ok(())
}

/// A hit in a few lines: where, the text with its matches in bold, the other texts of the unit.
fn show(hit: &SearchHit, terminal: &mut Terminal) -> Result<(), Failure> {
    let document = hit.document.as_ref().map_or("memory", |name| name.as_str());
    terminal.line(format_args!("{document} {}", hit.unit))?;
    let neighbour = |text: &Option<String>, terminal: &mut Terminal| match text {
        Some(text) => {
            let text = terminal.cell(text, &hit.lang);
            terminal.line(format_args!("     … {text}"))
        }
        None => Ok(()),
    };
    neighbour(&hit.before, terminal)?;
    terminal.highlighted(
        &format!("  {} ", hit.lang),
        &hit.text,
        &hit.spans,
        &hit.lang,
    )?;
    neighbour(&hit.after, terminal)?;
    for other in &hit.others {
        terminal.line(format_args!(
            "  {} {}",
            other.language,
            terminal.cell(&other.text, &other.language)
        ))?;
    }
    Ok(())
}
