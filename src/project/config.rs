//! What `tarjuman.toml` says.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{ChecksTable, MemoryTable, PenaltyTable, RatesTable};
use crate::model::Place;
use crate::text::Language;

/// The settings of a project, all with sane defaults but the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The table `[project]`.
    pub project: ProjectTable,
    /// The table `[segmentation]`.
    #[serde(default)]
    pub segmentation: SegmentationTable,
    /// The tables `[language.TAG]`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub language: BTreeMap<Language, LanguageTable>,
    /// The tables `[[memory]]`, in the order in which the memories are asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub memory: Vec<MemoryTable>,
    /// The tables `[[penalty]]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub penalty: Vec<PenaltyTable>,
    /// The table `[rates]`.
    #[serde(default)]
    pub rates: RatesTable,
    /// The table `[checks]`.
    #[serde(default)]
    pub checks: ChecksTable,
}

/// The table `[project]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectTable {
    /// The project's name, as it stands in the header of segment files.
    pub name: String,
    /// The language of the sources.
    #[serde(default = "default_source")]
    pub source: Language,
    /// The languages that the sources are translated into, in order.
    #[serde(default = "default_targets")]
    pub targets: Vec<Language>,
    /// Who is named in revisions when nobody else is.
    #[serde(default)]
    pub author: Option<String>,
    /// The folder of source documents.
    #[serde(default = "default_sources")]
    pub sources: PathBuf,
    /// The folder of segment files, with one folder a language in it.
    #[serde(default = "default_translations")]
    pub translations: PathBuf,
    /// The folder of kept alignments, with one folder a language in it.
    #[serde(default = "default_alignments")]
    pub alignments: PathBuf,
    /// The folder of tables of terms.
    #[serde(default = "default_glossary")]
    pub glossary: PathBuf,
    /// The memory's file.
    #[serde(default = "default_memory")]
    pub memory: PathBuf,
    /// The folder that `build` writes to.
    #[serde(default = "default_out")]
    pub out: PathBuf,
}

/// The table `[segmentation]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentationTable {
    /// What ends a paragraph in a plain text source.
    #[serde(default)]
    pub paragraphs: Layout,
    /// An SRX file to use in place of the built-in rules.
    #[serde(default)]
    pub srx: Option<PathBuf>,
}

/// What ends a paragraph in a plain text source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// The end of a line.
    #[default]
    Line,
    /// A blank line; lines within a paragraph are joined by a space.
    BlankLine,
}

/// A table `[language.TAG]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageTable {
    /// Which of the two Pashto orthographies the project follows.
    #[serde(default)]
    pub orthography: Orthography,
}

/// The two spellings of Pashto in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Orthography {
    /// Afghan standard: final `-ay` is U+06CC.
    #[default]
    Afghan,
    /// Peshawar: final `-ay` is U+06D2.
    Peshawar,
}

/// Why a `tarjuman.toml` was refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It is not TOML, or holds a key or value that does not belong there.
    #[error("{message}")]
    Syntax {
        /// What is wrong.
        message: String,
        /// Where.
        place: Box<Place>,
    },
    /// A path would leave the project folder.
    #[error("`{key} = \"{}\"` would leave the project folder", path.display())]
    Outside {
        /// The key.
        key: &'static str,
        /// Its value.
        path: PathBuf,
        /// Where.
        place: Box<Place>,
    },
    /// The source language is among the targets, or a target is named twice.
    #[error("the language `{language}` is named twice in `source` and `targets`")]
    LanguageTwice {
        /// The language.
        language: Language,
        /// Where the targets are named.
        place: Box<Place>,
    },
}

impl ConfigError {
    /// The same error with the name of the file at its place.
    #[must_use]
    pub fn in_file(mut self, path: &Path) -> Self {
        let (Self::Syntax { place, .. }
        | Self::Outside { place, .. }
        | Self::LanguageTwice { place, .. }) = &mut self;
        place.file = path.display().to_string();
        self
    }

    /// The place in the file.
    #[must_use]
    pub fn place(&self) -> &Place {
        let (Self::Syntax { place, .. }
        | Self::Outside { place, .. }
        | Self::LanguageTwice { place, .. }) = self;
        place
    }
}

fn default_source() -> Language {
    Language::default()
}

fn default_targets() -> Vec<Language> {
    ["ur", "ps"]
        .iter()
        .filter_map(|tag| Language::parse(tag).ok())
        .collect()
}

fn default_sources() -> PathBuf {
    "sources".into()
}

fn default_translations() -> PathBuf {
    "translations".into()
}

fn default_alignments() -> PathBuf {
    "alignments".into()
}

fn default_glossary() -> PathBuf {
    "glossary".into()
}

