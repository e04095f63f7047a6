//! Words that say nothing by themselves.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::glossary::reading::key_of;
use crate::text::Language;

/// Where a word may stand in a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Anywhere.
    Anywhere,
    /// Between two others.
    Inside,
    /// Nowhere.
    Nowhere,
}

/// The stop words of a language, as keys of words.
#[derive(Debug, Default)]
pub(super) struct StopWords {
    words: HashSet<String>,
    inside: HashSet<String>,
}

static LISTS: LazyLock<HashMap<&str, StopWords>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, StopWords> = HashMap::new();
    for row in include_str!("stop_words.tsv").lines().skip(2) {
        let cells: Vec<_> = row.split('\t').collect();
        if let [tag, words, inside] = cells[..]
            && let Ok(language) = Language::parse(tag)
        {
            let keys = |words: &str| -> Vec<_> {
                let words = words.split(' ').filter(|word| !word.is_empty());
                words.map(|word| key_of(word, &language)).collect()
            };
            let own = lists.entry(tag).or_default();
            own.words.extend(keys(words));
            own.inside.extend(keys(inside));
        }
    }
    lists
});

impl StopWords {
    /// The stop words of a language; none where none are known.
    pub(super) fn of_language(language: &Language) -> Option<&'static Self> {
        LISTS.get(language.primary())
    }

    /// Where a word may stand, by its match key.
    pub(super) fn place(&self, key: &str) -> Place {
        match (self.inside.contains(key), self.words.contains(key)) {
            (true, _) => Place::Inside,
            (false, true) => Place::Nowhere,
            (false, false) => Place::Anywhere,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_by_their_keys() {
        let of = |tag| StopWords::of_language(&Language::parse(tag).unwrap());
        assert_eq!(of("en").unwrap().place("of"), Place::Inside);
        assert_eq!(of("en").unwrap().place("the"), Place::Nowhere);
        assert_eq!(of("en").unwrap().place("river"), Place::Anywhere);
        let ps = Language::parse("ps").unwrap();
        assert_eq!(of("ps").unwrap().place(&key_of("کې", &ps)), Place::Nowhere);
        assert!(of("ja").is_none());
    }
}
