//! `align --jsonl`: a filter with two lists of sentences a line in, and beads out.

use std::io::{BufRead, Write};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::texts::{Sentences, TextPair, align_texts};
use super::{AlignRequest, BeadRecord};
use crate::alignment::Alignment;
use crate::project::FileError;
use crate::text::Language;
use crate::workbench::WorkbenchError;

/// One record of the input; further fields are ignored.
#[derive(Deserialize)]
struct Record {
    id: Box<RawValue>,
    #[serde(default)]
    source_lang: Option<String>,
    #[serde(default)]
    target_lang: Option<String>,
    source: Vec<String>,
    target: Vec<String>,
}

/// A record that can be aligned, or why a line cannot.
enum Line {
    Record(Box<RawValue>),
    Error(String),
}

/// Answers JSON Lines: in `{"id","source_lang","target_lang","source":[…],"target":[…]}`, out
/// `{"type":"beads","v":1,"id","beads":[{"source","target","score"},…]}` in the same order, or
/// `{"type":"error","v":1,"line","message"}`. All records share one lexicon, so all are read before the
/// first is answered. Says whether every line could be answered.
///
/// # Errors
/// When the input or the output fails, or the dictionary cannot be used.
pub fn align_jsonl(
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    request: &AlignRequest,
) -> Result<bool, WorkbenchError> {
    let refuse =
        |action| move |error| FileError::new(action, "standard input or output".as_ref(), error);
    let (mut lines, mut texts) = (Vec::new(), Vec::new());
    for (line, number) in input.lines().zip(1_u64..) {
        let line = line.map_err(refuse("read"))?;
        if line.trim().is_empty() {
            continue;
        }
        match parsed(&line) {
            Ok((id, pair)) => {
                texts.push(pair);
                lines.push((number, Line::Record(id)));
            }
            Err(message) => lines.push((number, Line::Error(message))),
        }
    }
    let mut alignments = align_texts(&texts, request, Vec::new())?.into_iter();
    let mut clean = true;
    for (number, line) in lines {
        let answer = match line {
            Line::Record(id) => answer(&id, alignments.next()),
            Line::Error(message) => {
                clean = false;
                serde_json::json!({"type": "error", "v": 1, "line": number, "message": message})
            }
        };
        writeln!(output, "{answer}").map_err(refuse("write"))?;
    }
    Ok(clean)
}

fn parsed(line: &str) -> Result<(Box<RawValue>, TextPair), String> {
    let record: Record = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let side = |texts, tag: Option<String>| {
        let language = tag.map(|tag| Language::parse(&tag)).transpose();
        Ok::<_, String>(Sentences {
            texts,
            language: language.map_err(|error| error.to_string())?,
            ..Sentences::default()
        })
    };
    let pair = TextPair {
        source: side(record.source, record.source_lang)?,
        target: side(record.target, record.target_lang)?,
        fixed: Vec::new(),
    };
    Ok((record.id, pair))
}

fn answer(id: &RawValue, alignment: Option<Alignment>) -> serde_json::Value {
    let beads = alignment
        .map(|alignment| alignment.beads)
        .unwrap_or_default();
    let beads: Vec<_> = beads.iter().map(BeadRecord::from).collect();
    serde_json::json!({"type": "beads", "v": 1, "id": id, "beads": beads})
}
