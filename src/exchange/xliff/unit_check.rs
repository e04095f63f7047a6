//! What the specification of XLIFF asks of one unit: ids, references, codes that answer each other.

use super::rules::{
    BAD_ORDER, DUPLICATE_ID, NO_SEGMENT, NO_SUCH_DATA, STATE_WITHOUT_TARGET, UNANSWERED_SEGMENT,
    UNEQUAL_CODES, UNPAIRED_CODE,
};
use crate::exchange::validation::{Tag, Walk};
use crate::model::Place;

/// How many ids of one unit are held against each other.
const MOST: usize = 10_000;

/// The two sides of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Source,
    Target,
}

/// What was seen of the present unit.
#[derive(Debug, Default)]
pub(super) struct UnitCheck {
    notes: Vec<String>,
    data: Vec<String>,
    pieces: Vec<String>,
    /// How many segments and what stands between them there are.
    count: u32,
    has_segment: bool,
    orders: Vec<(u32, Place)>,
    /// Whether the present segment is said to be more than begun, and has a target.
    is_begun: bool,
    has_target: bool,
    /// The ids of inline elements, by side.
    inline: [Vec<String>; 2],
    /// Ends of spans, by side.
    ends: Vec<(Side, End)>,
    /// The segments of XLIFF 1, by side.
    marks: [Vec<String>; 2],
}

/// One end of a span.
#[derive(Debug)]
struct End {
    element: &'static str,
    /// What joins it to the other end.
    key: String,
    opens: bool,
    place: Place,
    /// Whether the schema speaks of it.
    is_of_schema: bool,
}

impl UnitCheck {
    pub(super) fn note(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        if walk.open().any(|open| open == "unit") {
            unique(&mut self.notes, tag, walk);
        }
    }

    pub(super) fn data(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        unique(&mut self.data, tag, walk);
    }

    /// Takes a `segment` or `ignorable`.
    pub(super) fn piece(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        self.count += 1;
        self.has_target = false;
        self.has_segment |= tag.name == "segment";
        let state = tag.attribute("state").unwrap_or("initial");
        self.is_begun = tag.name == "segment" && state != "initial";
        unique(&mut self.pieces, tag, walk);
    }

    pub(super) fn target(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        self.has_target = true;
        if let Some(order) = tag.attribute("order").and_then(|order| order.parse().ok()) {
            self.orders.push((order, walk.xml.place()));
        }
    }

    pub(super) fn end_of_segment(&mut self, walk: &mut Walk<'_, '_, '_>) {
        if self.is_begun && !self.has_target {
            let message = "the segment is said to be translated and has no target";
            walk.object(&STATE_WITHOUT_TARGET, message);
        }
    }

    /// Takes a `mrk` of XLIFF 1 in a text that can be segmented.
    pub(super) fn segment_mark(&mut self, tag: &Tag, side: Side, walk: &mut Walk<'_, '_, '_>) {
        let (Some("seg"), Some(mid)) = (tag.attribute("mtype"), tag.attribute("mid")) else {
            return;
        };
        // Of those that stand right in their text the schema speaks.
        let is_inner = !matches!(walk.around(), Some("seg-source" | "target"));
        let is_doubled = is_inner || side == Side::Target;
        let own = &mut self.marks[side as usize];
        if own.iter().any(|known| known == mid) {
            if is_doubled {
                let message = format!("a second segment of the text has the `mid` `{mid}`");
                walk.object(&UNANSWERED_SEGMENT, message);
            }
            return;
        }
        if own.len() < MOST {
            own.push(mid.to_owned());
        }
        if is_inner && side == Side::Target && !self.marks[0].iter().any(|known| known == mid) {
            let message = format!("the segment `{mid}` of the target is not in `seg-source`");
            walk.object(&UNANSWERED_SEGMENT, message);
        }
    }

    /// Takes an inline element of XLIFF 1.
    pub(super) fn code_of_one(&mut self, tag: &Tag, side: Side, walk: &mut Walk<'_, '_, '_>) {
        let Some(id) = tag.attribute("id") else {
            return;
        };
        let key = tag.attribute("rid").unwrap_or(id);
        match tag.name.as_str() {
            "bx" => self.span("bx", key, true, side, walk),
            "bpt" => self.span("bpt", key, true, side, walk),
            "ex" | "ept" => {
                let element = if tag.name == "ex" { "ex" } else { "ept" };
                self.span(element, key, false, side, walk);
                if let Some((_, end)) = self.ends.last_mut() {
                    end.is_of_schema = tag.attribute("rid").is_some();
                }
                return;
            }
            _ => {}
        }
        self.id(&tag.name, id, side, walk);
    }

