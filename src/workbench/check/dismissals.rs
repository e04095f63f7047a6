//! Findings that a person has looked at and dismissed: a table under version control, a line a dismissal.

use std::collections::HashMap;

use serde::Serialize;

use crate::model::{Finding, Place, Severity, UnitId, Variant};
use crate::project::{Project, Written, read_file, write_atomically};
use crate::text::Language;
use crate::workbench::WorkbenchError;

/// The names of the columns, the first line of the table.
const COLUMNS: &str = "check\tlang\tunit\ttexts\tby\ton\treason";

/// What a person has said of all findings of a check in a translation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Dismissal {
    /// The check.
    pub check: String,
    /// The language of the translation.
    pub lang: Language,
    /// The unit as it was called then; for readers, not for finding it again.
    pub unit: UnitId,
    /// The fingerprint of source and translation: it holds while both stay the same, wherever they stand.
    pub texts: String,
    /// Who said so.
    pub by: String,
    /// When, as RFC 3339 writes it.
    pub on: String,
    /// Why.
    pub reason: String,
}

/// The table of a project.
#[derive(Clone, Debug, Default)]
pub(super) struct Dismissals {
    /// Its name in messages.
    shown: String,
    lines: Vec<Line>,
    /// The line of each dismissal by check, language and texts.
    places: HashMap<(String, Language, String), usize>,
}

/// A line of the table.
#[derive(Clone, Debug)]
enum Line {
    /// One that says nothing, or cannot be read; it stays as it is.
    Kept(String),
    Known(Dismissal),
}

/// The fingerprint of a source and its translation.
pub(super) fn fingerprint(source: &Variant, target: &Variant) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(source.text.len() as u64).to_le_bytes());
    hasher.update(source.text.as_bytes());
    hasher.update(target.text.as_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}

