//! Checks: one file, one check; each says what may be wrong with the translation of a unit.

mod address_differs;
mod bidi_controls;
mod brackets;
mod confusables;
mod context;
mod corrupted_text;
mod digits_mixed;
mod empty_target;
mod end_mark;
mod example;
mod habits;
mod inconsistent;
mod inline_codes;
mod invisible_character;
mod latin_left;
mod latin_mark;
mod length_ratio;
mod lengths;
mod letter_positions;
mod manual;
mod not_normalised;
mod number_differs;
mod pattern;
mod placeholders;
mod plain_words;
mod presentation_form;
mod quotes;
mod reading;
mod repeated_word;
mod repeats;
mod same_as_source;
mod sentence_count;
mod spaces;
mod starts_with_mark;
mod survey;
mod terminology;
mod verbatim;
mod wrong_letter;

use std::ops::Range;

pub use context::Context;
pub use example::Example;
pub use manual::manual;
pub use survey::{Corpus, Survey};

use crate::model::{Edit, Finding, Severity, Unit, Variant};
use crate::text::{Direction, Language};
use reading::Reading;

pub use pattern::{Pattern, PatternError, PatternRule, Side};

/// One check. A new check is one new file and one line in [`CHECKS`].
pub trait Check: Sync {
    /// The stable name of its findings, in kebab case.
    fn id(&self) -> &'static str;

    /// What it looks for, in a few words.
    fn title(&self) -> &'static str;

    /// The weight of its gravest finding.
    fn severity(&self) -> Severity;

    /// What it finds, why that matters and what it lets pass, in some sentences for the manual.
    fn description(&self) -> &'static str;

    /// Texts on which it speaks up, at least one in Urdu and one in Pashto, for the manual.
    fn examples(&self) -> &'static [Example];

    /// Whether it asks what all units together have taught ([`Context::corpus`]): without such a check
    /// nobody need look at all of them first.
    fn uses_corpus(&self) -> bool {
        false
    }

    /// Adds what it finds in a pair.
    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>);
}

/// Every check, in the order in which their findings are reported.
pub const CHECKS: &[&dyn Check] = &[
    &empty_target::EmptyTarget,
    &same_as_source::SameAsSource,
    &latin_left::LatinLeft,
    &corrupted_text::CorruptedText,
    &number_differs::NumberDiffers,
    &digits_mixed::DigitsMixed,
    &length_ratio::LengthRatio,
    &sentence_count::SentenceCount,
    &inconsistent::Inconsistent,
    &placeholders::Placeholders,
    &inline_codes::InlineCodes,
    &address_differs::AddressDiffers,
    &starts_with_mark::StartsWithMark,
    &end_mark::EndMark,
    &latin_mark::LatinMark,
    &brackets::Brackets,
    &quotes::Quotes,
    &spaces::Spaces,
    &wrong_letter::WrongLetter,
    &presentation_form::PresentationForm,
    &invisible_character::InvisibleCharacter,
    &bidi_controls::BidiControls,
    &not_normalised::NotNormalised,
    &repeated_word::RepeatedWord,
    &terminology::Terminology,
];

/// The check of that name.
#[must_use]
pub fn check_named(id: &str) -> Option<&'static dyn Check> {
    CHECKS.iter().copied().find(|check| check.id() == id)
}

/// A source text and its translation.
#[derive(Debug)]
pub struct Pair<'a> {
    /// The unit that holds both.
    pub unit: &'a Unit,
    /// The source text.
    pub source: &'a Variant,
    /// The translation.
    pub target: &'a Variant,
    /// What is known beyond them.
    pub context: &'a Context<'a>,
    /// The source text, read.
    from: Reading<'a>,
    /// The translation, read.
    to: Reading<'a>,
    /// Whether the translation is in a language that is written in the Arabic script.
    is_arabic_script: bool,
}

/// What all checks find in the translation of a unit into a language.
///
/// Empty when the unit lacks one of the two texts. Costs a few passes over both texts.
#[must_use]
pub fn check_unit(
    unit: &Unit,
    source_language: &Language,
    language: &Language,
    context: &Context<'_>,
) -> Vec<Finding> {
    check_unit_with(unit, source_language, language, context, &|_| true)
}

