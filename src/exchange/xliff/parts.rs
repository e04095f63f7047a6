//! What a `unit` or `trans-unit` holds, and the units that come of it: one for each of its segments.

use std::collections::HashMap;

use super::meta::{self, Applies, CodeMemory, Group};
use super::state::{self, Said};
use crate::exchange::codes::isolate_unanswered;
use crate::exchange::named::{DOCUMENT, NEEDS_WORK, STATE};
use crate::model::{
    Attributes, CodeKind, InlineCode, Remark, RemarkKind, State, Unit, UnitId, Variant,
};
use crate::text::Language;

/// The attribute of a unit that is one of several segments: the id of the XLIFF unit.
pub(super) const XLIFF_UNIT: &str = "xliff-unit";

/// The attribute of a unit whose segment has an id of its own.
pub(super) const SEGMENT: &str = "segment";

/// The properties of a text for what stands before and after it, outside of segments.
pub(super) const BEFORE: &str = "x-before";
pub(super) const AFTER: &str = "x-after";

/// The original markup of codes, by the ids of `data`.
#[derive(Debug, Default)]
pub(super) struct Originals(pub(super) HashMap<String, String>);

impl Originals {
    /// The markup of that id; nothing where there is none.
    pub(super) fn of(&self, id: Option<&str>) -> String {
        id.and_then(|id| self.0.get(id))
            .cloned()
            .unwrap_or_default()
    }
}

/// A segment, or what stands between segments.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) id: Option<String>,
    pub(super) is_ignorable: bool,
    pub(super) said: Said,
    pub(super) source: Option<Variant>,
    pub(super) target: Option<Variant>,
}

/// What was read of one `unit` or `trans-unit`.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) id: String,
    pub(super) attributes: Attributes,
    /// Notes of the unit, and of its two texts.
    pub(super) notes: Vec<(Applies, Remark)>,
    pub(super) groups: Vec<Group>,
    pub(super) pieces: Vec<Piece>,
}

impl Parts {
    /// The units, one a segment, in order; none for a unit without segments.
    pub(super) fn units(mut self, source: &Language, document: Option<&str>) -> Vec<Unit> {
        let pieces = with_surroundings(std::mem::take(&mut self.pieces));
        let count = pieces.len();
        let mut memory = [CodeMemory::default(), CodeMemory::default()];
        for group in self
            .groups
            .iter()
            .filter(|group| group.category == meta::CODES)
        {
            memory[usize::from(group.applies == Applies::Target)].take_in(group);
        }
        let mut units: Vec<Unit> = Vec::with_capacity(count);
        for (piece, number) in pieces.into_iter().zip(1..) {
            units.push(self.unit(piece, number, count, source, &memory));
        }
        if let Some(first) = units.first_mut() {
            self.fill(first);
        }
        for unit in &mut units {
            for target in unit.variants.iter_mut().skip(1) {
                settle(target);
            }
            if let Some(document) = document {
                unit.remarks.insert(0, property(DOCUMENT, document));
            }
        }
        units
    }

