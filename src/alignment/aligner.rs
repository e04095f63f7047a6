//! The aligner: rounds of weighing all paths and learning from the beads that are believed.

use super::bead::Bead;
use super::corpus::{Side, Vocabulary};
use super::corridor::Corridor;
use super::cost::{BeadCosts, Learnt};
use super::inference::{Posteriors, infer};
use super::length::{LengthLaw, RunLengths};
use super::path::best_path;
use super::seeds::{both_directions, seed_pairs};
use super::shapes::{ShapeCounts, ShapePriors};
use super::training::{Example, Seeds, train};
use super::tuning::Tuning;

pub struct Document<'a> {
    pub source: &'a [String],
    pub target: &'a [String],
}

struct Piece {
    source: Side,
    target: Side,
    lengths: (RunLengths, RunLengths),
    corridor: Corridor,
    posteriors: Posteriors,
}

pub fn align(documents: &[Document<'_>], tuning: &Tuning) -> Vec<Vec<Bead>> {
    let mut vocabularies = [Vocabulary::default(), Vocabulary::default()];
    let mut pieces: Vec<Piece> = documents
        .iter()
        .map(|document| {
            let source = Side::read(document.source, &mut vocabularies[0], 1);
            let target = Side::read(document.target, &mut vocabularies[1], 1);
            Piece {
                lengths: (RunLengths::of(&source), RunLengths::of(&target)),
                corridor: Corridor::whole(source.len(), target.len()),
                posteriors: Posteriors::default(),
                source,
                target,
            }
        })
        .collect();
    let shares = [vocabularies[0].shares(), vocabularies[1].shares()];
    for piece in &mut pieces {
        piece.source.weigh_surprises(&shares[0], tuning);
        piece.target.weigh_surprises(&shares[1], tuning);
    }
    let pairs = seed_pairs(&vocabularies[0], &vocabularies[1], tuning);
    let seeds = both_directions(&pairs, vocabularies[0].len(), vocabularies[1].len());
    let total = |side: fn(&Piece) -> &Side| -> f64 { pieces.iter().flat_map(|p| side(p).characters()).map(|c| f64::from(*c)).sum() };
    let mean = (total(|p| &p.target) / total(|p| &p.source)).ln();
    let mut learnt = Learnt {
        forward: train(&[], &seeds[0], &shares[1], tuning),
        backward: train(&[], &seeds[1], &shares[0], tuning),
        law: LengthLaw::first(mean),
        priors: ShapePriors::first(),
    };
    for round in 0..=tuning.rounds {
        for piece in &mut pieces {
            let costs = BeadCosts::new(&piece.corridor, (&piece.source, &piece.target), &piece.lengths, &learnt, tuning);
            piece.posteriors = infer(&costs);
        }
        if round < tuning.rounds {
            let margin = if round == 0 { tuning.x[0] } else { tuning.x[1] } as usize;
            for piece in &mut pieces {
                piece.corridor = around(&piece.corridor, &piece.posteriors, margin, tuning.bead_toll);
            }
            learnt = learn(&pieces, &learnt, &seeds, &shares, tuning);
        }
    }
    pieces.iter().map(|piece| best_path(&piece.corridor, &piece.posteriors, tuning.bead_toll)).collect()
}

fn learn(pieces: &[Piece], learnt: &Learnt, seeds: &[Seeds; 2], shares: &[Vec<f32>; 2], tuning: &Tuning) -> Learnt {
    let mut counts = ShapeCounts::default();
    let mut samples = Vec::new();
    for piece in pieces {
        counts.add(&piece.posteriors.counts);
        for candidate in piece.posteriors.candidates.iter().filter(|c| c.posterior >= tuning.trusted) {
            let (row, column) = (candidate.row as usize, candidate.column as usize);
            samples.push(RunLengths::sample(&piece.lengths.0, candidate.shape.source, row, &piece.lengths.1, candidate.shape.target, column, candidate.posterior));
        }
    }
    let train_side = |side: usize| {
        let examples = examples(pieces, side, tuning.trusted);
        train(&examples, &seeds[side], &shares[1 - side], tuning)
    };
    Learnt {
        forward: train_side(0),
        backward: train_side(1),
        law: learnt.law.learn(&samples),
        priors: ShapePriors::from_counts(&counts),
    }
}

fn examples(pieces: &[Piece], side: usize, trusted: f64) -> Vec<Example<'_>> {
    let mut examples = Vec::new();
    for piece in pieces {
        for candidate in piece.posteriors.candidates.iter().filter(|c| c.posterior >= trusted) {
            let (row, column) = (candidate.row as usize, candidate.column as usize);
            let source = piece.source.tokens(row - candidate.shape.source..row);
            let target = piece.target.tokens(column - candidate.shape.target..column);
            let (from, to) = if side == 0 { (source, target) } else { (target, source) };
            examples.push(Example { from, to, weight: candidate.posterior as f32 });
        }
    }
    examples
}

/// A corridor around all likely beads and the best path, with a margin on both sides.
fn around(corridor: &Corridor, posteriors: &Posteriors, margin: usize, toll: f64) -> Corridor {
    let last = corridor.last_column();
    let mut rows = vec![(usize::MAX, 0); corridor.rows()];
    let mut touch = |row: usize, column: usize| {
        rows[row].0 = rows[row].0.min(column);
        rows[row].1 = rows[row].1.max(column);
    };
    for bead in best_path(corridor, posteriors, toll) {
        touch(bead.source.start, bead.target.start);
        touch(bead.source.end, bead.target.end);
    }
    for candidate in &posteriors.candidates {
        touch(candidate.row as usize, candidate.column as usize);
        touch(candidate.row as usize - candidate.shape.source, candidate.column as usize - candidate.shape.target);
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
            let low = rows[row.saturating_sub(margin)].0.min(rows[row].0.saturating_sub(margin));
            let high = rows[(row + margin).min(rows.len() - 1)].1.max(rows[row].1 + margin);
            (low.max(0), high.min(last))
        })
        .collect();
    Corridor::from_ranges(widened)
}
