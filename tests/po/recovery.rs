//! A broken entry costs that entry only, and is told with place and hint.

use tarjuman::exchange::po::SegmentFile;
use tarjuman::model::Finding;

use crate::id;

const BEFORE: &str = "msgctxt \"a\"\nmsgid \"One.\"\nmsgstr \"ایک۔\"\n";
const AFTER: &str = "# note\nmsgctxt \"z\"\nmsgid \"Two.\"\nmsgstr \"دو۔\"\n";

/// The finding as a terminal would show it.
fn shown(finding: &Finding) -> String {
    let place = finding.place.as_ref().unwrap();
    let before = place.text[..place.span.start].chars().count();
    let marked = place.text[place.span.clone()].chars().count();
    format!(
        "{}:{}: {}: {}\n{}\n{}{}",
        place.line,
        place.column,
        finding.id,
        finding.message,
        place.text,
        " ".repeat(before),
        "^".repeat(marked.max(1)),
    )
}

/// Reads the broken lines between two sound entries; both must survive, the text must stay.
fn one_fault(broken: &str, separator: &str) -> Finding {
    let text = format!("{BEFORE}{separator}{broken}{separator}{AFTER}");
    let (file, findings) = SegmentFile::parse(&text);
    assert_eq!(file.to_text(), text);
    for (name, target) in [("a", "ایک۔"), ("z", "دو۔")] {
        let entry = file
            .entry(&id(name))
            .unwrap_or_else(|| panic!("{name} lost in\n{text}\n{findings:?}"));
        assert_eq!(entry.target(), target);
    }
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].hint.is_some());
    findings[0].clone()
}

#[track_caller]
fn assert_shown(broken: &str, expected: &str) {
    assert_eq!(shown(&one_fault(broken, "\n")), expected);
}

#[test]
fn an_unterminated_string() {
    assert_shown(
        "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr \"سورج\n",
        "7:8: unterminated-string: the string has no closing quote on its line\nmsgstr \"سورج\n       ^^^^^",
    );
}

#[test]
fn a_line_break_typed_into_a_string_is_one_fault() {
    assert_shown(
        "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr \"first\nsecond\"\n",
        "7:8: unterminated-string: the string has no closing quote on its line\nmsgstr \"first\n       ^^^^^^",
    );
}

#[test]
fn a_keyword_without_a_string() {
    assert_shown(
        "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr\n",
        "7:1: missing-string: the keyword has no string behind it\nmsgstr\n^^^^^^",
    );
    assert_shown(
        "msgctxt \"m\"\nmsgid\nmsgstr \"سورج\"\n",
        "6:1: missing-string: the keyword has no string behind it\nmsgid\n^^^^^",
    );
}

#[test]
fn a_bad_escape() {
    assert_shown(
        "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr \"C:\\docs\"\n",
        "7:11: bad-escape: `\\d` is no escape that PO knows\nmsgstr \"C:\\docs\"\n          ^^",
    );
}

#[test]
fn a_quote_inside_a_string() {
    assert_shown(
        "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr \"he said \"yes\" twice\"\n",
        "7:18: text-outside-quotes: text stands outside the quotes\nmsgstr \"he said \"yes\" twice\"\n                 ^^^^^^^^^^^",
    );
}

#[test]
fn a_conflict_of_version_control() {
    assert_shown(
        "msgctxt \"m\"\nmsgid \"Sun\"\n<<<<<<< HEAD\nmsgstr \"a\"\n=======\nmsgstr \"b\"\n>>>>>>> other\n",
        "7:1: conflict-mark: version control left a conflict here\n<<<<<<< HEAD\n^^^^^^^^^^^^",
    );
}

