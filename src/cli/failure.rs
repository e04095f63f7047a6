//! How failures and findings are shown: what, where, why, and what to do.

use std::error::Error;
use std::fmt::Write;
use std::io;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use clap::error::{ContextKind, ContextValue};

use super::bidi::is_right_to_left;
use super::harmless::harmless;
use crate::model::{Finding, Place, Severity};
use crate::workbench::WorkbenchError;

/// Why a command could not be done.
#[derive(Debug)]
pub(super) struct Failure {
    finding: Box<Finding>,
    broken_pipe: bool,
}

impl Failure {
    /// A wrong call: what is wrong, and what would be right.
    pub(super) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let finding = Finding::new("usage", Severity::Error, message).with_hint(hint);
        Self {
            finding: Box::new(finding),
            broken_pipe: false,
        }
    }

    /// A call that cannot be understood, from the words of the parser of arguments.
    pub(super) fn of_call(error: &clap::Error) -> Self {
        let words = error.render().to_string();
        let words = words.strip_prefix("error: ").unwrap_or(&words);
        let mut parts = words.split("\n\n").map(|part| {
            let words: Vec<_> = part.split_whitespace().collect();
            words.join(" ")
        });
        let message = parts.next().unwrap_or_default();
        let hints = parts.map(|part| match part.strip_prefix("tip: ") {
            Some(tip) => tip.to_owned(),
            None => part.replace(
                "For more information, try '--help'.",
                "--help shows examples",
            ),
        });
        let meant = meant(error).map(|word| format!("a similar value exists: '{word}'"));
        let hints = meant.into_iter().chain(hints);
        Self::usage(message, hints.collect::<Vec<_>>().join("; "))
    }

    /// What was found, as a record for programs.
    pub(super) fn finding(&self) -> &Finding {
        &self.finding
    }

    /// Whether whoever read our output has gone away, which is no fault.
    pub(super) fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }
}

/// The value that was meant where letters have changed places (`tvs` for `tsv`), which the parser of arguments does not see
/// in short words.
fn meant(error: &clap::Error) -> Option<&str> {
    let (Some(ContextValue::String(given)), Some(ContextValue::Strings(known)), None) = (
        error.get(ContextKind::InvalidValue),
        error.get(ContextKind::ValidValue),
        error.get(ContextKind::SuggestedValue),
    ) else {
        return None;
    };
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.to_lowercase().chars().collect();
        letters.sort_unstable();
        letters
    };
    let mut known = known.iter();
    let found = known.find(|word| letters(word) == letters(given));
    found.map(String::as_str)
}

impl From<WorkbenchError> for Failure {
    fn from(error: WorkbenchError) -> Self {
        let broken_pipe = causes(&error).any(is_broken_pipe);
        let mut finding = Finding::new("failure", Severity::Error, chain(&error));
        finding.place = error.place().cloned();
        finding.hint = error.hint();
        Self {
            finding: Box::new(finding),
            broken_pipe,
        }
    }
}

/// Output that fails.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        let message = format!("cannot write the output: {error}");
        Self {
            finding: Box::new(Finding::new("failure", Severity::Error, message)),
            broken_pipe,
        }
    }
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    let output = error.downcast_ref::<io::Error>();
    output.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// The message of an error with those of its causes, leaving out what was said already.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    for cause in causes(error) {
        let words = cause.to_string();
        if text.contains(&words) {
            continue;
        }
        let _ = match text.is_empty() {
            true => write!(text, "{words}"),
            false => write!(text, ": {words}"),
        };
    }
    text
}

/// A finding as people read it: severity, message, the line with a caret, a hint.
pub(super) fn shown(finding: &Finding, renderer: &Renderer) -> String {
    shown_with(finding, None, renderer)
}

