//! Matches an expression exactly as a backtracking engine does: order of choice, possession, conditions, groups.

use std::sync::OnceLock;

use regex_syntax::hir::ClassUnicode;

use super::class::letters_and_digits;
use super::{Assertion, LOOK_BACK, Look, Mood, Node, Repeat};

/// How many steps one search may take; an expression that needs more at one place is taken not to match there.
const STEPS: u32 = 200_000;

/// How deep a search may nest.
const DEPTH: u32 = 1_500;

/// One search in one text.
#[derive(Debug)]
pub(super) struct Search<'t> {
    text: &'t str,
    groups: Vec<Option<(usize, usize)>>,
    steps: u32,
    depth: u32,
}

/// What comes after a part has matched up to a position.
type Then<'c, 't> = &'c mut dyn FnMut(&mut Search<'t>, usize) -> bool;

impl<'t> Search<'t> {
    pub(super) fn new(text: &'t str, groups: usize) -> Self {
        Self {
            text,
            groups: vec![None; groups + 1],
            steps: 0,
            depth: 0,
        }
    }

    /// Whether a match begins at `at` and, when an end is given, ends there.
    pub(super) fn run(&mut self, node: &Node, at: usize, end: Option<usize>) -> bool {
        self.node(node, at, &mut |_, reached| {
            end.is_none_or(|end| end == reached)
        })
    }

    fn node(&mut self, node: &Node, at: usize, then: Then<'_, 't>) -> bool {
        self.steps += 1;
        if self.steps > STEPS || self.depth > DEPTH {
            return false;
        }
        self.depth += 1;
        let matched = self.part(node, at, then);
        self.depth -= 1;
        matched
    }

    fn part(&mut self, node: &Node, at: usize, then: Then<'_, 't>) -> bool {
        match node {
            Node::Empty => then(self, at),
            Node::Char(_) | Node::Class(_) => match self.step(node, at) {
                Some(next) => then(self, next),
                None => false,
            },
            Node::Concat(parts) => self.sequence(parts, at, then),
            Node::Alternation(parts) => parts.iter().any(|part| self.node(part, at, then)),
            Node::Repeat(repeat) => self.repeat(repeat, at, then),
            Node::Group(number, inner) => self.group(*number, inner, at, then),
            Node::Atomic(inner) => match self.first_end(inner, at) {
                Some(end) => then(self, end),
                None => false,
            },
            Node::BackReference { group, fold } => match self.again(*group, *fold, at) {
                Some(end) => then(self, end),
                None => false,
            },
            Node::Look(look) => self.look(look, at) && then(self, at),
            Node::Assertion(assertion) => self.holds(*assertion, at) && then(self, at),
        }
    }

    fn sequence(&mut self, parts: &[Node], at: usize, then: Then<'_, 't>) -> bool {
        match parts.split_first() {
            None => then(self, at),
            Some((first, [])) => self.node(first, at, then),
            Some((first, rest)) => self.node(first, at, &mut |search, next| {
                search.sequence(rest, next, then)
            }),
        }
    }

    /// The position after one character that the node, a character or a class, matches.
    fn step(&self, node: &Node, at: usize) -> Option<usize> {
        let c = self.text[at..].chars().next()?;
        let matches = match node {
            Node::Char(one) => *one == c,
            Node::Class(class) => contains(class, c),
            _ => false,
        };
        matches.then(|| at + c.len_utf8())
    }

    fn repeat(&mut self, repeat: &Repeat, at: usize, then: Then<'_, 't>) -> bool {
        if matches!(repeat.node, Node::Char(_) | Node::Class(_)) {
            return self.repeat_one(repeat, at, then);
        }
        if repeat.mood == Mood::Possessive {
            let greedy = Repeat {
                mood: Mood::Greedy,
                ..repeat.clone()
            };
            let mut end = None;
            self.repeat_from(&greedy, 0, at, &mut |_, reached| {
                end = Some(reached);
                true
            });
            return end.is_some_and(|end| then(self, end));
        }
        self.repeat_from(repeat, 0, at, then)
    }

