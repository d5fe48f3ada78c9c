//! Which file uses which: the imports of every file, followed through re-exports to the file that defines what is named,
//! so that circles of files can be found.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use super::{Source, assert_none, is_name, sources};

/// The names from the crate to a module or an item in it: `["model", "design", "Design"]`.
type Path = Vec<String>;

/// The module of a file: `["model", "design"]`; none for `lib.rs`, `[]`, and `main.rs`, which is a crate of its own.
fn module_of(path: &str) -> Option<Path> {
    let inside = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    match inside {
        "main" => None,
        "lib" => Some(Vec::new()),
        _ => {
            let inside = inside.strip_suffix("/mod").unwrap_or(inside);
            Some(inside.split('/').map(str::to_owned).collect())
        }
    }
}

/// One name that a `use` brings into a file.
struct Import {
    /// The name in this file; `*` where everything is brought.
    name: String,
    /// What it stands for, as written.
    path: Path,
    /// Whether others may take it from here.
    is_reexport: bool,
}

/// The leaves of a tree of imports: `a::{b, c::{self, D as E}}` is `a::b`, `a::c`, `a::c::D as E`.
fn leaves(tree: &str, prefix: &[String], found: &mut Vec<(Path, String)>) {
    let tree = tree.trim();
    if let Some(list) = tree.strip_prefix('{') {
        let list = list.strip_suffix('}').unwrap_or(list);
        let (mut depth, mut start) = (0, 0);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    leaves(&list[start..at], prefix, found);
                    start = at + 1;
                }
                _ => {}
            }
        }
        leaves(&list[start..], prefix, found);
        return;
    }
    let brace = tree.find('{').unwrap_or(tree.len());
    if let Some(at) = tree[..brace].find("::") {
        let mut longer = prefix.to_vec();
        longer.push(tree[..at].trim().to_owned());
        leaves(&tree[at + 2..], &longer, found);
        return;
    }
    if tree.is_empty() {
        return;
    }
    let (name, bound) = tree.split_once(" as ").unwrap_or((tree, tree));
    let mut path = prefix.to_vec();
    if name.trim() != "self" {
        path.push(name.trim().to_owned());
    }
    let bound = match bound.trim() {
        "self" => path.last().cloned().unwrap_or_default(),
        bound => bound.to_owned(),
    };
    found.push((path, bound));
}

/// All imports outside functions and tests, and the code with them cut out.
fn imports(code: &str) -> (Vec<Import>, String) {
    let (mut found, mut rest) = (Vec::new(), String::new());
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let start = line.trim_start();
        let words =
            start
                .strip_prefix("pub")
                .map_or(start, |after| match after.strip_prefix('(') {
                    Some(scope) => scope.split_once(')').map_or(after, |(_, after)| after),
                    None => after,
                });
        let Some(first) = words.trim_start().strip_prefix("use ") else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut tree = first.to_owned();
        while !tree.contains(';') {
            let Some(next) = lines.next() else { break };
            tree.push(' ');
            tree.push_str(next.trim());
        }
        let tree = tree.split(';').next().unwrap_or_default();
        let mut all = Vec::new();
        leaves(tree, &[], &mut all);
        found.extend(all.into_iter().map(|(path, name)| Import {
            name,
            path,
            is_reexport: start.starts_with("pub"),
        }));
    }
    (found, rest)
}

/// The paths written in code: `flow::trace`, `crate::model::Design`; of `a::b::c` the whole.
fn paths(code: &str) -> BTreeSet<Path> {
    let mut found = BTreeSet::new();
    let mut rest = code;
    while let Some(at) = rest.find("::") {
        let start = rest[..at].rfind(|c| !is_name(c)).map_or(0, |before| {
            before + rest[before..].chars().next().map_or(1, char::len_utf8)
        });
        let mut path = vec![rest[start..at].to_owned()];
        let mut end = at;
        while rest[end..].starts_with("::") {
            let name = super::name_at(&rest[end + 2..]);
            if name.is_empty() {
                end += 2;
                break;
            }
            path.push(name.to_owned());
            end += 2 + name.len();
        }
        if !path[0].is_empty() {
            found.insert(path);
        }
        rest = &rest[end.max(at + 2)..];
    }
    found
}

/// The names in code that are no part of a path, no field or method, and no declaration of a module.
fn bare_names(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut at = 0;
    while let Some(start) = code[at..].find(is_name).map(|offset| at + offset) {
        let name = super::name_at(&code[start..]);
        at = start + name.len().max(1);
        let before = code[..start].trim_end();
        let declares = before.ends_with("mod") || before.ends_with("fn");
        if !declares && !before.ends_with('.') && !before.ends_with("::") {
            found.insert(name.to_owned());
        }
    }
    found
}

/// What a file says of its names.
struct File {
    source: usize,
    imports: Vec<Import>,
    paths: BTreeSet<Path>,
    /// The names that stand without a path before them.
    bare: BTreeSet<String>,
}

/// All files by their module.
struct Crate {
    files: BTreeMap<Path, File>,
}

