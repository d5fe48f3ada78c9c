//! Opening drawings.

use std::borrow::Cow;
use std::path::Path;

use crate::model::LoadedDesign;
use crate::storage::disk::bytes::read_file;
use crate::storage::disk::parse::{SourceFormat, parse_numbered};
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
/// second diagram of a page with several.
///
/// # Errors
/// When the file cannot be read or holds no drawing.
pub fn open(path: &Path) -> Result<Opened, DiskError> {
    let (file, number) = split_number(path);
    let bytes = read_file(&file)?;
    let (loaded, format) =
        parse_numbered(&bytes, number).map_err(|problem| DiskError::new(path, problem))?;
    Ok(Opened {
        loaded,
        format,
        stamp: Fingerprint::of_bytes(&bytes),
    })
}

/// The file and the number of `FILE#2`, where there is a file `FILE` and none with the whole name.
#[must_use]
pub fn split_number(path: &Path) -> (Cow<'_, Path>, Option<usize>) {
    let split = || {
        let (name, number) = path.file_name()?.to_str()?.rsplit_once('#')?;
        let number: usize = number.parse().ok()?;
        let file = path.with_file_name(name);
        (!path.exists() && file.is_file()).then_some((file, number))
    };
    match split() {
        Some((file, number)) => (Cow::Owned(file), Some(number)),
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
        assert_eq!(split_number(&second), (Cow::Owned(page), Some(2)));
        assert_eq!(open(&second).unwrap().loaded.design.components().count(), 1);
        std::fs::write(&second, "graph LR\na-->b-->c").unwrap();
        assert_eq!(split_number(&second).1, None);
        assert_eq!(open(&second).unwrap().loaded.design.components().count(), 3);
        let missing = folder.path().join("other.md#2");
        assert_eq!(split_number(&missing).1, None);
    }
}
