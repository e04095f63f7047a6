//! Random work on a memory, beside a model of what it must say after each revision.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tarjuman::memory::{Commit, IntakeReport, Memory, Restore, Scope, Source, Undo};
use tarjuman::model::{Placement, State, Timestamp, Unit, UnitId, Variant};
use tarjuman::text::Language;

use crate::fixture::{Fixture, id, lang, loose, name, units};

const IDS: [&str; 5] = ["a", "b", "c", "d", "e"];
const TAGS: [&str; 3] = ["en", "ur", "ps"];
const TEXTS: [&str; 4] = ["", "one", "دو", "درې"];

/// What the memory says at one revision: unit, then language and ordinal.
type Texts = BTreeMap<UnitId, BTreeMap<(Language, u32), Said>>;
type Said = (String, State, Option<String>);

#[derive(Clone, Debug)]
enum Step {
    Commit(Vec<Unit>),
    Remove(Vec<(UnitId, Language)>),
    Restore(Option<UnitId>, prop::sample::Index),
}

fn variant() -> impl Strategy<Value = Variant> {
    let parts = (0..TAGS.len(), 0..TEXTS.len(), 0..4_usize, any::<bool>());
    parts.prop_map(|(tag, text, state, waits)| {
        let mut variant = Variant::new(lang(TAGS[tag]), TEXTS[text]);
        variant.state = State::ALL[state];
        variant.needs_work = waits.then(|| "look again".to_owned());
        variant
    })
}

fn unit() -> impl Strategy<Value = Unit> {
    let variants = prop::collection::vec(variant(), 1..5);
    let place = prop::option::of((0..2_usize, 0..5_u32));
    (0..IDS.len(), variants, place).prop_map(|(at, variants, place)| {
        let mut unit = loose(IDS[at], &[("en", "")]);
        unit.variants = variants;
        unit.placement = place.map(|(document, order)| Placement {
            document: name(["essay", "letters/first"][document]),
            order,
            paragraph: 1,
            sentence: 1,
            segments: 1,
            line: 1,
        });
        unit
    })
}

fn step() -> impl Strategy<Value = Step> {
    let removed =
        (0..IDS.len(), 0..TAGS.len()).prop_map(|(at, tag)| (id(IDS[at]), lang(TAGS[tag])));
    let scope = prop::option::of((0..IDS.len()).prop_map(|at| id(IDS[at])));
    prop_oneof![
        4 => prop::collection::vec(unit(), 1..5).prop_map(Step::Commit),
        1 => prop::collection::vec(removed, 1..4).prop_map(Step::Remove),
        2 => (scope, any::<prop::sample::Index>()).prop_map(|(scope, to)| Step::Restore(scope, to)),
    ]
}

/// The model: what the memory said after each revision, the empty memory first.
struct Model(Vec<Texts>);

impl Model {
    fn now(&self) -> Texts {
        self.0.last().unwrap().clone()
    }

    fn commit(&mut self, units: &[Unit]) {
        let mut now = self.now();
        for unit in units {
            let mut counts = BTreeMap::new();
            for variant in &unit.variants {
                let ordinal = counts.entry(variant.language.clone()).or_insert(0);
                let slot = (variant.language.clone(), *ordinal);
                *ordinal += 1;
                let said = (
                    variant.text.clone(),
                    variant.state,
                    variant.needs_work.clone(),
                );
                now.entry(unit.id.clone()).or_default().insert(slot, said);
            }
        }
        self.then(now);
    }

    fn remove(&mut self, removed: &[(UnitId, Language)]) {
        let mut now = self.now();
        for (unit, language) in removed {
            if let Some(texts) = now.get_mut(unit) {
                texts.retain(|slot, _| slot.0 != *language);
            }
        }
        self.then(now);
    }

    fn restore(&mut self, unit: Option<&UnitId>, to: usize) {
        let mut now = self.now();
        let then = self.0[to].clone();
        match unit {
            None => now = then,
            Some(unit) => {
                now.remove(unit);
                now.extend(then.get(unit).map(|texts| (unit.clone(), texts.clone())));
            }
        }
        self.record(now);
    }

    /// A revision of what callers gave: an untranslated variant that was not there is none.
    fn then(&mut self, mut now: Texts) {
        let before = self.now();
        for (unit, texts) in &mut now {
            let was = before.get(unit);
            let given = texts.clone();
            texts.retain(|slot, _| {
                let known = was.is_some_and(|texts| texts.contains_key(slot));
                let blank = (String::new(), State::Initial, None);
                let says_something = |(other, said): (&(Language, u32), &Said)| {
                    other.0 == slot.0 && other.1 >= slot.1 && *said != blank
                };
                known || given.iter().any(says_something)
            });
        }
        self.record(now);
    }

    /// A revision, if anything differs.
    fn record(&mut self, mut now: Texts) {
        now.retain(|_, texts| !texts.is_empty());
        if now != self.now() {
            self.0.push(now);
        }
    }
}

