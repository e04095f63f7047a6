//! Reads the Java flavour of regular expressions.

use std::ops::Range;

use regex_syntax::hir::ClassUnicode;

use super::approximate::any;
use super::backtrack::is_line_end;
use super::{Assertion, Look, Mood, Node, Pattern, Repeat, class};

/// Why an expression cannot be compiled, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub(in crate::segmentation::srx) struct PatternError {
    /// The part of the expression, in bytes.
    pub(in crate::segmentation::srx) span: Range<usize>,
    /// What is wrong with it.
    pub(in crate::segmentation::srx) reason: String,
}

/// How deep groups may nest.
pub(super) const DEEPEST: usize = 150;

pub(super) fn parse(text: &str) -> Result<Pattern, PatternError> {
    let mut parser = Parser {
        text,
        at: 0,
        flags: Flags::default(),
        groups: 0,
        names: Vec::new(),
        depth: 0,
    };
    let node = parser.alternation()?;
    if parser.at < text.len() {
        return Err(parser.error(parser.at, "this bracket closes nothing"));
    }
    Ok(Pattern {
        node,
        groups: parser.groups,
    })
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    /// `i`: without regard to case.
    pub(super) fold: bool,
    /// `u`: case beyond ASCII.
    pub(super) unicode_case: bool,
    /// `U`: classes beyond ASCII.
    pub(super) unicode: bool,
    /// `m`: `^` and `$` at every line.
    pub(super) lines: bool,
    /// `s`: a dot matches line breaks too.
    pub(super) dot_all: bool,
    /// `x`: white space and comments mean nothing.
    pub(super) spaced: bool,
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) flags: Flags,
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
    pub(super) depth: usize,
}

pub(super) type Parsed<T> = Result<T, PatternError>;

