//! The few texts that are in no run yet: searched one after the other.

use std::collections::HashMap;

use super::query::with_repetitions;
use super::signature::{Signatures, missing};
use super::top::Top;
use crate::matching::distance::EMPTY;
use crate::matching::sequence::repeated;
use crate::matching::{Pattern, Sequence, Similarity};

/// A growing list of texts. A search costs about 5 ns a text, so some thousands are no burden.
#[derive(Clone, Debug, Default)]
pub struct Fresh {
    ids: HashMap<u64, u32>,
    words: Vec<u32>,
    texts: Vec<Text>,
}

/// The width of all signatures here.
const WIDTH: usize = 4;

#[derive(Clone, Copy, Debug)]
struct Text {
    number: u64,
    sign: [u64; WIDTH],
    begin: u32,
    len: u32,
}

impl Fresh {
    /// Adds a text under a number of the caller's. A text without words and marks is left out.
    pub fn add(&mut self, number: u64, text: &Sequence) {
        if text.is_empty() {
            return;
        }
        self.texts.push(Text {
            number,
            sign: sign(text),
            begin: self.words.len() as u32,
            len: text.len() as u32,
        });
        for hash in text.hashes() {
            let next = self.ids.len() as u32;
            self.words.push(*self.ids.entry(*hash).or_insert(next));
        }
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Compares every text whose length and signature let it reach the bar.
    pub(super) fn search(&self, query: &Sequence, pattern: &mut Pattern, top: &mut Top) {
        let known = |hash: &u64| self.ids.get(hash).copied().unwrap_or(EMPTY);
        let ids: Vec<u32> = query.hashes().iter().map(known).collect();
        pattern.prepare(&ids);
        let sign = sign(query);
        let len = query.len() as u32;
        for text in &self.texts {
            let longer = text.len.max(len);
            let share = top.bar().share(longer);
            let of_query = len.saturating_sub(missing(&sign, &text.sign));
            let of_text = text.len.saturating_sub(missing(&text.sign, &sign));
            if of_query.min(of_text) < share {
                continue;
            }
            let words = &self.words[text.begin as usize..(text.begin + text.len) as usize];
            if let Some(edits) = pattern.distance(words, longer - share) {
                let similarity = Similarity::of(edits, len, text.len);
                top.offer_all(similarity, std::iter::once(text.number));
            }
        }
    }
}

fn sign(text: &Sequence) -> [u64; WIDTH] {
    let terms = with_repetitions(text.hashes());
    let signs = Signatures::new(terms.into_iter().map(|(hash, nth)| repeated(hash, nth)));
    let mut sign = [0; WIDTH];
    sign.copy_from_slice(signs.of_width(WIDTH));
    sign
}
