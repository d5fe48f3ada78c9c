//! Mock interviews on disk: one JSON file for each, with the drawing in it. A running round is written each second, so that
//! it is there again after a crash with its clock at the last second. Beside it lie the steps of its drawing. A round that
//! is over moves into a folder of its own, so that no start has to look through all of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::{Design, MAX_FILE_BYTES, read_design, write_design};
use crate::practice::interview::{InterviewRound, ROUND_VERSION};
use crate::storage::atomic::create_private_folder;
use crate::storage::disk::bytes::{read_file_at_most, write_private};
use crate::storage::disk::{Action, DiskError};
use crate::storage::lock::{LockState, acquire_lock, is_lock_held};
use crate::storage::steps::{DrawingStep, StepLog, read_steps};

/// The file of one round, held while its window is open.
#[derive(Debug)]
pub struct RoundFile {
    path: PathBuf,
    steps: StepLog,
    _lock: LockState,
}

/// A round that was kept, over or not, and that no window has.
#[derive(Debug)]
pub struct OpenRound {
    /// The round.
    pub round: InterviewRound,
    /// Its drawing.
    pub design: Design,
    path: PathBuf,
}

/// What a file holds.
#[derive(Debug, Serialize, Deserialize)]
struct KeptRound {
    round: InterviewRound,
    /// The drawing, as its own file holds it.
    drawing: String,
}

impl RoundFile {
    /// A new file in the state folder; nothing is written yet.
    #[must_use]
    pub fn new(state: &Path) -> Self {
        let name = format!(
            "{}-{}",
            jiff::Timestamp::now().as_millisecond(),
            std::process::id()
        );
        Self::at(folder(state).join(format!("{name}.json")))
    }

    fn at(path: PathBuf) -> Self {
        let lock = acquire_lock(&path.with_extension("lock"));
        let steps = StepLog::new(path.with_extension("steps"));
        Self {
            path,
            steps,
            _lock: lock,
        }
    }

    /// What the round is called among the kept ones.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.path.file_stem().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Adds the drawing as it is now to the steps of the round.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn add_step(&mut self, at: f64, design: &Design) -> Result<(), DiskError> {
        self.steps.add(at, design)
    }

    /// Moves a round that is over to the finished ones; what cannot be moved stays where it is, and is moved at the next
    /// start.
    pub fn move_to_finished(&mut self) {
        if let Some(moved) = move_to_finished(&self.path) {
            self.steps = StepLog::new(moved.with_extension("steps"));
            self.path = moved;
        }
    }

    /// Goes on with a round that was left open.
    #[must_use]
    pub fn resume(open: &OpenRound) -> Self {
        Self::at(open.path.clone())
    }

    /// Writes the round as it is.
    ///
    /// # Errors
    /// When the system refuses; the file is then as it was.
    pub fn write(&self, round: &InterviewRound, design: &Design) -> Result<(), DiskError> {
        let kept = KeptRound {
            round: round.clone(),
            drawing: write_design(design),
        };
        let failed = |error| DiskError::from_io(&self.path, Action::Write, error);
        let bytes = serde_json::to_vec(&kept).map_err(|error| failed(io::Error::other(error)))?;
        write_private(&self.path, &bytes)
    }
}

/// A round holds its drawing as a text in a text, in which every quote and line break takes twice the room (bytes).
const MOST_BYTES: u64 = 3 * MAX_FILE_BYTES;

fn folder(state: &Path) -> PathBuf {
    state.join("interviews")
}

fn finished_folder(state: &Path) -> PathBuf {
    folder(state).join("finished")
}

/// Moves the file of a round that is over, with its steps; gives where it is now.
fn move_to_finished(path: &Path) -> Option<PathBuf> {
    let target = path.parent()?.join("finished");
    create_private_folder(&target).ok()?;
    let moved = target.join(path.file_name()?);
    fs::rename(path, &moved).ok()?;
    let steps = path.with_extension("steps");
    // A round in which nothing was drawn has none.
    _ = fs::rename(&steps, moved.with_extension("steps"));
    _ = fs::remove_file(path.with_extension("lock"));
    Some(moved)
}

/// The names of the rounds that are over, in the order in which they began.
#[must_use]
pub fn finished_rounds(state: &Path) -> Vec<String> {
    let entries = fs::read_dir(finished_folder(state)).into_iter().flatten();
    let paths = entries.flatten().map(|entry| entry.path());
    let mut names: Vec<String> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    names
}

/// Opens a round that is over, by its name.
///
/// # Errors
/// One sentence, where it is not there or cannot be read.
pub fn open_finished(state: &Path, name: &str) -> Result<OpenRound, String> {
    let path = finished_path(state, name).ok_or("its name is not the name of a round")?;
    read(&path)
}

/// The steps of the drawing of a round that is over, in the order of time.
///
/// # Errors
/// When the system refuses.
pub fn finished_steps(state: &Path, name: &str) -> Result<Vec<DrawingStep>, DiskError> {
    finished_path(state, name).map_or_else(
        || Ok(Vec::new()),
        |path| read_steps(&path.with_extension("steps")),
    )
}

/// Deletes the rounds that are over.
///
/// # Errors
/// When the system refuses.
pub fn delete_finished(state: &Path) -> Result<(), DiskError> {
    let folder = finished_folder(state);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(DiskError::from_io(&folder, Action::Write, error))
        }
        _ => Ok(()),
    }
}

