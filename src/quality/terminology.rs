//! Terms of the glossary that the translation lacks, and terms that it must not use.

use std::collections::BTreeMap;

use super::{Check, Example, Pair};
use crate::glossary::{Glossary, Occurrence, longest};
use crate::model::{Concept, Edit, Finding, Severity, Usage};
use crate::text::match_key;

pub(super) struct Terminology;

impl Check for Terminology {
    fn id(&self) -> &'static str {
        "terminology"
    }

    fn title(&self) -> &'static str {
        "Terms of the glossary"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn description(&self) -> &'static str {
        "Where the source has a term of the glossary, the target has one of its translations, preferred or admitted, \
         in any of its forms (کډوال, کډوالو), with or without white space in compounds (خود مختاری, خودمختاری), \
         once at least: a pronoun may stand for the second. A forbidden term is an error. Of overlapping terms the \
         longest counts; a term with several concepts needs a translation of one of them. Concepts that are only \
         proposed give remarks."
    }

    fn examples(&self) -> &'static [Example] {
        const EXAMPLES: &[Example] = &[
            Example::new(
                "ur",
                "The refugees crossed the border.",
                "لوگوں نے سرحد پار کی۔",
            )
            .terms(&[("en", "refugee"), ("ur", "پناہ گزین")]),
            Example::new(
                "ps",
                "The refugees crossed the border.",
                "خلک له پولې واوښتل.",
            )
            .terms(&[("en", "refugee"), ("ps", "کډوال")]),
        ];
        EXAMPLES
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let Some(glossary) = pair.context.glossary else {
            return;
        };
        if pair.is_untranslated() {
            return;
        }
        let sides = Sides::of(glossary, pair);
        for occurrence in sides.forbidden() {
            findings.push(sides.forbidden_finding(self, occurrence));
        }
        for occurrences in sides.untranslated() {
            findings.push(sides.missing_finding(self, &occurrences));
        }
    }
}

/// The terms of both texts.
struct Sides<'a> {
    glossary: &'a Glossary,
    pair: &'a Pair<'a>,
    /// Those of the source that no longer one covers.
    source: Vec<Occurrence>,
    /// All of the target.
    target: Vec<Occurrence>,
}

impl<'a> Sides<'a> {
    fn of(glossary: &'a Glossary, pair: &'a Pair<'a>) -> Self {
        let (source, target) = (pair.source, pair.target);
        let mut found = glossary.find(&source.text, &source.language);
        found.retain(|one| !glossary.is_forbidden(one));
        Self {
            glossary,
            pair,
            source: longest(found),
            target: glossary.find(&target.text, &target.language),
        }
    }

    /// The concepts of the source's terms, by the place of each: several at one place are meanings of one word.
    fn places(&self) -> impl Iterator<Item = &[Occurrence]> {
        self.source
            .chunk_by(|one, other| one.span() == other.span())
    }

    /// Whether the target has an allowed term of a concept.
    fn is_translated(&self, concept: usize) -> bool {
        let mut own = self.target.iter().filter(|one| one.concept == concept);
        own.any(|one| !self.glossary.is_forbidden(one))
    }

    /// The first place of every term that has translations in the language, and none of them in the target.
    fn untranslated(&self) -> impl Iterator<Item = Vec<Occurrence>> {
        let language = &self.pair.target.language;
        let mut lacking: BTreeMap<Vec<usize>, Vec<Occurrence>> = BTreeMap::new();
        for place in self.places() {
            let has_translation = |one: &&Occurrence| {
                let concept = self.glossary.concept(one);
                concept.wanted(language).is_some()
            };
            let meanings: Vec<_> = place.iter().filter(has_translation).cloned().collect();
            let is_settled = meanings.len() < place.len()
                || (meanings.iter())
                    .any(|one| self.is_translated(one.concept) || self.uses_forbidden(one.concept));
            if !is_settled {
                let concepts = meanings.iter().map(|one| one.concept).collect();
                lacking.entry(concepts).or_insert(meanings);
            }
        }
        let mut lacking: Vec<_> = lacking.into_values().collect();
        lacking.sort();
        lacking.into_iter()
    }

    fn uses_forbidden(&self, concept: usize) -> bool {
        self.forbidden().any(|one| one.concept == concept)
    }

