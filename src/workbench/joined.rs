//! Joined units: which consecutive segments of a source are one unit.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::plan::KnownUnit;
use super::source::{Source, SourceSegment};
use crate::revision::carry;
use crate::text::Language;

/// Consecutive segments of a source, by number from 0, that are one unit.
pub(super) type Run = Range<usize>;

/// The runs of a source's segments that known units join.
#[derive(Debug, Default)]
pub(super) struct Grouping<'a> {
    /// The runs, each with the unit that joins it, in order.
    pub(super) runs: Vec<(Run, &'a KnownUnit)>,
    /// The units whose segments do not stand in the source as they did.
    lost: Vec<&'a KnownUnit>,
}

impl<'a> Grouping<'a> {
    /// Finds the runs whose texts are those of known units. Linear in the source for each size of unit.
    pub(super) fn exact(source: &Source, known: &'a [KnownUnit]) -> Self {
        let mut waiting: HashMap<&str, Vec<&KnownUnit>> = HashMap::new();
        let mut sizes = Vec::new();
        for unit in known.iter().rev().filter(|unit| unit.is_joined()) {
            waiting.entry(&unit.source).or_default().push(unit);
            sizes.push(unit.segments as usize);
        }
        sizes.sort_unstable_by(|one, other| other.cmp(one));
        sizes.dedup();
        let mut grouping = Self::default();
        let mut at = 0;
        while at < source.segments.len() && !sizes.is_empty() {
            let found = sizes.iter().find_map(|size| {
                let text = joined_text(source.segments.get(at..at + size)?);
                let unit = waiting.get_mut(text.as_str())?.pop()?;
                Some((at..at + size, unit))
            });
            at = found.as_ref().map_or(at + 1, |(run, _)| run.end);
            grouping.runs.extend(found);
        }
        grouping.lost = waiting.into_values().flatten().collect();
        grouping.lost.sort_by_key(|unit| &unit.id);
        grouping
    }

    /// Whether a joined unit was not found.
    pub(super) fn has_lost(&self) -> bool {
        !self.lost.is_empty()
    }

    /// Finds the runs of joined units whose source was edited, by cutting their old text as the source is
    /// cut: what became of its sentences and still stands together stays one unit.
    pub(super) fn carry_over(
        &mut self,
        source: &Source,
        language: &Language,
        cut: &dyn Fn(&str) -> Vec<String>,
    ) {
        let mut pieces = Vec::new();
        let mut owners = Vec::new();
        for unit in std::mem::take(&mut self.lost) {
            let own = cut(&unit.source);
            if own.len() == unit.segments as usize {
                owners.push((unit, pieces.len()..pieces.len() + own.len()));
                pieces.extend(own);
            }
        }
        let old: Vec<&str> = pieces.iter().map(String::as_str).collect();
        let new: Vec<&str> = source
            .segments
            .iter()
            .map(|one| one.text.as_str())
            .collect();
        let mut places = vec![Vec::new(); old.len()];
        for (at, origin) in carry(&old, &new, language).origins.into_iter().enumerate() {
            for from in origin.olds() {
                places[from].push(at);
            }
        }
        for (unit, own) in owners {
            let mut stands = places[own].concat();
            stands.dedup();
            let together = stands.windows(2).all(|pair| pair[1] == pair[0] + 1);
            if let ([first, _, ..], true) = (stands.as_slice(), together) {
                let run = *first..first + stands.len();
                if self.runs.iter().all(|(other, _)| !overlap(other, &run)) {
                    self.runs.push((run, unit));
                }
            }
        }
        self.runs.sort_by_key(|(run, _)| run.start);
    }
}

/// The texts that a source has now, of single segments and of as many together as was asked for.
pub(super) struct Present<'a> {
    source: &'a Source,
    texts: HashMap<u32, HashSet<String>>,
}

impl<'a> Present<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self {
            source,
            texts: HashMap::new(),
        }
    }

    /// Whether so many consecutive segments have this text.
    pub(super) fn holds(&mut self, text: &str, segments: u32) -> bool {
        let size = segments.max(1) as usize;
        let runs = || self.source.segments.windows(size).map(joined_text);
        let texts = self
            .texts
            .entry(segments)
            .or_insert_with(|| runs().collect());
        texts.contains(text)
    }
}

impl KnownUnit {
    fn is_joined(&self) -> bool {
        self.segments > 1 && !self.obsolete
    }
}

