//! The page of findings: what the checks say, text by text, with filters that need no script.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;
use std::ops::Range;

use super::autonym::autonym;
use super::escape::{anchor, push_part, push_text, unruly_controls};
use super::inline::{numbers, push_code};
use super::list::{self, push_choice, push_language, section_id, unique};
use super::page::styled_page;
use crate::model::{DocumentName, Finding, Placement, Severity, UnitId, Variant};
use crate::text::{Language, chip, invisible};

/// The stylesheet of this page alone.
const STYLE: &str = include_str!("findings.css");

/// What a page of findings shows.
#[derive(Clone, Debug)]
pub struct FindingsPage<'a> {
    /// How many translations were looked at.
    pub checked: u64,
    /// The translations of which there is something to say, in order.
    pub texts: Vec<FoundText<'a>>,
}

/// A translation and what was found in it.
#[derive(Clone, Debug)]
pub struct FoundText<'a> {
    /// The document; `None` for a unit of a file.
    pub document: Option<&'a DocumentName>,
    /// Where the unit stands.
    pub placement: Option<&'a Placement>,
    /// The unit.
    pub unit: &'a UnitId,
    /// The source text.
    pub source: &'a Variant,
    /// The translation.
    pub target: &'a Variant,
    /// Each finding, with the reason for which it was dismissed.
    pub findings: Vec<(&'a Finding, Option<&'a str>)>,
}

/// Writes findings as one HTML page: counts by check, then every text with what was found in it.
///
/// `#`, a unit's id, a dot and the language leads to its text. The same input gives the same bytes. Linear in the
/// texts.
#[must_use]
pub fn findings_page(page: &FindingsPage<'_>) -> String {
    let mut body = String::from("<header class=\"list\">\n<h1>Findings</h1>\n");
    let texts = page.texts.len();
    let _ = writeln!(
        body,
        "<p>{} translations checked, {texts} with findings</p>\n</header>",
        page.checked
    );
    push_filters(&mut body, page);
    body.push_str("<main>\n");
    if page.texts.is_empty() {
        body.push_str("<p>Nothing was found.</p>\n");
    } else {
        push_summary(&mut body, page);
        push_texts(&mut body, page);
    }
    body.push_str("</main>\n");
    let variants = page
        .texts
        .iter()
        .flat_map(|text| [text.source, text.target]);
    let fonts: BTreeSet<_> = variants.map(|variant| variant.language.clone()).collect();
    let fonts: Vec<_> = fonts.into_iter().collect();
    let style = format!("{}{STYLE}{}", list::STYLE, filter_rules(page));
    styled_page("Findings", &fonts, &style, &body)
}

/// The word for a finding's weight; dismissed ones have none.
fn weight(finding: &Finding, dismissed: Option<&str>) -> &'static str {
    match (dismissed, finding.severity) {
        (Some(_), _) => "dismissed",
        (None, Severity::Error) => "error",
        (None, Severity::Warning) => "warning",
        (None, Severity::Info) => "note",
    }
}

const WEIGHTS: [&str; 4] = ["error", "warning", "note", "dismissed"];

/// How many findings each check has of each weight.
fn counts<'a>(page: &FindingsPage<'a>) -> BTreeMap<&'a str, [usize; 4]> {
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for (finding, dismissed) in page.texts.iter().flat_map(|text| &text.findings) {
        let own = weight(finding, *dismissed);
        let at = WEIGHTS.iter().position(|weight| *weight == own);
        counts.entry(&finding.id).or_default()[at.unwrap_or(0)] += 1;
    }
    counts
}

fn languages<'a>(page: &FindingsPage<'a>) -> BTreeSet<&'a Language> {
    let targets = page.texts.iter().map(|text| &text.target.language);
    targets.collect()
}

