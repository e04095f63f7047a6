//! XML 1.0 as the formats read and write it: a strict pull parser in bounded memory, and escaping.
//!
//! It is stricter than the usual libraries: every token is checked in full (characters, names,
//! references, attributes, the order of declarations), even where the caller passes over it. It
//! expands nothing but the five entities and numbers, and fetches nothing.

mod characters;
mod doctype;
mod escape;
mod fragment;
mod prolog;
mod reference;
mod scan;
#[cfg(test)]
mod tests;
mod window;

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::Range;

pub(crate) use characters::{is_blank, is_name_token};
pub(crate) use escape::{Escaped, escape_attribute, escape_markup, escape_text};
pub(crate) use fragment::check_fragment;
pub(crate) use prolog::root_tag;
pub(crate) use reference::resolve;
pub(crate) use scan::Kind;

use super::ReadError;
use crate::model::Place;
use scan::{Attribute, Fault, Token};
use window::Window;

/// How deep elements may nest.
const MAX_DEPTH: usize = 256;

/// Reads an XML file token by token; what it has handed out before an error was well-formed.
pub(crate) struct Parser<'r> {
    window: Window<'r>,
    attributes: Vec<Attribute>,
    token: Token,
    /// The end of the present token, where the next begins.
    at: usize,
    open: OpenElements,
    /// `<name/>` was handed out as a start, its end is still owed.
    owes_end: bool,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Before the root and its DOCTYPE.
    Prolog,
    /// After the DOCTYPE, before the root.
    Declared,
    /// The root was begun.
    Content,
    /// The root is closed.
    Epilog,
}

/// The names of the open elements, one after the other in one buffer.
#[derive(Default)]
struct OpenElements {
    names: String,
    starts: Vec<usize>,
}

impl<'r> Parser<'r> {
    /// Begins a file, in whatever encoding its first bytes tell.
    ///
    /// # Errors
    /// When the input fails or its encoding cannot be told.
    pub(crate) fn new(input: &'r mut dyn BufRead) -> Result<Self, ReadError> {
        Ok(Self {
            window: Window::new(input)?,
            attributes: Vec::new(),
            token: Token {
                kind: Kind::EndOfFile,
                raw: 0..0,
                inner: 0..0,
                simple: true,
            },
            at: 0,
            open: OpenElements::default(),
            owes_end: false,
            stage: Stage::Prolog,
        })
    }

    /// Goes to the next token; the parts of the one before are gone.
    ///
    /// # Errors
    /// When the file cannot be read or is not well-formed.
    pub(crate) fn advance(&mut self) -> Result<Kind, ReadError> {
        if self.owes_end {
            self.owes_end = false;
            self.token.kind = Kind::End;
            self.token.raw = self.at..self.at;
            self.close();
            return Ok(Kind::End);
        }
        self.at -= self.window.slide(self.at);
        if let Some(due) = self.open.last()
            && let Some(token) = scan::scan_due_end(self.window.text(), self.at, due)
        {
            self.at = token.raw.end;
            self.token = token;
            self.close();
            return Ok(Kind::End);
        }
        loop {
            match scan::scan(self.window.text(), self.at, &mut self.attributes) {
                Ok(Some(token)) => {
                    self.at = token.raw.end;
                    self.token = token;
                    break;
                }
                Ok(None) if self.window.extend(self.at)? => {}
                Ok(None) => return self.end_of_file(),
                Err(fault) => return Err(self.malformed(&fault)),
            }
        }
        self.admit().map_err(|fault| self.malformed(&fault))?;
        Ok(self.token.kind)
    }

    /// Checks that the token may stand here, and keeps count of the open elements.
    fn admit(&mut self) -> Result<(), Box<Fault>> {
        let inside = !self.open.starts.is_empty();
        let whole = &self.token.raw;
        match self.token.kind {
            Kind::Start if self.stage == Stage::Epilog => {
                let length = whole.len();
                return Err(Fault::new(whole.start, length, "a second root element"));
            }
            Kind::Start => {
                self.stage = Stage::Content;
                self.open_element()?;
            }
            Kind::End => self.close_element()?,
            Kind::Text if inside => {}
            Kind::Text if is_blank(&self.window.text()[whole.clone()]) => {}
            Kind::Text | Kind::Cdata if !inside => {
                return Err(Fault::new(whole.start, 1, "text outside the root element"));
            }
            Kind::Doctype if self.stage == Stage::Prolog => self.stage = Stage::Declared,
            Kind::Doctype => {
                return Err(Fault::new(
                    whole.start,
                    9,
                    "a DOCTYPE that is not before the root",
                ));
            }
            Kind::Instruction => return self.admit_instruction(),
            Kind::Text | Kind::Cdata | Kind::Comment | Kind::EndOfFile => {}
        }
        Ok(())
    }

