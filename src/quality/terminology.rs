//! Terms of the glossary that the translation lacks, and terms that it must not use.

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
            findings.push(sides.missing_finding(self, occurrences));
        }
    }
}

/// The terms of both texts.
struct Sides<'a> {
    glossary: &'a Glossary,
    pair: &'a Pair<'a>,
    /// Those of the source that no longer one covers.
    source: Vec<Occurrence>,
    /// Those of the target that are of the same concepts, or of such as are forbidden everywhere.
    target: Vec<Occurrence>,
    /// The concepts of the target's terms, without forbidden ones where an allowed term covers them, in order.
    settled: Vec<usize>,
}

impl<'a> Sides<'a> {
    fn of(glossary: &'a Glossary, pair: &'a Pair<'a>) -> Self {
        let (source, target) = (pair.source, pair.target);
        let mut found = glossary.find(&source.text, &source.language);
        found.retain(|one| !glossary.is_forbidden(one));
        let found = longest(found);
        let mut concepts: Vec<_> = found.iter().map(|one| one.concept).collect();
        concepts.extend(glossary.forbidden_without(&source.language));
        concepts.sort_unstable();
        concepts.dedup();
        let mut sides = Self {
            glossary,
            pair,
            source: found,
            target: glossary.find_of(&concepts, &target.text, &target.language),
            settled: Vec::new(),
        };
        sides.pass_covered();
        sides.settled = sides.target.iter().map(|one| one.concept).collect();
        sides.settled.sort_unstable();
        sides
    }

    /// Leaves out forbidden terms of the target where an allowed term covers them: `خود` in `خود مختاری`.
    fn pass_covered(&mut self) {
        let glossary = self.glossary;
        if !self.target.iter().any(|one| glossary.is_forbidden(one)) {
            return;
        }
        let target = self.pair.target;
        let mut allowed = glossary.find(&target.text, &target.language);
        allowed.retain(|one| !glossary.is_forbidden(one));
        self.target.retain(|one| {
            let covers = |other: &Occurrence| {
                let is_around = other.start <= one.start && one.end <= other.end;
                is_around && (other.concept == one.concept || other.span() != one.span())
            };
            !glossary.is_forbidden(one) || !allowed.iter().any(covers)
        });
    }

    /// The first place of every term that has translations in the language, and none of them in the target: all its
    /// meanings there.
    fn untranslated(&self) -> Vec<&[Occurrence]> {
        let places = (self.source).chunk_by(|one, other| one.span() == other.span());
        let mut lacking: Vec<_> = places.filter(|place| self.is_lacking(place)).collect();
        // The sort is stable: of several places of a term the first stays.
        lacking.sort_by(|one, other| meanings(one).cmp(meanings(other)));
        lacking.dedup_by(|one, other| meanings(one).eq(meanings(other)));
        lacking.sort();
        lacking
    }

    /// Whether every meaning of a place has translations, and the target has none of any.
    fn is_lacking(&self, place: &[Occurrence]) -> bool {
        let language = &self.pair.target.language;
        place.iter().all(|one| {
            self.settled.binary_search(&one.concept).is_err()
                && self.glossary.concept(one).wanted(language).is_some()
        })
    }

    /// The forbidden terms of the target.
    fn forbidden(&self) -> impl Iterator<Item = &Occurrence> {
        let is_forbidden = |one: &&Occurrence| self.glossary.is_forbidden(one);
        self.target.iter().filter(is_forbidden)
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

/// The concepts of the terms at a place.
fn meanings(place: &[Occurrence]) -> impl Iterator<Item = usize> {
    place.iter().map(|one| one.concept)
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
