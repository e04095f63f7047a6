//! How many forms a number word takes: the header field without which gettext refuses plural entries.

use crate::text::Language;

/// Rules of languages that differ from the usual one and two; compiled for this project from the gettext
/// manual's section on plural forms and CLDR's plural categories.
const RULES: &[(&[&str], &str)] = &[
    (
        &[
            "id", "ja", "ko", "lo", "ms", "my", "th", "vi", "zh", "dz", "km", "bo", "yue",
        ],
        "nplurals=1; plural=0;",
    ),
    (
        &["fr", "pt", "am", "fil", "ti", "wa", "mg", "ln"],
        "nplurals=2; plural=(n > 1);",
    ),
    (
        &["fa", "hi", "bn", "gu", "kn", "zu", "as"],
        "nplurals=2; plural=(n > 1);",
    ),
    (
        &["ru", "uk", "be", "sr", "hr", "bs"],
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    ),
    (
        &["cs", "sk"],
        "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;",
    ),
    (
        &["pl"],
        "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    ),
    (
        &["lt"],
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);",
    ),
    (
        &["lv"],
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);",
    ),
    (
        &["ro"],
        "nplurals=3; plural=n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2;",
    ),
    (
        &["sl"],
        "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
    ),
    (
        &["ga"],
        "nplurals=5; plural=n==1 ? 0 : n==2 ? 1 : (n>2 && n<7) ? 2 : (n>6 && n<11) ? 3 : 4;",
    ),
    (
        &["ar"],
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    ),
];

/// Every rule, for tests.
#[cfg(test)]
pub(super) fn rules() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|(_, rule)| *rule)
}

/// The value of `Plural-Forms` for a language: as `nplurals=2; plural=(n != 1);`.
pub(super) fn plural_forms(language: &Language) -> &'static str {
    RULES
        .iter()
        .find(|(languages, _)| languages.contains(&language.primary()))
        .map_or("nplurals=2; plural=(n != 1);", |(_, rule)| rule)
}

/// How many forms a value of `Plural-Forms` asks for.
pub(super) fn form_count(plural_forms: &str) -> Option<usize> {
    let (_, after) = plural_forms.split_once("nplurals")?;
    let digits = after.trim_start().strip_prefix('=')?.trim_start();
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits[..end].parse().ok()
}
