//! `validate`: which programs take a file, and the file that they take.

use super::fixture::TestProject;

/// A memory with most of what strict readers refuse.
const FAULTY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.1">
<header creationtool="pen" segtype="Sentence" adminlang="en_US" srclang="en">
</header>
<body>
<tu tuid="1"><tuv lang="en"><seg>One <bpt i="1">&lt;b></bpt>two.</seg></tuv><tuv xml:lang="ur_PK"><seg xml:space="preserve">ایک دو۔ <it>x</it></seg><prop type="a">b</prop></tuv></tu>
<tu tuid="2"><note>nothing to translate</note></tu>
<tu><tuv xml:lang="en"><seg>Three <sub>x</sub> four.</seg></tuv><tuv xml:lang="ur"><seg>تین۔</seg></tuv><tuv xml:lang="ur"><seg>تین چار۔</seg></tuv></tu>
</body>
</tmx>
"#;

/// What each consumer would do, in their order.
fn verdicts(records: &[serde_json::Value]) -> Vec<bool> {
    let report = records.iter().find(|record| record["type"] == "validate");
    let verdicts = report.unwrap()["verdicts"].as_array().unwrap();
    verdicts
        .iter()
        .map(|verdict| verdict["takes"].as_bool().unwrap())
        .collect()
}

#[test]
fn what_we_export_is_taken_by_all() {
    let project = TestProject::letter();
    project.run(&["export", "tmx", "-o", "all.tmx"]).ends(0);
    let run = project.run(&["validate", "all.tmx", "--json"]).ends(0);
    assert_eq!(verdicts(&run.records()), [true; 5]);
}

#[test]
fn a_faulty_file_is_refused_for_named_reasons() {
    let project = TestProject::nothing();
    project.write("old.tmx", FAULTY);
    let run = project.run(&["validate", "old.tmx", "--json"]).ends(1);
    let records = run.records();
    assert_eq!(verdicts(&records), [false, false, false, true, true]);
    for (id, line) in [
        ("unknown-value", 2),
        ("bad-language-tag", 3),
        ("missing-attribute", 3),
        ("unknown-attribute", 6),
        ("unpaired-code", 6),
        ("element-order", 6),
        ("missing-element", 7),
        ("lost-unit", 7),
        ("misplaced-element", 8),
        ("second-variant", 8),
    ] {
        let found = records
            .iter()
            .any(|record| record["id"] == id && record["place"]["line"] == line);
        assert!(found, "{id} on line {line}: {run:#?}");
    }
}

#[test]
fn a_mended_file_is_taken_by_all_and_keeps_every_text() {
    let project = TestProject::nothing();
    project.write("old.tmx", FAULTY);
    let run = project
        .run(&["validate", "old.tmx", "--fix", "new.tmx"])
        .ends(1);
    assert!(run.out.contains("new.tmx: 3 units written"), "{run:#?}");
    assert!(run.out.contains("1 unit left out"), "{run:#?}");
    assert_eq!(project.read("old.tmx"), FAULTY);
    let run = project.run(&["validate", "new.tmx", "--json"]);
    assert_eq!(verdicts(&run.records()), [true; 5]);
    let mended = project.read("new.tmx");
    for text in [
        "ایک دو۔",
        "تین۔",
        "تین چار۔",
        "adminlang=\"en-US\"",
        "creationtool=\"pen\"",
    ] {
        assert!(mended.contains(text), "{text} in {mended}");
    }
    // What is mended once needs no more.
    project.run(&["validate", "new.tmx", "--fix", "again.tmx"]);
    assert_eq!(project.read("again.tmx"), mended);
}

#[test]
fn a_plan_writes_nothing_and_the_original_is_never_replaced() {
    let project = TestProject::nothing();
    project.write("old.tmx", FAULTY);
    let plan = project
        .run(&["validate", "old.tmx", "--fix", "new.tmx", "--dry-run"])
        .ends(1);
    assert!(plan.out.contains("3 units would be written"), "{plan:#?}");
    assert!(!project.path("new.tmx").exists());
    let run = project
        .run(&["validate", "old.tmx", "--fix", "old.tmx"])
        .ends(2);
    assert!(run.err.contains("is the file itself"), "{run:#?}");
    assert_eq!(project.read("old.tmx"), FAULTY);
}

#[test]
fn a_file_that_is_cut_off_is_taken_by_none_and_not_mended() {
    let project = TestProject::nothing();
    project.write("cut.tmx", &FAULTY[..FAULTY.len() - 20]);
    let run = project.run(&["validate", "cut.tmx", "--json"]).ends(1);
    assert_eq!(verdicts(&run.records()), [false; 5]);
    project
        .run(&["validate", "cut.tmx", "--fix", "new.tmx"])
        .ends(2);
    assert!(!project.path("new.tmx").exists());
}