/// Where a finished round of this name is; none where no round can be called so.
fn finished_path(state: &Path, name: &str) -> Option<PathBuf> {
    let is_sound = |c: char| c.is_ascii_digit() || c == '-';
    let sound = !name.is_empty() && name.chars().all(is_sound);
    sound.then(|| finished_folder(state).join(format!("{name}.json")))
}

/// The newest round that is not over, and a sentence for each file that cannot be read; those files stay as they are.
#[must_use]
pub fn find_open_round(state: &Path) -> (Option<OpenRound>, Vec<String>) {
    let Ok(entries) = fs::read_dir(folder(state)) else {
        return (None, Vec::new());
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    paths.sort();
    let mut problems = Vec::new();
    for path in paths.into_iter().rev() {
        if is_lock_held(&path.with_extension("lock")) {
            continue;
        }
        match read(&path) {
            Ok(open) if open.round.ended => _ = move_to_finished(&path),
            Ok(open) => return (Some(open), problems),
            Err(reason) => {
                problems.push(format!(
                    "a mock interview could not be read and was left as it is: {reason} ({})",
                    path.display()
                ));
            }
        }
    }
    (None, problems)
}

fn read(path: &Path) -> Result<OpenRound, String> {
    let bytes = read_file_at_most(path, MOST_BYTES).map_err(|error| error.problem.to_string())?;
    let kept: KeptRound = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    if kept.round.version > ROUND_VERSION {
        let version = kept.round.version;
        return Err(format!(
            "it was written by a newer boxdrill (version {version}): update to open it"
        ));
    }
    let loaded = read_design(kept.drawing.as_bytes()).map_err(|error| error.to_string())?;
    Ok(OpenRound {
        round: kept.round,
        design: loaded.design,
        path: path.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::interview::{ClockReading, InterviewProfile, RoundLength, Stage};
    use crate::scenario::builtin;

    fn round() -> InterviewRound {
        InterviewRound::new(
            &builtin()[0],
            InterviewProfile::default(),
            RoundLength::Full,
            "now".to_owned(),
            1,
        )
    }

    #[test]
    fn a_round_is_there_again_until_it_is_over() {
        let state = tempfile::tempdir().unwrap();
        let mut round = round();
        round.clock.tick(
            Stage::Requirements,
            ClockReading {
                steady: 0.0,
                wall: 0.0,
            },
        );
        round.clock.tick(
            Stage::Requirements,
            ClockReading {
                steady: 61.0,
                wall: 61.0,
            },
        );
        let file = RoundFile::new(state.path());
        let design = builtin()[0].designs[0].design.clone();
        file.write(&round, &design).unwrap();
        assert!(
            find_open_round(state.path()).0.is_none(),
            "another window has it"
        );
        drop(file);
        let open = find_open_round(state.path()).0.unwrap();
        assert!((open.round.now() - 61.0).abs() < 1e-9);
        assert!(open.design.is_same_drawing(&design));
        let file = RoundFile::resume(&open);
        round.ended = true;
        file.write(&round, &design).unwrap();
        drop(file);
        assert!(find_open_round(state.path()).0.is_none());
    }

    #[test]
    fn a_finished_round_is_opened_again_with_its_steps() {
        let state = tempfile::tempdir().unwrap();
        let mut round = round();
        let mut file = RoundFile::new(state.path());
        let design = builtin()[0].designs[0].design.clone();
        file.add_step(1.0, &Design::new()).unwrap();
        file.add_step(9.0, &design).unwrap();
        round.ended = true;
        file.write(&round, &design).unwrap();
        file.move_to_finished();
        let name = file.name();
        assert_eq!(finished_rounds(state.path()), std::slice::from_ref(&name));
        // Ratings are still written after that.
        round.ratings[0] = 3;
        file.write(&round, &design).unwrap();
        drop(file);
        let open = open_finished(state.path(), &name).unwrap();
        assert_eq!(open.round.ratings[0], 3);
        let steps = finished_steps(state.path(), &name).unwrap();
        assert_eq!(steps.len(), 2);
        assert!(steps[1].design().unwrap().is_same_drawing(&design));
        assert!(open_finished(state.path(), "../1").is_err());
        delete_finished(state.path()).unwrap();
        assert!(open_finished(state.path(), &name).is_err());
    }

    /// Rounds of earlier versions lie where the running ones do.
    #[test]
    fn rounds_that_ended_before_are_moved_at_the_next_start() {
        let state = tempfile::tempdir().unwrap();
        let mut round = round();
        round.ended = true;
        let file = RoundFile::new(state.path());
        file.write(&round, &Design::new()).unwrap();
        let name = file.name();
        drop(file);
        assert!(finished_rounds(state.path()).is_empty());
        assert!(find_open_round(state.path()).0.is_none());
        assert_eq!(finished_rounds(state.path()), [name]);
    }

    #[test]
    fn files_that_are_cut_or_newer_are_named_and_kept() {
        let state = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder(state.path())).unwrap();
        fs::write(folder(state.path()).join("1.json"), r#"{"round": {"ver"#).unwrap();
        fs::write(
            folder(state.path()).join("2.json"),
            r#"{"round": {"version": 99}, "drawing": ""}"#,
        )
        .unwrap();
        let (open, problems) = find_open_round(state.path());
        assert!(open.is_none() && problems.len() == 2);
        assert!(problems[0].contains("newer boxdrill"), "{problems:?}");
        assert_eq!(fs::read_dir(folder(state.path())).unwrap().count(), 2);
    }
}
