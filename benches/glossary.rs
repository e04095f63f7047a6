//! Prints how long it takes to look for 10,000 terms in 100,000 units, and what of planted faults is found.
//!
//! `cargo bench --profile quick --bench glossary`. The texts are made from a seed; where the professional
//! translations of `../shared/gold` are, a glossary is extracted from them, too, and measured on them.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fs;
use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};
use tarjuman::glossary::{
    Candidate, ExtractOptions, Glossary, Rendering, candidates, longest, renderings,
};
use tarjuman::model::{Concept, Severity, Term, Unit, UnitId, Usage, Variant};
use tarjuman::quality::{Context, Pair, check_named};
use tarjuman::text::Language;

const TERMS: usize = 10_000;
const UNITS: usize = 100_000;

/// The processor time of this process, in seconds.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// A generator of numbers (xorshift).
struct Seed(u64);

impl Seed {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    /// A word of some syllables.
    fn word(&mut self, syllables: &[&str]) -> String {
        let length = 2 + self.below(3);
        (0..length)
            .map(|_| syllables[self.below(syllables.len())])
            .collect()
    }
}

const LATIN: &[&str] = &[
    "ba", "ren", "to", "mi", "sul", "ka", "dor", "ve", "lin", "po", "gra", "shu",
];
const ARABIC: &[&str] = &[
    "با", "رن", "تو", "می", "سل", "کا", "در", "لن", "پو", "گر", "شم", "نی",
];

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap_or_default()
}

/// A concept of an English and an Urdu term.
fn concept(english: &str, urdu: &str) -> Concept {
    Concept {
        terms: vec![
            Term::new(language("en"), english, Usage::Preferred),
            Term::new(language("ur"), urdu, Usage::Preferred),
        ],
        ..Concept::default()
    }
}

fn unit(source: &str, target: &str, tag: &str) -> Unit {
    let mut unit = Unit::new(UnitId(String::new()), Variant::new(language("en"), source));
    unit.variants.push(Variant::new(language(tag), target));
    unit
}

fn main() {
    made();
    for tag in ["ur", "ps"] {
        gold(tag);
    }
}

/// Made text: sentences of twenty words, of which one in ten begins a term.
fn made() {
    let mut seed = Seed(20_261_126);
    let words: Vec<_> = (0..20_000)
        .map(|_| [seed.word(LATIN), seed.word(ARABIC)])
        .collect();
    let phrase = |seed: &mut Seed, length: usize| {
        let picked: Vec<_> = (0..length)
            .map(|_| &words[seed.below(words.len())])
            .collect();
        [0, 1].map(|side| {
            picked
                .iter()
                .map(|word| word[side].as_str())
                .collect::<Vec<_>>()
                .join(" ")
        })
    };
    let terms: Vec<_> = (0..TERMS)
        .map(|_| {
            let length = 1 + seed.below(3);
            phrase(&mut seed, length)
        })
        .collect();
    let units: Vec<_> = (0..UNITS)
        .map(|_| {
            let [mut source, mut target] = phrase(&mut seed, 18);
            for _ in 0..2 {
                let [english, urdu] = &terms[seed.below(TERMS)];
                source = format!("{source} {english}");
                target = format!("{urdu} {target}");
            }
            unit(&source, &target, "ur")
        })
        .collect();
    let begun = cpu();
    let glossary = Glossary::new(
        terms
            .iter()
            .map(|[one, other]| concept(one, other))
            .collect(),
    );
    println!(
        "building the automata of {TERMS} terms in 2 languages: {:.2} s",
        cpu() - begun
    );
    let (begun, found) = (cpu(), findings(&glossary, &units, "ur"));
    println!(
        "{TERMS} terms in {UNITS} units, both sides: {:.2} s (aim 5 s), {} findings",
        cpu() - begun,
        found.iter().flatten().count()
    );
}

