//! Placeholders and tags typed into the text: what a program fills in or obeys has to be in the translation too.

use std::ops::Range;

use super::reading::{Kinds, Reading};
use super::verbatim::VerbatimKind;
use super::{Check, Example, Pair};
use crate::model::{Finding, Severity};

pub(super) struct Placeholders;

/// A placeholder: where it stands, and what of it must be the same.
#[derive(Clone, Debug)]
struct Placeholder {
    span: Range<usize>,
    kind: VerbatimKind,
    key: String,
}

impl Check for Placeholders {
    fn id(&self) -> &'static str {
        "placeholders"
    }

    fn title(&self) -> &'static str {
        "Placeholders and tags"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn description(&self) -> &'static str {
        "Conversions of printf (%s, %1$d, %(name)s), names in braces ({name}, {{name}}, ${name}), variables ($HOME, %PATH%), \
         tags (<b>, <a href=\"…\">, <br/>) and entities (&amp;) of the source must stand in the target, and no others. \
         Numbered conversions may change places, others must keep their order where they differ in kind; tags must be \
         closed in order. Attributes of tags may be translated, and so may an entity be written as its character."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "{count} files in %s", "{تعداد} فائلیں %s میں"),
                Example::new("ps", "Press <b>Save</b>.", "<b>خوندي کول<b> کېکاږئ."),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        if pair.is_untranslated() || !(pair.from.kinds | pair.to.kinds).has(Kinds::ANCHOR) {
            return;
        }
        let (source, target) = (placeholders(&pair.from), placeholders(&pair.to));
        if source.is_empty() && target.is_empty() {
            return;
        }
        let (missing, added) = difference(&source, &target);
        for lost in &missing {
            findings.extend(self.missing(pair, lost));
        }
        for gained in &added {
            let written = pair.to.part(&gained.span);
            let message = format!("`{written}` is not in the source");
            let severity = weight(gained.kind);
            findings.push(pair.finding(self, severity, Some(gained.span.clone()), message));
        }
        if missing.is_empty() && added.is_empty() {
            self.compare_order(pair, &source, &target, findings);
        }
    }
}

impl Placeholders {
    /// The finding about a placeholder that the target lacks; none for an entity whose character stands there.
    fn missing(&self, pair: &Pair<'_>, lost: &Placeholder) -> Option<Finding> {
        if lost.kind == VerbatimKind::Entity && means(&lost.key, pair.to.text) {
            return None;
        }
        let message = format!("`{}` is missing in the target", pair.from.part(&lost.span));
        let mut finding = pair.finding(self, weight(lost.kind), None, message);
        finding.source_span = Some(lost.span.clone());
        Some(finding.with_hint("copy it from the source as it is"))
    }

    /// Compares the order of the same placeholders on both sides.
    fn compare_order(
        &self,
        pair: &Pair<'_>,
        source: &[Placeholder],
        target: &[Placeholder],
        findings: &mut Vec<Finding>,
    ) {
        let conversions = |all: &[Placeholder]| -> Vec<Placeholder> {
            let own = all
                .iter()
                .filter(|one| one.kind == VerbatimKind::Conversion);
            own.filter(|one| !one.key.contains(['$', '(']))
                .cloned()
                .collect()
        };
        let pairs = conversions(source).into_iter().zip(conversions(target));
        if let Some((wanted, found)) = pairs.into_iter().find(|(a, b)| a.key != b.key) {
            let message = format!(
                "`{}` stands where the program fills in `{}`",
                found.key, wanted.key
            );
            let finding = pair.finding(self, Severity::Error, Some(found.span), message);
            findings
                .push(finding.with_hint("keep their order, or number them: `%2$s` is the second"));
        }
        if let Some(at) = torn_tag(target)
            && torn_tag(source).is_none()
        {
            let message = format!("`{}` does not close the tag before it", pair.to.part(&at));
            let finding = pair.finding(self, Severity::Error, Some(at), message);
            findings.push(finding.with_hint("close tags in the order opposite to that of opening"));
        }
    }
}

/// How much a missing placeholder of a kind matters.
fn weight(kind: VerbatimKind) -> Severity {
    match kind {
        VerbatimKind::Entity => Severity::Warning,
        _ => Severity::Error,
    }
}

/// What each side has beyond the other.
fn difference(
    source: &[Placeholder],
    target: &[Placeholder],
) -> (Vec<Placeholder>, Vec<Placeholder>) {
    let mut added = target.to_vec();
    let mut missing = Vec::new();
    let numbered = |all: &[Placeholder]| all.iter().any(|one| one.key.contains('$'));
    // `%s` and `%1$s` are one, where one side alone numbers its conversions.
    let is_renumbered = numbered(source) != numbered(target);
    let plain = |one: &Placeholder| match one.kind == VerbatimKind::Conversion && is_renumbered {
        true => without_number(&one.key),
        false => one.key.clone(),
    };
    for one in source {
        match added.iter().position(|other| plain(other) == plain(one)) {
            Some(at) => drop(added.remove(at)),
            None => missing.push(one.clone()),
        }
    }
    (missing, added)
}

/// A conversion without the number of its argument.
fn without_number(key: &str) -> String {
    match key.split_once('$') {
        Some((_, rest)) => format!("%{rest}"),
        None => key.to_owned(),
    }
}

/// The placeholders of a text.
fn placeholders(text: &Reading<'_>) -> Vec<Placeholder> {
    let parts = text.verbatim().iter();
    parts
        .filter_map(|part| {
            let written = text.part(&part.span);
            let key = match part.kind {
                VerbatimKind::Tag => tag_key(text.text, written)?,
                VerbatimKind::Braces => written.replace(' ', ""),
                VerbatimKind::Entity | VerbatimKind::Conversion | VerbatimKind::Variable => {
                    written.to_owned()
                }
                VerbatimKind::Url
                | VerbatimKind::Email
                | VerbatimKind::Handle
                | VerbatimKind::Name
                | VerbatimKind::Percent => return None,
            };
            Some(Placeholder {
                span: part.span.clone(),
                kind: part.kind,
                key,
            })
        })
        .collect()
}

