//! Segmentation: the golden files, what holds of every text, and the SRX engine against its definition.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where something is missing"
)]

use proptest::prelude::*;
use regex_automata::meta::Regex;
use regex_automata::{Anchored, Input};
use tarjuman::segmentation::srx::{self, Srx, SrxError};
use tarjuman::segmentation::{ListMarkers, Newlines, Rules, Segmenter, Verdict};
use tarjuman::text::Language;

fn rules(language: &str) -> Rules {
    Segmenter::built_in().rules(&Language::parse(language).unwrap())
}

fn cut<'t>(rules: &Rules, text: &'t str) -> Vec<&'t str> {
    rules.segments(text).map(|range| &text[range]).collect()
}

/// Reads the cases of a golden file; a malformed case is a failure.
fn cases(file: &str) -> Vec<(usize, String, Vec<String>)> {
    let mut cases = Vec::new();
    let (mut input, mut segments, mut begun, mut divided) = (Vec::new(), Vec::new(), 0, false);
    for (number, line) in file.lines().enumerate() {
        match line {
            _ if line.starts_with('#') && input.is_empty() && !divided => {}
            "---" => {
                assert!(
                    !divided && !input.is_empty(),
                    "line {}: `---` without an input before it",
                    number + 1
                );
                divided = true;
            }
            "===" => {
                assert!(
                    divided && !segments.is_empty(),
                    "line {}: `===` ends no whole case",
                    number + 1
                );
                cases.push((begun, input.join("\n"), std::mem::take(&mut segments)));
                input.clear();
                divided = false;
            }
            _ if divided => segments.push(line.to_owned()),
            _ => {
                begun = if input.is_empty() { number + 1 } else { begun };
                input.push(line);
            }
        }
    }
    assert!(
        input.is_empty() && !divided,
        "line {begun}: the last case lacks its `===`"
    );
    cases
}

fn golden(language: &str, file: &str, least: usize) {
    let rules = rules(language);
    let cases = cases(file);
    assert!(cases.len() >= least, "only {} cases", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(_, input, segments)| cut(&rules, input) != *segments)
        .map(|(line, input, segments)| {
            format!(
                "{language}.txt, line {line}:\n  want {segments:?}\n  have {:?}",
                cut(&rules, input)
            )
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases differ\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn english_as_in_the_golden_file() {
    golden("en", include_str!("../src/segmentation/golden/en.txt"), 100);
}

#[test]
fn urdu_as_in_the_golden_file() {
    golden("ur", include_str!("../src/segmentation/golden/ur.txt"), 17);
}

#[test]
fn pashto_as_in_the_golden_file() {
    golden("ps", include_str!("../src/segmentation/golden/ps.txt"), 14);
}

#[test]
#[should_panic(expected = "line 4: `---` without an input")]
fn a_malformed_golden_case_fails() {
    cases("a\n---\na\n---\n===");
}

#[test]
fn the_essay_has_29_segments() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/sources/essay.txt");
    let Ok(essay) = std::fs::read_to_string(path) else {
        println!("SKIPPED: {path} is not there");
        return;
    };
    let rules = rules("en");
    let counts: Vec<usize> = essay
        .lines()
        .map(|line| rules.segments(line).count())
        .collect();
    assert_eq!(counts, [1, 4, 4, 5, 4, 4, 4, 3]);
    assert_eq!(rules.segments(&essay).count(), 29);
}

#[test]
fn any_language_with_sentence_marks_is_cut() {
    for (language, text, segments) in [
        ("de", "Am 3. Oktober 1990 war es so weit. Alle kamen!", 2),
        ("hi", "यह पहला वाक्य है। यह दूसरा है।", 2),
        ("zh", "你好。你吃了吗？吃了！", 3),
        ("fr", "« Venez-vous ? » Il ne vint pas. C’est dit.", 3),
        ("ar", "هل أنت هنا؟ نعم. شكرا!", 3),
        ("hy", "Սա մեկն է։ Սա երկուսն է։", 2),
    ] {
        assert_eq!(rules(language).segments(text).count(), segments, "{text}");
    }
}

#[test]
fn line_breaks_mean_what_the_caller_says() {
    let text = "A heading\nOne line of\na wrapped text.\n\nNext. Last";
    let count = |newlines| {
        let segmenter = Segmenter::built_in().newlines(newlines);
        segmenter
            .rules(&Language::parse("en").unwrap())
            .segments(text)
            .count()
    };
    assert_eq!(count(Newlines::EndSegment), 5);
    assert_eq!(count(Newlines::BlankLineEndsSegment), 3);
    assert_eq!(count(Newlines::Space), 3);
}

#[test]
fn list_markers_stay_or_stand_apart() {
    let text = "1. Wash the rice 2. Boil it. Then eat.";
    let with = |policy| {
        let segmenter = Segmenter::built_in().list_markers(policy);
        let rules = segmenter.rules(&Language::parse("en").unwrap());
        cut(&rules, text)
    };
    assert_eq!(
        with(ListMarkers::WithItem),
        ["1. Wash the rice", "2. Boil it.", "Then eat."]
    );
    assert_eq!(
        with(ListMarkers::Apart),
        ["1.", "Wash the rice", "2.", "Boil it.", "Then eat."]
    );
    assert_eq!(
        with(ListMarkers::Ordinary),
        ["1. Wash the rice 2.", "Boil it.", "Then eat."]
    );
}

#[test]
fn explain_names_the_rule_and_the_word() {
    let rules = rules("en");
    let text = "Mr. Khan slept. He woke.";
    let title = rules.explain(text, 2).unwrap();
    assert_eq!(
        (title.verdict, title.rule.file.as_str()),
        (Verdict::Join, "en.txt")
    );
    assert!(title.rule.line > 0 && title.rule.text.starts_with("join"));
    assert!(title.word.unwrap().text.starts_with("honorific:"));
    let end = rules.explain(text, 14).unwrap();
    assert_eq!(
        (end.verdict, end.mark, end.at),
        (Verdict::Break, 14..16, 16)
    );
    assert_eq!(rules.explain(text, 6), None);
    let places: Vec<usize> = rules
        .decisions("One. Two.\nThree")
        .iter()
        .map(|decision| decision.at)
        .collect();
    assert_eq!(places, [5, 10]);
}

#[test]
fn rules_are_shared_between_threads() {
    let rules = srx_rules(&[(true, r"\.", r"\s")]);
    let count = |rules: &Rules| rules.segments("One. Two. Three").count();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| count(&rules))).collect();
        assert!(
            threads
                .into_iter()
                .all(|thread| thread.join().unwrap() == 3)
        );
    });
}

