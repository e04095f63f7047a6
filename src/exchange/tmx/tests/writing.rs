//! What is written, and what had to be changed on the way out.

use super::{RICH, rewrite, units};
use crate::exchange::collected::{language, read, write};
use crate::exchange::tmx::Tmx;
use crate::exchange::{Format, WriteOptions};
use crate::model::{
    Attributes, CodeKind, DocumentName, InlineCode, Placement, Saved, State, Timestamp, Unit,
    UnitId, Variant,
};

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

pub(super) fn placed() -> Unit {
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
fn a_header_comes_back_and_what_had_to_change_in_it_is_told() {
    let given = [
        ("creationtool", "HandTool"),
        ("segtype", "Sentence"),
        ("adminlang", "no tag"),
        ("o-tmf", ""),
        ("srclang", "UR"),
        ("datatype", "winres"),
        ("changedate", "2020-01-02T03:04:05Z"),
        ("owner", "Zala"),
    ];
    let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let (header, told) = header_of(given.to_vec());
    let tool = env!("CARGO_PKG_VERSION");
    assert_eq!(
        header,
        format!(
            "  <header creationtool=\"HandTool\" creationtoolversion=\"{tool}\" segtype=\"sentence\" \
             o-tmf=\"\" adminlang=\"en\" srclang=\"ur\" datatype=\"winres\" changedate=\"20200102T030405Z\">\n    \
             <prop type=\"x-adminlang\">no tag</prop>\n    <prop type=\"x-owner\">Zala</prop>\n  </header>"
        )
    );
    assert_eq!(
        told,
        [
            format!("the header had no `creationtoolversion`, and `{tool}` is written"),
            "the header's `adminlang` is written as `en` for `no tag`".to_owned(),
            "the header's `srclang` is written as `ur` for `UR`".to_owned(),
            "`segtype` is written as `sentence` for `Sentence`".to_owned(),
            "`changedate` is written as `20200102T030405Z` for `2020-01-02T03:04:05Z`".to_owned(),
            "the attribute `adminlang` became a property: TMX 1.4 does not allow it or its value"
                .to_owned(),
            "the attribute `owner` became a property: TMX 1.4 does not allow it or its value"
                .to_owned(),
        ]
    );
    let (own, told) = header_of(Vec::new());
    assert!(own.contains("srclang=\"en\""), "{own}");
    assert!(told.is_empty(), "{told:?}");
    let (_, told) = header_of(vec![("srclang".to_owned(), "*all*".to_owned())]);
    assert!(told.contains(&"the header's `srclang` is written as `en` for `*all*`".to_owned()));
}

/// The header of a file with these attributes brought along, and what is told of it.
fn header_of(attributes: Attributes) -> (String, Vec<String>) {
    let options = WriteOptions {
        source: language("en"),
        languages: vec![language("en")],
        remarks: Vec::new(),
        attributes,
        spreadsheet_safe: false,
    };
    let mut out = Vec::new();
    let told = Tmx.writer(&options, &mut out).unwrap().finish().unwrap();
    let out = String::from_utf8(out).unwrap();
    let header = out.split("<body>").next().unwrap();
    let header = &header[header.find("  <header").unwrap()..];
    (
        header.trim_end().to_owned(),
        told.into_iter().map(|one| one.message).collect(),
    )
}
