//! What each format cannot hold, as data.

use tarjuman::model::{State, Unit};

/// What a format keeps of a unit beside ids and texts.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)]
pub(crate) struct Holds {
    /// The states `reviewed` and `final`, and the reason why a text needs work.
    pub(crate) states: bool,
    /// Where a unit stands in its document.
    pub(crate) placement: bool,
    /// Notes and properties.
    pub(crate) remarks: bool,
    /// The order of notes among properties.
    pub(crate) remark_order: bool,
    /// Attributes of notes and properties, such as their language.
    pub(crate) remark_attributes: bool,
    /// Attributes of units and texts.
    pub(crate) attributes: bool,
    /// Inline codes.
    pub(crate) codes: bool,
}

/// Everything.
const ALL: Holds = Holds {
    states: true,
    placement: true,
    remarks: true,
    remark_order: true,
    remark_attributes: true,
    attributes: true,
    codes: true,
};

/// What the format of that name holds; a new format adds its line here.
pub(crate) fn held(format: &str) -> Holds {
    match format {
        "po" => Holds {
            remark_order: false,
            remark_attributes: false,
            codes: false,
            ..ALL
        },
        _ => panic!("say in tests/formats/holds.rs what `{format}` cannot hold"),
    }
}

impl Holds {
    /// The unit without what the format cannot hold.
    pub(crate) fn limit(&self, unit: &Unit) -> Unit {
        let mut unit = unit.clone();
        if !self.placement {
            unit.placement = None;
        }
        if !self.attributes {
            unit.attributes.clear();
        }
        for variant in &mut unit.variants {
            variant.saved = None;
            if !self.codes {
                variant.codes.clear();
            }
            if !self.attributes {
                variant.attributes.clear();
            }
            if !self.states {
                variant.state = usual_state(&variant.text);
                variant.needs_work = None;
            }
        }
        let lists = unit.variants.iter_mut().map(|variant| &mut variant.remarks);
        for remarks in lists.chain([&mut unit.remarks]) {
            if !self.remarks {
                remarks.clear();
            }
            if !self.remark_attributes {
                remarks
                    .iter_mut()
                    .for_each(|remark| remark.attributes.clear());
            }
            if !self.remark_order {
                remarks.sort_by_key(|remark| format!("{:?} {}", remark.kind, remark.text));
            }
        }
        unit
    }
}

fn usual_state(text: &str) -> State {
    if text.is_empty() {
        State::Initial
    } else {
        State::Translated
    }
}
