//! The rules for one language, compiled into three automata: where a rule might break, and which rules fit there.

use std::ops::Range;
use std::panic::{RefUnwindSafe, UnwindSafe};

use regex_automata::MatchKind;
use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson::{Compiler, Config as NfaConfig, WhichCaptures};
use regex_automata::util::pool::{Pool, PoolGuard};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::Rule;
use super::cutter::Cutter;
use super::pattern::{Approximation, Side};

/// How much an automaton may remember of what it has seen, in bytes; beyond it, it forgets and learns anew.
const CACHE: usize = 3 << 20;

/// The compiled rules of one language.
pub(in crate::segmentation) struct Cascade {
    /// The rules in the order in which they are asked.
    pub(super) rules: Vec<CompiledRule>,
    /// For each distinct `beforebreak`, the rules that have it.
    pub(super) rules_of: Vec<Vec<usize>>,
    /// For each distinct `beforebreak` of a rule that breaks, the bytes before which such a rule can break.
    viable: Vec<[bool; 256]>,
    /// The bytes before which a rule with an empty `beforebreak` can break.
    open: [bool; 256],
    /// `None` when they could not be built, which the bounds on expressions prevent.
    pub(super) automata: Option<Automata>,
}

/// The automata, and what searches in them remember.
pub(super) struct Automata {
    /// Reads forwards and tells after which bytes the `beforebreak` of a rule that breaks has ended.
    pub(super) candidates: DFA,
    /// Reads backwards from a position and tells every `beforebreak` that ends there.
    pub(super) before: DFA,
    /// Reads forwards from a position and tells every `afterbreak` that begins there.
    pub(super) after: DFA,
    caches: Pool<Caches, PoolFn>,
}

/// What the automata of one search remember.
#[derive(Debug)]
pub(super) struct Caches {
    pub(super) candidates: Cache,
    pub(super) before: Cache,
    pub(super) after: Cache,
}

/// One rule.
#[derive(Debug)]
pub(super) struct CompiledRule {
    pub(super) rule: Rule,
    /// The number of its `beforebreak` among the distinct ones, and whether the automaton says all of it.
    before: (usize, bool),
    /// The same of its `afterbreak`.
    after: (usize, bool),
}

/// Distinct expressions, in order.
#[derive(Default)]
struct Distinct {
    hirs: Vec<Hir>,
}

impl Distinct {
    fn number(&mut self, approximation: &Approximation) -> usize {
        match self
            .hirs
            .iter()
            .position(|known| *known == approximation.hir)
        {
            Some(number) => number,
            None => {
                self.hirs.push(approximation.hir.clone());
                self.hirs.len() - 1
            }
        }
    }
}

impl Cascade {
    pub(super) fn compile(rules: &[&Rule]) -> Self {
        let (mut befores, mut afters) = (Distinct::default(), Distinct::default());
        let compiled: Vec<CompiledRule> = rules
            .iter()
            .map(|rule| {
                let before = rule.before.approximation(Side::Before);
                let after = rule.after.approximation(Side::After);
                CompiledRule {
                    rule: (*rule).clone(),
                    before: (befores.number(&before), before.exact),
                    after: (afters.number(&after), after.exact),
                }
            })
            .collect();
        let mut rules_of = vec![Vec::new(); befores.hirs.len()];
        for (number, rule) in compiled.iter().enumerate() {
            rules_of[rule.before.0].push(number);
        }
        let firsts: Vec<FirstBytes> = afters.hirs.iter().map(FirstBytes::of).collect();
        let (mut candidates, mut viable, mut open) = (Vec::new(), Vec::new(), [false; 256]);
        for (hir, rules) in befores.hirs.iter().zip(&rules_of) {
            let breaking = rules
                .iter()
                .map(|number| &compiled[*number])
                .filter(|rule| rule.rule.breaks);
            let Some(next) = breaking
                .map(|rule| firsts[rule.after.0].next())
                .reduce(either)
            else {
                continue;
            };
            if hir.properties().minimum_len() == Some(0) {
                open = either(open, next);
            } else {
                candidates.push(hir.clone());
                viable.push(next);
            }
        }
        Self {
            automata: Automata::build(&candidates, &befores.hirs, &afters.hirs),
            rules: compiled,
            rules_of,
            viable,
            open,
        }
    }

    pub(in crate::segmentation) fn cutter<'r, 't>(&'r self, text: &'t str) -> Cutter<'r, 't> {
        Cutter::new(self, text)
    }

    /// Whether a rule may break before this byte, whatever stands before it.
    pub(super) fn may_break_anywhere(&self, next: u8) -> bool {
        self.open[usize::from(next)]
    }

