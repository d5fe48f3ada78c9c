//! All prompts there are: the built-in ones, and those added from the user's files, whose problems are named and never stop
//! anything. Reading the files is up to `storage`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::scenario::{Scenario, builtin};

/// A prompt file that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} ({file})")]
pub struct LoadProblem {
    /// The file's path.
    pub file: String,
    /// What is wrong, with the line where there is one.
    pub reason: String,
}

/// All prompts there are: the built-in ones, then those added.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Prompts by position; the built-in ones come first.
    pub scenarios: Vec<Scenario>,
    /// Files that were skipped, and why.
    pub problems: Vec<LoadProblem>,
    /// The files of those prompts that are not built in, by id.
    files: BTreeMap<String, PathBuf>,
}

impl Library {
    /// The built-in prompts alone.
    #[must_use]
    pub fn builtin() -> Self {
        Self {
            scenarios: builtin().to_vec(),
            ..Self::default()
        }
    }

    /// Adds the prompt of a file; one whose id is taken is skipped.
    pub fn add(&mut self, path: &Path, scenario: Scenario) {
        let id = &scenario.id;
        if self.get(id).is_some() {
            let reason = format!("the ID `{id}` is taken by another prompt: choose a new one");
            self.skip(path, reason);
            return;
        }
        self.files.insert(id.clone(), path.to_owned());
        self.scenarios.push(scenario);
    }

    /// Names a file that could not be used.
    pub fn skip(&mut self, path: &Path, reason: String) {
        self.problems.push(LoadProblem {
            file: path.display().to_string(),
            reason,
        });
    }

    /// The prompt with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.id == id)
    }

    /// The file a prompt came from; none for the built-in ones.
    #[must_use]
    pub fn file_of(&self, id: &str) -> Option<&Path> {
        self.files.get(id).map(PathBuf::as_path)
    }
}
