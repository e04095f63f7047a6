//! Proper names, as far as capital letters tell.

use std::collections::HashMap;

use crate::text::{TokenClass, tokens};

/// The words of a document that are written with a capital inside of sentences, and never small.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// For each such word, in small letters, whether it is never written small.
    words: HashMap<String, bool>,
}

/// A word of a text, and whether it begins a sentence.
struct Word<'a> {
    text: &'a str,
    is_first: bool,
    /// Whether nothing but a space lies between it and the word before.
    follows: bool,
}

impl Names {
    pub(super) fn of(texts: &[&str]) -> Self {
        let mut words: HashMap<String, bool> = HashMap::new();
        for text in texts {
            let parts = parts(text);
            if is_title(&parts) {
                continue;
            }
            for word in parts {
                if !is_capital(word.text) {
                    match words.get_mut(word.text) {
                        Some(is_name) => *is_name = false,
                        None => drop(words.insert(word.text.to_lowercase(), false)),
                    }
                } else if !word.is_first {
                    words.entry(word.text.to_lowercase()).or_insert(true);
                }
            }
        }
        words.retain(|_, is_name| *is_name);
        Self { words }
    }

    /// The names in a text, in order; what stands together is one. A text in which most words have a capital
    /// has none that can be told.
    pub(super) fn found(&self, text: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let mut was_name = false;
        let parts = parts(text);
        if is_title(&parts) {
            return names;
        }
        for word in parts {
            let is_known = || self.words.contains_key(&word.text.to_lowercase());
            let is_name = is_capital(word.text)
                && word.text.chars().nth(1).is_some()
                && (!word.is_first || is_known());
            match names.last_mut() {
                Some(last) if is_name && was_name && word.follows => {
                    last.push(' ');
                    last.push_str(word.text);
                }
                _ if is_name => names.push(word.text.to_owned()),
                _ => {}
            }
            was_name = is_name;
        }
        names
    }
}

/// Whether other words are in capital letters than before, in texts that do not shout: `us` is not `US`.
pub(super) fn has_new_acronym(old: &str, new: &str) -> bool {
    match (acronyms(old), acronyms(new)) {
        (Some(old), Some(new)) => old != new,
        _ => false,
    }
}

/// The words in capital letters; `None` where most are.
fn acronyms(text: &str) -> Option<Vec<&str>> {
    let words = parts(text);
    let is_loud = |word: &&Word<'_>| word.text.chars().all(char::is_uppercase);
    let loud: Vec<&str> = words.iter().filter(is_loud).map(|word| word.text).collect();
    (2 * loud.len() <= words.len()).then_some(loud)
}

/// Whether more than half of the long words have a capital, and there are three words: a heading.
fn is_title(words: &[Word<'_>]) -> bool {
    let is_long = |word: &&Word<'_>| word.text.chars().nth(3).is_some();
    let (mut all, mut capital) = (0, 0);
    for word in words.iter().filter(is_long) {
        all += 1;
        capital += usize::from(is_capital(word.text));
    }
    all > 2 && 2 * capital > all && words.iter().skip(1).any(|word| is_capital(word.text))
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The words of a text with what stands before them.
fn parts(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut is_first, mut follows) = (true, false);
    for token in tokens(text) {
        let written = &text[token.range];
        match token.class {
            TokenClass::Word => {
                words.push(Word {
                    text: written,
                    is_first,
                    follows,
                });
                (is_first, follows) = (false, true);
            }
            TokenClass::Space | TokenClass::Invisible => {}
            TokenClass::Number => (is_first, follows) = (false, false),
            TokenClass::Punctuation => {
                is_first |= matches!(
                    written,
                    "." | "!" | "?" | ":" | "\"" | "\u{201c}" | "\u{2026}"
                );
                follows = false;
            }
        }
    }
    words
}
