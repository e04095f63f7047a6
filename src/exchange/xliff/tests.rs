//! XLIFF in and out, on files of our own.

use super::{XLIFF_1, XLIFF_2};
use crate::exchange::collected::{Collected, language, read, try_read, write};
use crate::exchange::{Format, ReadError, ReadOptions, detect};
use crate::model::{CodeKind, RemarkKind, State, Unit, Variant};

/// XLIFF 2 around these elements of one `file`.
fn two(inner: &str) -> String {
    format!(
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"en\" trgLang=\"UR_pk\">\
         <file id=\"f1\" original=\"notes.txt\">{inner}</file></xliff>"
    )
}

/// XLIFF 1.2 around these elements of one `body`.
fn one(inner: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<!-- made by hand -->\n<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2'>\
         <file original='notes.txt' source-language='en' target-language='ps' datatype='plaintext'>\
         <body>{inner}</body></file></xliff>"
    )
}

/// Read, written in the same version, and read again: the same units.
fn comes_back(format: &dyn Format, file: &str, target: &str) -> (Vec<Unit>, String) {
    let first = read(format, file.as_bytes());
    let (written, changes) = write(format, &first.units, "en", &["en", target]);
    assert!(changes.is_empty(), "{changes:?}\n{written}");
    let again = read(format, written.as_bytes());
    assert_eq!(first.units, again.units, "{written}");
    (first.units, written)
}

fn texts(unit: &Unit) -> Vec<&str> {
    unit.variants
        .iter()
        .map(|text| text.text.as_str())
        .collect()
}

const SEGMENTS_TWO: &str = r#"<group id="g"><unit id="u1" name="greeting">
 <notes><note appliesTo="target" category="tone">Be kind.</note><note id="n" priority="2">Both know.</note></notes>
 <originalData><data id="a">&lt;b></data><data id="b">&lt;/b></data><data id="c">x<cp hex="0001"/></data></originalData>
 <ignorable><source>- </source></ignorable>
 <segment id="s1" state="reviewed"><source>One <pc id="1" dataRefStart="a" dataRefEnd="b">old</pc> gate.</source>
  <target>ایک <pc id="1" dataRefStart="a" dataRefEnd="b">پرانا</pc> دروازہ۔</target></segment>
 <ignorable><source> </source><target> </target></ignorable>
 <segment id="s2" state="translated" subState="my:draft"><source>Two <sc id="2" type="fmt" subType="xlf:b"/>not
 <ph id="3" dataRef="c" disp="{0}"/>nested<ec startRef="2"/><cp hex="0002"/>.</source><target>دو <ph id="3" dataRef="c"/>۔</target></segment>
</unit></group>"#;

#[test]
fn each_segment_of_an_xliff_2_unit_is_a_unit_and_they_come_back_as_one() {
    let (units, written) = comes_back(&XLIFF_2, &two(SEGMENTS_TWO), "ur-PK");
    let ids: Vec<&str> = units.iter().map(|unit| unit.id.as_str()).collect();
    assert_eq!(ids, ["u1/s1", "u1/s2"]);
    assert_eq!(texts(&units[0]), ["One old gate.", "ایک پرانا دروازہ۔"]);
    assert_eq!(texts(&units[1])[0], "Two not\n nested\u{2}.");
    let states: Vec<State> = units.iter().map(|unit| unit.variants[1].state).collect();
    assert_eq!(states, [State::Reviewed, State::Translated]);
    let kinds: Vec<CodeKind> = units[1].variants[0]
        .codes
        .iter()
        .map(|code| code.kind)
        .collect();
    assert_eq!(
        kinds,
        [CodeKind::Opening, CodeKind::Standalone, CodeKind::Closing]
    );
    assert_eq!(units[0].variants[0].codes[0].original, "&lt;b>");
    assert_eq!(written.matches("<unit ").count(), 1, "{written}");
    assert!(written.contains("<unit id=\"u1\" name=\"greeting\">"));
    assert!(written.contains("<segment id=\"s2\" state=\"translated\" subState=\"my:draft\">"));
    assert!(written.contains("<ignorable><source> </source><target> </target></ignorable>"));
}

