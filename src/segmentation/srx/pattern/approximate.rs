//! Turns an expression into one that an automaton can run: without conditions, and so perhaps too generous.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Dot, Hir, HirKind, Repetition};

use super::{Approximation, Mood, Node, Repeat, Side};

/// The highest number of repetitions that is spelt out; above it the automaton would grow too large.
const MOST: u32 = 40;

/// See [`super::Pattern::approximation`].
pub(super) fn approximate(node: &Node, side: Side) -> Approximation {
    let mut exact = true;
    let hir = edge(node, side, &mut exact);
    if weight(&hir) > HEAVIEST {
        // It is asked everywhere, and the exact search decides alone.
        return Approximation {
            hir: Hir::empty(),
            exact: false,
        };
    }
    Approximation { hir, exact }
}

/// The heaviest expression that an automaton is built of.
const HEAVIEST: usize = 20_000;

/// About how many states an expression needs.
fn weight(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => class.ranges().len().min(1000),
        HirKind::Class(Class::Bytes(_)) => 1,
        HirKind::Capture(capture) => weight(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(weight).fold(0, usize::saturating_add)
        }
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1) as usize;
            weight(&repetition.sub).saturating_mul(times)
        }
    }
}

/// The part at the far end of the side: of a repetition there, the fewest times will do.
fn edge(node: &Node, side: Side, exact: &mut bool) -> Hir {
    match node {
        Node::Repeat(repeat) if repeat.mood != Mood::Possessive => {
            let sub = whole(&repeat.node, exact);
            repetition(sub, repeat.min, Some(repeat.min), exact)
        }
        Node::Group(_, inner) => edge(inner, side, exact),
        Node::Alternation(parts) => {
            Hir::alternation(parts.iter().map(|part| edge(part, side, exact)).collect())
        }
        Node::Concat(parts) if !parts.is_empty() => {
            let far = match side {
                Side::Before => 0,
                Side::After => parts.len() - 1,
            };
            let part = |(place, part)| {
                if place == far {
                    edge(part, side, exact)
                } else {
                    whole(part, exact)
                }
            };
            Hir::concat(parts.iter().enumerate().map(part).collect())
        }
        _ => whole(node, exact),
    }
}

fn whole(node: &Node, exact: &mut bool) -> Hir {
    match node {
        Node::Empty => Hir::empty(),
        Node::Char(c) => Hir::literal(c.encode_utf8(&mut [0; 4]).as_bytes()),
        Node::Class(class) => Hir::class(Class::Unicode(widened(class, exact))),
        Node::Concat(parts) => Hir::concat(parts.iter().map(|part| whole(part, exact)).collect()),
        Node::Alternation(parts) => {
            Hir::alternation(parts.iter().map(|part| whole(part, exact)).collect())
        }
        Node::Group(_, inner) => whole(inner, exact),
        Node::Repeat(repeat) => repeated(repeat, exact),
        Node::Atomic(inner) => {
            *exact = false;
            whole(inner, exact)
        }
        Node::Look(_) | Node::Assertion(_) => {
            *exact = false;
            Hir::empty()
        }
        Node::BackReference { .. } => {
            *exact = false;
            repetition(Hir::dot(Dot::AnyChar), 0, None, exact)
        }
    }
}

fn repeated(repeat: &Repeat, exact: &mut bool) -> Hir {
    if repeat.mood == Mood::Possessive {
        *exact = false;
    }
    let sub = whole(&repeat.node, exact);
    repetition(sub, repeat.min, repeat.max, exact)
}

fn repetition(sub: Hir, min: u32, max: Option<u32>, exact: &mut bool) -> Hir {
    let small = max.is_none_or(|max| max <= MOST) && min <= MOST;
    if !small {
        *exact = false;
    }
    Hir::repetition(Repetition {
        min: min.min(MOST),
        max: if small { max } else { None },
        greedy: true,
        sub: Box::new(sub),
    })
}

/// How many ranges a class may have before it is widened.
const RANGES: usize = 24;

/// A class such as `\p{Lu}` with everything beyond ASCII in it: an automaton of all its ranges would be hundreds
/// of times as large, and the exact search tells the difference where it matters.
fn widened(class: &ClassUnicode, exact: &mut bool) -> ClassUnicode {
    let mut class = class.clone();
    if class.ranges().len() > RANGES {
        *exact = false;
        class.push(ClassUnicodeRange::new('\u{80}', char::MAX));
    }
    class
}

/// Every character.
pub(super) fn any() -> ClassUnicode {
    ClassUnicode::new([ClassUnicodeRange::new('\0', char::MAX)])
}
