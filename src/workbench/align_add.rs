//! `align --add`: texts and their translations into the project.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::align::{AlignRequest, AlignedPair};
use super::align_apply::{Applied, Existing};
use super::align_doubt::misfit_of;
use super::align_keep::{BeadStatus, KeptAlignment, KeptBead, rounded, tidy};
use super::align_texts::{Sentences, TextPair, align_texts};
use super::commit::{Recorded, Wanted};
use super::draft::Draft;
use super::source::{Source, decoded};
use super::update::save;
use super::{Workbench, WorkbenchError};
use crate::alignment::{Alignment, Bead};
use crate::document::{DOCUMENT_FORMATS, format_of};
use crate::memory::Memory;
use crate::model::{DocumentName, Finding, Severity, UnitId};
use crate::project::{SourceFile, Written, holds, read_file, write_atomically};
use crate::revision::{Origin, carry};
use crate::text::Language;

/// What to take into the project, and how.
#[derive(Clone, Debug, Default)]
pub struct AddRequest {
    /// How to align. Its source language is the project's, whatever it says.
    pub align: AlignRequest,
    /// The language of the sources, where the caller names it; it must be the project's.
    pub source: Option<Language>,
    /// The language of the translations; without it the one of the project's that the text can be in.
    pub target: Option<Language>,
    /// The name of the document; the source file's without it.
    pub name: Option<String>,
    /// What becomes of pairs that are hardly translations of one another.
    pub doubtful: Doubtful,
    /// What becomes of translations that are there already.
    pub existing: Existing,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// What becomes of pairs that are hardly translations of one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doubtful {
    /// They are left out.
    #[default]
    LeaveOut,
    /// They are taken.
    Take,
}

/// What came into the project, or would come.
#[derive(Debug, Serialize)]
pub struct AddReport {
    /// The documents, in the order of the call.
    pub documents: Vec<AddedDocument>,
    /// The files that were or would be written.
    pub files: Vec<String>,
    /// What the memory recorded.
    pub recorded: Recorded,
    /// What is doubtful, and what is wrong with segment files.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Whether an entry of a segment file could not be read.
    pub faulty: bool,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// What an alignment means for a document.
#[derive(Clone, Debug, Serialize)]
pub struct AddedDocument {
    /// The document.
    pub document: DocumentName,
    /// The language of the translation.
    pub lang: Language,
    /// Its sentences.
    pub source_sentences: usize,
    /// The sentences of the translation.
    pub target_sentences: usize,
    /// Source sentences without an answer.
    pub source_alone: usize,
    /// Sentences of the translation without a source; they are kept with the beads.
    pub target_alone: usize,
    /// Beads.
    pub beads: usize,
    /// Beads that a person has confirmed.
    pub confirmed: usize,
    /// Units that had no translation and have one now.
    pub filled: usize,
    /// Units that have another translation now.
    pub replaced: usize,
    /// Units of several sentences.
    pub joined: usize,
    /// Units that are marked because the alignment is not sure.
    pub doubtful: usize,
    /// Units that have another translation, which was left as it is.
    pub left: Vec<UnitId>,
}

impl AddedDocument {
    pub(super) fn of(kept: &KeptAlignment, applied: &Applied) -> Self {
        let count = |is: fn(&KeptBead) -> bool| kept.beads.iter().filter(|kept| is(kept)).count();
        let alone = || kept.beads.iter().filter(|kept| !kept.bead.is_two_sided());
        let counts = &applied.counts;
        Self {
            document: kept.document.clone(),
            lang: kept.target_language.clone(),
            source_sentences: kept.source.len(),
            target_sentences: kept.target.len(),
            source_alone: alone().map(|kept| kept.bead.source.len()).sum(),
            target_alone: alone().map(|kept| kept.bead.target.len()).sum(),
            beads: kept.beads.len(),
            confirmed: count(KeptBead::is_settled),
            filled: counts.filled,
            replaced: counts.replaced,
            joined: counts.joined,
            doubtful: counts.doubtful,
            left: counts.left.clone(),
        }
    }
}

/// A pair that wants to come into the project.
struct Entrant {
    /// Its files as the caller named them.
    named: (PathBuf, PathBuf),
    /// The source's file in the project, there or to be.
    file: SourceFile,
    /// What is in it.
    bytes: Vec<u8>,
    /// The source, cut as the project cuts.
    source: Source,
    /// The translation.
    target: Sentences,
    /// Its language.
    language: Language,
    /// The alignment that is kept already.
    old: Option<KeptAlignment>,
}

impl Workbench {
    /// Takes sources and their translations into the project: source documents, beads, segment files, and
    /// one revision. What is there already is not written again; a translation that another hand wrote is
    /// not overwritten, and pairs that are hardly translations are left out, unless that is asked for.
    ///
    /// # Errors
    /// When a file cannot be read or written, a name is taken by another text, a language cannot be told,
    /// or a segment file or the memory cannot be used. Nothing is written then.
    pub fn align_add(
        &self,
        pairs: &[(PathBuf, PathBuf)],
        request: &AddRequest,
    ) -> Result<AddReport, WorkbenchError> {
        // Others may write while texts are aligned, which can take a while.
        drop(self.lock_unless(request.dry_run)?);
        let entrants = self.entrants(pairs, request)?;
        let memory = self.memory_for_reading()?;
        let (alignments, findings) = self.align_entrants(&entrants, request, memory.as_ref())?;
        drop(memory);
        let _lock = self.lock_unless(request.dry_run)?;
        entrants
            .iter()
            .try_for_each(|entrant| self.refuse_stale(entrant))?;
        let memory = self.memory_for_reading()?;
        let mut addition = Addition::default();
        for (entrant, kept) in entrants.iter().zip(alignments) {
            if let Some(kept) = kept {
                let earlier = entrant.old.as_ref().map_or(&[][..], |old| &old.target);
                let source = entrant.source.clone();
                let applied =
                    self.applied(&kept, source, memory.as_ref(), earlier, request.existing)?;
                addition
                    .sources
                    .push((entrant.file.clone(), entrant.bytes.clone()));
                addition.take(kept, applied);
            }
        }
        drop(memory);
        let mut report = self.write_addition(addition, "align", request.dry_run)?;
        report.findings.splice(0..0, findings);
        Ok(report)
    }

