//! Where a finding stands in a file.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::{Place, UnitId, Variant};

/// How much of a line is kept on either side of a place, and of the place itself, in bytes.
const AROUND: usize = 300;

/// A place in a file with the bytes of the whole file that it covers, where they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The place.
    pub place: Place,
    /// Its bytes in the file.
    pub bytes: Option<Range<usize>>,
}

/// The place of a finding and that of its fix, where they are known.
#[derive(Default)]
pub(super) struct Spots {
    pub(super) finding: Option<Spot>,
    pub(super) fix: Option<Spot>,
}

/// Where the targets of a segment file stand.
pub(super) struct TargetPlaces<'f> {
    file: &'f str,
    text: &'f str,
    /// The line of each unit's target: its number, counted from 1, and where it begins.
    lines: HashMap<&'f str, (usize, usize)>,
}

impl<'f> TargetPlaces<'f> {
    /// Finds the targets of a segment file; `file` is its name in messages. Costs one pass.
    pub(super) fn of(file: &'f str, text: &'f str) -> Self {
        let (mut lines, mut id, mut start) = (HashMap::new(), None, 0);
        for (line, number) in text.split_inclusive('\n').zip(1..) {
            if let Some(rest) = line.strip_prefix("msgctxt \"") {
                id = rest.trim_end().strip_suffix('"');
            } else if line.starts_with("msgstr")
                && let Some(id) = id.take()
            {
                lines.entry(id).or_insert((number, start));
            }
            start += line.len();
        }
        Self { file, text, lines }
    }

    /// The places of a unit's target; `None` where the unit has none.
    pub(super) fn target(&self, id: &UnitId, target: &Variant) -> Option<Target<'_>> {
        let (line, start) = *self.lines.get(id.as_str())?;
        let (text, offsets) = read_string(self.text, start);
        // The text of a unit is in normal form; in the file it may not be.
        let offsets = (text == target.text).then_some(offsets);
        Some(Target {
            file: self.file,
            text: self.text,
            line,
            start,
            offsets,
        })
    }
}

/// The target of a unit in its segment file.
pub(super) struct Target<'f> {
    file: &'f str,
    text: &'f str,
    line: usize,
    start: usize,
    /// Where each byte of the target stands in the file, and its end; `None` where that cannot be told.
    offsets: Option<Vec<usize>>,
}

impl Target<'_> {
    /// The place of a part of the target; of all of it where there is none, or escapes hide it.
    pub(super) fn spot(&self, span: Option<&Range<usize>>) -> Spot {
        let known = span.zip(self.offsets.as_ref());
        let bytes = known
            .and_then(|(span, offsets)| Some(*offsets.get(span.start)?..*offsets.get(span.end)?))
            .unwrap_or_else(|| self.whole());
        let line_start = self.text[..bytes.start].rfind('\n').map_or(0, |at| at + 1);
        let lines_before = self.text[self.start..line_start.max(self.start)]
            .matches('\n')
            .count();
        let rest = &self.text[line_start..];
        let line = rest.lines().next().unwrap_or_default();
        let place = clipped(line, bytes.start - line_start..bytes.end - line_start);
        Spot {
            place: Place {
                file: self.file.to_owned(),
                line: self.line + lines_before,
                ..place
            },
            bytes: Some(bytes),
        }
    }

    /// The place of exactly this part, for what is to stand there instead; `None` where escapes hide it.
    pub(super) fn exact_spot(&self, span: &Range<usize>) -> Option<Spot> {
        let offsets = self.offsets.as_ref()?;
        let is_known = offsets.get(span.start).is_some() && offsets.get(span.end).is_some();
        is_known.then(|| self.spot(Some(span)))
    }

    /// What stands between the quotes of the first line that has anything there.
    fn whole(&self) -> Range<usize> {
        if let Some((first, last)) = self
            .offsets
            .as_ref()
            .and_then(|own| own.first().zip(own.last()))
        {
            let line = self.text[*first..]
                .find('\n')
                .map_or(*last, |at| first + at);
            let quote = if line < *last { 1 } else { 0 };
            return *first..(*last).min(line - quote);
        }
        let line = self.text[self.start..].lines().next().unwrap_or_default();
        let open = line.find('"').map_or(line.len(), |at| at + 1);
        let close = line.rfind('"').unwrap_or(line.len()).max(open);
        self.start + open..self.start + close
    }
}

