//! `diff A B`: two files, each in any format that we read.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use super::diff::{place, refused};
use super::import::{ImportRequest, read_units};
use super::source::decoded;
use super::{DiffFilter, DiffReport, DiffSide, WorkbenchError};
use crate::document::{LineEnds, PlainText, format_of, segments};
use crate::exchange::detect;
use crate::model::{DocumentName, Finding, Remark, RemarkKind, Severity, Unit, UnitId, Variant};
use crate::project::read_file;
use crate::revision::{Fate, TextDifference, pair_units};
use crate::segmentation::Segmenter;
use crate::text::Language;

/// How to read the files.
#[derive(Clone, Debug, Default)]
pub struct DiffFilesRequest {
    /// The source language, for files that do not name it; English when there is none.
    pub source: Option<Language>,
    /// The target language, for files that do not name it; also the language of plain texts.
    pub target: Option<Language>,
    /// Names to show in place of the paths.
    pub names: Option<(String, String)>,
    /// Which differences to show.
    pub filter: DiffFilter,
}

/// How much of a document is looked at to see that it is none of the formats of exchange, in bytes.
const HEAD: usize = 8 * 1024;

/// The units of a file.
#[derive(Default)]
struct Side {
    units: Vec<Unit>,
    findings: Vec<Finding>,
}

/// Compares two files; an empty one, such as `/dev/null`, has no units.
///
/// Documents (`.txt`, `.md`) are cut into sentences. Units are paired by id where their texts agree, else by
/// their texts.
///
/// # Errors
/// When a file cannot be read or is of no known format, or the two have no language in common.
pub fn diff_files(
    old: &Path,
    new: &Path,
    request: &DiffFilesRequest,
) -> Result<DiffReport, WorkbenchError> {
    let names = request
        .names
        .clone()
        .unwrap_or_else(|| (old.display().to_string(), new.display().to_string()));
    let (ours, theirs) = (read(old, request)?, read(new, request)?);
    if !ours.units.is_empty() && !theirs.units.is_empty() {
        refuse_strangers(&ours.units, &theirs.units, &names)?;
    }
    let file = |name: &String| DiffSide::File { name: name.clone() };
    let mut report = DiffReport::between(file(&names.0), file(&names.1));
    let pairs = pair_units(&ours.units, &theirs.units);
    let has_common = pairs
        .iter()
        .any(|pair| pair.old.is_some() && pair.new.is_some());
    for pair in pairs {
        let (old, new) = (
            pair.old.map(|at| &ours.units[at]),
            pair.new.map(|to| &theirs.units[to]),
        );
        report.differences.extend(differences(old, new, request));
    }
    report.findings = ours.findings.into_iter().chain(theirs.findings).collect();
    report.faulty = report
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    if !has_common && !ours.units.is_empty() && !theirs.units.is_empty() {
        let message = format!("`{}` and `{}` have no unit in common", names.0, names.1);
        report.findings.push(
            Finding::new("nothing-in-common", Severity::Warning, message)
                .with_hint("check that these are two states of the same texts"),
        );
    }
    report.keep(&request.filter, "");
    Ok(report)
}

/// The texts of a pair of units that differ, in the order of the new unit, then those that are gone.
fn differences(
    old: Option<&Unit>,
    new: Option<&Unit>,
    request: &DiffFilesRequest,
) -> Vec<TextDifference> {
    let Some(unit) = new.or(old) else {
        return Vec::new();
    };
    let mut seen = HashSet::new();
    let variants = new.into_iter().chain(old).flat_map(|unit| &unit.variants);
    let languages = variants
        .map(|variant| &variant.language)
        .filter(|language| seen.insert(*language));
    let own = request.source.clone().unwrap_or_default();
    let source = unit.source_language.as_ref().unwrap_or(&own);
    let text = |unit: Option<&Unit>, language: &Language| {
        unit.and_then(|unit| unit.variant(language)).cloned()
    };
    let found = languages.filter_map(|language| {
        let mut found =
            TextDifference::between(&unit.id, language, text(old, language), text(new, language))?;
        // Formats say different things of a text, and some nothing; here the texts count.
        if found.fate == Fate::Restated {
            return None;
        }
        place(&mut found, unit, source);
        found.document = found.document.or_else(|| document_of(unit));
        Some(found)
    });
    found.collect()
}

/// The document that a file names for its unit.
fn document_of(unit: &Unit) -> Option<DocumentName> {
    let is_document = |remark: &&Remark| matches!(&remark.kind, RemarkKind::Property(kind) if kind == "x-document");
    DocumentName::new(&unit.remarks.iter().find(is_document)?.text).ok()
}

fn read(path: &Path, request: &DiffFilesRequest) -> Result<Side, WorkbenchError> {
    let name = path.display().to_string();
    if path == Path::new("/dev/null") {
        return Ok(Side::default());
    }
    if format_of(&name).is_some() {
        let bytes = read_file(path)?;
        if detect(&bytes[..bytes.len().min(HEAD)], &name).is_none() {
            let plain = request.target.as_ref().or(request.source.as_ref());
            let text = decoded(&bytes, &name)?;
            let units = sentences(&text, &name, &plain.cloned().unwrap_or_default());
            return Ok(Side {
                units,
                findings: Vec::new(),
            });
        }
    }
    let import = ImportRequest {
        source: request.source.clone(),
        target: request.target.clone(),
        ..ImportRequest::default()
    };
    let mut side = Side::default();
    let own = request.source.clone().unwrap_or_default();
    let units = &mut side.units;
    let (_, findings) = read_units(path, &import, &own, &mut |unit, _| units.push(unit.clone()))?;
    side.findings = findings;
    Ok(side)
}

/// The sentences of a document, each as a unit that is named by its number.
fn sentences(text: &str, name: &str, language: &Language) -> Vec<Unit> {
    let rules = Segmenter::built_in().rules(language);
    let blocks = format_of(name)
        .unwrap_or(&PlainText)
        .blocks(text, LineEnds::Paragraph);
    let found = segments(text, &blocks, &|line, found| {
        found.extend(rules.segments(line))
    });
    let units = (1..).zip(found).map(|(number, found): (usize, _)| {
        Unit::new(
            UnitId(number.to_string()),
            Variant::new(language.clone(), found.text),
        )
    });
    units.collect()
}

/// Refuses files whose units have no language in common: nothing could be compared.
fn refuse_strangers(
    old: &[Unit],
    new: &[Unit],
    names: &(String, String),
) -> Result<(), WorkbenchError> {
    let languages = |units: &[Unit]| {
        let variants = units.iter().flat_map(|unit| &unit.variants);
        variants
            .map(|variant| variant.language.clone())
            .collect::<BTreeSet<_>>()
    };
    let (ours, theirs) = (languages(old), languages(new));
    if ours.intersection(&theirs).next().is_some() {
        return Ok(());
    }
    let list = |languages: &BTreeSet<Language>| {
        languages
            .iter()
            .map(Language::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let message = format!(
        "`{}` ({}) and `{}` ({}) have no language in common",
        names.0,
        list(&ours),
        names.1,
        list(&theirs)
    );
    Err(refused(
        "no-common-language",
        message,
        "name the languages with --from and --to, where a file does not say",
    ))
}