/// A finding of a check as people read it, with the name of the check, the part of the source that it is about and
/// what a person has said of it.
pub(super) fn shown_with(
    finding: &Finding,
    context: Option<&Context<'_>>,
    renderer: &Renderer,
) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut message = sentence(&harmless(&finding.message));
    match (&finding.unit, &finding.lang) {
        (Some(unit), Some(language)) => {
            message = format!("{message} [unit {}, {language}]", harmless(unit.as_str()));
        }
        (Some(unit), None) if finding.place.is_none() => {
            message = format!("{message} [unit {}]", harmless(unit.as_str()));
        }
        _ => {}
    }
    let mut title = level.primary_title(message);
    if context.is_some() {
        title = title.id(&finding.id);
    }
    let mut group = Group::with_title(title);
    // The snippet borrows what is made harmless here.
    let shown = finding.place.as_ref().map(ShownPlace::of);
    if let Some(place) = &shown {
        group = match place.text.is_empty() {
            true => group.element(
                Origin::path(&place.file)
                    .line(place.line)
                    .char_column(place.column),
            ),
            false => group.element(
                Snippet::source(&place.text)
                    .path(&place.file)
                    .line_start(place.line)
                    .annotation(place.annotation()),
            ),
        };
    }
    if let Some(context) = context {
        for (name, words) in context.words(finding) {
            group = group.element(Level::NOTE.with_name(name).message(words));
        }
    }
    if let Some(hint) = &finding.hint {
        group = group.element(Level::HELP.with_name("hint").message(harmless(hint)));
    }
    let drawn = renderer.render(&[group]);
    match &shown {
        Some(place) => place.with_column(&drawn),
        None => drawn,
    }
}

/// What is shown beside a finding of a check.
pub(super) struct Context<'a> {
    /// The source text.
    pub(super) source: &'a str,
    /// Why the finding was dismissed.
    pub(super) dismissed: Option<&'a str>,
}

impl Context<'_> {
    /// What is said below the line, each with its name.
    fn words(&self, finding: &Finding) -> Vec<(&'static str, String)> {
        let source = finding.source_span.as_ref().filter(|span| !span.is_empty());
        let source = source.and_then(|span| {
            let (before, within) = (
                self.source.get(..span.start)?,
                self.source.get(span.clone())?,
            );
            let after = self.source.get(span.end..)?;
            let cut = |whole: &str, part: &str| if whole.len() > part.len() { "…" } else { "" };
            let shown = (
                end_of(before, AFTER),
                beginning_of(within, WITHIN),
                beginning_of(after, AFTER),
            );
            let words = format!(
                "{}{}«{}{}»{}{}",
                cut(before, shown.0),
                shown.0,
                shown.1,
                cut(within, shown.1),
                shown.2,
                cut(after, shown.2)
            );
            Some(("source", harmless(&words).replace('\n', " ")))
        });
        let dismissed = self.dismissed.map(|reason| ("dismissed", harmless(reason)));
        source.into_iter().chain(dismissed).collect()
    }
}

/// A place as a terminal may show it.
struct ShownPlace {
    file: String,
    line: usize,
    column: usize,
    text: String,
    span: Range<usize>,
}

impl ShownPlace {
    fn of(place: &Place) -> Self {
        let name = if place.file.is_empty() {
            "input"
        } else {
            &place.file
        };
        // What stands before is shortened by the renderer.
        let before = harmless(&place.text[..place.span.start]);
        let within = harmless(beginning_of(&place.text[place.span.clone()], WITHIN));
        let after = harmless(beginning_of(&place.text[place.span.end..], AFTER));
        Self {
            file: harmless(name),
            line: place.line,
            column: place.column,
            span: before.len()..before.len() + within.len(),
            text: [before, within, after].concat(),
        }
    }

    /// The mark under the place. Terminals that put right-to-left text in order move it away from above the mark, so
    /// what is meant is said too where it is a part of such text.
    fn annotation(&self) -> annotate_snippets::Annotation<'_> {
        let mark = AnnotationKind::Primary.span(self.span.clone());
        let (within, before) = (&self.text[self.span.clone()], &self.text[..self.span.start]);
        let around = [before, &self.text[self.span.end..]];
        let is_part = within.contains(is_right_to_left)
            && around.iter().any(|text| text.contains(is_right_to_left));
        match is_part {
            true => mark.label(within),
            false => mark,
        }
    }

    /// What was drawn, with the column of the whole line: the renderer counts in the part of it that is shown.
    fn with_column(&self, drawn: &str) -> String {
        let counted = self.text[..self.span.start].chars().count() + 1;
        let origin = |column| format!("{}:{}:{column}\n", self.file, self.line);
        drawn.replacen(&origin(counted), &origin(self.column), 1)
    }
}

