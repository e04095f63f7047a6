//! The aligner: what a caller gives and gets.

use std::collections::BTreeMap;

use super::bead::Bead;
use super::calibration::{Relation, confidence, overall_confidence};
use super::document::{DocumentPair, FixedBeadError, Guides, Layout, Stretch};
use super::knowledge::Knowledge;
use super::lexicon::Lexicon;
use super::path::{Order, best_path};
use super::rounds::{Room, Search};
use super::tuning::Tuning;

/// How to align.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether neighbours may change places.
    pub order: Order,
}

/// Aligns documents sentence by sentence.
#[derive(Clone, Debug, Default)]
pub struct Aligner {
    options: Options,
    tuning: Tuning,
}

/// The alignment of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// Every sentence of both sides in exactly one bead, in reading order.
    pub beads: Vec<Bead>,
    /// How far the whole is to be believed, from 0 to 1; near 0 when the texts are not each other's translation.
    pub confidence: f64,
    /// What the two texts are to each other.
    pub relation: Relation,
}

/// What a call found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// One alignment for every document, in the order given.
    pub alignments: Vec<Alignment>,
    /// The word pairs learnt, all documents together.
    pub lexicon: Lexicon,
}

/// A document that cannot be aligned as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("document {document}: {reason}")]
pub struct AlignError {
    /// The number of the document in the call, from 0.
    pub document: usize,
    /// What is wrong with its fixed beads.
    #[source]
    pub reason: FixedBeadError,
}

impl Aligner {
    /// An aligner with these options.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            tuning: Tuning::default(),
        }
    }

    /// Aligns documents. Those of one pair of languages share lengths, bead shapes and the lexicon.
    ///
    /// Cost: linear in the number of sentences, for long documents in a corridor around a first rough path.
    ///
    /// # Errors
    /// When fixed beads overlap or lie beyond a document.
    pub fn align(
        &self,
        documents: &[DocumentPair<'_>],
        knowledge: &Knowledge,
    ) -> Result<Outcome, AlignError> {
        let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (number, document) in documents.iter().enumerate() {
            let languages = (
                document.source_language.primary(),
                document.target_language.primary(),
            );
            groups.entry(languages).or_default().push(number);
        }
        let mut alignments: Vec<Option<Alignment>> = vec![None; documents.len()];
        let mut entries = Vec::new();
        for numbers in groups.values() {
            let group = numbers
                .iter()
                .map(|number| (*number, documents[*number]))
                .collect::<Vec<_>>();
            let lexicon = self.align_group(&group, knowledge, &mut alignments)?;
            entries.extend_from_slice(lexicon.entries());
        }
        Ok(Outcome {
            alignments: alignments.into_iter().flatten().collect(),
            lexicon: Lexicon::from_entries(entries),
        })
    }

    fn align_group(
        &self,
        group: &[(usize, DocumentPair<'_>)],
        knowledge: &Knowledge,
        alignments: &mut [Option<Alignment>],
    ) -> Result<Lexicon, AlignError> {
        let mut layouts = Vec::with_capacity(group.len());
        let mut rooms = Vec::new();
        for (number, document) in group {
            let layout = Layout::of(document.source.len(), document.target.len(), document.fixed)
                .map_err(|reason| AlignError {
                document: *number,
                reason,
            })?;
            rooms.extend(
                layout
                    .stretches
                    .iter()
                    .map(|stretch| room(document, stretch, &layout)),
            );
            layouts.push(layout);
        }
        let fixed: Vec<(String, String)> = group
            .iter()
            .flat_map(|(_, document)| fixed_pairs(document))
            .collect();
        let Some((_, first)) = group.first() else {
            return Ok(Lexicon::default());
        };
        let languages = (first.source_language, first.target_language);
        let mut search = Search::new(languages, &rooms, knowledge, &fixed, &self.tuning);
        search.run();
        let mut found = search.stretches.iter();
        for ((number, document), layout) in group.iter().zip(layouts) {
            let mut beads = layout.settled;
            let mut evidence = 0.0;
            for (stretch, result) in layout.stretches.iter().zip(&mut found) {
                evidence += result.posteriors.evidence;
                let path = best_path(
                    &result.corridor,
                    &result.posteriors,
                    self.tuning.bead_toll,
                    self.options.order,
                );
                beads.extend(path.into_iter().map(|bead| shifted(bead, stretch)));
            }
            sort_for_reading(&mut beads);
            let confidence =
                overall_confidence(evidence, document.source.len() + document.target.len());
            alignments[*number] = Some(Alignment {
                relation: Relation::of(document, &beads, confidence),
                beads,
                confidence,
            });
        }
        Ok(search.lexicon())
    }
}

fn room<'a>(document: &DocumentPair<'a>, stretch: &Stretch, layout: &Layout) -> Room<'a> {
    Room {
        source: &document.source[stretch.source.clone()],
        target: &document.target[stretch.target.clone()],
        guides: (
            Guides::of(
                &stretch.source,
                document.source_paragraphs,
                &layout.source_alone,
            ),
            Guides::of(
                &stretch.target,
                document.target_paragraphs,
                &layout.target_alone,
            ),
        ),
    }
}

/// The texts of the fixed beads: the lexicon learns from them as from a memory.
fn fixed_pairs(document: &DocumentPair<'_>) -> Vec<(String, String)> {
    let linked = document.fixed.iter().filter(|bead| bead.is_two_sided());
    linked
        .map(|bead| {
            let source = document.source[bead.source.clone()].join(" ");
            (source, document.target[bead.target.clone()].join(" "))
        })
        .collect()
}

fn shifted(bead: Bead, stretch: &Stretch) -> Bead {
    Bead {
        source: bead.source.start + stretch.source.start..bead.source.end + stretch.source.start,
        target: bead.target.start + stretch.target.start..bead.target.end + stretch.target.start,
        confidence: confidence(&bead),
    }
}

/// Sorts beads by their source; a bead without source follows the bead that ends before its target.
fn sort_for_reading(beads: &mut [Bead]) {
    beads.sort_by_key(|bead| {
        if bead.source.is_empty() {
            (bead.target.start, 0)
        } else {
            (usize::MAX, bead.source.start)
        }
    });
    let lone = beads
        .iter()
        .take_while(|bead| bead.source.is_empty())
        .count();
    let mut linked: Vec<Bead> = beads[lone..].to_vec();
    let mut sorted = Vec::with_capacity(beads.len());
    let mut waiting = beads[..lone].iter().cloned().peekable();
    let mut reached = 0;
    for bead in linked.drain(..) {
        if bead.is_two_sided() {
            while let Some(alone) =
                waiting.next_if(|alone| alone.target.start < bead.target.start.max(reached))
            {
                sorted.push(alone);
            }
            reached = reached.max(bead.target.end);
        }
        sorted.push(bead);
    }
    sorted.extend(waiting);
    beads.clone_from_slice(&sorted);
}
