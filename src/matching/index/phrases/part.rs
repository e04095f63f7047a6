//! The parts of a phrase between its spaces, and whether they are in a piece.

use memchr::memmem::Finder;

use super::Phrase;
use crate::matching::Bounds;
use crate::matching::concordance::{Edges, starts};

/// Where in a piece a part of a phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Anywhere: the part is the whole phrase.
    Anywhere,
    /// At the end: the phrase begins there.
    End,
    /// It is the piece.
    Whole,
    /// At the beginning: the phrase ends there.
    Beginning,
}

/// A part of a phrase.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub(super) letters: &'a str,
    pub(super) place: Place,
    bounds: Bounds,
    finder: Finder<'a>,
}

/// Pieces one behind the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spaced<'a> {
    /// Their letters, with a space before and after each.
    pub(super) letters: &'a [u8],
    /// Where each begins in `letters`, and where a next one would.
    pub(super) begins: &'a [u32],
}

/// The parts of a phrase, in order.
pub(super) fn parts(phrase: Phrase<'_>) -> Vec<Part<'_>> {
    let last = phrase.key.split(' ').count() - 1;
    let numbered = phrase.key.split(' ').enumerate();
    let parts = numbered.map(|(at, letters)| Part {
        letters,
        place: match at {
            0 if last == 0 => Place::Anywhere,
            0 => Place::End,
            _ if at == last => Place::Beginning,
            _ => Place::Whole,
        },
        bounds: phrase.bounds,
        finder: Finder::new(letters),
    });
    parts.collect()
}

impl Part<'_> {
    /// The part with the spaces that stand around it.
    pub(super) fn spaced(&self) -> impl Iterator<Item = char> {
        let before = matches!(self.place, Place::Whole | Place::Beginning).then_some(' ');
        let after = matches!(self.place, Place::Whole | Place::End).then_some(' ');
        before.into_iter().chain(self.letters.chars()).chain(after)
    }

    /// Whether every piece with the part in its place counts.
    pub(super) fn is_unbounded(&self) -> bool {
        self.bounds == Bounds::Anywhere || self.place == Place::Whole
    }

    /// Whether it is a single letter, and every piece with it in its place counts.
    pub(super) fn is_letter(&self) -> bool {
        self.letters.chars().nth(1).is_none() && self.is_unbounded()
    }

    /// Whether a piece has the part in its place, within the bounds that are asked for.
    pub(super) fn is_in(&self, piece: &[u8]) -> bool {
        let part = self.letters.as_bytes();
        match self.place {
            Place::Whole => piece == part,
            Place::End => piece.ends_with(part) && self.is_bounded(piece, piece.len() - part.len()),
            Place::Beginning => piece.starts_with(part) && self.is_bounded(piece, 0),
            Place::Anywhere if self.is_unbounded() => self.finder.find(piece).is_some(),
            Place::Anywhere => starts(&self.finder, piece).any(|hit| self.is_bounded(piece, hit)),
        }
    }

    /// Whether an occurrence in a piece is within the bounds that are asked for.
    fn is_bounded(&self, piece: &[u8], hit: usize) -> bool {
        if self.bounds == Bounds::Anywhere {
            return true;
        }
        let hit = hit..hit + self.letters.len();
        let is_within_word = |at: usize| {
            let around = at.checked_sub(1).and_then(|before| piece.get(before..=at));
            around.is_some_and(|two| two.iter().all(u8::is_ascii_alphabetic))
        };
        if is_within_word(hit.start) || is_within_word(hit.end) {
            return false;
        }
        std::str::from_utf8(piece).is_ok_and(|key| Edges::of_key(key).enclose(&hit))
    }

    /// Calls with the place of every piece that has the part in its place.
    pub(super) fn each_in(&self, pieces: Spaced<'_>, mut work: impl FnMut(usize)) {
        let Spaced { letters, begins } = pieces;
        let (mut piece, mut from) = (0, 0);
        while let Some(hit) = letters.get(from..).and_then(|rest| self.finder.find(rest)) {
            let hit = from + hit;
            while begins
                .get(piece + 1)
                .is_some_and(|next| *next as usize <= hit)
            {
                piece += 1;
            }
            let (Some(begin), Some(next)) = (begins.get(piece), begins.get(piece + 1)) else {
                return;
            };
            let own = letters.get(*begin as usize..*next as usize - 1);
            let is_hit = self.place == Place::Anywhere && self.is_unbounded();
            if is_hit || own.is_some_and(|own| self.is_in(own)) {
                work(piece);
            }
            from = *next as usize;
        }
    }
}
