//! `segment --jsonl`: a filter with one text a line in, and the byte ranges of its segments out.

use std::borrow::Cow;
use std::io::Write;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::segment::Cutter;
use crate::text::Language;

/// One record of the input; further fields are ignored.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow, default)]
    lang: Option<Cow<'a, str>>,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// Whether a line could be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// With segments.
    Segments,
    /// With an error record.
    Error,
    /// It was blank, and has no answer.
    Nothing,
}

impl Cutter {
    /// Answers one line of JSON Lines, whose number counts from 1, at the end of `out`.
    ///
    /// In: `{"id", "lang"?, "text"}`. Out: `{"type":"segments","v":1,"id","segments":[[start,end],…]}`
    /// with UTF-8 byte offsets, or for a bad line `{"type":"error","v":1,"line","message"}`.
    pub fn answer(&mut self, line: &[u8], number: u64, out: &mut Vec<u8>) -> Answer {
        if line.trim_ascii().is_empty() {
            return Answer::Nothing;
        }
        let begun = out.len();
        match self.segments(line, out) {
            Ok(()) => Answer::Segments,
            Err(message) => {
                out.truncate(begun);
                let record = serde_json::json!({"type": "error", "v": 1, "line": number, "message": message});
                out.extend_from_slice(record.to_string().as_bytes());
                out.push(b'\n');
                Answer::Error
            }
        }
    }

    fn segments(&mut self, line: &[u8], out: &mut Vec<u8>) -> Result<(), String> {
        let record: Record<'_> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let language = match record.lang {
            None => None,
            Some(tag) => Some(Language::parse(&tag).map_err(|error| error.to_string())?),
        };
        out.extend_from_slice(b"{\"type\":\"segments\",\"v\":1,\"id\":");
        out.extend_from_slice(record.id.get().as_bytes());
        out.extend_from_slice(b",\"segments\":[");
        for (count, range) in self.rules(language).segments(&record.text).enumerate() {
            let comma = if count == 0 { "" } else { "," };
            // Writing to memory does not fail.
            let _ = write!(out, "{comma}[{},{}]", range.start, range.end);
        }
        out.extend_from_slice(b"]}\n");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::SegmentOptions;

    fn answer(line: &str) -> (Answer, String) {
        let mut out = Vec::new();
        let mut cutter = Cutter::new(SegmentOptions::default()).unwrap();
        let answer = cutter.answer(line.as_bytes(), 7, &mut out);
        (answer, String::from_utf8(out).unwrap())
    }

    #[test]
    fn offsets_are_bytes_and_the_id_comes_back_as_it_was() {
        let (_, out) = answer(r#"{"id": 5, "lang": "ur", "text": "یہ ہے۔ وہ ہے۔", "more": []}"#);
        assert_eq!(
            out,
            "{\"type\":\"segments\",\"v\":1,\"id\":5,\"segments\":[[0,11],[12,23]]}\n"
        );
        let (_, out) = answer(r#"{"id":"a\u0062","text":"One. \"Two.\""}"#);
        assert_eq!(
            out,
            "{\"type\":\"segments\",\"v\":1,\"id\":\"a\\u0062\",\"segments\":[[0,4],[5,11]]}\n"
        );
    }

    #[test]
    fn a_bad_line_is_answered_with_its_number_and_reason() {
        for (line, reason) in [
            ("{", "EOF"),
            (r#"{"id":1}"#, "missing field `text`"),
            (
                r#"{"id":1,"text":"x","lang":"?"}"#,
                "`?` is not a language tag",
            ),
        ] {
            let (answer, out) = answer(line);
            assert_eq!(answer, Answer::Error);
            assert!(
                out.starts_with(r#"{"type":"error","v":1,"line":7,"message":""#),
                "{out}"
            );
            assert!(out.contains(reason), "{out}");
        }
        assert_eq!(answer("  "), (Answer::Nothing, String::new()));
    }
}
