//! Whether `validate` says of a PO file what gettext says, where it is installed.

use tarjuman::exchange::{Objection, format_named};

use crate::gettext::{folder_with, has, run};

/// A file that gettext takes, with something of every kind.
const SOUND: &str = include_str!("verdicts.po");

/// Changes, most of which gettext refuses.
const CHANGES: &[(&str, &str)] = &[
    ("\\n\"\n\n", "\"\n\n"),
    ("%2$s: %1$d", "%1$d"),
    ("%2$s: %1$d", "%2$d: %1$d"),
    ("%2$s: %1$d", "%2$s: %1$d %"),
    ("%2$s: %1$d", "%2$s: %1$d%%"),
    ("%2$s: %1$d", "%2$s: %1$i"),
    ("%2$s: %1$d", "%2$s: %1$u"),
    ("%2$s: %1$d", "%2$s: %1$ld"),
    ("%2$s: %1$d", "%2$s: %1$5d"),
    ("سلام {name}", "سلام {nam}"),
    ("سلام {name}", "سلام {name"),
    ("nplurals=2", "nplurals=3"),
    ("nplurals=2", "nplurals=1"),
    ("(n != 1)", "(n !="),
    ("(n != 1)", "n>1?2:0"),
    ("msgstr[1]", "msgstr[2]"),
    ("%1$s میں %2$d فائلیں", "فائلیں"),
    ("%1$s میں ایک فائل", "ایک فائل"),
    ("\"untranslated\"", "\"gone\""),
    ("#~ msgstr", "msgstr"),
    ("#, fuzzy\n", ""),
    ("msgctxt \"menu\"\n", ""),
    ("charset=UTF-8", "charset=ASCII"),
    ("c-format", "no-c-format"),
    ("\\n", "\\q"),
    ("\"Hello", "Hello"),
    ("# Translators", "Translators"),
    ("# Translators", "\u{FEFF}# Translators"),
    ("#. note\n", ""),
];

/// The file with each change, and the file without each of its lines.
fn variants() -> Vec<String> {
    let changed = CHANGES.iter().map(|(old, new)| {
        assert!(SOUND.contains(old), "{old}");
        SOUND.replacen(old, new, 1)
    });
    let lines: Vec<&str> = SOUND.lines().collect();
    let shorter = (0..lines.len()).map(|gone| {
        let kept = lines.iter().enumerate().filter(|(at, _)| *at != gone);
        kept.map(|(_, line)| format!("{line}\n")).collect()
    });
    let all = std::iter::once(SOUND.to_owned()).chain(changed);
    all.chain(shorter).collect()
}

/// Whether `msgfmt` and `msgfmt --check` would refuse a file, by our rules.
fn refused(text: &str) -> [bool; 2] {
    let mut by: Vec<&str> = Vec::new();
    let rulebook = format_named("po").unwrap().rulebook().unwrap();
    let mut hear = |objection: Objection| by.extend(objection.refused_by);
    rulebook.validate(&mut text.as_bytes(), &mut hear).unwrap();
    ["msgfmt", "msgfmt-check"].map(|name| by.contains(&name))
}

#[test]
fn what_we_say_of_a_file_is_what_gettext_says() {
    if !has("msgfmt") {
        return;
    }
    let mut refusals = 0;
    for text in variants() {
        let folder = folder_with(&text);
        let plain = run(folder.path(), "msgfmt", &["-o", "out.mo", "a.po"]);
        let checked = run(
            folder.path(),
            "msgfmt",
            &["--check", "-o", "out.mo", "a.po"],
        );
        let theirs = [!plain.2, !checked.2];
        assert_eq!(refused(&text), theirs, "{}\n{text}", checked.1);
        refusals += usize::from(theirs[1]);
    }
    assert!(refusals > 30, "{refusals}");
}
