//! A text with what was left out and what was put in, as HTML that never breaks a letter's join.

use std::fmt::Write;
use std::ops::Range;

use super::escape::{push_attribute, push_text};
use super::inline::{numbers, push_code};
use crate::model::Variant;
use crate::revision::{Comparison, Operation, OperationKind, Part};
use crate::text::{chip, invisible};

/// The two texts of a comparison.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) old: Option<&'a Variant>,
    pub(super) new: Option<&'a Variant>,
}

/// Appends both texts as one: what is equal once, what changed as `del` and `ins` with a space between.
///
/// What differs inside a word is a `span` in a `del` or `ins`, on whole pieces, for a background alone.
pub(super) fn push_comparison(html: &mut String, comparison: &Comparison, sides: Sides<'_>) {
    for operation in &comparison.operations {
        if operation.kind == OperationKind::Equal {
            push_pieces(html, sides.new, &operation.new);
            continue;
        }
        let tags = [
            ("del", sides.old, &operation.old),
            ("ins", sides.new, &operation.new),
        ];
        let mut is_second = false;
        for (tag, variant, part) in tags.into_iter().filter(|(_, _, part)| !part.is_empty()) {
            if is_second {
                html.push_str("<span class=\"gap\"> </span>");
            }
            push_change(html, tag, operation, variant, part);
            is_second = true;
        }
    }
}

fn push_change(
    html: &mut String,
    tag: &str,
    operation: &Operation,
    variant: Option<&Variant>,
    part: &Part,
) {
    let class = operation.class.map_or("", |class| class.as_str());
    let _ = write!(html, "<{tag} class=\"{class}\"");
    if let Some(number) = operation.moved {
        let _ = write!(html, " data-move=\"{number}\"");
    }
    html.push('>');
    let text = variant
        .and_then(|variant| variant.text.get(part.bytes.clone()))
        .unwrap_or_default();
    let is_unseen = |c: char| c.is_whitespace() || invisible(c).is_some();
    if !text.is_empty() && text.chars().all(is_unseen) {
        text.chars().for_each(|c| push_name(html, c));
    }
    push_pieces(html, variant, part);
    let _ = write!(html, "</{tag}>");
}

/// Appends the short name of a character without a shape.
fn push_name(html: &mut String, c: char) {
    let label = invisible(c).map_or("SPACE", |known| known.label);
    let _ = write!(
        html,
        "<bdi class=\"control\" lang=\"en\" dir=\"ltr\" title=\""
    );
    push_attribute(html, &chip(c));
    let _ = write!(html, "\">{label}</bdi>");
}

/// Appends a part of a text with its inline codes and what is emphasised.
fn push_pieces(html: &mut String, variant: Option<&Variant>, part: &Part) {
    let Some(variant) = variant else { return };
    let numbers = numbers(&variant.codes);
    let mut codes = part.codes.clone();
    let mut from = part.bytes.start;
    let emphasis = part
        .emphasis
        .iter()
        .cloned()
        .chain(std::iter::once(part.bytes.end..part.bytes.end));
    let mut push_until = |html: &mut String, to: usize| {
        while let Some(number) = codes.clone().next() {
            let code = &variant.codes[number];
            let at = variant
                .text
                .floor_char_boundary(code.offset)
                .clamp(from, part.bytes.end);
            // A code at the end of a stretch belongs to the next one, but for the last.
            if at > to || (at == to && to < part.bytes.end) {
                break;
            }
            push_slice(html, variant, from..at);
            push_code(html, code, numbers[number]);
            from = at;
            codes.start += 1;
        }
        push_slice(html, variant, from..to);
        from = to;
    };
    for range in emphasis {
        push_until(html, range.start);
        if !range.is_empty() {
            html.push_str("<span class=\"inner\">");
            push_until(html, range.end);
            html.push_str("</span>");
        }
    }
}

/// Each slice is escaped for itself: a bidi control whose partner stands in another one is shown by name.
fn push_slice(html: &mut String, variant: &Variant, range: Range<usize>) {
    push_text(html, variant.text.get(range).unwrap_or_default());
}

/// Appends what cannot be seen in a comparison: each exchange once, with code points and names.
pub(super) fn push_chips(html: &mut String, comparison: &Comparison) {
    let chips = comparison.unseen();
    if chips.is_empty() {
        return;
    }
    html.push_str("<ul class=\"chips\" aria-label=\"Changes that cannot be seen\">\n");
    for unseen in chips {
        html.push_str("<li>");
        push_characters(html, "del", &unseen.old);
        if !unseen.old.is_empty() && !unseen.new.is_empty() {
            html.push_str(" → ");
        }
        push_characters(html, "ins", &unseen.new);
        if unseen.times > 1 {
            let _ = write!(html, " ×{}", unseen.times);
        }
        html.push_str("</li>\n");
    }
    html.push_str("</ul>\n");
}

fn push_characters(html: &mut String, tag: &str, characters: &str) {
    if characters.is_empty() {
        return;
    }
    let _ = write!(html, "<{tag} class=\"chip\">");
    let names: Vec<_> = characters.chars().map(chip).collect();
    push_text(html, &names.join(", "));
    let _ = write!(html, "</{tag}>");
}
