//! The pages of the manual about the formats, written from the formats themselves.

mod example;

use std::fmt::Write;

use super::terms::TERM_FORMATS;
use super::{FORMATS, Fate, Format, Part, Rule, Rulebook};
use crate::model::Severity;

/// What stands before the parts of a unit.
const HOLDING: &str = include_str!("holding.md");

/// What stands before a file of each format.
const EXAMPLE: &str = "\n## A unit, as it is written\n";

/// What stands before the rules of a format.
const VALIDATING: &str = include_str!("validating.md");

/// The page about the rules of TBX; what is in its files is the glossary's to say.
const TBX: &str = include_str!("tbx.md");

/// The pages: the name of each file, and its text in Markdown.
#[must_use]
pub fn manual() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = Vec::new();
    for first in FORMATS {
        let name = format!("{}.md", first.page());
        if pages.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let own = FORMATS.iter().filter(|one| one.page() == first.page());
        let own: Vec<&dyn Format> = own.copied().collect();
        pages.push((name, page(first.prose(), &own)));
    }
    let rules = TERM_FORMATS.iter().find_map(|format| format.rulebook());
    let mut text = TBX.to_owned();
    validating(&mut text, rules);
    pages.push(("tbx.md".to_owned(), text));
    pages
}

fn page(prose: &str, formats: &[&dyn Format]) -> String {
    let mut page = prose.to_owned();
    let cells = |of: &dyn Fn(&dyn Format) -> String| -> String {
        let cells = formats.iter().map(|format| format!(" {} |", of(*format)));
        cells.collect()
    };
    page.push('\n');
    page.push_str(HOLDING);
    page.push('\n');
    line(
        &mut page,
        format_args!("| |{}", cells(&|one| format!("`{}`", one.name()))),
    );
    line(
        &mut page,
        format_args!("| --- |{}", cells(&|_| "---".to_owned())),
    );
    line(
        &mut page,
        format_args!("| is |{}", cells(&|one| one.title().to_owned())),
    );
    line(&mut page, format_args!("| files |{}", cells(&suffixes)));
    line(
        &mut page,
        format_args!("| import, export |{}", cells(&directions)),
    );
    line(
        &mut page,
        format_args!("| texts |{}", cells(&|_| "kept".to_owned())),
    );
    for part in Part::ALL {
        let fates = cells(&|one| Fate::title(fate_of(one, part)));
        line(&mut page, format_args!("| {} |{fates}", part.title()));
    }
    page.push_str(EXAMPLE);
    for format in formats {
        let block = example::written(*format).unwrap_or_default();
        line(&mut page, format_args!("\n```\n{}\n```", block.trim_end()));
    }
    validating(&mut page, formats.first().and_then(|one| one.rulebook()));
    page
}

/// What becomes of a part in a format; `None` where it is kept.
#[must_use]
pub fn fate_of(format: &dyn Format, part: Part) -> Option<Fate> {
    let mut lacks = format.lacks().iter();
    lacks.find(|(own, _)| *own == part).map(|(_, fate)| *fate)
}

fn suffixes(format: &dyn Format) -> String {
    if format.suffixes().is_empty() {
        return "any name, with the language behind it, also `.gz`".to_owned();
    }
    let own = format
        .suffixes()
        .iter()
        .map(|suffix| format!("`.{suffix}`"));
    format!("{}, also `.gz`", own.collect::<Vec<_>>().join(", "))
}

fn directions(format: &dyn Format) -> String {
    match format.is_read() {
        true => "both",
        false => "export",
    }
    .to_owned()
}

fn validating(page: &mut String, rulebook: Option<&dyn Rulebook>) {
    let Some(rulebook) = rulebook else {
        return;
    };
    page.push('\n');
    page.push_str(VALIDATING);
    page.push_str("\n| consumer | is |\n| --- | --- |\n");
    for consumer in rulebook.consumers() {
        line(
            page,
            format_args!("| `{}` | {} |", consumer.name, consumer.title),
        );
    }
    page.push_str("\n| finding | is | severity | refuses the file |\n| --- | --- | --- | --- |\n");
    for rule in rulebook.rules() {
        let (id, title, severity, by) =
            (rule.id, rule.title, name(rule.severity), refused_by(rule));
        line(
            page,
            format_args!("| `{id}` | {title} | {severity} | {by} |"),
        );
    }
}

fn refused_by(rule: &Rule) -> String {
    match rule.refused_by {
        [] => "nobody".to_owned(),
        names => format!("`{}`", names.join("`, `")),
    }
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(page, "{text}");
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_part_has_one_fate_and_every_rule_names_consumers_that_are_there() {
        for format in FORMATS {
            let parts: HashSet<Part> = format.lacks().iter().map(|(part, _)| *part).collect();
            assert_eq!(parts.len(), format.lacks().len(), "{}", format.name());
        }
        let of_units = FORMATS.iter().filter_map(|format| format.rulebook());
        let of_terms = TERM_FORMATS.iter().filter_map(|format| format.rulebook());
        for rulebook in of_units.chain(of_terms) {
            let known: Vec<&str> = rulebook.consumers().iter().map(|one| one.name).collect();
            for rule in rulebook.rules() {
                assert!(
                    rule.refused_by.iter().all(|name| known.contains(name)),
                    "{rule:?}"
                );
                assert!(
                    !rule.title.is_empty() && !rule.title.contains('|'),
                    "{rule:?}"
                );
            }
        }
    }
}
