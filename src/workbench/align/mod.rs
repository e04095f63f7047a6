//! `align`: which sentences of a translation answer which of its source.

mod add;
mod addition;
mod apply;
mod around;
mod carried;
mod doubt;
mod entrant;
mod jsonl;
mod keep;
mod review;
mod score;
mod steps;
mod texts;
mod translate;

use std::path::PathBuf;

use serde::Serialize;

use crate::alignment::{Alignment, Bead};
use crate::exchange::{WriteOptions, format_named};
use crate::model::{Finding, Severity, State, Unit, UnitId, Variant};
use crate::report::{AlignedRow, AlignedTexts, Grade, alignment_page};
use crate::text::Language;
use crate::workbench::WorkbenchError;
use crate::workbench::export::{rendered, unknown_format};
use crate::workbench::page::HTML;
use apply::SURE;
use keep::rounded;
use texts::{Sentences, TextPair, align_texts};

pub use add::{AddReport, AddRequest, AddedDocument, Doubtful};
pub use apply::{DOUBTFUL, Existing};
pub use jsonl::align_jsonl;
pub use keep::{BeadStatus, KeptBead};
pub use review::{Review, ReviewedBead, StepFailure};
pub use score::{AlignScore, Figures, align_score, pairs_listed};
pub use steps::{Move, Side, StepError};
pub use translate::{TranslatedWord, translate_by};

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
    /// The language of the source.
    pub source_language: Language,
    /// The language of the translation.
    pub target_language: Language,
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
            score: rounded(bead.confidence),
        }
    }
}

/// An alignment, as programs get it.
#[derive(Debug, Serialize)]
pub struct AlignmentRecord<'a> {
    source_file: &'a str,
    target_file: &'a str,
    source_lang: &'a Language,
    target_lang: &'a Language,
    beads: Vec<BeadRecord>,
}

impl<'a> AlignmentRecord<'a> {
    /// The record of a pair.
    #[must_use]
    pub fn of(pair: &'a AlignedPair) -> Self {
        Self {
            source_file: &pair.source_file,
            target_file: &pair.target_file,
            source_lang: &pair.source_language,
            target_lang: &pair.target_language,
            beads: pair.alignment.beads.iter().map(BeadRecord::from).collect(),
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
        texts.push(TextPair {
            source: Sentences::read(source, request.content, &request.source_language)?,
            target: Sentences::read(target, request.content, &request.target_language)?,
            fixed: Vec::new(),
        });
    }
    let alignments = align_texts(&texts, request, Vec::new())?;
    let aligned = texts.into_iter().zip(alignments).zip(pairs);
    Ok(aligned
        .map(|((texts, alignment), files)| AlignedPair::new(files, texts, alignment, request))
        .collect())
}

impl AlignedPair {
    fn new(
        (source_file, target_file): &(PathBuf, PathBuf),
        texts: TextPair,
        alignment: Alignment,
        request: &AlignRequest,
    ) -> Self {
        Self {
            source_file: source_file.display().to_string(),
            target_file: target_file.display().to_string(),
            source_language: request.source_language.clone(),
            target_language: request.target_language.clone(),
            source: texts.source.texts,
            target: texts.target.texts,
            alignment,
        }
    }

    /// How many sentences of the source, and of the translation, have no answer.
    #[must_use]
    pub fn alone(&self) -> (usize, usize) {
        let alone = || {
            let beads = self.alignment.beads.iter();
            beads.filter(|bead| !bead.is_two_sided())
        };
        (
            alone().map(|bead| bead.source.len()).sum(),
            alone().map(|bead| bead.target.len()).sum(),
        )
    }

    fn page(&self) -> AlignedTexts<'_> {
        let rows = self.alignment.beads.iter().map(|bead| AlignedRow {
            source_at: bead.source.start,
            source: &self.source[bead.source.clone()],
            target_at: bead.target.start,
            target: &self.target[bead.target.clone()],
            confidence: bead.confidence,
            grade: match bead.confidence {
                sure if sure >= SURE => Grade::Sure,
                likely if likely >= DOUBTFUL => Grade::Likely,
                _ => Grade::Doubtful,
            },
        });
        AlignedTexts {
            source_name: &self.source_file,
            target_name: &self.target_file,
            source_language: &self.source_language,
            target_language: &self.target_language,
            doubt: self.doubt().map(|doubt| doubt.message),
            rows: rows.collect(),
        }
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

/// The aligned pairs as a page, or as a file in a format of exchange, in which beads with an empty side are
/// left out.
///
/// # Errors
/// When there is no such format, or it cannot hold what is asked.
pub fn aligned_file(
    pairs: &[AlignedPair],
    request: &AlignRequest,
    format: &str,
) -> Result<Vec<u8>, WorkbenchError> {
    if format == HTML {
        let texts: Vec<AlignedTexts<'_>> = pairs.iter().map(AlignedPair::page).collect();
        return Ok(alignment_page(&texts).into_bytes());
    }
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
        spreadsheet_safe: false,
    };
    match format_named(format) {
        Some(format) => Ok(rendered(format, &units, &options)?.0),
        None => Err(unknown_format(format)),
    }
}

/// A refusal with a hint.
fn refused(id: &str, message: String, hint: &str) -> WorkbenchError {
    let finding = Finding::new(id, Severity::Error, message).with_hint(hint);
    WorkbenchError::Refused(Box::new(finding))
}
