//! A text as terms are looked for in it: the keys of its words, one after the other.

use std::ops::Range;

use crate::text::{Language, TokenClass, tokens, write_match_key};

/// The keys of the words, numbers and marks of a text, in one string without white space.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The keys.
    pub(super) keys: String,
    /// Where each stands, in order; a piece has at least one byte of key.
    pub(super) pieces: Vec<Piece>,
    /// Whether the text has a small letter.
    pub(super) has_small_letter: bool,
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
    /// Reads a text. White space, hyphens and what cannot be seen stand between pieces. Costs one pass.
    pub(super) fn of(text: &str, language: &Language) -> Self {
        let mut reading = Self::default();
        let mut key = String::new();
        for token in tokens(text) {
            let part = &text[token.range.clone()];
            reading.has_small_letter |=
                !reading.has_small_letter && part.chars().any(char::is_lowercase);
            match token.class {
                TokenClass::Space | TokenClass::Invisible => continue,
                TokenClass::Punctuation if is_joining(part) => continue,
                _ => {}
            }
            if part.bytes().all(|byte| byte.is_ascii_lowercase()) {
                reading.push(token.range, part);
            } else {
                write_key(&mut key, part, language);
                reading.push(token.range, &key);
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

    /// The number of the piece whose key begins at a byte of the keys.
    pub(super) fn piece_from(&self, at: usize) -> Option<usize> {
        let found = self
            .pieces
            .binary_search_by_key(&at, |piece| piece.key.start);
        found.ok()
    }

    /// The first piece whose key ends at or behind a byte of the keys.
    pub(super) fn piece_to(&self, at: usize) -> Option<&Piece> {
        let number = self.pieces.partition_point(|piece| piece.key.end < at);
        self.pieces.get(number)
    }
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