impl Dismissals {
    /// Reads the table of a project; one that is not there is empty. What cannot be read of it is said.
    ///
    /// # Errors
    /// When the file cannot be read, or is not UTF-8.
    pub(super) fn read(project: &Project) -> Result<(Self, Vec<Finding>), WorkbenchError> {
        let path = project.dismissals_path();
        let shown = project.shown(&path);
        if !path.exists() {
            return Ok((Self::parse("", shown).0, Vec::new()));
        }
        let text = String::from_utf8(read_file(&path)?).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes());
            let mut place = Place::in_text(&text, at..at);
            place.file.clone_from(&shown);
            let finding = Finding::new("not-utf8", Severity::Error, "the table is not UTF-8");
            let finding = finding.with_hint("save the file as UTF-8").at(place);
            WorkbenchError::Refused(Box::new(finding))
        })?;
        Ok(Self::parse(text.trim_start_matches('\u{feff}'), shown))
    }

    fn parse(text: &str, shown: String) -> (Self, Vec<Finding>) {
        let mut table = Self {
            shown,
            ..Self::default()
        };
        let mut faults = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            let line = match read_line(line) {
                Ok(Some(dismissal)) => {
                    table.places.insert(key(&dismissal), table.lines.len());
                    Line::Known(dismissal)
                }
                Ok(None) => Line::Kept(line.to_owned()),
                Err(reason) => {
                    faults.push(broken(reason, table.place(number, line)));
                    Line::Kept(line.to_owned())
                }
            };
            table.lines.push(line);
        }
        (table, faults)
    }

    fn place(&self, number: usize, line: &str) -> Place {
        Place {
            file: self.shown.clone(),
            line: number,
            column: 1,
            text: line.to_owned(),
            span: 0..line.len(),
        }
    }

    /// Its name in messages.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// Whether nothing was dismissed.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// What was said of a check in texts.
    pub(super) fn get(&self, check: &str, lang: &Language, texts: &str) -> Option<&Dismissal> {
        let key = (check.to_owned(), lang.clone(), texts.to_owned());
        match self.lines.get(*self.places.get(&key)?) {
            Some(Line::Known(dismissal)) => Some(dismissal),
            _ => None,
        }
    }

    /// All dismissals, each with its place in the table.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Dismissal, Place)> {
        self.lines.iter().zip(1..).filter_map(|(line, number)| {
            let Line::Known(dismissal) = line else {
                return None;
            };
            Some((dismissal, self.place(number, &written(dismissal))))
        })
    }

    /// Adds a dismissal in the order of the table, or puts it in the place of what was said before.
    pub(super) fn add(&mut self, dismissal: Dismissal) {
        self.remove(|own| key(own) == key(&dismissal));
        if self.lines.is_empty() {
            self.lines.push(Line::Kept(COLUMNS.to_owned()));
        }
        let is_behind = |line: &Line| matches!(line, Line::Known(known) if sorting(known) > sorting(&dismissal));
        let at = self.lines.iter().position(is_behind);
        let at = at.unwrap_or(self.lines.len());
        self.lines.insert(at, Line::Known(dismissal));
        self.count();
    }

    /// Takes dismissals out; returns them.
    pub(super) fn remove(&mut self, is_meant: impl Fn(&Dismissal) -> bool) -> Vec<Dismissal> {
        let (mut kept, mut removed) = (Vec::new(), Vec::new());
        for line in std::mem::take(&mut self.lines) {
            match line {
                Line::Known(dismissal) if is_meant(&dismissal) => removed.push(dismissal),
                line => kept.push(line),
            }
        }
        self.lines = kept;
        self.count();
        removed
    }

    /// Notes anew on which line each dismissal stands.
    fn count(&mut self) {
        let lines = self.lines.iter().enumerate();
        let known = lines.filter_map(|(at, line)| match line {
            Line::Known(dismissal) => Some((key(dismissal), at)),
            Line::Kept(_) => None,
        });
        self.places = known.collect();
    }

    /// Writes the table, where it differs from what is on the disk.
    pub(super) fn save(&self, project: &Project) -> Result<Written, WorkbenchError> {
        let path = project.dismissals_path();
        project.keep_inside(&path)?;
        Ok(write_atomically(&path, self.to_text().as_bytes())?)
    }

    fn to_text(&self) -> String {
        let lines = self.lines.iter().map(|line| match line {
            Line::Kept(line) => format!("{line}\n"),
            Line::Known(dismissal) => format!("{}\n", written(dismissal)),
        });
        lines.collect()
    }
}

fn key(dismissal: &Dismissal) -> (String, Language, String) {
    let Dismissal {
        check, lang, texts, ..
    } = dismissal;
    (check.clone(), lang.clone(), texts.clone())
}

/// What the lines of the table are in order of.
fn sorting(dismissal: &Dismissal) -> (&str, &str, &str, &str) {
    (
        &dismissal.check,
        dismissal.lang.as_str(),
        dismissal.unit.as_str(),
        &dismissal.texts,
    )
}

fn written(dismissal: &Dismissal) -> String {
    let cells = [
        &dismissal.check,
        dismissal.lang.as_str(),
        dismissal.unit.as_str(),
        &dismissal.texts,
        &dismissal.by,
        &dismissal.on,
        &dismissal.reason,
    ];
    cells
        .map(|cell| cell.replace(['\t', '\n', '\r'], " "))
        .join("\t")
}

/// A dismissal; `None` for a line that says nothing.
fn read_line(line: &str) -> Result<Option<Dismissal>, &'static str> {
    if line.trim().is_empty() || line.starts_with('#') || line == COLUMNS {
        return Ok(None);
    }
    let cells: Vec<_> = line.split('\t').collect();
    let [check, lang, unit, texts, by, on, reason] = cells[..] else {
        return Err("a dismissal has seven columns");
    };
    if reason.trim().is_empty() {
        return Err("the dismissal has no reason");
    }
    Ok(Some(Dismissal {
        check: check.to_owned(),
        lang: Language::parse(lang).map_err(|_| "the second column is no language")?,
        unit: UnitId(unit.to_owned()),
        texts: texts.to_owned(),
        by: by.to_owned(),
        on: on.to_owned(),
        reason: reason.to_owned(),
    }))
}

