//! The reading copy as a whole: its structure, its safety, and that it needs nothing but itself.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use tarjuman::model::{
    CodeKind, DocumentName, InlineCode, Placement, State, Unit, UnitId, Variant,
};
use tarjuman::report::{ReadingCopy, reading_copy};
use tarjuman::text::Language;

const GOLDEN: &str = include_str!("golden/reading_copy.html");
const STYLE: &str = include_str!("../src/report/style.css");

fn tag(text: &str) -> Language {
    Language::parse(text).unwrap()
}

fn name() -> DocumentName {
    DocumentName::new("part-1/well").unwrap()
}

fn unit(id: &str, (paragraph, sentence): (u32, u32), texts: &[(&str, &str)]) -> Unit {
    let mut variants = texts
        .iter()
        .map(|(language, text)| Variant::new(tag(language), *text));
    let mut unit = Unit::new(UnitId(id.to_owned()), variants.next().unwrap());
    unit.variants.extend(variants);
    unit.placement = Some(Placement {
        document: name(),
        order: 0,
        paragraph,
        sentence,
        segments: 1,
        line: paragraph,
    });
    unit
}

/// A heading and two paragraphs: reviewed, translated, in need of work, missing; codes and joined segments.
fn well() -> Vec<Unit> {
    let mut heading = unit(
        "aa1",
        (1, 1),
        &[("en", "The Well"), ("ur", "کنواں"), ("ps", "څاه")],
    );
    heading.variants[1].state = State::Final;
    heading.variants[2].state = State::Reviewed;
    let first = unit(
        "bb2",
        (2, 1),
        &[
            ("en", "It went dry."),
            ("ur", "وہ سوکھ گیا۔"),
            ("ps", "وچه شوه."),
        ],
    );
    let mut second = unit(
        "cc3",
        (2, 2),
        &[("en", "We dug & dug."), ("ur", "TTP کے بعد۔"), ("ps", "")],
    );
    second.variants[1].needs_work = Some("«<b>79» became 97".to_owned());
    second.placement.as_mut().unwrap().segments = 2;
    let mut third = unit(
        "a b",
        (3, 1),
        &[("en", "Rain fell."), ("ps", "باران\u{202E} وشو.")],
    );
    third.variants[0].codes = vec![InlineCode {
        offset: 5,
        kind: CodeKind::Standalone,
        pair: None,
        element: "ph".to_owned(),
        attributes: Vec::new(),
        original: "<br/>".to_owned(),
    }];
    vec![heading, first, second, third]
}

fn copy_of(units: &[Unit], languages: &[&str]) -> String {
    let languages: Vec<Language> = languages.iter().map(|language| tag(language)).collect();
    reading_copy(&ReadingCopy {
        document: &name(),
        languages: &languages,
        units,
        headings: &BTreeMap::from([(1, 1)]),
    })
}

fn body(html: &str) -> &str {
    let from = html.find("<body>").unwrap();
    let to = html.rfind("</html>").unwrap();
    &html[from..to]
}

/// All tags in order, without attributes: `td`, `/td`.
fn tags(html: &str) -> Vec<&str> {
    let opened = html.split('<').skip(1);
    opened
        .map(|tag| tag.split([' ', '>']).next().unwrap_or_default())
        .collect()
}

fn assert_balanced(html: &str) {
    let mut open = Vec::new();
    for tag in tags(html) {
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed)),
            None if tag == "br" => {}
            None => open.push(tag),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn the_page_is_as_it_was_agreed() {
    let html = copy_of(&well(), &["en", "ur", "ps"]);
    assert_balanced(body(&html));
    let agreed = GOLDEN.replace("VERSION", env!("CARGO_PKG_VERSION"));
    assert_eq!(body(&html), agreed, "the whole body:\n{}", body(&html));
}

#[test]
fn the_same_units_give_the_same_bytes() {
    assert_eq!(
        copy_of(&well(), &["en", "ur", "ps"]),
        copy_of(&well(), &["en", "ur", "ps"])
    );
}

#[test]
fn the_title_is_the_first_heading_or_the_document() {
    let html = copy_of(&well(), &["en", "ur", "ps"]);
    assert!(html.contains("<title>The Well · English, اردو, پښتو</title>"));
    let plain = copy_of(&well()[1..], &["en", "ur-PK"]);
    assert!(plain.contains("<title>part-1/well · English, اردو</title>"));
    assert!(
        body(&plain).contains("<h1 class=\"document\">Reading copy of <bdi>part-1/well</bdi></h1>")
    );
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    let html = copy_of(&well(), &["en", "ur", "ps"]);
    let without_fonts: String = html
        .split("base64,")
        .map(|part| part.split_once(") format").map_or(part, |(_, rest)| rest))
        .collect();
    for outside in [
        "http",
        "//",
        "@import",
        "<script",
        "<link",
        "<img",
        "javascript:",
    ] {
        assert!(!without_fonts.contains(outside), "{outside}");
    }
    assert!(!tags_with_attributes(body(&html)).contains(" on"));
    for load in html.split("url(").skip(1) {
        assert!(load.starts_with("data:font/woff2;base64,"));
    }
}

/// The inside of every tag, one after the other.
fn tags_with_attributes(html: &str) -> String {
    let inside = html
        .split('<')
        .skip(1)
        .filter_map(|tag| tag.split('>').next());
    inside.collect::<Vec<_>>().join("\n")
}