    /// Takes an inline element of XLIFF 2.
    pub(super) fn code_of_two(&mut self, tag: &Tag, side: Side, walk: &mut Walk<'_, '_, '_>) {
        self.references(tag, side, walk);
        let id = tag.attribute("id");
        let start = tag.attribute("startRef");
        let is_isolated = tag.attribute("isolated") == Some("yes");
        match (tag.name.as_str(), id, start) {
            ("sc", Some(id), _) if !is_isolated => self.span("sc", id, true, side, walk),
            ("sm", Some(id), _) => self.span("sm", id, true, side, walk),
            ("em", _, Some(start)) => self.span("em", start, false, side, walk),
            ("ec", _, Some(start)) if !is_isolated => self.span("ec", start, false, side, walk),
            ("ec", None, _) => {
                let message = "`ec` names neither what it closes (`startRef`) nor itself (`id`)";
                walk.object(&UNPAIRED_CODE, message);
            }
            ("ec", Some(_), None) if !is_isolated => {
                let message = "`ec` closes nothing: it has no `startRef` and is not isolated";
                walk.object(&UNPAIRED_CODE, message);
            }
            _ => {}
        }
        if let Some(id) = id {
            self.id(&tag.name, id, side, walk);
        }
    }

    fn references(&self, tag: &Tag, side: Side, walk: &mut Walk<'_, '_, '_>) {
        let to_data = ["dataRef", "dataRefStart", "dataRefEnd"];
        let to_data = to_data.map(|name| (name, &self.data));
        let to_code = ("copyOf", &self.inline[side as usize]);
        for (name, known) in to_data.into_iter().chain([to_code]) {
            if let Some(id) = tag.attribute(name)
                && !known.iter().any(|own| own == id)
            {
                let message = format!(
                    "`{name}` of `{}` names `{id}`, which is not there",
                    tag.name
                );
                walk.object(&NO_SUCH_DATA, message);
            }
        }
        if let Some(note) = tag.attribute("ref").and_then(|to| to.strip_prefix("#n="))
            && !self.notes.iter().any(|own| own == note)
        {
            let message = format!(
                "`{}` refers to the note `{note}`, which is not there",
                tag.name
            );
            walk.object(&NO_SUCH_DATA, message);
        }
    }

    fn id(&mut self, element: &str, id: &str, side: Side, walk: &mut Walk<'_, '_, '_>) {
        let own = &mut self.inline[side as usize];
        if own.iter().chain(&self.pieces).any(|known| known == id) {
            let message = format!("`{element}` has the id `{id}`, which another in its text has");
            walk.object(&DUPLICATE_ID, message);
        } else if own.len() < MOST {
            own.push(id.to_owned());
        }
    }

    fn span(
        &mut self,
        element: &'static str,
        key: &str,
        opens: bool,
        side: Side,
        walk: &mut Walk<'_, '_, '_>,
    ) {
        if self.ends.len() < MOST {
            let end = End {
                element,
                key: key.to_owned(),
                opens,
                place: walk.xml.place(),
                is_of_schema: false,
            };
            self.ends.push((side, end));
        }
    }

    /// Ends the unit.
    pub(super) fn end(&mut self, walk: &mut Walk<'_, '_, '_>) {
        if self.count > 0 && !self.has_segment {
            walk.object(&NO_SEGMENT, "the unit has no `segment`");
        }
        for (at, (side, end)) in self.ends.iter().enumerate() {
            let answers = |(other_side, other): &(Side, End)| {
                other_side == side && other.opens != end.opens && other.key == end.key
            };
            let mut others = self.ends.iter().enumerate();
            if !others.any(|(other, one)| other != at && answers(one)) {
                let (element, key) = (end.element, &end.key);
                if end.is_of_schema {
                    continue;
                }
                let message = match end.opens {
                    true => format!("`{element}` `{key}` is never closed in its text"),
                    false => format!("`{element}` closes `{key}`, which its text does not open"),
                };
                walk.object_at(&UNPAIRED_CODE, message, &end.place);
            }
        }
        for (at, (order, place)) in self.orders.iter().enumerate() {
            let is_twice = self.orders[..at].iter().any(|(other, _)| other == order);
            if is_twice || *order > self.count {
                let message = format!(
                    "`order` is {order}, {}",
                    if is_twice {
                        "as that of another target".to_owned()
                    } else {
                        format!("and the unit has {} parts", self.count)
                    }
                );
                walk.object_at(&BAD_ORDER, message, place);
            }
        }
        let [source, target] = &self.inline;
        if let Some(more) = target.iter().find(|id| !source.contains(id)) {
            let message = format!("the target has an inline element `{more}`, the source has none");
            walk.object(&UNEQUAL_CODES, message);
        }
    }
}

/// Objects to the second element with one id among those of its kind.
fn unique(known: &mut Vec<String>, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
    let Some(id) = tag.attribute("id") else {
        return;
    };
    if known.iter().any(|own| own == id) {
        let message = format!("a second `{}` of the unit has the id `{id}`", tag.name);
        walk.object(&DUPLICATE_ID, message);
    } else if known.len() < MOST {
        known.push(id.to_owned());
    }
}
