//! TMX in and out, on files of our own.

use super::Tmx;
use crate::exchange::collected::{Collected, language, read, try_read, write};
use crate::exchange::{Format, ReadError, ReadOptions, is_content_id};
use crate::model::{
    Attributes, CodeKind, DocumentName, InlineCode, Placement, Remark, RemarkKind, Saved, State,
    Timestamp, Unit, UnitId, Variant,
};

/// A file with these units between a proper beginning and end.
fn file(units: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">\n\
         <header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"t\" \
         adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/>\n<body>\n{units}\n</body></tmx>"
    )
}

fn units(markup: &str) -> Vec<Unit> {
    read(&Tmx, file(markup).as_bytes()).units
}

fn pairs(attributes: &Attributes) -> Vec<(&str, &str)> {
    let pairs = attributes.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// Write, read, write: the second file must be the first.
fn rewrite(units: &[Unit], languages: &[&str]) -> String {
    let (first, _) = write(&Tmx, units, "en", languages);
    let again = read(&Tmx, first.as_bytes());
    let (second, changes) = write(&Tmx, &again.units, "en", languages);
    assert_eq!(first, second);
    assert!(changes.is_empty(), "{changes:?}\n{first}");
    first
}

const RICH: &str = r#"<tu tuid="a1" creationdate="20240102T030405Z" creationid="NASIMA" x-odd="7" srclang="EN">
 <note xml:lang="en">mind the tone</note><prop type="x-origin">letters</prop>
 <tuv xml:lang="en" usagecount="3"><prop type="x-c">1</prop><seg>The <bpt i="1" type="bold">&lt;b></bpt>river<ept i="1">&lt;/b></ept> sleeps.<ph x="2"/></seg></tuv>
 <tuv lang="UR_pk"><seg>دریا سوتا ہے۔</seg></tuv>
 <tuv xml:lang="ur-PK"><seg>ندی سو رہی ہے۔</seg></tuv>
</tu>"#;

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
fn a_strict_file_is_written() {
    let (out, changes) = write(&Tmx, &units(RICH), "en", &["en", "ur-PK"]);
    let body = &out[out.find("    <tu").unwrap()..];
    assert_eq!(
        body,
        r#"    <tu tuid="a1" creationdate="20240102T030405Z" creationid="NASIMA" srclang="en">
      <prop type="x-odd">7</prop>
      <note xml:lang="en">mind the tone</note>
      <prop type="x-origin">letters</prop>
      <tuv xml:lang="en" usagecount="3">
        <prop type="x-c">1</prop>
        <seg>The <bpt i="1" type="bold">&lt;b></bpt>river<ept i="1">&lt;/b></ept> sleeps.<ph x="2"></ph></seg>
      </tuv>
      <tuv xml:lang="ur-PK">
        <seg>دریا سوتا ہے۔</seg>
      </tuv>
    </tu>
  </body>
</tmx>
"#
    );
    let ids: Vec<&str> = changes.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["second-variant", "moved-attribute"]);
    rewrite(&units(RICH), &["en", "ur-PK"]);
}

fn placed() -> Unit {
    let mut source = Variant::new(language("en"), "It rains.");
    source.saved = Some(Saved {
        revision: 1,
        author: "Zarmina".to_owned(),
        time: Timestamp(1_700_000_000),
    });
    let mut unit = Unit::new(UnitId("k7".to_owned()), source);
    unit.placement = Some(Placement {
        document: DocumentName::new("essay").unwrap(),
        order: 4,
        paragraph: 2,
        sentence: 3,
        segments: 1,
        line: 9,
    });
    let mut target = Variant::new(language("ps"), "باران اوري.");
    target.needs_work = Some("check <the> verb".to_owned());
    unit.variants.push(target);
    unit.variants.push(Variant::new(language("ur"), ""));
    unit
}

#[test]
fn a_unit_of_a_document_says_where_it_stands_and_how_far_it_is() {
    let out = rewrite(&[placed()], &["en", "ur", "ps"]);
    let body = &out[out.find("    <tu").unwrap()..out.find("  </body>").unwrap()];
    assert_eq!(
        body,
        r#"    <tu tuid="k7">
      <prop type="x-document">essay</prop>
      <prop type="x-place">2.3</prop>
      <tuv xml:lang="en" changedate="20231114T221320Z" changeid="Zarmina">
        <seg>It rains.</seg>
      </tuv>
      <tuv xml:lang="ps">
        <prop type="x-state">translated</prop>
        <prop type="x-needs-work">check &lt;the&gt; verb</prop>
        <seg>باران اوري.</seg>
      </tuv>
    </tu>
"#
    );
    let back = &read(&Tmx, out.as_bytes()).units[0];
    assert_eq!(back.placement, None);
    assert_eq!(back.remarks.len(), 2);
    assert_eq!(
        back.variants[1].needs_work.as_deref(),
        Some("check <the> verb")
    );
    assert!(back.variants[1].remarks.is_empty());
}