fn said(units: Vec<Unit>) -> Texts {
    let mut texts = Texts::new();
    for unit in units {
        let mut counts = BTreeMap::new();
        for variant in unit.variants {
            let ordinal = counts.entry(variant.language.clone()).or_insert(0);
            let slot = (variant.language, *ordinal);
            *ordinal += 1;
            let said = (variant.text, variant.state, variant.needs_work);
            texts.entry(unit.id.clone()).or_default().insert(slot, said);
        }
    }
    texts
}

fn take(fixture: &mut Fixture, model: &mut Model, step: Step) {
    let revisions = model.0.len();
    let report = match step {
        Step::Commit(units) => {
            model.commit(&units);
            fixture.commit(&units)
        }
        Step::Remove(removed) => {
            model.remove(&removed);
            let commit = Commit {
                removed: &removed,
                ..Commit::new("Ahmad", Timestamp(1), "")
            };
            fixture.memory.commit(&commit).unwrap()
        }
        Step::Restore(unit, to) => {
            let to = to.index(revisions);
            let known = unit
                .as_ref()
                .is_none_or(|id| fixture.memory.contains(id).unwrap());
            if !known {
                return;
            }
            model.restore(unit.as_ref(), to);
            let restore = Restore {
                scope: unit.map_or(Scope::Everything, Scope::Unit),
                languages: Vec::new(),
                languages_alone: Vec::new(),
                to: u32::try_from(to).unwrap(),
                author: "Ahmad",
                time: Timestamp(1),
                message: "",
            };
            fixture.memory.restore(&restore).unwrap()
        }
    };
    assert_eq!(report.revision.is_some(), model.0.len() > revisions);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_revision_says_what_the_model_says(steps in prop::collection::vec(step(), 1..12)) {
        let mut fixture = Fixture::new();
        let mut model = Model(vec![Texts::new()]);
        for step in steps {
            take(&mut fixture, &mut model, step);
            prop_assert_eq!(said(fixture.units()), model.now());
        }
        for (revision, texts) in (0..).zip(&model.0) {
            prop_assert_eq!(&said(units(&fixture.memory, Some(revision))), texts);
        }
        fixture.memory.verify().unwrap();

        let mut dump = Vec::new();
        fixture.memory.dump(&mut dump).unwrap();
        let mut other = Memory::create(fixture.path("other.db")).unwrap();
        other.load(&mut dump.as_slice()).unwrap();
        prop_assert_eq!(other.digest().unwrap(), fixture.memory.digest().unwrap());
        prop_assert_eq!(units(&other, None), fixture.units());
        other.verify().unwrap();
    }
    #[test]
    fn no_import_changes_the_past(steps in prop::collection::vec(mixed(), 1..12)) {
        let mut fixture = Fixture::new();
        let mut told = vec![Texts::new()];
        for step in steps {
            mix(&mut fixture, step);
            let newest = fixture.memory.newest_revision().unwrap() as usize;
            prop_assert!(newest < told.len() + 1);
            told.resize(newest + 1, said(fixture.units()));
            prop_assert_eq!(said(fixture.units()), told.last().unwrap().clone());
        }
        for (revision, texts) in (0..).zip(&told) {
            prop_assert_eq!(&said(units(&fixture.memory, Some(revision))), texts);
        }
        fixture.memory.verify().unwrap();
        let mut dump = Vec::new();
        fixture.memory.dump(&mut dump).unwrap();
        let mut other = Memory::create(fixture.path("other.db")).unwrap();
        other.load(&mut dump.as_slice()).unwrap();
        prop_assert_eq!(other.digest().unwrap(), fixture.memory.digest().unwrap());
        for revision in 0..u32::try_from(told.len()).unwrap() {
            prop_assert_eq!(units(&other, Some(revision)), units(&fixture.memory, Some(revision)));
        }
        other.verify().unwrap();
    }
}

