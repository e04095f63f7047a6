//! What each format cannot hold, as data.

use tarjuman::model::{Attributes, Placement, Remark, RemarkKind, Saved, Unit, Variant};

use super::sample::{language, property};

/// Something in a unit, or between units, that not every format has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Where a unit stands in its document.
    Placement,
    /// The same, where document, paragraph and sentence come back as properties.
    PlacementAsField,
    /// Who saved a text and when.
    Saved,
    /// The same, where name and time come back as attributes.
    SavedAsField,
    /// Inline codes.
    Codes,
    /// Why a text needs work; that it does is kept.
    Reasons,
    /// Texts that are there and empty.
    EmptyTexts,
    /// Attributes of units and texts.
    Attributes,
    /// The order of attributes.
    AttributeOrder,
    /// Properties.
    Properties,
    /// Notes of one text.
    NotesOfTexts,
    /// Where one note ends and the next begins.
    NoteEdges,
    /// The order of notes among properties.
    RemarkOrder,
    /// Attributes of notes and properties, such as their language.
    RemarkAttributes,
    /// A second text in a language.
    SecondTexts,
    /// A source language that is not the file's.
    Sources,
    /// The state of the text in the file's source language.
    StatesOfSources,
}

/// What becomes of a part that a format cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is left out or comes back in another shape, as the format's page says.
    Known,
    /// It is left out, and each export in which that happens says so.
    Reported,
}

/// What a format cannot hold, in the order in which it is taken out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lacks(&'static [(Part, Fate)]);

/// What a table cannot hold, whatever stands between its cells.
const TABLE: Lacks = Lacks(&[
    (Part::SecondTexts, Fate::Reported),
    (Part::Sources, Fate::Known),
    (Part::Placement, Fate::Known),
    (Part::Saved, Fate::Known),
    (Part::EmptyTexts, Fate::Known),
    (Part::NoteEdges, Fate::Known),
    (Part::Codes, Fate::Reported),
    (Part::Reasons, Fate::Reported),
    (Part::Attributes, Fate::Reported),
    (Part::Properties, Fate::Reported),
    (Part::NotesOfTexts, Fate::Reported),
    (Part::RemarkAttributes, Fate::Reported),
]);

/// What the format of that name cannot hold; a new format adds its line here.
pub(crate) fn lacks(format: &str) -> Lacks {
    match format {
        "tmx" => Lacks(&[
            (Part::PlacementAsField, Fate::Known),
            (Part::SavedAsField, Fate::Known),
            (Part::AttributeOrder, Fate::Known),
            (Part::SecondTexts, Fate::Reported),
        ]),
        "xliff" | "xliff-1.2" => Lacks(&[
            (Part::Sources, Fate::Known),
            (Part::StatesOfSources, Fate::Known),
            (Part::PlacementAsField, Fate::Known),
            (Part::SavedAsField, Fate::Known),
            (Part::RemarkOrder, Fate::Known),
            (Part::SecondTexts, Fate::Reported),
        ]),
        "po" => Lacks(&[
            (Part::Sources, Fate::Known),
            (Part::StatesOfSources, Fate::Known),
            (Part::Saved, Fate::Known),
            (Part::RemarkOrder, Fate::Known),
            (Part::Codes, Fate::Reported),
            (Part::RemarkAttributes, Fate::Reported),
            (Part::SecondTexts, Fate::Reported),
        ]),
        "tsv" | "csv" => TABLE,
        "jsonl" => Lacks(&[]),
        _ => panic!("say in tests/formats/holds.rs what `{format}` cannot hold"),
    }
}

impl Lacks {
    /// The unit without what the format cannot hold.
    pub(crate) fn limit(self, unit: &Unit) -> Unit {
        let mut unit = unit.clone();
        for (part, _) in self.0 {
            part.take_from(&mut unit);
        }
        unit
    }

    /// The same for each part that is said to be lost, as if it were kept.
    pub(crate) fn but_one(self) -> impl Iterator<Item = (Part, impl Fn(&Unit) -> Unit)> {
        self.0.iter().map(move |(kept, _)| {
            let limit = move |unit: &Unit| {
                let mut unit = unit.clone();
                let others = self.0.iter().filter(|(part, _)| part != kept);
                others.for_each(|(part, _)| part.take_from(&mut unit));
                unit
            };
            (*kept, limit)
        })
    }

    /// The parts whose loss must be reported.
    pub(crate) fn reported(self) -> impl Iterator<Item = Part> {
        let parts = self.0.iter();
        parts
            .filter(|(_, fate)| *fate == Fate::Reported)
            .map(|(part, _)| *part)
    }
}

impl Part {
    /// Whether a unit holds the part.
    pub(crate) fn is_in(self, unit: &Unit) -> bool {
        let mut without = unit.clone();
        self.take_from(&mut without);
        without != *unit
    }

    /// Takes the part out of a unit, or gives it the shape in which it comes back; twice is as once.
    pub(crate) fn take_from(self, unit: &mut Unit) {
        match self {
            Self::Placement => unit.placement = None,
            Self::PlacementAsField => {
                if let Some(placement) = unit.placement.take() {
                    unit.remarks.splice(0..0, properties_of(&placement));
                }
            }
            Self::Attributes => attributes(unit).for_each(Vec::clear),
            Self::AttributeOrder => attributes(unit).for_each(|list| list.sort()),
            Self::Properties => {
                remarks(unit).for_each(|list| list.retain(is_note));
            }
            Self::NoteEdges => remarks(unit).for_each(join_notes),
            Self::RemarkOrder => remarks(unit).for_each(|list| {
                list.sort_by_key(|remark| format!("{:?} {}", remark.kind, remark.text));
            }),
            Self::RemarkAttributes => remarks(unit)
                .flatten()
                .for_each(|remark| remark.attributes.clear()),
            Self::EmptyTexts => unit.variants.retain(|variant| !variant.text.is_empty()),
            Self::SecondTexts => keep_first_texts(unit),
            Self::Sources => {
                unit.source_language = Some(language("en"));
                unit.variants
                    .sort_by_key(|variant| variant.language != language("en"));
            }
            Self::StatesOfSources
            | Self::Saved
            | Self::SavedAsField
            | Self::Codes
            | Self::Reasons
            | Self::NotesOfTexts => {
                unit.variants
                    .iter_mut()
                    .for_each(|variant| self.take_from_text(variant));
            }
        }
    }

    fn take_from_text(self, variant: &mut Variant) {
        match self {
            Self::StatesOfSources if variant.language == language("en") => {
                variant.state = Variant::new(language("en"), &*variant.text).state;
            }
            Self::Saved => variant.saved = None,
            Self::SavedAsField => {
                let saved = variant.saved.take().into_iter();
                variant.attributes.extend(saved.flat_map(attributes_of));
            }
            Self::Codes => variant.codes.clear(),
            Self::Reasons => variant.needs_work.iter_mut().for_each(String::clear),
            Self::NotesOfTexts => variant.remarks.retain(|remark| !is_note(remark)),
            _ => {}
        }
    }
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