#[test]
fn a_state_that_nobody_would_assume_is_kept() {
    let mut unit = Unit::new(UnitId("1".to_owned()), Variant::new(language("en"), "a"));
    let mut target = Variant::new(language("ur"), "ب");
    target.state = State::Final;
    unit.variants.push(target);
    unit.variants.push(Variant::new(language("ps"), ""));
    let out = rewrite(std::slice::from_ref(&unit), &["en", "ur", "ps"]);
    assert!(out.contains("<prop type=\"x-state\">final</prop>"), "{out}");
    assert_eq!(read(&Tmx, out.as_bytes()).units, [unit]);
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
fn codes_without_an_answer_are_repaired_and_reported() {
    for (markup, wanted) in [
        (
            "a<bpt i='1' x='4'>(</bpt>b",
            "a<it pos=\"begin\" x=\"4\">(</it>b",
        ),
        ("a<ept i='1'>)</ept>b", "a<it pos=\"end\">)</it>b"),
        ("<it>?</it>", "<ph>?</ph>"),
        (
            "<bpt>(</bpt>a<ept>)</ept>",
            "<bpt i=\"1\">(</bpt>a<ept i=\"1\">)</ept>",
        ),
        (
            "<bpt i='1'/><ept i='1'/><bpt i='1'/><ept i='1'/>",
            "<bpt i=\"1\"></bpt><ept i=\"1\"></ept><bpt i=\"2\"></bpt><ept i=\"2\"></ept>",
        ),
        ("<ph><b>x</b></ph>", "<ph>&lt;b&gt;x&lt;/b&gt;</ph>"),
    ] {
        let given = units(&format!(
            "<tu><tuv xml:lang='en'><seg>{markup}</seg></tuv></tu>"
        ));
        let (out, changes) = write(&Tmx, &given, "en", &["en"]);
        assert!(out.contains(&format!("<seg>{wanted}</seg>")), "{out}");
        assert_eq!(changes.len(), 1, "{markup}: {changes:?}");
        assert_eq!(changes[0].id, "repaired-code");
        rewrite(&given, &["en"]);
    }
}

#[test]
fn codes_that_are_whole_come_back_to_the_letter() {
    for markup in [
        "<hi x=\"1\" type=\"t\">a<hi>b</hi></hi>c",
        "<hi><bpt i=\"7\">x</bpt></hi>b<ept i=\"7\"></ept>",
        "<ph x=\"1\" assoc=\"p\" type=\"image\">&lt;img alt=\"<sub datatype=\"t\">deep <ph>&amp;</ph></sub>\"/></ph>",
        "<ut x=\"1\">{\\b</ut>t<it pos=\"end\" x=\"2\" type=\"b\">&#xE0;</it>",
        "<ph><!-- kept --><![CDATA[<b>]]></ph>",
    ] {
        let given = units(&format!(
            "<tu><tuv xml:lang='en'><seg>{markup}</seg></tuv></tu>"
        ));
        let out = rewrite(&given, &["en"]);
        assert!(out.contains(&format!("<seg>{markup}</seg>")), "{out}");
    }
}

#[test]
fn hi_that_cannot_nest_becomes_a_pair() {
    let code = |offset, kind, pair: &str| InlineCode {
        offset,
        kind,
        pair: Some(pair.to_owned()),
        element: "hi".to_owned(),
        attributes: Vec::new(),
        original: String::new(),
    };
    let mut unit = units("<tu><tuv xml:lang='en'><seg>abcd</seg></tuv></tu>").remove(0);
    unit.variants[0].codes = vec![
        code(0, CodeKind::Opening, "a"),
        code(1, CodeKind::Opening, "b"),
        code(2, CodeKind::Closing, "a"),
        code(3, CodeKind::Closing, "b"),
    ];
    let out = rewrite(&[unit], &["en"]);
    assert!(
        out.contains("<seg><bpt i=\"1\"></bpt>a<hi>b<ept i=\"1\"></ept>c</hi>d</seg>"),
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
fn dates_and_segment_types_are_made_strict_or_moved() {
    let markup = "<tu creationdate='2024-01-02T03:04:05+01:00' changedate='last week' segtype='Sentence'>\
        <tuv xml:lang='en' creationdate='20240230T000000Z'><seg>a</seg></tuv></tu>";
    let out = rewrite(&units(markup), &["en"]);
    assert!(
        out.contains("<tu creationdate=\"20240102T020405Z\" segtype=\"sentence\">"),
        "{out}"
    );
    assert!(
        out.contains("<prop type=\"x-changedate\">last week</prop>"),
        "{out}"
    );
    assert!(
        out.contains("<prop type=\"x-creationdate\">20240230T000000Z</prop>"),
        "{out}"
    );
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
fn a_file_cut_anywhere_gives_whole_units_or_none() {
    let whole = file(&format!("{RICH}\n{}", RICH.replace("a1", "a2")));
    let expected = read(&Tmx, whole.as_bytes()).units;
    for cut in 0..whole.trim_end().len() {
        let (read, error) = try_read(&Tmx, &whole.as_bytes()[..cut], &ReadOptions::default());
        assert!(matches!(error, Some(ReadError::Malformed(_))), "{cut}");
        assert_eq!(read.units, expected[..read.units.len()], "{cut}");
    }
}

#[test]
fn forbidden_characters_never_reach_the_file() {
    let controls: String = (0..0x20u8)
        .map(char::from)
        .chain([
            '\u{7F}',
            '\u{85}',
            '\u{FFFE}',
            '\u{FFFF}',
            '\u{FDD0}',
            '\u{1FFFE}',
        ])
        .collect();
    let mut unit = placed();
    unit.id = UnitId(format!("id{controls}"));
    unit.attributes = vec![
        ("creationid".to_owned(), controls.clone()),
        (controls.clone(), controls.clone()),
    ];
    unit.remarks = vec![Remark {
        kind: RemarkKind::Property(controls.clone()),
        text: controls.clone(),
        attributes: vec![("o-encoding".to_owned(), controls.clone())],
    }];
    unit.variants[0].text = controls.clone();
    unit.variants[0].saved = Some(Saved {
        revision: 1,
        author: controls.clone(),
        time: Timestamp(0),
    });
    unit.variants[1].needs_work = Some(controls.clone());
    unit.variants[1].codes = vec![InlineCode {
        offset: 1,
        kind: CodeKind::Opening,
        pair: Some(controls.clone()),
        element: controls.clone(),
        attributes: vec![
            ("x".to_owned(), controls.clone()),
            (controls.clone(), controls.clone()),
        ],
        original: controls.clone(),
    }];
    let (out, changes) = write(&Tmx, std::slice::from_ref(&unit), "en", &["en", "ps"]);
    let back = read(&Tmx, out.as_bytes());
    let kept = controls.replace(
        |c: char| c < ' ' && !"\t\n\r".contains(c) || "\u{FFFE}\u{FFFF}".contains(c),
        "\u{FFFD}",
    );
    assert_eq!(back.units[0].variants[0].text, kept);
    let replaced = changes
        .iter()
        .filter(|c| c.id == "forbidden-character")
        .count();
    assert!(replaced >= 9, "{changes:?}");
    rewrite(&[unit], &["en", "ps"]);
}

#[test]
fn attacks_are_refused() {
    let laughs = "<!DOCTYPE tmx [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><tmx>&b;</tmx>";
    let outside = "<!DOCTYPE tmx [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><tmx>&x;</tmx>";
    let parameter = "<!DOCTYPE tmx SYSTEM \"http://localhost/x.dtd\"><tmx><body>&x;</body></tmx>";
    let deep = file(&"<tu>".repeat(2_000_000));
    for bad in [laughs, outside, parameter, &deep] {
        let (read, error) = try_read(&Tmx, bad.as_bytes(), &ReadOptions::default());
        assert!(read.units.is_empty());
        assert!(matches!(error, Some(ReadError::Malformed(_))));
    }
}

#[test]
fn a_unit_too_large_is_passed_over_and_the_next_is_read() {
    let many = "<ph/>".repeat(150_000);
    let collected: Collected = read(
        &Tmx,
        file(&format!(
            "<tu><tuv xml:lang='en'><seg>{many}</seg></tuv></tu>\
             <tu><tuv xml:lang='en'><seg>next</seg></tuv></tu>"
        ))
        .as_bytes(),
    );
    assert_eq!(collected.units.len(), 1);
    assert_eq!(
        collected.messages(),
        ["unit 1 was passed over: it has more than 16 MiB or 100000 elements"]
    );
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
