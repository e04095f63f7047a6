//! `align review`: the beads of a kept alignment, the weakest first, to be confirmed or put right.

use std::collections::HashSet;
use std::ops::Range;

use serde::Serialize;

use super::add::AddReport;
use super::addition::Addition;
use super::apply::{DOUBTFUL, Existing};
use super::carried::{beginnings, sentences_of};
use super::keep::{BeadStatus, KeptAlignment, KeptBead};
use super::refused;
use super::steps::{Move, Side, StepError};
use crate::alignment::Bead;
use crate::model::DocumentName;
use crate::project::{holds, read_file};
use crate::text::Language;
use crate::workbench::source::Source;
use crate::workbench::{Workbench, WorkbenchError};

/// How many pairs of the memory teach the lexicon.
const KNOWN: usize = 1_000;

/// A kept alignment under review; every step is on the disk when it returns.
pub struct Review<'w> {
    workbench: &'w Workbench,
    kept: KeptAlignment,
    source: Source,
    /// The pairs of the memory that teach the lexicon.
    known: Vec<(String, String)>,
    /// What the file holds, to see whether another has written it meanwhile.
    on_disk: Vec<u8>,
    passed: HashSet<(Range<usize>, Range<usize>)>,
    steps: Vec<Step>,
}

/// A step that can be undone: the beads that stand there now in place of others.
struct Step {
    at: usize,
    now: usize,
    before: Vec<KeptBead>,
}

/// A bead with its sentences, as faces show it.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewedBead {
    /// The document.
    pub document: DocumentName,
    /// The language of the translation.
    pub lang: Language,
    /// The numbers of its source sentences, counted from 0.
    pub source: Vec<usize>,
    /// The numbers of its target sentences.
    pub target: Vec<usize>,
    /// Its source sentences.
    pub source_texts: Vec<String>,
    /// Its target sentences.
    pub target_texts: Vec<String>,
    /// How sure it is, from 0 to 1.
    pub score: f64,
    /// What a person has said of it.
    pub status: BeadStatus,
}

impl Workbench {
    /// The alignments that are kept, of one document and language or of all, in order of name.
    ///
    /// # Errors
    /// When none is kept, or a folder cannot be read.
    pub fn kept_alignments(
        &self,
        document: Option<&DocumentName>,
        language: Option<&Language>,
    ) -> Result<Vec<(DocumentName, Language)>, WorkbenchError> {
        let mut all = Vec::new();
        for target in &self.project.config().project.targets {
            let names = self.project.aligned_documents(target)?;
            all.extend(names.into_iter().map(|name| (name, target.clone())));
        }
        let mut asked = all.clone();
        asked.retain(|(name, tag)| {
            document.is_none_or(|asked| asked == name) && language.is_none_or(|asked| asked == tag)
        });
        asked.sort();
        if asked.is_empty() {
            let names: Vec<_> = all
                .iter()
                .map(|(name, tag)| format!("{name} ({tag})"))
                .collect();
            let hint = match names.is_empty() {
                true => "`tarjuman align SOURCE TARGET --add` makes one".to_owned(),
                false => format!("there are: {}", names.join(", ")),
            };
            let message = "no such alignment is kept in this project".to_owned();
            return Err(refused("no-alignment", message, &hint));
        }
        Ok(asked)
    }

