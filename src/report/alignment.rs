//! The page of an alignment: both texts side by side, a bead a row, the weakest listed first.

use std::fmt::Write;

use super::autonym::autonym;
use super::escape::{anchor, push_attribute, push_text};
use super::fonts::Face;
use super::page::page;
use crate::text::Language;

/// How many of the weakest beads are listed.
const WEAKEST: usize = 20;

/// How many characters of a sentence stand in that list.
const BEGINNING: usize = 60;

/// Two texts and what answers what in them.
#[derive(Clone, Debug)]
pub struct AlignedTexts<'a> {
    /// The name of the source.
    pub source_name: &'a str,
    /// The name of the translation.
    pub target_name: &'a str,
    /// The language of the source.
    pub source_language: &'a Language,
    /// The language of the translation.
    pub target_language: &'a Language,
    /// Why the whole should not be believed, if it should not.
    pub doubt: Option<String>,
    /// The beads, in reading order.
    pub rows: Vec<AlignedRow<'a>>,
}

/// One bead with its sentences.
#[derive(Clone, Debug)]
pub struct AlignedRow<'a> {
    /// The number of its first source sentence, counted from 0.
    pub source_at: usize,
    /// Its source sentences.
    pub source: &'a [String],
    /// The number of its first target sentence, counted from 0.
    pub target_at: usize,
    /// Its target sentences.
    pub target: &'a [String],
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// What that means.
    pub grade: Grade,
}

/// How far a bead can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Hardly ever wrong.
    Sure,
    /// Mostly right.
    Likely,
    /// To be looked at.
    Doubtful,
}

impl Grade {
    fn word(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Doubtful => "doubtful",
        }
    }
}

