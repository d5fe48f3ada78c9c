//! What the state folder keeps of one drawing: automatic versions, and what its file held before it was saved over.
//!
//! Both are plain `.boxdrill` files named by their time, beside the lock of the drawing. They lie in the state folder and
//! not beside the drawing, so that a folder of the user's holds what the user put there and nothing else.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::model::{Design, hash_bytes, write_design};
use crate::storage::atomic::{create_private_folder, sweep_unfinished};
use crate::storage::disk::bytes::{read_file, write_private};
use crate::storage::disk::{self, DiskError, Opened};
use crate::storage::lock::{self, LockState};

/// The most automatic versions that are kept of a drawing.
pub const MOST_VERSIONS: usize = 30;
/// How many previous contents of a file are kept.
pub const MOST_BACKUPS: usize = 3;

/// The things kept of one drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    folder: PathBuf,
}

/// Why something was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It was in the file when the file was saved over.
    SavedOver,
    /// Time passed, or the drawing was saved, left or replaced.
    Version,
}

/// A state of a drawing that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
    /// Which drawing it is a state of: several drawings for one prompt share a history until each has a file.
    pub drawing: String,
    path: PathBuf,
}

impl Kept {
    /// Opens it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(&self) -> Result<Opened, DiskError> {
        disk::open(&self.path)
    }

    /// The file it is kept in.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn from_path(path: PathBuf, reason: Reason) -> Option<Self> {
        if path.extension() != Some(OsStr::new("boxdrill")) {
            return None;
        }
        let (millisecond, drawing) = path.file_stem()?.to_str()?.split_once('-')?;
        Some(Self {
            at: Timestamp::from_millisecond(millisecond.parse().ok()?).ok()?,
            reason,
            drawing: drawing.to_owned(),
            path,
        })
    }
}

impl History {
    /// Of the drawing in a file, which need not exist yet.
    #[must_use]
    pub fn of_file(state: &Path, path: &Path) -> Self {
        let path = resolve_links(path);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        Self::with_name(state, &name, path.as_os_str().as_encoded_bytes())
    }

    /// Of the drawings for a prompt, or of the user's own system, that have no file yet.
    #[must_use]
    pub fn of_exercise(state: &Path, scenario: Option<&str>) -> Self {
        let exercise = scenario.unwrap_or("own-system");
        Self::with_name(state, &format!("unsaved-{exercise}"), exercise.as_bytes())
    }

