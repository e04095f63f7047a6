//! One token of XML out of a text: pure functions that say "more" when the text ends too early.

use std::borrow::Cow;
use std::ops::Range;

use super::characters::{is_space, name_end};
use super::reference::reference;

/// How many attributes one tag may have.
const MAX_ATTRIBUTES: usize = 256;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `<name …>` or `<name …/>`.
    Start,
    /// `</name>`, also made up after `<name/>`.
    End,
    /// Text between tags.
    Text,
    /// `<![CDATA[…]]>`.
    Cdata,
    /// `<!-- … -->`.
    Comment,
    /// `<?target …?>`.
    Instruction,
    /// `<!DOCTYPE …>`.
    Doctype,
    /// The end of the file.
    EndOfFile,
}

/// A token: what it is and where its parts stand, in bytes of the text that was scanned.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The whole of it.
    pub(super) raw: Range<usize>,
    /// Its name (tag, instruction), else its content.
    pub(super) inner: Range<usize>,
    /// For a tag: it ends with `/>`. For text: it holds no reference.
    pub(super) simple: bool,
}

/// One attribute of the present tag.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    /// The value stands as it is: no reference, no tab, no line end.
    pub(super) plain: bool,
}

/// What is ill-formed, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) length: usize,
    pub(super) message: Cow<'static, str>,
    pub(super) hint: Option<&'static str>,
}

impl Fault {
    #[cold]
    pub(super) fn new(
        at: usize,
        length: usize,
        message: impl Into<Cow<'static, str>>,
    ) -> Box<Self> {
        Box::new(Self {
            at,
            length,
            message: message.into(),
            hint: None,
        })
    }

    pub(super) fn hint(mut self: Box<Self>, hint: &'static str) -> Box<Self> {
        self.hint = Some(hint);
        self
    }
}

/// A token, or `None` when the text ends inside it; the fault is boxed as it is rare.
type Scanned = Result<Option<Token>, Box<Fault>>;

/// Scans `</name>` for the name that is due, the way nearly every file writes it.
#[inline]
pub(super) fn scan_due_end(text: &str, from: usize, due: &str) -> Option<Token> {
    let rest = text.as_bytes()[from..].strip_prefix(b"</")?;
    let end = due.len();
    if rest.get(end) != Some(&b'>') || !rest.starts_with(due.as_bytes()) {
        return None;
    }
    Some(Token {
        kind: Kind::End,
        raw: from..from + end + 3,
        inner: from + 2..from + 2 + end,
        simple: false,
    })
}

/// Scans the token that begins at `from`; the attributes of a start tag go into `attributes`.
///
/// Text that reaches the end of what is there counts as unfinished, as more of it may follow.
pub(super) fn scan(text: &str, from: usize, attributes: &mut Vec<Attribute>) -> Scanned {
    let rest = &text.as_bytes()[from..];
    match rest {
        [] => Ok(None),
        [b'<', b'/', ..] => end_tag(text, from),
        [b'<', b'?', ..] => instruction(text, from),
        [b'<', b'!', ..] => declaration(text, from),
        [b'<', _, ..] => start_tag(text, from, attributes),
        [b'<'] => Ok(None),
        _ => plain_text(text, from),
    }
}

fn plain_text(text: &str, from: usize) -> Scanned {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut simple = true;
    // Most texts are the white space between two tags: not worth a search.
    while bytes.get(at).copied().is_some_and(is_space) {
        at += 1;
    }
    if bytes.get(at) == Some(&b'<') {
        return Ok(Some(Token {
            kind: Kind::Text,
            raw: from..at,
            inner: from..at,
            simple: true,
        }));
    }
    loop {
        let Some(next) = memchr::memchr3(b'<', b'&', b']', &bytes[at..]) else {
            return Ok(None);
        };
        at += next;
        match bytes[at] {
            b'<' => break,
            b'&' => {
                let Some((_, end)) = reference(text, at)? else {
                    return Ok(None);
                };
                simple = false;
                at = end;
            }
            _ if bytes[at..].starts_with(b"]]>") => {
                return Err(Fault::new(at, 3, "`]]>` stands in a text").hint("write `]]&gt;`"));
            }
            _ => at += 1,
        }
    }
    Ok(Some(Token {
        kind: Kind::Text,
        raw: from..at,
        inner: from..at,
        simple,
    }))
}

