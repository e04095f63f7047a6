//! Rounds of weighing all paths and learning from the beads that are believed.

use std::ops::Range;

use super::bead::Bead;
use super::corpus::{Side, Vocabulary};
use super::corridor::Corridor;
use super::cost::{BeadCosts, Learnt, StretchText};
use super::document::Guides;
use super::inference::{Posteriors, infer};
use super::knowledge::Knowledge;
use super::length::{LengthLaw, RunLengths};
use super::lexicon::{Lexicon, LexiconEntry};
use super::paragraphs::{ParagraphCounts, ParagraphLaw};
use super::path::{Order, best_path};
use super::seeds::{Pairs, add_knowledge, add_vocabulary, both_directions, seed_pairs};
use super::shapes::{ShapeCounts, ShapePriors};
use super::spine::corridor_by_spine;
use super::training::{Example, Seeds, train};
use super::tuning::Tuning;
use crate::text::Language;

/// The share of beads that must stay as they were for the search to end.
const SETTLED: f64 = 0.99;

/// Sentences on both sides of the first rough path.
const FIRST_MARGIN: usize = 12;
/// Sentences on both sides of the rough path that goes by learnt words.
const SECOND_MARGIN: usize = 8;

/// ln of the share of beads after which a long gap opens, while no word is learnt: weak evidence must not be
/// taken for a chapter that is missing on either side.
const GAP_OPENS_FIRST: f64 = -30.0;
/// The same once words are learnt.
const GAP_OPENS: f64 = -9.2;

/// Consecutive sentences that are to be aligned among themselves.
#[derive(Debug)]
pub(crate) struct Room<'a> {
    pub(crate) source: &'a [&'a str],
    pub(crate) target: &'a [&'a str],
    pub(crate) guides: (Guides, Guides),
}

/// A stretch in the course of the search.
#[derive(Debug)]
pub(crate) struct StretchSearch {
    text: StretchText,
    pub(crate) corridor: Corridor,
    pub(crate) posteriors: Posteriors,
    path: Vec<Bead>,
}

/// The search over all stretches of a call.
#[derive(Debug)]
pub(crate) struct Search<'t> {
    pub(crate) stretches: Vec<StretchSearch>,
    vocabularies: [Vocabulary; 2],
    shares: [Vec<f32>; 2],
    /// Translated pairs that are known: the lexicon learns from them in every round.
    memory: [Side; 2],
    seeds: [Seeds; 2],
    learnt: Learnt,
    tuning: &'t Tuning,
}

