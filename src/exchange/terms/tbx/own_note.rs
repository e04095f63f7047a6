//! What TBX-Basic has no place for, as notes that any program shows and we read back.

use crate::text::Language;

/// What such a note begins with: `tarjuman:register: formal`.
const MARK: &str = "tarjuman:";

/// The note that says something by its name, of one language where that has no section of its own.
pub(super) fn written(name: &str, language: Option<&Language>, text: &str) -> String {
    let name = name
        .replace('%', "%25")
        .replace(':', "%3A")
        .replace('@', "%40");
    let of = language.map_or(String::new(), |language| format!("@{language}"));
    format!("{MARK}{name}{of}: {text}")
}

/// A plain note, marked as one where it would be read as something else.
pub(super) fn plain(text: &str) -> String {
    match text.trim_start().starts_with(MARK) {
        true => written("note", None, text),
        false => text.to_owned(),
    }
}

/// What a note says by its name: name, language and text; `None` for one that is just a note, and for other categories.
pub(super) fn of<'n>(category: &str, note: &'n str) -> Option<(String, Option<Language>, &'n str)> {
    if category != "note" {
        return None;
    }
    let (head, text) = note.strip_prefix(MARK)?.split_once(':')?;
    let (name, language) = match head.split_once('@') {
        Some((name, tag)) => (name, Some(Language::parse(tag).ok()?)),
        None => (head, None),
    };
    let name = name
        .replace("%40", "@")
        .replace("%3A", ":")
        .replace("%25", "%");
    Some((name, language, text.trim_start()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(name in "[a-z@:%ا]{1,9}", text in "[a-z:@]([a-z:@ ]*[a-z:@])?", is_of in any::<bool>()) {
            let language = is_of.then(|| Language::parse("ur-PK").unwrap());
            let note = written(&name, language.as_ref(), &text);
            prop_assert_eq!(of("note", &note), Some((name, language, text.as_str())));
            let again = plain(&note);
            prop_assert_eq!(of("note", &again), Some(("note".to_owned(), None, note.as_str())));
        }
    }
}
