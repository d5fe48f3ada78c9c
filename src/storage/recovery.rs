//! Copies of unsaved work, kept in the state folder while a document has changes and offered again after a crash.
//!
//! A copy is a `.boxdrill` file and, beside it, a small JSON file that says whose it is. Copies of running programs are
//! not offered: two windows do not take each other's work for lost.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Design, write_design};
use crate::storage::disk::{self, Action, DiskError, Opened, Stamp};

/// Where processes cannot be asked for, a copy older than this counts as left behind, in seconds.
const ABANDONED_AFTER: i64 = 60;

/// Writes the recovery copy of one document.
#[derive(Debug)]
pub struct Recovery {
    files: Files,
    owner: Owner,
}

/// A copy that was left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// What the drawing is called; may be empty.
    pub title: String,
    /// The file it was opened from or saved to.
    pub original: Option<PathBuf>,
    /// What that file held then.
    pub stamp: Option<Stamp>,
    /// When the copy was written.
    pub saved_at: Timestamp,
    files: Files,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Files {
    drawing: PathBuf,
    about: PathBuf,
}

/// The file beside a copy.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    title: String,
    original: Option<String>,
    #[serde(default)]
    stamp: Option<Stamp>,
    saved_at: Timestamp,
    owner: Owner,
}

/// The process a copy belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Owner {
    pid: u32,
    /// When it started, where the system says; tells it from a later process with the same number.
    started: Option<u64>,
}

impl Recovery {
    /// For a document of this process, in the state folder; nothing is written yet.
    #[must_use]
    pub fn new(state: &Path) -> Self {
        Self::of(state, Owner::this_process())
    }

    fn of(state: &Path, owner: Owner) -> Self {
        static DOCUMENTS: AtomicU32 = AtomicU32::new(0);
        let number = DOCUMENTS.fetch_add(1, Ordering::Relaxed);
        let millisecond = Timestamp::now().as_millisecond();
        let stem = format!("{}-{millisecond}-{number}", owner.pid);
        Self {
            files: Files::new(&folder(state), &stem),
            owner,
        }
    }

    /// Replaces the copy by this design, which was opened from or saved to `original` when that held what is stamped.
    /// Nothing drawn never takes the place of something: it is no work to recover.
    ///
    /// # Errors
    /// When the system refuses; the copy is then as it was.
    pub fn write(
        &self,
        design: &Design,
        original: Option<(&Path, Stamp)>,
    ) -> Result<(), DiskError> {
        if design.is_empty() {
            return Ok(());
        }
        let about = About {
            title: design.title().to_owned(),
            original: original.map(|(path, _)| path.to_string_lossy().into_owned()),
            stamp: original.map(|(_, stamp)| stamp),
            saved_at: Timestamp::now(),
            owner: self.owner,
        };
        let about = serde_json::to_vec_pretty(&about).map_err(|error| {
            DiskError::io(&self.files.about, Action::Write, io::Error::other(error))
        })?;
        if let Some(folder) = self.files.drawing.parent() {
            fs::create_dir_all(folder)
                .map_err(|error| DiskError::io(folder, Action::Write, error))?;
        }
        // First who, then what: a drawing without an owner could be offered to two windows.
        disk::write(&self.files.about, &about)?;
        disk::write(&self.files.drawing, write_design(design).as_bytes())
    }

    /// Removes the copy, because the document was saved or given up.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn clear(&self) -> Result<(), DiskError> {
        self.files.remove()
    }
}

impl Recovered {
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
        self.files.remove()
    }
}

/// The copies that were left behind, newest first.
#[must_use]
pub fn pending(state: &Path) -> Vec<Recovered> {
    let Ok(entries) = fs::read_dir(folder(state)) else {
        return Vec::new();
    };
    let mut found: Vec<Recovered> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("json")))
        .filter_map(|about| left_behind(&about))
        .collect();
    found.sort_by(|a, b| (b.saved_at, &a.files.drawing).cmp(&(a.saved_at, &b.files.drawing)));
    found
}

fn folder(state: &Path) -> PathBuf {
    state.join("recovery")
}

