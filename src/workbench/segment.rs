//! `segment`: the sentences of any text, without a project.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Serialize;

use super::WorkbenchError;
use super::source::decoded;
use super::srx::RuleFile;
use crate::document::{LineEnds, LogicalLine, PlainText, each_segment, format_of};
use crate::model::{Finding, Segment};
use crate::segmentation::{Decision, Newlines, RuleSource, Rules, Segmenter, Verdict};
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
    /// The file of the rules, when they are not the built-in ones.
    rule_file: Option<String>,
    findings: Vec<Finding>,
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

/// A place at which a rule was asked, and what it decided.
#[derive(Debug, Serialize)]
pub struct Explained {
    /// The line of the document, counted from 1.
    pub line: usize,
    /// The place in the document, in UTF-8 bytes.
    pub at: usize,
    /// Whether a segment ends there.
    pub breaks: bool,
    /// What stands before the place, some words of it.
    pub before: String,
    /// What stands behind it.
    pub after: String,
    /// The rule that decided.
    pub rule: ExplainedRule,
    /// The line of the word list that made the rule apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<ExplainedRule>,
}

/// A rule, or a line of a word list, and where it stands.
#[derive(Debug, Serialize)]
pub struct ExplainedRule {
    /// Its file.
    pub file: String,
    /// Its line, counted from 1; 0 for what the caller chose.
    pub line: usize,
    /// As it is written there.
    pub text: String,
}

impl From<RuleSource> for ExplainedRule {
    fn from(rule: RuleSource) -> Self {
        Self {
            file: rule.file,
            line: rule.line,
            text: rule.text,
        }
    }
}

impl Cutter {
    /// Makes ready to cut.
    ///
    /// # Errors
    /// When the SRX file cannot be used.
    pub fn new(options: SegmentOptions) -> Result<Self, WorkbenchError> {
        let srx = options.srx.as_deref().map(RuleFile::read).transpose()?;
        let (rule_file, findings) = match &srx {
            Some(file) => (Some(file.name.clone()), file.findings.clone()),
            None => (None, Vec::new()),
        };
        Ok(Self {
            segmenter: srx.map_or_else(Segmenter::built_in, RuleFile::segmenter),
            rule_file,
            findings,
            language: options.language,
            line_ends: options.line_ends,
            rules: HashMap::new(),
        })
    }

    /// The rules of the SRX file that could not be compiled, and were left out.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Every place of a document at which a rule was asked, with the rule that decided, in order.
    ///
    /// # Errors
    /// When the bytes are no text, or `each` fails.
    pub fn explain<E: From<WorkbenchError>>(
        &self,
        bytes: &[u8],
        name: &str,
        mut each: impl FnMut(&Explained) -> Result<(), E>,
    ) -> Result<(), E> {
        let text = decoded(bytes, name)?;
        let rules = self.block_rules();
        let (mut counted, mut line_number) = (0, 1);
        for block in format_of(name)
            .unwrap_or(&PlainText)
            .blocks(&text, self.line_ends)
        {
            let line = block.logical_line(&text);
            for decision in rules.decisions(&line.text) {
                let start = line.document_range(decision.mark.clone()).start;
                line_number += text[counted..start.max(counted)].matches('\n').count();
                counted = start.max(counted);
                each(&self.explained(line_number, &line, decision))?;
            }
        }
        Ok(())
    }

    fn explained(&self, number: usize, line: &LogicalLine<'_>, decision: Decision) -> Explained {
        let named = |mut rule: RuleSource| {
            if rule.file.is_empty() {
                rule.file = self.rule_file.clone().unwrap_or_default();
            }
            rule
        };
        Explained {
            line: number,
            before: tail(&line.text[..decision.at]).to_owned(),
            after: head(&line.text[decision.at..]).to_owned(),
            at: line.document_range(decision.at..decision.at).start,
            breaks: decision.verdict == Verdict::Break,
            rule: named(decision.rule).into(),
            word: decision.word.map(|word| named(word).into()),
        }
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
        let cut = |line: &str, found: &mut Vec<_>| found.extend(rules.segments(line));
        each_segment(&text, &blocks, &cut, |found| {
            each(&CutSegment {
                segment: found.segment,
                text: &found.text,
            })
        })
    }

    /// The rules for blocks of a document, which come as one line each.
    fn block_rules(&self) -> Rules {
        self.segmenter
            .clone()
            .newlines(Newlines::Space)
            .rules(&self.language)
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

/// How much of the text around a place is shown, in characters.
const SHOWN: usize = 24;

fn tail(text: &str) -> &str {
    let start = text.char_indices().rev().nth(SHOWN - 1);
    &text[start.map_or(0, |(at, _)| at)..]
}

fn head(text: &str) -> &str {
    let end = text.char_indices().nth(SHOWN);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}
