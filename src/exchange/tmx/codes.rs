//! Inline codes on their way out: which element each becomes, so that every pair is whole.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::dtd::{allows, code_attributes};
use crate::exchange::codes::{Few, find_enclosing, find_mates, is_harmless};
use crate::exchange::xml::check_fragment;
use crate::model::{CodeKind, InlineCode};

/// What a code is written as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role<'v> {
    /// `bpt`, with its `i`.
    Opening(Cow<'v, str>),
    /// `ept`, with its `i`.
    Closing(Cow<'v, str>),
    /// `<hi>`.
    Enclosing,
    /// `</hi>`.
    EnclosingEnd,
    /// `it` with `pos`.
    Isolated(&'static str),
    /// `ph` or `ut`.
    Alone(&'static str),
}

/// The roles of a variant's codes, and whether one had to be repaired.
pub(super) struct Plan<'v> {
    pub(super) roles: Few<Role<'v>>,
    pub(super) repaired: Option<&'static str>,
}

/// Finds a role for each code, in the codes' order.
pub(super) fn plan<'v>(codes: &[&'v InlineCode]) -> Plan<'v> {
    let mates = find_mates(codes);
    let is_hi = |at: usize| codes[at].element == "hi" && codes[at].original.is_empty();
    let enclosing = find_enclosing(codes, &mates, is_hi);
    let brings = |at: usize| mates[at].is_some() && !enclosing[at];
    let mut numbers = Numbers::default();
    let mut repaired = None;
    let mut roles: Few<Role<'v>> = Few::with_capacity(codes.len());
    for (at, code) in codes.iter().enumerate() {
        let role = match (code.kind, mates[at]) {
            (CodeKind::Opening, Some(_)) if enclosing[at] => Role::Enclosing,
            (CodeKind::Closing, Some(_)) if enclosing[at] => Role::EnclosingEnd,
            (CodeKind::Opening, Some(_)) => Role::Opening(
                numbers
                    .own(code)
                    .unwrap_or_else(|| numbers.fresh(codes, brings, code, &mut repaired)),
            ),
            (CodeKind::Closing, Some(mate)) => match &roles[mate] {
                Role::Opening(number) => Role::Closing(number.clone()),
                _ => Role::Isolated("end"),
            },
            (CodeKind::Opening, None) => {
                repaired = Some("a code that opens and is never closed is written as `it`");
                Role::Isolated("begin")
            }
            (CodeKind::Closing, None) => {
                repaired = Some("a code that closes and was never opened is written as `it`");
                Role::Isolated("end")
            }
            (CodeKind::IsolatedOpening, _) => Role::Isolated("begin"),
            (CodeKind::IsolatedClosing, _) => Role::Isolated("end"),
            (CodeKind::Standalone, _) if code.element == "ut" => Role::Alone("ut"),
            (CodeKind::Standalone, _) => {
                if code.element == "it" {
                    repaired = Some("an `it` that neither opens nor closes is written as `ph`");
                }
                Role::Alone("ph")
            }
        };
        roles.push(role);
    }
    Plan { roles, repaired }
}

/// The values of `i` in one variant.
#[derive(Default)]
struct Numbers<'v> {
    given: BTreeSet<&'v str>,
    /// Those that codes bring along; looked for with the first code that needs another.
    brought: Option<BTreeSet<&'v str>>,
    last: usize,
}

impl<'v> Numbers<'v> {
    /// The number that a code brings along, unless another has it.
    fn own(&mut self, code: &'v InlineCode) -> Option<Cow<'v, str>> {
        let own = own_number(code)?;
        self.given.insert(own).then_some(Cow::Borrowed(own))
    }

    /// A number that no code brings along; `brings` says of which codes that is asked.
    fn fresh(
        &mut self,
        codes: &[&'v InlineCode],
        brings: impl Fn(usize) -> bool,
        code: &InlineCode,
        repaired: &mut Option<&'static str>,
    ) -> Cow<'v, str> {
        if code.element == "bpt" {
            *repaired = Some("a pair of codes without a number of its own got a new one");
        }
        let brought = self.brought.get_or_insert_with(|| {
            let codes = codes.iter().enumerate().filter(|(at, _)| brings(*at));
            codes.filter_map(|(_, code)| own_number(code)).collect()
        });
        loop {
            self.last += 1;
            let number = self.last.to_string();
            if !brought.contains(number.as_str()) {
                return Cow::Owned(number);
            }
        }
    }
}

/// The number that a code of TMX has from its file.
fn own_number(code: &InlineCode) -> Option<&str> {
    code.pair.as_deref().filter(|_| code.element == "bpt")
}

/// What stands inside a code's element.
pub(super) enum Content<'v> {
    /// Markup that a strict reader takes.
    Markup(&'v str),
    /// Text, to be escaped; the flag says that it was meant as markup.
    Text(Cow<'v, str>, Origin),
}

/// Where the text inside a code comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// Made from an element of another format.
    Foreign,
    /// Markup that TMX does not allow here.
    Refused,
}

/// The content of a code, safe to stand in TMX.
pub(super) fn content(code: &InlineCode) -> Content<'_> {
    if code.original.is_empty() && code_attributes(&code.element).is_none() {
        return Content::Text(Cow::Owned(tag(code)), Origin::Foreign);
    }
    if is_harmless(&code.original) || check_fragment(&code.original, allows) {
        Content::Markup(&code.original)
    } else {
        Content::Text(Cow::Borrowed(&code.original), Origin::Refused)
    }
}

/// The tag that a code of another format was.
fn tag(code: &InlineCode) -> String {
    let closes = matches!(code.kind, CodeKind::Closing | CodeKind::IsolatedClosing);
    let mut tag = String::from(if closes { "</" } else { "<" });
    tag.push_str(&code.element);
    for (name, value) in &code.attributes {
        let value = value.replace('&', "&amp;").replace('"', "&quot;");
        tag.push_str(&format!(" {name}=\"{value}\""));
    }
    tag.push_str(if code.kind == CodeKind::Standalone {
        "/>"
    } else {
        ">"
    });
    tag
}
