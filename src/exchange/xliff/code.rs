//! Inline codes on their way out: which element each becomes, and under which id.

use std::collections::{HashMap, HashSet, VecDeque};

use super::dialect::{Does, InlineElement, Version};
use crate::exchange::codes::{find_enclosing, find_mates, is_harmless};
use crate::exchange::xml::check_fragment;
use crate::model::{CodeKind, InlineCode};

/// What a code does in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Opens an element around its text.
    Encloses,
    /// Ends that element.
    Ends,
    Opens,
    Closes,
    OpensAlone,
    ClosesAlone,
    Stands,
}

impl Role {
    /// What a code does, with or without its other end, around its text or not.
    fn of(kind: CodeKind, is_answered: bool, encloses: bool) -> Self {
        match (kind, is_answered, encloses) {
            (CodeKind::Opening, true, true) => Self::Encloses,
            (CodeKind::Closing, true, true) => Self::Ends,
            (CodeKind::Opening, true, false) => Self::Opens,
            (CodeKind::Closing, true, false) => Self::Closes,
            (CodeKind::Opening, false, _) | (CodeKind::IsolatedOpening, ..) => Self::OpensAlone,
            (CodeKind::Closing, false, _) | (CodeKind::IsolatedClosing, ..) => Self::ClosesAlone,
            (CodeKind::Standalone, ..) => Self::Stands,
        }
    }
}

/// A code with all that is written of it.
#[derive(Debug)]
pub(super) struct Planned<'v> {
    pub(super) code: &'v InlineCode,
    pub(super) role: Role,
    /// The code that closes what this one encloses.
    pub(super) end: Option<&'v InlineCode>,
    /// The id of the code, or of the one that it closes.
    pub(super) id: String,
    pub(super) element: &'static str,
    /// Whether the element and its attributes stand in the file as they are; else metadata says what they were.
    pub(super) is_native: bool,
}

/// Gives ids to the codes of one unit: each once in the source, and the same one to its like in the target.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// Ids that codes bring along.
    brought: HashSet<String>,
    /// Those that were given out in the present text.
    given: HashSet<String>,
    last: usize,
    /// The ids of codes of the source that the target has not taken up, by what they are.
    open: HashMap<String, VecDeque<String>>,
}

impl Ids {
    /// Takes note of the ids that the codes of a text bring along.
    pub(super) fn reserve(&mut self, codes: &[InlineCode]) {
        self.brought
            .extend(codes.iter().filter_map(own_id).map(str::to_owned));
    }

    /// Begins the target: what was given to the source is free for it.
    pub(super) fn begin_target(&mut self) {
        self.given.clear();
    }

    /// The code's own id, if it may have it.
    fn own(&mut self, code: &InlineCode) -> Option<String> {
        let own = own_id(code).filter(|id| is_token(id))?;
        self.given.insert(own.to_owned()).then(|| own.to_owned())
    }

    /// An id for a code of another format: its own if it has one, that of its like in the source, or the next number.
    fn made(&mut self, code: &InlineCode, is_target: bool) -> String {
        if let Some(own) = self.own(code) {
            return own;
        }
        let like = format!("{:?} {} {}", code.kind, code.element, code.original);
        if is_target
            && let Some(id) = self.open.get_mut(&like).and_then(VecDeque::pop_front)
            && self.given.insert(id.clone())
        {
            return id;
        }
        let id = loop {
            self.last += 1;
            let id = self.last.to_string();
            if !self.brought.contains(&id) && self.given.insert(id.clone()) {
                break id;
            }
        };
        if !is_target {
            self.open.entry(like).or_default().push_back(id.clone());
        }
        id
    }
}

