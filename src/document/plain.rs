//! Plain text: paragraphs by line or by blank line, and headings by their looks.

use super::line::{LineEnd, is_blank, lines, trimmed};
use super::{Block, BlockKind, DocumentFormat, LineEnds, Lines};

/// How many words a line may have to pass for a heading.
const HEADING_WORDS: usize = 12;

/// How long a heading may be, in bytes.
const HEADING_BYTES: usize = 400;

/// How many headings may follow one another: a longer run of short lines is a list or a poem.
const HEADING_RUN: usize = 3;

/// Plain text.
#[derive(Clone, Copy, Debug)]
pub struct PlainText;

impl DocumentFormat for PlainText {
    fn name(&self) -> &'static str {
        "text"
    }

    fn title(&self) -> &'static str {
        "plain text"
    }

    fn suffixes(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn blocks(&self, text: &str, line_ends: LineEnds) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut open = Lines::new();
        for (line, end) in lines(text) {
            let line = trimmed(text, line);
            let blank = is_blank(&text[line.clone()]);
            if blank {
                close(&mut blocks, &mut open);
            } else {
                open.push(line);
            }
            if line_ends == LineEnds::Paragraph || end != LineEnd::Line {
                close(&mut blocks, &mut open);
            }
        }
        mark_headings(text, &mut blocks);
        blocks
    }
}

fn close(blocks: &mut Vec<Block>, open: &mut Lines) {
    if open.is_empty() {
        return;
    }
    blocks.push(Block {
        kind: BlockKind::Paragraph,
        paragraph: u32::try_from(blocks.len() + 1).unwrap_or(u32::MAX),
        lines: std::mem::take(open),
    });
}

/// Marks as headings the short lines without a sentence's end that stand right before a paragraph.
fn mark_headings(text: &str, blocks: &mut [Block]) {
    let mut run = 0;
    for at in 0..blocks.len() {
        if looks_like_heading(text, &blocks[at]) {
            run += 1;
            continue;
        }
        if run <= HEADING_RUN {
            for (number, block) in blocks[at - run..at].iter_mut().enumerate() {
                let first = at == run && number == 0;
                block.kind = BlockKind::Heading(if first { 1 } else { 2 });
            }
        }
        run = 0;
    }
}

/// One line of a few words that neither ends like prose, holds a sentence's end, nor begins like a list.
fn looks_like_heading(text: &str, block: &Block) -> bool {
    let [line] = block.lines.as_slice() else {
        return false;
    };
    let line = &text[line.clone()];
    line.len() <= HEADING_BYTES
        && line.starts_with(begins_heading)
        && !line.ends_with(ends_prose)
        && line.split_whitespace().nth(HEADING_WORDS).is_none()
        && !holds_end(line)
}

fn begins_heading(first: char) -> bool {
    first.is_numeric() || (first.is_alphabetic() && !first.is_lowercase())
}

fn ends_prose(last: char) -> bool {
    !(last.is_alphanumeric() || matches!(last, ')' | '\u{064B}'..='\u{0652}'))
}

/// Whether a sentence seems to end inside the line.
fn holds_end(line: &str) -> bool {
    line.split_whitespace()
        .rev()
        .skip(1)
        .any(|word| word.chars().count() > 2 && word.ends_with(['.', '!', '?', '۔', '؟']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, line_ends: LineEnds) -> Vec<(BlockKind, String)> {
        PlainText
            .blocks(text, line_ends)
            .iter()
            .map(|block| (block.kind, block.logical_line(text).text.into_owned()))
            .collect()
    }

    fn paragraph(text: &str) -> (BlockKind, String) {
        (BlockKind::Paragraph, text.to_owned())
    }

    #[test]
    fn a_line_is_a_paragraph_by_default() {
        let found = texts(
            "One goes.\r\n\r\n  Two stays. \rThree.\n",
            LineEnds::Paragraph,
        );
        let expected = ["One goes.", "Two stays.", "Three."].map(paragraph);
        assert_eq!(found, expected);
    }

    #[test]
    fn wrapped_lines_are_joined_up_to_a_blank_line_or_form_feed() {
        let text = "One line\n  goes on.\n \t\nTwo\u{2028}is.\u{C}Three\nis.\u{2029}Four.";
        let expected = ["One line goes on.", "Two is.", "Three is.", "Four."].map(paragraph);
        assert_eq!(texts(text, LineEnds::Wrapped), expected);
    }

    #[test]
    fn a_short_line_before_a_paragraph_is_a_heading() {
        let text = "The Well\nSaba Gul\nIt was dry. We dug.\nThe Second Summer\nIt rained.\n";
        let kinds: Vec<_> = texts(text, LineEnds::Paragraph)
            .into_iter()
            .map(|(kind, _)| kind)
            .collect();
        let (first, later) = (BlockKind::Heading(1), BlockKind::Heading(2));
        let body = BlockKind::Paragraph;
        assert_eq!(kinds, [first, later, body, later, body]);
    }

    #[test]
    fn poems_lists_and_quotations_are_not_headings() {
        for text in [
            "A rose\nA thorn\nA field\nA fence\nThen rain came.\n",
            "- milk\nThat is all.\n",
            "He said:\nCome.\n",
            "Stop!\nHe stood still.\n",
            "Dr. Khan came. He left\nThat was all.\n",
            "Just one line",
        ] {
            let kinds = texts(text, LineEnds::Paragraph);
            assert!(
                kinds.iter().all(|(kind, _)| *kind == BlockKind::Paragraph),
                "{kinds:?}"
            );
        }
    }

    #[test]
    fn urdu_and_pashto_headings_are_seen() {
        for text in ["پہلا باب\nبارش ہوئی۔\n", "لومړی څپرکی\nباران وشو.\n"]
        {
            assert_eq!(texts(text, LineEnds::Paragraph)[0].0, BlockKind::Heading(1));
        }
    }

    #[test]
    fn nothing_visible_is_no_block() {
        for text in [
            "",
            "\n\n",
            " \t\r\n\u{A0}\u{200F}\n\u{FEFF}",
            "\u{C}\u{2029}",
        ] {
            assert!(texts(text, LineEnds::Paragraph).is_empty(), "{text:?}");
            assert!(texts(text, LineEnds::Wrapped).is_empty(), "{text:?}");
        }
    }
}
