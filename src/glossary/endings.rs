//! Which two words are forms of one: a bounded list of endings for each language.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::reading::key_of;
use crate::text::Language;

/// What is left of a word before an ending has so many letters.
const BASE: usize = 3;

/// Where both words end in one letter or nothing, so many are enough: `تبه`, `تبې`.
const SHORT_BASE: usize = 2;

/// The endings of one language, as letters of its match keys.
#[derive(Debug)]
pub(super) struct Endings {
    /// In order.
    endings: Vec<String>,
    /// The bytes of the longest.
    longest: usize,
}

/// The lists by primary language; those of verbs with a word behind it.
static LISTS: LazyLock<HashMap<&str, Endings>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, Endings> = HashMap::new();
    for row in include_str!("endings.tsv").lines().skip(2) {
        let mut cells = row.split('\t');
        if let (Some(tag), Some(endings)) = (cells.next(), cells.next())
            && let Ok(language) = Language::parse(tag.split(' ').next().unwrap_or_default())
        {
            let own = lists.entry(tag).or_insert(Endings {
                endings: Vec::new(),
                longest: 0,
            });
            let keys = endings.split(' ').map(|one| key_of(one, &language));
            own.endings.extend(keys);
        }
    }
    for own in lists.values_mut() {
        own.endings.sort();
        own.longest = own.endings.iter().map(String::len).max().unwrap_or(0);
    }
    lists
});

impl Endings {
    /// The endings of a language; `None` where none are known.
    pub(super) fn of_language(primary: &str) -> Option<&'static Self> {
        LISTS.get(primary)
    }

    /// The endings of verbs of a language; `None` where none are known.
    pub(super) fn of_verbs(primary: &str) -> Option<&'static Self> {
        LISTS.get(format!("{primary} verb").as_str())
    }

    /// Whether a rest of a word is one of the endings, or nothing.
    pub(super) fn holds(&self, rest: &str) -> bool {
        let is_ending = |own: &String| own.as_str().cmp(rest);
        rest.len() <= self.longest
            && (rest.is_empty() || self.endings.binary_search_by(is_ending).is_ok())
    }

    /// Where a word may be cut so that an ending is behind it, in bytes: its whole length first, then shorter.
    pub(super) fn cuts<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let is_cut = move |at: &usize| {
            let letters = word[..*at].chars().count();
            let rest = &word[*at..];
            rest.is_empty() || (Self::may_follow(letters, has_one_letter(rest)) && self.holds(rest))
        };
        let starts = word.char_indices().map(|(at, _)| at);
        let ends = starts.skip(1).chain([word.len()]);
        ends.collect::<Vec<_>>().into_iter().rev().filter(is_cut)
    }

    /// The shortest beginning that every form of a word has.
    pub(super) fn base<'w>(&self, word: &'w str) -> &'w str {
        &word[..self.cuts(word).last().unwrap_or(word.len())]
    }

    /// Whether an ending may stand behind so many letters of a word; `is_short` says that neither the ending nor
    /// the one in its place has more than a letter.
    pub(super) fn may_follow(letters: usize, is_short: bool) -> bool {
        letters >= if is_short { SHORT_BASE } else { BASE }
    }
}

/// Whether a rest of a word has one letter, or none.
pub(super) fn has_one_letter(rest: &str) -> bool {
    rest.chars().nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_begins_with_the_base() {
        let endings = Endings::of_language("ps").unwrap();
        assert_eq!(endings.base("طالبان"), "طالب");
        assert_eq!(endings.base("د"), "د");
    }
}
