//! Reads prompts: the built-in ones, and those in the user's folder, where a broken file is named and never stops anything.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use super::locate::locate;
use super::{AcceptedDesign, Scenario};
use crate::arrange;
use crate::model::{catalogue, parse_notation};

/// Prompt files larger than this are refused before they are parsed, in bytes.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

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
    "ad_click_stream"
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
            let result = read(&path).and_then(|(scenario, _)| match library.get(&scenario.id) {
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

/// Reads one file.
///
/// # Errors
/// One sentence that says what is wrong, and where.
pub fn read(path: &Path) -> Result<(Scenario, String), String> {
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
    Ok((parse(&text)?, text))
}

/// Reads one prompt and lays its accepted designs out.
///
/// # Errors
/// One sentence that begins with the line and the column, and says what to do.
pub fn parse(text: &str) -> Result<Scenario, String> {
    let mut scenario: Scenario = serde_json::from_str(text).map_err(|error| {
        let says = error.to_string();
        let end = says.rfind(" at line ").unwrap_or(says.len());
        placed(error.line(), error.column(), &says[..end])
    })?;
    complete(&mut scenario).map_err(|Mistake { at, says }| {
        let (line, column) = locate(text, &at).unwrap_or((1, 1));
        placed(line, column, &says)
    })?;
    Ok(scenario)
}

fn placed(line: usize, column: usize, says: &str) -> String {
    format!("line {line}, column {column}: {says}")
}

/// What keeps a prompt from being used.
struct Mistake {
    /// Where, as a JSON pointer.
    at: String,
    says: String,
}

fn mistake<T>(at: impl Into<String>, says: impl Into<String>) -> Result<T, Mistake> {
    Err(Mistake {
        at: at.into(),
        says: says.into(),
    })
}

fn complete(scenario: &mut Scenario) -> Result<(), Mistake> {
    for (n, accepted) in scenario.designs.iter_mut().enumerate() {
        draw(&format!("/designs/{n}"), accepted)?;
    }
    check(scenario)
}

fn draw(at: &str, accepted: &mut AcceptedDesign) -> Result<(), Mistake> {
    let parsed = parse_notation(&accepted.drawing.join("\n")).or_else(|error| {
        let line = error.line.saturating_sub(1);
        mistake(format!("{at}/drawing/{line}"), error.message)
    })?;
    for (key, part) in &accepted.parts {
        let drawn = parsed
            .keys
            .get(key)
            .and_then(|&id| parsed.design.component(id));
        let at = format!("{at}/parts/{key}");
        if drawn.is_none() {
            return mistake(at, format!("the part `{key}` is not in the drawing"));
        }
        if let Some(unknown) = part.accepts.iter().find(|id| catalogue().get(id).is_none()) {
            let says = format!("`{unknown}` is no kind: take one from `boxdrill kinds`");
            return mistake(format!("{at}/accepts"), says);
        }
    }
    accepted.design = parsed.design;
    let edits = arrange::tidy(&accepted.design);
    if let Err(error) = accepted.design.apply_all(edits) {
        return mistake(at, error.to_string());
    }
    accepted.keys = parsed.keys;
    Ok(())
}

fn check(scenario: &Scenario) -> Result<(), Mistake> {
    if !(1..=5).contains(&scenario.difficulty) {
        let says = format!("difficulty is 1 to 5, not {}", scenario.difficulty);
        return mistake("/difficulty", says);
    }
    if scenario.flows.is_empty() {
        let says = "there is no flow: add at least one request from a client to a store";
        return mistake("/flows", says);
    }
    if scenario.designs.is_empty() {
        let says = "there is no accepted design: add at least one";
        return mistake("/designs", says);
    }
    let finite = |value: f64| value.is_finite() && value >= 0.0;
    let mut ids = BTreeSet::new();
    for (n, flow) in scenario.flows.iter().enumerate() {
        let at = format!("/flows/{n}");
        if !finite(flow.rps) || !finite(flow.megabytes) {
            return mistake(at, "rps and megabytes are numbers of 0 or more");
        }
        if !ids.insert(flow.id.as_str()) {
            let says = format!("the flow `{}` occurs twice: give it another id", flow.id);
            return mistake(format!("{at}/id"), says);
        }
    }
    for (n, flow) in scenario.flows.iter().enumerate() {
        let leader = flow.follows.as_deref();
        if let Some(unknown) = leader.filter(|id| !ids.contains(id) || *id == flow.id) {
            let says = format!("`{unknown}` is no other flow: name the one that sets this one off");
            return mistake(format!("/flows/{n}/follows"), says);
        }
    }
    let mut ids = BTreeSet::new();
    for (n, design) in scenario.designs.iter().enumerate() {
        if !ids.insert(design.id.as_str()) {
            let says = format!(
                "the design `{}` occurs twice: give it another id",
                design.id
            );
            return mistake(format!("/designs/{n}/id"), says);
        }
    }
    let known = |key: &String| {
        let mut designs = scenario.designs.iter();
        designs.any(|design| design.keys.contains_key(key))
    };
    for (n, hint) in scenario.hints.iter().enumerate() {
        if let Some(part) = hint.part.as_ref().filter(|part| !known(part)) {
            let says = format!("`{part}` is in no accepted design: name a part of one");
            return mistake(format!("/hints/{n}/part"), says);
        }
    }
    for (n, not_needed) in scenario.not_needed.iter().enumerate() {
        let mut kinds = not_needed.kinds.iter();
        if let Some(kind) = kinds.find(|id| catalogue().get(id).is_none()) {
            let says = format!("`{kind}` is no kind: take one from `boxdrill kinds`");
            return mistake(format!("/not_needed/{n}/kinds"), says);
        }
    }
    Ok(())
}
