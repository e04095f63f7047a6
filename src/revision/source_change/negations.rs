//! Words that turn a statement into its opposite.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::{Language, match_key, words};

static WORDS: LazyLock<HashMap<&'static str, HashSet<String>>> = LazyLock::new(|| {
    let rows = include_str!("negations.tsv").lines();
    let rows = rows
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .skip(1);
    rows.filter_map(|line| line.split_once('\t'))
        .map(|(tag, words)| {
            let language = Language::parse(tag).unwrap_or_default();
            let keys = words.split(' ').map(|word| match_key(word, &language));
            (tag, keys.collect())
        })
        .collect()
});

/// The negations of a text in order, as match keys; `isn't` and `cannot` count as `not`.
pub(super) fn found(text: &str, language: &Language) -> Vec<String> {
    let Some(known) = WORDS.get(language.primary()) else {
        return Vec::new();
    };
    let key = match_key(text, language);
    let found = words(&key).filter_map(|word| {
        let word = &key[word];
        if language.primary() == "en" && (word.ends_with("n't") || word == "cannot") {
            return Some("not".to_owned());
        }
        known.contains(word).then(|| word.to_owned())
    });
    found.collect()
}