#[test]
fn only_the_fonts_of_its_languages_are_in_a_page() {
    let faces = |languages: &[&str]| {
        let html = copy_of(&well(), languages);
        let face = |family: &str| html.contains(&format!("@font-face{{font-family:\"{family}\""));
        (
            face("Noto Nastaliq Urdu"),
            face("Noto Naskh Arabic"),
            html.len(),
        )
    };
    let (none, one, both) = (
        faces(&["en", "de"]),
        faces(&["en", "ps"]),
        faces(&["en", "ur", "ps"]),
    );
    assert_eq!((none.0, none.1), (false, false));
    assert_eq!((one.0, one.1), (false, true));
    assert_eq!((both.0, both.1), (true, true));
    println!(
        "page of four units: {} B bare, {} B with Naskh, {} B with both",
        none.2, one.2, both.2
    );
    assert!(none.2 < 20_000 && both.2 < 320_000);
}

#[test]
fn direction_is_the_languages_not_the_contents() {
    let html = copy_of(&well(), &["en", "ur", "ps"]);
    let cell = body(&html)
        .split("<td")
        .find(|cell| cell.contains("TTP"))
        .unwrap();
    assert!(
        cell.starts_with(" role=\"cell\" lang=\"ur\" dir=\"rtl\" class=\"nastaliq\""),
        "{cell}"
    );
    let cells = body(&html).split("<td").skip(1);
    assert!(cells.clone().count() == 12);
    for cell in cells {
        let attributes = cell.split('>').next().unwrap();
        assert!(
            attributes.contains(" lang=\"") && attributes.contains(" dir=\""),
            "{attributes}"
        );
    }
}

#[test]
fn an_empty_document_is_a_page_too() {
    let html = copy_of(&[], &["en", "ur"]);
    assert!(body(&html).contains("This document holds no text."));
    assert_balanced(body(&html));
}

#[test]
fn units_of_the_memory_alone_have_rows() {
    let mut units = well();
    for unit in &mut units {
        unit.placement = None;
    }
    let html = copy_of(&units, &["en", "ur"]);
    assert_eq!(html.matches("<tbody").count(), 1);
    assert_eq!(html.matches("<a href=\"#").count(), 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_breaks_out_of_its_cell(
        texts in prop::collection::vec("(<|>|\"|'|&|/|td|script|--|[\u{202A}-\u{202E}]|[\u{2066}-\u{2069}]|\\PC|\n|\u{1}){0,12}", 4),
        id in "\\PC{0,8}",
    ) {
        let mut one = unit("x", (1, 1), &[("en", &texts[0]), ("ur", &texts[1]), ("ps", &texts[2])]);
        one.id = UnitId(id);
        one.variants[1].needs_work = Some(texts[3].clone());
        let html = copy_of(&[one], &["en", "ur", "ps"]);
        let body = body(&html);
        assert_balanced(body);
        assert_eq!(tags(body).iter().filter(|tag| **tag == "td").count(), 3);
        let known = ["body", "header", "main", "footer", "table", "thead", "tbody", "tr", "th", "td", "p", "h1",
            "ul", "li", "span", "bdi", "a", "br"];
        assert!(tags(body).iter().all(|tag| known.contains(&tag.trim_start_matches('/'))));
        for attributes in tags_with_attributes(body).lines() {
            assert_eq!(attributes.matches('"').count() % 2, 0);
        }
        assert!(!body.contains(['\u{202D}', '\u{202E}', '\u{1}']));
    }
}

/// The value of a colour in the first or second palette of the stylesheet.
fn colour(palette: &str, name: &str) -> [f64; 3] {
    let (_, value) = palette.split_once(&format!("--{name}: #")).unwrap();
    let part = |at: usize| f64::from(u8::from_str_radix(&value[at..at + 2], 16).unwrap()) / 255.0;
    [part(0), part(2), part(4)]
}

/// Relative luminance after WCAG 2.2.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|part| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[test]
fn text_stands_out_in_both_palettes() {
    let (light, rest) = STYLE
        .split_once("@media (prefers-color-scheme: dark)")
        .unwrap();
    for palette in [light, rest] {
        for (ink, paper) in [
            ("ink", "paper"),
            ("ink", "raised"),
            ("quiet", "paper"),
            ("quiet", "raised"),
            ("link", "paper"),
            ("link", "raised"),
            ("alert", "alert-paper"),
            ("alert", "paper"),
        ] {
            let (one, two) = (
                luminance(colour(palette, ink)),
                luminance(colour(palette, paper)),
            );
            let contrast = (one.max(two) + 0.05) / (one.min(two) + 0.05);
            assert!(contrast >= 4.5, "{ink} on {paper}: {contrast:.2}");
        }
    }
}

#[test]
fn the_stylesheet_names_no_side_and_hides_no_overflow() {
    for line in STYLE.lines().map(str::trim) {
        let property = line.split(':').next().unwrap_or_default();
        let sided = property.ends_with("-left") || property.ends_with("-right");
        assert!(
            !sided && !matches!(property, "left" | "right" | "float"),
            "{line}"
        );
        assert!(
            !line.ends_with(": left;") && !line.ends_with(": right;"),
            "{line}"
        );
        assert!(
            !property.starts_with("overflow") || property == "overflow-wrap",
            "{line}"
        );
    }
}