    /// Opens a kept alignment for review. Where the document has changed since, it is aligned anew around
    /// what is settled; that is written with the first step.
    ///
    /// # Errors
    /// When there is none, its document is gone, or one of them cannot be used.
    pub fn review(
        &self,
        document: &DocumentName,
        language: &Language,
    ) -> Result<Review<'_>, WorkbenchError> {
        let Some(kept) = self.kept_alignment(document, language)? else {
            let message = format!("no alignment of `{document}` into {language} is kept");
            let hint = "`tarjuman align SOURCE TARGET --add` makes one";
            return Err(refused("no-alignment", message, hint));
        };
        let source = self
            .sources()?
            .into_iter()
            .find(|source| source.name == *document);
        let Some(source) = source else {
            let message = format!("the document `{document}` is gone");
            let hint = "take its source back, or delete its file in alignments/";
            return Err(refused("no-source", message, hint));
        };
        let memory = self.memory_for_reading()?;
        let pairs = (&kept.source_language, &kept.target_language);
        let mut known = self.known_pairs(memory.as_ref(), pairs.0, pairs.1, Some(document))?;
        known.truncate(KNOWN);
        let sentences = sentences_of(&source);
        let mut review = Review {
            workbench: self,
            on_disk: read_file(&self.project.alignment_path(document, language))?,
            kept,
            source,
            known,
            passed: HashSet::new(),
            steps: Vec::new(),
        };
        if review.kept.source != sentences {
            let beginnings = beginnings(&review.source);
            review.kept.follow(sentences, &beginnings, &review.known)?;
        }
        Ok(review)
    }
}

