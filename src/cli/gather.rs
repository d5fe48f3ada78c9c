//! Which files are meant: those named, and the drawings in folders and the folders inside them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What was found.
#[derive(Debug, Default)]
pub(in crate::cli) struct Gathered {
    /// Of the files that are taken from folders.
    extensions: &'static [&'static str],
    /// In the order in which they were named; those of a folder by name.
    pub(in crate::cli) files: Vec<PathBuf>,
    /// One sentence for each folder that could not be read or holds nothing.
    pub(in crate::cli) problems: Vec<String>,
}

/// All files that these arguments name; in folders those with one of these extensions.
pub(in crate::cli) fn files(
    arguments: &[PathBuf],
    extensions: &'static [&'static str],
) -> Gathered {
    let mut gathered = Gathered {
        extensions,
        ..Gathered::default()
    };
    for argument in arguments {
        if !argument.is_dir() {
            gathered.files.push(argument.clone());
            continue;
        }
        let before = gathered.files.len();
        let problems = gathered.problems.len();
        gathered.folder(argument, &mut BTreeSet::new());
        if gathered.files.len() == before && gathered.problems.len() == problems {
            let folder = argument.display();
            let extension = extensions.first().copied().unwrap_or_default();
            let other = if extensions.len() > 1 {
                ", and none of another program"
            } else {
                ""
            };
            let problem = format!("there is no .{extension} file{other} in the folder: {folder}");
            gathered.problems.push(problem);
        }
    }
    gathered
}

impl Gathered {
    /// Whether a file's name ends in one of the extensions, which may have two parts: `drawio.png`.
    fn is_meant(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_lowercase();
        let mut extensions = self.extensions.iter();
        extensions.any(|extension| {
            let stem = name.strip_suffix(extension);
            stem.is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'))
        })
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
                let problem = format!("the folder cannot be read, {error}: {folder}");
                self.problems.push(problem);
                return;
            }
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                self.folder(&path, met);
            } else if self.is_meant(&path) {
                self.files.push(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::DRAWINGS;

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
        let twice = files(&[inner.clone(), inner], DRAWINGS);
        assert_eq!(twice.files.len(), 4, "whoever names it twice gets it twice");
    }
}
