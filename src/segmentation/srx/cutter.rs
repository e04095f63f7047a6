//! Walks through a text byte by byte with one automaton, and asks the rules where one of them may break.

use regex_automata::hybrid::LazyStateID;
use regex_automata::util::pool::PoolGuard;
use regex_automata::{Anchored, Input};

use super::cascade::{Automata, Caches, Cascade, PoolFn};
use super::pattern::LOOK_BACK;
use crate::segmentation::cut::Witness;
use crate::segmentation::explain::{Decision, RuleSource, Verdict};

/// Finds the ends of segments in one block of text after another.
pub(in crate::segmentation) struct Cutter<'r, 't> {
    cascade: &'r Cascade,
    search: Option<Search<'r>>,
    text: &'t str,
    /// Where the present segment begins.
    segment: usize,
    /// How far the automaton has come.
    at: usize,
}

/// The state of the automata.
struct Search<'r> {
    automata: &'r Automata,
    caches: PoolGuard<'r, Caches, PoolFn>,
    /// Where the automaton for candidates is; `None` when it has failed, which it does not do.
    state: Option<LazyStateID>,
    /// For each distinct `afterbreak`, whether it begins at the position.
    afters: Vec<bool>,
    /// The rules that the automata let pass, in order.
    rules: Vec<usize>,
}

impl<'r, 't> Cutter<'r, 't> {
    pub(super) fn new(cascade: &'r Cascade, text: &'t str) -> Self {
        let search = cascade.automata.as_ref().map(|automata| Search {
            automata,
            caches: automata.caches(),
            state: None,
            afters: vec![false; automata.after.pattern_len()],
            rules: Vec::new(),
        });
        let mut cutter = Self {
            cascade,
            search,
            text,
            segment: 0,
            at: 0,
        };
        cutter.begin(text);
        cutter
    }

    /// Goes on with another block.
    pub(in crate::segmentation) fn begin(&mut self, text: &'t str) {
        self.text = text;
        self.segment = 0;
        self.at = 0;
        if let Some(search) = &mut self.search {
            let input = Input::new(text);
            let cache = &mut search.caches.candidates;
            search.state = search
                .automata
                .candidates
                .start_state_forward(cache, &input)
                .ok();
        }
    }

    /// The offset in the block at which the next segment begins; `None` when this one is the last.
    pub(in crate::segmentation) fn next_break(
        &mut self,
        witness: &mut Witness<'_>,
    ) -> Option<usize> {
        let search = self.search.as_mut()?;
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            let at = self.at;
            self.at += 1;
            // The automaton tells of a match one byte after its end.
            let matched = search.step(bytes[at])?;
            let candidate = (matched && search.may_break(self.cascade, bytes[at]))
                || self.cascade.may_break_anywhere(bytes[at]);
            if !candidate || at <= self.segment || !self.text.is_char_boundary(at) {
                continue;
            }
            let Some(number) = search.decide(self.cascade, self.text, at) else {
                continue;
            };
            let rule = &self.cascade.rules[number].rule;
            if let Some(hear) = witness {
                hear(decision(self.text, at, rule));
            }
            if rule.breaks {
                self.segment = at;
                return Some(at);
            }
        }
        None
    }
}

impl Search<'_> {
    /// Takes one byte; whether the `beforebreak` of a rule that breaks has ended before it.
    fn step(&mut self, byte: u8) -> Option<bool> {
        let next = self
            .automata
            .candidates
            .next_state(&mut self.caches.candidates, self.state?, byte)
            .ok()?;
        self.state = Some(next);
        Some(next.is_match())
    }

    /// Whether one of the candidates that have ended may break before this byte.
    fn may_break(&self, cascade: &Cascade, next: u8) -> bool {
        let (dfa, cache) = (&self.automata.candidates, &self.caches.candidates);
        self.state.is_some_and(|state| {
            let mut ended = (0..dfa.match_len(cache, state))
                .map(|place| dfa.match_pattern(cache, state, place));
            ended.any(|candidate| cascade.may_break(candidate.as_usize(), next))
        })
    }

    /// The first rule that fits.
    fn decide(&mut self, cascade: &Cascade, text: &str, at: usize) -> Option<usize> {
        self.afters.fill(false);
        self.find_afters(text, at)?;
        self.rules.clear();
        let floor = self.find_befores(cascade, text, at)?;
        self.rules.sort_unstable();
        self.rules.dedup();
        let fits = |number: &&usize| cascade.rules[**number].fits(text, floor..at, &self.afters);
        self.rules.iter().find(fits).copied()
    }

    /// Lists the rules whose `beforebreak` ends at the position; it is looked for in the last [`LOOK_BACK`] bytes.
    ///
    /// Returns an offset before which none of them begins.
    fn find_befores(&mut self, cascade: &Cascade, text: &str, at: usize) -> Option<usize> {
        let (dfa, cache) = (&self.automata.before, &mut self.caches.before);
        let input = Input::new(text).range(..at).anchored(Anchored::Yes);
        let mut state = dfa.start_state_reverse(cache, &input).ok()?;
        let mut note = |cache: &_, state| {
            for place in 0..dfa.match_len(cache, state) {
                self.rules
                    .extend(&cascade.rules_of[dfa.match_pattern(cache, state, place).as_usize()]);
            }
        };
        let floor = at.saturating_sub(LOOK_BACK);
        for (place, byte) in text.as_bytes()[floor..at].iter().enumerate().rev() {
            state = dfa.next_state(cache, state, *byte).ok()?;
            if state.is_match() {
                note(cache, state);
            }
            if state.is_dead() {
                return Some(floor + place);
            }
        }
        state = dfa.next_eoi_state(cache, state).ok()?;
        if state.is_match() {
            note(cache, state);
        }
        Some(floor)
    }

    /// Notes every `afterbreak` that begins at the position.
    fn find_afters(&mut self, text: &str, at: usize) -> Option<()> {
        let (dfa, cache) = (&self.automata.after, &mut self.caches.after);
        let input = Input::new(text).range(at..).anchored(Anchored::Yes);
        let mut state = dfa.start_state_forward(cache, &input).ok()?;
        let mut note = |cache: &_, state| {
            for place in 0..dfa.match_len(cache, state) {
                self.afters[dfa.match_pattern(cache, state, place).as_usize()] = true;
            }
        };
        for byte in &text.as_bytes()[at..] {
            state = dfa.next_state(cache, state, *byte).ok()?;
            if state.is_match() {
                note(cache, state);
            }
            if state.is_dead() {
                return Some(());
            }
        }
        state = dfa.next_eoi_state(cache, state).ok()?;
        if state.is_match() {
            note(cache, state);
        }
        Some(())
    }
}

impl std::fmt::Debug for Cutter<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cutter")
            .field("segment", &self.segment)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

fn decision(text: &str, at: usize, rule: &super::Rule) -> Decision {
    let ahead = text[..at].trim_end();
    let mark = ahead
        .char_indices()
        .next_back()
        .map_or(0, |(start, _)| start);
    let (verdict, word) = if rule.breaks {
        (Verdict::Break, "yes")
    } else {
        (Verdict::Join, "no")
    };
    Decision {
        mark: mark..at,
        at,
        verdict,
        rule: RuleSource {
            file: String::new(),
            line: rule.line,
            text: format!(
                "break=\"{word}\" beforebreak `{}` afterbreak `{}`",
                rule.before_text, rule.after_text
            ),
        },
        word: None,
    }
}