/// What those checks find that are wanted, by their ids; the others do not run.
#[must_use]
pub fn check_unit_with(
    unit: &Unit,
    source_language: &Language,
    language: &Language,
    context: &Context<'_>,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let (Some(source), Some(target)) = (unit.variant(source_language), unit.variant(language)) {
        let pair = Pair::new(unit, source, target, context);
        for check in CHECKS.iter().filter(|check| is_wanted(check.id())) {
            check.check(&pair, &mut findings);
        }
    }
    findings
}

impl<'a> Pair<'a> {
    /// A text of a unit and its translation, each read once. Costs one pass over both.
    #[must_use]
    pub fn new(
        unit: &'a Unit,
        source: &'a Variant,
        target: &'a Variant,
        context: &'a Context<'a>,
    ) -> Self {
        Self {
            unit,
            source,
            target,
            context,
            from: Reading::new(&source.text),
            to: Reading::new(&target.text),
            is_arabic_script: writes_arabic(&target.language),
        }
    }

    /// Whether the target has no text and no markup: nothing to check but that.
    fn is_untranslated(&self) -> bool {
        is_blank(&self.target.text) && self.target.codes.is_empty()
    }

    /// A finding about the target of this pair.
    fn finding(
        &self,
        check: &dyn Check,
        severity: Severity,
        target_span: Option<Range<usize>>,
        message: impl Into<String>,
    ) -> Finding {
        Finding {
            unit: Some(self.unit.id.clone()),
            lang: Some(self.target.language.clone()),
            target_span,
            ..Finding::new(check.id(), severity, message)
        }
    }
}

/// Whether a language is written in the Arabic script: from right to left, in no other script of that direction.
fn writes_arabic(language: &Language) -> bool {
    const OTHERS: [&str; 6] = ["arc", "dv", "he", "nqo", "syr", "yi"];
    let is_named = language
        .script()
        .is_some_and(|script| matches!(script, "Arab" | "Aran"));
    let is_usual = language.script().is_none() && !OTHERS.contains(&language.primary());
    is_named || (is_usual && language.direction() == Direction::RightToLeft)
}

/// The edit that puts something else at each of some places, which stand in order and do not overlap; `None`
/// when there is none.
fn edit<S: AsRef<str>>(text: &str, places: &[(Range<usize>, S)]) -> Option<Edit> {
    let span = places.first()?.0.start..places.last()?.0.end;
    let mut edited = String::with_capacity(span.len());
    let mut end = span.start;
    for (place, new) in places {
        edited.push_str(&text[end..place.start]);
        edited.push_str(new.as_ref());
        end = place.end;
    }
    Some(Edit { span, text: edited })
}

/// ` 3 times`, or nothing for once.
fn times(count: usize) -> String {
    match count {
        1 => String::new(),
        _ => format!(" {count} times"),
    }
}

/// Whether a text shows nothing.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
    })
}

#[cfg(test)]
mod testing {
    //! Pairs of short sentences for the tests of the checks.

    use super::Context;
    use crate::model::{Finding, Unit, UnitId, Variant};
    use crate::text::Language;

    /// The findings of one check in an English sentence and its translation.
    pub(super) fn findings(id: &str, tag: &str, source: &str, target: &str) -> Vec<Finding> {
        findings_with(id, tag, source, target, &Context::default())
    }

    /// The same with what is known beside the pair.
    pub(super) fn findings_with(
        id: &str,
        tag: &str,
        source: &str,
        target: &str,
        context: &Context<'_>,
    ) -> Vec<Finding> {
        let english = Language::parse("en").unwrap();
        let language = Language::parse(tag).unwrap();
        let mut unit = Unit::new(UnitId("u1".into()), Variant::new(english.clone(), source));
        unit.variants.push(Variant::new(language.clone(), target));
        let mut found = super::check_unit(&unit, &english, &language, context);
        found.retain(|finding| finding.id == id);
        found
    }

    /// The target with a finding's fix applied.
    pub(super) fn fixed(target: &str, finding: &Finding) -> String {
        let fix = finding.fix.as_ref().unwrap();
        let mut text = target.to_owned();
        text.replace_range(fix.span.clone(), &fix.text);
        text
    }
}

#[cfg(test)]
mod tests;