fn end_tag(text: &str, from: usize) -> Scanned {
    let bytes = text.as_bytes();
    let name = from + 2..name_end(text, from + 2);
    let mut at = name.end;
    while bytes.get(at).copied().is_some_and(is_space) {
        at += 1;
    }
    match bytes.get(at) {
        None => Ok(None),
        Some(b'>') if !name.is_empty() => Ok(Some(Token {
            kind: Kind::End,
            raw: from..at + 1,
            inner: name,
            simple: false,
        })),
        Some(_) => Err(Fault::new(from, at + 1 - from, "a broken end tag")),
    }
}

fn start_tag(text: &str, from: usize, attributes: &mut Vec<Attribute>) -> Scanned {
    let bytes = text.as_bytes();
    attributes.clear();
    let name = from + 1..name_end(text, from + 1);
    if name.is_empty() {
        return Err(Fault::new(from, 1, "a `<` that begins no tag")
            .hint("write `&lt;` for the character itself"));
    }
    let mut at = name.end;
    loop {
        let before = at;
        while bytes.get(at).copied().is_some_and(is_space) {
            at += 1;
        }
        let simple = match bytes.get(at..) {
            None | Some([] | [b'/']) => return Ok(None),
            Some([b'>', ..]) => false,
            Some([b'/', b'>', ..]) => {
                at += 1;
                true
            }
            Some(_) if at == before => {
                let message = "white space or `>` is missing in a tag";
                return Err(Fault::new(at, 1, message));
            }
            Some(_) => {
                let Some(end) = attribute(text, at, attributes)? else {
                    return Ok(None);
                };
                at = end;
                continue;
            }
        };
        return Ok(Some(Token {
            kind: Kind::Start,
            raw: from..at + 1,
            inner: name,
            simple,
        }));
    }
}

fn attribute(
    text: &str,
    from: usize,
    attributes: &mut Vec<Attribute>,
) -> Result<Option<usize>, Box<Fault>> {
    let bytes = text.as_bytes();
    let name = from..name_end(text, from);
    let mut at = name.end;
    if at == bytes.len() {
        return Ok(None);
    }
    if name.is_empty() {
        return Err(Fault::new(
            from,
            1,
            "a character that cannot begin an attribute's name",
        ));
    }
    let skip_spaces = |mut at: usize| {
        while bytes.get(at).copied().is_some_and(is_space) {
            at += 1;
        }
        at
    };
    at = skip_spaces(at);
    match bytes.get(at) {
        None => return Ok(None),
        Some(b'=') => at = skip_spaces(at + 1),
        Some(_) => {
            return Err(Fault::new(
                name.start,
                name.len(),
                "an attribute without a value",
            ));
        }
    }
    let quote = match bytes.get(at) {
        None => return Ok(None),
        Some(&quote @ (b'"' | b'\'')) => quote,
        Some(_) => {
            let message = "an attribute's value without quotation marks";
            return Err(Fault::new(at, 1, message));
        }
    };
    let Some((end, plain)) = value(text, at + 1, quote)? else {
        return Ok(None);
    };
    let fresh = Attribute {
        name,
        value: at + 1..end,
        plain,
    };
    admit(text, fresh, attributes)?;
    Ok(Some(end + 1))
}

/// The bytes at which a value must be looked at.
static STOPS: [bool; 256] = {
    let mut table = [false; 256];
    let stops = b"\"'<&\t\n\r";
    let mut at = 0;
    while at < stops.len() {
        table[stops[at] as usize] = true;
        at += 1;
    }
    table
};

