//! Kept alignments: the beads of a document and its translation as a text file, one bead a line.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::alignment::Bead;
use crate::model::{DocumentName, Finding, Place, Severity};
use crate::project::read_file;
use crate::text::Language;
use crate::workbench::{Workbench, WorkbenchError};

/// The alignment of a document with its translation into a language.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeptAlignment {
    /// The document.
    pub(super) document: DocumentName,
    /// The language of the document.
    pub(super) source_language: Language,
    /// The language of the translation.
    pub(super) target_language: Language,
    /// The sentences of the document.
    pub(super) source: Vec<String>,
    /// The sentences of the translation.
    pub(super) target: Vec<String>,
    /// The numbers of the target sentences that begin a paragraph; empty when that is not known.
    pub(super) paragraphs: Vec<usize>,
    /// Every sentence of both sides in exactly one bead, in reading order.
    pub(super) beads: Vec<KeptBead>,
}

/// A bead, and what a person has said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptBead {
    /// Its sentences and confidence.
    pub bead: Bead,
    /// What a person has said of it.
    pub status: BeadStatus,
}

/// What a person has said of a bead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BeadStatus {
    /// Nothing yet: the aligner found it.
    Proposed,
    /// That its sides answer one another.
    Confirmed,
    /// That its one side has no answer.
    Untranslated,
}

impl BeadStatus {
    /// The name of the status.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Untranslated => "untranslated",
        }
    }
}

impl KeptBead {
    /// A bead of the aligner, of which nobody has said anything.
    pub(super) fn proposed(bead: Bead) -> Self {
        Self {
            bead,
            status: BeadStatus::Proposed,
        }
    }

    /// Whether a person has said something of it.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.status != BeadStatus::Proposed
    }
}

/// The first line of the file.
#[derive(Serialize, Deserialize)]
struct Head {
    r#type: String,
    v: u32,
    document: DocumentName,
    source_lang: Language,
    target_lang: Language,
}

/// Every other line.
#[derive(Serialize, Deserialize)]
struct Line {
    source: Vec<String>,
    target: Vec<String>,
    score: f64,
    status: BeadStatus,
    /// The number of the first target sentence, where it is not the next after those of the lines before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target_at: Option<usize>,
    /// Which of its target sentences begin a paragraph, counted from 0 in the line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    paragraphs: Vec<usize>,
}

const TYPE: &str = "alignment";

