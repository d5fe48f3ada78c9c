//! The window.

pub mod canvas;

use std::path::PathBuf;

/// Opens the window, on a file where one is given.
///
/// # Errors
/// When no window can be opened.
pub fn run(_file: Option<PathBuf>) -> anyhow::Result<()> {
    Ok(())
}
