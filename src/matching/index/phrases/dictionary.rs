//! Finding the pieces that have a part of a phrase.

use super::PIECES_IN_CHUNK;
use super::grams::{self, Gram};
use super::lists::{List, Numbers};
use super::part::Part;
use super::run::View;
use crate::matching::index::{IndexError, Store};

/// So few pieces are rather looked through than looked up.
const LOOKED_THROUGH: u32 = 2 * PIECES_IN_CHUNK as u32;

/// A further list is read when it has at most so many times as many pieces as are left.
const WORTH: usize = 16;

/// The pieces that can stand for one part of a phrase.
#[derive(Debug)]
pub(super) struct Choice {
    /// Their numbers, in order.
    pub(super) pieces: Vec<u32>,
    /// A bit for each piece of the run, up to the last one chosen.
    bits: Vec<u64>,
}

impl Choice {
    /// The pieces below a limit that have a part.
    pub(super) fn new<S: Store>(
        view: View<'_, S>,
        part: &Part<'_>,
        limit: u32,
    ) -> Result<Self, IndexError<S::Error>> {
        let pieces = chosen(view, part, limit)?;
        let words = pieces.last().map_or(0, |last| *last as usize / 64 + 1);
        let mut bits = vec![0; words];
        for piece in &pieces {
            bits[*piece as usize / 64] |= 1_u64 << (piece % 64);
        }
        Ok(Self { pieces, bits })
    }

    /// Whether a piece is chosen.
    #[inline]
    pub(super) fn has(&self, piece: u32) -> bool {
        let word = self.bits.get(piece as usize / 64).copied().unwrap_or(0);
        word >> (piece % 64) & 1 == 1
    }
}

/// The pieces below a limit that have a part, in order.
fn chosen<S: Store>(
    view: View<'_, S>,
    part: &Part<'_>,
    limit: u32,
) -> Result<Vec<u32>, IndexError<S::Error>> {
    let letters: Vec<char> = part.spaced().collect();
    match letters[..] {
        _ if limit <= LOOKED_THROUGH => looked_through(view, part, limit),
        [] | [_] => looked_through(view, part, limit),
        [first, second] if first != ' ' && second != ' ' => {
            let lists = view.grams()?.lists_of_two([first, second]);
            let pieces = united(view, lists, limit)?;
            kept(view, part, pieces, part.is_unbounded())
        }
        [first, second] => {
            let pieces = shared(view, &[grams::of_two([first, second])], limit)?;
            kept(view, part, pieces, part.is_unbounded())
        }
        _ => {
            let three = |three: &[char]| grams::of_three([three[0], three[1], three[2]]);
            let grams: Vec<Gram> = letters.windows(3).map(three).collect();
            let pieces = shared(view, &grams, limit)?;
            kept(view, part, pieces, grams.len() == 1 && part.is_unbounded())
        }
    }
}

/// Looks through all pieces below a limit.
fn looked_through<S: Store>(
    view: View<'_, S>,
    part: &Part<'_>,
    limit: u32,
) -> Result<Vec<u32>, IndexError<S::Error>> {
    let mut pieces = Vec::new();
    for first in (0..limit).step_by(PIECES_IN_CHUNK) {
        let spaced = view.first_letters(first, limit - first)?;
        part.each_in(spaced, |at| pieces.push(first + at as u32));
    }
    Ok(pieces)
}

/// The pieces below a limit that are in any of some lists.
fn united<S: Store>(
    view: View<'_, S>,
    lists: &[List],
    limit: u32,
) -> Result<Vec<u32>, IndexError<S::Error>> {
    let mut bits = vec![0_u64; limit.div_ceil(64) as usize];
    for list in lists {
        let numbers = Numbers::new(view.gram_list(*list)?);
        for piece in numbers.take_while(|piece| *piece < limit) {
            bits[piece as usize / 64] |= 1 << (piece % 64);
        }
    }
    let mut pieces = Vec::new();
    for (first, word) in (0..).step_by(64).zip(bits) {
        let mut rest = word;
        while rest != 0 {
            pieces.push(first + rest.trailing_zeros());
            rest &= rest - 1;
        }
    }
    Ok(pieces)
}

/// The pieces below a limit that are in the lists of all grams, some others among them perhaps.
fn shared<S: Store>(
    view: View<'_, S>,
    grams: &[Gram],
    limit: u32,
) -> Result<Vec<u32>, IndexError<S::Error>> {
    let directory = view.grams()?;
    let lists: Option<Vec<List>> = grams.iter().map(|gram| directory.list(*gram)).collect();
    let Some(mut lists) = lists else {
        return Ok(Vec::new());
    };
    lists.sort_unstable_by_key(|list| list.count);
    let Some((rarest, others)) = lists.split_first() else {
        return Ok(Vec::new());
    };
    let numbers = Numbers::new(view.gram_list(*rarest)?);
    let mut pieces: Vec<u32> = numbers.take_while(|piece| *piece < limit).collect();
    for list in others {
        if list.count as usize > pieces.len() * WORTH {
            break;
        }
        let mut numbers = Numbers::new(view.gram_list(*list)?).peekable();
        pieces.retain(|piece| {
            while numbers.next_if(|number| number < piece).is_some() {}
            numbers.peek() == Some(piece)
        });
    }
    Ok(pieces)
}

/// Those of some pieces that have a part; all of them when that is certain.
fn kept<S: Store>(
    view: View<'_, S>,
    part: &Part<'_>,
    mut pieces: Vec<u32>,
    is_certain: bool,
) -> Result<Vec<u32>, IndexError<S::Error>> {
    if is_certain {
        return Ok(pieces);
    }
    let mut failed = None;
    pieces.retain(|piece| match view.letters(*piece) {
        Ok(letters) => part.is_in(letters),
        Err(error) => {
            failed = Some(error);
            false
        }
    });
    failed.map_or(Ok(pieces), Err)
}
