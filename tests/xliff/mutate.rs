//! Files with one fault each, made from a file that has everything.

use std::collections::HashMap;
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
    /// Its place among its parent's elements: the parent's number and its own.
    parent: Option<usize>,
}

/// What an attribute is made to be.
const VALUES: [&str; 9] = [
    "", "bogus", "x-own", "a b", "yes", " no", "0", "12", "UR_pk",
];

/// Files with one change each, and what was changed.
pub(crate) fn mutants(file: &str) -> Vec<(String, String)> {
    let elements = elements(file);
    let mut mutants = Vec::new();
    let mut add = |what: String, at: Range<usize>, new: &str| {
        mutants.push((
            what,
            format!("{}{new}{}", &file[..at.start], &file[at.end..]),
        ));
    };
    let mut firsts: HashMap<&str, usize> = HashMap::new();
    for (number, element) in elements.iter().enumerate() {
        let name = element.name.as_str();
        let whole = &file[element.whole.clone()];
        if element.parent.is_some() {
            add(format!("no {name}"), element.whole.clone(), "");
            add(
                format!("two {name}"),
                element.whole.clone(),
                &whole.repeat(2),
            );
        }
        let renamed = whole
            .replacen(&format!("<{name}"), "<bogus", 1)
            .replace(&format!("</{name}>"), "</bogus>");
        if !whole[1..].contains(&format!("<{name}")) {
            add(format!("bogus for {name}"), element.whole.clone(), &renamed);
        }
        let next = elements[number + 1..].iter();
        let mut next = next.filter(|other| {
            other.parent == element.parent && other.whole.start >= element.whole.end
        });
        if let Some(next) = next.next() {
            let between = &file[element.whole.end..next.whole.start];
            let swapped = format!("{}{between}{whole}", &file[next.whole.clone()]);
            let both = element.whole.start..next.whole.end;
            add(format!("{} before {name}", next.name), both, &swapped);
        }
        for (attribute, value) in attributes(file, &element.tag) {
            let text = &file[attribute.start..value.end + 1];
            let own = text.trim().split('=').next().unwrap_or_default();
            add(
                format!("{name} without {own}"),
                attribute.start..value.end + 1,
                "",
            );
            for new in VALUES {
                add(format!("{name} {own}={new:?}"), value.clone(), new);
            }
            let shouted = file[value.clone()].to_uppercase();
            add(format!("{name} {own}={shouted:?}"), value.clone(), &shouted);
        }
        let name_end = element.tag.start + 1 + name.len();
        add(
            format!("{name} bogus=\"\""),
            name_end..name_end,
            " bogus=\"\"",
        );
        add(
            format!("{name} v:bogus=\"\""),
            name_end..name_end,
            " xmlns:v=\"urn:example:other\" v:bogus=\"\"",
        );
        firsts.entry(name).or_insert(number);
    }
    let mut inside = |element: &Element, what: &str, new: &str| {
        let name = &element.name;
        match &element.content {
            Some(content) => {
                add(
                    format!("{what} first in {name}"),
                    content.start..content.start,
                    new,
                );
                add(
                    format!("{what} last in {name}"),
                    content.end..content.end,
                    new,
                );
            }
            None => {
                let filled = format!(">{new}</{name}>");
                let end = element.tag.end;
                add(format!("{what} in {name}"), end - 2..end, &filled);
            }
        }
    };
    let mut names: Vec<_> = firsts.into_iter().collect();
    names.sort_unstable();
    for &(_, around) in &names {
        let around = &elements[around];
        inside(around, "words", "words");
        inside(around, "an unknown element", "<bogus/>");
        inside(
            around,
            "a foreign element",
            "<v:own xmlns:v=\"urn:example:other\"/>",
        );
        for &(name, own) in &names {
            inside(around, name, &file[elements[own].whole.clone()]);
        }
    }
    mutants
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
