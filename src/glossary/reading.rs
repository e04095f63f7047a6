//! A text as terms are looked for in it: the keys of its words, one after the other.

use std::ops::Range;

use crate::text::{Language, Token, TokenClass, tokens, write_match_key};

/// The keys of the words, numbers and marks of a text, in one string without white space.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The keys.
    pub(super) keys: String,
    /// Where each stands, in order; a piece has at least one byte of key.
    pub(super) pieces: Vec<Piece>,
}

/// A word, number or mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its place in the text, in UTF-8 bytes.
    pub(super) text: Range<usize>,
    /// Its key's place among the keys, in UTF-8 bytes.
    pub(super) key: Range<usize>,
}

impl Reading {
    /// Reads a text. Costs one pass.
    pub(super) fn of(text: &str, language: &Language) -> Self {
        let mut reading = Self::default();
        let mut key = String::new();
        for place in parts(text, language) {
            let part = &text[place.clone()];
            if part.bytes().all(|byte| byte.is_ascii_lowercase()) {
                reading.push(place, part);
            } else {
                write_key(&mut key, part, language);
                reading.push(place, &key);
            }
        }
        reading
    }

    fn push(&mut self, text: Range<usize>, key: &str) {
        if !key.is_empty() {
            let start = self.keys.len();
            self.keys.push_str(key);
            let key = start..self.keys.len();
            self.pieces.push(Piece { text, key });
        }
    }

    /// The key of a piece.
    pub(super) fn key(&self, piece: &Piece) -> &str {
        &self.keys[piece.key.clone()]
    }
}

/// Letters that end words and stand nowhere else in them: where another follows, white space is missing.
const LAST_LETTERS: &[(&str, &[char])] = &[("ur", &['ے', 'ں'])];

/// The places of the words, numbers and marks of a text; white space, hyphens and what cannot be seen stand between.
pub(super) fn parts(text: &str, language: &Language) -> impl Iterator<Item = Range<usize>> {
    let last = LAST_LETTERS
        .iter()
        .find(|(tag, _)| *tag == language.primary());
    let last = last.map_or(&[][..], |(_, letters)| letters);
    let is_part = |token: &Token| match token.class {
        TokenClass::Space | TokenClass::Invisible => false,
        TokenClass::Punctuation => !is_joining(&text[token.range.clone()]),
        _ => true,
    };
    tokens(text).filter(is_part).flat_map(move |token| {
        let mut rest = token.range;
        std::iter::from_fn(move || {
            let length = first_len(&text[rest.clone()], last);
            let part = rest.start..rest.start + length;
            rest.start = part.end;
            (length > 0).then_some(part)
        })
    })
}

/// The length of the first of the words that stand in a word without white space, by the letters that end words.
fn first_len(word: &str, last: &[char]) -> usize {
    if last.is_empty() {
        return word.len();
    }
    let mut letters = word.char_indices().peekable();
    while let Some((_, letter)) = letters.next() {
        if let Some((at, next)) = letters.peek()
            && last.contains(&letter)
            && (next.is_alphabetic() || *next == '\u{200C}')
        {
            return *at;
        }
    }
    word.len()
}

/// Letters, and what stands for each in the key; nothing for one that is left out.
type Letters = &'static [(char, Option<char>)];

/// What writers of a language mix up and no term depends on: letters that are one here, and those that may be
/// missing, beyond those that are one in match keys.
const LOOSE: &[(&str, Letters)] = &[
    (
        "ur",
        &[
            ('ھ', Some('ہ')),
            ('ۂ', Some('ہ')),
            ('ؤ', Some('و')),
            ('ئ', Some('ی')),
            ('ء', None),
        ],
    ),
    (
        "ps",
        &[
            ('ې', Some('ی')),
            ('ۍ', Some('ی')),
            ('ئ', Some('ی')),
            ('ۀ', Some('ه')),
            ('ء', None),
        ],
    ),
];

/// The key by which a word is looked for.
pub(super) fn key_of(word: &str, language: &Language) -> String {
    let mut key = String::new();
    write_key(&mut key, word, language);
    key
}

fn write_key(key: &mut String, word: &str, language: &Language) {
    write_match_key(key, word, language);
    let known = LOOSE.iter().find(|(tag, _)| *tag == language.primary());
    let Some((_, letters)) = known else { return };
    let is_loose = |c: char| letters.iter().any(|(from, _)| *from == c);
    if key.contains(is_loose) {
        let one = |c: char| match letters.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => *to,
            None => Some(c),
        };
        *key = key.chars().filter_map(one).collect();
    }
}

/// Marks that join the words of a compound, which others write with a space or as one word.
fn is_joining(mark: &str) -> bool {
    matches!(
        mark,
        "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{B7}"
    )
}