#[test]
fn notes_go_to_what_they_apply_to_and_documents_to_their_units() {
    let units = read(&XLIFF_2, two(SEGMENTS_TWO).as_bytes()).units;
    let [first, _] = &units[..] else {
        panic!("two units");
    };
    let said: Vec<_> = first
        .remarks
        .iter()
        .map(|remark| remark.text.as_str())
        .collect();
    assert_eq!(said, ["notes.txt", "Both know."]);
    let target: Vec<_> = first.variants[1]
        .remarks
        .iter()
        .filter(|remark| remark.kind == RemarkKind::Note)
        .collect();
    assert_eq!(target[0].text, "Be kind.");
    assert_eq!(
        target[0].attributes,
        [("category".to_owned(), "tone".to_owned())]
    );
}

const SEGMENTS_ONE: &str = r#"<trans-unit id="7" resname="intro" maxwidth="40"><source>First. Second.</source>
 <seg-source><mrk mtype="seg" mid="0">First.</mrk> <mrk mtype="seg" mid="1">Second <g id="1">one</g>.</mrk></seg-source>
 <target state="needs-review-translation" state-qualifier="leveraged-tm"><mrk mtype="seg" mid="0">لومړی.</mrk> <mrk mtype="seg" mid="1">دويم.</mrk></target>
 <note from="Sana" annotates="source">a heading</note></trans-unit>"#;

#[test]
fn each_segment_of_a_trans_unit_is_a_unit_and_they_come_back_as_one() {
    let (units, written) = comes_back(&XLIFF_1, &one(SEGMENTS_ONE), "ps");
    assert_eq!(texts(&units[0]), ["First.", "لومړی."]);
    assert_eq!(texts(&units[1]), ["Second one.", "دويم."]);
    assert!(
        units
            .iter()
            .all(|unit| unit.variants[1].needs_work.is_some())
    );
    assert_eq!(written.matches("<trans-unit ").count(), 1, "{written}");
    assert!(written.contains("<source>First. Second <g id=\"1\">one</g>.</source>"));
    assert!(written.contains("<mrk mtype=\"seg\" mid=\"1\">دويم.</mrk>"));
}

#[test]
fn segments_that_say_more_than_one_element_can_are_written_apart() {
    let mut units = read(&XLIFF_1, one(SEGMENTS_ONE).as_bytes()).units;
    units[1].variants[1].needs_work = None;
    units[1].variants[1].state = State::Final;
    let (written, _) = write(&XLIFF_1, &units, "en", &["en", "ps"]);
    assert_eq!(written.matches("<trans-unit ").count(), 2);
    assert_eq!(read(&XLIFF_1, written.as_bytes()).units, units);
}

#[test]
fn states_of_xliff_1_are_read_as_ours() {
    for (attributes, text, state, needs_work) in [
        ("", "x", State::Translated, false),
        ("", "", State::Initial, false),
        ("state='new'", "x", State::Initial, false),
        ("state='needs-translation'", "", State::Initial, false),
        ("state='needs-adaptation'", "x", State::Translated, true),
        ("state='needs-review-l10n'", "x", State::Translated, true),
        ("state='translated'", "x", State::Translated, false),
        ("state='signed-off'", "x", State::Reviewed, false),
        ("state='final'", "x", State::Final, false),
        ("state='x-own'", "x", State::Translated, false),
    ] {
        let unit = format!(
            "<trans-unit id='1'><source>A</source><target {attributes}>{text}</target></trans-unit>"
        );
        let target = read(&XLIFF_1, one(&unit).as_bytes()).units[0].variants[1].clone();
        assert_eq!(
            (target.state, target.needs_work.is_some()),
            (state, needs_work),
            "{attributes}"
        );
    }
    let approved =
        "<trans-unit id='1' approved='yes'><source>A</source><target>x</target></trans-unit>";
    let target = &read(&XLIFF_1, one(approved).as_bytes()).units[0].variants[1];
    assert_eq!(target.state, State::Reviewed);
}

