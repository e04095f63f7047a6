//! `analyze`: segments, words and characters by what the memory has of them.

use serde_json::Value;

use super::fixture::TestProject;

/// A document of ten segments, and a memory that has some of them.
fn project() -> TestProject {
    let project = TestProject::with(
        "The river rose.\nIt fell again.\nIt fell again.\n\
         Close the north gate before the heavy rain.\nClose the south gate before the heavy rain.\n\
         Feed the goats at noon.\nNothing is like this sentence here.\n",
    );
    project.build();
    project.translate("ur", "The river rose.", "دریا چڑھا۔");
    project.build();
    let rows = [
        ["", "It fell again.", "پھر اترا۔", ""],
        [
            "",
            "Feed the old goats at seven.",
            "بکریوں کو کھلاؤ۔",
            "وزو ته خواړه ورکړئ.",
        ],
    ];
    project.import("old.tsv", &rows);
    project
}

/// The segments of each band that has some, of the first record for a language.
fn bands(records: &[Value], lang: &str) -> Vec<(String, u64)> {
    let own = records.iter().find(|one| one["lang"] == lang).unwrap();
    let bands = own["bands"].as_object().unwrap().iter();
    let bands = bands.map(|(band, tally)| (band.clone(), tally["segments"].as_u64().unwrap()));
    bands.filter(|(_, segments)| *segments > 0).collect()
}

fn named(bands: &[(&str, u64)]) -> Vec<(String, u64)> {
    let named = bands.iter();
    named
        .map(|(band, count)| ((*band).to_owned(), *count))
        .collect()
}

