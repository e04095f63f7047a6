//! `segment`: the sentences of any text, without a project.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Serialize;

use super::WorkbenchError;
use super::source::{decoded, srx_segmenter};
use crate::document::{LineEnds, PlainText, each_segment, format_of};
use crate::model::Segment;
use crate::segmentation::{Newlines, Rules, Segmenter};
use crate::text::Language;

/// How to cut.
#[derive(Clone, Debug, Default)]
pub struct SegmentOptions {
    /// The language of texts that do not name theirs.
    pub language: Language,
    /// An SRX file to use in place of the built-in rules.
    pub srx: Option<PathBuf>,
    /// What the end of a line means in plain text.
    pub line_ends: LineEnds,
}

/// Cuts texts in any number of languages; keeps the rules of each at hand.
#[derive(Debug)]
pub struct Cutter {
    segmenter: Segmenter,
    language: Language,
    line_ends: LineEnds,
    rules: HashMap<Language, Rules>,
}

/// One segment of a document.
#[derive(Debug, Serialize)]
pub struct CutSegment<'a> {
    /// Where it stands.
    #[serde(flatten)]
    pub segment: Segment,
    /// Its text on one line.
    pub text: &'a str,
}

impl Cutter {
    /// Makes ready to cut.
    ///
    /// # Errors
    /// When the SRX file cannot be used.
    pub fn new(options: SegmentOptions) -> Result<Self, WorkbenchError> {
        let segmenter = match &options.srx {
            None => Segmenter::built_in(),
            Some(path) => srx_segmenter(path)?,
        };
        Ok(Self {
            segmenter,
            language: options.language,
            line_ends: options.line_ends,
            rules: HashMap::new(),
        })
    }

    /// Hands over each segment of a document, in order.
    ///
    /// The suffix of `name` tells the format; one that we do not know is plain text.
    ///
    /// # Errors
    /// When the bytes are no text, or `each` fails.
    pub fn document<E: From<WorkbenchError>>(
        &self,
        bytes: &[u8],
        name: &str,
        mut each: impl FnMut(&CutSegment<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let text = decoded(bytes, name)?;
        let format = format_of(name).unwrap_or(&PlainText);
        let blocks = format.blocks(&text, self.line_ends);
        // Blocks come as one line each.
        let rules = self
            .segmenter
            .clone()
            .newlines(Newlines::Space)
            .rules(&self.language);
        let cut = |line: &str| rules.segments(line).collect();
        each_segment(&text, &blocks, &cut, |found| {
            each(&CutSegment {
                segment: found.segment,
                text: &found.text,
            })
        })
    }

    /// The rules for a text that stands alone; `None` stands for the language of the options.
    pub(super) fn rules(&mut self, language: Option<Language>) -> &Rules {
        let language = language.unwrap_or_else(|| self.language.clone());
        let segmenter = &self.segmenter;
        self.rules
            .entry(language)
            .or_insert_with_key(|language| segmenter.rules(language))
    }
}