/// Plans the codes of a text, in their order; says whether one had to be repaired.
pub(super) fn plan<'v>(
    version: Version,
    codes: &[&'v InlineCode],
    ids: &mut Ids,
    is_target: bool,
) -> (Vec<Planned<'v>>, bool) {
    let mates = find_mates(codes);
    let may_enclose =
        |at: usize| may_enclose(version, codes[at], mates[at].map(|mate| codes[mate]));
    let enclosing = find_enclosing(codes, &mates, may_enclose);
    let mut planned: Vec<Planned<'v>> = Vec::with_capacity(codes.len());
    let mut repaired = false;
    for (at, &code) in codes.iter().enumerate() {
        let mate = mates[at];
        let role = Role::of(code.kind, mate.is_some(), enclosing[at]);
        repaired |= mate.is_none() && matches!(code.kind, CodeKind::Opening | CodeKind::Closing);
        let one = match (role, mate) {
            (Role::Ends | Role::Closes, Some(mate)) => {
                let opening = &planned[mate];
                let own = if opening.is_native {
                    opening.code.pair.as_ref()
                } else {
                    None
                };
                let is_native = is_native(version, role, code) && code.pair.as_ref() == own;
                Planned {
                    element: if is_native {
                        known(version, code)
                    } else {
                        closing(opening.element)
                    },
                    id: opening.id.clone(),
                    code,
                    role,
                    end: None,
                    is_native,
                }
            }
            _ => {
                let may = is_native(version, role, code) && has_fitting_pair(version, code);
                let own = may.then(|| ids.own(code)).flatten();
                let end = mate.map(|mate| codes[mate]);
                Planned {
                    element: match own {
                        Some(_) => known(version, code),
                        None => usual(version, role, code, end),
                    },
                    is_native: own.is_some(),
                    id: own.unwrap_or_else(|| ids.made(code, is_target)),
                    code,
                    role,
                    end: end.filter(|_| role == Role::Encloses),
                }
            }
        };
        planned.push(one);
    }
    agree(version, &mut planned, &mates);
    (planned, repaired)
}

/// Makes both ends of a pair native, or neither: `sc` is closed by `ec`, and `pc` by nothing but itself.
fn agree(version: Version, planned: &mut [Planned<'_>], mates: &[Option<usize>]) {
    for at in 0..planned.len() {
        let Some(mate) = mates[at].filter(|mate| *mate > at) else {
            continue;
        };
        let fits = planned[mate].element == closing(planned[at].element);
        if fits && planned[at].is_native == planned[mate].is_native {
            continue;
        }
        let (role, code, end) = (planned[at].role, planned[at].code, planned[mate].code);
        let element = usual(version, role, code, Some(end));
        for (one, element) in [(at, element), (mate, closing(element))] {
            planned[one].is_native = false;
            planned[one].element = element;
        }
    }
}

/// Whether an element around the text could stand for a pair of codes.
fn may_enclose(version: Version, code: &InlineCode, mate: Option<&InlineCode>) -> bool {
    let keeps_apart = |code: &InlineCode| matches!(code.element.as_str(), "sc" | "sm" | "bx");
    let has_original = |code: &InlineCode| !code.original.is_empty();
    let holds_original = has_original(code) || mate.is_some_and(has_original);
    !keeps_apart(code)
        && !mate.is_some_and(keeps_apart)
        && (version == Version::Two || !holds_original)
}

/// The element that is written for a code which is none of the version's own.
fn usual(
    version: Version,
    role: Role,
    code: &InlineCode,
    end: Option<&InlineCode>,
) -> &'static str {
    let has_original = !code.original.is_empty() || end.is_some_and(|end| !end.original.is_empty());
    match (version, role, has_original) {
        (Version::Two, Role::Encloses | Role::Ends, _) => "pc",
        (Version::Two, Role::Opens | Role::OpensAlone, _) => "sc",
        (Version::Two, Role::Closes | Role::ClosesAlone, _) => "ec",
        (Version::Two, Role::Stands, _) | (Version::One, Role::Stands, true) => "ph",
        (Version::One, Role::Encloses | Role::Ends, _) => "g",
        (Version::One, Role::Opens, true) => "bpt",
        (Version::One, Role::Opens, false) => "bx",
        (Version::One, Role::Closes, true) => "ept",
        (Version::One, Role::Closes, false) => "ex",
        (Version::One, Role::OpensAlone | Role::ClosesAlone, _) => "it",
        (Version::One, Role::Stands, false) => "x",
    }
}

