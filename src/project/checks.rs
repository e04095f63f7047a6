//! The tables of `tarjuman.toml` that say which checks run, how much they matter, and what the project looks for itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::reuse::is_like;
use crate::model::{DocumentName, Severity, UnitId};
use crate::text::Language;

/// The table `[checks]`. What can be wrong about a name knows its place in the file, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ChecksTable {
    /// Checks that say nothing in this project.
    pub skip: Vec<Spanned<String>>,
    /// The least weight of a finding at which `check` and `build` end with 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<FailOn>,
    /// The weight that all findings of a check have here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub severity: BTreeMap<Spanned<String>, Severity>,
    /// The tables `[[checks.except]]`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<ExceptTable>,
    /// The tables `[[checks.pattern]]`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pattern: Vec<PatternTable>,
}

/// The least weight of a finding at which a command ends with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Errors alone.
    Error,
    /// Errors and warnings.
    Warning,
    /// Every finding.
    Info,
    /// No finding.
    Never,
}

/// A table `[[checks.except]]`: where checks say nothing. All that it names must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ExceptEntry")]
pub struct ExceptTable {
    /// The name of a document; `*` stands for any characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The id of a unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The language of the translation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    /// The checks; all when none is named.
    pub skip: Vec<Spanned<String>>,
}

/// A table `[[checks.pattern]]`: a regular expression that a translation should not match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatternTable {
    /// The name of its findings.
    pub id: Spanned<String>,
    /// What is looked for in the translation.
    pub target: Spanned<String>,
    /// What the source must match too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Spanned<String>>,
    /// The language of the translation; every one when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    /// What its findings say.
    pub message: String,
    /// How much they matter.
    #[serde(default = "warning")]
    pub severity: Severity,
}

/// A table `[[checks.except]]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptEntry {
    document: Option<String>,
    unit: Option<UnitId>,
    lang: Option<Language>,
    #[serde(default)]
    skip: Vec<Spanned<String>>,
}

fn warning() -> Severity {
    Severity::Warning
}

impl TryFrom<ExceptEntry> for ExceptTable {
    type Error = &'static str;

    fn try_from(entry: ExceptEntry) -> Result<Self, Self::Error> {
        if entry.document.is_none() && entry.unit.is_none() && entry.lang.is_none() {
            return Err("an exception names a `document`, a `unit` or a `lang`");
        }
        Ok(Self {
            document: entry.document,
            unit: entry.unit,
            lang: entry.lang,
            skip: entry.skip,
        })
    }
}

impl ExceptTable {
    /// Whether it is for this translation; one without document is for no document by name.
    #[must_use]
    pub fn is_for(
        &self,
        document: Option<&DocumentName>,
        unit: &UnitId,
        language: &Language,
    ) -> bool {
        let name = document.map(DocumentName::as_str);
        let is_document = |pattern: &String| name.is_some_and(|name| is_like(pattern, name));
        self.document.as_ref().is_none_or(is_document)
            && self.unit.as_ref().is_none_or(|own| own == unit)
            && self.lang.as_ref().is_none_or(|own| own == language)
    }

    /// Whether it silences the check of that name.
    #[must_use]
    pub fn silences(&self, check: &str) -> bool {
        self.skip.is_empty() || self.skip.iter().any(|own| own.get_ref() == check)
    }
}

impl FailOn {
    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "error" => Some(Self::Error),
            "warning" => Some(Self::Warning),
            "info" => Some(Self::Info),
            "never" => Some(Self::Never),
            _ => None,
        }
    }

    /// Whether a finding of that weight makes a command end with 1.
    #[must_use]
    pub fn is_reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity == Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Config;

    fn parsed(tables: &str) -> Result<ChecksTable, String> {
        let text = format!("[project]\nname = \"x\"\n{tables}");
        let config = Config::parse(&text);
        let config = config.map_err(|error| format!("{error} on {}", error.place().line))?;
        Ok(config.checks)
    }

    #[test]
    fn names_know_their_place_in_the_file() {
        let tables = "[checks]\nskip = [\"end-mark\"]\nfail-on = \"error\"\n[checks.severity]\nend-mark = \"info\"\n";
        let checks = parsed(tables).unwrap();
        let text = format!("[project]\nname = \"x\"\n{tables}");
        assert_eq!(&text[checks.skip[0].span()], "\"end-mark\"");
        let (name, severity) = checks.severity.iter().next().unwrap();
        assert_eq!(
            (&text[name.span()], *severity),
            ("end-mark", Severity::Info)
        );
        assert_eq!(checks.fail_on, Some(FailOn::Error));
    }

    #[test]
    fn what_makes_no_sense_is_refused_at_its_place() {
        for (tables, reason) in [
            (
                "[[checks.except]]\nskip = [\"end-mark\"]\n",
                "an exception names a `document`, a `unit` or a `lang` on 3",
            ),
            (
                "[checks.severity]\nend-mark = \"grave\"\n",
                "unknown variant `grave`",
            ),
            ("[checks]\nfail-on = \"always\"\n", "unknown variant"),
            (
                "[[checks.pattern]]\nid = \"x\"\nmessage = \"y\"\n",
                "missing field `target`",
            ),
            ("[checks]\nskipped = []\n", "unknown field `skipped`"),
        ] {
            let error = parsed(tables).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn an_exception_holds_where_all_that_it_names_holds() {
        let tables =
            "[[checks.except]]\ndocument = \"letters/*\"\nlang = \"ur\"\nskip = [\"end-mark\"]\n";
        let except = &parsed(tables).unwrap().except[0];
        let (ur, ps) = (
            Language::parse("ur").unwrap(),
            Language::parse("ps").unwrap(),
        );
        let unit = UnitId("u".into());
        let letter = DocumentName::new("letters/1").unwrap();
        assert!(except.is_for(Some(&letter), &unit, &ur));
        assert!(!except.is_for(Some(&letter), &unit, &ps));
        assert!(!except.is_for(None, &unit, &ur));
        assert!(except.silences("end-mark") && !except.silences("wrong-letter"));
    }
}
