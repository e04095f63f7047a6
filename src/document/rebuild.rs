//! The way back: a document in another language, with the gaps of the source.

use std::borrow::Cow;
use std::ops::Range;

use super::{BlockKind, SegmentText};

/// The document `text` with each segment replaced by its translation; the gaps stay byte for byte.
///
/// `translations` is asked with the segment's place in `segments`. `None`, or the segment's own text,
/// leaves the bytes of the document as they are. An empty translation takes the segment away, and with it
/// the gap before it within the paragraph: so a unit of several segments puts its text at the first.
/// Line breaks in a translation become spaces, since they would end a paragraph or lose a quotation's
/// prefix; in a table cell a `|` is escaped. Linear in the text.
#[must_use]
pub fn rebuild(
    text: &str,
    segments: &[SegmentText<'_>],
    translations: &dyn Fn(usize) -> Option<String>,
) -> String {
    let mut built = String::with_capacity(text.len() + text.len() / 2);
    let mut copied = 0;
    for (index, one) in segments.iter().enumerate() {
        let Range { start, end } = one.segment.range;
        let translation = translations(index).filter(|translation| *translation != one.text);
        let joins = index > 0 && segments[index - 1].segment.paragraph == one.segment.paragraph;
        if !(joins && translation.as_deref() == Some("")) {
            built.push_str(&text[copied..start]);
        }
        match &translation {
            Some(translation) => built.push_str(&fitted(translation, one.kind)),
            None => built.push_str(&text[start..end]),
        }
        copied = end;
    }
    built.push_str(&text[copied..]);
    built
}

/// A translation as it can stand in its block.
fn fitted(translation: &str, kind: BlockKind) -> Cow<'_, str> {
    let breaks = [
        '\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}',
    ];
    let mut fitted = Cow::Borrowed(translation);
    if translation.contains(breaks) {
        let lines: Vec<&str> = translation
            .split(breaks)
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        fitted = Cow::Owned(lines.join(" "));
    }
    if kind == BlockKind::TableCell && fitted.contains('|') {
        fitted = Cow::Owned(bars_escaped(&fitted));
    }
    fitted
}

fn bars_escaped(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len() + 2);
    let mut backslash = false;
    for c in cell.chars() {
        if c == '|' && !backslash {
            escaped.push('\\');
        }
        backslash = c == '\\' && !backslash;
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{DocumentFormat, LineEnds, Markdown, PlainText, segments};

    fn whole(text: &str, found: &mut Vec<Range<usize>>) {
        found.push(0..text.len());
    }

    fn words(text: &str, found: &mut Vec<Range<usize>>) {
        let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        found.extend(text.split(' ').map(|word| at(word)..at(word) + word.len()));
    }

    #[test]
    fn segments_are_replaced_and_gaps_kept() {
        let text = "  one two \r\n\r\n\tthree\u{C}";
        let blocks = PlainText.blocks(text, LineEnds::Paragraph);
        let found = segments(text, &blocks, &words);
        let numbers = ["ایک", "دو", "تین"];
        let built = rebuild(text, &found, &|at| Some(numbers[at].to_owned()));
        assert_eq!(built, "  ایک دو \r\n\r\n\tتین\u{C}");
        let one = rebuild(text, &found, &|at| (at == 1).then(|| "دو".to_owned()));
        assert_eq!(one, "  one دو \r\n\r\n\tthree\u{C}");
    }

    #[test]
    fn quotation_prefixes_outside_a_replaced_segment_stay() {
        let text = "> one\n> goes.\n>\n> two\n\n| a | b |\n|---|---|\n";
        let blocks = Markdown.blocks(text, LineEnds::default());
        let found = segments(text, &blocks, &whole);
        let texts = ["ایک\nچلا", "دو", "x|y\\|z", "ب"];
        let built = rebuild(text, &found, &|at| Some(texts[at].to_owned()));
        assert_eq!(built, "> ایک چلا\n>\n> دو\n\n| x\\|y\\|z | ب |\n|---|---|\n");
    }

    #[test]
    fn an_empty_translation_takes_the_gap_before_it_along() {
        let text = "one two\nthree four\n";
        let blocks = PlainText.blocks(text, LineEnds::Paragraph);
        let found = segments(text, &blocks, &words);
        let texts = ["ایک دو", "", "", "چار"];
        let built = rebuild(text, &found, &|at| Some(texts[at].to_owned()));
        assert_eq!(built, "ایک دو\n چار\n");
    }

    #[test]
    fn the_segments_own_text_keeps_its_line_breaks() {
        let text = "one\n  two\n";
        let blocks = PlainText.blocks(text, LineEnds::Wrapped);
        let found = segments(text, &blocks, &whole);
        assert_eq!(found[0].text, "one two");
        assert_eq!(rebuild(text, &found, &|_| Some("one two".to_owned())), text);
    }
}
