//! The reading copy: a document in several languages side by side, sentence beside sentence.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::autonym::autonym;
use super::escape::{anchor, push_attribute, push_text};
use super::fonts::Face;
use super::inline::push_variant;
use super::page::page;
use crate::model::{DocumentName, Placement, State, Unit, Variant};
use crate::text::Language;

/// What a reading copy shows.
#[derive(Clone, Copy, Debug)]
pub struct ReadingCopy<'a> {
    /// The document's name.
    pub document: &'a DocumentName,
    /// The languages, a column each, the source's first.
    pub languages: &'a [Language],
    /// The units in the document's order.
    pub units: &'a [Unit],
    /// Which paragraphs are headings: the paragraph's number and the heading's level, counted from 1.
    pub headings: &'a BTreeMap<u32, u8>,
}

/// How far a target text has come, as a reader needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing<'a> {
    Reviewed,
    Unreviewed,
    NeedsWork(&'a str),
    Missing,
}

/// Writes a document in its languages side by side as one HTML page.
///
/// A row a unit, grouped by paragraph; `#` and a unit's id leads to its row. What is not yet reviewed is
/// marked. The same input gives the same bytes. Linear in the texts.
#[must_use]
pub fn reading_copy(copy: &ReadingCopy<'_>) -> String {
    let mut body = String::new();
    push_header(&mut body, copy);
    body.push_str("<main>\n");
    if copy.units.is_empty() {
        body.push_str("<p>This document holds no text.</p>\n");
    } else {
        push_table(&mut body, copy);
    }
    body.push_str("</main>\n");
    page(&page_title(copy), copy.languages, &body)
}

/// The first heading, or the document's name; then the languages.
fn page_title(copy: &ReadingCopy<'_>) -> String {
    let names: Vec<&str> = copy
        .languages
        .iter()
        .map(|language| autonym(language).0.unwrap_or(language.as_str()))
        .collect();
    let title = first_heading(copy).unwrap_or(copy.document.as_str());
    format!("{title} · {}", names.join(", "))
}

/// The text of the first unit in the source language, when it is a heading.
fn first_heading<'a>(copy: &ReadingCopy<'a>) -> Option<&'a str> {
    let unit = copy.units.first()?;
    heading_level(copy, unit)?;
    let title = unit.variant(copy.languages.first()?)?.text.trim();
    (!title.is_empty()).then_some(title)
}

fn heading_level(copy: &ReadingCopy<'_>, unit: &Unit) -> Option<u8> {
    let paragraph = unit.placement.as_ref()?.paragraph;
    copy.headings
        .get(&paragraph)
        .map(|level| (*level).clamp(1, 5))
}

/// The document's name, and what the marks mean that occur.
fn push_header(html: &mut String, copy: &ReadingCopy<'_>) {
    html.push_str("<header>\n");
    let tag = if first_heading(copy).is_some() {
        "p"
    } else {
        "h1"
    };
    let _ = write!(html, "<{tag} class=\"document\">Reading copy of <bdi>");
    push_text(html, copy.document.as_str());
    let _ = writeln!(html, "</bdi></{tag}>");
    push_legend(html, copy);
    html.push_str("</header>\n");
}

fn push_legend(html: &mut String, copy: &ReadingCopy<'_>) {
    let targets = copy.languages.iter().skip(1);
    let standings = targets.flat_map(|language| standings(copy, language));
    let mut marks: Vec<(&str, &str)> = standings.filter_map(Standing::mark).collect();
    marks.sort_unstable();
    marks.dedup();
    if marks.is_empty() {
        return;
    }
    html.push_str("<ul class=\"legend\" aria-label=\"Marks\">\n");
    for (class, meaning) in marks {
        let _ = writeln!(
            html,
            "<li><span class=\"mark {class}\" aria-hidden=\"true\"></span>{meaning}</li>"
        );
    }
    html.push_str("</ul>\n");
}

