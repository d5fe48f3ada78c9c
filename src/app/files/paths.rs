//! Names of files and folders: endings of what is written, and what a pack of prompts is called.

use std::path::{Path, PathBuf};

use crate::app::modals::ExportForm;

/// The path with the ending of the format: a picture never takes the place of a file of another sort.
pub(super) fn picture_path(path: &Path, form: &ExportForm) -> PathBuf {
    let wanted = form.format.extension();
    if path
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(wanted))
    {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(wanted);
    name.into()
}

/// The path with this extension, where it has none of its own.
pub(crate) fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some() {
        path
    } else {
        path.with_extension(extension)
    }
}

/// What a pack is called: its folder.
pub(crate) fn pack_name(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    name.to_string_lossy().into_owned()
}