#[test]
fn nothing_swallows_boundaries() {
    let rules = rules("en");
    for opener in ["(", "[", "\"", "“", "'", "5\" ", "{", "«"] {
        let text = format!("It began {opener}here. Then it went on. So it ended.");
        assert_eq!(rules.segments(&text).count(), 3, "{text}");
    }
    let line = "This is one sentence of a long line. ".repeat(20_000);
    assert_eq!(rules.segments(&line).count(), 20_000);
    for mark in [
        ".", "(", ").", "\"", ". ", "! \"", "1) a. ", "۔", "۔ ", "[1] ",
    ] {
        let text = mark.repeat(50_000);
        assert!(self::rules("ur").segments(&text).count() + rules.segments(&text).count() > 0);
    }
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<srx xmlns="http://www.lisa.org/srx20" version="2.0">
<header segmentsubflows="yes" cascade="yes"/>
<body><languagerules>
"#;

fn srx_of(rules: &[(bool, String, String)]) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut file = format!("{HEAD}<languagerule languagerulename=\"All\">\n");
    for (breaks, before, after) in rules {
        let word = if *breaks { "yes" } else { "no" };
        file += &format!(
            "<rule break=\"{word}\"><beforebreak>{}</beforebreak><afterbreak>{}</afterbreak></rule>\n",
            escape(before),
            escape(after)
        );
    }
    file + "</languagerule></languagerules><maprules><languagemap languagepattern=\".*\" languagerulename=\"All\"/></maprules></body></srx>"
}

fn load(file: &str) -> Rules {
    let (srx, findings) = Srx::read(file.as_bytes()).unwrap();
    assert_eq!(findings, []);
    Segmenter::from_srx(srx).rules(&Language::parse("en").unwrap())
}

fn srx_rules(rules: &[(bool, &str, &str)]) -> Rules {
    let owned: Vec<_> = rules
        .iter()
        .map(|(breaks, before, after)| (*breaks, (*before).to_owned(), (*after).to_owned()))
        .collect();
    load(&srx_of(&owned))
}

#[test]
fn the_first_rule_that_matches_wins() {
    let rules = srx_rules(&[
        (false, r"\bDr\.", r"\s"),
        (true, r"[.?!]+", r"\s+\p{Lu}"),
        (true, "", r"\n"),
    ]);
    assert_eq!(
        cut(&rules, "See Dr. Who. Why? no. Äh.\nx"),
        ["See Dr. Who.", "Why? no.", "Äh.", "x"]
    );
    let decision = rules.explain("See Dr. Who. Why?", 6).unwrap();
    assert_eq!((decision.verdict, decision.rule.line), (Verdict::Join, 6));
}

#[test]
fn expressions_see_the_text_on_both_sides() {
    let rules = srx_rules(&[
        (true, r"\.(?= [A-Z])", r"(?<=b\.) "),
        (true, r"(?<!x)!", r"\b|(?=\s)"),
    ]);
    assert_eq!(
        cut(&rules, "a. B b. C x! D y! E!e"),
        ["a. B b.", "C x! D y!", "E!", "e"]
    );
}

