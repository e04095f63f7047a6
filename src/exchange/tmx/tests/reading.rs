//! What is read of a TMX file.

use super::{RICH, file, pairs, rewrite, units};
use crate::exchange::collected::{language, objected, read, try_read};
use crate::exchange::tmx::Tmx;
use crate::exchange::{Format, ReadOptions, is_content_id};
use crate::model::{CodeKind, RemarkKind, Severity, UnitId};

#[test]
fn everything_that_a_unit_says_is_read() {
    let read = read(&Tmx, file(RICH).as_bytes());
    assert_eq!(read.lines, [6]);
    let unit = &read.units[0];
    assert_eq!(unit.id.as_str(), "a1");
    assert_eq!(unit.source_language, Some(language("en")));
    assert_eq!(
        pairs(&unit.attributes),
        [
            ("creationdate", "20240102T030405Z"),
            ("creationid", "NASIMA"),
            ("x-odd", "7"),
            ("srclang", "EN"),
        ]
    );
    assert_eq!(unit.remarks[0].kind, RemarkKind::Note);
    assert_eq!(pairs(&unit.remarks[0].attributes), [("xml:lang", "en")]);
    assert_eq!(
        unit.remarks[1].kind,
        RemarkKind::Property("x-origin".to_owned())
    );
    let languages: Vec<&str> = unit.variants.iter().map(|v| v.language.as_str()).collect();
    assert_eq!(languages, ["en", "ur-PK", "ur-PK"]);
    let source = &unit.variants[0];
    assert_eq!(source.text, "The river sleeps.");
    assert_eq!(pairs(&source.attributes), [("usagecount", "3")]);
    let codes: Vec<(usize, CodeKind, &str, &str)> = source
        .codes
        .iter()
        .map(|c| {
            (
                c.offset,
                c.kind,
                c.pair.as_deref().unwrap_or("-"),
                c.original.as_str(),
            )
        })
        .collect();
    assert_eq!(
        codes,
        [
            (4, CodeKind::Opening, "1", "&lt;b>"),
            (9, CodeKind::Closing, "1", "&lt;/b>"),
            (17, CodeKind::Standalone, "-", ""),
        ]
    );
}

#[test]
fn a_broken_unit_costs_that_unit() {
    let collected = read(
        &Tmx,
        file(
            "<tu tuid='a'><tuv xml:lang='en'><seg>a</seg></tuv></tu>\n\
             <tu tuid='b'><tuv><seg>b</seg></tuv></tu>\n\
             <tu tuid='c'><tuv xml:lang='none such'><seg>c</seg></tuv></tu>\n\
             <tu/>\n<tu><tuv xml:lang='en'/></tu>\n\
             <tu><tuv xml:lang='en'><seg/><seg/></tuv></tu>\n\
             <tu><tu><tuv xml:lang='en'><seg>deep</seg></tuv></tu></tu>\n\
             <tu tuid='d'><tuv xml:lang='en'><seg>d</seg></tuv></tu>",
        )
        .as_bytes(),
    );
    let ids: Vec<&str> = collected.units.iter().map(|u| u.id.as_str()).collect();
    assert_eq!(ids, ["a", "d"]);
    assert_eq!((collected.summary.units, collected.summary.skipped), (2, 6));
    assert_eq!(
        collected.messages(),
        [
            "unit 2 was passed over: a `tuv` names no language",
            "unit 3 was passed over: `none such` is not a language tag",
            "unit 4 was passed over: it has no `tuv`",
            "unit 5 was passed over: a `tuv` has no `seg`",
            "unit 6 was passed over: a `tuv` has two `seg`",
            "unit 7 was passed over: `tu` stands inside `tu`",
        ]
    );
    let place = collected.findings[1].place.as_ref().unwrap();
    assert_eq!((place.line, place.column), (8, 14));
    assert_eq!(collected.findings[1].unit, Some(UnitId("c".to_owned())));
}

#[test]
fn unknown_elements_are_kept() {
    let markup = "<tu><weight v='2'>x &amp; y</weight><tuv xml:lang='en'>\
        <seg>a <b c='1'>bold</b> <sub>x</sub></seg></tuv></tu>";
    let given = units(markup);
    assert_eq!(given[0].remarks[0].text, "<weight v='2'>x &amp; y</weight>");
    assert_eq!(given[0].variants[0].text, "a bold x");
    let out = rewrite(&given, &["en"]);
    assert!(out.contains("<prop type=\"x-element-weight\">&lt;weight v='2'&gt;x &amp;amp; y"));
    assert!(
        out.contains("a <bpt i=\"1\">&lt;b c=\"1\"&gt;</bpt>bold<ept i=\"1\">&lt;/b&gt;</ept>"),
        "{out}"
    );
}

