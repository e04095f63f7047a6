//! `init`: a new project with sane defaults.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::WorkbenchError;
use crate::project::{CONFIG_FILE, Config, FileError, ProjectError, write_atomically};
use crate::text::Language;

/// The settings file of a new project; what stands in braces is filled in.
const CONFIG: &str = include_str!("init/tarjuman.toml");

/// What version control should leave out.
const IGNORED: &str = include_str!("init/gitignore");

/// What a new project should be.
#[derive(Clone, Debug)]
pub struct NewProject {
    /// Its folder; it is made when it is not there.
    pub folder: PathBuf,
    /// Its name; the folder's when none is given.
    pub name: Option<String>,
    /// The tag of the language of the sources.
    pub source: String,
    /// The tags of the languages to translate into.
    pub targets: Vec<String>,
    /// Plan only.
    pub dry_run: bool,
}

/// What `init` did.
#[derive(Debug, Serialize)]
pub struct InitReport {
    /// The project's name.
    pub name: String,
    /// Its folder, as the user named it.
    pub folder: String,
    /// The files that were made, relative to the folder.
    pub files: Vec<String>,
    /// Whether this is only a plan.
    pub dry_run: bool,
}

/// Makes a project. A `.gitignore` that is there already is left alone.
///
/// # Errors
/// When the folder is a project already, a tag is none, or a file cannot be written.
pub fn init(new: &NewProject) -> Result<InitReport, WorkbenchError> {
    let config_path = new.folder.join(CONFIG_FILE);
    if config_path.exists() {
        return Err(ProjectError::Exists(new.folder.clone()).into());
    }
    let name = match &new.name {
        Some(name) => name.clone(),
        None => folder_name(&new.folder)?,
    };
    let config = config(new, &name)?;
    let ignored = new.folder.join(".gitignore");
    let mut files = vec![CONFIG_FILE.to_owned(), "sources/".to_owned()];
    let write_ignored = !ignored.exists();
    if write_ignored {
        files.push(".gitignore".to_owned());
    }
    if !new.dry_run {
        let sources = new.folder.join("sources");
        fs::create_dir_all(&sources).map_err(|error| FileError::new("create", &sources, error))?;
        if write_ignored {
            write_atomically(&ignored, IGNORED.as_bytes())?;
        }
        write_atomically(&config_path, config.as_bytes())?;
    }
    Ok(InitReport {
        name,
        folder: new.folder.display().to_string(),
        files,
        dry_run: new.dry_run,
    })
}

fn folder_name(folder: &Path) -> Result<String, WorkbenchError> {
    let absolute =
        std::path::absolute(folder).map_err(|error| FileError::new("create", folder, error))?;
    let name = absolute.components().next_back();
    Ok(name.map_or_else(
        || "project".to_owned(),
        |part| part.as_os_str().to_string_lossy().into_owned(),
    ))
}

/// The text of the settings file, proved to be readable.
fn config(new: &NewProject, name: &str) -> Result<String, WorkbenchError> {
    let source = Language::parse(&new.source)?;
    let targets: Result<Vec<_>, _> = new.targets.iter().map(|tag| Language::parse(tag)).collect();
    let tags: Vec<_> = targets?.iter().map(ToString::to_string).collect();
    let text = CONFIG
        .replace("{name}", &toml::Value::from(name).to_string())
        .replace("{source}", &toml::Value::from(source.as_str()).to_string())
        .replace("{targets}", &toml::Value::from(tags).to_string());
    match Config::parse(&text) {
        Ok(_) => Ok(text),
        Err(source) => Err(ProjectError::Config {
            path: new.folder.join(CONFIG_FILE),
            source,
        }
        .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(folder: &Path) -> NewProject {
        NewProject {
            folder: folder.to_owned(),
            name: None,
            source: "EN".to_owned(),
            targets: vec!["ur_pk".to_owned(), "pus".to_owned()],
            dry_run: false,
        }
    }

    #[test]
    fn a_new_project_opens_and_is_not_made_twice() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("my \"essay\"");
        let report = init(&new(&inside)).unwrap();
        assert_eq!(report.name, "my \"essay\"");
        let project = crate::project::Project::open(&inside).unwrap();
        let tags: Vec<_> = project
            .config()
            .languages()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(tags, ["en", "ur-PK", "ps"]);
        assert!(matches!(
            init(&new(&inside)),
            Err(WorkbenchError::Project(ProjectError::Exists(_)))
        ));
    }

    #[test]
    fn a_plan_makes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("essay");
        let report = init(&NewProject {
            dry_run: true,
            ..new(&inside)
        })
        .unwrap();
        assert_eq!(report.files, [CONFIG_FILE, "sources/", ".gitignore"]);
        assert!(!inside.exists());
    }
}