fn default_memory() -> PathBuf {
    "memory.db".into()
}

fn default_out() -> PathBuf {
    "out".into()
}

impl Config {
    /// The settings of a new project: English into Urdu and Pashto.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            project: ProjectTable {
                name: name.to_owned(),
                source: default_source(),
                targets: default_targets(),
                author: None,
                sources: default_sources(),
                translations: default_translations(),
                alignments: default_alignments(),
                glossary: default_glossary(),
                memory: default_memory(),
                out: default_out(),
            },
            segmentation: SegmentationTable::default(),
            language: BTreeMap::new(),
            memory: Vec::new(),
            penalty: Vec::new(),
            rates: RatesTable::default(),
            checks: ChecksTable::default(),
        }
    }

    /// Reads the text of a `tarjuman.toml`.
    ///
    /// # Errors
    /// When it is not TOML, holds an unknown key, names a language twice, or a path leaves the project.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| ConfigError::Syntax {
            message: error.message().replace('\n', "; "),
            place: Box::new(Place::in_text(text, error.span().unwrap_or(0..0))),
        })?;
        config.check(text)?;
        Ok(config)
    }

    /// All languages: the source's first.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        let mut languages = vec![self.project.source.clone()];
        languages.extend(self.project.targets.iter().cloned());
        languages
    }

    /// The orthography of Pashto that the project follows.
    #[must_use]
    pub fn orthography(&self, language: &Language) -> Orthography {
        self.language
            .get(language)
            .map(|table| table.orthography)
            .unwrap_or_default()
    }

    fn check(&self, text: &str) -> Result<(), ConfigError> {
        let languages = self.languages();
        for (at, language) in languages.iter().enumerate() {
            if languages[..at].contains(language) {
                return Err(ConfigError::LanguageTwice {
                    language: language.clone(),
                    place: place_of("targets", text),
                });
            }
        }
        let paths = [
            ("sources", &self.project.sources),
            ("translations", &self.project.translations),
            ("alignments", &self.project.alignments),
            ("glossary", &self.project.glossary),
            ("memory", &self.project.memory),
            ("out", &self.project.out),
        ];
        for (key, path) in paths {
            if leaves(path) {
                return Err(ConfigError::Outside {
                    key,
                    path: path.clone(),
                    place: place_of(key, text),
                });
            }
        }
        Ok(())
    }
}

/// The line that sets a key; the first line of the file when no line begins with it.
fn place_of(key: &str, text: &str) -> Box<Place> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start().strip_prefix(key);
        if rest.is_some_and(|rest| rest.trim_start().starts_with('=')) {
            return Box::new(Place::in_text(text, start..start + line.trim_end().len()));
        }
        start += line.len();
    }
    Box::new(Place::in_text(text, 0..0))
}

fn leaves(path: &Path) -> bool {
    path.as_os_str().is_empty()
        || path
            .components()
            .any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_enough() {
        let config = Config::parse("[project]\nname = \"essay\"\n").unwrap();
        assert_eq!(config, Config::new("essay"));
        let tags: Vec<_> = config.languages().iter().map(ToString::to_string).collect();
        assert_eq!(tags, ["en", "ur", "ps"]);
    }

    #[test]
    fn an_unknown_key_is_refused_at_its_place() {
        let error = Config::parse("[project]\nname = \"x\"\ntarget = [\"ur\"]\n").unwrap_err();
        let ConfigError::Syntax { message, place } = error else {
            panic!("{error:?}");
        };
        assert!(message.contains("unknown field `target`"), "{message}");
        assert_eq!((place.line, place.text.as_str()), (3, "target = [\"ur\"]"));
    }

    #[test]
    fn no_path_leaves_the_project() {
        for bad in ["../out", "/tmp/out", "a/../../b", ""] {
            let text = format!("[project]\nname = \"x\"\nout = \"{bad}\"\n");
            let error = Config::parse(&text).unwrap_err();
            assert!(
                matches!(error, ConfigError::Outside { key: "out", .. }),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_language_is_named_once() {
        let error = Config::parse("[project]\nname = \"x\"\ntargets = [\"ur\", \"UR\"]\n");
        assert!(matches!(error, Err(ConfigError::LanguageTwice { .. })));
    }

    #[test]
    fn pashto_is_spelt_the_afghan_way_unless_told() {
        let text = "[project]\nname = \"x\"\n[language.ps]\northography = \"peshawar\"\n";
        let ps = Language::parse("ps").unwrap();
        assert_eq!(Config::new("x").orthography(&ps), Orthography::Afghan);
        assert_eq!(
            Config::parse(text).unwrap().orthography(&ps),
            Orthography::Peshawar
        );
    }
}
