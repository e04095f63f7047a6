//! Units to write and read: our own sentences, and arbitrary ones.

use proptest::prelude::*;
use tarjuman::model::{
    CodeKind, DocumentName, InlineCode, Placement, Remark, RemarkKind, State, Unit, UnitId, Variant,
};
use tarjuman::text::Language;

pub(crate) fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

/// A unit of two plain texts.
pub(crate) fn plain(id: &str, source: &str, target: &str) -> Unit {
    let mut unit = Unit::new(UnitId(id.to_owned()), Variant::new(language("en"), source));
    unit.variants.push(Variant::new(language("ur"), target));
    unit
}

fn note(text: &str) -> Remark {
    Remark {
        kind: RemarkKind::Note,
        text: text.to_owned(),
        attributes: Vec::new(),
    }
}

fn property(name: &str, text: &str) -> Remark {
    Remark {
        kind: RemarkKind::Property(name.to_owned()),
        ..note(text)
    }
}

/// Units that hold something of every kind.
pub(crate) fn everything() -> Vec<Unit> {
    let mut reviewed = plain("b7", "The gate was open.", "دروازہ کھلا تھا۔");
    reviewed.variants[1].state = State::Reviewed;
    reviewed.placement = Some(Placement {
        document: DocumentName::new("part 1/garden").unwrap(),
        order: 4,
        paragraph: 2,
        sentence: 3,
        segments: 2,
        line: 7,
    });
    reviewed.remarks = vec![
        note("look\n\nhere "),
        note("¶ is a sign"),
        note("needs work: no"),
        property("x: %y", ": z\n↵"),
    ];
    let mut sent_back = plain(
        "c9",
        "Say \"no\" \\ <now> & here\t!",
        "\u{2068}کہو\u{2069} \u{200F}نہیں\u{200C}",
    );
    sent_back.variants[1].needs_work = Some("the number\nchanged".to_owned());
    sent_back.variants[1].remarks = vec![note("of the target"), property("client", "Garden Press")];
    sent_back.variants[0].attributes =
        vec![("changedate".to_owned(), "20200102T030405Z".to_owned())];
    sent_back.attributes = vec![("usagecount".to_owned(), "3".to_owned())];
    let mut coded = plain("d1", "A bold word.", "ایک لفظ۔");
    coded.variants[0].codes = vec![InlineCode {
        offset: 2,
        kind: CodeKind::Standalone,
        pair: None,
        element: "ph".to_owned(),
        attributes: Vec::new(),
        original: "&lt;br/&gt;".to_owned(),
    }];
    vec![
        plain("a3", "The garden is old.", "باغ پرانا ہے۔"),
        reviewed,
        sent_back,
        coded,
        plain("e2", "Nobody came.", ""),
    ]
}

/// Units that hold a character in one field each, for every field.
pub(crate) fn spoiled_with(c: char) -> Vec<Unit> {
    let text = format!("a{c}b");
    let mut units: Vec<Unit> = (0..7).map(|_| plain("u1", "One.", "ایک۔")).collect();
    units[0].id = UnitId(text.clone());
    units[1].variants[0].text = text.clone();
    units[2].variants[1].text = format!("{c}");
    units[3].variants[1].needs_work = Some(text.clone());
    units[4].remarks = vec![note(&text)];
    units[5].remarks = vec![property("name", &format!("{c}"))];
    units[6].remarks = vec![property(&text, "value")];
    units
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z .,\"<>&\\\\#~|]{0,12}",
        "[ابپتٹجچیےۓئ۔،؟ \u{200C}\u{200F}\u{2068}\u{2069}\u{064B}]{0,12}",
        "[\t\n¶:%=\\[\\]0-9+-]{0,8}",
        "[\\PC]{0,8}",
    ]
}

fn any_note() -> impl Strategy<Value = Remark> {
    text()
        .prop_filter("an empty note says nothing", |text| !text.is_empty())
        .prop_map(|text| note(&text))
}

fn any_property() -> impl Strategy<Value = Remark> {
    ("[a-z_][a-z_0-9:%.-]{0,8}", text()).prop_map(|(name, text)| property(&name, &text))
}

fn any_remarks() -> impl Strategy<Value = Vec<Remark>> {
    prop::collection::vec(prop_oneof![any_note(), any_property()], 0..3)
}

fn any_state() -> impl Strategy<Value = State> {
    prop::sample::select(&[State::Translated, State::Reviewed, State::Final][..])
}

/// A unit in English and Urdu; texts begin and end with a letter, so that no line break stands at their edges.
pub(crate) fn any_unit() -> impl Strategy<Value = Unit> {
    let texts = (text(), text(), any::<bool>());
    let remarks = (any_remarks(), any_remarks());
    let flags = (any_state(), prop::option::of(text()));
    (texts, remarks, flags).prop_map(
        |((source, target, empty), (unit_remarks, remarks), (state, needs_work))| {
            let target = if empty {
                String::new()
            } else {
                format!("ا{target}ے")
            };
            let mut unit = plain("", &format!("A{source}z"), &target);
            unit.remarks = unit_remarks;
            let variant = &mut unit.variants[1];
            variant.remarks = remarks;
            if !empty {
                variant.state = state;
            }
            variant.needs_work = needs_work;
            unit
        },
    )
}

/// The units with ids of their own.
pub(crate) fn with_ids(mut units: Vec<Unit>) -> Vec<Unit> {
    for (number, unit) in units.iter_mut().enumerate() {
        unit.id = UnitId(format!("u{number}"));
    }
    units
}
