//! Comments that hold what PO has no place for: `#. target property client: Garden Press`.

use std::fmt;

use super::comment::PROPERTY;

/// Whether a value belongs to the unit or to one of its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// `property …`
    Unit,
    /// `source property …`
    Source,
    /// `target property …`
    Target,
}

/// What kind of value it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A note for people.
    Note,
    /// A named value for programs.
    Property(String),
    /// An attribute.
    Attribute(String),
}

/// What stands before the colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) level: Level,
    pub(super) value: Value,
}

impl Label {
    /// Reads a comment into its label and the text behind it; `None` for a comment without label.
    pub(super) fn parse(comment: &str) -> Option<(Self, &str)> {
        let (level, rest) = if let Some(rest) = comment.strip_prefix("source ") {
            (Level::Source, rest)
        } else if let Some(rest) = comment.strip_prefix("target ") {
            (Level::Target, rest)
        } else {
            (Level::Unit, comment)
        };
        let (label, text) = rest.split_once(':')?;
        let value = if let Some(name) = label.strip_prefix(PROPERTY) {
            Value::Property(decode_name(name)?)
        } else if let Some(name) = label.strip_prefix("attribute ") {
            Value::Attribute(decode_name(name)?)
        } else if label == "note" && level != Level::Unit {
            Value::Note
        } else {
            return None;
        };
        Some((
            Self { level, value },
            text.strip_prefix(' ').unwrap_or(text),
        ))
    }

    /// The label of a property of the unit.
    pub(super) fn property(name: &str) -> Self {
        Self {
            level: Level::Unit,
            value: Value::Property(name.to_owned()),
        }
    }

    /// The label of a property of the target.
    pub(super) fn target_property(name: &str) -> Self {
        Self {
            level: Level::Target,
            value: Value::Property(name.to_owned()),
        }
    }

    /// Whether it names the place of a unit in its document.
    pub(super) fn is_order(&self) -> bool {
        *self == Self::property(super::unit::property::ORDER)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.level {
            Level::Unit => "",
            Level::Source => "source ",
            Level::Target => "target ",
        })?;
        match &self.value {
            Value::Note => f.write_str("note:"),
            Value::Property(name) => write!(f, "{PROPERTY}{}:", encode_name(name)),
            Value::Attribute(name) => write!(f, "attribute {}:", encode_name(name)),
        }
    }
}

/// A name without colon, percent sign or control character, which stand as `%3A` and so on.
fn encode_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '%' | ':' | '\0'..='\x1F') {
            out.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

fn decode_name(name: &str) -> Option<String> {
    let mut parts = name.split('%');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let code = u8::from_str_radix(part.get(..2)?, 16).ok()?;
        out.push(char::from(code));
        out.push_str(&part[2..]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn labels_are_words_before_a_colon() {
        let (label, text) = Label::parse("target property x-client: A: b").unwrap();
        assert_eq!(label.level, Level::Target);
        assert_eq!(label.value, Value::Property("x-client".into()));
        assert_eq!(text, "A: b");
        for free in ["note: x", "property", "source: x", "see property x"] {
            assert_eq!(Label::parse(free), None, "{free}");
        }
    }

    proptest! {
        #[test]
        fn any_name_comes_back(name in "(?s).*", text in ".*") {
            let label = Label { level: Level::Source, value: Value::Attribute(name) };
            let written = format!("{label} {text}");
            prop_assert_eq!(Label::parse(&written).unwrap(), (label, text.as_str()));
            let lines = written.lines().count();
            prop_assert!(lines <= text.lines().count().max(1));
        }
    }
}