impl KeptAlignment {
    /// The text of the file.
    pub(super) fn to_text(&self) -> String {
        let head = Head {
            r#type: TYPE.to_owned(),
            v: 1,
            document: self.document.clone(),
            source_lang: self.source_language.clone(),
            target_lang: self.target_language.clone(),
        };
        let mut lines = vec![serde_json::to_string(&head)];
        let mut next = 0;
        for kept in &self.beads {
            let target = kept.bead.target.clone();
            let moved = !target.is_empty() && target.start != next;
            let begins = self.paragraphs.iter().filter(|at| target.contains(at));
            lines.push(serde_json::to_string(&Line {
                source: self.source[kept.bead.source.clone()].to_vec(),
                target: self.target[target.clone()].to_vec(),
                score: rounded(kept.bead.confidence),
                status: kept.status,
                target_at: moved.then_some(target.start),
                paragraphs: begins.map(|at| at - target.start).collect(),
            }));
            next += target.len();
        }
        let mut text = String::new();
        // Strings and numbers become JSON without fail.
        for line in lines.into_iter().flatten() {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    /// Reads the text of a file; `name` stands for it in messages.
    pub(super) fn parse(text: &str, name: &str) -> Result<Self, Box<Finding>> {
        let mut lines = text
            .lines()
            .zip(1..)
            .filter(|(line, _)| !line.trim().is_empty());
        let (first, number) = lines.next().unwrap_or(("", 1));
        let head: Head = parsed(first, number, name)?;
        if head.r#type != TYPE || head.v != 1 {
            let message = "this is no kept alignment of version 1";
            return Err(broken(first, number, 1, name, message));
        }
        let mut kept = Self {
            document: head.document,
            source_language: head.source_lang,
            target_language: head.target_lang,
            source: Vec::new(),
            target: Vec::new(),
            paragraphs: Vec::new(),
            beads: Vec::new(),
        };
        let mut targets: Vec<(usize, String)> = Vec::new();
        for (text, number) in lines {
            let line: Line = parsed(text, number, name)?;
            kept.take(line, &mut targets);
        }
        targets.sort_by_key(|(at, _)| *at);
        if targets
            .iter()
            .zip(0..)
            .any(|((at, _), number)| *at != number)
        {
            let message = "the numbers of the target sentences do not follow one another";
            return Err(broken(first, 1, 1, name, message));
        }
        kept.target = targets.into_iter().map(|(_, text)| text).collect();
        kept.paragraphs.sort_unstable();
        Ok(kept)
    }

    fn take(&mut self, line: Line, targets: &mut Vec<(usize, String)>) {
        let at = line.target_at.unwrap_or(targets.len());
        let source = self.source.len()..self.source.len() + line.source.len();
        self.paragraphs
            .extend(line.paragraphs.iter().map(|begin| at + begin));
        let target = match line.target.len() {
            0 => 0..0,
            count => at..at + count,
        };
        targets.extend((at..).zip(line.target));
        self.source.extend(line.source);
        let confidence = line.score;
        self.beads.push(KeptBead {
            bead: Bead {
                source: if source.is_empty() { 0..0 } else { source },
                target,
                confidence,
            },
            status: line.status,
        });
    }
}

/// Three digits: what the file holds.
pub(super) fn rounded(confidence: f64) -> f64 {
    (confidence * 1000.0).round() / 1000.0
}

fn parsed<T: for<'a> Deserialize<'a>>(
    line: &str,
    number: usize,
    name: &str,
) -> Result<T, Box<Finding>> {
    serde_json::from_str(line).map_err(|error| {
        let message = format!("the line cannot be read: {error}");
        broken(line, number, error.column(), name, &message)
    })
}

fn broken(line: &str, number: usize, column: usize, name: &str, message: &str) -> Box<Finding> {
    let at = line.char_indices().nth(column.saturating_sub(1));
    let at = at.map_or(line.len(), |(at, _)| at);
    let mut place = Place::in_text(line, at..at + 1);
    name.clone_into(&mut place.file);
    place.line = number;
    let finding = Finding::new("broken-alignment", Severity::Error, message).at(place);
    Box::new(finding.with_hint(
        "take the file back from version control, or delete it and align again with --add",
    ))
}

/// The range, or `0..0` when it is empty, so that equal beads are equal.
pub(super) fn tidy(range: Range<usize>) -> Range<usize> {
    if range.is_empty() { 0..0 } else { range }
}

impl Workbench {
    /// The kept alignment of a document, if there is one.
    pub(super) fn kept_alignment(
        &self,
        document: &DocumentName,
        language: &Language,
    ) -> Result<Option<KeptAlignment>, WorkbenchError> {
        let path = self.project.alignment_path(document, language);
        self.project.keep_inside(&path)?;
        if !path.exists() {
            return Ok(None);
        }
        let name = self.project.shown(&path);
        let bytes = read_file(&path)?;
        let text = crate::workbench::source::decoded(&bytes, &name)?;
        let mut kept = KeptAlignment::parse(&text, &name).map_err(WorkbenchError::Refused)?;
        // A file that was renamed with its document says its new name with the next step.
        kept.document.clone_from(document);
        kept.target_language.clone_from(language);
        Ok(Some(kept))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn language(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    fn kept(shapes: &[(usize, usize, u16)]) -> KeptAlignment {
        let (mut source, mut target) = (0, 0);
        let mut beads = Vec::new();
        for (sources, targets, score) in shapes {
            beads.push(KeptBead {
                bead: Bead {
                    source: tidy(source..source + sources),
                    target: tidy(target..target + targets),
                    confidence: f64::from(*score) / 1000.0,
                },
                status: [
                    BeadStatus::Proposed,
                    BeadStatus::Confirmed,
                    BeadStatus::Untranslated,
                ][usize::from(score % 3)],
            });
            source += sources;
            target += targets;
        }
        KeptAlignment {
            document: DocumentName::new("part/letter").unwrap(),
            source_language: language("en"),
            target_language: language("ur"),
            source: (0..source)
                .map(|n| format!("\"Sentence\" {n}.\n"))
                .collect(),
            target: (0..target).map(|n| format!("جملہ {n}۔\u{2028}")).collect(),
            paragraphs: (0..target).step_by(3).collect(),
            beads,
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(shapes in proptest::collection::vec((0_usize..4, 0_usize..4, 0_u16..=1000), 0..12)) {
            let shapes: Vec<_> = shapes.into_iter().filter(|(s, t, _)| s + t > 0).collect();
            let kept = kept(&shapes);
            prop_assert_eq!(KeptAlignment::parse(&kept.to_text(), "x").unwrap(), kept);
        }
    }

    #[test]
    fn sentences_that_changed_places_keep_their_numbers() {
        let mut crossed = kept(&[(1, 1, 900), (1, 1, 800), (1, 2, 700)]);
        crossed.beads[0].bead.target = 1..2;
        crossed.beads[1].bead.target = 0..1;
        let text = crossed.to_text();
        assert_eq!(text.matches("target_at").count(), 2, "{text}");
        assert_eq!(KeptAlignment::parse(&text, "x").unwrap(), crossed);
    }

    #[test]
    fn a_broken_line_is_named_with_its_place() {
        let text = kept(&[(1, 1, 900)])
            .to_text()
            .replace("\"score\"", "\"scare\"");
        let finding = KeptAlignment::parse(&text, "alignments/ur/letter.jsonl").unwrap_err();
        assert!(
            finding.message.contains("missing field `score`"),
            "{finding:?}"
        );
        assert_eq!(finding.place.unwrap().line, 2);
        let finding = KeptAlignment::parse("", "x").unwrap_err();
        assert_eq!(finding.place.unwrap().line, 1);
    }
}
