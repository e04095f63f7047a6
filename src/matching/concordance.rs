//! Finding a phrase in texts, as a concordance does: on folded keys, or by a regular expression.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem::Finder;
use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use unicode_normalization::char::is_combining_mark;

use crate::text::{Language, match_key, tokens};

/// What is looked for. Any string is a valid phrase.
#[derive(Debug)]
pub struct Concordance {
    what: What,
    /// The phrase as the key of each language that was asked about.
    finders: HashMap<String, Finder<'static>>,
}

/// Which occurrences of a phrase count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds {
    /// All.
    Anywhere,
    /// Those that begin and end where words do.
    WholeWords,
}

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To the last hit of the page.
    Page,
    /// Through everything, to count all hits.
    All,
}

#[derive(Debug)]
enum What {
    Phrase(String, Bounds),
    Pattern(Box<Regex>),
}

/// A regular expression that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the regular expression cannot be used: {0}")]
pub struct PatternError(String);

impl Concordance {
    /// Looks for a phrase, on the folded keys of texts: case, typography, digit sets, vowel marks and
    /// the letters of other keyboards do not count.
    #[must_use]
    pub fn phrase(text: &str, bounds: Bounds) -> Self {
        Self {
            what: What::Phrase(text.to_owned(), bounds),
            finders: HashMap::new(),
        }
    }

    /// Looks for a regular expression in texts as they are written, but for case.
    ///
    /// # Errors
    /// When it is malformed or too large.
    pub fn pattern(pattern: &str) -> Result<Self, PatternError> {
        let regex = Regex::builder()
            .syntax(syntax::Config::new().case_insensitive(true))
            .build(pattern);
        let regex = regex.map_err(|error| {
            let reason = error.syntax_error().map(ToString::to_string);
            PatternError(reason.unwrap_or_else(|| error.to_string()))
        })?;
        Ok(Self {
            what: What::Pattern(Box::new(regex)),
            finders: HashMap::new(),
        })
    }

    /// Whether it is a phrase, and no regular expression.
    #[must_use]
    pub fn is_phrase(&self) -> bool {
        matches!(self.what, What::Phrase(..))
    }

    /// The phrase as the keys of a language have it; `None` for a regular expression.
    #[must_use]
    pub fn in_keys_of(&self, language: &Language) -> Option<(String, Bounds)> {
        match &self.what {
            What::Phrase(phrase, bounds) => Some((match_key(phrase, language), *bounds)),
            What::Pattern(_) => None,
        }
    }

    /// Whether a text with this key can have an occurrence. Costs one pass over the key, some GB/s.
    pub fn may_be_in(&mut self, text: &str, key: &str, language: &Language) -> bool {
        match &self.what {
            What::Pattern(regex) => regex.is_match(text),
            What::Phrase(_, Bounds::Anywhere) => self.in_key(key, language).next().is_some(),
            What::Phrase(_, Bounds::WholeWords) => {
                let edges = Edges::of_key(key);
                self.in_key(key, language).any(|hit| edges.enclose(&hit))
            }
        }
    }

    /// Where in a text it occurs, in UTF-8 bytes; occurrences do not overlap.
    pub fn occurrences(&mut self, text: &str, language: &Language) -> Vec<Range<usize>> {
        let bounds = match &self.what {
            What::Pattern(regex) => {
                let found = regex.find_iter(text).map(|found| found.range());
                return found.filter(|found| !found.is_empty()).collect();
            }
            What::Phrase(_, bounds) => *bounds,
        };
        let key = match_key(text, language);
        let edges = Edges::of_key(&key);
        let mut occurrences: Vec<Range<usize>> = Vec::new();
        for hit in self.in_key(&key, language) {
            if bounds == Bounds::Anywhere || edges.enclose(&hit) {
                let range = in_text(text, language, &hit);
                if occurrences
                    .last()
                    .is_none_or(|last| last.end <= range.start)
                {
                    occurrences.push(range);
                }
            }
        }
        occurrences
    }

    /// Where in a key the phrase occurs; occurrences may overlap.
    fn in_key<'k>(
        &'k mut self,
        key: &'k str,
        language: &Language,
    ) -> Box<dyn Iterator<Item = Range<usize>> + 'k> {
        let What::Phrase(phrase, _) = &self.what else {
            return Box::new(std::iter::empty());
        };
        if !self.finders.contains_key(language.as_str()) {
            let finder = Finder::new(match_key(phrase, language).as_bytes()).into_owned();
            self.finders.insert(language.as_str().to_owned(), finder);
        }
        match self.finders.get(language.as_str()) {
            Some(finder) if !finder.needle().is_empty() => {
                let len = finder.needle().len();
                Box::new(starts(finder, key.as_bytes()).map(move |at| at..at + len))
            }
            _ => Box::new(std::iter::empty()),
        }
    }
}

