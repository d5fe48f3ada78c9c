//! The shape of the code, held by reading it: the direction of imports, the crates a module may use, what every file says
//! about itself. Messages name file and line.

mod analysis;
mod figures;
mod imports;
mod look;
mod manifest;
mod modules;
mod names;
mod rules;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use modules::MODULES;

/// What the check and everything left of it must not know, so that the same drawing gives the same answer everywhere.
const IMPURE: &[&str] = &[
    "std::time",
    "std::thread",
    "HashMap",
    "HashSet",
    "DefaultHasher",
    "RandomState",
];

/// What nothing left of `storage` may name, tests included: the world outside the program comes in through `storage`.
const OUTSIDE_WORLD: &[&str] = &["std::fs", "std::env", "std::net", "std::process"];

struct Source {
    /// From the project's root, with `/`.
    path: String,
    /// The file as it is.
    text: String,
    /// The same with comments blanked out; lines keep their numbers.
    code: String,
}

impl Source {
    /// The top-level module; empty for `lib.rs` and `main.rs`.
    fn module(&self) -> &str {
        let inside = self.path.trim_start_matches("src/");
        inside.split_once('/').map_or("", |(module, _)| module)
    }

    /// How many modules deep its items lie: `model::design` is two.
    fn depth(&self) -> usize {
        let parts = self.path.matches('/').count();
        if self.path.ends_with("/mod.rs") {
            parts - 1
        } else {
            parts
        }
    }

    /// Whether it is compiled for tests only.
    fn is_test(&self, sources: &[Source]) -> bool {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or_default();
        let parent = format!("{folder}/mod.rs");
        let declared = format!("#[cfg(test)]\nmod {};", name.trim_end_matches(".rs"));
        let is_declared =
            |source: &Source| source.path == parent && source.code.contains(&declared);
        // What lies below a file of tests is tests too.
        let file_above = format!("{folder}.rs");
        let is_above = |source: &&Source| source.path == file_above;
        let above = sources.iter().find(is_above);
        sources.iter().any(is_declared) || above.is_some_and(|source| source.is_test(sources))
    }

    fn at(&self, offset: usize) -> String {
        let line = self.code[..offset].matches('\n').count() + 1;
        format!("{}:{line}", self.path)
    }

    /// The code without the tests at the bottom of the file.
    fn shipped(&self) -> &str {
        let end = self
            .code
            .find("#[cfg(test)]\nmod tests")
            .unwrap_or(self.code.len());
        &self.code[..end]
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    sources_in("src")
}

/// The files below a folder of the project.
fn sources_in(folder: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    files_below(&root().join(folder), &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("source is text");
            let code: Vec<&str> = text.lines().map(without_comment).collect();
            let path = path.strip_prefix(root()).expect("inside the project");
            Source {
                path: path.to_string_lossy().replace('\\', "/"),
                code: code.join("\n"),
                text,
            }
        })
        .collect()
}

/// A line without its comment. A `//` after a colon is part of an address.
fn without_comment(line: &str) -> &str {
    let end = line
        .match_indices("//")
        .map(|(at, _)| at)
        .find(|&at| !line[..at].ends_with(':'));
    &line[..end.unwrap_or(line.len())]
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

pub(super) fn name_at(text: &str) -> &str {
    &text[..text.find(|c| !is_name(c)).unwrap_or(text.len())]
}

/// The first names of what follows a `::`: one, or those of a list in braces.
fn heads(text: &str) -> Vec<&str> {
    let Some(list) = text.strip_prefix('{') else {
        return vec![name_at(text)];
    };
    let (mut names, mut depth, mut expected) = (Vec::new(), 0, true);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expected = true,
            c if is_name(c) && expected => {
                names.push(name_at(&list[at..]));
                expected = false;
            }
            _ => {}
        }
    }
    names
}

/// Every top-level module that a file names, with where it does.
fn module_uses(source: &Source) -> Vec<(usize, &str)> {
    let code = &source.code;
    let mut uses = Vec::new();
    for (at, word) in code.match_indices("crate::") {
        if !code[..at].ends_with(is_name) {
            uses.extend(
                heads(&code[at + word.len()..])
                    .into_iter()
                    .map(|name| (at, name)),
            );
        }
    }
    let climb = "super::".repeat(source.depth());
    if !climb.is_empty() {
        for (at, word) in code.match_indices(&climb) {
            let rest = code[at + word.len()..].trim_start_matches("super::");
            uses.extend(heads(rest).into_iter().map(|name| (at, name)));
        }
    }
    uses
}

fn position(module: &str) -> Option<usize> {
    MODULES.iter().position(|(name, _)| *name == module)
}

fn may_use(module: &str, other: &str) -> bool {
    let apart = [module, other] == ["app", "cli"] || [module, other] == ["cli", "app"];
    position(other) <= position(module) && !apart
}

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn modules_use_only_what_stands_to_their_left() {
    let sources = sources();
    let mut problems = Vec::new();
    for source in sources.iter().filter(|source| !source.module().is_empty()) {
        for (at, name) in module_uses(source) {
            if position(name).is_some() && !may_use(source.module(), name) {
                let module = source.module();
                problems.push(format!(
                    "{}: `{module}` must not use `{name}`",
                    source.at(at)
                ));
            }
        }
    }
    assert_none(&problems);
}

/// The names of the crates in `[dependencies]`, as code writes them.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest is there");
    let lines = manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| {
            line.split_once('=')
                .map(|(name, _)| name.trim().replace('-', "_"))
        })
        .filter(|name| !name.starts_with('#'))
        .collect()
}

