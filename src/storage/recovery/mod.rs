//! Copies of unsaved work, kept in the state folder while a document has changes and offered again after a crash.
//!
//! A copy is a `.boxdrill` file, beside it a JSON file with what else is known of the document, and a file that the program
//! keeps locked while it runs. The system releases the lock when the program ends, however it ends: copies that are locked
//! belong to an open window and are not offered to another. A copy is offered whatever became of the files beside it.
//!
//! Where the state folder cannot be used, copies can be kept in a folder of their own among the temporary files.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::Design;
use crate::practice::KeptPath;
use crate::storage::atomic;
use crate::storage::disk::bytes::{read_file_at_most, write_private};
use crate::storage::disk::{self, Action, DiskError, Opened};
use crate::storage::fingerprint::Fingerprint;
use crate::storage::lock::{LockState, acquire_lock, is_lock_held};

/// The most that is read of the file beside a copy, in bytes; a path has at most a few thousand.
const MOST_ABOUT: u64 = 64 * 1024;
/// What folders of copies among the temporary files begin with.
const TEMPORARY: &str = "boxdrill-recovery-";

/// Writes the recovery copy of one document.
#[derive(Debug)]
pub struct RecoveryWriter {
    files: CopyFiles,
    /// Held while there is a copy.
    lock: Option<LockState>,
    /// What was last written beside it.
    about: Option<CopyAbout>,
}

/// A copy whose program has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCopy {
    /// The file it was opened from or saved to: its full path.
    pub original: Option<PathBuf>,
    /// What that file held then.
    pub stamp: Option<Fingerprint>,
    /// When the copy was written.
    pub saved_at: Timestamp,
    files: CopyFiles,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct CopyFiles {
    drawing: PathBuf,
    about: PathBuf,
    lock: PathBuf,
}

/// The JSON file beside a copy. Earlier versions wrote more into it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct CopyAbout {
    original: Option<KeptPath>,
    stamp: Option<Fingerprint>,
}

impl RecoveryWriter {
    /// For a document of this process, in the state folder; nothing is written yet.
    #[must_use]
    pub fn new(state: &Path) -> Self {
        Self::in_folder(&recovery_folder(state))
    }

    /// For a document of this process, among the temporary files in this folder.
    ///
    /// # Errors
    /// When no folder can be made there.
    pub fn among_temporary(temporary: &Path) -> Result<Self, DiskError> {
        let mut builder = tempfile::Builder::new();
        // Of its own and closed to others, by whatever names they may have put there.
        let folder = builder.prefix(TEMPORARY).tempdir_in(temporary);
        let folder = folder.map_err(|error| DiskError::from_io(temporary, Action::Write, error))?;
        Ok(Self::in_folder(&folder.keep()))
    }

    fn in_folder(folder: &Path) -> Self {
        static DOCUMENTS: AtomicU32 = AtomicU32::new(0);
        let process = std::process::id();
        let millisecond = Timestamp::now().as_millisecond();
        let number = DOCUMENTS.fetch_add(1, Ordering::Relaxed);
        Self {
            files: CopyFiles::new(folder, &format!("{process}-{millisecond}-{number}")),
            lock: None,
            about: None,
        }
    }

    /// Where the copy is, or would be.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.files.drawing
    }

    /// Replaces the copy by this design, which was opened from or saved to `original` when that held what is stamped. Once
    /// this succeeds, the copy is on disk and opens as this design.
    /// An empty design is not written: it is no work to recover, and must not replace some.
    ///
    /// # Errors
    /// When the system refuses, or gives back something else; a copy from before is then as it was.
    pub fn write_copy(
        &mut self,
        design: &Design,
        original: Option<(&Path, Fingerprint)>,
    ) -> Result<(), DiskError> {
        if design.is_empty() {
            return Ok(());
        }
        // Locked before anything is written: an unlocked copy would be offered by another window.
        if self.lock.is_none() {
            let folder = atomic::folder_of(&self.files.lock);
            atomic::create_private_folder(&folder)
                .map_err(|error| DiskError::from_io(&folder, Action::Write, error))?;
            self.lock = Some(acquire_lock(&self.files.lock));
        }
        // The program may be started in another folder next time.
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let about = CopyAbout {
            original: original.map(|(path, _)| KeptPath(absolute(path))),
            stamp: original.map(|(_, stamp)| stamp),
        };
        if self.about.as_ref() != Some(&about) {
            let text = serde_json::to_vec_pretty(&about).map_err(|error| {
                DiskError::from_io(&self.files.about, Action::Write, io::Error::other(error))
            })?;
            write_private(&self.files.about, &text)?;
            self.about = Some(about);
        }
        disk::keep(&self.files.drawing, design).map(drop)
    }

    /// Removes the copy, because the document was saved or given up.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove_copy(&mut self) -> Result<(), DiskError> {
        self.about = None;
        self.files.remove_files()?;
        self.lock = None;
        Ok(())
    }
}

