//! Pages in a real browser: the right fonts, nothing clipped, nothing wider than the window, letters joined
//! as they are without marks.
//!
//! Needs Chromium; without it the tests say so and pass.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::process::Command;

use tarjuman::model::{DocumentName, Finding, Placement, Severity, Unit, UnitId, Variant};
use tarjuman::report::{
    AlignedRow, AlignedTexts, DiffPage, FindingsPage, FoundText, Grade, ReadingCopy,
    alignment_page, diff_page, findings_page, reading_copy,
};
use tarjuman::revision::{TextDifference, tallies};
use tarjuman::text::Language;

/// Measures the page once its fonts are there, and leaves one line a finding in place of the page.
const MEASURE: &str = r##"<script>
document.fonts.ready.then(() => {
  const said = [];
  const width = (element, family) => {
    const copy = document.createElement("span");
    copy.lang = element.closest("[lang]").lang;
    copy.style.cssText = `position:absolute;white-space:nowrap;font:40px ${family}`;
    copy.textContent = element.textContent.replace(".", "");
    document.body.append(copy);
    const measured = copy.getBoundingClientRect().width;
    copy.remove();
    return measured;
  };
  for (const [language, family] of [["ur", "Noto Nastaliq Urdu"], ["ps", "Noto Naskh Arabic"]]) {
    const cell = document.querySelector(`td[lang=${language}] p`);
    const style = getComputedStyle(cell);
    const own = width(cell, style.fontFamily), alone = width(cell, `"${family}"`);
    const ratio = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
    said.push(`${language} loaded ${document.fonts.check(`20px "${family}"`)}`);
    said.push(`${language} set in it ${Math.abs(own - alone) < 0.5 && own !== width(cell, "monospace")}`);
    said.push(`${language} line height ${ratio.toFixed(2)}`);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `100px "${family}"`;
    const ink = pen.measureText(cell.textContent);
    const reach = (ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent) / 100;
    said.push(`${language} lines apart ${reach <= ratio}`);
  }
  const cells = [...document.querySelectorAll("td, th, td > *")];
  const clipped = cells.filter((cell) => getComputedStyle(cell).overflow !== "visible"
    || (cell.scrollWidth > cell.clientWidth + 1 && !cell.querySelector(".unseen")));
  said.push(`clipped ${clipped.length}`);
  const table = document.querySelector("table");
  said.push(`fits ${document.documentElement.scrollWidth <= innerWidth && table.scrollWidth <= innerWidth}`);
  const rows = [...document.querySelectorAll("tbody tr")];
  const starts = rows.map((row) => [...row.querySelectorAll("td")].map((cell) => Math.round(cell.getBoundingClientRect().top)));
  said.push(`stacked ${starts.every((tops) => new Set(tops).size === tops.length)}`);
  const href = document.querySelector("tbody th a").getAttribute("href");
  said.push(`anchor ${document.getElementById(href.slice(1)) !== null}`);
  document.body.textContent = "\n" + said.join("\n") + "\n";
});
</script>"##;

fn chromium() -> Option<&'static str> {
    let runs = |name: &&str| Command::new(name).arg("--version").output().is_ok();
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(runs)
}

/// One sentence in three languages.
const TEXTS: [&str; 3] = [
    "The well went dry, and the whole village walked down to the river.",
    "کنواں سوکھ گیا اور سارا گاؤں دریا کی طرف چل پڑا۔",
    "څاه وچه شوه او ټول کلی د سیند پر لور روان شو.",
];

/// The same, and long texts, and texts that nothing can break, aligned in two pairs.
fn alignment() -> String {
    let languages = ["en", "ur", "ps"].map(|tag| Language::parse(tag).unwrap());
    let sides = TEXTS.map(|text| {
        let unbroken = "\u{202E}<td>".repeat(30) + &"ک".repeat(400);
        vec![text.to_owned(), text.repeat(9), unbroken]
    });
    let pair = |target: usize| {
        let row =
            |source: std::ops::Range<usize>, answer: std::ops::Range<usize>, grade| AlignedRow {
                source_at: source.start,
                source: &sides[0][source],
                target_at: answer.start,
                target: &sides[target][answer],
                confidence: 0.5,
                grade,
            };
        AlignedTexts {
            source_name: "well.txt",
            target_name: "well.translated.txt",
            source_language: &languages[0],
            target_language: &languages[target],
            doubt: Some(TEXTS[0].to_owned()),
            rows: vec![
                row(0..1, 0..1, Grade::Sure),
                row(1..3, 1..2, Grade::Likely),
                row(0..1, 2..3, Grade::Doubtful),
            ],
        }
    };
    alignment_page(&[pair(1), pair(2)])
}

