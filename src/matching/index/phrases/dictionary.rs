//! Finding the pieces that have a part of a phrase.

use memchr::memmem::Finder;

use super::run::{List, Pieces, View};
use super::{PIECES_IN_BLOCK, PIECES_IN_CHUNK, Phrase, trigram};
use crate::matching::Bounds;
use crate::matching::concordance::{Edges, starts};
use crate::matching::index::{IndexError, Store};

/// Where in a piece a part of a phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Anywhere: the part is the whole phrase.
    Anywhere,
    /// At the end: the phrase begins there.
    End,
    /// It is the piece.
    Whole,
    /// At the beginning: the phrase ends there.
    Beginning,
}

/// The pieces that can stand for one part of a phrase.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// A bit for each piece of the run.
    bits: Vec<u64>,
    /// The lists of those that are chosen.
    pub(super) lists: Vec<List>,
    /// How long these lists are together.
    pub(super) total: u64,
}

impl Choice {
    /// Whether a piece is chosen.
    #[inline]
    pub(super) fn has(&self, piece: u32) -> bool {
        let word = self.bits.get(piece as usize / 64).copied().unwrap_or(0);
        word >> (piece % 64) & 1 == 1
    }
}

/// How many blocks of pieces have to be searched for the parts of a phrase.
pub(super) fn blocks_to_search<S: Store>(
    view: View<'_, S>,
    phrase: Phrase<'_>,
) -> Result<usize, IndexError<S::Error>> {
    let all = (view.run.head.pieces as usize).div_ceil(PIECES_IN_BLOCK);
    let mut count = 0;
    for part in parts(phrase) {
        count += part.blocks(view)?.map_or(all, |blocks| {
            blocks.iter().map(|word| word.count_ones() as usize).sum()
        });
    }
    Ok(count)
}

/// The choices for the parts of a phrase, in order; none at all when nothing can stand for one.
pub(super) fn choices<S: Store>(
    view: View<'_, S>,
    phrase: Phrase<'_>,
) -> Result<Vec<Choice>, IndexError<S::Error>> {
    let mut choices = Vec::new();
    for part in parts(phrase) {
        let choice = part.choice(view)?;
        if choice.lists.is_empty() {
            return Ok(Vec::new());
        }
        choices.push(choice);
    }
    Ok(choices)
}

/// The parts of a phrase, in order.
fn parts(phrase: Phrase<'_>) -> impl Iterator<Item = Part<'_>> {
    let last = phrase.key.split(' ').count() - 1;
    let numbered = phrase.key.split(' ').enumerate();
    numbered.map(move |(at, part)| {
        let place = match at {
            0 if last == 0 => Place::Anywhere,
            0 => Place::End,
            _ if at == last => Place::Beginning,
            _ => Place::Whole,
        };
        Part::new(part, place, phrase.bounds)
    })
}

/// A part of a phrase.
struct Part<'a> {
    letters: &'a str,
    place: Place,
    bounds: Bounds,
    finder: Finder<'static>,
}

impl<'a> Part<'a> {
    fn new(letters: &'a str, place: Place, bounds: Bounds) -> Self {
        // Each piece stands between spaces, which say where it begins and ends.
        let needle = match place {
            Place::Anywhere => letters.to_owned(),
            Place::End => format!("{letters} "),
            Place::Whole => format!(" {letters} "),
            Place::Beginning => format!(" {letters}"),
        };
        Self {
            letters,
            place,
            bounds,
            finder: Finder::new(needle.as_bytes()).into_owned(),
        }
    }

    fn choice<S: Store>(&self, view: View<'_, S>) -> Result<Choice, IndexError<S::Error>> {
        let pieces = view.run.head.pieces as usize;
        let mut choice = Choice {
            bits: vec![0; pieces.div_ceil(64)],
            ..Choice::default()
        };
        let blocks = self.blocks(view)?;
        for block in 0..pieces.div_ceil(PIECES_IN_BLOCK) {
            let is_hopeful = blocks
                .as_ref()
                .is_none_or(|blocks| blocks[block / 64] >> (block % 64) & 1 == 1);
            if is_hopeful {
                let in_chunk = PIECES_IN_CHUNK / PIECES_IN_BLOCK;
                let chunk = view.piece_chunk(block / in_chunk)?;
                let first = block / in_chunk * PIECES_IN_CHUNK;
                self.take_block(chunk, block % in_chunk, first, &mut choice);
            }
        }
        Ok(choice)
    }

    /// The blocks that have all trigrams of the part; `None` when it is too short to have one.
    fn blocks<S: Store>(
        &self,
        view: View<'_, S>,
    ) -> Result<Option<Vec<u64>>, IndexError<S::Error>> {
        let mut all: Option<Vec<u64>> = None;
        for three in self.finder.needle().windows(3) {
            let own = view.blocks(trigram(three))?;
            match &mut all {
                None => all = Some(own.to_vec()),
                Some(all) => all.iter_mut().zip(own).for_each(|(all, own)| *all &= own),
            }
        }
        Ok(all)
    }

    /// Takes the pieces of a block that have the part in its place.
    fn take_block(&self, chunk: &Pieces, block: usize, first: usize, choice: &mut Choice) {
        let (letters, mut piece) = chunk.block(block);
        let mut from = 0;
        let hits: &mut dyn Iterator<Item = usize> = match self.bounds {
            Bounds::Anywhere => &mut self.finder.find_iter(letters),
            Bounds::WholeWords => &mut starts(&self.finder, letters),
        };
        for found in hits {
            let hit = found + usize::from(self.is_at_beginning());
            if hit < from {
                continue;
            }
            while chunk.begin_in_block(piece + 1, block) <= hit {
                piece += 1;
            }
            if self.is_bounded(chunk, piece, hit - chunk.begin_in_block(piece, block)) {
                let (number, list) = (first + piece, chunk.list_of(piece));
                choice.bits[number / 64] |= 1 << (number % 64);
                choice.lists.push(list);
                choice.total += u64::from(list.count);
                from = chunk.begin_in_block(piece + 1, block);
            }
        }
    }

    /// Whether what is found begins with the space before a piece.
    fn is_at_beginning(&self) -> bool {
        matches!(self.place, Place::Whole | Place::Beginning)
    }

    /// Whether an occurrence in a piece is within the bounds that are asked for.
    fn is_bounded(&self, chunk: &Pieces, piece: usize, hit: usize) -> bool {
        if self.bounds == Bounds::Anywhere || self.place == Place::Whole {
            return true;
        }
        let letters = chunk.letters(piece).unwrap_or_default();
        let Ok(key) = std::str::from_utf8(letters) else {
            return false;
        };
        Edges::of_key(key).enclose(&(hit..hit + self.letters.len()))
    }
}
