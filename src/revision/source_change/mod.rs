//! What a change of a source text means for its translation: whether it counts at all, and what weighs most in it.

mod codes;
mod names;
mod negations;

use std::cell::OnceCell;
use std::fmt;

use crate::text::numbers::{self, DifferenceKind, Weight};
use crate::text::{Language, match_key};
use names::Names;

/// What a change of a source text means for its translation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceChange {
    /// Whether only case, white space, typography or the normal form differ, so that a translation still holds.
    pub is_cosmetic: bool,
    /// What a translator must not overlook.
    pub reasons: Vec<ChangeReason>,
}

/// A change that a translator must not overlook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeReason {
    /// What sort of thing it is.
    pub kind: ReasonKind,
    /// How it was written; `None` when it was not there.
    pub old: Option<String>,
    /// How it is written now; `None` when it is gone.
    pub new: Option<String>,
}

/// What sort of thing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonKind {
    /// A number in digits.
    Number,
    /// A word such as `not`.
    Negation,
    /// A proper name.
    Name,
    /// Markup, a placeholder or an address.
    Code,
}

/// Tells what changes of the texts of one document mean.
#[derive(Clone, Debug)]
pub struct SourceChanges<'a> {
    language: &'a Language,
    texts: Vec<&'a str>,
    names: OnceCell<Names>,
}

impl<'a> SourceChanges<'a> {
    /// For a document with these texts, which tell its names; they are read when that is first asked.
    #[must_use]
    pub fn new(texts: Vec<&'a str>, language: &'a Language) -> Self {
        Self {
            language,
            texts,
            names: OnceCell::new(),
        }
    }

    /// What it means that a source text became another.
    #[must_use]
    pub fn between(&self, old: &str, new: &str) -> SourceChange {
        let mut reasons = changed_numbers(old, new, self.language);
        let lists = [
            (ReasonKind::Negation, negations::found as Find),
            (ReasonKind::Code, |text, _| codes::found(text)),
        ];
        for (kind, found) in lists {
            reasons.extend(exchanged(
                kind,
                found(old, self.language),
                found(new, self.language),
            ));
        }
        let known = self.names.get_or_init(|| Names::of(&self.texts));
        let names = |text| known.found(text);
        reasons.extend(exchanged(ReasonKind::Name, names(old), names(new)));
        let is_same = || bare_key(old, self.language) == bare_key(new, self.language);
        let is_cosmetic = !reasons.iter().any(|reason| reason.kind != ReasonKind::Name)
            && is_same()
            && !names::has_new_acronym(old, new);
        if is_cosmetic {
            reasons.clear();
        }
        SourceChange {
            is_cosmetic,
            reasons,
        }
    }
}

/// The match key with dashes as one sign, however many were typed and with or without spaces around.
fn bare_key(text: &str, language: &Language) -> String {
    let key = match_key(text, language);
    let is_joint = |c: char| c == ' ' || c == '-';
    let mut bare = String::with_capacity(key.len());
    for c in key.chars() {
        match bare
            .chars()
            .next_back()
            .filter(|last| is_joint(*last) && is_joint(c))
        {
            Some(' ') if c == '-' => {
                bare.pop();
                bare.push('-');
            }
            Some(_) => {}
            None => bare.push(c),
        }
    }
    bare
}

type Find = fn(&str, &Language) -> Vec<String>;

/// The numbers in digits that differ in value.
fn changed_numbers(old: &str, new: &str, language: &Language) -> Vec<ChangeReason> {
    let differences = numbers::compare(old, language, new, language).into_iter();
    let counts = differences.filter(|difference| {
        difference.kind.weight() >= Weight::Warning || difference.kind == DifferenceKind::Code
    });
    let written = |text: &str, span: Option<std::ops::Range<usize>>| {
        span.and_then(|span| text.get(span)).map(str::to_owned)
    };
    counts
        .map(|difference| ChangeReason {
            kind: ReasonKind::Number,
            old: written(old, difference.source),
            new: written(new, difference.target),
        })
        .filter(|reason| reason.old != reason.new)
        .collect()
}