#[test]
fn what_cannot_be_validated_or_mended_is_said() {
    let project = TestProject::letter();
    project.write("x.txt", "Just words.");
    project.write("table.tsv", "en\tur\nOne.\tایک۔\n");
    for (call, reason) in [
        (&["validate", "none.tmx"][..], "none.tmx"),
        (&["validate", "sources"], "directory"),
        (&["validate", "x.txt"], "Cannot tell the format"),
        (
            &["validate", "table.tsv", "--fix", "new.tsv"],
            "cannot be mended",
        ),
    ] {
        let run = project.run(call).ends(2);
        assert!(run.err.contains(reason), "{run:#?}");
    }
    project
        .run(&["validate", "translations/ur/letter.po"])
        .ends(0);
}

/// A PO file with what gettext refuses, and what it refuses when it checks.
const FAULTY_PO: &str =
    "msgid \"\"\nmsgstr \"\"\n\"Language: ur\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n
msgid \"Read.\\n\"\nmsgstr \"پڑھیں۔\"\n
msgid \"One\"\nmsgid_plural \"Many\"\nmsgstr[0] \"ایک\"\nmsgstr[1] \"کئی\"\n
#: a.c:1\nmsgid \"Open\"\nmsgstr \"کھولیں\"\n
#: b.c:2\nmsgid \"Open\"\nmsgstr \"کھولیں\"\n";

#[test]
fn a_po_is_held_against_gettext_and_mended() {
    let project = TestProject::nothing();
    project.write("old.po", FAULTY_PO);
    let run = project.run(&["validate", "old.po", "--json"]).ends(1);
    assert_eq!(verdicts(&run.records()), [false, false, true]);
    let plan = project
        .run(&["validate", "old.po", "--fix", "new.po", "--dry-run"])
        .ends(0);
    assert!(plan.out.contains("would be written"), "{plan:#?}");
    assert!(!project.path("new.po").exists());
    let run = project
        .run(&["validate", "old.po", "--fix", "new.po"])
        .ends(0);
    for repair in ["line-break-at-edge", "no-plural-rule", "duplicate-message"] {
        assert!(run.out.contains(&format!("1 × {repair}")), "{run:#?}");
    }
    assert_eq!(project.read("old.po"), FAULTY_PO);
    let mended = project.read("new.po");
    assert!(
        mended.contains("#: a.c:1\n#: b.c:2\nmsgid \"Open\""),
        "{mended}"
    );
    let run = project.run(&["validate", "new.po", "--json"]).ends(0);
    assert_eq!(verdicts(&run.records()), [true; 3]);
}

#[test]
fn glossaries_and_jobs_that_we_export_are_taken_by_all() {
    let project = TestProject::letter();
    project
        .run(&["term", "add", "river", "--ur", "دریا"])
        .ends(0);
    for (format, file) in [
        ("xliff", "job.xlf"),
        ("xliff-1.2", "old.xlf"),
        ("po", "job.po"),
    ] {
        project
            .run(&["export", format, "--to", "ur", "-o", file])
            .ends(0);
    }
    project.run(&["export", "tbx", "-o", "terms.tbx"]).ends(0);
    project
        .run(&["term", "export", "tbx-basic", "-o", "old.tbx"])
        .ends(0);
    for file in ["job.xlf", "old.xlf", "job.po", "terms.tbx", "old.tbx"] {
        let run = project.run(&["validate", file, "--json"]).ends(0);
        assert!(
            verdicts(&run.records()).iter().all(|takes| *takes),
            "{run:#?}"
        );
    }
}

#[test]
fn a_job_is_mended_where_its_meaning_is_plain() {
    let project = TestProject::letter();
    project
        .run(&["export", "xliff", "--to", "ur", "-o", "job.xlf"])
        .ends(0);
    let job = project.read("job.xlf");
    let faulty = job.replace("state=\"translated\"", "state=\"Translated\"");
    assert_ne!(faulty, job);
    project.write("old.xlf", &faulty);
    let run = project
        .run(&["validate", "old.xlf", "--fix", "new.xlf"])
        .ends(0);
    assert!(run.out.contains("× unknown-value"), "{run:#?}");
    assert_eq!(project.read("new.xlf"), job);
}

#[test]
fn mending_is_offered_only_where_it_mends() {
    let project = TestProject::letter();
    project
        .run(&["export", "xliff", "--to", "ur", "-o", "job.xlf"])
        .ends(0);
    let job = project.read("job.xlf");
    let mendable = job.replace("state=\"translated\"", "state=\"Translated\"");
    let lost = job.replace("<source>The river rose.</source>", "");
    for (name, text, is_offered) in [("a.xlf", mendable, true), ("b.xlf", lost, false)] {
        assert_ne!(text, job);
        project.write(name, text);
        let run = project.run(&["validate", name]).ends(1);
        assert_eq!(run.err.contains("--fix OUT"), is_offered, "{run:#?}");
    }
}
