//! Documents and the segments that they are cut into.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The name of a document: its path below the source folder, without extension, with `/` between parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentName(String);

/// A name that would leave the folder, or that no file can have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` cannot name a document: {reason}")]
pub struct DocumentNameError {
    name: String,
    reason: &'static str,
}

impl DocumentName {
    /// Takes a name such as `essay` or `part-1/chapter-2`.
    ///
    /// # Errors
    /// When a part is empty, `.` or `..`, or the name holds a backslash or a control character.
    pub fn new(name: &str) -> Result<Self, DocumentNameError> {
        let refuse = |reason| {
            Err(DocumentNameError {
                name: name.to_owned(),
                reason,
            })
        };
        if name.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return refuse("a part of the path is empty, `.` or `..`");
        }
        if name.chars().any(|c| c == '\\' || c.is_control()) {
            return refuse("it holds a backslash or a control character");
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for DocumentName {
    type Error = DocumentNameError;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::new(&name)
    }
}

impl From<DocumentName> for String {
    fn from(name: DocumentName) -> Self {
        name.0
    }
}

/// One sentence or heading of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Where it stands in the document's text, in UTF-8 bytes, without the white space around it.
    pub range: Range<usize>,
    /// The number of its paragraph (or heading), counted from 1.
    pub paragraph: u32,
    /// Its number within the paragraph, counted from 1.
    pub sentence: u32,
    /// The line of the document on which it begins, counted from 1.
    pub line: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_folder() {
        for bad in [
            "",
            "..",
            "a/../b",
            "/etc/passwd",
            "a//b",
            "a\\b",
            "a\nb",
            "./a",
        ] {
            assert!(DocumentName::new(bad).is_err(), "{bad:?}");
        }
        assert_eq!(
            DocumentName::new("part-1/مضمون").unwrap().as_str(),
            "part-1/مضمون"
        );
    }
}
