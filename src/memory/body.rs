//! What a variant says, as it is stored: one piece of packed bytes beside its state.

use super::Reason;
use super::packed::{Packed, Torn, Unpacking};
use super::row::unreadable;
use crate::model::{Attributes, InlineCode, Remark, State, Variant};

/// What a variant says, as it is stored.
///
/// The bytes are its text, why it needs work, its inline codes, attributes and remarks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) state: State,
    said: Box<[u8]>,
}

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

impl Body {
    /// What is said, packed.
    pub(super) fn of(said: Said<'_>) -> Self {
        let mut bytes = Vec::with_capacity(said.text.len() + 64);
        said.text.pack(&mut bytes);
        said.needs_work.pack(&mut bytes);
        said.codes.pack(&mut bytes);
        said.attributes.pack(&mut bytes);
        said.remarks.pack(&mut bytes);
        Self {
            state: said.state,
            said: bytes.into(),
        }
    }

    /// What a row holds.
    pub(super) fn stored(state: State, said: &[u8]) -> Self {
        Self {
            state,
            said: said.into(),
        }
    }

    /// The bytes to store.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.said
    }

    /// The text.
    pub(super) fn text(&self) -> Result<&str, Reason> {
        Unpacking::new(&self.said).text().map_err(unreadable_text)
    }

    /// Whether another has the same text with the same inline codes.
    pub(super) fn has_text_of(&self, other: &Self) -> bool {
        fn text(body: &Body) -> Result<(&str, Vec<InlineCode>), Torn> {
            let mut from = Unpacking::new(&body.said);
            let text = from.text()?;
            Option::<String>::default().unpack(&mut from)?;
            let mut codes = Vec::new();
            codes.unpack(&mut from)?;
            Ok((text, codes))
        }
        matches!((text(self), text(other)), (Ok(own), Ok(others)) if own == others)
    }

    /// Writes all that is said into a variant, whatever it said before.
    pub(super) fn write_into(&self, variant: &mut Variant) -> Result<(), Reason> {
        variant.state = self.state;
        let mut from = Unpacking::new(&self.said);
        let mut unpack = || {
            variant.text.unpack(&mut from)?;
            variant.needs_work.unpack(&mut from)?;
            variant.codes.unpack(&mut from)?;
            variant.attributes.unpack(&mut from)?;
            variant.remarks.unpack(&mut from)
        };
        unpack().map_err(unreadable_text)
    }
}

fn unreadable_text(torn: Torn) -> Reason {
    unreadable("a text", &torn)
}
