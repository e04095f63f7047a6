//! Validates TBX: the structure of its edition, ids, and the data categories of TBX-Basic.

use std::collections::HashSet;

use super::dialect::{Category, Level, basic};
use super::grammar::{NAMESPACE, SECOND, THIRD};
use super::rules::{
    self, DUPLICATE_ID, ELEMENT_ORDER, EMPTY_TERM, MISPLACED_CATEGORY, MISPLACED_ELEMENT,
    MISSING_ATTRIBUTE, MISSING_ELEMENT, SECOND_ELEMENT, SECOND_LANGUAGE, STRAY_TEXT,
    UNKNOWN_ATTRIBUTE, UNKNOWN_CATEGORY, UNKNOWN_CHOICE, UNKNOWN_ELEMENT, UNKNOWN_REFERENCE,
    UNKNOWN_VALUE,
};
use crate::exchange::Rule;
use crate::exchange::validation::{Fault, Grammar, Tag, Walk, Watcher, fingerprint, no_such_file};
use crate::model::{Finding, Place};
use crate::text::Language;

/// The elements that hold a data category in their `type`.
const HOLDERS: [&str; 7] = [
    "descrip",
    "admin",
    "termNote",
    "transac",
    "transacNote",
    "ref",
    "xref",
];

/// How many references are looked up at the end of a file.
const MOST: usize = 100_000;

/// What was seen of a file.
#[derive(Default)]
pub(super) struct Validator {
    /// Whether categories are elements of their own, which stand in other namespaces.
    is_by_element: bool,
    ids: HashSet<u64>,
    /// References to ids, with their places; those behind them may be meant.
    references: Vec<(String, Place)>,
    /// The languages of the present entry.
    languages: Vec<Language>,
    /// The list of words of the present category, with the category's name.
    choices: Option<&'static Category>,
    /// The text of the present term or category.
    text: String,
}

