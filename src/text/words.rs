//! Words, numbers, marks and white space: the tokens by which texts are compared and searched.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use super::digits::digit_value;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenClass {
    /// Letters with their marks and joiners.
    Word,
    /// Decimal digits with separators between them.
    Number,
    /// A run of white space; its code points are in the text.
    Space,
    /// One punctuation mark or sign, or a run of the same one (`۔۔۔`).
    Punctuation,
    /// Invisible controls outside words.
    Invisible,
}

/// A piece of a text; the tokens of a text follow each other without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands, in UTF-8 bytes.
    pub range: Range<usize>,
    /// What it is.
    pub class: TokenClass,
}

/// The tokens of a text, in order.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

/// Cuts a text into tokens. Together they are the text, byte for byte; costs one pass.
///
/// A word holds its letters, marks, joiners, and an apostrophe between letters. Characters that do
/// not break a cursive join stay inside. Digits stand apart from letters (`۱۵مه` is two tokens);
/// scripts without spaces between words give one token a letter.
#[must_use]
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// The byte ranges of the words and numbers of a text, in order.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    tokens(text)
        .filter(|token| matches!(token.class, TokenClass::Word | TokenClass::Number))
        .map(|token| token.range)
}

/// What a character does in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A letter, or the low line of names in programs.
    Letter,
    /// A letter of a script that puts no space between words.
    Unspaced,
    /// A mark over, under or beside a letter.
    Mark,
    /// A joiner or selector, which always belongs to the letter before it.
    Joiner,
    /// An invisible character that leaves the join of the letters around it as it is (joining type T).
    Transparent,
    /// An isolate or its end, which breaks a word.
    Isolate,
    /// A decimal digit.
    Digit,
    /// A fraction or another number in one character.
    Fraction,
    /// White space.
    Space,
    /// Anything else.
    Sign,
}

/// The kinds of the characters below U+2100, where most texts stay.
static KINDS: LazyLock<Box<[Kind]>> = LazyLock::new(|| {
    (0..0x2100)
        .map(|code| char::from_u32(code).map_or(Kind::Sign, rare_kind))
        .collect()
});

/// What a character does in a text.
#[inline]
fn kind(c: char) -> Kind {
    match KINDS.get(c as usize) {
        Some(known) => *known,
        None => rare_kind(c),
    }
}

/// What a character does in a text, from its Unicode properties.
fn rare_kind(c: char) -> Kind {
    match c {
        '_' => Kind::Letter,
        '\u{200C}' | '\u{200D}' | '\u{34F}' | '\u{FE00}'..='\u{FE0F}' => Kind::Joiner,
        '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}' => {
            Kind::Transparent
        }
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' => {
            Kind::Transparent
        }
        '\u{2066}'..='\u{2069}' => Kind::Isolate,
        _ if is_combining_mark(c) => Kind::Mark,
        '\u{E00}'..='\u{EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{309F}'
        | '\u{3400}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}'
            if c.is_alphabetic() =>
        {
            Kind::Unspaced
        }
        _ if c.is_alphabetic() => Kind::Letter,
        _ if digit_value(c).is_some() => Kind::Digit,
        _ if c.is_numeric() => Kind::Fraction,
        _ if c.is_whitespace() => Kind::Space,
        _ => Kind::Sign,
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let rest = &self.text[self.at..];
        let (class, len) = match plain(rest.as_bytes()) {
            Some(token) => token,
            None => first(rest)?,
        };
        let start = self.at;
        self.at += len;
        Some(Token {
            range: start..self.at,
            class,
        })
    }
}

/// The first token when it is a single space or a word of ASCII that ends before ASCII, as most are in English.
#[inline]
fn plain(text: &[u8]) -> Option<(TokenClass, usize)> {
    match text {
        [b' ', next, ..] if next.is_ascii_graphic() => Some((TokenClass::Space, 1)),
        _ => plain_word_len(text).map(|len| (TokenClass::Word, len)),
    }
}

/// The class and the length of the first token, which is not [`plain`].
fn first(text: &str) -> Option<(TokenClass, usize)> {
    let first = text.chars().next()?;
    Some(match kind(first) {
        Kind::Letter | Kind::Unspaced | Kind::Mark => (TokenClass::Word, word_len(text)),
        Kind::Digit => (TokenClass::Number, number_len(text)),
        Kind::Fraction => (TokenClass::Number, first.len_utf8()),
        Kind::Space => (TokenClass::Space, run_len(text, |c| kind(c) == Kind::Space)),
        Kind::Joiner | Kind::Transparent | Kind::Isolate => {
            (TokenClass::Invisible, first.len_utf8())
        }
        Kind::Sign => (TokenClass::Punctuation, sign_len(text, first)),
    })
}

/// The length of the run at the start whose characters all pass.
fn run_len(text: &str, passes: impl Fn(char) -> bool) -> usize {
    text.find(|c| !passes(c)).unwrap_or(text.len())
}

/// The length of the word at the start, which begins with a letter or a mark.
fn word_len(text: &str) -> usize {
    let mut last = ('\0', Kind::Mark);
    let mut inner_end = 0;
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        let kind = kind(c);
        let goes_on = match kind {
            Kind::Mark | Kind::Joiner => true,
            Kind::Letter => last.1 != Kind::Unspaced,
            Kind::Unspaced => last.0 == '\0',
            Kind::Transparent if at < inner_end => true,
            Kind::Transparent => {
                inner_end = at + inner_len(&text[at..]);
                at < inner_end
            }
            Kind::Sign => is_apostrophe(c) && is_western(last.0) && after.starts_with(is_western),
            _ => false,
        };
        if !goes_on {
            return at;
        }
        if matches!(kind, Kind::Letter | Kind::Unspaced) {
            last = (c, kind);
        }
    }
    text.len()
}

