//! What pages that list units share: filters without script, sections, anchors, the language of a text.

use std::collections::HashSet;
use std::fmt::Write;

use super::escape::{anchor, push_text};
use super::fonts::Face;
use crate::text::Language;

/// The stylesheet of these pages.
pub(super) const STYLE: &str = include_str!("list.css");

/// Appends radio buttons, the first of them checked: the id of each and its name.
pub(super) fn push_choice(
    html: &mut String,
    title: &str,
    group: &str,
    choices: &[(String, String)],
) {
    let _ = write!(html, "<fieldset><legend>{title}</legend>");
    for (number, (id, name)) in choices.iter().enumerate() {
        let checked = if number == 0 { " checked" } else { "" };
        let _ = write!(
            html,
            "<input type=\"radio\" name=\"{group}\" id=\"{group}-{id}\"{checked}><label for=\"{group}-{id}\"><bdi>"
        );
        push_text(html, name);
        html.push_str("</bdi></label>");
    }
    html.push_str("</fieldset>\n");
}

/// The anchor of a document's section.
pub(super) fn section_id(document: Option<&str>) -> String {
    document.map_or("document-".to_owned(), |name| {
        format!("document-{}", anchor(name))
    })
}

/// The id, or with a number behind it where it is taken.
pub(super) fn unique(id: String, taken: &mut HashSet<String>) -> String {
    let others = (2..).map(|number: u64| format!("{id}~{number}"));
    let free = std::iter::once(id.clone())
        .chain(others)
        .find(|id| !taken.contains(id));
    let free = free.unwrap_or(id);
    taken.insert(free.clone());
    free
}

/// Appends the attributes of an element in a language, and ends its tag.
pub(super) fn push_language(html: &mut String, language: &Language, class: &str) {
    let _ = write!(
        html,
        " class=\"{class} {}\" lang=\"{language}\" dir=\"{}\">",
        Face::of(language).class(),
        language.direction().html()
    );
}
