//! `pretranslate`: what is filled, what is noted, and what is never touched.

use super::fixture::TestProject;

const SOURCE: &str =
    "The river rose.\nIt fell again.\nTake 79 steps.\nThe river rose.\nNobody came.\n";

/// A letter with one translation, and a memory that has others.
fn project() -> TestProject {
    let project = TestProject::with(SOURCE);
    project.build();
    let rows = [
        ["r", "The river rose.", "دریا چڑھا۔", "سیند پورته شو."],
        ["s", "Take 81 steps.", "۸۱ قدم چلیں۔", ""],
        ["n", "Nobody came today.", "آج کوئی نہیں آیا۔", ""],
    ];
    project.import("old.tsv", &rows);
    project
}

fn target(project: &TestProject, language: &str, source: &str) -> String {
    let entry = project.entry(language, source);
    let line = entry.lines().find_map(|line| line.strip_prefix("msgstr "));
    line.unwrap().trim_matches('"').to_owned()
}

#[test]
fn matches_fill_what_is_untranslated_and_say_where_they_come_from() {
    let project = project();
    project
        .run(&["pretranslate"])
        .ends(0)
        .prints("letter ur: 4 of 5 untranslated units filled, 2 exact, 2 fuzzy")
        .prints("letter ps: 2 of 5 untranslated units filled, 2 exact")
        .prints("wrote translations/ur/letter.po")
        .prints("Recorded revision 3")
        .complains("tarjuman restore 2 --document letter");
    let entry = project.entry("ur", "Take 79 steps.");
    for line in [
        "#. ¶3.1 translated",
        "#. needs work: pretranslated, 75",
        "#. target property x-origin: 75, unit s of old.tsv, number −25, numbers adapted",
        "#, fuzzy",
        "#| msgid \"Take 81 steps.\"",
        "msgstr \"۷۹ قدم چلیں۔\"",
    ] {
        assert!(entry.lines().any(|own| own == line), "{line}\n{entry}");
    }
    let id = project.id("Take 79 steps.");
    let unit = project.unit(&id);
    let variant = unit
        .variants
        .iter()
        .find(|one| one.language.as_str() == "ur")
        .unwrap();
    assert_eq!(variant.text, "۷۹ قدم چلیں۔");
    assert_eq!(variant.needs_work.as_deref(), Some("pretranslated, 75"));
    assert_eq!(
        variant.remarks[0].text,
        "75, unit s of old.tsv, number −25, numbers adapted"
    );
    assert_eq!(target(&project, "ur", "It fell again."), "");
}

#[test]
fn a_second_run_and_a_build_change_nothing() {
    let project = project();
    project.run(&["pretranslate"]).ends(0);
    let before = project.snapshot();
    project
        .run(&["pretranslate"])
        .ends(0)
        .prints("Nothing to fill; nothing was written.");
    assert_eq!(project.snapshot(), before);
    let report = project.build();
    assert!(
        report.segment_files.is_empty() && report.recorded.revision.is_none(),
        "{report:#?}"
    );
}

#[test]
fn a_plan_says_it_all_and_writes_nothing() {
    let project = project();
    let before = project.snapshot();
    let plan = project.run(&["pretranslate", "--dry-run"]).ends(0);
    assert_eq!(project.snapshot(), before);
    let plan = plan
        .prints("75, unit s of old.tsv, number −25, numbers adapted")
        .prints("۷۹ قدم چلیں۔")
        .prints("Would record revision 3");
    let done = project.run(&["pretranslate"]).ends(0);
    let summaries = |out: &str| {
        let lines = out
            .lines()
            .filter(|line| line.contains("untranslated unit"));
        lines
            .map(|line| line.replace("would be filled", "filled"))
            .collect::<Vec<_>>()
    };
    assert_eq!(summaries(&plan.out), summaries(&done.out));
}

#[test]
fn a_translation_that_is_there_is_never_touched() {
    let project = project();
    project.translate("ur", "Take 79 steps.", "اپنا متن ۷۹");
    let entry = project.entry("ur", "Take 79 steps.");
    project.run(&["pretranslate"]).ends(0);
    assert_eq!(target(&project, "ur", "Take 79 steps."), "اپنا متن ۷۹");
    let kept = project.entry("ur", "Take 79 steps.");
    assert_eq!(kept.replace("translated", "initial"), entry);
    assert_eq!(
        project.remembered(&project.id("Take 79 steps."), "ur"),
        "اپنا متن ۷۹"
    );
}

#[test]
fn what_was_filled_and_not_confirmed_is_not_offered_again() {
    let project = project();
    project.run(&["pretranslate"]).ends(0);
    project.write("sources/letter.txt", format!("{SOURCE}Take 79 steps.\n"));
    let run = project.run(&["pretranslate", "--json"]).ends(0);
    let records = run.records();
    let fill = records.iter().find(|one| one["lang"] == "ur").unwrap();
    assert_eq!(
        (&fill["taken_from"], &fill["score"]),
        (&"s".into(), &75.into())
    );
}

