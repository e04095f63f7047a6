//! Inline codes: the markup beside a text, of which a translation must have the same.

use super::{Check, Example, Pair};
use crate::model::{CodeKind, Finding, InlineCode, Severity};

pub(super) struct InlineCodes;

impl Check for InlineCodes {
    fn id(&self) -> &'static str {
        "inline-codes"
    }

    fn title(&self) -> &'static str {
        "Inline codes differ"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn description(&self) -> &'static str {
        "The markup that a file keeps beside its text, shown as numbered placeholders, is missing in the target, stands \
         there twice, or does not nest: a pair closes before it opens, or crosses another. A translation may put pairs and \
         single codes in another order; a remark says so where single codes of different kinds change places."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "The ⟦b⟧old⟦/b⟧ gate", "⟦b⟧پرانا دروازہ"),
                Example::new("ps", "The ⟦b⟧old⟦/b⟧ gate", "⟦/b⟧زړه⟦b⟧ دروازه"),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let (source, target) = (&pair.source.codes, &pair.target.codes);
        if pair.is_untranslated() || (source.is_empty() && target.is_empty()) {
            return;
        }
        let mut added: Vec<&InlineCode> = target.iter().collect();
        let mut missing = Vec::new();
        for code in source {
            match added.iter().position(|other| key(other) == key(code)) {
                Some(at) => drop(added.remove(at)),
                None => missing.push(code),
            }
        }
        for code in &missing {
            let message = format!("the code `{}` is missing in the target", shown(code));
            let mut finding = pair.finding(self, Severity::Error, None, message);
            finding.source_span = Some(code.offset..code.offset);
            findings.push(finding.with_hint("put its placeholder where it belongs"));
        }
        for code in &added {
            let message = format!("the code `{}` is not in the source", shown(code));
            let span = Some(code.offset..code.offset);
            findings.push(pair.finding(self, Severity::Error, span, message));
        }
        if !missing.is_empty() || !added.is_empty() {
            return;
        }
        if let Some(code) = torn(target)
            && torn(source).is_none()
        {
            let message = format!("the code `{}` does not nest with the others", shown(code));
            let span = Some(code.offset..code.offset);
            let finding = pair.finding(self, Severity::Error, span, message);
            findings.push(finding.with_hint("open first and close last what encloses the rest"));
        } else if let Some(code) = moved(source, target) {
            let message = format!("the code `{}` changed places with another", shown(code));
            let span = Some(code.offset..code.offset);
            findings.push(pair.finding(self, Severity::Info, span, message));
        }
    }
}

/// What of a code must be the same: what it does, and its content or else what its file calls it.
fn key(code: &InlineCode) -> (CodeKind, &str) {
    let name = code
        .attributes
        .iter()
        .find(|(name, _)| matches!(name.as_str(), "x" | "id"));
    let content = match (code.original.is_empty(), name, &code.pair) {
        (false, _, _) => code.original.trim(),
        (true, Some((_, value)), _) => value,
        (true, None, Some(pair)) => pair,
        (true, None, None) => &code.element,
    };
    (code.kind, content)
}

/// How a code is named to people: its content, or else its element.
fn shown(code: &InlineCode) -> &str {
    let original = code.original.trim();
    if original.is_empty() {
        &code.element
    } else {
        original
    }
}

/// The first code that closes what is not the last that was opened, or opens what nothing closes.
fn torn(codes: &[InlineCode]) -> Option<&InlineCode> {
    let mut open: Vec<&InlineCode> = Vec::new();
    for code in codes {
        match code.kind {
            CodeKind::Opening => open.push(code),
            CodeKind::Closing => {
                let last = open.pop();
                if last.is_none_or(|last| last.pair != code.pair) {
                    return Some(code);
                }
            }
            CodeKind::Standalone | CodeKind::IsolatedOpening | CodeKind::IsolatedClosing => {}
        }
    }
    open.first().copied()
}

/// The first single code of the target that stands where the source has one of another content.
fn moved<'a>(source: &[InlineCode], target: &'a [InlineCode]) -> Option<&'a InlineCode> {
    let is_single = |code: &&InlineCode| code.kind == CodeKind::Standalone;
    let pairs = source
        .iter()
        .filter(is_single)
        .zip(target.iter().filter(is_single));
    pairs
        .into_iter()
        .find(|(a, b)| key(a) != key(b))
        .map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::super::{Example, Severity};

    fn found(source: &'static str, target: &str) -> Vec<(Severity, String)> {
        let example = Example::new("ur", source, "");
        let found = example.findings("inline-codes", target).unwrap();
        found
            .into_iter()
            .map(|one| (one.severity, one.message))
            .collect()
    }

    #[test]
    fn missing_added_and_torn_codes_are_errors() {
        for (source, target, message) in [
            ("⟦b⟧x⟦/b⟧", "الف", "the code `b` is missing in the target"),
            ("x", "الف⟦img/⟧", "the code `img/` is not in the source"),
            (
                "⟦b⟧x⟦/b⟧",
                "⟦/b⟧الف⟦b⟧",
                "the code `/b` does not nest with the others",
            ),
            (
                "⟦b⟧⟦i⟧x⟦/i⟧⟦/b⟧",
                "⟦b⟧⟦i⟧الف⟦/b⟧⟦/i⟧",
                "the code `/b` does not nest with the others",
            ),
        ] {
            assert_eq!(
                found(source, target)[0],
                (Severity::Error, message.to_owned())
            );
        }
    }

    #[test]
    fn another_order_is_a_remark_at_most() {
        assert!(found("⟦b⟧x⟦/b⟧ ⟦i⟧y⟦/i⟧", "⟦i⟧ب⟦/i⟧ ⟦b⟧الف⟦/b⟧").is_empty());
        assert_eq!(
            found("⟦br/⟧x⟦img/⟧", "⟦img/⟧الف⟦br/⟧"),
            [(
                Severity::Info,
                "the code `img/` changed places with another".to_owned()
            )]
        );
    }
}