/// What is on one side only, taken for each other in order.
fn exchanged(kind: ReasonKind, mut old: Vec<String>, mut new: Vec<String>) -> Vec<ChangeReason> {
    old.retain(|word| match new.iter().position(|other| other == word) {
        Some(at) => {
            new.remove(at);
            false
        }
        None => true,
    });
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    std::iter::from_fn(|| match (old.next(), new.next()) {
        (None, None) => None,
        (old, new) => Some(ChangeReason { kind, old, new }),
    })
    .collect()
}

impl fmt::Display for ChangeReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (noun, mark) = match self.kind {
            ReasonKind::Number => ("number ", ""),
            ReasonKind::Name => ("name ", ""),
            ReasonKind::Negation | ReasonKind::Code => ("", "`"),
        };
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => write!(f, "{noun}{mark}{old}{mark} became {mark}{new}{mark}"),
            (Some(old), None) => write!(f, "{noun}{mark}{old}{mark} was left out"),
            (None, Some(new)) => write!(f, "{noun}{mark}{new}{mark} was added"),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &[&str] = &[
        "The road to Torkham was closed.",
        "Torkham was closed all day.",
        "From Chaman it is not far.",
        "Miners came.",
    ];

    fn told(old: &str, new: &str) -> (bool, Vec<String>) {
        let language = Language::default();
        let changes = SourceChanges::new(DOCUMENT.to_vec(), &language);
        let change = changes.between(old, new);
        let reasons = change.reasons.iter().map(ToString::to_string).collect();
        (change.is_cosmetic, reasons)
    }

    fn reasons(old: &str, new: &str) -> Vec<String> {
        let (is_cosmetic, reasons) = told(old, new);
        assert!(!is_cosmetic, "{old} {new}");
        reasons
    }

    #[test]
    fn numbers_negations_names_and_codes_are_named() {
        let none: [&str; 0] = [];
        assert_eq!(
            reasons("He sold 79 lamps.", "He sold 97 lamps."),
            ["number 79 became 97"]
        );
        assert_eq!(
            reasons("It is open.", "It is not open."),
            ["`not` was added"]
        );
        assert_eq!(
            reasons("It isn't open.", "It is open."),
            ["`not` was left out"]
        );
        assert_eq!(reasons("It isn't open.", "It is not open now."), none);
        assert_eq!(
            reasons("He never came.", "He can't come."),
            ["`never` became `not`"]
        );
        assert_eq!(
            reasons(
                "On the way to Torkham he slept.",
                "On the way to Chaman he slept."
            ),
            ["name Torkham became Chaman"]
        );
        assert_eq!(
            reasons("Torkham was open.", "Chaman was open."),
            ["name Torkham became Chaman"]
        );
        assert_eq!(reasons("Miners came late.", "Farmers came late."), none);
        assert_eq!(
            reasons("Write to {name} now.", "Write to {user} now."),
            ["`{name}` became `{user}`"]
        );
        assert_eq!(
            reasons("Press <b>here</b>.", "Press here."),
            ["`<b>` was left out", "`</b>` was left out"]
        );
    }

    #[test]
    fn case_white_space_and_typography_are_cosmetic() {
        for (old, new) in [
            ("He said \"yes\".", "He said \u{201c}yes\u{201d}."),
            ("The Road to Torkham", "The road to Torkham"),
            ("The road  was -- long.", "The road was \u{2014} long."),
            ("caf\u{e9}", "cafe\u{301}"),
            ("A road.", "A\u{a0}road."),
        ] {
            assert_eq!(told(old, new), (true, vec![]), "{old} {new}");
        }
    }

    #[test]
    fn another_mark_at_the_end_or_an_acronym_is_not_cosmetic() {
        assert!(!told("He came.", "He came?").0);
        assert!(!told("They told us so.", "They told US so.").0);
        assert!(!told("Write to {name}.", "Write to {Name}.").0);
        assert!(told("they told us so.", "THEY TOLD US SO.").0);
    }
}
