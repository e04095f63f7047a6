//! `align --add`: texts and their translations into the project.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::addition::Addition;
use super::apply::{Applied, Existing};
use super::entrant::Entrant;
use super::keep::{KeptAlignment, KeptBead};
use super::refused;
use super::texts::{TextPair, align_texts};
use super::{AlignRequest, AlignedPair};
use crate::memory::Memory;
use crate::model::{DocumentName, Finding, Severity, UnitId};
use crate::text::Language;
use crate::workbench::commit::Recorded;
use crate::workbench::{Workbench, WorkbenchError};

/// What to take into the project, and how.
#[derive(Clone, Debug, Default)]
pub struct AddRequest {
    /// How to align. Its source language is the project's, whatever it says.
    pub align: AlignRequest,
    /// The language of the sources, where the caller names it; it must be the project's.
    pub source: Option<Language>,
    /// The language of the translations; without it the one of the project's that the text can be in.
    pub target: Option<Language>,
    /// The name of the document; the source file's without it.
    pub name: Option<String>,
    /// What becomes of pairs that are hardly translations of one another.
    pub doubtful: Doubtful,
    /// What becomes of translations that are there already.
    pub existing: Existing,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// What becomes of pairs that are hardly translations of one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doubtful {
    /// They are left out.
    #[default]
    LeaveOut,
    /// They are taken.
    Take,
}

/// What came into the project, or would come.
#[derive(Debug, Serialize)]
pub struct AddReport {
    /// The documents, in the order of the call.
    pub documents: Vec<AddedDocument>,
    /// The files that were or would be written.
    pub files: Vec<String>,
    /// What the memory recorded.
    pub recorded: Recorded,
    /// What is doubtful, and what is wrong with segment files.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Whether an entry of a segment file could not be read.
    pub faulty: bool,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// What an alignment means for a document.
#[derive(Clone, Debug, Serialize)]
pub struct AddedDocument {
    /// The document.
    pub document: DocumentName,
    /// The language of the translation.
    pub lang: Language,
    /// Its sentences.
    pub source_sentences: usize,
    /// The sentences of the translation.
    pub target_sentences: usize,
    /// Source sentences without an answer.
    pub source_alone: usize,
    /// Sentences of the translation without a source; they are kept with the beads.
    pub target_alone: usize,
    /// Beads.
    pub beads: usize,
    /// Beads that a person has confirmed.
    pub confirmed: usize,
    /// Units that had no translation and have one now.
    pub filled: usize,
    /// Units that have another translation now.
    pub replaced: usize,
    /// Units of several sentences.
    pub joined: usize,
    /// Units that are marked because the alignment is not sure.
    pub doubtful: usize,
    /// Units that have another translation, which was left as it is.
    pub left: Vec<UnitId>,
}

impl AddedDocument {
    pub(super) fn of(kept: &KeptAlignment, applied: &Applied) -> Self {
        let count = |is: fn(&KeptBead) -> bool| kept.beads.iter().filter(|kept| is(kept)).count();
        let alone = || kept.beads.iter().filter(|kept| !kept.bead.is_two_sided());
        let counts = &applied.counts;
        Self {
            document: kept.document.clone(),
            lang: kept.target_language.clone(),
            source_sentences: kept.source.len(),
            target_sentences: kept.target.len(),
            source_alone: alone().map(|kept| kept.bead.source.len()).sum(),
            target_alone: alone().map(|kept| kept.bead.target.len()).sum(),
            beads: kept.beads.len(),
            confirmed: count(KeptBead::is_settled),
            filled: counts.filled,
            replaced: counts.replaced,
            joined: counts.joined,
            doubtful: counts.doubtful,
            left: counts.left.clone(),
        }
    }
}

impl Workbench {
    /// Takes sources and their translations into the project: source documents, beads, segment files, and
    /// one revision. What is there already is not written again; a translation that another hand wrote is
    /// not overwritten, and pairs that are hardly translations are left out, unless that is asked for.
    ///
    /// # Errors
    /// When a file cannot be read or written, a name is taken by another text, a language cannot be told,
    /// or a segment file or the memory cannot be used. Nothing is written then.
    pub fn align_add(
        &self,
        pairs: &[(PathBuf, PathBuf)],
        request: &AddRequest,
    ) -> Result<AddReport, WorkbenchError> {
        // Others may write while texts are aligned, which can take a while.
        drop(self.lock_unless(request.dry_run)?);
        let entrants = self.entrants(pairs, request)?;
        let memory = self.memory_for_reading()?;
        let (alignments, findings) = self.align_entrants(&entrants, request, memory.as_ref())?;
        drop(memory);
        let _lock = self.lock_unless(request.dry_run)?;
        entrants
            .iter()
            .try_for_each(|entrant| self.refuse_stale(entrant))?;
        let memory = self.memory_for_reading()?;
        let mut addition = Addition::default();
        for (entrant, kept) in entrants.iter().zip(alignments) {
            if let Some(kept) = kept {
                let earlier = entrant.old.as_ref().map_or(&[][..], |old| &old.target);
                let source = entrant.source.clone();
                let applied =
                    self.applied(&kept, source, memory.as_ref(), earlier, request.existing)?;
                addition
                    .sources
                    .push((entrant.file.clone(), entrant.bytes.clone()));
                addition.take(kept, applied);
            }
        }
        drop(memory);
        let mut report = self.write_addition(addition, "align", request.dry_run)?;
        report.findings.splice(0..0, findings);
        Ok(report)
    }

