//! Which files are meant: those named, and the drawings in folders and the folders inside them.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders lie at most this deep in each other; deeper ones are a ring of links.
const DEEPEST: usize = 32;

/// What was found.
#[derive(Debug, Default)]
pub(in crate::cli) struct Gathered {
    /// Of the files that are taken from folders.
    extension: &'static str,
    /// In the order in which they were named; those of a folder by name.
    pub(in crate::cli) files: Vec<PathBuf>,
    /// One sentence for each folder that could not be read or holds nothing.
    pub(in crate::cli) problems: Vec<String>,
}

/// All files that these arguments name; in folders those with this extension.
pub(in crate::cli) fn files(arguments: &[PathBuf], extension: &'static str) -> Gathered {
    let mut gathered = Gathered {
        extension,
        ..Gathered::default()
    };
    for argument in arguments {
        if !argument.is_dir() {
            gathered.files.push(argument.clone());
            continue;
        }
        let before = gathered.files.len();
        let problems = gathered.problems.len();
        gathered.folder(argument, 0);
        if gathered.files.len() == before && gathered.problems.len() == problems {
            let folder = argument.display();
            let problem = format!("there is no .{extension} file in the folder: {folder}");
            gathered.problems.push(problem);
        }
    }
    gathered
}

impl Gathered {
    fn folder(&mut self, folder: &Path, depth: usize) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let folder = folder.display();
                let problem = format!("the folder cannot be read, {error}: {folder}");
                self.problems.push(problem);
                return;
            }
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                if depth < DEEPEST {
                    self.folder(&path, depth + 1);
                }
            } else if path.extension().is_some_and(|e| e == self.extension) {
                self.files.push(path);
            }
        }
    }
}
