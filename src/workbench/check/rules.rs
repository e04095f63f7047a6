//! Which findings count: the checks asked for, the project's switches and weights, and its own patterns.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use super::check_names;
use crate::glossary::Glossary;
use crate::model::{DocumentName, Finding, Place, Severity, Unit};
use crate::project::{ChecksTable, ExceptTable, PatternTable};
use crate::quality::{
    CHECKS, Context, Corpus, Pattern, PatternError, PatternRule, Side, check_unit_with,
};
use crate::text::Language;
use crate::workbench::WorkbenchError;

/// What is checked: the translation of a unit into a language.
#[derive(Clone, Copy)]
pub(in crate::workbench) struct Subject<'a> {
    pub(in crate::workbench) document: Option<&'a DocumentName>,
    pub(in crate::workbench) unit: &'a Unit,
    pub(in crate::workbench) source: &'a Language,
    pub(in crate::workbench) language: &'a Language,
}

/// The checks of one run.
#[derive(Debug)]
pub(in crate::workbench) struct Rules {
    /// The checks that are wanted; all when none is named.
    only: Vec<String>,
    skip: Vec<String>,
    severity: BTreeMap<String, Severity>,
    except: Vec<ExceptTable>,
    patterns: Vec<(Option<Language>, Pattern)>,
    /// What all units together teach the checks.
    corpus: Corpus,
    glossary: Glossary,
}

/// Where a part of the settings file stands, by its bytes.
pub(super) type SettingPlace<'a> = &'a dyn Fn(Range<usize>) -> Place;

impl Rules {
    /// The rules of a project with those that the caller asked for; what cannot be used of the settings is said
    /// at its place, and the rest holds.
    ///
    /// # Errors
    /// When the caller names a check that is not there.
    pub(super) fn new(
        table: &ChecksTable,
        only: &[String],
        skip: &[String],
        place: SettingPlace<'_>,
    ) -> Result<(Self, Vec<Finding>), WorkbenchError> {
        let mut faults = Vec::new();
        let patterns = patterns(&table.pattern, place, &mut faults);
        let mut known: Vec<String> = check_names().into_iter().map(str::to_owned).collect();
        // A pattern that cannot be used was meant all the same.
        known.extend(table.pattern.iter().map(|own| own.id.get_ref().clone()));
        if let Some(unknown) = only.iter().chain(skip).find(|name| !known.contains(name)) {
            return Err(WorkbenchError::Refused(Box::new(unknown_check(
                unknown, &known,
            ))));
        }
        let excepted = table.except.iter().flat_map(|except| &except.skip);
        let named = (table.skip.iter()).chain(table.severity.keys());
        for name in named.chain(excepted) {
            if !known.contains(name.get_ref()) {
                faults.push(unknown_check(name.get_ref(), &known).at(place(name.span())));
            }
        }
        let weights = table.severity.iter();
        let own = table.skip.iter().map(|name| name.get_ref().clone());
        let rules = Self {
            only: only.to_vec(),
            // Who asks for a check by name wants to see it, whatever the project skips.
            skip: own
                .filter(|name| !only.contains(name))
                .chain(skip.iter().cloned())
                .collect(),
            severity: weights
                .map(|(name, severity)| (name.get_ref().clone(), *severity))
                .collect(),
            except: table.except.clone(),
            patterns,
            corpus: Corpus::default(),
            glossary: Glossary::default(),
        };
        Ok((rules, faults))
    }

    /// The same rules with what all units together teach the checks; nobody is asked where no wanted check needs it.
    ///
    /// # Errors
    /// Those of `learn`.
    pub(super) fn taught<E>(self, learn: impl FnOnce() -> Result<Corpus, E>) -> Result<Self, E> {
        let mut wanted = CHECKS.iter().filter(|check| self.wants(check.id()));
        if !wanted.any(|check| check.uses_corpus()) {
            return Ok(self);
        }
        Ok(Self {
            corpus: learn()?,
            ..self
        })
    }

    /// The same rules with the terms of the project.
    pub(super) fn with_glossary(self, glossary: Glossary) -> Self {
        Self { glossary, ..self }
    }

    /// Whether a check is among those of this run.
    pub(super) fn wants(&self, check: &str) -> bool {
        let is = |name: &String| name == check;
        (self.only.is_empty() || self.only.iter().any(is)) && !self.skip.iter().any(is)
    }

