//! Which two words are forms of one: a bounded list of endings for each language.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::reading::key_of;
use crate::text::Language;

/// What is left of a word before an ending has so many letters.
const BASE: usize = 3;

/// Where both words end in one letter or nothing, so many are enough: `تبه`, `تبې`.
const SHORT_BASE: usize = 2;

/// The endings of one language, as letters of its match keys.
#[derive(Debug)]
pub(super) struct Endings {
    endings: Vec<String>,
}

/// The lists by primary language; those of verbs with a word behind it.
static LISTS: LazyLock<HashMap<&str, Endings>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, Endings> = HashMap::new();
    for row in include_str!("endings.tsv").lines().skip(2) {
        let mut cells = row.split('\t');
        if let (Some(tag), Some(endings)) = (cells.next(), cells.next())
            && let Ok(language) = Language::parse(tag.split(' ').next().unwrap_or_default())
        {
            let own = lists.entry(tag).or_insert(Endings {
                endings: Vec::new(),
            });
            let keys = endings.split(' ').map(|one| key_of(one, &language));
            own.endings.extend(keys);
        }
    }
    lists
});

impl Endings {
    /// The endings of a language; `None` where none are known.
    pub(super) fn of_language(primary: &str) -> Option<&'static Self> {
        LISTS.get(primary)
    }

    /// The endings of verbs of a language; `None` where none are known.
    pub(super) fn of_verbs(primary: &str) -> Option<&'static Self> {
        LISTS.get(format!("{primary} verb").as_str())
    }

    /// Whether a rest of a word is one of the endings, or nothing.
    pub(super) fn holds(&self, rest: &str) -> bool {
        rest.is_empty() || self.endings.iter().any(|ending| ending == rest)
    }

    /// Where a word may be cut so that an ending is behind it, in bytes: its whole length first, then shorter.
    pub(super) fn cuts<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let is_cut = move |at: &usize| {
            let letters = word[..*at].chars().count();
            let rest = &word[*at..];
            let needed = if rest.chars().count() <= 1 {
                SHORT_BASE
            } else {
                BASE
            };
            rest.is_empty() || (letters >= needed && self.holds(rest))
        };
        let starts = word.char_indices().map(|(at, _)| at);
        let ends = starts.skip(1).chain([word.len()]);
        ends.collect::<Vec<_>>().into_iter().rev().filter(is_cut)
    }

    /// The shortest beginning that every form of a word has.
    pub(super) fn base<'w>(&self, word: &'w str) -> &'w str {
        &word[..self.cuts(word).last().unwrap_or(word.len())]
    }

    /// Whether a word cut at `cut` and followed by `rest` instead is a form of it.
    pub(super) fn joins(&self, word: &str, cut: usize, rest: &str) -> bool {
        let letters = word[..cut].chars().count();
        let is_short = |rest: &str| rest.chars().count() <= 1;
        let enough =
            letters >= BASE || (letters >= SHORT_BASE && is_short(rest) && is_short(&word[cut..]));
        rest.is_empty() || (enough && self.holds(rest))
    }

    /// Whether two words are forms of one.
    pub(super) fn agree(&self, one: &str, other: &str) -> bool {
        one == other
            || self.cuts(one).any(|cut| {
                let rest = other.strip_prefix(&one[..cut]);
                rest.is_some_and(|rest| self.joins(one, cut, rest))
            })
            || self.agree_doubled(one, other)
    }

    /// Whether one of two words doubles its last letter before an ending: `plan`, `planning`.
    fn agree_doubled(&self, one: &str, other: &str) -> bool {
        let (short, long) = if one.len() < other.len() {
            (one, other)
        } else {
            (other, one)
        };
        let Some(rest) = long.strip_prefix(short) else {
            return false;
        };
        let doubled = short.chars().next_back();
        let rest = doubled.and_then(|letter| rest.strip_prefix(letter));
        rest.is_some_and(|rest| rest.len() > 1 && self.holds(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(tag: &str, one: &str, other: &str) -> bool {
        let language = Language::parse(tag.split(' ').next().unwrap()).unwrap();
        let [one, other] = [one, other].map(|word| key_of(word, &language));
        let endings = &LISTS[tag];
        endings.agree(&one, &other) && endings.agree(&other, &one)
    }

    #[test]
    fn forms_of_a_word_agree() {
        for (tag, one, other) in [
            ("ps", "طالبان", "طالبانو"),
            ("ps", "کډوال", "کډوالو"),
            ("ps", "کرښه", "کرښې"),
            ("ps", "کلی", "کليو"),
            ("ps", "تبه", "تبې"),
            ("ur", "گزین", "گزینوں"),
            ("ur", "تحریکِ", "تحریک"),
            ("ur", "مریض", "مریضوں"),
            ("ur", "حملہ", "حملے"),
            ("ur", "بیماری", "بیماریاں"),
            ("en", "refugee", "refugees"),
            ("en", "study", "studies"),
            ("en verb", "plan", "planning"),
            ("en verb", "infect", "infected"),
            ("ur", "کھانسی", "کهانسی"),
            ("ur", "لاک ڈاؤن", "لاک ڈاون"),
            ("ps", "لېږد", "لیږدونه"),
            ("ps", "خپرېدل", "خپریدو"),
        ] {
            assert!(agree(tag, one, other), "{one} {other}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for (tag, one, other) in [
            ("en", "organ", "organization"),
            ("en", "universal", "university"),
            ("ur", "کابل", "کابینہ"),
            ("ur", "پاک", "پاکستان"),
            ("ps", "کور", "کورونا"),
            ("en", "a", "as"),
            ("en", "test", "testing"),
        ] {
            assert!(!agree(tag, one, other), "{one} {other}");
        }
    }

    #[test]
    fn every_form_begins_with_the_base() {
        let endings = Endings::of_language("ps").unwrap();
        assert_eq!(endings.base("طالبان"), "طالب");
        assert_eq!(endings.base("د"), "د");
    }
}
