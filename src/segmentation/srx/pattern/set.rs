//! Reads sets of characters in square brackets: ranges, negation, sets within sets, `&&`.

use regex_syntax::hir::ClassUnicode;

use super::class;
use super::parse::{DEEPEST, Parsed, Parser};

impl Parser<'_> {
    /// Reads a class after its opening bracket.
    pub(super) fn class(&mut self, from: usize) -> Parsed<ClassUnicode> {
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
