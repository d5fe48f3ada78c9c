//! Opening drawings.

use std::borrow::Cow;
use std::path::Path;

use crate::import;
use crate::model::LoadedDesign;
use crate::storage::disk::bytes::read_file;
use crate::storage::disk::parse::{SourceFormat, UnplacedDrawing, parse_file};
use crate::storage::embed;
use crate::storage::fingerprint::Fingerprint;
use crate::storage::problem::DiskError;

/// A drawing as opened.
#[derive(Debug)]
pub struct Opened {
    /// The design, and what had to be mended.
    pub loaded: LoadedDesign,
    /// What it was written in.
    pub format: SourceFormat,
    /// The file as it was read, for [`Overwrite::IfUnchanged`](super::Overwrite).
    pub stamp: Fingerprint,
}

/// Opens a drawing, from a `.boxdrill` file, the text notation or a file of another program, whichever it holds. `FILE#2` is the
/// second diagram of a file with several, `FILE#Orders` the page of this name.
///
/// # Errors
/// When the file cannot be read or holds no drawing.
pub fn open(path: &Path) -> Result<Opened, DiskError> {
    open_in_parts(path, || ())
}

/// The parts of [`open_in_parts`].
pub const OPENING_PARTS: usize = 3;

/// Opens a drawing as [`open`] does, and says when each of its parts is done: the bytes are read, they are understood, all has
/// its place.
///
/// # Errors
/// As [`open`] has.
pub fn open_in_parts(path: &Path, part_done: impl Fn()) -> Result<Opened, DiskError> {
    let (drawing, stamp) = read(path, &part_done)?;
    part_done();
    let (loaded, format) = drawing.placed();
    part_done();
    Ok(Opened {
        loaded,
        format,
        stamp,
    })
}

/// Opens a drawing as [`open`] does, without looking for the places that its file does not have.
///
/// # Errors
/// As [`open`] has.
pub fn open_unplaced(path: &Path) -> Result<LoadedDesign, DiskError> {
    let (drawing, _) = read(path, || ())?;
    Ok(drawing.without_places())
}

/// Whether a page or a picture holds a drawing that can be opened. A page holds one in a block of its own: its other lines are
/// words, whatever they can be read as.
#[must_use]
pub fn holds_drawing(path: &Path) -> bool {
    let Ok(bytes) = read_file(path) else {
        return false;
    };
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    let is_other = bytes.starts_with(embed::PNG_HEAD) || text.trim_start().starts_with('<');
    (is_other || import::is_page(text)) && parse_file(&bytes, path, None).is_ok()
}

fn read(
    path: &Path,
    bytes_read: impl FnOnce(),
) -> Result<(UnplacedDrawing, Fingerprint), DiskError> {
    let (file, choice) = split_choice(path);
    let bytes = read_file(&file)?;
    bytes_read();
    let drawing = parse_file(&bytes, &file, choice.as_deref())
        .map_err(|problem| DiskError::new(path, problem))?;
    Ok((drawing, Fingerprint::of_bytes(&bytes)))
}

/// The file and the number or name in `FILE#2` and `FILE#Orders`, where there is a file `FILE` and none with the whole name.
#[must_use]
pub fn split_choice(path: &Path) -> (Cow<'_, Path>, Option<String>) {
    let split = || {
        let (name, choice) = path.file_name()?.to_str()?.split_once('#')?;
        let file = path.with_file_name(name);
        (!path.exists() && file.is_file()).then(|| (file, choice.to_owned()))
    };
    match split() {
        Some((file, choice)) => (Cow::Owned(file), Some(choice)),
        None => (Cow::Borrowed(path), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_after_the_name_is_one_only_where_no_file_is_called_so() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("page.md");
        std::fs::write(
            &page,
            "```mermaid\ngraph LR\na-->b\n```\n```mermaid\ngraph LR\nc\n```\n",
        )
        .unwrap();
        let second = folder.path().join("page.md#2");
        assert_eq!(
            split_choice(&second),
            (Cow::Owned(page), Some("2".to_owned()))
        );
        assert_eq!(open(&second).unwrap().loaded.design.components().count(), 1);
        std::fs::write(&second, "graph LR\na-->b-->c").unwrap();
        assert_eq!(split_choice(&second).1, None);
        assert_eq!(open(&second).unwrap().loaded.design.components().count(), 3);
        let missing = folder.path().join("other.md#2");
        assert_eq!(split_choice(&missing).1, None);
    }
}
