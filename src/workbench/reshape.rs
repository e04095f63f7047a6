//! Joining and splitting units: which segments of a document are one unit, and what becomes of their texts.

use super::joined::{Grouping, Run, merged, overlap};
use super::plan::{Change, KnownUnit, Plan, PlannedUnit};
use super::segment_files::LanguageFile;
use super::source::Source;
use super::{Workbench, WorkbenchError};
use crate::exchange::po::SegmentEntry;
use crate::memory::Held;
use crate::model::{State, UnitId};
use crate::text::Language;

/// The reason given for work on a joined unit of which only a part is translated.
const PART_MISSING: &str = "a part of it is not translated";

/// What is asked of the units of a document.
#[derive(Default)]
pub(super) struct Reshape<'a> {
    /// The runs of segments that are to be one unit.
    pub(super) joins: Vec<Run>,
    /// In whose translations, and which of them may give way; without it no unit is joined or split.
    pub(super) leave: Option<Leave<'a>>,
}

/// Whose translations may give way.
#[derive(Clone, Copy)]
pub(super) struct Leave<'a> {
    /// The language.
    pub(super) language: &'a Language,
    /// Whether the translation of an entry may be replaced.
    pub(super) allows: &'a dyn Fn(SegmentEntry<'_>) -> bool,
}

/// How the segments of a document are units.
pub(super) struct Shape<'a> {
    /// The runs that are one unit already, in order.
    pub(super) known: Vec<Run>,
    /// Joined units whose segments are to be units of their own again.
    split: Vec<(Run, UnitId)>,
    reshape: &'a Reshape<'a>,
}

/// Units that become one.
#[derive(Debug)]
pub(super) struct Join {
    /// The id of the one, which is that of the first of its parts.
    pub(super) id: UnitId,
    /// The units that it is made of, in order, as far as they were known before.
    pub(super) parts: Vec<UnitId>,
    /// The source text of the one.
    pub(super) source: String,
    /// Whether a part of it is new.
    pub(super) has_new: bool,
}

impl Workbench {
    /// The shape of a document, and the units that are known of it.
    pub(super) fn shape<'a>(
        &self,
        source: &Source,
        held: &[Held],
        files: &[LanguageFile],
        reshape: &'a Reshape<'a>,
    ) -> Result<(Shape<'a>, Vec<KnownUnit>), WorkbenchError> {
        let known = self.known_units(source, held, files);
        let mut grouping = Grouping::exact(source, &known);
        if grouping.has_lost() {
            let rules = self.rules()?;
            let cut = |text: &str| {
                let pieces = rules.segments(text).map(|range| text[range].to_owned());
                pieces.collect()
            };
            grouping.carry_over(source, &self.project.config().project.source, &cut);
        }
        let (split, kept) = grouping
            .runs
            .into_iter()
            .map(|(run, unit)| (run, unit.id.clone()))
            .partition(|(run, id)| reshape.splits(run, id, files));
        let kept: Vec<(Run, UnitId)> = kept;
        let shape = Shape {
            known: kept.into_iter().map(|(run, _)| run).collect(),
            split,
            reshape,
        };
        Ok((shape, known))
    }
}

impl Reshape<'_> {
    /// Whether a joined unit is to fall apart: nobody wants it whole, and no text would be lost.
    fn splits(&self, run: &Run, id: &UnitId, files: &[LanguageFile]) -> bool {
        !self.joins.contains(run) && self.leave.is_some() && self.leaves(id, files, Others::Empty)
    }

    /// Whether the translations of a unit may give way.
    fn leaves(&self, id: &UnitId, files: &[LanguageFile], others: Others) -> bool {
        let Some(leave) = self.leave else {
            return false;
        };
        files.iter().all(|file| match file.file.entry(id) {
            None => !file.file.is_broken(id),
            Some(entry) if entry.target().is_empty() => true,
            Some(entry) if file.language == *leave.language => (leave.allows)(entry),
            Some(_) => others == Others::Any,
        })
    }
}

/// What the translations into other languages must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Any,
    Empty,
}

