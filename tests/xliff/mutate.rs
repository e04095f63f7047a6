//! Files with one fault each, made from a file that has everything.

use std::collections::BTreeMap;
use std::ops::Range;

/// One element of a file.
struct Element {
    name: String,
    /// All of it.
    whole: Range<usize>,
    /// Its start tag.
    tag: Range<usize>,
    /// What stands between its tags; nothing for an element that is empty by its tag.
    content: Option<Range<usize>>,
    /// The number of the element around it.
    parent: Option<usize>,
}

/// What an attribute is made to be.
const VALUES: [&str; 9] = [
    "", "bogus", "x-own", "a b", "yes", " no", "0", "12", "UR_pk",
];

/// Files with one change each, and what was changed.
pub(crate) fn mutants(file: &str) -> Vec<(String, String)> {
    let elements = elements(file);
    let mut mutants = Mutants {
        file,
        made: Vec::new(),
    };
    let mut firsts: BTreeMap<&str, &Element> = BTreeMap::new();
    for (number, element) in elements.iter().enumerate() {
        let mut later = elements[number + 1..].iter();
        let next = later
            .find(|other| other.parent == element.parent && other.whole.start >= element.whole.end);
        mutants.element(element, next);
        mutants.attributes(element);
        firsts.entry(&element.name).or_insert(element);
    }
    for around in firsts.values() {
        mutants.inside(around, "words", "words");
        mutants.inside(around, "an unknown element", "<bogus/>");
        let foreign = "<v:own xmlns:v=\"urn:example:other\"/>";
        mutants.inside(around, "a foreign element", foreign);
        for (name, own) in &firsts {
            mutants.inside(around, name, &file[own.whole.clone()]);
        }
    }
    mutants.made
}

/// Changes to one file.
struct Mutants<'f> {
    file: &'f str,
    made: Vec<(String, String)>,
}

impl Mutants<'_> {
    /// A file with something else in one place.
    fn add(&mut self, what: String, at: Range<usize>, new: &str) {
        let (before, after) = (&self.file[..at.start], &self.file[at.end..]);
        self.made.push((what, format!("{before}{new}{after}")));
    }

    /// An element that is not there, is there twice, has another name, stands behind its next.
    fn element(&mut self, element: &Element, next: Option<&Element>) {
        let (name, file) = (element.name.as_str(), self.file);
        let whole = &file[element.whole.clone()];
        if element.parent.is_some() {
            self.add(format!("no {name}"), element.whole.clone(), "");
            self.add(
                format!("two {name}"),
                element.whole.clone(),
                &whole.repeat(2),
            );
        }
        if !whole[1..].contains(&format!("<{name}")) {
            let renamed = whole
                .replacen(&format!("<{name}"), "<bogus", 1)
                .replace(&format!("</{name}>"), "</bogus>");
            self.add(format!("bogus for {name}"), element.whole.clone(), &renamed);
        }
        if let Some(next) = next {
            let between = &file[element.whole.end..next.whole.start];
            let swapped = format!("{}{between}{whole}", &file[next.whole.clone()]);
            let both = element.whole.start..next.whole.end;
            self.add(format!("{} before {name}", next.name), both, &swapped);
        }
    }

    /// An attribute that is not there, or is another, or one more.
    fn attributes(&mut self, element: &Element) {
        let (name, file) = (element.name.as_str(), self.file);
        for (attribute, value) in attributes(file, &element.tag) {
            let own = file[attribute.clone()].trim();
            let whole = attribute.start..value.end + 1;
            self.add(format!("{name} without {own}"), whole, "");
            let shouted = file[value.clone()].to_uppercase();
            for new in VALUES.into_iter().chain([shouted.as_str()]) {
                self.add(format!("{name} {own}={new:?}"), value.clone(), new);
            }
        }
        let end = element.tag.start + 1 + name.len();
        for more in [" bogus=\"\"", " xmlns:v=\"urn:example:other\" v:bogus=\"\""] {
            self.add(format!("{name}{more}"), end..end, more);
        }
    }

    /// Something more in an element, before and after what is in it.
    fn inside(&mut self, element: &Element, what: &str, new: &str) {
        let name = &element.name;
        let Some(content) = &element.content else {
            let filled = format!(">{new}</{name}>");
            let end = element.tag.end;
            return self.add(format!("{what} in {name}"), end - 2..end, &filled);
        };
        let (first, last) = (content.start, content.end);
        self.add(format!("{what} first in {name}"), first..first, new);
        self.add(format!("{what} last in {name}"), last..last, new);
    }
}

/// The elements of a file, in the order of their start tags.
fn elements(file: &str) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(begin) = file[at..].find('<').map(|found| at + found) {
        let end = begin + file[begin..].find('>').unwrap() + 1;
        let tag = &file[begin..end];
        at = end;
        if tag.starts_with("<?") {
            continue;
        }
        if tag.starts_with("</") {
            let element = &mut elements[open.pop().unwrap()];
            element.whole.end = end;
            element.content = Some(element.tag.end..begin);
            continue;
        }
        elements.push(Element {
            name: tag[1..].split([' ', '>', '/']).next().unwrap().to_owned(),
            whole: begin..end,
            tag: begin..end,
            content: None,
            parent: open.last().copied(),
        });
        if !tag.ends_with("/>") {
            open.push(elements.len() - 1);
        }
    }
    elements
}

/// The attributes of a tag: each from the white space before it, and its value; declarations of namespaces apart.
fn attributes(file: &str, tag: &Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut attributes = Vec::new();
    let mut at = tag.start;
    while let Some(equals) = file[at..tag.end].find("=\"").map(|found| at + found) {
        let start = file[..equals].rfind(' ').unwrap();
        let value = equals + 2..equals + 2 + file[equals + 2..].find('"').unwrap();
        at = value.end + 1;
        if !file[start + 1..].starts_with("xmlns") {
            attributes.push((start..equals, value));
        }
    }
    attributes
}
