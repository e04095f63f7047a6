//! Fixes applied to a text, in passes, until there is nothing left to fix.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::model::{Edit, Finding, Variant};

/// So many passes over a text are enough.
const PASSES: usize = 500;

/// A text with fixes applied.
#[derive(Debug)]
pub(super) struct Mended {
    /// The text.
    pub(super) target: Variant,
    /// How many fixes of each check were applied.
    pub(super) fixes: BTreeMap<String, usize>,
}

/// Applies the fixes that `find` offers for a text and `accepts` takes, check by check, each pass on what the one
/// before has left, until nothing changes.
///
/// Fixes that overlap wait for the next pass. Fixes after which any check finds more than before are taken back and
/// not tried again, so that none makes another finding; nor does a text come back that was there before. Checks
/// of `left_alone` are not touched. Each fix is offered once.
pub(super) fn mended(
    target: &Variant,
    left_alone: &[String],
    find: &mut dyn FnMut(&Variant) -> Vec<Finding>,
    accepts: &mut dyn FnMut(&Variant, &Finding) -> bool,
) -> Mended {
    let mut mended = Mended {
        target: target.clone(),
        fixes: BTreeMap::new(),
    };
    let mut done: BTreeSet<String> = left_alone.iter().cloned().collect();
    let mut refused: HashSet<(String, String, String)> = HashSet::new();
    let mut seen = HashSet::from([target.text.clone()]);
    let mut findings = find(target);
    for _ in 0..PASSES {
        let is_open = |finding: &&Finding| finding.fix.is_some() && !done.contains(&finding.id);
        let Some(check) = findings
            .iter()
            .find(is_open)
            .map(|finding| finding.id.clone())
        else {
            break;
        };
        let (mut edits, mut refusals) = (Vec::new(), Vec::new());
        for (finding, edit) in apart(&findings, &check, &mended.target) {
            let key = key(&check, edit, &mended.target);
            if refused.contains(&key) {
                continue;
            }
            match accepts(&mended.target, finding) {
                true => edits.push(edit.clone()),
                false => refusals.push(key),
            }
        }
        // Of the same fix in two places of a text one may be right.
        refused.extend(refusals);
        match better(&mended.target, &findings, &edits, &seen, find) {
            Some((text, left, count)) => {
                seen.insert(text.text.clone());
                *mended.fixes.entry(check).or_default() += count;
                (mended.target, findings) = (text, left);
            }
            None => drop(done.insert(check)),
        }
    }
    mended
}

/// What a fix of a check replaces with what.
fn key(check: &str, edit: &Edit, target: &Variant) -> (String, String, String) {
    let old = target.text[edit.span.clone()].to_owned();
    (check.to_owned(), old, edit.text.clone())
}

/// The fixes of a check that can be applied together, in the order of the text.
fn apart<'f>(
    findings: &'f [Finding],
    check: &str,
    target: &Variant,
) -> Vec<(&'f Finding, &'f Edit)> {
    let own = findings.iter().filter(|finding| finding.id == check);
    let mut fixes: Vec<_> = own
        .filter_map(|finding| Some((finding, finding.fix.as_ref()?)))
        .filter(|(_, edit)| is_possible(edit, target))
        .collect();
    fixes.sort_by_key(|(_, edit)| (edit.span.start, edit.span.end));
    let mut end = None;
    fixes.retain(|(_, edit)| {
        let is_free = end.is_none_or(|end| edit.span.start >= end && edit.span.end > end);
        if is_free {
            end = Some(edit.span.end);
        }
        is_free
    });
    fixes
}

/// Whether an edit fits the text, changes it, and takes no inline code away.
fn is_possible(edit: &Edit, target: &Variant) -> bool {
    let within = |at: usize| edit.span.start < at && at < edit.span.end;
    let old = target.text.get(edit.span.clone());
    old.is_some_and(|old| old != edit.text) && !target.codes.iter().any(|code| within(code.offset))
}

/// The text with all edits, or with the first of them that does good alone; what is found in it then, and how many
/// edits that were.
fn better(
    target: &Variant,
    before: &[Finding],
    edits: &[Edit],
    seen: &HashSet<String>,
    find: &mut dyn FnMut(&Variant) -> Vec<Finding>,
) -> Option<(Variant, Vec<Finding>, usize)> {
    let alone = edits.chunks(1).skip(usize::from(edits.len() < 2));
    let choices = std::iter::once(edits).chain(alone);
    for choice in choices.filter(|choice| !choice.is_empty()) {
        let text = edited(target, choice);
        if seen.contains(&text.text) {
            continue;
        }
        let after = find(&text);
        if !has_more(before, &after) {
            return Some((text, after, choice.len()));
        }
    }
    None
}

