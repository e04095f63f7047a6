//! What two texts are to each other, and how far their alignment is to be believed as a whole.

use super::bead::Bead;
use super::document::DocumentPair;

/// What two texts are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// One translates the other.
    Translation,
    /// One side is empty.
    EmptySide,
    /// Both sides are the same text.
    SameText,
    /// Nothing speaks for a translation: another text, or another order of files.
    Unrelated,
}

/// Below this overall confidence texts count as unrelated.
const UNRELATED: f64 = 0.2;

impl Relation {
    pub(crate) fn of(document: &DocumentPair<'_>, beads: &[Bead], confidence: f64) -> Self {
        if document.source.is_empty() || document.target.is_empty() {
            return Self::EmptySide;
        }
        let same = beads
            .iter()
            .filter(|bead| {
                bead.is_two_sided()
                    && document.source[bead.source.clone()] == document.target[bead.target.clone()]
            })
            .count();
        if same * 2 > document.source.len().max(document.target.len()) {
            return Self::SameText;
        }
        if confidence < UNRELATED {
            Self::Unrelated
        } else {
            Self::Translation
        }
    }
}

/// The confidence of a whole document: what its beads gained over "unrelated", in nats a sentence.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn overall_confidence(evidence: f64, sentences: usize) -> f64 {
    evidence / sentences.max(1) as f64
}
