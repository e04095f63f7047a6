//! Holds the floors of the house: a module imports only what ARCHITECTURE.md says that it may.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Floor, module, what it may import: the table of ARCHITECTURE.md.
const FLOORS: &[(u32, &str, &[&str])] = &[
    (1, "text", &[]),
    (2, "model", &["text"]),
    (3, "segmentation", &["text", "model"]),
    (3, "alignment", &["text", "model"]),
    (3, "matching", &["text", "model"]),
    (3, "glossary", &["text", "model"]),
    (3, "document", &["text", "model"]),
    (3, "exchange", &["text", "model"]),
    (3, "project", &["text", "model"]),
    (4, "revision", &["text", "model", "matching"]),
    (4, "quality", &["text", "model", "glossary", "segmentation"]),
    (4, "memory", &["text", "model", "matching"]),
    (5, "report", &["text", "model", "revision"]),
    (
        6,
        "workbench",
        &[
            "text",
            "model",
            "segmentation",
            "alignment",
            "matching",
            "glossary",
            "document",
            "exchange",
            "project",
            "revision",
            "quality",
            "memory",
            "report",
        ],
    ),
    (8, "cli", &["text", "model", "workbench"]),
];

fn source_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, files);
        } else if path.extension().is_some_and(|suffix| suffix == "rs") {
            files.push(path);
        }
    }
}

/// The code of a file without its comments and without its unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default()
        .to_owned();
    let lines = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that follow `crate::` in a piece of code, also inside braces.
fn imports(code: &str) -> BTreeSet<String> {
    let modules = code.match_indices("crate::").flat_map(|(at, path)| {
        let rest = &code[at + path.len()..];
        rest.strip_prefix('{')
            .map_or_else(|| vec![name(rest)], names_in_braces)
    });
    let known = |module: &String| FLOORS.iter().any(|(_, known, _)| known == module);
    modules.filter(known).collect()
}

fn name(path: &str) -> String {
    let letters = path.trim_start().chars();
    letters
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The first names of the paths in `a::{b, c}, d}`: `a` and `d`.
fn names_in_braces(list: &str) -> Vec<String> {
    let mut names = vec![name(list)];
    let mut depth = 0;
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&list[at + 1..])),
            _ => {}
        }
    }
    names
}

#[test]
fn modules_import_downward_only() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed: BTreeMap<_, _> = FLOORS
        .iter()
        .map(|(_, module, may)| (*module, *may))
        .collect();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(&src).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let module = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let may = allowed
            .get(module.as_str())
            .unwrap_or_else(|| panic!("`{module}` has no floor"));
        let mut files = Vec::new();
        source_files(&folder, &mut files);
        for file in files {
            for import in imports(&code(&file)) {
                if import != module && !may.contains(&import.as_str()) {
                    wrong.push(format!("{} imports {import}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_has_no_way_up() {
    let floor: BTreeMap<_, _> = FLOORS
        .iter()
        .map(|(floor, module, _)| (*module, *floor))
        .collect();
    for (own, module, may) in FLOORS {
        for import in *may {
            assert!(
                floor[import] < *own,
                "{module} (floor {own}) may import {import}"
            );
        }
    }
}

#[test]
fn architecture_md_prints_this_table() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let page = fs::read_to_string(page).unwrap();
    for (floor, module, may) in FLOORS {
        let may = match *may {
            [] => "nothing".to_owned(),
            _ if *module == "workbench" => "everything below".to_owned(),
            list => list.join(", "),
        };
        let row = format!("| {floor} | {module} | {may} |");
        assert!(page.contains(&row), "ARCHITECTURE.md lacks the row {row}");
    }
}

#[test]
fn imports_are_seen_in_every_form() {
    let code = "use crate::text::Language;\nuse crate::{model::{Unit, State}, memory};\nlet x = crate::report::page();\n";
    let found: Vec<_> = imports(code).into_iter().collect();
    assert_eq!(found, ["memory", "model", "report", "text"]);
}
