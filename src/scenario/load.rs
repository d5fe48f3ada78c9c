//! Reads prompts: the built-in ones, and those in the user's folder, where a broken file is named and never stops anything.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::Scenario;
use super::parse::parse;

/// Prompt files larger than this are refused before they are parsed, in bytes.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// Files read from one folder at most.
const MAX_FILES: usize = 1_000;
/// Read from one folder at most, in bytes.
const MAX_FOLDER_BYTES: u64 = 64 * 1024 * 1024;

/// The files of these prompts: name and text.
macro_rules! embedded {
    ($($id:literal)*) => {
        &[$((
            concat!($id, ".json"),
            include_str!(concat!("../../scenarios/", $id, ".json")),
        )),*]
    };
}

/// The built-in files, as Home lists them: what is asked most first.
const EMBEDDED: &[(&str, &str)] = embedded![
    "url_shortener"
    "messenger"
    "chat_system"
    "rate_limiter"
    "news_feed"
    "video_streaming"
    "notification_system"
    "web_crawler"
    "typeahead"
    "ride_hailing"
    "ticket_booking"
    "file_storage"
    "metrics_monitoring"
    "ad_click_stream"
    "payment"
    "multi_region"
    "rag_chatbot"
    "llm_serving"
    "ota_updates"
    "fleet_telemetry"
    "factory_test"
];

static BUILTIN: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    EMBEDDED
        .iter()
        .map(|(name, text)| {
            parse(text).unwrap_or_else(|problem| panic!("the built-in {name} is broken: {problem}"))
        })
        .collect()
});

/// The prompts that come with the program.
#[must_use]
pub fn builtin() -> &'static [Scenario] {
    &BUILTIN
}

/// A prompt file that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} ({file})")]
pub struct LoadProblem {
    /// The file's path.
    pub file: String,
    /// What is wrong, with the line where there is one.
    pub reason: String,
}

/// All prompts there are: the built-in ones, then those in folders.
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

    /// The built-in prompts and those in folders; a folder that does not exist holds none.
    #[must_use]
    pub fn with_folders<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Self {
        let mut library = Self::builtin();
        for folder in folders {
            library.add(folder);
        }
        library
    }

    /// Adds the prompts of a folder. What is broken, too large or too much is named and skipped.
    fn add(&mut self, folder: &Path) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "json"));
        paths.sort();
        if let Some(first) = paths.get(MAX_FILES) {
            let reason =
                format!("a folder has at most {MAX_FILES} prompts: from here on they are left out");
            self.skip(first, reason);
            paths.truncate(MAX_FILES);
        }
        let mut room = MAX_FOLDER_BYTES;
        for path in &paths {
            let result = text(path).and_then(|text| {
                let size = text.len() as u64;
                room = room.checked_sub(size).ok_or_else(|| {
                    let most = MAX_FOLDER_BYTES >> 20;
                    format!("a folder has at most {most} MB of prompts: this one is left out")
                })?;
                parse(&text)
            });
            match result {
                Ok(scenario) if self.get(&scenario.id).is_none() => {
                    self.files.insert(scenario.id.clone(), path.clone());
                    self.scenarios.push(scenario);
                }
                Ok(scenario) => {
                    let id = &scenario.id;
                    let reason =
                        format!("the id `{id}` is taken by another prompt: choose a new one");
                    self.skip(path, reason);
                }
                Err(reason) => self.skip(path, reason),
            }
        }
    }

    fn skip(&mut self, path: &Path, reason: String) {
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

/// Reads one file.
///
/// # Errors
/// One sentence that says what is wrong, and where.
pub fn read(path: &Path) -> Result<(Scenario, String), String> {
    let text = text(path)?;
    Ok((parse(&text)?, text))
}

/// What is written in a file. A pipe or a device is none: reading it might never end.
fn text(path: &Path) -> Result<String, String> {
    let about = std::fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("this is no file: a prompt is a text file of its own".to_owned());
    }
    if about.len() > MAX_BYTES {
        return Err(format!(
            "the file has {:.1} MB, and a prompt has at most {} MB",
            about.len() as f64 / 1e6,
            MAX_BYTES >> 20
        ));
    }
    std::fs::read_to_string(path).map_err(|error| error.to_string())
}
