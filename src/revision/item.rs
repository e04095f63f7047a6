//! What is compared: the words, numbers, marks and inline codes of a text.

use std::collections::HashMap;
use std::ops::Range;

use crate::matching::Side;
use crate::model::InlineCode;
use crate::text::{Language, TokenClass, tokens, write_match_key};

/// A word, number, mark or inline code; white space lies between.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Where it stands, in UTF-8 bytes; an inline code takes no room.
    pub(super) bytes: Range<usize>,
    /// The inline codes before it and before the next item.
    pub(super) codes: Range<usize>,
    /// What it is.
    pub(super) class: ItemClass,
    /// Equal for items that say the same.
    pub(super) key: u32,
    /// Equal for items that are the same to the byte.
    pub(super) exact: u32,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemClass {
    Word,
    Number,
    Punctuation,
    Invisible,
    Code,
}

impl Item {
    /// Whether it counts as a word.
    pub(super) fn is_word(&self) -> bool {
        matches!(self.class, ItemClass::Word | ItemClass::Number)
    }
}

/// Gives equal strings equal numbers.
#[derive(Default)]
pub(super) struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.0.get(text) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(text.to_owned(), number);
        number
    }
}

/// Cuts a text into items. Together with the white space between them they are the text and its codes.
pub(super) fn items(side: Side<'_>, keys: &mut Numbers, exact: &mut Numbers) -> Vec<Item> {
    let mut items = Vec::new();
    let mut from = 0;
    let mut key = String::new();
    for (number, code) in side.codes.iter().enumerate() {
        let at = side.text.floor_char_boundary(code.offset).max(from);
        cut(side, from..at, number, &mut items);
        items.push(Item {
            bytes: at..at,
            codes: number..number + 1,
            class: ItemClass::Code,
            key: 0,
            exact: 0,
        });
        from = at;
    }
    cut(side, from..side.text.len(), side.codes.len(), &mut items);
    for item in &mut items {
        let text = &side.text[item.bytes.clone()];
        if item.class == ItemClass::Code {
            item.exact = exact.of(&code_name(&side.codes[item.codes.start]));
            item.key = keys.of(&code_name(&side.codes[item.codes.start]));
            continue;
        }
        write_match_key(&mut key, text, side.language);
        item.key = keys.of(if key.is_empty() { text } else { &key });
        item.exact = exact.of(text);
    }
    items
}

/// What two codes must have in common to be the same; no text begins so.
fn code_name(code: &InlineCode) -> String {
    format!("\0{:?} {} {}", code.kind, code.element, code.original)
}

/// Cuts a stretch without codes in it; `codes` is how many stand before.
fn cut(side: Side<'_>, stretch: Range<usize>, codes: usize, items: &mut Vec<Item>) {
    let first = items.len();
    for token in tokens(&side.text[stretch.clone()]) {
        let class = match token.class {
            TokenClass::Space => continue,
            TokenClass::Word => ItemClass::Word,
            TokenClass::Number => ItemClass::Number,
            TokenClass::Punctuation => ItemClass::Punctuation,
            TokenClass::Invisible => ItemClass::Invisible,
        };
        let bytes = stretch.start + token.range.start..stretch.start + token.range.end;
        if class == ItemClass::Word
            && let Some(word) = broken_word(&items[first..], bytes.start)
        {
            // Isolates within a word do not break its letters' join, so it stays whole.
            items.truncate(first + word + 1);
            items[first + word].bytes.end = bytes.end;
            continue;
        }
        items.push(Item {
            bytes,
            codes: codes..codes,
            class,
            key: 0,
            exact: 0,
        });
    }
}

/// The word that goes on at `at` after nothing but invisible characters.
fn broken_word(items: &[Item], at: usize) -> Option<usize> {
    let word = items
        .iter()
        .rposition(|item| item.class != ItemClass::Invisible)?;
    let touching = items[word..]
        .windows(2)
        .all(|two| two[0].bytes.end == two[1].bytes.start);
    let is_broken = word + 1 < items.len() && items.last()?.bytes.end == at;
    (items[word].class == ItemClass::Word && touching && is_broken).then_some(word)
}

/// The number of letters and digits of a text.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The two texts and their language, for what looks at parts of them.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a> {
    pub(super) old: &'a str,
    pub(super) new: &'a str,
    pub(super) language: &'a Language,
}