    /// What there is to say of a translation.
    pub(in crate::workbench) fn findings(&self, subject: &Subject<'_>) -> Vec<Finding> {
        let Subject {
            document,
            unit,
            source,
            language,
        } = *subject;
        let context = Context {
            corpus: Some(&self.corpus),
            glossary: Some(&self.glossary),
        };
        let mut findings =
            check_unit_with(unit, source, language, &context, &|check| self.wants(check));
        if let (Some(source), Some(target)) = (unit.variant(source), unit.variant(language)) {
            let is_for = |own: &Option<Language>| own.as_ref().is_none_or(|own| own == language);
            for (_, pattern) in self.patterns.iter().filter(|(own, _)| is_for(own)) {
                pattern.check(unit, source, target, &mut findings);
            }
        }
        let excepted: Vec<_> = self
            .except
            .iter()
            .filter(|except| except.is_for(document, &unit.id, language))
            .collect();
        findings.retain(|finding| {
            self.wants(&finding.id) && !excepted.iter().any(|except| except.silences(&finding.id))
        });
        for finding in &mut findings {
            if let Some(severity) = self.severity.get(&finding.id) {
                finding.severity = *severity;
            }
        }
        findings
    }
}

/// The finding of a name that no check has.
pub(super) fn unknown_check(name: &str, known: &[String]) -> Finding {
    let message = format!("there is no check `{name}`");
    Finding::new("unknown-check", Severity::Error, message)
        .with_hint(format!("the checks are {}", known.join(", ")))
}

/// The patterns that can be used.
fn patterns(
    tables: &[PatternTable],
    place: SettingPlace<'_>,
    faults: &mut Vec<Finding>,
) -> Vec<(Option<Language>, Pattern)> {
    let mut patterns: Vec<(Option<Language>, Pattern)> = Vec::new();
    for table in tables {
        let id = table.id.get_ref();
        let is_taken = check_names().contains(&id.as_str())
            || patterns.iter().any(|(_, pattern)| pattern.id() == id);
        if let Some((reason, hint)) = bad_id(id, is_taken) {
            let finding = Finding::new("bad-pattern", Severity::Error, reason).with_hint(hint);
            faults.push(finding.at(place(table.id.span())));
            continue;
        }
        let rule = PatternRule {
            id,
            severity: table.severity,
            message: &table.message,
            target: table.target.get_ref(),
            source: table
                .source
                .as_ref()
                .map(|source| source.get_ref().as_str()),
        };
        match Pattern::new(&rule) {
            Ok(pattern) => patterns.push((table.lang.clone(), pattern)),
            Err(error) => faults.push(unreadable(table, &error, place)),
        }
    }
    patterns
}

/// What is wrong with the name of a pattern, and what to do.
fn bad_id(id: &str, is_taken: bool) -> Option<(String, &'static str)> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || !id.chars().all(is_plain) {
        let reason = format!("`{id}` cannot name a pattern");
        return Some((
            reason,
            "use small letters, digits and `-`, as in `our-spelling`",
        ));
    }
    is_taken.then(|| {
        let reason = format!("another check is called `{id}` already");
        (reason, "give the pattern a name of its own")
    })
}

/// The finding of an expression that cannot be read, at the part of it that is wrong.
fn unreadable(table: &PatternTable, error: &PatternError, place: SettingPlace<'_>) -> Finding {
    let expression = match (error.side, &table.source) {
        (Side::Source, Some(source)) => source,
        _ => &table.target,
    };
    let message = format!("the pattern `{}` is not used: {error}", table.id.get_ref());
    Finding::new("bad-pattern", Severity::Error, message)
        .with_hint("a character that means something stands for itself behind a backslash; `'…'` keeps backslashes as they are")
        .at(place(within(expression, error.span.clone(), place)))
}