    fn entrants(
        &self,
        pairs: &[(PathBuf, PathBuf)],
        request: &AddRequest,
    ) -> Result<Vec<Entrant>, WorkbenchError> {
        self.refuse_foreign_source(request.source.as_ref())?;
        let rules = self.rules()?;
        let mut entrants = Vec::with_capacity(pairs.len());
        let mut seen = BTreeSet::new();
        for (source, target) in pairs {
            let given = read_file(source)?;
            let file = self.place_of_source(source, &given, request.name.as_deref())?;
            let bytes = match file.path.exists() {
                true => read_file(&file.path)?,
                false => given,
            };
            let own = &self.project.config().project.source;
            let sentences = |language: &Language| {
                Ok::<_, WorkbenchError>(
                    Sentences::read(target, request.align.content, language)?.normalised(),
                )
            };
            let language = match &request.target {
                Some(language) => self.known_target(language)?,
                None => self.told_target(target, &sentences(own)?.texts)?,
            };
            if !seen.insert((file.name.clone(), language.clone())) {
                let message = format!("the document `{}` comes twice", file.name);
                let hint = "give the source files different names";
                return Err(refused("document-twice", message, hint));
            }
            entrants.push(Entrant {
                named: (source.clone(), target.clone()),
                source: self.source_of(&file, &bytes, &rules)?,
                target: sentences(&language)?,
                old: self.kept_alignment(&file.name, &language)?,
                file,
                bytes,
                language,
            });
        }
        Ok(entrants)
    }

    /// Where a source stands in the project, or will stand.
    fn place_of_source(
        &self,
        path: &Path,
        bytes: &[u8],
        name: Option<&str>,
    ) -> Result<SourceFile, WorkbenchError> {
        let suffixes: Vec<&str> = (DOCUMENT_FORMATS.iter())
            .flat_map(|format| format.suffixes().iter().copied())
            .collect();
        let sources = self.project.sources(&suffixes)?;
        let same_file = |one: &Path| {
            let real = std::fs::canonicalize(one);
            real.is_ok_and(|real| std::fs::canonicalize(path).is_ok_and(|own| own == real))
        };
        if name.is_none()
            && let Some(file) = sources.iter().find(|file| same_file(&file.path))
        {
            return Ok(file.clone());
        }
        let stem = || {
            path.file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
        };
        let name = name.map(str::to_owned).or_else(stem).unwrap_or_default();
        let name = DocumentName::new(&name).map_err(|error| {
            refused(
                "bad-name",
                error.to_string(),
                "give the document a name with --name",
            )
        })?;
        if let Some(file) = sources.into_iter().find(|file| file.name == name) {
            let there = read_file(&file.path)?;
            let shown = self.project.shown(&file.path);
            let given = path.display().to_string();
            if there == bytes || decoded(&there, &shown)? == decoded(bytes, &given)? {
                return Ok(file);
            }
            let message =
                format!("there is another document `{name}`: `{shown}` holds another text");
            let hint = "give this one a name with --name; or, where it is a new version, replace that file and run `tarjuman build` first";
            return Err(refused("document-differs", message, hint));
        }
        let shown = path.to_string_lossy();
        let suffix = format_of(&shown).and_then(|_| path.extension()?.to_str());
        let file = format!("{name}.{}", suffix.unwrap_or("txt"));
        let path = self.project.sources_path().join(file);
        self.project.keep_inside(&path)?;
        Ok(SourceFile { name, path })
    }

