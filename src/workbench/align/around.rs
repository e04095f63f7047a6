//! Aligning anew around what a person has settled.

use std::ops::Range;

use super::AlignRequest;
use super::apply::SURE;
use super::carried::kept_beads;
use super::keep::{KeptAlignment, KeptBead, tidy};
use super::steps::moved_by;
use super::texts::{Sentences, TextPair, align_texts};
use crate::alignment::Bead;
use crate::workbench::WorkbenchError;

/// A text of so many sentences is aligned anew as a whole after a step, a longer one around the step.
const WHOLE: usize = 600;

/// How many beads on both sides of a step are aligned anew in a longer text.
const AROUND: usize = 150;

/// How many pairs of the text outside of that teach the lexicon then.
const KNOWN: usize = 1_000;

impl KeptAlignment {
    /// Aligns anew what nobody has settled, in a long text only near a bead. `beginnings` are the numbers of
    /// the source sentences that begin a paragraph, `known` teach the lexicon.
    pub(super) fn align_around(
        &mut self,
        near: usize,
        beginnings: &[usize],
        known: &[(String, String)],
    ) -> Result<(), WorkbenchError> {
        let window = window(self, near);
        let (source, target) = extent(&self.beads[window.clone()]);
        let settled = self.beads[window.clone()]
            .iter()
            .filter(|kept| kept.is_settled());
        let fixed: Vec<Bead> = settled
            .map(|kept| kept.bead.counted_from(source.start, target.start))
            .collect();
        let texts = TextPair {
            source: part(&self.source, beginnings, &source),
            target: part(&self.target, &self.paragraphs, &target),
            fixed: fixed.clone(),
        };
        let request = AlignRequest {
            source_language: self.source_language.clone(),
            target_language: self.target_language.clone(),
            ..AlignRequest::default()
        };
        let mut pairs = sure_pairs(self, &window);
        pairs.extend(known.iter().cloned());
        let found = align_texts(&[texts], &request, pairs)?.pop();
        let found = found.map(|alignment| alignment.beads).unwrap_or_default();
        let found = kept_beads(found, &fixed).into_iter().map(|kept| KeptBead {
            bead: kept.bead.counted_on(source.start, target.start),
            status: kept.status,
        });
        self.beads.splice(window, found);
        Ok(())
    }

    /// Takes other source sentences: what is settled is carried over, and all else aligned anew.
    pub(super) fn follow(
        &mut self,
        source: Vec<String>,
        beginnings: &[usize],
        known: &[(String, String)],
    ) -> Result<(), WorkbenchError> {
        let carried = self.carried(&source, &self.target);
        let mut pairs = sure_pairs(self, &(0..0));
        pairs.extend(known.iter().cloned());
        let fixed: Vec<Bead> = carried.into_iter().map(|kept| kept.bead).collect();
        let texts = TextPair {
            target: part(&self.target, &self.paragraphs, &(0..self.target.len())),
            source: part(&source, beginnings, &(0..source.len())),
            fixed: fixed.clone(),
        };
        let request = AlignRequest {
            source_language: self.source_language.clone(),
            target_language: self.target_language.clone(),
            ..AlignRequest::default()
        };
        let found = align_texts(&[texts], &request, pairs)?.pop();
        let found = found.map(|alignment| alignment.beads).unwrap_or_default();
        self.beads = kept_beads(found, &fixed);
        self.source = source;
        Ok(())
    }
}

/// A part of a text, its paragraphs counted from its beginning.
fn part(sentences: &[String], beginnings: &[usize], range: &Range<usize>) -> Sentences {
    let inside = beginnings.iter().filter(|number| range.contains(number));
    Sentences {
        texts: sentences[range.clone()].to_vec(),
        paragraphs: inside.map(|number| number - range.start).collect(),
        language: None,
    }
}

/// Which beads are aligned anew: all of a short text, else those around one, between two places that no
/// bead crosses.
fn window(kept: &KeptAlignment, near: usize) -> Range<usize> {
    let beads = &kept.beads;
    if kept.source.len().max(kept.target.len()) <= WHOLE {
        return 0..beads.len();
    }
    // The first target sentence that any bead from here on holds.
    let mut ahead = vec![kept.target.len(); beads.len() + 1];
    for (at, one) in beads.iter().enumerate().rev() {
        let own = if one.bead.target.is_empty() {
            usize::MAX
        } else {
            one.bead.target.start
        };
        ahead[at] = ahead[at + 1].min(own);
    }
    let mut cuts = vec![0];
    let mut reached = 0;
    for (at, one) in beads.iter().enumerate() {
        reached = reached.max(one.bead.target.end);
        if ahead[at + 1] >= reached {
            cuts.push(at + 1);
        }
    }
    let first = cuts.iter().rfind(|cut| **cut + AROUND <= near.max(AROUND));
    let end = cuts.iter().find(|cut| **cut > near + AROUND);
    first.copied().unwrap_or(0)..end.copied().unwrap_or(beads.len())
}

/// The sentences of consecutive beads, on both sides.
fn extent(beads: &[KeptBead]) -> (Range<usize>, Range<usize>) {
    let cover = |side: fn(&KeptBead) -> &Range<usize>| {
        let sides = || beads.iter().map(side).filter(|side| !side.is_empty());
        let start = sides().map(|side| side.start).min().unwrap_or(0);
        start..sides().map(|side| side.end).max().unwrap_or(start)
    };
    (
        cover(|kept| &kept.bead.source),
        cover(|kept| &kept.bead.target),
    )
}

/// Pairs of a text, outside of a window, that are sure enough to teach the lexicon.
fn sure_pairs(kept: &KeptAlignment, window: &Range<usize>) -> Vec<(String, String)> {
    let beads = kept.beads.iter().enumerate();
    let sure = beads.filter(|(at, one)| {
        let sure = one.is_settled() || one.bead.confidence >= SURE;
        one.bead.is_two_sided() && sure && !window.contains(at)
    });
    let pairs = sure.take(KNOWN).map(|(_, one)| {
        let join = |texts: &[String], range: &Range<usize>| texts[range.clone()].join(" ");
        (
            join(&kept.source, &one.bead.source),
            join(&kept.target, &one.bead.target),
        )
    });
    pairs.collect()
}

impl Bead {
    /// The same bead, counted from these sentences.
    fn counted_from(&self, source: usize, target: usize) -> Self {
        Self {
            source: moved_by(&self.source, |number| number - source),
            target: moved_by(&self.target, |number| number - target),
            confidence: self.confidence,
        }
    }

    /// The same bead, counted from so many sentences before.
    fn counted_on(&self, source: usize, target: usize) -> Self {
        Self {
            source: tidy(moved_by(&self.source, |number| number + source)),
            target: tidy(moved_by(&self.target, |number| number + target)),
            confidence: self.confidence,
        }
    }
}
