//! Looking words up in a lexicon.

use super::lexicon::Lexicon;
use super::reading::read_sentence;

/// A word that may translate another.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The word, folded.
    pub word: String,
    /// How likely it is, from 0 to 1.
    pub probability: f64,
}

impl Lexicon {
    /// The words that translate a word of the source language, the likeliest first. Words are compared by
    /// their stems. Linear in the lexicon.
    #[must_use]
    pub fn translations(&self, word: &str) -> Vec<Answer> {
        let stem = stem_of(word);
        let entries = self.entries().iter();
        let found = entries.filter(|entry| stem_of(&entry.source) == stem);
        sorted(
            found.map(|entry| (entry.target.clone(), entry.probability)),
            1.0,
        )
    }

    /// The words of the source language that a word may translate, the likeliest first: each probability is
    /// the word's share among them, as if all were equally frequent. Linear in the lexicon.
    #[must_use]
    pub fn origins(&self, word: &str) -> Vec<Answer> {
        let stem = stem_of(word);
        let entries = self.entries().iter();
        let found: Vec<_> = entries
            .filter(|entry| stem_of(&entry.target) == stem)
            .collect();
        let all: f64 = found.iter().map(|entry| entry.probability).sum();
        let found = found.into_iter();
        sorted(
            found.map(|entry| (entry.source.clone(), entry.probability)),
            all,
        )
    }
}

fn sorted(found: impl Iterator<Item = (String, f64)>, whole: f64) -> Vec<Answer> {
    let mut answers: Vec<Answer> = found
        .map(|(word, probability)| Answer {
            word,
            probability: probability / whole,
        })
        .collect();
    answers.sort_by(|one, other| {
        let likely = other.probability.total_cmp(&one.probability);
        likely.then_with(|| one.word.cmp(&other.word))
    });
    answers
}

/// The stem of the first word of a text; `None` when it holds none.
fn stem_of(text: &str) -> Option<String> {
    let reading = read_sentence(text);
    reading.tokens.first().map(|token| token.stem().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::from_tsv("river\tدریا\t0.6\nriver\tندی\t0.2\nstream\tندی\t0.6\n").unwrap()
    }

    fn words(answers: Vec<Answer>) -> Vec<(String, f64)> {
        let answers = answers.into_iter();
        answers
            .map(|answer| (answer.word, answer.probability))
            .collect()
    }

    #[test]
    fn a_word_is_looked_up_by_its_stem_in_both_directions() {
        let found = words(lexicon().translations("Rivers"));
        assert_eq!(found, [("دریا".to_owned(), 0.6), ("ندی".to_owned(), 0.2)]);
        let found = words(lexicon().origins("ندي"));
        assert_eq!(found[0].0, "stream");
        assert!((found[0].1 - 0.75).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_word_has_no_answer() {
        assert!(lexicon().translations("").is_empty());
        assert!(lexicon().translations("house").is_empty());
    }
}
