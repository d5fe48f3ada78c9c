//! The file behind a drawing, and why a drawing could not be saved to one.

use std::path::{Path, PathBuf};

use crate::storage::disk::DiskError;
use crate::storage::fingerprint::{Fingerprint, Watch};
use crate::storage::lock::LockState;

/// The file behind a drawing.
#[derive(Debug)]
pub(crate) struct DocumentFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its content as last read or written.
    pub stamp: Fingerprint,
    /// Who may write it.
    pub lock: LockState,
    /// Looks whether somebody else wrote it.
    pub watch: Watch,
    /// Somebody else wrote it, and the user has not said what to do about it.
    pub changed_on_disk: bool,
}

impl DocumentFile {
    /// A file that holds what is stamped.
    pub(crate) fn new(path: &Path, stamp: Fingerprint, lock: LockState) -> Self {
        Self {
            path: path.to_owned(),
            stamp,
            lock,
            watch: Watch::new(path, stamp),
            changed_on_disk: false,
        }
    }

    /// The file's name.
    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }
}

/// Why a drawing was not saved.
#[derive(Debug)]
pub(crate) enum SaveRefusal {
    /// Something is there that it would replace, or the system refuses.
    Disk(DiskError),
    /// The file is open in another window, with its process number where that is known.
    Elsewhere(Option<u32>),
}