impl Review<'_> {
    /// The document under review.
    #[must_use]
    pub fn document(&self) -> &DocumentName {
        &self.kept.document
    }

    /// The language of its source, and that of its translation.
    #[must_use]
    pub fn languages(&self) -> (&Language, &Language) {
        (&self.kept.source_language, &self.kept.target_language)
    }

    /// All beads, in reading order.
    #[must_use]
    pub fn beads(&self) -> &[KeptBead] {
        &self.kept.beads
    }

    /// The numbers of the beads that nobody has settled, the weakest first.
    #[must_use]
    pub fn queue(&self) -> Vec<usize> {
        let beads = self.kept.beads.iter().enumerate();
        let mut queue: Vec<(usize, f64)> = beads
            .filter(|(_, kept)| !kept.is_settled())
            .map(|(at, kept)| (at, kept.bead.confidence))
            .collect();
        queue.sort_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
        queue.into_iter().map(|(at, _)| at).collect()
    }

    /// How many of them are doubtful.
    #[must_use]
    pub fn doubtful(&self) -> usize {
        let beads = self.kept.beads.iter().filter(|kept| !kept.is_settled());
        beads.filter(|kept| kept.bead.confidence < DOUBTFUL).count()
    }

    /// The weakest bead that is neither settled nor passed over.
    #[must_use]
    pub fn next(&self) -> Option<usize> {
        let queue = self.queue();
        let fresh = |at: &usize| !self.passed.contains(&key(&self.kept.beads[*at]));
        queue.into_iter().find(fresh)
    }

    /// Leaves a bead for another time.
    pub fn pass_over(&mut self, at: usize) {
        self.passed.extend(self.kept.beads.get(at).map(key));
    }

    /// A bead with its sentences; `None` when there is none of that number.
    #[must_use]
    pub fn bead(&self, at: usize) -> Option<ReviewedBead> {
        let KeptBead { bead, status } = self.kept.beads.get(at)?;
        Some(ReviewedBead {
            document: self.kept.document.clone(),
            lang: self.kept.target_language.clone(),
            source: bead.source.clone().collect(),
            target: bead.target.clone().collect(),
            source_texts: self.kept.source[bead.source.clone()].to_vec(),
            target_texts: self.kept.target[bead.target.clone()].to_vec(),
            score: bead.confidence,
            status: *status,
        })
    }

    /// Says that a bead is right; one with an empty side, that its sentences have no answer.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn confirm(&mut self, at: usize) -> Result<(), WorkbenchError> {
        let Some(bead) = self.kept.beads.get(at).map(|kept| kept.bead.clone()) else {
            return Ok(());
        };
        self.replace(at..at + 1, settled(bead))
    }

    /// Makes a bead and the next one; returns the number of that.
    ///
    /// # Errors
    /// When they do not stand next to one another, or it cannot be written.
    pub fn join(&mut self, at: usize) -> Result<usize, StepFailure> {
        let [one, other] = self.neighbours(at)?;
        let joined = one.joined(&other)?;
        self.reshape(at..at + 2, vec![joined])
    }

    /// Cuts a bead in the middle; returns the number of the first part.
    ///
    /// # Errors
    /// When it holds one sentence only, or it cannot be written.
    pub fn split(&mut self, at: usize) -> Result<usize, StepFailure> {
        let bead = &self.kept.beads.get(at).ok_or(StepError::NoBead)?.bead;
        let halves = bead.halves()?;
        self.reshape(at..at + 1, halves)
    }

    /// Moves the boundary between a bead and the next one by a sentence; returns the number of the bead.
    ///
    /// # Errors
    /// When there is no sentence to be moved, or it cannot be written.
    pub fn shift(&mut self, at: usize, step: Move) -> Result<usize, StepFailure> {
        let [one, other] = self.neighbours(at)?;
        let moved = one.shifted(&other, step)?;
        self.reshape(at..at + 2, moved)
    }

    /// Says that the sentences of one side of a bead have no answer; those of the other side are aligned
    /// anew. Returns the number of the bead of the former.
    ///
    /// # Errors
    /// When the bead has nothing on that side, or it cannot be written.
    pub fn leave_alone(&mut self, at: usize, side: Side) -> Result<usize, StepFailure> {
        let bead = &self.kept.beads.get(at).ok_or(StepError::NoBead)?.bead;
        let (alone, free) = bead.parted(side)?;
        let sentence = match side {
            Side::Source => alone.source.start,
            Side::Target => alone.target.start,
        };
        let mut beads = settled(alone);
        beads.extend(free.map(KeptBead::proposed));
        self.replace(at..at + 1, beads)?;
        Ok(self.bead_with(side, sentence))
    }

    /// Takes the last step of this session back; says whether there was one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn undo(&mut self) -> Result<bool, WorkbenchError> {
        let Some(step) = self.steps.pop() else {
            return Ok(false);
        };
        let mut beads = self.kept.beads.clone();
        beads.splice(step.at..step.at + step.now, step.before.clone());
        for kept in &step.before {
            self.passed.remove(&key(kept));
        }
        self.save(beads)?;
        Ok(true)
    }

    /// Brings the segment file and the memory up to date with the beads, as one revision. A source that was
    /// changed during the review counts as it is now.
    ///
    /// # Errors
    /// When a segment file or the memory cannot be used or written.
    pub fn finish(self, dry_run: bool) -> Result<AddReport, WorkbenchError> {
        let workbench = self.workbench;
        let _lock = workbench.lock_unless(dry_run)?;
        self.refuse_others()?;
        let Self { kept, source, .. } =
            workbench.review(&self.kept.document, &self.kept.target_language)?;
        let memory = workbench.memory_for_reading()?;
        let applied =
            workbench.applied(&kept, source, memory.as_ref(), &kept.target, Existing::Keep)?;
        drop(memory);
        let mut addition = Addition::default();
        addition.take(kept, applied);
        workbench.write_addition(addition, "review the alignment of", dry_run)
    }

    fn neighbours(&self, at: usize) -> Result<[Bead; 2], StepError> {
        match self.kept.beads.get(at..) {
            Some([one, other, ..]) => Ok([one.bead.clone(), other.bead.clone()]),
            _ => Err(StepError::NoNext),
        }
    }

    /// Puts beads of a person's making in the place of others.
    fn reshape(&mut self, range: Range<usize>, beads: Vec<Bead>) -> Result<usize, StepFailure> {
        let first = beads.first().cloned();
        self.replace(range, beads.into_iter().flat_map(settled).collect())?;
        Ok(first.map_or(0, |bead| match bead.source.is_empty() {
            true => self.bead_with(Side::Target, bead.target.start),
            false => self.bead_with(Side::Source, bead.source.start),
        }))
    }

    fn bead_with(&self, side: Side, sentence: usize) -> usize {
        let found = self.kept.beads.iter().position(|kept| match side {
            Side::Source => kept.bead.source.contains(&sentence),
            Side::Target => kept.bead.target.contains(&sentence),
        });
        found.unwrap_or(0)
    }

    /// Puts beads in the place of others, aligns what is free around them anew, and saves.
    fn replace(&mut self, range: Range<usize>, new: Vec<KeptBead>) -> Result<(), WorkbenchError> {
        let same = |(old, new): (&KeptBead, &KeptBead)| {
            old.bead.source == new.bead.source && old.bead.target == new.bead.target
        };
        let is_confirmation =
            range.len() == new.len() && self.kept.beads[range.clone()].iter().zip(&new).all(same);
        let mut beads = self.kept.beads.clone();
        let near = range.start;
        beads.splice(range, new);
        if !is_confirmation {
            let mut kept = KeptAlignment {
                beads,
                ..self.kept.clone()
            };
            kept.align_around(near, &beginnings(&self.source), &self.known)?;
            beads = kept.beads;
        }
        let step = Step::between(&self.kept.beads, &beads);
        self.save(beads)?;
        self.steps.extend(step);
        Ok(())
    }

    fn save(&mut self, beads: Vec<KeptBead>) -> Result<(), WorkbenchError> {
        let _lock = self.workbench.lock_unless(false)?;
        self.refuse_others()?;
        let before = std::mem::replace(&mut self.kept.beads, beads);
        if let Err(error) = self.workbench.keep(&self.kept, false) {
            self.kept.beads = before;
            return Err(error);
        }
        self.on_disk = self.kept.to_text().into_bytes();
        Ok(())
    }

    /// Refuses to go on when another has written the file meanwhile.
    fn refuse_others(&self) -> Result<(), WorkbenchError> {
        let kept = &self.kept;
        let project = &self.workbench.project;
        let path = project.alignment_path(&kept.document, &kept.target_language);
        if holds(&path, &self.on_disk) {
            return Ok(());
        }
        let message = format!(
            "`{}` was changed by another meanwhile",
            project.shown(&path)
        );
        let hint = "nothing was overwritten; begin the review again, what you confirmed before stands there";
        Err(refused("changed-meanwhile", message, hint))
    }
}

