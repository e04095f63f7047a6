//! The diff report: what changed, unit by unit, with figures, anchors, and filters that need no script.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;

use super::autonym::autonym;
use super::diff_text::{Sides, push_chips, push_comparison};
use super::escape::{anchor, push_text};
use super::inline::push_variant;
use super::list::{self, push_choice, push_language, section_id, unique};
use super::page::styled_page;
use crate::model::{Placement, RemarkKind, Variant};
use crate::revision::{Class, Fate, Figures, Tally, TextDifference};
use crate::text::Language;

/// The stylesheet of this page alone.
const STYLE: &str = include_str!("diff.css");

/// What a diff report shows.
#[derive(Clone, Copy, Debug)]
pub struct DiffPage<'a> {
    /// What was compared: before.
    pub old: &'a str,
    /// What was compared: after.
    pub new: &'a str,
    /// The seconds between the two, where they are known.
    pub seconds: Option<i64>,
    /// The texts that differ, in order.
    pub differences: &'a [TextDifference],
    /// How many, by document and language.
    pub tallies: &'a [Tally],
}

/// Writes differences as one HTML page: a summary, then every text with its changes.
///
/// `#`, a unit's id, a dot and the language leads to its text. The same input gives the same bytes. Linear
/// in the texts.
#[must_use]
pub fn diff_page(page: &DiffPage<'_>) -> String {
    let mut body = String::new();
    push_header(&mut body, page);
    push_filters(&mut body, page);
    body.push_str("<main>\n");
    if page.differences.is_empty() {
        body.push_str("<p>Nothing differs.</p>\n");
    } else {
        push_summary(&mut body, page.tallies);
        push_units(&mut body, page.differences);
    }
    body.push_str("</main>\n");
    let mut fonts = languages(page);
    let sources = page
        .differences
        .iter()
        .filter_map(|difference| Some(difference.source.as_ref()?.language.clone()));
    fonts.extend(sources);
    let fonts: Vec<_> = fonts.into_iter().collect();
    let style = format!("{}{STYLE}{}", list::STYLE, filter_rules(page));
    styled_page(
        &format!("Changes: {} → {}", page.old, page.new),
        &fonts,
        &style,
        &body,
    )
}

fn languages(page: &DiffPage<'_>) -> BTreeSet<Language> {
    page.differences
        .iter()
        .map(|difference| difference.language.clone())
        .collect()
}

fn push_header(html: &mut String, page: &DiffPage<'_>) {
    html.push_str("<header class=\"list\">\n<h1>Changes from <bdi>");
    push_text(html, page.old);
    html.push_str("</bdi> to <bdi>");
    push_text(html, page.new);
    html.push_str("</bdi></h1>\n");
    if let Some(seconds) = page.seconds {
        let _ = writeln!(html, "<p>{}</p>", span(seconds));
    }
    html.push_str("</header>\n");
}

/// A stretch of time in words: `3 days later`.
fn span(seconds: i64) -> String {
    let direction = if seconds < 0 { "earlier" } else { "later" };
    let seconds = seconds.unsigned_abs();
    let (count, unit) = match seconds {
        0 => return "at the same time".to_owned(),
        1..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} {direction}")
}