    /// The name is for people who look into the folder; the hash tells files of one name apart.
    fn with_name(state: &Path, name: &str, key: &[u8]) -> Self {
        let plain: String = name
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || c == '_' {
                    c
                } else {
                    '-'
                }
            })
            .take(40)
            .collect();
        let folder = format!("{plain}-{:016x}", hash_bytes(key));
        Self {
            folder: state.join("drawings").join(folder),
        }
    }

    /// Keeps a version, unless nothing is drawn or the newest one shows the same; says whether it did.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn keep_version(&self, design: &Design, drawing: &str) -> Result<bool, DiskError> {
        let newest = self.versions().into_iter().next();
        let same = |kept: &Kept| {
            let opened = kept.open();
            opened.is_ok_and(|opened| opened.loaded.design.is_same_drawing(design))
        };
        if design.is_empty() || newest.as_ref().is_some_and(same) {
            return Ok(false);
        }
        let bytes = write_design(design).into_bytes();
        write_version(&self.folder_of(Reason::Version), drawing, newest, &bytes)?;
        self.drop_superfluous();
        Ok(true)
    }

    /// Keeps what a file holds before it is saved over; the oldest of more than [`MOST_BACKUPS`] goes.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn keep_backup(&self, bytes: &[u8]) -> Result<(), DiskError> {
        let newest = self.backups().into_iter().next();
        let is_kept = |kept: &Kept| read_file(&kept.path).is_ok_and(|kept| kept == bytes);
        if bytes.is_empty() || newest.as_ref().is_some_and(is_kept) {
            return Ok(());
        }
        write_version(&self.folder_of(Reason::SavedOver), "file", newest, bytes)?;
        for kept in self.backups().into_iter().skip(MOST_BACKUPS) {
            remove_kept(&kept);
        }
        Ok(())
    }

    /// Takes the versions of a drawing out of another history: it has a file of its own now.
    pub fn adopt_versions(&self, from: &Self, drawing: &str) {
        let folder = self.folder_of(Reason::Version);
        if self == from || create_private_folder(&folder).is_err() {
            return;
        }
        let own = |kept: &Kept| kept.drawing == drawing;
        for kept in from.versions().into_iter().filter(own) {
            if let Some(name) = kept.path.file_name() {
                // One that cannot be moved stays where it was.
                _ = fs::rename(&kept.path, folder.join(name));
            }
        }
        self.drop_superfluous();
    }

    /// Everything that is kept, newest first.
    #[must_use]
    pub fn all_kept(&self) -> Vec<Kept> {
        let mut all = self.versions();
        all.extend(self.backups());
        sort_newest_first(&mut all);
        all
    }

    /// The automatic versions, newest first.
    #[must_use]
    pub fn versions(&self) -> Vec<Kept> {
        list_kept(&self.folder_of(Reason::Version), Reason::Version)
    }

    /// What the file held before it was saved over, newest first.
    #[must_use]
    pub fn backups(&self) -> Vec<Kept> {
        list_kept(&self.folder_of(Reason::SavedOver), Reason::SavedOver)
    }

    /// Takes the lock of the drawing, unless another window has it.
    #[must_use]
    pub fn lock(&self) -> LockState {
        lock::acquire_lock(&self.folder.join("lock"))
    }

    fn folder_of(&self, reason: Reason) -> PathBuf {
        self.folder.join(match reason {
            Reason::Version => "versions",
            Reason::SavedOver => "backups",
        })
    }

    fn drop_superfluous(&self) {
        let versions = self.versions();
        let times = versions.iter().map(|kept| kept.at.as_millisecond());
        let now = Timestamp::now().as_millisecond();
        for index in choose_superfluous(&times.collect::<Vec<i64>>(), now) {
            remove_kept(&versions[index]);
        }
    }
}

/// The path with links followed, where the file or at least its folder exists.
fn resolve_links(path: &Path) -> PathBuf {
    let in_real_folder = || {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
    };
    fs::canonicalize(path)
        .ok()
        .or_else(in_real_folder)
        .unwrap_or_else(|| path.to_owned())
}

fn list_kept(folder: &Path, reason: Reason) -> Vec<Kept> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<Kept> = entries
        .filter_map(|entry| Kept::from_path(entry.path(), reason))
        .collect();
    sort_newest_first(&mut found);
    found
}

fn sort_newest_first(all: &mut [Kept]) {
    all.sort_by(|a, b| (b.at, b.reason, &b.path).cmp(&(a.at, a.reason, &a.path)));
}

/// Writes a file named by the time and the drawing; two within a millisecond get times of their own. What is kept last is
/// the newest also where the clock was set back meanwhile: the oldest is what is thrown away first.
fn write_version(
    folder: &Path,
    drawing: &str,
    newest: Option<Kept>,
    bytes: &[u8],
) -> Result<(), DiskError> {
    sweep_unfinished(folder);
    let now = Timestamp::now().as_millisecond();
    let mut millisecond = newest.map_or(now, |kept| time_after(kept.at.as_millisecond(), now));
    loop {
        let path = folder.join(format!("{millisecond}-{drawing}.boxdrill"));
        if !path.exists() {
            return write_private(&path, bytes);
        }
        millisecond += 1;
    }
}

/// The time of a version (milliseconds) that follows one of this time. Where the clock was set back, a minute is taken to have
/// passed: versions that seem to lie a moment apart would throw each other away.
fn time_after(newest: i64, now: i64) -> i64 {
    const MINUTE: i64 = 60_000;
    if now > newest {
        now
    } else if newest - now < MINUTE {
        newest + 1
    } else {
        newest + MINUTE
    }
}

/// What cannot be removed now is tried again the next time something is kept.
fn remove_kept(kept: &Kept) {
    _ = fs::remove_file(&kept.path);
}

