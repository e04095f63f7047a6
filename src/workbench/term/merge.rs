//! Concepts taken into the glossary: added, joined with what is there, or shown as a conflict.

use std::collections::HashMap;

use serde::Serialize;

use super::files::TermFiles;
use crate::model::{Concept, Detail, Finding, Severity, Term, TermStatus, Usage};
use crate::text::Language;

/// What was done to the glossary, or would be.
#[derive(Debug, Default, Serialize)]
pub struct TermsReport {
    /// The files that were written, or would be.
    pub files: Vec<String>,
    /// The changes, in order.
    pub changes: Vec<TermChange>,
    /// Concepts that the glossary had already.
    pub already_there: usize,
    /// Concepts that say otherwise than the glossary, and were left out.
    pub conflicts: usize,
    /// Whether this is only a plan.
    pub dry_run: bool,
    /// What was found wrong, placed.
    #[serde(skip)]
    pub findings: Vec<Finding>,
}

/// A change of one concept.
#[derive(Clone, Debug, Serialize)]
pub struct TermChange {
    /// What was done.
    pub kind: TermChangeKind,
    /// The file.
    pub file: String,
    /// The concept as it is now; as it was when it was removed.
    pub concept: Concept,
}

/// What was done to a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermChangeKind {
    /// It is new.
    Added,
    /// It got more terms or details.
    Extended,
    /// A term or a detail of it was replaced by another.
    Replaced,
    /// A term of it, or all of it, was taken out.
    Removed,
}

/// What to do where new and old say different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnConflict {
    /// Leave the old and show both.
    Show,
    /// Take the new.
    Replace,
}

/// Takes concepts into one of the tables, or joins them with those that are there.
pub(super) struct Merge<'f> {
    files: &'f mut TermFiles,
    /// The number of the table that takes what is new.
    file: usize,
    source: Language,
    on_conflict: OnConflict,
    /// Concepts by their source terms: file and line, and what they are by now.
    known: HashMap<String, Vec<(usize, u64, Concept)>>,
    report: TermsReport,
}

impl<'f> Merge<'f> {
    pub(super) fn new(
        files: &'f mut TermFiles,
        file: usize,
        source: &Language,
        on_conflict: OnConflict,
    ) -> Self {
        let mut known: HashMap<String, Vec<_>> = HashMap::new();
        for row in files.rows() {
            for head in heads(row.concept, source) {
                let own = (row.file, row.line, row.concept.clone());
                known.entry(head).or_default().push(own);
            }
        }
        Self {
            files,
            file,
            source: source.clone(),
            on_conflict,
            known,
            report: TermsReport::default(),
        }
    }

    /// Takes one concept in.
    pub(super) fn take(&mut self, new: &Concept) {
        match self.counterpart(new) {
            None => self.add(new),
            Some((file, line, old)) => self.join(file, line, &old, new),
        }
    }

    /// What was done.
    pub(super) fn finish(self) -> TermsReport {
        self.report
    }

    /// The concept of the glossary that has one of the source terms and no other name.
    fn counterpart(&self, new: &Concept) -> Option<(usize, u64, Concept)> {
        let heads = heads(new, &self.source);
        if heads.is_empty() {
            let mut rows = self.files.rows();
            let same = rows.find(|row| row.concept == new)?;
            return Some((same.file, same.line, same.concept.clone()));
        }
        let known = heads.iter().filter_map(|head| self.known.get(head));
        let is_other = |old: &Concept| old.id.is_some() && new.id.is_some() && old.id != new.id;
        let mut known = known.flatten();
        known.find(|(_, _, old)| !is_other(old)).cloned()
    }

    fn add(&mut self, new: &Concept) {
        if let Some(table) = &mut self.files.files[self.file].table {
            table.add(new);
        }
        self.note(TermChangeKind::Added, self.file, 0, new);
    }

    fn join(&mut self, file: usize, line: u64, old: &Concept, new: &Concept) {
        let (joined, quarrels) = joined(old, new, self.on_conflict);
        if !quarrels.is_empty() && self.on_conflict == OnConflict::Show {
            self.report.conflicts += 1;
            self.tell(file, line, &quarrels);
        } else if joined == *old {
            self.report.already_there += 1;
        } else {
            if let Some(table) = &mut self.files.files[file].table {
                table.replace(old, &joined);
            }
            let kind = match quarrels.is_empty() {
                true => TermChangeKind::Extended,
                false => TermChangeKind::Replaced,
            };
            self.forget(file, line, old);
            self.note(kind, file, line, &joined);
        }
    }

    fn note(&mut self, kind: TermChangeKind, file: usize, line: u64, concept: &Concept) {
        self.files.files[file].is_changed = true;
        for head in heads(concept, &self.source) {
            let known = self.known.entry(head).or_default();
            known.push((file, line, concept.clone()));
        }
        self.report.changes.push(TermChange {
            kind,
            file: self.files.files[file].shown.clone(),
            concept: concept.clone(),
        });
    }

    fn forget(&mut self, file: usize, line: u64, old: &Concept) {
        for head in heads(old, &self.source) {
            if let Some(known) = self.known.get_mut(&head) {
                known.retain(|(own, number, one)| (*own, *number) != (file, line) || one != old);
            }
        }
    }

    fn tell(&mut self, file: usize, line: u64, quarrels: &[String]) {
        let message = format!("left as it is: {}", quarrels.join("; "));
        let mut finding = Finding::new("term-conflict", Severity::Warning, message);
        finding.place = self.files.place(file, line);
        let hint = "--replace takes the new; `term add` with --variant adds a second term";
        self.report.findings.push(finding.with_hint(hint));
    }
}