/// The bytes of a part of an expression in the settings file; of the whole where escapes shift them.
fn within(
    expression: &Spanned<String>,
    part: Range<usize>,
    place: SettingPlace<'_>,
) -> Range<usize> {
    let whole = expression.span();
    let written = place(whole.clone());
    let written = &written.text[written.span];
    match written.find(expression.get_ref().as_str()) {
        Some(at) => whole.start + at + part.start..whole.start + at + part.end,
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{UnitId, Variant};
    use crate::project::Config;

    fn rules(tables: &str, only: &[&str], skip: &[&str]) -> (Rules, Vec<Finding>) {
        let text = format!("[project]\nname = \"x\"\n{tables}");
        let config = Config::parse(&text).unwrap();
        let names = |list: &[&str]| {
            list.iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        let place = |span| Place::in_text(&text, span);
        Rules::new(&config.checks, &names(only), &names(skip), &place).unwrap()
    }

    fn found(rules: &Rules, document: &str, target: &str) -> Vec<(String, Severity)> {
        let language = |tag| Language::parse(tag).unwrap();
        let (source, ur) = (language("en"), language("ur"));
        let mut unit = Unit::new(UnitId("u".into()), Variant::new(source.clone(), "It rose."));
        unit.variants.push(Variant::new(ur.clone(), target));
        let findings = rules.findings(&Subject {
            document: Some(&DocumentName::new(document).unwrap()),
            unit: &unit,
            source: &source,
            language: &ur,
        });
        findings
            .into_iter()
            .map(|finding| (finding.id, finding.severity))
            .collect()
    }

    #[test]
    fn settings_skip_and_weigh_checks() {
        let ids = |tables: &str, document: &str| {
            let (rules, faults) = rules(tables, &[], &[]);
            assert!(faults.is_empty(), "{faults:?}");
            found(&rules, document, "دريا چڑھا")
        };
        let all = ids("", "a");
        assert_eq!(
            all,
            [
                ("end-mark".to_owned(), Severity::Warning),
                ("wrong-letter".to_owned(), Severity::Warning)
            ]
        );
        assert_eq!(ids("[checks]\nskip = [\"end-mark\"]\n", "a"), all[1..]);
        let weighed = ids("[checks.severity]\nend-mark = \"error\"\n", "a");
        assert_eq!(weighed[0].1, Severity::Error);
        let except = "[[checks.except]]\ndocument = \"notes-*\"\nskip = [\"end-mark\"]\n";
        assert_eq!(ids(except, "notes-1"), all[1..]);
        assert_eq!(ids(except, "a"), all);
        assert!(ids("[[checks.except]]\nunit = \"u\"\n", "a").is_empty());
    }

    #[test]
    fn the_caller_may_ask_for_what_the_project_skips() {
        let skipping = "[checks]\nskip = [\"end-mark\"]\n";
        let (asked, _) = rules(skipping, &["end-mark"], &[]);
        assert_eq!(found(&asked, "a", "دريا چڑھا")[0].0, "end-mark");
        let (others, _) = rules("", &[], &["end-mark"]);
        assert_eq!(found(&others, "a", "دريا چڑھا")[0].0, "wrong-letter");
        let missing = Rules::new(
            &ChecksTable::default(),
            &["end-marks".to_owned()],
            &[],
            &|span| Place::in_text("", span),
        );
        assert!(matches!(missing, Err(WorkbenchError::Refused(_))));
    }

    #[test]
    fn what_cannot_be_used_is_said_at_its_place_and_the_rest_runs() {
        let tables = "[checks]\nskip = [\"end-marks\"]\n\
            [[checks.pattern]]\nid = \"open\"\ntarget = 'در(یا'\nmessage = \"m\"\n\
            [[checks.pattern]]\nid = \"empty-target\"\ntarget = 'x'\nmessage = \"m\"\n\
            [[checks.pattern]]\nid = \"river\"\ntarget = 'در.ا'\nsource = \"rose\"\nmessage = \"m\"\nseverity = \"info\"\nlang = \"ur\"\n";
        let (rules, faults) = rules(tables, &[], &[]);
        let said: Vec<_> = faults
            .iter()
            .filter_map(|fault| {
                let place = fault.place.as_ref()?;
                let marked = place.text[place.span.clone()].to_owned();
                Some((fault.id.as_str(), place.line, marked))
            })
            .collect();
        assert_eq!(
            said,
            [
                ("bad-pattern", 7, "(".to_owned()),
                ("bad-pattern", 10, "\"empty-target\"".to_owned()),
                ("unknown-check", 4, "\"end-marks\"".to_owned()),
            ]
        );
        let last = found(&rules, "a", "دريا چڑھا").pop();
        assert_eq!(last, Some(("river".to_owned(), Severity::Info)));
    }
}