fn page() -> String {
    let languages = ["en", "ur", "ps"].map(|tag| Language::parse(tag).unwrap());
    let texts = TEXTS;
    let document = DocumentName::new("well").unwrap();
    let unit = |order: u32, texts: &[String]| {
        let mut variants = languages
            .iter()
            .zip(texts)
            .map(|(language, text)| Variant::new(language.clone(), text));
        let mut unit = Unit::new(UnitId(format!("a {order}")), variants.next().unwrap());
        unit.variants.extend(variants);
        unit.placement = Some(Placement {
            document: document.clone(),
            order,
            paragraph: 1,
            sentence: order + 1,
            segments: 1,
            line: 1,
        });
        unit
    };
    let long = texts.map(|text| text.repeat(9));
    let unbroken = [
        "w".repeat(400),
        "ک".repeat(400),
        "\u{202E}\u{2067}<td>".repeat(30),
    ];
    let units = [
        unit(0, &texts.map(str::to_owned)),
        unit(1, &long),
        unit(2, &unbroken),
    ];
    reading_copy(&ReadingCopy {
        document: &document,
        languages: &languages,
        units: &units,
        headings: &BTreeMap::new(),
    })
}

/// What the measuring script says of the page in a window of that width.
fn measured(browser: &str, html: &str, script: &str, width: u32) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    let framed = html.replace("</body>", &format!("{script}</body>"));
    File::create(&file)
        .unwrap()
        .write_all(framed.as_bytes())
        .unwrap();
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .args(["--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ))
        .arg(format!("--window-size={width},900"))
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    let body = dom.split("<body>").nth(1).unwrap_or_default();
    body.split("</body>")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

#[test]
fn fonts_are_right_and_nothing_is_clipped_at_any_width() {
    let Some(browser) = chromium() else {
        println!("SKIPPED: no Chromium on this machine, the pages were not looked at");
        return;
    };
    for html in [page(), alignment()] {
        fits_at_any_width(browser, &html);
    }
}

fn fits_at_any_width(browser: &str, html: &str) {
    for (width, stacked) in [(1400, false), (1000, false), (600, true)] {
        let expected = format!(
            "ur loaded true\nur set in it true\nur line height 2.20\nur lines apart true\n\
             ps loaded true\nps set in it true\nps line height 1.75\nps lines apart true\n\
             clipped 0\nfits true\nstacked {stacked}\nanchor true"
        );
        assert_eq!(
            measured(browser, html, MEASURE, width),
            expected,
            "at {width} pixels"
        );
    }
}

/// Compares the width of each word in which letters are marked with that of the word alone.
const JOINED: &str = r##"<script>
document.fonts.ready.then(() => {
  const words = [...document.querySelectorAll(".text :is(del, ins):has(.inner):not(:has(.control))")];
  const width = (word, html) => {
    const copy = word.cloneNode();
    copy.innerHTML = html;
    copy.style.cssText = "position:absolute;white-space:nowrap";
    word.after(copy);
    const measured = copy.getBoundingClientRect().width;
    copy.remove();
    return measured;
  };
  const plain = (word) => word.textContent.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const parted = words.filter((word) => Math.abs(width(word, word.innerHTML) - width(word, plain(word))) > 0.1);
  const said = [`words ${words.length}`, `parted ${parted.map((word) => word.textContent)}`];
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.offsetParent).length;
  document.getElementById("sort-invisible").checked = true;
  said.push(`invisible ${shown(".unit")}`);
  document.getElementById("sort-all").checked = true;
  document.getElementById("lang-ps").checked = true;
  said.push(`Pashto ${shown(".unit")}`);
  document.getElementById("view-new").checked = true;
  said.push(`gone ${shown(".text del")}`);
  said.push(`fits ${document.documentElement.scrollWidth <= innerWidth}`);
  document.body.textContent = "\n" + said.join("\n") + "\n";
});
</script>"##;

/// A page of small changes inside words, in Nastaliq and in Naskh.
fn diff_of_words() -> String {
    let words = [
        ("ur", "وہ سلیم آیا", "وہ سلام آیا"),
        ("ur", "بیٹھتا ہے", "بیٹھتی ہے"),
        ("ur", "تزویراتی صبر", "تزويراتي صبر"),
        ("ur", "مکرم بھائی", "مُکَرَّم بھائی"),
        ("ur", "بےشک وہ", "بے\u{200C}شک وہ"),
        ("ps", "عملیاتي غړي", "عملیاتی غړی"),
        ("ps", "کتابونه ولولئ", "کتابونو ولولئ"),
        ("ps", "ښلاوي هلته", "ښلالي هلته"),
        ("ps", "هغه راغی", "هغه\u{A0}راغی"),
    ];
    let differences = words
        .iter()
        .zip(0..)
        .filter_map(|((language, old, new), number)| {
            let language = Language::parse(language).unwrap();
            let variant = |text: &str| Some(Variant::new(language.clone(), text));
            let id = UnitId(format!("u{number}"));
            TextDifference::between(&id, &language, variant(old), variant(new))
        });
    let differences: Vec<_> = differences.collect();
    diff_page(&DiffPage {
        old: "revision 1",
        new: "revision 2",
        seconds: None,
        differences: &differences,
        tallies: &tallies(&differences),
    })
}

#[test]
fn marks_inside_a_word_leave_its_letters_joined() {
    let Some(browser) = chromium() else {
        println!("SKIPPED: no Chromium on this machine, the diff report was not looked at");
        return;
    };
    for width in [1400, 500] {
        let said = measured(browser, &diff_of_words(), JOINED, width);
        let expected = "words 18\nparted \ninvisible 2\nPashto 4\ngone 0\nfits true";
        assert_eq!(said, expected, "at {width} pixels");
    }
}

/// Compares the width of each text in which something is marked with that of the text alone, then tries the filters.
const MARKED: &str = r##"<script>
document.fonts.ready.then(() => {
  const texts = [...document.querySelectorAll(".text:has(mark)")];
  const width = (text, html) => {
    const copy = text.cloneNode();
    copy.innerHTML = html;
    copy.style.cssText = "position:absolute;white-space:nowrap";
    text.after(copy);
    const measured = copy.getBoundingClientRect().width;
    copy.remove();
    return measured;
  };
  const parted = texts.filter((text) => Math.abs(width(text, text.innerHTML) - width(text, text.textContent)) > 0.1);
  const said = [`texts ${texts.length}`, `parted ${parted.map((text) => text.textContent)}`];
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.offsetParent).length;
  document.getElementById("check-wrong-letter").checked = true;
  said.push(`letters ${shown(".unit")} ${shown(".finding")}`);
  document.getElementById("check-all").checked = true;
  document.getElementById("weight-dismissed").checked = true;
  said.push(`dismissed ${shown(".unit")} ${shown(".finding")}`);
  document.getElementById("weight-all").checked = true;
  document.getElementById("lang-ps").checked = true;
  said.push(`Pashto ${shown(".unit")}`);
  said.push(`fits ${document.documentElement.scrollWidth <= innerWidth}`);
  document.body.textContent = "\n" + said.join("\n") + "\n";
});
</script>"##;

