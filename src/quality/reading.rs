//! A text as the checks read it: what kinds of characters it holds, its tokens, and what in it is no prose.

use std::cell::OnceCell;
use std::ops::{BitOr, Range};
use std::sync::LazyLock;

use super::verbatim::{Verbatim, verbatim};
use crate::text::digits::digit_value;
use crate::text::{Token, invisible, tokens};

/// Kinds of characters, as a set: what a text holds none of, need not be looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(u16);

impl Kinds {
    /// Letters of the Latin script.
    pub(super) const LATIN: Self = Self(1);
    /// Letters of the Arabic script.
    pub(super) const ARABIC: Self = Self(1 << 1);
    /// Digits of ASCII.
    pub(super) const ASCII_DIGIT: Self = Self(1 << 2);
    /// Digits of other sets.
    pub(super) const OTHER_DIGIT: Self = Self(1 << 3);
    /// Brackets of all kinds.
    pub(super) const BRACKET: Self = Self(1 << 4);
    /// Quotation marks of all kinds, and what is typed for them.
    pub(super) const QUOTE: Self = Self(1 << 5);
    /// Characters by which an address, a tag or a placeholder is found.
    pub(super) const ANCHOR: Self = Self(1 << 6);
    /// Presentation forms of Arabic letters.
    pub(super) const FORM: Self = Self(1 << 7);
    /// White space other than the space, and joiners.
    pub(super) const ODD_SPACE: Self = Self(1 << 8);
    /// Characters that cannot be seen, other than white space.
    pub(super) const INVISIBLE: Self = Self(1 << 9);
    /// Controls, characters of private use and the sign of a character that was lost.
    pub(super) const BROKEN: Self = Self(1 << 10);
    /// Marks that have another form in the Arabic script.
    pub(super) const WESTERN_MARK: Self = Self(1 << 11);
    /// Letters of the upper half of Latin-1 and of Windows-1252 that misread Arabic text is full of.
    pub(super) const MISREAD: Self = Self(1 << 12);

    /// Whether the sets share a kind.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The kinds of the characters below U+2100, where most texts stay.
static KINDS: LazyLock<Box<[Kinds]>> = LazyLock::new(|| {
    (0..0x2100)
        .map(|code| char::from_u32(code).map_or_else(Kinds::default, rare_kinds))
        .collect()
});

/// The kinds of a character.
#[inline]
fn kinds(c: char) -> Kinds {
    match KINDS.get(c as usize) {
        Some(known) => *known,
        None => rare_kinds(c),
    }
}

/// The kinds of a character, by its properties.
fn rare_kinds(c: char) -> Kinds {
    let all = [
        (is_latin(c), Kinds::LATIN),
        (is_arabic(c), Kinds::ARABIC),
        (c.is_ascii_digit(), Kinds::ASCII_DIGIT),
        (
            !c.is_ascii() && digit_value(c).is_some(),
            Kinds::OTHER_DIGIT,
        ),
        (is_bracket(c), Kinds::BRACKET),
        (is_quote(c), Kinds::QUOTE),
        (
            matches!(c, '<' | '&' | '%' | '{' | '$' | '@' | '.' | ':'),
            Kinds::ANCHOR,
        ),
        (is_form(c), Kinds::FORM),
        (
            c != ' ' && c.is_whitespace() || is_joiner(c),
            Kinds::ODD_SPACE,
        ),
        (
            !c.is_whitespace() && invisible(c).is_some(),
            Kinds::INVISIBLE,
        ),
        (is_broken(c), Kinds::BROKEN),
        (
            matches!(
                c,
                '?' | ',' | ';' | '.' | '\u{201A}' | '\u{2E2E}' | '\u{FF0C}' | '\u{FF1F}'
            ),
            Kinds::WESTERN_MARK,
        ),
        (matches!(c, 'Ø' | 'Ù' | 'Ú' | 'Û'), Kinds::MISREAD),
    ];
    all.into_iter()
        .filter(|(holds, _)| *holds)
        .fold(Kinds::default(), |set, (_, kind)| set | kind)
}

/// Whether this is a letter of the Latin script.
pub(super) fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
        && !matches!(c, '×' | '÷')
}

