//! Reads prompts: the built-in ones, and those in the user's folder, where a broken file is named and never stops anything.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use super::{AcceptedDesign, Scenario};
use crate::arrange;
use crate::model::{catalogue, parse_notation};

/// Prompt files larger than this are refused before they are parsed, in bytes.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The built-in files: name and text.
const EMBEDDED: &[(&str, &str)] = &[
    (
        "url_shortener.json",
        include_str!("../../scenarios/url_shortener.json"),
    ),
    (
        "messenger.json",
        include_str!("../../scenarios/messenger.json"),
    ),
    (
        "chat_system.json",
        include_str!("../../scenarios/chat_system.json"),
    ),
    (
        "video_streaming.json",
        include_str!("../../scenarios/video_streaming.json"),
    ),
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

/// All prompts there are: the built-in ones, then the user's.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Prompts by position; the built-in ones come first.
    pub scenarios: Vec<Scenario>,
    /// Files that were skipped, and why.
    pub problems: Vec<LoadProblem>,
}

impl Library {
    /// The built-in prompts alone.
    #[must_use]
    pub fn builtin() -> Self {
        Self {
            scenarios: builtin().to_vec(),
            problems: Vec::new(),
        }
    }

    /// The built-in prompts and those in `folder`; a folder that does not exist holds none.
    #[must_use]
    pub fn with_folder(folder: &Path) -> Self {
        let mut library = Self::builtin();
        let Ok(entries) = std::fs::read_dir(folder) else {
            return library;
        };
        let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        files.retain(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        });
        files.sort();
        for path in files {
            let result = read(&path).and_then(|scenario| match library.get(&scenario.id) {
                Some(_) => Err(format!(
                    "the id `{}` is taken by another prompt: choose a new one",
                    scenario.id
                )),
                None => Ok(scenario),
            });
            match result {
                Ok(scenario) => library.scenarios.push(scenario),
                Err(reason) => {
                    library.problems.push(LoadProblem {
                        file: path.display().to_string(),
                        reason,
                    });
                }
            }
        }
        library
    }

    /// The prompt with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.id == id)
    }
}

fn read(path: &Path) -> Result<Scenario, String> {
    let size = std::fs::metadata(path)
        .map_err(|error| error.to_string())?
        .len();
    if size > MAX_BYTES {
        return Err(format!(
            "the file has {} MB, and a prompt has at most {} MB",
            size >> 20,
            MAX_BYTES >> 20
        ));
    }
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    parse(&text)
}

/// Reads one prompt and lays its accepted designs out.
///
/// # Errors
/// One sentence with the line, or the field, and what to do.
pub fn parse(text: &str) -> Result<Scenario, String> {
    let mut scenario: Scenario = serde_json::from_str(text).map_err(|error| error.to_string())?;
    for accepted in &mut scenario.designs {
        draw(accepted).map_err(|reason| format!("design `{}`: {reason}", accepted.id))?;
    }
    check(&scenario)?;
    Ok(scenario)
}

fn draw(accepted: &mut AcceptedDesign) -> Result<(), String> {
    let parsed = parse_notation(&accepted.drawing.join("\n")).map_err(|error| error.to_string())?;
    for (key, part) in &accepted.parts {
        let drawn = parsed
            .keys
            .get(key)
            .and_then(|&id| parsed.design.component(id));
        if drawn.is_none() {
            return Err(format!("part `{key}` is not in its drawing"));
        }
        if let Some(unknown) = part.accepts.iter().find(|id| catalogue().get(id).is_none()) {
            return Err(format!("part `{key}` accepts the unknown kind `{unknown}`"));
        }
    }
    accepted.design = parsed.design;
    let edits = arrange::tidy(&accepted.design);
    accepted
        .design
        .apply_all(edits)
        .map_err(|error| error.to_string())?;
    accepted.keys = parsed.keys;
    Ok(())
}

fn check(scenario: &Scenario) -> Result<(), String> {
    if !(1..=5).contains(&scenario.difficulty) {
        return Err(format!("difficulty is 1 to 5, not {}", scenario.difficulty));
    }
    if scenario.flows.is_empty() {
        return Err(
            "there is no flow: add at least one request from a client to a store".to_owned(),
        );
    }
    if scenario.designs.is_empty() {
        return Err("there is no accepted design: add at least one".to_owned());
    }
    let finite = |value: f64| value.is_finite() && value >= 0.0;
    if let Some(flow) = scenario
        .flows
        .iter()
        .find(|flow| !finite(flow.rps) || !finite(flow.megabytes))
    {
        return Err(format!(
            "flow `{}`: rps and megabytes are numbers of 0 or more",
            flow.id
        ));
    }
    let mut ids = BTreeSet::new();
    if let Some(flow) = scenario
        .flows
        .iter()
        .find(|flow| !ids.insert(flow.id.as_str()))
    {
        return Err(format!("flow `{}` occurs twice", flow.id));
    }
    let mut ids = BTreeSet::new();
    if let Some(design) = scenario
        .designs
        .iter()
        .find(|design| !ids.insert(design.id.as_str()))
    {
        return Err(format!("design `{}` occurs twice", design.id));
    }
    let known = |key: &String| {
        scenario
            .designs
            .iter()
            .any(|design| design.keys.contains_key(key))
    };
    if let Some(part) = scenario
        .hints
        .iter()
        .filter_map(|hint| hint.part.as_ref())
        .find(|key| !known(key))
    {
        return Err(format!(
            "a hint leads to `{part}`, which is in no accepted design"
        ));
    }
    let unknown = scenario
        .not_needed
        .iter()
        .flat_map(|n| &n.kinds)
        .find(|id| catalogue().get(id).is_none());
    if let Some(kind) = unknown {
        return Err(format!("not_needed names the unknown kind `{kind}`"));
    }
    Ok(())
}
