//! The frame of every page: head with stylesheet and fonts, body, footer.

use std::fmt::Write;

use super::escape::push_attribute;
use super::fonts::{embedded, push_rule};
use crate::text::Language;

/// The stylesheet of all pages.
const STYLE: &str = include_str!("style.css");

/// One page that needs nothing but itself: no script, no file, no network.
///
/// `title` is plain text, `body` is HTML; the fonts of `languages` are embedded. The page's own words are
/// English; whatever is in another language carries its own `lang` and `dir`.
pub(super) fn page(title: &str, languages: &[Language], body: &str) -> String {
    styled_page(title, languages, "", body)
}

/// As [`page`], with a stylesheet of its own behind that of all pages.
pub(super) fn styled_page(title: &str, languages: &[Language], style: &str, body: &str) -> String {
    let mut html = String::with_capacity(body.len() + 320_000);
    html.push_str("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    push_attribute(&mut html, title);
    html.push_str(
        "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    );
    html.push_str("<meta name=\"color-scheme\" content=\"light dark\">\n");
    let _ = writeln!(
        html,
        "<meta name=\"generator\" content=\"Tarjuman {}\">",
        env!("CARGO_PKG_VERSION")
    );
    html.push_str("<style>\n");
    let faces = embedded(languages);
    for face in &faces {
        push_rule(&mut html, *face);
    }
    html.push_str(STYLE);
    html.push_str(style);
    html.push_str("</style>\n</head>\n<body>\n");
    html.push_str(body);
    let _ = write!(
        html,
        "<footer><p>Made with Tarjuman {}.",
        env!("CARGO_PKG_VERSION")
    );
    let families: Vec<&str> = faces.iter().filter_map(|face| face.family()).collect();
    if !families.is_empty() {
        let _ = write!(
            html,
            " Set in {}, under the SIL Open Font License 1.1.",
            families.join(" and ")
        );
    }
    html.push_str("</p></footer>\n</body>\n</html>\n");
    html
}
