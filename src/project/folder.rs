//! The folder of a project: found by walking up, with its documents and their files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::files::{Depth, sweep};
use super::{CONFIG_FILE, Config, ConfigError, DISMISSALS_FILE, FileError, read_file};
use crate::model::{DocumentName, DocumentNameError};
use crate::text::Language;

/// A project: its folder and its settings.
#[derive(Clone, Debug)]
pub struct Project {
    root: PathBuf,
    config: Config,
}

/// A source document's name and file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// The document.
    pub name: DocumentName,
    /// Its file.
    pub path: PathBuf,
}

/// Why a project could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// Neither the folder nor one above it is a project.
    #[error("no {CONFIG_FILE} in `{}` or a folder above it", .0.display())]
    NotFound(PathBuf),
    /// The folder is a project already.
    #[error("`{}` is a project already", .0.display())]
    Exists(PathBuf),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The settings file is not UTF-8.
    #[error("`{}` is not UTF-8", .0.display())]
    NotUtf8(PathBuf),
    /// The settings were refused.
    #[error("cannot use `{}`", path.display())]
    Config {
        /// The settings file.
        path: PathBuf,
        /// Why.
        #[source]
        source: ConfigError,
    },
    /// A source's file name cannot name a document.
    #[error("cannot use `{}`", path.display())]
    Name {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: DocumentNameError,
    },
    /// A source's file name is not UTF-8, so no text can hold it.
    #[error("the name of `{}` is not UTF-8", .0.display())]
    NameNotUtf8(PathBuf),
    /// Two sources have one name.
    #[error("`{}` and `{}` would both be the document `{name}`", first.display(), second.display())]
    NameTwice {
        /// The name.
        name: DocumentName,
        /// One file.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// A path that the project writes to leads out of its folder through a symbolic link.
    #[error("`{}` leads out of the project folder", .0.display())]
    Outside(PathBuf),
}

impl Project {
    /// Opens the project that `start` lies in, walking up from there.
    ///
    /// # Errors
    /// When there is none, or its settings cannot be used.
    pub fn find(start: &Path) -> Result<Self, ProjectError> {
        let start =
            fs::canonicalize(start).map_err(|error| FileError::new("read", start, error))?;
        start
            .ancestors()
            .find(|folder| folder.join(CONFIG_FILE).is_file())
            .map_or_else(|| Err(ProjectError::NotFound(start.clone())), Self::open)
    }

    /// Opens the project in exactly this folder.
    ///
    /// # Errors
    /// When its settings are missing or cannot be used.
    pub fn open(root: &Path) -> Result<Self, ProjectError> {
        let path = root.join(CONFIG_FILE);
        let text = String::from_utf8(read_file(&path)?)
            .map_err(|_| ProjectError::NotUtf8(path.clone()))?;
        let config = Config::parse(text.trim_start_matches('\u{feff}')).map_err(|error| {
            ProjectError::Config {
                source: error.in_file(&path),
                path,
            }
        })?;
        let root = root.to_owned();
        Ok(Self { root, config })
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The settings file.
    #[must_use]
    pub fn config_path(&self) -> PathBuf {
        self.root.join(CONFIG_FILE)
    }

    /// The memory's file.
    #[must_use]
    pub fn memory_path(&self) -> PathBuf {
        self.root.join(&self.config.project.memory)
    }

    /// The file that says what the segment files were before the last update.
    #[must_use]
    pub fn journal_path(&self) -> PathBuf {
        self.root.join(".tarjuman.update")
    }

    /// The file of the findings that were looked at and dismissed.
    #[must_use]
    pub fn dismissals_path(&self) -> PathBuf {
        self.root.join(DISMISSALS_FILE)
    }

    /// The folder that `build` writes to.
    #[must_use]
    pub fn out_path(&self) -> PathBuf {
        self.root.join(&self.config.project.out)
    }

    /// The folder of source documents.
    #[must_use]
    pub fn sources_path(&self) -> PathBuf {
        self.root.join(&self.config.project.sources)
    }

    /// The folder of tables of terms.
    #[must_use]
    pub fn glossary_path(&self) -> PathBuf {
        self.root.join(&self.config.project.glossary)
    }

    /// The tables of terms, in order of name. Hidden files are passed over.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn term_files(&self) -> Result<Vec<PathBuf>, ProjectError> {
        let top = self.glossary_path();
        let mut files = Vec::new();
        if top.is_dir() {
            collect(&top, &mut files)?;
        }
        files.retain(|file| file.extension().is_some_and(|suffix| suffix == "tsv"));
        files.sort();
        Ok(files)
    }

    /// The segment file of a document in a language.
    #[must_use]
    pub fn segment_path(&self, document: &DocumentName, language: &Language) -> PathBuf {
        self.root
            .join(&self.config.project.translations)
            .join(language.as_str())
            .join(format!("{document}.po"))
    }

    /// The kept alignment of a document with its translation into a language.
    #[must_use]
    pub fn alignment_path(&self, document: &DocumentName, language: &Language) -> PathBuf {
        self.root
            .join(&self.config.project.alignments)
            .join(language.as_str())
            .join(format!("{document}.jsonl"))
    }

