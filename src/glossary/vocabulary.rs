//! The words that texts have had so far, each read once: most words of a text have been in others before.

use std::collections::HashMap;

use super::forms::{Forms, Step};
use super::reading::key_of;
use super::trie::{Node, ROOT, Trie};
use crate::text::Language;

/// When the words take more than about so many bytes, all are forgotten.
const MOST: usize = 64 << 20;

/// What a word takes beside its letters, in bytes.
const EACH: usize = 250;

/// Words of texts.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<Box<str>, u32>,
    words: Vec<Known>,
    /// About how many bytes they take.
    size: usize,
}

/// A word of a text, read.
#[derive(Debug)]
pub(super) struct Known {
    /// Its key.
    pub(super) key: Box<str>,
    /// Whether it has no capitals.
    pub(super) is_small: bool,
    /// How words of terms go through it.
    pub(super) steps: Box<[Step]>,
    /// The terms, and beginnings of terms, whose only word so far it is a form of.
    pub(super) firsts: Box<[Node]>,
    /// The steps by which a term may begin and go on within it or behind it.
    pub(super) others: Box<[Step]>,
}

impl Vocabulary {
    /// Forgets everything when there is too much; numbers given before count no longer then.
    pub(super) fn make_room(&mut self) {
        if self.size > MOST {
            *self = Self::default();
        }
    }

    /// The number of a word of a text.
    pub(super) fn number(
        &mut self,
        word: &str,
        language: &Language,
        forms: &Forms,
        terms: &Trie<u32>,
    ) -> u32 {
        if let Some(known) = self.numbers.get(word) {
            return *known;
        }
        let number = self.words.len() as u32;
        self.words.push(Known::new(word, language, forms, terms));
        self.numbers.insert(word.into(), number);
        self.size += EACH + 2 * word.len();
        number
    }

    /// A word by its number.
    pub(super) fn word(&self, number: u32) -> &Known {
        &self.words[number as usize]
    }
}

impl Known {
    fn new(word: &str, language: &Language, forms: &Forms, terms: &Trie<u32>) -> Self {
        let key = key_of(word, language);
        let mut steps = Vec::new();
        forms.steps(ROOT, &key, &mut |step| {
            if !steps.contains(&step) {
                steps.push(step);
            }
        });
        let may_follow = |from: usize| {
            let mut may_follow = false;
            forms.steps(ROOT, &key[from..], &mut |_| may_follow = true);
            may_follow
        };
        steps.retain(|step| match step {
            Step::Inside(_, from) => may_follow(*from),
            _ => true,
        });
        let first = |step: &Step| match step {
            Step::Form(word) => terms.step(ROOT, *word),
            _ => None,
        };
        let may_begin = |step: &&Step| match step {
            Step::Form(_) => false,
            Step::Inside(word, _) => terms
                .step(ROOT, *word)
                .is_some_and(|node| terms.goes_on(node)),
            Step::Beginning(_) => true,
        };
        Self {
            firsts: steps.iter().filter_map(first).collect(),
            others: steps.iter().filter(may_begin).copied().collect(),
            is_small: !word.contains(char::is_uppercase),
            steps: steps.into(),
            key: key.into(),
        }
    }
}
