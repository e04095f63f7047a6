//! Stems of words, by the algorithms of the Snowball project, for languages that have one.

use snowball_stemmers_rs::{Algorithm, Stemmer};

/// The languages with a stemmer; Urdu, Pashto and Persian have [`super::endings::Endings`] instead.
const ALGORITHMS: &[(&str, Algorithm)] = &[
    ("ar", Algorithm::Arabic),
    ("ca", Algorithm::Catalan),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hi", Algorithm::Hindi),
    ("hu", Algorithm::Hungarian),
    ("id", Algorithm::Indonesian),
    ("it", Algorithm::Italian),
    ("ne", Algorithm::Nepali),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pl", Algorithm::Polish),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

/// The stemmer of a language, if there is one. It takes words in lower case.
pub(super) fn stemmer(primary: &str) -> Option<Stemmer> {
    let known = ALGORITHMS.iter().find(|(tag, _)| *tag == primary);
    known.map(|(_, algorithm)| Stemmer::create(*algorithm))
}