/// The terms of the source's language by which a concept is known.
fn heads(concept: &Concept, source: &Language) -> Vec<String> {
    let own = concept.terms_in(source);
    let own = own.filter(|term| term.usage != Usage::Forbidden);
    own.map(|term| term.text.clone()).collect()
}

/// Two concepts as one, and in what they differ.
fn joined(old: &Concept, new: &Concept, on_conflict: OnConflict) -> (Concept, Vec<String>) {
    let mut joined = old.clone();
    let mut quarrels = Vec::new();
    for term in &new.terms {
        quarrels.extend(add_term(&mut joined, term, on_conflict));
    }
    for detail in &new.details {
        quarrels.extend(add_detail(&mut joined.details, detail, on_conflict));
    }
    if new.status == TermStatus::Approved {
        joined.status = TermStatus::Approved;
    }
    joined.id = joined.id.or_else(|| new.id.clone());
    (joined, quarrels)
}

/// Adds a term to a concept; says what it is at odds with.
fn add_term(concept: &mut Concept, new: &Term, on_conflict: OnConflict) -> Option<String> {
    let language = &new.language;
    let replaces = on_conflict == OnConflict::Replace;
    let mut own = concept.terms.iter();
    let same = own.position(|term| term.language == *language && term.text == new.text);
    if let Some(at) = same {
        let old = &mut concept.terms[at];
        for (name, text) in &new.details {
            if !old.details.iter().any(|(known, _)| known == name) {
                old.details.push((name.clone(), text.clone()));
            }
        }
        let is_weaker = (old.usage, new.usage) == (Usage::Preferred, Usage::Admitted);
        if old.usage == new.usage || is_weaker {
            return None;
        }
    }
    let mut own = concept.terms.iter_mut();
    let rival = own.find(|term| {
        let is_rival = new.usage == Usage::Preferred && term.usage == Usage::Preferred;
        term.language == *language && term.text != new.text && is_rival
    });
    let quarrel = match (&rival, same) {
        (Some(rival), _) => Some(format!(
            "`{}` in {language} is now `{}`",
            new.text, rival.text
        )),
        (None, Some(at)) => {
            let old = &concept.terms[at];
            let is_promoted = (old.usage, new.usage) == (Usage::Admitted, Usage::Preferred);
            let [was, is] = [old.usage.as_str(), new.usage.as_str()];
            (!is_promoted).then(|| format!("`{}` in {language} is {was}, not {is}", new.text))
        }
        (None, None) => None,
    };
    if quarrel.is_some() && !replaces {
        return quarrel;
    }
    concept.terms.retain(|term| {
        let is_rival = new.usage == Usage::Preferred && term.usage == Usage::Preferred;
        term.language != *language || (term.text != new.text && !is_rival)
    });
    let place = concept
        .terms
        .iter()
        .rposition(|term| term.language == *language && (term.usage <= new.usage));
    let place = place.map_or(concept.terms.len(), |at| at + 1);
    concept.terms.insert(place, new.clone());
    quarrel
}

/// Adds a detail to others; says what it is at odds with.
fn add_detail(details: &mut Vec<Detail>, new: &Detail, on_conflict: OnConflict) -> Option<String> {
    let is_same = |old: &&mut Detail| old.name == new.name && old.language == new.language;
    let Some(old) = details.iter_mut().find(is_same) else {
        details.push(new.clone());
        return None;
    };
    if old.text == new.text {
        return None;
    }
    let quarrel = format!("`{}` is `{}`, not `{}`", new.name, old.text, new.text);
    if on_conflict == OnConflict::Replace {
        old.text.clone_from(&new.text);
    }
    Some(quarrel)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(tag: &str, text: &str, usage: Usage) -> Term {
        Term::new(Language::parse(tag).unwrap(), text, usage)
    }

    fn river() -> Concept {
        Concept {
            terms: vec![
                term("en", "river", Usage::Preferred),
                term("ur", "دریا", Usage::Preferred),
            ],
            ..Concept::default()
        }
    }

    fn texts(concept: &Concept) -> Vec<(&str, Usage)> {
        let terms = concept.terms.iter();
        terms.map(|term| (term.text.as_str(), term.usage)).collect()
    }

    #[test]
    fn what_is_new_is_added_to_what_is_there() {
        let mut new = river();
        new.terms.push(term("ps", "سیند", Usage::Preferred));
        new.terms.push(term("ur", "ندی", Usage::Admitted));
        new.set_detail("note", "water");
        let (both, quarrels) = joined(&river(), &new, OnConflict::Show);
        assert!(quarrels.is_empty(), "{quarrels:?}");
        assert_eq!(both.terms.len(), 4);
        assert_eq!(both.detail("note"), Some("water"));
        assert_eq!(joined(&both, &river(), OnConflict::Show).0, both);
    }

    #[test]
    fn another_term_is_a_conflict_until_it_is_to_replace() {
        let mut new = river();
        new.terms[1] = term("ur", "ندی", Usage::Preferred);
        let (kept, quarrels) = joined(&river(), &new, OnConflict::Show);
        assert_eq!((kept, quarrels.len()), (river(), 1));
        let (replaced, quarrels) = joined(&river(), &new, OnConflict::Replace);
        assert_eq!(quarrels, ["`ندی` in ur is now `دریا`"]);
        assert_eq!(texts(&replaced)[1], ("ندی", Usage::Preferred));
        assert_eq!(replaced.terms.len(), 2);
    }

    #[test]
    fn a_forbidden_term_is_not_allowed_by_the_way() {
        let mut old = river();
        old.terms.push(term("ur", "نالہ", Usage::Forbidden));
        let mut new = river();
        new.terms.push(term("ur", "نالہ", Usage::Admitted));
        let (_, quarrels) = joined(&old, &new, OnConflict::Show);
        assert_eq!(quarrels, ["`نالہ` in ur is forbidden, not admitted"]);
    }
}