    fn admit_instruction(&self) -> Result<(), Box<Fault>> {
        let text = self.window.text();
        let (whole, name) = (&self.token.raw, &self.token.inner);
        if !doctype::is_reserved(&text[name.clone()]) {
            return Ok(());
        }
        if self.window.position(whole.start) > 0 || text[name.clone()] != *"xml" {
            let message = "an XML declaration that is not at the very beginning of the file";
            return Err(Fault::new(whole.start, whole.len(), message)
                .hint("remove what stands before it, or the declaration"));
        }
        match doctype::declaration_fault(&text[name.end..whole.end - 2]) {
            Some(message) => Err(Fault::new(whole.start, whole.len(), message)),
            None => Ok(()),
        }
    }

    fn open_element(&mut self) -> Result<(), Box<Fault>> {
        if self.open.starts.len() == MAX_DEPTH {
            let message = format!("elements nest deeper than {MAX_DEPTH}");
            return Err(Fault::new(self.token.raw.start, 1, message));
        }
        self.open.starts.push(self.open.names.len());
        let name = &self.window.text()[self.token.inner.clone()];
        self.open.names.push_str(name);
        self.owes_end = self.token.simple;
        Ok(())
    }

    fn close_element(&mut self) -> Result<(), Box<Fault>> {
        let name = &self.window.text()[self.token.inner.clone()];
        let (at, length) = (self.token.raw.start, self.token.raw.len());
        let Some(open) = self.open.last() else {
            let message = format!("`</{name}>` closes nothing");
            return Err(Fault::new(at, length, message));
        };
        if open != name {
            let message = format!("`</{name}>` stands where `</{open}>` is due");
            return Err(Fault::new(at, length, message));
        }
        self.close();
        Ok(())
    }

    fn close(&mut self) {
        if let Some(start) = self.open.starts.pop() {
            self.open.names.truncate(start);
        }
        if self.open.starts.is_empty() {
            self.stage = Stage::Epilog;
        }
    }

    fn end_of_file(&mut self) -> Result<Kind, ReadError> {
        let rest = &self.window.text()[self.at..];
        let whole_file = self.stage == Stage::Epilog && is_blank(rest);
        let end = self.window.text().len();
        if whole_file {
            self.token = Token {
                kind: Kind::EndOfFile,
                raw: end..end,
                inner: end..end,
                simple: true,
            };
            self.at = end;
            return Ok(Kind::EndOfFile);
        }
        let message = match (self.open.last(), rest.is_empty()) {
            (Some(name), true) => format!("the file ends before `</{name}>`"),
            (Some(name), false) => format!("the file ends in the middle of `{name}`"),
            (None, _) if self.stage == Stage::Epilog => "text outside the root element".to_owned(),
            (None, _) => "the file holds no XML element".to_owned(),
        };
        let at = if rest.is_empty() { end } else { self.at };
        Err(self.window.malformed(
            at,
            1,
            &message,
            Some("the file may be cut off: copy it again"),
        ))
    }

    /// Goes on until only `depth` elements are open.
    ///
    /// # Errors
    /// As [`Parser::advance`].
    pub(crate) fn skip_to(&mut self, depth: usize) -> Result<(), ReadError> {
        while self.depth() > depth {
            self.advance()?;
        }
        Ok(())
    }

    /// How many elements are open; that of a start tag counts, that of an end tag does not.
    pub(crate) fn depth(&self) -> usize {
        self.open.starts.len()
    }

    /// The name of the present tag or instruction, or the content of the present text or comment.
    pub(crate) fn inner(&self) -> &str {
        &self.window.text()[self.token.inner.clone()]
    }

    /// The present token to the letter, but for line ends; nothing for the end of `<name/>`.
    pub(crate) fn raw(&self) -> &str {
        &self.window.text()[self.token.raw.clone()]
    }

    /// Appends the present text or CDATA section, its references resolved.
    pub(crate) fn text_into(&self, into: &mut String) {
        if self.token.simple {
            into.push_str(self.inner());
        } else {
            resolve(self.inner(), into);
        }
    }

    /// The attributes of the present start tag, in order, their values resolved.
    pub(crate) fn attributes(&self) -> impl ExactSizeIterator<Item = (&str, Cow<'_, str>)> {
        let text = self.window.text();
        self.attributes.iter().map(move |attribute| {
            let raw = &text[attribute.value.clone()];
            let value = if attribute.plain {
                Cow::Borrowed(raw)
            } else {
                let mut value = String::with_capacity(raw.len());
                reference::resolve_attribute(raw, &mut value);
                Cow::Owned(value)
            };
            (&text[attribute.name.clone()], value)
        })
    }

    /// The line on which the present token begins, counted from 1.
    pub(crate) fn line(&mut self) -> u64 {
        self.window.line_at(self.token.raw.start)
    }

    /// How many bytes of text stand before the end of the present token.
    pub(crate) fn position(&self) -> u64 {
        self.window.position(self.at)
    }

    /// The place of the present token.
    pub(crate) fn place(&mut self) -> Place {
        let Range { start, end } = self.token.raw;
        self.window.place(start, end - start)
    }

    fn malformed(&mut self, fault: &Fault) -> ReadError {
        self.window
            .malformed(fault.at, fault.length, &fault.message, fault.hint)
    }
}

impl OpenElements {
    fn last(&self) -> Option<&str> {
        self.starts.last().map(|&start| &self.names[start..])
    }
}
