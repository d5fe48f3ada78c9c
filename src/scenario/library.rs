//! All prompts there are: the built-in ones, and those added from the user's files, whose problems are named and never stop
//! anything. Reading the files is up to `storage`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::scenario::builtin::builtin_prompt;
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

/// All prompts there are: the built-in ones, then those added. A built-in one is read when it is first asked for.
#[derive(Debug, Clone, Default)]
pub struct Library {
    added: Vec<Scenario>,
    /// The built-in ones and those added, once somebody has asked for all and some were added.
    all: OnceLock<Vec<Scenario>>,
    /// Files that were skipped, and why.
    pub problems: Vec<LoadProblem>,
    /// The files of those prompts that are not built in, by id.
    files: BTreeMap<String, PathBuf>,
}

impl Library {
    /// All prompts by position; the built-in ones come first.
    #[must_use]
    pub fn scenarios(&self) -> &[Scenario] {
        if self.added.is_empty() {
            return builtin();
        }
        self.all.get_or_init(|| [builtin(), &self.added].concat())
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
        self.added.push(scenario);
        self.all = OnceLock::new();
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
        builtin_prompt(id).or_else(|| self.added.iter().find(|scenario| scenario.id == id))
    }

    /// The file a prompt came from; none for the built-in ones.
    #[must_use]
    pub fn file_of(&self, id: &str) -> Option<&Path> {
        self.files.get(id).map(PathBuf::as_path)
    }
}
