//! What becomes of translations when a source is revised: a story of each class, through the real command.

use std::fs;

use super::fixture::{Snapshot, TestProject};

const BEFORE: &str = "\
The ferryman sold 79 lamps on the road to Torkham.
The river rose in the night.
The gate was open when the traders came back.
He asked \"who buys so many?\" and laughed.
The old miller tied the boat to the willow, and his daughter carried the lamps up to the mill.
The baker knew the price of every lamp in the bazaar.
Nobody told the smith about the flood.
The snow on the pass melted early in spring.
We waited for the post.
In the evening the shepherds lit a fire beside the spring.
";

/// The same a year later: a paragraph moved, and in each sentence something else.
const AFTER: &str = "\
We waited for the post.
The ferryman sold 97 lamps on the road to Chaman.
The river rose in the night.
The gate was not open when the traders came back.
He asked \u{201c}who buys so many?\u{201d} and laughed.
The old miller tied the boat to the willow.
Then his daughter carried the lamps up to the mill.
The baker knew the price of every lamp in the bazaar, but nobody told the smith about the flood.
A letter from the capital asked for forty carpets.
In the evening the shepherds lit a fire beside the spring.
";

/// The project with every sentence translated and reviewed, built.
fn reviewed() -> TestProject {
    let project = TestProject::with(BEFORE);
    project.build();
    for (number, sentence) in BEFORE.lines().enumerate() {
        let sentence = sentence.replace('"', "\\\"");
        project.translate("ur", &sentence, &format!("جملہ {number}۔"));
    }
    let name = "translations/ur/letter.po";
    project.write(
        name,
        project.read(name).replace(" initial\n", " translated\n"),
    );
    project.build();
    project.write(
        name,
        project.read(name).replace(" translated\n", " reviewed\n"),
    );
    // A word that a person writes has no fingerprint, so it is the workbench that reviews.
    for (number, _) in BEFORE.lines().enumerate() {
        let text = project.read(name);
        let print = blake3::hash(format!("جملہ {number}۔").as_bytes()).to_hex()[..8].to_owned();
        let at = text.find(&format!("msgstr \"جملہ {number}۔\"")).unwrap();
        let mark = text[..at].rfind(" reviewed\n").unwrap() + " reviewed".len();
        project.write(name, format!("{} {print}{}", &text[..mark], &text[mark..]));
    }
    project.build();
    assert_eq!(project.read(name).matches(" reviewed ").count(), 10);
    project
}

fn entries(project: &TestProject, source: &str) -> String {
    project.entry("ur", &source.replace('"', "\\\""))
}

/// The reviewed project after its update to the new version, and the ids of the old sentences.
fn revised() -> (TestProject, Vec<String>) {
    let project = reviewed();
    let lines = BEFORE.lines();
    let ids = lines.map(|line| project.id(&line.replace('"', "\\\"")));
    let ids = ids.collect();
    project.write("sources/letter.txt", AFTER);
    project.update();
    (project, ids)
}

#[test]
fn each_sentence_of_a_revised_source_has_its_class() {
    let project = reviewed();
    project.write("sources/letter.txt", AFTER);
    let update = project.update().documents.remove(0);
    assert_eq!((update.unchanged, update.moved), (2, 1));
    assert_eq!((update.cosmetic, update.changed), (1, 2));
    assert_eq!((update.split, update.merged), (2, 1));
    assert_eq!((update.new, update.obsolete), (1, 2));
}

#[test]
fn what_is_the_same_or_looks_the_same_keeps_its_review() {
    let (project, _) = revised();
    for kept in ["We waited for the post.", "The river rose in the night."] {
        let entry = entries(&project, kept);
        assert!(
            entry.contains(" reviewed ") && !entry.contains("fuzzy"),
            "{entry}"
        );
    }
    let cosmetic = entries(
        &project,
        "He asked \u{201c}who buys so many?\u{201d} and laughed.",
    );
    assert!(
        cosmetic.contains("جملہ 3۔") && cosmetic.contains(" reviewed "),
        "{cosmetic}"
    );
    assert!(
        !cosmetic.contains("fuzzy") && !cosmetic.contains("#|"),
        "{cosmetic}"
    );
}

#[test]
fn a_changed_number_name_or_negation_is_named_as_the_reason_for_work() {
    let (project, _) = revised();
    let numbers = entries(
        &project,
        "The ferryman sold 97 lamps on the road to Chaman.",
    );
    assert!(
        numbers.contains("the source has changed: number 79 became 97; name Torkham became Chaman"),
        "{numbers}"
    );
    assert!(
        numbers.contains("#| msgid \"The ferryman sold 79 lamps on the road to Torkham.\""),
        "{numbers}"
    );
    assert!(
        numbers.contains("#, fuzzy") && numbers.contains(" translated\n"),
        "{numbers}"
    );
    let negated = entries(
        &project,
        "The gate was not open when the traders came back.",
    );
    assert!(
        negated.contains("`not` was added") && negated.contains("جملہ 2۔"),
        "{negated}"
    );
}