/// The length of the word at the start when it has letters of ASCII only and ends at a character of
/// ASCII that no word holds.
#[inline]
fn plain_word_len(text: &[u8]) -> Option<usize> {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let len = text.iter().position(|byte| !is_letter(*byte))?;
    let ends_there = text[len].is_ascii() && text[len] != b'\'';
    (len > 0 && ends_there).then_some(len)
}

/// The length of a number: digits, and one separator wherever it stands between digits.
fn number_len(text: &str) -> usize {
    let is_digit = |c| kind(c) == Kind::Digit;
    let mut end = run_len(text, is_digit);
    loop {
        let rest = &text[end..];
        let Some(separator) = rest.chars().next().filter(|c| is_separator(*c)) else {
            return end;
        };
        let digits = run_len(&rest[separator.len_utf8()..], is_digit);
        if digits == 0 {
            return end;
        }
        end += separator.len_utf8() + digits;
    }
}

/// The length of a sign: a run of the same mark, a flag, or a picture with what is joined to it.
fn sign_len(text: &str, first: char) -> usize {
    if is_flag_half(first) {
        return run_len(text, is_flag_half);
    }
    let mut last = first;
    for (at, c) in text.char_indices() {
        let is_joined_picture = last == '\u{200D}' && c > '\u{2000}' && kind(c) == Kind::Sign;
        let belongs = matches!(kind(c), Kind::Mark | Kind::Joiner) || is_skin_tone(c);
        let repeats = c == first && last == first;
        if !(repeats || belongs || is_joined_picture) {
            return at;
        }
        last = c;
    }
    text.len()
}

/// The length of the transparent controls at the start when a letter follows them, so that they
/// stand inside a word; else 0.
fn inner_len(text: &str) -> usize {
    let len = run_len(text, |c| {
        matches!(kind(c), Kind::Transparent | Kind::Joiner)
    });
    let next = text[len..].chars().next().map(kind);
    match next {
        Some(Kind::Letter | Kind::Unspaced | Kind::Mark) => len,
        _ => 0,
    }
}

/// Letters that may stand beside an apostrophe: any but those of the Arabic script, where it is a quote.
fn is_western(c: char) -> bool {
    kind(c) == Kind::Letter && !matches!(c, '\u{600}'..='\u{8FF}' | '\u{FB50}'..='\u{FEFC}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '\u{60C}' | '\u{66B}' | '\u{66C}')
}

fn is_flag_half(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).map(|token| &text[token.range]).collect()
    }

    fn word_texts(text: &str) -> Vec<&str> {
        words(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn arabic_words_hold_their_marks_and_joiners() {
        assert_eq!(cut("تحریکِ طالبان۔"), ["تحریکِ", " ", "طالبان", "۔"]);
        assert_eq!(cut("له\u{200C}خوا"), ["له\u{200C}خوا"]);
        assert_eq!(cut("سا\u{200F}تھ\u{200F}"), ["سا\u{200F}تھ", "\u{200F}"]);
        assert_eq!(cut("مُحمّد، ؟"), ["مُحمّد", "،", " ", "؟"]);
    }

    #[test]
    fn digits_stand_apart_from_letters_and_hold_their_separators() {
        assert_eq!(cut("۱۵مه COVID-19"), ["۱۵", "مه", " ", "COVID", "-", "19"]);
        assert_eq!(
            cut("۲،۶۷۰، 1,50,000."),
            ["۲،۶۷۰", "،", " ", "1,50,000", "."]
        );
        assert_eq!(cut("۷۹٪ ½"), ["۷۹", "٪", " ", "½"]);
    }

    #[test]
    fn apostrophes_join_latin_letters_and_quote_arabic_ones() {
        assert_eq!(word_texts("don’t 'he'"), ["don’t", "he"]);
        assert_eq!(word_texts("’’نہیں‘‘ کہا’نہیں"), ["نہیں", "کہا", "نہیں"]);
    }

    #[test]
    fn marks_of_one_kind_hold_together() {
        assert_eq!(cut("کیا۔۔۔؟!"), ["کیا", "۔۔۔", "؟", "!"]);
        assert_eq!(cut("👩🏽‍🚀 🇵🇰"), ["👩🏽‍🚀", " ", "🇵🇰"]);
        assert_eq!(cut("a \u{A0}\tb"), ["a", " \u{A0}\t", "b"]);
    }

    #[test]
    fn scripts_without_spaces_give_a_token_a_letter() {
        assert_eq!(word_texts("漢字 กิน"), ["漢", "字", "กิ", "น"]);
    }

    proptest! {
        #[test]
        fn tokens_are_the_text(text in any::<String>()) {
            prop_assert_eq!(cut(&text).concat(), text);
        }

        #[test]
        fn an_isolated_mark_is_never_a_token(text in "[ابی\u{64E}\u{651}\u{200C}\u{200F} ۔۱a]{0,20}") {
            for (before, after) in cut(&text).iter().zip(cut(&text).iter().skip(1)) {
                let starts_with_mark = after.starts_with(is_combining_mark);
                prop_assert!(!starts_with_mark || !before.ends_with(char::is_alphabetic));
            }
        }
    }
}
