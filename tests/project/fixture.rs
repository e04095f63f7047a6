//! A project in a temporary folder, on which one works by hand, through the library and on the terminal.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use tarjuman::model::{Timestamp, Unit};
use tarjuman::workbench::{BuildReport, ExportRequest, Session, UpdateReport, Workbench};
use tempfile::TempDir;

/// The time of every call, so that equal work gives equal bytes.
pub(crate) const TIME: &str = "1700000000";

/// Three sentences in two paragraphs.
pub(crate) const LETTER: &str = "The river rose.\nIt fell again. We went home.\n";

/// Every file of a folder with its bytes and the time at which it was last written.
pub(crate) type Snapshot = BTreeMap<PathBuf, (Vec<u8>, SystemTime)>;

/// A project in a folder that goes away with it.
pub(crate) struct TestProject {
    _keeper: TempDir,
    root: PathBuf,
}

/// How a call of the program ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl TestProject {
    /// A new project from English into Urdu and Pashto without sources.
    pub(crate) fn empty() -> Self {
        let project = Self::nothing();
        project.write("tarjuman.toml", "[project]\nname = \"letters\"\n");
        fs::create_dir(project.path("sources")).unwrap();
        project
    }

    /// A folder that is no project yet.
    pub(crate) fn nothing() -> Self {
        let keeper = TempDir::new().unwrap();
        let root = keeper.path().join("project");
        fs::create_dir(&root).unwrap();
        Self {
            _keeper: keeper,
            root,
        }
    }

    /// A new project with one document.
    pub(crate) fn with(text: &str) -> Self {
        let project = Self::empty();
        project.write("sources/letter.txt", text);
        project
    }

    /// The letter, built, with the first two of its sentences in Urdu.
    pub(crate) fn letter() -> Self {
        let project = Self::with(LETTER);
        project.build();
        project
            .translate("ur", "The river rose.", "دریا چڑھا۔")
            .translate("ur", "It fell again.", "پھر اترا۔");
        project.build();
        project
    }

    /// A project with copies of these files and folders of the repository.
    pub(crate) fn of_repository(names: &[&str]) -> Self {
        let project = Self::nothing();
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        for name in names {
            copy(&repository.join(name), &project.path(name));
        }
        project
    }

    /// What a fresh clone has: everything but what version control leaves out.
    pub(crate) fn cloned(&self) -> Self {
        let clone = Self::nothing();
        for name in ["tarjuman.toml", "sources", "translations"] {
            copy(&self.path(name), &clone.path(name));
        }
        clone
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        put(&path, bytes.as_ref());
        self
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn remove(&self, name: &str) -> &Self {
        fs::remove_file(self.path(name)).unwrap();
        self
    }

    /// Replaces a part of a file that must be there once.
    pub(crate) fn edit(&self, name: &str, old: &str, new: &str) -> &Self {
        let text = self.read(name);
        assert_eq!(text.matches(old).count(), 1, "{old:?} in {name}:\n{text}");
        self.write(name, text.replacen(old, new, 1))
    }

    /// Writes a translation into a segment file, as a person does in an editor.
    pub(crate) fn translate(&self, language: &str, source: &str, target: &str) -> &Self {
        let name = segment_file(language);
        let text = self.read(&name);
        let begin = text.find(&format!("msgid \"{source}\"\n")).unwrap();
        let at = begin + text[begin..].find("\nmsgstr ").unwrap() + 1;
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let changed = format!("{}msgstr \"{target}\"{}", &text[..at], &text[end..]);
        self.write(&name, changed)
    }

    /// The entry of a source text in a segment file: its lines as they stand.
    pub(crate) fn entry(&self, language: &str, source: &str) -> String {
        let text = self.read(&segment_file(language));
        let mut entries = text.split("\n\n").map(str::trim);
        entries
            .find(|entry| entry.contains(&format!("msgid \"{source}\"")))
            .unwrap_or_else(|| panic!("no entry for {source:?} in\n{text}"))
            .to_owned()
    }

    /// The id of the unit of a source text.
    pub(crate) fn id(&self, source: &str) -> String {
        let entry = self.entry("ur", source);
        let line = entry.lines().find_map(|line| {
            line.trim_start_matches("#~ ")
                .strip_prefix("msgctxt \"")
                .and_then(|rest| rest.strip_suffix('"'))
        });
        line.unwrap().to_owned()
    }

    pub(crate) fn workbench(&self) -> Workbench {
        Workbench::open(&self.root, session()).unwrap()
    }

    pub(crate) fn build(&self) -> BuildReport {
        self.workbench().build(false).unwrap()
    }

    pub(crate) fn update(&self) -> UpdateReport {
        self.workbench().update(false).unwrap()
    }

    /// The memory in a format of other tools.
    pub(crate) fn export(&self, format: &str) -> String {
        let mut bytes = Vec::new();
        let request = ExportRequest {
            spreadsheet_safe: false,
            format: format.to_owned(),
            targets: Vec::new(),
            document: None,
        };
        self.workbench().export(&request, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// A unit of the memory.
    pub(crate) fn unit(&self, id: &str) -> Unit {
        let id = tarjuman::model::UnitId(id.to_owned());
        self.workbench().show_unit(&id).unwrap().unit
    }

    /// The text of a unit in the memory; empty when there is none.
    pub(crate) fn remembered(&self, id: &str, language: &str) -> String {
        let unit = self.unit(id);
        let variant = unit
            .variants
            .iter()
            .find(|one| one.language.as_str() == language);
        variant.map_or_else(String::new, |variant| variant.text.clone())
    }

    /// Every file of the project as it is now.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut files = Snapshot::new();
        collect(&self.root, &mut files);
        files
    }

    /// A call of the program in the project's folder, with a fixed time and nothing else around it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tarjuman"));
        command
            .args(arguments)
            .current_dir(&self.root)
            .env_clear()
            .env("SOURCE_DATE_EPOCH", TIME)
            .env("USER", "tester")
            .env("USERNAME", "tester")
            .stdin(Stdio::null());
        command
    }

    /// A call with this on its standard input.
    pub(crate) fn feed(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_ref()).unwrap();
        drop(stdin);
        Run::of(&child.wait_with_output().unwrap())
    }

    /// Imports a table of texts: `id`, `en`, `ur`, `ps`.
    pub(crate) fn import(&self, name: &str, rows: &[[&str; 4]]) -> &Self {
        let rows = rows.iter().map(|row| row.join("\t") + "\n");
        self.write(
            name,
            ["id\ten\tur\tps\n".to_owned()]
                .into_iter()
                .chain(rows)
                .collect::<String>(),
        );
        self.run(&["import", name]).ends(0);
        self
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&self.command(arguments).output().unwrap())
    }
}

