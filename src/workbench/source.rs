//! Source documents, read and cut into segments.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use super::srx::RuleFile;
use super::{Workbench, WorkbenchError};
use crate::document::{BlockKind, DOCUMENT_FORMATS, LineEnds, decode, format_of, segments};
use crate::model::{DocumentName, Finding, Severity};
use crate::project::{Layout, Project, SourceFile, read_file};
use crate::segmentation::{Newlines, Rules, Segmenter};
use crate::text::normalise;

/// A source document, cut into segments.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Its name.
    pub(super) name: DocumentName,
    /// Its file as the user sees it.
    pub(super) file: String,
    /// Its segments, in order.
    pub(super) segments: Vec<SourceSegment>,
    /// Which of its paragraphs are headings, with their level.
    pub(super) headings: BTreeMap<u32, u8>,
}

/// One segment of a source document, or several that are one unit, with the text in normal form on one
/// logical line.
#[derive(Clone, Debug)]
pub(super) struct SourceSegment {
    /// The text.
    pub(super) text: String,
    /// How many consecutive segments it joins.
    pub(super) segments: u32,
    /// The paragraph, counted from 1.
    pub(super) paragraph: u32,
    /// The number within the paragraph, counted from 1.
    pub(super) sentence: u32,
    /// The line of the file, counted from 1.
    pub(super) line: u32,
}

impl Source {
    /// How many segments it has, also those that are one unit with others.
    pub(super) fn segment_count(&self) -> usize {
        let counts = self.segments.iter().map(|segment| segment.segments);
        counts.sum::<u32>() as usize
    }

    /// How many paragraphs and headings it has.
    pub(super) fn paragraphs(&self) -> u32 {
        self.segments.last().map_or(0, |last| last.paragraph)
    }
}

impl Workbench {
    /// The names of all source documents, in order.
    pub(super) fn document_names(&self) -> Result<Vec<DocumentName>, WorkbenchError> {
        let files = self.project.sources(&suffixes())?;
        Ok(files.into_iter().map(|file| file.name).collect())
    }

    /// Every source document of the project, in order of name.
    pub(super) fn sources(&self) -> Result<Vec<Source>, WorkbenchError> {
        let suffixes = suffixes();
        let files = self.project.sources(&suffixes)?;
        if files.is_empty() {
            let folder = self.project.shown(&self.project.sources_path());
            let message = format!("there is no source document in `{folder}/`");
            let hint = format!(
                "put a text there whose name ends in .{}",
                suffixes.join(" or .")
            );
            let finding = Finding::new("no-sources", Severity::Error, message).with_hint(hint);
            return Err(WorkbenchError::Refused(Box::new(finding)));
        }
        let rules = self.rules()?;
        files.iter().map(|file| self.source(file, &rules)).collect()
    }

    fn source(&self, file: &SourceFile, rules: &Rules) -> Result<Source, WorkbenchError> {
        self.source_of(file, &read_file(&file.path)?, rules)
    }

    /// The source document that these bytes are, or would be, in this file.
    pub(super) fn source_of(
        &self,
        file: &SourceFile,
        bytes: &[u8],
        rules: &Rules,
    ) -> Result<Source, WorkbenchError> {
        let shown = self.project.shown(&file.path);
        let (segments, headings) = self.cut(bytes, &shown, rules)?;
        Ok(Source {
            name: file.name.clone(),
            file: shown,
            segments,
            headings,
        })
    }

    /// The segments of a text or Markdown file anywhere, cut as the project's sources are.
    pub(super) fn segments_of(&self, path: &Path) -> Result<Vec<SourceSegment>, WorkbenchError> {
        let shown = path.display().to_string();
        Ok(self.cut(&read_file(path)?, &shown, &self.rules()?)?.0)
    }

    /// The segments of a file, and which of its paragraphs are headings.
    fn cut(
        &self,
        bytes: &[u8],
        shown: &str,
        rules: &Rules,
    ) -> Result<(Vec<SourceSegment>, BTreeMap<u32, u8>), WorkbenchError> {
        let text = decoded(bytes, shown)?;
        let line_ends = line_ends(&self.project);
        let blocks =
            format_of(shown).map_or_else(Vec::new, |format| format.blocks(&text, line_ends));
        let cut = |text: &str, found: &mut Vec<_>| found.extend(rules.segments(text));
        let headings = blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Heading(level) => Some((block.paragraph, level)),
            _ => None,
        });
        let headings = headings.collect();
        let segments = segments(&text, &blocks, &cut)
            .into_iter()
            .map(|found| SourceSegment {
                text: normalise(&found.text).into_owned(),
                segments: 1,
                paragraph: found.segment.paragraph,
                sentence: found.segment.sentence,
                line: found.segment.line,
            });
        Ok((segments.collect(), headings))
    }

    /// The rules by which the project cuts its sources.
    pub(super) fn rules(&self) -> Result<Rules, WorkbenchError> {
        let config = self.project.config();
        let segmenter = match &config.segmentation.srx {
            None => Segmenter::built_in(),
            Some(path) => {
                let rules = RuleFile::read(&self.project.root().join(path))?;
                rules.refuse_faults()?;
                rules.segmenter()
            }
        };
        // Blocks come as one logical line each.
        Ok(segmenter
            .newlines(Newlines::Space)
            .rules(&config.project.source))
    }
}

/// The refusal of a name that no document has; `known` are those that there are.
pub(super) fn unknown_document(
    name: &str,
    known: impl IntoIterator<Item = impl ToString>,
) -> WorkbenchError {
    let known: Vec<_> = known.into_iter().map(|name| name.to_string()).collect();
    let message = format!("there is no document `{name}`");
    let finding = Finding::new("unknown-document", Severity::Error, message);
    WorkbenchError::Refused(Box::new(finding.with_hint(match known.as_slice() {
        [] => "put a text into the folder of sources first".to_owned(),
        known => format!("the documents are {}", known.join(", ")),
    })))
}

/// How the names of source documents end.
fn suffixes() -> Vec<&'static str> {
    let suffixes = DOCUMENT_FORMATS
        .iter()
        .flat_map(|format| format.suffixes().iter().copied());
    suffixes.collect()
}

fn line_ends(project: &Project) -> LineEnds {
    match project.config().segmentation.paragraphs {
        Layout::Line => LineEnds::Paragraph,
        Layout::BlankLine => LineEnds::Wrapped,
    }
}

/// The text that bytes hold; `name` stands for them in messages.
pub(super) fn decoded<'a>(bytes: &'a [u8], name: &str) -> Result<Cow<'a, str>, WorkbenchError> {
    let decoded = decode(bytes).map_err(|error| {
        let mut place = error.place().clone();
        place.file = name.to_owned();
        let finding = Finding::new("not-text", Severity::Error, error.to_string());
        WorkbenchError::Refused(Box::new(finding.at(place).with_hint(error.hint())))
    })?;
    Ok(decoded.text)
}