/// Writes alignments as one HTML page, which needs no script.
///
/// The same input gives the same bytes. Linear in the texts, but for the sorting of the weakest.
#[must_use]
pub fn alignment_page(texts: &[AlignedTexts<'_>]) -> String {
    let mut body = String::new();
    let mut languages = Vec::new();
    for (number, pair) in texts.iter().enumerate() {
        languages.extend([pair.source_language.clone(), pair.target_language.clone()]);
        push_pair(&mut body, number + 1, pair);
    }
    if texts.is_empty() {
        body.push_str("<main><p>There is nothing to show.</p></main>\n");
    }
    let title = match texts {
        [only] => format!("{} · {}", only.source_name, only.target_name),
        _ => format!("Alignment of {} pairs of texts", texts.len()),
    };
    page(&title, &languages, &body)
}

fn push_pair(html: &mut String, number: usize, pair: &AlignedTexts<'_>) {
    html.push_str("<header>\n<h1 class=\"document\">Alignment of <bdi>");
    push_text(html, pair.source_name);
    html.push_str("</bdi> and <bdi>");
    push_text(html, pair.target_name);
    html.push_str("</bdi></h1>\n");
    push_legend(html, pair);
    html.push_str("</header>\n<main>\n");
    if let Some(doubt) = &pair.doubt {
        html.push_str("<p class=\"doubt\"><strong>Doubtful:</strong> ");
        push_text(html, doubt);
        html.push_str("</p>\n");
    }
    push_weakest(html, number, pair);
    push_table(html, number, pair);
    html.push_str("</main>\n");
}

/// How many beads there are of each grade, and how they are marked.
fn push_legend(html: &mut String, pair: &AlignedTexts<'_>) {
    html.push_str("<ul class=\"legend\" aria-label=\"Beads\">\n");
    for grade in [Grade::Sure, Grade::Likely, Grade::Doubtful] {
        let count = pair.rows.iter().filter(|row| row.grade == grade).count();
        let word = grade.word();
        if count > 0 {
            let _ = writeln!(
                html,
                "<li><span class=\"grade {word}\">{count} {word}</span></li>"
            );
        }
    }
    let alone = |side: fn(&AlignedRow<'_>) -> (usize, usize)| -> usize {
        let sides = pair.rows.iter().map(side);
        sides
            .filter(|(_, other)| *other == 0)
            .map(|(own, _)| own)
            .sum()
    };
    let _ = writeln!(
        html,
        "<li>without an answer: {} of the source, {} of the translation</li>\n</ul>",
        alone(|row| (row.source.len(), row.target.len())),
        alone(|row| (row.target.len(), row.source.len())),
    );
}

/// Links to the beads that are to be looked at first.
fn push_weakest(html: &mut String, number: usize, pair: &AlignedTexts<'_>) {
    let mut weak: Vec<(usize, &AlignedRow<'_>)> = pair.rows.iter().enumerate().collect();
    weak.retain(|(_, row)| row.grade != Grade::Sure);
    weak.sort_by(|one, other| one.1.confidence.total_cmp(&other.1.confidence));
    if weak.is_empty() {
        return;
    }
    html.push_str(
        "<nav class=\"weakest\" aria-label=\"The weakest beads\">\n<h2>Weakest first</h2>\n<ol>\n",
    );
    for (at, row) in weak.iter().take(WEAKEST) {
        let _ = write!(
            html,
            "<li><a href=\"#{}\">{}</a> <span class=\"grade {word}\">{:.2} {word}</span> ",
            row_id(number, *at),
            row_name(row),
            row.confidence,
            word = row.grade.word(),
        );
        push_beginning(html, pair, row);
        html.push_str("</li>\n");
    }
    html.push_str("</ol>\n");
    if weak.len() > WEAKEST {
        let _ = writeln!(
            html,
            "<p>and {} more that are not sure</p>",
            weak.len() - WEAKEST
        );
    }
    html.push_str("</nav>\n");
}

/// The first words of a bead, in their language.
fn push_beginning(html: &mut String, pair: &AlignedTexts<'_>, row: &AlignedRow<'_>) {
    let (text, language) = match (row.source.first(), row.target.first()) {
        (Some(text), _) => (text, pair.source_language),
        (None, Some(text)) => (text, pair.target_language),
        (None, None) => return,
    };
    let cut = text.char_indices().nth(BEGINNING);
    let beginning = cut.map_or(text.as_str(), |(at, _)| &text[..at]);
    html.push_str("<bdi");
    push_language(html, language);
    html.push('>');
    push_text(html, beginning);
    html.push_str(if cut.is_some() {
        " …</bdi>"
    } else {
        "</bdi>"
    });
}

fn push_table(html: &mut String, number: usize, pair: &AlignedTexts<'_>) {
    html.push_str(
        "<table role=\"table\" class=\"copy alignment\" style=\"--columns:2\" \
         aria-label=\"Both texts, a bead a row\">\n<thead role=\"rowgroup\">\n<tr role=\"row\">\n\
         <th role=\"columnheader\" scope=\"col\" class=\"number\"><span class=\"unseen\">Bead</span></th>\n",
    );
    for language in [pair.source_language, pair.target_language] {
        html.push_str("<th role=\"columnheader\" scope=\"col\"");
        push_language(html, language);
        html.push_str("><span class=\"name\">");
        html.push_str(autonym(language).0.unwrap_or(language.as_str()));
        html.push_str("</span></th>\n");
    }
    html.push_str("</tr>\n</thead>\n<tbody role=\"rowgroup\">\n");
    for (at, row) in pair.rows.iter().enumerate() {
        push_row(html, &row_id(number, at), pair, row);
    }
    html.push_str("</tbody>\n</table>\n");
}

fn push_row(html: &mut String, id: &str, pair: &AlignedTexts<'_>, row: &AlignedRow<'_>) {
    let word = row.grade.word();
    let _ = writeln!(
        html,
        "<tr role=\"row\" id=\"{id}\">\n<th role=\"rowheader\" scope=\"row\" class=\"number\">\
         <a href=\"#{id}\">{}</a> <span class=\"grade {word}\">{:.2} {word}</span></th>",
        row_name(row),
        row.confidence,
    );
    push_cell(html, pair.source_language, row.source_at, row.source);
    push_cell(html, pair.target_language, row.target_at, row.target);
    html.push_str("</tr>\n");
}

fn push_cell(html: &mut String, language: &Language, first: usize, sentences: &[String]) {
    html.push_str("<td role=\"cell\"");
    push_language(html, language);
    html.push_str(" data-language=\"");
    push_attribute(html, autonym(language).0.unwrap_or(language.as_str()));
    html.push_str("\">");
    if sentences.is_empty() {
        html.push_str("<p><bdi class=\"absent\" lang=\"en\" dir=\"ltr\">no answer</bdi></p>");
    }
    for (sentence, number) in sentences.iter().zip(first + 1..) {
        html.push_str("<p>");
        if sentences.len() > 1 {
            let _ = write!(
                html,
                "<bdi class=\"tag\" lang=\"en\" dir=\"ltr\">{number}</bdi> "
            );
        }
        push_text(html, sentence);
        html.push_str("</p>");
    }
    html.push_str("</td>\n");
}

/// The sentences of a bead, counted from 1: `3–4 : 5`.
fn row_name(row: &AlignedRow<'_>) -> String {
    let numbers = |first: usize, count: usize| match count {
        0 => "–".to_owned(),
        1 => format!("{}", first + 1),
        _ => format!("{}–{}", first + 1, first + count),
    };
    format!(
        "{} : {}",
        numbers(row.source_at, row.source.len()),
        numbers(row.target_at, row.target.len())
    )
}

fn row_id(number: usize, at: usize) -> String {
    anchor(&format!("bead-{number}.{}", at + 1))
}

fn push_language(html: &mut String, language: &Language) {
    let _ = write!(
        html,
        " lang=\"{language}\" dir=\"{}\" class=\"{}\"",
        language.direction().html(),
        Face::of(language).class()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_of(source: &[String], target: &[String], grade: Grade) -> String {
        let (en, ur) = (Language::default(), Language::parse("ur").unwrap());
        alignment_page(&[AlignedTexts {
            source_name: "<b>.txt",
            target_name: "b.txt",
            source_language: &en,
            target_language: &ur,
            doubt: Some("a < b".to_owned()),
            rows: vec![AlignedRow {
                source_at: 2,
                source,
                target_at: 4,
                target,
                confidence: 0.416,
                grade,
            }],
        }])
    }

    #[test]
    fn every_cell_has_its_language_and_confidence_is_a_word_and_a_number() {
        let source = ["One came.".to_owned(), "Two went.".to_owned()];
        let html = page_of(&source, &["ایک آیا۔".to_owned()], Grade::Doubtful);
        assert!(html.contains("<td role=\"cell\" lang=\"ur\" dir=\"rtl\" class=\"nastaliq\""));
        assert!(html.contains("<span class=\"grade doubtful\">0.42 doubtful</span>"));
        assert!(html.contains("<a href=\"#bead-1.1\">3–4 : 5</a>"));
        assert!(html.contains("<strong>Doubtful:</strong> a &lt; b"));
        assert!(html.contains("Noto Nastaliq Urdu"));
        assert!(!html.contains("<script"));
    }

    #[test]
    fn a_side_without_an_answer_says_so() {
        let html = page_of(&["One came.".to_owned()], &[], Grade::Sure);
        assert!(html.contains("no answer"));
        assert!(html.contains("without an answer: 1 of the source, 0 of the translation"));
        assert!(!html.contains("Weakest first"), "nothing to look at");
    }

    #[test]
    fn hostile_text_is_shown_and_not_obeyed() {
        let hostile = ["</td><script>alert(1)</script>\u{202E}".to_owned()];
        let html = page_of(&hostile, &hostile, Grade::Doubtful);
        assert!(!html.contains("<script"));
        assert!(!html.contains('\u{202E}'));
        assert!(!html.contains("<b>.txt"));
    }
}
