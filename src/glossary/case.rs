//! Whether a word of a text has the capitals that a term asks for.

/// What a term asks of the case of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// What its own letters say: `TTP` asks for capitals, `Kabul` for one, `refugee` for no word in capitals.
    ByForm,
    /// Nothing.
    Any,
    /// Every letter as in the term.
    Exact,
}

impl Case {
    /// The rule of that name, as it stands in the detail `case`.
    pub(super) fn from_name(name: Option<&str>) -> Self {
        match name {
            Some("any") => Self::Any,
            Some("exact") => Self::Exact,
            _ => Self::ByForm,
        }
    }

    /// Whether a word fits a word of a term; `in_capitals` says that the whole text has no small letter.
    pub(super) fn fits(self, term: &str, word: &str, in_capitals: bool) -> bool {
        match self {
            Self::Any => true,
            Self::Exact => same_letters(term, word),
            Self::ByForm => fits_form(term, word, in_capitals),
        }
    }
}

fn fits_form(term: &str, word: &str, in_capitals: bool) -> bool {
    let capitals = term.chars().filter(|c| c.is_uppercase()).count();
    let begins = term.chars().next().is_some_and(char::is_uppercase);
    match capitals {
        0 => in_capitals || !is_in_capitals(word),
        1 if begins && term.chars().nth(1).is_some() => {
            word.chars().next().is_some_and(char::is_uppercase)
        }
        _ => in_capitals || same_letters(term, word),
    }
}

/// Whether the letters that two words share are written alike.
fn same_letters(term: &str, word: &str) -> bool {
    let mut pairs = term.chars().zip(word.chars());
    pairs.all(|(one, other)| one == other || !one.to_lowercase().eq(other.to_lowercase()))
}

/// Whether a word of two letters or more has capitals only.
fn is_in_capitals(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    letters
        .by_ref()
        .take(2)
        .filter(|c| c.is_uppercase())
        .count()
        == 2
        && letters.all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_and_names_are_not_common_words() {
        let fits = |term, word| Case::ByForm.fits(term, word, false);
        assert!(fits("US", "US") && !fits("US", "us") && !fits("US", "Us"));
        assert!(fits("TTP", "TTPs") && !fits("TTP", "ttp"));
        assert!(fits("Turkey", "Turkey") && fits("Turkey", "TURKEY") && !fits("Turkey", "turkey"));
        assert!(fits("refugees", "Refugees") && !fits("aids", "AIDS"));
        assert!(fits("iPhone", "iPhone") && !fits("iPhone", "Iphone"));
    }

    #[test]
    fn a_text_in_capitals_fits_what_it_can() {
        assert!(Case::ByForm.fits("refugees", "REFUGEES", true));
        assert!(Case::ByForm.fits("iPhone", "IPHONE", true));
    }

    #[test]
    fn a_rule_of_the_glossary_goes_first() {
        assert!(Case::from_name(Some("any")).fits("US", "us", false));
        assert!(!Case::from_name(Some("exact")).fits("may", "May", false));
        assert!(Case::from_name(Some("exact")).fits("may", "may", false));
    }
}