    /// Whether a rule may break before this byte after a match of this candidate.
    pub(super) fn may_break(&self, candidate: usize, next: u8) -> bool {
        self.viable[candidate][usize::from(next)]
    }
}

impl CompiledRule {
    /// Whether the rule fits at the end of `reach`, where the automata have found its `beforebreak` and the `afters`.
    pub(super) fn fits(&self, text: &str, reach: Range<usize>, afters: &[bool]) -> bool {
        afters[self.after.0]
            && (self.after.1 || self.rule.after.matches_at(text, reach.end))
            && (self.before.1 || self.rule.before.matches_up_to(text, reach))
    }
}

impl std::fmt::Debug for Cascade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cascade")
            .field("rules", &self.rules.len())
            .finish_non_exhaustive()
    }
}

impl Automata {
    fn build(candidates: &[Hir], befores: &[Hir], afters: &[Hir]) -> Option<Self> {
        let candidates = automaton(candidates, Direction::Forwards)?;
        let before = automaton(befores, Direction::Backwards)?;
        let after = automaton(afters, Direction::Forwards)?;
        let (of_candidates, of_before, of_after) =
            (candidates.clone(), before.clone(), after.clone());
        let create: PoolFn = Box::new(move || Caches {
            candidates: of_candidates.create_cache(),
            before: of_before.create_cache(),
            after: of_after.create_cache(),
        });
        Some(Self {
            candidates,
            before,
            after,
            caches: Pool::new(create),
        })
    }

    pub(super) fn caches(&self) -> PoolGuard<'_, Caches, PoolFn> {
        self.caches.get()
    }
}

/// What the pool calls when it has no caches to give.
pub(super) type PoolFn = Box<dyn Fn() -> Caches + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// In which direction an automaton reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forwards,
    Backwards,
}

/// An automaton that reports every one of the expressions that matches, and never gives up.
fn automaton(expressions: &[Hir], direction: Direction) -> Option<DFA> {
    let backwards = direction == Direction::Backwards;
    let nfa = Compiler::new()
        .configure(
            NfaConfig::new()
                .reverse(backwards)
                .which_captures(WhichCaptures::None),
        )
        .build_many_from_hir(expressions);
    let config = Config::new()
        .match_kind(MatchKind::All)
        .cache_capacity(CACHE)
        .skip_cache_capacity_check(true)
        .minimum_cache_clear_count(None);
    DFA::builder()
        .configure(config)
        .build_from_nfa(nfa.ok()?)
        .ok()
}

fn either(mut one: [bool; 256], other: [bool; 256]) -> [bool; 256] {
    one.iter_mut().zip(other).for_each(|(any, one)| *any |= one);
    one
}

/// With which bytes a match of an expression can begin.
#[derive(Clone, Debug)]
struct FirstBytes {
    bytes: [bool; 256],
    /// Whether it can match without taking any byte.
    nothing: bool,
}

impl FirstBytes {
    fn none(nothing: bool) -> Self {
        Self {
            bytes: [false; 256],
            nothing,
        }
    }

    fn add(&mut self, other: &Self) {
        self.bytes = either(self.bytes, other.bytes);
    }

    /// The bytes that may stand where the expression matches.
    fn next(&self) -> [bool; 256] {
        if self.nothing {
            [true; 256]
        } else {
            self.bytes
        }
    }

    fn of(hir: &Hir) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::none(true),
            HirKind::Literal(literal) => {
                let mut first = Self::none(false);
                literal
                    .0
                    .first()
                    .into_iter()
                    .for_each(|byte| first.bytes[usize::from(*byte)] = true);
                first
            }
            HirKind::Class(class) => Self::of_class(class),
            HirKind::Repetition(repetition) => {
                let mut first = Self::of(&repetition.sub);
                first.nothing |= repetition.min == 0;
                first
            }
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Alternation(parts) => {
                let mut first = Self::none(false);
                for part in parts.iter().map(Self::of) {
                    first.add(&part);
                    first.nothing |= part.nothing;
                }
                first
            }
            HirKind::Concat(parts) => {
                let mut first = Self::none(true);
                for part in parts.iter().map(Self::of) {
                    first.add(&part);
                    if !part.nothing {
                        first.nothing = false;
                        break;
                    }
                }
                first
            }
        }
    }

    fn of_class(class: &Class) -> Self {
        let mut first = Self::none(false);
        let mut mark =
            |from: u8, to: u8| first.bytes[usize::from(from)..=usize::from(to)].fill(true);
        let lead = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes()[0];
        match class {
            Class::Unicode(class) => class
                .ranges()
                .iter()
                .for_each(|range| mark(lead(range.start()), lead(range.end()))),
            Class::Bytes(class) => class
                .ranges()
                .iter()
                .for_each(|range| mark(range.start(), range.end())),
        }
        first
    }
}
