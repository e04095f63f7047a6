//! Carrying over: which sentence of a new source answers which of the old one.

mod likely;
mod links;
mod order;
#[cfg(test)]
mod tests;
mod weighing;

use std::collections::HashMap;
use std::ops::Range;

use links::Links;

use crate::text::{Language, match_key};

/// Where a sentence of the new source comes from; the numbers are places in the old source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The same sentence in the same order.
    Unchanged(usize),
    /// The same sentence at another place.
    Moved(usize),
    /// An old sentence with other words or marks.
    Edited(usize),
    /// A part of an old sentence; the other parts stand next to it.
    Split(usize),
    /// Several old sentences that followed each other.
    Merged {
        /// The first of them.
        first: usize,
        /// The last of them.
        last: usize,
    },
    /// No old sentence.
    New,
}

/// What becomes of each sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// For each new sentence its origin.
    pub origins: Vec<Origin>,
    /// The old sentences that answer no new one, in order.
    pub obsolete: Vec<usize>,
}

impl Origin {
    /// The old sentence that became this one and no other, if there is one.
    #[must_use]
    pub fn single(self) -> Option<usize> {
        match self {
            Self::Unchanged(at) | Self::Moved(at) | Self::Edited(at) => Some(at),
            Self::Split(_) | Self::Merged { .. } | Self::New => None,
        }
    }

    /// All old sentences that stand in this one, whole or in part.
    #[must_use]
    pub fn olds(self) -> Range<usize> {
        match self {
            Self::Unchanged(at) | Self::Moved(at) | Self::Edited(at) | Self::Split(at) => {
                at..at + 1
            }
            Self::Merged { first, last } => first..last + 1,
            Self::New => 0..0,
        }
    }
}

/// Finds for each new sentence what it comes from; each old sentence is used once, or falls into parts.
///
/// First equal sentences, then those that are equal to the match key, in common order before elsewhere. What is
/// left is compared by the words that both have, each word weighing the more the rarer and longer it is: alone,
/// and together with what stands beside it, so that split and merged sentences are found. The less alike two
/// sentences are, the more of their neighbours must answer each other. Costs a few passes over the words and,
/// for each sentence that is not found equal, a fixed number of comparisons.
#[must_use]
pub fn carry(old: &[&str], new: &[&str], language: &Language) -> Carried {
    let mut links = Links::new(old.len(), new.len());
    let (ours, theirs) = numbered(old.iter().copied(), new.iter().copied());
    links.join_equal(&ours, &theirs);
    let equal = links.clone();
    if links.has_free() {
        let (ours, theirs) = keys(&links, old, new, language);
        links.join_equal(&ours, &theirs);
    }
    if links.has_free() {
        likely::join(&mut links, old, new, language);
    }
    links.carried(&equal)
}

/// Equal numbers for equal texts.
fn numbered<T: Eq + std::hash::Hash>(
    old: impl Iterator<Item = T>,
    new: impl Iterator<Item = T>,
) -> (Vec<usize>, Vec<usize>) {
    let mut numbers = HashMap::new();
    let mut number = |text| {
        let next = numbers.len();
        *numbers.entry(text).or_insert(next)
    };
    let ours = old.map(&mut number).collect();
    (ours, new.map(&mut number).collect())
}

/// Equal numbers for sentences of one match key that are still free; what is not free is not looked at.
fn keys(
    links: &Links,
    old: &[&str],
    new: &[&str],
    language: &Language,
) -> (Vec<usize>, Vec<usize>) {
    let key = |is_free: bool, text: &str| is_free.then(|| match_key(text, language));
    let ours = (old.iter().enumerate()).map(|(at, text)| key(links.is_old_free(at), text));
    let theirs = (new.iter().enumerate()).map(|(at, text)| key(links.is_new_free(at), text));
    numbered(ours, theirs)
}