impl Crate {
    fn read(sources: &[Source]) -> Self {
        let mut files = BTreeMap::new();
        for (index, source) in sources.iter().enumerate() {
            let Some(module) = module_of(&source.path) else {
                continue;
            };
            let (imports, rest) = imports(source.shipped());
            let file = File {
                source: index,
                imports,
                paths: paths(&rest),
                bare: bare_names(&rest),
            };
            files.insert(module, file);
        }
        Self { files }
    }

    /// A path as seen from a module, from the crate on; none where it leads out of the crate.
    fn absolute(&self, module: &Path, path: &[String], depth: usize) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        let mut from = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => {
                let mut up = module.clone();
                up.pop()?;
                let climbs = rest.iter().take_while(|name| *name == "super").count();
                up.truncate(up.len().checked_sub(climbs)?);
                up.extend(rest[climbs..].iter().cloned());
                return Some(up);
            }
            name => {
                let mut child = module.clone();
                child.push(name.to_owned());
                if !self.files.contains_key(&child) {
                    let import = (self.files[module].imports.iter()).find(|i| i.name == name)?;
                    let is_itself = import.path.first() == Some(first);
                    if depth == 0 || is_itself {
                        return None;
                    }
                    child = self.absolute(module, &import.path, depth - 1)?;
                }
                child
            }
        };
        from.extend(rest.iter().cloned());
        Some(from)
    }

    /// The module whose file defines what a path from the crate on names; none for a module itself.
    fn definition(&self, path: &[String], depth: usize) -> Option<Path> {
        let known = (0..=path.len())
            .rev()
            .find(|&length| self.files.contains_key(&path[..length]))?;
        let (module, rest) = (path[..known].to_vec(), &path[known..]);
        let name = rest.first()?;
        let imports = self.files[&module].imports.iter();
        for import in imports.filter(|import| import.is_reexport && depth > 0) {
            if import.name != *name {
                continue;
            }
            let mut target = self.absolute(&module, &import.path, depth)?;
            target.extend(rest[1..].iter().cloned());
            return self.definition(&target, depth - 1);
        }
        Some(module)
    }

    /// The modules whose files a file uses. What it only hands on to others is no use; what it hands on and names itself is.
    fn uses(&self, module: &Path) -> BTreeSet<Path> {
        const DEPTH: usize = 8;
        let file = &self.files[module];
        let imported = (file.imports.iter())
            .filter(|import| !import.is_reexport || file.bare.contains(&import.name));
        let all = imported.map(|import| &import.path).chain(file.paths.iter());
        all.filter_map(|path| {
            let path = self.absolute(module, path, DEPTH)?;
            self.definition(&path, DEPTH)
        })
        .filter(|other| other != module)
        .collect()
    }
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let sources = sources();
    let files = Crate::read(&sources);
    let mut graph = DiGraph::<&Path, ()>::new();
    let nodes: BTreeMap<&Path, _> = files
        .files
        .keys()
        .map(|module| (module, graph.add_node(module)))
        .collect();
    let mut arrows = 0;
    for module in files.files.keys() {
        for used in files.uses(module) {
            graph.add_edge(nodes[module], nodes[&used], ());
            arrows += 1;
        }
    }
    assert!(arrows > sources.len(), "hardly any imports were understood");
    let mut problems = Vec::new();
    for circle in kosaraju_scc(&graph)
        .iter()
        .filter(|circle| circle.len() > 1)
    {
        let mut names: Vec<&str> = circle
            .iter()
            .map(|&node| &*sources[files.files[graph[node]].source].path)
            .collect();
        names.sort_unstable();
        problems.push(format!("a circle of files: {}", names.join(", ")));
    }
    problems.sort();
    assert_none(&problems);
}

/// The reader of imports above would prove nothing if it overlooked some.
#[test]
fn imports_lead_to_the_file_that_defines_them() {
    let source = |path: &str, code: &str| Source {
        path: path.to_owned(),
        text: String::new(),
        code: code.to_owned(),
    };
    let sources = [
        source("src/lib.rs", "pub mod a;\npub mod b;\n"),
        source(
            "src/a/mod.rs",
            "mod one;\nmod two;\npub use one::{One, Other as Another};\npub use two::Two;\nfn f(x: Two) {}\n",
        ),
        source("src/a/one.rs", "use super::two;\nfn f() { two::g(); }\n"),
        source("src/c.rs", "pub use crate::a::One;\nfn f() { x.One; }\n"),
        source("src/a/two.rs", "pub fn g() {}\n"),
        source(
            "src/b.rs",
            "use crate::{a::{self, Another},\n};\nfn h() -> a::One { std::mem::take(x) }\n",
        ),
    ];
    let files = Crate::read(&sources);
    let uses = |module: &str| -> Vec<String> {
        let module: Path = module.split("::").map(str::to_owned).collect();
        let used = files.uses(&module);
        used.iter().map(|other| other.join("::")).collect()
    };
    assert_eq!(uses("a::one"), ["a::two"]);
    // Handed on and used: an arrow; only handed on, or the name of a field: none.
    assert_eq!(uses("a"), ["a::two"]);
    assert_eq!(uses("b"), ["a::one"]);
    assert_eq!(uses("c"), Vec::<String>::new());
}