/// Whether this is a letter of the Arabic script; presentation forms are.
pub(super) fn is_arabic(c: char) -> bool {
    let is_inside =
        matches!(c, '\u{620}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}');
    (is_inside && c.is_alphabetic() && c != TATWEEL) || is_form(c)
}

/// The letter that draws out the line between two letters.
pub(super) const TATWEEL: char = '\u{640}';

/// Whether this is a shape of an Arabic letter that fonts should choose; words written as one sign are not.
pub(super) fn is_form(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FBB1}' | '\u{FBD3}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDC7}' | '\u{FE70}'..='\u{FEFC}')
}

/// Whether this opens or closes a bracket.
pub(super) fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}')
}

/// Whether this is a quotation mark, or typed for one.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '«' | '»' | '\u{2018}'..='\u{201F}' | '‹' | '›'
    )
}

/// Whether this joins or parts the letters around it without a shape of its own.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether this is a control other than white space, of private use, or stands for a lost character.
pub(super) fn is_broken(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
        || matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}')
}

/// A text with what several checks need to know of it, found once.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// The kinds of its characters.
    pub(super) kinds: Kinds,
    tokens: OnceCell<Vec<Token>>,
    verbatim: OnceCell<Vec<Verbatim>>,
}

impl<'a> Reading<'a> {
    /// Reads a text once.
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            kinds: text.chars().fold(Kinds::default(), |set, c| set | kinds(c)),
            tokens: OnceCell::new(),
            verbatim: OnceCell::new(),
        }
    }

    /// Its tokens, in order.
    pub(super) fn tokens(&self) -> &[Token] {
        self.tokens.get_or_init(|| tokens(self.text).collect())
    }

    /// Its addresses, tags, placeholders and names of files, in order.
    pub(super) fn verbatim(&self) -> &[Verbatim] {
        self.verbatim
            .get_or_init(|| match self.kinds.has(Kinds::ANCHOR) {
                true => verbatim(self.text),
                false => Vec::new(),
            })
    }

    /// Whether an offset lies in a part that is no prose.
    pub(super) fn is_verbatim(&self, at: usize) -> bool {
        let parts = self.verbatim();
        let next = parts.partition_point(|part| part.span.end <= at);
        parts.get(next).is_some_and(|part| part.span.start <= at)
    }

    /// The character before an offset.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// The character at an offset.
    pub(super) fn at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// The part of the text at a span.
    pub(super) fn part(&self, span: &Range<usize>) -> &'a str {
        &self.text[span.clone()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_knows_what_it_holds() {
        let kinds = Reading::new("یہ (WHO) ۲۰۲۰\u{200C}").kinds;
        for held in [
            Kinds::ARABIC,
            Kinds::LATIN,
            Kinds::BRACKET,
            Kinds::OTHER_DIGIT,
            Kinds::ODD_SPACE,
        ] {
            assert!(kinds.has(held));
        }
        for lacking in [Kinds::ASCII_DIGIT, Kinds::QUOTE, Kinds::FORM, Kinds::BROKEN] {
            assert!(!kinds.has(lacking));
        }
    }

    #[test]
    fn words_written_as_one_sign_are_no_forms() {
        for sign in ['\u{FDFA}', '\u{FDF2}', '\u{FDFD}', '\u{FDFC}', '\u{FD3E}'] {
            assert!(!is_form(sign), "{sign:?}");
        }
        assert!(is_form('\u{FEF3}') && is_form('\u{FB56}') && is_form('\u{FEFB}'));
    }

    #[test]
    fn what_stands_in_an_address_is_no_prose() {
        let text = "دیکھیں https://example.org/a,b اور";
        let reading = Reading::new(text);
        let comma = text.find(',').unwrap();
        assert!(reading.is_verbatim(comma) && !reading.is_verbatim(0));
        assert!(!reading.is_verbatim(text.len() - 1));
    }
}