#[test]
fn modules_use_only_the_crates_that_are_theirs() {
    let dependencies = dependencies();
    assert!(dependencies.contains("serde_json") && dependencies.contains("egui"));
    let mut problems = Vec::new();
    for source in sources() {
        let Some(allowed) = position(source.module()).map(|at| MODULES[at].1) else {
            continue;
        };
        let code = source.shipped();
        for (at, _) in code.match_indices("::") {
            let start = code[..at]
                .rfind(|c| !is_name(c))
                .map_or(0, |before| before + 1);
            let name = &code[start..at];
            let is_head = !code[..start].ends_with("::") && !code[..start].ends_with('.');
            if is_head && dependencies.contains(name) && !allowed.contains(&name) {
                let module = source.module();
                problems.push(format!(
                    "{}: `{module}` must not use the crate `{name}`",
                    source.at(at)
                ));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_check_knows_no_files_no_clock_and_no_hash_order() {
    let mut problems = Vec::new();
    for source in sources() {
        if position(source.module()) > position("analysis") || source.module().is_empty() {
            continue;
        }
        for word in IMPURE {
            for (at, _) in source.shipped().match_indices(word) {
                problems.push(format!("{}: `{word}`", source.at(at)));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn nothing_left_of_storage_reaches_outside_the_program() {
    let mut problems = Vec::new();
    for source in sources() {
        if source.module().is_empty() || position(source.module()) >= position("storage") {
            continue;
        }
        for word in OUTSIDE_WORLD {
            for (at, _) in source.code.match_indices(word) {
                problems.push(format!("{}: `{word}`", source.at(at)));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    let silent = sources()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "));
    let problems: Vec<String> = silent
        .map(|source| format!("{}:1: does not open with `//!`", source.path))
        .collect();
    assert_none(&problems);
}

/// A file this long is read by nobody in one go.
const LONG: usize = 500;

#[test]
fn long_files_say_why_they_are_long() {
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches"] {
        files_below(&root().join(folder), &mut paths);
    }
    let mut problems = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("source is text");
        let header = text.lines().take_while(|line| line.starts_with("//!"));
        let says_why = header.collect::<String>().contains("500 lines because");
        let lines = text.lines().count();
        if lines > LONG && !says_why {
            problems.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert_none(&problems);
}

#[test]
fn every_rule_is_in_the_table() {
    const RULES: &str = "src/analysis/rules/";
    let sources = sources();
    let code_of = |path: &str| {
        let source = sources.iter().find(|source| source.path == path);
        &source.expect("the folder lists its files").code
    };
    let mut problems = Vec::new();
    for source in &sources {
        if !source.code.contains("static RULE: Rule") {
            continue;
        }
        let place = source.path.strip_prefix(RULES);
        let Some((folder, file)) = place.and_then(|place| place.split_once('/')) else {
            problems.push(format!("{}: not in a folder of {RULES}", source.path));
            continue;
        };
        let name = file.trim_end_matches(".rs");
        for (path, line) in [
            (format!("{RULES}{folder}/mod.rs"), format!("mod {name};")),
            (
                format!("{RULES}mod.rs"),
                format!("&{folder}::{name}::RULE,"),
            ),
        ] {
            if !code_of(&path).contains(&line) {
                problems.push(format!("{}: `{line}` is missing in {path}", source.path));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn only_the_command_line_talks() {
    let mut problems = Vec::new();
    for source in sources().iter().filter(|source| source.module() != "cli") {
        for word in [
            "println!",
            "print!",
            "eprintln!",
            "eprint!",
            "dbg!",
            "io::stdout",
            "io::stderr",
        ] {
            for (at, _) in source.code.match_indices(word) {
                if !source.code[..at].ends_with(is_name) {
                    problems.push(format!("{}: `{word}`", source.at(at)));
                }
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_top_level_is_the_map() {
    let entries = fs::read_dir(root().join("src")).expect("src can be read");
    let found: BTreeSet<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let modules = MODULES.iter().map(|(name, _)| (*name).to_owned());
    let expected: BTreeSet<String> = modules
        .chain(["lib.rs", "main.rs"].map(str::to_owned))
        .collect();
    assert_eq!(found, expected);
    let map = fs::read_to_string(root().join("src/lib.rs")).expect("the map is there");
    for (module, _) in MODULES {
        assert!(
            map.contains(&format!("| [`{module}`] |")),
            "src/lib.rs does not explain `{module}`"
        );
    }
}

/// The reader of source above would prove nothing if it overlooked imports.
#[test]
fn imports_are_found_however_they_are_written() {
    assert_eq!(heads("app::run;"), ["app"]);
    assert_eq!(
        heads("{app, model::{Design, Id}, scene::Theme};"),
        ["app", "model", "scene"]
    );
    let source = Source {
        path: "src/model/design.rs".to_owned(),
        text: String::new(),
        code: "use crate::{\n  scene,\n};\nfn f() { crate::app::run(super::super::cli::x) }"
            .to_owned(),
    };
    let names: Vec<&str> = module_uses(&source)
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    assert_eq!(names, ["scene", "app", "cli"]);
    assert_eq!(without_comment("use a; // crate::app"), "use a; ");
    assert_eq!(
        without_comment("let x = \"http://x\";"),
        "let x = \"http://x\";"
    );
    assert!(may_use("app", "model") && !may_use("app", "cli") && !may_use("model", "layout"));
}
