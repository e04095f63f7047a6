//! Mends a PO file where that needs no guess; what is not mended stays to the letter.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;

use super::charset;
use super::entry::{Entry, EntryKind, FieldKind, TextKey, now};
use super::file::{Block, PoFile};
use super::header::{self, add_field, set_field};
use super::line::{Comment, Keyword};
use super::parse::Entries;
use super::plural::plural_forms;
use super::rules::NOT_DECODED;
use super::segment_entry::FUZZY;
use crate::exchange::ReadError;
use crate::model::Finding;

/// The fields of a header whose value is no matter of opinion.
const PLAIN_FIELDS: [(&str, &str); 3] = [
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=UTF-8"),
    ("Content-Transfer-Encoding", "8bit"),
];

/// The file in UTF-8 without a mark, its header saying so; line breaks at the edges of translations as in their sources;
/// an entry that says again what another says left out; a plural rule where it is missing and the language is named.
pub(super) fn mended(input: &mut dyn BufRead) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let decoded = charset::decode(bytes).map_err(ReadError::Malformed)?;
    if !decoded.broken.is_empty() {
        // What was not decoded cannot be given back: such a file stays in its encoding.
        return Err(ReadError::Malformed(Box::new(not_decoded())));
    }
    let (mut file, _) = PoFile::parse(&decoded.text);
    let end = file.end();
    mend_header(&mut file);
    for block in &mut file.blocks {
        mend_edges(&mut block.entry, end);
    }
    leave_out_repeated(&mut file);
    Ok(file.write().into_bytes())
}

fn not_decoded() -> Finding {
    let message = "the file holds bytes that are not in its encoding";
    Finding::new(NOT_DECODED.id, NOT_DECODED.severity, message).with_hint(NOT_DECODED.hint)
}

fn mend_header(file: &mut PoFile) {
    let end = file.end();
    let has_plural =
        (file.blocks.iter()).any(|block| block.entry.text(now(Keyword::MsgidPlural)).is_some());
    let is_header = |block: &&mut Block| block.entry.kind == EntryKind::Header;
    let Some(block) = file.blocks.iter_mut().find(is_header) else {
        let mut text = format!("msgid \"\"{end}msgstr \"\"{end}");
        for (name, value) in PLAIN_FIELDS {
            text.push_str(&format!("\"{name}: {value}\\n\"{end}"));
        }
        let entries = Entries::new(&text).map(|parsed| parsed.entry);
        return file.insert(0, entries.collect::<Vec<_>>());
    };
    let header = &mut block.entry;
    let text = header.text(now(Keyword::Msgstr)).unwrap_or_default();
    let text = text.into_owned();
    for (name, value) in PLAIN_FIELDS {
        match header::field(&text, name) {
            None => add_field(header, name, value, end),
            Some(own)
                if name == "Content-Type" && !own.to_lowercase().contains("charset=utf-8") =>
            {
                set_field(header, name, value);
            }
            Some(_) => {}
        }
    }
    let language = header::field(&text, "Language").and_then(header::language);
    if let Some(language) = language
        && has_plural
        && header::field(&text, "Plural-Forms").is_none()
    {
        add_field(header, "Plural-Forms", plural_forms(&language), end);
    }
}

/// Puts line breaks at the edges of translations where the source has them, and takes others away.
fn mend_edges(entry: &mut Entry, end: &str) {
    let source = entry.text(now(Keyword::Msgid)).unwrap_or_default();
    let source = source.into_owned();
    let is_live = entry.kind == EntryKind::Message && !entry.has_flag(FUZZY);
    if !is_live {
        return;
    }
    let changed: Vec<(TextKey, String)> = entry
        .texts()
        .filter(|(key, text)| !key.previous && is_target(key.keyword) && !text.is_empty())
        .filter_map(|(key, text)| {
            let better = with_edges(&source, &text);
            (better != text && !better.trim_matches('\n').is_empty()).then_some((key, better))
        })
        .collect();
    for (key, better) in changed {
        entry.set_text(key, &better, end);
    }
}

fn is_target(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::Msgstr | Keyword::MsgstrPlural(_))
}

fn with_edges(source: &str, text: &str) -> String {
    let begin = match (source.starts_with('\n'), text.starts_with('\n')) {
        (true, false) => format!("\n{text}"),
        (false, true) => text.trim_start_matches('\n').to_owned(),
        _ => text.to_owned(),
    };
    match (source.ends_with('\n'), begin.ends_with('\n')) {
        (true, false) => format!("{begin}\n"),
        (false, true) => begin.trim_end_matches('\n').to_owned(),
        _ => begin,
    }
}