/// The end of a value that begins at `from`, and whether it stands as it is.
#[inline]
fn value(text: &str, from: usize, quote: u8) -> Result<Option<(usize, bool)>, Box<Fault>> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut plain = true;
    loop {
        let rest = &bytes[at..];
        let Some(run) = rest.iter().position(|&byte| STOPS[usize::from(byte)]) else {
            return Ok(None);
        };
        at += run;
        match bytes[at] {
            byte if byte == quote => return Ok(Some((at, plain))),
            b'<' => {
                let message = "a `<` in an attribute's value";
                return Err(
                    Fault::new(at, 1, message).hint("write `&lt;`, or close the value before")
                );
            }
            b'&' => {
                let Some((_, end)) = reference(text, at)? else {
                    return Ok(None);
                };
                plain = false;
                at = end;
            }
            byte => {
                plain &= matches!(byte, b'"' | b'\'');
                at += 1;
            }
        }
    }
}

fn admit(text: &str, fresh: Attribute, attributes: &mut Vec<Attribute>) -> Result<(), Box<Fault>> {
    let bytes = text.as_bytes();
    let own = &bytes[fresh.name.clone()];
    if attributes
        .iter()
        .any(|other| bytes[other.name.clone()] == *own)
    {
        let name = &text[fresh.name.clone()];
        let message = format!("the attribute `{name}` stands twice in one tag");
        return Err(Fault::new(fresh.name.start, fresh.name.len(), message));
    }
    if attributes.len() == MAX_ATTRIBUTES {
        let message = format!("a tag with more than {MAX_ATTRIBUTES} attributes");
        return Err(Fault::new(fresh.name.start, fresh.name.len(), message));
    }
    attributes.push(fresh);
    Ok(())
}

fn instruction(text: &str, from: usize) -> Scanned {
    let name = from + 2..name_end(text, from + 2);
    let Some(length) = memchr::memmem::find(&text.as_bytes()[from + 2..], b"?>") else {
        return Ok(None);
    };
    let end = from + 2 + length;
    let spaced = text.as_bytes().get(name.end).copied().is_some_and(is_space);
    if name.is_empty() || !(name.end == end || spaced) {
        return Err(Fault::new(
            from,
            2,
            "a processing instruction without a proper name",
        ));
    }
    Ok(Some(Token {
        kind: Kind::Instruction,
        raw: from..end + 2,
        inner: name,
        simple: false,
    }))
}

fn declaration(text: &str, from: usize) -> Scanned {
    let rest = &text[from..];
    if rest.starts_with("<!--") {
        return comment(text, from);
    }
    if let Some(content) = rest.strip_prefix("<![CDATA[") {
        return Ok(
            memchr::memmem::find(content.as_bytes(), b"]]>").map(|length| {
                let start = from + "<![CDATA[".len();
                Token {
                    kind: Kind::Cdata,
                    raw: from..start + length + 3,
                    inner: start..start + length,
                    simple: true,
                }
            }),
        );
    }
    if rest.starts_with("<!DOCTYPE") {
        return super::doctype::doctype(text, from);
    }
    if ["<!--", "<![CDATA[", "<!DOCTYPE"]
        .iter()
        .any(|start| start.starts_with(rest))
    {
        return Ok(None);
    }
    Err(Fault::new(from, 2, "a declaration that is not known here"))
}

fn comment(text: &str, from: usize) -> Scanned {
    let start = from + 4;
    let Some(length) = memchr::memmem::find(&text.as_bytes()[start..], b"--") else {
        return Ok(None);
    };
    let end = start + length;
    match text.as_bytes().get(end + 2) {
        None => Ok(None),
        Some(b'>') => Ok(Some(Token {
            kind: Kind::Comment,
            raw: from..end + 3,
            inner: start..end,
            simple: true,
        })),
        Some(_) => Err(Fault::new(end, 2, "`--` inside a comment")),
    }
}
