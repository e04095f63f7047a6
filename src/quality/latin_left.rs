//! Latin words left over in a translation into the Arabic script.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::plain_words::{count_plain_words, is_technical};
use super::reading::{Kinds, Reading, is_latin};
use super::{Check, Example, Pair};
use crate::model::{Finding, Severity};
use crate::text::{TokenClass, match_key, words};

pub(super) struct LatinLeft;

/// So many findings in a unit are enough to act on.
const MOST: usize = 20;

/// What a Latin passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Passage {
    /// It holds words of prose.
    Prose,
    /// It is a name: its words begin with capitals.
    Name,
    /// It is an acronym, a unit, a term or code.
    Passes,
}

impl Check for LatinLeft {
    fn id(&self) -> &'static str {
        "latin-left"
    }

    fn title(&self) -> &'static str {
        "Latin words left over"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "A target in the Arabic script still holds words of the source, or has no letter of its script at all. A name \
         in Latin letters is a remark, because many are written in the letters of the target. Acronyms, units, Latin \
         phrases, code, addresses, and glosses in brackets or quotation marks pass."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new(
                    "ur",
                    "The bridge was closed yesterday.",
                    "پل کل closed تھا۔",
                ),
                Example::new(
                    "ps",
                    "The bridge was closed yesterday.",
                    "pul parun tarlay wo.",
                ),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let text = &pair.to;
        if !pair.is_arabic_script || !text.kinds.has(Kinds::LATIN) {
            return;
        }
        if !text.kinds.has(Kinds::ARABIC) {
            findings.extend(self.without_script(pair));
            return;
        }
        for span in passages(text).into_iter().take(MOST) {
            let passage = text.part(&span);
            let (severity, message) = match judge(text, &span, pair.from.text) {
                Passage::Prose => (
                    Severity::Warning,
                    format!("`{passage}` is left in Latin letters"),
                ),
                Passage::Name => (
                    Severity::Info,
                    format!("the name `{passage}` stands in Latin letters"),
                ),
                Passage::Passes => continue,
            };
            findings.push(pair.finding(self, severity, Some(span), message));
        }
    }
}

impl LatinLeft {
    /// The finding about a target without any letter of its script; a copy of the source is another matter.
    fn without_script(&self, pair: &Pair<'_>) -> Option<Finding> {
        let (source, target) = (pair.source, pair.target);
        let count = count_plain_words(pair.to.text);
        let is_copy = || {
            match_key(&source.text, &source.language) == match_key(&target.text, &target.language)
        };
        if count == 0 || (count > 1 && is_copy()) {
            return None;
        }
        let is_one_name = count == 1 && is_copy();
        let severity = if is_one_name {
            Severity::Info
        } else {
            Severity::Warning
        };
        let message = format!(
            "the target has no letter of the script of {}",
            target.language
        );
        Some(pair.finding(self, severity, Some(0..target.text.len()), message))
    }
}

/// The Latin passages of a text that are no part of an address or of code: words of two letters or more, with the
/// short words, numbers, spaces and signs between them.
fn passages(text: &Reading<'_>) -> Vec<Range<usize>> {
    let mut passages: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for token in text.tokens() {
        let part = text.part(&token.range);
        let is_word = token.class == TokenClass::Word && part.starts_with(is_latin);
        let is_glued = token.class == TokenClass::Number
            && open
                .as_ref()
                .is_some_and(|open| open.end == token.range.start);
        if is_word && !text.is_verbatim(token.range.start) {
            let start = open.as_ref().map_or(token.range.start, |open| open.start);
            open = Some(start..token.range.end);
        } else if is_glued {
            open = open.map(|open| open.start..token.range.end);
        } else if !joins(token.class, part) {
            passages.extend(open.take());
        }
    }
    passages.extend(open);
    passages
}

/// Whether a token between two Latin words leaves them one passage.
fn joins(class: TokenClass, part: &str) -> bool {
    match class {
        TokenClass::Space => !part.contains('\n'),
        TokenClass::Number => true,
        TokenClass::Punctuation => matches!(part, "-" | "'" | "’" | "&" | "." | "/" | "–" | "+"),
        TokenClass::Word | TokenClass::Invisible => false,
    }
}

/// What a passage is, in the light of the source.
fn judge(text: &Reading<'_>, span: &Range<usize>, source: &str) -> Passage {
    if is_gloss(text, span) {
        return Passage::Passes;
    }
    let passage = text.part(span);
    let chunks = passage.split_whitespace().filter(|chunk| !is_code(chunk));
    let words: Vec<&str> = chunks
        .flat_map(|chunk| words(chunk).map(|word| &chunk[word]))
        .collect();
    let has_name = words
        .iter()
        .any(|word| word.starts_with(char::is_uppercase));
    let is_prose = |word: &&str| is_small(word) && !(has_name && is_species(word));
    let is_common = |word: &&str| {
        is_named(word)
            && source.contains(&format!(" {} ", word.to_lowercase()))
            && !source.contains(passage)
    };
    if words.iter().any(is_prose) || words.iter().any(is_common) {
        Passage::Prose
    } else if words.iter().any(|word| is_named(word)) {
        Passage::Name
    } else {
        Passage::Passes
    }
}

