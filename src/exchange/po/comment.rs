//! Comments that run over several lines, and comments that must not be taken for ours.

use super::entry::Entry;
use super::label::Label;
use super::line::Comment;
use super::mark::NEEDS_WORK;

/// Begins a comment line that continues the one above.
const CONTINUES: &str = "↵";

/// What begins the comment that holds a named value: `property domain: essays`.
pub(super) const PROPERTY: &str = "property ";

/// A comment with its lines joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Joined {
    /// The numbers of its lines among the fields of the entry.
    pub(super) fields: Vec<usize>,
    /// Its text; between the lines stands `\n`.
    pub(super) text: String,
}

/// The comments of a kind, each with the lines that continue it.
pub(super) fn joined(entry: &Entry, kind: Comment) -> Vec<Joined> {
    let mut comments: Vec<Joined> = Vec::new();
    for (field, line) in entry.comments(kind) {
        match (continuation(line), comments.last_mut()) {
            (Some(more), Some(comment)) => {
                comment.fields.push(field);
                comment.text.push('\n');
                comment.text.push_str(more);
            }
            _ => comments.push(Joined {
                fields: vec![field],
                text: line.to_owned(),
            }),
        }
    }
    comments
}

fn continuation(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(CONTINUES)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix(' ')
}

/// The lines that hold a text as one comment.
///
/// A comment cannot hold NUL, nor a carriage return; U+FFFD stands in their place.
pub(super) fn lines(text: &str) -> impl Iterator<Item = String> {
    text.split('\n').enumerate().map(|(number, line)| {
        let line = line.replace(['\0', '\r'], "\u{FFFD}");
        if number == 0 {
            line
        } else {
            format!("{CONTINUES} {line}")
        }
    })
}

/// Whether [`lines`] has to replace something.
pub(super) fn is_changed(text: &str) -> bool {
    text.contains(['\0', '\r'])
}

/// A free text as a comment says it: a backslash before what would mean something else.
pub(super) fn protect(text: &str) -> String {
    if is_taken(text.trim_start_matches('\\')) {
        format!("\\{text}")
    } else {
        text.to_owned()
    }
}

/// The free text that a comment says.
pub(super) fn unprotect(text: &str) -> &str {
    match text.strip_prefix('\\') {
        Some(rest) if is_taken(rest.trim_start_matches('\\')) => rest,
        _ => text,
    }
}

fn is_taken(text: &str) -> bool {
    text.starts_with(CONTINUES)
        || text.starts_with('¶')
        || text.starts_with(NEEDS_WORK)
        || Label::parse(text).is_some()
}
