//! Units to write and read: our own sentences, and arbitrary ones.

use proptest::prelude::*;
use tarjuman::model::{
    CodeKind, DocumentName, InlineCode, Placement, Remark, RemarkKind, Saved, State, Timestamp,
    Unit, UnitId, Variant,
};
use tarjuman::text::Language;

pub(crate) fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

pub(crate) fn id(name: &str) -> UnitId {
    UnitId(name.to_owned())
}

/// A unit of two plain texts.
pub(crate) fn plain(id: &str, source: &str, target: &str) -> Unit {
    let mut unit = Unit::new(self::id(id), Variant::new(language("en"), source));
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

pub(crate) fn property(name: &str, text: &str) -> Remark {
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
        note("behind a property"),
    ];
    reviewed.variants[1].saved = Some(Saved {
        revision: 3,
        author: "Sana".to_owned(),
        time: Timestamp(1_795_340_612),
    });
    let mut sent_back = plain(
        "c9",
        "Say \"no\" \\ <now> & here\t!",
        "\u{2068}کہو\u{2069} \u{200F}نہیں\u{200C}",
    );
    sent_back.variants[1].needs_work = Some("the number\nchanged".to_owned());
    sent_back.variants[1].remarks = vec![note("of the target"), property("client", "Garden Press")];
    sent_back.variants[0].attributes =
        vec![("changedate".to_owned(), "20200102T030405Z".to_owned())];
    sent_back.attributes = vec![
        ("usagecount".to_owned(), "3".to_owned()),
        ("datatype".to_owned(), "html".to_owned()),
    ];
    let mut remarked = plain("f4", "Who knocked?", "کس نے دستک دی؟");
    remarked.remarks = vec![Remark {
        attributes: vec![("xml:lang".to_owned(), "en".to_owned())],
        ..note("ask Sana")
    }];
    let mut twice = plain("g6", "Come in.", "اندر آئیے۔");
    twice.variants.push(Variant::new(language("ur"), "آ جاؤ۔"));
    let mut backwards = plain("h8", "Rain at last.", "آخر بارش آئی۔");
    backwards.source_language = Some(language("ur"));
    backwards.variants.reverse();
    backwards.variants[1].state = State::Reviewed;
    vec![
        plain("a3", "The garden is old.", "باغ پرانا ہے۔"),
        reviewed,
        sent_back,
        coded(),
        remarked,
        twice,
        backwards,
        plain("e2", "Nobody came.", ""),
    ]
}

/// A unit with codes of every kind.
fn coded() -> Unit {
    let code = |offset, kind, pair: Option<&str>, element: &str, original: &str| InlineCode {
        offset,
        kind,
        pair: pair.map(str::to_owned),
        element: element.to_owned(),
        attributes: Vec::new(),
        original: original.to_owned(),
    };
    let number = |mut code: InlineCode| {
        code.attributes = vec![("i".to_owned(), "1".to_owned())];
        code
    };
    let end = |mut code: InlineCode| {
        code.attributes = vec![("pos".to_owned(), "end".to_owned())];
        code
    };
    let mut unit = plain("d1", "A bold word.", "ایک لفظ۔");
    unit.variants[0].codes = vec![
        end(code(0, CodeKind::IsolatedClosing, None, "it", "&lt;/i&gt;")),
        number(code(2, CodeKind::Opening, Some("1"), "bpt", "&lt;b&gt;")),
        number(code(6, CodeKind::Closing, Some("1"), "ept", "&lt;/b&gt;")),
        code(7, CodeKind::Opening, Some("hi:4"), "hi", ""),
        code(11, CodeKind::Closing, Some("hi:4"), "hi", ""),
        code(12, CodeKind::Standalone, None, "ph", "&lt;br/&gt;"),
    ];
    unit.variants[1].codes = vec![code(6, CodeKind::Standalone, None, "ph", "&lt;br/&gt;")];
    unit
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