impl Watcher for Validator {
    fn grammar(&mut self, root: &Tag) -> Result<&'static Grammar, Box<Finding>> {
        match root.name.as_str() {
            "tbx" => Ok(&THIRD),
            "martif" => Ok(&SECOND),
            other => {
                let message = format!("not a TBX file: its root is `{other}`");
                Err(no_such_file("not-tbx", message))
            }
        }
    }

    fn rule(&mut self, fault: &Fault<'_>) -> &'static Rule {
        match fault {
            Fault::UnknownElement { .. } => &UNKNOWN_ELEMENT,
            Fault::Misplaced { .. } => &MISPLACED_ELEMENT,
            Fault::Second { .. } => &SECOND_ELEMENT,
            Fault::Order { .. } => &ELEMENT_ORDER,
            Fault::Lacks { .. } => &MISSING_ELEMENT,
            Fault::NoAttribute { .. } => &MISSING_ATTRIBUTE,
            Fault::UnknownAttribute { .. } => &UNKNOWN_ATTRIBUTE,
            Fault::BadValue { .. } => &UNKNOWN_VALUE,
            Fault::StrayText { .. } => &STRAY_TEXT,
        }
    }

    fn start(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        if let Some(id) = tag.attribute("id")
            && !self.ids.insert(fingerprint(id))
        {
            let message = format!("a second element has the id `{id}`");
            walk.object(&DUPLICATE_ID, message);
        }
        match tag.name.as_str() {
            "tbx" => {
                self.is_by_element = tag.attribute("style") == Some("dct");
                if walk.namespace() != Some(NAMESPACE) {
                    walk.object(&rules::NAMESPACE, "the root is not in the namespace of TBX");
                }
            }
            "conceptEntry" | "termEntry" => self.languages.clear(),
            "langSec" | "langSet" => self.language(tag, walk),
            "term" => self.text.clear(),
            name if HOLDERS.contains(&name) => {
                self.text.clear();
                self.category(tag, walk);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &'static str, walk: &mut Walk<'_, '_, '_>) {
        if name == "term" && self.text.trim().is_empty() {
            walk.object(&EMPTY_TERM, "the term has no text");
        }
        if HOLDERS.contains(&name) {
            self.choice(walk);
        }
        if matches!(name, "tbx" | "martif") {
            for (id, place) in std::mem::take(&mut self.references) {
                if !self.ids.contains(&fingerprint(&id)) {
                    let message = format!("`{id}` is the id of nothing in the file");
                    walk.object_at(&UNKNOWN_REFERENCE, message, &place);
                }
            }
        }
    }

    fn text(&mut self, walk: &mut Walk<'_, '_, '_>) {
        let holds = |open: &str| open == "term" || HOLDERS.contains(&open);
        if walk.open().any(holds) {
            walk.xml.text_into(&mut self.text);
        }
    }
}

impl Validator {
    fn language(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        let language = tag.attribute("xml:lang").map(Language::parse);
        let Some(Ok(language)) = language else {
            return;
        };
        if self.languages.contains(&language) {
            let message = format!("a second section in `{language}` in one entry");
            walk.object(&SECOND_LANGUAGE, message);
        } else {
            self.languages.push(language);
        }
    }

    /// Holds a data category against the dialect.
    fn category(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        self.choices = None;
        if tag.name == "ref"
            && let Some(target) = tag.attribute("target")
            && self.references.len() < MOST
        {
            let id = target.trim_start_matches('#').to_owned();
            self.references.push((id, walk.xml.place()));
        }
        let Some(name) = tag.attribute("type").filter(|_| !self.is_by_element) else {
            return;
        };
        let Some(category) = basic(name) else {
            let message = format!("`{name}` is no data category of TBX-Basic");
            return walk.object(&UNKNOWN_CATEGORY, message);
        };
        if category.element != tag.name {
            let message = format!(
                "`{name}` stands in `{}`, not in `{}`",
                category.element, tag.name
            );
            walk.object(&MISPLACED_CATEGORY, message);
        } else if let Some(level) = level(walk)
            && !category.levels.contains(&level)
        {
            let what = match level {
                Level::Concept => "a concept",
                Level::Language => "a language",
                Level::Term => "a term",
            };
            walk.object(
                &MISPLACED_CATEGORY,
                format!("`{name}` is not said of {what}"),
            );
        }
        self.choices = Some(category).filter(|category| !category.choices.is_empty());
    }

    /// Ends a category; its word must be one of its list.
    fn choice(&mut self, walk: &mut Walk<'_, '_, '_>) {
        let Some(category) = self.choices.take() else {
            return;
        };
        let word = self.text.trim();
        if !category.choices.contains(&word) {
            let list = category.choices.join("`, `");
            let message = format!("`{}` is `{word}`; it can be `{list}`", category.name);
            walk.object(&UNKNOWN_CHOICE, message);
        }
    }
}

/// The level at which the present element says something.
fn level(walk: &Walk<'_, '_, '_>) -> Option<Level> {
    walk.open().rev().find_map(|open| match open {
        "termSec" | "tig" | "ntig" => Some(Level::Term),
        "langSec" | "langSet" => Some(Level::Language),
        "conceptEntry" | "termEntry" => Some(Level::Concept),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::exchange::collected::{objected, objections};
    use crate::exchange::terms::tbx::rules::Rules;

    const RULES: Rules = Rules;

    /// A sound file with this in its body.
    fn file(body: &str) -> String {
        format!(
            "<tbx type='TBX-Basic' style='dca' xml:lang='en' xmlns='urn:iso:std:iso:30042:ed-2'>\
             <tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>\
             <text><body>{body}</body></text></tbx>"
        )
    }

    fn entry(term: &str) -> String {
        format!("<conceptEntry id='c1'><langSec xml:lang='ur'>{term}</langSec></conceptEntry>")
    }

    #[test]
    fn sound_files_draw_no_objection() {
        let terms = "<termSec><term>دریا</term><termNote type='partOfSpeech'>noun</termNote>\
                     <descrip type='context'>x</descrip><ref type='crossReference' target='c1'>y</ref></termSec>";
        let second = "<martif type='TBX-Basic' xml:lang='en'><martifHeader><fileDesc><sourceDesc><p>x</p>\
                      </sourceDesc></fileDesc></martifHeader><text><body><termEntry><langSet xml:lang='ur'>\
                      <ntig><termGrp><term>دریا</term></termGrp></ntig></langSet></termEntry></body></text></martif>";
        assert_eq!(objections(&RULES, &file(&entry(terms))), []);
        assert_eq!(objections(&RULES, second), []);
    }

    #[test]
    fn each_rule_is_broken_by_a_file() {
        let term = "<termSec><term>x</term></termSec>";
        let with = |more: &str| entry(&format!("<termSec><term>x</term>{more}</termSec>"));
        for (body, wanted) in [
            (entry("<termSec/>"), "missing-element"),
            (
                entry(term).replace(" xml:lang='ur'", ""),
                "missing-attribute",
            ),
            (entry(term).replace("'ur'", "'ur_PK'"), "unknown-value"),
            (entry(term).repeat(2), "duplicate-id"),
            (entry("<termSec><term/></termSec>"), "empty-term"),
            (with("<bogus/>"), "unknown-element"),
            (with("<langSec xml:lang='en'/>"), "misplaced-element"),
            (with("<term>y</term>"), "second-element"),
            (
                with("<note>n</note><termNote type='termType'>acronym</termNote>"),
                "element-order",
            ),
            (with("words"), "stray-text"),
            (with("<note colour='red'>n</note>"), "unknown-attribute"),
            (with("<admin type='x-own'>v</admin>"), "unknown-category"),
            (
                with("<descrip type='definition'>v</descrip>"),
                "misplaced-category",
            ),
            (
                with("<admin type='context'>v</admin>"),
                "misplaced-category",
            ),
            (
                with("<termNote type='partOfSpeech'>Noun</termNote>"),
                "unknown-choice",
            ),
            (
                with("<ref type='crossReference' target='c9'>v</ref>"),
                "unknown-reference",
            ),
        ] {
            assert_eq!(objected(&RULES, &file(&body))[0], wanted, "{body}");
        }
        let body = format!(
            "<conceptEntry><langSec xml:lang='ur'>{term}</langSec><langSec xml:lang='UR'>{term}</langSec></conceptEntry>"
        );
        assert_eq!(objected(&RULES, &file(&body)), ["second-language"]);
        let other = file(&entry(term)).replace("30042:ed-2", "30042:ed-9");
        assert_eq!(objected(&RULES, &other), ["bad-namespace"]);
    }
}