#[test]
fn bands_are_counted_for_each_language_apart() {
    let records = project().run(&["analyze", "--json"]).ends(0).records();
    assert_eq!(
        bands(&records, "ur"),
        named(&[
            ("context", 1),
            ("repetition", 1),
            ("100", 1),
            ("85-94", 1),
            ("50-74", 1),
            ("new", 2)
        ])
    );
    assert_eq!(
        bands(&records, "ps"),
        named(&[("repetition", 1), ("85-94", 1), ("50-74", 1), ("new", 4)])
    );
    let kinds: Vec<_> = records
        .iter()
        .map(|one| one["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["analysis", "analysis", "analysis-total", "analysis-total"]
    );
    let total = &records[0]["total"];
    assert_eq!(
        (&total["segments"], &total["words"]),
        (&7.into(), &36.into())
    );
}

#[test]
fn a_match_below_sixty_counts() {
    let project = TestProject::with("One two three four five six seven eight nine ten\n");
    project.build();
    let half = "One two three four five six kept apart for once";
    let third = "Five two three four one kept apart for once and all";
    for (text, expected) in [(third, "new"), (half, "50-74")] {
        project.import("half.tsv", &[["", text, "متن", ""]]);
        let records = project
            .run(&["analyze", "--to", "ur", "--json"])
            .ends(0)
            .records();
        assert_eq!(bands(&records, "ur"), named(&[(expected, 1)]));
    }
}

#[test]
fn a_flagged_translation_is_not_at_hand() {
    let project = project();
    project.edit(
        "translations/ur/letter.po",
        "#. ¶1.1 translated",
        "#. ¶1.1 translated\n#. needs work: wrong word",
    );
    let entry = project.entry("ur", "The river rose.");
    project.edit(
        "translations/ur/letter.po",
        &entry,
        &entry.replace("msgctxt", "#, fuzzy\nmsgctxt"),
    );
    project.run(&["build"]);
    let records = project.run(&["analyze", "--json"]).ends(0).records();
    assert!(!bands(&records, "ur").contains(&("context".to_owned(), 1)));
}

#[test]
fn rates_of_the_settings_weigh_the_words() {
    let project = TestProject::with("One two three four.\nOne two three four.\n");
    let weighted = |project: &TestProject| {
        let records = project
            .run(&["analyze", "--to", "ur", "--json"])
            .ends(0)
            .records();
        records[0]["weighted_words"].as_f64().unwrap()
    };
    assert_eq!(weighted(&project), 5.0);
    project.write(
        "tarjuman.toml",
        "[project]\nname = \"letters\"\n[rates]\nrepetition = 10\nnew = 90\n",
    );
    assert_eq!(weighted(&project), 4.0);
}

#[test]
fn tables_are_aligned_and_tsv_has_a_line_for_each_band() {
    let project = project();
    project
        .run(&["analyze", "--to", "ur"])
        .ends(0)
        .prints("letter, ur\n")
        .prints("  100                 1          3           12         0.75\n")
        .prints("  total               7         36");
    let run = project.run(&["analyze", "--format", "tsv"]).ends(0);
    let lines: Vec<Vec<&str>> = run
        .out
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(lines.len(), 1 + 4 * 9);
    assert!(lines.iter().all(|line| line.len() == 7), "{run:#?}");
    assert_eq!(lines[3][..4], ["letter", "ur", "100", "1"]);
}

#[test]
fn files_from_elsewhere_are_analysed_too() {
    let project = project();
    project.write(
        "new/other.md",
        "# It fell again.\n\nAn *odd* thing happened.\n",
    );
    project.write("new/foreign.tmx", project.export("tmx"));
    let call = [
        "analyze",
        "new/other.md",
        "letter",
        "new/foreign.tmx",
        "--to",
        "ur",
        "--json",
    ];
    let records = project.run(&call).ends(0).records();
    let names: Vec<_> = records.iter().map(|one| one["document"].as_str()).collect();
    assert_eq!(
        names,
        [
            Some("new/other.md"),
            Some("letter"),
            Some("new/foreign.tmx"),
            None
        ]
    );
    assert_eq!(records[0]["total"]["segments"], 2);
    assert_eq!(records[2]["total"]["segments"], 9);
    // Segments before count across documents.
    assert_eq!(records[1]["bands"]["repetition"]["segments"], 2);
}

#[test]
fn what_is_neither_document_nor_file_is_refused() {
    let project = project();
    project
        .run(&["analyze", "none"])
        .refused()
        .complains("There is no document `none`")
        .complains("the documents are letter");
    project.run(&["analyze", "sources"]).refused();
    project.run(&["analyze", "--to", "?"]).refused();
}

#[test]
fn without_a_memory_the_texts_are_compared_with_themselves() {
    let project = TestProject::with("It fell again.\nIt fell again.\n");
    let run = project.run(&["analyze", "--to", "ur"]).ends(0);
    run.complains("There is no memory yet");
    assert!(!project.path("memory.db").exists());
}

#[test]
fn one_pass_for_many_counts_as_one_by_one() {
    // More segments than are asked one by one.
    let line = |n: u32| {
        format!(
            "Line {n} tells of house {} and of its {} doors.",
            n * 7 % 13,
            n % 5
        )
    };
    let lines: Vec<_> = (0..60).map(line).collect();
    let project = TestProject::with("One.\n");
    project.build();
    let rows: Vec<_> = (0..200).map(|n| line(n * 3)).collect();
    let rows: Vec<_> = rows.iter().map(|text| ["", text, "متن", ""]).collect();
    project.import("lines.tsv", &rows);
    project.write("many.txt", lines.join("\n"));
    let records = project
        .run(&["analyze", "many.txt", "--to", "ur", "--json"])
        .ends(0)
        .records();
    let mut expected = [0; 2];
    for line in &lines {
        let run = project
            .run(&["match", line, "--min", "50", "--max", "1", "--json"])
            .ends(0);
        let score = run.records()[0]["score"].as_u64().unwrap();
        expected[usize::from(score == 100)] += 1;
    }
    let own = bands(&records, "ur");
    let exact = own.iter().find(|(band, _)| band == "100").unwrap().1;
    assert_eq!(exact, expected[1]);
    assert_eq!(own.iter().map(|(_, count)| count).sum::<u64>(), 60);
    assert!(own.iter().all(|(band, _)| band != "new"), "{own:?}");
}
