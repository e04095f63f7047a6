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
const UNRELATED: f64 = 0.18;

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

/// The confidence of a whole document, from 0 to 1: what its texts gained over "unrelated", in nats a sentence.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn overall_confidence(evidence: f64, sentences: usize) -> f64 {
    1.0 - (-evidence.max(0.0) / sentences.max(1) as f64).exp()
}

/// How far the log-odds of a posterior are believed: words of one sentence speak for one another, so that
/// posteriors come out too sure of themselves.
const BELIEF: f64 = 0.44;
/// Log-odds at an even posterior of a sentence without answer, of one against one, and of larger beads.
const EVEN: [f64; 3] = [0.4, 0.15, -0.55];
/// Posteriors nearer to 0 or 1 than this say no more than this.
const SUREST: f64 = 1e-6;

/// The share of beads of this shape and posterior that are right.
///
/// Log-odds are scaled and shifted (Platt scaling). Four figures for all languages and texts, fitted by logistic
/// regression and verified on other languages; docs/alignment.md has the table.
pub(crate) fn confidence(bead: &Bead) -> f64 {
    let kind = match (bead.source.len(), bead.target.len()) {
        (0, _) | (_, 0) => 0,
        (1, 1) => 1,
        _ => 2,
    };
    let posterior = bead.confidence.clamp(SUREST, 1.0 - SUREST);
    let odds = (posterior / (1.0 - posterior)).ln();
    1.0 / (1.0 + (-(EVEN[kind] + BELIEF * odds)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bead(target: usize, confidence: f64) -> Bead {
        Bead {
            source: 0..1,
            target: 0..target,
            confidence,
        }
    }

    #[test]
    fn confidence_rises_with_the_posterior_and_never_reaches_certainty() {
        let figures: Vec<f64> = [0.0, 0.3, 0.5, 0.9, 0.999, 1.0]
            .map(|posterior| confidence(&bead(1, posterior)))
            .to_vec();
        assert!(figures.is_sorted());
        assert!(figures[0] > 0.0 && figures[5] < 1.0);
        assert!(figures[3] < 0.9, "a posterior is too sure of itself");
    }

    #[test]
    fn larger_beads_are_believed_less() {
        assert!(confidence(&bead(2, 0.8)) < confidence(&bead(1, 0.8)));
    }

    #[test]
    fn the_whole_is_believed_by_what_it_gained() {
        assert!(overall_confidence(-5.0, 10) == 0.0);
        assert!(overall_confidence(50.0, 10) > 0.99);
    }
}