/// The classes and fates that occur, each with its name and how many texts it is in.
fn sorts(page: &DiffPage<'_>) -> Vec<(&'static str, usize)> {
    let count = |has: &dyn Fn(&TextDifference) -> bool| {
        page.differences.iter().filter(|one| has(one)).count()
    };
    let classes = Class::ALL
        .into_iter()
        .map(|class| (class.as_str(), count(&|one| one.classes().contains(&class))));
    let fates = Fate::ALL
        .into_iter()
        .skip(1)
        .map(|fate| (fate.as_str(), count(&|one| one.fate == fate)));
    classes
        .chain(fates)
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// Radio buttons: what to see of each text, and which texts.
fn push_filters(html: &mut String, page: &DiffPage<'_>) {
    html.push_str("<div class=\"filters\" role=\"group\" aria-label=\"What to show\">\n");
    let views = [("both", "changes"), ("old", "before"), ("new", "after")]
        .map(|(id, name)| (id.to_owned(), name.to_owned()));
    push_choice(html, "View", "view", &views);
    let mut shown = vec![("all".to_owned(), format!("all {}", page.differences.len()))];
    shown.extend(
        sorts(page)
            .into_iter()
            .map(|(name, count)| (name.to_owned(), format!("{name} {count}"))),
    );
    push_choice(html, "Changes", "sort", &shown);
    let mut tags = vec![("all".to_owned(), "all".to_owned())];
    tags.extend(languages(page).iter().map(|language| {
        let name = autonym(language).0.unwrap_or(language.as_str());
        (language.to_string(), name.to_owned())
    }));
    if tags.len() > 2 {
        push_choice(html, "Language", "lang", &tags);
    }
    html.push_str("</div>\n");
}

/// The rules by which the radio buttons hide what was not chosen. Tags and names are plain ASCII.
fn filter_rules(page: &DiffPage<'_>) -> String {
    let mut rules = String::new();
    for (name, _) in sorts(page) {
        let _ = writeln!(
            rules,
            "body:has(#sort-{name}:checked) .unit:not(.is-{name}) {{ display: none; }}"
        );
    }
    for language in languages(page) {
        let _ = writeln!(
            rules,
            "body:has(#lang-{language}:checked) .unit:not([data-lang=\"{language}\"]) {{ display: none; }}"
        );
    }
    rules
}

fn push_summary(html: &mut String, tallies: &[Tally]) {
    html.push_str(
        "<table class=\"summary\">\n<thead><tr><th scope=\"col\">Document</th><th scope=\"col\">Language</th>\
         <th scope=\"col\">Changed</th><th scope=\"col\">Added</th><th scope=\"col\">Removed</th><th scope=\"col\">Restated</th>\
         <th scope=\"col\">Words changed</th><th scope=\"col\">Moved</th><th scope=\"col\">Similarity</th>\
         <th scope=\"col\">TER</th><th scope=\"col\">chrF</th></tr></thead>\n<tbody>\n",
    );
    for tally in tallies {
        html.push_str("<tr><th scope=\"row\">");
        match &tally.document {
            Some(document) => {
                let _ = write!(
                    html,
                    "<a href=\"#{}\"><bdi>",
                    section_id(Some(document.as_str()))
                );
                push_text(html, document.as_str());
                html.push_str("</bdi></a>");
            }
            None => html.push_str("<span class=\"quiet\">no document</span>"),
        }
        let figures = &tally.figures;
        let _ = write!(
            html,
            "</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>",
            tally.lang, tally.changed, tally.added, tally.removed, tally.restated
        );
        match tally.changed {
            0 => html.push_str("<td></td><td></td><td></td><td></td><td></td></tr>\n"),
            _ => {
                let _ = writeln!(
                    html,
                    "<td>{} of {}</td><td>{}</td><td>{:.1} %</td><td>{:.1}</td><td>{:.1}</td></tr>",
                    figures.changed_words,
                    figures.old_words.max(figures.new_words),
                    figures.moved_words,
                    figures.similarity(),
                    figures.ter(),
                    figures.chrf()
                );
            }
        }
    }
    html.push_str("</tbody>\n</table>\n");
}

fn push_units(html: &mut String, differences: &[TextDifference]) {
    let mut taken = HashSet::new();
    for group in differences.chunk_by(|one, two| one.document == two.document) {
        let document = group.first().and_then(|first| first.document.as_ref());
        let id = unique(section_id(document.map(|name| name.as_str())), &mut taken);
        let _ = write!(html, "<section id=\"{id}\">\n<h2><bdi>");
        push_text(
            html,
            document.map_or("Units of no document", |name| name.as_str()),
        );
        html.push_str("</bdi></h2>\n");
        for difference in group {
            let id = unique(
                format!(
                    "{}.{}",
                    anchor(difference.unit.as_str()),
                    difference.language
                ),
                &mut taken,
            );
            push_unit(html, difference, &id);
        }
        html.push_str("</section>\n");
    }
}

fn push_unit(html: &mut String, difference: &TextDifference, id: &str) {
    let _ = write!(
        html,
        "<article class=\"unit is-{}",
        difference.fate.as_str()
    );
    for class in difference.classes() {
        let _ = write!(html, " is-{}", class.as_str());
    }
    let _ = writeln!(
        html,
        "\" id=\"{id}\" data-lang=\"{}\">",
        difference.language
    );
    push_heading(html, difference, id);
    if let Some(source) = &difference.source {
        html.push_str("<p");
        push_language(html, &source.language, "source");
        push_variant(html, source);
        html.push_str("</p>\n");
    }
    html.push_str("<p");
    push_language(html, &difference.language, "text");
    let sides = Sides {
        old: difference.old.as_ref(),
        new: difference.new.as_ref(),
    };
    push_comparison(html, &difference.comparison, sides);
    html.push_str("</p>\n");
    push_chips(html, &difference.comparison);
    push_notes(html, difference.new.as_ref());
    html.push_str("</article>\n");
}

/// The notes on a text, each a line of its own.
fn push_notes(html: &mut String, variant: Option<&Variant>) {
    let remarks = variant.into_iter().flat_map(|variant| &variant.remarks);
    for note in remarks.filter(|remark| remark.kind == RemarkKind::Note) {
        html.push_str("<p class=\"note\">note: <bdi>");
        push_text(html, &note.text);
        html.push_str("</bdi></p>\n");
    }
}

/// Where the unit stands, what became of it, who did it when, and the figures.
fn push_heading(html: &mut String, difference: &TextDifference, id: &str) {
    let _ = write!(html, "<h3><a href=\"#{id}\"><bdi>");
    match &difference.placement {
        Some(Placement {
            paragraph,
            sentence,
            ..
        }) if *paragraph > 0 => {
            let _ = write!(html, "¶{paragraph}.{sentence}");
        }
        _ => push_text(html, difference.unit.as_str()),
    }
    let _ = write!(
        html,
        "</bdi></a> <span class=\"fate\">{}</span>",
        difference.fate.as_str()
    );
    for class in difference.classes() {
        let _ = write!(html, " <span class=\"sort\">{}</span>", class.as_str());
    }
    push_standing(html, difference);
    if difference.fate == Fate::Changed {
        push_figures(html, &difference.comparison.figures);
    }
    html.push_str("</h3>\n");
}

fn push_standing(html: &mut String, difference: &TextDifference) {
    let standing = |variant: &Variant| match &variant.needs_work {
        Some(reason) if !reason.trim().is_empty() => format!("needs work: {}", reason.trim()),
        Some(_) => "needs work".to_owned(),
        None => variant.state.to_string(),
    };
    let (old, new) = (
        difference.old.as_ref().map(standing),
        difference.new.as_ref().map(standing),
    );
    if old != new && old.is_some() && new.is_some() {
        html.push_str(" <span class=\"state\"><bdi>");
        push_text(html, old.as_deref().unwrap_or_default());
        html.push_str("</bdi> → <bdi>");
        push_text(html, new.as_deref().unwrap_or_default());
        html.push_str("</bdi></span>");
    }
    if let Some(saved) = difference.new.as_ref().and_then(|new| new.saved.as_ref()) {
        html.push_str(" <span class=\"saved\"><bdi>");
        push_text(html, &saved.author);
        let _ = write!(html, "</bdi>, <time>{}</time>", saved.time);
        if let Some(seconds) = difference.seconds_between() {
            let _ = write!(html, ", {}", span(seconds));
        }
        html.push_str("</span>");
    }
}

fn push_figures(html: &mut String, figures: &Figures) {
    let _ = write!(
        html,
        " <span class=\"figures\">{} of {} words, {:.0} % similar, TER {:.0}, chrF {:.0}</span>",
        figures.changed_words,
        figures.old_words.max(figures.new_words),
        figures.similarity().floor(),
        figures.ter(),
        figures.chrf()
    );
}