    /// Repeats one character without nesting, however long the run is.
    fn repeat_one(&mut self, repeat: &Repeat, at: usize, then: Then<'_, 't>) -> bool {
        let most = repeat.max.unwrap_or(u32::MAX);
        let (mut count, mut end) = (0, at);
        let least = if repeat.mood == Mood::Lazy {
            repeat.min
        } else {
            most
        };
        while count < least
            && let Some(next) = self.step(&repeat.node, end)
        {
            (count, end) = (count + 1, next);
        }
        if count < repeat.min {
            return false;
        }
        loop {
            self.steps += 1;
            if then(self, end) {
                return true;
            }
            if self.steps > STEPS {
                return false;
            }
            match repeat.mood {
                Mood::Possessive => return false,
                Mood::Greedy if count == repeat.min => return false,
                Mood::Greedy => (count, end) = (count - 1, self.text.floor_char_boundary(end - 1)),
                Mood::Lazy => match self.step(&repeat.node, end) {
                    Some(next) if count < most => (count, end) = (count + 1, next),
                    _ => return false,
                },
            }
        }
    }

    fn repeat_from(&mut self, repeat: &Repeat, count: u32, at: usize, then: Then<'_, 't>) -> bool {
        let enough = count >= repeat.min;
        if enough && repeat.mood == Mood::Lazy && then(self, at) {
            return true;
        }
        let more = repeat.max.is_none_or(|max| count < max)
            && self.node(&repeat.node, at, &mut |search, next| {
                // A round that took no text would go on for ever.
                (next > at || count < repeat.min)
                    && search.repeat_from(repeat, count + 1, next, then)
            });
        more || (enough && repeat.mood != Mood::Lazy && then(self, at))
    }

    fn group(&mut self, number: usize, inner: &Node, at: usize, then: Then<'_, 't>) -> bool {
        let before = self.groups[number];
        let matched = self.node(inner, at, &mut |search, end| {
            let held = search.groups[number];
            search.groups[number] = Some((at, end));
            then(search, end) || {
                search.groups[number] = held;
                false
            }
        });
        if !matched {
            self.groups[number] = before;
        }
        matched
    }

    /// Where the first way to match ends.
    fn first_end(&mut self, node: &Node, at: usize) -> Option<usize> {
        let mut end = None;
        self.node(node, at, &mut |_, reached| {
            end = Some(reached);
            true
        });
        end
    }

    fn again(&self, group: usize, fold: bool, at: usize) -> Option<usize> {
        let (start, end) = self.groups.get(group).copied().flatten()?;
        let (said, here) = (&self.text[start..end], self.text.get(at..at + end - start)?);
        let same = if fold {
            said.eq_ignore_ascii_case(here)
        } else {
            said == here
        };
        same.then_some(at + end - start)
    }

    fn look(&mut self, look: &Look, at: usize) -> bool {
        let seen = if look.behind {
            let reach = look.node.longest().unwrap_or(LOOK_BACK).min(LOOK_BACK);
            (at.saturating_sub(reach)..=at)
                .rev()
                .filter(|start| self.text.is_char_boundary(*start))
                .any(|start| self.node(&look.node, start, &mut |_, end| end == at))
        } else {
            self.node(&look.node, at, &mut |_, _| true)
        };
        seen != look.negative
    }

    fn holds(&self, assertion: Assertion, at: usize) -> bool {
        let (before, after) = (&self.text[..at], &self.text[at..]);
        match assertion {
            Assertion::TextStart => at == 0,
            Assertion::TextEnd => after.is_empty(),
            Assertion::LastLineEnd => matches!(
                after,
                "" | "\n" | "\r\n" | "\r" | "\u{85}" | "\u{2028}" | "\u{2029}"
            ),
            Assertion::LineStart => {
                at == 0
                    || (!after.is_empty()
                        && before.ends_with(is_line_end)
                        && !(before.ends_with('\r') && after.starts_with('\n')))
            }
            Assertion::LineEnd => {
                after.is_empty()
                    || (after.starts_with(is_line_end)
                        && !(after.starts_with('\n') && before.ends_with('\r')))
            }
            Assertion::WordBoundary => word_ends(before, after),
            Assertion::NotWordBoundary => !word_ends(before, after),
        }
    }
}

fn contains(class: &ClassUnicode, c: char) -> bool {
    let ranges = class.ranges();
    let place = ranges.partition_point(|range| range.end() < c);
    ranges.get(place).is_some_and(|range| range.start() <= c)
}

/// Whether a character ends a line, in Java's sense.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Java's `\b`: letters, digits and `_` on one side only, whatever the script.
fn word_ends(before: &str, after: &str) -> bool {
    before.ends_with(is_word) != after.starts_with(is_word)
}

fn is_word(c: char) -> bool {
    static LETTERS_AND_DIGITS: OnceLock<ClassUnicode> = OnceLock::new();
    if c.is_ascii() {
        return c == '_' || c.is_ascii_alphanumeric();
    }
    contains(LETTERS_AND_DIGITS.get_or_init(letters_and_digits), c)
}