#[test]
fn missing_and_double_fields() {
    for (broken, id) in [
        ("msgctxt \"m\"\nmsgid \"Sun\"\n", "missing-msgstr"),
        ("msgctxt \"m\"\n", "missing-msgid"),
        ("msgctxt \"m\"\nmsgstr \"x\"\n", "missing-msgid"),
        (
            "msgctxt \"m\"\nmsgctxt \"n\"\nmsgid \"Sun\"\nmsgstr \"x\"\n",
            "duplicate-field",
        ),
        (
            "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr \"x\"\nmsgstr \"y\"\n",
            "duplicate-field",
        ),
        (
            "msgctxt \"m\"\nmsgid \"Sun\"\n# late\nmsgstr \"x\"\n",
            "comment-inside-entry",
        ),
        (
            "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr[0] \"x\"\n",
            "plural-forms-differ",
        ),
        (
            "msgctxt \"m\"\nmsgid \"S\"\nmsgid_plural \"T\"\nmsgstr \"x\"\n",
            "plural-forms-differ",
        ),
        (
            "msgctxt \"m\"\nmsgid \"S\"\nmsgid_plural \"T\"\nmsgstr[1] \"x\"\n",
            "plural-forms-differ",
        ),
        ("# c\n\"lost\"\n", "string-without-keyword"),
        ("stray words\nand more\n", "text-outside-quotes"),
        ("#~ stray\n", "text-outside-quotes"),
        (
            "msgctxt \"m\"\nmsgid Sun\nmsgstr \"x\"\n",
            "text-outside-quotes",
        ),
        (
            "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr x\"\n",
            "text-outside-quotes",
        ),
        (
            "msgctxt \"m\nmsgid \"Sun\"\nmsgstr \"x\"\n",
            "unterminated-string",
        ),
        (
            "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr \"\n\"x\"\n",
            "unterminated-string",
        ),
        (
            "msgctxt \"m\"\nmsgid \"Sun\"\nmgstr \"x\"\n",
            "text-outside-quotes",
        ),
        (
            "msgctxt \"a\"\nmsgid \"Sun\"\nmsgstr \"x\"\n",
            "duplicate-unit-id",
        ),
        ("msgid \"Sun\"\nmsgstr \"x\"\n", "no-unit-id"),
    ] {
        assert_eq!(one_fault(broken, "\n").id, id, "{broken}");
    }
}

#[test]
fn entries_without_empty_lines_between_them_are_told_apart_too() {
    for broken in [
        "#. x\nmsgctxt \"m\"\nmsgid \"Sun\"\nmsgstr \"سورج\n",
        "msgctxt \"m\"\nmsgid \"Sun\"\n",
        "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr \"x\"\nmsgstr \"y\"\n",
        "msgctxt \"m\"\nmsgid \"S\nmsgstr \"T\"\nstray\n",
    ] {
        one_fault(broken, "");
    }
}

#[test]
fn a_broken_entry_keeps_its_id_so_that_nobody_adds_a_second_one() {
    let broken = "msgctxt \"m\"\nmsgid \"Sun\"\nmsgstr \"x\n";
    let finding = one_fault(broken, "\n");
    assert_eq!(finding.unit, Some(id("m")));
    let (mut file, _) = SegmentFile::parse(broken);
    assert!(file.is_broken(&id("m")));
    assert!(file.entry(&id("m")).is_none());
    assert!(file.insert(0, [crate::entry("m", 1, "Sun", "")]).is_err());
    assert_eq!(file.to_text(), broken);
}

#[test]
fn text_of_another_kind_is_one_finding_not_thousands() {
    let (file, findings) = SegmentFile::parse(&"just a line of prose\n\n".repeat(1000));
    assert_eq!(findings.len(), 1);
    assert_eq!(file.entries().count(), 0);
}

#[test]
fn a_long_line_is_shown_around_its_fault() {
    let text = format!(
        "msgid \"{}\\q{}\"\nmsgstr \"\"\n",
        "ا".repeat(5000),
        "ب".repeat(5000)
    );
    let (_, findings) = SegmentFile::parse(&text);
    let place = findings[0].place.as_ref().unwrap();
    assert!(place.text.len() < 400);
    assert_eq!(&place.text[place.span.clone()], "\\q");
    assert_eq!(place.column, 5008);
}

#[test]
fn bytes_that_are_no_utf8_are_named() {
    let finding = *SegmentFile::read(b"msgid \"a\"\nmsgstr \"\xC7\"\n").unwrap_err();
    assert_eq!(finding.message, "byte 18 of the file (0xC7) is not UTF-8");
    assert_eq!(finding.place.unwrap().line, 2);
    let finding = *SegmentFile::read(b"\xFF\xFEm\0").unwrap_err();
    assert_eq!(
        finding.hint.unwrap(),
        "the file is UTF-16: save it as UTF-8"
    );
}