fn push_table(html: &mut String, copy: &ReadingCopy<'_>) {
    let columns = copy.languages.len();
    let class = if columns > 2 { "copy wide" } else { "copy" };
    let _ = writeln!(
        html,
        "<table role=\"table\" class=\"{class}\" style=\"--columns:{columns}\" \
         aria-label=\"The text, a sentence a row, a language a column\">"
    );
    push_column_heads(html, copy);
    let paragraph = |unit: &Unit| unit.placement.as_ref().map(|placement| placement.paragraph);
    for group in copy
        .units
        .chunk_by(|one, two| paragraph(one) == paragraph(two))
    {
        push_paragraph(html, copy, group);
    }
    html.push_str("</table>\n");
}

fn push_column_heads(html: &mut String, copy: &ReadingCopy<'_>) {
    html.push_str(
        "<thead role=\"rowgroup\">\n<tr role=\"row\">\n\
         <th role=\"columnheader\" scope=\"col\" class=\"number\"><span class=\"unseen\">Number</span></th>\n",
    );
    for (column, language) in copy.languages.iter().enumerate() {
        html.push_str("<th role=\"columnheader\" scope=\"col\"");
        push_language(html, language);
        html.push_str("><span class=\"name\">");
        push_name(html, language);
        html.push_str("</span><span class=\"progress\"><bdi lang=\"en\" dir=\"ltr\">");
        if column == 0 {
            let _ = write!(
                html,
                "source, {}",
                counted(copy.units.len(), "unit", "units")
            );
        } else {
            push_progress(html, copy, language);
        }
        html.push_str("</bdi></span></th>\n");
    }
    html.push_str("</tr>\n</thead>\n");
}

fn push_name(html: &mut String, language: &Language) {
    let (name, tag) = autonym(language);
    html.push_str(name.unwrap_or_default());
    if let Some(tag) = tag {
        let space = if name.is_some() { " " } else { "" };
        let _ = write!(
            html,
            "{space}<bdi class=\"tag\" lang=\"en\" dir=\"ltr\">{tag}</bdi>"
        );
    }
}

