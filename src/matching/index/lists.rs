//! The lists of all terms on their way to the file.

use super::chunk::{bytes_of_32, sealed};
use super::head::Group;
use super::item::Layout;
use super::run::LISTED_IN_CHUNK;
use super::{Column, Sink, listed};

/// The rarest terms of every gathered text, rarest first.
#[derive(Debug, Default)]
pub(super) struct Rarest {
    ranks: Vec<u32>,
    begins: Vec<u32>,
}

impl Rarest {
    /// Adds the terms of the next text.
    pub(super) fn push(&mut self, ranks: &[u32]) {
        self.begins.push(self.ranks.len() as u32);
        self.ranks.extend_from_slice(ranks);
    }
}

/// The lists of all terms.
pub(super) struct Lists<'a> {
    /// How long the list of each rank is.
    pub(super) counts: Vec<u32>,
    /// The rarest terms of the texts of each group: those of all its texts, then the second rarest of
    /// all, and so on. In this order the lists are written.
    ranks: Vec<u32>,
    groups: &'a [Group],
    layout: Layout,
    /// Which of the most frequent terms each text of the run has.
    frequent: Vec<u8>,
}

impl<'a> Lists<'a> {
    /// Lists `texts`, the gathered texts in the order of the run; `terms_of` gives the terms of one.
    pub(super) fn new<'t>(
        terms: usize,
        rarest: Rarest,
        texts: &[u32],
        groups: &'a [Group],
        terms_of: impl Fn(u32) -> &'t [u32],
    ) -> Self {
        let layout = Layout::of(texts.len() as u32);
        let frequent = |text: &u32| layout.frequent_of(terms_of(*text).iter().copied()) as u8;
        let mut ranks = Vec::with_capacity(rarest.ranks.len());
        for pair in groups.windows(2) {
            let own = &texts[pair[0].first as usize..pair[1].first as usize];
            let first = ranks.len();
            let columns = listed(pair[0].len) as usize;
            ranks.resize(first + columns * own.len(), 0);
            for (at, text) in own.iter().enumerate() {
                let begin = rarest.begins[*text as usize] as usize;
                let terms = &rarest.ranks[begin..begin + columns];
                for (column, rank) in terms.iter().enumerate() {
                    ranks[first + column * own.len() + at] = *rank;
                }
            }
        }
        let mut counts = vec![0; terms];
        ranks.iter().for_each(|rank| counts[*rank as usize] += 1);
        Self {
            counts,
            ranks,
            groups,
            layout,
            frequent: texts.iter().map(frequent).collect(),
        }
    }

    /// Writes the column of lists. `starts` says where the list of each rank begins.
    pub(super) fn write<S: Sink>(
        &self,
        sink: &mut S,
        mut starts: Vec<u32>,
    ) -> Result<(), S::Error> {
        let mut items = vec![0; self.ranks.len()];
        let mut rest = self.ranks.iter();
        for pair in self.groups.windows(2) {
            for rarer in 0..listed(pair[0].len) {
                let texts = pair[0].first..pair[1].first;
                for (text, rank) in texts.zip(rest.by_ref()) {
                    let next = &mut starts[*rank as usize];
                    let frequent = u32::from(self.frequent[text as usize]);
                    items[*next as usize] = self.layout.item(text, rarer, frequent);
                    *next += 1;
                }
            }
        }
        for (number, chunk) in items.chunks(LISTED_IN_CHUNK).enumerate() {
            sink.put(Column::Lists, number as u32, &sealed(bytes_of_32(chunk)))?;
        }
        Ok(())
    }
}
