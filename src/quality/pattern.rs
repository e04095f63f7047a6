//! The project's own rules: a regular expression that a translation should not match.

use std::ops::Range;

use regex_automata::meta::{Config, Regex};

use crate::model::{Finding, Severity, Unit, Variant};

/// How large a compiled expression may be, in bytes.
const SIZE: usize = 10 << 20;

/// So many findings of one pattern in a unit are enough to act on.
const MOST: usize = 20;

/// A rule of the project, compiled.
#[derive(Debug)]
pub struct Pattern {
    id: String,
    severity: Severity,
    message: String,
    target: Regex,
    source: Option<Regex>,
}

/// What the project says of a rule.
#[derive(Clone, Copy, Debug)]
pub struct PatternRule<'a> {
    /// The name of its findings.
    pub id: &'a str,
    /// How much they matter.
    pub severity: Severity,
    /// What they say.
    pub message: &'a str,
    /// The expression that is looked for in the translation.
    pub target: &'a str,
    /// The expression that the source must match too.
    pub source: Option<&'a str>,
}

/// Why an expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the expression cannot be read: {reason}")]
pub struct PatternError {
    /// Which of the two it is.
    pub side: Side,
    /// The part of the expression that is wrong, in UTF-8 bytes.
    pub span: Range<usize>,
    reason: String,
}

/// One of the two expressions of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The one on the source.
    Source,
    /// The one on the translation.
    Target,
}

impl Pattern {
    /// Compiles a rule.
    ///
    /// # Errors
    /// When one of its expressions cannot be read, or would be too large.
    pub fn new(rule: &PatternRule<'_>) -> Result<Self, PatternError> {
        let source = rule.source.map(|source| compiled(source, Side::Source));
        Ok(Self {
            id: rule.id.to_owned(),
            severity: rule.severity,
            message: rule.message.to_owned(),
            target: compiled(rule.target, Side::Target)?,
            source: source.transpose()?,
        })
    }

    /// The name of its findings.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Adds what it finds in a pair of texts, each match that is not empty. Linear in the texts.
    pub fn check(
        &self,
        unit: &Unit,
        source: &Variant,
        target: &Variant,
        findings: &mut Vec<Finding>,
    ) {
        let in_source = match &self.source {
            None => None,
            Some(expression) => match expression.find(&source.text) {
                Some(found) => Some(found.range()),
                None => return,
            },
        };
        let matches = self.target.find_iter(&target.text);
        for found in matches.filter(|found| !found.is_empty()).take(MOST) {
            findings.push(Finding {
                unit: Some(unit.id.clone()),
                lang: Some(target.language.clone()),
                source_span: in_source.clone(),
                target_span: Some(found.range()),
                ..Finding::new(&self.id, self.severity, &self.message)
            });
        }
    }
}

fn compiled(expression: &str, side: Side) -> Result<Regex, PatternError> {
    let refuse = |span: Range<usize>, reason: String| PatternError { side, span, reason };
    let parsed = regex_syntax::Parser::new().parse(expression);
    let parsed = parsed.map_err(|error| match error {
        regex_syntax::Error::Parse(error) => refuse(of(error.span()), error.kind().to_string()),
        regex_syntax::Error::Translate(error) => refuse(of(error.span()), error.kind().to_string()),
        other => refuse(0..expression.len(), other.to_string()),
    })?;
    let limits = Config::new().nfa_size_limit(Some(SIZE));
    let built = Regex::builder().configure(limits).build_from_hir(&parsed);
    built.map_err(|error| refuse(0..expression.len(), error.to_string()))
}

fn of(span: &regex_syntax::ast::Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UnitId;
    use crate::text::Language;

    fn rule<'a>(target: &'a str, source: Option<&'a str>) -> PatternRule<'a> {
        PatternRule {
            id: "house-style",
            severity: Severity::Warning,
            message: "write it as one word",
            target,
            source,
        }
    }

    fn spans(rule: &PatternRule<'_>, source: &str, target: &str) -> Vec<Range<usize>> {
        let language = |tag| Language::parse(tag).unwrap();
        let source = Variant::new(language("en"), source);
        let unit = Unit::new(UnitId("u".into()), source.clone());
        let target = Variant::new(language("ur"), target);
        let mut found = Vec::new();
        Pattern::new(rule)
            .unwrap()
            .check(&unit, &source, &target, &mut found);
        assert!(found.iter().all(|finding| finding.id == "house-style"));
        found
            .into_iter()
            .filter_map(|finding| finding.target_span)
            .collect()
    }

    #[test]
    fn every_match_in_the_target_is_found_where_the_source_matches_too() {
        let both = rule("خوش آمدید", Some("(?i)welcome"));
        assert_eq!(
            spans(&both, "Welcome!", "خوش آمدید، خوش آمدید!"),
            [0..17, 20..37]
        );
        assert!(spans(&both, "Hello!", "خوش آمدید!").is_empty());
        assert_eq!(
            spans(&rule("\\d+", None), "One.", "۱۲ اور 3"),
            [0..4, 12..13]
        );
    }

    #[test]
    fn empty_matches_are_none_and_many_are_cut() {
        assert!(spans(&rule("x*", None), "a", "ب").is_empty());
        assert_eq!(
            spans(&rule(".", None), "a", &"ب".repeat(100_000)).len(),
            MOST
        );
    }

    #[test]
    fn an_expression_that_cannot_be_read_says_where() {
        let error = |target, source| Pattern::new(&rule(target, source)).unwrap_err();
        let open = error("نو(ر", None);
        assert_eq!((open.side, open.span.clone()), (Side::Target, 4..5));
        assert_eq!(
            open.to_string(),
            "the expression cannot be read: unclosed group"
        );
        assert_eq!(error("x", Some("[z-a]")).side, Side::Source);
        let huge = error("(\\p{L}{1000}){1000}", None);
        assert_eq!(huge.span, 0.."(\\p{L}{1000}){1000}".len());
    }
}
