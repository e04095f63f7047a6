//! Language tags (BCP 47) and the direction of writing that they imply.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use oxilangtag::LanguageTag;

/// ISO 639 codes that name the same language as a shorter tag, from `locale_codes` (CLDR aliases).
const ALIASES: &[(&str, &str)] = &[("pus", "ps"), ("pbu", "ps"), ("urd", "ur"), ("eng", "en")];

/// Primary languages that are written from right to left unless the tag says another script.
const RIGHT_TO_LEFT_LANGUAGES: &[&str] = &[
    "ar", "arc", "azb", "bal", "bgn", "bqi", "ckb", "dv", "fa", "glk", "haz", "he", "khw", "ks",
    "lrc", "mzn", "nqo", "pbt", "pnb", "prs", "ps", "pst", "sd", "skr", "syr", "ug", "ur", "yi",
];

/// Scripts that are written from right to left.
const RIGHT_TO_LEFT_SCRIPTS: &[&str] = &[
    "Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa",
];

/// A language tag in canonical form: hyphens, conventional case, aliases resolved (`UR_pk` is `ur-PK`).
///
/// Every text has one, so that a copy costs no more than a count.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(Arc<str>);

/// The direction in which the lines of a language run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right, as English.
    LeftToRight,
    /// From right to left, as Urdu and Pashto.
    RightToLeft,
}

/// A tag that BCP 47 does not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{tag}` is not a language tag")]
pub struct LanguageError {
    tag: String,
}

impl Language {
    /// Parses a tag in any case, with `-` or `_` between its parts.
    ///
    /// # Errors
    /// When the tag is not well formed after BCP 47.
    pub fn parse(tag: &str) -> Result<Self, LanguageError> {
        let hyphenated = tag.trim().replace('_', "-");
        let parsed = LanguageTag::parse_and_normalize(&hyphenated).map_err(|_| LanguageError {
            tag: tag.to_owned(),
        })?;
        let primary = parsed.primary_language();
        let alias = ALIASES.iter().find(|(long, _)| *long == primary);
        Ok(Self(match alias {
            Some((long, short)) => format!("{short}{}", &parsed.as_str()[long.len()..]).into(),
            None => parsed.into_inner().into(),
        }))
    }

    /// The tag: `ur`, `ur-PK`, `ur-Latn`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary subtag: `ur` of `ur-PK`.
    #[must_use]
    pub fn primary(&self) -> &str {
        let end = self.0.bytes().position(|byte| byte == b'-');
        end.map_or(&self.0, |end| &self.0[..end])
    }

    /// The script that the tag names, if it names one: `Latn` of `ur-Latn`.
    #[must_use]
    pub fn script(&self) -> Option<&str> {
        self.0
            .split('-')
            .skip(1)
            .take_while(|part| part.len() > 1)
            .find(|part| part.len() == 4 && part.chars().all(char::is_alphabetic))
    }

    /// The direction of writing: the script decides when the tag names one, else the language.
    #[must_use]
    pub fn direction(&self) -> Direction {
        let right_to_left = match self.script() {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
            None => RIGHT_TO_LEFT_LANGUAGES.contains(&self.primary()),
        };
        if right_to_left {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        }
    }
}

/// English, the language of the sources unless a project says otherwise.
impl Default for Language {
    fn default() -> Self {
        Self("en".into())
    }
}

impl Direction {
    /// The value of HTML's `dir` attribute.
    #[must_use]
    pub fn html(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Self::parse(tag)
    }
}

impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Self::parse(&tag).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Language {
        Language::parse(text).unwrap()
    }

    #[test]
    fn case_underscore_and_aliases_are_canonical() {
        assert_eq!(tag("UR_pk").as_str(), "ur-PK");
        assert_eq!(tag("pus-AF").as_str(), "ps-AF");
        assert_eq!(tag("pbu").as_str(), "ps");
        assert_eq!(tag("pbt").as_str(), "pbt");
    }

    #[test]
    fn what_is_no_tag_is_refused_by_name() {
        for bad in ["", "u", "ur--PK", "اردو", "ur PK"] {
            let error = Language::parse(bad).unwrap_err();
            assert_eq!(error.to_string(), format!("`{bad}` is not a language tag"));
        }
    }

    #[test]
    fn direction_follows_the_script_before_the_language() {
        assert_eq!(tag("ps").direction(), Direction::RightToLeft);
        assert_eq!(tag("ur-PK").direction(), Direction::RightToLeft);
        assert_eq!(tag("ur-Latn").direction(), Direction::LeftToRight);
        assert_eq!(tag("az-Arab").direction(), Direction::RightToLeft);
        assert_eq!(tag("en").direction(), Direction::LeftToRight);
    }
}