#[test]
fn a_split_sentence_offers_its_translation_at_every_part() {
    let (project, ids) = revised();
    let (one, other) = (
        entries(&project, "The old miller tied the boat to the willow."),
        entries(
            &project,
            "Then his daughter carried the lamps up to the mill.",
        ),
    );
    assert!(one.contains(&format!("msgctxt \"{}\"", ids[4])), "{one}");
    for part in [&one, &other] {
        assert!(
            part.contains("#, fuzzy") && part.contains("msgstr \"جملہ 4۔\""),
            "{part}"
        );
        assert!(
            part.contains("#| msgid \"The old miller tied the boat to the willow, and his"),
            "{part}"
        );
        assert!(
            part.contains(&format!("the source was split into {}, ", ids[4])),
            "{part}"
        );
    }
}

#[test]
fn merged_sentences_have_their_translations_one_after_the_other() {
    let (project, ids) = revised();
    let merged = entries(
        &project,
        "The baker knew the price of every lamp in the bazaar, but nobody told the smith about the flood.",
    );
    assert!(
        merged.contains("msgstr \"جملہ 5۔ جملہ 6۔\"") && merged.contains("#, fuzzy"),
        "{merged}"
    );
    assert!(
        merged.contains(&format!("put together from {}, {}", ids[5], ids[6])),
        "{merged}"
    );
    assert!(
        merged.contains(
            "#| msgid \"The baker knew the price of every lamp in the bazaar. Nobody told"
        ),
        "{merged}"
    );
}

#[test]
fn what_is_new_is_empty_and_what_is_gone_is_kept() {
    let (project, _) = revised();
    let new = entries(
        &project,
        "A letter from the capital asked for forty carpets.",
    );
    assert!(
        new.contains("msgstr \"\"") && !new.contains("fuzzy"),
        "{new}"
    );
    let gone = entries(&project, "The snow on the pass melted early in spring.");
    assert!(gone.contains("#~ msgstr \"جملہ 7۔\""), "{gone}");
}

#[test]
fn a_second_update_finds_nothing_and_the_old_source_everything() {
    let (project, _) = revised();
    // Once more changes nothing, before the memory knows of it and after.
    assert!(project.update().files.is_empty());
    project.build();
    assert!(project.build().is_unchanged());
    // And all the way back, everything that was translated is there.
    project.write("sources/letter.txt", BEFORE);
    project.build();
    let po = project.read("translations/ur/letter.po");
    assert!(
        (0..10).all(|number| po.contains(&format!("جملہ {number}۔"))),
        "{po}"
    );
}

#[test]
fn a_dry_run_tells_of_each_unit_what_and_why() {
    let project = reviewed();
    project.write("sources/letter.txt", AFTER);
    let before = project.snapshot();
    project
        .run(&["update", "--dry-run"])
        .ends(0)
        .prints("changed: number 79 became 97; name Torkham became Chaman\n  - The ferryman sold [-79-] lamps")
        .prints("1 new, 2 changed, 1 cosmetic, 2 split, 1 merged, 1 moved, 2 obsolete")
        .prints("would write translations/ur/letter.po");
    let quiet = project.run(&["update", "--dry-run", "-q"]).ends(0);
    assert!(
        !quiet.out.contains("ferryman") && quiet.out.contains("2 changed"),
        "{quiet:?}"
    );
    let records = project
        .run(&["update", "--dry-run", "--json"])
        .ends(0)
        .records();
    assert_eq!(project.snapshot(), before);
    let units: Vec<_> = (records.iter())
        .filter(|record| record["type"] == "unit-update")
        .collect();
    let of =
        |class: &str| -> Vec<_> { units.iter().filter(|unit| unit["class"] == class).collect() };
    assert_eq!(units.len(), 10);
    assert_eq!(of("changed")[0]["reasons"][0], "number 79 became 97");
    assert_eq!(of("changed")[0]["place"], serde_json::json!([2, 1]));
    assert!(of("changed")[0]["operations"].as_array().unwrap().len() > 2);
    assert_eq!(of("merged")[0]["from"].as_array().unwrap().len(), 2);
    assert_eq!(of("split")[0]["parts"], of("split")[1]["parts"]);
    assert_eq!(of("obsolete").len(), 2);
    assert_eq!(records.last().unwrap()["type"], "update");
}

