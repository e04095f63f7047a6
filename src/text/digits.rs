//! Decimal digits: their values, the sets that they come from, and converting from one set to another.

use std::borrow::Cow;

use super::Language;

/// The zeros of the sets of decimal digits beyond the three that have a name of their own (Unicode category Nd).
const OTHER_ZEROS: [u32; 67] = [
    0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30,
    0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730,
    0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0, 0x10D40,
    0x116D0,
];

/// A set of ten decimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DigitSet {
    /// `0`–`9`, CLDR's `latn`.
    Ascii,
    /// `۰`–`۹` (U+06F0), CLDR's `arabext`: the digits of Pashto, Persian and of Urdu where it does not use ASCII.
    ExtendedArabic,
    /// `٠`–`٩` (U+0660), CLDR's `arab`: the digits of Arabic.
    Arabic,
    /// The set of any other script, by the code point of its zero.
    Other(u32),
}

impl DigitSet {
    /// The set that a language writes by default, after CLDR; a `-u-nu-` in the tag decides before.
    #[must_use]
    pub fn of_language(language: &Language) -> Self {
        if let Some((_, system)) = language.as_str().split_once("-nu-") {
            match system.split('-').next() {
                Some("latn") => return Self::Ascii,
                Some("arabext") => return Self::ExtendedArabic,
                Some("arab") => return Self::Arabic,
                _ => {}
            }
        }
        match (language.primary(), language.script()) {
            (_, Some("Latn")) => Self::Ascii,
            ("ps" | "pbt" | "pst" | "fa" | "prs" | "ks" | "mzn" | "lrc" | "bgn", _) => {
                Self::ExtendedArabic
            }
            ("uz" | "pa", Some("Arab")) => Self::ExtendedArabic,
            ("ur", _) if language.as_str().ends_with("-IN") => Self::ExtendedArabic,
            ("ar" | "ckb" | "sd", _) => Self::Arabic,
            _ => Self::Ascii,
        }
    }

    /// The digit of this set with a value from 0 to 9; `None` for a greater value.
    #[must_use]
    pub fn digit(self, value: u8) -> Option<char> {
        let zero = match self {
            Self::Ascii => u32::from('0'),
            Self::ExtendedArabic => 0x6F0,
            Self::Arabic => 0x660,
            Self::Other(zero) => zero,
        };
        (value < 10)
            .then(|| char::from_u32(zero + u32::from(value)))
            .flatten()
    }
}

/// The value of a decimal digit of any script; `None` when the character is none.
#[must_use]
pub fn digit_value(c: char) -> Option<u8> {
    digit(c).map(|(_, value)| value)
}

/// The set and the value of a decimal digit; `None` when the character is none.
#[must_use]
pub fn digit(c: char) -> Option<(DigitSet, u8)> {
    let value = |zero: u32| (c as u32 - zero) as u8;
    match c {
        '0'..='9' => Some((DigitSet::Ascii, value(0x30))),
        '\0'..='\u{65F}' => None,
        '\u{660}'..='\u{669}' => Some((DigitSet::Arabic, value(0x660))),
        '\u{6F0}'..='\u{6F9}' => Some((DigitSet::ExtendedArabic, value(0x6F0))),
        _ if c.is_numeric() => OTHER_ZEROS
            .into_iter()
            .find(|zero| (*zero..zero + 10).contains(&u32::from(c)))
            .map(|zero| (DigitSet::Other(zero), value(zero))),
        _ => None,
    }
}

/// The text with every decimal digit written in one set.
#[must_use]
pub fn with_digits(text: &str, set: DigitSet) -> Cow<'_, str> {
    let is_foreign = |c| digit(c).is_some_and(|(own, _)| own != set);
    if !text.contains(is_foreign) {
        return Cow::Borrowed(text);
    }
    let convert = |c| {
        digit_value(c)
            .and_then(|value| set.digit(value))
            .unwrap_or(c)
    };
    Cow::Owned(text.chars().map(convert).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_in_three_sets_and_more() {
        for seven in ['7', '۷', '٧', '७', '７', '𝟳'] {
            assert_eq!(digit_value(seven), Some(7), "{seven}");
        }
        for none in ['a', '½', '²', 'Ⅳ', '%', '٪', '٫', '\u{6FA}', '五'] {
            assert_eq!(digit_value(none), None, "{none}");
        }
    }

    #[test]
    fn digits_go_to_a_languages_own_and_back() {
        let own = |tag| DigitSet::of_language(&Language::parse(tag).unwrap());
        assert_eq!(with_digits("15-2024", own("ps")), "۱۵-۲۰۲۴");
        assert_eq!(with_digits("۱۵ اور ٢", own("ur")), "15 اور 2");
        assert_eq!(with_digits("79", own("ur-IN")), "۷۹");
        assert_eq!(with_digits("79", own("ur-u-nu-arabext")), "۷۹");
        assert_eq!(with_digits("79", own("ar")), "٧٩");
        assert!(matches!(
            with_digits("79 فیصد", own("en")),
            Cow::Borrowed(_)
        ));
    }
}