    fn refuse_foreign_source(&self, language: Option<&Language>) -> Result<(), WorkbenchError> {
        let own = &self.project.config().project.source;
        match language {
            Some(other) if other != own => {
                let message = format!("the sources of this project are in {own}, not in {other}");
                let hint = "leave --source-lang out, or make a project for that language";
                Err(refused("foreign-source", message, hint))
            }
            _ => Ok(()),
        }
    }

    /// The language, which must be one that the project translates into.
    fn known_target(&self, language: &Language) -> Result<Language, WorkbenchError> {
        let targets = &self.project.config().project.targets;
        if targets.contains(language) {
            return Ok(language.clone());
        }
        let tags: Vec<&str> = targets.iter().map(Language::as_str).collect();
        let message = format!("the project does not translate into {language}");
        let hint = format!(
            "its languages are {}; add {language} to `targets` in tarjuman.toml",
            tags.join(", ")
        );
        Err(refused("unknown-target", message, &hint))
    }

    /// The only language of the project that a text can be in.
    fn told_target(&self, path: &Path, sentences: &[String]) -> Result<Language, WorkbenchError> {
        let targets = &self.project.config().project.targets;
        let fits = targets
            .iter()
            .filter(|tag| misfit_of(sentences, tag).is_none());
        let fits: Vec<&Language> = fits.collect();
        if let [only] = fits.as_slice() {
            return Ok((*only).clone());
        }
        let all = if fits.is_empty() {
            targets.iter().collect()
        } else {
            fits
        };
        let tags: Vec<&str> = all.iter().map(|tag| tag.as_str()).collect();
        let message = format!(
            "it cannot be told in which language `{}` is",
            path.display()
        );
        let hint = format!("say --target-lang with one of {}", tags.join(", "));
        Err(refused("language-not-told", message, &hint))
    }

    /// Refuses to go on when another has written the document or its alignment while the texts were aligned.
    fn refuse_stale(&self, entrant: &Entrant) -> Result<(), WorkbenchError> {
        let path = &entrant.file.path;
        let same_source = !path.exists() || holds(path, &entrant.bytes);
        if same_source && self.kept_alignment(&entrant.file.name, &entrant.language)? == entrant.old
        {
            return Ok(());
        }
        let message = format!("`{}` was changed by another meanwhile", entrant.file.name);
        let hint = "nothing was written; call it again";
        Err(refused("changed-meanwhile", message, hint))
    }

    /// The alignments of entrants, `None` for those that are left out, and what is doubtful.
    fn align_entrants(
        &self,
        entrants: &[Entrant],
        request: &AddRequest,
        memory: Option<&Memory>,
    ) -> Result<(Vec<Option<KeptAlignment>>, Vec<Finding>), WorkbenchError> {
        let mut kept: Vec<Option<KeptAlignment>> = entrants.iter().map(Entrant::settled).collect();
        let mut findings = Vec::new();
        let learnt_nothing = kept.iter().all(Option::is_some);
        let languages: BTreeSet<&Language> = entrants.iter().map(|one| &one.language).collect();
        refuse_two_dictionaries(languages.len(), request)?;
        for language in languages {
            let new: Vec<usize> = (0..entrants.len())
                .filter(|at| kept[*at].is_none() && entrants[*at].language == *language)
                .collect();
            let mut align = request.align.clone();
            align.source_language = self.project.config().project.source.clone();
            align.target_language = language.clone();
            let texts: Vec<TextPair> = new.iter().map(|at| entrants[*at].texts()).collect();
            if texts.is_empty() {
                continue;
            }
            let known = self.known_pairs(memory, &align.source_language, language, None)?;
            let alignments = align_texts(&texts, &align, known)?;
            for ((at, texts), alignment) in new.into_iter().zip(texts).zip(alignments) {
                let entrant = &entrants[at];
                let pair = AlignedPair::new(&entrant.named, texts.clone(), alignment, &align);
                findings.extend(pair.remarks());
                let doubt = pair.doubt();
                if doubt.is_none() || request.doubtful == Doubtful::Take {
                    kept[at] = Some(entrant.kept(texts, pair.alignment, &align));
                }
                findings.extend(doubt.map(|doubt| said(doubt, request.doubtful)));
            }
        }
        if let (true, Some(path)) = (learnt_nothing, &request.align.lexicon_out) {
            findings.push(no_dictionary(path));
        }
        Ok((kept, findings))
    }