impl<'t> Search<'t> {
    pub(crate) fn new(
        languages: (&Language, &Language),
        rooms: &[Room<'_>],
        knowledge: &Knowledge,
        fixed: &[(String, String)],
        tuning: &'t Tuning,
    ) -> Self {
        let mut vocabularies = [Vocabulary::default(), Vocabulary::default()];
        let mut stretches: Vec<StretchSearch> = rooms
            .iter()
            .map(|room| read(room, &mut vocabularies, tuning))
            .collect();
        let known = || knowledge.pairs.iter().chain(fixed);
        let memory = [
            Side::read(
                &known().map(|pair| &pair.0).collect::<Vec<_>>(),
                &mut vocabularies[0],
                0,
                tuning.repetition,
            ),
            Side::read(
                &known().map(|pair| &pair.1).collect::<Vec<_>>(),
                &mut vocabularies[1],
                0,
                tuning.repetition,
            ),
        ];
        let mut pairs: Pairs = seed_pairs(&vocabularies[0], &vocabularies[1], tuning);
        add_vocabulary(languages, &vocabularies, tuning, &mut pairs);
        add_knowledge(knowledge, &vocabularies, &mut pairs);
        let seeds = both_directions(&pairs, vocabularies[0].len(), vocabularies[1].len());
        let shares = [vocabularies[0].shares(), vocabularies[1].shares()];
        for stretch in &mut stretches {
            stretch.text.source.weigh_surprises(&shares[0], tuning);
            stretch.text.target.weigh_surprises(&shares[1], tuning);
        }
        let first = Learnt {
            forward: train(
                &examples(&[], &memory, 0, 1.0),
                &seeds[0],
                &shares[1],
                tuning,
            ),
            backward: train(
                &examples(&[], &memory, 1, 1.0),
                &seeds[1],
                &shares[0],
                tuning,
            ),
            law: LengthLaw::first(mean_ratio(&stretches)),
            priors: ShapePriors::first(),
            paragraphs: ParagraphLaw::learn(&ParagraphCounts::default()),
            gap_opens: GAP_OPENS_FIRST,
        };
        Self {
            stretches,
            vocabularies,
            shares,
            memory,
            seeds,
            learnt: first,
            tuning,
        }
    }

    /// Aligns and learns by turns.
    pub(crate) fn run(&mut self) {
        for stretch in self
            .stretches
            .iter_mut()
            .filter(|stretch| stretch.is_long())
        {
            stretch.lay_rough_corridor(&self.learnt, FIRST_MARGIN);
        }
        // Short texts learn slowly: a word or two with each round.
        let doublings = (self.sentences() / 125).max(1).ilog2() as usize;
        let needed = self.tuning.rounds.saturating_sub(doublings).max(2);
        for round in 0..=self.tuning.rounds {
            for stretch in &mut self.stretches {
                let costs =
                    BeadCosts::new(&stretch.corridor, &stretch.text, &self.learnt, self.tuning);
                stretch.posteriors = infer(&costs);
            }
            let settled = self.choose_paths();
            if round == self.tuning.rounds || (round >= needed && settled >= SETTLED) {
                break;
            }
            self.learnt = self.learn();
            for stretch in &mut self.stretches {
                if round == 0 && stretch.is_long() {
                    // Now that some words are known, the whole of a long text is looked at again.
                    stretch.lay_rough_corridor(&self.learnt, SECOND_MARGIN);
                } else {
                    let margin = if round == 0 {
                        self.tuning.margins.0
                    } else {
                        self.tuning.margins.1
                    } as usize;
                    stretch.corridor = around(
                        &stretch.corridor,
                        &stretch.posteriors,
                        &stretch.path,
                        margin,
                    );
                }
            }
        }
    }

    fn sentences(&self) -> usize {
        self.stretches
            .iter()
            .map(|stretch| stretch.text.source.len())
            .sum()
    }

    /// Chooses the best path of every stretch; returns the share of beads that stay as they were.
    #[allow(clippy::cast_precision_loss)]
    fn choose_paths(&mut self) -> f64 {
        let (mut kept, mut all) = (0, 0);
        for stretch in &mut self.stretches {
            let path = best_path(
                &stretch.corridor,
                &stretch.posteriors,
                self.tuning.bead_toll,
                Order::Kept,
            );
            all += path.len();
            kept += unchanged(&stretch.path, &path);
            stretch.path = path;
        }
        kept as f64 / (all as f64).max(1.0)
    }

    fn learn(&self) -> Learnt {
        let mut counts = ShapeCounts::default();
        let mut paragraphs = ParagraphCounts::default();
        let mut samples = Vec::new();
        for stretch in &self.stretches {
            counts.add(&stretch.posteriors.counts);
            let (source, target) = &stretch.text.lengths;
            let guides = (&stretch.text.guides.0, &stretch.text.guides.1);
            for bead in stretch.posteriors.trusted(self.tuning.trusted) {
                let (row, column) = (bead.row as usize, bead.column as usize);
                samples.push(RunLengths::sample(
                    source,
                    bead.shape.source,
                    row,
                    target,
                    bead.shape.target,
                    column,
                    bead.posterior,
                ));
                paragraphs.add(guides, bead.shape, row, column, bead.posterior);
            }
        }
        let train_side = |side: usize| {
            let examples = examples(&self.stretches, &self.memory, side, self.tuning.trusted);
            train(
                &examples,
                &self.seeds[side],
                &self.shares[1 - side],
                self.tuning,
            )
        };
        Learnt {
            forward: train_side(0),
            backward: train_side(1),
            law: self.learnt.law.learn(&samples),
            priors: ShapePriors::from_counts(&counts),
            paragraphs: ParagraphLaw::learn(&paragraphs),
            gap_opens: GAP_OPENS,
        }
    }

    /// The word pairs that the last round went by.
    pub(crate) fn lexicon(&self) -> Lexicon {
        const LEAST: f32 = 0.02;
        let [source, target] = &self.vocabularies;
        let mut entries = Vec::new();
        for (number, entry) in (0_u32..)
            .zip(source.entries())
            .filter(|(_, entry)| entry.count > 0)
        {
            for (other, gain) in self.learnt.forward.row(number) {
                let probability = gain * self.shares[1][other as usize];
                if probability >= LEAST {
                    entries.push(LexiconEntry {
                        source: entry.word.clone(),
                        target: target.entries()[other as usize].word.clone(),
                        probability: f64::from(probability.min(1.0)),
                    });
                }
            }
        }
        Lexicon::from_entries(entries)
    }
}

impl StretchSearch {
    fn is_long(&self) -> bool {
        const WHOLE: usize = 150_000;
        self.text
            .source
            .len()
            .saturating_mul(self.text.target.len())
            > WHOLE
    }

