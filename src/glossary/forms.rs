//! Which words of terms a word of a text is a form of, by one walk over its letters.

use std::borrow::Cow;

use snowball_stemmers_rs::Stemmer;

use super::endings::{Endings, has_one_letter};
use super::stemming::stemmer;
use super::trie::{Node, Trie};

/// The languages that write compounds with white space or without.
const JOINING: &[&str] = &["ur", "ps", "fa"];

/// Whether a language writes compounds with white space or without.
pub(super) fn is_joining(primary: &str) -> bool {
    JOINING.contains(&primary)
}

/// The number of a word of terms.
pub(super) type WordNumber = u32;

/// The words of the terms of a language, each with the places where it may be cut for an ending.
pub(super) struct Forms {
    is_joining: bool,
    /// The endings of all words, and those of verbs, where they are known.
    endings: Option<[&'static Endings; 2]>,
    /// What forms have in common beside their endings (`news` is no `new`), or where those are not known.
    stemmer: Option<Stemmer>,
    words: Vec<Word>,
    letters: Trie<char>,
    /// For each node of the letters the words that may be cut there.
    cuts: Vec<Vec<Cut>>,
}

/// A word of terms.
#[derive(Debug)]
struct Word {
    is_verb: bool,
    /// Its stem; empty without a stemmer.
    stem: String,
}

/// A place in a word of terms behind which a text may have something else.
#[derive(Clone, Copy, Debug)]
struct Cut {
    word: WordNumber,
    /// How many letters stand before it.
    letters: usize,
    behind: Behind,
}

/// The letters of a word of terms before a cut.
struct Beginning {
    letters: Vec<char>,
    cut: Cut,
}

impl AsRef<[char]> for Beginning {
    fn as_ref(&self) -> &[char] {
        &self.letters
    }
}

/// What is behind a cut in the word of terms, which says what may be there in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behind {
    /// Nothing: the word is whole.
    Nothing,
    /// An ending of one letter.
    Letter,
    /// A longer ending.
    Ending,
    /// Nothing, and the cut is behind its last letter doubled: `plan`, `planning`.
    Undoubled,
    /// The same letter once more and an ending: `planning`, `plan`.
    Doubled,
}

/// How a word of terms may go through the letters of a word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The text's word is a form of it.
    Form(WordNumber),
    /// The whole word ends within the text's word, before a byte of it.
    Inside(WordNumber, usize),
    /// The text's word is the beginning of words.
    Beginning(Node),
}

impl std::fmt::Debug for Forms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forms")
            .field("words", &self.words.len())
            .finish_non_exhaustive()
    }
}

impl Forms {
    /// The forms of words, given by their keys and whether they are verbs; they are numbered in this order.
    pub(super) fn new(primary: &str, words: &[(String, bool)]) -> Self {
        let endings = Endings::of_language(primary);
        let mut forms = Self {
            is_joining: is_joining(primary),
            endings: endings.map(|own| [own, Endings::of_verbs(primary).unwrap_or(own)]),
            stemmer: stemmer(primary),
            words: Vec::with_capacity(words.len()),
            letters: Trie::of::<Vec<char>>(&[]).0,
            cuts: Vec::new(),
        };
        let mut beginnings: Vec<Beginning> = Vec::new();
        for (number, (key, is_verb)) in words.iter().enumerate() {
            let stem = forms.stemmer.as_ref().map(|own| own.stem(key).into_owned());
            forms.words.push(Word {
                is_verb: *is_verb,
                stem: stem.unwrap_or_default(),
            });
            let key = &forms.spelling(key);
            forms.add_cuts(key, number as WordNumber, *is_verb, &mut beginnings);
        }
        beginnings.sort_by(|one, other| one.letters.cmp(&other.letters));
        let (letters, nodes) = Trie::of(&beginnings);
        forms.cuts.resize_with(letters.len(), Vec::new);
        for (beginning, node) in beginnings.iter().zip(nodes) {
            forms.cuts[node as usize].push(beginning.cut);
        }
        Self { letters, ..forms }
    }

