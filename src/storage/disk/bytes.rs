//! The bytes of files: read with a bound on their size, written as a whole or not at all.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::model::{FileError, MAX_FILE_BYTES};
use crate::storage::atomic::{self, FileAccess};
use crate::storage::problem::{Action, DiskError, Problem};

/// Writes a file as a whole or not at all; for pictures.
///
/// # Errors
/// When the system refuses, or it is a pipe or a device; the file is then as it was.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    write_with_access(path, bytes, FileAccess::Usual)
}

/// Writes what a command was asked for: a file as a whole or not at all, or into a pipe or a device.
///
/// # Errors
/// When the system refuses; a file is then as it was.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    atomic::write_output(path, bytes)
        .map_err(|error| DiskError::from_io(path, Action::Write, error))
}

/// Writes a file that the program keeps for the user, into a folder that is made where it is missing; only the user can
/// read either.
pub(in crate::storage) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let folder = atomic::folder_of(path);
    atomic::create_private_folder(&folder)
        .map_err(|error| DiskError::from_io(&folder, Action::Write, error))?;
    write_with_access(path, bytes, FileAccess::Private)
}

fn write_with_access(path: &Path, bytes: &[u8], access: FileAccess) -> Result<(), DiskError> {
    atomic::write_atomically(path, bytes, access)
        .map_err(|error| DiskError::from_io(path, Action::Write, error))
}

/// Reads at most as many bytes as a drawing has, for what has no size to ask for: a pipe, standard input.
///
/// # Errors
/// When reading fails, or there is more.
pub fn read_bounded(source: impl Read) -> Result<Vec<u8>, Problem> {
    read_at_most(source, MAX_FILE_BYTES)
}

/// Reads what a command was asked to read: a file, or as many bytes as a drawing has from a pipe or a device.
///
/// # Errors
/// When reading fails, or there is more.
pub fn read_input(path: &Path) -> Result<Vec<u8>, DiskError> {
    let is_stream = fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    if !is_stream {
        return read_file(path);
    }
    let file = File::open(path).map_err(|error| DiskError::from_io(path, Action::Read, error))?;
    read_bounded(file).map_err(|problem| DiskError::new(path, problem))
}

fn read_at_most(source: impl Read, most: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    source
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| Problem::Other {
            action: Action::Read,
            error,
        })?;
    check_size_at_most(bytes.len() as u64, most)?;
    Ok(bytes)
}

/// Reads a file of at most the size of a drawing. A pipe or a device is refused: reading it may never end.
pub(in crate::storage) fn read_file(path: &Path) -> Result<Vec<u8>, DiskError> {
    read_file_at_most(path, MAX_FILE_BYTES)
}

/// Reads a file of at most this many bytes. A pipe or a device is refused: reading it may never end.
pub(in crate::storage) fn read_file_at_most(path: &Path, most: u64) -> Result<Vec<u8>, DiskError> {
    let refuse = |problem| DiskError::new(path, problem);
    let io = |error| DiskError::from_io(path, Action::Read, error);
    let metadata = fs::metadata(path).map_err(io)?;
    if metadata.is_dir() {
        return Err(refuse(Problem::IsFolder));
    }
    if !metadata.is_file() {
        return Err(refuse(Problem::NoFile));
    }
    check_size_at_most(metadata.len(), most).map_err(refuse)?;
    read_at_most(File::open(path).map_err(io)?, most).map_err(refuse)
}

/// Refuses what is larger than a drawing may be.
pub(in crate::storage) fn check_size(length: u64) -> Result<(), Problem> {
    check_size_at_most(length, MAX_FILE_BYTES)
}

fn check_size_at_most(length: u64, most: u64) -> Result<(), Problem> {
    if length <= most {
        return Ok(());
    }
    Err(if most == MAX_FILE_BYTES {
        FileError::TooLarge(length.div_ceil(1_048_576)).into()
    } else {
        Problem::TooLarge(most)
    })
}