fn push_filters(html: &mut String, page: &FindingsPage<'_>) {
    let counts = counts(page);
    html.push_str("<div class=\"filters\" role=\"group\" aria-label=\"What to show\">\n");
    let total: usize = counts.values().flatten().sum();
    let mut weights = vec![("all".to_owned(), format!("all {total}"))];
    for (at, weight) in WEIGHTS.into_iter().enumerate() {
        let count: usize = counts.values().map(|own| own[at]).sum();
        if count > 0 {
            weights.push((weight.to_owned(), format!("{weight} {count}")));
        }
    }
    push_choice(html, "Weight", "weight", &weights);
    let mut checks = vec![("all".to_owned(), "all".to_owned())];
    checks.extend(counts.iter().map(|(check, own)| {
        let count: usize = own.iter().sum();
        (anchor(check), format!("{check} {count}"))
    }));
    push_choice(html, "Check", "check", &checks);
    let mut tags = vec![("all".to_owned(), "all".to_owned())];
    tags.extend(languages(page).into_iter().map(|language| {
        let name = autonym(language).0.unwrap_or(language.as_str());
        (language.to_string(), name.to_owned())
    }));
    if tags.len() > 2 {
        push_choice(html, "Language", "lang", &tags);
    }
    html.push_str("</div>\n");
}