    /// The letters by which a word is looked for: its key, or its stem where no endings are known.
    fn spelling<'k>(&self, key: &'k str) -> Cow<'k, str> {
        match (&self.stemmer, self.endings) {
            (Some(stemmer), None) => stemmer.stem(key),
            _ => Cow::Borrowed(key),
        }
    }

    /// Adds the places at which a word may be cut.
    fn add_cuts(&self, key: &str, word: WordNumber, is_verb: bool, all: &mut Vec<Beginning>) {
        let mut add = |beginning: &str, behind: Behind| {
            let letters: Vec<char> = beginning.chars().collect();
            let cut = Cut {
                word,
                letters: letters.len(),
                behind,
            };
            all.push(Beginning { letters, cut });
        };
        add(key, Behind::Nothing);
        let Some(endings) = self.endings else { return };
        let endings = endings[usize::from(is_verb)];
        for cut in endings.cuts(key).filter(|cut| *cut < key.len()) {
            let behind = match has_one_letter(&key[cut..]) {
                true => Behind::Letter,
                false => Behind::Ending,
            };
            add(&key[..cut], behind);
        }
        if self.is_joining {
            return;
        }
        if let Some(last) = key.chars().next_back() {
            add(&format!("{key}{last}"), Behind::Undoubled);
        }
        for (at, c) in key.char_indices().skip(1) {
            let rest = &key[at + c.len_utf8()..];
            if key[..at].ends_with(c) && rest.len() > 1 && endings.holds(rest) {
                add(&key[..at], Behind::Doubled);
            }
        }
    }

    /// How words of terms may go through a word of a text, or through the rest of one, from a node of the letters on; a
    /// step may be told more than once.
    ///
    /// Costs a step for each letter that words of terms have there.
    pub(super) fn steps(&self, from: Node, key: &str, tell: &mut dyn FnMut(Step)) {
        let mut node = from;
        let key = &self.spelling(key);
        let mut stem = None;
        for (at, letter) in key.char_indices() {
            match self.letters.step(node, letter) {
                Some(next) => node = next,
                None => return,
            }
            let end = at + letter.len_utf8();
            let rest = &key[end..];
            let mut are_endings = [None; 2];
            for cut in &self.cuts[node as usize] {
                let word = &self.words[cut.word as usize];
                let is_ending = &mut are_endings[usize::from(word.is_verb)];
                if cut.fits(rest)
                    && *is_ending.get_or_insert_with(|| self.is_ending(rest, word.is_verb))
                    && (cut.is_word(rest) || self.has_stem(word, key, &mut stem))
                {
                    tell(Step::Form(cut.word));
                }
                if self.is_joining && cut.behind == Behind::Nothing && !rest.is_empty() {
                    tell(Step::Inside(cut.word, end));
                }
            }
        }
        if self.is_joining && self.letters.goes_on(node) {
            tell(Step::Beginning(node));
        }
    }

    /// Whether a rest of a word is an ending, or nothing.
    fn is_ending(&self, rest: &str, is_verb: bool) -> bool {
        match self.endings {
            Some(lists) => lists[usize::from(is_verb)].holds(rest),
            None => rest.is_empty(),
        }
    }

    /// Whether a text's word has the stem of a word of terms; `stem` keeps what is found out.
    fn has_stem(&self, word: &Word, key: &str, stem: &mut Option<String>) -> bool {
        let Some(stemmer) = &self.stemmer else {
            return true;
        };
        *stem.get_or_insert_with(|| stemmer.stem(key).into_owned()) == word.stem
    }
}

impl Cut {
    /// Whether the text's word is that of the terms.
    fn is_word(self, rest: &str) -> bool {
        self.behind == Behind::Nothing && rest.is_empty()
    }

    /// Whether an ending of a text's word, or nothing, may stand behind the cut.
    fn fits(self, rest: &str) -> bool {
        match self.behind {
            Behind::Undoubled => rest.len() > 1,
            _ if rest.is_empty() => true,
            Behind::Doubled => false,
            Behind::Ending => Endings::may_follow(self.letters, false),
            Behind::Nothing | Behind::Letter => {
                Endings::may_follow(self.letters, has_one_letter(rest))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::reading::key_of;
    use super::super::trie::ROOT;
    use super::*;
    use crate::text::Language;

    /// Whether each of two words is found where the other is looked for.
    fn are_forms(tag: &str, one: &str, other: &str) -> bool {
        let (primary, is_verb) = (tag.split(' ').next().unwrap(), tag.ends_with("verb"));
        let language = Language::parse(primary).unwrap();
        let [one, other] = [one, other].map(|word| key_of(word, &language));
        let is_form = |term: &str, text: &str| {
            let forms = Forms::new(primary, &[(term.to_owned(), is_verb)]);
            let mut is_form = false;
            forms.steps(ROOT, text, &mut |step| is_form |= step == Step::Form(0));
            is_form
        };
        let both = [is_form(&one, &other), is_form(&other, &one)];
        assert_eq!(both[0], both[1], "{one} {other}");
        both[0]
    }

    #[test]
    fn forms_of_a_word_are_found() {
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
            assert!(are_forms(tag, one, other), "{one} {other}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for (tag, one, other) in [
            ("en", "organ", "organization"),
            ("en", "universal", "university"),
            ("en", "new", "news"),
            ("ur", "کابل", "کابینہ"),
            ("ur", "پاک", "پاکستان"),
            ("ps", "کور", "کورونا"),
            ("en", "a", "as"),
            ("en", "test", "testing"),
        ] {
            assert!(!are_forms(tag, one, other), "{one} {other}");
        }
    }
}