/// Whether a word of two letters or more is in small letters and has no reason to stay so.
fn is_small(word: &str) -> bool {
    let is_plain = word.chars().all(|c| c.is_lowercase() || !c.is_alphabetic());
    is_plain && word.chars().nth(1).is_some() && !is_known(word)
}

/// Whether a word begins with a capital and goes on in small letters.
fn is_named(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
        && !is_known(word)
}

/// Whether a chunk is code: an address, a path, a name with capitals or digits inside.
fn is_code(chunk: &str) -> bool {
    let bare = chunk.trim_end_matches(['.', '-', '/', '\'']);
    is_technical(bare) || bare.contains(|c: char| c.is_numeric())
}

/// Whether brackets or quotation marks hold a passage and nothing but Latin words and signs beside it.
fn is_gloss(text: &Reading<'_>, span: &Range<usize>) -> bool {
    const OPENING: [char; 10] = ['(', '[', '"', '“', '”', '«', '‘', '’', '\'', '„'];
    const CLOSING: [char; 9] = [')', ']', '"', '“', '”', '»', '’', '‘', '\''];
    let is_outside = |c: char| c.is_alphabetic() && !is_latin(c);
    let before = text.text[..span.start]
        .rsplit(is_outside)
        .next()
        .unwrap_or_default();
    let after = text.text[span.end..]
        .split(is_outside)
        .next()
        .unwrap_or_default();
    before.contains(OPENING) && after.contains(CLOSING)
}

/// Whether a word looks like the second part of the name of a species: `coli`, `aegypti`, `falciparum`.
fn is_species(word: &str) -> bool {
    const ENDINGS: [&str; 8] = ["us", "um", "is", "ae", "ii", "ti", "li", "ensis"];
    word.len() >= 4 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let rows = include_str!("tables/latin_words.tsv").lines().skip(2);
    rows.filter_map(|row| row.split_once('\t'))
        .flat_map(|(_, words)| words.split(' '))
        .collect()
});

/// Whether a word stands in text of the Arabic script as it is.
fn is_known(word: &str) -> bool {
    KNOWN.contains(word) || KNOWN.contains(word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::super::testing::findings;
    use super::*;

    const SOURCE: &str =
        "The infection rate in Kabul was closed to 5 kg by the World Health Organization.";

    fn said(target: &str) -> Vec<(Severity, String)> {
        let found = findings("latin-left", "ur", SOURCE, target);
        found
            .into_iter()
            .map(|one| (one.severity, one.message))
            .collect()
    }

    #[test]
    fn words_of_prose_are_warnings() {
        for (target, passage) in [
            ("پل کل closed تھا۔", "closed"),
            ("یہ infection rate ہے۔", "infection rate"),
            ("یہ Infection ہے۔", "Infection"),
            ("یہ e-mail کے لیے the closed bridge ہے", "the closed bridge"),
        ] {
            assert!(
                said(target).contains(&(
                    Severity::Warning,
                    format!("`{passage}` is left in Latin letters")
                )),
                "{target}"
            );
        }
    }

    #[test]
    fn names_are_remarks() {
        for (target, name) in [
            ("وہ Kabul میں ہے۔", "Kabul"),
            ("World Bank of Asia کی", "World Bank of Asia"),
        ] {
            assert_eq!(
                said(target),
                [(
                    Severity::Info,
                    format!("the name `{name}` stands in Latin letters")
                )]
            );
        }
    }

    #[test]
    fn acronyms_units_terms_glosses_and_code_pass() {
        for target in [
            "WHO اور COVID-19 کی",
            "5 kg اور 10 mmHg",
            "شرح (infection rate) یہ ہے",
            "وہ ”closed“ ہے",
            "Escherichia coli کی قسم et al.",
            "mRNA ویکسین اور iPhone",
            "جین orf3b اور orf8 اور nsp1~16",
            "فائل notes.txt اور https://example.org/closed",
            "قدر %s اور {name} ہے",
            "وٹامن D اور p=0.05",
        ] {
            let serious: Vec<_> = said(target)
                .into_iter()
                .filter(|(severity, _)| *severity > Severity::Info)
                .collect();
            assert_eq!(serious, [], "{target}");
        }
    }

    #[test]
    fn a_target_without_its_script_is_a_warning_unless_it_is_one_name() {
        assert_eq!(
            said("pul band tha")[0].1,
            "the target has no letter of the script of ur"
        );
        let kept = findings("latin-left", "ps", "Kabul", "Kabul");
        assert_eq!(kept[0].severity, Severity::Info);
        for kept in ["WHO", "2021", "https://example.org/a"] {
            assert!(findings("latin-left", "ps", kept, kept).is_empty());
        }
    }
}
