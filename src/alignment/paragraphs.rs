//! The paragraph witness: how far paragraph beginnings of both sides fall together, learnt from the texts.

use super::document::Guides;
use super::shapes::Shape;

/// Beads' worth of belief in the law to begin with.
const STRENGTH: f64 = 12.0;

/// Counts of beads by whether a paragraph begins at their first sentence, and of later sentences in beads.
#[derive(Clone, Debug, Default)]
pub(crate) struct ParagraphCounts {
    /// `[source begins][target begins]`.
    first: [[f64; 2]; 2],
    /// `[begins]` of source sentences after the first of a bead.
    later_source: [f64; 2],
    /// `[begins]` of target sentences after the first of a bead.
    later_target: [f64; 2],
}

/// Log-ratios of paragraph beginnings against chance.
#[derive(Clone, Debug)]
pub(crate) struct ParagraphLaw {
    first: [[f64; 2]; 2],
    later_source: [f64; 2],
    later_target: [f64; 2],
}

impl ParagraphCounts {
    /// Counts one believed bead.
    pub(crate) fn add(
        &mut self,
        guides: (&Guides, &Guides),
        shape: Shape,
        row: usize,
        column: usize,
        weight: f64,
    ) {
        if !guides.0.paragraphs || !guides.1.paragraphs {
            return;
        }
        let source = &guides.0.opens[row - shape.source..row];
        let target = &guides.1.opens[column - shape.target..column];
        self.first[usize::from(source[0])][usize::from(target[0])] += weight;
        source[1..]
            .iter()
            .for_each(|opens| self.later_source[usize::from(*opens)] += weight);
        target[1..]
            .iter()
            .for_each(|opens| self.later_target[usize::from(*opens)] += weight);
    }
}

impl ParagraphLaw {
    /// Learns the law; without counts, paragraphs fall together more often than not.
    pub(crate) fn learn(counts: &ParagraphCounts) -> Self {
        const FIRST: [[f64; 2]; 2] = [[0.70, 0.05], [0.05, 0.20]];
        const LATER: [f64; 2] = [0.95, 0.05];
        let mut joint = FIRST;
        let total: f64 = counts.first.iter().flatten().sum::<f64>() + STRENGTH;
        for (row, counted) in joint.iter_mut().zip(counts.first) {
            for (cell, count) in row.iter_mut().zip(counted) {
                *cell = (*cell * STRENGTH + count) / total;
            }
        }
        let source = [joint[0][0] + joint[0][1], joint[1][0] + joint[1][1]];
        let target = [joint[0][0] + joint[1][0], joint[0][1] + joint[1][1]];
        let later = |counted: [f64; 2], usual: [f64; 2]| {
            let total = counted[0] + counted[1] + STRENGTH;
            [0, 1].map(|opens| {
                ((LATER[opens] * STRENGTH + counted[opens]) / total / usual[opens]).ln()
            })
        };
        Self {
            first: [0, 1].map(|s| [0, 1].map(|t| (joint[s][t] / (source[s] * target[t])).ln())),
            later_source: later(counts.later_source, source),
            later_target: later(counts.later_target, target),
        }
    }

    /// The log-ratio of a bead of this shape that ends at (row, column); `None` when it may not be.
    pub(crate) fn evidence(
        &self,
        guides: (&Guides, &Guides),
        shape: Shape,
        row: usize,
        column: usize,
    ) -> Option<f64> {
        let sources = row - shape.source..row;
        let targets = column - shape.target..column;
        if guides.0.alone[sources.clone()].contains(&true)
            || guides.1.alone[targets.clone()].contains(&true)
        {
            return None;
        }
        if !guides.0.paragraphs || !guides.1.paragraphs {
            return Some(0.0);
        }
        let (source, target) = (&guides.0.opens[sources], &guides.1.opens[targets]);
        let later = |opens: &[bool], law: &[f64; 2]| -> f64 {
            opens[1..]
                .iter()
                .map(|opens| law[usize::from(*opens)])
                .sum()
        };
        let first = self.first[usize::from(source[0])][usize::from(target[0])];
        Some(first + later(source, &self.later_source) + later(target, &self.later_target))
    }
}
