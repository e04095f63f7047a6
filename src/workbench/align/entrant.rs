//! Pairs that want to come into the project: read, named, and their language told.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::AlignRequest;
use super::add::AddRequest;
use super::carried::{beginnings, kept_beads, sentences_of};
use super::doubt::misfit_of;
use super::keep::KeptAlignment;
use super::refused;
use super::texts::{Sentences, TextPair};
use crate::alignment::Alignment;
use crate::document::{DOCUMENT_FORMATS, format_of};
use crate::model::DocumentName;
use crate::project::{SourceFile, holds, read_file};
use crate::text::Language;
use crate::workbench::source::{Source, decoded};
use crate::workbench::{Workbench, WorkbenchError};

/// A pair that wants to come into the project.
pub(super) struct Entrant {
    /// Its files as the caller named them.
    pub(super) named: (PathBuf, PathBuf),
    /// The source's file in the project, there or to be.
    pub(super) file: SourceFile,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
    /// The source, cut as the project cuts.
    pub(super) source: Source,
    /// The translation.
    pub(super) target: Sentences,
    /// Its language.
    pub(super) language: Language,
    /// The alignment that is kept already.
    pub(super) old: Option<KeptAlignment>,
}

impl Workbench {
    /// Reads pairs of files, and says where they stand or will stand in the project.
    pub(super) fn entrants(
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
            if !seen.insert(file.name.clone()) {
                let message = format!("the document `{}` comes twice", file.name);
                let hint = "give the source files different names, or call once for each language";
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
        let name = named(&name)?;
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
    pub(super) fn refuse_stale(&self, entrant: &Entrant) -> Result<(), WorkbenchError> {
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
}

/// A name that a document in the folder of sources can have.
fn named(name: &str) -> Result<DocumentName, WorkbenchError> {
    let hint = "give the document a name with --name, such as `letter` or `part-1/letter`";
    if name.split('/').any(|part| part.starts_with('.')) {
        let message =
            format!("`{name}` cannot name a document: files that begin with a dot are passed over");
        return Err(refused("bad-name", message, hint));
    }
    DocumentName::new(name).map_err(|error| refused("bad-name", error.to_string(), hint))
}

impl Entrant {
    fn sentences(&self) -> Vec<String> {
        sentences_of(&self.source)
    }

    /// The kept alignment, when it is of these very texts.
    pub(super) fn settled(&self) -> Option<KeptAlignment> {
        let old = self.old.clone()?;
        (old.source == self.sentences() && old.target == self.target.texts).then_some(old)
    }

    pub(super) fn texts(&self) -> TextPair {
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

    pub(super) fn kept(
        &self,
        texts: TextPair,
        alignment: Alignment,
        align: &AlignRequest,
    ) -> KeptAlignment {
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
