//! What follows a number and changes its size: signs and words for percent, words for thousands and more.

use std::sync::LazyLock;

use super::spelled::{Meaning, Words, words_of};
use crate::text::{Language, TokenClass, match_key, table, tokens};

/// A sign or word that makes a number a proportion.
struct ProportionToken {
    language: &'static str,
    per: u16,
    token: &'static str,
    /// The match key of the token in its language.
    key: String,
}

static ENGLISH: LazyLock<Option<&'static Words>> = LazyLock::new(|| {
    Language::parse("en")
        .ok()
        .and_then(|english| words_of(&english))
});

static PROPORTIONS: LazyLock<Vec<ProportionToken>> = LazyLock::new(|| {
    table::rows(include_str!("../tables/proportions.tsv"))
        .filter_map(|row| match row[..] {
            [language, per, tokens] => Some((language, per.parse().ok()?, tokens)),
            _ => None,
        })
        .flat_map(|(language, per, tokens)| {
            let tag = Language::parse(if language == "any" { "und" } else { language });
            tokens.split('|').filter_map(move |token| {
                Some(ProportionToken {
                    language,
                    per,
                    token,
                    key: match_key(token, tag.as_ref().ok()?),
                })
            })
        })
        .collect()
});

/// Whether the number before this text is a proportion: 100 for percent, 1000 for permille.
pub(super) fn proportion_at(after: &str, language: &Language) -> Option<u16> {
    // As far as the longest token can reach, with joiners and spaces before it.
    const REACH: usize = 24;
    let reach = after
        .char_indices()
        .nth(REACH)
        .map_or(after.len(), |(end, _)| end);
    let key = match_key(&after[..reach], language);
    let key = key.trim_start_matches(['-', ' ']);
    of_language(language)
        .find(|known| starts_with_token(key, &known.key))
        .map(|known| known.per)
}

/// Whether a sign of proportion stands right before a number, where some writers put it.
pub(super) fn proportion_sign_before(before: &str) -> Option<u16> {
    let is_sign = |known: &&ProportionToken| known.language == "any";
    PROPORTIONS
        .iter()
        .filter(is_sign)
        .find(|known| before.ends_with(known.token))
        .map(|known| known.per)
}

/// Whether a text names a proportion anywhere, by sign or by word.
///
/// In a language whose words for it are not known every text may.
pub(super) fn has_proportion(text: &str, language: &Language) -> bool {
    let is_known = |known: &ProportionToken| known.language == language.primary();
    if !PROPORTIONS.iter().any(is_known) {
        return true;
    }
    let text = match_key(text, language);
    of_language(language).any(|known| {
        text.match_indices(&known.key)
            .any(|(at, _)| starts_with_token(&text[at..], &known.key))
    })
}

/// The power of ten of the word that begins the text after a number: 6 for `million`.
///
/// English words count in every language. A capital letter counts after an amount of money (`$5M`).
pub(super) fn magnitude_at(before: &str, after: &str, language: &Language) -> Option<usize> {
    if before.ends_with(['$', '€', '£', '₹', '¥']) {
        for (letter, exponent) in [("M", 6), ("B", 9)] {
            if starts_with_token(after, letter) {
                return Some(exponent);
            }
        }
    }
    let after = after.trim_start_matches([' ', '\u{A0}', '\u{202F}', '-', '\u{200C}']);
    let word = tokens(after)
        .next()
        .filter(|token| token.class == TokenClass::Word)?;
    let word = match_key(&after[word.range], language);
    let known = words_of(language).and_then(|words| words.get(&word));
    match known.or_else(|| ENGLISH.as_ref().and_then(|words| words.get(&word)))? {
        Meaning::PowerOfTen(exponent) => Some(*exponent),
        Meaning::Hundredths(_) | Meaning::Part(_) => None,
    }
}

fn of_language(language: &Language) -> impl Iterator<Item = &'static ProportionToken> {
    let primary = language.primary();
    PROPORTIONS
        .iter()
        .filter(move |known| known.language == "any" || known.language == primary)
}

/// Whether the text begins with the token and the token does not go on as a longer word.
fn starts_with_token(text: &str, token: &str) -> bool {
    text.strip_prefix(token).is_some_and(|rest| {
        !token.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphabetic)
    })
}
