//! The bytes of files: read with a bound on their size, written as a whole or not at all.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::model::{FileError, MAX_FILE_BYTES};
use crate::storage::atomic;
use crate::storage::problem::{Action, DiskError, Problem};

/// Writes a file as a whole or not at all; for pictures.
///
/// # Errors
/// When the system refuses; the file is then as it was.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    atomic::write_atomically(path, bytes)
        .map_err(|error| DiskError::from_io(path, Action::Write, error))
}

/// Reads at most as many bytes as a drawing has, for what has no size to ask for: a pipe, standard input.
///
/// # Errors
/// When reading fails, or there is more.
pub fn read_bounded(source: impl Read) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    source
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Problem::Other {
            action: Action::Read,
            error,
        })?;
    check_size(bytes.len() as u64)?;
    Ok(bytes)
}

/// Reads a file of at most the size of a drawing.
pub(in crate::storage) fn read_file(path: &Path) -> Result<Vec<u8>, DiskError> {
    let io = |error| DiskError::from_io(path, Action::Read, error);
    let metadata = fs::metadata(path).map_err(io)?;
    if metadata.is_dir() {
        return Err(DiskError::new(path, Problem::IsFolder));
    }
    check_size(metadata.len()).map_err(|problem| DiskError::new(path, problem))?;
    let file = File::open(path).map_err(io)?;
    read_bounded(file).map_err(|problem| DiskError::new(path, problem))
}

/// Refuses what is larger than a drawing may be.
pub(super) fn check_size(length: u64) -> Result<(), Problem> {
    if length > MAX_FILE_BYTES {
        return Err(FileError::TooLarge(length.div_ceil(1_048_576)).into());
    }
    Ok(())
}