/// The rules by which the radio buttons hide what was not chosen. Names of checks and tags are plain ASCII.
fn filter_rules(page: &FindingsPage<'_>) -> String {
    let mut rules = String::new();
    for weight in WEIGHTS {
        let _ = writeln!(
            rules,
            "body:has(#weight-{weight}:checked) :is(.unit:not(.has-{weight}), .finding:not(.is-{weight})) {{ display: none; }}"
        );
    }
    for check in counts(page).into_keys() {
        let name = anchor(check).replace('~', "\\~");
        let _ = writeln!(
            rules,
            "body:has(#check-{name}:checked) :is(.unit, .finding):not(.by-{name}) {{ display: none; }}"
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

fn push_summary(html: &mut String, page: &FindingsPage<'_>) {
    html.push_str("<table class=\"summary\">\n<thead><tr><th scope=\"col\">Check</th>");
    for weight in WEIGHTS {
        let _ = write!(html, "<th scope=\"col\">{weight}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for (check, own) in counts(page) {
        html.push_str("<tr><th scope=\"row\"><bdi>");
        push_text(html, check);
        html.push_str("</bdi></th>");
        for count in own {
            let _ = match count {
                0 => write!(html, "<td></td>"),
                count => write!(html, "<td>{count}</td>"),
            };
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
}

fn push_texts(html: &mut String, page: &FindingsPage<'_>) {
    let mut taken = HashSet::new();
    for group in page.texts.chunk_by(|one, two| one.document == two.document) {
        let document = group.first().and_then(|first| first.document);
        let id = unique(section_id(document.map(DocumentName::as_str)), &mut taken);
        let _ = write!(html, "<section id=\"{id}\">\n<h2><bdi>");
        push_text(
            html,
            document.map_or("Units of a file", DocumentName::as_str),
        );
        html.push_str("</bdi></h2>\n");
        for text in group {
            let name = format!("{}.{}", anchor(text.unit.as_str()), text.target.language);
            push_unit(html, text, &unique(name, &mut taken));
        }
        html.push_str("</section>\n");
    }
}

fn push_unit(html: &mut String, text: &FoundText<'_>, id: &str) {
    html.push_str("<article class=\"unit");
    let classes = text.findings.iter().flat_map(|(finding, dismissed)| {
        let weight = weight(finding, *dismissed);
        [
            format!("by-{}", anchor(&finding.id)),
            format!("has-{weight}"),
        ]
    });
    for class in classes.collect::<BTreeSet<_>>() {
        let _ = write!(html, " {class}");
    }
    let _ = writeln!(
        html,
        "\" id=\"{id}\" data-lang=\"{}\">\n<h3><a href=\"#{id}\"><bdi>",
        text.target.language
    );
    match text.placement {
        Some(place) if place.paragraph > 0 => {
            let _ = write!(html, "¶{}.{}", place.paragraph, place.sentence);
        }
        _ => push_text(html, text.unit.as_str()),
    }
    html.push_str("</bdi></a> <bdi>");
    push_text(html, text.unit.as_str());
    let _ = writeln!(
        html,
        "</bdi> <span class=\"state\">{}</span></h3>",
        text.target.state
    );
    let source = |finding: &Finding| finding.source_span.clone();
    push_marked(html, text.source, "source", &marks(text, &source));
    let target = |finding: &Finding| finding.target_span.clone();
    push_marked(html, text.target, "text", &marks(text, &target));
    html.push_str("<ul class=\"found\">\n");
    for (finding, dismissed) in &text.findings {
        push_finding(html, finding, *dismissed, text.target);
    }
    html.push_str("</ul>\n</article>\n");
}

/// What is marked in a text: a part, and the weight of the gravest finding about it. In order, none over another.
fn marks(
    text: &FoundText<'_>,
    span: &dyn Fn(&Finding) -> Option<Range<usize>>,
) -> Vec<(Range<usize>, &'static str)> {
    let rank = |name: &str| WEIGHTS.iter().position(|weight| *weight == name);
    let spans: Vec<_> = text
        .findings
        .iter()
        .filter_map(|(finding, dismissed)| Some((span(finding)?, weight(finding, *dismissed))))
        .filter(|(span, _)| !span.is_empty())
        .collect();
    let ends = spans.iter().flat_map(|(span, _)| [span.start, span.end]);
    let ends: Vec<_> = ends.collect::<BTreeSet<_>>().into_iter().collect();
    let mut marks: Vec<(Range<usize>, &'static str)> = Vec::new();
    for pair in ends.windows(2) {
        let covering = spans
            .iter()
            .filter(|(span, _)| span.start <= pair[0] && pair[1] <= span.end);
        let gravest = covering
            .map(|(_, weight)| *weight)
            .min_by_key(|own| rank(own));
        let Some(weight) = gravest else { continue };
        match marks.last_mut() {
            Some((last, own)) if last.end == pair[0] && *own == weight => last.end = pair[1],
            _ => marks.push((pair[0]..pair[1], weight)),
        }
    }
    marks
}

/// Appends a text with its marks and its inline codes. A mark is a background alone, so that letters stay joined.
fn push_marked(
    html: &mut String,
    variant: &Variant,
    class: &str,
    marks: &[(Range<usize>, &'static str)],
) {
    html.push_str("<p");
    push_language(html, &variant.language, class);
    let text = variant.text.as_str();
    let at = |offset: usize| text.floor_char_boundary(offset.min(text.len()));
    let unruly = unruly_controls(text);
    let mut codes = variant.codes.iter().zip(numbers(&variant.codes)).peekable();
    let mut from = 0;
    let mut push_until = |html: &mut String, to: usize| {
        while let Some((code, number)) = codes.next_if(|(code, _)| at(code.offset) <= to) {
            let place = at(code.offset).max(from);
            push_part(html, &text[from..place], &unruly, from);
            push_code(html, code, number);
            from = place;
        }
        push_part(html, &text[from..to], &unruly, from);
        from = to;
    };
    for (span, weight) in marks {
        push_until(html, at(span.start));
        let _ = write!(html, "<mark class=\"{weight}\">");
        push_until(html, at(span.end));
        html.push_str("</mark>");
    }
    push_until(html, text.len());
    html.push_str("</p>\n");
}

fn push_finding(html: &mut String, finding: &Finding, dismissed: Option<&str>, target: &Variant) {
    let weight = weight(finding, dismissed);
    let id = anchor(&finding.id);
    let _ = write!(
        html,
        "<li class=\"finding is-{weight} by-{id}\"><span class=\"weight\">{weight}</span> <code>"
    );
    push_text(html, &finding.id);
    html.push_str("</code> <bdi>");
    push_text(html, &finding.message);
    html.push_str("</bdi>");
    for (class, words) in [("hint", finding.hint.as_deref()), ("reason", dismissed)] {
        if let Some(words) = words {
            let _ = write!(html, " <span class=\"{class}\"><bdi>");
            push_text(html, words);
            html.push_str("</bdi></span>");
        }
    }
    if let Some(edit) = &finding.fix
        && let Some(old) = target.text.get(edit.span.clone())
    {
        html.push_str(" <span class=\"fix\">");
        push_piece(html, old, &target.language);
        html.push_str(" → ");
        push_piece(html, &edit.text, &target.language);
        html.push_str("</span>");
    }
    html.push_str("</li>\n");
}

/// Appends a piece of a text; what has no shape is named.
fn push_piece(html: &mut String, piece: &str, language: &Language) {
    if piece.is_empty() {
        return html.push_str("<i>nothing</i>");
    }
    let is_unseen = |c: char| c.is_whitespace() || invisible(c).is_some();
    if piece.chars().all(is_unseen) {
        let names: Vec<_> = piece.chars().map(chip).collect();
        return push_text(html, &names.join(", "));
    }
    html.push_str("<bdi");
    push_language(html, language, "piece");
    push_text(html, piece);
    html.push_str("</bdi>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edit;

    fn variant(tag: &str, text: &str) -> Variant {
        Variant::new(Language::parse(tag).unwrap(), text)
    }

    fn finding(id: &str, severity: Severity, span: Range<usize>) -> Finding {
        Finding {
            target_span: Some(span),
            ..Finding::new(id, severity, "something <is> wrong")
        }
    }

    fn page(findings: &[(&Finding, Option<&str>)]) -> String {
        let (source, target) = (variant("en", "It rose."), variant("ur", "دریا چڑھا"));
        let unit = UnitId("u1".into());
        let text = FoundText {
            document: None,
            placement: None,
            unit: &unit,
            source: &source,
            target: &target,
            findings: findings.to_vec(),
        };
        findings_page(&FindingsPage {
            checked: 3,
            texts: vec![text],
        })
    }

    #[test]
    fn parts_are_marked_inside_words_by_the_gravest_finding() {
        let one = finding("one", Severity::Warning, 0..6);
        let two = finding("two", Severity::Error, 4..8);
        let html = page(&[(&one, None), (&two, None)]);
        assert!(
            html.contains(
                "<mark class=\"warning\">در</mark><mark class=\"error\">یا</mark> چڑھا</p>"
            )
        );
        assert!(html.contains("something &lt;is&gt; wrong"));
        assert!(!html.contains("<script"));
    }

    #[test]
    fn filters_count_and_hide_without_script() {
        let one = finding("one", Severity::Warning, 0..2);
        let two = finding("two", Severity::Error, 0..2);
        let html = page(&[(&one, Some("a quotation")), (&two, None)]);
        for words in [
            "id=\"check-one\"",
            "one 1",
            "error 1",
            "dismissed 1",
            "class=\"unit by-one by-two has-dismissed has-error\" id=\"u1.ur\"",
            "body:has(#check-two:checked) :is(.unit, .finding):not(.by-two)",
            "<span class=\"reason\"><bdi>a quotation",
        ] {
            assert!(html.contains(words), "{words}");
        }
        assert!(
            !html.contains("id=\"lang-ur\""),
            "one language needs no choice"
        );
    }

    #[test]
    fn a_fix_shows_what_becomes_of_what() {
        let with_fix = |span: Range<usize>, text: &str| Finding {
            fix: Some(Edit {
                span: span.clone(),
                text: text.to_owned(),
            }),
            ..finding("one", Severity::Warning, span)
        };
        let space = with_fix(8..9, "");
        assert!(page(&[(&space, None)]).contains("U+0020 SPACE → <i>nothing</i>"));
        let letter = with_fix(0..2, "ڈ");
        assert!(page(&[(&letter, None)]).contains("dir=\"rtl\">ڈ</bdi></span>"));
    }

    #[test]
    fn nothing_found_is_said() {
        let html = findings_page(&FindingsPage {
            checked: 3,
            texts: Vec::new(),
        });
        assert!(html.contains("Nothing was found."));
    }
}
