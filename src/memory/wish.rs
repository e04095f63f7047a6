//! What a caller wants a unit to say, gathered from everywhere in a commit that names the unit.

use std::collections::HashMap;

use super::Commit;
use crate::model::{Attributes, Placement, Remark, State, Unit, UnitId, Variant};
use crate::text::Language;

/// What a caller wants one unit to say.
pub(super) struct Wish<'a> {
    pub(super) id: &'a UnitId,
    pub(super) placement: Option<&'a Placement>,
    /// `None` when the unit is only named, not described.
    pub(super) header: Option<Said<'a>>,
    /// Each with its number among the variants of its language.
    pub(super) variants: Vec<(u32, &'a Variant)>,
    /// The languages whose variants are to be removed.
    pub(super) removed: Vec<&'a Language>,
    pub(super) obsolete: Option<bool>,
}

/// What a caller says of a unit as a whole.
pub(super) struct Said<'a> {
    pub(super) source_language: Option<&'a Language>,
    pub(super) attributes: &'a Attributes,
    pub(super) remarks: &'a Vec<Remark>,
}

/// The wishes of a commit, one a unit, in the order in which the units first come.
///
/// A unit that comes twice (from the segment files of two languages) is one wish; where both say
/// something of the same variant, the later one counts.
pub(super) fn of<'a>(commit: &Commit<'a>) -> Vec<Wish<'a>> {
    let mut wishes = Wishes::default();
    for unit in commit.units {
        wishes.at(&unit.id).add(unit);
    }
    for (id, language) in commit.removed {
        wishes.at(id).removed.push(language);
    }
    for id in commit.obsolete {
        wishes.at(id).obsolete = Some(true);
    }
    wishes.list
}

#[derive(Default)]
struct Wishes<'a> {
    list: Vec<Wish<'a>>,
    by_id: HashMap<&'a UnitId, usize>,
}

impl<'a> Wishes<'a> {
    fn at(&mut self, id: &'a UnitId) -> &mut Wish<'a> {
        let at = *self.by_id.entry(id).or_insert(self.list.len());
        if at == self.list.len() {
            self.list.push(Wish {
                id,
                placement: None,
                header: None,
                variants: Vec::new(),
                removed: Vec::new(),
                obsolete: None,
            });
        }
        &mut self.list[at]
    }
}

impl<'a> Wish<'a> {
    fn add(&mut self, unit: &'a Unit) {
        if let Some(placement) = &unit.placement {
            self.placement = Some(placement);
            self.obsolete = Some(false);
        }
        let before = self.header.take();
        self.header = Some(Said {
            source_language: unit
                .source_language
                .as_ref()
                .or(before.as_ref().and_then(|said| said.source_language)),
            attributes: match &before {
                Some(said) if unit.attributes.is_empty() => said.attributes,
                _ => &unit.attributes,
            },
            remarks: match &before {
                Some(said) if unit.remarks.is_empty() => said.remarks,
                _ => &unit.remarks,
            },
        });
        for (at, variant) in unit.variants.iter().enumerate() {
            let ordinal = ordinal(&unit.variants[..at], &variant.language);
            let same = |(number, known): &&mut (u32, &Variant)| {
                *number == ordinal && known.language == variant.language
            };
            match self.variants.iter_mut().find(same) {
                Some(known) => known.1 = variant,
                None => self.variants.push((ordinal, variant)),
            }
        }
    }
}

impl Wish<'_> {
    /// Whether a variant is worth storing where there is none yet: not when it says nothing, as a segment
    /// that nobody has translated, unless a later variant of its language needs the number before.
    pub(super) fn is_worth_storing(&self, ordinal: u32, variant: &Variant) -> bool {
        self.variants.iter().any(|(number, other)| {
            *number >= ordinal && other.language == variant.language && !is_blank(other)
        })
    }
}

fn is_blank(variant: &Variant) -> bool {
    variant.text.is_empty()
        && variant.state == State::Initial
        && variant.needs_work.is_none()
        && variant.codes.is_empty()
        && variant.attributes.is_empty()
        && variant.remarks.is_empty()
}

/// The number of a variant among those of its language, given the variants before it.
pub(super) fn ordinal<'v>(
    before: impl IntoIterator<Item = &'v Variant>,
    language: &Language,
) -> u32 {
    let same = before
        .into_iter()
        .filter(|other| other.language == *language);
    u32::try_from(same.count()).unwrap_or(u32::MAX)
}