    /// Forbidden terms of the target that no longer term covers: of concepts that the source has, and of
    /// those that have no term in its language and are forbidden everywhere.
    fn forbidden(&self) -> impl Iterator<Item = &Occurrence> {
        let source = &self.pair.source.language;
        self.target.iter().filter(move |one| {
            let is_meant = || {
                let concept = self.glossary.concept(one);
                concept.terms_in(source).next().is_none()
                    || self.source.iter().any(|own| own.concept == one.concept)
            };
            self.glossary.is_forbidden(one) && is_meant() && !self.is_covered(one)
        })
    }

    /// Whether an allowed term of the target covers a place: `خود` in `خود مختاری`.
    fn is_covered(&self, forbidden: &Occurrence) -> bool {
        self.target.iter().any(|one| {
            let covers = one.start <= forbidden.start && forbidden.end <= one.end;
            let is_same = one.concept == forbidden.concept || one.span() != forbidden.span();
            covers && is_same && !self.glossary.is_forbidden(one)
        })
    }

    fn forbidden_finding(&self, check: &Terminology, found: &Occurrence) -> Finding {
        let concept = self.glossary.concept(found);
        let severity = severity(concept, Severity::Error);
        let used = &self.pair.target.text[found.span()];
        let wanted = concept.wanted(&self.pair.target.language);
        let message = match wanted {
            Some(wanted) => format!(
                "`{used}` is forbidden by the glossary, which wants `{}`",
                wanted.text
            ),
            None => format!("`{used}` is forbidden by the glossary"),
        };
        let mut finding = self
            .pair
            .finding(check, severity, Some(found.span()), message);
        let own = self.source.iter().find(|one| one.concept == found.concept);
        finding.source_span = own.map(Occurrence::span);
        let language = &self.pair.target.language;
        let is_uninflected =
            match_key(used, language) == match_key(&self.glossary.term(found).text, language);
        finding.fix = wanted.filter(|_| is_uninflected).map(|wanted| Edit {
            span: found.span(),
            text: wanted.text.clone(),
        });
        finding.hint = concept.detail("note").map(str::to_owned);
        finding
    }

    fn missing_finding(&self, check: &Terminology, meanings: &[Occurrence]) -> Finding {
        let language = &self.pair.target.language;
        let concepts = meanings.iter().map(|one| self.glossary.concept(one));
        let weight = concepts.clone().map(|one| severity(one, Severity::Warning));
        let wanted: Vec<_> = concepts
            .clone()
            .filter_map(|concept| concept.wanted(language))
            .map(|term| format!("`{}`", term.text))
            .collect();
        let span = meanings[0].span();
        let used = &self.pair.source.text[span.clone()];
        let message = format!("`{used}` is not translated as {}", wanted.join(" or "));
        let weight = weight.min().unwrap_or(Severity::Warning);
        let mut finding = self.pair.finding(check, weight, None, message);
        finding.source_span = Some(span);
        let others: Vec<_> = concepts
            .flat_map(|concept| {
                concept
                    .terms_in(language)
                    .filter(|term| term.usage == Usage::Admitted)
            })
            .map(|term| term.text.as_str())
            .collect();
        finding.hint = Some(match others.as_slice() {
            [] => "where another word is right too, add it to the glossary as a variant".to_owned(),
            others => format!("the glossary also admits: {}", others.join("; ")),
        });
        finding
    }
}