/// Which of these times (milliseconds, newest first) go so that at most [`MOST_VERSIONS`] are left.
///
/// One after the other goes the one that is missed least: where the gap it leaves is smallest for how long ago it is. So the
/// last minutes are kept closely, last week roughly; the first and the last one stay.
fn choose_superfluous(times: &[i64], now: i64) -> Vec<usize> {
    const MINUTE: i64 = 60_000;
    // A clock that was set back makes nothing young again.
    let now = times.first().map_or(now, |&newest| newest.max(now));
    let mut left: Vec<usize> = (0..times.len()).collect();
    let mut gone = Vec::new();
    while left.len() > MOST_VERSIONS {
        let missed = |at: usize| {
            let gap = times[left[at - 1]] - times[left[at + 1]];
            let age = (now - times[left[at]]).max(0) + MINUTE;
            gap as f64 / age as f64
        };
        let least = (1..left.len() - 1).min_by(|&a, &b| missed(a).total_cmp(&missed(b)));
        let Some(least) = least else { break };
        gone.push(left.remove(least));
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_after_the_clock_was_set_back_do_not_throw_each_other_away() {
        const DAY: i64 = 24 * 3_600_000;
        let mut times: Vec<i64> = (0..MOST_VERSIONS as i64)
            .map(|n| DAY + n * 60_000)
            .rev()
            .collect();
        let before = times[0];
        for _ in 0..MOST_VERSIONS {
            let now = 1_000;
            times.insert(0, time_after(times[0], now));
            for index in choose_superfluous(&times, now) {
                times.remove(index);
            }
        }
        let new = times.iter().filter(|&&time| time > before).count();
        assert!(new > MOST_VERSIONS / 3, "{new}");
    }
    use crate::model::{Edit, parse_notation};

    fn boxes(count: usize) -> Design {
        let text: Vec<String> = (0..count).map(|n| format!("client_{n}: client")).collect();
        parse_notation(&text.join("\n")).unwrap().design
    }

    #[test]
    fn a_version_is_kept_when_the_drawing_changed_and_something_is_drawn() {
        let state = tempfile::tempdir().unwrap();
        let history = History::of_exercise(state.path(), None);
        assert!(history.all_kept().is_empty());
        assert!(!history.keep_version(&Design::new(), "a").unwrap());
        assert!(history.keep_version(&boxes(1), "a").unwrap());
        assert!(!history.keep_version(&boxes(1), "a").unwrap());
        let mut titled = boxes(1);
        titled.apply(Edit::SetTitle("t".to_owned())).unwrap();
        assert!(history.keep_version(&titled, "a").unwrap());
        let all = history.all_kept();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].open().unwrap().loaded.design, titled);
        assert_eq!(all[0].drawing, "a");
        assert!(all[0].at >= all[1].at);
    }

    #[test]
    fn at_most_thirty_versions_are_kept_and_the_first_and_last_are_among_them() {
        let state = tempfile::tempdir().unwrap();
        let history = History::of_exercise(state.path(), Some("chat_system"));
        for count in 1..=MOST_VERSIONS + 9 {
            history.keep_version(&boxes(count), "a").unwrap();
        }
        let versions = history.versions();
        let drawn = |kept: &Kept| kept.open().unwrap().loaded.design.components().len();
        assert_eq!(versions.len(), MOST_VERSIONS);
        assert_eq!(versions.first().map(drawn), Some(MOST_VERSIONS + 9));
        assert_eq!(versions.last().map(drawn), Some(1));
    }

    #[test]
    fn what_is_long_ago_is_thinned_first() {
        const MINUTE: i64 = 60_000;
        const DAY: i64 = 24 * 60 * MINUTE;
        let now = 100 * DAY;
        let today = (0..25).map(|n| now - n * MINUTE);
        let last_month = (0..25).map(|n| now - 30 * DAY - n * MINUTE);
        let times: Vec<i64> = today.chain(last_month).collect();
        let gone = choose_superfluous(&times, now);
        assert_eq!(gone.len(), times.len() - MOST_VERSIONS);
        let recent = gone.iter().filter(|&&index| index < 25).count();
        assert!(recent == 0, "{gone:?}");
        assert!(!gone.contains(&(times.len() - 1)));
        assert!(choose_superfluous(&times[..MOST_VERSIONS], now).is_empty());
    }

    #[test]
    fn the_last_three_contents_of_a_file_are_kept() {
        let state = tempfile::tempdir().unwrap();
        let history = History::of_file(state.path(), &state.path().join("a.boxdrill"));
        for text in ["", "one", "two", "two", "three", "four"] {
            history.keep_backup(text.as_bytes()).unwrap();
        }
        let backups = history.backups();
        let texts: Vec<String> = backups
            .iter()
            .map(|kept| fs::read_to_string(kept.path()).unwrap())
            .collect();
        assert_eq!(texts, ["four", "three", "two"]);
    }

    /// As if the clock had been a day ahead when the others were kept.
    #[test]
    fn a_clock_that_was_set_back_throws_nothing_away() {
        let state = tempfile::tempdir().unwrap();
        let history = History::of_file(state.path(), &state.path().join("a.boxdrill"));
        for text in ["one", "two", "three"] {
            history.keep_backup(text.as_bytes()).unwrap();
            for kept in history.backups() {
                let ahead = kept.at.as_millisecond() + 86_400_000;
                let name = format!("{ahead}-{}.boxdrill", kept.drawing);
                fs::rename(kept.path(), kept.path().with_file_name(name)).unwrap();
            }
        }
        history.keep_backup(b"four").unwrap();
        history.keep_backup(b"five").unwrap();
        let backups = history.backups();
        let texts = backups.iter().map(|kept| fs::read(kept.path()).unwrap());
        assert_eq!(texts.collect::<Vec<_>>(), [&b"five"[..], b"four", b"three"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_kept_is_the_users_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let history = History::of_file(&state, &folder.path().join("a.boxdrill"));
        history.keep_version(&boxes(1), "a").unwrap();
        history.keep_backup(b"before").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        for kept in history.all_kept() {
            assert_eq!(mode(kept.path()), 0o600);
            assert_eq!(mode(kept.path().parent().unwrap()), 0o700);
        }
        assert_eq!(
            (mode(&state), mode(&state.join("drawings"))),
            (0o700, 0o700)
        );
    }

    #[test]
    fn a_drawing_takes_its_versions_along_and_leaves_others() {
        let state = tempfile::tempdir().unwrap();
        let exercise = History::of_exercise(state.path(), Some("x/../y"));
        let file = History::of_file(state.path(), &state.path().join("a.boxdrill"));
        exercise.keep_version(&boxes(1), "mine").unwrap();
        exercise.keep_version(&boxes(2), "other").unwrap();
        exercise.keep_version(&boxes(3), "mine").unwrap();
        file.adopt_versions(&exercise, "mine");
        file.adopt_versions(&file, "mine");
        let drawings = |history: &History| {
            let versions = history.versions().into_iter();
            versions.map(|kept| kept.drawing).collect::<Vec<_>>()
        };
        assert_eq!(drawings(&file), ["mine", "mine"]);
        assert_eq!(drawings(&exercise), ["other"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_has_one_history_by_whatever_name_it_is_opened() {
        let state = tempfile::tempdir().unwrap();
        let file = state.path().join("a.boxdrill");
        let before = History::of_file(state.path(), &file);
        fs::write(&file, "x").unwrap();
        let link = state.path().join("link");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(before, History::of_file(state.path(), &file));
        assert_eq!(before, History::of_file(state.path(), &link));
        let other = History::of_file(state.path(), &state.path().join("b.boxdrill"));
        assert_ne!(before, other);
    }

    #[test]
    fn odd_files_are_passed_over() {
        let state = tempfile::tempdir().unwrap();
        let history = History::of_exercise(state.path(), None);
        let folder = history.folder_of(Reason::Version);
        fs::create_dir_all(&folder).unwrap();
        for name in ["x.boxdrill", "9999999999999999999-a.boxdrill", "1-a.txt"] {
            fs::write(folder.join(name), "").unwrap();
        }
        assert!(history.all_kept().is_empty());
        fs::write(folder.join("1-a.boxdrill"), "nonsense").unwrap();
        assert!(history.all_kept()[0].open().is_err());
        assert!(history.keep_version(&boxes(1), "a").unwrap());
    }
}