#[test]
fn an_update_is_taken_back_as_a_whole() {
    let project = reviewed();
    let files = |snapshot: Snapshot| -> Vec<_> {
        let files = snapshot.into_iter();
        files
            .map(|(path, (bytes, _))| (path, bytes))
            .filter(|(path, _)| path.extension().is_some_and(|end| end == "po"))
            .collect()
    };
    let before = files(project.snapshot());
    project.write("sources/letter.txt", AFTER);
    project.update();
    let after = files(project.snapshot());
    assert_ne!(before, after);
    project
        .run(&["update", "--undo", "--dry-run"])
        .ends(0)
        .prints("would take back translations/ur/letter.po");
    assert_eq!(files(project.snapshot()), after);
    project
        .run(&["update", "--undo"])
        .ends(0)
        .prints("took back translations/ps/letter.po")
        .complains("the sources are still the new ones");
    assert_eq!(files(project.snapshot()), before);
    project
        .run(&["update", "--undo"])
        .refused()
        .complains("There is no update to take back");
}

#[test]
fn work_that_was_done_since_an_update_is_not_taken_back() {
    let project = reviewed();
    project.write("sources/letter.txt", AFTER);
    project.update();
    project.translate(
        "ur",
        "A letter from the capital asked for forty carpets.",
        "ایک خط۔",
    );
    let before = project.snapshot();
    project
        .run(&["update", "--undo"])
        .refused()
        .complains("`translations/ur/letter.po` was changed since the update");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn an_update_that_cannot_write_one_file_writes_none() {
    let project = reviewed();
    project.write("sources/letter.txt", AFTER);
    let name = "translations/ps/letter.po";
    let kept = project.read(name);
    project.remove(name);
    // A folder in the place of the file's folder of the third language cannot be written over.
    project.write(
        "tarjuman.toml",
        "[project]\nname = \"letters\"\ntargets = [\"ur\", \"ps\", \"fa\"]\n",
    );
    project.write(name, &kept);
    project.write("translations/fa", "in the way");
    let before = project.read("translations/ur/letter.po");
    project.run(&["update"]).refused();
    assert_eq!(project.read("translations/ur/letter.po"), before);
    assert_eq!(project.read(name), kept);
    fs::remove_file(project.path("translations/fa")).unwrap();
    project.run(&["update"]).ends(0);
}

#[test]
fn a_sentence_that_moves_to_another_document_takes_its_translation_along() {
    let project = reviewed();
    project.write("sources/post.txt", "Good morning to all who read this.\n");
    project.build();
    let moved = "The snow on the pass melted early in spring.";
    let edited = "In the evening the shepherds lit a fire beside the spring.";
    project.write(
        "sources/letter.txt",
        BEFORE.replace(moved, "").replace(edited, ""),
    );
    project.write(
        "sources/post.txt",
        format!("Good morning to all who read this.\n{moved}\nLate in the evening the shepherds lit a fire beside the spring.\n"),
    );
    let report = project.update();
    assert_eq!(
        (report.documents[1].moved, report.documents[1].changed),
        (1, 1)
    );
    let po = project.read("translations/ur/post.po");
    let entry = |source: &str| {
        let mut entries = po.split("\n\n");
        entries
            .find(|entry| entry.contains(source))
            .unwrap()
            .to_owned()
    };
    let moved = entry(&format!("\nmsgid \"{moved}\""));
    assert!(
        moved.contains(" reviewed ") && moved.contains("جملہ 7۔") && !moved.contains("fuzzy"),
        "{moved}"
    );
    let changed = entry("\nmsgid \"Late in the evening");
    assert!(
        changed.contains("جملہ 9۔") && changed.contains("#, fuzzy"),
        "{changed}"
    );
    assert!(
        changed.contains(&format!("#| msgid \"{edited}\"")),
        "{changed}"
    );
    assert!(
        project
            .read("translations/ur/letter.po")
            .contains("#~ msgstr \"جملہ 7۔\"")
    );
    project.build();
    assert!(project.build().is_unchanged());
}

#[test]
fn what_a_reviewer_asked_for_is_not_forgotten_when_the_source_changes() {
    let project = TestProject::letter();
    project.edit(
        "translations/ur/letter.po",
        "#. ¶1.1 translated\n#: sources/letter.txt:1\n",
        "#. ¶1.1 translated\n#. needs work: ask Gulalai\n#: sources/letter.txt:1\n#, fuzzy\n",
    );
    project.edit(
        "sources/letter.txt",
        "The river rose.",
        "The river rose 3 times.",
    );
    project.update();
    let entry = project.entry("ur", "The river rose 3 times.");
    assert!(
        entry.contains("needs work: ask Gulalai; the source has changed: number 3 was added"),
        "{entry}"
    );
    project.edit("sources/letter.txt", "rose 3 times", "rose 4 times");
    project.update();
    let entry = project.entry("ur", "The river rose 4 times.");
    assert!(
        entry.contains("needs work: ask Gulalai; the source has changed: number 4 was added\n"),
        "{entry}"
    );
    assert!(entry.contains("#| msgid \"The river rose.\""), "{entry}");
    project.edit("sources/letter.txt", "rose 4 times", "rose");
    project.update();
    let entry = project.entry("ur", "The river rose.");
    assert!(
        entry.contains("#, fuzzy") && entry.contains("ask Gulalai") && !entry.contains("#|"),
        "{entry}"
    );
}