/// The weight of a finding about a concept: a proposal gives remarks only.
fn severity(concept: &Concept, own: Severity) -> Severity {
    match concept.is_proposal() {
        true => Severity::Info,
        false => own,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::findings_with;
    use super::*;
    use crate::model::{Term, TermStatus};
    use crate::quality::Context;
    use crate::text::Language;

    /// A concept of terms as `en river`, `ur دریا`, `ur ?ندی` (admitted), `ur !نالہ` (forbidden).
    fn concept(terms: &[&str]) -> Concept {
        let term = |row: &&str| {
            let (tag, text) = row.split_once(' ').unwrap();
            let (usage, text) = match text.chars().next() {
                Some('?') => (Usage::Admitted, &text[1..]),
                Some('!') => (Usage::Forbidden, &text[1..]),
                _ => (Usage::Preferred, text),
            };
            Term::new(Language::parse(tag).unwrap(), text, usage)
        };
        Concept {
            terms: terms.iter().map(term).collect(),
            ..Concept::default()
        }
    }

    fn found(concepts: Vec<Concept>, tag: &str, source: &str, target: &str) -> Vec<Finding> {
        let glossary = Glossary::new(concepts);
        let context = Context {
            glossary: Some(&glossary),
            ..Context::default()
        };
        findings_with("terminology", tag, source, target, &context)
    }

    fn river() -> Concept {
        concept(&["en river", "ur دریا", "ur ?ندی", "ur !نالہ", "ps سیند"])
    }

    #[test]
    fn right_translations_pass_in_every_form() {
        for (tag, source, target) in [
            ("ur", "The river rose.", "دریا چڑھا۔"),
            ("ur", "Two rivers rose.", "دو ندیاں چڑھیں۔"),
            ("ur", "The rivers rose.", "دریاؤں میں پانی چڑھا۔"),
            ("ur", "The river left its river bed.", "دریا نے راستہ بدلا۔"),
            ("ps", "The rivers rose.", "سیندونه راوختل."),
            ("ps", "The riverside.", "غاړه."),
            ("fr", "The river rose.", "L’eau monta."),
        ] {
            assert_eq!(found(vec![river()], tag, source, target), [], "{target}");
        }
    }

    #[test]
    fn a_term_without_its_translation_is_a_warning() {
        let found = found(
            vec![river()],
            "ur",
            "The rivers and the river rose.",
            "پانی چڑھا۔",
        );
        assert_eq!(found.len(), 1, "told once");
        assert_eq!(found[0].severity, Severity::Warning);
        assert_eq!(found[0].message, "`rivers` is not translated as `دریا`");
        assert_eq!(found[0].source_span, Some(4..10));
        assert_eq!(
            found[0].hint.as_deref(),
            Some("the glossary also admits: ندی")
        );
    }

    #[test]
    fn a_forbidden_term_is_an_error_and_replaced_where_it_is_uninflected() {
        let one = found(vec![river()], "ur", "The river rose.", "نالہ چڑھا۔");
        assert_eq!((one.len(), one[0].severity), (1, Severity::Error));
        assert_eq!(one[0].fix.as_ref().unwrap().text, "دریا");
        let one = found(vec![river()], "ur", "The rivers rose.", "نالے چڑھے۔");
        assert_eq!((one.len(), one[0].fix.as_ref()), (1, None));
        assert_eq!(found(vec![river()], "ur", "The drain.", "نالہ۔"), []);
        let everywhere = concept(&["ur !نالہ"]);
        assert_eq!(
            found(vec![everywhere], "ur", "The drain.", "نالہ۔").len(),
            1
        );
        let inside = concept(&["en river port", "ur نالہ گھاٹ"]);
        let both = found(vec![river(), inside], "ur", "The river port.", "نالہ گھاٹ۔");
        assert_eq!(both, []);
    }

    #[test]
    fn proposals_give_remarks() {
        let mut proposal = river();
        proposal.status = TermStatus::Proposed;
        for target in ["پانی چڑھا۔", "نالہ چڑھا۔"] {
            let found = found(vec![proposal.clone()], "ur", "The river rose.", target);
            assert_eq!((found.len(), found[0].severity), (1, Severity::Info));
        }
    }

    #[test]
    fn one_of_several_meanings_is_enough() {
        let bank = || {
            vec![
                concept(&["en bank", "ur کنارہ"]),
                concept(&["en bank", "ur بینک"]),
            ]
        };
        assert_eq!(found(bank(), "ur", "The bank.", "بینک۔"), []);
        assert_eq!(found(bank(), "ur", "The bank.", "کنارے پر۔"), []);
        let missing = found(bank(), "ur", "The bank.", "گھر۔");
        assert_eq!(
            missing[0].message,
            "`bank` is not translated as `کنارہ` or `بینک`"
        );
    }

    #[test]
    fn a_longer_term_stands_for_those_in_it() {
        let line = concept(&["en front line", "ur محاذ"]);
        let both = || vec![concept(&["en line", "ur لکیر"]), line.clone()];
        assert_eq!(found(both(), "ur", "The front line.", "محاذ۔"), []);
        assert_eq!(
            found(both(), "ur", "The front line, a line.", "محاذ۔").len(),
            1
        );
    }
}
