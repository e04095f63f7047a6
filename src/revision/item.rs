//! What is compared: the words, numbers, marks and inline codes of a text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

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

/// Gives equal strings equal numbers, from 0 on.
#[derive(Default)]
pub(super) struct Numbers<'t>(HashMap<Cow<'t, str>, u32>);

impl<'t> Numbers<'t> {
    fn of(&mut self, text: &'t str) -> u32 {
        let next = self.next();
        *self.0.entry(Cow::Borrowed(text)).or_insert(next)
    }

    /// The number of a string that does not live as long as the others.
    pub(super) fn of_made(&mut self, text: &str) -> u32 {
        if let Some(number) = self.0.get(text) {
            return *number;
        }
        let next = self.next();
        self.0.insert(Cow::Owned(text.to_owned()), next);
        next
    }

    fn next(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }
}

/// Cuts a text into items. Together with the white space between them they are the text and its codes.
pub(super) fn items<'t>(
    side: Side<'t>,
    keys: &mut Numbers<'t>,
    exact: &mut Numbers<'t>,
) -> Vec<Item> {
    let mut items = Vec::new();
    let mut from = 0;
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
    // The key of a word is made once, however often the word comes.
    let mut known: Vec<Option<u32>> = Vec::new();
    let mut key = String::new();
    for item in &mut items {
        if item.class == ItemClass::Code {
            let name = code_name(&side.codes[item.codes.start]);
            (item.exact, item.key) = (exact.of_made(&name), keys.of_made(&name));
            continue;
        }
        let text = &side.text[item.bytes.clone()];
        item.exact = exact.of(text);
        let place = item.exact as usize;
        if known.len() <= place {
            known.resize(place + 1, None);
        }
        item.key = *known[place].get_or_insert_with(|| {
            write_match_key(&mut key, text, side.language);
            keys.of_made(if key.is_empty() { text } else { &key })
        });
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
        let mut bytes = stretch.start + token.range.start..stretch.start + token.range.end;
        let before = &side.text[stretch.start..bytes.start];
        let last = items[first..].last_mut();
        let touching = last.filter(|last| last.bytes.end == bytes.start);
        if side.text[bytes.clone()].starts_with(is_drawn_with_the_last) {
            match touching {
                Some(last) => {
                    last.bytes.end = bytes.end;
                    continue;
                }
                None => bytes.start -= carrier(before),
            }
        } else if class == ItemClass::Word {
            if let Some(joiner) = touching.filter(|_| before.ends_with(JOINER)) {
                joiner.class = ItemClass::Word;
                joiner.bytes.end = bytes.end;
                continue;
            }
            if let Some(word) = broken_word(&items[first..], bytes.start) {
                // Isolates within a word do not break its letters' join, so it stays whole.
                items.truncate(first + word + 1);
                items[first + word].bytes.end = bytes.end;
                continue;
            }
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

/// ZERO WIDTH JOINER: gives the letters beside it the shapes that they have inside a word.
const JOINER: char = '\u{200D}';

/// Whether a character is one grapheme cluster with what stands before it: marks, joiners, selectors.
pub(super) fn is_drawn_with_the_last(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{200C}' | JOINER | '\u{34F}' | '\u{FE00}'..='\u{FE0F}')
}

/// The length of the space at the end of a text on which a mark may stand.
pub(super) fn carrier(text: &str) -> usize {
    let last = text.chars().next_back().filter(|c| !c.is_control());
    last.map_or(0, char::len_utf8)
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