/// Takes a revision back, and hands over how many texts others have changed since.
fn undo(fixture: &mut Fixture, revision: u32) -> usize {
    let undo = Undo {
        revision,
        languages: &[],
        except: &[],
        author: "Zarghuna",
        time: Timestamp(1),
        message: "",
    };
    let planned = fixture.memory.plan_undo(&undo).unwrap();
    let undone = fixture.memory.undo(&undo).unwrap();
    assert_eq!(planned.collisions, undone.collisions);
    undone.collisions.len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_undo_takes_the_newest_revision_back_and_another_brings_it_again(
        steps in prop::collection::vec(mixed(), 1..8)
    ) {
        let mut fixture = Fixture::new();
        for step in steps {
            let newest = fixture.memory.newest_revision().unwrap();
            let before = said(fixture.units());
            mix(&mut fixture, step);
            let after = said(fixture.units());
            if fixture.memory.newest_revision().unwrap() == newest {
                continue;
            }
            prop_assert_eq!(undo(&mut fixture, newest + 1), 0);
            prop_assert_eq!(said(fixture.units()), before.clone());
            if before != after {
                prop_assert_eq!(undo(&mut fixture, newest + 2), 0);
                prop_assert_eq!(said(fixture.units()), after);
            }
        }
        fixture.memory.verify().unwrap();
    }

    #[test]
    fn an_undo_of_an_earlier_revision_leaves_what_was_changed_since(
        first in unit(), second in unit(), third in unit()
    ) {
        let mut fixture = Fixture::new();
        for unit in [&first, &second, &third] {
            fixture.commit(std::slice::from_ref(unit));
        }
        let newest = fixture.memory.newest_revision().unwrap();
        if newest == 3 {
            let texts = |at| said(units(&fixture.memory, Some(at)));
            let (before, after, now) = (texts(1), texts(2), texts(3));
            let left = undo(&mut fixture, 2);
            let slot = |texts: &Texts, id: &UnitId, slot: &(Language, u32)| texts.get(id).and_then(|own| own.get(slot).cloned());
            let then = said(fixture.units());
            let all = [&before, &after, &now].into_iter().flat_map(|texts| texts.iter());
            let mut slots: Vec<_> = all.flat_map(|(id, own)| own.keys().map(move |one| (id.clone(), one.clone()))).collect();
            slots.sort();
            slots.dedup();
            let mut changed_since = 0;
            // Where the first of two texts in a language goes, the second is the first from then on.
            for texts in slots.chunk_by(|one, other| one.0 == other.0 && one.1.0 == other.1.0) {
                let mut expected = Vec::new();
                for (id, one) in texts {
                    let (was, made, is) = (slot(&before, id, one), slot(&after, id, one), slot(&now, id, one));
                    changed_since += usize::from(was != made && is != made && is != was);
                    expected.extend(if was != made && is == made { was } else { is });
                }
                let there: Vec<_> = texts.iter().filter_map(|(id, one)| slot(&then, id, one)).collect();
                prop_assert_eq!(there, expected);
            }
            prop_assert_eq!(left, changed_since);
        }
    }
}

#[derive(Clone, Debug)]
enum Mixed {
    Import(Vec<Unit>),
    Undo(prop::sample::Index),
    Restore(prop::sample::Index),
    Commit(Vec<Unit>),
}

fn mixed() -> impl Strategy<Value = Mixed> {
    let file =
        (prop::collection::vec(unit(), 1..5), any::<bool>()).prop_map(|(mut units, nameless)| {
            for unit in &mut units {
                unit.placement = None;
                if nameless {
                    unit.id = id("");
                }
            }
            Mixed::Import(units)
        });
    prop_oneof![
        4 => file,
        2 => any::<prop::sample::Index>().prop_map(Mixed::Undo),
        1 => any::<prop::sample::Index>().prop_map(Mixed::Restore),
        2 => prop::collection::vec(unit(), 1..4).prop_map(Mixed::Commit),
    ]
}

fn import(fixture: &mut Fixture, units: &[Unit]) -> IntakeReport {
    let source = Source {
        file: "file",
        format: "tmx",
        author: "Ahmad",
        time: Timestamp(1),
    };
    let mut intake = fixture.memory.begin_intake(source).unwrap();
    for unit in units {
        intake.add(unit.clone()).unwrap();
    }
    intake.finish(&Vec::new(), &[]).unwrap()
}

fn mix(fixture: &mut Fixture, step: Mixed) {
    match step {
        Mixed::Import(units) => {
            let before = said(fixture.units());
            let report = import(fixture, &units);
            let after = said(fixture.units());
            assert!(
                before
                    .iter()
                    .all(|(id, texts)| after.get(id) == Some(texts))
            );
            assert_eq!(after.len() - before.len(), report.added as usize);
            assert_eq!(report.added + report.already_there, units.len() as u64);
            assert_eq!(report.revision.is_some(), report.added > 0);
            assert_eq!(import(fixture, &units).added, 0);
        }
        Mixed::Undo(which) => {
            let mut intakes = fixture.memory.intakes().unwrap();
            intakes.retain(|intake| intake.undone.is_none());
            if intakes.is_empty() {
                return;
            }
            let intake = &intakes[which.index(intakes.len())];
            let newest = fixture.memory.newest_revision().unwrap();
            let before = said(units(&fixture.memory, Some(intake.revision - 1)));
            let undo = fixture
                .memory
                .undo_intake(intake.number, "Ahmad", Timestamp(1), "");
            let undone = undo.unwrap();
            assert_eq!(undone.removed + undone.kept, intake.added);
            if intake.revision == newest {
                assert_eq!(said(fixture.units()), before);
            }
        }
        Mixed::Restore(to) => {
            let newest = fixture.memory.newest_revision().unwrap() as usize;
            let to = u32::try_from(to.index(newest + 1)).unwrap();
            fixture.restore(Scope::Everything, to);
            assert_eq!(
                said(fixture.units()),
                said(units(&fixture.memory, Some(to)))
            );
        }
        Mixed::Commit(units) => _ = fixture.commit(&units),
    }
}
