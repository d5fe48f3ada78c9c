//! The `.boxdrill` file: versioned JSON in a stable order, so that saving, loading and saving again gives the same bytes.
//!
//! What cannot be understood is refused in one sentence; what can be repaired is, see [`LoadedDesign::repairs`].

mod count;
mod program;
mod renumber;
mod repair;
mod schema;

use serde::Deserialize;

use super::design::Design;
use super::format;
use super::limits::MAX_ITEMS;
use count::{ListLength, count_values};
use repair::Repair;
use schema::{DesignFile, VERSION};

pub use repair::LoadedDesign;

/// Files larger than this are refused before they are parsed.
pub const MAX_FILE_BYTES: u64 = 128 * 1024 * 1024;

/// Files with more numbers, texts, lists and objects are refused before they are parsed: some of them are kept as they are, and
/// each takes up to 30 times the room of its text.
const MOST_VALUES: usize = 8_000_000;

/// Why a file could not be read as a design.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("the file is empty and may not have been saved completely: look for a recovered copy")]
    Empty,
    /// It is not text.
    #[error("this is not a boxdrill file: it contains binary data")]
    Binary,
    /// It is larger than any drawing.
    #[error("the file is {}, and a drawing can be at most {}: it is probably something else", format::megabytes(*.0 as f64), format::megabytes((MAX_FILE_BYTES / 1_048_576) as f64))]
    TooLarge(u64),
    /// It holds more than any drawing.
    #[error(
        "the file has {0} items, and a drawing can have at most {MAX_ITEMS}: it is probably something else"
    )]
    TooMany(usize),
    /// It holds more values than any drawing.
    #[error(
        "the file has more than {MOST_VALUES} values, more than any drawing: it is probably something else"
    )]
    TooDetailed,
    /// A newer program wrote it.
    #[error("this file was written by a newer boxdrill (format {0}): update to open it")]
    Newer(u64),
    /// It is JSON, but not ours.
    #[error("this is not a boxdrill file: it has no \"version\" of 1 or more")]
    NotOurs,
    /// It is damaged or has the wrong shape.
    #[error("the file is damaged: {0}")]
    Damaged(#[from] serde_json::Error),
}

/// The design as the text of a `.boxdrill` file, ending in a line break.
///
/// # Panics
/// Never: a design holds only text and finite numbers, and those can always be written.
#[must_use]
pub fn write_design(design: &Design) -> String {
    let file = DesignFile::from(design);
    let mut text =
        serde_json::to_string_pretty(&file).expect("finite numbers and strings always serialize");
    text.push('\n');
    text
}

/// Reads the bytes of a `.boxdrill` file.
///
/// # Errors
/// One sentence for what is no drawing at all; whatever can be mended is mended and listed in [`LoadedDesign::repairs`].
pub fn read_design(bytes: &[u8]) -> Result<LoadedDesign, FileError> {
    let mut file = read_file(bytes)?;
    let renumbered = file.renumber_where_ids_run_out();
    let mut loaded = Repair::default().repair_design(file);
    if renumbered {
        let sentence = "the IDs were close to the end of their range: they were renumbered";
        loaded.repairs.push(sentence.to_owned());
    }
    Ok(loaded)
}

/// Whether these bytes, as [`write_design`] wrote them, are read as the same drawing again.
///
/// # Errors
/// When they cannot be read at all.
pub fn reads_back_as(bytes: &[u8], design: &Design) -> Result<bool, FileError> {
    let loaded = Repair::default().repair_design(read_file(bytes)?);
    Ok(loaded.design.is_same_drawing(design))
}

fn read_file(bytes: &[u8]) -> Result<DesignFile, FileError> {
    let length = bytes.len() as u64;
    if length > MAX_FILE_BYTES {
        return Err(FileError::TooLarge(length / 1_048_576));
    }
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains('\0'))
        .ok_or(FileError::Binary)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(FileError::Empty);
    }
    check_head(text)?;
    Ok(serde_json::from_str(text)?)
}

/// The version is looked at first, so that a newer file is named as such whatever its shape; then how many items there are.
fn check_head(text: &str) -> Result<(), FileError> {
    #[derive(Deserialize)]
    struct Head {
        version: Option<serde_json::Value>,
        #[serde(default)]
        components: ListLength,
        #[serde(default)]
        connections: ListLength,
        #[serde(default)]
        zones: ListLength,
        #[serde(default)]
        notes: ListLength,
    }
    // A list would pass for an object whose fields come in order.
    if !text.trim_start().starts_with('{') {
        return Err(FileError::NotOurs);
    }
    if count_values(text) > MOST_VALUES {
        return Err(FileError::TooDetailed);
    }
    let head: Head = serde_json::from_str(text)?;
    match head.version.as_ref().and_then(serde_json::Value::as_u64) {
        Some(newer) if newer > VERSION => return Err(FileError::Newer(newer)),
        Some(1..) => {}
        _ => return Err(FileError::NotOurs),
    }
    let lists = [head.components, head.connections, head.zones, head.notes];
    let items = lists.iter().map(|list| list.0).sum();
    if items > MAX_ITEMS {
        return Err(FileError::TooMany(items));
    }
    Ok(())
}