    fn lay_rough_corridor(&mut self, learnt: &Learnt, margin: usize) {
        let text = &self.text;
        self.corridor = corridor_by_spine(
            &text.source,
            &text.target,
            &learnt.forward,
            &learnt.backward,
            margin,
        );
    }
}

/// How many beads both paths hold; both are in order.
fn unchanged(before: &[Bead], after: &[Bead]) -> usize {
    let mut rest = before;
    let mut same = 0;
    for bead in after {
        let end = |bead: &Bead| bead.source.end + bead.target.end;
        while let Some((first, others)) = rest.split_first()
            && end(first) < end(bead)
        {
            rest = others;
        }
        let equal = |first: &Bead| first.source == bead.source && first.target == bead.target;
        same += usize::from(rest.first().is_some_and(equal));
    }
    same
}

fn read(room: &Room<'_>, vocabularies: &mut [Vocabulary; 2], tuning: &Tuning) -> StretchSearch {
    let source = Side::read(room.source, &mut vocabularies[0], 1, tuning.repetition);
    let target = Side::read(room.target, &mut vocabularies[1], 1, tuning.repetition);
    StretchSearch {
        corridor: Corridor::whole(source.len(), target.len()),
        posteriors: Posteriors::default(),
        path: Vec::new(),
        text: StretchText {
            lengths: (RunLengths::of(&source), RunLengths::of(&target)),
            guides: room.guides.clone(),
            source,
            target,
        },
    }
}

fn mean_ratio(stretches: &[StretchSearch]) -> f64 {
    let total = |side: fn(&StretchSearch) -> &Side| -> f64 {
        stretches
            .iter()
            .flat_map(|s| side(s).characters())
            .map(|c| f64::from(*c))
            .sum()
    };
    (total(|s| &s.text.target).max(1.0) / total(|s| &s.text.source).max(1.0))
        .ln()
        .clamp(-1.5, 1.5)
}

/// What to learn from: believed beads and the memory. `side` 0 explains the target by the source, 1 the other way.
fn examples<'a>(
    stretches: &'a [StretchSearch],
    memory: &'a [Side; 2],
    side: usize,
    trusted: f64,
) -> Vec<Example<'a>> {
    let mut examples = Vec::new();
    let mut push = |source: (&'a [u32], &'a [f32]), target: (&'a [u32], &'a [f32]), weight: f32| {
        let (from, to) = if side == 0 {
            (source, target)
        } else {
            (target, source)
        };
        examples.push(Example { from, to, weight });
    };
    let run = |side: &'a Side, range: Range<usize>| (side.tokens(range.clone()), side.times(range));
    for stretch in stretches {
        for bead in stretch.posteriors.trusted(trusted) {
            let (row, column) = (bead.row as usize, bead.column as usize);
            let source = run(&stretch.text.source, row - bead.shape.source..row);
            let target = run(&stretch.text.target, column - bead.shape.target..column);
            push(source, target, bead.posterior as f32);
        }
    }
    for pair in 0..memory[0].len() {
        push(
            run(&memory[0], pair..pair + 1),
            run(&memory[1], pair..pair + 1),
            1.0,
        );
    }
    examples
}

/// A corridor around all likely beads and the best path, with a margin on both sides.
fn around(corridor: &Corridor, posteriors: &Posteriors, path: &[Bead], margin: usize) -> Corridor {
    let last = corridor.last_column();
    let mut rows = vec![(usize::MAX, 0); corridor.rows()];
    let mut touch = |row: usize, column: usize| {
        rows[row].0 = rows[row].0.min(column);
        rows[row].1 = rows[row].1.max(column);
    };
    for bead in path {
        touch(bead.source.start, bead.target.start);
        touch(bead.source.end, bead.target.end);
    }
    for candidate in &posteriors.candidates {
        touch(candidate.row as usize, candidate.column as usize);
        touch(
            candidate.row as usize - candidate.shape.source,
            candidate.column as usize - candidate.shape.target,
        );
    }
    touch(0, 0);
    touch(corridor.rows() - 1, last);
    let mut lowest = 0;
    for row in &mut rows {
        if row.0 == usize::MAX {
            *row = (lowest, lowest);
        }
        lowest = row.1;
    }
    let widened = (0..rows.len())
        .map(|row| {
            let low = rows[row.saturating_sub(margin)]
                .0
                .min(rows[row].0.saturating_sub(margin));
            let high = rows[(row + margin).min(rows.len() - 1)]
                .1
                .max(rows[row].1 + margin);
            (low, high.min(last))
        })
        .collect();
    Corridor::from_ranges(widened)
}
