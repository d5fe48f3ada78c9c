//! Files that only grow: a line of JSON for each thing that happened. A crash can cut the last line and nothing else.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::storage::atomic;
use crate::storage::disk::bytes::read_file_at_most;
use crate::storage::disk::{Action, DiskError, Problem};

/// Adds a line; the file and its folder are made where they are missing, for the user alone. After a line that was cut a
/// new one begins.
pub(super) fn append_line(path: &Path, line: &impl Serialize) -> Result<(), DiskError> {
    let failed = |error| DiskError::from_io(path, Action::Write, error);
    let mut bytes = serde_json::to_vec(line).map_err(|error| failed(io::Error::other(error)))?;
    bytes.push(b'\n');
    let folder = atomic::folder_of(path);
    atomic::create_private_folder(&folder)
        .map_err(|error| DiskError::from_io(&folder, Action::Write, error))?;
    // Opening a pipe waits for somebody to read from it.
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(failed(ErrorKind::InvalidInput.into()));
    }
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    if !ends_with_newline(&mut file).map_err(failed)? {
        bytes.insert(0, b'\n');
    }
    file.write_all(&bytes).map_err(failed)
}

fn ends_with_newline(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// The lines of a file of at most this many bytes, in order; none in the place of those that cannot be read, and no lines
/// where there is no file.
pub(super) fn read_lines<T: DeserializeOwned>(
    path: &Path,
    most: u64,
) -> Result<Vec<Option<T>>, DiskError> {
    let bytes = match read_file_at_most(path, most) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.problem, Problem::NotFound) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let lines = bytes.split(|byte| *byte == b'\n');
    let lines = lines.filter(|line| !line.trim_ascii().is_empty());
    Ok(lines
        .map(|line| serde_json::from_slice(line).ok())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_and_a_cut_one_costs_itself_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("not/yet/lines.jsonl");
        assert_eq!(read_lines::<u32>(&path, 100).unwrap(), []);
        append_line(&path, &1).unwrap();
        append_line(&path, &2).unwrap();
        let mut cut = OpenOptions::new().append(true).open(&path).unwrap();
        cut.write_all(b"[3").unwrap();
        drop(cut);
        append_line(&path, &4).unwrap();
        let lines = read_lines::<u32>(&path, 100).unwrap();
        assert_eq!(lines, [Some(1), Some(2), None, Some(4)]);
        assert!(read_lines::<u32>(&path, 3).is_err(), "too large");
    }

    /// Opening a pipe would wait for somebody at its other end.
    #[cfg(unix)]
    #[test]
    fn a_pipe_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        assert!(append_line(&path, &1).is_err());
        assert!(read_lines::<u32>(&path, 100).is_err());
    }
}