/// The element that closes what another opens.
fn closing(element: &'static str) -> &'static str {
    match element {
        "sc" => "ec",
        "sm" => "em",
        "bx" => "ex",
        "bpt" => "ept",
        other => other,
    }
}

fn known(version: Version, code: &InlineCode) -> &'static str {
    version
        .element(&code.element)
        .map_or("", |element| element.name)
}

/// Whether a code can stand in the file as it is: its element does what the code does, and all its attributes
/// are of that element.
fn is_native(version: Version, role: Role, code: &InlineCode) -> bool {
    let Some(element) = version.element(&code.element) else {
        return false;
    };
    let does = match (role, element.does) {
        (Role::Encloses | Role::Ends, Does::Encloses)
        | (Role::Opens, Does::Opens)
        | (Role::Closes, Does::Closes)
        | (Role::OpensAlone | Role::ClosesAlone, Does::Isolated)
        | (Role::Stands, Does::Stands) => true,
        (Role::OpensAlone, Does::Opens) | (Role::ClosesAlone, Does::Closes) => {
            version == Version::Two && element.name != "sm" && element.name != "em"
        }
        _ => false,
    };
    let is_segment = |(name, value): &(String, String)| name == "mtype" && value == "seg";
    let has_mark = element.name != "mrk"
        || version == Version::Two
        || role == Role::Ends
        || code.attributes.iter().any(|(name, _)| name == "mtype");
    does && has_mark
        && !code.attributes.iter().any(is_segment)
        && has_fitting_attributes(version, role, code, element)
        && (code.original.is_empty() || is_original(version, element, &code.original))
}

/// Whether a reader of the file gives an opening or single code the `pair` that it has.
fn has_fitting_pair(version: Version, code: &InlineCode) -> bool {
    let has_reference = version
        .element(&code.element)
        .is_some_and(|element| version == Version::One && element.reference.is_some());
    match (code.kind, &code.pair) {
        (CodeKind::Standalone, pair) => pair.is_none(),
        (_, Some(pair)) if has_reference => is_token(pair),
        (_, pair) => pair.as_deref() == own_id(code),
    }
}

fn has_fitting_attributes(
    version: Version,
    role: Role,
    code: &InlineCode,
    element: &InlineElement,
) -> bool {
    if role == Role::Ends {
        return code.attributes.is_empty();
    }
    let mut seen: Vec<&str> = Vec::new();
    code.attributes.iter().all(|(name, value)| {
        let fits = name == element.id || element.attributes.contains(&name.as_str());
        let is_new = !seen.contains(&name.as_str());
        seen.push(name);
        let is_value = match name.as_str() {
            "id" | "mid" => is_token(value),
            _ => version.grammar().is_value(element.name, name, value),
        };
        fits && is_new && is_value
    })
}

/// Whether the original of a code can stand as markup where that version has it.
pub(super) fn is_original(version: Version, element: &InlineElement, markup: &str) -> bool {
    let has_place = version == Version::Two || element.holds_original;
    has_place
        && (is_harmless(markup)
            || check_fragment(markup, |around, name, attributes| match version {
                Version::Two => {
                    around.is_empty() && name == "cp" && matches!(attributes, [("hex", _)])
                }
                Version::One => is_sub_flow(element, around, name, attributes),
            }))
}

/// Whether an element may stand inside a code of XLIFF 1.2: a `sub`, and codes in it that are answered by no other.
fn is_sub_flow(
    code: &InlineElement,
    around: &str,
    name: &str,
    attributes: &[(&str, &str)],
) -> bool {
    let grammar = Version::One.grammar();
    let around = grammar.element(if around.is_empty() { code.name } else { around });
    !matches!(name, "bx" | "ex" | "bpt" | "ept")
        && around.is_some_and(|around| grammar.takes(around, name, attributes))
}

/// The id that a code brings along.
fn own_id(code: &InlineCode) -> Option<&str> {
    let mut attributes = code.attributes.iter();
    let id = attributes.find(|(name, _)| name == "id" || name == "mid");
    id.map(|(_, id)| id.as_str())
}

/// Whether a text can be an id: a name token of XML, here of letters and digits and `-._:`.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':'))
}
