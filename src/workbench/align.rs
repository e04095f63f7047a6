//! `align`: which sentences of a translation answer which of its source.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::WorkbenchError;
use super::export::rendered;
use super::source::decoded;
use crate::alignment::{
    Aligner, Alignment, Bead, DocumentPair, Knowledge, Lexicon, Options, Order, Relation,
};
use crate::document::{LineEnds, PlainText, format_of, segments};
use crate::exchange::{WriteOptions, format_named};
use crate::model::{Finding, Severity, State, Unit, UnitId, Variant};
use crate::project::{read_file, write_atomically};
use crate::segmentation::{Newlines, Segmenter};
use crate::text::Language;

/// How to align.
#[derive(Clone, Debug, Default)]
pub struct AlignRequest {
    /// The language of the sources.
    pub source_language: Language,
    /// The language of the translations.
    pub target_language: Language,
    /// What the files hold.
    pub content: Content,
    /// Whether neighbouring sentences may have changed places.
    pub swaps: Swaps,
    /// A dictionary to start from.
    pub lexicon: Option<PathBuf>,
    /// Where to keep the dictionary that was learnt.
    pub lexicon_out: Option<PathBuf>,
}

/// What the files to align hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// Text, to be cut into sentences.
    #[default]
    Text,
    /// One sentence a line.
    Sentences,
}

/// Whether neighbouring sentences may have changed places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Swaps {
    /// They stand in the same order.
    #[default]
    No,
    /// Two neighbours may stand the other way round.
    Neighbours,
}

/// A source and its translation.
#[derive(Clone, Debug)]
pub struct AlignedPair {
    /// The file of the source.
    pub source_file: String,
    /// The file of the translation.
    pub target_file: String,
    /// The sentences of the source.
    pub source: Vec<String>,
    /// The sentences of the translation.
    pub target: Vec<String>,
    /// What answers what.
    pub alignment: Alignment,
}

/// One bead with its sentences, as programs get it.
#[derive(Debug, Serialize)]
pub struct BeadRecord {
    /// The numbers of the source sentences, counted from 0.
    pub source: Vec<usize>,
    /// The numbers of the target sentences.
    pub target: Vec<usize>,
    /// How sure the bead is, from 0 to 1.
    pub score: f64,
}

impl From<&Bead> for BeadRecord {
    fn from(bead: &Bead) -> Self {
        Self {
            source: bead.source.clone().collect(),
            target: bead.target.clone().collect(),
            score: (bead.confidence * 1000.0).round() / 1000.0,
        }
    }
}

/// Aligns pairs of files; all share one lexicon.
///
/// # Errors
/// When a file cannot be read, a dictionary cannot be used or written.
pub fn align(
    pairs: &[(PathBuf, PathBuf)],
    request: &AlignRequest,
) -> Result<Vec<AlignedPair>, WorkbenchError> {
    let mut texts = Vec::with_capacity(pairs.len());
    for (source, target) in pairs {
        texts.push((
            Sentences::read(source, request, &request.source_language)?,
            Sentences::read(target, request, &request.target_language)?,
        ));
    }
    let alignments = align_sentences(&texts, request)?;
    let aligned = texts.into_iter().zip(alignments).zip(pairs);
    Ok(aligned
        .map(
            |(((source, target), alignment), (source_file, target_file))| AlignedPair {
                source_file: source_file.display().to_string(),
                target_file: target_file.display().to_string(),
                source: source.texts,
                target: target.texts,
                alignment,
            },
        )
        .collect())
}

