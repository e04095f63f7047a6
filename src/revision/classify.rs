//! What sort of change it is that makes one stretch of text out of another.

use super::emphasis::{Pieces, seen, without_marks};
use super::item::{Item, ItemClass, Texts};
use super::operation::{Class, Part};

/// One word is written otherwise when it keeps so many of its pieces,
const ONE_WORD: f64 = 0.55;

/// several words when they keep so many.
const SEVERAL_WORDS: f64 = 0.75;

/// The class of a change, from the items on both sides of it and their tight keys.
pub(super) fn class(
    texts: Texts<'_>,
    old: (&Part, &[Item]),
    new: (&Part, &[Item]),
    keys: [&str; 2],
    pieces: Option<&Pieces>,
) -> Class {
    let (ours, theirs) = (
        &texts.old[old.0.bytes.clone()],
        &texts.new[new.0.bytes.clone()],
    );
    let items = || old.1.iter().chain(new.1);
    let all = |wanted: &[ItemClass]| items().all(|item| wanted.contains(&item.class));
    let any = |wanted: ItemClass| items().any(|item| item.class == wanted);
    if ours == theirs && any(ItemClass::Code) {
        return Class::Code;
    }
    if all(&[ItemClass::Invisible]) {
        return Class::Invisible;
    }
    if keys[0] == keys[1] {
        let looks = [seen(ours), seen(theirs)];
        if looks[0] == looks[1] {
            return Class::Invisible;
        }
        let letters = looks.map(|look| without_marks(&look));
        if letters[0].trim() == letters[1].trim() {
            return Class::Mark;
        }
    }
    if all(&[
        ItemClass::Punctuation,
        ItemClass::Invisible,
        ItemClass::Code,
    ]) {
        return Class::Punctuation;
    }
    if any(ItemClass::Number) && !any(ItemClass::Word) {
        return Class::Number;
    }
    let is_alike = pieces.is_some_and(|pieces| pieces.alikeness >= least_alike(old.1, new.1));
    match is_alike || (keys[0] == keys[1] && !keys[0].is_empty()) {
        true => Class::Spelling,
        false => Class::Wording,
    }
}

/// The share of its pieces that a change of spelling keeps at least.
pub(super) fn least_alike(old: &[Item], new: &[Item]) -> f64 {
    let is_one_word = |items: &[Item]| items.iter().filter(|item| item.is_word()).count() == 1;
    match is_one_word(old) && is_one_word(new) {
        true => ONE_WORD,
        false => SEVERAL_WORDS,
    }
}
