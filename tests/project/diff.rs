//! What a reviewer sees of changes: in the segment files, in revisions, between files, in pages, through git.

use std::process::{Command, Output};

use serde_json::Value;

use super::fixture::{Run, TestProject, has};

/// Edits of the essay: language, what stands there, what will.
const SECOND_HAND: &str = include_str!("second-hand.tsv");

/// Takes the second hand to the essay.
fn edit(project: &TestProject) {
    for line in SECOND_HAND.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<_> = line.split('\t').collect();
        let [language, old, new] = fields.as_slice() else {
            panic!("{line}");
        };
        project.edit(&format!("translations/{language}/essay.po"), old, new);
    }
}

/// The essay, built, and edited in Urdu and Pashto.
fn edited_essay() -> TestProject {
    let project = TestProject::of_repository(&["tarjuman.toml", "sources", "translations"]);
    project.build();
    edit(&project);
    project
}

fn of_type<'r>(records: &'r [Value], kind: &str) -> Vec<&'r Value> {
    records
        .iter()
        .filter(|record| record["type"] == kind)
        .collect()
}

fn span(range: &Value) -> std::ops::Range<usize> {
    let at = |end: usize| usize::try_from(range[end].as_u64().unwrap()).unwrap();
    at(0)..at(1)
}

/// Makes both texts of a difference again from its operations.
fn rebuilds(difference: &Value) {
    let text = |side: &str| {
        difference[side]["text"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let (old, new) = (text("old"), text("new"));
    let (mut ours, mut theirs) = (String::new(), String::new());
    for operation in difference["operations"].as_array().unwrap() {
        let (from, to) = (&old[span(&operation["old"])], &new[span(&operation["new"])]);
        assert_eq!(operation["op"] == "equal", from == to, "{operation}");
        assert_eq!(
            operation["op"] == "equal",
            operation["class"].is_null(),
            "{operation}"
        );
        ours.push_str(from);
        theirs.push_str(if operation["op"] == "equal" { from } else { to });
    }
    assert_eq!((ours, theirs), (old, new));
}

fn classes(records: &[Value], language: &str) -> Vec<String> {
    let own = of_type(records, "difference")
        .into_iter()
        .filter(|record| record["lang"] == language);
    own.flat_map(|record| record["classes"].as_array().unwrap().clone())
        .map(|class| class.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_essay_in_two_revisions_of_urdu_and_pashto() {
    let project = edited_essay();
    let working = project.run(&["diff", "--json"]).ends(1);
    project.build();
    project
        .run(&["diff"])
        .ends(0)
        .complains("Nothing differs between revision 2 and the working files.");
    for call in [&["diff", "2"][..], &["diff", "1..2"], &["diff", "1", "2"]] {
        let run = project.run(&[call, &["--json"]].concat()).ends(1);
        let records = run.records();
        let differences = of_type(&records, "difference");
        assert_eq!(
            differences.len(),
            of_type(&working.records(), "difference").len()
        );
        differences
            .iter()
            .for_each(|difference| rebuilds(difference));
        assert_eq!(
            classes(&records, "ur"),
            ["wording", "punctuation", "spelling", "number"]
        );
        assert_eq!(
            classes(&records, "ps"),
            ["spelling", "spelling", "invisible"]
        );
        let summary = &of_type(&records, "diff")[0];
        assert_eq!(
            (&summary["texts"], &summary["documents"][0]["document"]),
            (&7.into(), &"essay".into())
        );
        assert_eq!(
            (&summary["old"]["number"], &summary["new"]["number"]),
            (&1.into(), &2.into())
        );
        assert_eq!(summary["seconds_between"], 0);
        assert!(summary["documents"][0]["figures"]["chrf"].as_f64().unwrap() > 80.0);
    }
    let back = project.run(&["diff", "2..1", "--json"]).ends(1).records();
    assert_eq!(of_type(&back, "difference").len(), 7);
}

#[test]
fn the_terminal_shows_two_lines_with_marks_and_names() {
    let project = edited_essay();
    project
        .run(&["diff"])
        .ends(1)
        .prints("essay ¶2.1 ")
        .prints("[-دوبارہ برسرِ-] اقتدار")
        .prints("{+پھر سے+} اقتدار")
        .prints("  en  The return of the Taliban")
        .prints("U+064A ARABIC LETTER YEH → U+06CC ARABIC LETTER FARSI YEH")
        .prints("[-<SPACE>-]")
        .prints("{+<NBSP>+}")
        .prints("essay ur: 4 changed; ");
    let plain = project.run(&["diff"]);
    assert!(!plain.out.contains(['\u{2067}', '\u{1b}']), "{}", plain.out);
    let isolated = project.run(&["diff", "--bidi", "isolates"]);
    assert!(
        isolated.out.contains("{+\u{2067}پھر سے\u{2069}+}"),
        "{}",
        isolated.out
    );
    project
        .run(&["diff", "--inline"])
        .prints("[-دوبارہ برسرِ-] {+پھر سے+} اقتدار");
    let coloured = project.run(&["diff", "--color", "always"]);
    assert!(
        coloured.out.contains("\u{1b}[9m") && coloured.out.contains("\u{1b}[4m"),
        "{}",
        coloured.out
    );
    let summary = project.run(&["diff", "--summary"]).ends(1);
    assert_eq!(summary.out.lines().count(), 2, "{}", summary.out);
}

#[test]
fn invisible_characters_are_shown_by_name_where_that_is_wanted() {
    let project = TestProject::letter();
    project.translate("ur", "The river rose.", "دریا\u{200C}ئے\u{200F} چڑھا۔");
    project
        .run(&["diff", "--bidi", "marks"])
        .ends(1)
        .prints("{+دریا<ZWNJ>ئے<RLM>+} چڑھا۔");
}

#[test]
fn filters_choose_document_language_author_and_state() {
    let project = edited_essay();
    let count = |call: &[&str]| {
        let run = project.run(&[&["diff", "--json"], call].concat());
        of_type(&run.records(), "difference").len()
    };
    assert_eq!(count(&["--lang", "ur"]), 4);
    assert_eq!(count(&["--lang", "ur,ps", "--document", "essay"]), 7);
    assert_eq!(count(&["--state", "translated"]), 7);
    assert_eq!(count(&["--state", "reviewed"]), 0);
    project
        .run(&["--author", "Zarghuna", "commit", "-m", "second hand"])
        .ends(0);
    assert_eq!(count(&["2", "--by", "Zarghuna"]), 7);
    assert_eq!(count(&["2", "--by", "tester"]), 0);
    project
        .run(&["diff", "--document", "nowhere"])
        .refused()
        .complains("There is no document `nowhere`");
    project
        .run(&["diff", "2", "--document", "nowhere"])
        .refused();
}

#[test]
fn new_gone_and_restated_texts_are_told() {
    let project = TestProject::letter();
    project.translate("ur", "We went home.", "ہم گھر گئے۔");
    project.translate("ur", "The river rose.", "");
    let id = project.id("It fell again.");
    let context = format!("msgctxt \"{id}\"");
    project.edit(
        "translations/ur/letter.po",
        &context,
        &format!("#, fuzzy\n{context}"),
    );
    let run = project.run(&["diff"]).ends(1);
    let run = run
        .prints("added")
        .prints("removed")
        .prints("restated; translated → needs work");
    run.prints("letter ur: 1 added, 1 removed, 1 restated");
}

#[test]
fn two_files_of_different_formats_are_compared() {
    let project = edited_essay();
    project.run(&["export", "tmx", "-o", "old.tmx"]).ends(0);
    let call = [
        "diff",
        "old.tmx",
        "translations/ur/essay.po",
        "--lang",
        "ur",
        "--json",
    ];
    let records = project.run(&call).ends(1).records();
    assert_eq!(
        classes(&records, "ur"),
        ["wording", "punctuation", "spelling", "number"]
    );
    of_type(&records, "difference")
        .iter()
        .for_each(|difference| rebuilds(difference));
    project
        .run(&["diff", "old.tmx", "old.tmx"])
        .ends(0)
        .complains("Nothing differs");
}

#[test]
fn files_need_no_project_and_pair_by_text_where_ids_were_given_anew() {
    let folder = TestProject::nothing();
    folder.write("a.tsv", "id\ten\tur\n1\tThe gate was shut.\tپھاٹک بند تھا۔\n2\tIt rained all day.\tدن بھر بارش ہوئی۔\n");
    folder.write("b.tsv", "id\ten\tur\n1\tGood morning.\tصبح بخیر۔\n2\tThe gate was shut.\tپھاٹک بند ہے۔\n3\tIt rained all day.\tدن بھر بارش ہوئی۔\n");
    let records = folder
        .run(&["diff", "a.tsv", "b.tsv", "--json"])
        .ends(1)
        .records();
    let fates: Vec<_> = of_type(&records, "difference")
        .iter()
        .map(|one| (one["lang"].clone(), one["fate"].clone()))
        .collect();
    assert_eq!(
        fates,
        [
            ("en".into(), "added".into()),
            ("ur".into(), "added".into()),
            ("ur".into(), "changed".into())
        ]
    );
    folder
        .write("old.txt", "دریا چڑھا۔ ہم گھر گئے۔\n")
        .write("new.txt", "دریا اترا۔ ہم گھر گئے۔\n");
    folder
        .run(&["diff", "old.txt", "new.txt", "--lang", "ur"])
        .ends(1)
        .prints("[-چڑھا-]")
        .prints("{+اترا+}");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let project = TestProject::letter();
    project.run(&["diff", "99"]).refused().complains("99");
    project
        .run(&["diff", "0"])
        .refused()
        .complains("counted from 1");
    project.run(&["diff", "1..99"]).refused().complains("99");
    project
        .run(&["diff", "yesterday"])
        .refused()
        .complains("`yesterday` is no revision");
    project
        .run(&["diff", "tarjuman.toml"])
        .refused()
        .complains("is one file");
    project
        .run(&["diff", "none.tmx", "none.po"])
        .refused()
        .complains("Cannot read `none.tmx`");
    project
        .run(&["diff", "tarjuman.toml", "tarjuman.toml"])
        .refused()
        .complains("format");
    project
        .run(&["diff", "-o", "x.html"])
        .refused()
        .complains("`-o` is for a page");
    let memory = std::fs::read(project.path("memory.db")).unwrap();
    project.translate("ur", "We went home.", "ہم گھر گئے۔");
    project
        .run(&["diff", "--html", "-o", "memory.db"])
        .refused()
        .complains("is a memory");
    assert_eq!(std::fs::read(project.path("memory.db")).unwrap(), memory);
    project
        .write("a.tsv", "en\tur\nOne.\tایک۔\n")
        .write("b.tsv", "de\tfr\nEins.\tUn.\n");
    project
        .run(&["diff", "a.tsv", "b.tsv"])
        .refused()
        .complains("no language in common");
}

#[test]
fn files_that_share_nothing_are_shown_with_a_warning() {
    let folder = TestProject::nothing();
    folder.write("a.tsv", "en\tur\nThe gate was shut.\tپھاٹک بند تھا۔\n");
    folder.write("b.tsv", "en\tur\nNobody came home.\tکوئی نہ آیا۔\n");
    folder
        .run(&["diff", "a.tsv", "b.tsv"])
        .ends(1)
        .complains("no unit in common")
        .prints("1 removed");
}

#[test]
fn a_broken_entry_is_reported_and_not_taken_for_a_removal() {
    let project = TestProject::letter();
    project.edit(
        "translations/ur/letter.po",
        "msgstr \"دریا چڑھا۔\"",
        "msgstr \"دریا",
    );
    let run = project.run(&["diff"]).ends(2).complains("letter.po:20");
    assert!(!run.out.contains("removed"), "{run:#?}");
}

#[test]
fn thousands_of_changes_and_a_unit_of_ten_thousand_words() {
    let folder = TestProject::nothing();
    let table = |word: &str| {
        let rows = (0..3000).map(|number| {
            format!("u{number}\tLine {number} of the list.\tفہرست کی سطر {number} {word}۔\n")
        });
        format!("id\ten\tur\n{}", rows.collect::<String>())
    };
    folder
        .write("a.tsv", table("یہاں"))
        .write("b.tsv", table("وہاں"));
    let run = folder.run(&["diff", "a.tsv", "b.tsv", "--json"]).ends(1);
    assert_eq!(run.records().len(), 3001);
    folder
        .run(&["diff", "a.tsv", "b.tsv", "--html", "-o", "d.html"])
        .ends(1)
        .complains("3000 texts");
    let long = |step: usize| {
        let words = (0..10_000).map(|number| format!("لفظ{}", number * step % 7919));
        format!("id\tur\nx\t{}\n", words.collect::<Vec<_>>().join(" "))
    };
    folder.write("a.tsv", long(3)).write("b.tsv", long(5));
    let records = folder
        .run(&["diff", "a.tsv", "b.tsv", "--json"])
        .ends(1)
        .records();
    rebuilds(&records[0]);
}

/// Everything that could be taken for markup, a command of a terminal, or a turn of direction.
const HOSTILE: &str =
    "<script>alert(1)</script>\"'>&amp;\u{1b}[2J\u{9b}31m\u{202E}\u{2066}\u{7}</p>";

fn harms(text: &str) -> bool {
    text.contains(|c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    })
}

#[test]
fn hostile_text_in_every_field_is_shown_and_not_obeyed() {
    let folder = TestProject::nothing();
    let table = |end: &str| {
        format!(
            "{}\n",
            serde_json::json!({
                "type": "unit", "v": 1, "id": format!("id {HOSTILE}"), "source_lang": "en", "document": "d<b>oc",
                "place": {"order": 0, "paragraph": 1, "sentence": 1, "segments": 1, "line": 1},
                "variants": [
                    {"lang": "en", "text": format!("Source {HOSTILE}"), "state": "translated"},
                    {"lang": "ur", "text": format!("دریا {HOSTILE} {end}"), "state": "translated", "needs_work": HOSTILE,
                     "codes": [{"offset": 4, "kind": "standalone", "element": "ph", "original": HOSTILE}]},
                ],
            })
        )
    };
    folder
        .write("a<b>.jsonl", table("چڑھا"))
        .write("b.jsonl", table("\u{202C}اترا"));
    let page = folder
        .run(&["diff", "a<b>.jsonl", "b.jsonl", "--html", "-o", "d.html"])
        .ends(1);
    assert!(!harms(&page.err), "{page:#?}");
    let html = folder.read("d.html");
    for markup in [
        "<script",
        "alert(1)<",
        "<b>",
        "\u{1b}",
        "\u{9b}",
        "\u{202E}",
        "\u{2066}",
        "\u{7}",
    ] {
        assert!(!html.contains(markup), "{markup:?}");
    }
    assert!(html.contains("&lt;script&gt;") && html.contains(">RLO</bdi>"));
    for call in [
        &["diff"][..],
        &["diff", "--inline"],
        &["diff", "--bidi", "marks"],
        &["diff", "--json"],
    ] {
        let run = folder
            .run(&[call, &["a<b>.jsonl", "b.jsonl"]].concat())
            .ends(1);
        assert!(!harms(&run.out) && !harms(&run.err), "{run:#?}");
    }
}

#[test]
fn the_page_is_whole_in_itself_and_marks_only_whole_words() {
    let project = edited_essay();
    project
        .run(&["diff", "--html", "-o", "diff.html"])
        .ends(1)
        .complains("wrote diff.html (7 texts)");
    let html = project.read("diff.html");
    let id = {
        let records = project.run(&["diff", "--json"]).records();
        records[0]["unit"].as_str().unwrap().to_owned()
    };
    assert!(
        html.contains(&format!("id=\"{id}.ur\"")) && html.contains(&format!("href=\"#{id}.ur\""))
    );
    for needed in [
        "<p class=\"text nastaliq\" lang=\"ur\" dir=\"rtl\">",
        "<p class=\"text naskh\" lang=\"ps\" dir=\"rtl\">",
        "<del class=\"wording\">دوبارہ برسرِ</del><span class=\"gap\"> </span><ins class=\"wording\">پھر سے</ins>",
        "<ins class=\"spelling\">تزو<span class=\"inner\">ي</span>رات<span class=\"inner\">ي</span></ins>",
        "U+064A ARABIC LETTER YEH",
        ">NBSP</bdi>",
        "id=\"sort-wording\"",
        "body:has(#lang-ur:checked)",
    ] {
        assert!(html.contains(needed), "{needed} in the page");
    }
    for foreign in ["<script", "http://", "https://", "src=\"", "@import"] {
        assert!(!html.contains(foreign), "{foreign} in the page");
    }
    project
        .run(&["diff", "--html"])
        .ends(1)
        .prints("<!DOCTYPE html>");
}

/// Runs git where nothing of this machine's settings reaches it.
pub(crate) fn git(project: &TestProject, arguments: &[&str]) -> Output {
    Command::new("git")
        .args([
            "-c",
            "user.name=Reviewer",
            "-c",
            "user.email=reviewer@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(project.root())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_PAGER", "cat")
        .output()
        .unwrap()
}

#[test]
fn git_shows_segment_files_through_the_driver() {
    if !has("git") {
        return;
    }
    let project = TestProject::of_repository(&["tarjuman.toml", "sources", "translations"]);
    let driver = format!("\"{}\" diff --git", env!("CARGO_BIN_EXE_tarjuman"));
    project.write(".gitattributes", "*.po diff=tarjuman\n");
    for call in [
        &["init", "-q"][..],
        &["config", "diff.tarjuman.command", &driver],
        &["add", "."],
        &["commit", "-qm", "one"],
    ] {
        let output = git(&project, call);
        assert!(output.status.success(), "{call:?}: {output:?}");
    }
    edit(&project);
    project.write("translations/ur/new.po", "msgid \"\"\nmsgstr \"\"\n\"Language: ur\\n\"\n\nmsgctxt \"abc\"\nmsgid \"One.\"\nmsgstr \"ایک۔\"\n");
    git(&project, &["add", "-N", "translations/ur/new.po"]);
    let run = Run::of(&git(&project, &["--no-pager", "diff"]));
    let run = run
        .ends(0)
        .prints("a/translations/ur/essay.po")
        .prints("[-دوبارہ برسرِ-]")
        .prints("{+<NBSP>+}");
    run.prints("b/translations/ur/new.po").prints("{+ایک۔+}");
    git(&project, &["commit", "-qam", "two"]);
    let shown = Run::of(&git(
        &project,
        &["--no-pager", "log", "-p", "--ext-diff", "-1"],
    ));
    shown.ends(0).prints("{+پھر سے+}");
    project.write(
        "translations/ur/essay.po",
        "this is no segment file at all \"",
    );
    let broken = Run::of(&git(&project, &["--no-pager", "diff"]));
    broken.ends(0);
}