/// Aligns texts that are cut already.
pub(super) fn align_sentences(
    texts: &[(Sentences, Sentences)],
    request: &AlignRequest,
) -> Result<Vec<Alignment>, WorkbenchError> {
    let lines: Vec<_> = texts
        .iter()
        .map(|(source, target)| (source.lines(), target.lines()))
        .collect();
    let documents = texts
        .iter()
        .zip(&lines)
        .map(|((source, target), lines)| DocumentPair {
            source: &lines.0,
            target: &lines.1,
            source_language: source.language.as_ref().unwrap_or(&request.source_language),
            target_language: target.language.as_ref().unwrap_or(&request.target_language),
            source_paragraphs: &source.paragraphs,
            target_paragraphs: &target.paragraphs,
            fixed: &[],
        });
    let documents: Vec<_> = documents.collect();
    let knowledge = Knowledge {
        lexicon: request
            .lexicon
            .as_deref()
            .map(lexicon)
            .transpose()?
            .unwrap_or_default(),
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

fn lexicon(path: &Path) -> Result<Lexicon, WorkbenchError> {
    let bytes = read_file(path)?;
    let name = path.display().to_string();
    Lexicon::from_tsv(&decoded(&bytes, &name)?).map_err(|error| {
        let hint = "a dictionary has a source word, a target word and a probability a line, with tabs between";
        let finding = Finding::new("bad-lexicon", Severity::Error, format!("`{name}`: {error}"));
        WorkbenchError::Refused(Box::new(finding.with_hint(hint)))
    })
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
    fn read(
        path: &Path,
        request: &AlignRequest,
        language: &Language,
    ) -> Result<Self, WorkbenchError> {
        let bytes = read_file(path)?;
        let name = path.display().to_string();
        let text = decoded(&bytes, &name)?;
        Ok(match request.content {
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

    fn lines(&self) -> Vec<&str> {
        self.texts.iter().map(String::as_str).collect()
    }
}

impl AlignedPair {
    /// Why the result should not be believed, if it should not.
    #[must_use]
    pub fn doubt(&self) -> Option<Finding> {
        let (message, hint) = match self.alignment.relation {
            Relation::Translation => return None,
            Relation::EmptySide => ("one of the two files holds no sentence", "check the files"),
            Relation::SameText => (
                "both files hold the same text",
                "name the source first, then its translation",
            ),
            Relation::Unrelated => (
                "nothing speaks for one being a translation of the other",
                "check the files, their order, and --source-lang and --target-lang",
            ),
        };
        let message = format!(
            "`{}` and `{}`: {message}",
            self.source_file, self.target_file
        );
        Some(Finding::new("doubtful-alignment", Severity::Warning, message).with_hint(hint))
    }

    /// The units of its beads: those with both sides, numbered from `first` on.
    fn units(&self, request: &AlignRequest, first: usize) -> Vec<Unit> {
        let beads = self
            .alignment
            .beads
            .iter()
            .filter(|bead| bead.is_two_sided());
        let units = beads.zip(first..).map(|(bead, number)| {
            let source = self.source[bead.source.clone()].join(" ");
            let target = self.target[bead.target.clone()].join(" ");
            let id = UnitId(format!("bead-{number}"));
            let mut unit = Unit::new(id, Variant::new(request.source_language.clone(), source));
            let mut variant = Variant::new(request.target_language.clone(), target);
            variant.state = State::Translated;
            unit.variants.push(variant);
            unit
        });
        units.collect()
    }
}

/// The aligned pairs as a file in a format of exchange; beads with an empty side are left out.
///
/// # Errors
/// When there is no such format, or it cannot hold what is asked.
pub fn aligned_file(
    pairs: &[AlignedPair],
    request: &AlignRequest,
    format: &str,
) -> Result<Vec<u8>, WorkbenchError> {
    let mut units = Vec::new();
    for pair in pairs {
        units.extend(pair.units(request, units.len() + 1));
    }
    let options = WriteOptions {
        source: request.source_language.clone(),
        languages: vec![
            request.source_language.clone(),
            request.target_language.clone(),
        ],
        remarks: Vec::new(),
        attributes: Vec::new(),
    };
    match format_named(format) {
        Some(format) => Ok(rendered(format, &units, &options)?.0),
        None => Err(super::export::unknown_format(format)),
    }
}
