//! The tables of `tarjuman.toml` that say what is offered from memories, and what that is worth.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::model::State;

/// A table `[[memory]]`: a memory of another project that is asked too, and never written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "MemoryEntry")]
pub struct MemoryTable {
    /// Its file, from the project folder; it may lie outside.
    pub path: PathBuf,
    /// What it is called where its matches are shown; the file's name when there is none.
    pub name: String,
    /// The points that each of its matches loses.
    pub penalty: u8,
}

/// A table `[[penalty]]`: points that matches lose for where they come from. All that it names must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "PenaltyEntry")]
pub struct PenaltyTable {
    /// What it is called among the deductions of a match.
    pub name: String,
    /// How many points.
    pub points: u8,
    /// The number of an import into the project's own memory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intake: Option<u32>,
    /// The name of an imported file; `*` stands for any characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// How far the offered text has come, and no further.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<OfferedState>,
}

/// How far a text has come that is offered for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfferedState {
    /// A person should look at it again.
    NeedsWork,
    /// Not translated, as far as its state says.
    Initial,
    /// Translated, seen by nobody else.
    Translated,
    /// Reviewed.
    Reviewed,
    /// Approved for publication.
    Final,
}

/// The table `[rates]`: what a word of each band counts, in per cent of a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RatesTable {
    /// In the memory, in the same context.
    pub context: u8,
    /// Equal to a segment that stood before.
    pub repetition: u8,
    /// In the memory.
    #[serde(rename = "100")]
    pub exact: u8,
    /// 95 to 99.
    #[serde(rename = "95-99")]
    pub from_95: u8,
    /// 85 to 94.
    #[serde(rename = "85-94")]
    pub from_85: u8,
    /// 75 to 84.
    #[serde(rename = "75-84")]
    pub from_75: u8,
    /// 50 to 74.
    #[serde(rename = "50-74")]
    pub from_50: u8,
    /// Less than that.
    pub new: u8,
}

/// A table `[[memory]]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MemoryEntry {
    path: PathBuf,
    name: Option<String>,
    #[serde(default)]
    penalty: u8,
}

/// A table `[[penalty]]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PenaltyEntry {
    points: u8,
    name: Option<String>,
    intake: Option<u32>,
    file: Option<String>,
    state: Option<OfferedState>,
}

impl TryFrom<MemoryEntry> for MemoryTable {
    type Error = String;

    fn try_from(entry: MemoryEntry) -> Result<Self, String> {
        let stem = entry.path.file_stem().and_then(|stem| stem.to_str());
        let Some(name) = entry.name.or_else(|| stem.map(str::to_owned)) else {
            return Err("`path` names no file".to_owned());
        };
        Ok(Self {
            path: entry.path,
            name,
            penalty: checked_points(entry.penalty, 0)?,
        })
    }
}

impl TryFrom<PenaltyEntry> for PenaltyTable {
    type Error = String;

    fn try_from(entry: PenaltyEntry) -> Result<Self, String> {
        let intake = entry.intake.map(|number| format!("import {number}"));
        let state = entry.state.map(|state| state.as_str().to_owned());
        let own: Vec<String> = intake
            .into_iter()
            .chain(entry.file.clone())
            .chain(state)
            .collect();
        if own.is_empty() {
            return Err("a penalty names an `intake`, a `file` or a `state`".to_owned());
        }
        Ok(Self {
            name: entry.name.unwrap_or_else(|| own.join(", ")),
            points: checked_points(entry.points, 1)?,
            intake: entry.intake,
            file: entry.file,
            state: entry.state,
        })
    }
}

fn checked_points(points: u8, least: u8) -> Result<u8, String> {
    if (least..=100).contains(&points) {
        return Ok(points);
    }
    Err(format!("a penalty has {least} to 100 points"))
}

impl PenaltyTable {
    /// Whether it is for this file; a file is also meant by its name without folders.
    #[must_use]
    pub fn is_for_file(&self, path: &str) -> bool {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let pattern = self.file.as_deref().unwrap_or("*");
        is_like(pattern, path) || is_like(pattern, name)
    }
}

/// Whether a text is like a pattern in which `*` stands for any characters.
pub(super) fn is_like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some((_, behind)) = rest.split_once(part) else {
            return false;
        };
        rest = behind;
    }
    rest.ends_with(last)
}

impl OfferedState {
    /// How far a text has come that has this state, and that a person should look at again or not.
    #[must_use]
    pub fn of(state: State, needs_work: bool) -> Self {
        match state {
            _ if needs_work => Self::NeedsWork,
            State::Initial => Self::Initial,
            State::Translated => Self::Translated,
            State::Reviewed => Self::Reviewed,
            State::Final => Self::Final,
        }
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NeedsWork => "needs-work",
            Self::Initial => State::Initial.as_str(),
            Self::Translated => State::Translated.as_str(),
            Self::Reviewed => State::Reviewed.as_str(),
            Self::Final => State::Final.as_str(),
        }
    }
}

impl Default for RatesTable {
    /// Matches in context are free; repetitions and exact matches cost a quarter, new words all.
    fn default() -> Self {
        Self {
            context: 0,
            repetition: 25,
            exact: 25,
            from_95: 40,
            from_85: 60,
            from_75: 75,
            from_50: 100,
            new: 100,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Config;

    fn config(tables: &str) -> Result<Config, String> {
        let text = format!("[project]\nname = \"x\"\n{tables}");
        Config::parse(&text).map_err(|error| format!("{error} on {}", error.place().line))
    }

    #[test]
    fn memories_and_penalties_have_names() {
        let tables = "[[memory]]\npath = \"../un/terms.db\"\n[[penalty]]\npoints = 3\nintake = 2\nstate = \"needs-work\"\n";
        let config = config(tables).unwrap();
        assert_eq!(config.memory[0].name, "terms");
        assert_eq!(config.memory[0].penalty, 0);
        assert_eq!(config.penalty[0].name, "import 2, needs-work");
    }

    #[test]
    fn rates_not_named_have_their_defaults() {
        let config = config("[rates]\n\"50-74\" = 80\n").unwrap();
        assert_eq!(
            config.rates,
            RatesTable {
                from_50: 80,
                ..RatesTable::default()
            }
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused_at_its_place() {
        for (tables, reason) in [
            (
                "[[penalty]]\npoints = 3\n",
                "a penalty names an `intake`, a `file` or a `state` on 3",
            ),
            (
                "[[penalty]]\npoints = 0\nfile = \"a\"\n",
                "a penalty has 1 to 100 points on 3",
            ),
            (
                "[[memory]]\npath = \"a.db\"\npenalty = 101\n",
                "a penalty has 0 to 100 points on 3",
            ),
            ("[[memory]]\npath = \"..\"\n", "`path` names no file on 3"),
            ("[rates]\nfuzzy = 3\n", "unknown field `fuzzy`"),
            ("[rates]\nnew = -3\n", "invalid value: integer `-3`"),
        ] {
            let error = config(tables).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn a_star_stands_for_any_characters() {
        let penalty = |file: &str| PenaltyTable {
            name: String::new(),
            points: 1,
            intake: None,
            file: Some(file.to_owned()),
            state: None,
        };
        for pattern in [
            "old.tmx",
            "*.tmx",
            "o*d*.tmx",
            "*",
            "../a/old.tmx",
            "*/old*",
        ] {
            assert!(penalty(pattern).is_for_file("../a/old.tmx"), "{pattern}");
        }
        for pattern in ["old", "*.tm", "o*dd.tmx", "", "b/*"] {
            assert!(!penalty(pattern).is_for_file("../a/old.tmx"), "{pattern}");
        }
    }
}
