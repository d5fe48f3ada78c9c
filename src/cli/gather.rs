//! Which files are meant: those named, those that a pattern names, and the drawings in folders and the folders inside them.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};

use crate::storage::{DRAWINGS, PAGES_AND_PICTURES, disk};

/// The signs that make a name a pattern.
const SIGNS: [char; 3] = ['*', '?', '['];

/// What was found.
#[derive(Debug, Default)]
pub(in crate::cli) struct Gathered {
    /// Of the files that are taken from folders.
    extensions: &'static [&'static str],
    /// Of those that are taken where they hold a drawing.
    content_decides: &'static [&'static str],
    /// In the order in which they were named; those of a folder by name.
    pub(in crate::cli) files: Vec<PathBuf>,
    /// One sentence for each folder that could not be read or holds nothing.
    pub(in crate::cli) problems: Vec<String>,
}

/// All files that these arguments name, themselves or with a pattern (`docs/**/*.mmd`), for where no shell spreads it out;
/// in folders those with one of these extensions.
pub(in crate::cli) fn files(
    arguments: &[PathBuf],
    extensions: &'static [&'static str],
) -> Gathered {
    Gathered {
        extensions,
        ..Gathered::default()
    }
    .with(arguments)
}

/// All drawings that these arguments name as for [`files`]; in folders also the pages and pictures that hold one, but for those
/// beside a drawing of the same name: they show what that one holds.
pub(in crate::cli) fn drawings(arguments: &[PathBuf]) -> Gathered {
    Gathered {
        extensions: DRAWINGS,
        content_decides: PAGES_AND_PICTURES,
        ..Gathered::default()
    }
    .with(arguments)
}

impl Gathered {
    fn with(mut self, arguments: &[PathBuf]) -> Self {
        for argument in arguments {
            let is_pattern = || argument.to_string_lossy().contains(SIGNS);
            let (file, _) = disk::split_choice(argument);
            if !file.exists() && is_pattern() {
                self.pattern(argument);
            } else {
                self.file_or_folder(argument);
            }
        }
        self
    }

    /// Adds a file, or what is in a folder.
    fn file_or_folder(&mut self, argument: &Path) {
        if !argument.is_dir() {
            self.files.push(argument.to_owned());
            return;
        }
        let before = self.files.len();
        let problems = self.problems.len();
        self.folder(argument, &mut BTreeSet::new());
        if self.files.len() == before && self.problems.len() == problems {
            let folder = argument.display();
            let extension = self.extensions.first().copied().unwrap_or_default();
            let other = if self.extensions.len() > 1 {
                " or drawing from another program"
            } else {
                ""
            };
            let problem = format!("there is no .{extension} file{other} in the folder: {folder}");
            self.problems.push(problem);
        }
    }

    /// Adds the files and folders that a pattern names, in the order of their names.
    fn pattern(&mut self, pattern: &Path) {
        let (text, shown) = (pattern.to_string_lossy(), pattern.display());
        let parsed = match Pattern::new(&text) {
            Ok(parsed) => parsed,
            Err(error) => {
                let problem = format!("the pattern is not valid ({}): {shown}", error.msg);
                self.problems.push(problem);
                return;
            }
        };
        let is_plain = |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(SIGNS);
        let start: PathBuf = pattern.components().take_while(is_plain).collect();
        let levels = if text.contains("**") {
            usize::MAX
        } else {
            pattern.components().count() - start.components().count()
        };
        let mut found = Vec::new();
        find_matching(&parsed, &start, levels, &mut BTreeSet::new(), &mut found);
        if found.is_empty() {
            let problem = format!("no file matches the pattern: {shown}");
            self.problems.push(problem);
        }
        for path in found {
            self.file_or_folder(&path);
        }
    }

    /// Adds what is in a folder, unless it was met before: links lead to a folder in more than one way, or round and round.
    fn folder(&mut self, folder: &Path, met: &mut BTreeSet<PathBuf>) {
        if fs::canonicalize(folder).is_ok_and(|real| !met.insert(real)) {
            return;
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let folder = folder.display();
                let problem = format!("the folder cannot be read ({error}): {folder}");
                self.problems.push(problem);
                return;
            }
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let drawn: BTreeSet<OsString> = (paths.iter())
            .filter(|path| has_extension(path, self.extensions))
            .filter_map(|path| path.file_stem().map(OsStr::to_owned))
            .collect();
        for path in paths {
            let is_shown_by_it = || path.file_stem().is_some_and(|stem| drawn.contains(stem));
            if path.is_dir() {
                self.folder(&path, met);
            } else if has_extension(&path, self.extensions)
                || has_extension(&path, self.content_decides)
                    && !is_shown_by_it()
                    && disk::holds_drawing(&path)
            {
                self.files.push(path);
            }
        }
    }
}