fn left_behind(path: &Path) -> Option<Recovered> {
    let about: About = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    let files = Files::new(path.parent()?, path.file_stem()?.to_str()?);
    if about.owner.may_be_running(about.saved_at) || !files.drawing.is_file() {
        return None;
    }
    Some(Recovered {
        title: about.title,
        original: about.original.map(PathBuf::from),
        stamp: about.stamp,
        saved_at: about.saved_at,
        files,
    })
}

impl Files {
    fn new(folder: &Path, stem: &str) -> Self {
        Self {
            drawing: folder.join(format!("{stem}.boxdrill")),
            about: folder.join(format!("{stem}.json")),
        }
    }

    /// The drawing goes first: without it, the other file means nothing.
    fn remove(&self) -> Result<(), DiskError> {
        for path in [&self.drawing, &self.about] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(DiskError::io(path, Action::Write, error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Owner {
    fn this_process() -> Self {
        let pid = std::process::id();
        Self {
            pid,
            started: started(pid),
        }
    }

    fn may_be_running(self, saved_at: Timestamp) -> bool {
        if cfg!(target_os = "linux") {
            return started(self.pid).is_some_and(|started| Some(started) == self.started);
        }
        let age = Timestamp::now().as_second() - saved_at.as_second();
        (0..ABANDONED_AFTER).contains(&age)
    }
}

/// When a running process started, in clock ticks since the system did; Linux only.
fn started(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the program's name in brackets, which may hold anything; `starttime` is the 22nd.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace();
    // A process that has ended but was not waited for yet is listed still.
    let ended = matches!(fields.next()?, "Z" | "X");
    fields.nth(18)?.parse().ok().filter(|_| !ended)
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

    fn gone() -> Owner {
        Owner {
            pid: u32::MAX,
            started: Some(1),
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn offers_what_a_crash_left_behind_and_nothing_else() {
        let state = tempfile::tempdir().unwrap();
        let (lost, ours) = (
            Recovery::of(state.path(), gone()),
            Recovery::new(state.path()),
        );
        let stamp = Stamp::of(b"as it was opened");
        lost.write(&named("lost"), Some((Path::new("/a/b.boxdrill"), stamp)))
            .unwrap();
        ours.write(&named("ours"), None).unwrap();
        let found = pending(state.path());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].title, "lost");
        assert_eq!(
            found[0].original.as_deref(),
            Some(Path::new("/a/b.boxdrill"))
        );
        assert_eq!(found[0].stamp, Some(stamp));
        assert_eq!(found[0].open().unwrap().loaded.design, named("lost"));
        found[0].discard().unwrap();
        assert!(pending(state.path()).is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_number_given_to_a_later_process_is_not_the_owner() {
        let state = tempfile::tempdir().unwrap();
        let mut owner = Owner::this_process();
        owner.started = owner.started.map(|ticks| ticks + 1);
        Recovery::of(state.path(), owner)
            .write(&named("old"), None)
            .unwrap();
        assert_eq!(pending(state.path()).len(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_drawing_that_was_emptied_is_kept_as_it_was_before() {
        let state = tempfile::tempdir().unwrap();
        let recovery = Recovery::of(state.path(), gone());
        recovery.write(&Design::new(), None).unwrap();
        assert!(pending(state.path()).is_empty());
        recovery.write(&named("full"), None).unwrap();
        recovery.write(&Design::new(), None).unwrap();
        let found = pending(state.path());
        assert_eq!(found[0].open().unwrap().loaded.design, named("full"));
    }

    #[test]
    fn clearing_leaves_nothing() {
        let state = tempfile::tempdir().unwrap();
        let recovery = Recovery::of(state.path(), gone());
        recovery.clear().unwrap();
        recovery.write(&named("a"), None).unwrap();
        recovery.write(&named("b"), None).unwrap();
        assert_eq!(fs::read_dir(folder(state.path())).unwrap().count(), 2);
        recovery.clear().unwrap();
        assert_eq!(fs::read_dir(folder(state.path())).unwrap().count(), 0);
    }

    #[test]
    fn odd_files_are_passed_over() {
        let state = tempfile::tempdir().unwrap();
        assert!(pending(state.path()).is_empty());
        fs::create_dir_all(folder(state.path())).unwrap();
        fs::write(folder(state.path()).join("x.json"), "nonsense").unwrap();
        fs::write(folder(state.path()).join("y.boxdrill"), "").unwrap();
        assert!(pending(state.path()).is_empty());
    }
}
