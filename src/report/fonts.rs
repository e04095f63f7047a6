//! The typefaces of a page: which language is set in which, and the files embedded for it.

use crate::text::Language;

/// Primary languages that are written in Arabic letters unless the tag names another script.
const ARABIC_SCRIPT: &[&str] = &[
    "ar", "azb", "bal", "bgn", "bqi", "ckb", "fa", "glk", "haz", "khw", "ks", "lrc", "mzn", "pbt",
    "pnb", "prs", "ps", "pst", "sd", "skr", "ug", "ur",
];

/// Those of them whose readers expect the sloping hand.
const NASTALIQ: &[&str] = &["ks", "pnb", "skr", "ur"];

/// The style in which a language is set; the stylesheet has a class of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// Latin and every other script: what the reader's system has.
    System,
    /// Noto Nastaliq Urdu.
    Nastaliq,
    /// Noto Naskh Arabic.
    Naskh,
}

impl Face {
    /// The face of a language: its script decides when the tag names one, else the language.
    pub(super) fn of(language: &Language) -> Self {
        let arabic = match language.script() {
            Some("Aran") => return Self::Nastaliq,
            Some(script) => script == "Arab",
            None => ARABIC_SCRIPT.contains(&language.primary()),
        };
        match (arabic, NASTALIQ.contains(&language.primary())) {
            (true, true) => Self::Nastaliq,
            (true, false) => Self::Naskh,
            (false, _) => Self::System,
        }
    }

    /// The class of elements that are set in it.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Nastaliq => "nastaliq",
            Self::Naskh => "naskh",
        }
    }

    /// The family's name, for a face that is embedded.
    pub(super) fn family(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Nastaliq => Some("Noto Nastaliq Urdu"),
            Self::Naskh => Some("Noto Naskh Arabic"),
        }
    }

    fn file(self) -> Option<&'static [u8]> {
        match self {
            Self::System => None,
            Self::Nastaliq => Some(include_bytes!("fonts/noto-nastaliq-urdu-arabic-400.woff2")),
            Self::Naskh => Some(include_bytes!("fonts/noto-naskh-arabic-arabic-400.woff2")),
        }
    }
}

/// The embedded faces that these languages need, each once, in the languages' order.
pub(super) fn embedded(languages: &[Language]) -> Vec<Face> {
    let mut faces = Vec::new();
    for face in languages.iter().map(Face::of) {
        if face != Face::System && !faces.contains(&face) {
            faces.push(face);
        }
    }
    faces
}

/// Appends the `@font-face` rule of an embedded face, with the whole file in it.
pub(super) fn push_rule(css: &mut String, face: Face) {
    if let (Some(family), Some(file)) = (face.family(), face.file()) {
        css.push_str("@font-face{font-family:\"");
        css.push_str(family);
        css.push_str("\";font-style:normal;font-weight:400;src:url(data:font/woff2;base64,");
        push_base64(css, file);
        css.push_str(") format(\"woff2\")}\n");
    }
}

/// Appends bytes in base 64 (RFC 4648, section 4), padded.
fn push_base64(out: &mut String, bytes: &[u8]) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    out.reserve(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let value = (bits >> (18 - 6 * digit)) & 63;
            out.push(if digit > group.len() {
                '='
            } else {
                char::from(ALPHABET[value as usize])
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Language {
        Language::parse(text).unwrap()
    }

    #[test]
    fn urdu_is_set_in_nastaliq_and_pashto_in_naskh() {
        for (language, face) in [
            ("ur", Face::Nastaliq),
            ("ur-IN", Face::Nastaliq),
            ("ps", Face::Naskh),
            ("ps-PK", Face::Naskh),
            ("fa-Aran", Face::Nastaliq),
            ("ur-Latn", Face::System),
            ("az-Arab", Face::Naskh),
            ("he", Face::System),
            ("en", Face::System),
        ] {
            assert_eq!(Face::of(&tag(language)), face, "{language}");
        }
    }

    #[test]
    fn each_face_is_embedded_once_and_only_if_needed() {
        let languages = ["en", "ps", "ur", "fa", "ur-PK"].map(tag);
        assert_eq!(embedded(&languages), [Face::Naskh, Face::Nastaliq]);
        assert!(embedded(&[tag("en"), tag("he")]).is_empty());
    }

    #[test]
    fn base64_is_as_the_standard_says() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            let mut out = String::new();
            push_base64(&mut out, plain.as_bytes());
            assert_eq!(out, coded);
        }
        let mut out = String::new();
        push_base64(&mut out, &[0xFB, 0xFF, 0xBF]);
        assert_eq!(out, "+/+/");
    }

    #[test]
    fn the_files_are_woff2() {
        for face in [Face::Nastaliq, Face::Naskh] {
            assert!(face.file().unwrap().starts_with(b"wOF2"));
        }
    }
}
