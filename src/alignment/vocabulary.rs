//! Words that are known before any text is read: common words and names, in tables with a column a language.

use crate::text::Language;

/// Tables with a first line of language tags; comments begin with `#`.
const TABLES: [&str; 3] = [
    include_str!("words.tsv"),
    include_str!("words.european.tsv"),
    include_str!("names.tsv"),
];

/// Pairs of cells of two languages, as far as the tables have both; each cell holds one or more words.
pub(crate) fn built_in(
    source: &Language,
    target: &Language,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let languages = [source.primary().to_owned(), target.primary().to_owned()];
    TABLES.into_iter().flat_map(move |table| {
        let mut lines = table.lines().filter(|line| !line.starts_with('#'));
        let columns = lines.next().and_then(|head| columns(head, &languages));
        lines.filter_map(move |line| {
            let (source, target) = columns?;
            let cells = (line.split('\t').nth(source)?, line.split('\t').nth(target)?);
            (!cells.0.is_empty() && !cells.1.is_empty()).then_some(cells)
        })
    })
}

/// Where two different languages stand in a table.
fn columns(head: &str, languages: &[String; 2]) -> Option<(usize, usize)> {
    let place = |language: &str| head.split('\t').position(|column| column == language);
    let places = (place(&languages[0])?, place(&languages[1])?);
    (places.0 != places.1).then_some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn words_are_known_in_both_directions() {
        let forward: Vec<_> = built_in(&language("en"), &language("ur-PK")).collect();
        let backward: Vec<_> = built_in(&language("ur"), &language("en")).collect();
        assert!(
            forward
                .iter()
                .any(|(one, _)| one.split(' ').any(|word| word == "water"))
        );
        assert_eq!(forward.len(), backward.len());
    }

    #[test]
    fn languages_without_a_column_have_no_words() {
        assert_eq!(built_in(&language("en"), &language("ja")).count(), 0);
        assert_eq!(built_in(&language("ur"), &language("ur")).count(), 0);
    }

    #[test]
    fn every_line_has_a_cell_for_every_column() {
        for table in TABLES {
            let mut lines = table.lines().filter(|line| !line.starts_with('#'));
            let columns = lines.next().unwrap().split('\t').count();
            for line in lines {
                assert_eq!(line.split('\t').count(), columns, "{line}");
            }
        }
    }
}