/// Why a step was not done.
#[derive(Debug, thiserror::Error)]
pub enum StepFailure {
    /// It makes no sense here; the alignment is as before.
    #[error(transparent)]
    Step(#[from] StepError),
    /// It could not be written.
    #[error(transparent)]
    Workbench(#[from] WorkbenchError),
}

impl Step {
    /// What differs between two lists of beads; `None` when nothing does.
    fn between(before: &[KeptBead], after: &[KeptBead]) -> Option<Self> {
        let same = |one: &(&KeptBead, &KeptBead)| one.0 == one.1;
        let at = before.iter().zip(after).take_while(same).count();
        let rest = (&before[at..], &after[at..]);
        let ends = rest.0.iter().rev().zip(rest.1.iter().rev());
        let end = ends.take_while(same).count();
        let step = Self {
            at,
            now: rest.1.len() - end,
            before: rest.0[..rest.0.len() - end].to_vec(),
        };
        (step.now > 0 || !step.before.is_empty()).then_some(step)
    }
}

fn key(kept: &KeptBead) -> (Range<usize>, Range<usize>) {
    (kept.bead.source.clone(), kept.bead.target.clone())
}

/// A bead as a person has settled it; sentences without an answer are a bead each.
fn settled(bead: Bead) -> Vec<KeptBead> {
    let kept = |source, target, status| KeptBead {
        bead: Bead {
            source,
            target,
            confidence: 1.0,
        },
        status,
    };
    if bead.is_two_sided() {
        return vec![kept(bead.source, bead.target, BeadStatus::Confirmed)];
    }
    let alone = BeadStatus::Untranslated;
    let sources = bead.source.map(|at| kept(at..at + 1, 0..0, alone));
    let targets = bead.target.map(|at| kept(0..0, at..at + 1, alone));
    sources.chain(targets).collect()
}
