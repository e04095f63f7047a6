//! What is left of a unit in a format: what it says that it lacks, done to units.

use tarjuman::exchange::{Fate, Format, Lacks, Part};
use tarjuman::model::{Attributes, Placement, Remark, RemarkKind, Saved, State, Unit, Variant};

use super::run::write_options;
use super::sample::{self, language, property};

/// The unit without what a format cannot hold.
pub(crate) fn limited(format: &dyn Format, unit: &Unit) -> Unit {
    without(format.lacks(), unit)
}

fn without(lacks: Lacks, unit: &Unit) -> Unit {
    let mut unit = unit.clone();
    for (part, fate) in lacks {
        take(*part, *fate, &mut unit);
    }
    unit
}

/// The unit without what a format cannot hold, but for one part, which is left in as if it were kept.
pub(crate) fn limited_but(format: &dyn Format, kept: Part, unit: &Unit) -> Unit {
    let mut unit = unit.clone();
    for (part, fate) in format.lacks().iter().filter(|(part, _)| *part != kept) {
        take(*part, *fate, &mut unit);
    }
    unit
}

/// The parts that come to a fate in a format.
pub(crate) fn parts(format: &dyn Format, wanted: impl Fn(Fate) -> bool) -> Vec<Part> {
    let lacks = format.lacks().iter();
    let parts = lacks.filter(|(_, fate)| wanted(*fate));
    parts.map(|(part, _)| *part).collect()
}

/// Whether a unit of English and Urdu holds a part.
pub(crate) fn is_in(part: Part, unit: &Unit) -> bool {
    part.is_in(unit, &write_options(&["en", "ur", "ps"].map(language)))
}

/// Takes a part out of a unit, or gives it the shape in which it comes back; twice is as once.
pub(crate) fn take(part: Part, fate: Fate, unit: &mut Unit) {
    let is_elsewhere = matches!(fate, Fate::Elsewhere(_));
    match part {
        Part::Ids => unit.id = sample::id("none"),
        Part::SeveralTargets => {}
        Part::Placement => {
            if let Some(placement) = unit.placement.take().filter(|_| is_elsewhere) {
                unit.remarks.splice(0..0, properties_of(&placement));
            }
        }
        Part::Attributes => attributes(unit).for_each(Vec::clear),
        Part::AttributeOrder => attributes(unit).for_each(|list| list.sort()),
        Part::Properties => remarks(unit).for_each(|list| list.retain(is_note)),
        Part::Notes => unit.remarks.retain(|remark| !is_note(remark)),
        Part::NoteEdges => remarks(unit).for_each(join_notes),
        Part::RemarkOrder => remarks(unit).for_each(|list| {
            list.sort_by_key(|remark| format!("{:?} {}", remark.kind, remark.text));
        }),
        Part::RemarkAttributes => remarks(unit)
            .flatten()
            .for_each(|remark| remark.attributes.clear()),
        Part::EmptyTexts => unit.variants.retain(|variant| !variant.text.is_empty()),
        Part::SecondTexts => keep_first_texts(unit),
        Part::Sources => {
            unit.source_language = Some(language("en"));
            unit.variants
                .sort_by_key(|variant| variant.language != language("en"));
        }
        Part::Saved if is_elsewhere => unit.variants.iter_mut().for_each(|variant| {
            let saved = variant.saved.take().into_iter();
            variant.attributes.extend(saved.flat_map(attributes_of));
        }),
        Part::States
        | Part::StatesOfSources
        | Part::NeedsWork
        | Part::Saved
        | Part::Codes
        | Part::Reasons
        | Part::NotesOfTexts => {
            unit.variants
                .iter_mut()
                .for_each(|variant| take_from_text(part, variant));
        }
    }
}

fn take_from_text(part: Part, variant: &mut Variant) {
    let is_source = variant.language == language("en");
    match part {
        Part::States if !is_source => variant.state = assumed(variant),
        Part::StatesOfSources if is_source => variant.state = assumed(variant),
        Part::NeedsWork => variant.needs_work = None,
        Part::Saved => variant.saved = None,
        Part::Codes => variant.codes.clear(),
        Part::Reasons => variant.needs_work.iter_mut().for_each(String::clear),
        Part::NotesOfTexts => variant.remarks.retain(|remark| !is_note(remark)),
        _ => {}
    }
}

fn assumed(variant: &Variant) -> State {
    Variant::new(variant.language.clone(), &*variant.text).state
}

/// The attributes of a unit and of each text.
fn attributes(unit: &mut Unit) -> impl Iterator<Item = &mut Attributes> {
    let texts = unit.variants.iter_mut();
    texts
        .map(|variant| &mut variant.attributes)
        .chain([&mut unit.attributes])
}

/// The notes and properties of a unit and of each text.
fn remarks(unit: &mut Unit) -> impl Iterator<Item = &mut Vec<Remark>> {
    let texts = unit.variants.iter_mut();
    texts
        .map(|variant| &mut variant.remarks)
        .chain([&mut unit.remarks])
}

fn is_note(remark: &Remark) -> bool {
    remark.kind == RemarkKind::Note
}

/// Makes one note of all, a line each.
fn join_notes(list: &mut Vec<Remark>) {
    let notes: Vec<Remark> = list.extract_if(.., |remark| is_note(remark)).collect();
    let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    if let Some(first) = notes.first() {
        let text = texts.join("\n");
        list.insert(
            0,
            Remark {
                text,
                ..first.clone()
            },
        );
    }
}

fn keep_first_texts(unit: &mut Unit) {
    let mut seen = Vec::new();
    unit.variants.retain(|variant| {
        let first = !seen.contains(&variant.language);
        seen.push(variant.language.clone());
        first
    });
}

fn properties_of(placement: &Placement) -> [Remark; 2] {
    let place = format!("{}.{}", placement.paragraph, placement.sentence);
    [
        property("x-document", placement.document.as_str()),
        property("x-place", &place),
    ]
}

fn attributes_of(saved: Saved) -> [(String, String); 2] {
    [
        ("changedate".to_owned(), saved.time.tmx()),
        ("changeid".to_owned(), saved.author),
    ]
}
