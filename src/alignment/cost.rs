//! What a bead costs: −ln p of its shape, less the evidence of its witnesses against "unrelated".

use super::corpus::Side;
use super::corridor::Corridor;
use super::document::Guides;
use super::length::{LengthLaw, RunLengths};
use super::lexical::LexicalEvidence;
use super::offers::Given;
use super::paragraphs::ParagraphLaw;
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
    pub(crate) paragraphs: &'a ParagraphLaw,
    pub(crate) guides: &'a (Guides, Guides),
    /// ln of the share of beads after which a long gap opens (a missing chapter).
    pub(crate) gap_opens: f64,
    pub(crate) tuning: &'a Tuning,
}

/// The text of a stretch, read and measured.
#[derive(Debug)]
pub(crate) struct StretchText {
    pub(crate) source: Side,
    pub(crate) target: Side,
    pub(crate) lengths: (RunLengths, RunLengths),
    pub(crate) guides: (Guides, Guides),
}

/// What the call has learnt so far: both directions of the lexicon, lengths and shapes.
#[derive(Debug)]
pub(crate) struct Learnt {
    pub(crate) forward: Table,
    pub(crate) backward: Table,
    pub(crate) law: LengthLaw,
    pub(crate) priors: ShapePriors,
    pub(crate) paragraphs: ParagraphLaw,
    /// ln of the share of beads after which a long gap opens.
    pub(crate) gap_opens: f64,
}

impl<'a> BeadCosts<'a> {
    /// Weighs the words of a stretch in its corridor.
    pub(crate) fn new(
        corridor: &'a Corridor,
        stretch: &'a StretchText,
        learnt: &'a Learnt,
        tuning: &'a Tuning,
    ) -> Self {
        let tables = (&learnt.forward, &learnt.backward);
        Self {
            corridor,
            lexical: LexicalEvidence::weigh(
                corridor,
                &stretch.source,
                &stretch.target,
                tables,
                tuning,
            ),
            law: &learnt.law,
            priors: &learnt.priors,
            lengths: &stretch.lengths,
            paragraphs: &learnt.paragraphs,
            guides: &stretch.guides,
            gap_opens: learnt.gap_opens,
            tuning,
        }
    }

    /// The evidence of a bead of this shape that ends at (row, column): −cost.
    ///
    /// `None` outside the corridor, and when it cannot reach `least`: most beads are dismissed by their words
    /// alone.
    #[inline]
    pub(crate) fn evidence(
        &self,
        number: usize,
        shape: Shape,
        row: usize,
        column: usize,
        least: f64,
    ) -> Option<f64> {
        /// More than paragraphs ever say for a bead.
        const PARAGRAPHS: f64 = 6.0;
        let prior = self.priors.two_sided[number];
        let words = self.words(shape, row, column)?;
        let length = self.law.highest(&self.lengths.1, shape.target, column);
        if shape != TWO_BY_TWO && prior + self.weigh(words, length) + PARAGRAPHS < least {
            return None;
        }
        let heap = self.weigh(words, self.length(shape, row, column));
        let evidence = if shape == TWO_BY_TWO {
            self.with_inner_order(heap, row, column)?
        } else {
            heap
        };
        let guides = (&self.guides.0, &self.guides.1);
        Some(prior + evidence + self.paragraphs.evidence(guides, shape, row, column)?)
    }

    /// All words of one side against all words of the other, and the lengths.
    #[inline]
    fn plain_evidence(&self, shape: Shape, row: usize, column: usize) -> Option<f64> {
        Some(self.weigh(
            self.words(shape, row, column)?,
            self.length(shape, row, column),
        ))
    }

    /// The log-ratios of all words of both sides.
    #[inline]
    fn words(&self, shape: Shape, row: usize, column: usize) -> Option<f32> {
        let mut words = 0.0_f32;
        if shape.target == 1 {
            words += self.given_source(row, column)?.ordered(shape.source);
        } else {
            for back in 0..shape.target {
                let given = self.given_source(row, column - back)?;
                words += given.part(shape.source, back, shape.target);
            }
        }
        if shape.source == 1 {
            words += self.given_target(row, column)?.ordered(shape.target);
        } else {
            for back in 0..shape.source {
                let given = self.given_target(row - back, column)?;
                words += given.part(shape.target, back, shape.source);
            }
        }
        Some(words)
    }

    /// Two by two sentences may hide an order: neighbours changed places, or a clause moved over the boundary.
    ///
    /// Each order says which sentence answers which, and so is more telling than words in a heap; the bead
    /// takes the sum of the heap and three orders, each as likely before anything is seen.
    fn with_inner_order(&self, heap: f64, row: usize, column: usize) -> Option<f64> {
        let crossed = self.crossed(row, column)?;
        let length = self.length(TWO_BY_TWO, row, column);
        let moved_back = self.given_source(row, column - 1)?.ordered(2)
            + self.given_source(row, column)?.closing()
            + self.given_target(row - 1, column - 1)?.opening()
            + self.given_target(row, column)?.ordered(2);
        let moved_on = self.given_source(row - 1, column - 1)?.opening()
            + self.given_source(row, column)?.ordered(2)
            + self.given_target(row - 1, column)?.ordered(2)
            + self.given_target(row, column)?.closing();
        let orders = [
            heap,
            crossed,
            self.weigh(moved_back, length),
            self.weigh(moved_on, length),
        ];
        let best = orders.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = orders.iter().map(|order| (order - best).exp()).sum();
        Some(best + (sum / 4.0).ln())
    }

    /// The share of a two-by-two bead's evidence that comes from neighbours changing places.
    pub(crate) fn crossed_share(&self, row: usize, column: usize) -> Option<f64> {
        let heap = self.plain_evidence(TWO_BY_TWO, row, column)?;
        let all = self.with_inner_order(heap, row, column)?;
        Some((self.crossed(row, column)? - all).exp() / 4.0)
    }

    /// Two neighbours on each side that answer one another crosswise.
    fn crossed(&self, row: usize, column: usize) -> Option<f64> {
        Some(
            self.plain_evidence(ONE_BY_ONE, row, column - 1)?
                + self.plain_evidence(ONE_BY_ONE, row - 1, column)?,
        )
    }

    #[inline]
    fn given_source(&self, row: usize, column: usize) -> Option<&Given> {
        Some(&self.lexical.forward[self.corridor.place(row, column)?])
    }

    #[inline]
    fn given_target(&self, row: usize, column: usize) -> Option<&Given> {
        Some(&self.lexical.backward[self.corridor.place(row, column)?])
    }

    #[inline]
    fn length(&self, shape: Shape, row: usize, column: usize) -> f64 {
        self.law.evidence(
            &self.lengths.0,
            shape.source,
            row,
            &self.lengths.1,
            shape.target,
            column,
        )
    }

    #[inline]
    fn weigh(&self, words: f32, length: f64) -> f64 {
        self.tuning.lexicon_weight * f64::from(words) + self.tuning.length_weight * length
    }
}

const ONE_BY_ONE: Shape = Shape {
    source: 1,
    target: 1,
};
pub(crate) const TWO_BY_TWO: Shape = Shape {
    source: 2,
    target: 2,
};