/// How much of the place that is meant is shown, in characters.
const WITHIN: usize = 50;

/// How much of its line is shown behind it, in characters.
const AFTER: usize = 30;

fn beginning_of(text: &str, characters: usize) -> &str {
    let cut = text.char_indices().nth(characters);
    cut.map_or(text, |(at, _)| &text[..at])
}

fn end_of(text: &str, characters: usize) -> &str {
    let cut = text.char_indices().rev().take(characters).last();
    cut.map_or(text, |(at, _)| &text[at..])
}

/// How findings are drawn: colours are stripped by the stream where they are not wanted.
pub(super) fn renderer() -> Renderer {
    Renderer::styled().decor_style(DecorStyle::Ascii)
}

/// The message with a capital at its beginning, unless it begins with a name in quotes.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    #[test]
    fn a_finding_shows_place_line_caret_and_hint() {
        let mut place = Place::in_text("msgid \"one\"\nmsgstr \"اردو\n", 19..28);
        place.file = "ur/essay.po".to_owned();
        let finding = Finding::new("broken-entry", Severity::Error, "the string does not end")
            .at(place)
            .with_hint("put a quotation mark at the end of the line");
        let shown = shown(&finding, &Renderer::plain());
        assert_eq!(
            shown,
            "error: The string does not end\n --> ur/essay.po:2:8\n  |\n2 | msgstr \"اردو\n  |        ^^^^^\n  |\n  = hint: put a quotation mark at the end of the line"
        );
    }

    #[test]
    fn a_long_line_is_shown_around_the_place() {
        let line = format!("{} \u{27}{}", "before ".repeat(100), "within ".repeat(100));
        let place = Place::in_text(&line, 701..1401);
        let finding = Finding::new("broken-entry", Severity::Error, "the string does not end");
        let shown = shown(&finding.at(place), &Renderer::plain());
        assert!(shown.contains(":1:702\n"), "{shown}");
        assert!(
            shown.lines().all(|line| line.chars().count() < 160),
            "{shown}"
        );
    }

    #[test]
    fn the_column_is_that_of_the_line_when_only_a_part_of_it_is_known() {
        let mut place = Place::in_text("a broken part", 2..8);
        (place.line, place.column) = (7, 4321);
        let finding = Finding::new("broken-unit", Severity::Error, "the unit is broken");
        let shown = shown(&finding.at(place), &Renderer::plain());
        assert_eq!(
            shown,
            "error: The unit is broken\n --> input:7:4321\n  |\n7 | a broken part\n  |   ^^^^^^"
        );
    }

    #[test]
    fn a_part_of_right_to_left_text_is_marked_and_said() {
        let mut place = Place::in_text("msgstr \"یہ كتاب ہے\"", 13..15);
        place.file = "ur/a.po".to_owned();
        let finding = Finding {
            source_span: Some(5..7),
            ..Finding::new("wrong-letter", Severity::Warning, "another letter").at(place)
        };
        let context = Context {
            source: "This is a book.",
            dismissed: Some("a quotation"),
        };
        assert_eq!(
            shown_with(&finding, Some(&context), &Renderer::plain()),
            "warning[wrong-letter]: Another letter\n --> ur/a.po:1:12\n  |\n1 | msgstr \"یہ كتاب ہے\"\n  |            ^ ك\n  |\n  = source: This «is» a book.\n  = dismissed: a quotation"
        );
    }

    #[test]
    fn what_was_said_is_not_said_again() {
        let inner = io::Error::other("no space");
        let outer = io::Error::other(inner);
        assert_eq!(chain(&outer), "no space");
    }
}
