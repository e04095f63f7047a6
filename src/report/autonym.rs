//! What a language calls itself, in its own script.

use crate::text::Language;

/// One line a language: its primary subtag, a tab, its name.
const NAMES: &str = include_str!("autonyms.tsv");

/// The name of a language in its own script, and the tag where there is more to say or no name known.
///
/// `ur` is «اردو»; `ps-PK` is «پښتو» with the tag; a language without a name is its tag alone.
pub(super) fn autonym(language: &Language) -> (Option<&'static str>, Option<&str>) {
    let name = NAMES
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .find(|(tag, _)| *tag == language.primary())
        .map(|(_, name)| name);
    let name = name.filter(|_| language.script().is_none());
    let bare = name.is_some() && language.as_str() == language.primary();
    (name, (!bare).then_some(language.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tag: &str) -> (Option<&'static str>, Option<String>) {
        let language = Language::parse(tag).unwrap();
        let (name, shown) = autonym(&language);
        (name, shown.map(str::to_owned))
    }

    #[test]
    fn languages_are_named_in_their_own_script() {
        assert_eq!(of("ps"), (Some("پښتو"), None));
        assert_eq!(of("ur-PK"), (Some("اردو"), Some("ur-PK".to_owned())));
        assert_eq!(of("ur-Latn"), (None, Some("ur-Latn".to_owned())));
        assert_eq!(of("tlh"), (None, Some("tlh".to_owned())));
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        let rows: Vec<_> = NAMES
            .lines()
            .skip(1)
            .map(|line| line.split_once('\t').unwrap())
            .collect();
        assert!(rows.is_sorted_by(|one, two| one.0 < two.0));
        assert!(rows.iter().all(|(_, name)| !name.trim().is_empty()));
    }
}
