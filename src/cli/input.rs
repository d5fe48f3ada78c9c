//! What commands read: a drawing from a file or standard input, and the prompts there are.

use std::io;
use std::path::Path;

use anyhow::bail;

use crate::cli::outcome::complain;
use crate::model::{LoadedDesign, closest_word};
use crate::scenario::{Library, Scenario};
use crate::storage::disk::{self, UnplacedDrawing};
use crate::storage::folders::user_scenarios_dir;
use crate::storage::scenario_files::load_library;

/// Reads a drawing with places, to be drawn; `-` is standard input.
pub(super) fn placed_drawing(file: &Path) -> anyhow::Result<LoadedDesign> {
    let (drawing, _) = drawing_with_text(file)?;
    Ok(drawing.placed().0)
}

/// Reads a drawing whose places nobody looks at; `-` is standard input.
pub(super) fn drawing(file: &Path) -> anyhow::Result<LoadedDesign> {
    let (drawing, _) = drawing_with_text(file)?;
    Ok(drawing.without_places())
}

/// Reads a drawing and the text it was read from; `-` is standard input. Pipes are read too, and once.
pub(super) fn drawing_with_text(file: &Path) -> anyhow::Result<(UnplacedDrawing, String)> {
    let (path, choice) = disk::split_choice(file);
    let bytes = if file == Path::new("-") {
        match disk::read_bounded(io::stdin().lock()) {
            Ok(bytes) => bytes,
            Err(problem) => bail!("{problem} (standard input)"),
        }
    } else {
        disk::read_input(&path)?
    };
    match disk::parse_file(&bytes, &path, choice.as_deref()) {
        Ok(drawing) => Ok((drawing, String::from_utf8(bytes).unwrap_or_default())),
        Err(problem) => bail!("{problem} ({})", name(file)),
    }
}

/// What a file is called in headings.
pub(super) fn name(file: &Path) -> String {
    if file == Path::new("-") {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    }
}

/// The built-in prompts and the user's. Files of the user's that cannot be used are named on standard error.
pub(super) fn library() -> Library {
    let library = load_library(user_scenarios_dir().as_deref());
    for problem in &library.problems {
        complain("warning", &problem.to_string());
    }
    library
}

/// The prompt with this id.
pub(super) fn scenario<'a>(library: &'a Library, id: &str) -> anyhow::Result<&'a Scenario> {
    if let Some(scenario) = library.get(id) {
        return Ok(scenario);
    }
    let ids = || {
        library
            .scenarios()
            .iter()
            .map(|scenario| scenario.id.as_str())
    };
    match closest_word(id, ids()) {
        Some(near) => bail!("unknown prompt `{id}`: did you mean `{near}`?"),
        None => bail!("unknown prompt `{id}`: `boxdrill scenarios` lists them"),
    }
}
