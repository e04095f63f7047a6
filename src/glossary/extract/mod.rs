//! Which words of a corpus may be terms, and what may translate them.

mod association;
mod candidates;
mod phrases;
mod renderings;
mod stop_words;

pub use candidates::{Candidate, ExtractOptions, candidates};
pub use renderings::{Rendering, renderings};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    const ENGLISH: [&str; 6] = [
        "The river port was closed, and the port master left.",
        "A river port needs a harbour wall.",
        "Every river port has a harbour wall.",
        "The old harbour wall fell on Monday.",
        "River ports are cold.",
        "The port master came back.",
    ];

    const URDU: [&str; 6] = [
        "دریائی بندرگاہ بند تھی اور ناظم چلا گیا۔",
        "دریائی بندرگاہ کو فصیل چاہیے۔",
        "ہر دریائی بندرگاہ کی فصیل ہوتی ہے۔",
        "پرانی فصیل پیر کو گر گئی۔",
        "دریائی بندرگاہیں سرد ہیں۔",
        "ناظم واپس آیا۔",
    ];

    fn language(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn phrases_come_before_their_parts_with_what_translates_them() {
        let found = candidates(&ENGLISH, &language("en"), &ExtractOptions::default());
        let terms: Vec<_> = found.iter().map(|one| one.term.as_str()).collect();
        assert_eq!(terms[..2], ["river port", "harbour wall"]);
        assert!(terms.contains(&"port master"), "{terms:?}");
        assert!(
            !terms.contains(&"harbour") && !terms.contains(&"river"),
            "{terms:?}"
        );
        assert_eq!(
            (found[0].frequency, found[0].texts.as_slice()),
            (4, &[0, 1, 2, 4][..])
        );
        let urdu: Vec<_> = URDU.into_iter().map(Some).collect();
        let answers = renderings(&found, &urdu, &language("ur"));
        let answers: Vec<_> = answers
            .iter()
            .flatten()
            .map(|one| one.text.as_str())
            .collect();
        assert_eq!(answers[..2], ["دریائی بندرگاہ", "فصیل"]);
    }

    #[test]
    fn nothing_comes_of_nothing() {
        let options = ExtractOptions::default();
        assert!(candidates(&[], &language("en"), &options).is_empty());
        assert!(candidates(&["", "؟", "The of and."], &language("en"), &options).is_empty());
        let found = candidates(&["gate", "gate"], &language("ja"), &options);
        assert_eq!(renderings(&found, &[None, None], &language("ur")), [None]);
    }
}