/// Leaves out entries that say again what an entry before them says; its comments go to that.
fn leave_out_repeated(file: &mut PoFile) {
    let end = file.end();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut gone = HashSet::new();
    for at in 0..file.blocks.len() {
        let entry = &file.blocks[at].entry;
        if !matches!(entry.kind, EntryKind::Message | EntryKind::Obsolete) {
            continue;
        }
        let key = said(entry);
        let Some(&first) = known.get(&key) else {
            known.insert(key, at);
            continue;
        };
        // Of a live entry and an obsolete one the live one stays.
        let is_revived = file.blocks[first].entry.kind == EntryKind::Obsolete
            && entry.kind == EntryKind::Message;
        let (kept, left) = if is_revived { (at, first) } else { (first, at) };
        known.insert(key, kept);
        gone.insert(left);
        let comments = comments_of(&file.blocks[left].entry);
        let kept = &mut file.blocks[kept].entry;
        for (kind, line) in comments {
            if !kept.raw.lines().any(|own| own.trim_end() == line) {
                kept.add_line(kind, &line, end);
            }
        }
    }
    let mut number = 0;
    file.blocks.retain(|_| {
        number += 1;
        !gone.contains(&(number - 1))
    });
}

/// All that an entry says, but for its comments.
fn said(entry: &Entry) -> String {
    let texts = entry.texts().filter(|(key, _)| !key.previous);
    let texts = texts.map(|(key, text)| format!("{:?} {text:?}", key.keyword));
    let mut said: Vec<String> = texts.collect();
    said.push(entry.has_flag(FUZZY).to_string());
    said.join("\n")
}

/// The comment lines of an entry that are no flags.
fn comments_of(entry: &Entry) -> Vec<(Comment, String)> {
    let comments = entry.fields.iter().filter_map(|field| match field.kind {
        FieldKind::Comment(kind) if kind != Comment::Flags => {
            let line = entry.raw[field.range.clone()].trim_end();
            (!line.starts_with("#~")).then(|| (kind, line.to_owned()))
        }
        _ => None,
    });
    comments.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(text: &str) -> String {
        String::from_utf8(mended(&mut text.as_bytes()).unwrap()).unwrap()
    }

    const HEAD: &str = "msgid \"\"\nmsgstr \"\"\n\"MIME-Version: 1.0\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"\n";

    #[test]
    fn a_sound_file_stays_to_the_letter() {
        let text = format!(
            "{HEAD}\n# note\n#, c-format\nmsgid \"a\"\nmsgstr \"\"\n\"b\"\n\n#~ msgid \"x\"\n#~ msgstr \"y\\n\"\n"
        );
        assert_eq!(mend(&text), text);
    }

    #[test]
    fn the_edges_of_a_translation_become_those_of_its_source() {
        let text = format!(
            "{HEAD}\nmsgid \"a\\n\"\nmsgstr \"\\nb\"\n\n#, fuzzy\nmsgid \"c\\n\"\nmsgstr \"d\"\n"
        );
        let wanted = text.replace("\"\\nb\"", "\"b\\n\"");
        assert_eq!(mend(&text), wanted);
    }

    #[test]
    fn an_entry_that_is_said_again_gives_its_comments_to_the_first() {
        let text = format!(
            "{HEAD}\n#: a.c:1\nmsgid \"a\"\nmsgstr \"b\"\n\n#: b.c:2\nmsgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"other\"\n"
        );
        let wanted = format!(
            "{HEAD}\n#: a.c:1\n#: b.c:2\nmsgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"other\"\n"
        );
        assert_eq!(mend(&text), wanted);
    }

    #[test]
    fn a_header_gets_what_is_no_matter_of_opinion() {
        let bare = "\u{FEFF}msgid \"a\"\nmsgstr \"b\"\n";
        assert_eq!(mend(bare), format!("{HEAD}\nmsgid \"a\"\nmsgstr \"b\"\n"));
        let text = "msgid \"\"\nmsgstr \"\"\n\"Language: ur\\n\"\n\"Content-Type: text/plain; charset=CHARSET\\n\"\n\nmsgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"b\"\nmsgstr[1] \"c\"\n";
        let mended = mend(text);
        assert!(mended.contains("charset=UTF-8"), "{mended}");
        assert!(mended.contains("nplurals=2; plural=(n != 1);"), "{mended}");
        assert_eq!(mend(&mended), mended);
    }
}
