//! A variant's text with its inline codes as numbered placeholders.

use std::collections::HashMap;
use std::fmt::Write;

use super::escape::{push_attribute, push_part, unruly_controls};
use crate::model::{InlineCode, Variant};

/// Appends a variant's text as HTML; each inline code is a number, the same for both ends of a pair.
///
/// The code's original stands in its title. A code whose offset is no place in the text stands at the
/// nearest place before it.
pub(super) fn push_variant(html: &mut String, variant: &Variant) {
    let text = variant.text.as_str();
    let unruly = unruly_controls(text);
    let mut from = 0;
    for (code, number) in variant.codes.iter().zip(numbers(&variant.codes)) {
        let at = text
            .floor_char_boundary(code.offset.min(text.len()))
            .max(from);
        push_part(html, &text[from..at], &unruly, from);
        push_code(html, code, number);
        from = at;
    }
    push_part(html, &text[from..], &unruly, from);
}

/// The numbers of codes, counted from 1; codes of one pair share theirs.
pub(super) fn numbers(codes: &[InlineCode]) -> Vec<usize> {
    let mut pairs: HashMap<&str, usize> = HashMap::new();
    let mut last = 0;
    let mut numbers = Vec::with_capacity(codes.len());
    for code in codes {
        let known = code.pair.as_deref().and_then(|pair| pairs.get(pair));
        let number = known.copied().unwrap_or(last + 1);
        last = last.max(number);
        if let Some(pair) = &code.pair {
            pairs.insert(pair, number);
        }
        numbers.push(number);
    }
    numbers
}

/// Appends the placeholder of an inline code.
pub(super) fn push_code(html: &mut String, code: &InlineCode, number: usize) {
    html.push_str("<bdi class=\"code\" dir=\"ltr\" title=\"");
    let shown = if code.original.is_empty() {
        &code.element
    } else {
        &code.original
    };
    push_attribute(html, shown);
    let _ = write!(html, "\">{number}</bdi>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CodeKind;
    use crate::text::Language;

    fn code(offset: usize, kind: CodeKind, pair: Option<&str>, original: &str) -> InlineCode {
        InlineCode {
            offset,
            kind,
            pair: pair.map(str::to_owned),
            element: "ph".to_owned(),
            attributes: Vec::new(),
            original: original.to_owned(),
        }
    }

    #[test]
    fn codes_are_numbered_and_pairs_share_a_number() {
        let mut variant = Variant::new(Language::parse("en").unwrap(), "a<b گ");
        variant.codes = vec![
            code(0, CodeKind::Opening, Some("x"), "<b \"q\">"),
            code(3, CodeKind::Closing, Some("x"), "</b>"),
            code(5, CodeKind::Standalone, None, ""),
            code(99, CodeKind::Standalone, None, "z"),
        ];
        let mut html = String::new();
        push_variant(&mut html, &variant);
        let placeholder = |title: &str, number| {
            format!("<bdi class=\"code\" dir=\"ltr\" title=\"{title}\">{number}</bdi>")
        };
        let expected = [
            placeholder("&lt;b &quot;q&quot;&gt;", 1),
            "a&lt;b".to_owned(),
            placeholder("&lt;/b&gt;", 1),
            " ".to_owned(),
            placeholder("ph", 2),
            "گ".to_owned(),
            placeholder("z", 3),
        ]
        .concat();
        assert_eq!(html, expected);
    }
}
