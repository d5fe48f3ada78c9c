//! Copies of unsaved work, kept in the state folder while a document has changes and offered again after a crash.
//!
//! A copy is a `.boxdrill` file, beside it a JSON file with what else is known of the document, and a file that the program
//! keeps locked while it runs. The system releases the lock when the program ends, however it ends: copies that are locked
//! belong to an open window and are not offered to another. A copy is offered whatever became of the files beside it.
//!
//! Where the state folder cannot be used, copies can be kept in a folder of their own among the temporary files.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, Edit, pt, write_design};
    use crate::storage::atomic::{Step, fail_at};

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
        assert_eq!(found[0].original.as_deref(), Some(original));
        assert_eq!(found[0].stamp, Some(stamp));
        assert_eq!(found[0].open().unwrap().loaded.design, named("lost"));
        found[0].discard().unwrap();
        assert!(find_recovery_copies(state.path()).is_empty());
        drop(ours);
        let left = find_recovery_copies(state.path());
        assert_eq!(left[0].open().unwrap().loaded.design.title(), "ours");
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
    fn a_copy_is_offered_whatever_became_of_the_file_beside_it() {
        for damage in ["", "{", "[]", r#"{"original": 5}"#] {
            let state = tempfile::tempdir().unwrap();
            leave_behind(state.path(), "lost", None);
            let files = find_recovery_copies(state.path())[0].files.clone();
            fs::write(&files.about, damage).unwrap();
            let found = find_recovery_copies(state.path());
            assert_eq!(found[0].open().unwrap().loaded.design, named("lost"));
            fs::remove_file(&files.about).unwrap();
            fs::remove_file(&files.lock).unwrap();
            assert_eq!(find_recovery_copies(state.path()), found);
        }
    }

    #[test]
    fn a_copy_knows_where_its_file_is_from_any_folder() {
        let state = tempfile::tempdir().unwrap();
        let stamp = Fingerprint::of_bytes(b"");
        leave_behind(state.path(), "lost", Some((Path::new("a.boxdrill"), stamp)));
        let found = find_recovery_copies(state.path());
        let here = std::env::current_dir().unwrap().join("a.boxdrill");
        assert_eq!(found[0].original.as_deref(), Some(&*here));
        // Earlier versions kept the mere name.
        let about = r#"{"title": "", "original": "a.boxdrill", "stamp": null}"#;
        fs::write(&found[0].files.about, about).unwrap();
        assert_eq!(find_recovery_copies(state.path())[0].original, None);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_is_kept_byte_for_byte() {
        use std::os::unix::ffi::OsStrExt as _;
        let state = tempfile::tempdir().unwrap();
        let path = Path::new(OsStr::from_bytes(b"/a/\xff\xfe.boxdrill"));
        leave_behind(
            state.path(),
            "lost",
            Some((path, Fingerprint::of_bytes(b""))),
        );
        let found = find_recovery_copies(state.path());
        assert_eq!(found[0].original.as_deref(), Some(path));
    }

    #[cfg(unix)]
    #[test]
    fn a_copy_is_the_users_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        leave_behind(&state, "lost", None);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let files = find_recovery_copies(&state)[0].files.clone();
        for path in [&files.drawing, &files.about, &files.lock] {
            assert_eq!(mode(path), 0o600, "{}", path.display());
        }
        assert_eq!(
            (mode(&state), mode(&recovery_folder(&state))),
            (0o700, 0o700)
        );
    }

    #[test]
    fn a_copy_that_could_not_be_written_is_as_it_was() {
        let state = tempfile::tempdir().unwrap();
        let mut writer = RecoveryWriter::new(state.path());
        for step in [Step::Create, Step::Write, Step::Sync, Step::Rename] {
            writer.write_copy(&named("before"), None).unwrap();
            let full = ErrorKind::StorageFull;
            let refused = fail_at(step, full, || writer.write_copy(&named("after"), None));
            assert!(
                refused
                    .unwrap_err()
                    .to_string()
                    .starts_with("the disk is full")
            );
        }
        drop(writer);
        let found = find_recovery_copies(state.path());
        assert_eq!(found[0].open().unwrap().loaded.design, named("before"));
    }

    #[test]
    fn copies_among_the_temporary_files_are_offered_too() {
        let temporary = tempfile::tempdir().unwrap();
        let find = || find_all_recovery_copies(None, Some(temporary.path()));
        let mut writer = RecoveryWriter::among_temporary(temporary.path()).unwrap();
        writer.write_copy(&named("lost"), None).unwrap();
        assert!(find().is_empty(), "its program runs");
        drop(writer);
        let found = find();
        assert_eq!(found[0].open().unwrap().loaded.design, named("lost"));
        found[0].discard().unwrap();
        assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 0);
    }

    #[test]
    fn half_a_copy_is_swept_once_nobody_can_be_writing_it() {
        let state = tempfile::tempdir().unwrap();
        let folder = recovery_folder(state.path());
        fs::create_dir_all(&folder).unwrap();
        for (name, old) in [("1.json", true), ("1.lock", true), ("2.lock", false)] {
            let file = fs::File::create(folder.join(name)).unwrap();
            if old {
                file.set_modified(std::time::SystemTime::UNIX_EPOCH)
                    .unwrap();
            }
        }
        assert!(find_recovery_copies(state.path()).is_empty());
        let left = fs::read_dir(&folder).unwrap().flatten();
        let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
        assert_eq!(left, ["2.lock"]);
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
