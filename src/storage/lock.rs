//! Locks that tell other windows that a drawing is open, so that neither writes over the other, and that a recovery copy
//! belongs to a running program.
//!
//! The operating system holds the lock and gives it up when the program ends, however it ends: a file left behind by a
//! crash is taken over by the next window. The process number in it is shown to the user and decides nothing.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use crate::storage::atomic::create_private_folder;

/// Held while a drawing is open; dropping it lets others have the drawing.
#[derive(Debug)]
pub struct Lock {
    /// Absent where the system has no locks to give (some network drives): what a save would write over is compared with
    /// what was read in any case.
    _file: Option<File>,
}

/// Who has a drawing open.
#[derive(Debug)]
pub enum LockState {
    /// This window.
    Ours(Lock),
    /// Another window, with its process number where that can be read.
    Theirs(Option<u32>),
}

impl LockState {
    /// A lock without a file, where there is no state folder: other windows are not noticed.
    #[must_use]
    pub fn without_file() -> Self {
        Self::Ours(Lock { _file: None })
    }

    /// Whether another window has the drawing.
    #[must_use]
    pub fn is_theirs(&self) -> bool {
        matches!(self, Self::Theirs(_))
    }
}

/// Takes the lock kept in this file, unless another window has it. The file's folder is created where it is missing.
pub(super) fn acquire_lock(path: &Path) -> LockState {
    let folder = path.parent().unwrap_or(path);
    let opened = create_private_folder(folder).and_then(|()| {
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)
    });
    let Ok(mut file) = opened else {
        return LockState::without_file();
    };
    match file.try_lock() {
        Ok(()) => {
            // Without the number the lock holds all the same.
            _ = write_process_id(&mut file);
            LockState::Ours(Lock { _file: Some(file) })
        }
        Err(TryLockError::WouldBlock) => LockState::Theirs(read_process_id(&mut file)),
        Err(TryLockError::Error(_)) => LockState::without_file(),
    }
}

/// Whether a running program holds the lock kept in this file. Not where the file does not exist, or the system has no
/// locks to ask for.
pub(super) fn is_lock_held(path: &Path) -> bool {
    // Opening a pipe waits for somebody to write into it.
    let Some(file) = path.is_file().then(|| File::open(path).ok()).flatten() else {
        return false;
    };
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

fn write_process_id(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

fn read_process_id(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn one_has_it_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("not/yet/there/lock");
        assert!(!is_lock_held(&path));
        let first = acquire_lock(&path);
        assert!(!first.is_theirs() && is_lock_held(&path));
        let second = acquire_lock(&path);
        assert!(second.is_theirs());
        if cfg!(unix) {
            assert!(matches!(second, LockState::Theirs(Some(pid)) if pid == std::process::id()));
        }
        drop(first);
        assert!(!is_lock_held(&path));
        assert!(!acquire_lock(&path).is_theirs());
    }

    #[test]
    fn what_a_crash_left_behind_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        fs::write(&path, "4000000000\nand more\n").unwrap();
        assert!(!acquire_lock(&path).is_theirs());
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, format!("{}\n", std::process::id()));
    }

    #[test]
    fn nowhere_to_keep_it_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(!acquire_lock(&file.join("lock")).is_theirs());
    }
}