#[test]
fn work_that_another_program_has_done_needs_it_no_more() {
    for (format, marks) in [
        (
            &XLIFF_1 as &dyn Format,
            ["needs-review-translation", "translated"],
        ),
        (&XLIFF_2, [" subState=\"tarjuman:needs-work\"", ""]),
    ] {
        let mut unit = Unit::new(
            crate::model::UnitId("u".into()),
            Variant::new(language("en"), "Four trees."),
        );
        let mut target = Variant::new(language("ur"), "تین درخت۔");
        target.needs_work = Some("the number changed".to_owned());
        target.state = State::Reviewed;
        unit.variants.push(target);
        let (written, _) = write(format, &[unit.clone()], "en", &["en", "ur"]);
        assert_eq!(read(format, written.as_bytes()).units, [unit]);
        assert!(written.contains(marks[0]), "{written}");
        let done = written.replace(marks[0], marks[1]);
        assert_eq!(
            read(format, done.as_bytes()).units[0].variants[1].needs_work,
            None
        );
    }
}

#[test]
fn any_prefix_of_the_namespace_is_read() {
    let file = two(SEGMENTS_TWO);
    let plain = read(&XLIFF_2, file.as_bytes()).units;
    let prefixed = file
        .replace("xmlns=", "xmlns:x=")
        .replace("</", "</x:")
        .replace('<', "<x:")
        .replace("<x:/x:", "</x:");
    assert_eq!(
        read(&XLIFF_2, prefixed.as_bytes()).units,
        plain,
        "{prefixed}"
    );
}

#[test]
fn codes_have_one_id_in_source_and_target() {
    let tmx = "<?xml version='1.0'?><tmx version='1.4'><header srclang='en'/><body><tu tuid='t'>\
        <tuv xml:lang='en'><seg>A <bpt i='1'>[b]</bpt>bold<ept i='1'>[/b]</ept> word<ph>[br]</ph></seg></tuv>\
        <tuv xml:lang='ur'><seg><ph>[br]</ph>ایک <bpt i='2'>[b]</bpt>لفظ<ept i='2'>[/b]</ept></seg></tuv></tu></body></tmx>";
    let unit = read(&super::super::tmx::Tmx, tmx.as_bytes()).units;
    let (written, changes) = write(&XLIFF_2, &unit, "en", &["en", "ur"]);
    assert!(changes.is_empty());
    assert!(written.contains("A <pc id=\"1\" dataRefStart=\"d1\" dataRefEnd=\"d2\">bold</pc> word<ph id=\"2\" dataRef=\"d3\"/>"), "{written}");
    assert!(
        written.contains("<ph id=\"2\" dataRef=\"d3\"/>ایک <pc id=\"1\""),
        "{written}"
    );
    let back = read(&XLIFF_2, written.as_bytes()).units;
    assert_eq!(back[0].variants[1].codes, unit[0].variants[1].codes);
}

#[test]
fn what_xml_forbids_is_a_code_point_in_xliff_2() {
    let mut unit = Unit::new(
        crate::model::UnitId("u".into()),
        Variant::new(language("en"), "a\u{1}b\u{FFFF}"),
    );
    unit.variants.push(Variant::new(language("ur"), "ا"));
    let (written, changes) = write(&XLIFF_2, &[unit.clone()], "en", &["en", "ur"]);
    assert!(written.contains("a<cp hex=\"0001\"/>b<cp hex=\"FFFF\"/>") && changes.is_empty());
    assert_eq!(read(&XLIFF_2, written.as_bytes()).units, [unit.clone()]);
    let (_, changes) = write(&XLIFF_1, &[unit], "en", &["en", "ur"]);
    assert_eq!(changes.len(), 1, "XLIFF 1.2 has no place for them");
}

#[test]
fn ids_that_xml_cannot_hold_or_a_file_has_twice_come_back() {
    let mut units = Vec::new();
    for (id, text) in [
        ("two words", "A"),
        ("u", "B"),
        ("u", "C"),
        ("n1", "D"),
        ("", "E"),
    ] {
        let mut unit = Unit::new(
            crate::model::UnitId(id.into()),
            Variant::new(language("en"), text),
        );
        unit.variants.push(Variant::new(language("ur"), text));
        units.push(unit);
    }
    for format in [&XLIFF_1 as &dyn Format, &XLIFF_2] {
        let (written, _) = write(format, &units, "en", &["en", "ur"]);
        assert_eq!(read(format, written.as_bytes()).units, units, "{written}");
    }
}