/// The string that begins on a line of a PO file, over all its lines, and where each of its bytes stands, with
/// the end of the string last. Escapes that stand for other characters than the usual ones end it.
fn read_string(text: &str, start: usize) -> (String, Vec<usize>) {
    let (mut string, mut offsets) = (String::new(), Vec::new());
    let (mut at, mut end) = (start, start);
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        let content = line.trim_end();
        let open = content.find('"').map(|open| open + 1);
        let close = content.rfind('"');
        let (Some(open), Some(close)) = (open, close) else {
            break;
        };
        if close < open || (number > 0 && open != 1) {
            break;
        }
        end = at + close;
        let mut letters = content[open..close].char_indices();
        while let Some((offset, c)) = letters.next() {
            let meant = match c {
                '\\' => letters.next().and_then(|(_, escape)| unescaped(escape)),
                c => Some(c),
            };
            let Some(meant) = meant else {
                offsets.push(end);
                return (string, offsets);
            };
            for byte in 0..meant.len_utf8() {
                offsets.push(at + open + offset + if c == '\\' { 0 } else { byte });
            }
            string.push(meant);
        }
        at += line.len();
    }
    offsets.push(end);
    (string, offsets)
}

fn unescaped(letter: char) -> Option<char> {
    match letter {
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' => Some('\r'),
        '"' | '\\' => Some(letter),
        _ => None,
    }
}

/// The place of a finding in a text that begins on a line of a file: the text itself stands for the line.
pub(super) fn text_spot(span: Option<&Range<usize>>, text: &str, file: &str, line: u64) -> Spot {
    let span = span.cloned().unwrap_or(0..text.len());
    Spot {
        place: Place {
            file: file.to_owned(),
            line: usize::try_from(line).unwrap_or(usize::MAX),
            ..clipped(text, span)
        },
        bytes: None,
    }
}

/// A text with spaces for its line ends; most have none.
fn one_line(text: &str) -> String {
    match text.bytes().any(|byte| matches!(byte, b'\n' | b'\r')) {
        true => text.replace(['\n', '\r'], " "),
        false => text.to_owned(),
    }
}

/// A part of a line with what stands close to it; file and line are left open.
fn clipped(line: &str, span: Range<usize>) -> Place {
    let start = line.floor_char_boundary(span.start.min(line.len()));
    let end = line.ceil_char_boundary(span.end.clamp(start, line.len()));
    let end = line.floor_char_boundary(end.min(start + AROUND));
    let from = line.ceil_char_boundary(start.saturating_sub(AROUND));
    let to = line.floor_char_boundary((end + AROUND).min(line.len()));
    Place {
        file: String::new(),
        line: 0,
        column: line[..start].chars().count() + 1,
        text: one_line(&line[from..to]),
        span: start - from..end - from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn spot(string: &str, target: &str, part: &str) -> Spot {
        let file = format!("msgid \"\"\nmsgstr \"x\"\n\nmsgctxt \"u1\"\nmsgid \"a\"\n{string}\n");
        let places = TargetPlaces::of("ur/a.po", &file);
        let variant = Variant::new(Language::parse("ur").unwrap(), target);
        let at = target.find(part).unwrap();
        let found = places.target(&UnitId("u1".into()), &variant).unwrap();
        let spot = found.spot(Some(&(at..at + part.len())));
        let bytes = spot.bytes.clone().unwrap();
        assert!(file.is_char_boundary(bytes.start) && file.is_char_boundary(bytes.end));
        spot
    }

    fn marked(spot: &Spot) -> (usize, usize, &str) {
        let place = &spot.place;
        (place.line, place.column, &place.text[place.span.clone()])
    }

    #[test]
    fn a_part_is_found_behind_escapes_and_on_later_lines() {
        let plain = spot("msgstr \"دریا چڑھا\"", "دریا چڑھا", "چڑھا");
        assert_eq!(marked(&plain), (6, 14, "چڑھا"));
        let escaped = spot("msgstr \"\\\"دریا\\\" چڑھا\"", "\"دریا\" چڑھا", "چڑھا");
        assert_eq!(marked(&escaped), (6, 18, "چڑھا"));
        let wrapped = spot("msgstr \"\"\n\"دریا \"\n\"چڑھا\"", "دریا چڑھا", "چڑھا");
        assert_eq!(marked(&wrapped), (8, 2, "چڑھا"));
    }

    #[test]
    fn where_the_file_says_it_otherwise_all_of_the_target_is_meant() {
        let odd = spot("msgstr \"دریا\\007\"", "دریا\u{7}", "یا");
        assert_eq!(marked(&odd), (6, 9, "دریا\\007"));
    }

    #[test]
    fn of_a_long_text_only_what_is_close_is_kept() {
        let text = format!("{}نشان{}", "الف ".repeat(100_000), " ب".repeat(100_000));
        let at = text.find("نشان").unwrap();
        let spot = text_spot(Some(&(at..at + 8)), &text, "a.tmx", 7);
        assert_eq!(marked(&spot), (7, 400_001, "نشان"));
        assert!(spot.place.text.len() < 3 * AROUND);
    }
}
