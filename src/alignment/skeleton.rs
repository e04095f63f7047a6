//! The consonants of a word, by which a name is known again in another script.

use std::collections::HashMap;

const LETTERS: &str = include_str!("skeleton.tsv");

/// Ways to read one word at most; more would match too much.
const READINGS_AT_MOST: usize = 6;

/// Reads words of several scripts as consonant skeletons: `Torkham` and `تورخم` are both `TRKM`.
#[derive(Debug)]
pub(crate) struct Skeletons {
    /// Letters to alternatives; an empty alternative is silence.
    readings: HashMap<&'static str, Vec<&'static str>>,
    longest: usize,
}

impl Skeletons {
    /// Reads the table of letters that is built in.
    pub(crate) fn built_in() -> Self {
        let mut readings = HashMap::new();
        let rows = LETTERS.lines().filter(|line| !line.starts_with('#'));
        for (letters, classes) in rows.filter_map(|line| line.split_once('\t')) {
            let classes = classes
                .split(' ')
                .map(|class| if class == "-" { "" } else { class });
            readings.insert(letters, classes.collect());
        }
        let longest = readings
            .keys()
            .map(|letters| letters.chars().count())
            .max()
            .unwrap_or(1);
        Self { readings, longest }
    }

    /// All skeletons of a folded word; none when it holds a letter that the table does not know.
    pub(crate) fn of(&self, word: &str) -> Vec<String> {
        let letters: Vec<(usize, char)> = word.char_indices().collect();
        let mut skeletons = vec![String::new()];
        let mut at = 0;
        while at < letters.len() {
            let Some((taken, classes)) = self.longest_entry(word, &letters[at..]) else {
                return Vec::new();
            };
            skeletons = extend_all(&skeletons, classes);
            at += taken;
        }
        for skeleton in &mut skeletons {
            squeeze(skeleton);
        }
        skeletons.sort_unstable();
        skeletons.dedup();
        skeletons
    }

    fn longest_entry(
        &self,
        word: &str,
        letters: &[(usize, char)],
    ) -> Option<(usize, &[&'static str])> {
        let begin = letters[0].0;
        (1..=self.longest.min(letters.len()))
            .rev()
            .find_map(|count| {
                let end = letters.get(count).map_or(word.len(), |(place, _)| *place);
                self.readings
                    .get(&word[begin..end])
                    .map(|classes| (count, classes.as_slice()))
            })
    }
}

fn extend_all(skeletons: &[String], classes: &[&str]) -> Vec<String> {
    let mut extended: Vec<String> = classes
        .iter()
        .flat_map(|class| {
            skeletons
                .iter()
                .map(move |skeleton| format!("{skeleton}{class}"))
        })
        .collect();
    extended.truncate(READINGS_AT_MOST);
    extended
}

/// Writes a doubled consonant once: scripts differ in doubling.
fn squeeze(skeleton: &mut String) {
    let mut last = None;
    skeleton.retain(|letter| last.replace(letter) != Some(letter));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(one: &str, other: &str) -> bool {
        let skeletons = Skeletons::built_in();
        let of_one = skeletons.of(one);
        skeletons
            .of(other)
            .iter()
            .any(|skeleton| of_one.contains(skeleton))
    }

    #[test]
    fn names_meet_across_scripts() {
        for (latin, arabic) in [
            ("taliban", "طالبان"),
            ("torkham", "تورخم"),
            ("pakistan", "پاکستان"),
            ("kandahar", "کندهار"),
            ("moscow", "ماسکو"),
        ] {
            assert!(meet(latin, arabic), "{latin}");
        }
        assert!(meet("москва", "moskva"));
        assert!(!meet("kabul", "لاهور"));
    }

    #[test]
    fn a_word_with_letters_unknown_to_the_table_has_no_skeleton() {
        assert!(Skeletons::built_in().of("東京").is_empty());
    }
}
