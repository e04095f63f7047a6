//! From blocks to segments: cuts each block's logical line, and finds the pieces in the document.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use super::line::{LineCounter, is_blank, trimmed};
use super::{Block, BlockKind};
use crate::model::Segment;

/// Says where the sentences of a text stand: adds ascending ranges in UTF-8 bytes that do not overlap.
pub type Cut<'a> = dyn Fn(&str, &mut Vec<Range<usize>>) + 'a;

/// A segment with the block that it is part of and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentText<'a> {
    /// Where it stands.
    pub segment: Segment,
    /// What its block is.
    pub kind: BlockKind,
    /// Its text on one logical line, borrowed from the document where it stands on one line there.
    pub text: Cow<'a, str>,
}

/// Cuts the blocks of a document into segments, in order; a heading is one segment.
///
/// What `cut` leaves out, and white space at the ends of its ranges, is gap; a range that overlaps the
/// one before it, or splits a character, loses that part. Linear in the text and in what `cut` costs.
#[must_use]
pub fn segments<'a>(text: &'a str, blocks: &[Block], cut: &Cut<'_>) -> Vec<SegmentText<'a>> {
    let mut found = Vec::new();
    let all: Result<(), Infallible> = each_segment(text, blocks, cut, |segment| {
        found.push(segment);
        Ok(())
    });
    match all {
        Ok(()) => found,
    }
}

/// Hands over the segments of [`segments`] one after the other, without keeping them.
///
/// # Errors
/// When `each` fails.
pub fn each_segment<'a, E>(
    text: &'a str,
    blocks: &[Block],
    cut: &Cut<'_>,
    mut each: impl FnMut(SegmentText<'a>) -> Result<(), E>,
) -> Result<(), E> {
    let mut counter = LineCounter::new(text);
    let (mut paragraph, mut sentence) = (0, 0);
    let mut parts = Vec::new();
    for block in blocks {
        if block.paragraph != paragraph {
            (paragraph, sentence) = (block.paragraph, 0);
        }
        let line = block.logical_line(text);
        parts.clear();
        match block.kind {
            BlockKind::Heading(_) => parts.push(0..line.text.len()),
            _ => cut(&line.text, &mut parts),
        }
        keep_sound(&line.text, &mut parts);
        let ranges = line.document_ranges(parts.iter().cloned());
        for (range, part) in ranges.zip(&parts) {
            sentence += 1;
            each(SegmentText {
                segment: Segment {
                    line: counter.line_of(range.start),
                    paragraph,
                    sentence,
                    range: range.clone(),
                },
                kind: block.kind,
                text: match block.lines.len() {
                    1 => Cow::Borrowed(&text[range]),
                    _ => Cow::Owned(line.text[part.clone()].to_owned()),
                },
            })?;
        }
    }
    Ok(())
}

/// Makes of ranges those that can be segments: in order, apart, trimmed, none of them blank.
fn keep_sound(line: &str, ranges: &mut Vec<Range<usize>>) {
    let mut free = 0;
    ranges.retain_mut(|range| {
        let start = line.ceil_char_boundary(range.start.max(free).min(line.len()));
        let end = line
            .floor_char_boundary(range.end.min(line.len()))
            .max(start);
        *range = trimmed(line, start..end);
        free = end;
        !is_blank(&line[range.clone()])
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{DocumentFormat, LineEnds, Markdown, PlainText};

    /// Cuts after every full stop.
    fn stops(text: &str, found: &mut Vec<Range<usize>>) {
        let mut start = 0;
        found.extend(text.split_inclusive('.').map(|part| {
            start += part.len();
            start - part.len()..start
        }));
    }

    fn shown(found: &[SegmentText<'_>]) -> Vec<String> {
        found
            .iter()
            .map(|one| {
                let segment = &one.segment;
                format!(
                    "{}.{} l{} {}",
                    segment.paragraph, segment.sentence, segment.line, one.text
                )
            })
            .collect()
    }

    #[test]
    fn segments_are_numbered_by_paragraph_sentence_and_line() {
        let text = "A Title. Of. Stops, mind\r\n\r\nOne. Two.\rThree. \n";
        let blocks = PlainText.blocks(text, LineEnds::Paragraph);
        assert_eq!(
            shown(&segments(text, &blocks, &stops)),
            [
                "1.1 l1 A Title.",
                "1.2 l1 Of.",
                "1.3 l1 Stops, mind",
                "2.1 l3 One.",
                "2.2 l3 Two.",
                "3.1 l4 Three."
            ]
        );
    }

    #[test]
    fn a_heading_is_one_segment() {
        let text = "# What. Now.\n";
        let blocks = Markdown.blocks(text, LineEnds::default());
        assert_eq!(
            shown(&segments(text, &blocks, &stops)),
            ["1.1 l1 What. Now."]
        );
    }

    #[test]
    fn a_segment_over_two_lines_has_its_exact_bytes() {
        let text = "> One is. Two goes\n> on here. Three.\n";
        let blocks = Markdown.blocks(text, LineEnds::default());
        let found = segments(text, &blocks, &stops);
        assert_eq!(
            shown(&found),
            [
                "1.1 l1 One is.",
                "1.2 l1 Two goes on here.",
                "1.3 l2 Three."
            ]
        );
        assert_eq!(
            &text[found[1].segment.range.clone()],
            "Two goes\n> on here."
        );
    }

    #[test]
    fn sentences_are_counted_through_a_hard_break() {
        let text = "One. Two.\\\nThree.\n";
        let blocks = Markdown.blocks(text, LineEnds::default());
        assert_eq!(
            shown(&segments(text, &blocks, &stops)),
            ["1.1 l1 One.", "1.2 l1 Two.", "1.3 l2 Three."]
        );
    }

    #[test]
    fn a_careless_cut_does_no_harm() {
        let text = "ab گگ cd";
        let blocks = PlainText.blocks(text, LineEnds::Paragraph);
        let careless = |_: &str, found: &mut Vec<_>| found.extend([0..4, 2..6, 5..5, 4..400]);
        let found = segments(text, &blocks, &careless);
        assert_eq!(shown(&found), ["1.1 l1 ab", "1.2 l1 گ", "1.3 l1 گ cd"]);
    }
}
