//! Attempts on disk: a line for each, and beside them the drawings of checks, each once.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::model::{Design, hash_bytes, write_design};
use crate::practice::Attempt;
use crate::storage::disk::bytes::write_private;
use crate::storage::disk::{Action, DiskError};
use crate::storage::lines::{append_line, read_lines};

/// More than this is no history, in bytes: ten thousand attempts take three million.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Reads the attempts in the order of time. The sentence is for the user, where some could not be read.
#[must_use]
pub fn load(state: &Path) -> (Vec<Attempt>, Option<String>) {
    let path = log_path(state);
    let lines = match read_lines::<Attempt>(&path, MOST_BYTES) {
        Ok(lines) => lines,
        Err(error) => {
            return (
                Vec::new(),
                Some(format!("your history cannot be shown: {error}")),
            );
        }
    };
    let unreadable = lines.iter().filter(|line| line.is_none()).count();
    let mut attempts: Vec<Attempt> = lines.into_iter().flatten().collect();
    attempts.sort_by_key(|attempt| attempt.at);
    let notice = (unreadable > 0).then(|| {
        let what = match unreadable {
            1 => "one line of your history could not be read and was left as it is".to_owned(),
            more => {
                format!("{more} lines of your history could not be read and were left as they are")
            }
        };
        format!(
            "{what}: cut off, edited by hand, or from a newer boxdrill ({})",
            path.display()
        )
    });
    (attempts, notice)
}

/// Adds an attempt.
///
/// # Errors
/// When the system refuses.
pub fn append(state: &Path, attempt: &Attempt) -> Result<(), DiskError> {
    append_line(&log_path(state), attempt)
}

/// Keeps the drawing of an attempt, unless the same is kept already; gives the name under which it is.
///
/// # Errors
/// When the system refuses.
pub fn keep_drawing(state: &Path, design: &Design) -> Result<String, DiskError> {
    let bytes = write_design(design).into_bytes();
    let name = format!("{:016x}", hash_bytes(&bytes));
    let path = folder(state).join(format!("{name}.boxdrill"));
    if !path.is_file() {
        write_private(&path, &bytes)?;
    }
    Ok(name)
}

/// Where the drawing of an attempt is kept; none where its name is none that this program gives.
#[must_use]
pub fn drawing_path(state: &Path, attempt: &Attempt) -> Option<PathBuf> {
    let name = attempt.drawing.as_deref()?;
    let is_sound = name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_sound.then(|| folder(state).join(format!("{name}.boxdrill")))
}

/// Deletes all attempts with their drawings. Finished rounds are files of their own: see
/// [`rounds`](crate::storage::rounds).
///
/// # Errors
/// When the system refuses.
pub fn delete_all(state: &Path) -> Result<(), DiskError> {
    let gone = |path: &Path, removed: std::io::Result<()>| match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(DiskError::from_io(path, Action::Write, error))
        }
        _ => Ok(()),
    };
    let (log, folder) = (log_path(state), folder(state));
    gone(&log, fs::remove_file(&log))?;
    gone(&folder, fs::remove_dir_all(&folder))
}

fn log_path(state: &Path) -> PathBuf {
    state.join("attempts.jsonl")
}

fn folder(state: &Path) -> PathBuf {
    state.join("attempts")
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::practice::scorecard::Dimension;
    use crate::practice::{AttemptMode, DrillKind};
    use crate::scenario::builtin;

    fn attempts() -> impl Strategy<Value = Attempt> {
        let mode = prop_oneof![
            Just(AttemptMode::Practice),
            Just(AttemptMode::Interview),
            Just(AttemptMode::Drill(DrillKind::FindTheFault)),
        ];
        let areas = proptest::collection::btree_map(
            proptest::sample::select(Dimension::ALL.to_vec()),
            0..=100_u8,
            0..8,
        );
        let names = (".{0,20}", ".{0,20}", proptest::option::of("[0-9a-f]{16}"));
        (
            0..4_000_000_000_i64,
            mode,
            areas,
            names,
            0..=100_u32,
            0..=100_u32,
        )
            .prop_map(
                |(second, mode, areas, (scenario, title, drawing), score, assisted)| Attempt {
                    at: Timestamp::from_second(second).unwrap(),
                    scenario,
                    title,
                    mode,
                    seconds: score * 60,
                    score,
                    assisted,
                    hints: assisted / 3,
                    asked: score / 5,
                    areas,
                    round: drawing.clone(),
                    drawing,
                },
            )
    }

    proptest! {
        #[test]
        fn attempts_come_back_in_the_order_of_time(mut written in proptest::collection::vec(attempts(), 0..8)) {
            let state = tempfile::tempdir().unwrap();
            for attempt in &written {
                append(state.path(), attempt).unwrap();
            }
            let (read, notice) = load(state.path());
            written.sort_by_key(|attempt| attempt.at);
            prop_assert_eq!(read, written);
            prop_assert_eq!(notice, None);
        }

        #[test]
        fn whatever_stands_in_the_file_is_read_or_named(text in "[ -~\n]{0,200}") {
            let state = tempfile::tempdir().unwrap();
            fs::write(log_path(state.path()), &text).unwrap();
            let (read, notice) = load(state.path());
            let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
            prop_assert_eq!(notice.is_some(), read.len() < lines);
            prop_assert_eq!(fs::read_to_string(log_path(state.path())).unwrap(), text);
        }
    }

    #[test]
    fn a_drawing_is_kept_once_and_found_again() {
        let state = tempfile::tempdir().unwrap();
        let design = builtin()[0].designs[0].laid_out();
        let name = keep_drawing(state.path(), &design).unwrap();
        assert_eq!(keep_drawing(state.path(), &design).unwrap(), name);
        assert_eq!(fs::read_dir(folder(state.path())).unwrap().count(), 1);
        let mut attempt: Attempt =
            serde_json::from_str(r#"{"at":"2026-03-02T10:00:00Z","mode":"practice","score":5}"#)
                .unwrap();
        assert_eq!(drawing_path(state.path(), &attempt), None);
        attempt.drawing = Some("../../profile".to_owned());
        assert_eq!(
            drawing_path(state.path(), &attempt),
            None,
            "no way out of the folder"
        );
        attempt.drawing = Some(name);
        let path = drawing_path(state.path(), &attempt).unwrap();
        let opened = crate::storage::disk::open(&path).unwrap();
        assert!(opened.loaded.design.is_same_drawing(&design));
        delete_all(state.path()).unwrap();
        delete_all(state.path()).unwrap();
        assert!(!path.exists());
    }
}
