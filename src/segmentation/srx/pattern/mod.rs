//! Regular expressions as SRX files write them: the flavour of Java, with exact matching.

mod approximate;
mod backtrack;
mod class;
mod escape;
mod parse;
mod set;

use std::fmt;
use std::ops::Range;

use regex_syntax::hir::{ClassUnicode, Hir};

pub(super) use parse::PatternError;

/// A compiled expression.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    node: Node,
    /// How many capturing groups it has.
    groups: usize,
}

/// A part of an expression.
#[derive(Clone, Debug)]
enum Node {
    /// Nothing.
    Empty,
    /// One character.
    Char(char),
    /// One character of a set.
    Class(ClassUnicode),
    /// One part after the other.
    Concat(Vec<Node>),
    /// The first of several that fits.
    Alternation(Vec<Node>),
    /// A part again and again.
    Repeat(Box<Repeat>),
    /// A part whose text a back reference may repeat.
    Group(usize, Box<Node>),
    /// A part that, once matched, is not matched in another way.
    Atomic(Box<Node>),
    /// What a group matched, once more; without regard to ASCII case if the flag says so.
    BackReference { group: usize, fold: bool },
    /// A condition on the text around a position.
    Look(Box<Look>),
    /// A condition on a position.
    Assertion(Assertion),
}

#[derive(Clone, Debug)]
struct Repeat {
    node: Node,
    min: u32,
    max: Option<u32>,
    mood: Mood,
}

/// Which number of repetitions is tried first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    /// The most, then fewer.
    Greedy,
    /// The fewest, then more.
    Lazy,
    /// The most, and no other.
    Possessive,
}

#[derive(Clone, Debug)]
struct Look {
    behind: bool,
    negative: bool,
    node: Node,
}

/// A condition that takes no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Assertion {
    TextStart,
    TextEnd,
    /// The end, or before the line break at the end.
    LastLineEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NotWordBoundary,
}

impl Pattern {
    /// Reads an expression.
    ///
    /// # Errors
    /// When Java would refuse it, or it uses what this engine does not know; the error points at the place.
    pub(super) fn parse(text: &str) -> Result<Self, PatternError> {
        parse::parse(text)
    }

    /// A regular expression without conditions that matches wherever this one does, and perhaps elsewhere.
    pub(super) fn approximation(&self, side: Side) -> Approximation {
        approximate::approximate(&self.node, side)
    }

    /// Whether a match begins exactly at `at`.
    pub(super) fn matches_at(&self, text: &str, at: usize) -> bool {
        backtrack::Search::new(text, self.groups).run(&self.node, at, None)
    }

    /// Whether some match begins in `reach` and ends exactly at its end.
    pub(super) fn matches_up_to(&self, text: &str, reach: Range<usize>) -> bool {
        let longest = self.node.longest().unwrap_or(reach.len()).min(reach.len());
        (reach.end - longest..=reach.end)
            .rev()
            .filter(|start| text.is_char_boundary(*start))
            .any(|start| {
                backtrack::Search::new(text, self.groups).run(&self.node, start, Some(reach.end))
            })
    }

    /// Whether the whole text is one match.
    pub(super) fn matches_whole(&self, text: &str) -> bool {
        backtrack::Search::new(text, self.groups).run(&self.node, 0, Some(text.len()))
    }

    /// Whether it matches everywhere, because it asks for nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.node.is_empty()
    }

    /// Whether it can match nothing at all, as an empty set of characters.
    pub(super) fn is_impossible(&self) -> bool {
        self.node.is_impossible()
    }
}

/// How far before a position what is looked for there may begin, in bytes.
pub(super) const LOOK_BACK: usize = 2000;

/// On which side of a position an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It ends at the position.
    Before,
    /// It begins at the position.
    After,
}

/// What an automaton can decide of an expression.
#[derive(Clone, Debug)]
pub(super) struct Approximation {
    /// The expression without conditions.
    pub(super) hir: Hir,
    /// Whether it says the same as the expression, so that nothing is left to check.
    pub(super) exact: bool,
}

impl Node {
    fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Concat(parts) => parts.iter().all(Self::is_empty),
            Self::Group(_, inner) | Self::Atomic(inner) => inner.is_empty(),
            _ => false,
        }
    }

    fn is_impossible(&self) -> bool {
        match self {
            Self::Class(class) => class.ranges().is_empty(),
            Self::Concat(parts) => parts.iter().any(Self::is_impossible),
            Self::Alternation(parts) => parts.iter().all(Self::is_impossible),
            Self::Group(_, inner) | Self::Atomic(inner) => inner.is_impossible(),
            Self::Repeat(repeat) => repeat.min > 0 && repeat.node.is_impossible(),
            _ => false,
        }
    }

    /// The most bytes that it can match; `None` when there is no bound.
    fn longest(&self) -> Option<usize> {
        match self {
            Self::Empty | Self::Look(_) | Self::Assertion(_) => Some(0),
            Self::Char(c) => Some(c.len_utf8()),
            Self::Class(class) => Some(class.maximum_len().unwrap_or(0)),
            Self::Concat(parts) => parts.iter().map(Self::longest).sum(),
            Self::Alternation(parts) => parts
                .iter()
                .map(Self::longest)
                .try_fold(0, |most, next| Some(most.max(next?))),
            Self::Group(_, inner) | Self::Atomic(inner) => inner.longest(),
            Self::Repeat(repeat) => repeat.node.longest()?.checked_mul(repeat.max? as usize),
            Self::BackReference { .. } => None,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Before => "beforebreak",
            Self::After => "afterbreak",
        })
    }
}