    /// The alignments of entrants, `None` for those that are left out, and what is doubtful.
    fn align_entrants(
        &self,
        entrants: &[Entrant],
        request: &AddRequest,
        memory: Option<&Memory>,
    ) -> Result<(Vec<Option<KeptAlignment>>, Vec<Finding>), WorkbenchError> {
        let mut kept: Vec<Option<KeptAlignment>> = entrants.iter().map(Entrant::settled).collect();
        let mut findings = Vec::new();
        let learnt_nothing = kept.iter().all(Option::is_some);
        let languages: BTreeSet<&Language> = entrants.iter().map(|one| &one.language).collect();
        refuse_two_dictionaries(languages.len(), request)?;
        for language in languages {
            let new: Vec<usize> = (0..entrants.len())
                .filter(|at| kept[*at].is_none() && entrants[*at].language == *language)
                .collect();
            let mut align = request.align.clone();
            align.source_language = self.project.config().project.source.clone();
            align.target_language = language.clone();
            let texts: Vec<TextPair> = new.iter().map(|at| entrants[*at].texts()).collect();
            if texts.is_empty() {
                continue;
            }
            let known = self.known_pairs(memory, &align.source_language, language, None)?;
            let alignments = align_texts(&texts, &align, known)?;
            for ((at, texts), alignment) in new.into_iter().zip(texts).zip(alignments) {
                let entrant = &entrants[at];
                let pair = AlignedPair::new(&entrant.named, texts.clone(), alignment, &align);
                findings.extend(pair.remarks());
                let doubt = pair.doubt();
                if doubt.is_none() || request.doubtful == Doubtful::Take {
                    kept[at] = Some(entrant.kept(texts, pair.alignment, &align));
                }
                findings.extend(doubt.map(|doubt| said(doubt, request.doubtful)));
            }
        }
        if let (true, Some(path)) = (learnt_nothing, &request.align.lexicon_out) {
            findings.push(no_dictionary(path));
        }
        Ok((kept, findings))
    }
}

fn refuse_two_dictionaries(languages: usize, request: &AddRequest) -> Result<(), WorkbenchError> {
    if languages < 2 || request.align.lexicon_out.is_none() {
        return Ok(());
    }
    let message =
        "a dictionary file holds one pair of languages, and this call has more".to_owned();
    let hint = "say --target-lang, and call once for each language";
    Err(refused("two-dictionaries", message, hint))
}

fn no_dictionary(path: &Path) -> Finding {
    let message = format!(
        "`{}` was not written: all of it is aligned already, so nothing was learnt",
        path.display()
    );
    let hint = "call it without --add to learn from the texts again";
    Finding::new("no-dictionary", Severity::Warning, message).with_hint(hint)
}

/// A doubt, with what it means for the pair.
fn said(doubt: Finding, doubtful: Doubtful) -> Finding {
    if doubtful == Doubtful::Take {
        return doubt;
    }
    let hint = doubt.hint.clone().unwrap_or_default();
    let hint = format!("{hint}; nothing of this pair was written, --force takes it all the same");
    doubt.with_hint(hint)
}
