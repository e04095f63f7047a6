//! Validates XLIFF: what the schema of its version forbids, and what the specification asks beyond it.

use std::collections::HashSet;

use super::dialect::Version;
use super::keys::Names;
use super::rules::{
    DUPLICATE_ID, ELEMENT_ORDER, LONE_VALUE, MISPLACED_ELEMENT, MISSING_ATTRIBUTE, MISSING_ELEMENT,
    NAMESPACE, NO_TARGET_LANGUAGE, OTHER_LANGUAGE, SECOND_ELEMENT, STRAY_TEXT, UNFIT_VALUE,
    UNKNOWN_ATTRIBUTE, UNKNOWN_ELEMENT, UNKNOWN_VALUE, UNNAMED_TARGET,
};
use super::types::{is_language, is_prefixed};
use super::unit_check::{Side, UnitCheck};
use super::{grammar_one, grammar_two};
use crate::exchange::Rule;
use crate::exchange::validation::{Fault, Grammar, Tag, Walk, Watcher, fingerprint, no_such_file};
use crate::model::Finding;
use crate::text::Language;

/// What was seen of a file.
#[derive(Default)]
pub(super) struct Validator {
    version: Option<Version>,
    /// The languages that the file names, as it writes them.
    source: Option<String>,
    target: Option<String>,
    /// Whether it was said that the targets have no language.
    is_unnamed_told: bool,
    files: HashSet<u64>,
    /// Ids of units, and of groups, in the present file.
    units: HashSet<u64>,
    groups: HashSet<u64>,
    unit: UnitCheck,
    /// The names of a file of XLIFF 1.
    names: Names,
}

