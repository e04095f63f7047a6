//! Lines of PO: what kind of line each is, before any of them is joined to an entry.

/// More plural forms than any language has.
const MOST_FORMS: u32 = 100;

/// The keyword that begins a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Keyword {
    /// `msgctxt`, which holds a unit's id in segment files.
    Msgctxt,
    /// `msgid`, the source.
    Msgid,
    /// `msgid_plural`, the source for more than one.
    MsgidPlural,
    /// `msgstr`, the target.
    Msgstr,
    /// `msgstr[n]`, the target of one plural form.
    MsgstrPlural(u32),
}

/// Whether a line belongs to a live entry, an obsolete one, or says what was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    /// A plain line.
    Active,
    /// `#~`
    Obsolete,
    /// `#|` or `#~|`
    Previous,
}

/// The kinds of comment lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Comment {
    /// `# `, written by translators.
    Translator,
    /// `#.`, written by the program that made the file.
    Extracted,
    /// `#:`, file and line of the source.
    Reference,
    /// `#,`
    Flags,
    /// Any other that begins with `#`.
    Other,
}

/// What kind of line it is; `rest` is the byte offset at which the strings of the line should begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// White space alone.
    Blank,
    /// A comment.
    Comment(Comment),
    /// A keyword with its string.
    Keyword {
        keyword: Keyword,
        layer: Layer,
        rest: usize,
    },
    /// A string without keyword, which continues the one above.
    Continuation { layer: Layer, rest: usize },
    /// None of these.
    Unknown(Layer),
}

/// Says what kind of line it is; `line` comes without its end. Looks at the beginning of the line only.
pub(super) fn classify(line: &str) -> LineKind {
    let body = line.trim_start();
    let indent = line.len() - body.len();
    match body.as_bytes() {
        [] => LineKind::Blank,
        [b'#', b'~', b'|', ..] => in_comment(line, indent + 3, Layer::Previous),
        [b'#', b'|', ..] => in_comment(line, indent + 2, Layer::Previous),
        [b'#', b'~', ..] => obsolete(line, indent + 2),
        [b'#', ..] => LineKind::Comment(comment_kind(body)),
        _ => message_line(line, indent, Layer::Active),
    }
}

/// A line of the previous layer; what is no string there is a comment like any other.
fn in_comment(line: &str, from: usize, layer: Layer) -> LineKind {
    match message_line(line, from, layer) {
        LineKind::Unknown(_) | LineKind::Blank => LineKind::Comment(Comment::Other),
        kind => kind,
    }
}

fn obsolete(line: &str, from: usize) -> LineKind {
    let inner = line[from..].trim_start();
    if inner.starts_with('#') {
        return LineKind::Comment(comment_kind(inner));
    }
    match message_line(line, from, Layer::Obsolete) {
        LineKind::Blank => LineKind::Comment(Comment::Other),
        kind => kind,
    }
}

fn comment_kind(body: &str) -> Comment {
    match body.as_bytes().get(1) {
        Some(b'.') => Comment::Extracted,
        Some(b':') => Comment::Reference,
        Some(b',') => Comment::Flags,
        Some(b'=' | b'~' | b'|') => Comment::Other,
        _ => Comment::Translator,
    }
}

fn message_line(line: &str, from: usize, layer: Layer) -> LineKind {
    let body = line[from..].trim_start();
    let start = line.len() - body.len();
    if body.is_empty() {
        return LineKind::Blank;
    }
    if body.starts_with('"') {
        return LineKind::Continuation { layer, rest: start };
    }
    match keyword(body) {
        Some((keyword, length)) => LineKind::Keyword {
            keyword,
            layer,
            rest: start + length,
        },
        None => LineKind::Unknown(layer),
    }
}

/// The keyword at the beginning of a line and its length in bytes.
fn keyword(body: &str) -> Option<(Keyword, usize)> {
    let length = body
        .bytes()
        .position(|b| !b.is_ascii_lowercase() && b != b'_')
        .unwrap_or(body.len());
    let keyword = match &body[..length] {
        "msgctxt" => Keyword::Msgctxt,
        "msgid" => Keyword::Msgid,
        "msgid_plural" => Keyword::MsgidPlural,
        "msgstr" => {
            let rest = body[length..].trim_start();
            let Some(index) = rest.strip_prefix('[') else {
                return Some((Keyword::Msgstr, length));
            };
            let (number, after) = index.split_once(']')?;
            let number = number
                .trim()
                .parse()
                .ok()
                .filter(|form| *form < MOST_FORMS)?;
            return Some((Keyword::MsgstrPlural(number), body.len() - after.len()));
        }
        _ => return None,
    };
    Some((keyword, length))
}

impl Keyword {
    /// Writes the keyword as it stands in a file.
    pub(super) fn push_to(self, out: &mut String) {
        match self {
            Self::Msgctxt => out.push_str("msgctxt"),
            Self::Msgid => out.push_str("msgid"),
            Self::MsgidPlural => out.push_str("msgid_plural"),
            Self::Msgstr => out.push_str("msgstr"),
            Self::MsgstrPlural(form) => {
                out.push_str("msgstr[");
                out.push_str(&form.to_string());
                out.push(']');
            }
        }
    }
}

/// The text of a comment line without its mark and the space after it.
pub(super) fn comment_text(line: &str) -> &str {
    let body = line.trim_start();
    let body = body
        .strip_prefix("#~")
        .map_or(body, |inner| inner.trim_start());
    let marks = usize::from(body.starts_with('#'));
    let marks = match comment_kind(body) {
        Comment::Translator => marks,
        _ => marks + 1,
    };
    let text = body.get(marks..).unwrap_or_default();
    text.strip_prefix(' ').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        assert_eq!(classify(" \t"), LineKind::Blank);
        assert_eq!(classify("#"), LineKind::Comment(Comment::Translator));
        assert_eq!(classify("#. x"), LineKind::Comment(Comment::Extracted));
        assert_eq!(classify("#~ #: x"), LineKind::Comment(Comment::Reference));
        assert_eq!(classify("#= x"), LineKind::Comment(Comment::Other));
        assert_eq!(classify("#| x"), LineKind::Comment(Comment::Other));
        assert_eq!(classify("#~ x"), LineKind::Unknown(Layer::Obsolete));
        assert_eq!(classify("x"), LineKind::Unknown(Layer::Active));
        assert_eq!(
            classify("#~| \"x\""),
            LineKind::Continuation {
                layer: Layer::Previous,
                rest: 4
            }
        );
        assert_eq!(
            classify(" msgstr [ 1 ] \"x\""),
            LineKind::Keyword {
                keyword: Keyword::MsgstrPlural(1),
                layer: Layer::Active,
                rest: 13
            }
        );
        assert_eq!(classify("msgstr[x] \"\""), LineKind::Unknown(Layer::Active));
        assert_eq!(
            classify("msgstr[100] \"\""),
            LineKind::Unknown(Layer::Active)
        );
        assert_eq!(classify("msgids \"\""), LineKind::Unknown(Layer::Active));
    }

    #[test]
    fn comment_text_stands_behind_mark_and_space() {
        assert_eq!(comment_text("#  x"), " x");
        assert_eq!(comment_text("#. ¶1.1"), "¶1.1");
        assert_eq!(comment_text("#~ #. x"), "x");
        assert_eq!(comment_text("#"), "");
    }
}
