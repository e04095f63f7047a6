//! The page of the manual about the checks, written from the checks themselves.

use std::fmt::Write;

use super::{CHECKS, Check, Example};
use crate::model::{Finding, Severity};
use crate::text::{Language, LanguageError, invisible};

/// What stands before the checks, and after them.
const HEAD: &str = include_str!("head.md");
const TAIL: &str = include_str!("tail.md");

/// The page `docs/checks.md`, in Markdown: every check with its severity, what it finds, and an example in Urdu and
/// one in Pashto with what is reported.
///
/// # Errors
/// When the tag of an example is no language.
pub fn manual() -> Result<String, LanguageError> {
    let mut page = HEAD.to_owned();
    page.push_str("\n| check | gravest finding | finds |\n| --- | --- | --- |\n");
    for check in CHECKS {
        let (id, severity) = (check.id(), name(check.severity()));
        line(
            &mut page,
            format_args!("| [`{id}`](#{id}) | {severity} | {} |", check.title()),
        );
    }
    for check in CHECKS {
        line(&mut page, format_args!("\n## {}\n", check.id()));
        line(&mut page, format_args!("{}.\n", check.title()));
        line(&mut page, format_args!("{}", prose(check.description())));
        for example in check.examples() {
            write_example(&mut page, *check, example)?;
        }
    }
    page.push('\n');
    page.push_str(TAIL);
    Ok(page)
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(page, "{text}");
}

/// One example: the pair, what is reported, and the text after the fix.
fn write_example(
    page: &mut String,
    check: &dyn Check,
    example: &Example,
) -> Result<(), LanguageError> {
    let language = Language::parse(example.language)?;
    let direction = language.direction().html();
    let tag = language.as_str();
    line(page, format_args!("\n> {}", prose(example.source)));
    let target = |page: &mut String, text: &str| {
        let text = html(text);
        line(
            page,
            format_args!(">\n> <p lang=\"{tag}\" dir=\"{direction}\">{text}</p>"),
        );
    };
    target(page, example.target);
    for (tag, term) in example.terms {
        line(page, format_args!(">\n> term in {tag}: {}", prose(term)));
    }
    for (source, translation) in example.beside {
        line(page, format_args!(">\n> elsewhere: {}", prose(source)));
        target(page, translation);
    }
    for finding in example.findings(check.id(), example.target)? {
        line(page, format_args!(">\n> {}", reported(&finding)));
    }
    if let Some(fixed) = example.fixed {
        line(page, format_args!(">\n> after the fix:"));
        target(page, fixed);
    }
    Ok(())
}

/// What is reported: severity, message and hint.
fn reported(finding: &Finding) -> String {
    let hint = finding.hint.as_ref();
    let hint = hint.map_or_else(String::new, |hint| format!(" ({})", prose(hint)));
    let message = prose(&finding.message);
    format!("**{}**: {message}{hint}", name(finding.severity))
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Prose in Markdown, with what stands between backticks as code.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(at, part)| {
        if at.is_multiple_of(2) {
            let signs = ['*', '_', '[', ']'];
            signs.iter().fold(html(part), |part, sign| {
                part.replace(*sign, &format!("\\{sign}"))
            })
        } else {
            labelled(part)
        }
    });
    parts.collect::<Vec<_>>().join("`")
}

/// Text in HTML.
fn html(text: &str) -> String {
    let text = labelled(text).replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

/// Text with labels for characters that cannot be seen.
fn labelled(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match invisible(c) {
            Some(known) if c != ' ' => shown.push_str(&["⟨", known.label, "⟩"].concat()),
            _ => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_a_section_and_nothing_is_invisible() {
        let page = manual().unwrap();
        for check in CHECKS {
            assert!(page.contains(&format!("\n## {}\n", check.id())));
        }
        let is_hidden = |c: char| c != ' ' && c != '\n' && invisible(c).is_some();
        assert_eq!(page.chars().find(|c| is_hidden(*c)), None);
    }
}