/// What the check of terms says of each unit.
fn findings(glossary: &Glossary, units: &[Unit], tag: &str) -> Vec<Vec<Severity>> {
    let (english, target) = (language("en"), language(tag));
    let context = Context {
        glossary: Some(glossary),
        ..Context::default()
    };
    let Some(check) = check_named("terminology") else {
        return Vec::new();
    };
    let all = units.iter().map(|unit| {
        let mut found = Vec::new();
        if let (Some(source), Some(target)) = (unit.variant(&english), unit.variant(&target)) {
            let pair = Pair::new(unit, source, target, &context);
            check.check(&pair, &mut found);
        }
        found.iter().map(|one| one.severity).collect()
    });
    black_box(all.collect())
}

/// Professional translations: how many terms are extracted, and what of planted faults is found.
fn gold(tag: &str) {
    let path = format!(
        "{}/../shared/gold/tico-19/all.en-{tag}.tmx",
        env!("CARGO_MANIFEST_DIR")
    );
    let Ok(text) = fs::read_to_string(&path) else {
        println!("SKIPPED: ../shared/gold/tico-19 is missing");
        return;
    };
    let pairs = text.split("</tu>").filter_map(|unit| {
        let mut texts = unit.split("<seg>").skip(1);
        let mut next = || texts.next()?.split("</seg>").next();
        Some((next()?, next()?))
    });
    let pairs: Vec<_> = pairs.collect();
    let sources: Vec<_> = pairs.iter().map(|(source, _)| *source).collect();
    let targets: Vec<_> = pairs.iter().map(|(_, target)| Some(*target)).collect();
    let begun = cpu();
    let found = candidates(&sources, &language("en"), &ExtractOptions::default());
    let answers = renderings(&found, &targets, &language(tag));
    println!(
        "{tag}: {} candidates from {} units, {} with a translation: {:.2} s",
        found.len(),
        pairs.len(),
        answers.iter().flatten().count(),
        cpu() - begun
    );
    plant(&pairs, &found, &answers, tag);
}

/// Below this coefficient of Dice a candidate's translation is not taken for right.
const SURE: f64 = 0.6;

/// Takes the surest candidates for a glossary, puts a wrong term in the place of each right one, and counts what
/// is found.
fn plant(pairs: &[(&str, &str)], found: &[Candidate], answers: &[Option<Rendering>], tag: &str) {
    let (english, target) = (language("en"), language(tag));
    let sure = found.iter().zip(answers).filter_map(|(one, answer)| {
        let answer = answer.as_ref().filter(|answer| answer.score >= SURE)?;
        let mut concept = concept(&one.term, "");
        concept.terms[1] = Term::new(target.clone(), answer.text.clone(), Usage::Preferred);
        Some(concept)
    });
    let glossary = Glossary::new(sure.collect());
    let (mut accused, mut planted, mut seen) = (0, 0, 0);
    for (source, text) in pairs {
        let before = findings(&glossary, &[unit(source, text, tag)], tag);
        accused += before.iter().flatten().count();
        let right = glossary.find(text, &target);
        for one in longest(glossary.find(source, &english)) {
            let own: Vec<_> = right
                .iter()
                .filter(|other| other.concept == one.concept)
                .collect();
            let wrong = &glossary.concepts()[(one.concept + 1) % glossary.concepts().len()];
            let mut changed = (*text).to_owned();
            for place in own.iter().rev() {
                changed.replace_range(place.span(), &wrong.terms[1].text);
            }
            let is_gone = !own.is_empty()
                && (glossary.find(&changed, &target).iter())
                    .all(|other| other.concept != one.concept);
            if is_gone {
                planted += 1;
                let after = findings(&glossary, &[unit(source, &changed, tag)], tag);
                seen +=
                    usize::from(after.iter().flatten().count() > before.iter().flatten().count());
            }
        }
    }
    println!(
        "{tag}: {} sure terms; {accused} findings in {} units as they are; {seen} of {planted} wrong terms found",
        glossary.concepts().len(),
        pairs.len()
    );
}