/// Whether any check finds more than before.
fn has_more(before: &[Finding], after: &[Finding]) -> bool {
    let count = |findings: &[Finding], check: &str| {
        let own = findings.iter().filter(|finding| finding.id == check);
        own.count()
    };
    let checks: BTreeSet<_> = after.iter().map(|finding| finding.id.as_str()).collect();
    checks
        .into_iter()
        .any(|check| count(after, check) > count(before, check))
}

/// The text with edits that do not overlap, in the order of the text; inline codes keep their places in it.
pub(super) fn edited(target: &Variant, edits: &[Edit]) -> Variant {
    let mut edited = target.clone();
    for edit in edits.iter().rev() {
        edited.text.replace_range(edit.span.clone(), &edit.text);
        for code in &mut edited.codes {
            if code.offset >= edit.span.end && !edit.span.is_empty() || code.offset > edit.span.end
            {
                code.offset = code.offset + edit.text.len() - edit.span.len();
            }
        }
    }
    edited
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{CodeKind, InlineCode, Severity};
    use crate::text::Language;

    fn variant(text: &str) -> Variant {
        Variant::new(Language::parse("ur").unwrap(), text)
    }

    /// A finding for each place of `wrong`, with `right` as its fix.
    fn places(id: &str, text: &str, wrong: &str, right: &str) -> Vec<Finding> {
        let finding = |(at, _): (usize, &str)| Finding {
            fix: Some(Edit {
                span: at..at + wrong.len(),
                text: right.to_owned(),
            }),
            ..Finding::new(id, Severity::Warning, "m")
        };
        text.match_indices(wrong).map(finding).collect()
    }

    fn all(text: &str, rules: &[[&str; 3]]) -> Mended {
        let mut find = |target: &Variant| {
            let found = rules
                .iter()
                .flat_map(|[id, wrong, right]| places(id, &target.text, wrong, right));
            found.collect::<Vec<_>>()
        };
        mended(&variant(text), &[], &mut find, &mut |_, _| true)
    }

    #[test]
    fn overlapping_fixes_come_one_pass_after_the_other() {
        let spaces = all("a    b", &[["double-space", "  ", " "]]);
        assert_eq!(spaces.target.text, "a b");
        assert_eq!(spaces.fixes["double-space"], 3);
        let two = all("xyxy", &[["one", "x", "z"], ["two", "zy", "w"]]);
        assert_eq!(
            two.target.text, "xyxy",
            "it would make findings of another check"
        );
    }

    #[test]
    fn no_fix_makes_another_finding_and_no_text_comes_back() {
        assert_eq!(all("ab", &[["grow", "a", "aa"]]).target.text, "ab");
        let turning = all("ab", &[["turn", "ab", "ba"], ["turn", "ba", "ab"]]);
        assert_eq!(turning.target.text, "ba");
    }

    #[test]
    fn what_is_refused_or_left_alone_stays_and_is_asked_for_once() {
        let mut asked = 0;
        let mut find = |target: &Variant| {
            let mut found = places("x", &target.text, "x", "y");
            found.extend(places("z", &target.text, "z", "y"));
            found
        };
        let left = ["z".to_owned()];
        let done = mended(
            &variant("xaxz"),
            &left,
            &mut find,
            &mut |target, finding| {
                asked += 1;
                let fix = finding.fix.as_ref().unwrap();
                fix.span.start > 0 && target.text.starts_with('x')
            },
        );
        assert_eq!((done.target.text.as_str(), asked), ("xayz", 2));
    }

    #[test]
    fn inline_codes_keep_their_places() {
        let mut target = variant("a  b c");
        let code = |offset| InlineCode {
            offset,
            kind: CodeKind::Standalone,
            pair: None,
            element: "ph".to_owned(),
            attributes: Vec::new(),
            original: String::new(),
        };
        target.codes = [0, 1, 3, 5, 6].map(code).to_vec();
        let edit = Edit {
            span: 1..3,
            text: " ".to_owned(),
        };
        let offsets = |target: &Variant| {
            target
                .codes
                .iter()
                .map(|code| code.offset)
                .collect::<Vec<_>>()
        };
        assert_eq!(offsets(&edited(&target, &[edit])), [0, 1, 2, 4, 5]);
    }

    proptest! {
        #[test]
        fn it_ends_with_no_more_findings_than_it_began(text in "[abc ]{0,24}", rules in prop::collection::vec(("[abc ]{1,2}", "[abc ]{0,3}"), 1..4)) {
            let ids = ["one", "two", "three", "four"];
            let rules: Vec<_> = rules.iter().zip(ids).map(|((wrong, right), id)| [id, wrong.as_str(), right.as_str()]).collect();
            let count = |text: &str| rules.iter().map(|[id, wrong, right]| places(id, text, wrong, right).len()).sum::<usize>();
            let done = all(&text, &rules);
            prop_assert!(count(&done.target.text) <= count(&text));
        }
    }
}
