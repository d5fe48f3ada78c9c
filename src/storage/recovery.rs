//! Copies of unsaved work, kept in the state folder while a document has changes and offered again after a crash.
//!
//! A copy is a `.boxdrill` file, beside it a JSON file with what else is known of the document, and a file that the program
//! keeps locked while it runs. The system releases the lock when the program ends, however it ends: copies that are locked
//! belong to an open window and are not offered to another. Copies without that file
//! were written by earlier versions.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Design, write_design};
use crate::storage::disk::{self, Action, DiskError, Opened};
use crate::storage::fingerprint::Fingerprint;
use crate::storage::lock::{LockState, acquire_lock, is_lock_held};

/// Writes the recovery copy of one document.
#[derive(Debug)]
pub struct RecoveryWriter {
    files: CopyFiles,
    /// Held while there is a copy.
    lock: Option<LockState>,
}

/// A copy whose program has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCopy {
    /// What the drawing is called; may be empty.
    pub title: String,
    /// The file it was opened from or saved to.
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

/// The JSON file beside a copy.
#[derive(Debug, Serialize, Deserialize)]
struct CopyAbout {
    title: String,
    original: Option<String>,
    #[serde(default)]
    stamp: Option<Fingerprint>,
    saved_at: Timestamp,
}

impl RecoveryWriter {
    /// For a document of this process, in the state folder; nothing is written yet.
    #[must_use]
    pub fn new(state: &Path) -> Self {
        static DOCUMENTS: AtomicU32 = AtomicU32::new(0);
        let process = std::process::id();
        let millisecond = Timestamp::now().as_millisecond();
        let number = DOCUMENTS.fetch_add(1, Ordering::Relaxed);
        Self {
            files: CopyFiles::new(
                &recovery_folder(state),
                &format!("{process}-{millisecond}-{number}"),
            ),
            lock: None,
        }
    }

    /// Replaces the copy by this design, which was opened from or saved to `original` when that held what is stamped.
    /// An empty design is not written: it is no work to recover, and must not replace some.
    ///
    /// # Errors
    /// When the system refuses; the copy is then as it was.
    pub fn write_copy(
        &mut self,
        design: &Design,
        original: Option<(&Path, Fingerprint)>,
    ) -> Result<(), DiskError> {
        if design.is_empty() {
            return Ok(());
        }
        let about = CopyAbout {
            title: design.title().to_owned(),
            original: original.map(|(path, _)| path.to_string_lossy().into_owned()),
            stamp: original.map(|(_, stamp)| stamp),
            saved_at: Timestamp::now(),
        };
        let about = serde_json::to_vec_pretty(&about).map_err(|error| {
            DiskError::from_io(&self.files.about, Action::Write, io::Error::other(error))
        })?;
        if let Some(folder) = self.files.drawing.parent() {
            fs::create_dir_all(folder)
                .map_err(|error| DiskError::from_io(folder, Action::Write, error))?;
        }
        // Locked before anything is written: an unlocked copy would be offered by another window.
        if self.lock.is_none() {
            self.lock = Some(acquire_lock(&self.files.lock));
        }
        disk::write_file(&self.files.about, &about)?;
        disk::write_file(&self.files.drawing, write_design(design).as_bytes())
    }

    /// Removes the copy, because the document was saved or given up.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove_copy(&mut self) -> Result<(), DiskError> {
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
        disk::open(&self.files.drawing)
    }

    /// Removes the copy.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn discard(&self) -> Result<(), DiskError> {
        self.files.remove_files()
    }
}

/// The copies whose programs have ended, newest first.
#[must_use]
pub fn find_recovery_copies(state: &Path) -> Vec<RecoveryCopy> {
    let Ok(entries) = fs::read_dir(recovery_folder(state)) else {
        return Vec::new();
    };
    let mut copies: Vec<RecoveryCopy> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("json")))
        .filter_map(|about| read_abandoned(&about))
        .collect();
    copies.sort_by(|a, b| (b.saved_at, &a.files.drawing).cmp(&(a.saved_at, &b.files.drawing)));
    copies
}

fn recovery_folder(state: &Path) -> PathBuf {
    state.join("recovery")
}

fn read_abandoned(about: &Path) -> Option<RecoveryCopy> {
    let files = CopyFiles::new(about.parent()?, about.file_stem()?.to_str()?);
    if is_lock_held(&files.lock) || !files.drawing.is_file() {
        return None;
    }
    let about: CopyAbout = serde_json::from_slice(&fs::read(about).ok()?).ok()?;
    Some(RecoveryCopy {
        title: about.title,
        original: about.original.map(PathBuf::from),
        stamp: about.stamp,
        saved_at: about.saved_at,
        files,
    })
}

