//! Mends an XML file where that needs no guess: values of attributes that are meant and not written right.

use std::io::{BufRead, Write};

use super::{Grammar, Tag, Watcher, stopped};
use crate::exchange::ReadError;
use crate::exchange::xml::{Kind, Parser, escape_attribute};

/// How much is gathered before it is written, in bytes.
const BUFFER: usize = 1 << 16;

/// What an XML declaration says of a file that is written here.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// Writes the file with every value put right that the grammar refuses and whose meaning is plain; in UTF-8, everything
/// else as it was but for line ends. Says how many values were put right.
pub(in crate::exchange) fn mend_values(
    input: &mut dyn BufRead,
    watcher: &mut dyn Watcher,
    output: &mut dyn Write,
) -> Result<u64, ReadError> {
    let mut xml = Parser::new(input)?;
    let mut out = Vec::new();
    let mut mended = 0;
    let mut grammar = None;
    // What stands before the names of the format's elements: nothing, or `x:`.
    let mut prefix = String::new();
    loop {
        match xml.advance()? {
            Kind::EndOfFile => {
                // White space behind the root is no token.
                out.push(b'\n');
                output.write_all(&out).map_err(stopped)?;
                return Ok(mended);
            }
            Kind::Instruction if xml.inner() == "xml" => {
                out.extend_from_slice(DECLARATION.as_bytes());
            }
            Kind::Start => {
                if grammar.is_none() {
                    let colon = xml.inner().rfind(':').map_or(0, |at| at + 1);
                    xml.inner()[..colon].clone_into(&mut prefix);
                }
                let Some(tag) = tag_of(&xml, &prefix) else {
                    out.extend_from_slice(xml.raw().as_bytes());
                    continue;
                };
                let known = match grammar {
                    Some(known) => known,
                    None => watcher.grammar(&tag).map_err(|finding| {
                        ReadError::Malformed(Box::new(finding.at(xml.place())))
                    })?,
                };
                grammar = Some(known);
                mended += start(&xml, &tag, known, &mut out);
            }
            _ => out.extend_from_slice(xml.raw().as_bytes()),
        }
        if out.len() >= BUFFER {
            output.write_all(&out).map_err(stopped)?;
            out.clear();
        }
    }
}

/// The present start tag, when it is one of the format's.
fn tag_of(xml: &Parser<'_>, prefix: &str) -> Option<Tag> {
    let name = xml.inner().strip_prefix(prefix)?;
    let attributes = xml.attributes();
    let attributes = attributes.map(|(name, value)| (name.to_owned(), value.into_owned()));
    (!name.contains(':')).then(|| Tag {
        name: name.to_owned(),
        known: None,
        attributes: attributes.collect(),
    })
}

/// Writes a start tag, to the letter when there is nothing to put right; says how many values were.
fn start(xml: &Parser<'_>, tag: &Tag, grammar: &Grammar, out: &mut Vec<u8>) -> u64 {
    let meant = |(name, value): &(String, String)| grammar.meant(&tag.name, name, value);
    let raw = xml.raw();
    let mended = tag.attributes.iter().filter(|pair| meant(pair).is_some());
    let mended = mended.count() as u64;
    if mended == 0 {
        out.extend_from_slice(raw.as_bytes());
        return 0;
    }
    out.extend_from_slice(format!("<{}", xml.inner()).as_bytes());
    for pair in &tag.attributes {
        out.extend_from_slice(format!(" {}=\"", pair.0).as_bytes());
        // What was read from XML can stand in XML.
        let _ = escape_attribute(meant(pair).as_ref().unwrap_or(&pair.1), out);
        out.push(b'"');
    }
    let end = if raw.ends_with("/>") { "/>" } else { ">" };
    out.extend_from_slice(end.as_bytes());
    mended
}
