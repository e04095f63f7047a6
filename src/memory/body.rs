//! What a variant says, as it is stored: one packed text beside its state.

use std::ops::Range;
use std::rc::Rc;

use super::Reason;
use super::packed::{Packed, Torn, Unpacking, unpack_with};
use super::row::unreadable;
use crate::model::{Attributes, InlineCode, Remark, State, Variant};

/// What a variant says, as it is stored: a part of a packed text that others may share.
///
/// Its values are the text, why it needs work, its inline codes, attributes and remarks.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) state: State,
    packed: Rc<str>,
    said: Range<usize>,
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state && self.as_str() == other.as_str()
    }
}

impl Eq for Body {}

/// What a variant says, in parts.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) text: &'a String,
    pub(super) state: State,
    pub(super) needs_work: &'a Option<String>,
    pub(super) codes: &'a Vec<InlineCode>,
    pub(super) attributes: &'a Attributes,
    pub(super) remarks: &'a Vec<Remark>,
}

impl<'a> From<&'a Variant> for Said<'a> {
    fn from(variant: &'a Variant) -> Self {
        Self {
            text: &variant.text,
            state: variant.state,
            needs_work: &variant.needs_work,
            codes: &variant.codes,
            attributes: &variant.attributes,
            remarks: &variant.remarks,
        }
    }
}

impl Said<'_> {
    fn pack(self, to: &mut String) {
        self.text.pack(to);
        self.needs_work.pack(to);
        self.codes.pack(to);
        self.attributes.pack(to);
        self.remarks.pack(to);
    }
}

impl Body {
    /// What is said, packed.
    pub(super) fn of(said: Said<'_>) -> Self {
        let mut packed = String::with_capacity(said.text.len() + 64);
        said.pack(&mut packed);
        Self::stored(said.state, packed.into())
    }

    /// What each of several variants says, packed together.
    pub(super) fn of_all(variants: &[&Variant]) -> Vec<Self> {
        let room = variants.iter().map(|variant| variant.text.len() + 64);
        let mut packed = String::with_capacity(room.sum());
        let parts: Vec<_> = variants
            .iter()
            .map(|variant| {
                let begin = packed.len();
                Said::from(*variant).pack(&mut packed);
                (variant.state, begin..packed.len())
            })
            .collect();
        let packed: Rc<str> = packed.into();
        let bodies = parts
            .into_iter()
            .map(|(state, said)| Self::part(state, &packed, said));
        bodies.collect()
    }

    /// What a row holds.
    pub(super) fn stored(state: State, packed: Rc<str>) -> Self {
        let said = 0..packed.len();
        Self {
            state,
            packed,
            said,
        }
    }

    /// What a part of a packed text holds.
    pub(super) fn part(state: State, packed: &Rc<str>, said: Range<usize>) -> Self {
        Self {
            state,
            packed: Rc::clone(packed),
            said,
        }
    }

    /// What is stored.
    pub(super) fn as_str(&self) -> &str {
        &self.packed[self.said.clone()]
    }

    /// The text.
    pub(super) fn text(&self) -> Result<&str, Reason> {
        Unpacking::new(self.as_str()).str().map_err(unreadable_text)
    }

    /// Whether another has the same text with the same inline codes.
    pub(super) fn has_text_of(&self, other: &Self) -> bool {
        fn text(body: &Body) -> Result<(&str, Vec<InlineCode>), Torn> {
            let mut from = Unpacking::new(body.as_str());
            let text = from.str()?;
            Option::<String>::default().unpack(&mut from)?;
            let mut codes = Vec::new();
            codes.unpack(&mut from)?;
            Ok((text, codes))
        }
        matches!((text(self), text(other)), (Ok(own), Ok(others)) if own == others)
    }

    /// Writes all that is said into a variant, whatever it said before.
    ///
    /// Codes that are not needed go to the spare ones, from which others are made.
    pub(super) fn write_into(
        &self,
        variant: &mut Variant,
        spare: &mut Vec<InlineCode>,
    ) -> Result<(), Reason> {
        variant.state = self.state;
        let mut from = Unpacking::new(self.as_str());
        let mut unpack = || {
            variant.text.unpack(&mut from)?;
            variant.needs_work.unpack(&mut from)?;
            unpack_with(&mut variant.codes, spare, &mut from)?;
            variant.attributes.unpack(&mut from)?;
            variant.remarks.unpack(&mut from)
        };
        unpack().map_err(unreadable_text)
    }
}

fn unreadable_text(torn: Torn) -> Reason {
    unreadable("a text", &torn)
}
