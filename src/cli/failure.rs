//! How failures and findings are shown: what, where, why, and what to do.

use std::error::Error;
use std::fmt::Write;
use std::io;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::model::{Finding, Severity};
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

    /// What was found, as a record for programs.
    pub(super) fn finding(&self) -> &Finding {
        &self.finding
    }

    /// Whether whoever read our output has gone away, which is no fault.
    pub(super) fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }
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
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut message = sentence(&finding.message);
    if let (Some(unit), Some(language)) = (&finding.unit, &finding.lang) {
        message = format!("{message} [unit {unit}, {language}]");
    }
    let mut group = Group::with_title(level.primary_title(message));
    if let Some(place) = &finding.place {
        let name = if place.file.is_empty() {
            "input"
        } else {
            &place.file
        };
        group = if place.text.is_empty() {
            group.element(
                Origin::path(name)
                    .line(place.line)
                    .char_column(place.column),
            )
        } else {
            let mark = AnnotationKind::Primary.span(place.span.clone());
            let snippet = Snippet::source(&place.text)
                .path(name)
                .line_start(place.line);
            group.element(snippet.annotation(mark))
        };
    }
    if let Some(hint) = &finding.hint {
        group = group.element(Level::HELP.with_name("hint").message(hint));
    }
    renderer.render(&[group])
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
    fn what_was_said_is_not_said_again() {
        let inner = io::Error::other("no space");
        let outer = io::Error::other(inner);
        assert_eq!(chain(&outer), "no space");
    }
}