/// Whether a file's name ends in one of these, which may have two parts: `drawio.png`.
fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase();
    extensions.iter().any(|extension| {
        let stem = name.strip_suffix(extension);
        stem.is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'))
    })
}

/// Finds what a pattern names in a folder and, so many levels down, in those inside it, each folder once: the walk of the
/// `glob` crate follows links round and round.
fn find_matching(
    pattern: &Pattern,
    folder: &Path,
    levels: usize,
    met: &mut BTreeSet<PathBuf>,
    found: &mut Vec<PathBuf>,
) {
    let options = MatchOptions {
        require_literal_separator: true,
        ..MatchOptions::new()
    };
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    if fs::canonicalize(here).is_ok_and(|real| !met.insert(real)) {
        return;
    }
    let Ok(entries) = fs::read_dir(here) else {
        return;
    };
    let names = entries.flatten().map(|entry| entry.file_name());
    let mut paths: Vec<PathBuf> = names.map(|name| folder.join(name)).collect();
    paths.sort();
    for path in paths {
        if pattern.matches_path_with(&path, options) {
            found.push(path);
        } else if levels > 1 && path.is_dir() {
            find_matching(pattern, &path, levels - 1, met, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_folder_is_looked_into_once_whatever_links_lead_to_it() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("x.boxdrill"), "").unwrap();
        fs::write(inner.join("y.txt"), "").unwrap();
        fs::write(inner.join("z.drawio.PNG"), "").unwrap();
        for name in ["s", "t"] {
            symlink("..", inner.join(name)).unwrap();
            symlink(".", inner.join(format!("{name}{name}"))).unwrap();
        }
        symlink(&inner, folder.path().join("z")).unwrap();
        let found = files(&[folder.path().to_owned()], DRAWINGS);
        assert_eq!(
            found.files,
            [inner.join("x.boxdrill"), inner.join("z.drawio.PNG")]
        );
        assert_eq!(found.problems, Vec::<String>::new());
        let pattern = |name: &str| files(&[folder.path().join(name)], DRAWINGS);
        let named = pattern("a/**/[xy].*");
        assert_eq!(named.files, [inner.join("x.boxdrill"), inner.join("y.txt")]);
        assert_eq!(
            pattern("a/?").files.len(),
            2,
            "a folder that a pattern names"
        );
        for (name, says) in [("*.gv", "no file matches"), ("a[", "is not valid")] {
            let found = pattern(name);
            assert!(found.files.is_empty());
            assert!(found.problems[0].contains(says), "{:?}", found.problems);
        }
        let twice = files(&[inner.clone(), inner], DRAWINGS);
        assert_eq!(twice.files.len(), 4, "whoever names it twice gets it twice");
    }

    #[test]
    fn pages_and_pictures_of_a_folder_are_taken_where_they_hold_a_drawing() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("a.mmd", "graph LR\n a --> b");
        write("a.md", "```mermaid\ngraph LR\n a --> b\n```");
        write("b.md", "# Shop\n```mermaid\ngraph LR\n a --> b\n```");
        write("c.markdown", "```d2\na -> b: {\n style.stroke: red\n}\n```");
        write("d.md", "client -> api");
        write("e.md", "```rust\nfn main() {}\n```");
        write("f.md", "```mermaid\nsequenceDiagram\n a ->> b: hi\n```");
        write("g.xml", "<project/>");
        write(
            "h.xml",
            "<mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\" value=\"API\" vertex=\"1\"><mxGeometry width=\"9\" height=\"9\"/></mxCell></root></mxGraphModel>",
        );
        write("i.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        write(
            "j.svg",
            "<svg><metadata><drawing xmlns=\"urn:boxdrill\">{\"version\": 1}</drawing></metadata></svg>",
        );
        write("k.png", "no picture");
        write("l.json", "{\"version\": 1}");
        let found = drawings(&[folder.path().to_owned()]);
        let names: Vec<_> = (found.files.iter())
            .map(|file| file.file_name().unwrap().to_str().unwrap())
            .collect();
        assert_eq!(names, ["a.mmd", "b.md", "c.markdown", "h.xml", "j.svg"]);
        assert_eq!(files(&[folder.path().to_owned()], DRAWINGS).files.len(), 1);
    }
}