impl Run {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// The run, which must have ended with this code.
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// The run, whose standard output must hold this.
    pub(crate) fn prints(self, words: &str) -> Self {
        assert!(self.out.contains(words), "{words:?} on stdout of {self:#?}");
        self
    }

    /// The run, whose standard error must hold this.
    pub(crate) fn complains(self, words: &str) -> Self {
        assert!(self.err.contains(words), "{words:?} on stderr of {self:#?}");
        self
    }

    /// The run, which must have been refused: nothing on stdout, a message that begins with a capital or a
    /// name in quotes, and a hint.
    pub(crate) fn refused(self) -> Self {
        let run = self.ends(2);
        assert_eq!(run.out, "", "{run:#?}");
        let message = run
            .err
            .strip_prefix("error: ")
            .unwrap_or_else(|| panic!("{run:#?}"));
        let begins_well = message.starts_with(|c: char| c.is_uppercase() || c == '`');
        assert!(begins_well, "{run:#?}");
        run.complains("hint: ")
    }

    /// The JSON Lines of standard output.
    pub(crate) fn records(&self) -> Vec<serde_json::Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

pub(crate) fn session() -> Session {
    Session {
        author: None,
        user: "tester".to_owned(),
        time: Timestamp(TIME.parse().unwrap()),
        patience: Duration::from_secs(60),
    }
}

fn segment_file(language: &str) -> String {
    format!("translations/{language}/letter.po")
}

// Tests play the user, whose editor writes as it likes.
#[allow(clippy::disallowed_methods)]
pub(crate) fn put(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
}

pub(crate) fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        put(to, &fs::read(from).unwrap());
    }
}

fn collect(folder: &Path, files: &mut Snapshot) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = fs::symlink_metadata(&path).unwrap();
        if found.is_dir() {
            collect(&path, files);
        } else if found.is_file() {
            let bytes = fs::read(&path).unwrap();
            files.insert(path, (bytes, found.modified().unwrap()));
        }
    }
}

/// Whether a program can be called here; a test that needs it says loudly when it cannot.
pub(crate) fn has(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if found.is_err() {
        eprintln!("SKIPPED: {program} is not installed");
    }
    found.is_ok()
}