impl Shape<'_> {
    /// Makes the units that are to fall apart those of their first segment, without a translation.
    pub(super) fn split(
        &self,
        source: &Source,
        known: &mut [KnownUnit],
        files: &mut [LanguageFile],
    ) {
        for (run, id) in &self.split {
            if let Some(unit) = known.iter_mut().find(|unit| unit.id == *id) {
                unit.source.clone_from(&source.segments[run.start].text);
                unit.segments = 1;
            }
            for file in &mut *files {
                if let Some(mut entry) = file.file.entry_mut(id) {
                    entry.set_target("");
                    entry.clear_needs_work();
                    entry.settle();
                }
            }
        }
    }

    /// The source with its segments joined as known and asked, the plan of its units, and what was joined.
    pub(super) fn planned(
        &self,
        source: &Source,
        plan: &dyn Fn(&Source) -> Plan,
        files: &[LanguageFile],
    ) -> (Source, Plan, Vec<Join>) {
        let base = source.joined(&self.known);
        let planned = plan(&base);
        if self.reshape.leave.is_none() || self.reshape.joins.is_empty() {
            return (base, planned, Vec::new());
        }
        // Runs of nothing but new segments are units from their birth.
        let starts = starts(&base);
        let is_new = |run: &Run| {
            let mut parts = parts(&starts, run).map(|at| &planned.units[at]);
            parts.all(|part| part.change == Change::New)
        };
        let (born, grown): (Vec<Run>, Vec<Run>) = self.wanted().into_iter().partition(is_new);
        let known = merged(self.known.iter().cloned().chain(born).collect());
        let base = source.joined(&known);
        self.grown(&base, plan(&base), &grown, files)
    }

    /// The runs that are to be one unit: those asked for, with the known ones that they touch.
    fn wanted(&self) -> Vec<Run> {
        let all = self.known.iter().chain(&self.reshape.joins).cloned();
        let asked = |run: &Run| self.reshape.joins.iter().any(|join| overlap(join, run));
        merged(all.collect()).into_iter().filter(asked).collect()
    }

    /// Joins units of which some are known, where their translations may give way.
    fn grown(
        &self,
        base: &Source,
        mut plan: Plan,
        runs: &[Run],
        files: &[LanguageFile],
    ) -> (Source, Plan, Vec<Join>) {
        let starts = starts(base);
        let mut joins = Vec::new();
        let mut joined_runs = Vec::new();
        for run in runs {
            let own = parts(&starts, run).collect::<Vec<_>>();
            let [first, .., last] = own.as_slice() else {
                continue;
            };
            let units = &plan.units[*first..=*last];
            let leaves = |unit: &PlannedUnit| self.reshape.leaves(&unit.id, files, Others::Any);
            if units.iter().all(leaves) {
                joins.push(Join::of(units));
                joined_runs.push(*first..last + 1);
            }
        }
        let source = base.joined(&joined_runs);
        let mut units = Vec::with_capacity(source.segments.len());
        let mut at = 0;
        for (run, join) in joined_runs.iter().zip(&mut joins) {
            units.extend_from_slice(&plan.units[at..run.start]);
            join.source.clone_from(&source.segments[units.len()].text);
            units.push(PlannedUnit::of(join.id.clone(), Change::Changed));
            let lost = join.parts.iter().filter(|part| **part != join.id).cloned();
            plan.lost.extend(lost);
            at = run.end;
        }
        units.extend_from_slice(&plan.units[at..]);
        plan.units = units;
        (source, plan, joins)
    }
}

/// The number of the first segment of each unit, and behind them that of the end.
fn starts(base: &Source) -> Vec<usize> {
    let mut starts = vec![0];
    for segment in &base.segments {
        starts.push(starts[starts.len() - 1] + segment.segments as usize);
    }
    starts
}

/// The numbers of the units that lie in a run of segments.
fn parts(starts: &[usize], run: &Run) -> Run {
    let first = starts.partition_point(|start| *start < run.start);
    let end = starts.partition_point(|start| *start < run.end);
    first..end
}

impl Join {
    fn of(units: &[PlannedUnit]) -> Self {
        let known = units.iter().filter(|unit| unit.change != Change::New);
        let parts: Vec<UnitId> = known.map(|unit| unit.id.clone()).collect();
        Self {
            id: parts.first().unwrap_or(&units[0].id).clone(),
            has_new: parts.len() < units.len(),
            parts,
            source: String::new(),
        }
    }
}

impl LanguageFile {
    /// Makes several entries one: their translations stand one after the other, and nothing is lost.
    pub(super) fn join(&mut self, join: &Join) {
        let mut joined = JoinedText::default();
        for part in &join.parts {
            if let Some(entry) = self.file.entry(part) {
                joined.add(entry);
            }
        }
        joined.has_gap |= join.has_new;
        let Some(mut entry) = self.file.entry_mut(&join.id) else {
            return;
        };
        entry.set_target("");
        entry.set_source(&join.source);
        entry.clear_needs_work();
        if !joined.texts.is_empty() {
            entry.set_target(&joined.texts.join(" "));
            entry.set_state(joined.state);
            entry.settle();
            let missing = joined.has_gap.then(|| PART_MISSING.to_owned());
            if let Some(reason) = joined.needs_work.or(missing) {
                entry.mark_needs_work(&reason);
            }
        }
        entry.set_notes(&joined.notes);
    }
}

/// The translations of units that become one.
struct JoinedText {
    texts: Vec<String>,
    notes: Vec<String>,
    state: State,
    needs_work: Option<String>,
    has_gap: bool,
}

impl Default for JoinedText {
    fn default() -> Self {
        Self {
            texts: Vec::new(),
            notes: Vec::new(),
            state: State::Final,
            needs_work: None,
            has_gap: false,
        }
    }
}

impl JoinedText {
    fn add(&mut self, entry: SegmentEntry<'_>) {
        self.notes.extend(entry.notes());
        match entry.target() {
            target if target.is_empty() => self.has_gap = true,
            target => {
                self.texts.push(target.into_owned());
                self.state = self.state.min(entry.state());
                let reason = entry.needs_work();
                self.needs_work = self.needs_work.take().or(reason);
            }
        }
    }
}