impl Parser<'_> {
    pub(super) fn error(&self, from: usize, reason: impl Into<String>) -> PatternError {
        let end = self
            .text
            .ceil_char_boundary(self.at.max(from + 1).min(self.text.len()));
        PatternError {
            span: from.min(end)..end,
            reason: reason.into(),
        }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.text[self.at..].starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Passes over white space and comments where the flag `x` says so.
    pub(super) fn skip(&mut self) {
        while self.flags.spaced {
            match self.peek() {
                Some(c) if c.is_ascii_whitespace() => self.at += 1,
                Some('#') => {
                    let rest = &self.text[self.at..];
                    self.at += rest.find(is_line_end).unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }

    /// Reads up to the end or to a bracket that closes; flags set inside end there.
    fn alternation(&mut self) -> Parsed<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(self.at, "groups nest too deep"));
        }
        let flags = self.flags;
        let mut branches = vec![self.sequence()?];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        self.flags = flags;
        self.depth -= 1;
        Ok(match branches.len() {
            1 => branches.remove(0),
            _ => Node::Alternation(branches),
        })
    }

    fn sequence(&mut self) -> Parsed<Node> {
        let mut parts = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                None | Some('|' | ')') => break,
                Some(_) => {}
            }
            if self.eat("\\Q") {
                parts.extend(self.quoted());
                if let Some(last) = parts.pop() {
                    parts.push(self.quantified(last)?);
                }
                continue;
            }
            if let Some(atom) = self.atom()? {
                parts.push(self.quantified(atom)?);
            }
        }
        Ok(match parts.len() {
            0 => Node::Empty,
            1 => parts.remove(0),
            _ => Node::Concat(parts),
        })
    }

    /// The characters up to `\E`, each for itself.
    fn quoted(&mut self) -> Vec<Node> {
        let rest = &self.text[self.at..];
        let length = rest.find("\\E").unwrap_or(rest.len());
        let quoted = rest[..length].to_owned();
        self.at += (length + 2).min(rest.len());
        quoted.chars().map(|c| self.literal(c)).collect()
    }

    fn literal(&self, c: char) -> Node {
        if !self.flags.fold {
            return Node::Char(c);
        }
        let mut class = class::set(&[(c, c)]);
        self.fold(&mut class);
        Node::Class(class)
    }

    pub(super) fn fold(&self, class: &mut ClassUnicode) {
        if self.flags.fold {
            class::fold(class, self.flags.unicode_case || self.flags.unicode);
        }
    }

    /// One part without its quantifier; `None` for flags, which take no text and cannot be repeated.
    fn atom(&mut self) -> Parsed<Option<Node>> {
        let from = self.at;
        let Some(c) = self.next() else {
            return Ok(None);
        };
        Ok(Some(match c {
            '(' => return self.bracket(from),
            '[' => {
                let class = self.class(from)?;
                Node::Class(class)
            }
            '.' => Node::Class(self.dot()),
            '^' if self.flags.lines => Node::Assertion(Assertion::LineStart),
            '^' => Node::Assertion(Assertion::TextStart),
            '$' if self.flags.lines => Node::Assertion(Assertion::LineEnd),
            '$' => Node::Assertion(Assertion::LastLineEnd),
            '*' | '+' | '?' => return Err(self.error(from, format!("`{c}` has nothing to repeat"))),
            '\\' => self.escape(from)?,
            _ => self.literal(c),
        }))
    }

    fn dot(&self) -> ClassUnicode {
        let mut class = any();
        if !self.flags.dot_all {
            class.difference(&class::set(&[
                ('\n', '\n'),
                ('\r', '\r'),
                ('\u{85}', '\u{85}'),
                ('\u{2028}', '\u{2029}'),
            ]));
        }
        class
    }

    fn bracket(&mut self, from: usize) -> Parsed<Option<Node>> {
        if !self.eat("?") {
            self.groups += 1;
            let number = self.groups;
            let inner = self.inside(from)?;
            return Ok(Some(Node::Group(number, Box::new(inner))));
        }
        for (token, behind, negative) in [
            ("=", false, false),
            ("!", false, true),
            ("<=", true, false),
            ("<!", true, true),
        ] {
            if self.eat(token) {
                let node = self.inside(from)?;
                return Ok(Some(Node::Look(Box::new(Look {
                    behind,
                    negative,
                    node,
                }))));
            }
        }
        if self.eat(">") {
            return Ok(Some(Node::Atomic(Box::new(self.inside(from)?))));
        }
        if self.eat("<") {
            return self.named_group(from).map(Some);
        }
        self.flag_group(from)
    }

    fn inside(&mut self, from: usize) -> Parsed<Node> {
        let node = self.alternation()?;
        if self.eat(")") {
            Ok(node)
        } else {
            Err(self.error(from, "this bracket is never closed"))
        }
    }

    fn named_group(&mut self, from: usize) -> Parsed<Node> {
        let name = self.name(from, '>')?;
        self.groups += 1;
        let number = self.groups;
        self.names.push((name, number));
        Ok(Node::Group(number, Box::new(self.inside(from)?)))
    }

    pub(super) fn name(&mut self, from: usize, close: char) -> Parsed<String> {
        let rest = &self.text[self.at..];
        let length = rest
            .find(close)
            .ok_or_else(|| self.error(from, format!("`{close}` is missing after the name")))?;
        self.at += length + close.len_utf8();
        Ok(rest[..length].to_owned())
    }

    /// `(?i)` for the rest of the group, or `(?i:…)` for its own inside.
    fn flag_group(&mut self, from: usize) -> Parsed<Option<Node>> {
        let outer = self.flags;
        let mut on = true;
        loop {
            match self.next() {
                Some('-') => on = false,
                Some('i') => self.flags.fold = on,
                Some('u') => self.flags.unicode_case = on,
                Some('U') => self.flags.unicode = on,
                Some('m') => self.flags.lines = on,
                Some('s') => self.flags.dot_all = on,
                Some('x') => self.flags.spaced = on,
                Some('d') => {}
                Some(')') => return Ok(None),
                Some(':') => {
                    let inner = self.inside(from)?;
                    self.flags = outer;
                    return Ok(Some(inner));
                }
                _ => return Err(self.error(from, "this kind of group is not known")),
            }
        }
    }

    fn quantified(&mut self, atom: Node) -> Parsed<Node> {
        let mut node = atom;
        loop {
            self.skip();
            let from = self.at;
            let (min, max) = match self.peek() {
                Some('?') => (0, Some(1)),
                Some('*') => (0, None),
                Some('+') => (1, None),
                Some('{') => {
                    self.at += 1;
                    let bounds = self.bounds(from)?;
                    self.at -= 1;
                    bounds
                }
                _ => return Ok(node),
            };
            self.at += 1;
            let mood = if self.eat("?") {
                Mood::Lazy
            } else if self.eat("+") {
                Mood::Possessive
            } else {
                Mood::Greedy
            };
            node = Node::Repeat(Box::new(Repeat {
                node,
                min,
                max,
                mood,
            }));
        }
    }

    /// Reads `2,5}` after its opening bracket.
    fn bounds(&mut self, from: usize) -> Parsed<(u32, Option<u32>)> {
        let inside = self.name(from, '}')?;
        let wrong = || self.error(from, format!("`{{{inside}}}` is no number of repetitions"));
        let (min, max) = match inside.split_once(',') {
            None => {
                let exactly = inside.trim().parse().map_err(|_| wrong())?;
                (exactly, Some(exactly))
            }
            Some((min, "")) => (min.trim().parse().map_err(|_| wrong())?, None),
            Some((min, max)) => (
                min.trim().parse().map_err(|_| wrong())?,
                Some(max.trim().parse().map_err(|_| wrong())?),
            ),
        };
        if max.is_some_and(|max| max < min) {
            return Err(wrong());
        }
        Ok((min, max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(pattern: &str, text: &str) -> bool {
        parse(pattern).unwrap().matches_whole(text)
    }

    #[test]
    fn the_flavour_of_java_is_understood() {
        for (pattern, yes, no) in [
            (r"a++b", "aab", "aa"),
            (r"\Qa.b\E+", "a.bb", "axb"),
            (r"\p{Lu}\p{javaLowerCase}\P{L}", "Äb1", "ab1"),
            (r"[\w&&[^\d_]]+", "abc", "ab1"),
            (r"(?i)straße", "STRAßE", "STRASSE"),
            (r"(?iu)ÄB", "äb", "ac"),
            (r"ÄB|(?i:x)y", "Xy", "XY"),
            (
                r"\u06D4\x41\x{1F600}\uD83D\uDE00\t",
                "\u{6d4}A\u{1f600}\u{1f600}\t",
                "A",
            ),
            (r"(a|b)\1", "bb", "ab"),
            (r"(?<q>['\x22]).*\k<q>", "'a'", "'a\""),
            (r"\d{2,3}?", "123", "1"),
            (r"(?>a|ab)c", "ac", "abc"),
            (r"(?x) a b # the end", "ab", "a b"),
            (r"(?s).", "\n", "ab"),
            (r".", "a", "\n"),
            (r"[]a]", "]", "b"),
            (r"[^\s.]", "x", " "),
            (r"(a(?!c)|b)+", "ab", "c"),
            (r"\R", "\r\n", "a"),
            (r"\p{IsArabic}\p{InArabic}?", "ب", "b"),
            (r"\p{L}+\p{Punct}", "اب!", "a۔"),
            (r"[a-z-]+", "a-b", "A"),
            (r"\0101\cA", "A\u{1}", "B"),
            (r"^\bab\b$", "ab", "abc"),
        ] {
            assert!(whole(pattern, yes), "{pattern} on {yes}");
            assert!(!whole(pattern, no), "{pattern} on {no}");
        }
    }

    #[test]
    fn what_cannot_be_compiled_is_pointed_at() {
        for (pattern, span) in [
            ("a(b", 1..3),
            ("ab)", 2..3),
            ("[a", 0..2),
            ("*a", 0..1),
            (r"a\p{Foo}", 1..8),
            (r"a{3,1}", 1..6),
            (r"[z-a]", 1..4),
            (r"\2", 0..2),
            (r"\y", 0..2),
            ("a(?y)", 1..4),
            (r"a\", 1..2),
            (r"\uD83D", 0..6),
        ] {
            assert_eq!(parse(pattern).unwrap_err().span, span, "{pattern}");
        }
    }
}
