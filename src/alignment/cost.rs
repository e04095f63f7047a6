//! What a bead costs: −ln p of its shape, less the evidence of its witnesses against "unrelated".

use super::corpus::Side;
use super::corridor::Corridor;
use super::length::{LengthLaw, RunLengths};
use super::lexical::LexicalEvidence;
use super::shapes::{Shape, ShapePriors};
use super::table::Table;
use super::tuning::Tuning;

/// Everything that a bead's cost is made of, for one document.
#[derive(Debug)]
pub(crate) struct BeadCosts<'a> {
    pub(crate) corridor: &'a Corridor,
    pub(crate) lexical: LexicalEvidence,
    pub(crate) law: &'a LengthLaw,
    pub(crate) priors: &'a ShapePriors,
    pub(crate) lengths: &'a (RunLengths, RunLengths),
    pub(crate) tuning: &'a Tuning,
}

/// What the call has learnt so far: both directions of the lexicon, lengths and shapes.
#[derive(Debug)]
pub(crate) struct Learnt {
    pub(crate) forward: Table,
    pub(crate) backward: Table,
    pub(crate) law: LengthLaw,
    pub(crate) priors: ShapePriors,
}

impl<'a> BeadCosts<'a> {
    pub(crate) fn new(corridor: &'a Corridor, sides: (&Side, &Side), lengths: &'a (RunLengths, RunLengths), learnt: &'a Learnt, tuning: &'a Tuning) -> Self {
        let tables = (&learnt.forward, &learnt.backward);
        Self {
            corridor,
            lexical: LexicalEvidence::weigh(corridor, sides.0, sides.1, tables, tuning.null_weight),
            law: &learnt.law,
            priors: &learnt.priors,
            lengths,
            tuning,
        }
    }

    /// The evidence of a bead of this shape that ends at (row, column): −cost; `None` outside the corridor.
    #[inline]
    pub(crate) fn evidence(&self, number: usize, shape: Shape, row: usize, column: usize) -> Option<f64> {
        let mut words = 0.0_f32;
        for back in 0..shape.target {
            words += self.lexical.forward[self.corridor.place(row, column - back)?][shape.source - 1];
        }
        for back in 0..shape.source {
            words += self.lexical.backward[self.corridor.place(row - back, column)?][shape.target - 1];
        }
        let length = self.law.evidence(&self.lengths.0, shape.source, row, &self.lengths.1, shape.target, column);
        Some(self.priors.two_sided[number] + self.tuning.lexicon_weight * f64::from(words) + self.tuning.length_weight * length)
    }
}