impl Watcher for Validator {
    fn grammar(&mut self, root: &Tag) -> Result<&'static Grammar, Box<Finding>> {
        if root.name != "xliff" {
            let message = format!("not an XLIFF file: its root is `{}`", root.name);
            return Err(no_such_file("not-xliff", message));
        }
        let number = root.attribute("version").unwrap_or_default();
        self.version = Version::of(number);
        match self.version {
            Some(Version::One) => Ok(&grammar_one::GRAMMAR),
            Some(Version::Two) => Ok(&grammar_two::GRAMMAR),
            None => {
                let message = format!("XLIFF version `{number}` is unknown: 1.x and 2.x are known");
                Err(no_such_file("unknown-version", message))
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
        if self.version == Some(Version::One) && walk.is_in_own() {
            self.names.start(tag, walk);
        }
        // What stands in modules and in alternative translations is not the unit's own.
        let is_aside = !walk.is_in_own() || walk.open().any(|open| open == "alt-trans");
        if is_aside {
            return;
        }
        match tag.name.as_str() {
            "xliff" => self.root(tag, walk),
            "file" => self.file(tag, walk),
            "group" if self.version == Some(Version::Two) => unique(&mut self.groups, tag, walk),
            "unit" => {
                unique(&mut self.units, tag, walk);
                self.unit = UnitCheck::default();
            }
            "trans-unit" | "bin-unit" => {
                self.unit = UnitCheck::default();
            }
            "source" | "seg-source" => self.language(tag, Side::Source, walk),
            "target" => {
                self.language(tag, Side::Target, walk);
                self.unit.target(tag, walk);
            }
            "segment" | "ignorable" => self.unit.piece(tag, walk),
            "note" => self.unit.note(tag, walk),
            "data" => self.unit.data(tag, walk),
            _ => self.inline(tag, walk),
        }
        for (name, value) in &tag.attributes {
            unfit_value(&tag.name, name, value, walk);
        }
        for (name, needed) in [("subState", "state"), ("subType", "type")] {
            if tag.attribute(name).is_some() && tag.attribute(needed).is_none() {
                let message = format!("`{}` has `{name}` and no `{needed}`", tag.name);
                walk.object(&LONE_VALUE, message);
            }
        }
    }

    fn end(&mut self, name: &'static str, walk: &mut Walk<'_, '_, '_>) {
        match name {
            "segment" => self.unit.end_of_segment(walk),
            "unit" | "trans-unit" => self.unit.end(walk),
            _ => {}
        }
        if self.version == Some(Version::One) {
            self.names.end(name, walk);
        }
    }

    fn text(&mut self, _walk: &mut Walk<'_, '_, '_>) {}
}

impl Validator {
    fn root(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        self.source = tag.attribute("srcLang").map(str::to_owned);
        self.target = tag.attribute("trgLang").map(str::to_owned);
        let (namespaces, may_have_none) = match self.version {
            Some(Version::One) => (
                grammar_one::GRAMMAR.namespaces,
                tag.attribute("version") == Some("1.0"),
            ),
            _ => (grammar_two::GRAMMAR.namespaces, false),
        };
        let message = match walk.namespace() {
            Some(name) if namespaces.contains(&name) => return,
            None if may_have_none => return,
            Some(name) => format!("the namespace of the root is `{name}`"),
            None => "the root has no namespace".to_owned(),
        };
        walk.object(&NAMESPACE, message);
    }

    fn file(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        self.units.clear();
        self.groups.clear();
        if self.version == Some(Version::One) {
            self.source = tag.attribute("source-language").map(str::to_owned);
            self.target = tag.attribute("target-language").map(str::to_owned);
            self.is_unnamed_told = false;
        } else {
            unique(&mut self.files, tag, walk);
        }
    }

    /// Holds the language of a text against that of the file.
    fn language(&mut self, tag: &Tag, side: Side, walk: &mut Walk<'_, '_, '_>) {
        let own = tag.attribute("xml:lang");
        let of_file = match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        };
        match (of_file, own) {
            (Some(of_file), Some(own)) if !is_same_language(of_file, own) => {
                let message =
                    format!("the text is in `{own}`, the file names `{of_file}` for its side");
                walk.object(&OTHER_LANGUAGE, message);
            }
            (None, own) if side == Side::Target && !self.is_unnamed_told => {
                let is_two = self.version == Some(Version::Two);
                if is_two || own.is_none() {
                    self.is_unnamed_told = true;
                    let rule = if is_two {
                        &NO_TARGET_LANGUAGE
                    } else {
                        &UNNAMED_TARGET
                    };
                    walk.object(rule, "the file does not name the language of its targets");
                }
            }
            _ => {}
        }
    }

    /// Takes an inline element of either side.
    fn inline(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        let holder = walk.open().find_map(|open| match open {
            "source" => Some((Side::Source, false)),
            "seg-source" => Some((Side::Source, true)),
            "target" => Some((Side::Target, true)),
            _ => None,
        });
        let Some((side, can_be_segmented)) = holder else {
            return;
        };
        match self.version {
            // The text of `seg-source` is that of `source` again.
            Some(Version::One) if can_be_segmented && tag.name == "mrk" => {
                self.unit.segment_mark(tag, side, walk);
            }
            Some(Version::One) if !walk.open().any(|open| open == "seg-source") => {
                self.unit.code_of_one(tag, side, walk);
            }
            Some(Version::Two) => self.unit.code_of_two(tag, side, walk),
            _ => {}
        }
    }
}

/// Objects to a value that the schema lets through.
fn unfit_value(element: &str, name: &str, value: &str, walk: &mut Walk<'_, '_, '_>) {
    let is_fit = match (element, name) {
        (_, "xml:lang" | "srcLang" | "trgLang" | "source-language" | "target-language") => {
            !is_language(value) || Language::parse(value.trim()).is_ok()
        }
        ("segment", "subState") => is_prefixed(value),
        ("cp", "hex") => u32::from_str_radix(value, 16).is_ok_and(|point| point <= 0x0010_FFFF),
        _ => true,
    };
    if !is_fit {
        walk.object(
            &UNFIT_VALUE,
            format!("`{name}` of `{element}` is `{value}`, which means nothing"),
        );
    }
}

/// Whether two tags name one language, however they are written.
fn is_same_language(one: &str, other: &str) -> bool {
    match (Language::parse(one), Language::parse(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// Objects to the second element with one id.
fn unique(known: &mut HashSet<u64>, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
    if let Some(id) = tag.attribute("id")
        && !known.insert(fingerprint(id))
    {
        let message = format!("a second `{}` has the id `{id}`", tag.name);
        walk.object(&DUPLICATE_ID, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::exchange::collected::{objected, objections};
    use crate::exchange::validation::Rulebook;
    use crate::exchange::xliff::dialect::Version;
    use crate::exchange::xliff::rules::Rules;

    const RULES: Rules = Rules(Version::Two);

    /// A sound file of XLIFF 2 with this in its one unit.
    fn two(inside: &str) -> String {
        format!(
            "<xliff version='2.1' xmlns='urn:oasis:names:tc:xliff:document:2.0' srcLang='en' \
             trgLang='ur' xmlns:x='urn:x'><file id='f'><x:y/><unit id='u'>{inside}</unit></file></xliff>"
        )
    }

    /// A sound file of XLIFF 1.2 with this in its body.
    fn one(inside: &str) -> String {
        format!(
            "<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2'><file \
             original='a' source-language='en' target-language='ur' datatype='plaintext'>\
             <body>{inside}</body></file></xliff>"
        )
    }

    #[test]
    fn sound_files_draw_no_objection() {
        let sound = [
            two("<segment><source>a</source></segment>"),
            two(
                "<x:own><x:deep/></x:own><notes><note id='1'>n</note></notes><originalData>\
                 <data id='d'>&lt;b></data></originalData><segment id='s' state='reviewed' subState='a:b'>\
                 <source>a<sc id='1' dataRef='d'/>b<mrk id='m' type='comment' ref='#n=1'>c</mrk></source>\
                 <target order='2'><sc id='1' dataRef='d'/>x<mrk id='m' type='term'>y</mrk></target></segment>\
                 <ignorable><source> </source></ignorable><segment><source><ec startRef='1'/>\
                 <ec id='9' isolated='yes'/></source><target order='1'><ec startRef='1'/></target></segment>",
            ),
            one(
                "<trans-unit id='1'><source>a <g id='1'>b</g><bpt id='2'>x</bpt><ept id='2'>y</ept>\
                 </source><seg-source><mrk mtype='seg' mid='1'>a <g id='1'>b</g></mrk></seg-source>\
                 <target state='needs-l10n'><mrk mtype='seg' mid='1'>c</mrk></target>\
                 <alt-trans><target>c<g id='7'/><g id='7'/></target></alt-trans></trans-unit>",
            ),
        ];
        for file in sound {
            assert_eq!(objections(&RULES, &file), [], "{file}");
        }
    }

    /// What stands in a unit of XLIFF 2, and the rule that it breaks.
    const BROKEN: &[(&str, &str)] = &[
        ("<segment/>", "missing-element"),
        (
            "<segment><source>a</source></segment><notes><note>n</note></notes>",
            "element-order",
        ),
        (
            "<segment><source>a</source></segment><bogus/>",
            "unknown-element",
        ),
        (
            "<segment><source>a</source></segment><file id='2'/>",
            "misplaced-element",
        ),
        ("<segment><source>a</source></segment>text", "stray-text"),
        (
            "<segment><source>a</source><source>b</source></segment>",
            "second-element",
        ),
        (
            "<segment state='done'><source>a</source></segment>",
            "unknown-value",
        ),
        (
            "<segment colour='red'><source>a</source></segment>",
            "unknown-attribute",
        ),
        (
            "<segment><source><ph/></source></segment>",
            "missing-attribute",
        ),
        (
            "<segment><source><ph id='1'/><ph id='1'/></source></segment>",
            "duplicate-id",
        ),
        (
            "<segment subState='a:b'><source>a</source></segment>",
            "lone-attribute",
        ),
        (
            "<segment><source><sc id='1'/></source></segment>",
            "unpaired-code",
        ),
        ("<segment><source><ec/></source></segment>", "unpaired-code"),
        (
            "<segment><source><ph id='1' dataRef='d'/></source></segment>",
            "unknown-reference",
        ),
        (
            "<segment><source>a</source><target order='2'>b</target></segment>",
            "bad-order",
        ),
        (
            "<segment><source>a</source><target xml:lang='ps'>b</target></segment>",
            "language-differs",
        ),
        (
            "<segment state='final'><source>a</source></segment>",
            "state-without-target",
        ),
        (
            "<segment><source>a</source><target><ph id='1'/></target></segment>",
            "unequal-codes",
        ),
    ];

    #[test]
    fn each_rule_is_broken_by_a_unit_of_xliff_2() {
        for (inside, wanted) in BROKEN {
            let file = two(inside);
            assert_eq!(objected(&RULES, &file)[0], *wanted, "{file}");
        }
    }

    #[test]
    fn each_rule_is_broken_by_a_unit_of_xliff_1() {
        let unit = "<trans-unit id='1'><source>a</source></trans-unit>";
        for (inside, wanted) in [
            (format!("{unit}{unit}"), "duplicate-id"),
            ("<trans-unit id='1'><source><bpt id='1'>x</bpt></source></trans-unit>".to_owned(), "unpaired-code"),
            (
                "<trans-unit id='1'><source>a</source><target><mrk mtype='seg' mid='1'/></target></trans-unit>".to_owned(),
                "unanswered-segment",
            ),
        ] {
            assert_eq!(objected(&RULES, &one(&inside))[0], wanted, "{inside}");
        }
    }

    #[test]
    fn the_root_says_namespace_and_languages() {
        let sound = two("<segment><source>a</source><target>b</target></segment>");
        let file = sound.replace("document:2.0", "document:9.9");
        assert_eq!(objected(&RULES, &file), ["bad-namespace"]);
        let file = sound.replace("trgLang='ur' ", "");
        assert_eq!(objected(&RULES, &file), ["missing-target-language"]);
        let unit = "<trans-unit id='1'><source>a</source><target>b</target></trans-unit>";
        let file = one(unit).replace("target-language='ur' ", "");
        assert_eq!(objected(&RULES, &file), ["missing-target-language"]);
    }

    #[test]
    fn what_is_meant_is_put_right_and_nothing_else() {
        let file = "<?xml version='1.0'?>\n<xliff version='2.1' xmlns='urn:oasis:names:tc:xliff:document:2.0' \
                    srcLang='en_US' trgLang='ur'>\n<!-- kept --><file id='a_b'><x:y xmlns:x='urn:x' xml:lang='en_US'/><unit id='u'>\
                    <segment state='Final'><source>a &lt; b</source><target/></segment></unit></file></xliff>\n";
        let mut mended = Vec::new();
        let count = RULES.mend(&mut file.as_bytes(), &mut mended).unwrap();
        assert_eq!(count, Some(2));
        let mended = String::from_utf8(mended).unwrap();
        let wanted = file
            .replace(
                "<?xml version='1.0'?>",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            )
            .replace("<segment state='Final'>", "<segment state=\"final\">");
        let root = &wanted[wanted.find("<xliff").unwrap()..=wanted.find("\n<!--").unwrap()];
        let better = root.replace('\'', "\"").replace("en_US", "en-US");
        assert_eq!(mended, wanted.replace(root, &better));
        assert_eq!(objected(&RULES, &mended), [""; 0]);
    }
}