#[test]
fn source_languages_are_read_in_any_way_they_are_written() {
    let head = |srclang: &str| {
        file("<tu SRC><tuv xml:lang='ur'><seg>الف</seg></tuv><tuv xml:lang='EN-us'><seg>a</seg></tuv></tu>")
            .replace("srclang=\"en\"", &format!("srclang=\"{srclang}\""))
    };
    let source = |file: &str| {
        let unit = read(&Tmx, file.as_bytes()).units.remove(0);
        (unit.source_language, unit.variants[0].language.to_string())
    };
    let us = Some(language("en-US"));
    assert_eq!(
        source(&head("en_us").replace("SRC", "")),
        (us.clone(), "en-US".to_owned())
    );
    assert_eq!(
        source(&head("EN").replace("SRC", "")),
        (us.clone(), "en-US".to_owned())
    );
    assert_eq!(
        source(&head("*ALL*").replace("SRC", "")),
        (None, "ur".to_owned())
    );
    assert_eq!(
        source(&head("*all*").replace("SRC", "srclang='en-US'")),
        (us, "en-US".to_owned())
    );
    assert_eq!(
        source(&head("en").replace("SRC", "srclang='*all*'")),
        (None, "ur".to_owned())
    );
}

#[test]
fn a_file_that_names_no_source_takes_that_of_the_options() {
    let file = file("<tu><tuv xml:lang='en'><seg>a</seg></tuv></tu>").replace("srclang=\"en\"", "");
    let options = ReadOptions {
        source: Some(language("en")),
        target: None,
    };
    let (read, error) = try_read(&Tmx, file.as_bytes(), &options);
    assert!(error.is_none());
    assert_eq!(read.units[0].source_language, Some(language("en")));
}

#[test]
fn units_without_an_id_get_one_that_is_not_written() {
    let markup = "<tu><tuv xml:lang='en'><seg>a</seg></tuv></tu><tu tuid=''><tuv xml:lang='en'><seg>b</seg></tuv></tu>";
    let given = units(markup);
    assert!(given.iter().all(|unit| is_content_id(&unit.id)));
    assert_ne!(given[0].id, given[1].id);
    assert!(!rewrite(&given, &["en"]).contains("anon-"));
}

#[test]
fn every_encoding_gives_the_same_units() {
    let text = file(RICH).replace("<?xml version=\"1.0\"?>\n", "");
    let expected = read(&Tmx, text.as_bytes()).units;
    let little =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let big = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let marked = format!("\u{FEFF}{text}");
    let ascii: String = text
        .chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                format!("&#{};", u32::from(c))
            }
        })
        .collect();
    let ascii = format!("<?xml version='1.0' encoding='US-ASCII'?>{ascii}");
    let windows = text.replace('\n', "\r\n");
    for bytes in [
        marked.clone().into_bytes(),
        little(&text),
        little(&marked),
        big(&text),
        big(&marked),
        ascii.into_bytes(),
        windows.into_bytes(),
    ] {
        assert!(Tmx.recognises(&bytes), "{:?}", &bytes[..20]);
        assert_eq!(read(&Tmx, &bytes).units, expected);
    }
    let latin = file("<tu><tuv xml:lang='fr'><seg>été</seg></tuv></tu>")
        .replace("version=\"1.0\"", "version=\"1.0\" encoding=\"ISO-8859-1\"");
    let latin: Vec<u8> = latin
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    assert_eq!(read(&Tmx, &latin).units[0].variants[0].text, "été");
}

#[test]
fn header_remarks_and_attributes_are_in_the_summary() {
    let file = file("").replace(
        "datatype=\"plaintext\"/>",
        "datatype=\"html\"><note>n</note><prop type='p'>v</prop><ude name='u'><map unicode='#xF8FF'/></ude></header>",
    );
    let summary = read(&Tmx, file.as_bytes()).summary;
    assert!(
        summary
            .attributes
            .contains(&("datatype".to_owned(), "html".to_owned()))
    );
    let texts: Vec<&str> = summary.remarks.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(
        texts,
        ["n", "v", "<ude name='u'><map unicode='#xF8FF'/></ude>"]
    );
    let options = crate::exchange::WriteOptions {
        source: language("en"),
        languages: vec![language("en")],
        remarks: summary.remarks.clone(),
        attributes: Vec::new(),
        spreadsheet_safe: false,
    };
    let mut out = Vec::new();
    Tmx.writer(&options, &mut out).unwrap().finish().unwrap();
    let back = read(&Tmx, &out);
    assert_eq!(back.summary.remarks, summary.remarks);
}