    /// Writes what came: sources, beads and segment files first, the memory last.
    pub(super) fn write_addition(
        &self,
        addition: Addition,
        verb: &str,
        dry_run: bool,
    ) -> Result<AddReport, WorkbenchError> {
        let mut files = Vec::new();
        for (source, bytes) in &addition.sources {
            if !source.path.exists() {
                files.extend(self.put(&source.path, bytes, dry_run)?);
            }
        }
        for kept in &addition.kept {
            files.extend(self.keep(kept, dry_run)?);
        }
        files.extend(save(&addition.drafts, dry_run)?);
        let mut wanted = Wanted::default();
        for draft in &addition.drafts {
            self.want(&mut wanted, &draft.source.name, &draft.files);
        }
        let message = message(verb, &addition.documents);
        let recorded = match addition.drafts.is_empty() {
            true => Recorded::default(),
            false => self.record(&wanted, &message, dry_run)?,
        };
        Ok(AddReport {
            documents: addition.documents,
            files,
            recorded,
            faulty: addition.drafts.iter().any(Draft::has_fault),
            findings: addition
                .drafts
                .into_iter()
                .flat_map(Draft::findings)
                .collect(),
            dry_run,
        })
    }

    /// Writes a kept alignment where it differs; returns the name of the file then.
    pub(super) fn keep(
        &self,
        kept: &KeptAlignment,
        dry_run: bool,
    ) -> Result<Option<String>, WorkbenchError> {
        let path = self
            .project
            .alignment_path(&kept.document, &kept.target_language);
        self.project.keep_inside(&path)?;
        self.put(&path, kept.to_text().as_bytes(), dry_run)
    }

    fn put(
        &self,
        path: &Path,
        bytes: &[u8],
        dry_run: bool,
    ) -> Result<Option<String>, WorkbenchError> {
        let changed = match dry_run {
            true => !holds(path, bytes),
            false => write_atomically(path, bytes)? != Written::Unchanged,
        };
        Ok(changed.then(|| self.project.shown(path)))
    }
}

/// All that comes into the project with one call.
#[derive(Default)]
pub(super) struct Addition {
    sources: Vec<(SourceFile, Vec<u8>)>,
    kept: Vec<KeptAlignment>,
    drafts: Vec<Draft>,
    documents: Vec<AddedDocument>,
}

impl Addition {
    /// Takes a document with its alignment.
    pub(super) fn take(&mut self, kept: KeptAlignment, applied: Applied) {
        self.documents.push(AddedDocument::of(&kept, &applied));
        self.kept.push(kept);
        self.drafts.push(applied.draft);
    }
}

impl Entrant {
    fn sentences(&self) -> Vec<String> {
        sentences_of(&self.source)
    }

    /// The kept alignment, when it is of these very texts.
    fn settled(&self) -> Option<KeptAlignment> {
        let old = self.old.clone()?;
        (old.source == self.sentences() && old.target == self.target.texts).then_some(old)
    }

    fn texts(&self) -> TextPair {
        let source = Sentences {
            texts: self.sentences(),
            paragraphs: beginnings(&self.source),
            language: None,
        };
        let carried = self
            .old
            .as_ref()
            .map(|old| old.carried(&source.texts, &self.target.texts));
        TextPair {
            source,
            target: self.target.clone(),
            fixed: carried
                .into_iter()
                .flatten()
                .map(|kept| kept.bead)
                .collect(),
        }
    }