#[test]
fn equal_units_of_the_segment_files_are_repeated_before_they_are_recorded() {
    let project = TestProject::with(SOURCE);
    project.build();
    let text = project.read("translations/ur/letter.po");
    let first = text.find("msgstr \"\"\n\n#. ¶2.1").unwrap();
    let filled = format!(
        "{}msgstr \"دریا چڑھا۔\"{}",
        &text[..first],
        &text[first + 9..]
    );
    project.write("translations/ur/letter.po", filled);
    let run = project.run(&["pretranslate", "--json"]).ends(0);
    let records = run.records();
    assert_eq!(records.len(), 2, "{run:#?}");
    assert_eq!(records[0]["kind"], "repetition");
    assert_eq!(records[0]["needs_work"], true);
    assert_eq!(records[0]["origin"]["document"], "letter");
}

#[test]
fn a_match_in_context_needs_no_work() {
    let project = TestProject::letter();
    // The same letter again: its units stand between the same neighbours.
    project.write("sources/copy.txt", project.read("sources/letter.txt"));
    let run = project
        .run(&["pretranslate", "copy", "--to", "ur", "--json"])
        .ends(0);
    let records = run.records();
    let kinds: Vec<_> = records
        .iter()
        .map(|one| (&one["kind"], &one["needs_work"]))
        .collect();
    assert_eq!(
        kinds[..2],
        [
            (&"context".into(), &false.into()),
            (&"context".into(), &false.into())
        ]
    );
    let text = project.read("translations/ur/copy.po");
    assert!(
        text.contains("#. target property x-origin: 101, unit ") && !text.contains("fuzzy"),
        "{text}"
    );
    assert_eq!(records.last().unwrap()["documents"][0]["context"], 2);
}

#[test]
fn restore_takes_it_back_in_file_and_memory() {
    let project = project();
    let before = project.read("translations/ur/letter.po");
    project.run(&["pretranslate"]).ends(0);
    project.run(&["log"]).ends(0).prints("pretranslate");
    project
        .run(&["restore", "2", "--document", "letter"])
        .ends(0);
    assert_eq!(project.remembered(&project.id("Take 79 steps."), "ur"), "");
    let after = project.read("translations/ur/letter.po");
    assert!(
        !after.contains("x-origin") && !after.contains("needs work"),
        "{after}"
    );
    assert_eq!(after, before);
    project
        .run(&["pretranslate", "--to", "ur"])
        .ends(0)
        .prints("4 of 5 untranslated units filled");
}

#[test]
fn documents_languages_and_scores_choose() {
    let project = project();
    project.write("sources/other.txt", "The river rose.\n");
    let count = |call: &[&str]| {
        let call = [&["pretranslate", "--dry-run", "--json"], call].concat();
        project.run(&call).ends(0).records().len() - 1
    };
    assert_eq!(count(&[]), 8);
    assert_eq!(count(&["other"]), 2);
    assert_eq!(count(&["--to", "ps"]), 3);
    assert_eq!(count(&["--min", "100"]), 6);
    assert_eq!(count(&["--min", "101"]), 0);
    project
        .run(&["pretranslate", "none"])
        .refused()
        .complains("the documents are letter, other");
    project
        .run(&["pretranslate", "--to", "de"])
        .refused()
        .complains("its targets are ur, ps");
    project.run(&["pretranslate", "--min", "0"]).refused();
    TestProject::with(SOURCE)
        .run(&["pretranslate"])
        .refused()
        .complains("there is no memory here");
}

#[test]
fn a_faulty_entry_stays_and_the_rest_is_filled() {
    let project = project();
    let entry = project.entry("ur", "The river rose.");
    project.edit(
        "translations/ur/letter.po",
        &entry,
        &entry.replace("msgstr \"\"", "msgstr \"x"),
    );
    project
        .run(&["pretranslate", "--to", "ur"])
        .ends(2)
        .prints("3 of 4 untranslated units filled")
        .complains("translations/ur/letter.po");
    assert!(
        project
            .read("translations/ur/letter.po")
            .contains("msgstr \"x\n")
    );
}

#[test]
fn a_new_project_is_filled_from_the_memory_of_another() {
    let other = project();
    let project = TestProject::with(SOURCE);
    let path = other.path("memory.db").display().to_string();
    let table =
        format!("[project]\nname = \"letters\"\n[[memory]]\npath = \"{path}\"\nname = \"un\"\n");
    project.write("tarjuman.toml", table);
    project
        .run(&["pretranslate", "--to", "ur"])
        .ends(0)
        .prints("4 of 5");
    let entry = project.entry("ur", "Take 79 steps.");
    assert!(entry.contains("unit s of old.tsv in un"), "{entry}");
    project.run(&["restore", "0", "--all"]).ends(0);
    assert_eq!(target(&project, "ur", "Take 79 steps."), "");
}