#[test]
fn only_tmx_is_recognised() {
    for good in [
        "<tmx>",
        "\u{FEFF}<?xml version='1.0'?>\r\n<!-- x --><!DOCTYPE tmx SYSTEM \"a\"> <tmx version='1.4'",
    ] {
        assert!(Tmx.recognises(good.as_bytes()));
    }
    for bad in [
        "",
        "tmx",
        "<xliff>",
        "<tmxx>",
        "<?xml version='1.0'?><html>",
        "id\ten\tur\n",
    ] {
        assert!(!Tmx.recognises(bad.as_bytes()));
    }
    let (_, error) = try_read(&Tmx, b"<xliff/>", &ReadOptions::default());
    assert_eq!(
        error.unwrap().to_string(),
        "not a TMX file: its root is `xliff` (after 0 units)"
    );
}

#[test]
fn a_colon_is_a_letter_where_there_are_no_namespaces() {
    let rulebook = Tmx.rulebook().unwrap();
    let sound = file("<tu><tuv xml:lang='en'><seg>a</seg></tuv></tu>");
    assert_eq!(objected(rulebook, &sound), [""; 0]);
    let odd = sound.replace("seg>", "x:seg>");
    let wanted = ["unknown-element", "missing-element", "lost-unit"];
    assert_eq!(objected(rulebook, &odd), wanted);
    let odd = sound
        .replace("<tmx ", "<x:tmx ")
        .replace("</tmx>", "</x:tmx>");
    assert_eq!(objected(rulebook, &odd), ["unknown-element"]);
}

#[test]
fn what_is_not_kept_or_moves_is_told() {
    let messy = "<?go on?><!-- ours --><tmx version='1.1' xmlns:m='m'>\
        <header creationtool='t' creationtoolversion='1' segtype='sentence' o-tmf='t' \
        adminlang='en' srclang='EN' datatype='plaintext'/><body n='1'>\n\
        <tu tuid='a'><tuv lang='UR_pk'><seg xml:space='preserve'>دریا<!-- wide --></seg><note>late</note></tuv>\n\
        <tuv lang='en'><prop type='x-state'>translated</prop><seg>river</seg></tuv><prop>later</prop></tu>\n\
        <tu tuid='b'><tuv xml:lang='ur-PK'><seg>کنارہ</seg></tuv><tuv xml:lang='en'><seg>bank</seg></tuv></tu>\
        <tu tuid='c'><tuv xml:lang='en-GB'><seg>colour</seg></tuv></tu></body></tmx>";
    let collected = read(&Tmx, messy.as_bytes());
    assert_eq!(collected.units.len(), 3);
    assert_eq!(
        collected.messages(),
        [
            "TMX 1.1 is read, and TMX 1.4 is written",
            "the attribute `xmlns:m` of `tmx` is not kept",
            "the attribute `n` of `body` is not kept",
            "the attribute `xml:space` of `seg` is not kept",
            "language tags are written in one spelling: `en` for `EN`, `ur-PK` for `UR_pk`",
            "a processing instruction is not kept",
            "a comment is not kept (2 times, here first)",
            "`lang` is written as `xml:lang` (2 times, here first)",
            "a note or property stands after `tuv` or `seg`; it is written before (2 times, here first)",
            "a state that goes without saying is not kept as a property",
            "a `prop` names no `type`; it is written with an empty one",
            "the source's variant stands after others; it is written first (2 times, here first)",
            "a unit has the source language of another region; it is written with `srclang`",
        ]
    );
    let lines = collected.findings.iter();
    let lines: Vec<usize> = lines.map(|one| one.place.as_ref().unwrap().line).collect();
    assert_eq!(lines, [1, 1, 1, 2, 1, 1, 1, 2, 2, 3, 3, 3, 4]);
    let mut severities = collected.findings.iter().map(|one| one.severity);
    assert!(severities.all(|one| one == Severity::Info));
}