    fn unit(
        &self,
        piece: Piece,
        number: usize,
        count: usize,
        language: &Language,
        memory: &[CodeMemory<'_>; 2],
    ) -> Unit {
        let mut attributes = Vec::new();
        let mut id = self.id.clone();
        if count > 1 {
            let own = piece.id.clone().unwrap_or_else(|| number.to_string());
            id = segment_unit_id(&id, &own);
            attributes.push((XLIFF_UNIT.to_owned(), self.id.clone()));
            attributes.push((SEGMENT.to_owned(), own));
        } else if let Some(own) = piece.id {
            attributes.push((SEGMENT.to_owned(), own));
        }
        let mut source = piece
            .source
            .unwrap_or_else(|| Variant::new(language.clone(), ""));
        memory[0].restore(&mut source.codes);
        let source_language = source.language.clone();
        let mut variants = vec![source];
        if let Some(mut target) = piece.target {
            state::apply(&piece.said, &mut target);
            if let Some(word) = piece
                .said
                .sub_state
                .filter(|word| word != state::NEEDS_WORK)
            {
                target.attributes.push(("subState".to_owned(), word));
            }
            memory[1].restore(&mut target.codes);
            variants.push(target);
        }
        Unit {
            id: UnitId(id),
            placement: None,
            source_language: Some(source_language),
            variants,
            attributes,
            remarks: Vec::new(),
        }
    }

    /// Gives the first unit what was said of the whole.
    fn fill(&mut self, unit: &mut Unit) {
        let own = std::mem::take(&mut unit.attributes);
        unit.attributes.append(&mut self.attributes);
        for (applies, note) in self.notes.drain(..) {
            remarks_of(unit, applies).push(note);
        }
        for group in self.groups.drain(..) {
            match (group.category.as_str(), group.applies) {
                (meta::CODES, _) => {}
                (meta::UNIT, _) => {
                    let id = group.entries.into_iter().find(|(name, _)| name == "id");
                    if let Some((_, id)) = id {
                        unit.id = UnitId(id);
                    }
                }
                (_, Applies::Unit) => group.apply(&mut unit.attributes, &mut unit.remarks),
                (_, applies) => {
                    let at = usize::from(applies == Applies::Target);
                    if let Some(variant) = unit.variants.get_mut(at) {
                        group.apply(&mut variant.attributes, &mut variant.remarks);
                    }
                }
            }
        }
        unit.attributes.extend(own);
    }
}

/// The id of a unit that is one of several segments of an XLIFF unit.
pub(super) fn segment_unit_id(unit: &str, segment: &str) -> String {
    format!("{unit}/{segment}")
}

/// A property without attributes.
pub(super) fn property(name: &str, text: &str) -> Remark {
    Remark {
        kind: RemarkKind::Property(name.to_owned()),
        text: text.to_owned(),
        attributes: Vec::new(),
    }
}

fn remarks_of(unit: &mut Unit, applies: Applies) -> &mut Vec<Remark> {
    let at = match applies {
        Applies::Unit => return &mut unit.remarks,
        Applies::Source => 0,
        Applies::Target => 1,
    };
    match unit.variants.get_mut(at) {
        Some(variant) => &mut variant.remarks,
        None => &mut unit.remarks,
    }
}

/// Takes the reason for work, and the state behind it, out of the properties of a target.
///
/// They hold as long as the file's own word says that work is needed; else someone has done it since.
fn settle(target: &mut Variant) {
    let mut take = |wanted: &str| {
        let is = |remark: &Remark| {
            remark.attributes.is_empty()
                && matches!(&remark.kind, RemarkKind::Property(name) if name == wanted)
        };
        let at = target.remarks.iter().position(is)?;
        Some(target.remarks.remove(at).text)
    };
    if target.needs_work.is_some() {
        if let Some(reason) = take(NEEDS_WORK) {
            target.needs_work = Some(reason);
        }
        if let Some(state) = take(STATE).as_deref().and_then(State::from_name) {
            target.state = state;
        }
    }
}

/// The segments alone, each with what stands around it as a property.
fn with_surroundings(pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.iter().all(|piece| piece.is_ignorable) {
        return Vec::new();
    }
    let mut segments: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut before: Option<Piece> = None;
    for piece in pieces {
        if !piece.is_ignorable {
            segments.push(piece);
            if let (Some(gap), Some(first)) = (before.take(), segments.last_mut()) {
                surround(first, &gap, BEFORE);
            }
        } else if let Some(last) = segments.last_mut() {
            surround(last, &piece, AFTER);
        } else {
            before = Some(match before {
                None => piece,
                Some(gap) => joined(gap, piece),
            });
        }
    }
    segments
}

fn joined(mut first: Piece, second: Piece) -> Piece {
    for (text, more) in [
        (&mut first.source, second.source),
        (&mut first.target, second.target),
    ] {
        match (text.as_mut(), more) {
            (Some(text), Some(more)) => text.text.push_str(&more.text),
            (None, Some(more)) => *text = Some(more),
            _ => {}
        }
    }
    first
}

fn surround(segment: &mut Piece, gap: &Piece, name: &str) {
    for (text, gap) in [
        (&mut segment.source, &gap.source),
        (&mut segment.target, &gap.target),
    ] {
        let (Some(text), Some(gap)) = (text, gap) else {
            continue;
        };
        let named =
            |remark: &&mut Remark| matches!(&remark.kind, RemarkKind::Property(own) if own == name);
        match text.remarks.iter_mut().find(named) {
            Some(remark) => remark.text.push_str(&gap.text),
            None if gap.text.is_empty() => {}
            None => text.remarks.push(property(name, &gap.text)),
        }
    }
}

/// Cuts the text of a whole `trans-unit` at its segments (`mrk` of type `seg`); `None` when it has none.
pub(super) fn segments_of(text: &Variant) -> Option<Vec<(Option<String>, Variant)>> {
    let is_segment = |at: &usize| {
        let code = &text.codes[*at];
        let says_so = |(name, value): &(String, String)| name == "mtype" && value == "seg";
        code.kind == CodeKind::Opening
            && code.element == "mrk"
            && code.attributes.iter().any(says_so)
    };
    let mut pieces = Vec::new();
    let mut from = (0, 0);
    let mut at = 0;
    while at < text.codes.len() {
        if !is_segment(&at) {
            at += 1;
            continue;
        }
        let open = &text.codes[at];
        let mut depth = 0;
        let closes = |code: &InlineCode| {
            depth += match (code.kind, code.element == "mrk") {
                (CodeKind::Opening, true) => 1,
                (CodeKind::Closing, true) => -1,
                _ => 0,
            };
            depth == 0
        };
        let close = at + text.codes[at..].iter().position(closes)?;
        let mid = open.attributes.iter().find(|(name, _)| name == "mid");
        pieces.push((None, part(text, from, (at, open.offset))));
        let inner = part(
            text,
            (at + 1, open.offset),
            (close, text.codes[close].offset),
        );
        pieces.push((
            Some(mid.map(|(_, mid)| mid.clone()).unwrap_or_default()),
            inner,
        ));
        from = (close + 1, text.codes[close].offset);
        at = close + 1;
    }
    if pieces.is_empty() {
        return None;
    }
    pieces.push((None, part(text, from, (text.codes.len(), text.text.len()))));
    pieces.retain(|(mid, part)| mid.is_some() || !part.text.is_empty() || !part.codes.is_empty());
    Some(pieces)
}

/// A part of a text, between two points that are given by code and by offset.
fn part(text: &Variant, from: (usize, usize), to: (usize, usize)) -> Variant {
    let mut part = Variant::new(text.language.clone(), &text.text[from.1..to.1]);
    part.codes = text.codes[from.0..to.0].to_vec();
    for code in &mut part.codes {
        code.offset -= from.1;
    }
    isolate_unanswered(&mut part.codes);
    part
}
