//! The rules of one language: marks, word lists, and the rules that are asked in order.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::features::{ALWAYS, FIRST_OWN_BIT, Features, Side};
use super::reading::lines;
use super::row::{Memo, NO_RULE, Row};
use super::scan::Triggers;
use super::words::WordHasher;

/// A rule file: its name for people, and its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleFile {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
}

/// The rules of one language as the engine uses them.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) files: Vec<RuleFile>,
    pub(super) rows: Vec<Row>,
    /// The bytes that marks end in.
    pub(super) triggers: Triggers,
    pub(super) marks: Vec<(char, u64)>,
    /// The bits of the marks that are ASCII, by character.
    pub(super) ascii_marks: [u64; 128],
    pub(super) words: HashMap<&'static str, u64, BuildHasherDefault<WordHasher>>,
    /// For each first byte of a listed word, the lengths of such words as bits; most words are in no list.
    pub(super) lengths: [u32; 256],
    pub(super) kinds: Names,
    pub(super) lists: Names,
    /// The bits of the names that the engine itself asks for.
    pub(super) known: Known,
    /// For each kind of mark, the rules that can apply to it, in order.
    pub(super) rows_of: Vec<Vec<u16>>,
    /// The features that some rule speaks of.
    pub(super) spoken_of: Features,
}

/// The bits of the kinds of marks and of the word lists that the engine itself knows; 0 for what the files lack.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub(super) stop: u64,
    pub(super) ellipsis: u64,
    pub(super) starter: u64,
    pub(super) preposition: u64,
    pub(super) verb: u64,
}

/// Names in order of their bits, from [`FIRST_OWN_BIT`] on.
#[derive(Debug, Default)]
pub(super) struct Names(pub(super) Vec<&'static str>);

impl Names {
    /// The bit of a name, which is new or known.
    pub(super) fn bit(&mut self, name: &'static str) -> u64 {
        let place = self.0.iter().position(|known| *known == name);
        let place = place.unwrap_or_else(|| {
            self.0.push(name);
            self.0.len() - 1
        });
        1u64.checked_shl(FIRST_OWN_BIT + place as u32).unwrap_or(0)
    }

    /// The bit of a name that is known.
    pub(super) fn known(&self, name: &str) -> Option<u64> {
        let place = self.0.iter().position(|known| *known == name)?;
        1u64.checked_shl(FIRST_OWN_BIT + place as u32)
    }
}

impl Table {
    /// A table that holds nothing, and so never breaks.
    pub(super) fn empty() -> Self {
        Self {
            files: Vec::new(),
            rows: Vec::new(),
            triggers: Triggers::new([]),
            marks: Vec::new(),
            ascii_marks: [0; 128],
            words: HashMap::default(),
            lengths: [0; 256],
            kinds: Names::default(),
            lists: Names::default(),
            known: Known::default(),
            rows_of: Vec::new(),
            spoken_of: Features::none(),
        }
    }

    /// Sorts the rules by the kinds of marks that they can apply to, and notes what they speak of.
    pub(super) fn sort_rows(&mut self) {
        for row in &self.rows {
            for side in 0..4 {
                self.spoken_of.0[side] |= row.any.0[side] | row.none.0[side];
            }
            row.more
                .iter()
                .for_each(|(side, bits)| self.spoken_of.add(*side, *bits));
        }
        self.spoken_of
            .add(Side::Mark, u64::MAX >> FIRST_OWN_BIT << FIRST_OWN_BIT);
        let own = |bits: u64| bits >> FIRST_OWN_BIT << FIRST_OWN_BIT & !ALWAYS;
        for kind in 0..self.kinds.0.len() {
            let bit = 1 << (FIRST_OWN_BIT as usize + kind);
            let applies = |row: &Row| {
                let any = row.any.0[Side::Mark as usize];
                let asks = own(any) == any && any & bit == 0;
                !asks && row.none.0[Side::Mark as usize] & bit == 0
            };
            let rows = self.rows.iter().enumerate().filter(|(_, row)| applies(row));
            self.rows_of
                .push(rows.map(|(number, _)| number as u16).collect());
        }
    }

    /// The bits of the kind of mark that a character is; 0 for what is none.
    #[inline]
    pub(super) fn mark_bits(&self, mark: char) -> u64 {
        if let Some(bits) = self.ascii_marks.get(mark as usize) {
            return *bits;
        }
        let found = self.marks.iter().find(|(known, _)| *known == mark);
        found.map_or(0, |(_, bits)| *bits)
    }

    /// The bits of the lists that hold exactly this word.
    #[inline]
    pub(super) fn word_bits(&self, word: &str) -> u64 {
        let Some(first) = word.bytes().next() else {
            return 0;
        };
        if self.lengths[usize::from(first)] & 1 << word.len().min(31) == 0 {
            return 0;
        }
        self.words.get(word).copied().unwrap_or(0)
    }

    /// The first rule that fits; what stands before the word at the mark is looked at only when a rule asks.
    pub(super) fn decide(
        &self,
        memo: &mut Memo,
        mut features: Features,
        mut prior: impl FnMut() -> u64,
    ) -> Option<&Row> {
        features
            .0
            .iter_mut()
            .zip(self.spoken_of.0)
            .for_each(|(bits, spoken_of)| *bits &= spoken_of);
        if let Some(number) = memo.recall(features) {
            return self.rows.get(usize::from(number));
        }
        let mut asked = false;
        let found = self.first_fit(features, &mut || {
            asked = true;
            prior()
        });
        if !asked {
            memo.keep(features, found.unwrap_or(NO_RULE));
        }
        self.rows.get(usize::from(found?))
    }

    /// The number of the first rule that fits.
    fn first_fit(&self, mut features: Features, prior: &mut dyn FnMut() -> u64) -> Option<u16> {
        let kind = (features.0[Side::Mark as usize] & !ALWAYS) >> FIRST_OWN_BIT;
        let mut looked = false;
        let fits = |row: &Row| {
            if !looked && row.asks_prior && row.fits_but_prior(features) {
                looked = true;
                features.add(Side::Prior, prior());
            }
            (looked || !row.asks_prior) && row.fits(features)
        };
        if kind.count_ones() > 1 {
            // Marks of several kinds in one: every rule may apply.
            return self.rows.iter().position(fits).map(|number| number as u16);
        }
        let rows = self.rows_of.get(kind.trailing_zeros() as usize)?;
        let mut fits = fits;
        rows.iter()
            .copied()
            .find(|number| fits(&self.rows[usize::from(*number)]))
    }

    /// Where a word stands in one of the lists that these bits name: file and line.
    pub(super) fn place_of(
        &self,
        word: &str,
        bits: u64,
    ) -> Option<(RuleFile, usize, &'static str)> {
        self.files.iter().find_map(|file| {
            let mut inside = false;
            let found = lines(file.text).find(|(_, content)| {
                inside = if content.starts_with('[') {
                    *content == "[words]"
                } else {
                    inside
                };
                inside && self.lists_word(content, word, bits)
            });
            found.map(|(line, content)| (*file, line, content))
        })
    }

    fn lists_word(&self, content: &str, word: &str, bits: u64) -> bool {
        content.split_once(':').is_some_and(|(name, items)| {
            self.lists.known(name.trim()).unwrap_or(0) & bits != 0
                && items
                    .split_whitespace()
                    .any(|item| item.strip_suffix('.').unwrap_or(item) == word)
        })
    }
}
