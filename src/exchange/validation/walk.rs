//! Walks once through an XML file, and holds every element against the grammar of its format.

use std::io::BufRead;

use super::grammar::{ANYTHING, Child, Element, FOREIGN, Grammar, Number};
use super::{Fault, Hearing, Objections, Rule};
use crate::exchange::ReadError;
use crate::exchange::xml::{Kind, Parser, is_blank};
use crate::model::{Attributes, Finding, Place, Severity};

/// What a format says beyond its grammar.
pub(in crate::exchange) trait Watcher {
    /// The grammar of a file with such a root, or the finding that says why this is no file of the format.
    fn grammar(&mut self, root: &Tag) -> Result<&'static Grammar, Box<Finding>>;

    /// The rule that a fault breaks.
    fn rule(&mut self, fault: &Fault<'_>) -> &'static Rule;

    /// Looks at a start tag, which was held against the grammar.
    fn start(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>);

    /// Looks at the end of an element of the format.
    fn end(&mut self, name: &'static str, walk: &mut Walk<'_, '_, '_>);

    /// Looks at a text, which is the present token.
    fn text(&mut self, walk: &mut Walk<'_, '_, '_>);
}

/// A start tag.
#[derive(Debug)]
pub(in crate::exchange) struct Tag {
    /// The name of the element, without prefix.
    pub(in crate::exchange) name: String,
    /// What the grammar says of it; `None` for an element of another namespace, or one that the format does not have.
    pub(in crate::exchange) known: Option<&'static Element>,
    pub(in crate::exchange) attributes: Attributes,
}

impl Tag {
    /// The value of an attribute.
    pub(in crate::exchange) fn attribute(&self, name: &str) -> Option<&str> {
        crate::exchange::find(&self.attributes, name)
    }
}

/// A walk through a file.
pub(in crate::exchange) struct Walk<'r, 'e, 'o> {
    pub(in crate::exchange) xml: Parser<'r>,
    hears: Hearing<'e, 'o>,
    grammar: Option<&'static Grammar>,
    open: Vec<Open>,
    /// Namespaces that are declared: at which depth, prefix, name.
    declared: Vec<(usize, String, String)>,
    /// The namespace of the root.
    namespace: Option<String>,
}

/// An element that is open.
struct Open {
    known: Option<&'static Element>,
    /// The highest place of a child so far.
    place: u8,
    /// The children that stood in it, by their numbers.
    seen: u64,
    /// Whether anything may stand in it.
    takes_anything: bool,
}

impl<'r, 'e, 'o> Walk<'r, 'e, 'o> {
    pub(in crate::exchange) fn new(
        input: &'r mut dyn BufRead,
        each: &'e mut Objections<'o>,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            xml: Parser::new(input)?,
            hears: Hearing::new(each),
            grammar: None,
            open: Vec::new(),
            declared: Vec::new(),
            namespace: None,
        })
    }

    /// Goes through the file; what makes it no XML, or no file of the format, is an error.
    pub(in crate::exchange) fn run(mut self, watcher: &mut dyn Watcher) -> Result<(), ReadError> {
        loop {
            match self.xml.advance()? {
                Kind::EndOfFile => break,
                Kind::Start => self.start(watcher)?,
                Kind::End => self.end(watcher),
                Kind::Text | Kind::Cdata => self.text(watcher),
                Kind::Comment | Kind::Instruction | Kind::Doctype => {}
            }
        }
        self.hears.tell_rest();
        Ok(())
    }

    /// Hears that a rule is broken at the present token.
    pub(in crate::exchange) fn object(&mut self, rule: &'static Rule, message: impl Into<String>) {
        let xml = &mut self.xml;
        self.hears.object(rule, message, || xml.place());
    }

    /// Hears that a rule is broken at a place that was passed.
    pub(in crate::exchange) fn object_at(
        &mut self,
        rule: &'static Rule,
        message: impl Into<String>,
        place: &Place,
    ) {
        self.hears.object(rule, message, || place.clone());
    }

    /// The namespace of the root; `None` where it has none.
    pub(in crate::exchange) fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Whether every open element is one that the grammar knows.
    pub(in crate::exchange) fn is_in_own(&self) -> bool {
        self.open.iter().all(|open| open.known.is_some())
    }

    /// The names of the elements of the format that are open, the outermost first.
    pub(in crate::exchange) fn open(&self) -> impl DoubleEndedIterator<Item = &'static str> {
        let known = self.open.iter().filter_map(|open| open.known);
        known.map(|known| known.name)
    }

    /// The element around the present token, when it is one of the format.
    pub(in crate::exchange) fn around(&self) -> Option<&'static str> {
        self.open.last()?.known.map(|known| known.name)
    }

    fn object_to(&mut self, fault: &Fault<'_>, watcher: &mut dyn Watcher) {
        let rule = watcher.rule(fault);
        self.object(rule, fault.to_string());
    }

    fn start(&mut self, watcher: &mut dyn Watcher) -> Result<(), ReadError> {
        let attributes = self.xml.attributes();
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value.into_owned()));
        let attributes: Attributes = attributes.collect();
        let whole = self.xml.inner();
        let (prefix, name) = whole.split_once(':').unwrap_or(("", whole));
        let mut tag = Tag {
            name: name.to_owned(),
            known: None,
            attributes,
        };
        let prefix = prefix.to_owned();
        let grammar = match self.grammar {
            Some(grammar) => grammar,
            None => watcher
                .grammar(&tag)
                .map_err(|finding| ReadError::Malformed(Box::new(finding.at(self.xml.place()))))?,
        };
        self.grammar = Some(grammar);
        self.declare(grammar, &tag);
        if self.open.is_empty() {
            self.namespace = self.namespace_of(&prefix).map(str::to_owned);
        }
        if grammar.namespaces.is_empty() {
            // Where there are no namespaces a colon is a letter like others.
            self.xml.inner().clone_into(&mut tag.name);
        }
        let is_free = self.open.last().is_some_and(|open| open.takes_anything);
        if is_free {
            // Nothing is held against it.
        } else if self.is_foreign(grammar, &prefix) {
            self.foreign(&format!("{prefix}:{name}", name = tag.name), watcher);
        } else {
            tag.known = grammar.element(&tag.name);
            self.place(grammar, &tag.name, watcher);
            self.attributes(grammar, &tag, watcher);
            watcher.start(&tag, self);
        }
        let takes_anything = |known: &Element| known.child(ANYTHING).is_some();
        self.open.push(Open {
            known: tag.known,
            place: 0,
            seen: 0,
            takes_anything: is_free || tag.known.is_some_and(takes_anything),
        });
        Ok(())
    }

    /// Takes down the namespaces that a tag declares.
    fn declare(&mut self, grammar: &Grammar, tag: &Tag) {
        if grammar.namespaces.is_empty() {
            return;
        }
        let depth = self.xml.depth();
        self.declared.retain(|(at, ..)| *at < depth);
        for (name, value) in &tag.attributes {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => rest.strip_prefix(':').unwrap_or_default(),
                None => continue,
            };
            self.declared
                .push((depth, prefix.to_owned(), value.clone()));
        }
    }

    fn namespace_of(&self, prefix: &str) -> Option<&str> {
        let mut declared = self.declared.iter().rev();
        let known = declared.find(|(_, own, _)| own == prefix);
        known.map(|(_, _, name)| name.as_str())
    }

    /// Whether a prefix is that of another namespace than the format's and the root's.
    fn is_foreign(&self, grammar: &Grammar, prefix: &str) -> bool {
        let name = self.namespace_of(prefix);
        name != self.namespace() && !name.is_some_and(|name| grammar.namespaces.contains(&name))
    }

    /// Holds an element of another namespace against what may stand around it.
    fn foreign(&mut self, name: &str, watcher: &mut dyn Watcher) {
        let Some(around) = self.open.last().and_then(|open| open.known) else {
            return;
        };
        match around.child(FOREIGN) {
            Some((number, child)) => self.take_child(name, around, number, child, watcher),
            None => {
                let around = around.name;
                self.object_to(&Fault::Misplaced { name, around }, watcher);
            }
        }
    }

    /// Whether an element may stand where it stands.
    fn place(&mut self, grammar: &'static Grammar, name: &str, watcher: &mut dyn Watcher) {
        let Some(parent) = self.open.last() else {
            if grammar.element(name).is_none() {
                let format = grammar.title;
                self.object_to(&Fault::UnknownElement { name, format }, watcher);
            }
            return;
        };
        let Some(around) = parent.known else {
            return;
        };
        if let Some((number, child)) = around.child(name) {
            return self.take_child(name, around, number, child, watcher);
        }
        let fault = match grammar.element(name) {
            None => Fault::UnknownElement {
                name,
                format: grammar.title,
            },
            Some(_) => Fault::Misplaced {
                name,
                around: around.name,
            },
        };
        self.object_to(&fault, watcher);
    }

    /// Takes a child that may stand in the present element, if not there, or not twice.
    fn take_child(
        &mut self,
        name: &str,
        around: &'static Element,
        number: usize,
        child: &'static Child,
        watcher: &mut dyn Watcher,
    ) {
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        let again = match child.number {
            Number::One | Number::AtMostOne => parent.seen & bit(number) != 0,
            Number::OneOfThese => parent.seen & bits(around, Number::OneOfThese) != 0,
            Number::Any | Number::OneOrMore | Number::SomeOfThese => false,
        };
        let late = child.place < parent.place;
        parent.seen |= bit(number);
        parent.place = parent.place.max(child.place);
        let around = around.name;
        if again {
            self.object_to(&Fault::Second { name, around }, watcher);
        } else if late {
            self.object_to(&Fault::Order { name, around }, watcher);
        }
    }

    fn attributes(&mut self, grammar: &'static Grammar, tag: &Tag, watcher: &mut dyn Watcher) {
        let Some(known) = tag.known else {
            return;
        };
        let element = known.name;
        for (name, value) in &tag.attributes {
            let declares = name == "xmlns" || name.starts_with("xmlns:");
            if declares && !grammar.namespaces.is_empty() {
                continue;
            }
            if !known.has_attribute(name) {
                let fault = Fault::UnknownAttribute {
                    name,
                    element,
                    format: grammar.title,
                };
                self.object_to(&fault, watcher);
            } else if let Some(wanted) = grammar.wanted(element, name, value) {
                let fault = Fault::BadValue {
                    name,
                    element,
                    value,
                    wanted: &wanted,
                };
                self.object_to(&fault, watcher);
            }
        }
        for name in known.required {
            if tag.attribute(name).is_none() {
                self.object_to(&Fault::NoAttribute { name, element }, watcher);
            }
        }
    }

    fn end(&mut self, watcher: &mut dyn Watcher) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let Some(known) = open.known else {
            return;
        };
        for (number, child) in known.children.iter().enumerate() {
            let due = match child.number {
                Number::One | Number::OneOrMore => bit(number),
                Number::OneOfThese | Number::SomeOfThese => bits(known, child.number),
                Number::Any | Number::AtMostOne => continue,
            };
            // Of several that would do the first is named.
            let is_named = due & (bit(number) - 1) == 0;
            if is_named && open.seen & due == 0 {
                let fault = Fault::Lacks {
                    name: child.name,
                    around: known.name,
                };
                self.object_to(&fault, watcher);
            }
        }
        watcher.end(known.name, self);
    }

    fn text(&mut self, watcher: &mut dyn Watcher) {
        let around = self.open.last().and_then(|open| open.known);
        if let Some(known) = around.filter(|known| !known.text)
            && !is_blank(self.xml.inner())
        {
            let fault = Fault::StrayText { around: known.name };
            self.object_to(&fault, watcher);
        }
        watcher.text(self);
    }
}

fn bit(child: usize) -> u64 {
    1 << child.min(63)
}

/// The children of an element that share a number.
fn bits(element: &Element, shared: Number) -> u64 {
    let children = element.children.iter().enumerate();
    let sharing = children.filter(|(_, child)| child.number == shared);
    sharing.map(|(number, _)| bit(number)).sum()
}

/// The finding of a file that is none of the format.
pub(in crate::exchange) fn no_such_file(id: &str, message: String) -> Box<Finding> {
    Box::new(Finding::new(id, Severity::Error, message))
}
