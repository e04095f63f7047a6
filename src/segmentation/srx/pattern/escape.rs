//! Reads what follows a backslash: conditions, back references, characters by number, sets by name.

use regex_syntax::hir::ClassUnicode;

use super::parse::{Parsed, Parser};
use super::{Assertion, Node, class};

impl Parser<'_> {
    /// What a backslash outside a class stands for.
    pub(super) fn escape(&mut self, from: usize) -> Parsed<Node> {
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
                match class.ranges() {
                    [one] if one.start() == one.end() => Ok(Node::Char(one.start())),
                    _ => Ok(Node::Class(class)),
                }
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
    pub(super) fn escaped_class(&mut self, from: usize) -> Parsed<ClassUnicode> {
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
}
