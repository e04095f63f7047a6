//! Finds rules and maps that can never apply.

use super::{LanguageMap, LanguageRules, Rule, Srx};
use crate::model::{Finding, Place, Severity};

/// Warnings about everything in a file that no text can ever reach.
pub(super) fn unreachable(srx: &Srx) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rules in &srx.language_rules {
        if !srx.maps.iter().any(|map| map.rules == rules.name) {
            findings.push(warning(
                "srx-rules-unmapped",
                rules.line,
                format!(
                    "no `languagemap` names `{}`, so its rules never apply",
                    rules.name
                ),
            ));
        }
        findings.extend(shadowed(rules));
        findings.extend(idle(srx, rules));
    }
    findings.extend(maps(srx));
    findings
}

fn warning(id: &str, line: usize, message: String) -> Finding {
    Finding::new(id, Severity::Warning, message).at(Place {
        file: String::new(),
        line,
        column: 1,
        text: String::new(),
        span: 0..0,
    })
}

/// Rules that an earlier rule always forestalls, or that match nothing.
fn shadowed(rules: &LanguageRules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, rule) in rules.rules.iter().enumerate() {
        if rule.before.is_impossible() || rule.after.is_impossible() {
            let message = "the rule can never apply: a set of characters in it is empty".to_owned();
            findings.push(warning("srx-rule-impossible", rule.line, message));
        } else if let Some(earlier) = rules.rules[..place]
            .iter()
            .find(|earlier| forestalls(earlier, rule))
        {
            let message = format!(
                "the rule can never apply: the rule on line {} always matches before it",
                earlier.line
            );
            findings.push(warning("srx-rule-shadowed", rule.line, message));
        }
    }
    findings
}

/// Whether wherever the later rule matches, the earlier one does.
fn forestalls(earlier: &Rule, later: &Rule) -> bool {
    let before = earlier.before.is_empty() || earlier.before_text == later.before_text;
    let after = earlier.after.is_empty() || earlier.after_text == later.after_text;
    before && after
}

/// Rules that forbid a break where no later rule would make one.
fn idle(srx: &Srx, rules: &LanguageRules) -> Vec<Finding> {
    let breaks = |rules: &[Rule]| rules.iter().any(|rule| rule.breaks);
    let last_map = srx.maps.iter().rposition(|map| map.rules == rules.name);
    let later = last_map
        .filter(|_| srx.cascade)
        .map_or(&[][..], |place| &srx.maps[place + 1..]);
    if later.iter().any(|map| breaks(srx.rules_named(&map.rules))) {
        return Vec::new();
    }
    let after_last = rules
        .rules
        .iter()
        .rposition(|rule| rule.breaks)
        .map_or(0, |place| place + 1);
    rules.rules[after_last..]
        .iter()
        .map(|rule| {
            let message =
                "the rule has no effect: no rule that breaks is asked after it".to_owned();
            warning("srx-rule-idle", rule.line, message)
        })
        .collect()
}

/// Maps that lead nowhere, or that are never asked.
fn maps(srx: &Srx) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, map) in srx.maps.iter().enumerate() {
        if !srx
            .language_rules
            .iter()
            .any(|rules| rules.name == map.rules)
        {
            let message = format!(
                "the map never applies: there is no `languagerule` called `{}`",
                map.rules
            );
            findings.push(warning("srx-map-dangling", map.line, message));
        } else if !srx.cascade && srx.maps[..place].iter().any(takes_every_language) {
            let message = "the map never applies: one before it takes every language, and the file does not cascade".to_owned();
            findings.push(warning("srx-map-shadowed", map.line, message));
        }
    }
    findings
}

fn takes_every_language(map: &LanguageMap) -> bool {
    ["", "x", "en", "ur-PK", "zh-Hant-TW"]
        .iter()
        .all(|tag| map.pattern.matches_whole(tag))
}