impl CopyFiles {
    fn new(folder: &Path, stem: &str) -> Self {
        Self {
            drawing: folder.join(format!("{stem}.boxdrill")),
            about: folder.join(format!("{stem}.json")),
            lock: folder.join(format!("{stem}.lock")),
        }
    }

    /// The drawing goes first: without it, the other files mean nothing.
    fn remove_files(&self) -> Result<(), DiskError> {
        for path in [&self.drawing, &self.about, &self.lock] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(DiskError::from_io(path, Action::Write, error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, Edit, pt};

    fn named(title: &str) -> Design {
        let mut design = Design::new();
        let item = Component::new("client", "Client", pt(0.0, 0.0));
        let edits = [
            Edit::PutComponent(design.fresh_id(), item),
            Edit::SetTitle(title.to_owned()),
        ];
        design.apply_all(edits).unwrap();
        design
    }

    /// The writer is dropped, and its lock with it, as when its program ends.
    fn leave_behind(state: &Path, title: &str, original: Option<(&Path, Fingerprint)>) {
        RecoveryWriter::new(state)
            .write_copy(&named(title), original)
            .unwrap();
    }

    #[test]
    fn offers_what_a_crash_left_behind_and_nothing_else() {
        let state = tempfile::tempdir().unwrap();
        let stamp = Fingerprint::of_bytes(b"as it was opened");
        let original = Path::new("/a/b.boxdrill");
        leave_behind(state.path(), "lost", Some((original, stamp)));
        let mut ours = RecoveryWriter::new(state.path());
        ours.write_copy(&named("ours"), None).unwrap();
        let found = find_recovery_copies(state.path());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].title, "lost");
        assert_eq!(found[0].original.as_deref(), Some(original));
        assert_eq!(found[0].stamp, Some(stamp));
        assert_eq!(found[0].open().unwrap().loaded.design, named("lost"));
        found[0].discard().unwrap();
        assert!(find_recovery_copies(state.path()).is_empty());
        drop(ours);
        assert_eq!(find_recovery_copies(state.path())[0].title, "ours");
    }

    #[test]
    fn copies_of_earlier_versions_are_offered() {
        let state = tempfile::tempdir().unwrap();
        fs::create_dir_all(recovery_folder(state.path())).unwrap();
        let files = CopyFiles::new(&recovery_folder(state.path()), "4000000000-1700000000000-0");
        fs::write(&files.drawing, write_design(&named("old"))).unwrap();
        let about = r#"{"title": "old", "original": null, "stamp": {"length": 3, "hash": 5},
            "saved_at": "2026-01-02T03:04:05Z", "owner": {"pid": 4000000000, "started": 1}}"#;
        fs::write(&files.about, about).unwrap();
        let found = find_recovery_copies(state.path());
        assert_eq!(found[0].open().unwrap().loaded.design, named("old"));
        found[0].discard().unwrap();
        assert!(find_recovery_copies(state.path()).is_empty());
    }

    #[test]
    fn a_drawing_that_was_emptied_is_kept_as_it_was_before() {
        let state = tempfile::tempdir().unwrap();
        let mut recovery = RecoveryWriter::new(state.path());
        recovery.write_copy(&Design::new(), None).unwrap();
        assert!(!recovery_folder(state.path()).exists());
        recovery.write_copy(&named("full"), None).unwrap();
        recovery.write_copy(&Design::new(), None).unwrap();
        drop(recovery);
        let found = find_recovery_copies(state.path());
        assert_eq!(found[0].open().unwrap().loaded.design, named("full"));
    }

    #[test]
    fn clearing_leaves_nothing() {
        let state = tempfile::tempdir().unwrap();
        let mut recovery = RecoveryWriter::new(state.path());
        recovery.remove_copy().unwrap();
        for title in ["a", "b"] {
            recovery.write_copy(&named(title), None).unwrap();
            assert_eq!(
                fs::read_dir(recovery_folder(state.path())).unwrap().count(),
                3
            );
            assert!(is_lock_held(&recovery.files.lock));
            recovery.remove_copy().unwrap();
            assert_eq!(
                fs::read_dir(recovery_folder(state.path())).unwrap().count(),
                0
            );
        }
    }

    #[test]
    fn odd_files_are_passed_over() {
        let state = tempfile::tempdir().unwrap();
        assert!(find_recovery_copies(state.path()).is_empty());
        fs::create_dir_all(recovery_folder(state.path())).unwrap();
        fs::write(recovery_folder(state.path()).join("x.json"), "nonsense").unwrap();
        fs::write(recovery_folder(state.path()).join("x.boxdrill"), "").unwrap();
        fs::write(recovery_folder(state.path()).join("y.boxdrill"), "").unwrap();
        assert!(find_recovery_copies(state.path()).is_empty());
    }
}
