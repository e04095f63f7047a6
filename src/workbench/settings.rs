//! The settings in force.

use serde::Serialize;

use super::{Workbench, WorkbenchError};
use crate::model::{Finding, Severity};

/// Settings, as `config` shows them.
#[derive(Debug, Serialize)]
pub struct Settings {
    /// The file that they come from.
    pub file: String,
    /// They themselves, defaults filled in.
    pub settings: toml::Value,
    /// They themselves as TOML.
    #[serde(skip)]
    pub toml: String,
}

impl Workbench {
    /// All settings in force, or the one of a key such as `project.targets`.
    ///
    /// # Errors
    /// When there is no such key.
    pub fn settings(&self, key: Option<&str>) -> Result<Settings, WorkbenchError> {
        let whole = toml::Value::try_from(self.project.config());
        let whole = whole.map_err(|error| WorkbenchError::Internal(Box::new(error)))?;
        let settings = match key {
            None => whole,
            Some(key) => find(&whole, key)?.clone(),
        };
        let toml = match &settings {
            table @ toml::Value::Table(_) => toml::to_string(table).unwrap_or_default(),
            toml::Value::String(text) => format!("{text}\n"),
            value => format!("{value}\n"),
        };
        let file = self.project.config_path().display().to_string();
        Ok(Settings {
            file,
            settings,
            toml,
        })
    }
}

fn find<'a>(whole: &'a toml::Value, key: &str) -> Result<&'a toml::Value, WorkbenchError> {
    let mut value = whole;
    for part in key.split('.') {
        let Some(inner) = value.get(part) else {
            let known = value
                .as_table()
                .map(|table| table.keys().cloned().collect::<Vec<_>>());
            let finding = Finding::new(
                "unknown-setting",
                Severity::Error,
                format!("there is no setting `{key}`"),
            );
            return Err(WorkbenchError::Refused(Box::new(finding.with_hint(
                match known {
                    Some(keys) => format!("instead of `{part}` one of: {}", keys.join(", ")),
                    None => format!("nothing stands below `{part}`"),
                },
            ))));
        };
        value = inner;
    }
    Ok(value)
}