    /// The documents that have a segment file in a language, in order of name.
    ///
    /// Files whose names cannot name a document are passed over.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn segment_documents(
        &self,
        language: &Language,
    ) -> Result<Vec<DocumentName>, ProjectError> {
        self.documents_below(&self.config.project.translations, language, "po")
    }

    /// The documents of which an alignment with a translation into a language is kept, in order of name.
    ///
    /// Files whose names cannot name a document are passed over.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn aligned_documents(
        &self,
        language: &Language,
    ) -> Result<Vec<DocumentName>, ProjectError> {
        self.documents_below(&self.config.project.alignments, language, "jsonl")
    }

    fn documents_below(
        &self,
        folder: &Path,
        language: &Language,
        suffix: &str,
    ) -> Result<Vec<DocumentName>, ProjectError> {
        let top = self.root.join(folder).join(language.as_str());
        let mut files = Vec::new();
        if top.is_dir() {
            collect(&top, &mut files)?;
        }
        files.retain(|file| file.extension().is_some_and(|found| found == suffix));
        let mut names: Vec<_> = files
            .iter()
            .filter_map(|file| document_name(&top, file).ok())
            .collect();
        names.sort();
        Ok(names)
    }

    /// Takes away what killed processes left half-written among the files that the program writes.
    pub fn sweep(&self) {
        let translations = self.root.join(&self.config.project.translations);
        let alignments = self.root.join(&self.config.project.alignments);
        // What can be taken back of an update stands beside the project file.
        sweep(&self.root, Depth::Folder);
        for folder in [
            self.sources_path(),
            translations,
            alignments,
            self.glossary_path(),
            self.out_path(),
        ] {
            if self.keep_inside(&folder).is_ok() {
                sweep(&folder, Depth::Below);
            }
        }
    }

    /// A path as the user sees it: relative to the project, with `/` between parts.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        inside.to_string_lossy().replace('\\', "/")
    }

    /// The source documents with one of these suffixes, in order of name. Hidden files are passed over.
    ///
    /// # Errors
    /// When the folder cannot be read, or two files would have one name.
    pub fn sources(&self, suffixes: &[&str]) -> Result<Vec<SourceFile>, ProjectError> {
        let top = self.sources_path();
        let mut files = Vec::new();
        // Version control does not keep an empty folder: a missing one is an empty one.
        if top.exists() {
            collect(&top, &mut files)?;
        }
        let mut sources = Vec::new();
        for path in files {
            let suffix = path.extension().and_then(|suffix| suffix.to_str());
            if suffix.is_some_and(|suffix| suffixes.contains(&suffix.to_lowercase().as_str())) {
                sources.push(SourceFile {
                    name: document_name(&top, &path)?,
                    path,
                });
            }
        }
        sources.sort();
        for pair in sources.windows(2) {
            if pair[0].name == pair[1].name {
                return Err(ProjectError::NameTwice {
                    name: pair[0].name.clone(),
                    first: pair[0].path.clone(),
                    second: pair[1].path.clone(),
                });
            }
        }
        Ok(sources)
    }

    /// Makes sure that what is written to `path` stays inside the project, also through symbolic links.
    ///
    /// # Errors
    /// When the nearest existing folder of the path lies outside.
    pub fn keep_inside(&self, path: &Path) -> Result<(), ProjectError> {
        let root = fs::canonicalize(&self.root)
            .map_err(|error| FileError::new("read", &self.root, error))?;
        let real = path
            .ancestors()
            .find_map(|part| fs::canonicalize(part).ok());
        match real {
            Some(real) if real.starts_with(&root) => Ok(()),
            _ => Err(ProjectError::Outside(path.to_owned())),
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), FileError> {
    let refuse = |error: io::Error| FileError::new("read", folder, error);
    for entry in fs::read_dir(folder).map_err(refuse)? {
        let entry = entry.map_err(refuse)?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        if entry.file_type().map_err(refuse)?.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn document_name(top: &Path, path: &Path) -> Result<DocumentName, ProjectError> {
    let inside = path.strip_prefix(top).unwrap_or(path).with_extension("");
    let parts: Option<Vec<_>> = inside.iter().map(|part| part.to_str()).collect();
    let parts = parts.ok_or_else(|| ProjectError::NameNotUtf8(path.to_owned()))?;
    DocumentName::new(&parts.join("/")).map_err(|source| ProjectError::Name {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::write_atomically;

    fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Result<Project, ProjectError>) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            write_atomically(&folder.path().join(name), text.as_bytes()).unwrap();
        }
        let project = Project::open(folder.path());
        (folder, project)
    }

    const CONFIG: (&str, &str) = (CONFIG_FILE, "[project]\nname = \"x\"\n");

    #[test]
    fn a_project_is_found_from_a_folder_below_it() {
        let (folder, _) = project(&[CONFIG, ("sources/deep/a.txt", "A.")]);
        let found = Project::find(&folder.path().join("sources/deep")).unwrap();
        assert_eq!(found.root(), fs::canonicalize(folder.path()).unwrap());
        let lonely = tempfile::tempdir().unwrap();
        assert!(matches!(
            Project::find(lonely.path()),
            Err(ProjectError::NotFound(_))
        ));
    }

    #[test]
    fn documents_are_named_by_path_and_sorted() {
        let files = [
            CONFIG,
            ("sources/b.txt", ""),
            ("sources/a/1.md", ""),
            ("sources/.x.txt", ""),
            ("sources/c.pdf", ""),
        ];
        let (_folder, project) = project(&files);
        let names: Vec<_> = project.unwrap().sources(&["txt", "md"]).unwrap();
        let names: Vec<_> = names.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a/1", "b"]);
    }

    #[test]
    fn two_files_of_one_name_are_refused() {
        let (_folder, project) = project(&[CONFIG, ("sources/a.txt", ""), ("sources/a.md", "")]);
        let error = project.unwrap().sources(&["txt", "md"]).unwrap_err();
        assert!(matches!(error, ProjectError::NameTwice { .. }));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_project_is_seen() {
        let (folder, project) = project(&[CONFIG]);
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("out")).unwrap();
        let project = project.unwrap();
        assert!(project.keep_inside(&project.memory_path()).is_ok());
        assert!(
            project
                .keep_inside(&project.out_path().join("a.tmx"))
                .is_err()
        );
    }
}