fn broken(reason: &str, place: Place) -> Finding {
    let hint = format!(
        "the columns are {}, parted by tabs; the line counts for nothing until it is mended",
        COLUMNS.replace('\t', ", ")
    );
    Finding::new("broken-dismissal", Severity::Error, reason)
        .with_hint(hint)
        .at(place)
}

/// The finding of a dismissal that dismisses nothing any more.
pub(super) fn stale(dismissal: &Dismissal, place: Place) -> Finding {
    let message = format!(
        "the dismissal of `{}` in unit {} dismisses nothing: the text has changed, or the finding is gone",
        dismissal.check, dismissal.unit
    );
    let mut finding = Finding::new("stale-dismissal", Severity::Info, message)
        .with_hint("`tarjuman check prune` takes out all such lines")
        .at(place);
    finding.lang = Some(dismissal.lang.clone());
    finding
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn dismissal(check: &str, unit: &str, reason: &str) -> Dismissal {
        Dismissal {
            check: check.to_owned(),
            lang: Language::parse("ur").unwrap(),
            unit: UnitId(unit.to_owned()),
            texts: format!("{unit}{unit}"),
            by: "Amina".to_owned(),
            on: "2026-11-26T10:00:00Z".to_owned(),
            reason: reason.to_owned(),
        }
    }

    #[test]
    fn lines_stand_in_order_and_what_is_not_understood_stays() {
        let text = "# ours\ncheck\tlang\nend-mark\tur\tu2\tx\tA\tD\t\n";
        let (mut table, faults) = Dismissals::parse(text, "dismissed.tsv".to_owned());
        let said: Vec<_> = faults
            .iter()
            .filter_map(|fault| Some((fault.place.as_ref()?.line, fault.message.as_str())))
            .collect();
        assert_eq!(
            said,
            [
                (2, "a dismissal has seven columns"),
                (3, "the dismissal has no reason")
            ]
        );
        table.add(dismissal("wrong-letter", "u1", "a quotation"));
        table.add(dismissal("end-mark", "u1", "a heading"));
        let lines: Vec<_> = table.to_text().lines().map(str::to_owned).collect();
        assert_eq!(lines[..3], text.lines().collect::<Vec<_>>());
        assert!(lines[3].starts_with("end-mark\tur\tu1\tu1u1\tAmina\t"));
        assert!(lines[4].starts_with("wrong-letter\t"));
    }

    #[test]
    fn a_dismissal_is_found_by_its_texts_and_said_once() {
        let (mut table, _) = Dismissals::parse("", String::new());
        table.add(dismissal("end-mark", "u1", "a heading"));
        table.add(dismissal("end-mark", "u1", "a title"));
        let ur = Language::parse("ur").unwrap();
        let reason = |check| table.get(check, &ur, "u1u1").map(|own| own.reason.as_str());
        assert_eq!(
            (reason("end-mark"), reason("wrong-letter")),
            (Some("a title"), None)
        );
        assert_eq!(table.all().count(), 1);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(rows in prop::collection::vec(("[a-c]{1,2}", "[a-c]{1,2}", "\\PC{0,12}[a-zا-ی]\\PC{0,12}"), 0..8)) {
            let (mut table, _) = Dismissals::parse("", String::new());
            for (check, unit, reason) in rows {
                table.add(dismissal(&check, &unit, &reason));
            }
            let (read, faults) = Dismissals::parse(&table.to_text(), String::new());
            prop_assert!(faults.is_empty());
            prop_assert_eq!(read.to_text(), table.to_text());
            let all = |table: &Dismissals| table.all().map(|(own, _)| own.clone()).collect::<Vec<_>>();
            prop_assert_eq!(all(&read), all(&table));
        }
    }
}
