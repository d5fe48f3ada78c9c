//! The user's own prompts on disk. A broken, too large or surplus file is named in the library and never stops anything.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::format;
use crate::scenario::{Library, Scenario, parse};

/// Prompt files larger than this are refused before they are parsed, in bytes.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// Files read from one folder at most.
const MAX_FILES: usize = 1_000;
/// Read from one folder at most, in bytes.
const MAX_FOLDER_BYTES: u64 = 64 * 1024 * 1024;

/// The built-in prompts and those in folders; a folder that does not exist holds none.
#[must_use]
pub fn load_library<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Library {
    let mut library = Library::default();
    for folder in folders {
        add_folder(&mut library, folder);
    }
    library
}

/// Reads the prompt in one file, and gives the file's text with it.
///
/// # Errors
/// One sentence that says what is wrong, and where.
pub fn read_scenario(path: &Path) -> Result<(Scenario, String), String> {
    let text = read_text(path)?;
    Ok((parse(&text)?, text))
}

fn add_folder(library: &mut Library, folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "json"));
    paths.sort();
    if let Some(first) = paths.get(MAX_FILES) {
        let reason = format!(
            "a folder can have at most {MAX_FILES} prompts: this one and those after it are left out"
        );
        library.skip(first, reason);
        paths.truncate(MAX_FILES);
    }
    let mut bytes_left = MAX_FOLDER_BYTES;
    for path in &paths {
        match read_within(path, &mut bytes_left) {
            Ok(scenario) => library.add(path, scenario),
            Err(reason) => library.skip(path, reason),
        }
    }
}

/// Reads a prompt of a folder of which no more than this many bytes may be read.
fn read_within(path: &Path, bytes_left: &mut u64) -> Result<Scenario, String> {
    let text = read_text(path)?;
    *bytes_left = bytes_left.checked_sub(text.len() as u64).ok_or_else(|| {
        let most = format::megabytes((MAX_FOLDER_BYTES >> 20) as f64);
        format!("a folder can have at most {most} of prompts: this one is left out")
    })?;
    parse(&text)
}

/// The text of a file. Reading a pipe or a device might never end: they are refused.
fn read_text(path: &Path) -> Result<String, String> {
    let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("this is not a file: each prompt must be its own text file".to_owned());
    }
    if metadata.len() > MAX_BYTES {
        return Err(format!(
            "the file is {}, and a prompt can be at most {}",
            format::megabytes(metadata.len() as f64 / 1e6),
            format::megabytes((MAX_BYTES >> 20) as f64)
        ));
    }
    fs::read_to_string(path).map_err(|error| error.to_string())
}