impl RecoveryCopy {
    /// Opens the copy.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(&self) -> Result<Opened, DiskError> {
        disk::open(self.path())
    }

    /// The file with the drawing.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.files.drawing
    }

    /// Removes the copy.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn discard(&self) -> Result<(), DiskError> {
        self.files.remove_files()
    }
}

/// The copies in the state folder whose programs have ended, newest first.
#[must_use]
pub fn find_recovery_copies(state: &Path) -> Vec<RecoveryCopy> {
    find_in([recovery_folder(state)])
}

/// The copies whose programs have ended, newest first: those in the state folder, and the user's among the temporary files
/// in the other folder.
#[must_use]
pub fn find_all_recovery_copies(
    state: Option<&Path>,
    temporary: Option<&Path>,
) -> Vec<RecoveryCopy> {
    let temporary = temporary.into_iter().flat_map(own_temporary_folders);
    find_in(state.map(recovery_folder).into_iter().chain(temporary))
}

fn find_in(folders: impl IntoIterator<Item = PathBuf>) -> Vec<RecoveryCopy> {
    let mut copies = Vec::new();
    for folder in folders {
        atomic::sweep_unfinished(&folder);
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let stems = entries.filter_map(|entry| {
            let path = entry.path();
            let ours = ["boxdrill", "json", "lock"].map(|end| Some(OsStr::new(end)));
            let is_ours = ours.contains(&path.extension());
            Some(path.file_stem()?.to_str()?.to_owned()).filter(|_| is_ours)
        });
        for stem in stems.collect::<BTreeSet<String>>() {
            let files = CopyFiles::new(&folder, &stem);
            match files.read_abandoned() {
                Some(copy) => copies.push(copy),
                None => files.sweep_rest(),
            }
        }
    }
    copies.sort_by(|a, b| (b.saved_at, &a.files.drawing).cmp(&(a.saved_at, &b.files.drawing)));
    copies
}

fn recovery_folder(state: &Path) -> PathBuf {
    state.join("recovery")
}

/// The folders of copies among the temporary files that this user has made: anybody can put one there.
fn own_temporary_folders(temporary: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(temporary).into_iter().flatten().flatten();
    let named = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(TEMPORARY))
        .map(|entry| entry.path());
    named.filter(|folder| is_own_folder(folder)).collect()
}

#[cfg(unix)]
fn is_own_folder(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let mine = tempfile::tempfile().and_then(|file| file.metadata());
    let Ok(found) = fs::symlink_metadata(folder) else {
        return false;
    };
    found.is_dir() && mine.is_ok_and(|mine| mine.uid() == found.uid())
}

/// Elsewhere every user has temporary files of their own.
#[cfg(not(unix))]
fn is_own_folder(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir())
}

impl CopyFiles {
    fn new(folder: &Path, stem: &str) -> Self {
        Self {
            drawing: folder.join(format!("{stem}.boxdrill")),
            about: folder.join(format!("{stem}.json")),
            lock: folder.join(format!("{stem}.lock")),
        }
    }

    /// The copy, where there is one and no running program has it. What is not known of it is left open.
    fn read_abandoned(&self) -> Option<RecoveryCopy> {
        let metadata = fs::metadata(&self.drawing).ok()?;
        if !metadata.is_file() || metadata.len() == 0 || is_lock_held(&self.lock) {
            return None;
        }
        let about = read_file_at_most(&self.about, MOST_ABOUT).ok();
        let about = about.and_then(|bytes| serde_json::from_slice::<CopyAbout>(&bytes).ok());
        let about = about.unwrap_or_default();
        let written = metadata.modified().ok();
        let written = written.and_then(|at| Timestamp::try_from(at).ok());
        Some(RecoveryCopy {
            // Where a mere name was meant to be cannot be known any more.
            original: about
                .original
                .map(|path| path.0)
                .filter(|path| path.is_absolute()),
            stamp: about.stamp,
            saved_at: written.unwrap_or_default(),
            files: self.clone(),
        })
    }

    /// Removes what a crash left of a copy without a drawing.
    fn sweep_rest(&self) {
        let rest = [&self.about, &self.lock];
        let exist = rest.into_iter().filter(|path| path.exists());
        if !self.drawing.exists() && exist.clone().all(|path| atomic::is_left_behind(path)) {
            for path in exist {
                _ = fs::remove_file(path);
            }
        }
    }

    /// The drawing goes first: without it, the other files mean nothing.
    fn remove_files(&self) -> Result<(), DiskError> {
        for path in [&self.drawing, &self.about, &self.lock] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    // Where there can be no folder there is no copy either.
                    if error.kind() == ErrorKind::NotADirectory {
                        return Ok(());
                    }
                    return Err(DiskError::from_io(path, Action::Write, error));
                }
                _ => {}
            }
        }
        let folder = atomic::folder_of(&self.drawing);
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(TEMPORARY) {
            // Kept where somebody put something else there.
            _ = fs::remove_dir(&folder);
        }
        Ok(())
    }
}