    fn kept(&self, texts: TextPair, alignment: Alignment, align: &AlignRequest) -> KeptAlignment {
        KeptAlignment {
            document: self.file.name.clone(),
            source_language: align.source_language.clone(),
            target_language: align.target_language.clone(),
            beads: kept_beads(alignment.beads, &texts.fixed),
            source: texts.source.texts,
            target: texts.target.texts,
            paragraphs: texts.target.paragraphs,
        }
    }
}

impl KeptAlignment {
    /// The settled beads whose sentences still stand together in other versions of both texts.
    pub(super) fn carried(&self, source: &[String], target: &[String]) -> Vec<KeptBead> {
        let sides = [(&self.source, source), (&self.target, target)].map(|(old, new)| {
            let mut places = vec![None; old.len()];
            let old: Vec<&str> = old.iter().map(String::as_str).collect();
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            for (at, origin) in carry(&old, &new).origins.into_iter().enumerate() {
                if let Origin::Unchanged(from) | Origin::Moved(from) | Origin::Edited(from) = origin
                {
                    places[from] = Some(at);
                }
            }
            places
        });
        let settled = self.beads.iter().filter(|kept| kept.is_settled());
        let carried = settled.filter_map(|kept| {
            let bead = Bead {
                source: moved(&kept.bead.source, &sides[0])?,
                target: moved(&kept.bead.target, &sides[1])?,
                confidence: 1.0,
            };
            Some(KeptBead { bead, ..*kept })
        });
        carried.collect()
    }
}

/// Where sentences stand now, if they still follow one another.
fn moved(
    range: &std::ops::Range<usize>,
    places: &[Option<usize>],
) -> Option<std::ops::Range<usize>> {
    let Some(first) = range.clone().next() else {
        return Some(0..0);
    };
    let start = places[first]?;
    let together = range
        .clone()
        .zip(start..)
        .all(|(old, new)| places[old] == Some(new));
    together.then(|| start..start + range.len())
}

/// Beads of the aligner as they are kept; those that were fixed stay settled.
pub(super) fn kept_beads(beads: Vec<Bead>, fixed: &[Bead]) -> Vec<KeptBead> {
    let beads = beads.into_iter().map(|bead| {
        let bead = Bead {
            source: tidy(bead.source),
            target: tidy(bead.target),
            confidence: rounded(bead.confidence),
        };
        let same = |other: &&Bead| other.source == bead.source && other.target == bead.target;
        let status = match (fixed.iter().find(same).is_some(), bead.is_two_sided()) {
            (false, _) => BeadStatus::Proposed,
            (true, true) => BeadStatus::Confirmed,
            (true, false) => BeadStatus::Untranslated,
        };
        KeptBead { bead, status }
    });
    beads.collect()
}

/// The texts of a source's segments.
pub(super) fn sentences_of(source: &Source) -> Vec<String> {
    let segments = source.segments.iter();
    segments.map(|segment| segment.text.clone()).collect()
}

/// The numbers of the segments that begin a paragraph.
pub(super) fn beginnings(source: &Source) -> Vec<usize> {
    let segments = source.segments.iter().enumerate();
    let begins = segments.filter(|(_, segment)| segment.sentence == 1);
    begins.map(|(at, _)| at).collect()
}

fn refuse_two_dictionaries(languages: usize, request: &AddRequest) -> Result<(), WorkbenchError> {
    if languages < 2 || request.align.lexicon_out.is_none() {
        return Ok(());
    }
    let message =
        "a dictionary file holds one pair of languages, and this call has more".to_owned();
    let hint = "say --target-lang, and call once for each language";
    Err(refused("two-dictionaries", message, hint))
}

fn no_dictionary(path: &Path) -> Finding {
    let message = format!(
        "`{}` was not written: all of it is aligned already, so nothing was learnt",
        path.display()
    );
    let hint = "call it without --add to learn from the texts again";
    Finding::new("no-dictionary", Severity::Warning, message).with_hint(hint)
}

fn message(verb: &str, documents: &[AddedDocument]) -> String {
    let names = documents
        .iter()
        .map(|one| format!("{} ({})", one.document, one.lang));
    let names: Vec<String> = names.collect();
    match names.as_slice() {
        [first, .., _] => format!("{verb} {first} and {} more", names.len() - 1),
        _ => format!("{verb} {}", names.concat()),
    }
}

/// A doubt, with what it means for the pair.
fn said(doubt: Finding, doubtful: Doubtful) -> Finding {
    if doubtful == Doubtful::Take {
        return doubt;
    }
    let hint = doubt.hint.clone().unwrap_or_default();
    let hint = format!("{hint}; nothing of this pair was written, --force takes it all the same");
    doubt.with_hint(hint)
}

pub(super) fn refused(id: &str, message: String, hint: &str) -> WorkbenchError {
    let finding = Finding::new(id, Severity::Error, message).with_hint(hint);
    WorkbenchError::Refused(Box::new(finding))
}
