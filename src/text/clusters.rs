//! What a reader sees as one: the smallest pieces of a text that may be marked apart.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::invisible;

/// The byte ranges of the pieces of a text that are drawn as one, in order and without gaps.
///
/// A piece is an extended grapheme cluster (UAX #29) with the invisible characters behind it. Lam and the
/// alef after it are one piece, as are the two lams and the heh of the name of God: fonts draw one shape
/// for them, whatever marks stand between. Costs one pass.
#[must_use]
pub fn clusters(text: &str) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for (at, cluster) in text.grapheme_indices(true) {
        let range = at..at + cluster.len();
        match pieces.last_mut() {
            Some(last) if is_drawn_with(&text[last.clone()], cluster) => last.end = range.end,
            _ => pieces.push(range),
        }
    }
    pieces
}

/// Whether a cluster is drawn as one with the piece before it.
fn is_drawn_with(piece: &str, cluster: &str) -> bool {
    let is_unseen = |c: char| invisible(c).is_some() && !c.is_whitespace() && c != TATWEEL;
    if cluster
        .chars()
        .all(|c| is_unseen(c) || is_combining_mark(c))
    {
        return !piece.ends_with(char::is_whitespace);
    }
    let Some(base) = cluster.chars().next() else {
        return false;
    };
    if piece.contains(PARTING) {
        return false;
    }
    let mut letters = piece
        .chars()
        .filter(|c| !is_combining_mark(*c) && !is_unseen(*c));
    match (letters.next(), letters.next(), letters.next()) {
        (Some(first), None, _) => is_lam(first) && (is_alef(base) || base == LAM),
        (Some(LAM), Some(LAM), None) => is_heh(base),
        _ => false,
    }
}

const LAM: char = '\u{644}';
const TATWEEL: char = '\u{640}';

/// ZERO WIDTH NON-JOINER: what stands on its two sides is drawn apart.
const PARTING: char = '\u{200C}';

fn is_lam(c: char) -> bool {
    matches!(c, LAM | '\u{6B5}'..='\u{6B8}' | '\u{76A}')
}

fn is_alef(c: char) -> bool {
    matches!(
        c,
        '\u{622}' | '\u{623}' | '\u{625}' | '\u{627}' | '\u{671}'..='\u{673}' | '\u{675}'
    )
}

fn is_heh(c: char) -> bool {
    matches!(c, '\u{647}' | '\u{6C1}' | '\u{6BE}' | '\u{6D5}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        clusters(text)
            .into_iter()
            .map(|piece| &text[piece])
            .collect()
    }

    #[test]
    fn marks_and_joiners_stay_with_their_letter() {
        assert_eq!(cut("مُحمّد"), ["مُ", "ح", "مّ", "د"]);
        assert_eq!(cut("له\u{200C}خوا"), ["ل", "ه\u{200C}", "خ", "و", "ا"]);
        assert_eq!(cut("سا\u{200F}تھ"), ["س", "ا\u{200F}", "ت", "ھ"]);
        assert_eq!(cut("e\u{301}👩🏽‍🚀"), ["e\u{301}", "👩🏽‍🚀"]);
    }

    #[test]
    fn lam_and_alef_are_one_shape() {
        assert_eq!(cut("سلام"), ["س", "لا", "م"]);
        assert_eq!(cut("لَّآ"), ["لَّآ"]);
        assert_eq!(cut("ل\u{200F}ا"), ["ل\u{200F}ا"]);
        assert_eq!(cut("ل\u{200C}ا"), ["ل\u{200C}", "ا"]);
        assert_eq!(cut("اللہ کا"), ["ا", "للہ", " ", "ک", "ا"]);
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(text in any::<String>()) {
            prop_assert_eq!(cut(&text).concat(), text);
        }

        #[test]
        fn no_piece_begins_with_a_mark(text in "ب[ابلاہ\u{64E}\u{651}\u{200C}\u{200F} ۔a]{0,20}") {
            for piece in cut(&text).iter().skip(1) {
                prop_assert!(!piece.starts_with(['\u{64E}', '\u{651}', '\u{200C}']), "{:?}", cut(&text));
            }
        }
    }
}
