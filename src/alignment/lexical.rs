//! The lexical witness: how much better the words of a bead explain one another than chance does.
//!
//! For every place of the corridor (source sentence i, target sentence j): the evidence of target sentence j
//! given the 1 to 4 source sentences that end with i, and of source sentence i given the 1 to 4 target
//! sentences that end with j. As words are independent given the other side, a bead's evidence is a sum of these.

use super::corpus::Side;
use super::corridor::Corridor;
use super::offers::{Given, Offers};
use super::table::Table;
use super::tuning::Tuning;

/// Evidence by place; place (i, j) speaks of source sentence i - 1 and target sentence j - 1.
#[derive(Debug)]
pub(crate) struct LexicalEvidence {
    /// Of the target sentence given source sentences.
    pub(crate) forward: Vec<Given>,
    /// Of the source sentence given target sentences.
    pub(crate) backward: Vec<Given>,
}

impl LexicalEvidence {
    /// Weighs all places of a corridor. Cost: places × words of a sentence.
    pub(crate) fn weigh(
        corridor: &Corridor,
        source: &Side,
        target: &Side,
        tables: (&Table, &Table),
        tuning: &Tuning,
    ) -> Self {
        let mut forward = vec![Given::default(); corridor.places()];
        let mut offers = Offers::new(tables.0, tables.1.len(), tuning);
        for row in 1..corridor.rows() {
            offers.advance(source, row - 1);
            for column in corridor.columns(row).filter(|column| *column > 0) {
                if let Some(place) = corridor.place(row, column) {
                    forward[place] = offers.evidence(target, column - 1);
                }
            }
        }
        let mut backward = vec![Given::default(); corridor.places()];
        let mut offers = Offers::new(tables.1, tables.0.len(), tuning);
        let rows_by_column = corridor.rows_by_column();
        for (column, (first, last)) in rows_by_column.into_iter().enumerate().skip(1) {
            offers.advance(target, column - 1);
            for row in first.max(1)..=last {
                if let Some(place) = corridor.place(row, column) {
                    backward[place] = offers.evidence(source, row - 1);
                }
            }
        }
        Self { forward, backward }
    }
}