/// How many units of a language are translated, reviewed, need work.
fn push_progress(html: &mut String, copy: &ReadingCopy<'_>, language: &Language) {
    let (mut reviewed, mut unreviewed, mut needs_work) = (0, 0, 0);
    for standing in standings(copy, language) {
        match standing {
            Standing::Reviewed => reviewed += 1,
            Standing::Unreviewed => unreviewed += 1,
            Standing::NeedsWork(_) => needs_work += 1,
            Standing::Missing => {}
        }
    }
    let all = copy.units.len();
    if reviewed == all {
        html.push_str("all reviewed");
        return;
    }
    let _ = match reviewed + unreviewed {
        translated if translated == all => write!(html, "all translated, {reviewed} reviewed"),
        translated => write!(
            html,
            "{translated} of {all} translated, {reviewed} reviewed"
        ),
    };
    if needs_work > 0 {
        let _ = write!(html, ", {}", counted(needs_work, "needs work", "need work"));
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn standings<'a>(
    copy: &ReadingCopy<'a>,
    language: &'a Language,
) -> impl Iterator<Item = Standing<'a>> + use<'a> {
    copy.units
        .iter()
        .map(|unit| Standing::of(unit.variant(language)))
}

/// One paragraph or heading: a row for each of its units.
fn push_paragraph(html: &mut String, copy: &ReadingCopy<'_>, units: &[Unit]) {
    let level = units.first().and_then(|unit| heading_level(copy, unit));
    let _ = match level {
        Some(level) => writeln!(
            html,
            "<tbody role=\"rowgroup\" class=\"heading level{level}\">"
        ),
        None => writeln!(html, "<tbody role=\"rowgroup\">"),
    };
    for unit in units {
        let id = anchor(unit.id.as_str());
        let _ = write!(
            html,
            "<tr role=\"row\" id=\"{id}\">\n<th role=\"rowheader\" scope=\"row\" class=\"number\"><a href=\"#{id}\">{}</a></th>\n",
            number(unit)
        );
        for (column, language) in copy.languages.iter().enumerate() {
            let variant = unit.variant(language);
            let standing = match (column, Standing::of(variant)) {
                (0, Standing::Missing) => Standing::Missing,
                (0, _) => Standing::Reviewed,
                (_, standing) => standing,
            };
            push_cell(html, language, variant, standing, level);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n");
}

/// Where a unit stands: paragraph and sentence, with the last sentence where it joins several.
fn number(unit: &Unit) -> String {
    match &unit.placement {
        Some(Placement {
            paragraph,
            sentence,
            segments,
            ..
        }) if *segments > 1 => {
            format!(
                "{paragraph}.{sentence}–{}",
                sentence.saturating_add(segments - 1)
            )
        }
        Some(Placement {
            paragraph,
            sentence,
            ..
        }) => format!("{paragraph}.{sentence}"),
        None => "¶".to_owned(),
    }
}

fn push_cell(
    html: &mut String,
    language: &Language,
    variant: Option<&Variant>,
    standing: Standing<'_>,
    level: Option<u8>,
) {
    html.push_str("<td role=\"cell\"");
    push_language(html, language);
    html.push_str(" data-language=\"");
    push_attribute(html, autonym(language).0.unwrap_or(language.as_str()));
    html.push_str("\">");
    let tag = level.map_or("p".to_owned(), |level| format!("h{level}"));
    let _ = write!(html, "<{tag}>");
    push_mark(html, standing);
    match variant.filter(|_| standing != Standing::Missing) {
        Some(variant) => push_variant(html, variant),
        None => html.push_str("<bdi class=\"absent\" lang=\"en\" dir=\"ltr\">not translated</bdi>"),
    }
    let _ = write!(html, "</{tag}>");
    if let Standing::NeedsWork(reason) = standing {
        push_reason(html, reason);
    }
    html.push_str("</td>\n");
}

/// The mark of a text; where words beside it say the same, it is for the eye alone.
fn push_mark(html: &mut String, standing: Standing<'_>) {
    let Some((class, meaning)) = standing.mark() else {
        return;
    };
    let _ = match standing {
        Standing::Unreviewed => write!(
            html,
            "<span class=\"mark {class}\" role=\"img\" lang=\"en\" aria-label=\"{meaning}\" title=\"{meaning}\"></span>"
        ),
        _ => write!(
            html,
            "<span class=\"mark {class}\" aria-hidden=\"true\"></span>"
        ),
    };
}

fn push_reason(html: &mut String, reason: &str) {
    html.push_str("<p class=\"reason\"><bdi lang=\"en\" dir=\"ltr\">needs work");
    if !reason.trim().is_empty() {
        html.push_str(": <bdi dir=\"auto\">");
        push_text(html, reason.trim());
        html.push_str("</bdi>");
    }
    html.push_str("</bdi></p>");
}

/// The attributes of an element in a language.
fn push_language(html: &mut String, language: &Language) {
    let _ = write!(
        html,
        " lang=\"{language}\" dir=\"{}\" class=\"{}\"",
        language.direction().html(),
        Face::of(language).class()
    );
}

impl<'a> Standing<'a> {
    fn of(variant: Option<&'a Variant>) -> Self {
        let Some(variant) = variant.filter(|variant| !variant.text.trim().is_empty()) else {
            return Self::Missing;
        };
        match (&variant.needs_work, variant.state) {
            (Some(reason), _) => Self::NeedsWork(reason),
            (None, State::Initial) => Self::NeedsWork("the text is not marked as translated"),
            (None, State::Translated) => Self::Unreviewed,
            (None, State::Reviewed | State::Final) => Self::Reviewed,
        }
    }

    /// The class of its mark and what the mark means; a reviewed text has none.
    fn mark(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Reviewed => None,
            Self::Unreviewed => Some(("unreviewed", "translated, not yet reviewed")),
            Self::NeedsWork(_) => Some(("needs-work", "needs work")),
            Self::Missing => Some(("missing", "not translated")),
        }
    }
}