#[test]
fn an_empty_memory_is_a_valid_file() {
    for format in [&XLIFF_1 as &dyn Format, &XLIFF_2] {
        let (written, _) = write(format, &[], "en", &["en", "ur"]);
        assert!(read(format, written.as_bytes()).units.is_empty());
        assert!(written.contains("<file") && written.ends_with("</xliff>\n"));
    }
}

/// What is said of a file that cannot be read, or of units that are passed over.
fn said(file: &str) -> (Collected, String) {
    let (read, error) = try_read(&XLIFF_2, file.as_bytes(), &ReadOptions::default());
    let said = match error {
        Some(ReadError::Malformed(finding)) => finding.message,
        Some(other) => other.to_string(),
        None => read.messages().join("; "),
    };
    (read, said)
}

#[test]
fn broken_files_and_units_are_told_with_a_reason() {
    for (file, reason) in [
        (
            "<tmx version='1.4'/>".to_owned(),
            "not an XLIFF file: its root is `tmx`",
        ),
        (
            "<xliff version='3.0'/>".to_owned(),
            "XLIFF version `3.0` is unknown",
        ),
        (
            two("<unit id='a'><segment><target>x</target></segment></unit>"),
            "a segment has no `source`",
        ),
        (
            one("<trans-unit id='a'><target>x</target></trans-unit>"),
            "it has no `source`",
        ),
        (
            one("<trans-unit id='a'><source>x</source><alt-trans/></trans-unit>"),
            "`alt-trans` was passed over",
        ),
        (
            two("<unit id='a'><segment><source>x<b>y</b></source></segment></unit>"),
            "`b` is no inline element",
        ),
        (
            one(
                "<trans-unit id='a'><source>x</source><target xml:lang='!'>y</target></trans-unit>",
            ),
            "`!`",
        ),
        (
            one("<trans-unit id='a'><source>x</source>").replace("</file></xliff>", ""),
            "stands where",
        ),
    ] {
        let (_, message) = said(&file);
        assert!(message.contains(reason), "{message}\n{file}");
    }
    let bare = "<xliff version='1.2'><file><body><trans-unit id='a'><source>x</source></trans-unit></body></file></xliff>";
    let (read, message) = said(bare);
    assert_eq!(read.summary.skipped, 1);
    assert!(message.contains("does not name its source language"));
    assert_eq!(
        read.findings[0].hint.as_deref(),
        Some("name it with --from")
    );
}

#[test]
fn a_file_is_known_by_its_version_whatever_it_is_called() {
    for (file, name) in [(one(""), "xliff-1.2"), (two(""), "xliff")] {
        assert_eq!(
            detect(file.as_bytes(), "x.xml").map(Format::name),
            Some(name)
        );
    }
}

#[test]
fn many_segments_and_many_codes_cost_no_more_than_their_length() {
    let count = 20_000;
    let marks = |text: &str, reversed: bool| -> String {
        let mark = |n: usize| {
            format!(
                "<mrk mtype='seg' mid='{}'>{text}</mrk> ",
                if reversed { count - n } else { n }
            )
        };
        (0..count).map(mark).collect()
    };
    let unit = format!(
        "<trans-unit id='a'><source>x</source><seg-source>{}</seg-source><target>{}</target></trans-unit>",
        marks("a", false),
        marks("b", true)
    );
    let read = read(&XLIFF_1, one(&unit).as_bytes());
    assert_eq!(read.units.len(), count);
    let codes: String = (0..count).map(|n| format!("<sc id='s{n}'/>")).collect();
    let unit = format!("<unit id='a'><segment><source>{codes}</source></segment></unit>");
    let read = try_read(&XLIFF_2, two(&unit).as_bytes(), &ReadOptions::default()).0;
    let (_, changes) = write(&XLIFF_1, &read.units, "en", &["en", "ur"]);
    assert!(changes.is_empty());
}
