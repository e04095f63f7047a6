//! SARIF 2.1.0: findings as code hosts and editors read them.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use serde_json::{Map, Value, json};

use super::dismissals::fingerprint;
use super::{CheckReport, CheckedText, Found, Spot};
use crate::model::{Edit, Finding, Place, Severity};
use crate::quality::CHECKS;

/// The version that is written.
const VERSION: &str = "2.1.0";
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

impl CheckReport {
    /// All findings as one SARIF log: a rule for each check, a result for each finding, dismissed ones suppressed.
    ///
    /// Columns count code points, byte offsets those of the file. The same report gives the same bytes.
    #[must_use]
    pub fn to_sarif(&self) -> String {
        let mut rules = Rules::of_checks();
        let notices = self.notices.iter().map(|notice| result(notice, &mut rules));
        let mut results: Vec<Value> = notices.map(Value::Object).collect();
        for text in &self.texts {
            results.extend(text.found.iter().map(|found| of(text, found, &mut rules)));
        }
        let log = json!({
            "$schema": SCHEMA,
            "version": VERSION,
            "runs": [{
                "tool": { "driver": {
                    "name": "Tarjuman",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules.list,
                } },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        format!("{log:#}\n")
    }
}

/// The rules of a log, and the number of each.
struct Rules {
    list: Vec<Value>,
    numbers: HashMap<String, usize>,
}

impl Rules {
    fn of_checks() -> Self {
        let mut rules = Self {
            list: Vec::new(),
            numbers: HashMap::new(),
        };
        for check in CHECKS {
            rules.add(
                check.id(),
                json!({
                    "id": check.id(),
                    "shortDescription": { "text": sentence(check.title()) },
                    "fullDescription": { "text": check.description() },
                    "help": { "text": check.description() },
                    "defaultConfiguration": { "level": level(check.severity()) },
                }),
            );
        }
        rules
    }

    fn add(&mut self, id: &str, rule: Value) -> usize {
        self.numbers.insert(id.to_owned(), self.list.len());
        self.list.push(rule);
        self.list.len() - 1
    }

    /// The number of the rule of a finding; one that is no check's is described by its first message.
    fn number(&mut self, finding: &Finding) -> usize {
        if let Some(number) = self.numbers.get(&finding.id) {
            return *number;
        }
        let rule = json!({
            "id": finding.id,
            "shortDescription": { "text": sentence(&finding.message) },
            "defaultConfiguration": { "level": level(finding.severity) },
        });
        self.add(&finding.id, rule)
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The words as a sentence.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    let mut sentence: String = first.into_iter().flatten().chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

/// The result of a finding in a translation.
fn of(text: &CheckedText, found: &Found, rules: &mut Rules) -> Value {
    let finding = &found.finding;
    let mut result = result(finding, rules);
    if let Some(location) = result
        .get_mut("locations")
        .and_then(|locations| locations.get_mut(0))
    {
        if let (Some(bytes), Some(place)) = (&found.bytes, &finding.place) {
            location["physicalLocation"]["region"] = region(place, bytes);
        }
        let mut name = text.unit.to_string();
        if let Some(document) = &text.document {
            name = format!("{document}/{name}");
        }
        location["logicalLocations"] = json!([{
            "name": text.unit,
            "fullyQualifiedName": format!("{name}/{}", text.target.language),
        }]);
    }
    let span = finding.target_span.clone().unwrap_or_default();
    let mark = format!(
        "{}:{}:{}:{}-{}",
        finding.id,
        text.target.language,
        fingerprint(&text.source, &text.target),
        span.start,
        span.end
    );
    result.insert(
        "partialFingerprints".to_owned(),
        json!({ "tarjumanFinding/v1": mark }),
    );
    if let (Some(edit), Some(spot)) = (&finding.fix, &found.fix_spot) {
        result.insert("fixes".to_owned(), json!([fix(edit, spot)]));
    }
    if let Some(dismissal) = &found.dismissed {
        result.insert(
            "suppressions".to_owned(),
            json!([{
                "kind": "external",
                "status": "accepted",
                "justification": dismissal.reason,
            }]),
        );
    }
    Value::Object(result)
}

/// The result of a finding with its place.
fn result(finding: &Finding, rules: &mut Rules) -> Map<String, Value> {
    let mut message = sentence(&finding.message);
    if let Some(hint) = &finding.hint {
        message.push(' ');
        message.push_str(&sentence(hint));
    }
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), json!(finding.id));
    result.insert("ruleIndex".to_owned(), json!(rules.number(finding)));
    result.insert("level".to_owned(), json!(level(finding.severity)));
    result.insert("message".to_owned(), json!({ "text": message }));
    if let Some(place) = &finding.place {
        let mut physical = json!({ "artifactLocation": artifact(&place.file) });
        if place.line > 0 {
            physical["region"] = json!({ "startLine": place.line });
        }
        result.insert(
            "locations".to_owned(),
            json!([{ "physicalLocation": physical }]),
        );
    }
    result
}

/// The region of a place within one line.
fn region(place: &Place, bytes: &Range<usize>) -> Value {
    let marked = &place.text[place.span.clone()];
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": place.column + marked.chars().count(),
        "byteOffset": bytes.start,
        "byteLength": bytes.len(),
    })
}

fn fix(edit: &Edit, spot: &Spot) -> Value {
    let bytes = spot.bytes.clone().unwrap_or_default();
    json!({
        "description": { "text": "Write what is meant." },
        "artifactChanges": [{
            "artifactLocation": artifact(&spot.place.file),
            "replacements": [{
                "deletedRegion": { "byteOffset": bytes.start, "byteLength": bytes.len() },
                "insertedContent": { "text": written(&edit.text) },
            }],
        }],
    })
}

/// A text as it stands in a segment file.
fn written(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    let text = text.replace('\n', "\\n").replace('\t', "\\t");
    text.replace('\r', "\\r")
}

/// A file as a URI: relative ones from the root of the sources.
fn artifact(file: &str) -> Value {
    let mut uri = String::with_capacity(file.len());
    for byte in file.replace('\\', "/").bytes() {
        // Writing to a string cannot fail.
        let _ = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.write_char(char::from(byte))
            }
            _ => write!(uri, "%{byte:02X}"),
        };
    }
    match file.starts_with('/') {
        true => json!({ "uri": format!("file://{uri}") }),
        false => json!({ "uri": uri, "uriBaseId": "%SRCROOT%" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_uris_and_words_are_sentences() {
        assert_eq!(artifact("a b/ا.po")["uri"], "a%20b/%D8%A7.po");
        assert_eq!(artifact("/tmp/a.po")["uri"], "file:///tmp/a.po");
        assert_eq!(sentence("it ends"), "It ends.");
        assert_eq!(written("a\"\\\n"), "a\\\"\\\\\\n");
    }
}