/// What of a tag must be the same: its name, and whether it closes; `None` for a word in angle brackets that is
/// no markup, such as `<file>` in a manual.
fn tag_key(text: &str, tag: &str) -> Option<String> {
    let inner = tag.trim_matches(['<', '>']);
    let closes = inner.starts_with('/');
    let name = inner
        .trim_matches('/')
        .split_whitespace()
        .next()?
        .trim_end_matches('/');
    let name = name.to_ascii_lowercase();
    let is_markup = HTML.contains(&name.as_str())
        || closes
        || inner.ends_with('/')
        || inner.contains('=')
        || text.contains(&format!("</{name}>"));
    is_markup.then(|| format!("<{}{name}>", if closes { "/" } else { "" }))
}

/// Names of elements that stand in texts.
const HTML: [&str; 40] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "center", "cite", "code", "dd", "del", "dfn",
    "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "hr", "i", "img", "ins", "kbd", "li", "ol",
    "p", "pre", "q", "small", "span", "strong", "sub", "sup", "td", "tr", "u", "ul",
];

/// The first closing tag that does not close the tag opened last, or an opening one that nothing closes.
fn torn_tag(all: &[Placeholder]) -> Option<Range<usize>> {
    let mut open: Vec<&Placeholder> = Vec::new();
    let tags = || all.iter().filter(|one| one.kind == VerbatimKind::Tag);
    for tag in tags() {
        let closing = format!("</{}", &tag.key[1..]);
        if let Some(name) = tag.key.strip_prefix("</") {
            match open.pop() {
                Some(last) if last.key[1..] == *name => {}
                _ => return Some(tag.span.clone()),
            }
        } else if tags().any(|other| other.key == closing) {
            open.push(tag);
        }
    }
    open.first().map(|tag| tag.span.clone())
}

/// Whether a text says what an entity stands for.
fn means(entity: &str, text: &str) -> bool {
    let signs: &[&str] = match entity {
        "&amp;" | "&#38;" => &["&", "اور", "او", "و"],
        "&lt;" | "&#60;" => &["<", "کم"],
        "&gt;" | "&#62;" => &[">", "زیادہ"],
        "&quot;" | "&ldquo;" | "&rdquo;" | "&laquo;" | "&raquo;" | "&#34;" => {
            &["\"", "“", "”", "«", "»", "‘", "’"]
        }
        "&apos;" | "&lsquo;" | "&rsquo;" | "&#39;" | "&#x27;" => &[""],
        "&nbsp;" | "&#160;" => &[" ", "\u{A0}"],
        "&hellip;" => &["…", "...", "۔۔۔"],
        "&ndash;" | "&mdash;" => &["–", "—", "-", "،", "۔"],
        "&copy;" => &["©"],
        "&reg;" => &["®"],
        "&trade;" => &["™"],
        _ => &[],
    };
    signs.iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::super::testing::findings;

    fn messages(source: &str, target: &str) -> Vec<String> {
        let found = findings("placeholders", "ur", source, target);
        found.into_iter().map(|one| one.message).collect()
    }

    #[test]
    fn missing_and_added_placeholders_are_named() {
        for (source, target, message) in [
            ("%d files", "فائلیں", "`%d` is missing in the target"),
            ("files", "%d فائلیں", "`%d` is not in the source"),
            ("in {name}", "میں", "`{name}` is missing in the target"),
            ("in $HOME", "میں", "`$HOME` is missing in the target"),
            ("a <b>x</b>", "<b>الف", "`</b>` is missing in the target"),
            ("a &lt;x", "الف", "`&lt;` is missing in the target"),
        ] {
            assert_eq!(messages(source, target), [message]);
        }
    }

    #[test]
    fn conversions_keep_their_order_or_their_numbers() {
        assert_eq!(
            messages("%s has %d files", "%d فائلیں %s کے پاس"),
            ["`%d` stands where the program fills in `%s`"]
        );
        for target in ["%2$d فائلیں %1$s کے پاس", "%s کے پاس %d فائلیں"] {
            assert!(messages("%s has %d files", target).is_empty(), "{target}");
        }
        assert_eq!(
            messages("%1$s has %2$d", "%1$s کے پاس %1$d"),
            [
                "`%2$d` is missing in the target",
                "`%1$d` is not in the source"
            ]
        );
    }

    #[test]
    fn tags_are_closed_in_order() {
        assert_eq!(
            messages("<b><i>x</i></b>", "<b><i>الف</b></i>"),
            ["`</b>` does not close the tag before it"]
        );
        assert_eq!(
            messages("<b>x</b>", "</b>الف<b>"),
            ["`</b>` does not close the tag before it"]
        );
        assert!(messages("<b>x</b> <i>y</i>", "<i>ب</i> <b>الف</b>").is_empty());
    }

    #[test]
    fn what_may_be_translated_passes() {
        for (source, target) in [
            ("R &amp; D", "تحقیق اور ترقی"),
            (
                "<a href=\"x\" title=\"go\">y</a>",
                "<a href=\"x\" title=\"جاؤ\">ب</a>",
            ),
            ("copy <file>", "<فائل> نقل کریں"),
            ("100% sure, 5 %", "سو فیصد"),
            ("100%%", "۱۰۰٪"),
            ("a < b", "الف < ب"),
        ] {
            assert!(messages(source, target).is_empty(), "{target}");
        }
    }
}
