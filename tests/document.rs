//! What holds for every document: blocks and segments are exact, and the gaps rebuild it byte for byte.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::ops::Range;

use proptest::prelude::*;
use tarjuman::document::{DOCUMENT_FORMATS, LineEnds, SegmentText, decode, rebuild, segments};

/// Pieces that make trouble for paragraphs, Markdown and bytes.
const PIECES: &[&str] = &[
    "word",
    "Two words.",
    "دریا",
    "هغه راغی.",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{B}",
    "\u{C}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{FEFF}",
    "\u{200F}",
    "\u{A0}",
    "> ",
    ">",
    "> > ",
    "- ",
    "1. ",
    "    ",
    "# ",
    "===",
    "---",
    "***",
    "`",
    "```",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "](",
    ")",
    "[^1]",
    "[^1]: ",
    "[a]: b\n",
    "![",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "<b>",
    "\\",
    "\\\n",
    "  \n",
    "|",
    "| a | b |\n|---|---|\n",
    "| - [ ] x |",
    "- [ ] ",
    "&amp;",
    "&#0;",
    "+++",
    "---\n",
    ": ",
    "{#id}",
    "[!NOTE]",
    "😀",
    "e\u{301}",
    "\u{1}",
    "$",
];

/// Cuts after every full stop, and leaves the rest of a line as it is.
fn stops(text: &str, found: &mut Vec<Range<usize>>) {
    let mut start = 0;
    found.extend(text.split_inclusive(['.', '۔']).map(|part| {
        start += part.len();
        start - part.len()..start
    }));
}

fn documents() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..40);
    prop_oneof![4 => pieces.prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
}

/// Cuts a text in every format and layout.
fn each_way(text: &str, check: impl Fn(&[SegmentText<'_>])) {
    for format in DOCUMENT_FORMATS {
        for line_ends in [LineEnds::Paragraph, LineEnds::Wrapped] {
            let blocks = format.blocks(text, line_ends);
            let mut last = 0;
            for line in blocks.iter().flat_map(|block| &block.lines) {
                assert!(last <= line.start && line.start < line.end, "{blocks:?}");
                assert_eq!(text[line.clone()].trim(), &text[line.clone()]);
                last = line.end;
            }
            check(&segments(text, &blocks, &stops));
        }
    }
}

/// The text of a segment as it reads in the document, without what stands between its words.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn segments_are_in_order_on_characters_and_show_their_text(text in documents()) {
        each_way(&text, |found| {
            let mut last = (0, 0, 1);
            let mut end = 0;
            for one in found {
                let segment = &one.segment;
                assert!(end <= segment.range.start && segment.range.start < segment.range.end);
                end = segment.range.end;
                assert_eq!(letters(&text[segment.range.clone()]), letters(&one.text));
                assert!(!one.text.contains(['\n', '\r']) && one.text.trim() == one.text);
                let next = (segment.paragraph, segment.sentence, segment.line);
                let follows = (next.0 == last.0 && next.1 == last.1 + 1)
                    || (next.0 == last.0 + 1 && next.1 == 1)
                    || next.0 > last.0;
                assert!(follows && last.2 <= next.2, "{last:?} {next:?}");
                last = next;
            }
        });
    }

    #[test]
    fn the_same_translations_rebuild_the_document(text in documents()) {
        each_way(&text, |found| {
            assert_eq!(rebuild(&text, found, &|_| None), text);
            assert_eq!(rebuild(&text, found, &|at| Some(found[at].text.to_string())), text);
        });
    }

    #[test]
    fn gaps_and_segments_are_the_whole_document(text in documents()) {
        each_way(&text, |found| {
            let bytes: usize = found.iter().map(|one| one.segment.range.len()).sum();
            let marked = rebuild(&text, found, &|_| Some("\u{1F}".to_owned()));
            let kept = marked.len() - marked.matches('\u{1F}').count() + text.matches('\u{1F}').count();
            assert!(text.contains('\u{1F}') || kept + bytes == text.len());
        });
    }

    #[test]
    fn any_bytes_are_text_or_have_a_place(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        match decode(&bytes) {
            Ok(decoded) => assert!(!decoded.text.contains('\0')),
            Err(error) => {
                let place = error.place();
                assert!(place.line >= 1 && place.column >= 1);
                assert!(place.text.get(place.span.clone()).is_some());
            }
        }
    }

    #[test]
    fn text_comes_back_from_utf16(text in "[a-z .\n]{3}[\\PC&&[^\0]]{0,40}") {
        let little: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert_eq!(&decode(&little).unwrap().text, &text);
        assert_eq!(&decode(&big).unwrap().text, &text);
    }
}

#[test]
fn ten_megabytes_on_one_line_are_one_block() {
    let text = "Ten words stand here. ".repeat(10 * 1024 * 1024 / 22);
    for format in DOCUMENT_FORMATS {
        let blocks = format.blocks(&text, LineEnds::Wrapped);
        assert_eq!(blocks.len(), 1);
        let found = segments(&text, &blocks, &stops);
        assert_eq!(found.len(), text.len() / 22);
        assert_eq!(rebuild(&text, &found, &|_| None), text);
    }
}
