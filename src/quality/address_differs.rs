//! Web addresses, e-mail addresses and names on networks that the translation lacks, changes or adds.

use std::ops::Range;

use super::reading::{Kinds, Reading};
use super::verbatim::VerbatimKind;
use super::{Check, Example, Pair};
use crate::model::{Finding, Severity};

pub(super) struct AddressDiffers;

/// An address: where it stands, and what of it must be the same.
struct Address {
    span: Range<usize>,
    key: String,
}

impl Check for AddressDiffers {
    fn id(&self) -> &'static str {
        "address-differs"
    }

    fn title(&self) -> &'static str {
        "Addresses differ"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn description(&self) -> &'static str {
        "A web address, an e-mail address or a name such as @example of the source is missing or changed in the target, or \
         the target has one too many. Upper case in the name of a host, `https` for `http`, `www` and a slash at the end \
         do not count; an address that leads to another language of the same site is a remark."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new(
                    "ur",
                    "See https://example.org/help for more.",
                    "مزید کے لیے https://example.org/halp دیکھیں۔",
                ),
                Example::new("ps", "Write to help@example.org.", "موږ ته ولیکئ."),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        if pair.is_untranslated() || !(pair.from.kinds | pair.to.kinds).has(Kinds::ANCHOR) {
            return;
        }
        let (mut missing, mut added) = (addresses(&pair.from), addresses(&pair.to));
        missing.retain(|address| {
            let same = added.iter().position(|other| other.key == address.key);
            same.map(|at| added.remove(at)).is_none()
        });
        for (source, target) in missing.iter().zip(&added) {
            findings.push(self.changed(pair, source, target));
        }
        let (lost, gained) = (missing.len(), added.len());
        for source in missing.into_iter().skip(gained) {
            let written = pair.from.part(&source.span);
            // A domain alone may be the name of a company, written in the letters of the target.
            let is_name = !written.contains(['/', '@', ':']) && !written.starts_with("www.");
            let severity = if is_name {
                Severity::Warning
            } else {
                Severity::Error
            };
            let message = format!("`{written}` is missing in the target");
            let mut finding = pair.finding(self, severity, None, message);
            finding.source_span = Some(source.span);
            findings.push(finding.with_hint("copy it from the source"));
        }
        for target in added.into_iter().skip(lost) {
            let message = format!("`{}` is not in the source", pair.to.part(&target.span));
            findings.push(pair.finding(self, Severity::Warning, Some(target.span), message));
        }
    }
}

impl AddressDiffers {
    /// The finding about an address that stands in place of another.
    fn changed(&self, pair: &Pair<'_>, source: &Address, target: &Address) -> Finding {
        let (written, other) = (pair.from.part(&source.span), pair.to.part(&target.span));
        let languages = [pair.source, pair.target].map(|text| text.language.primary());
        let is_localised =
            without_language(&source.key, languages) == without_language(&target.key, languages);
        let severity = if is_localised {
            Severity::Info
        } else {
            Severity::Error
        };
        let message = format!("`{written}` of the source is `{other}` in the target");
        let mut finding = pair.finding(self, severity, Some(target.span.clone()), message);
        finding.source_span = Some(source.span.clone());
        finding.with_hint("copy it from the source")
    }
}

/// The addresses of a text.
fn addresses(text: &Reading<'_>) -> Vec<Address> {
    let parts = text.verbatim().iter().filter(|part| {
        matches!(
            part.kind,
            VerbatimKind::Url | VerbatimKind::Email | VerbatimKind::Handle
        )
    });
    parts
        .map(|part| Address {
            span: part.span.clone(),
            key: key(text.part(&part.span)),
        })
        .collect()
}

/// What of an address must be the same: without scheme, `www` and a slash at the end, the host in lower case.
fn key(address: &str) -> String {
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let address = address.trim_end_matches('/');
    let host = address.find(['/', '?', '#']).unwrap_or(address.len());
    let lower = address[..host].to_ascii_lowercase();
    let name = lower.strip_prefix("www.").unwrap_or(&lower);
    format!("{name}{}", &address[host..])
}

/// The parts of an address that are no tags of the two languages.
fn without_language<'a>(key: &'a str, languages: [&str; 2]) -> Vec<&'a str> {
    let parts = key.split(['/', '.', '?', '=', '&', '-', '_']);
    parts.filter(|part| !languages.contains(part)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::findings;
    use super::*;

    fn messages(source: &str, target: &str) -> Vec<(Severity, String)> {
        let found = findings("address-differs", "ur", source, target);
        found
            .into_iter()
            .map(|one| (one.severity, one.message))
            .collect()
    }

    #[test]
    fn what_is_lost_changed_or_added_is_named() {
        assert_eq!(
            messages("Ask a@example.org or @example.", "پوچھیں @exampel یا"),
            [
                (
                    Severity::Error,
                    "`a@example.org` of the source is `@exampel` in the target".to_owned()
                ),
                (
                    Severity::Error,
                    "`@example` is missing in the target".to_owned()
                ),
            ]
        );
        assert_eq!(
            messages("Look here.", "یہاں دیکھیں example.org۔"),
            [(
                Severity::Warning,
                "`example.org` is not in the source".to_owned()
            )]
        );
    }

    #[test]
    fn the_same_address_may_be_written_in_several_ways() {
        assert!(
            messages(
                "See http://www.Example.org/a/.",
                "https://example.org/a دیکھیں۔"
            )
            .is_empty()
        );
        assert_eq!(
            messages("See en.example.org/a.", "ur.example.org/a دیکھیں۔")[0].0,
            Severity::Info
        );
    }
}