/// Where a needle begins, occurrences that overlap among them: an inner one may be bounded where an outer one is not.
pub(super) fn starts<'a>(
    finder: &'a Finder<'_>,
    key: &'a [u8],
) -> impl Iterator<Item = usize> + use<'a> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + finder.find(key.get(from..)?)?;
        from = at + 1;
        Some(at)
    })
}

/// Where the words and marks of a key begin and end.
pub(super) struct Edges {
    begins: Vec<usize>,
    ends: Vec<usize>,
}

impl Edges {
    pub(super) fn of_key(key: &str) -> Self {
        let (begins, ends) = tokens(key)
            .map(|token| (token.range.start, token.range.end))
            .unzip();
        Self { begins, ends }
    }

    pub(super) fn enclose(&self, hit: &Range<usize>) -> bool {
        self.begins.binary_search(&hit.start).is_ok() && self.ends.binary_search(&hit.end).is_ok()
    }
}

/// The part of a text of which a range of its key is made.
///
/// The key of a text's beginning is the beginning of its key, so that the place can be found by halving.
fn in_text(text: &str, language: &Language, hit: &Range<usize>) -> Range<usize> {
    let ends: Vec<usize> = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    let key_len = |end: &usize| match_key(&text[..*end], language).len();
    let first = ends.partition_point(|end| key_len(end) <= hit.start);
    let last = ends.partition_point(|end| key_len(end) < hit.end);
    let start = first.checked_sub(1).map_or(0, |before| ends[before]);
    let end = ends.get(last).copied().unwrap_or(text.len());
    let marks = text[end..].chars().take_while(|c| is_combining_mark(*c));
    start..end + marks.map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(mut concordance: Concordance, text: &str, tag: &str) -> Vec<String> {
        let language = Language::parse(tag).unwrap();
        let key = match_key(text, &language);
        let found = concordance.occurrences(text, &language);
        assert_eq!(
            concordance.may_be_in(text, &key, &language),
            !found.is_empty()
        );
        found
            .into_iter()
            .map(|range| text[range].to_owned())
            .collect()
    }

    #[test]
    fn phrases_are_found_on_folded_keys_and_shown_as_written() {
        let phrase = |phrase| Concordance::phrase(phrase, Bounds::Anywhere);
        assert_eq!(
            found(phrase("it's a GATE"), "So it’s  a gate.", "en"),
            ["it’s  a gate"]
        );
        assert_eq!(
            found(phrase("كتاب"), "یہ کِتاب ہے، کتاب۔", "ur"),
            ["کِتاب", "کتاب"]
        );
        assert_eq!(found(phrase("2021"), "سال ۲۰۲۱ء", "ur"), ["۲۰۲۱"]);
        assert_eq!(found(phrase("at"), "Flat cat", "en"), ["at", "at"]);
    }

    #[test]
    fn whole_words_begin_and_end_where_words_do() {
        let phrase = |phrase| Concordance::phrase(phrase, Bounds::WholeWords);
        assert_eq!(
            found(phrase("gate"), "Gates, gate; floodgate", "en"),
            ["gate"]
        );
        assert_eq!(
            found(phrase("the gate,"), "at the gate, the gated", "en"),
            ["the gate,"]
        );
    }

    #[test]
    fn any_string_is_a_phrase() {
        for phrase in ["", " ", "\u{200B}", "\" OR *", "\0", "(", "%_"] {
            let text = "NEAR(\" OR * \0 50%_";
            let concordance = Concordance::phrase(phrase, Bounds::Anywhere);
            let expected = usize::from(!match_key(phrase, &Language::default()).is_empty());
            assert_eq!(found(concordance, text, "en").len(), expected, "{phrase:?}");
        }
    }

    #[test]
    fn patterns_are_searched_in_the_text_as_written() {
        let pattern = Concordance::pattern(r"g\w+s?\b").unwrap();
        assert_eq!(found(pattern, "Gates and a gate", "en"), ["Gates", "gate"]);
        let error = Concordance::pattern("(").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("the regular expression cannot be used: ")
        );
    }

    proptest! {
        #[test]
        fn occurrences_are_parts_of_the_text_with_the_key_of_the_phrase(
            text in "[aAbB’' \u{64E}بی۱1]{0,20}",
            phrase in "[ab' ب1]{1,3}",
        ) {
            let language = Language::parse("ur").unwrap();
            let mut concordance = Concordance::phrase(&phrase, Bounds::Anywhere);
            let mut end = 0;
            for range in concordance.occurrences(&text, &language) {
                prop_assert!(range.start >= end && text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