#[test]
fn groups_possession_and_quotes_of_java_are_understood() {
    let rules = srx_rules(&[
        (false, r"(a)(b)\2\1\.", ""),
        (true, r"\Q.\E", r"(?i:\s[b-d])"),
        (true, r"\w++\u06D4", r"\h"),
        (true, r"(?>ab|a)c;", ""),
    ]);
    assert_eq!(
        cut(&rules, "abba. b.C. e x\u{6D4}y"),
        ["abba. b.C. e x\u{6D4}y"]
    );
    assert_eq!(
        cut(&rules, "bba. b. Cx\u{6D4} y abc;d"),
        ["bba.", "b.", "Cx\u{6D4}", "y abc;", "d"]
    );
}

#[test]
fn maps_cascade_in_their_order() {
    let body = r#"<languagerule languagerulename="No"><rule break="no"><beforebreak>\.</beforebreak><afterbreak> x</afterbreak></rule></languagerule>
<languagerule languagerulename="Yes"><rule break="yes"><beforebreak>\.</beforebreak><afterbreak> </afterbreak></rule></languagerule>
</languagerules><maprules>
<languagemap languagepattern="EN.*|en.*" languagerulename="No"/>
<languagemap languagepattern=".*" languagerulename="Yes"/>
</maprules></body></srx>"#;
    let file = format!("{HEAD}{body}");
    let count = |file: &str, language: &str| {
        let (srx, _) = Srx::read(file.as_bytes()).unwrap();
        Segmenter::from_srx(srx)
            .rules(&Language::parse(language).unwrap())
            .segments("a. x. y")
            .count()
    };
    assert_eq!(count(&file, "en-GB"), 2);
    assert_eq!(count(&file, "ur"), 3);
    let single = file.replace("cascade=\"yes\"", "cascade=\"no\"");
    assert_eq!(count(&single, "en-GB"), 1);
}

#[test]
fn what_cannot_be_compiled_or_reached_is_reported_with_its_line() {
    let file = srx_of(&[
        (true, r"\.".to_owned(), r"\s".to_owned()),
        (false, r"a(b".to_owned(), String::new()),
        (true, r"\.".to_owned(), r"\s".to_owned()),
        (true, r"[a&&b]".to_owned(), String::new()),
        (false, "x".to_owned(), String::new()),
    ])
    .replace(
        "</languagerules>",
        "<languagerule languagerulename=\"Lost\"/></languagerules>",
    )
    .replace(
        "<maprules>",
        "<maprules><languagemap languagepattern=\"fr\" languagerulename=\"None\"/>",
    );
    let findings = srx::check(file.as_bytes()).unwrap();
    let told: Vec<(usize, &str)> = findings
        .iter()
        .map(|finding| (finding.place.as_ref().unwrap().line, finding.id.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (7, "srx-rule-not-compiled"),
            (8, "srx-rule-shadowed"),
            (9, "srx-rule-impossible"),
            (10, "srx-rule-idle"),
            (11, "srx-rules-unmapped"),
            (11, "srx-map-dangling"),
        ]
    );
    let place = findings[0].place.as_ref().unwrap();
    assert_eq!(&place.text[place.span.clone()], "(b");
    let (srx, findings) = Srx::read(file.as_bytes()).unwrap();
    assert_eq!((srx.rule_count(), findings.len()), (4, 1));
}