/// A page of findings inside words, in Nastaliq and in Naskh.
fn findings() -> String {
    let english = Language::parse("en").unwrap();
    let source = Variant::new(english, TEXTS[0]);
    let texts = [
        ("ur", "وہ كتاب پڑھتا ہے", "ك"),
        ("ur", "بیٹھتا ہے", "یٹھ"),
        ("ps", "عملیاتي غړي", "لیا"),
    ];
    let texts = texts.map(|(tag, text, part)| {
        let at = text.find(part).unwrap();
        let finding = |id: &str| Finding {
            target_span: Some(at..at + part.len()),
            ..Finding::new(id, Severity::Warning, "a letter of another keyboard")
        };
        let target = Variant::new(Language::parse(tag).unwrap(), text);
        (target, [finding("wrong-letter"), finding("end-mark")])
    });
    let unit = UnitId("u1".into());
    let found = texts
        .iter()
        .enumerate()
        .map(|(number, (target, findings))| FoundText {
            document: None,
            placement: None,
            unit: &unit,
            source: &source,
            target,
            findings: match number {
                0 => vec![(&findings[0], None), (&findings[1], Some("a title"))],
                _ => vec![(&findings[1], None)],
            },
        });
    findings_page(&FindingsPage {
        checked: 3,
        texts: found.collect(),
    })
}

#[test]
fn marks_of_findings_leave_letters_joined_and_filters_need_no_script() {
    let Some(browser) = chromium() else {
        println!("SKIPPED: no Chromium on this machine, the page of findings was not looked at");
        return;
    };
    for width in [1400, 500] {
        let said = measured(browser, &findings(), MARKED, width);
        let expected = "texts 3\nparted \nletters 1 1\ndismissed 1 1\nPashto 1\nfits true";
        assert_eq!(said, expected, "at {width} pixels");
    }
}