impl Source {
    /// The source with each of these runs joined to one; the runs are in order and do not overlap.
    pub(super) fn joined<'r>(&self, runs: impl IntoIterator<Item = &'r Run>) -> Self {
        let mut segments = Vec::with_capacity(self.segments.len());
        let mut at = 0;
        for run in runs {
            segments.extend_from_slice(&self.segments[at..run.start]);
            segments.push(join(&self.segments[run.clone()]));
            at = run.end;
        }
        segments.extend_from_slice(&self.segments[at..]);
        Self {
            name: self.name.clone(),
            file: self.file.clone(),
            headings: self.headings.clone(),
            segments,
        }
    }
}

/// Whether two runs share a segment.
pub(super) fn overlap(one: &Run, other: &Run) -> bool {
    one.start < other.end && other.start < one.end
}

/// Joins runs that share a segment; the result is in order. Runs of one segment are kept.
pub(super) fn merged(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_by_key(|run| (run.start, run.end));
    let mut merged: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        match merged.last_mut() {
            Some(last) if overlap(last, &run) => last.end = last.end.max(run.end),
            _ => merged.push(run),
        }
    }
    merged
}

fn join(parts: &[SourceSegment]) -> SourceSegment {
    SourceSegment {
        text: joined_text(parts),
        segments: parts.iter().map(|part| part.segments).sum(),
        ..parts[0].clone()
    }
}

fn joined_text(parts: &[SourceSegment]) -> String {
    let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    texts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocumentName, UnitId};

    fn source(sentences: &[&str]) -> Source {
        let segments = sentences
            .iter()
            .zip(1..)
            .map(|(text, sentence)| SourceSegment {
                text: (*text).to_owned(),
                segments: 1,
                paragraph: 1,
                sentence,
                line: 1,
            });
        Source {
            name: DocumentName::new("letter").unwrap(),
            file: "sources/letter.txt".to_owned(),
            segments: segments.collect(),
            headings: std::collections::BTreeMap::new(),
        }
    }

    fn unit(id: &str, text: &str, segments: u32) -> KnownUnit {
        KnownUnit {
            id: UnitId(id.to_owned()),
            source: text.to_owned(),
            segments,
            obsolete: false,
        }
    }

    fn runs(grouping: &Grouping<'_>) -> Vec<(usize, usize, String)> {
        let runs = grouping.runs.iter();
        runs.map(|(run, unit)| (run.start, run.end, unit.id.0.clone()))
            .collect()
    }

    /// Cuts after every full stop.
    fn cut(text: &str) -> Vec<String> {
        text.split_inclusive('.')
            .map(|part| part.trim().to_owned())
            .collect()
    }

    #[test]
    fn known_joined_units_are_found_again_each_once() {
        let source = source(&["One.", "Two.", "Three.", "One.", "Two."]);
        let known = [unit("a", "One. Two.", 2), unit("b", "Three.", 1)];
        let grouping = Grouping::exact(&source, &known);
        assert_eq!(runs(&grouping), [(0, 2, "a".to_owned())]);
        assert!(!grouping.has_lost());
        let joined = source.joined(grouping.runs.iter().map(|(run, _)| run));
        let texts: Vec<_> = joined
            .segments
            .iter()
            .map(|one| one.text.as_str())
            .collect();
        assert_eq!(texts, ["One. Two.", "Three.", "One.", "Two."]);
        assert_eq!(joined.segment_count(), 5);
    }

    #[test]
    fn a_joined_unit_survives_an_edit_of_one_of_its_sentences() {
        let source = source(&[
            "It rained.",
            "The road was closed for two days.",
            "We waited.",
        ]);
        let known = [unit("a", "The road was closed all day. We waited.", 2)];
        let mut grouping = Grouping::exact(&source, &known);
        assert!(grouping.has_lost());
        grouping.carry_over(&source, &Language::default(), &cut);
        assert_eq!(runs(&grouping), [(1, 3, "a".to_owned())]);
    }

    #[test]
    fn a_joined_unit_falls_apart_when_a_sentence_comes_between() {
        let source = source(&["It rained.", "Nobody came.", "We waited."]);
        let known = [unit("a", "It rained. We waited.", 2)];
        let mut grouping = Grouping::exact(&source, &known);
        grouping.carry_over(&source, &Language::default(), &cut);
        assert!(grouping.runs.is_empty());
    }

    #[test]
    fn runs_that_share_a_segment_become_one() {
        assert_eq!(merged(vec![3..5, 0..1, 4..7, 7..8]), [0..1, 3..7, 7..8]);
    }
}
