//! Inline codes in any markup: which codes answer each other, and which nest.

use smallvec::{SmallVec, smallvec};

use crate::model::{CodeKind, InlineCode};

/// A list with a place for each code of a text; most texts have but some.
pub(super) type Few<T> = SmallVec<[T; 8]>;

/// How many open codes are looked through for the one that a closing code answers.
const MAX_OPEN: usize = 1000;

/// For each code that opens or closes, the one that answers it.
pub(super) fn find_mates(codes: &[&InlineCode]) -> Few<Option<usize>> {
    let mut mates = smallvec![None; codes.len()];
    let mut open: Few<usize> = Few::new();
    for (at, code) in codes.iter().enumerate() {
        match code.kind {
            CodeKind::Opening => open.push(at),
            CodeKind::Closing => {
                let depth = open.len().saturating_sub(MAX_OPEN);
                let found = open[depth..]
                    .iter()
                    .rposition(|&other| codes[other].pair == code.pair);
                if let Some(found) = found {
                    let other = open.remove(depth + found);
                    mates[at] = Some(other);
                    mates[other] = Some(at);
                }
            }
            _ => {}
        }
    }
    mates
}

/// Which codes can be written as elements around their text: pairs of candidates that nest as elements must.
pub(super) fn find_enclosing(
    codes: &[&InlineCode],
    mates: &[Option<usize>],
    is_candidate: impl Fn(usize) -> bool,
) -> Few<bool> {
    let mut enclosing = smallvec![false; codes.len()];
    let mut open: Few<usize> = Few::new();
    for (at, code) in codes.iter().enumerate() {
        let Some(mate) = mates[at].filter(|&mate| is_candidate(at) && is_candidate(mate)) else {
            continue;
        };
        if code.kind == CodeKind::Opening {
            open.push(at);
        } else if open.last() == Some(&mate) {
            open.pop();
            enclosing[at] = true;
            enclosing[mate] = true;
        } else {
            open.retain(|other| *other != mate);
        }
    }
    enclosing
}

/// Whether markup needs no second look: text with nothing but the five entities.
pub(super) fn is_harmless(markup: &str) -> bool {
    const ENTITIES: [&str; 5] = ["lt;", "gt;", "amp;", "quot;", "apos;"];
    let mut bytes = markup.bytes().enumerate();
    bytes.all(|(at, byte)| match byte {
        b'<' | b']' | 0xEF | 0..=0x1F => false,
        b'&' => {
            let rest = &markup.as_bytes()[at + 1..];
            ENTITIES
                .iter()
                .any(|entity| rest.starts_with(entity.as_bytes()))
        }
        _ => true,
    })
}

/// Makes isolated codes of those that open or close and have no answer in the text.
pub(super) fn isolate_unanswered(codes: &mut [InlineCode]) {
    let all: Vec<&InlineCode> = codes.iter().collect();
    let mates = find_mates(&all);
    for (code, mate) in codes.iter_mut().zip(mates) {
        code.kind = match (code.kind, mate) {
            (CodeKind::Opening, None) => CodeKind::IsolatedOpening,
            (CodeKind::Closing, None) => CodeKind::IsolatedClosing,
            (kind, _) => kind,
        };
    }
}
