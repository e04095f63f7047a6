//! The best path: the beads that together may be expected to be right most often.
//!
//! Every bead gains its posterior and pays a toll, as one more bead means one more chance to be wrong
//! (minimum Bayes risk for F1).

use super::bead::Bead;
use super::corridor::Corridor;
use super::inference::{Candidate, Posteriors};

/// Whether a translation may change the order of sentences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Sentences answer one another in order; swapped neighbours come out as one two-by-two bead.
    #[default]
    Kept,
    /// Two neighbours that changed places come out as two beads that cross.
    NeighboursMaySwap,
}

/// How the path reached a place.
#[derive(Clone, Copy)]
enum Step {
    None,
    SourceAlone,
    TargetAlone,
    Candidate(u32),
}

/// Chooses the path through a corridor.
pub(crate) fn best_path(
    corridor: &Corridor,
    posteriors: &Posteriors,
    toll: f64,
    order: Order,
) -> Vec<Bead> {
    let mut best = vec![f64::NEG_INFINITY; corridor.places()];
    let mut steps = vec![Step::None; corridor.places()];
    best[0] = 0.0;
    let mut candidates = posteriors.candidates.iter().enumerate().peekable();
    for row in 0..corridor.rows() {
        for column in corridor.columns(row) {
            let Some(here) = corridor.place(row, column) else {
                continue;
            };
            let mut offer = |before: Option<usize>, gain: f64, step: Step| {
                if let Some(before) = before
                    && best[before] + gain > best[here]
                {
                    best[here] = best[before] + gain;
                    steps[here] = step;
                }
            };
            if row > 0 {
                offer(
                    corridor.place(row - 1, column),
                    posteriors.source_alone[row - 1] - toll,
                    Step::SourceAlone,
                );
            }
            if column > 0 {
                offer(
                    corridor.place(row, column - 1),
                    posteriors.target_alone[column - 1] - toll,
                    Step::TargetAlone,
                );
            }
            while let Some((number, candidate)) =
                candidates.next_if(|(_, c)| (c.row as usize, c.column as usize) == (row, column))
            {
                let before = corridor.place(
                    row - candidate.shape.source,
                    column - candidate.shape.target,
                );
                offer(
                    before,
                    candidate.posterior - toll,
                    Step::Candidate(number as u32),
                );
            }
        }
    }
    trace(corridor, posteriors, &steps, order)
}

fn trace(corridor: &Corridor, posteriors: &Posteriors, steps: &[Step], order: Order) -> Vec<Bead> {
    let (mut row, mut column) = (corridor.rows() - 1, corridor.last_column());
    let mut beads = Vec::new();
    while let Some(place) = corridor.place(row, column) {
        let (source, target, confidence) = match steps[place] {
            Step::None => break,
            Step::SourceAlone => (1, 0, posteriors.source_alone[row - 1]),
            Step::TargetAlone => (0, 1, posteriors.target_alone[column - 1]),
            Step::Candidate(number) => {
                let Candidate {
                    shape,
                    posterior,
                    crossed,
                    ..
                } = posteriors.candidates[number as usize];
                if order == Order::NeighboursMaySwap && crossed > 0.5 {
                    let confidence = posterior * crossed;
                    beads.push(Bead {
                        source: row - 1..row,
                        target: column - 2..column - 1,
                        confidence,
                    });
                    beads.push(Bead {
                        source: row - 2..row - 1,
                        target: column - 1..column,
                        confidence,
                    });
                    (row, column) = (row - 2, column - 2);
                    continue;
                }
                (shape.source, shape.target, posterior)
            }
        };
        beads.push(Bead {
            source: row - source..row,
            target: column - target..column,
            confidence: confidence.clamp(0.0, 1.0),
        });
        row -= source;
        column -= target;
    }
    beads.reverse();
    beads
}
