//! Opening drawings.

use std::path::Path;

use crate::model::LoadedDesign;
use crate::storage::disk::bytes::read_file;
use crate::storage::disk::parse::{SourceFormat, parse};
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

/// Opens a drawing, from a `.boxdrill` file or from the text notation, whichever it holds.
///
/// # Errors
/// When the file cannot be read or holds no drawing.
pub fn open(path: &Path) -> Result<Opened, DiskError> {
    let bytes = read_file(path)?;
    let (loaded, format) = parse(&bytes).map_err(|problem| DiskError::new(path, problem))?;
    Ok(Opened {
        loaded,
        format,
        stamp: Fingerprint::of_bytes(&bytes),
    })
}
