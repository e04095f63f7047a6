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
const DEEPEST: usize = 150;

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
struct Flags {
    /// `i`: without regard to case.
    fold: bool,
    /// `u`: case beyond ASCII.
    unicode_case: bool,
    /// `U`: classes beyond ASCII.
    unicode: bool,
    /// `m`: `^` and `$` at every line.
    lines: bool,
    /// `s`: a dot matches line breaks too.
    dot_all: bool,
    /// `x`: white space and comments mean nothing.
    spaced: bool,
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    flags: Flags,
    groups: usize,
    names: Vec<(String, usize)>,
    depth: usize,
}

type Parsed<T> = Result<T, PatternError>;

impl Parser<'_> {
    fn error(&self, from: usize, reason: impl Into<String>) -> PatternError {
        let end = self
            .text
            .ceil_char_boundary(self.at.max(from + 1).min(self.text.len()));
        PatternError {
            span: from.min(end)..end,
            reason: reason.into(),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.text[self.at..].starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Passes over white space and comments where the flag `x` says so.
    fn skip(&mut self) {
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
        let mut class = class::set(&[(c, c)]);
        self.fold(&mut class);
        Node::Class(class)
    }

    fn fold(&self, class: &mut ClassUnicode) {
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

    fn name(&mut self, from: usize, close: char) -> Parsed<String> {
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

    /// What a backslash outside a class stands for.
    fn escape(&mut self, from: usize) -> Parsed<Node> {
        let assertion = match self.peek() {
            Some('b') => Some(Assertion::WordBoundary),
            Some('B') => Some(Assertion::NotWordBoundary),
            Some('A') => Some(Assertion::TextStart),
            Some('z') => Some(Assertion::TextEnd),
            Some('Z') => Some(Assertion::LastLineEnd),
            _ => None,
        };
        if let Some(assertion) = assertion {
            self.at += 1;
            return Ok(Node::Assertion(assertion));
        }
        match self.peek() {
            Some('1'..='9') => self.back_reference(from),
            Some('k') => {
                self.at += 1;
                if !self.eat("<") {
                    return Err(self.error(from, "`\\k` needs a name in angle brackets"));
                }
                let name = self.name(from, '>')?;
                let known = self.names.iter().find(|(known, _)| *known == name);
                match known {
                    Some((_, group)) => Ok(self.again(*group)),
                    None => Err(self.error(from, format!("no group is called `{name}`"))),
                }
            }
            Some('R') => {
                self.at += 1;
                let line_end =
                    class::set(&[('\n', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')]);
                let pair = Node::Concat(vec![
                    Node::Class(class::set(&[('\r', '\r')])),
                    Node::Class(class::set(&[('\n', '\n')])),
                ]);
                Ok(Node::Alternation(vec![pair, Node::Class(line_end)]))
            }
            Some('G' | 'X' | 'N') => Err(self.error(from, "this escape is not known here")),
            _ => {
                let mut class = self.escaped_class(from)?;
                self.fold(&mut class);
                Ok(Node::Class(class))
            }
        }
    }

    fn back_reference(&mut self, from: usize) -> Parsed<Node> {
        let mut group = 0;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let longer = group * 10 + digit as usize;
            if group > 0 && longer > self.groups {
                break;
            }
            group = longer;
            self.at += 1;
        }
        if group > self.groups {
            return Err(self.error(from, format!("there is no group {group} before this")));
        }
        Ok(self.again(group))
    }

    fn again(&self, group: usize) -> Node {
        Node::BackReference {
            group,
            fold: self.flags.fold,
        }
    }

    /// What a backslash stands for, inside a class or outside, when it is a set of characters.
    fn escaped_class(&mut self, from: usize) -> Parsed<ClassUnicode> {
        let Some(c) = self.next() else {
            return Err(self.error(from, "a backslash ends the expression"));
        };
        if let 'p' | 'P' = c {
            return self.property(from, c == 'P');
        }
        if let Some(class) = class::shorthand(c, self.flags.unicode) {
            return Ok(class);
        }
        let c = self.escaped_char(from, c)?;
        Ok(class::set(&[(c, c)]))
    }

    fn escaped_char(&mut self, from: usize, c: char) -> Parsed<char> {
        Ok(match c {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\u{c}',
            'a' => '\u{7}',
            'e' => '\u{1b}',
            '0' => self.code(from, 8, 3)?,
            'x' if self.eat("{") => {
                let digits = self.name(from, '}')?;
                let code = u32::from_str_radix(&digits, 16)
                    .ok()
                    .and_then(char::from_u32);
                code.ok_or_else(|| self.error(from, format!("`{digits}` is no character")))?
            }
            'x' => self.code(from, 16, 2)?,
            'u' => self.utf16(from)?,
            'c' => match self.next() {
                Some(letter) if letter.is_ascii() => char::from(letter as u8 ^ 64),
                _ => return Err(self.error(from, "`\\c` needs a letter")),
            },
            c if c.is_ascii_alphabetic() => {
                return Err(self.error(from, format!("`\\{c}` is not known")));
            }
            c => c,
        })
    }

    fn digits(&mut self, radix: u32, most: usize) -> Option<u32> {
        let rest = &self.text[self.at..];
        let length = rest
            .chars()
            .take(most)
            .take_while(|c| c.is_digit(radix))
            .count();
        let code = u32::from_str_radix(&rest[..length], radix).ok()?;
        self.at += length;
        Some(code)
    }

    fn code(&mut self, from: usize, radix: u32, most: usize) -> Parsed<char> {
        let code = self.digits(radix, most).and_then(char::from_u32);
        code.ok_or_else(|| self.error(from, "this escape lacks its digits"))
    }

    /// `\u0660`, or two of them that make up one character.
    fn utf16(&mut self, from: usize) -> Parsed<char> {
        let unit = |parser: &mut Self| {
            let before = parser.at;
            parser.digits(16, 4).filter(|_| parser.at == before + 4)
        };
        let wrong =
            |parser: &Self| parser.error(from, "`\\u` needs four digits that make up a character");
        let first = unit(self).ok_or_else(|| wrong(self))?;
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        if !self.eat("\\u") {
            return Err(wrong(self));
        }
        let second = unit(self).ok_or_else(|| wrong(self))?;
        let pair = [first as u16, second as u16];
        let mut decoded = char::decode_utf16(pair);
        match (decoded.next(), decoded.next()) {
            (Some(Ok(c)), None) => Ok(c),
            _ => Err(wrong(self)),
        }
    }

    fn property(&mut self, from: usize, negative: bool) -> Parsed<ClassUnicode> {
        let name = if self.eat("{") {
            self.name(from, '}')?
        } else {
            self.next().map(String::from).unwrap_or_default()
        };
        let (name, inner) = match name.strip_prefix('^') {
            Some(rest) => (rest, true),
            None => (name.as_str(), false),
        };
        let Some(mut class) = class::named(name, self.flags.unicode) else {
            return Err(self.error(from, format!("no set of characters is called `{name}`")));
        };
        if negative != inner {
            class.negate();
        }
        Ok(class)
    }

    /// Reads a class after its opening bracket.
    fn class(&mut self, from: usize) -> Parsed<ClassUnicode> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(from, "classes nest too deep"));
        }
        let negative = self.eat("^");
        let mut class = self.class_union(from, true)?;
        while self.eat("&&") {
            let right = self.class_union(from, false)?;
            class.intersect(&right);
        }
        self.at += 1;
        self.fold(&mut class);
        if negative {
            class.negate();
        }
        self.depth -= 1;
        Ok(class)
    }

    /// Reads members up to `]` or `&&`, neither of which it takes.
    fn class_union(&mut self, from: usize, mut first: bool) -> Parsed<ClassUnicode> {
        let mut class = ClassUnicode::empty();
        loop {
            self.skip();
            match self.peek() {
                None => return Err(self.error(from, "this class is never closed")),
                Some(']') if !first => return Ok(class),
                _ if self.text[self.at..].starts_with("&&") => return Ok(class),
                Some('[') => {
                    let inner = self.at;
                    self.at += 1;
                    class.union(&self.class(inner)?);
                }
                _ if self.eat("\\Q") => {
                    let rest = &self.text[self.at..];
                    let length = rest.find("\\E").unwrap_or(rest.len());
                    rest[..length]
                        .chars()
                        .for_each(|c| class.union(&class::set(&[(c, c)])));
                    self.at += (length + 2).min(rest.len());
                }
                Some(_) => class.union(&self.member()?),
            }
            first = false;
        }
    }

    /// A character, a range, or an escape.
    fn member(&mut self) -> Parsed<ClassUnicode> {
        let from = self.at;
        let low = match self.next() {
            Some('\\') => {
                let class = self.escaped_class(from)?;
                match class.ranges() {
                    [one] if one.start() == one.end() => one.start(),
                    _ => return Ok(class),
                }
            }
            Some(c) => c,
            None => return Err(self.error(from, "this class is never closed")),
        };
        let rest = &self.text[self.at..];
        let ranges = rest.starts_with('-') && !rest[1..].starts_with([']', '[']) && rest.len() > 1;
        if !ranges {
            return Ok(class::set(&[(low, low)]));
        }
        self.at += 1;
        let high = match self.next() {
            Some('\\') => {
                let class = self.escaped_class(from)?;
                match class.ranges() {
                    [one] if one.start() == one.end() => one.start(),
                    _ => return Err(self.error(from, "a range cannot end in a set of characters")),
                }
            }
            Some(c) => c,
            None => return Err(self.error(from, "this class is never closed")),
        };
        if high < low {
            return Err(self.error(from, "this range runs backwards"));
        }
        Ok(class::set(&[(low, high)]))
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
