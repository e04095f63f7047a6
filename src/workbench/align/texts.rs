//! Texts that are to be aligned: read, cut into sentences, and given to the aligner.

use std::path::Path;

use super::{AlignRequest, Content, Swaps};
use crate::alignment::{
    Aligner, Alignment, Bead, DocumentPair, Knowledge, Lexicon, Options, Order,
};
use crate::document::{LineEnds, PlainText, format_of, segments};
use crate::memory::{Filter, Memory};
use crate::model::{DocumentName, Finding, Severity};
use crate::project::{read_file, write_atomically};
use crate::segmentation::{Newlines, Segmenter};
use crate::text::{Language, normalise};
use crate::workbench::source::decoded;
use crate::workbench::{Workbench, WorkbenchError};

/// How many units of the memory the lexicon is taught with, at most.
const KNOWN_AT_MOST: usize = 20_000;

/// A source and its translation, cut into sentences.
#[derive(Clone, Debug, Default)]
pub(super) struct TextPair {
    /// The source.
    pub(super) source: Sentences,
    /// The translation.
    pub(super) target: Sentences,
    /// Beads that are known to be right.
    pub(super) fixed: Vec<Bead>,
}

/// One side of a pair.
#[derive(Clone, Debug, Default)]
pub(super) struct Sentences {
    /// The sentences.
    pub(super) texts: Vec<String>,
    /// The numbers of those that begin a paragraph; empty when that is not known.
    pub(super) paragraphs: Vec<usize>,
    /// Their language, where it is another than the request's.
    pub(super) language: Option<Language>,
}

impl Sentences {
    /// Reads a file.
    pub(super) fn read(
        path: &Path,
        content: Content,
        language: &Language,
    ) -> Result<Self, WorkbenchError> {
        let bytes = read_file(path)?;
        let name = path.display().to_string();
        let text = decoded(&bytes, &name)?;
        Ok(match content {
            Content::Sentences => Self {
                texts: text.lines().map(str::to_owned).collect(),
                ..Self::default()
            },
            Content::Text => Self::cut(&text, &name, language),
        })
    }

    fn cut(text: &str, name: &str, language: &Language) -> Self {
        let rules = Segmenter::built_in()
            .newlines(Newlines::Space)
            .rules(language);
        let blocks = format_of(name)
            .unwrap_or(&PlainText)
            .blocks(text, LineEnds::Paragraph);
        let mut sentences = Self::default();
        for found in segments(text, &blocks, &|line, found| {
            found.extend(rules.segments(line))
        }) {
            if found.segment.sentence == 1 {
                sentences.paragraphs.push(sentences.texts.len());
            }
            sentences.texts.push(found.text.into_owned());
        }
        sentences
    }

    /// The same in normal form, without empty ones: as a project keeps them.
    pub(super) fn normalised(self) -> Self {
        let mut kept = Self {
            language: self.language,
            ..Self::default()
        };
        let mut paragraphs = self.paragraphs.into_iter().peekable();
        for (number, text) in self.texts.iter().enumerate() {
            let text = normalise(text.trim()).into_owned();
            if paragraphs.next_if_eq(&number).is_some() && !text.is_empty() {
                kept.paragraphs.push(kept.texts.len());
            }
            if !text.is_empty() {
                kept.texts.push(text);
            }
        }
        kept
    }

    fn lines(&self) -> Vec<&str> {
        self.texts.iter().map(String::as_str).collect()
    }
}

/// Aligns texts; all share one lexicon, which is also taught with the pairs that are known.
pub(super) fn align_texts(
    texts: &[TextPair],
    request: &AlignRequest,
    known: Vec<(String, String)>,
) -> Result<Vec<Alignment>, WorkbenchError> {
    let lines: Vec<_> = texts
        .iter()
        .map(|pair| (pair.source.lines(), pair.target.lines()))
        .collect();
    let documents = texts.iter().zip(&lines).map(|(pair, lines)| DocumentPair {
        source: &lines.0,
        target: &lines.1,
        source_language: (pair.source.language.as_ref()).unwrap_or(&request.source_language),
        target_language: (pair.target.language.as_ref()).unwrap_or(&request.target_language),
        source_paragraphs: &pair.source.paragraphs,
        target_paragraphs: &pair.target.paragraphs,
        fixed: &pair.fixed,
    });
    let documents: Vec<_> = documents.collect();
    let knowledge = Knowledge {
        lexicon: request
            .lexicon
            .as_deref()
            .map(lexicon)
            .transpose()?
            .unwrap_or_default(),
        pairs: known,
        ..Knowledge::default()
    };
    let order = match request.swaps {
        Swaps::No => Order::Kept,
        Swaps::Neighbours => Order::NeighboursMaySwap,
    };
    let outcome = Aligner::new(Options { order }).align(&documents, &knowledge);
    let outcome = outcome.map_err(|error| WorkbenchError::Internal(Box::new(error)))?;
    if let Some(path) = &request.lexicon_out {
        write_atomically(path, outcome.lexicon.to_tsv().as_bytes())?;
    }
    Ok(outcome.alignments)
}

/// Reads a dictionary.
pub(super) fn lexicon(path: &Path) -> Result<Lexicon, WorkbenchError> {
    let bytes = read_file(path)?;
    let name = path.display().to_string();
    Lexicon::from_tsv(&decoded(&bytes, &name)?).map_err(|error| {
        let hint = "a dictionary has a source word, a target word and a probability a line, with tabs between";
        let finding = Finding::new("bad-lexicon", Severity::Error, format!("`{name}`: {error}"));
        WorkbenchError::Refused(Box::new(finding.with_hint(hint)))
    })
}

/// Why reading stopped before the end of the memory.
enum Stop {
    Enough,
    Failed(crate::memory::MemoryError),
}

impl From<crate::memory::MemoryError> for Stop {
    fn from(error: crate::memory::MemoryError) -> Self {
        Self::Failed(error)
    }
}

impl Workbench {
    /// Texts of the memory that translate one another, without those that need work and those of a document.
    pub(super) fn known_pairs(
        &self,
        memory: Option<&Memory>,
        source: &Language,
        target: &Language,
        except: Option<&DocumentName>,
    ) -> Result<Vec<(String, String)>, WorkbenchError> {
        let mut pairs = Vec::new();
        let Some(memory) = memory else {
            return Ok(pairs);
        };
        let filter = Filter {
            languages: vec![source.clone(), target.clone()],
            ..Filter::default()
        };
        let read = memory.units(&filter, |unit| {
            let document = unit.placement.as_ref().map(|place| &place.document);
            let is_asked = except.is_none() || document != except;
            if let (true, Some(one), Some(other)) =
                (is_asked, unit.variant(source), unit.variant(target))
                && other.needs_work.is_none()
                && !one.text.is_empty()
                && !other.text.is_empty()
            {
                pairs.push((one.text.clone(), other.text.clone()));
            }
            match pairs.len() < KNOWN_AT_MOST {
                true => Ok(()),
                false => Err(Stop::Enough),
            }
        });
        match read {
            Err(Stop::Failed(error)) => Err(error.into()),
            Ok(()) | Err(Stop::Enough) => Ok(pairs),
        }
    }
}
