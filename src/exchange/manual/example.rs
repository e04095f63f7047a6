//! A unit with something of most kinds, as each format writes it.

use crate::exchange::{Format, Layout, WriteError, WriteOptions};
use crate::model::{CodeKind, InlineCode, Remark, RemarkKind, State, Unit, UnitId, Variant};
use crate::text::{Language, LanguageError};

const SOURCE: &str = "The gate was open.";
const TARGET: &str = "دروازہ کھلا تھا۔";

/// Why there is no example.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExampleError {
    #[error(transparent)]
    Language(#[from] LanguageError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// A file of the format with the unit in English and Urdu; of one with a file a language, one below the other.
pub(super) fn written(format: &dyn Format) -> Result<String, ExampleError> {
    let (source, target) = (Language::parse("en")?, Language::parse("ur")?);
    let unit = unit(&source, &target);
    let both = vec![source.clone(), target.clone()];
    let files = match format.layout() {
        Layout::OneFile => vec![both],
        Layout::FilePerLanguage => vec![vec![source.clone()], vec![target]],
    };
    let mut text = String::new();
    for languages in files {
        // The version of the program is no part of the example.
        let version = ("creationtoolversion".to_owned(), "1".to_owned());
        let options = WriteOptions {
            source: source.clone(),
            languages,
            remarks: Vec::new(),
            attributes: vec![version],
            spreadsheet_safe: false,
        };
        let mut file = Vec::new();
        let mut writer = format.writer(&options, &mut file)?;
        writer.unit(&unit)?;
        writer.finish()?;
        text.push_str(&String::from_utf8_lossy(&file).replace('\r', ""));
    }
    Ok(text)
}

fn unit(source: &Language, target: &Language) -> Unit {
    let mut english = Variant::new(source.clone(), SOURCE);
    let open = SOURCE.find("open").unwrap_or_default();
    english.codes = vec![
        code(open, CodeKind::Opening, "bpt", "&lt;b>"),
        code(open + "open".len(), CodeKind::Closing, "ept", "&lt;/b>"),
    ];
    let mut unit = Unit::new(UnitId("b7".to_owned()), english);
    let mut urdu = Variant::new(target.clone(), TARGET);
    urdu.state = State::Reviewed;
    urdu.needs_work = Some("which gate?".to_owned());
    unit.variants.push(urdu);
    unit.remarks = vec![
        remark(RemarkKind::Note, "The gate of the garden."),
        remark(RemarkKind::Property("client".to_owned()), "Garden Press"),
    ];
    unit
}

fn code(offset: usize, kind: CodeKind, element: &str, original: &str) -> InlineCode {
    InlineCode {
        offset,
        kind,
        pair: Some("1".to_owned()),
        element: element.to_owned(),
        attributes: vec![("i".to_owned(), "1".to_owned())],
        original: original.to_owned(),
    }
}

fn remark(kind: RemarkKind, text: &str) -> Remark {
    Remark {
        kind,
        text: text.to_owned(),
        attributes: Vec::new(),
    }
}