#[test]
fn what_is_no_srx_is_refused() {
    assert_eq!(Srx::read(b"<tmx/>").unwrap_err(), SrxError::NotSrx);
    assert_eq!(Srx::read(b"").unwrap_err(), SrxError::NotSrx);
    assert_eq!(
        Srx::read(b"<srx>\xFF").unwrap_err(),
        SrxError::Encoding { offset: 5 }
    );
    assert!(
        matches!(Srx::read(b"<srx>\n<a></b></srx>").unwrap_err(), SrxError::Malformed(finding) if finding.place.as_ref().unwrap().line == 2)
    );
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(srx_of(&[]).encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert!(Srx::read(&utf16).is_ok());
}

/// What SRX says of a position, word for word; expressions here look at nothing after the position's end.
fn breaks_by_definition(rules: &[(bool, Regex, Regex)], text: &str) -> Vec<usize> {
    let ends = |before: &Regex, at: usize| {
        (0..=at).any(|start| {
            before.is_match(
                Input::new(&text[..at])
                    .range(start..)
                    .anchored(Anchored::Yes),
            )
        })
    };
    let begins = |after: &Regex, at: usize| {
        after.is_match(Input::new(text).range(at..).anchored(Anchored::Yes))
    };
    (1..text.len())
        .filter(|at| {
            let first = rules
                .iter()
                .find(|(_, before, after)| ends(before, *at) && begins(after, *at));
            first.is_some_and(|(breaks, _, _)| *breaks)
        })
        .collect()
}

fn expression() -> impl Strategy<Value = String> {
    let atom = prop::sample::select(vec![
        "a",
        "b",
        r"\.",
        r"\s",
        "[ab]",
        r"[^a]",
        ".",
        r"\w",
        r"(?:a|b\.)",
        r"(b|\s)",
        " ",
        r"\p{Lu}",
        "C",
    ]);
    let many = prop::sample::select(vec!["", "", "", "?", "*", "+", "{2}", "{1,3}", "+?"]);
    let part = (atom, many).prop_map(|(atom, many)| format!("{atom}{many}"));
    // A condition stands before a character, so that it never looks beyond the end of the match.
    let start = prop::sample::select(vec!["", "", r"\ba", r"\b[bC]"]);
    (start, prop::collection::vec(part, 0..4))
        .prop_map(|(start, parts)| format!("{start}{}", parts.concat()))
}

/// What texts are put together from.
#[rustfmt::skip]
const PIECES: &[&str] = &[
".", "!", "?", "…", "۔", "؟", "٠", "。", " ", " ", " ", "\n", "\r\n", "\t", "\u{a0}", "\u{200f}", "\"", "'", "”", "“", "(", ")", "[", "]", "[12]", "1", "2.", "1)", "a)", "Mr", "e.g", "U.S", "the", "The", "Khan", "I", "x", "اے", "ہے", "و", "سیپ", "é", "ß", "😀", ":)", "-", "•", ",", "@", "http://a.b/c?d=e", "p.m", "No", "Inc", "*", "_", ". . .", "—", "\u{301}", "\u{0}",
];

fn arbitrary_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.to_vec());
    prop_oneof![
        4 => prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

/// Segments are in order, trimmed, not empty; what lies between them is white space.
fn sound(rules: &Rules, text: &str) {
    let mut end = 0;
    for range in rules.segments(text) {
        assert!(
            range.start >= end
                && text.is_char_boundary(range.start)
                && text.is_char_boundary(range.end)
        );
        assert!(text[end..range.start].trim().is_empty());
        let segment = &text[range.clone()];
        assert!(!segment.is_empty() && segment.trim() == segment);
        end = range.end;
    }
    assert!(text[end..].trim().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn segments_and_gaps_rebuild_every_text(text in arbitrary_text()) {
        for language in ["en", "ur", "ps", "de"] {
            for newlines in [Newlines::EndSegment, Newlines::BlankLineEndsSegment, Newlines::Space] {
                for policy in [ListMarkers::WithItem, ListMarkers::Apart, ListMarkers::Ordinary] {
                    let segmenter = Segmenter::built_in().newlines(newlines).list_markers(policy);
                    sound(&segmenter.rules(&Language::parse(language).unwrap()), &text);
                }
            }
        }
    }

    #[test]
    fn decisions_tell_of_every_boundary(text in arbitrary_text()) {
        let rules = rules("en");
        let starts: Vec<usize> = rules.segments(&text).skip(1).map(|range| range.start).collect();
        let breaks: Vec<usize> = rules
            .decisions(&text)
            .iter()
            .filter(|decision| decision.verdict == Verdict::Break)
            .map(|decision| text.len() - text[decision.at..].trim_start().len())
            .collect();
        for start in starts {
            prop_assert!(breaks.contains(&start), "no decision for {start}");
        }
    }

    #[test]
    fn the_srx_engine_does_what_srx_says(
        rules in prop::collection::vec((any::<bool>(), expression(), expression()), 1..6),
        text in "[abC. ]{0,24}",
    ) {
        let compiled: Vec<_> = rules
            .iter()
            .map(|(breaks, before, after)| {
                (*breaks, Regex::new(&format!(r"(?:{before})\z")).unwrap(), Regex::new(after).unwrap())
            })
            .collect();
        let mut expected = Vec::new();
        let mut start = 0;
        for end in breaks_by_definition(&compiled, &text).into_iter().chain([text.len()]) {
            expected.extend(Some(text[start..end].trim()).filter(|segment| !segment.is_empty()));
            start = end;
        }
        let loaded = load(&srx_of(&rules));
        prop_assert_eq!(cut(&loaded, &text), expected);
        sound(&loaded, &text);
    }

    #[test]
    fn no_expression_and_no_text_makes_the_engine_fail(before in ".{0,12}", after in ".{0,12}", text in arbitrary_text()) {
        let file = srx_of(&[(true, before, after), (true, r"\.".to_owned(), r"\s".to_owned())]);
        if let Ok((srx, _)) = Srx::read(file.as_bytes()) {
            sound(&Segmenter::from_srx(srx).rules(&Language::parse("en").unwrap()), &text);
        }
    }
}
